"""The commands on labels, on a real library without photos."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from photoclip.cli.main import run

TOML = """
name = "pets"
multi_label = false
templates = ["a photo of {}"]
[[labels]]
name = "cat"
parents = ["animals"]
prompts = ["a cat"]
negatives = ["a tiger"]
"""


@pytest.fixture
def photoclip(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command line; return (exit code, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(each) for each in arguments], open_window=lambda library: 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def document(answer: tuple[int, str, str]) -> Any:
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_label_is_added_changed_shown_and_removed(photoclip: Any) -> None:
    add = ("labels", "add", "pets", "cat", "--prompt", "a cat", "--negative", "a tiger")
    assert document(photoclip(*add, "--json")) == {"label_set": "pets", "added": "cat"}
    assert photoclip("labels", "add", "pets", "cat", "--parent", "animals/small")[0] == 0
    shown = document(photoclip("labels", "show", "PETS", "--json"))
    (label,) = shown["labels"]
    assert label["parents"] == ["animals", "small"]
    assert (label["prompts"], label["negatives"]) == (["a cat"], ["a tiger"])
    assert (label["threshold"], label["auto_accept"], label["learned"]) == (None, None, False)
    assert photoclip("labels", "add", "pets", "cat", "--parent", "")[0] == 0
    assert document(photoclip("labels", "show", "pets", "--json"))["labels"][0]["parents"] == []
    assert document(photoclip("labels", "remove", "pets", "cat", "--json"))["removed"] == "cat"
    assert document(photoclip("labels", "list", "--json"))["label_sets"] == {"pets": []}
    assert document(photoclip("labels", "remove", "pets", "--json"))["removed"] is None
    assert document(photoclip("labels", "list", "--json"))["label_sets"] == {}


def test_the_list_names_used_and_shipped_sets(photoclip: Any) -> None:
    assert "No labels yet" in photoclip("labels", "list")[1]
    photoclip("labels", "add", "pets", "cat")
    listed = document(photoclip("labels", "list", "--json"))
    assert listed["label_sets"] == {"pets": ["cat"]}
    assert listed["details"][0]["labels"][0]["name"] == "cat"
    assert "dog" in listed["shipped"]["everyday"]
    text = photoclip("labels", "list")[1]
    assert "pets" in text
    assert "everyday" in text


def test_the_lines_of_a_label_are_set_and_reset(photoclip: Any) -> None:
    photoclip("labels", "add", "pets", "cat")
    line = ("labels", "set", "pets", "cat")
    set_both = document(photoclip(*line, "--threshold", "2.5", "--auto-accept", "6", "--json"))
    assert (set_both["threshold"], set_both["auto_accept"]) == (2.5, 6.0)
    assert "2.5" in photoclip("labels", "show", "pets")[1]
    assert "from 6" in photoclip(*line, "--threshold", "auto")[1]
    reset = document(photoclip(*line, "--auto-accept", "off", "--json"))
    assert (reset["threshold"], reset["auto_accept"]) == (None, None)


def test_a_set_comes_from_a_file_and_goes_into_one(photoclip: Any, tmp_path: Path) -> None:
    (tmp_path / "in.toml").write_text(TOML, "utf-8")
    found = document(photoclip("labels", "import", tmp_path / "in.toml", "--json"))
    assert (found["name"], found["multi_label"]) == ("pets", False)
    assert found["labels"][0]["parents"] == ["animals"]
    written = document(photoclip("labels", "export", "pets", tmp_path / "out.toml", "--json"))
    assert written["path"] == str(tmp_path / "out.toml")
    photoclip("labels", "remove", "pets")
    again = document(photoclip("labels", "import", tmp_path / "out.toml", "--json"))
    assert again == found
    assert "1 label" in photoclip("labels", "import", tmp_path / "out.toml")[1]
    assert "Wrote" in photoclip("labels", "export", "travel", tmp_path / "t.toml")[1]


def test_a_shipped_set_is_shown_without_being_taken(photoclip: Any) -> None:
    shown = photoclip("labels", "show", "everyday")[1]
    assert "not used yet" in shown
    assert "dog" in shown
    assert document(photoclip("labels", "list", "--json"))["label_sets"] == {}


def test_suggesting_in_a_library_without_photos_gives_nothing(photoclip: Any) -> None:
    answer = document(photoclip("suggest", "everyday", "--json"))
    assert answer == {"label_set": "everyday", "suggested": 0, "tagged": 0}
    assert "No suggestions to review" in photoclip("suggest", "everyday")[1]


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("labels", "add", "pets", " "), "give both a name"),
        (("labels", "add", "pets", "x", "--parent", "a//b"), "needs a name"),
        (("labels", "remove", "pets", "dog"), "no label “dog”"),
        (("labels", "remove", "nothing"), "no label set"),
        (("labels", "show", "nothing"), "labels list"),
        (("labels", "set", "pets", "cat"), "Nothing to set"),
        (("labels", "set", "pets", "cat", "--threshold", "high"), "a number such as"),
        (("labels", "set", "pets", "cat", "--auto-accept", "nan"), "is a number"),
        (("labels", "set", "pets", "dog", "--threshold", "1"), "no label “dog”"),
        (("labels", "import", "nowhere.toml"), "cannot be read"),
        (("labels", "export", "nothing", "x.toml"), "no label set"),
        (("suggest", "nothing"), "everyday"),
        (("suggest", "pets", "--in", "nothing"), "nothing"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_1(
    photoclip: Any, command: tuple[str, ...], sentence: str
) -> None:
    photoclip("labels", "add", "pets", "cat")
    code, out, err = photoclip(*command)
    assert (code, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1
