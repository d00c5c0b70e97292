"""The commands of the review queue against a stand-in for the library."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from photoclip import library as library_module
from photoclip.cli.main import run
from photoclip.cli.review_commands import report_fields, told
from photoclip.errors import UserError
from photoclip.jobs.job import Progress
from photoclip.results import Decided, LearnReport, Suggestion
from photoclip.settings import Settings

DOG = Suggestion(7, Path("/photos/dog.jpg"), "everyday", "dog", 0.9, "suggested", "zero_shot", 1)
FOOD = Suggestion(8, Path("/photos/a.jpg"), "everyday", "food", 0.7, "suggested", "learned", 2)
REPORT = LearnReport("everyday", "dog", 5, 6, (0, 0), 0.5, 0.875, True, 0.25, 0.8)

Call = Callable[..., tuple[int, str, str]]


class FakeReview:
    """Records what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.report = REPORT
        self.left = 1
        self.none = False

    def queue(self, **which: Any) -> list[Suggestion]:
        self.asked.append({key: value for key, value in which.items() if value is not None})
        if which["label"] not in (None, "dog"):
            raise UserError("There is no label “cat”; see “photoclip labels list”.")
        if self.none:
            return []
        return [DOG, FOOD] if which["label"] is None else [DOG]

    def accept(self, pairs: Sequence[tuple[int, int]]) -> Decided:
        self.asked.append(("accept", pairs))
        return Decided(len(pairs), 1)

    def reject(self, pairs: Sequence[tuple[int, int]]) -> Decided:
        self.asked.append(("reject", pairs))
        return Decided(len(pairs), 1)

    def undo(self) -> Decided:
        self.left -= 1
        return Decided(2, 1) if self.left >= 0 else Decided(0)

    def can_undo(self) -> bool:
        return self.left > 0

    def learn(self, label_set: str, label: str) -> Iterator[Progress]:
        self.asked.append(("learn", label_set, label))
        yield Progress("Learning", 1, 2)
        return self.report

    def reset_learning(self, label_set: str, label: str) -> None:
        self.asked.append(("reset", label_set, label))


class FakeLibrary:
    settings = Settings(Path("no-folder") / "settings.toml", mend=False)

    def __init__(self) -> None:
        self.review = FakeReview()

    def __enter__(self) -> FakeLibrary:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def photo_by_path(self, path: Path) -> Any:
        return SimpleNamespace(id=7) if path == DOG.path else None

    def photo(self, number: int) -> Any:
        return SimpleNamespace(id=number)


@pytest.fixture
def review(monkeypatch: pytest.MonkeyPatch) -> FakeReview:
    library = FakeLibrary()
    door = SimpleNamespace(open=lambda path=None, **options: library)
    monkeypatch.setattr(library_module, "Library", door)
    return library.review


@pytest.fixture
def photoclip(capsys: pytest.CaptureFixture[str]) -> Call:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments, open_window=lambda library: 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def document(answer: tuple[int, str, str]) -> Any:
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_list_has_its_fields(photoclip: Call, review: FakeReview) -> None:
    listed = document(photoclip("review", "list", "--json"))["suggestions"]
    assert listed[0] == {
        "path": "/photos/dog.jpg",
        "id": 7,
        "label_set": "everyday",
        "label": "dog",
        "score": 0.9,
        "status": "suggested",
        "source": "zero_shot",
    }
    assert [each["label"] for each in listed] == ["dog", "food"]
    assert "0.900" in photoclip("review", "list")[1]


def test_every_selector_reaches_the_queue(photoclip: Call, review: FakeReview) -> None:
    options = ("--label", "dog", "--photo", str(DOG.path), "--set", "everyday", "--min", "0.5")
    assert photoclip("review", "list", *options)[0] == 0
    assert review.asked == [
        {"label": "dog", "photo_id": 7, "label_set": "everyday", "minimum": 0.5}
    ]


