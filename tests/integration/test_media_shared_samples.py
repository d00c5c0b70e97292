"""Every real-world sample of ../shared/data/formats: limits, looks and manifest claims.

All samples go through one child process, which a hang or a crash ends; what it found
is checked here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photoclip.media.decode import decode
from photoclip.media.metadata import read_metadata

pytestmark = pytest.mark.shared

_SECONDS = 20
_BYTES = int(1.5 * 2**30)

_CHILD = """
import dataclasses, faulthandler, json, os, re, sys, time
from pathlib import Path
from photoclip.errors import UnreadablePhotoError
from photoclip.media.decode import decode
from photoclip.media.metadata import read_metadata
from photoclip.media.sidecar import read_sidecar
try:
    import resource
except ImportError:
    resource = None
seconds, limit, root = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
if resource is not None and sys.platform == "linux":
    own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (own + limit, own + limit))
for path in sorted(root.rglob("*")):
    if not path.is_file():
        continue
    faulthandler.dump_traceback_later(seconds, exit=True)  # also out of C code
    started, found = time.perf_counter(), {"file": path.relative_to(root).as_posix()}
    try:
        photo = decode(path)
    except UnreadablePhotoError as error:
        found["reason"] = str(error)
    else:
        found.update(width=photo.width, height=photo.height, orientation=photo.orientation,
                     format=photo.format, shape=photo.pixels.shape)
    said = read_sidecar(path) if path.suffix == ".xmp" else read_metadata(path, sidecars=False)
    found.update(metadata=dataclasses.asdict(said), seconds=time.perf_counter() - started)
    faulthandler.cancel_dump_traceback_later()
    if resource is not None and sys.platform == "linux":
        # Not ru_maxrss: that remembers the size of the process that started this one.
        high = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
        found["peak"] = int(high[1]) * 1024
    print(json.dumps(found), flush=True)
