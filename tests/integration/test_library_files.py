"""Files of named photos: to the trash, copied, listed, and tried again."""

from __future__ import annotations

import json

import pytest
from files_bench import beside, put

from photoclip.catalog import photos
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end

NAMES = ("a.jpg", "b.jpg", "DSC_1.NEF", "DSC_1.JPG", "sub/c.jpg")


def test_the_trash_takes_named_photos_and_their_sidecars_only(library, ids, top, monkeypatch):
    from photoclip.jobs.tasks import trash

    put(top / "a.jpg.xmp", "<x:xmpmeta/>")
    monkeypatch.setattr(trash, "_send", lambda path: path.unlink())
    report = library.files.trash([ids[0]])
    assert report.trashed == (top / "a.jpg", top / "a.jpg.xmp")
    assert {"b.jpg", "DSC_1.NEF", "DSC_1.JPG"} <= beside(top)
    with pytest.raises(UserError, match="no photo number 99"):
        library.files.trash([ids[1], 99])
    assert "b.jpg" in beside(top)


def test_copies_of_named_photos_come_with_their_sidecars(library, ids, top, tmp_path):
    put(top / "a.jpg.xmp", "<x:xmpmeta/>")
    report = run_to_end(library.files.copy_to([ids[4], ids[0], ids[0]], tmp_path / "out"))
    assert (report.photos, report.sidecars, report.failed) == (2, 1, ())
    assert beside(tmp_path / "out") == {"a.jpg", "a.jpg.xmp", "c.jpg"}
    assert (top / "a.jpg").read_text() == "a.jpg"


def test_copies_are_refused_where_they_would_be_indexed(library, ids, top):
    with pytest.raises(UserError, match="choose a place outside"):
        run_to_end(library.files.copy_to(ids, top / "out"))


def test_a_list_of_named_photos_has_their_order(library, ids, tmp_path):
    report = run_to_end(
        library.files.write_list([ids[1], ids[0]], tmp_path / "list.json", kind="json")
    )
    rows = json.loads((tmp_path / "list.json").read_text())["photos"]
    assert [row["id"] for row in rows] == [ids[1], ids[0]]
    assert report.photos == 2
    with pytest.raises(UserError, match="exists already"):
        run_to_end(library.files.write_list(ids, tmp_path / "list.json", kind="csv"))


@pytest.mark.parametrize("work", ["copy_to", "write_list"])
def test_unknown_photos_are_neither_copied_nor_listed(library, ids, tmp_path, work):
    options = {"kind": "csv"} if work == "write_list" else {}
    with pytest.raises(UserError, match="no photo number 99"):
        run_to_end(getattr(library.files, work)([ids[0], 99], tmp_path / "out", **options))
    assert not (tmp_path / "out").exists()


def test_unreadable_photos_are_tried_again_when_asked(library, ids, heard):
    def fail(conn):
        for photo_id in ids[:3]:
            photo = photos.get(conn, photo_id)
            photos.mark_unreadable(
                conn, photo_id, "It is damaged.", size=photo.size, mtime_ns=photo.mtime_ns,
                file_hash=b"f",
            )  # fmt: skip

    library._parts.context.db.write(fail)
    heard.clear()
    assert library.files.retry([ids[0], ids[4]]) == 1
    assert [change.photos for change in heard] == [frozenset(ids[:1])]
    assert library.photo(ids[0]).state == "new"
    assert library.files.retry() == 2
    assert library.files.retry() == 0
    assert library.unreadable() == []
    with pytest.raises(UserError, match="no photo number 99"):
        library.files.retry([99])
