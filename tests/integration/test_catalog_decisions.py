"""Decisions: kept with what was before, taken back exactly, never overwritten by suggesting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from catalog_bench import add_model, add_photo, add_root
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photoclip.catalog import decisions, tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.decisions import DecidedBatch

Pair = tuple[int, int]
State = dict[Pair, tuple[Any, ...]]


class Catalog:
    """Three photos, two tags, a model; every call is a transaction of its own."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self(add_root)
        self.photos = [self(add_photo, f"{name}.jpg") for name in "abc"]
        self.tags = [self(tags.ensure, (name,)) for name in ("dog", "sea")]
        self.model = self(add_model)

    def __call__(self, fn: Callable[..., Any], *args: Any, **more: Any) -> Any:
        return self.db.write(lambda conn: fn(conn, *args, **more))

    def suggest(self, *pairs: Pair, score: float = 0.5, source: str = "zero_shot") -> None:
        rows = [(photo, tag, score) for photo, tag in pairs]
        self(tags.suggest, rows, source=source, model_id=self.model)

    def accept(self, *pairs: Pair, **more: Any) -> DecidedBatch:
        done: DecidedBatch = self(decisions.decide, pairs, "accepted", **more)
        return done

    def reject(self, *pairs: Pair, **more: Any) -> DecidedBatch:
        done: DecidedBatch = self(decisions.decide, pairs, "rejected", **more)
        return done

    def undo(self) -> DecidedBatch:
        done: DecidedBatch = self(decisions.undo_last)
        return done

    def state(self) -> State:
        return {(row[0], row[1]): row[2:] for row in self(_rows)}

    def status(self) -> dict[Pair, tuple[str, str]]:
        return {pair: (row[0], row[1]) for pair, row in self.state().items()}


def _rows(conn: Connection) -> list[tuple[Any, ...]]:
    return conn.execute(
        "SELECT photo_id, tag_id, source, status, score, model_id, decided_at FROM tag_assignments"
    ).fetchall()


def _mark_written(conn: Connection, pair: Pair) -> None:
    conn.execute(
        "UPDATE tag_assignments SET written_at = '2026-01-01T00:00:00Z' "
        "WHERE photo_id = ? AND tag_id = ?",
        pair,
    )


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Database.open(tmp_path / "c.sqlite", backups=tmp_path / "b") as db:
        yield Catalog(db)


def test_undo_gives_back_exactly_what_was_before_and_again_the_batch_before(
    catalog: Catalog,
) -> None:
    (a, b, _), (dog, sea) = catalog.photos, catalog.tags
    catalog.suggest((a, dog), (b, dog), score=0.7)
    catalog.suggest((a, sea), source="learned")
    zero = catalog.state()
    first = catalog.accept((a, dog), (b, dog))
    one = catalog.state()
    second = catalog.reject((b, dog), (a, sea))
    assert (first.count, second.count, second.batch > first.batch) == (2, 2, True)
    assert second.photo_ids == (a, b)
    assert catalog.status()[b, dog] == ("zero_shot", "rejected")
    assert catalog.undo() == second
    assert catalog.state() == one
    assert catalog.undo() == first
    assert catalog.state() == zero
    assert catalog.undo() == DecidedBatch(0)
    assert not catalog(decisions.can_undo)


def test_decisions_can_be_taken_back_after_a_restart(tmp_path: Path) -> None:
    def opened() -> Database:
        return Database.open(tmp_path / "c.sqlite", backups=tmp_path / "b")

    with opened() as db:
        catalog = Catalog(db)
        pair = (catalog.photos[0], catalog.tags[0])
        catalog.suggest(pair)
        catalog.accept(pair)
    with opened() as db:
        assert db.write(decisions.can_undo)
        assert db.write(decisions.undo_last).photo_ids == (pair[0],)
        assert [row[3] for row in db.write(_rows)] == ["suggested"]


def test_the_same_decision_again_is_none(catalog: Catalog) -> None:
    pair = (catalog.photos[0], catalog.tags[0])
    catalog.suggest(pair)
    assert catalog.accept(pair, pair).count == 1
    assert catalog.accept(pair) == DecidedBatch(0)
    catalog.undo()
    assert not catalog(decisions.can_undo)


def test_what_is_not_there_is_left_alone(catalog: Catalog) -> None:
    photo, tag = catalog.photos[0], catalog.tags[0]
    assert catalog.accept((photo, tag)) == DecidedBatch(0)
    assert catalog.accept((999, tag), (photo, 999), create=True) == DecidedBatch(0)
    assert catalog.state() == {}


def test_a_tag_given_by_hand_goes_with_undo(catalog: Catalog) -> None:
    (a, b, c), (dog, _) = catalog.photos, catalog.tags
    catalog.suggest((b, dog))
    catalog.suggest((c, dog))
    catalog.accept((c, dog))
    before = catalog.state()
    assert catalog.accept((a, dog), (b, dog), (c, dog), create=True).count == 2
    assert catalog.status() == {
        (a, dog): ("manual", "accepted"),
        (b, dog): ("manual", "accepted"),
        (c, dog): ("zero_shot", "accepted"),
    }
    catalog.undo()
    assert catalog.state() == before


def test_a_file_s_tag_that_the_user_confirms_is_the_user_s_until_undo(catalog: Catalog) -> None:
    photo = catalog.photos[0]
    catalog(tags.import_keywords, photo, [("dog",)])
    assert catalog.accept((photo, catalog.tags[0]), create=True).count == 1
    catalog(tags.import_keywords, photo, [("sea",)])
    assert catalog.status()[photo, catalog.tags[0]] == ("imported", "accepted")
    catalog.undo()
    catalog(tags.import_keywords, photo, [("sea",)])
    assert list(catalog.status()) == [(photo, catalog.tags[1])]


