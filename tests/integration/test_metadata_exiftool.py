"""What PhotoClip writes, read by another program: exiftool."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from write_bench import WriteBench, picture
from xmp_samples import SAMPLES

pytestmark = pytest.mark.skipif(
    shutil.which("exiftool") is None,
    reason="exiftool is not installed (Debian: libimage-exiftool-perl)",
)


@pytest.fixture
def bench(tmp_path):
    bench = WriteBench(tmp_path)
    yield bench
    bench.close()


def exiftool(path: Path, *options: str) -> dict[str, Any]:
    """Everything exiftool finds, by group and name; and it must find nothing to warn of."""
    done = subprocess.run(
        ["exiftool", "-json", "-G1", "-struct", "-charset", "filename=utf8", *options, str(path)],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    (found,) = json.loads(done.stdout)
    told = [str(found.get(f"ExifTool:{kind}", "[minor]")) for kind in ("Warning", "Error")]
    assert all(text.startswith("[minor]") for text in told), told
    return {name: value for name, value in found.items() if name.startswith("XMP-")}


def listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def decide(bench: WriteBench, name: str) -> Path:
    bench.look()
    bench.add(name, "People/Anna Öztürk", "beach & sea")
    bench.caption(name, "Anna at the <sea>\nsecond line “é”")
    bench.rate(name, 4)
    (change,) = bench.write().changes
    return change.target


def check(found: dict[str, Any]) -> None:
    assert {"Anna Öztürk", "beach & sea"} <= set(listed(found["XMP-dc:Subject"]))
    hierarchy = {"People|Anna Öztürk", "beach & sea"}
    assert hierarchy <= set(listed(found["XMP-lr:HierarchicalSubject"]))
    tags_list = {"People/Anna Öztürk", "beach & sea"}
    assert tags_list <= set(listed(found["XMP-digiKam:TagsList"]))
    assert found["XMP-dc:Description"] == "Anna at the <sea>\nsecond line “é”"
    assert found["XMP-xmp:Rating"] == 4


def test_exiftool_reads_a_new_sidecar(bench):
    bench.put("a.jpg", picture())
    check(exiftool(decide(bench, "a.jpg")))


# Not "strange": exiftool takes no CDATA with angle brackets.
@pytest.mark.parametrize("name", ["digikam", "darktable", "lightroom"])
def test_exiftool_reads_an_edited_sidecar_and_all_that_was_in_there(bench, name):
    sidecar = bench.put("a.jpg.xmp", SAMPLES[name])
    bench.put("a.jpg", picture())
    before = exiftool(sidecar)
    assert decide(bench, "a.jpg") == sidecar
    after = exiftool(sidecar)
    check(after)
    ours = {
        "XMP-dc:Subject", "XMP-lr:HierarchicalSubject", "XMP-digiKam:TagsList",
        "XMP-dc:Description", "XMP-xmp:Rating",
    }  # fmt: skip
    assert {k: v for k, v in before.items() if k not in ours} == {
        k: v for k, v in after.items() if k not in ours
    }
    for field in ours & before.keys() - {"XMP-dc:Description", "XMP-xmp:Rating"}:
        assert set(listed(before[field])) <= set(listed(after[field]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_exiftool_reads_what_was_written_into_a_photo(bench, kind):
    photo = bench.put(f"a.{kind.lower()}", picture(3, kind))
    bench.room.write_to(bench.top, "file")
    assert decide(bench, photo.name) == photo
    check(exiftool(photo))


def test_what_exiftool_changes_comes_back_in(bench):
    bench.put("a.jpg", picture())
    sidecar = decide(bench, "a.jpg")
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", "-XMP-dc:Subject-=beach & sea",
         "-XMP-lr:HierarchicalSubject-=beach & sea", "-XMP-dc:Subject+=sand",
         "-XMP-xmp:Rating=2", str(sidecar)],
        check=True, timeout=60,
    )  # fmt: skip
    bench.look()
    assert bench.tags("a.jpg") == {"People/Anna Öztürk", "sand"}
    assert bench.photo("a.jpg").rating == 2
    assert bench.conflicts() == {}
