"""Value types of this room, free of any picture library, so that every layer may import them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # commands that only list files start without numpy
    import numpy as np
    from numpy.typing import NDArray


class FileKind(enum.Enum):
    """What a file name promises; the decoder looks at the content itself."""

    PHOTO = "photo"
    RAW = "raw"
    VIDEO = "video"
    SIDECAR = "sidecar"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """Bounds that are checked from the header, before any pixel is decoded.

    Attributes:
        max_pixels: Largest width x height.
        max_decoded_bytes: Largest memory the full decode may take.
        max_file_bytes: Largest file.
    """

    max_pixels: int = 300_000_000
    max_decoded_bytes: int = 800 * 2**20
    max_file_bytes: int = 2 * 2**30


@dataclass(frozen=True, slots=True)
class DecodedPhoto:
    """One photo, decoded once for thumbnail, hash and model input.

    Attributes:
        pixels: Upright sRGB, uint8, shape (h, w, 3), longest side at most
            ``decode.WORK_SIDE`` (smaller photos keep their size).
        width: Upright width of the original in pixels.
        height: Upright height of the original in pixels.
        orientation: EXIF orientation 1..8 that was applied.
        format: Name of the format that was really found, e.g. ``"JPEG"``.
        pixel_hash: BLAKE2b-256 of ``pixels``, its shape and the decoder revision.
        perceptual_hash: 64-bit difference hash as a signed int64.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int
    orientation: int
    format: str
    pixel_hash: bytes
    perceptual_hash: int


@dataclass(frozen=True, slots=True)
class CaptionText:
    """A caption and where it was found.

    Attributes:
        source: ``"xmp"``, ``"iptc"``, ``"exif"``, ``"sidecar"`` or ``"text"``.
    """

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """What a file and its sidecars say about a photo; every field may be missing.

    Attributes:
        taken_at: Local time of capture, ISO 8601 without zone, second precision.
        camera: Make and model, without the make twice.
        lens: Lens model.
        iso: ISO speed.
        lat: Degrees north, -90..90.
        lon: Degrees east, -180..180.
        rating: 0..5, or -1 for rejected.
        keywords: Tag paths; a hierarchical keyword is a tuple of its levels,
            a plain keyword a tuple of one.
        captions: Distinct captions, best source first.
        contradicted: Those keywords that one list of the same file has and another one,
            which should have them too, has not: a program that knows only some of the
            lists took them away, or never wrote all.
        sidecars: Number of sidecars that were read and are sound.
    """

    taken_at: str | None = None
    camera: str | None = None
    lens: str | None = None
    iso: int | None = None
    lat: float | None = None
    lon: float | None = None
    rating: int | None = None
    keywords: tuple[tuple[str, ...], ...] = field(default=())
    captions: tuple[CaptionText, ...] = field(default=())
    contradicted: tuple[tuple[str, ...], ...] = field(default=())
    sidecars: int = 0

    @property
    def agreed_keywords(self) -> tuple[tuple[str, ...], ...]:
        """The keywords without the contradicted ones."""
        doubtful = {_folded(path) for path in self.contradicted}
        return tuple(path for path in self.keywords if _folded(path) not in doubtful)


def _folded(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(level.casefold() for level in path)
