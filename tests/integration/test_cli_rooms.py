"""Albums, tags, captions, copies and exports on the command line, on a small real library."""

from __future__ import annotations

import io
import json
import os
import shutil

import pytest
import send2trash
from own_trash import needs_freedesktop, use_own_trash

from photoclip.catalog import photos
from photoclip.catalog.rows import Pixels
from photoclip.cli import file_commands
from photoclip.cli.main import run
from photoclip.jobs.job import run_to_end
from photoclip.library import Library

NAMES = ("a.jpg", "b.jpg", "sub/c.jpg")


@pytest.fixture
def ids(tmp_path, top):
    with Library.open(tmp_path / "library") as library:
        library.add_folder(top)
        run_to_end(library.scan())
        return [library.photo_by_path(top / name).id for name in NAMES]


@pytest.fixture
def photoclip(tmp_path, ids, capsys):
    def call(*arguments):
        words = [os.fspath(each) for each in arguments]
        code = run(["--library", str(tmp_path / "library"), *words], open_window=lambda _: 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def document(photoclip):
    def call(*arguments):
        code, out, err = photoclip(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    return call


@pytest.fixture
def refused(photoclip):
    """The one sentence of a command that cannot be carried out."""

    def call(*arguments):
        code, out, err = photoclip(*arguments)
        assert (code, out, err.count("\n")) == (1, "", 1), (out, err)
        assert "bug" not in err
        return err

    return call


def test_albums_by_hand(photoclip, document, top, ids):
    created = document("albums", "create", "Best")["album"]
    assert created == {"name": "Best", "id": 1, "query": None, "photos": 0}
    assert document("albums", "add", "best", top / "b.jpg", top / "a.jpg")["album"]["photos"] == 2
    shown = document("albums", "show", "Best")["photos"]
    assert [row["path"] for row in shown] == [str(top / "b.jpg"), str(top / "a.jpg")]
    assert [row["id"] for row in shown] == [ids[1], ids[0]]
    assert photoclip("albums", "show", "Best")[1].splitlines() == [
        str(top / "b.jpg"), str(top / "a.jpg"),
    ]  # fmt: skip
    document("albums", "move", "Best", top / "a.jpg", "--before", top / "b.jpg")
    assert [row["id"] for row in document("albums", "show", "Best")["photos"]] == ids[:2]
    document("albums", "move", "Best", top / "a.jpg", "--to", "2")
    assert [row["id"] for row in document("albums", "show", "Best")["photos"]] == ids[1::-1]
    both = ("--to", "1", "--before", top / "b.jpg")
    code, _out, err = photoclip("albums", "move", "Best", top / "a.jpg", *both)
    assert (code, err.strip()) == (1, "Give --before or --to, not both.")
    assert "1 photo" in photoclip("albums", "remove", "Best", top / "a.jpg")[1]
    assert document("albums", "rename", "Best", "Better")["album"]["name"] == "Better"
    assert "Better" in photoclip("albums", "list")[1]
    assert "photos stay" in photoclip("albums", "remove", "Better")[1]
    assert document("albums", "list") == {"albums": []}
    assert "photoclip albums create" in photoclip("albums", "list")[1]


def test_smart_albums(photoclip, document, refused, top, ids):
    document("albums", "create", "Smart", "--query", "name:a OR name:b")
    assert {row["id"] for row in document("albums", "show", "Smart")["photos"]} == set(ids[:2])
    [row] = document("albums", "list")["albums"]
    assert row == {"name": "Smart", "id": 1, "query": "name:a OR name:b"}
    assert "smart" in photoclip("albums", "list")[1]
    assert "is smart" in refused("albums", "add", "Smart", top / "a.jpg")
    assert "rating" in refused("albums", "create", "Bad", "--query", "rating:>=many")


def test_tags_by_hand(photoclip, document, refused, top, ids):
    assert document("tags", "add", "People/Anna", top / "a.jpg", top / "b.jpg")["tagged"] == 2
    assert document("tags", "list")["tags"] == [
        {"tag": "People", "photos": 0},
        {"tag": "People/Anna", "photos": 2},
    ]
    assert document("tags", "remove", "people/anna", str(ids[1]))["untagged"] == 1
    assert "Anne" in photoclip("tags", "rename", "People/Anna", "Anne")[1]
    assert "top level" in photoclip("tags", "move", "People/Anne")[1]
    assert "Friends" in photoclip("tags", "move", "Anne", "Friends")[1]
    assert "1 photo has the tag “Friends”" in refused("tags", "delete", "Friends")
    assert document("tags", "delete", "Friends", "--yes") == {"deleted": "Friends", "photos": 1}
    assert document("tags", "delete", "People") == {"deleted": "People", "photos": 0}
    assert "photoclip tags add" in photoclip("tags", "list")[1]
    assert "no tag" in refused("tags", "rename", "gone", "x")
    assert "is no tag" in refused("tags", "add", "a//b", top / "a.jpg")


@pytest.mark.parametrize(("stars", "value"), [("4", 4), ("0", 0), ("none", None), ("rejected", -1)])
def test_rating(document, tmp_path, top, ids, stars, value):
    assert document("tags", "rate", stars, top / "a.jpg")["rating"] == value
    with Library.open(tmp_path / "library") as library:
        assert library.photo(ids[0]).rating == value


def test_wrong_usage_is_exit_2(photoclip, top):
    assert photoclip("tags", "rate", "6", top / "a.jpg")[0] == 2
    assert photoclip("tags", "add", "x")[0] == 2
    assert photoclip("trash")[0] == 2
    assert photoclip("export", "a", "b", "--list", "xls")[0] == 2
    assert photoclip("duplicates", "--threshold", "0.9")[0] == 2


@pytest.mark.parametrize(
    "command", [("albums", "add", "Best"), ("tags", "add", "x"), ("tags", "rate", "3"), ("trash",)]
)
def test_a_photo_that_is_not_in_the_library_is_named(photoclip, refused, top, command):
    photoclip("albums", "create", "Best")
    assert "none.jpg" in refused(*command, top / "a.jpg", top / "none.jpg")
    assert "number 999" in refused(*command, "999")


def test_captions(photoclip, document, refused, top, ids, tmp_path):
    assert "Captioned" in photoclip("captions", "set", top / "a.jpg", "A boat.")[1]
    file = tmp_path / "in.tsv"
    file.write_text("a.jpg\tA boat.\nb.jpg\tA dog.\nz1\tx\nz2\tx\nz3\tx\nz4\tx\n")
    code, out, _ = photoclip("captions", "import", file)
    assert code == 0
    assert "Added 1 caption; 1 was there before." in out
    assert "4 names fit no photo of this library: z1, z2, z3 …" in out
    assert document("captions", "import", file) == {
        "added": 0, "known": 2, "unknown": ["z1", "z2", "z3", "z4"], "ambiguous": [],
    }  # fmt: skip
    rows = document("captions", "list")["captions"]
    assert [(row["id"], row["caption"], row["source"]) for row in sorted(
        rows, key=lambda row: row["caption"]
    )] == [(ids[0], "A boat.", "manual"), (ids[1], "A dog.", "in.tsv")]  # fmt: skip
    assert "A dog." in photoclip("captions", "list")[1]
    assert document("captions", "export", tmp_path / "out.jsonl")["captions"] == 2
    assert "exists already" in refused("captions", "export", tmp_path / "out.jsonl")
    assert "cannot be read" in refused("captions", "import", tmp_path / "gone.tsv")
    assert "Removed" in photoclip("captions", "set", top / "a.jpg", "")[1]


def test_no_captions_is_said(photoclip):
    assert "photoclip captions set" in photoclip("captions", "list")[1]


@pytest.fixture
def copied(tmp_path, ids):
    """As if indexing had found equal pixels in a.jpg and sub/c.jpg."""
    with Library.open(tmp_path / "library") as library:

        def write(conn):
            for photo in library.photos([ids[0], ids[2]]):
                photos.mark_ready(
                    conn, photo.id, size=photo.size, mtime_ns=photo.mtime_ns, file_hash=b"f",
                    pixels=Pixels(b"pixels", 7, 4, 3, 1, "JPEG", 1),
                )  # fmt: skip

        library._parts.context.db.write(write)


def test_duplicates_are_shown_and_nothing_is_deleted(photoclip, document, refused, top, copied):
    os.utime(top / "a.jpg")
    [group] = document("duplicates")["groups"]
    assert group["exact"] is True
    paths = {group["keep"]["path"], *(row["path"] for row in group["others"])}
    assert paths == {str(top / "a.jpg"), str(top / "sub/c.jpg")}
    code, out, _ = photoclip("duplicates", "--threshold", "0")
    assert code == 0
    assert f"keep: {group['reason']}" in out
    assert "Nothing was deleted" in out
    assert all((top / name).exists() for name in NAMES)
    assert "0 (strictest) to 8" in refused("duplicates", "--threshold", "9")


def test_no_duplicates_is_said(photoclip):
    assert photoclip("duplicates")[1] == "No copies were found.\n"


def test_trash_moves_what_is_named_and_reports_the_rest(photoclip, document, top, monkeypatch):
    moved = []
    monkeypatch.setattr(send2trash, "send2trash", moved.append)
    assert "1 file" in photoclip("trash", top / "a.jpg")[1]
    assert moved == [top / "a.jpg"]
    (top / "b.jpg").unlink()
    code, out, err = photoclip("trash", top / "b.jpg", top / "sub/c.jpg", "--json")
    assert code == 1
    assert err == "1 file could not be moved to the trash.\n"
    report = json.loads(out)
    assert report["trashed"] == [{"path": str(top / "sub/c.jpg")}]
    assert report["failed"][0]["path"] == str(top / "b.jpg")
    assert "disk may be offline" in report["failed"][0]["reason"]


def test_export_copies_or_lists(photoclip, document, refused, top, tmp_path):
    out = tmp_path / "out"
    assert "Copied 2 photos" in photoclip("export", "name:a OR name:b", out)[1]
    assert sorted(each.name for each in out.iterdir()) == ["a.jpg", "b.jpg"]
    assert "1 copy got a number" in photoclip("export", "name:a", out)[1]
    report = document("export", "name:c", tmp_path / "list.csv", "--list", "csv")
    assert report == {
        "dest": {"path": str(tmp_path / "list.csv")}, "photos": 1, "sidecars": 0, "renamed": 0,
        "failed": [],
    }  # fmt: skip
    assert (
        "Listed 1 photo" in photoclip("export", "name:c", tmp_path / "l.json", "--list", "json")[1]
    )
    assert "indexed again" in refused("export", "name:a", top / "out")
    assert "rating" in refused("export", "rating:>=many", out)


def test_what_could_not_be_exported_is_named_and_is_exit_1(photoclip, top, tmp_path):
    shutil.rmtree(top / "sub")
    code, out, err = photoclip("export", "in:photos", tmp_path / "out")
    assert code == 1
    assert err == "1 file could not be copied.\n"
    assert str(top / "sub" / "c.jpg") in out
    assert "Copied 2 photos" in out


def test_rotate_turns_named_photos(photoclip, document, refused, tmp_path, top, ids):
    assert photoclip("rotate", top / "a.jpg", top / "b.jpg", "--right")[1] == "Turned 2 photos.\n"
    turned = document("rotate", str(ids[0]), top / "a.jpg", "--half")["photos"]
    assert turned == [{"path": str(top / "a.jpg"), "id": ids[0], "rotation": 270}]
    assert document("rotate", top / "b.jpg", "--left")["photos"][0]["rotation"] == 0
    assert "no photo of this library" in refused("rotate", tmp_path / "x.jpg", "--left")


@pytest.mark.parametrize("directions", [(), ("--left", "--right")])
def test_rotate_wants_one_direction(photoclip, top, directions):
    code, _, err = photoclip("rotate", top / "a.jpg", *directions)
    assert code == 2
    assert "give one of them" in err


def test_rename_keeps_the_photo(photoclip, document, refused, tmp_path, top, ids):
    assert document("rename", top / "a.jpg", "beach") == {
        "path": str(top / "beach.jpg"), "id": ids[0], "old_path": str(top / "a.jpg"),
    }  # fmt: skip
    assert "to beach 2.jpg" in photoclip("rename", top / "beach.jpg", "beach 2.jpg")[1]
    assert "has that name already" in photoclip("rename", str(ids[0]), "beach 2")[1]
    assert "exists already" in refused("rename", top / "b.jpg", "beach 2")
    assert "“/”" in refused("rename", top / "b.jpg", "sub/b")
    assert "no photo of this library" in refused("rename", tmp_path / "x.jpg", "y")


def test_copy_takes_named_photos(photoclip, document, refused, top, tmp_path):
    out, table = tmp_path / "out", tmp_path / "list.csv"
    assert "Copied 2 photos" in photoclip("copy", top / "a.jpg", top / "sub/c.jpg", out)[1]
    assert sorted(each.name for each in out.iterdir()) == ["a.jpg", "c.jpg"]
    report = document("copy", top / "b.jpg", table, "--list", "csv")
    assert (report["photos"], report["failed"]) == (1, [])
    assert "exists already" in refused("copy", top / "b.jpg", table, "--list", "csv")
    assert "indexed again" in refused("copy", top / "b.jpg", top / "out")
    assert "no photo of this library" in refused("copy", tmp_path / "x.jpg", out)
    assert photoclip("copy", top / "a.jpg")[0] == 2


@needs_freedesktop
def test_put_back_brings_back_what_is_named_or_what_was_moved_last(
    photoclip, document, refused, top, tmp_path, monkeypatch
):
    use_own_trash(monkeypatch, tmp_path / "share")
    assert "nothing to the trash" in refused("put-back")
    assert photoclip("put-back", "--list")[0] == 0
    assert "“photoclip put-back” brings them back" in photoclip("trash", top / "a.jpg")[1]
    photoclip("trash", top / "b.jpg", top / "sub/c.jpg")
    listed = [row["path"] for row in document("put-back", "--list")["trashed"]]
    assert listed == [str(top / name) for name in ("b.jpg", "sub/c.jpg", "a.jpg")]
    assert photoclip("put-back", "--list")[1].splitlines() == listed
    assert "Brought 2 files back" in photoclip("put-back")[1]
    assert {"b.jpg"} <= {each.name for each in top.iterdir()}
    assert (top / "sub/c.jpg").exists()
    (top / "a.jpg").write_text("another")
    code, out, err = photoclip("put-back", top / "a.jpg", "--json")
    assert (code, err) == (1, "1 file could not be brought back.\n")
    assert json.loads(out)["failed"][0]["path"] == str(top / "a.jpg")
    (top / "a.jpg").unlink()
    assert document("put-back", top / "a.jpg")["restored"] == [{"path": str(top / "a.jpg")}]
    assert "is not in the trash" in refused("put-back", top / "a.jpg")
    assert "number 99 is not in the trash" in refused("put-back", "99")


@pytest.mark.parametrize(("answer", "moved"), [("y\n", 1), ("n\n", 0), ("\n", 0)])
def test_trash_asks_on_a_terminal_unless_told_not_to(photoclip, top, monkeypatch, answer, moved):
    gone = []
    monkeypatch.setattr(send2trash, "send2trash", gone.append)
    monkeypatch.setattr(file_commands, "_is_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    code, out, err = photoclip("trash", top / "a.jpg", top / "a.jpg")
    assert code == 0
    assert len(gone) == moved
    assert "Move 1 photo" in err
    assert ("Nothing was moved." in out) is not bool(moved)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert photoclip("trash", top / "b.jpg", "--yes")[0] == 0
    assert len(gone) == moved + 1


def test_index_tries_unreadable_photos_again_when_asked(photoclip, document, ids):
    first = document("index")
    assert first["unreadable"] == 3
    assert document("index")["unreadable"] == 0
    assert document("index", "--retry")["unreadable"] == 3
