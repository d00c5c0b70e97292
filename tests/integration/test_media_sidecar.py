"""XMP sidecars beside photos."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from photoclip.media import xmp
from photoclip.media.metadata import read_metadata
from photoclip.media.sidecar import find_sidecars, merge, read_sidecar, sidecar_stamp
from photoclip.media.types import CaptionText, PhotoMetadata


def _sidecar(path: Path, *keywords: str, rating: int | None = None, text: str = "") -> Path:
    stars = "" if rating is None else f"xmp:Rating='{rating}'"
    items = "".join(f"<rdf:li>{word}</rdf:li>" for word in keywords)
    about = f"<dc:description><rdf:Alt><rdf:li>{text}</rdf:li></rdf:Alt></dc:description>"
    path.write_text(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
        f"xmlns:dc='http://purl.org/dc/elements/1.1/' {stars}>"
        f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>{about if text else ''}"
        "</rdf:Description></rdf:RDF></x:xmpmeta>",
        encoding="utf-8",
    )
    return path


def test_the_more_specific_sidecar_comes_first(tmp_path: Path):
    wide, own = _sidecar(tmp_path / "a.xmp"), _sidecar(tmp_path / "a.jpg.xmp")
    _sidecar(tmp_path / "b.xmp")
    assert find_sidecars(tmp_path / "a.jpg") == (own, wide)
    assert find_sidecars(tmp_path / "a.cr2") == (wide,)
    assert find_sidecars(tmp_path / "c.jpg") == ()


def test_upper_case_sidecars_are_found(tmp_path: Path):
    path = _sidecar(tmp_path / "IMG.XMP")
    assert [found.name.upper() for found in find_sidecars(tmp_path / "IMG.JPG")] == ["IMG.XMP"]
    assert sidecar_stamp(tmp_path / "IMG.JPG") == path.stat().st_mtime_ns


def test_a_name_that_differs_only_in_case_is_one_file_where_case_does_not_count(tmp_path: Path):
    path = _sidecar(tmp_path / "a.xmp")
    try:
        os.link(path, tmp_path / "a.XMP")
    except OSError:
        pytest.skip("no hard links here")
    assert len(find_sidecars(tmp_path / "a.jpg")) == 1


def test_the_stamp_is_the_newest_change(tmp_path: Path):
    photo = tmp_path / "a.jpg"
    assert sidecar_stamp(photo) is None
    os.utime(_sidecar(tmp_path / "a.xmp"), ns=(5, 2_000_000_000))
    assert sidecar_stamp(photo) == 2_000_000_000
    os.utime(_sidecar(tmp_path / "a.jpg.xmp"), ns=(5, 1_000_000_000))
    assert sidecar_stamp(photo) == 2_000_000_000
    os.utime(tmp_path / "a.jpg.xmp", ns=(5, 3_000_000_000))
    assert sidecar_stamp(photo) == 3_000_000_000


def test_a_sidecar_has_no_sidecar(tmp_path: Path):
    _sidecar(tmp_path / "a.xmp")
    assert find_sidecars(tmp_path / "a.xmp") == ()


def test_a_photo_of_any_name_finds_its_sidecar(tmp_path: Path):
    photo = tmp_path / os.fsdecode(b"caf\xe9.jpg")
    try:
        own = _sidecar(photo.with_name(photo.name + ".xmp"), "sea")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert find_sidecars(photo) == (own,)
    assert read_metadata(photo).keywords == (("sea",),)


def test_sidecars_win_over_each_other_in_order_and_add_their_keywords(tmp_path: Path):
    _sidecar(tmp_path / "a.jpg.xmp", "one", rating=5, text="A dog")
    _sidecar(tmp_path / "a.xmp", "two", "ONE", rating=1, text="A cat")
    (tmp_path / "a.jpg").write_bytes(b"not even a picture")
    assert read_metadata(tmp_path / "a.jpg") == PhotoMetadata(
        rating=5,
        keywords=(("one",), ("two",)),
        captions=(CaptionText("A dog", "sidecar"), CaptionText("A cat", "sidecar")),
        sidecars=2,
    )
    assert read_metadata(tmp_path / "a.jpg", sidecars=False) == PhotoMetadata()


def test_what_a_sidecar_does_not_say_the_file_says():
    file = PhotoMetadata(
        taken_at="2001-01-01T00:00:00", camera="Canon", lens="50 mm", iso=100, lat=1.0, lon=2.0,
        rating=3, keywords=(("Cats",),), captions=(CaptionText("a dog", "xmp"),),
    )  # fmt: skip
    empty = PhotoMetadata()
    assert merge(file) == merge(file, empty) == merge(empty, file) == file
    sidecar = PhotoMetadata(rating=0, lat=5.0, lon=6.0, keywords=(("Animals", "Cats"),),
                            captions=(CaptionText("A dog", "sidecar"),))  # fmt: skip
    merged = merge(file, sidecar)
    assert (merged.rating, merged.lat, merged.lon, merged.iso) == (0, 5.0, 6.0, 100)
    assert merged.keywords == (("Animals", "Cats"),)
    assert merged.captions == sidecar.captions


@pytest.mark.parametrize(
    "content", [b"", b"<x:xmpmeta", b"\xff\xfe\x00", bytes(100), b"<a><b></a>"]
)
def test_a_damaged_sidecar_says_nothing(tmp_path: Path, content: bytes):
    path = tmp_path / "a.xmp"
    path.write_bytes(content)
    assert read_sidecar(path) == PhotoMetadata()


def test_a_huge_or_missing_sidecar_says_nothing(tmp_path: Path):
    path = _sidecar(tmp_path / "a.xmp", "one")
    with path.open("ab") as stream:
        stream.truncate(xmp.MAX_XMP_BYTES + 1)
    assert read_sidecar(path) == PhotoMetadata()
    assert read_sidecar(tmp_path / "gone.xmp") == PhotoMetadata()
    assert read_sidecar(tmp_path) == PhotoMetadata()
