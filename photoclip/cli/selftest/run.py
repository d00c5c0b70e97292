"""Carries the self-test out, apart from everything that is the user's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from photoclip.cli.guard import DONE, USER_ERROR, tell
from photoclip.cli.output import Check, print_checks
from photoclip.cli.selftest.outcome import tried
from photoclip.errors import UserError

if TYPE_CHECKING:
    from photoclip.cli.selftest.collection import Album


def run(*, as_json: bool) -> int:
    """Run all checks, print them and return the exit code.

    Raises:
        UserError: There is no folder to work in.
    """
    with _folder_to_work_in() as name:
        # The real path: temporary folders are links on some systems.
        folder = Path(name).resolve()
        with _apart(folder):
            checks = _check(folder)
    if print_checks(checks, as_json=as_json):
        return DONE
    failed = sum(not check.passed for check in checks)
    what = "1 check" if failed == 1 else f"{failed} checks"
    tell(
        f"This installation of PhotoClip does not work as it should ({what} failed); "
        "install it again."
    )
    return USER_ERROR


def _folder_to_work_in() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(
            prefix="photoclip-self-test-", ignore_cleanup_errors=True
        )
    except OSError as error:
        raise UserError(
            "The self-test needs a folder for temporary files that can be written to, and found "
            "none; name one in the variable TMPDIR (on Windows TEMP)."
        ) from error


def _check(folder: Path) -> list[Check]:
    from photoclip.cli.selftest.collection import write_album
    from photoclip.cli.selftest.libraries import check_libraries
    from photoclip.cli.selftest.programs import check_trainer, check_window

    album = write_album(folder / "pictures")
    library = folder / "library"
    return [
        *tried("libraries are imported", check_libraries),
        *tried("a library is opened", lambda: _check_library(library, album, folder)),
        *tried("the window opens and closes", lambda: check_window(library, folder)),
        *tried("heads are trained and measured", lambda: check_trainer(album, folder)),
    ]


def _check_library(place: Path, album: Album, folder: Path) -> list[Check]:
    from photoclip.cli.selftest.collection import check_collection, check_model
    from photoclip.library import Library

    # "worker": the process that indexes has the model loaded already.
    with Library.open(place, text_encoding="worker") as library:
        return [
            *tried("the shipped model understands its drawings", lambda: check_model(library)),
            *check_collection(library, album, folder),
        ]


@contextmanager
def _apart(folder: Path) -> Iterator[None]:
    """Environment of everything that is started: nothing of the user's, and no network."""
    # Processes that are ended leave behind what they had there.
    scratch = str(folder / "scratch")
    Path(scratch).mkdir()
    apart = {
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch),
        "PHOTOCLIP_LIBRARY": str(folder / "library"),
        "PHOTOCLIP_MODELS": str(folder / "models"),
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "HF_HUB_OFFLINE": "1",
    }
    before = {name: os.environ.get(name) for name in apart}
    os.environ.update(apart)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
