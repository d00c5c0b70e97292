"""kill -9 in the middle of a thousand writes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from write_bench import WriteBench, picture
from xmp_samples import DARKTABLE, DIGIKAM, LIGHTROOM, foreign

from photoclip.catalog import tags
from photoclip.media.xmp_write import check_packet

PHOTOS = 1_000
SAMPLES = (DIGIKAM, DARKTABLE, LIGHTROOM)
HELPERS = Path(__file__).resolve().parent.parent / "helpers"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_process_killed_at_any_moment_damages_no_sidecar(tmp_path):
    bench = WriteBench(tmp_path)
    before: dict[Path, bytes | None] = {}
    for number in range(PHOTOS):
        (bench.top / f"{number}.jpg").write_bytes(picture(number))
        sidecar = bench.top / f"{number}.jpg.xmp"
        before[sidecar] = SAMPLES[number % 4].encode() if number % 4 < 3 else None
        if before[sidecar] is not None:
            sidecar.write_bytes(before[sidecar])
    bench.scan()

    def tag_all(conn):
        ids = [row[0] for row in conn.execute("SELECT id FROM photos")]
        tags.assign(conn, ids, tags.ensure(conn, ["Trips", "Kill"]))

    bench.db.write(tag_all)
    chance = random.Random(4)
    kills = 0
    for _ in range(6):
        kills += _killed(tmp_path, chance.uniform(0.05, 0.6))
        _check(before)
    assert kills >= 3, "the process was too fast to be killed"
    report = bench.write()
    assert report.skipped == ()
    written = _check(before)
    assert written == PHOTOS
    assert not list(bench.top.glob(".photoclip*"))
    assert bench.write().unchanged == PHOTOS
    assert bench.sql("SELECT count(*) FROM xmp_journal WHERE state = 'pending'") == [(0,)]
    assert bench.scan().changes.photos == frozenset()
    bench.close()


def _killed(folder: Path, seconds: float) -> bool:
    """Start writing, kill the process after a while; False if it had already ended."""
    process = subprocess.Popen(
        [sys.executable, str(HELPERS / "writes_until_killed.py"), str(folder)],
        stdout=subprocess.PIPE,
        cwd=HELPERS.parent.parent,
    )
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        process.kill()
    return process.returncode == -signal.SIGKILL


def _check(before: dict[Path, bytes | None]) -> int:
    """Every sidecar is its old self, byte for byte, or whole and new; returns how many are new."""
    written = 0
    for path, old in before.items():
        now = path.read_bytes() if path.exists() else None
        if now == old:
            continue
        assert now is not None, path
        check_packet(now)
        assert b"Trips|Kill" in now and b"Trips/Kill" in now and now.endswith((b">\n", b">"))
        if old is not None:
            assert foreign(now) == foreign(old)
        written += 1
    return written