def test_undo_takes_a_tag_that_was_written_to_a_file_off_that_file_too(catalog: Catalog) -> None:
    photo, tag = catalog.photos[0], catalog.tags[0]
    catalog.accept((photo, tag), create=True)
    catalog(_mark_written, (photo, tag))
    catalog.undo()
    assert catalog.status() == {(photo, tag): ("manual", "rejected")}
    catalog(tags.import_keywords, photo, [("dog",)])
    assert catalog.status() == {(photo, tag): ("manual", "rejected")}


def test_undo_spares_what_somebody_else_decided_since(catalog: Catalog) -> None:
    (a, b, _), (dog, _) = catalog.photos, catalog.tags
    catalog.suggest((a, dog), (b, dog))
    catalog.accept((a, dog), (b, dog))
    catalog(tags.unassign, [a], dog)
    done = catalog.undo()
    assert (done.count, done.photo_ids) == (1, (b,))
    assert catalog.status() == {
        (a, dog): ("zero_shot", "rejected"),
        (b, dog): ("zero_shot", "suggested"),
    }


def test_undo_passes_over_a_batch_of_which_nothing_is_left(catalog: Catalog) -> None:
    (a, b, _), (dog, _) = catalog.photos, catalog.tags
    catalog.suggest((a, dog), (b, dog))
    first = catalog.accept((a, dog))
    catalog.accept((b, dog))
    catalog(tags.unassign, [b], dog)
    assert catalog.undo() == first


def test_several_decisions_may_share_a_batch(catalog: Catalog) -> None:
    (a, b, _), (dog, sea) = catalog.photos, catalog.tags
    catalog.suggest((a, dog), (b, sea))
    before = catalog.state()
    first = catalog.reject((a, dog))
    assert catalog.accept((b, sea), (a, sea), create=True, batch=first.batch).batch == first.batch
    assert catalog.accept((a, dog), batch=first.batch).count == 1
    assert catalog.undo().count == 4
    assert catalog.state() == before


def test_a_model_that_is_gone_does_not_hinder_undo(catalog: Catalog) -> None:
    pair = (catalog.photos[0], catalog.tags[0])
    catalog.suggest(pair)
    catalog.accept(pair)
    catalog(lambda conn: conn.execute("DELETE FROM models"))
    catalog.undo()
    assert catalog.state()[pair] == ("zero_shot", "suggested", 0.5, None, None)


def test_history_goes_with_its_photo_and_its_tag(catalog: Catalog) -> None:
    (a, b, _), (dog, sea) = catalog.photos, catalog.tags
    catalog.accept((a, dog), (b, sea), create=True)
    catalog(tags.remove, dog)
    catalog(lambda conn: conn.execute("DELETE FROM photos WHERE id = ?", (b,)))
    assert catalog.undo() == DecidedBatch(0)


@pytest.mark.parametrize("source", ["zero_shot", "learned"])
@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_suggesting_again_never_overwrites_a_decision(
    catalog: Catalog, source: str, status: str
) -> None:
    pair = (catalog.photos[0], catalog.tags[0])
    catalog.suggest(pair)
    catalog(decisions.decide, [pair], status)
    before = catalog.state()
    catalog(tags.withdraw_suggestions, catalog.tags)
    catalog.suggest(pair, score=9.0, source=source)
    assert catalog.state() == before


_PAIRS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=4, unique=True
)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["zero_shot", "learned"]), _PAIRS),
        st.tuples(st.sampled_from(["accept", "reject", "give"]), _PAIRS),
        st.tuples(st.just("undo"), st.just([])),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS)
def test_whatever_comes_decisions_stay_and_undo_walks_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[Pair]]]
) -> None:
    """Suggesting changes open pairs only; undo gives every decided pair its state before."""
    folder = tmp_path_factory.mktemp("c")
    with Database.open(folder / "c.sqlite", backups=folder / "b") as db:
        catalog = Catalog(db)
        undoable: list[State] = []
        for step, chosen in steps:
            pairs = [(catalog.photos[photo], catalog.tags[tag]) for photo, tag in chosen]
            before = catalog.state()
            if step in ("zero_shot", "learned"):
                catalog.suggest(*pairs, source=step)
                after = catalog.state()
                assert all(
                    after[pair] == row for pair, row in before.items() if row[1] != "suggested"
                )
            elif step == "undo":
                done = catalog.undo()
                assert bool(done.count) == bool(undoable)
                if undoable:
                    touched = undoable.pop()
                    after = catalog.state()
                    assert {pair: after.get(pair) for pair in touched} == touched
                    assert done.count == len(touched)
            else:
                decide = catalog.reject if step == "reject" else catalog.accept
                done = decide(*pairs, create=step == "give")
                after = catalog.state()
                changed = {pair for pair in pairs if after.get(pair) != before.get(pair)}
                assert done.count == len(changed)
                if changed:
                    undoable.append({pair: before.get(pair) for pair in changed})  # type: ignore[misc]
        while undoable:
            touched = undoable.pop()
            catalog.undo()
            after = catalog.state()
            assert {pair: after.get(pair) for pair in touched} == touched
        assert not catalog(decisions.can_undo)
        assert all(row[1] == "suggested" for row in catalog.state().values())