@pytest.mark.parametrize(("command", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_what_is_named_is_decided(
    photoclip: Call, review: FakeReview, command: str, status: str
) -> None:
    done = document(photoclip("review", command, "--label", "dog", "--min", "0.2", "--json"))
    assert (done[status], done["dry_run"]) == (1, False)
    assert [each["path"] for each in done["suggestions"]] == ["/photos/dog.jpg"]
    assert review.asked == [{"label": "dog", "minimum": 0.2}, (command, [(7, 1)])]
    assert f"2 suggestions {status}" in photoclip("review", command, "--all")[1]


@pytest.mark.parametrize("command", ["accept", "reject"])
def test_a_dry_run_shows_and_changes_nothing(
    photoclip: Call, review: FakeReview, command: str
) -> None:
    shown = document(photoclip("review", command, "--all", "--dry-run", "--json"))
    assert (shown["dry_run"], len(shown["suggestions"])) == (True, 2)
    assert "nothing was changed" in photoclip("review", command, "--all", "--dry-run")[1]
    assert all(isinstance(each, dict) for each in review.asked)


@pytest.mark.parametrize("command", ["accept", "reject"])
@pytest.mark.parametrize(
    "selectors",
    [
        (),
        ("--set", "everyday"),
        ("--all", "--label", "dog"),
        ("--label", "dog", "--photo", "/photos/dog.jpg"),
    ],
)
def test_exactly_one_selector_is_needed(
    photoclip: Call, review: FakeReview, command: str, selectors: tuple[str, ...]
) -> None:
    code, out, err = photoclip("review", command, *selectors)
    assert (code, out) == (2, "")
    assert "exactly one" in err
    assert review.asked == []


def test_unknown_names_get_one_sentence(photoclip: Call, review: FakeReview) -> None:
    code, out, err = photoclip("review", "accept", "--label", "cat")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "cat" in err
    code, out, err = photoclip("review", "accept", "--photo", "/nowhere.jpg")
    assert (code, out) == (1, "")
    assert err.startswith("/nowhere.jpg is no photo of this library")


def test_undo_says_whether_there_is_more(photoclip: Call, review: FakeReview) -> None:
    review.left = 2
    assert document(photoclip("review", "undo", "--json")) == {"undone": 2, "more": True}
    assert "2 decisions" in photoclip("review", "undo")[1]
    code, out, _ = photoclip("review", "undo")
    assert code == 0
    assert "no decision" in out


def test_learning_prints_its_figures(photoclip: Call, review: FakeReview) -> None:
    code, out, _ = photoclip("review", "learn", "everyday", "dog", "--json")
    assert code == 0
    assert json.loads(out) == {
        "label_set": "everyday",
        "label": "dog",
        "accepted": 5,
        "rejected": 6,
        "needed": {"accepted": 0, "rejected": 0},
        "precision_before": 0.5,
        "precision_after": 0.875,
        "found_before": 0.25,
        "found_after": 0.8,
        "in_use": True,
    }
    said = photoclip("review", "learn", "everyday", "dog")[1]
    assert "precision 50% -> 88%, found 25% -> 80%" in said
    assert document(photoclip("review", "reset", "everyday", "dog", "--json"))["in_use"] is False
    assert review.asked[-1] == ("reset", "everyday", "dog")


def test_learning_says_plainly_what_is_missing_or_did_not_help() -> None:
    few = replace(REPORT, accepted=5, rejected=2, needed=(0, 3), in_use=False)
    assert "needs 3 more rejected" in told(few)
    assert "accepted and" in told(replace(few, needed=(1, 3)))
    useless = replace(REPORT, before=0.8, after=0.5, in_use=False)
    assert "no improvement, so it is not used" in told(useless)
    unknown = replace(REPORT, before=math.nan)
    assert "unknown -> 88%" in told(unknown)
    assert report_fields(unknown)["precision_before"] is None


def test_a_photo_is_named_by_path_or_number(photoclip: Call, review: FakeReview) -> None:
    assert photoclip("review", "accept", "--photo", "7", "--dry-run")[0] == 0
    assert review.asked == [{"photo_id": 7}]


def test_an_empty_choice_promises_no_undo(photoclip: Call, review: FakeReview) -> None:
    review.none = True
    for command in ("accept", "reject"):
        out = photoclip("review", command, "--label", "dog")[1]
        assert out == "No such suggestions wait for a decision; nothing was changed.\n"
    narrowed = photoclip("review", "list", "--min", "9")[1]
    assert narrowed == "No such suggestions wait for a decision.\n"
    assert "photoclip suggest SET" in photoclip("review", "list")[1]
