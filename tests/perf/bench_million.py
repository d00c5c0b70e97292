"""How well the graph finds what exact search finds, at a million vectors.

Run: python tests/perf/bench_million.py [--vectors 1000000] [--dim 256] [--seed 0]

Vectors are made up: clusters of uneven size in a cone, as photo vectors lie, float16, seeded.
Queries are held out: made like the photos of a cluster or like a sentence about one, and in
no index. Compared is the answer that a search gives (over-fetched by the graph, scored
exactly again) with brute force, ties within 1e-4 counting as equal.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from photoclip.index import hnsw
from photoclip.index.flat import FlatView, top_rows
from photoclip.search.planner import best_rows, rows_by_graph
from photoclip.search.vectors import PhotoVectors

WANTED = 50


def unit(x: np.ndarray) -> np.ndarray:
    """Rows brought to length 1, float32."""
    return np.asarray(x / np.linalg.norm(x, axis=1, keepdims=True), np.float32)


class World:
    """Clusters of uneven size, in a cone, with a spectrum that falls off."""

    def __init__(self, seed: int, dim: int, clusters: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.dim = dim
        self.scale = 1.0 / np.sqrt(1.0 + np.arange(dim) / 24.0)
        self.centres = unit(self.noise(clusters) + 0.5 * unit(self.noise(1)))
        self.share = self.rng.dirichlet(np.full(clusters, 0.6))

    def noise(self, count: int) -> np.ndarray:
        """Directions, not of unit length."""
        return self.rng.standard_normal((count, self.dim), np.float32) * self.scale

    def near(self, count: int, spread: float) -> np.ndarray:
        """Unit vectors about clusters, large ones more often: float32, shape (count, dim)."""
        cluster = self.rng.choice(len(self.share), count, p=self.share)
        return unit(self.centres[cluster] + spread * unit(self.noise(count)))

    def photos(self, count: int) -> np.ndarray:
        """Vectors of photos, float16."""
        out = np.empty((count, self.dim), np.float16)
        for start in range(0, count, 20_000):
            end = min(start + 20_000, count)
            out[start:end] = self.near(end - start, 0.9)
        return out


def memory_mib() -> float:
    """Memory of this process now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def say(what: str, value: str) -> None:
    """One line of the table."""
    sys.stdout.write(f"{what:<58}{value:>16}\n")
    sys.stdout.flush()


def build(view: FlatView) -> hnsw.HnswIndex:
    """The graph, with a line of progress every tenth."""
    job = hnsw.build(view.ids, lambda ids: view.vectors[view.rows_of(ids)], view.vectors.shape[1])
    started, told = time.perf_counter(), 0
    while True:
        try:
            progress = next(job)
        except StopIteration as end:
            graph: hnsw.HnswIndex = end.value
            return graph
        tenth = progress.done * 10 // max(progress.total or 1, 1)
        if tenth > told:
            told = tenth
            say(f"  built {progress.done:,}", f"{time.perf_counter() - started:.0f} s")


def measure(vectors: PhotoVectors, graph: hnsw.HnswIndex, queries: np.ndarray, name: str) -> float:
    """Recall@50 and times over held-out queries."""
    recalls, by_graph, exactly = [], [], []
    lag = np.empty(0, np.intp)
    for query in queries:
        started = time.perf_counter()
        found = rows_by_graph(vectors, query, graph, WANTED, lag)
        by_graph.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        best = best_rows(vectors, query, vectors.rows, WANTED, vectors.photos)
        exactly.append((time.perf_counter() - started) * 1000)
        worst = best.scores[top_rows(best.scores, WANTED)][-1]
        recalls.append(np.count_nonzero(found.scores[:WANTED] >= worst - 1e-4) / WANTED)
    recall = float(np.mean(recalls))
    say(f"recall@{WANTED}, {len(queries)} held-out {name}", f"{recall:.4f}")
    say("  worst query", f"{min(recalls):.2f}")
    say("  by graph, median", f"{statistics.median(by_graph):.1f} ms")
    say("  exact, median", f"{statistics.median(exactly):.1f} ms")
    return recall


def main() -> int:
    """Build, measure, print; exit code 1 if the recall is below 0.98."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=int, default=1_000_000)
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--clusters", type=int, default=4000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    world = World(options.seed, options.dim, options.clusters)
    photos = world.photos(options.vectors)
    ids = np.arange(1, options.vectors + 1)
    view = FlatView(ids, photos)
    vectors = PhotoVectors.make(view, ids, ids)
    before = memory_mib()
    say(f"{options.vectors:,} vectors x {options.dim}, float16", f"{before:.0f} MiB")
    started = time.perf_counter()
    graph = build(view)
    say(
        f"graph built (M={hnsw.M}, ef_construction={hnsw.EF_CONSTRUCTION})",
        f"{time.perf_counter() - started:.0f} s",
    )
    say("memory of the graph", f"{memory_mib() - before:.0f} MiB")
    recalls = [
        measure(vectors, graph, world.near(options.queries, 0.9), "photos"),
        measure(vectors, graph, world.near(options.queries, 0.4), "sentences"),
    ]
    return 0 if min(recalls) >= 0.98 else 1


if __name__ == "__main__":
    raise SystemExit(main())
