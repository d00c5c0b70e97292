"""Whether parts of an installation can be imported: for the self-test of what was shipped."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Something that has to be importable.

    Attributes:
        name: For people.
        module: As it is imported, compiled modules included: they are what gets lost.
        attribute: What it must have, if anything.
    """

    name: str
    module: str
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of one import.

    Attributes:
        name: See :class:`Part`.
        note: Its version, or why it cannot be imported.
    """

    name: str
    passed: bool
    note: str


def probe(parts: Sequence[Part], prepare: Callable[[], None] | None = None) -> list[Probe]:
    """Import parts in this process; whatever goes wrong with one is its note.

    Args:
        parts: What to import, in this order.
        prepare: Done before; if it fails, the imports show what is missing.
    """
    if prepare is not None:
        with contextlib.suppress(Exception):
            prepare()
    return [_probe(part) for part in parts]


def _probe(part: Part) -> Probe:
    try:
        module = importlib.import_module(part.module)
        if part.attribute:
            getattr(module, part.attribute)
    # A broken library raises what it likes, and the others are still to be tried.
    except Exception as error:  # noqa: BLE001
        return Probe(part.name, False, f"{type(error).__name__}: {error}")
    package = importlib.import_module(part.module.partition(".")[0])
    version = getattr(package, "__version__", "")
    return Probe(part.name, True, version if isinstance(version, str) else "")
