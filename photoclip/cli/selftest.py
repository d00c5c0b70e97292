"""``photoclip --self-test``: does this installation work, from weights to an answer?

Checks that the shipped model ranks right, then builds a library of a few
generated pictures in a temporary folder, indexes and searches it. It touches
neither the user's library nor the network.
"""

from __future__ import annotations

import math
import struct
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from photoclip.cli.guard import DONE, USER_ERROR, tell
from photoclip.cli.output import Check, print_checks
from photoclip.cli.progress import busy, drive

if TYPE_CHECKING:
    from photoclip.library import Library


@dataclass(frozen=True, slots=True)
class _Check:
    """One check of this module; see :class:`photoclip.cli.output.Check`."""

    name: str
    passed: bool
    note: str


Colour = tuple[int, int, int]

MODEL = "starter"
_SIDE = 160
_WHITE: Colour = (245, 245, 245)
_RED: Colour = (200, 20, 30)


def run(*, as_json: bool) -> int:
    """Run all checks, print them and return the exit code.

    Raises:
        PhotoClipError: A part is missing or damaged, so that no check could run.
    """
    with tempfile.TemporaryDirectory(
        prefix="photoclip-self-test-", ignore_cleanup_errors=True
    ) as name:
        checks = _check(Path(name))
    if print_checks(checks, as_json=as_json):
        return DONE
    tell("This installation of PhotoClip does not work as it should; install it again.")
    return USER_ERROR


def write_pictures(folder: Path) -> list[Path]:
    """Draw the pictures of the mini library; the first two are alike."""
    folder.mkdir(parents=True, exist_ok=True)
    drawings: dict[str, Callable[[int, int], Colour]] = {
        "red-disc.png": lambda x, y: _RED if math.hypot(x - 80, y - 80) < 50 else _WHITE,
        "red-disc-again.png": lambda x, y: _RED if math.hypot(x - 84, y - 78) < 46 else _WHITE,
        "blue-stripes.png": lambda x, y: (20, 40, 190) if y // 16 % 2 else (230, 230, 60),
        "grey-ramp.png": lambda x, y: (x * 255 // _SIDE,) * 3,
    }
    files = []
    for name, colour_at in drawings.items():
        file = folder / name
        file.write_bytes(_png(colour_at))
        files.append(file)
    return files


def _check(folder: Path) -> list[Check]:
    # The real path: temporary folders are links on some systems.
    pictures = write_pictures(folder.resolve() / "pictures")
    from photoclip.library import Library

    # "worker": the process that indexes has the model loaded already.
    with Library.open(folder / "library", text_encoding="worker") as library:
        checks: list[Check] = list(drive(library.verify_model(MODEL)))
        library.add_folder(pictures[0].parent)
        report = drive(library.index())
        count = report.indexed
        checks.append(_Check("a library is indexed", count == len(pictures), f"{count} pictures"))
        with busy("Searching"):
            checks.extend(_check_search(library, pictures))
    return checks


def _check_search(library: Library, pictures: list[Path]) -> list[Check]:
    found = library.search("a red disc", limit=len(pictures), include_hidden=True)
    complete = len(found.hits) == len(pictures) and all(math.isfinite(h.score) for h in found.hits)
    alike = [h.path for h in library.similar(pictures[0], limit=3).hits if h.path != pictures[0]]
    return [
        _Check("a search answers", complete, f"{len(found.hits)} pictures ranked"),
        _Check(
            "a picture finds its like", alike[:1] == [pictures[1]], alike[0].name if alike else ""
        ),
    ]


def _png(colour_at: Callable[[int, int], Colour]) -> bytes:
    """Encode a drawing as PNG (8-bit RGB, no filter) with the standard library alone."""
    rows = b"".join(
        b"\0" + b"".join(bytes(colour_at(x, y)) for x in range(_SIDE)) for y in range(_SIDE)
    )
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
