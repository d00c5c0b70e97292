"""Does a library of a few pictures work: indexing, searching, thumbnails, sidecars, settings?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from photoclip.cli.output import Check
from photoclip.cli.progress import busy, drive
from photoclip.cli.selftest import pictures
from photoclip.cli.selftest.outcome import Outcome, finished, tried

if TYPE_CHECKING:
    from photoclip.library import Library

MODEL: Final = "starter"
_TAG: Final = ("self-test", "kept")
_STARS: Final = 4


@dataclass(frozen=True, slots=True)
class Album:
    """The generated pictures.

    Attributes:
        drawn: Four drawings, the first two alike.
        formats: Pictures of formats by their names.
        canaries: Drawings, each with the sentence that must find it.
    """

    drawn: list[Path]
    formats: Mapping[str, Path]
    canaries: Mapping[Path, str]

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self.drawn) + len(self.formats) + len(self.canaries)


def write_album(folder: Path) -> Album:
    """Write all pictures into a folder."""
    return Album(
        pictures.write_pictures(folder / "drawn"),
        pictures.write_formats(folder / "drawn"),
        pictures.write_canaries(folder / "more"),
    )


def check_model(library: Library) -> list[Check]:
    """Load the shipped model; every check that failed, or how many passed."""
    checks = list(drive(library.verify_model(MODEL)))
    wrong: list[Check] = [check for check in checks if not check.passed]
    if wrong:
        return [Outcome(f"model: {check.name}", False, check.note) for check in wrong]
    return [Outcome("the shipped model understands its drawings", True, f"{len(checks)} checks")]


def check_collection(library: Library, album: Album, folder: Path) -> list[Check]:
    """Index the pictures and do with them what people do."""
    steps = (
        ("settings are kept", lambda: _check_settings(library)),
        ("a library is indexed", lambda: _check_index(library, album)),
        ("pictures of all formats are read", lambda: _check_formats(library, album)),
        ("a search answers", lambda: _check_search(library, album)),
        ("a thumbnail is made and opened", lambda: _check_thumbnail(library, album, folder)),
        ("a sidecar is written and read", lambda: _check_sidecar(library, album)),
    )
    return [check for name, step in steps for check in tried(name, step)]


def _check_settings(library: Library) -> list[Check]:
    from photoclip.paths import LibraryPaths
    from photoclip.settings import Settings

    # Nothing of the window may begin to work by itself either.
    library.settings.set("index.start", "idle")
    kept = Settings(LibraryPaths(library.path).settings).text("index.start")
    return [Outcome("settings are kept", kept == "idle", "written and read again")]


def _check_index(library: Library, album: Album) -> list[Check]:
    library.add_folder(album.drawn[0].parent.parent)
    count = drive(library.index()).indexed
    note = f"{count} of {album.count} pictures"
    for photo in library.unreadable():
        note += f"; {photo.path.name}: {photo.error}"
    return [Outcome("a library is indexed", count == album.count, note)]


def _check_formats(library: Library, album: Album) -> list[Check]:
    checks: list[Check] = []
    for name in ("HEIC", "AVIF"):
        height, width, _ = library.full_image(_id(library, album.formats[name]), max_side=512).shape
        checks.append(Outcome(f"{name} is opened", min(height, width) > 0, f"{width} × {height}"))
    turned = library.photo(_id(library, album.formats["EXIF"]))
    said = (turned.taken_at, turned.camera, turned.shown_size)
    right = said == (pictures.TAKEN, pictures.CAMERA, pictures.EXIF_SIZE)
    return [*checks, Outcome("EXIF is read", right, f"{turned.camera}, {turned.taken_at}")]


def _check_search(library: Library, album: Album) -> list[Check]:
    """Sentences find their own drawings, as only sane weights do; and like finds like."""
    with busy("Searching"):
        missed = []
        for file, sentence in album.canaries.items():
            hits = library.search(sentence, limit=album.count, include_hidden=True).hits
            if len(hits) != album.count or not all(math.isfinite(hit.score) for hit in hits):
                missed.append(f"“{sentence}” does not rank all pictures")
            elif next(hit.path for hit in hits if hit.path in album.canaries) != file:
                missed.append(f"“{sentence}” finds another one")
        first, second, *_ = album.drawn
        alike = [hit.path for hit in library.similar(first, limit=3).hits if hit.path != first]
    return [
        Outcome(
            "sentences find their pictures",
            not missed,
            "; ".join(missed) or f"{len(album.canaries)} searches",
        ),
        Outcome(
            "a picture finds its like", alike[:1] == [second], alike[0].name if alike else "none"
        ),
    ]


def _check_thumbnail(library: Library, album: Album, folder: Path) -> list[Check]:
    from photoclip.encoders.spawn import call_in_child
    from photoclip.media.decode import decode_full

    file = folder / "thumbnail.jpg"
    file.write_bytes(library.thumbnail(_id(library, album.formats["EXIF"])) or b"")
    opened = call_in_child(decode_full, file, max_side=None)
    height, width, _ = finished("Opening a thumbnail", opened).shape
    upright = height == 2 * width
    return [Outcome("a thumbnail is made and opened", upright, f"{width} × {height}")]


def _check_sidecar(library: Library, album: Album) -> list[Check]:
    from photoclip.encoders.spawn import call_in_child
    from photoclip.media.metadata import read_metadata

    number = _id(library, album.drawn[0])
    library.tags.add([number], _TAG)
    library.tags.set_rating([number], _STARS)
    drive(library.sidecars.write(photo_ids=[number]))
    said = finished("Reading a sidecar", call_in_child(read_metadata, album.drawn[0]))
    right = said.sidecars == 1 and _TAG in said.keywords and said.rating == _STARS
    note = f"{', '.join('/'.join(path) for path in said.keywords)}, {said.rating} stars"
    return [Outcome("a sidecar is written and read", right, note)]


def _id(library: Library, file: Path) -> int:
    photo = library.photo_by_path(file)
    if photo is None:
        raise RuntimeError(f"{file.name} is not in the library")
    return photo.id
