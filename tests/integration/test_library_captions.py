"""Captions: the user's own, and files of them that come and go."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from photoclip.errors import CaptionsError, UserError
from photoclip.jobs.job import run_to_end

NAMES = ("a.jpg", "b.jpg", "c.jpg", "one/IMG.jpg", "two/IMG.jpg")


def texts(library, photo_id):
    return [each.text for each in library.captions.of_photo(photo_id)]


def test_the_users_caption_is_one_and_is_found(library, ids, heard):
    library.captions.set(ids[0], "A boat at dawn.")
    library.captions.set(ids[0], "A boat at dusk.")
    assert texts(library, ids[0]) == ["A boat at dusk."]
    assert library.photos_matching("caption:dusk") == ids[:1]
    assert heard[-1].photos == frozenset(ids[:1])
    library.captions.set(ids[0], " ")
    assert library.captions.all() == []
    with pytest.raises(UserError, match="number 999"):
        library.captions.set(999, "x")


def test_captions_are_imported_from_lines_with_tabs(library, ids, top, tmp_path, heard):
    file = top / "captions.tsv"
    file.write_bytes(
        b"\xef\xbb\xbffile\tcaption\r\na.jpg\tA boat.\r\na.jpg\tA ship.\r\n"
        b"one/IMG.jpg\tA dog.\r\n\r\nnone.jpg\tA ghost.\r\nIMG.jpg\tWhich one?\r\n"
    )
    report = library.captions.import_report(file)
    assert (report.added, report.known) == (3, 0)
    assert (report.unknown, report.ambiguous) == (("none.jpg",), ("IMG.jpg",))
    assert texts(library, ids[0]) == ["A boat.", "A ship."]
    assert texts(library, ids[3]) == ["A dog."]
    assert {each.source for each in library.captions.all()} == {"captions.tsv"}
    assert heard[-1].photos == {ids[0], ids[3]}
    assert library.captions.import_file(file) == 0
    assert library.captions.import_report(file).known == 3


def test_names_from_elsewhere_fit_where_their_end_is_clear(library, ids, top, tmp_path):
    file = tmp_path / "captions.jsonl"
    rows = {"b.jpg": "One.", "two/IMG.jpg": "Two.", "other/c.jpg": "Three.",
            str(top / "c.jpg"): "Four.", "/elsewhere/a.jpg": "Five."}  # fmt: skip
    file.write_text(
        "\n".join(json.dumps({"file": name, "caption": text}) for name, text in rows.items())
    )
    report = library.captions.import_report(file)
    assert report.added == 3
    assert report.unknown == ("other/c.jpg", "/elsewhere/a.jpg")
    assert [texts(library, each) for each in ids] == [[], ["One."], ["Four."], [], ["Two."]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a.jpg A boat.\n", "line 1: expected a file name, a tab"),
        (b"a.jpg\tA boat.\nb.jpg\t \n", "line 2: expected"),
        (b"a.jpg\t\xff\xfe\n", "not UTF-8"),
        (b"", "has no lines"),
        (b"file\tcaption\n", "has no lines"),
        (b'{"file": "a.jpg", "caption": "x"}\n{"file": ', "line 2: this is no line of JSON"),
        (b'{"file": "a.jpg"}\n', "line 1: expected"),
        (b'{"file": 7, "caption": "x"}\n', "line 1: expected"),
    ],
)
def test_a_file_that_is_none_of_captions_is_refused_whole(library, tmp_path, content, words):
    file = tmp_path / "captions.tsv"
    file.write_bytes(content)
    with pytest.raises(CaptionsError, match=words):
        library.captions.import_file(file)
    assert library.captions.all() == []


def test_a_captions_file_that_is_not_there_is_named(library, tmp_path):
    with pytest.raises(CaptionsError, match=r"gone\.tsv cannot be read"):
        library.captions.import_file(tmp_path / "gone.tsv")


@pytest.mark.parametrize("place", ["photos", "."])
@pytest.mark.parametrize("name", ["out.tsv", "out.jsonl"])
def test_what_is_exported_can_be_imported_again(library, ids, top, tmp_path, name, place):
    odd = Path(os.fsdecode(os.fsencode(top) + b"/caf\xe9.jpg"))
    odd.write_text("odd")
    run_to_end(library.scan())
    odd_id = library.photo_by_path(odd).id
    library.captions.set(ids[0], "Ein Boot,\n„schön“.")
    library.captions.set(odd_id, "A café.")
    file = tmp_path / place / name
    assert library.captions.export_file(file) == 2
    again = library.captions.import_report(file)
    assert (again.added, again.known, again.unknown, again.ambiguous) == (0, 2, (), ())
    for each in library.captions.all():
        library.captions.set(each.photo_id, "")
    assert library.captions.import_file(file) == 2
    assert texts(library, odd_id) == ["A café."]
    assert texts(library, ids[0])[0].split() == ["Ein", "Boot,", "„schön“."]


def test_an_export_takes_no_files_place_and_says_what_tabs_cannot_hold(library, top, tmp_path):
    (tmp_path / "out.tsv").write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        library.captions.export_file(tmp_path / "out.tsv")
    assert (tmp_path / "out.tsv").read_text() == "mine"
    with pytest.raises(UserError, match="could not be written"):
        library.captions.export_file(tmp_path / "none" / "out.tsv")
    odd = top / "a\tb.jpg"
    odd.write_text("odd")
    run_to_end(library.scan())
    library.captions.set(library.photo_by_path(odd).id, "A tab.")
    with pytest.raises(UserError, match="jsonl"):
        library.captions.export_file(tmp_path / "tabs.tsv")
    assert library.captions.export_file(tmp_path / "tabs.jsonl") == 1


def test_a_captions_file_never_passes_for_the_users_own_words(library, ids, top):
    file = top / "manual"
    file.write_text("a.jpg\tFrom a file.\n")
    library.captions.set(ids[0], "My own.")
    library.captions.import_file(file)
    library.captions.set(ids[0], "")
    assert texts(library, ids[0]) == ["From a file."]
