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


TABLES = {
    "file,caption": b'file,caption\na.jpg,A boat.\nb.jpg,"A ship, at sea."\n',
    "windows": b'\xef\xbb\xbf"image","caption"\r\n"a.jpg","A boat."\r\n\r\n'
    b'b.jpg,"A ship, at sea."\r\n',
    "semicolons": b"Filename;Caption\na.jpg;A boat.\nb.jpg;A ship, at sea.\n",
    "no quotes": b"image,caption\na.jpg,A boat.\nb.jpg,A ship, at sea.\n",
    "more columns": b"id,text,image_path,by\n1,A boat.,a.jpg,x\n2,\"A ship, at sea.\",b.jpg,y\n",
    "tabs": b"image\tcaption\na.jpg\tA boat.\nb.jpg\t\"A ship, at sea.\"\n",
    "tabs turned": b"caption\timage\nA boat.\ta.jpg\nA ship, at sea.\tb.jpg\n",
    "json": b'{"image": "a.jpg", "text": "A boat."}\n'
    b'{"file_name": "b.jpg", "caption": "A ship, at sea."}',
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_captions_are_imported_from_tables_of_any_kind(library, ids, top, kind):
    # The content tells, not the name.
    file = top / "captions.txt"
    file.write_bytes(TABLES[kind])
    report = library.captions.import_report(file)
    assert (report.added, report.unknown) == (2, ())
    assert [texts(library, each) for each in ids[:2]] == [["A boat."], ["A ship, at sea."]]


def test_a_field_in_quotes_may_have_line_breaks_and_quotes(library, ids, top):
    file = top / "captions.csv"
    file.write_bytes(b'file,caption\na.jpg,"A ""big"" boat\nat dawn."\nb.jpg,A ship.\n')
    assert library.captions.import_file(file) == 2
    assert texts(library, ids[0]) == ['A "big" boat\nat dawn.']


def test_several_captions_of_one_photo_are_lines_or_a_list(library, ids, top):
    (top / "c.csv").write_text("file,caption\na.jpg,One.\na.jpg,Two.\n")
    (top / "c.jsonl").write_text('{"file": "b.jpg", "captions": ["One.", "Two."]}\n')
    assert library.captions.import_file(top / "c.csv") == 2
    assert library.captions.import_file(top / "c.jsonl") == 2
    assert texts(library, ids[0]) == texts(library, ids[1]) == ["One.", "Two."]


def test_a_split_is_the_photos_whatever_said_the_caption_before(library, ids, top):
    library.captions.set(ids[0], "A boat.")
    file = top / "c.csv"
    file.write_text("file,caption,split\na.jpg,A boat.,val\nb.jpg,A ship.,Test\nc.jpg,A dog.,\n")
    assert library.captions.import_file(file) == 2
    assert {each.photo_id: each.split for each in library.captions.all()} == {
        ids[0]: "dev", ids[1]: "test", ids[2]: None,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "-1 degrees", "'quoted'", "'=odd", "@home", "+++"])
def test_no_caption_in_a_table_is_a_formula_and_all_come_back(library, ids, tmp_path, text):
    library.captions.set(ids[0], text)
    library.captions.export_file(tmp_path / "out.csv")
    assert b",'" + text.encode() in (tmp_path / "out.csv").read_bytes()
    library.captions.set(ids[0], "")
    library.captions.import_file(tmp_path / "out.csv")
    assert texts(library, ids[0]) == [text]


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
        (b'{"file": "a.jpg", "captions": []}\n', "line 1: expected"),
        (b"a.jpg,A boat.\n", "line 1: expected .* needs a first line such as file,caption"),
        (b"file,caption\n", "has no lines"),
        (b"file,caption\na.jpg,A boat.\nb.jpg\n", "line 3: expected a file name and a caption"),
        (b"file,caption\n,A boat.\n", "line 2: expected a file name and a caption"),
        (b'file,caption\na.jpg,"A boat.\nb.jpg,x\n', "line 3: this is no line of a table"),
        (b'file,caption\na.jpg,"A "big" boat."\n', "line 2: this is no line of a table"),
        (b"file,caption\na.jpg,A boat.\nb.jpg,\xe9t\xe9\n", "line 3: the text is not UTF-8"),
        (b"image;text\na.jpg;\n", "line 2: expected a file name and a caption"),
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
@pytest.mark.parametrize("name", ["out.tsv", "out.jsonl", "out.csv"])
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
