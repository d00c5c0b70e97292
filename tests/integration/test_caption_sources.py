"""Captions of every kind reach the catalog, and follow their files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import exiv2
import pytest
from write_bench import WriteBench, picture
from xmp_samples import DIGIKAM

from photoclip.catalog import photo_files, tags
from photoclip.ingest.ignore import Rules
from photoclip.ingest.listing import list_folder
from photoclip.media.sidecar import sidecar_stamp


@pytest.fixture
def bench(tmp_path):
    bench = WriteBench(tmp_path)
    yield bench
    bench.close()


def with_exiv2(path: Path, key: str, value: str) -> None:
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    kind = key.partition(".")[0]
    {"Exif": image.exifData, "Iptc": image.iptcData, "Xmp": image.xmpData}[kind]()[key] = value
    image.writeMetadata()


@pytest.mark.parametrize(
    ("key", "value", "source"),
    [
        ("Xmp.dc.description", "lang=x-default A boat.", "xmp"),
        ("Iptc.Application2.Caption", "A boat.", "iptc"),
        ("Exif.Image.ImageDescription", "A boat.", "exif"),
        ("Exif.Photo.UserComment", "charset=Unicode A boat.", "exif"),
    ],
)
def test_a_caption_that_exiv2_wrote_arrives(bench, key, value, source):
    with_exiv2(bench.put("a.jpg", picture()), key, value)
    bench.look()
    assert bench.captions("a.jpg") == [(source, "A boat.")]


@pytest.mark.skipif(
    shutil.which("exiftool") is None,
    reason="exiftool is not installed (Debian: libimage-exiftool-perl)",
)
@pytest.mark.parametrize(
    ("option", "source"),
    [
        ("-XMP-dc:Description=A boat.", "xmp"),
        ("-IPTC:Caption-Abstract=A boat.", "iptc"),
        ("-IFD0:ImageDescription=A boat.", "exif"),
        ("-ExifIFD:UserComment=A boat.", "exif"),
        ("-IFD0:XPComment=A boat.", "exif"),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_a_caption_that_exiftool_wrote_arrives(bench, option, source, kind):
    name = f"a.{kind.lower()}"
    path = bench.put(name, picture(kind=kind))
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", option, str(path)],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    bench.look()
    assert bench.captions(name) == [(source, "A boat.")]


def test_the_description_of_a_sidecar_arrives(bench):
    bench.put("a.jpg", picture())
    bench.put("a.jpg.xmp", DIGIKAM)
    bench.look()
    assert ("sidecar", "Boats at noon") in bench.captions("a.jpg")


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.jpg.txt"])
def test_text_beside_a_photo_arrives_and_is_read_again_when_it_changes(bench, name):
    bench.put("a.jpg", picture())
    bench.put(name, "A boat.\nA ship.\n")
    bench.look()
    assert bench.captions("a.jpg") == [("text", "A boat."), ("text", "A ship.")]
    assert bench.is_quiet()
    bench.put(name, "A harbour.\nA ship.\n")
    report = bench.scan()
    assert report.changes.photos == {bench.photo("a.jpg").id}
    bench.index()
    assert sorted(bench.captions("a.jpg")) == [("text", "A harbour."), ("text", "A ship.")]
    assert bench.is_quiet()


def test_text_that_comes_later_is_noticed_and_decodes_nothing(bench):
    bench.put("a.jpg", picture())
    bench.look()
    decoded = len(bench.decoded)
    bench.put("a.txt", "A boat.")
    bench.look()
    assert bench.captions("a.jpg") == [("text", "A boat.")]
    assert len(bench.decoded) == decoded


def test_text_and_sidecar_change_independently_of_which_is_newer(bench):
    bench.put("a.jpg", picture())
    old = 1_500_000_000_000_000_000
    bench.put("a.xmp", DIGIKAM, mtime_ns=old)
    bench.put("a.txt", "A boat.")
    bench.look()
    assert bench.captions("a.jpg")[-1] == ("text", "A boat.")
    bench.put("a.xmp", DIGIKAM.replace("Boats at noon", "Boats at one"), mtime_ns=old + 1)
    bench.look()
    said = {text: source for source, text in bench.captions("a.jpg")}
    assert said["Boats at one"] == "sidecar"
    assert "Boats at noon" not in said
    assert said["A boat."] == "text"


def test_a_text_that_is_lost_takes_nothing_away(bench):
    bench.put("a.jpg", picture())
    text = bench.put("a.txt", "A boat.")
    bench.look()
    text.unlink()
    bench.look()
    assert bench.captions("a.jpg") == [("text", "A boat.")]
    assert bench.is_quiet()


def test_writing_tags_beside_a_text_settles_at_once_and_keeps_its_captions(bench):
    bench.put("a.jpg", picture())
    bench.put("a.txt", "A boat.")
    bench.look()
    bench.add("a.jpg", "sea")
    bench.caption("a.jpg", "Our boat.")
    [change] = bench.write().changes
    assert change.target.name == "a.jpg.xmp"
    assert bench.is_quiet()
    assert bench.write().unchanged == 1
    bench.undo()
    assert bench.is_quiet()
    assert ("text", "A boat.") in bench.captions("a.jpg")


def test_tags_of_a_photo_with_a_text_only_are_followed_like_any(bench):
    path = bench.put("a.jpg", picture())
    with_exiv2(path, "Xmp.dc.subject", "sea")
    bench.put("a.txt", "A boat.")
    bench.look()
    [(tag,)] = bench.sql("SELECT id FROM tags")
    bench.db.write(lambda conn: tags.rename(conn, tag, "ocean"))
    base = bench.base("a.jpg")
    assert base is not None
    assert base.sidecars == 0, "a text is no sidecar that could be lost"


def test_a_text_is_nothing_that_a_person_did_here(bench):
    bench.put("a.jpg", picture())
    bench.put("a.txt", "A boat.")
    bench.look()
    with bench.db.read() as conn:
        [row] = photo_files.by_ids(conn, [bench.photo("a.jpg").id])
    assert not row.has_user_data


def test_texts_of_photos_are_no_foreign_files_and_others_are(bench):
    bench.put("a.jpg", picture())
    for name in ("a.txt", "a.jpg.txt", "notes.txt", "b.txt"):
        bench.put(name, "A boat.")
    assert bench.scan().not_photos == 2


def test_the_scan_and_the_reader_agree_on_the_stamp_even_of_excluded_texts(tmp_path):
    (tmp_path / "a.jpg").write_bytes(picture())
    for names in (["a.txt"], ["a.jpg.txt"], ["a.xmp"], ["a.jpg.XMP"], ["b.txt"]):
        for name in names:
            (tmp_path / name).write_text("A boat.")
        for rules in (Rules(), Rules(["*.txt"])):
            found = list_folder(os.fsencode(tmp_path), b"", rules).photos[b"a.jpg"]
            assert found.sidecar == sidecar_stamp(tmp_path / "a.jpg")
