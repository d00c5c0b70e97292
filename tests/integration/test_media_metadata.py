"""Metadata of files made here, written by Exiv2 and Pillow."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import exiv2
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photoclip.media.metadata import read_metadata
from photoclip.media.types import CaptionText, PhotoMetadata

Blocks = dict[str, str | list[str]]


def _photo(path: Path, tags: Blocks | None = None) -> Path:
    """A small picture with Exiv2 keys (``Exif.…``, ``Iptc.…``, ``Xmp.…``) set."""
    Image.new("RGB", (16, 16), "grey").save(path)
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    exif, iptc, xmp = image.exifData(), image.iptcData(), image.xmpData()
    for key, value in (tags or {}).items():
        if key.startswith("Exif."):
            exif[key] = value
        elif key.startswith("Iptc."):
            for text in value if isinstance(value, list) else [value]:
                item = exiv2.Iptcdatum(exiv2.IptcKey(key))
                item.setValue(text)
                assert iptc.add(item) == 0
        else:
            xmp[key] = value
    image.writeMetadata()
    return path


_EVERYTHING: Blocks = {
    "Exif.Photo.DateTimeOriginal": "2015:06:11 10:29:26",
    "Exif.Image.Make": "Canon",
    "Exif.Image.Model": "Canon EOS 600D",
    "Exif.Photo.LensModel": "EF-S15-85mm f/3.5-5.6 IS USM",
    "Exif.Photo.ISOSpeedRatings": "3200",
    "Exif.GPSInfo.GPSLatitude": "33/1 51/1 3150/100",
    "Exif.GPSInfo.GPSLatitudeRef": "S",
    "Exif.GPSInfo.GPSLongitude": "70/1 30/1 0/1",
    "Exif.GPSInfo.GPSLongitudeRef": "W",
    "Exif.Image.Rating": "4",
    "Exif.Image.ImageDescription": "A squirrel",
}


@pytest.mark.parametrize("name", ["a.jpg", "a.tif", "a.png", "a.webp"])
def test_everything_exif_says_is_read(tmp_path: Path, name: str):
    assert read_metadata(_photo(tmp_path / name, _EVERYTHING)) == PhotoMetadata(
        taken_at="2015-06-11T10:29:26",
        camera="Canon EOS 600D",
        lens="EF-S15-85mm f/3.5-5.6 IS USM",
        iso=3200,
        lat=pytest.approx(-33.85875),
        lon=pytest.approx(-70.5),
        rating=4,
        captions=(CaptionText("A squirrel", "exif"),),
    )


@pytest.mark.parametrize("name", ["a.heic", "a.avif", "a.webp", "a.png"])
def test_exif_and_xmp_that_pillow_wrote_are_read(tmp_path: Path, name: str):
    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "NIKON CORPORATION", "COOLPIX P1"
    packet = (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:Rating='5'/></rdf:RDF></x:xmpmeta>"
    )
    path = tmp_path / name
    Image.new("RGB", (64, 64)).save(path, exif=exif.tobytes(), xmp=packet.encode())
    metadata = read_metadata(path)
    assert metadata.camera == "NIKON COOLPIX P1"
    if name != "a.png":  # Pillow writes no XMP into PNG
        assert metadata.rating == 5


def test_the_moment_of_the_shot_wins_over_all_later_dates(tmp_path: Path):
    tags: Blocks = {
        "Exif.Photo.DateTimeOriginal": "2001:01:01 01:01:01",
        "Exif.Photo.DateTimeDigitized": "2002:02:02 02:02:02",
        "Xmp.photoshop.DateCreated": "2003-03-03T03:03:03",
        "Iptc.Application2.DateCreated": "2004-04-04",
        "Iptc.Application2.TimeCreated": "04:04:04+00:00",
    }
    expected = ["2001-01-01T01:01:01", "2002-02-02T02:02:02", "2003-03-03T03:03:03",
                "2004-04-04T04:04:04", None]  # fmt: skip
    for date in expected:
        assert read_metadata(_photo(tmp_path / "a.jpg", tags)).taken_at == date
        tags.pop(next(iter(tags), ""), None)


def test_a_date_of_zeros_is_no_date(tmp_path: Path):
    tags: Blocks = {
        "Exif.Photo.DateTimeOriginal": "0000:00:00 00:00:00",
        "Exif.Photo.DateTimeDigitized": "2002:02:02 02:02:02",
    }
    assert read_metadata(_photo(tmp_path / "a.jpg", tags)).taken_at == "2002-02-02T02:02:02"


def test_xmp_rating_wins_over_exif_and_may_reject(tmp_path: Path):
    tags: Blocks = {"Exif.Image.Rating": "4", "Xmp.xmp.Rating": "-1"}
    assert read_metadata(_photo(tmp_path / "a.jpg", tags)).rating == -1


def test_keywords_of_iptc_and_xmp_are_united(tmp_path: Path):
    tags: Blocks = {
        "Iptc.Application2.Keywords": ["cats", "Beach", "strand"],
        "Xmp.dc.subject": ["beach", "Cats"],
        "Xmp.lr.hierarchicalSubject": ["Animals|Cats"],
    }
    assert read_metadata(_photo(tmp_path / "a.jpg", tags)).keywords == (
        ("Animals", "Cats"),
        ("beach",),
        ("strand",),
    )


def test_captions_come_best_source_first_and_once(tmp_path: Path):
    tags: Blocks = {
        "Xmp.dc.description": "lang=x-default A dog",
        "Iptc.Application2.Caption": "a dog",
        "Exif.Image.ImageDescription": "OLYMPUS DIGITAL CAMERA",
        "Exif.Photo.UserComment": "charset=Unicode Ein Hund läuft",
    }
    assert read_metadata(_photo(tmp_path / "a.jpg", tags)).captions == (
        CaptionText("A dog", "xmp"),
        CaptionText("Ein Hund läuft", "exif"),
    )


def test_a_device_that_signs_with_its_name_wrote_no_caption(tmp_path: Path):
    tags: Blocks = {"Exif.Image.Make": "WWL", "Exif.Image.ImageDescription": "WWL"}
    assert read_metadata(_photo(tmp_path / "a.jpg", tags)).captions == ()


def test_the_comment_of_windows_is_a_caption(tmp_path: Path):
    codes = " ".join(str(byte) for byte in "Größe\x00".encode("utf-16-le"))
    metadata = read_metadata(_photo(tmp_path / "a.jpg", {"Exif.Image.XPComment": codes}))
    assert metadata.captions == (CaptionText("Größe", "exif"),)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_iptc_in_either_encoding_is_text(tmp_path: Path, encoding: str):
    path = _photo(tmp_path / "a.jpg", {"Iptc.Application2.Keywords": "Kueste"})
    path.write_bytes(path.read_bytes().replace(b"Kueste", "Küste!".encode(encoding)[:6]))
    expected = "Küste!"[: 6 if encoding == "latin-1" else 5]
    assert read_metadata(path).keywords == ((expected,),)


def test_latin1_in_exif_is_text(tmp_path: Path):
    path = _photo(tmp_path / "a.jpg", {"Exif.Image.ImageDescription": "Kueste"})
    path.write_bytes(path.read_bytes().replace(b"Kueste", "Küste!".encode("latin-1")))
    assert read_metadata(path).captions == (CaptionText("Küste!", "exif"),)


def test_a_name_that_is_not_utf8_keeps_its_metadata(tmp_path: Path):
    data = _photo(tmp_path / "a.jpg", _EVERYTHING).read_bytes()
    path = tmp_path / os.fsdecode(b"caf\xe9.jpg")
    try:
        path.write_bytes(data)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert read_metadata(path) == read_metadata(tmp_path / "a.jpg")


def test_a_name_that_looks_like_an_address_is_a_file(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = Path("http:")
    folder.mkdir()
    path = _photo(folder.absolute() / "a.jpg", _EVERYTHING)
    assert read_metadata(path.relative_to(tmp_path)).iso == 3200


@pytest.mark.parametrize("content", [b"", b"text", b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00", None])
def test_files_without_readable_metadata_say_nothing(tmp_path: Path, content: bytes | None):
    path = tmp_path / "a.jpg"
    if content is not None:
        path.write_bytes(content)
    assert read_metadata(path) == PhotoMetadata()


def test_metadata_survives_a_picture_that_was_cut_off(tmp_path: Path):
    path = _photo(tmp_path / "a.jpg", _EVERYTHING)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"\xff\xda")])
    assert read_metadata(path).camera == "Canon EOS 600D"


def test_several_threads_read_at_once(tmp_path: Path):
    path = _photo(tmp_path / "a.jpg", {**_EVERYTHING, "Xmp.dc.subject": ["a", "b"]})
    expected, wrong = read_metadata(path), []

    def read() -> None:
        wrong.extend(each for _ in range(50) if (each := read_metadata(path)) != expected)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_nothing_is_printed_about_odd_tags(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = _photo(tmp_path / "a.jpg", _EVERYTHING)
    data = bytearray(path.read_bytes())
    at = data.index(b"Exif\x00\x00")
    data[at + 30 : at + 60] = os.urandom(30)
    path.write_bytes(data)
    read_metadata(path)
    assert capfd.readouterr() == ("", "")


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_no_damage_to_metadata_raises(tmp_path_factory: pytest.TempPathFactory, data):
    folder = tmp_path_factory.getbasetemp()
    path = folder / "damaged.jpg"
    original = folder / "original.jpg"
    if not original.exists():
        _photo(original, {**_EVERYTHING, "Xmp.dc.subject": ["a"],
                          "Iptc.Application2.Keywords": ["b"]})  # fmt: skip
    content = bytearray(original.read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    metadata = read_metadata(path)
    assert metadata.lat is None or -90 <= metadata.lat <= 90
    assert metadata.rating is None or -1 <= metadata.rating <= 5


def test_an_exif_block_that_only_pillow_reaches_is_read(tmp_path: Path):
    """A PNG whose end is missing: Exiv2 refuses it as a whole."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Jolla", "Jolla"
    stream = io.BytesIO()
    noise = Image.effect_noise((200, 200), 80)
    noise.save(stream, "PNG", exif=exif)
    path = tmp_path / "a.png"
    path.write_bytes(stream.getvalue()[:-3000])
    assert read_metadata(path).camera == "Jolla"
