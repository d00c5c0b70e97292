"""XMP sidecars: finding, reading and merging what they say; and stamps of all companions."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from photoclip.media import caption_text, tidy, xmp, xmp_write
from photoclip.media.types import PhotoMetadata

_EXTENSIONS = (".xmp", ".XMP")


def find_sidecars(path: Path) -> tuple[Path, ...]:
    """Existing sidecars of a photo, the most specific first.

    ``a.jpg.xmp`` belongs to ``a.jpg`` alone (darktable, digiKam), ``a.xmp`` to every
    picture named ``a`` (Lightroom and the rest of Adobe).
    """
    found: dict[tuple[int, int], Path] = {}
    for candidate, status in _existing(path):
        # Where case does not count, two names are one file.
        found.setdefault((status.st_dev, status.st_ino), candidate)
    return tuple(found.values())


def sidecar_stamp(path: Path) -> int | None:
    """What changes when a photo's sidecars or caption texts do, ``None`` without any.

    Cheap enough to be asked for each photo at every scan; see ``caption_text.joint_stamp``.
    """
    return caption_text.joint_stamp(
        (status.st_mtime_ns for _, status in _existing(path)),
        (status.st_mtime_ns for _, status in caption_text.find_texts(path)),
    )


def _existing(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    if path.suffix.lower() == ".xmp":
        return  # a sidecar has no sidecar
    for base in dict.fromkeys((path.name, path.stem)):
        for extension in _EXTENSIONS:
            candidate = path.with_name(base + extension)
            try:
                status = candidate.stat()
            except OSError:
                continue
            yield candidate, status


def read_sidecar(path: Path) -> PhotoMetadata:
    """What a sidecar says; nothing if it is too large or gone.

    Of a damaged one what stands before the damage; it does not count as a sidecar, so that
    what is missing in it is not taken for removed.
    """
    try:
        if path.stat().st_size > xmp.MAX_XMP_BYTES:
            return PhotoMetadata()
        packet = path.read_bytes()
    except OSError:
        return PhotoMetadata()
    return packet_metadata(packet)


def packet_metadata(packet: bytes) -> PhotoMetadata:
    """What a sidecar with these bytes says; see :func:`read_sidecar`."""
    found = xmp.to_metadata(xmp.parse_xmp(packet), "sidecar")
    with contextlib.suppress(xmp_write.DamagedXmpError):
        xmp_write.check_packet(packet)
        return replace(found, sidecars=1)
    return found


def merge(file_meta: PhotoMetadata, *sidecars: PhotoMetadata) -> PhotoMetadata:
    """One answer from a file and its sidecars.

    Args:
        file_meta: What the file itself says.
        *sidecars: The most specific first; each wins over what comes after it and
            over the file, because people edit sidecars and not the file.

    Returns:
        Single values from the first that has one (latitude and longitude from the
        same one), keywords and captions of all.
    """
    ranked = (*sidecars, file_meta)
    place = next((meta for meta in ranked if meta.lat is not None), file_meta)
    return PhotoMetadata(
        taken_at=next((meta.taken_at for meta in ranked if meta.taken_at), None),
        camera=next((meta.camera for meta in ranked if meta.camera), None),
        lens=next((meta.lens for meta in ranked if meta.lens), None),
        iso=next((meta.iso for meta in ranked if meta.iso is not None), None),
        lat=place.lat,
        lon=place.lon,
        rating=next((meta.rating for meta in ranked if meta.rating is not None), None),
        keywords=tidy.keyword_paths(path for meta in ranked for path in meta.keywords),
        captions=tidy.distinct_captions(text for meta in ranked for text in meta.captions),
        contradicted=_contradicted(ranked),
        sidecars=sum(meta.sidecars for meta in ranked),
    )


def _contradicted(ranked: Sequence[PhotoMetadata]) -> tuple[tuple[str, ...], ...]:
    """Keywords that no file has without contradicting itself."""
    sure = {tidy.folded_path(path) for meta in ranked for path in meta.agreed_keywords}
    doubtful = (path for meta in ranked for path in meta.contradicted)
    return tuple(path for path in doubtful if tidy.folded_path(path) not in sure)
