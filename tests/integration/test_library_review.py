"""The review queue on a real catalog: order, provenance, bulk, undo, and labels that learn."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from photoclip.catalog import decisions, label_models, labels, models, photo_files, tags
from photoclip.catalog.connection import Connection
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.labeling import learn
from photoclip.library.review import Review
from photoclip.results import LearnReport, Suggestion
from photoclip.search.engine import SearchEngine

DIM = 48


def unit(x: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


class Room:
    """A library of dogs, foxes that look like them, and others; the review room on it."""

    def __init__(self, catalog: Any) -> None:
        rng = np.random.default_rng(0)
        dog, fox = unit(rng.standard_normal((2, DIM)))
        self.words = {"dog": unit(dog + fox), "sea": unit(rng.standard_normal(DIM))}

        def near(what: np.ndarray, count: int) -> np.ndarray:
            vectors = unit(what + 0.8 * unit(rng.standard_normal((count, DIM))))
            return np.asarray(vectors, np.float16)

        self.catalog = catalog
        self.db = catalog.db
        self.dogs = catalog.add(near(dog, 30)).tolist()
        self.foxes = catalog.add(near(fox, 30)).tolist()
        self.others = catalog.add(
            np.asarray(unit(rng.standard_normal((300, DIM))), np.float16)
        ).tolist()
        self.heard: list[ChangeSet] = []
        bank = unit(rng.standard_normal((300, DIM)))
        self.engine = SearchEngine(
            self.db, model_id=catalog.model_id, dim=DIM, background=lambda: bank
        )
        context: Any = SimpleNamespace(db=self.db, publish=self.heard.append)
        searcher: Any = SimpleNamespace(engine=lambda model: self.engine, text_encoder=self.encoder)
        parts: Any = SimpleNamespace(
            context=context, searcher=lambda: searcher, model=lambda key: self.model()
        )
        self.review = Review(parts)
        self.db.write(lambda c: labels.add_label(c, "pets", "dog"))
        self.db.write(lambda c: labels.add_label(c, "pets", "sea"))
        self.dog, self.sea = (self.tag(name) for name in ("dog", "sea"))

    def model(self) -> Any:
        with self.db.read() as conn:
            return models.get(conn, "m")

    def encoder(self, model: Any) -> Any:
        def encode(texts: list[str]) -> np.ndarray:
            return np.stack([next(v for k, v in self.words.items() if k in t) for t in texts])

        return SimpleNamespace(fingerprint="f", encode_texts=encode)

    def tag(self, name: str) -> int:
        with self.db.read() as conn:
            found = tags.find(conn, (name,))
        assert found is not None
        return found

    def suggest(self, *rows: tuple[int, int, float], source: str = "zero_shot") -> None:
        model_id = self.catalog.model_id
        self.db.write(lambda c: tags.suggest(c, rows, source=source, model_id=model_id))

    def decide(self, accepted: list[int], rejected: list[int]) -> None:
        both = [*accepted, *rejected]
        self.suggest(*[(photo, self.dog, 1.0) for photo in both])
        self.review.accept([(photo, self.dog) for photo in accepted])
        self.review.reject([(photo, self.dog) for photo in rejected])

    def decide_without_rule(self) -> None:
        """Half of the dogs are right and the others wrong, whatever they look like."""
        mixed = np.random.default_rng(1).permutation(self.dogs).tolist()
        self.decide(mixed[:10], mixed[10:20])

    def learn(self) -> LearnReport:
        return run_to_end(self.review.learn("pets", "dog"))

    def weights(self) -> bytes | None:
        with self.db.read() as conn:
            member = next(each for each in labels.in_set(conn, "pets") if each.name == "dog")
            return label_models.get(conn, member.id, self.catalog.model_id).weights


def pairs(found: list[Suggestion]) -> list[tuple[int, int]]:
    return [(each.photo_id, each.tag_id) for each in found]


@pytest.fixture
def room(vector_catalog: Any) -> Iterator[Room]:
    yield Room(vector_catalog)


def test_the_surest_come_first_with_where_they_come_from(room: Room) -> None:
    a, b, c = room.dogs[:3]
    room.suggest((a, room.dog, 1.0), (b, room.dog, 3.0))
    room.suggest((c, room.dog, 2.0), source="learned")
    found = room.review.queue()
    assert [(each.photo_id, each.source) for each in found] == [
        (b, "zero_shot"),
        (c, "learned"),
        (a, "zero_shot"),
    ]
    assert {(each.label_set, each.label, each.tag_id, each.status) for each in found} == {
        ("pets", "dog", room.dog, "suggested")
    }
    assert found[0].path.name == "1.jpg"
    assert pairs(room.review.queue(limit=1, offset=1)) == [(c, room.dog)]


def test_the_queue_is_narrowed_by_label_photo_set_and_score(room: Room) -> None:
    a, b = room.dogs[:2]
    other = room.db.write(lambda c: tags.ensure(c, ("Places", "sea")))
    room.suggest((a, room.dog, 1.0), (b, room.dog, 3.0), (a, room.sea, 2.0), (b, other, 2.5))
    assert pairs(room.review.queue(label="DOG")) == [(b, room.dog), (a, room.dog)]
    assert pairs(room.review.queue(label="sea")) == [(b, other), (a, room.sea)]
    assert pairs(room.review.queue(label="places/sea")) == [(b, other)]
    assert pairs(room.review.queue(label="sea", label_set="Pets")) == [(a, room.sea)]
    assert len(room.review.queue(label_set="pets")) == 3
    assert pairs(room.review.queue(photo_id=a, minimum=1.5)) == [(a, room.sea)]
    assert pairs(room.review.preview_bulk(room.dog, minimum=3.0)) == [(b, room.dog)]
    assert pairs(room.review.queue(tag_id=room.sea)) == [(a, room.sea)]


def test_a_tag_of_two_sets_is_one_suggestion(room: Room) -> None:
    room.db.write(lambda c: labels.add_label(c, "animals", "dog"))
    room.suggest((room.dogs[0], room.dog, 1.0))
    [found] = room.review.queue()
    assert found.label_set == "animals"
    [found] = room.review.queue(label_set="pets")
    assert found.label_set == "pets"


def test_an_unknown_label_is_one_sentence(room: Room) -> None:
    for narrowed in (
        {"label_set": "nowhere"},
        {"label": "cat"},
        {"label": "dog", "label_set": "rooms"},
    ):
        with pytest.raises(UserError, match="There is no label"):
            room.review.queue(**narrowed)  # type: ignore[arg-type]
    for call in (room.review.learning, room.review.reset_learning):
        with pytest.raises(UserError, match="no label “cat” in the set “pets”"):
            call("pets", "cat")
    with pytest.raises(UserError, match="no label"):
        run_to_end(room.review.learn("pets", "cat"))


def test_groups_count_what_is_open_most_first(room: Room) -> None:
    a, b = room.dogs[:2]
    room.suggest((a, room.dog, 1.0), (b, room.dog, 3.0), (a, room.sea, 2.0))
    by_label = room.review.groups("label")
    assert [(each.title, each.count, each.tag_id) for each in by_label] == [
        ("dog", 2, room.dog),
        ("sea", 1, room.sea),
    ]
    by_photo = room.review.groups("photo")
    assert [(each.title, each.count, each.photo_id) for each in by_photo] == [
        ("0.jpg", 2, a),
        ("1.jpg", 1, b),
    ]
    room.review.accept([(a, room.dog)])
    assert room.review.groups("label")[0].count == 1


def test_a_missing_photo_is_not_asked_about(room: Room) -> None:
    photo = room.dogs[0]
    room.suggest((photo, room.dog, 1.0))
    room.db.write(lambda c: photo_files.mark_missing(c, [photo]))
    assert room.review.queue() == []
    assert room.review.groups("label") == room.review.groups("photo") == []


def test_a_bulk_decision_is_told_once_and_taken_back_at_once(room: Room) -> None:
    room.suggest(*[(photo, room.dog, float(photo)) for photo in room.dogs])
    before = room.review.queue()
    chosen = room.review.preview_bulk(room.dog, minimum=11.0)
    done = room.review.accept(pairs(chosen))
    assert done.count == len(chosen) == 20
    assert len(room.review.queue()) == 10
    assert len(room.review.history(status="accepted")) == 20
    assert room.review.can_undo()
    assert room.review.undo() == done
    assert room.review.queue() == before
    assert not room.review.can_undo()
    assert room.review.undo().count == 0
    touched = frozenset(each.photo_id for each in chosen)
    assert room.heard == [ChangeSet(photos=touched, tags=True)] * 2


def test_history_holds_decisions_of_all_kinds_and_no_open_ones(room: Room) -> None:
    a, b, c = room.dogs[:3]
    room.suggest((a, room.dog, 1.0), (b, room.dog, 1.0), (c, room.dog, 1.0))
    room.review.accept([(a, room.dog)])
    room.review.reject([(b, room.dog)])
    room.db.write(lambda conn: decisions.decide(conn, [(c, room.sea)], "accepted", create=True))
    found = room.review.history()
    assert {(each.photo_id, each.status, each.source) for each in found} == {
        (a, "accepted", "zero_shot"),
        (b, "rejected", "zero_shot"),
        (c, "accepted", "manual"),
    }
    assert pairs(room.review.history(status="rejected")) == [(b, room.dog)]
    assert [each.photo_id for each in room.review.suggested("accepted")] == [a]


def test_a_photo_that_was_not_suggested_may_be_decided_too(room: Room) -> None:
    a, b = room.dogs[0], room.foxes[0]
    assert room.review.accept([(a, room.dog)]).count == 0
    assert room.review.accept([(a, room.dog)], create=True).count == 1
    assert room.review.reject([(b, room.dog)], create=True).count == 1
    room.suggest((a, room.dog, 9.0), (b, room.dog, 9.0))
    assert room.review.queue() == []
    report = room.review.learning("pets", "dog")
    assert (report.accepted, report.rejected) == (1, 1)


def test_a_label_says_how_many_decisions_it_needs(room: Room) -> None:
    room.decide(room.dogs[:5], room.foxes[:2])
    for report in (room.learn(), room.review.learning("pets", "dog")):
        assert (report.accepted, report.rejected, report.needed) == (5, 2, (0, 3))
        assert math.isnan(report.before)
        assert not report.in_use
    assert room.weights() is None


def test_a_label_learns_from_ten_decisions_and_says_how_well(room: Room) -> None:
    room.decide(room.dogs[:5], room.foxes[:5])
    report = room.learn()
    assert (report.accepted, report.rejected, report.needed) == (5, 5, (0, 0))
    assert report.in_use
    assert report.after > 0.7
    assert report.found_after > 0.7
    assert not report.found_after < report.found_before
    assert str(room.review.learning("PETS", "Dog")) == str(report), "equal, NaN too"
    kept = room.weights()
    assert kept is not None
    learned = learn.load(kept, fingerprint="f", dim=DIM)
    assert learned is not None
    scale = room.engine.label_scale()
    query = room.words["dog"][None]
    evidence = scale.evidence(query, scale.scores(query, slice(None)), slice(None))[:, 0]
    found, _ = scale.photos.photos_of(
        scale.rows[learned.scores(scale.vectors(), evidence) >= learned.line]
    )
    right = np.isin(found, room.dogs)
    assert right.mean() > 0.8
    assert right.sum() > 20
    assert room.heard[-1] == ChangeSet(tags=True)


def test_reset_forgets_what_was_learned_and_keeps_the_decisions(room: Room) -> None:
    room.decide(room.dogs[:5], room.foxes[:5])
    room.learn()
    room.review.reset_learning("pets", "dog")
    assert room.weights() is None
    report = room.review.learning("pets", "dog")
    assert (report.accepted, report.rejected, report.in_use) == (5, 5, False)
    assert math.isnan(report.after)


def test_learning_that_does_not_help_is_said_and_not_used(room: Room) -> None:
    room.decide_without_rule()
    report = room.learn()
    assert not report.in_use
    assert not math.isnan(report.after)
    assert report.needed == (0, 0)
    assert room.weights() is None
    assert room.review.learning("pets", "dog") == report


def test_learning_that_helps_no_more_goes_out_of_use(room: Room) -> None:
    room.decide(room.dogs[:5], room.foxes[:5])
    assert room.learn().in_use
    room.review.undo()
    room.review.undo()
    room.decide_without_rule()
    assert not room.learn().in_use
    assert room.weights() is None


def test_copies_count_once_and_contradictions_not_at_all(room: Room) -> None:
    vectors = unit(np.random.default_rng(5).standard_normal((1, DIM))).astype(np.float16)
    twins = room.catalog.add(np.repeat(vectors, 3, axis=0), pixels=[9000] * 3).tolist()
    room.decide(room.dogs[:3], room.foxes[:3])
    room.decide(twins[:2], [])
    assert room.review.learning("pets", "dog").accepted == 4
    room.decide([], twins[2:])
    report = room.review.learning("pets", "dog")
    assert (report.accepted, report.rejected) == (3, 3)


def test_what_was_accepted_unasked_teaches_nothing(room: Room) -> None:
    photos = room.dogs[:6]
    room.suggest(*[(photo, room.dog, 1.0) for photo in photos])
    pairs = [(photo, room.dog) for photo in photos[:4]]
    room.db.write(lambda c: decisions.decide(c, pairs, "accepted", unasked=True))
    room.review.accept([(photo, room.dog) for photo in photos[4:]])
    assert room.review.learning("pets", "dog").accepted == 2


def test_decided_photos_that_cannot_be_searched_do_not_count(room: Room) -> None:
    room.decide(room.dogs[:5], room.foxes[:5])
    room.db.write(lambda c: photo_files.mark_missing(c, room.dogs[:2]))
    room.engine.invalidate()
    report = room.learn()
    assert (report.accepted, report.needed) == (3, (2, 0))
    assert not report.in_use


def test_another_model_has_learned_nothing(room: Room) -> None:
    room.decide(room.dogs[:5], room.foxes[:5])
    assert room.learn().in_use

    def other(conn: Connection) -> None:
        conn.execute("UPDATE models SET key = 'old' WHERE key = 'm'")
        models.upsert(conn, key="m", fingerprint="g", arch="a", dim=8, source="builtin")

    room.db.write(other)
    report = room.review.learning("pets", "dog")
    assert (report.accepted, report.in_use) == (0, False)


def test_what_was_learned_is_suggested_and_no_decision_is_overwritten(room: Room) -> None:
    from photoclip.jobs.tasks.suggesting import suggest_labels

    room.decide(room.dogs[:5], room.foxes[:5])
    assert room.learn().in_use
    with room.db.read() as conn:
        found = labels.find_set(conn, "pets")
        members = [each for each in labels.in_set(conn, "pets") if each.name == "dog"]
    assert found is not None
    decided = {(each.photo_id, each.status) for each in room.review.history()}
    model: Any = room.model()
    context: Any = SimpleNamespace(db=room.db, publish=room.heard.append)
    for _ in range(2):
        run_to_end(suggest_labels(context, room.engine, room.encoder(model), model, found, members))
        waiting = room.review.queue(label="dog")
        assert {each.source for each in waiting} == {"learned"}
        assert np.isin([each.photo_id for each in waiting], room.dogs).mean() > 0.8
        assert {(each.photo_id, each.status) for each in room.review.history()} == decided


def test_a_damaged_blob_falls_back_to_zero_shot(room: Room) -> None:
    from photoclip.jobs.tasks.suggesting import rule

    room.decide(room.dogs[:5], room.foxes[:5])
    room.learn()

    def damage(conn: Connection) -> None:
        conn.execute("UPDATE label_models SET weights = substr(weights, 1, 40)")

    room.db.write(damage)
    with room.db.read() as conn:
        [kept] = label_models.of_model(conn, room.catalog.model_id).values()
    assert rule(kept, room.model()).learned is None
    assert not room.review.learning("pets", "dog").in_use


def test_the_room_is_entered_without_heavy_imports(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, photoclip.library.review as r; "
        "print([m for m in ('sklearn', 'torch', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
