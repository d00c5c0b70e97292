"""The library's folders: what lies in them, and how they are watched."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from photoclip.changes import ChangeSet
from photoclip.cli.main import run
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.library import Library

NAMES = ("6.jpg",)


def test_subfolders_count_what_lies_below_and_leave_out_what_holds_nothing(
    library: Library, top: Path
) -> None:
    for rel in ("a/1.jpg", "a/b/2.jpg", "a/b/c/3.jpg", "a0/4.jpg", "Zoo/5.jpg"):
        file = top / rel
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * len(rel))
    (top / "empty").mkdir()
    run_to_end(library.scan())
    first = [(each.path, each.photos, each.has_folders) for each in library.subfolders(top)]
    assert first == [
        (top / "a", 3, True),
        (top / "a0", 1, False),
        (top / "Zoo", 1, False),
    ]
    assert [(e.path.name, e.photos) for e in library.subfolders(top / "a")] == [("b", 2)]
    assert library.subfolders(top / "a0") == []


def test_a_subfolder_of_any_name_is_found_again_by_its_path(library: Library, top: Path) -> None:
    odd = top / os.fsdecode(b"caf\xe9 % _ 'q'")
    odd.mkdir()
    (odd / "inner").mkdir()
    (odd / "inner" / "1.jpg").write_bytes(b"x")
    run_to_end(library.scan())
    (found,) = library.subfolders(top)
    assert found.path == odd
    assert [each.path for each in library.subfolders(found.path)] == [odd / "inner"]


def test_a_folder_outside_the_library_has_no_subfolders(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not in the library"):
        library.subfolders(tmp_path / "elsewhere")


def test_the_way_of_watching_is_kept_and_told(library: Library, top: Path) -> None:
    told: list[ChangeSet] = []
    library.subscribe(told.append)
    assert library.set_watch(top, "off").watch == "off"
    assert library.folders()[0].watch == "off"
    assert library.set_watch(top, "auto").watch == "auto"
    assert [changes.folders for changes in told] == [True, True]


def test_an_unknown_way_of_watching_and_an_unknown_folder_are_refused(
    library: Library, top: Path, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="no way of watching"):
        library.set_watch(top, "sometimes")
    with pytest.raises(UserError, match="is not in the library"):
        library.set_watch(tmp_path / "elsewhere", "off")


def test_only_the_named_folder_is_scanned(library: Library, top: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    library.add_folder(other)
    for folder in (top, other):
        (folder / "new.jpg").write_bytes(b"no picture")
    report = run_to_end(library.index(folder=other))
    assert report.scan is not None
    assert report.scan.new == 1
    assert other / "new.jpg" in {photo.path for photo in library.unreadable()}
    assert top / "new.jpg" not in {photo.path for photo in library.unreadable()}
    with pytest.raises(UserError, match="is not in the library"):
        library.index(folder=tmp_path)


def test_the_command_line_shows_what_lies_in_a_folder_and_changes_its_watching(
    library: Library, top: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (top / "sub").mkdir()
    (top / "sub" / "1.jpg").write_bytes(b"x")
    run_to_end(library.scan())
    library.close()

    def photoclip(*words: str) -> tuple[int, str]:
        code = run(["--library", str(tmp_path / "library"), *words], open_window=lambda _: 0)
        return code, capsys.readouterr().out

    code, out = photoclip("folder", str(top), "--watch", "off", "--json")
    assert code == 0
    document = json.loads(out)
    assert document["watch"] == "off"
    assert [(each["path"], each["photos"]) for each in document["folders"]] == [
        (str(top / "sub"), 1)
    ]
    code, out = photoclip("folder", str(top))
    assert code == 0
    assert str(top / "sub") in out.replace("\n", "")
    code, out = photoclip("folder", str(top / "sub"))
    assert (code, out.strip()) == (0, "No folders with photos inside.")
