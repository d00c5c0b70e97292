"""Finding copies among many photos: time and memory.

    python tests/perf/bench_duplicates.py [PHOTOS]

Hashes are those of random soft pictures, so that they fall into few parts as those of photos
do; one photo in twenty is a near copy (two bits differ). The catalog is filled first.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from photoclip.catalog import embeddings, folders
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks.duplicates import find_duplicates
from photoclip.library import Library
from photoclip.search.duplicates import near_pairs

_DIM = 64
_STEP = 20_000


def soft_hashes(count: int, rng: np.random.Generator) -> np.ndarray:
    """Difference hashes of random soft pictures, uint64, shape (count,)."""
    parts = []
    for start in range(0, count, _STEP):
        rough = rng.normal(size=(min(_STEP, count - start), 4, 4))
        grey = np.repeat(np.repeat(rough, 2, 1), 3, 2)[:, :, :9]
        grey = grey + 0.35 * rng.normal(size=grey.shape)
        bits = np.packbits((grey[:, :, 1:] > grey[:, :, :-1]).reshape(len(grey), 64), axis=1)
        parts.append(bits.view(">u8").ravel().astype(np.uint64))
    return np.concatenate(parts)


def fill(library: Library, hashes: np.ndarray, vectors: np.ndarray) -> None:
    """Photos without files."""
    context = library._parts.context
    model = library._parts.model(None)

    def start(conn):
        conn.execute("UPDATE models SET dim = ? WHERE id = ?", (_DIM, model.id))
        root = folders.add_root(conn, Path("/nowhere"))
        return folders.ensure_folder(conn, root.id, b"x")

    folder = context.db.write(start)
    for at in range(0, len(hashes), _STEP):
        numbers = range(at, min(at + _STEP, len(hashes)))

        def put(conn, numbers=numbers):
            conn.executemany(
                "INSERT INTO photos (folder_id, name, name_bytes, size, mtime_ns, state, "
                "pixel_hash, perceptual_hash, width, height, format) "
                "VALUES (?, ?, ?, 1, 1, 'ready', ?, ?, 400, 300, 'JPEG')",
                [
                    (folder, str(n), b"%d" % n, b"p%d" % n, int(hashes[n].astype(np.int64)))
                    for n in numbers
                ],
            )
            embeddings.put_many(conn, model.id, [(b"p%d" % n, vectors[n]) for n in numbers])

        context.db.write(put)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Fill a catalog and look for copies in it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = np.random.default_rng(0)
    copies = count // 20
    base = soft_hashes(count - copies, rng)
    which = rng.integers(0, len(base), copies)
    flips = np.uint64(1) << rng.integers(0, 64, (2, copies)).astype(np.uint64)
    hashes = np.concatenate([base, base[which] ^ flips[0] ^ flips[1]])
    vectors = rng.normal(size=(count, _DIM)).astype(np.float32)
    vectors[len(base) :] = vectors[which]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for threshold in (0, 2, 4):
        started = time.perf_counter()
        pairs = run_to_end(near_pairs(hashes, threshold))
        seconds = time.perf_counter() - started
        say(f"{count:,} hashes, threshold {threshold}: {len(pairs):,} pairs in {seconds:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        with Library.open(Path(folder)) as library:
            fill(library, hashes, vectors.astype(np.float16))
            parts = library._parts
            started = time.perf_counter()
            groups = run_to_end(find_duplicates(parts.context, parts.model(None)))
            seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"{count:,} photos: {len(groups):,} groups in {seconds:.1f} s; peak {memory:,.0f} MB")


if __name__ == "__main__":
    main()
