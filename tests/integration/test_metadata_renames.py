"""Tags that came from files and were renamed, moved or deleted here: the old name stays gone."""

from __future__ import annotations

import pytest
from write_bench import WriteBench, picture

from photoclip.catalog import labels, tags
from photoclip.media.xmp import parse_xmp
from photoclip.media.xmp_write import XmpEdit, edit_packet


class Stage(WriteBench):
    """One photo whose sidecar, made by another program, has the keywords Cat and Dog."""

    def keywords(self, *names: str, rating: int | None = None) -> None:
        edit = XmpEdit(add=tuple((name,) for name in names), rating=rating)
        packet = edit_packet(None, edit)
        assert packet is not None
        self.put("a.jpg.xmp", packet)

    def words(self) -> set[str]:
        packet = (self.top / "a.jpg.xmp").read_bytes()
        return set(parse_xmp(packet).get("dc:subject", []))


@pytest.fixture
def stage(tmp_path):
    stage = Stage(tmp_path)
    stage.put("a.jpg", picture())
    stage.keywords("Cat", "Dog", rating=2)
    stage.look()
    assert stage.tags("a.jpg") == {"Cat", "Dog"}
    yield stage
    stage.close()


def _rename(conn):
    tags.rename(conn, tags.ensure(conn, ["Cat"]), "Cats")


def _move(conn):
    tags.move(conn, tags.ensure(conn, ["Cat"]), ["Animals"])


def _rename_the_label(conn):
    labels.add_label(conn, "pets", "Cat")
    labels.add_label(conn, "pets", "Cat", new_name="Cats")


def _delete(conn):
    tags.remove(conn, tags.ensure(conn, ["Cat"]))


CHANGES = pytest.mark.parametrize(
    ("change", "left", "words"),
    [
        (_rename, {"Cats", "Dog"}, {"Cats", "Dog"}),
        (_move, {"Animals/Cat", "Dog"}, {"Cat", "Dog"}),
        (_rename_the_label, {"Cats", "Dog"}, {"Cats", "Dog"}),
        (_delete, {"Dog"}, {"Dog"}),
    ],
)


@CHANGES
def test_the_next_write_brings_the_file_in_line(stage, change, left, words):
    stage.db.write(change)
    assert stage.tags("a.jpg") == left
    stage.write()
    assert stage.tags("a.jpg") == left
    assert stage.words() == words
    assert stage.conflicts() == {}
    assert stage.write().changes == ()


@CHANGES
def test_reading_the_file_again_neither_revives_the_old_name_nor_loses_the_new(
    stage, change, left, words
):
    stage.db.write(change)
    stage.keywords("Cat", "Dog", "new", rating=2)
    stage.look()
    assert stage.tags("a.jpg") == left | {"new"}
    stage.write()
    assert stage.words() == words | {"new"}


def test_stars_of_the_file_are_not_touched_by_a_rename(stage):
    stage.db.write(_rename)
    stage.write()
    assert stage.photo("a.jpg").rating == 2
    stage.keywords("Cats", "Dog", rating=4)
    stage.look()
    assert stage.photo("a.jpg").rating == 4
    assert stage.conflicts() == {}
