"""What ``search`` prints: where words stood, hints, what was cut off, where a query is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from photoclip.cli.main import run as run_cli
from photoclip.cli.search_commands import place_lines
from photoclip.errors import QueryError
from photoclip.jobs.tasks.arranging import ArrangedHits
from photoclip.results import Hint, SearchHit, SearchResult
from photoclip.settings import Settings
from photoclip.stacked import Stacked
from photoclip.views import Arrangement, PhotoGroup

RESULT = SearchResult(
    query="dgo tag:x",
    model="starter",
    hits=(
        SearchHit(1, Path("/p/anna.jpg"), 0.0, "likely", "caption"),
        SearchHit(2, Path("/p/b.jpg"), 0.25, "maybe"),
    ),
    hidden=12,
    ms=3.14,
    candidates=14,
    more=2,
    hints=(
        Hint("typo", "Did you mean “dog tag:x”?", "dog tag:x"),
        Hint("counting", "Models like this one count badly."),
    ),
)


class FakeLibrary:
    settings = Settings(Path("no-folder") / "settings.toml", mend=False)

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def search(self, text, **switches):
        self.asked.append((text, switches))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def ask(monkeypatch, capsys):
    """Runs ``search`` on a library with one answer: (code, stdout, stderr, what was asked)."""

    def run(answer, *arguments):
        library = FakeLibrary(answer)
        monkeypatch.setattr("photoclip.library.Library.open", lambda _path: library)
        code = run_cli(["search", *arguments], open_window=lambda _folder: 0)
        out, err = capsys.readouterr()
        return code, out, err, library.asked

    return run


def test_json_tells_where_words_stood_and_what_there_is_to_say(ask):
    code, out, err, _ = ask(RESULT, "dgo tag:x", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert [hit.get("matched") for hit in found["results"]] == ["caption", None]
    assert (found["hidden"], found["more"]) == (12, 2)
    assert found["hints"] == [
        {"kind": "typo", "text": "Did you mean “dog tag:x”?", "replacement": "dog tag:x"},
        {"kind": "counting", "text": "Models like this one count badly."},
    ]


def test_people_are_told_what_fits_and_what_does_not(ask):
    _, out, _, _ = ask(RESULT, "dgo tag:x")
    assert "likely (caption)" in out
    assert "2 more photos fit (--limit shows more)." in out
    assert "10 other photos not shown" in out
    assert "Hint: Did you mean “dog tag:x”?" in out


def test_looseness_is_passed_on_and_has_bounds(ask):
    _, _, _, asked = ask(RESULT, "dog", "--looseness", "-0.5")
    assert asked[0][1]["looseness"] == -0.5
    assert ask(RESULT, "dog", "--looseness", "2")[0] == 2


def test_a_misunderstood_query_is_shown_with_carets_below_the_sentence(ask):
    error = QueryError("There is no field “tga”; did you mean tag?", 4, 9)
    code, out, err, _ = ask(error, "dog tga:x", "--json")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "There is no field “tga”; did you mean tag?",
        "  dog tga:x",
        "      ^^^^^",
    ]


@pytest.mark.parametrize(
    ("query", "start", "end", "below"),
    [
        ("dog (", 5, 5, "^"),
        ("犬 tga:x", 2, 7, "^^^^^"),
        ("", 0, 0, "^"),
        ("dog", 9, 12, "^"),
    ],
)
def test_carets_stand_below_the_place(query, start, end, below):
    line, carets = place_lines(query, start, end)
    assert line == f"  {query}"
    assert carets.strip() == below


def test_a_wide_character_before_the_place_moves_the_carets():
    _, carets = place_lines("犬 tga:x", 2, 7)
    assert carets.index("^") == 5


def test_of_a_long_query_the_part_around_the_place_is_shown():
    query = "word " * 100 + "tga:x " + "word " * 100
    line, carets = place_lines(query, 500, 505)
    at = carets.index("^")
    assert line[at : at + 5] == "tga:x"
    assert len(line) < 90


class ArrangedLibrary(FakeLibrary):
    """Turns the hits round and puts each into a month of its own."""

    def arrange_hits(self, hits, arrangement):
        self.asked.append(arrangement)
        groups = tuple(PhotoGroup(f"2023-0{place + 1}", place, 1) for place in range(len(hits)))
        return ArrangedHits(tuple(reversed(hits)), groups, Stacked.none())


def arranged(monkeypatch, capsys, *arguments):
    library = ArrangedLibrary(RESULT)
    monkeypatch.setattr("photoclip.library.Library.open", lambda _path: library)
    code = run_cli(["search", "dog", *arguments], open_window=lambda _folder: 0)
    assert code == 0
    return capsys.readouterr().out, library.asked[1:]


def test_hits_are_put_in_the_order_that_is_asked_for(monkeypatch, capsys):
    out, asked = arranged(monkeypatch, capsys, "--sort", "date", "--reverse", "--json")
    found = json.loads(out)["results"]
    assert [hit["id"] for hit in found] == [2, 1]
    assert asked == [Arrangement("date", reverse=True, stacks=False)]
    assert all("group" not in hit for hit in found)


def test_groups_are_told_where_they_are_asked_for(monkeypatch, capsys):
    out, asked = arranged(monkeypatch, capsys, "--group", "month", "--json")
    assert [hit["group"] for hit in json.loads(out)["results"]] == ["2023-01", "2023-02"]
    assert asked == [Arrangement(group="month", stacks=False)]
    out, _ = arranged(monkeypatch, capsys, "--group", "month")
    assert "Group" in out
    assert "2023-02" in out


def test_without_an_order_nothing_is_arranged(monkeypatch, capsys):
    out, asked = arranged(monkeypatch, capsys, "--json")
    assert asked == []
    assert [hit["id"] for hit in json.loads(out)["results"]] == [1, 2]
