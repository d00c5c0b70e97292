"""Figures of the catalog and of scanning: ``python tests/perf/bench_catalog.py [FILES]``.

Prints one line each: scan of FILES small files in 200 folders (first and again, with the
peak memory of this process), the same in one folder, vectors into and out of the catalog.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from rich.console import Console

from photoclip.catalog import embeddings, models, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.ingest.roots import add_root
from photoclip.ingest.scan import scan
from photoclip.jobs.job import run_to_end

DIM = 512
BATCH = 1000
console = Console()


def main() -> None:
    """Run all measurements in a temporary folder."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="photoclip-bench-") as name:
        base = Path(name)
        measure_scan(base, count, folders=200)
        measure_scan(base, count, folders=1)
        measure_vectors(base, count)


def measure_scan(base: Path, count: int, *, folders: int) -> None:
    """Scan generated files: the first time, and again without a change."""
    top = base / f"photos{folders}"
    for number in range(folders):
        (top / f"{number:04}").mkdir(parents=True)
    for number in range(count):
        (top / f"{number % folders:04}" / f"IMG_{number:06}.jpg").write_bytes(b"%d" % number)
    with Database.open(base / f"scan{folders}.sqlite", backups=base) as db:
        add_root(db, top)
        for what in ("first scan", "second scan"):
            before = peak_mib()
            with timed(f"{what}, {count} files in {folders} folders"):
                run_to_end(scan(db))
            console.print(f"    peak memory {before:.0f} -> {peak_mib():.0f} MiB")
        with timed("ids of all photos, newest first"), db.read() as conn:
            photos.all_ids(conn)


def measure_vectors(base: Path, count: int) -> None:
    """Store and load vectors of unit length."""
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((count, DIM), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    half = vectors.astype(np.float16)
    with Database.open(base / "vectors.sqlite", backups=base) as db:

        def prepare(conn: Connection) -> int:
            conn.execute("INSERT INTO roots (path, path_bytes) VALUES ('/p', x'2f70')")
            conn.execute("INSERT INTO folders (root_id, rel_path, rel_bytes) VALUES (1, '', x'')")
            conn.executemany(
                "INSERT INTO photos (folder_id, name, name_bytes, size, mtime_ns, state, "
                "pixel_hash) VALUES (1, ?, ?, 1, 1, 'ready', ?)",
                ((str(n), b"%d" % n, b"%032d" % n) for n in range(count)),
            )
            return models.upsert(
                conn, key="m", fingerprint="f", arch="a", dim=DIM, source="builtin"
            )

        model = db.write(prepare)
        with timed(f"put_many, {count} x {DIM} in batches of {BATCH}") as clock:
            for start in range(0, count, BATCH):
                items = [(b"%032d" % n, half[n]) for n in range(start, min(start + BATCH, count))]
                db.write(lambda conn, items=items: embeddings.put_many(conn, model, items))
        console.print(f"    {count / clock[0]:,.0f} rows/s")
        db.checkpoint()
        console.print(f"    catalog {db.path.stat().st_size / 2**20:.0f} MiB")
        for what, fn in (
            ("load_all", embeddings.load_all),
            ("photo_map", embeddings.photo_map),
            ("ids", embeddings.ids),
            ("waiting_count", photos.waiting_count),
            ("missing_count", models.missing_count),
        ):
            for _ in range(2):
                with timed(what), db.read() as conn:
                    fn(conn, model)


def peak_mib() -> float:
    """Peak resident memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def timed(what: str) -> Iterator[list[float]]:
    """Print how long the body took; the list holds the seconds afterwards."""
    clock: list[float] = []
    start = time.perf_counter()
    yield clock
    clock.append(time.perf_counter() - start)
    console.print(f"{what}: {clock[0] * 1000:,.0f} ms")


if __name__ == "__main__":
    main()
