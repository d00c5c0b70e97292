"""``photoclip tags write | undo | conflicts | resolve | write-to`` on a real library."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import typer
from write_bench import picture
from xmp_samples import DIGIKAM

from photoclip.cli.main import run
from photoclip.jobs.job import run_to_end
from photoclip.library import Library
from photoclip.media.xmp import parse_xmp


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two photos in a library, one of them with a tag."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, name in enumerate(("a.jpg", "b.jpg")):
        (folder / name).write_bytes(picture(number))
    monkeypatch.setenv("PHOTOCLIP_LIBRARY", str(tmp_path / "library"))
    with Library.open() as library:
        library.add_folder(folder)
        run_to_end(library.scan())
        photo = library.photo_by_path(folder / "a.jpg")
        assert photo is not None
        library.tags.add([photo.id], ("People", "Anna"))
    return folder


@pytest.fixture
def photoclip(capsys: pytest.CaptureFixture[str]):
    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments, open_window=lambda _: 0)
        return code, *capsys.readouterr()

    return call


def test_dry_run_then_write_then_undo(photos, photoclip):
    code, out, err = photoclip("tags", "write", "--dry-run")
    assert (code, err) == (0, "")
    assert "+ tag People/Anna" in out and "Would write 1 file; 0 unchanged, 0 skipped." in out
    assert not (photos / "a.jpg.xmp").exists()
    code, out, _ = photoclip("tags", "write")
    assert code == 0 and "Wrote 1 file" in out
    assert parse_xmp((photos / "a.jpg.xmp").read_bytes())["dc:subject"] == ["Anna"]
    code, out, _ = photoclip("tags", "undo")
    assert code == 0 and "- tag People/Anna" in out and "Took back 1 file" in out
    assert not (photos / "a.jpg.xmp").exists()
    assert photoclip("tags", "undo")[1] == "There is nothing to take back.\n"


def test_json_is_one_document(photos, photoclip):
    code, out, _ = photoclip("tags", "write", "--json")
    assert code == 0
    document = json.loads(out)
    assert document["changes"][0]["target"] == str(photos / "a.jpg.xmp")
    assert document["changes"][0]["lines"] == ["+ tag People/Anna"]
    assert (document["unchanged"], document["skipped"], document["batch"]) == (0, [], 1)
    assert json.loads(photoclip("tags", "undo", "--json")[1])["batch"] == 1


def test_if_nothing_could_be_written_each_reason_is_told_and_the_exit_code_is_1(photos, photoclip):
    (photos / "a.jpg.xmp").write_text("half a sid")
    code, out, err = photoclip("tags", "write")
    assert code == 1
    assert "0 files" in out
    assert "not well-formed" in err and err.count("\n") == 1
    assert (photos / "a.jpg.xmp").read_text() == "half a sid"


def test_a_reason_is_told_once_and_a_flood_of_reasons_is_cut_off(photos, capsys):
    from photoclip.cli.tag_commands import _print_report
    from photoclip.reports import WriteReport

    same = [(photos / f"{n}.jpg", "The folder p is read-only.") for n in range(40)]
    changed = [(photos / f"{n}.jpg", f"The file {n} is damaged.") for n in range(25)]
    report = WriteReport(changes=(), unchanged=3, skipped=(*same, *changed), notes=(), batch=None)
    with pytest.raises(typer.Exit):
        _print_report(report, verb="Wrote", as_json=False)
    out, err = capsys.readouterr()
    assert "65 skipped" in out
    assert err.count("read-only") == 1
    assert err.splitlines()[-1] == "6 more reasons: --json has them all."
    assert len(err.splitlines()) == 21


def test_conflicts_are_listed_and_settled(photos, photoclip):
    assert photoclip("tags", "conflicts")[1] == "No conflicts.\n"
    photoclip("tags", "write")
    photoclip("tags", "rate", "2", str(photos / "a.jpg"))
    (photos / "a.jpg.xmp").write_text(DIGIKAM.replace('xmp:Rating="2"', 'xmp:Rating="5"'))
    os.utime(photos / "a.jpg.xmp", ns=(1, 1))
    code, out, _ = photoclip("tags", "write")
    assert code == 0 and "Note:" in out and "“rating”" in out
    found = json.loads(photoclip("tags", "conflicts", "--json")[1])["conflicts"]
    assert [(c["field"], c["ours"], c["theirs"]) for c in found] == [("rating", "2", "5")]
    assert "rating" in photoclip("tags", "conflicts")[1]
    resolve = ("tags", "resolve", str(photos / "a.jpg"), "rating", "--keep", "theirs")
    assert photoclip(*resolve)[0] == 0
    code, _, err = photoclip(*resolve)
    assert code == 1 and "no conflict" in err
    assert photoclip("tags", "resolve", str(photos / "a.jpg"), "rating", "--keep", "x")[0] == 2


def test_the_place_can_be_chosen_for_each_folder(photos, photoclip):
    assert photoclip("tags", "write-to", str(photos), "file")[0] == 0
    photoclip("tags", "write")
    assert sorted(each.name for each in photos.iterdir()) == ["a.jpg", "b.jpg"]
    code, _, err = photoclip("tags", "write-to", str(photos / "no"), "file")
    assert code == 1 and "not one of the library's folders" in err
