"""Everything that the core says of its progress has its place among the translated texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoclip.gui import phases
from photoclip.gui.phases import MESSAGES, PHASES, message_text, phase_text

CORE = Path(__file__).parents[2] / "photoclip"

pytestmark = pytest.mark.gui


def core_files() -> Iterator[Path]:
    for file in sorted(CORE.rglob("*.py")):
        if file.relative_to(CORE).parts[0] not in {"gui", "cli"}:
            yield file


def texts(node: ast.expr, names: dict[str, set[str]]) -> set[str]:
    """All strings that an expression may be; empty where that cannot be told."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return texts(node.body, names) | texts(node.orelse, names)
    if isinstance(node, ast.Name):
        return names.get(node.id, set())
    return set()


def said() -> tuple[set[str], set[str], list[str]]:
    """Phases, messages that are plain strings, and calls whose phase cannot be told."""
    phases: set[str] = set()
    messages: set[str] = set()
    unknown: list[str] = []
    for file in core_files():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name):
                        found = texts(node.value, names)
                        names[target.id] = names.get(target.id, set()) | found
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if alias.name == "PHASE":
                        names[alias.asname or alias.name] = {"Preparing"}
        for node in ast.walk(tree):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if not is_call or node.func.id != "Progress":
                continue
            given = dict(enumerate(node.args)) | {word.arg: word.value for word in node.keywords}
            phase = texts(given.get(0, given.get("phase")), names)
            if not phase:
                unknown.append(f"{file.name}:{node.lineno}")
            phases |= phase
            messages |= texts(given.get("message", ast.Constant(None)), names)
    return phases, messages, unknown


def test_every_phase_and_plain_note_of_the_core_can_be_translated() -> None:
    phases, messages, unknown = said()
    assert len(phases) > 15
    assert unknown == []
    assert phases - PHASES.keys() == set()
    assert messages - MESSAGES.keys() == {""} & messages


def test_no_phase_is_kept_that_the_core_no_longer_uses() -> None:
    assert PHASES.keys() - said()[0] == set()


class Shouting:
    """Stands in for the translation of Qt."""

    @staticmethod
    def translate(context: str, text: str) -> str:
        assert context == "phases"
        return text.upper()


def test_phases_and_notes_are_translated_and_unknown_ones_stay(monkeypatch) -> None:
    monkeypatch.setattr(phases, "QCoreApplication", Shouting)
    assert phase_text("Indexing") == "INDEXING"
    assert message_text("starting the model") == "STARTING THE MODEL"
    assert phase_text("Dancing") == "Dancing"
    assert message_text("IMG_0001.jpg") == "IMG_0001.jpg"
