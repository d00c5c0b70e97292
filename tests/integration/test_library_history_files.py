"""Undo beside what is written to files and read from them."""

from __future__ import annotations

from pathlib import Path

import pytest
from write_bench import WriteBench, picture

from photoclip.catalog import metadata_base, metadata_conflicts
from photoclip.library.history import History
from photoclip.library.tags import Tags
from photoclip.media.metadata import read_metadata

PACKET = (
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
    "xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:Rating='{stars}'><dc:subject><rdf:Bag>"
    "<rdf:li>sea</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.fixture
def stage(tmp_path: Path):  # type: ignore[no-untyped-def]
    stage = WriteBench(tmp_path)
    stage.put("a.jpg", picture())
    stage.look()
    yield stage
    stage.close()


def written_at(stage: WriteBench) -> dict[str, tuple[str, bool]]:
    with stage.db.read() as conn:
        rows = conn.execute(
            "SELECT t.name, a.status, a.written_at IS NOT NULL FROM tag_assignments AS a "
            "JOIN tags AS t ON t.id = a.tag_id"
        ).fetchall()
    return {name: (status, bool(written)) for name, status, written in rows}


def test_a_tag_that_was_written_to_a_file_meanwhile_goes_from_there_too(stage: WriteBench) -> None:
    parts = stage.room._parts
    history, room = History(parts), Tags(parts)
    photo_id = stage.photo("a.jpg").id
    with history.recording() as recording:
        room.add([photo_id], ("one",))
    stage.write()
    assert written_at(stage) == {"one": ("accepted", True)}
    again = history.undo(recording.step)
    assert written_at(stage) == {"one": ("rejected", True)}
    stage.look()
    assert stage.tags("a.jpg") == set()
    history.undo(again)
    assert written_at(stage) == {"one": ("accepted", True)}
    history.undo(recording.step)
    stage.write()
    stage.look()
    assert stage.tags("a.jpg") == set()


def test_a_deleted_tag_comes_back_with_what_was_known_of_its_file(stage: WriteBench) -> None:
    parts = stage.room._parts
    history, room = History(parts), Tags(parts)
    room.add([stage.photo("a.jpg").id], ("one",))
    stage.write()
    with history.recording() as recording:
        room.delete(("one",))
    history.undo(recording.step)
    assert written_at(stage) == {"one": ("accepted", True)}
    stage.look()
    assert stage.tags("a.jpg") == {"one"}
    assert stage.write().unchanged == 1


def test_a_deleted_tag_that_went_from_its_file_too_comes_back_in_both(stage: WriteBench) -> None:
    parts = stage.room._parts
    history, room = History(parts), Tags(parts)
    room.add([stage.photo("a.jpg").id], ("one",))
    stage.write()
    with history.recording() as recording:
        room.delete(("one",))
    stage.write()
    assert b"one" not in (stage.top / "a.jpg.xmp").read_bytes()
    history.undo(recording.step)
    stage.look()
    assert stage.tags("a.jpg") == {"one"}
    stage.write()
    assert b"one" in (stage.top / "a.jpg.xmp").read_bytes()
    assert stage.is_quiet()


def test_a_conflict_that_was_settled_is_one_again_with_its_base(stage: WriteBench) -> None:
    history = History(stage.room._parts)
    photo_id = stage.photo("a.jpg").id
    stage.caption("a.jpg", "ours")
    stage.write()
    stage.db.write(
        lambda conn: metadata_conflicts.note(conn, photo_id, "caption", ours="", theirs="theirs")
    )

    def said() -> tuple[object, ...]:
        with stage.db.read() as conn:
            base = metadata_base.get(conn, photo_id)
        assert base is not None
        return (base.caption, base.own_caption, stage.captions("a.jpg"), stage.conflicts())

    before = said()
    with history.recording() as recording:
        stage.room.resolve(photo_id, "caption", "theirs")
    after = said()
    assert before[-1] != after[-1] == {}
    again = history.undo(recording.step)
    assert said() == before
    history.undo(again)
    assert said() == after


def test_keywords_and_stars_that_a_file_brought_meanwhile_stay(stage: WriteBench) -> None:
    parts = stage.room._parts
    history, room = History(parts), Tags(parts)
    photo_id = stage.photo("a.jpg").id
    with history.recording() as recording:
        room.add([photo_id], ("one",))
        room.set_pick([photo_id], 1)
    stage.put("a.jpg.xmp", PACKET.format(stars=4).encode())
    stage.look()
    assert stage.tags("a.jpg") == {"one", "sea"}
    history.undo(recording.step)
    assert stage.tags("a.jpg") == {"sea"}
    assert (stage.photo("a.jpg").rating, stage.photo("a.jpg").pick) == (4, 0)


@pytest.mark.parametrize("brought", [None, 3])
def test_stars_that_were_written_to_a_file_meanwhile_do_not_come_back_from_it(
    stage: WriteBench, brought: int | None
) -> None:
    parts = stage.room._parts
    history, room = History(parts), Tags(parts)
    if brought:
        stage.put("a.jpg.xmp", PACKET.format(stars=brought).encode())
        stage.look()
    photo_id = stage.photo("a.jpg").id
    steps = []
    for stars in (5, 4):
        with history.recording() as recording:
            room.set_rating([photo_id], stars)
        steps.append(recording.step)
    stage.write()
    for step in reversed(steps):
        history.undo(step)
    assert stage.photo("a.jpg").rating == brought
    # Another program saves the sidecar, with the stars that PhotoClip wrote.
    stage.put("a.jpg.xmp", (stage.top / "a.jpg.xmp").read_bytes() + b"\n")
    stage.look()
    assert stage.photo("a.jpg").rating == brought
    stage.write()
    stage.look()
    assert stage.photo("a.jpg").rating == brought
    assert (read_metadata(stage.top / "a.jpg").rating or None) == brought
    assert stage.is_quiet()
