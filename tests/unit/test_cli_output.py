"""What is printed survives any file name and any terminal."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from photoclip.cli.output import path_fields, plural, print_checks, print_json, print_table, shown
from photoclip.library import CareCheck

ODD = Path(os.fsdecode(b"/photos/caf\xe9.jpg"))


def test_a_path_that_is_not_utf8_keeps_its_bytes_in_json():
    fields = path_fields(ODD)
    assert fields["path"] == "/photos/caf\N{REPLACEMENT CHARACTER}.jpg"
    assert base64.b64decode(fields["path_bytes"]) == b"/photos/caf\xe9.jpg"


def test_a_utf8_path_needs_no_bytes():
    assert path_fields(Path("/photos/café.jpg")) == {"path": "/photos/café.jpg"}


def test_control_codes_in_a_name_never_reach_the_terminal():
    assert shown("a\x1b[31m\nb\x9b.jpg") == "a\ufffd[31m\ufffdb\ufffd.jpg"


def test_json_is_one_document_in_ascii(capsys):
    print_json({"path": "café"})
    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out) == {"path": "café"}


def test_a_long_path_stays_on_one_line_in_a_pipe(capsys):
    path = "/photos/" + "long name " * 60 + ".jpg"
    print_table(("#", "Photo"), [("1", path)], numbers=frozenset({"#"}))
    assert any(path in line for line in capsys.readouterr().out.splitlines())


def test_a_name_in_square_brackets_is_no_markup(capsys):
    print_table(("Photo",), [("[red]holiday[/red] :smile:.jpg",)])
    assert "[red]holiday[/red] :smile:.jpg" in capsys.readouterr().out


def test_no_colour_codes_in_a_pipe(capsys):
    assert not print_checks(
        [CareCheck("one", True, ""), CareCheck("two", False, "why")], as_json=False
    )
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "failed" in out
    assert "why" in out


def test_checks_as_json(capsys):
    assert print_checks([CareCheck("one", True, "fine")], as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "checks": [{"check": "one", "ok": True, "note": "fine"}],
    }


def test_numbers_agree_with_their_words():
    assert plural(1, "photo") == "1 photo"
    assert plural(1200, "photo") == "1,200 photos"
    assert plural(2, "copy", "copies") == "2 copies"