"""


@dataclass(frozen=True)
class Sample:
    """One line of the manifest and what was found in its file."""

    file: str
    facts: tuple[str, ...]
    found: dict[str, Any]

    def claims(self, *wanted: str) -> bool:
        return any(fact in wanted for fact in self.facts)

    def value(self, name: str) -> str | None:
        return next((f[len(name) + 1 :] for f in self.facts if f.startswith(name + " ")), None)

    @property
    def metadata(self) -> dict[str, Any]:
        return self.found["metadata"]


@pytest.fixture(scope="module")
def samples(shared_data: Path) -> list[Sample]:
    root = shared_data / "formats"
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, str(_SECONDS), str(_BYTES), str(root)],
        capture_output=True, check=False, timeout=280,
    )  # fmt: skip
    results = [json.loads(line) for line in child.stdout.splitlines()]
    found = {result["file"]: result for result in results}
    last = results[-1]["file"] if results else "none"
    assert child.returncode == 0, f"ended after {last}: {child.stderr[-2000:]!r}"
    lines = (root / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]
    table = []
    for line in lines:
        file, what, _ = line.split("\t")
        facts = tuple(fact.strip() for fact in what.rpartition("|")[2].split(";"))
        table.append(Sample(file, facts, found[file]))
    return table


def _files(chosen: list[Sample]) -> set[str]:
    return {sample.file for sample in chosen}


def test_no_sample_hangs_or_takes_too_much_memory(samples: list[Sample]):
    assert len(samples) >= 270
    assert max(sample.found["seconds"] for sample in samples) < _SECONDS
    assert max(sample.found.get("peak", 0) for sample in samples) < _BYTES


def test_every_reason_is_a_plain_sentence(samples: list[Sample]):
    for sample in samples:
        reason = sample.found.get("reason")
        if reason is not None:
            assert re.fullmatch(r"[A-Z].{8,}\.", reason), (sample.file, reason)
            assert not re.search(r"Error|Exception|0x|tile|chunk|errno|/", reason), reason


# RAW files without pixels, and two formats that PhotoClip leaves out on purpose.
_REFUSED = {"other-formats/hopper.ico", "other-formats/hopper.qoi", "raw/DNG.dng"}
# Its preview is larger than nothing, though Pillow does not know the file.
_SHOWN_BY_PREVIEW = {"raw/FujiFilm.raf"}
# Cut off, but most of the picture is there.
_SAVED = {
    "bad/truncated_image.png",
    "bad/truncated_jpeg.jpg",
    "made/truncated-half.jpg",
    "made/truncated-last-100-bytes.jpg",
}


def test_what_can_be_decoded_is_shown_and_what_cannot_has_a_reason(samples: list[Sample]):
    broken = re.compile("DECODE FAILS|Pillow cannot open|zero bytes|not an image")
    works = [s for s in samples if not any(broken.search(fact) for fact in s.facts)]
    fails = [s for s in samples if s not in works]
    assert {s.file for s in works if "reason" in s.found} == _REFUSED
    assert {s.file for s in fails if "reason" not in s.found} == _SAVED | _SHOWN_BY_PREVIEW


def test_the_size_is_that_of_the_upright_picture(samples: list[Sample]):
    checked = 0
    for sample in samples:
        size = re.search(r"(\d+)x(\d+)$", sample.facts[0])
        if size is None or "reason" in sample.found:
            continue
        width, height = int(size[1]), int(size[2])
        turned = int(sample.value("EXIF orientation") or 1) >= 5
        if turned and sample.facts[0].split()[0] != "TIFF":  # Pillow told it upright already
            width, height = height, width
        assert (sample.found["width"], sample.found["height"]) == (width, height), sample.file
        checked += 1
    assert checked > 200


def test_the_orientation_is_the_one_of_the_manifest(samples: list[Sample]):
    for sample in samples:
        if "reason" not in sample.found and not sample.file.startswith("raw/"):
            claimed = int(sample.value("EXIF orientation") or 1)
            assert sample.found["orientation"] == claimed, sample.file


_UPRIGHT_TWINS = {
    "orientation/landscape_1.jpg": [f"orientation/landscape_{n}.jpg" for n in range(2, 9)],
    "orientation/portrait_1.jpg": [f"orientation/portrait_{n}.jpg" for n in range(2, 9)],
    "other-formats/hopper.webp": [
        *(f"orientation/hopper_orientation_{n}.webp" for n in range(2, 9)),
        "orientation/hopper_orientation_6.jpg",
    ],
    "orientation/rot0mir1.avif": ["orientation/rot1mir0.avif"],
    "captions-keywords/xmp_tags_orientation.png": ["orientation/xmp_tags_orientation.avif"],
}


@pytest.mark.parametrize("upright", _UPRIGHT_TWINS)
def test_each_orientation_sample_looks_like_its_upright_twin(shared_data: Path, upright: str):
    root = shared_data / "formats"
    expected = decode(root / upright).pixels.astype(int)
    flips = [expected[::-1], expected[:, ::-1], expected[::-1, ::-1]]
    for name in _UPRIGHT_TWINS[upright]:
        pixels = decode(root / name).pixels.astype(int)
        assert pixels.shape == expected.shape, name
        difference = np.abs(pixels - expected).mean()
        # The landscapes carry their number and the two AVIF files their own words.
        assert difference < 9, name
        assert difference < min(np.abs(pixels - flip).mean() for flip in flips) / 2, name


def test_a_symmetric_pattern_turned_by_exif_stays_the_pattern(shared_data: Path):
    root = shared_data / "formats"
    turned = decode(root / "orientation/exif_imagemagick_orientation.png").pixels
    plain = decode(root / "captions-keywords/exif.png").pixels
    assert np.abs(turned.astype(int) - plain[::-1, ::-1]).mean() < 1


def test_a_text_on_its_side_reads_from_left_to_right(shared_data: Path):
    pixels = decode(shared_data / "formats/orientation/g4_orientation_6.tif").pixels
    dark = (pixels[:, :, 0] < 128).sum(axis=0)
    assert pixels.shape == (88, 590, 3)
    assert dark[:450].sum() > 10 * dark[500:].sum()  # the line starts at the left edge


# GPS blocks that hold no place: only a version, zeros, 0/0, or numbers beyond the Earth.
_NO_PLACE = {
    "cameras/Canon_40D.jpg",
    "cameras/Olympus μ Digital 800.JPG",
    "gps/Samsung GT-I9000 (Galaxy S).jpg",
    "gps/exif_gps.jpg",
    "other-formats/Nikon D1X.webp",
    "bad/broken1.jpg",
}


def test_where_the_manifest_says_gps_there_is_a_place(samples: list[Sample]):
    claimed = [s for s in samples if s.claims("GPS")]
    missing = {s.file for s in claimed if s.metadata["lat"] is None}
    assert missing == _NO_PLACE
    assert len(claimed) > 15
    for sample in claimed:
        if sample.file not in missing:
            assert -90 <= sample.metadata["lat"] <= 90
            assert -180 <= sample.metadata["lon"] <= 180


def test_places_are_on_the_right_side_of_the_earth(samples: list[Sample]):
    place = {s.file: (s.metadata["lat"], s.metadata["lon"]) for s in samples}
    assert place["gps/DSCN0010.jpg"] == pytest.approx((43.46745, 11.88513), abs=1e-4)  # Arezzo
    assert place["captions-keywords/IMG_5910.jpg"] == pytest.approx((37.871, -122.257), abs=1e-3)
    assert place["cameras/Kodak_CX7530.jpg"] == pytest.approx((-0.3713, 36.0564), abs=1e-3)


def test_where_the_manifest_says_keywords_there_are_some(samples: list[Sample]):
    claimed = [s for s in samples if s.claims("IPTC keywords", "XMP dc:subject")]
    assert len(claimed) > 20
    assert {s.file for s in claimed if not s.metadata["keywords"]} == set()


# Only the camera's name or its standing phrase, or nothing but blanks.
_NO_CAPTION = {
    "gps/Samsung GT-I9000 (Galaxy S).jpg",
    "gps/45-gps_ifd.jpg",
    "cameras/Konica_Minolta_DiMAGE_Z3.jpg",
    "cameras/Samsung_Digimax_i50_MP3.jpg",
    "cameras/WWL_(Polaroid)_ION230.jpg",
    "cameras/Olympus μ Digital 800.JPG",
    "captions-keywords/Issue 339.jpg",
    "other-formats/hopper.tif",
    "other-formats/hopper_lzw.tif",
    "raw/Issue 247-1.nef",
}


def test_where_the_manifest_says_captions_there_are_some(samples: list[Sample]):
    kinds = ("IPTC caption", "XMP dc:description", "has ImageDescription")
    claimed = [s for s in samples if s.claims(*kinds)]
    missing = {s.file for s in claimed if not s.metadata["captions"]}
    assert missing == _NO_CAPTION
    assert len(claimed) > 25


def test_the_date_is_the_one_of_the_manifest(samples: list[Sample]):
    checked = 0
    for sample in samples:
        taken = sample.value("taken")
        if taken is None:
            continue
        expected = taken.replace(":", "-", 2).replace(" ", "T")
        if taken.startswith("0000"):
            expected = None
        assert sample.metadata["taken_at"] == expected, sample.file
        checked += 1
    assert checked > 60


def test_the_camera_is_the_one_of_the_manifest(samples: list[Sample]):
    for sample in samples:
        model = sample.value("model")
        if model is not None:
            # Behind a NUL byte this file holds one more letter.
            model = "ION230" if model == "ION230 F" else model
            assert model in sample.metadata["camera"], sample.file


def test_hierarchical_keywords_keep_their_levels(samples: list[Sample]):
    keywords = next(s for s in samples if s.file.endswith("icc-xmp.tif")).metadata["keywords"]
    assert any(len(path) == 5 for path in keywords)
    assert ["Europe"] not in keywords


def test_a_sidecar_beside_its_photo_is_read(shared_data: Path):
    metadata = read_metadata(shared_data / "formats/captions-keywords/IMG_5910.jpg")
    assert metadata.captions[0].source == "sidecar"
    assert ("Alvin the Squirrel",) in metadata.keywords
