"""Exports: whole copies under free names, sidecars with them, and lists that open anywhere."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from photoclip.errors import QueryError, UserError
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import exporting, lists

ROOM = namedtuple("ROOM", "total used free")
ALL = "in:photos"


@pytest.fixture
def top(tmp_path):
    folder = tmp_path / "photos"
    for name in ("a.jpg", "one/IMG.jpg", "two/IMG.jpg"):
        put(folder / name, name)
    return folder


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or path.name)
    return path


def rescan(library):
    run_to_end(library.scan())


def export(library, dest, query=ALL, **options):
    return run_to_end(library.export(query, dest, **options))


def contents(folder):
    return {each.name: each.read_text() for each in folder.iterdir()}


def test_copies_keep_names_and_times_and_colliding_names_get_numbers(library, top, tmp_path):
    os.utime(top / "a.jpg", ns=(1, 1_600_000_000_123_000_000))
    rescan(library)
    report = export(library, tmp_path / "out")
    assert (report.photos, report.sidecars, report.renamed, report.failed) == (3, 0, 1, ())
    assert set(contents(tmp_path / "out")) == {"a.jpg", "IMG.jpg", "IMG (2).jpg"}
    texts = {contents(tmp_path / "out")[name] for name in ("IMG.jpg", "IMG (2).jpg")}
    assert texts == {"one/IMG.jpg", "two/IMG.jpg"}
    copied = (tmp_path / "out" / "a.jpg").stat().st_mtime_ns
    assert copied == 1_600_000_000_123_000_000


def test_nothing_is_ever_overwritten(library, tmp_path):
    out = tmp_path / "out"
    put(out / "a.jpg", "older")
    put(out / "IMG.jpg", "older")
    report = export(library, out)
    assert (report.photos, report.renamed) == (3, 3)
    assert contents(out)["a.jpg"] == contents(out)["IMG.jpg"] == "older"
    assert contents(out)["a (2).jpg"] == "a.jpg"
    assert set(contents(out)) == {
        "a.jpg", "a (2).jpg", "IMG.jpg", "IMG (2).jpg", "IMG (3).jpg",
    }  # fmt: skip


def test_sidecars_go_along_under_the_name_of_the_copy(library, top, tmp_path):
    put(top / "one" / "IMG.jpg.xmp", "one")
    put(top / "two" / "IMG.xmp", "two")
    rescan(library)
    report = export(library, tmp_path / "out")
    found = contents(tmp_path / "out")
    assert report.sidecars == 2
    for name, text in found.items():
        if name.endswith(".jpg.xmp"):
            assert found[name.removesuffix(".xmp")] == f"{text}/IMG.jpg"
        elif name.endswith(".xmp"):
            assert found[name.replace(".xmp", ".jpg")] == f"{text}/IMG.jpg"


def test_a_sidecar_that_raw_and_jpeg_share_is_copied_once(library, top, tmp_path):
    for name in ("DSC.nef", "DSC.jpg", "DSC.xmp"):
        put(top / "shot" / name)
    rescan(library)
    report = export(library, tmp_path / "out", "in:shot")
    assert (report.photos, report.sidecars, report.renamed) == (2, 1, 0)
    assert set(contents(tmp_path / "out")) == {"DSC.nef", "DSC.jpg", "DSC.xmp"}


@pytest.mark.parametrize("order", [("one", "two"), ("two", "one")])
def test_no_copy_comes_to_lie_beside_the_sidecar_of_another_photo(library, top, tmp_path, order):
    """``DSC.xmp`` of one folder would speak for ``DSC.jpg`` of another."""
    put(top / "one" / "DSC.nef")
    put(top / "one" / "DSC.xmp")
    put(top / "two" / "DSC.jpg")
    rescan(library)
    for folder in order:
        export(library, tmp_path / "out", f"in:{folder} name:DSC")
    names = set(contents(tmp_path / "out"))
    number = " (2)" if order == ("one", "two") else ""
    other = "" if number else " (2)"
    assert names == {f"DSC{number}.jpg", f"DSC{other}.nef", f"DSC{other}.xmp"}


def test_what_cannot_be_read_is_reported_and_the_rest_copied(library, top, tmp_path):
    (top / "a.jpg").unlink()
    report = export(library, tmp_path / "out")
    assert report.photos == 2
    [(path, reason)] = report.failed
    assert path == top / "a.jpg"
    assert reason.endswith(".")
    assert "offline" in reason


def test_a_copy_that_breaks_off_leaves_nothing_under_its_name(library, top, tmp_path, monkeypatch):
    def full(reading, writing, length):
        writing.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    report = export(library, tmp_path / "out")
    assert report.photos == 0
    assert {reason for _, reason in report.failed} == {
        "It could not be copied (No space left on device)."
    }
    assert list((tmp_path / "out").iterdir()) == []


def test_a_photo_that_is_written_to_meanwhile_is_not_half_copied(
    library, top, tmp_path, monkeypatch
):
    copy = shutil.copyfileobj

    def slow(reading, writing, length):
        copy(reading, writing, length)
        Path(reading.name).write_text("longer than it was before")

    monkeypatch.setattr(shutil, "copyfileobj", slow)
    report = export(library, tmp_path / "out")
    assert (report.photos, len(report.failed)) == (0, 3)
    assert list((tmp_path / "out").iterdir()) == []


def test_copying_works_on_disks_without_hard_links(library, tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert export(library, tmp_path / "out").photos == 3
    assert set(contents(tmp_path / "out")) == {"a.jpg", "IMG.jpg", "IMG (2).jpg"}


def test_to_cancel_leaves_whole_files_only(library, top, tmp_path):
    job = library.export(ALL, tmp_path / "out")
    while next(job).phase != "Copying":
        pass
    next(job)
    job.close()
    found = contents(tmp_path / "out")
    assert len(found) == 1
    assert set(found.values()) <= {"a.jpg", "one/IMG.jpg", "two/IMG.jpg"}


@pytest.mark.parametrize("where", ["photos", "photos/new", "photos/one/deep/er"])
def test_copies_are_not_put_where_they_would_be_indexed(library, top, tmp_path, where):
    with pytest.raises(UserError, match="indexed again"):
        export(library, tmp_path / where)
    assert not (top / "new").exists()


def test_copies_are_not_put_into_the_librarys_own_folder(library, tmp_path):
    with pytest.raises(UserError, match="own folder"):
        export(library, tmp_path / "library" / "x")


def test_a_file_is_no_folder(library, tmp_path):
    put(tmp_path / "file")
    with pytest.raises(UserError, match="is a file"):
        export(library, tmp_path / "file")
    with pytest.raises(UserError, match="cannot be used"):
        export(library, tmp_path / "file" / "below")


def test_too_little_room_is_said_before_anything_is_copied(library, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting.shutil, "disk_usage", lambda path: ROOM(1, 1, 0))
    with pytest.raises(UserError, match="room for 0 MB"):
        export(library, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_query_that_cannot_be_understood_copies_nothing(library, tmp_path):
    with pytest.raises(QueryError):
        export(library, tmp_path / "out", "rating:>=many")
    assert not (tmp_path / "out").exists()


def test_names_that_are_not_utf8_are_copied(library, top, tmp_path):
    odd = os.fsencode(top) + b"/caf\xe9.jpg"
    Path(os.fsdecode(odd)).write_text("odd")
    rescan(library)
    assert export(library, tmp_path / "out").photos == 4
    assert b"caf\xe9.jpg" in {os.fsencode(each.name) for each in (tmp_path / "out").iterdir()}
    export(library, tmp_path / "list.json", kind="json")
    rows = json.loads((tmp_path / "list.json").read_text("utf-8"))["photos"]
    assert sum("path_bytes" in row for row in rows) == 1


def test_a_csv_opens_right_in_spreadsheets(library, top, tmp_path):
    photo = library.photo_by_path(top / "a.jpg")
    library.tags.add([photo.id], ("Orte", "Köln"))
    library.tags.add([photo.id], ("=cmd|' C calc'!A0",))
    library.tags.set_rating([photo.id], -1)
    library.captions.set(photo.id, '=HYPERLINK("http://x")\nsecond line')
    report = export(library, tmp_path / "list.csv", "name:a.jpg", kind="csv")
    assert (report.dest, report.photos) == (tmp_path / "list.csv", 1)
    content = (tmp_path / "list.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows[0] == ["path", "date", "tags", "caption", "rating", "score"]
    path, date, tags, caption, rating, score = rows[1]
    assert path == str(top / "a.jpg")
    assert tags == "'=cmd|' C calc'!A0; Orte/Köln"
    assert caption.startswith("'=HYPERLINK")
    assert (date, rating) == ("", "-1")
    assert float(score) > 0
    assert len(rows) == 2


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@SUM", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text):
    assert lists.cell(text) == f"'{text}"
    assert lists.cell("a=1") == "a=1"
    assert lists.cell(None) == ""


def test_a_json_list_holds_all_captions_and_tags(library, top, tmp_path):
    photo = library.photo_by_path(top / "a.jpg")
    library.tags.add([photo.id], ("Orte", "Köln"))
    library.captions.set(photo.id, "A bridge.")
    export(library, tmp_path / "list.json", "name:a.jpg", kind="json")
    [row] = json.loads((tmp_path / "list.json").read_text("utf-8"))["photos"]
    assert row.pop("score") > 0
    assert row == {
        "path": str(top / "a.jpg"), "id": photo.id, "date": None, "tags": ["Orte/Köln"],
        "captions": ["A bridge."], "rating": None,
    }  # fmt: skip


def test_a_list_never_takes_the_place_of_a_file(library, tmp_path):
    put(tmp_path / "list.csv", "mine")
    with pytest.raises(UserError, match="exists already"):
        export(library, tmp_path / "list.csv", kind="csv")
    with pytest.raises(UserError, match="is a folder"):
        export(library, tmp_path / "photos", kind="csv")
    with pytest.raises(UserError, match="does not exist"):
        export(library, tmp_path / "no" / "list.csv", kind="csv")
    assert (tmp_path / "list.csv").read_text() == "mine"


def test_a_list_that_cannot_be_written_leaves_nothing(library, tmp_path, monkeypatch):
    def refuse(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(UserError, match="No space left"):
        export(library, tmp_path / "list.csv", kind="csv")
    assert not list(tmp_path.glob("*list*"))
