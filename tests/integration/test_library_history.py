"""Undo and redo give back exactly what was there, and leave alone what others did meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from edited import edited as state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photoclip.catalog import (
    captions,
    decisions,
    fulltext,
    metadata_conflicts,
    models,
    photo_files,
    tags,
)
from photoclip.catalog.undo_change import COLUMNS
from photoclip.catalog.undo_kinds import KINDS
from photoclip.catalog.undo_log import _unpack
from photoclip.errors import PhotoClipError, UserError
from photoclip.jobs.job import run_to_end
from photoclip.library import Library
from photoclip.views import UndoStep

NAMES = ("a.jpg", "b.jpg", "c.jpg", "one/d.jpg")
PEOPLE = ("People", "Anna")
CONFLICTS = {"caption": "a ship", "rating": "5", "tag:Places/Pisa": "Places/Pisa"}

Act = Callable[[Library, list[int]], object]


def recorded(library: Library, act: Callable[[], object]) -> UndoStep:
    with library.history.recording() as recording:
        act()
    return recording.step


def run_sql(library: Library, sql: str, *values: object) -> None:
    library._context.db.write(lambda conn: conn.execute(sql, values))


def _note(conn: Any, photo_id: int, field: str, theirs: str) -> None:
    metadata_conflicts.note(conn, photo_id, field, ours="", theirs=theirs)


def fill(library: Library, ids: list[int]) -> None:
    """Something of everything, as after months of use."""
    library.tags.add(ids[:3], PEOPLE)
    library.tags.add(ids[1:2], ("People", "Bob"))
    library.tags.remove(ids[2:3], PEOPLE)
    library.tags.set_rating(ids[:2], 3)
    library.captions.set(ids[0], "a boat at dawn")
    library.albums.create("Best")
    library.albums.add("Best", ids[:3])
    library.albums.create("Good", query="rating:>=3")
    library.studio.put_label("pets", "dog", prompts=["a dog"], negatives=["a cat"])
    library.studio.put_label("pets", "cat", parents=["Animals"])
    library.studio.set_threshold("pets", "dog", 1.5)
    run_sql(
        library,
        "UPDATE label_models SET weights = x'00ff27', stats = '{\"n\": 1}' "
        "WHERE label_id = (SELECT min(id) FROM labels)",
    )
    db = library._context.db
    cat = db.write(lambda conn: tags.ensure(conn, ("Animals", "cat")))
    score = 0.1 + 0.2
    db.write(lambda conn: tags.suggest(conn, [(i, cat, score) for i in ids]))
    db.write(lambda conn: tags.import_keywords(conn, ids[3], [("sea",), ("Places", "Rome")]))
    for field, theirs in CONFLICTS.items():
        db.write(lambda conn, f=field, t=theirs: _note(conn, ids[0], f, t))
    db.write(lambda conn: captions.add(conn, [(ids[1], "it's “so”\nnice")], source="xmp"))


def activate(library: Library) -> None:
    values = {"fingerprint": "f", "arch": "a", "dim": 4, "source": "builtin"}
    db = library._context.db
    model = db.write(lambda conn: models.upsert(conn, key="starter", **values))
    db.write(lambda conn: models.activate(conn, model))


@pytest.fixture
def filled(library: Library, ids: list[int]) -> Library:
    activate(library)
    fill(library, ids)
    return library


def cat_pairs(library: Library, ids: list[int]) -> list[tuple[int, int]]:
    with library._context.db.read() as conn:
        cat = tags.find(conn, ("Animals", "cat"))
    return [] if cat is None else [(photo_id, cat) for photo_id in ids]


ACTS: dict[str, Act] = {
    "rate": lambda lib, ids: lib.tags.set_rating(ids, 5),
    "take stars": lambda lib, ids: lib.tags.set_rating(ids, None),
    "pick": lambda lib, ids: lib.tags.set_pick(ids[:2], 1),
    "refuse": lambda lib, ids: lib.tags.set_pick(ids, -1),
    "turn": lambda lib, ids: lib.tags.rotate(ids[:2], 270),
    "tag": lambda lib, ids: lib.tags.add(ids, PEOPLE),
    "new tag": lambda lib, ids: lib.tags.add(ids, ("Trips", "2023", "Rome")),
    "take a tag": lambda lib, ids: lib.tags.remove(ids, PEOPLE),
    "take a file's tag": lambda lib, ids: lib.tags.remove(ids, ("Places", "Rome")),
    "accept": lambda lib, ids: lib.review.accept(cat_pairs(lib, ids)),
    "reject": lambda lib, ids: lib.review.reject(cat_pairs(lib, ids[1:3])),
    "review undo": lambda lib, ids: lib.review.undo(),
    "rename a tag": lambda lib, ids: lib.tags.rename(PEOPLE, "Anne"),
    "another case": lambda lib, ids: lib.tags.rename(PEOPLE, "ANNA"),
    "rename above": lambda lib, ids: lib.tags.rename(("People",), "Folk"),
    "rename a file's tag": lambda lib, ids: lib.tags.rename(("sea",), "ocean"),
    "move a tag": lambda lib, ids: lib.tags.move(PEOPLE, ("Friends", "Close")),
    "move to the top": lambda lib, ids: lib.tags.move(PEOPLE, ()),
    "delete a tag": lambda lib, ids: lib.tags.delete(PEOPLE),
    "delete a tree": lambda lib, ids: lib.tags.delete(("People",)),
    "delete a file's tag": lambda lib, ids: lib.tags.delete(("Places",)),
    "caption": lambda lib, ids: lib.captions.set(ids[0], "two boats"),
    "caption all": lambda lib, ids: lib.captions.set_all(ids, "boats"),
    "no caption": lambda lib, ids: lib.captions.set(ids[0], ""),
    "album": lambda lib, ids: lib.albums.create("New"),
    "smart album": lambda lib, ids: lib.albums.create("Dogs", query="tag:dog"),
    "rename an album": lambda lib, ids: lib.albums.rename("Best", "BEST"),
    "album's query": lambda lib, ids: lib.albums.set_query("Good", "rating:>=4"),
    "add to an album": lambda lib, ids: lib.albums.add("Best", ids),
    "take out of an album": lambda lib, ids: lib.albums.remove_photos("Best", ids[1:]),
    "reorder": lambda lib, ids: lib.albums.reorder("Best", [ids[2], ids[0]]),
    "remove an album": lambda lib, ids: lib.albums.remove("Best"),
    "settle as in the file": lambda lib, ids: [
        lib.sidecars.resolve(ids[0], field, "theirs") for field in CONFLICTS
    ],
    "settle as here": lambda lib, ids: lib.sidecars.resolve(ids[0], "caption", "ours"),
    "forget what was taught": lambda lib, ids: lib.review.reset_learning("pets", "dog"),
    "label": lambda lib, ids: lib.studio.put_label("pets", "bird", parents=["Animals"]),
    "edit a label": lambda lib, ids: lib.studio.put_label(
        "pets", "dog", prompts=["dogs"], negatives=[], new_name="hound"
    ),
    "remove a label": lambda lib, ids: lib.studio.remove_label("pets", "cat"),
    "remove a taught label": lambda lib, ids: lib.studio.remove_label("pets", "dog"),
    "label set": lambda lib, ids: lib.studio.create_set("cars", templates=["a {}"]),
    "edit a set": lambda lib, ids: lib.studio.update_set(
        "pets", templates=["{}!"], multi_label=False, new_name="Pets"
    ),
    "remove a set": lambda lib, ids: lib.studio.remove_set("pets"),
    "take a shipped set": lambda lib, ids: lib.studio.put_label("everyday", "dog", prompts=["x"]),
    "line": lambda lib, ids: lib.studio.set_threshold("pets", "dog", 2.5),
    "first line": lambda lib, ids: lib.studio.set_auto_accept("pets", "cat", 9.0),
    "no line": lambda lib, ids: lib.studio.set_threshold("pets", "dog", None),
}


@pytest.mark.parametrize("name", ACTS)
def test_undo_gives_back_exactly_what_was_before_and_redo_what_was_after(
    name: str, filled: Library, ids: list[int]
) -> None:
    before = state(filled)
    step = recorded(filled, lambda: ACTS[name](filled, ids))
    after = state(filled)
    assert after != before
    for _ in range(2):
        step = filled.history.undo(step)
        assert step
        assert state(filled) == before
        step = filled.history.undo(step)
        assert step
        assert state(filled) == after


def test_every_kind_of_change_is_among_those(filled: Library, ids: list[int]) -> None:
    seen: set[int] = set()
    for act in ACTS.values():
        step = recorded(filled, lambda act=act: act(filled, ids))  # type: ignore[misc]
        back = filled.history.undo(step)
        seen |= {row[0] for each in (step, back) for part in each.parts for row in _unpack(part)}
    never = [KINDS[number].event for number in range(len(KINDS)) if number not in seen]
    # Captions are replaced, never edited; no photo here was written to a file.
    assert [event.split(" WHEN")[0] for event in never] == [
        "UPDATE OF text ON captions",
        "UPDATE OF caption, own_caption ON metadata_base",
    ]
    assert max(len(kind.values) for kind in KINDS) <= len(COLUMNS)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=12), data=st.data())
def test_undoing_all_leads_to_the_start_and_redoing_all_to_the_end(
    tmp_path: Path, top: Path, order: list[str], data: st.DataObject
) -> None:
    folder = tmp_path / f"library {len(list(tmp_path.iterdir()))}"
    with Library.open(folder) as library:
        library.add_folder(top)
        run_to_end(library.scan())
        ids = library.all_photo_ids().tolist()
        activate(library)
        fill(library, ids)
        walk(library, ids, order, data)


def walk(filled: Library, ids: list[int], order: list[str], data: st.DataObject) -> None:
    states, steps = [state(filled)], []
    for name in order:
        # What was done before an error counts as well.
        with filled.history.recording() as recording, suppress(PhotoClipError):
            ACTS[name](filled, ids)
        if recording.step:
            steps.append(recording.step)
            states.append(state(filled))
        assert state(filled) == states[-1]
    place = len(steps)
    wish = data.draw(st.lists(st.booleans(), max_size=6))
    for back in (*wish, *[True] * len(steps), *[False] * len(steps), *[True] * len(steps)):
        if back and place:
            place -= 1
            steps[place] = filled.history.undo(steps[place])
        elif not back and place < len(steps):
            steps[place] = filled.history.undo(steps[place])
            place += 1
        assert state(filled) == states[place]
    assert place == 0


# --- what is recorded --------------------------------------------------------------


def test_photos_of_a_deleted_tag_go_to_the_one_that_was_made_anew(
    filled: Library, ids: list[int]
) -> None:
    filled.tags.add(ids, ("Trips", "Rome"))
    filled.tags.add(ids[:2], ("Trips", "Rome", "Food"))
    step = recorded(filled, lambda: filled.tags.delete(("Trips",)))
    filled.tags.add(ids[3:], ("Trips", "rome"))
    filled.tags.remove(ids[3:], ("Trips", "rome"))
    before = state(filled)
    again = filled.history.undo(step)
    assert filled.tags.photos(("Trips", "Rome")) == sorted(ids[:3])  # the newer decision stays
    assert filled.tags.photos(("Trips", "Rome", "Food")) == sorted(ids[:2])
    assert filled._context.db.problems() == []
    filled.history.undo(again)
    assert state(filled) == before


def test_what_changes_nothing_is_no_step(filled: Library, ids: list[int]) -> None:
    assert not recorded(filled, lambda: filled.tags.set_rating(ids[:2], 3))
    assert not recorded(filled, lambda: filled.albums.add("Best", ids[:1]))
    assert not recorded(filled, filled.tags.all)
    assert not recorded(filled, lambda: run_to_end(filled.scan()))


def test_several_writes_of_a_block_are_one_step(filled: Library, ids: list[int]) -> None:
    before = state(filled)

    def act() -> None:
        filled.albums.create("New")
        filled.albums.add("New", ids)
        filled.tags.add(ids, ("x",))
        filled.tags.rename(("x",), "y")

    step = recorded(filled, act)
    assert step.changes.photos == set(ids)
    assert (step.changes.tags, step.changes.albums) == (True, True)
    filled.history.undo(step)
    assert state(filled) == before


def test_what_was_done_before_an_error_is_recorded_and_what_was_rolled_back_is_not(
    filled: Library, ids: list[int]
) -> None:
    before = state(filled)
    with pytest.raises(UserError), filled.history.recording() as recording:
        filled.tags.set_rating(ids, 1)
        filled.tags.add([*ids, 999], ("x",))
    assert state(filled) != before
    filled.history.undo(recording.step)
    assert state(filled) == before


def test_other_threads_and_what_comes_after_are_not_recorded(
    filled: Library, ids: list[int]
) -> None:
    with filled.history.recording() as recording:
        other = threading.Thread(target=lambda: filled.tags.set_pick(ids, 1))
        other.start()
        other.join()
        filled.tags.set_rating(ids[:1], 5)
    filled.tags.set_rating(ids[1:], 5)
    filled.history.undo(recording.step)
    assert [photo.rating for photo in filled.photos(ids)] == [3, 5, 5, 5]
    assert {photo.pick for photo in filled.photos(ids)} == {1}


def test_a_block_inside_a_block_is_part_of_it(filled: Library, ids: list[int]) -> None:
    before = state(filled)
    with filled.history.recording() as outer:
        filled.tags.set_rating(ids, 1)
        step = recorded(filled, lambda: filled.tags.set_rating(ids, 2))
        filled.history.undo(step)
        assert {photo.rating for photo in filled.photos(ids)} == {1}
    filled.history.undo(outer.step)
    assert state(filled) == before


def test_nothing_of_it_is_left_in_the_catalog(filled: Library, ids: list[int]) -> None:
    def schema() -> set[str]:
        with filled._context.db.read() as conn:
            kept = {row[0] for row in conn.execute("SELECT name FROM sqlite_master")}
        told = filled._context.db.write(
            lambda conn: conn.execute("SELECT name FROM sqlite_temp_master").fetchall()
        )
        return kept | {row[0] for row in told}

    before = schema()
    filled.history.undo(recorded(filled, lambda: filled.tags.delete(("People",))))
    with pytest.raises(UserError):
        recorded(filled, lambda: filled.tags.add([999], ("x",)))
    assert schema() == before
    assert filled._context.db.problems() == []


def test_steps_of_an_earlier_run_are_not_needed_to_go_on(filled: Library, ids: list[int]) -> None:
    recorded(filled, lambda: filled.tags.set_rating(ids, 5))
    after = state(filled)
    with Library.open(filled.path) as other:
        assert state(other) == after
        other.history.undo(recorded(other, lambda: other.tags.set_rating(ids, 1)))
        assert state(other) == after


# --- what happened meanwhile -------------------------------------------------------


def test_undo_tells_what_it_changed(filled: Library, ids: list[int], heard: list[Any]) -> None:
    step = recorded(filled, lambda: filled.tags.rename(("People",), "Folk"))
    heard.clear()
    again = filled.history.undo(step)
    assert [(change.photos, change.tags) for change in heard] == [(frozenset(ids[:2]), True)]
    heard.clear()
    filled.history.undo(again)
    assert heard[0].photos == set(ids[:2])
    heard.clear()
    filled.history.undo(step)
    assert heard[0].tags
    heard.clear()
    assert not filled.history.undo(step)
    assert heard == []


def test_a_photo_that_left_the_library_is_passed_over(
    filled: Library, ids: list[int], top: Path
) -> None:
    before = state(filled)
    steps = [
        recorded(filled, lambda name=name: ACTS[name](filled, ids))  # type: ignore[misc]
        for name in ("rate", "new tag", "caption all", "add to an album", "delete a tree")
    ]
    (top / "a.jpg").unlink()
    run_to_end(filled.scan())
    assert filled._context.db.write(
        lambda conn: conn.execute("DELETE FROM photos WHERE state = 'missing'").rowcount
    )
    redo = [filled.history.undo(step) for step in reversed(steps)]
    left = state(filled)
    for table, column in (("photos", 0), ("tag_assignments", 0), ("captions", 1)):
        expected = [row for row in before[table] if row[column] != ids[0]]
        assert left[table] == expected
    assert [row[1] for row in left["album_photos"]] == ids[1:3]
    for step in reversed(redo):
        filled.history.undo(step)
    assert {photo.rating for photo in filled.photos(ids)} == {5}
    assert filled._context.db.problems() == []


def test_a_scan_in_between_is_not_undone(filled: Library, ids: list[int], top: Path) -> None:
    step = recorded(filled, lambda: filled.tags.set_rating(ids, 5))
    (top / "new.jpg").write_text("new")
    (top / "b.jpg").write_text("other content")
    run_to_end(filled.scan())
    filled.history.undo(step)
    assert filled.photo_by_path(top / "new.jpg") is not None
    assert filled.photo(ids[1]).size == len("other content")
    assert [photo.rating for photo in filled.photos(ids)] == [3, 3, None, None]


def test_a_name_that_was_taken_meanwhile_keeps_its_new_owner(
    filled: Library, ids: list[int]
) -> None:
    def act() -> None:
        filled.tags.rename(PEOPLE, "Anne")
        filled.albums.rename("Best", "Finest")
        filled.tags.set_rating(ids, 5)
        filled.albums.remove("Good")

    step = recorded(filled, act)
    filled.tags.add(ids[3:], PEOPLE)
    filled.albums.create("Best")
    filled.albums.create("good")
    filled.history.undo(step)
    assert {tag.path for tag in filled.tags.all()} >= {PEOPLE, ("People", "Anne")}
    assert filled.tags.photos(PEOPLE) == ids[3:]
    assert [album.name for album in filled.albums.all()] == ["Best", "Finest", "good"]
    # What still fits is undone all the same.
    assert [photo.rating for photo in filled.photos(ids)] == [3, 3, None, None]


def test_a_newer_decision_caption_or_star_stays(filled: Library, ids: list[int]) -> None:
    def act() -> None:
        filled.tags.add(ids, ("x",))
        filled.captions.set_all(ids, "first")
        filled.tags.set_rating(ids, 5)
        filled.studio.set_threshold("pets", "dog", 2.5)

    step = recorded(filled, act)
    filled.tags.remove(ids[:1], ("x",))
    filled.captions.set(ids[0], "second")
    filled.tags.set_rating(ids[:1], 1)
    filled.studio.set_threshold("pets", "dog", 4.5)
    filled.history.undo(step)
    assert [each.status for each in filled.tags.of_photo(ids[0]) if each.tag == "x"] == ["rejected"]
    assert filled.tags.photos(("x",)) == []
    assert [each.text for each in filled.captions.of_photo(ids[0])] == ["second"]
    assert [photo.rating for photo in filled.photos(ids)] == [1, 3, None, None]
    [pets] = [each for each in filled.studio.sets() if each.name == "pets"]
    assert [each.threshold for each in pets.labels if each.name == "dog"] == [4.5]


def test_what_came_to_hang_on_a_new_thing_keeps_it(filled: Library, ids: list[int]) -> None:
    def act() -> None:
        filled.tags.add(ids[:1], ("Trips", "Rome"))
        filled.albums.create("New")
        filled.studio.create_set("cars")

    step = recorded(filled, act)
    filled.tags.add(ids[1:2], ("Trips", "Rome"))
    filled.albums.add("New", ids)
    filled.studio.put_label("cars", "bus")
    filled.history.undo(step)
    assert filled.tags.photos(("Trips", "Rome")) == ids[1:2]
    assert filled.albums.photos("New") == ids
    assert list(filled.studio.labels()["cars"]) == ["bus"]


def test_what_a_label_has_learned_meanwhile_survives_undo_of_its_line(
    filled: Library,
) -> None:
    step = recorded(filled, lambda: filled.studio.set_threshold("pets", "cat", 2.5))
    run_sql(filled, "UPDATE label_models SET weights = x'01' WHERE threshold = 2.5")
    filled.history.undo(step)
    with filled._context.db.read() as conn:
        rows = conn.execute("SELECT threshold FROM label_models WHERE weights = x'01'").fetchall()
    assert rows == [(None,)]


def test_suggestions_for_a_label_go_with_it(filled: Library, ids: list[int]) -> None:
    before = state(filled)
    step = recorded(filled, lambda: filled.studio.put_label("pets", "bird"))
    bird = next(tag.id for tag in filled.tags.all() if tag.path == ("bird",))
    filled._context.db.write(lambda conn: tags.suggest(conn, [(i, bird, 0.5) for i in ids]))
    again = filled.history.undo(step)
    assert state(filled) == before
    filled.history.undo(again)
    assert len(filled.review.queue(label="bird")) == len(ids)


def test_undo_of_a_move_makes_no_circle(filled: Library, ids: list[int]) -> None:
    filled.tags.add(ids, ("A", "B"))
    step = recorded(filled, lambda: filled.tags.move(("A", "B"), ()))
    filled.tags.move(("A",), ("B",))
    filled.history.undo(step)
    assert {("B",), ("B", "A")} <= {tag.path for tag in filled.tags.all()}


# --- beside the history of decisions ------------------------------------------------


def test_a_decision_undone_here_is_not_undone_again_by_the_review(
    filled: Library, ids: list[int]
) -> None:
    first = recorded(filled, lambda: filled.review.accept(cat_pairs(filled, ids[:1])))
    earlier = state(filled)
    step = recorded(filled, lambda: filled.review.accept(cat_pairs(filled, ids[1:3])))
    filled.history.undo(step)
    assert state(filled) == earlier
    assert filled.review.undo().count == 1
    assert not filled.history.undo(first)


def test_a_decision_that_is_done_again_never_joins_another_batch(
    filled: Library, ids: list[int]
) -> None:
    step = recorded(filled, lambda: filled.review.accept(cat_pairs(filled, ids[:1])))
    again = filled.history.undo(step)
    other = filled.review.accept(cat_pairs(filled, ids[1:2]))
    filled.history.undo(again)
    assert filled.review.undo() == other
    assert filled.review.undo().count == 1


def test_what_the_review_takes_back_can_be_decided_again(filled: Library, ids: list[int]) -> None:
    decided = filled.review.accept(cat_pairs(filled, ids))
    after = state(filled)
    step = recorded(filled, filled.review.undo)
    filled.history.undo(step)
    assert state(filled) == after
    assert filled.review.undo() == decided


# --- many ----------------------------------------------------------------------------


def test_a_step_about_many_photos_is_small(library: Library, top: Path) -> None:
    db = library._context.db
    with db.read() as conn:
        folder = conn.execute("SELECT min(id) FROM folders").fetchone()[0]
    count = 5_000
    files = [photo_files.FileStat(b"%d.jpg" % number, 1, 1) for number in range(count)]
    many = db.write(lambda conn: photo_files.insert(conn, folder, files))
    step = recorded(library, lambda: library.tags.set_rating(many, 4))
    assert step.changes.photos == set(many)
    assert sum(map(len, step.parts)) + len(step.photos) < 10 * count
    again = library.history.undo(step)
    assert {photo.rating for photo in library.photos(many)} == {None}
    library.history.undo(again)
    assert {photo.rating for photo in library.photos(many)} == {4}


def test_words_of_very_many_photos_are_those_of_their_tags_and_captions_again(
    library: Library, top: Path
) -> None:
    db = library._context.db
    with db.read() as conn:
        folder = conn.execute("SELECT min(id) FROM folders").fetchone()[0]
    files = [photo_files.FileStat(b"%d.jpg" % number, 1, 1) for number in range(1_000)]
    many = db.write(lambda conn: photo_files.insert(conn, folder, files))
    library.tags.add(many, PEOPLE)
    library.captions.set_all(many, "harbour")

    def act() -> None:
        library.tags.delete(PEOPLE)
        library.captions.set_all(many, "market")

    def found() -> tuple[int, ...]:
        with db.read() as conn:
            assert fulltext.differences(conn) == 0
            return tuple(len(fulltext.search(conn, word)) for word in ("anna", "harbour", "market"))

    step = recorded(library, act)
    assert found() == (0, 0, 1_000)
    again = library.history.undo(step)
    assert found() == (1_000, 1_000, 0)
    library.history.undo(again)
    assert found() == (0, 0, 1_000)
    library.tags.add(many, PEOPLE)
    library.review.undo()
    assert found() == (0, 0, 1_000)
    # From here on a change of one photo is noticed as ever.
    library.captions.set_all(many[:1], "harbour")
    assert found() == (0, 1, 999)


def test_an_error_that_somebody_catches_leaves_the_words_of_photos_in_step(
    filled: Library, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "MANY", 1)

    def write(conn: Any) -> None:
        with suppress(RuntimeError), fulltext.at_once(conn, ids):
            captions.set_manual(conn, ids[0], "lighthouse")
            raise RuntimeError
        captions.set_manual(conn, ids[1], "lighthouse")

    filled._context.db.write(write)
    with filled._context.db.read() as conn:
        assert fulltext.differences(conn) == 0
        assert sorted(fulltext.search(conn, "lighthouse")) == sorted(ids[:2])


def test_decisions_number_their_batches_upwards_after_rows_went(
    filled: Library, ids: list[int]
) -> None:
    step = recorded(filled, lambda: filled.review.accept(cat_pairs(filled, ids[:1])))
    filled.history.undo(step)
    with filled._context.db.read() as conn:
        highest = conn.execute("SELECT max(batch) FROM decisions").fetchone()[0]
        taken = decisions._new_batch(conn)
    assert taken > highest + 1
