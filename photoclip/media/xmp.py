"""Reading XMP packets, embedded or from sidecars, with lxml.

Only the few properties that PhotoClip shows are read. The parser resolves no
entities, opens no other file and refuses deep nesting, because sidecars come from
anywhere.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from photoclip.media import tidy
from photoclip.media.types import CaptionText, PhotoMetadata

MAX_XMP_BYTES = 16 * 2**20

_BEGIN = re.compile(rb"<(?:\w+:)?(?:xmpmeta|xapmeta|RDF)[\s>]")
_CONTROL = bytes(sorted(set(range(32)) - set(b"\t\r\n")))
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.0": "MicrosoftPhoto",
}
_ARRAYS = (f"{_RDF}Bag", f"{_RDF}Seq", f"{_RDF}Alt")
_PATH_LISTS = (
    ("lr:hierarchicalSubject", "|"),
    ("digiKam:TagsList", "/"),
    ("MicrosoftPhoto:LastKeywordXMP", "/"),
)
_MAX_VALUES = 10_000
_STARS_OF_PERCENT = ((1, 0), (25, 1), (50, 2), (75, 3), (99, 4))
_COORDINATE = re.compile(r"([\d.]+(?:,[\d.]+){0,2})\s*([NSEW])", re.IGNORECASE)

Properties = Mapping[str, list[str]]


def parse_xmp(packet: bytes) -> Properties:
    """Properties of an XMP packet by ``prefix:name``; arrays keep their order.

    Of alternatives in several languages the default one comes first. Damage costs
    what lies behind it, never an error.
    """
    if not packet or len(packet) > MAX_XMP_BYTES:
        return {}
    begin = _BEGIN.search(packet)
    if begin and not packet.startswith(b"<?xml"):
        # Some programs write bytes into the wrapper that no XML may hold.
        packet = packet[begin.start() :].translate(None, _CONTROL)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    if root is None:  # nothing could be recovered
        return {}
    named = {node.get(f"{_RDF}nodeID"): node for node in root.iter(*_ARRAYS, f"{_RDF}Description")}
    found: dict[str, list[str]] = {}
    # Only the top level: descriptions further in speak of other things than the photo.
    tops = (node for rdf in root.iter(f"{_RDF}RDF") for node in rdf)
    for description in (node for node in tops if node.tag == f"{_RDF}Description"):
        for name, text in description.attrib.items():
            _add(found, name, [text])
        for node in description:
            if isinstance(node.tag, str):
                _add(found, node.tag, _values(node, named))
    return found


def _add(found: dict[str, list[str]], name: str, values: Iterable[str]) -> None:
    namespace, _, local = name.rpartition("}")
    prefix = _PREFIXES.get(namespace[1:])
    if prefix:
        known = found.setdefault(f"{prefix}:{local}", [])
        # Arrays can be referred to again and again: the list would outgrow the file.
        known.extend(itertools.islice(values, max(0, _MAX_VALUES - len(known))))


def _values(node: Any, named: Mapping[str | None, Any]) -> Iterator[str]:
    """Texts of one property: simple, array, language alternatives or by reference."""
    reference = node.get(f"{_RDF}nodeID")
    target = named.get(reference) if reference else None
    if target is not None and target.tag in _ARRAYS:
        array = target
    else:
        array = next((child for child in node if child.tag in _ARRAYS), None)
    if array is None:
        yield _text(node)
        return
    items = array.iterchildren(f"{_RDF}li")
    if array.tag == f"{_RDF}Alt":
        items = sorted(items, key=lambda item: item.get(_LANGUAGE) != "x-default")
    for item in items:
        yield _text(item)


def _text(node: Any) -> str:
    value = node.find(f"{_RDF}value")  # text with qualifiers
    if value is None:
        value = node.find(f"{_RDF}Description/{_RDF}value")
    return (node.text if value is None else value.text) or ""


def first(properties: Properties, *names: str) -> str | None:
    """First value of the first property that has one."""
    for name in names:
        for text in properties.get(name, ()):
            if text.strip():
                return text
    return None


def to_metadata(properties: Properties, source: str) -> PhotoMetadata:
    """What XMP alone says about a photo.

    Args:
        properties: From :func:`parse_xmp`.
        source: Source that captions get, ``"xmp"`` or ``"sidecar"``.
    """
    place = tidy.position(
        _coordinate(properties, "exif:GPSLatitude"), _coordinate(properties, "exif:GPSLongitude")
    )
    captions = [CaptionText(text, source) for text in properties.get("dc:description", ())]
    return PhotoMetadata(
        taken_at=_date(properties),
        camera=tidy.camera_name(first(properties, "tiff:Make"), first(properties, "tiff:Model")),
        lens=tidy.lens_name(first(properties, "exifEX:LensModel", "aux:Lens")),
        iso=tidy.iso_speed(
            first(properties, "exifEX:PhotographicSensitivity", "exif:ISOSpeedRatings")
        ),
        lat=place[0] if place else None,
        lon=place[1] if place else None,
        rating=_rating(properties),
        keywords=tidy.keyword_paths(_keywords(properties)),
        captions=tidy.distinct_captions(captions),
        contradicted=_contradicted(properties),
    )


def _date(properties: Properties) -> str | None:
    # photoshop:DateCreated says when the picture was taken, xmp:CreateDate when the
    # file was first made, which for a scan is much later.
    names = (
        "exif:DateTimeOriginal",
        "exif:DateTimeDigitized",
        "photoshop:DateCreated",
        "xmp:CreateDate",
    )
    dates = (tidy.parse_date(first(properties, name)) for name in names)
    return next((date for date in dates if date), None)


def _coordinate(properties: Properties, name: str) -> float | None:
    found = _COORDINATE.fullmatch((first(properties, name) or "").strip())
    if not found:
        return None
    try:
        parts = [float(part) for part in found[1].split(",")]
    except ValueError:
        return None
    return tidy.degrees(parts, found[2])


def _rating(properties: Properties) -> int | None:
    stars = tidy.rating(first(properties, "xmp:Rating"))
    if stars is not None:
        return stars
    try:
        percent = float(first(properties, "MicrosoftPhoto:Rating") or "")
    except ValueError:
        return None
    return next((stars for limit, stars in _STARS_OF_PERCENT if percent < limit), 5)


def _keywords(properties: Properties) -> Iterator[tuple[str, ...]]:
    for name, separator in _PATH_LISTS:
        for text in properties.get(name, ()):
            yield tuple(text.split(separator))
    for text in properties.get("dc:subject", ()):
        yield (text,)


def _contradicted(properties: Properties) -> tuple[tuple[str, ...], ...]:
    """Keywords of a list with levels that a list which should have them too lacks.

    Programs that do not know digiKam's list leave it as it is when a keyword is removed;
    the plain list is known to all of them.
    """
    plain = {tidy.folded(text) for text in properties.get("dc:subject", ())} - {""}
    adobe = {
        tidy.folded_path(text.split("|")) for text in properties.get("lr:hierarchicalSubject", ())
    }
    found: list[tuple[str, ...]] = []
    for name, separator in _PATH_LISTS:
        for text in properties.get(name, ()):
            key = tidy.folded_path(text.split(separator))
            missing = bool(plain and key and key[-1] not in plain)
            if missing or (separator == "/" and adobe and key not in adobe):
                found.append(tuple(text.split(separator)))
    return tidy.keyword_paths(found, all_levels=True)
