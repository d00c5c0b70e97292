"""Preparing a training run from many captioned photos: time of the processor, and memory.

    python tests/perf/bench_snapshot.py [CAPTIONED] [OTHERS]

Every captioned photo has five sentences, three in ten are bursts of three, and difference
hashes are those of random soft pictures (see bench_duplicates). The catalog is filled first.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from bench_duplicates import soft_hashes

from photoclip.catalog import embeddings, folders
from photoclip.jobs.tasks import snapshot
from photoclip.library import Library
from photoclip.run_reports import TrainOptions
from photoclip.runs import RunFolder

_DIM = 512
_STEP = 5_000
_CAPTIONS = 5


def fill(library: Library, captioned: int, others: int) -> None:
    """Photos without files."""
    context = library._parts.context
    model = library._parts.model(None)
    rng = np.random.default_rng(0)
    hashes = soft_hashes(captioned + others, rng).astype(np.int64)

    def start(conn):
        conn.execute("UPDATE models SET dim = ? WHERE id = ?", (_DIM, model.id))
        root = folders.add_root(conn, Path("/nowhere"))
        return folders.ensure_folder(conn, root.id, b"x")

    folder = context.db.write(start)

    def put(conn, at):
        numbers = range(at, min(at + _STEP, captioned + others))
        vectors = rng.standard_normal((len(numbers), _DIM)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        keys = [hashlib.blake2b(b"%d" % n, digest_size=32).digest() for n in numbers]
        embeddings.put_many(
            conn, model.id, list(zip(keys, vectors.astype(np.float16), strict=True))
        )
        for n, key in zip(numbers, keys, strict=True):
            day = f"2000-01-01T{n % 24:02}:{n // 24 % 60:02}:00"
            taken = f"2001-{n // 3}" if n % 10 < 3 else day
            photo_id = conn.execute(
                "INSERT INTO photos (folder_id, name, name_bytes, size, mtime_ns, state, camera, "
                "taken_at, pixel_hash, perceptual_hash) "
                "VALUES (?, ?, ?, 1, 1, 'ready', ?, ?, ?, ?)",
                (folder, str(n), b"%d" % n, f"C{n // 1440}", taken, key, int(hashes[n])),
            ).lastrowid
            conn.executemany(
                "INSERT INTO captions (photo_id, text) VALUES (?, ?)",
                [(photo_id, f"Sentence {k} of {n}.") for k in range(_CAPTIONS * (n < captioned))],
            )

    for at in range(0, captioned + others, _STEP):
        context.db.write(lambda conn, at=at: put(conn, at))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Fill a catalog and prepare a run from it."""
    captioned = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    others = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
        fill(library, captioned, others)
        context, model = library._parts.context, library._parts.model(None)
        begun = time.process_time()
        told = snapshot.overview(context, model)
        say(f"overview: {time.process_time() - begun:.1f} s for {told.captions:,} captions")
        run = RunFolder(Path(folder) / "run")
        begun = last = time.process_time()
        longest = 0.0
        for _ in snapshot.prepare_run(context, model, TrainOptions(), run):
            longest, last = max(longest, time.process_time() - last), time.process_time()
        longest = max(longest, time.process_time() - last)
        say(f"prepare_run: {time.process_time() - begun:.1f} s, {longest:.1f} s without progress")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sizes = {path.name: path.stat().st_size for path in sorted(run.root.iterdir())}
        say(f"memory: {memory:.0f} MB; files: {sizes}")


if __name__ == "__main__":
    main()
