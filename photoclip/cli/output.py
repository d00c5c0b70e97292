"""What reaches the terminal: tables for people, one JSON document for programs.

Results go to stdout, everything else to stderr. A path is printed as text that
any terminal takes. In JSON a path whose name is not UTF-8 gets a second field,
``path_bytes``: base64 of the bytes as the file system has them, because
``path`` then holds replacement characters and cannot open the file.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from photoclip.paths import display_path

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


class Check(Protocol):
    """What doctor, verify and the self-test report, one of many."""

    @property
    def name(self) -> str:
        """What was looked at."""

    @property
    def passed(self) -> bool:
        """Whether it is well."""

    @property
    def note(self) -> str:
        """The figure behind it, or what is wrong."""


_PIPE_WIDTH = 10_000
"""Columns when stdout is no terminal: lines are cut by the reader, never wrapped."""

_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\N{REPLACEMENT CHARACTER}")
"""File names may hold terminal control codes; people see a replacement character."""


def results_console() -> Console:
    """Console on stdout; colour only on a terminal, no wrapping elsewhere."""
    from rich.console import Console

    terminal = sys.stdout is not None and sys.stdout.isatty()
    width = None if terminal else _PIPE_WIDTH
    return Console(width=width, markup=False, highlight=False, emoji=False, soft_wrap=not terminal)


def notes_console() -> Console:
    """Console on stderr for progress and hints."""
    from rich.console import Console

    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def shown(path: Path | str) -> str:
    """Text of a path or name for people: printable, on one line, without control codes."""
    return display_path(path).translate(_CONTROL)


def path_fields(path: Path) -> dict[str, str]:
    """JSON fields of a path: ``path``, and ``path_bytes`` (base64) if it is not UTF-8."""
    fields = {"path": display_path(path)}
    raw = os.fsencode(path)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        fields["path_bytes"] = base64.b64encode(raw).decode("ascii")
    return fields


def print_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document on stdout, in ASCII so that no code page can break it."""
    sys.stdout.write(json.dumps(document, indent=2, allow_nan=False) + "\n")


def say(text: str) -> None:
    """Print one line of a result for people on stdout."""
    results_console().print(text)


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    *,
    title: str | None = None,
    numbers: frozenset[str] = frozenset(),
) -> None:
    """Print a table on stdout.

    Args:
        columns: Headings.
        rows: One text per column each.
        title: Line above the table.
        numbers: Headings of the columns that are aligned to the right.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=None if title is None else Text(title),
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for column in columns:
        right = column in numbers
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    results_console().print(table)


def print_checks(checks: Sequence[Check], *, as_json: bool) -> bool:
    """Print the outcome of checks; returns True when all passed."""
    passed = all(check.passed for check in checks)
    if as_json:
        print_json(
            {
                "ok": passed,
                "checks": [{"check": c.name, "ok": c.passed, "note": c.note} for c in checks],
            }
        )
    else:
        print_table(
            ("Check", "Result", "Note"),
            [(shown(c.name), mark(c.passed), shown(c.note)) for c in checks],
        )
    return passed


def mark(ok: bool) -> Text:
    """Return a coloured ``ok`` or ``failed``."""
    from rich.text import Text

    return Text("ok", style="green") if ok else Text("failed", style="bold red")


def plural(count: int, one: str, many: str | None = None) -> str:
    """``plural(2, "photo")`` is ``"2 photos"``; thousands are set apart."""
    word = one if count == 1 else (many or one + "s")
    return f"{count:,} {word}"
