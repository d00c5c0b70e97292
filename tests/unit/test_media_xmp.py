"""XMP packets: every way of writing them, and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.media import xmp
from photoclip.media.types import PhotoMetadata

_SPACES = """
 xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'
 xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'
 xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/'
 xmlns:exifEX='http://cipa.jp/exif/1.0/' xmlns:tiff='http://ns.adobe.com/tiff/1.0/'
 xmlns:aux='http://ns.adobe.com/exif/1.0/aux/' xmlns:lr='http://ns.adobe.com/lightroom/1.0/'
 xmlns:digiKam='http://www.digikam.org/ns/1.0/'
 xmlns:MicrosoftPhoto='http://ns.microsoft.com/photo/1.0/'"""


def _packet(properties: str, attributes: str = "", before: str = "") -> bytes:
    return (
        f"{before}<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF{_SPACES}>"
        f"<rdf:Description rdf:about='' {attributes}>{properties}</rdf:Description>"
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def _bag(name: str, *items: str) -> str:
    lines = "".join(f"<rdf:li>{item}</rdf:li>" for item in items)
    return f"<{name}><rdf:Bag>{lines}</rdf:Bag></{name}>"


def _read(packet: bytes) -> PhotoMetadata:
    return xmp.to_metadata(xmp.parse_xmp(packet), "xmp")


def test_every_property_is_found_as_attribute_and_as_element():
    values = {
        "xmp:Rating": "4",
        "exif:DateTimeOriginal": "2015-06-11T10:29:26+02:00",
        "tiff:Make": "Canon",
        "tiff:Model": "Canon EOS 600D",
        "aux:Lens": "EF-S15-85mm",
        "exif:GPSLatitude": "37,52.2659N",
        "exif:GPSLongitude": "122,15,24.41W",
        "exifEX:PhotographicSensitivity": "3200",
    }
    expected = PhotoMetadata(
        taken_at="2015-06-11T10:29:26",
        camera="Canon EOS 600D",
        lens="EF-S15-85mm",
        iso=3200,
        lat=pytest.approx(37.871098, abs=1e-5),
        lon=pytest.approx(-122.256781, abs=1e-5),
        rating=4,
    )
    attributes = " ".join(f"{name}='{text}'" for name, text in values.items())
    elements = "".join(f"<{name}>{text}</{name}>" for name, text in values.items())
    assert _read(_packet("", attributes)) == expected
    assert _read(_packet(elements)) == expected


def test_hierarchies_of_all_programs_are_one_keyword():
    packet = _packet(
        _bag("lr:hierarchicalSubject", "Animals|Cats|Tom")
        + _bag("digiKam:TagsList", "Animals/Cats/Tom", "Places/Rome")
        + _bag("MicrosoftPhoto:LastKeywordXMP", "places/rome")
        + _bag("dc:subject", "Tom", "Animals", "sunset")
    )
    assert _read(packet).keywords == (
        ("Animals", "Cats", "Tom"),
        ("Places", "Rome"),
        ("sunset",),
    )


def test_the_default_language_comes_first():
    packet = _packet(
        "<dc:description><rdf:Alt><rdf:li xml:lang='de'>Ein Hund</rdf:li>"
        "<rdf:li xml:lang='x-default'>A dog</rdf:li></rdf:Alt></dc:description>"
    )
    assert [c.text for c in _read(packet).captions] == ["A dog", "Ein Hund"]


def test_the_day_of_the_picture_is_older_than_its_scan():
    attributes = "xmp:CreateDate='2020-01-02T03:04:05' photoshop:DateCreated='1950-07'"
    assert _read(_packet("", attributes)).taken_at == "1950-07-01T00:00:00"


@pytest.mark.parametrize(("percent", "stars"), [("1", 1), ("25", 2), ("50", 3), ("99", 5)])
def test_the_percent_of_windows_are_stars(percent: str, stars: int):
    assert _read(_packet("", f"MicrosoftPhoto:Rating='{percent}'")).rating == stars


def test_an_array_by_reference_is_followed():
    packet = _packet("<dc:subject rdf:nodeID='a'/>").replace(
        b"</rdf:RDF>", b"<rdf:Bag rdf:nodeID='a'><rdf:li>one</rdf:li></rdf:Bag></rdf:RDF>"
    )
    assert _read(packet).keywords == (("one",),)


def test_what_is_said_about_another_thing_is_not_said_about_the_photo():
    packet = _packet(
        "<xmp:Ingredient><rdf:Description xmp:Rating='1'>"
        + _bag("dc:subject", "not this")
        + "</rdf:Description></xmp:Ingredient>"
        + _bag("dc:subject", "this")
    )
    assert _read(packet) == PhotoMetadata(keywords=(("this",),))


def test_a_wrapper_with_forbidden_bytes_is_read():
    before = "<?xpacket begin='\x1a' id='W5M0MpCehiHzreSzNTczkc9d'?>"
    assert _read(_packet(_bag("dc:subject", "fine"), before=before)).keywords == (("fine",),)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_are_read(encoding: str):
    packet = _packet(_bag("dc:subject", "写真")).decode().encode(encoding)
    assert _read(packet).keywords == (("写真",),)


def test_entities_are_neither_expanded_nor_fetched():
    doctype = (
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
        "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
        "<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    )
    packet = _packet(_bag("dc:subject", "&b;", "&f;"), before=doctype)
    text = str(xmp.parse_xmp(packet))
    assert "aaaa" not in text
    assert "root" not in text


def test_deep_nesting_costs_only_what_lies_behind_it():
    depth = 100_000
    deep = "<xmp:a rdf:parseType='Resource'>" * depth + "</xmp:a>" * depth
    packet = _packet(_bag("dc:subject", "before") + deep)
    assert _read(packet).keywords == (("before",),)


def test_references_do_not_multiply_an_array():
    bag = "<rdf:Bag rdf:nodeID='a'>" + "<rdf:li>k</rdf:li>" * 2000 + "</rdf:Bag>"
    packet = _packet("<dc:subject rdf:nodeID='a'/>" * 2000).replace(
        b"</rdf:RDF>", bag.encode() + b"</rdf:RDF>"
    )
    assert len(xmp.parse_xmp(packet)["dc:subject"]) <= 10_000


@pytest.mark.parametrize("packet", [b"", b"\x00" * 50, b"<", b"no xml", b"<a/>", b"\xff\xfe"])
def test_what_is_no_xmp_says_nothing(packet: bytes):
    assert _read(packet) == PhotoMetadata()


def test_a_packet_beyond_the_limit_is_not_parsed():
    assert xmp.parse_xmp(_packet(" " * xmp.MAX_XMP_BYTES + _bag("dc:subject", "a"))) == {}


def test_a_cut_off_packet_keeps_what_was_complete():
    packet = _packet(_bag("dc:subject", "kept") + _bag("lr:hierarchicalSubject", "a|b"))
    assert ("kept",) in _read(packet[: packet.index(b"lr:hierarchicalSubject><rdf:Bag")]).keywords


@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_damage_raises(noise: bytes, at: int):
    packet = _packet(_bag("dc:subject", "a"), "xmp:Rating='1'")
    _read(packet[:at] + noise + packet[at:])
    _read(noise)
