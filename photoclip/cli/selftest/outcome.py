"""Outcomes of the self-test, and how a step that fails becomes one."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeVar

from photoclip.cli.output import Check
from photoclip.cli.progress import busy
from photoclip.errors import PhotoClipError

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check of the self-test; see :class:`photoclip.cli.output.Check`."""

    name: str
    passed: bool
    note: str


def tried(name: str, step: Callable[[], list[Check]]) -> list[Check]:
    """Checks of a step; one that failed if the step could not be carried out.

    Args:
        name: What fails if the step does.
        step: Makes the checks.
    """
    try:
        return step()
    except PhotoClipError as error:
        return [Outcome(name, False, str(error))]
    # A part that is missing may show anywhere, and the other steps are still to be told.
    except Exception as error:
        if os.environ.get("PHOTOCLIP_DEBUG") == "1":
            raise
        return [Outcome(name, False, f"{type(error).__name__}: {error}")]


def finished(what: str, job: Generator[Any, None, R]) -> R:
    """Run a job to its end that has nothing to show but that it goes on."""
    with busy(what):
        try:
            while True:
                next(job)
        except StopIteration as stop:
            result: R = stop.value
            return result
        finally:
            job.close()
