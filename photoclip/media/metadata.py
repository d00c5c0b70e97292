"""What a photo file and its sidecars say about the photo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from photoclip.media import caption_text, sidecar, tidy, xmp
from photoclip.media.embedded import ISO, LENS, Embedded, read_embedded
from photoclip.media.types import CaptionText, PhotoMetadata

_IPTC = "Iptc.Application2."
_EXIF_DATES = (
    "Exif.Photo.DateTimeOriginal",
    "Exif.Image.DateTimeOriginal",
    "Exif.Photo.DateTimeDigitized",
)
_EXIF_CAPTIONS = (
    "Exif.Image.ImageDescription",
    "Exif.Photo.UserComment",
    "Exif.Image.XPComment",
)


def read_metadata(path: Path, *, sidecars: bool = True) -> PhotoMetadata:
    """Read date, camera, place, rating, keywords and captions of a photo.

    Args:
        path: File of any name and any format; damaged or unknown files give what
            little can be read, or nothing.
        sidecars: Also read ``.xmp`` files beside it, which win over the file, and
            captions in text files.
    """
    found = read_embedded(path)
    from_file = _from_blocks(found)
    if not sidecars:
        return from_file
    beside = (sidecar.read_sidecar(each) for each in sidecar.find_sidecars(path))
    return with_texts(path, sidecar.merge(from_file, *beside))


def with_texts(path: Path, said: PhotoMetadata) -> PhotoMetadata:
    """What a photo and its sidecars say, with the captions of text files beside it.

    What both say stays a caption of the file or sidecar.
    """
    texts = caption_text.read_captions(path)
    if not texts:
        return said
    return replace(said, captions=tidy.distinct_captions((*said.captions, *texts)))


def _from_blocks(found: Embedded) -> PhotoMetadata:
    """Weigh EXIF, XMP and IPTC of one file against each other."""
    exif = found.exif
    properties = xmp.parse_xmp(found.xmp)
    from_xmp = xmp.to_metadata(properties, "xmp")
    place = exif_position(exif) or tidy.position(from_xmp.lat, from_xmp.lon)
    camera = tidy.camera_name(
        _exif(exif, "Exif.Image.Make", "Exif.PanasonicRaw.Make"),
        _exif(exif, "Exif.Image.Model", "Exif.PanasonicRaw.Model"),
    )
    lens = tidy.lens_name(_exif(exif, "Exif.Photo.LensModel"))
    stars = from_xmp.rating
    return PhotoMetadata(
        taken_at=_date(found, from_xmp),
        camera=camera or from_xmp.camera,
        lens=lens or tidy.lens_name(exif.get(LENS)) or from_xmp.lens,
        iso=tidy.iso_speed(exif.get(ISO)) or from_xmp.iso,
        lat=place[0] if place else None,
        lon=place[1] if place else None,
        rating=tidy.rating(exif.get("Exif.Image.Rating")) if stars is None else stars,
        keywords=tidy.keyword_paths(_keywords(found, from_xmp)),
        captions=tidy.distinct_captions(_captions(found, from_xmp)),
        contradicted=from_xmp.contradicted,
    )


def _exif(exif: Mapping[str, str], *keys: str) -> str | None:
    """First EXIF text of several keys; cameras write Latin-1 where ASCII was agreed."""
    for key in keys:
        text = tidy.clean(tidy.decode_text(exif.get(key, "").encode("utf-8", "surrogateescape")))
        if text:
            return text
    return None


def _iptc(found: Embedded, name: str) -> list[str]:
    return [tidy.decode_text(raw) for raw in found.iptc.get(_IPTC + name, ())]


def _date(found: Embedded, from_xmp: PhotoMetadata) -> str | None:
    for key in _EXIF_DATES:
        taken_at = tidy.parse_date(found.exif.get(key))
        if taken_at:
            return taken_at
    day, time = _iptc(found, "DateCreated"), _iptc(found, "TimeCreated")
    return from_xmp.taken_at or tidy.parse_date(" ".join([*day[:1], *time[:1]]))


def _keywords(found: Embedded, from_xmp: PhotoMetadata) -> Iterator[tuple[str, ...]]:
    yield from from_xmp.keywords
    for text in _iptc(found, "Keywords"):
        yield (text,)


def _captions(found: Embedded, from_xmp: PhotoMetadata) -> Iterator[CaptionText]:
    yield from from_xmp.captions
    for text in _iptc(found, "Caption"):
        yield CaptionText(text, "iptc")
    # Some devices sign with their own name where a caption belongs.
    names = {_exif(found.exif, "Exif.Image.Make"), _exif(found.exif, "Exif.Image.Model")}
    for key in _EXIF_CAPTIONS:
        caption = _exif(found.exif, key)
        if caption and caption not in names:
            yield CaptionText(caption, "exif")


def exif_position(exif: Mapping[str, str]) -> tuple[float, float] | None:
    """Latitude and longitude from EXIF texts such as ``"43/1 28/1 2814/100"`` and ``"N"``.

    Args:
        exif: Values by Exiv2's key. A denominator of zero, a missing reference or a
            place that is not on Earth gives ``None``.
    """
    place = []
    for axis in ("Latitude", "Longitude"):
        parts = _rationals(exif.get(f"Exif.GPSInfo.GPS{axis}", ""))
        ref = exif.get(f"Exif.GPSInfo.GPS{axis}Ref")
        place.append(tidy.degrees(parts, ref) if parts else None)
    return tidy.position(place[0], place[1])


def _rationals(text: str) -> list[float] | None:
    """Degrees, minutes, seconds; parts of 0/0 at the end mean "not given"."""
    values: list[float] = []
    for part in text.split():
        above, _, below = part.partition("/")
        try:
            numerator, denominator = int(above), int(below or "1")
        except ValueError:
            return None
        if denominator == 0:
            if values and numerator == 0:
                continue
            return None
        values.append(numerator / denominator)
    return values or None
