"""What a file is, by name and by content."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from photoclip.media import formats
from photoclip.media.types import FileKind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jpg", FileKind.PHOTO),
        ("a.JPEG", FileKind.PHOTO),
        ("a.HeIc", FileKind.PHOTO),
        ("a.avif", FileKind.PHOTO),
        ("a.tiff", FileKind.PHOTO),
        ("a.CR3", FileKind.RAW),
        ("a.nef", FileKind.RAW),
        ("a.dng", FileKind.RAW),
        ("a.MOV", FileKind.VIDEO),
        ("a.mp4", FileKind.VIDEO),
        ("a.jpg.xmp", FileKind.SIDECAR),
        ("a.XMP", FileKind.SIDECAR),
        ("a.txt", FileKind.OTHER),
        ("a.jxl", FileKind.OTHER),
        ("a.ico", FileKind.OTHER),
        ("jpg", FileKind.OTHER),
        (".jpg", FileKind.OTHER),
        ("a.jpg~", FileKind.OTHER),
        ("", FileKind.OTHER),
        ("holiday.2023/a.png", FileKind.PHOTO),
    ],
)
def test_a_kind_follows_from_the_extension_alone(name: str, kind: FileKind):
    assert formats.kind_of(name) is kind
    assert formats.kind_of(name.encode()) is kind


def test_a_helper_file_of_macos_is_no_photo():
    assert formats.kind_of("._DSCN0010.jpg") is FileKind.OTHER


def test_a_name_that_is_not_utf8_has_a_kind():
    assert formats.kind_of(b"caf\xe9.JPG") is FileKind.PHOTO


def test_no_extension_belongs_to_two_kinds():
    every = [extension for group in formats.EXTENSIONS.values() for extension in group]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("picture", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "AVIF"])
def test_what_pillow_writes_is_recognised(picture: str):
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, picture)
    content = formats.sniff(stream.getvalue()[: formats.SNIFF_BYTES], "wrong.txt")
    assert content == formats.Content(picture)


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"\n  <HTML>\n", "web page"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>", "SVG"),
        (b"hello\nworld\n", "text file"),
        ("naïve café".encode(), "text file"),
        (b"BMW makes cars", "text file"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04 and more", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office document"),
        (b"\x1f\x8b\x08\x00", "archive"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "video"),
        (b"\x1aE\xdf\xa3", "video"),
        (b"\x00\x05\x16\x07\x00\x02", "macOS"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\xff\x0a\x00", "JPEG XL"),
        (b"qoif\x00\x00", "QOI"),
        (b"\x00\x00\x01\x00\x01\x00", "icon"),
        (bytes(4096), "zero bytes"),
        (b"\x93\x00\x17\xfe\xfd", "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_plain_words(head: bytes, word: str):
    content = formats.sniff(head, "a.jpg")
    assert content.picture is None
    assert word in content.refusal
    assert content.refusal.endswith(".")


def test_text_cut_inside_a_letter_is_still_text():
    assert "text file" in formats.sniff("é".encode()[:1].rjust(9, b"a"), "a.jpg").refusal


@pytest.mark.parametrize(
    ("head", "name", "picture"),
    [
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "a.tif", "RAW"),
        (b"II*\x00\x08\x00\x00\x00", "a.nef", "RAW"),
        (b"MM\x00*\x00\x00\x00\x08", "a.NEF", "RAW"),
        (b"II*\x00\x08\x00\x00\x00", "a.tif", "TIFF"),
        (b"II+\x00\x08\x00\x00\x00", "a.tif", "TIFF"),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "a.cr3", "RAW"),
        (b"FUJIFILMCCD-RAW 0201", "a.raf", "RAW"),
        (b"\xff\xd8\xff\xe0", "a.nef", "JPEG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "a.heic", "HEIF"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "a.heic", "HEIF"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", "a.heic", "AVIF"),
    ],
)
def test_relatives_are_told_apart(head: bytes, name: str, picture: str):
    assert formats.sniff(head, name).picture == picture
