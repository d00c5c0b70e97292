"""How long an answer takes: exact, by graph, filtered, whole queries; how soon the program starts.

Run: python tests/perf/bench_search.py [--photos 10000 100000] [--graph]

Vectors are made up (clusters of uneven size in a cone, as photo vectors lie), the
catalog, the engine and the command line are real. The query's text is encoded before.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from photoclip.catalog import captions, embeddings, folders, models, photo_files
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.photo_files import FileStat
from photoclip.catalog.rows import ModelRow
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks.hinting import Hinter
from photoclip.jobs.tasks.querying import QueryRunner, Wish
from photoclip.search.engine import SearchEngine, open_store

DIM = 896


def unit(x: np.ndarray) -> np.ndarray:
    """Rows brought to length 1, float32."""
    return np.asarray(x / np.linalg.norm(x, axis=1, keepdims=True), np.float32)


class World:
    """Clustered vectors: photos, texts and unrelated texts of one space."""

    def __init__(self, seed: int = 0, concepts: int = 2000) -> None:
        self.rng = np.random.default_rng(seed)
        self.scale = 1.0 / np.sqrt(1.0 + np.arange(DIM) / 24.0)
        self.concepts = unit(self.rng.standard_normal((concepts, DIM)) * self.scale)
        self.share = self.rng.dirichlet(np.full(concepts // 2, 0.6))

    def near(self, concepts: np.ndarray, noise: float) -> np.ndarray:
        """Vectors about concepts."""
        offset = unit(self.rng.standard_normal((len(concepts), DIM)) * self.scale)
        return unit(self.concepts[concepts] + noise * offset)

    def photos(self, count: int) -> np.ndarray:
        """float16 vectors of photos; half of the concepts occur."""
        parts = [
            self.near(self.rng.choice(len(self.share), size, p=self.share), 0.9).astype(np.float16)
            for size in [min(10_000, count - start) for start in range(0, count, 10_000)]
        ]
        return np.concatenate(parts)

    def bank(self) -> np.ndarray:
        """Unrelated texts: of concepts that do not occur."""
        return self.near(np.arange(len(self.share), len(self.share) + 300), 0.4)


def timed(run: Callable[[], object], repeats: int = 15) -> float:
    """Median milliseconds of a call."""
    took = []
    for _ in range(repeats):
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def say(what: str, value: str) -> None:
    """One line of the table."""
    sys.stdout.write(f"{what:<62}{value:>14}\n")
    sys.stdout.flush()


def fill(db: Database, vectors: np.ndarray) -> int:
    """A catalog of ready photos with these vectors; returns the model's id."""

    def write(conn: Connection) -> int:
        model_id = models.upsert(
            conn, key="m", fingerprint="f", arch="a", dim=DIM, source="builtin"
        )
        root = folders.add_root(conn, Path("/nowhere"))
        folder = folders.ensure_folder(conn, root.id, b"x")
        hashes = [b"%016d" % at for at in range(len(vectors))]
        ids = photo_files.insert(
            conn, folder, [FileStat(b"%d.jpg" % at, 1, 1) for at in range(len(vectors))]
        )
        conn.executemany(
            "UPDATE photos SET state = 'ready', pixel_hash = ? WHERE id = ?",
            list(zip(hashes, ids, strict=True)),
        )
        for start in range(0, len(vectors), 5000):
            part = slice(start, start + 5000)
            embeddings.put_many(conn, model_id, list(zip(hashes[part], vectors[part], strict=True)))
        return model_id

    return db.write(write)


def bench_library(folder: Path, count: int, *, graph: bool) -> None:
    """Time one library size."""
    world = World()
    bank = world.bank()
    queries = list(world.near(np.arange(20), 0.4))
    with Database.open(folder / "c.sqlite", backups=folder / "b") as db:
        model_id = fill(db, world.photos(count))
        store = open_store(folder / "i", db, fingerprint="f", dim=DIM)
        engine = SearchEngine(
            db, model_id=model_id, dim=DIM, background=lambda: bank, store=store, exact_limit=0
        )
        name = f"{count:,} photos x {DIM}:"
        say(f"{name} vectors from the catalog", f"{timed(engine.vectors, 1):.0f} ms")
        first = timed(lambda: engine.search_vector(queries[0]), 1)
        say(f"{name} first answer, with calibration", f"{first:.0f} ms")
        turn = iter(range(10**6))

        def ask(**more: object) -> None:
            engine.search_vector(queries[next(turn) % 20], limit=100, **more)  # type: ignore[arg-type]

        say(f"{name} ANSWER, exact, with bands", f"{timed(lambda: ask(exact=True)):.1f} ms")
        rng = np.random.default_rng(0)
        for share in (1, 10, 50):
            some = np.sort(rng.choice(count, count * share // 100, replace=False)) + 1
            took = timed(lambda some=some: ask(candidates=some))  # type: ignore[misc]
            say(f"{name} answer among {share} %", f"{took:.1f} ms")
        engine.similar(1)
        say(f"{name} similar", f"{timed(lambda: engine.similar(7)):.1f} ms")
        bench_queries(db, engine, queries, name)
        if graph:
            bench_graph(engine, queries, name, ask)
            again = SearchEngine(
                db, model_id=model_id, dim=DIM, background=lambda: bank, store=store, exact_limit=0
            )
            again.vectors()
            say(f"{name} graph loaded", f"{timed(lambda: run_to_end(again.graph_job()), 1):.0f} ms")
        engine.close()


QUERIES = (
    "a rocket at night",
    "dog",
    "dog beach",
    "dog -beach",
    "rating:>=3",
    "rating:>=3 a rocket",
    "camera:canon after:2015 dog",
    "rocket OR car",
    "like:7 rocket",
)


def bench_queries(
    db: Database, engine: SearchEngine, vectors: Sequence[np.ndarray], name: str
) -> None:
    """Time whole queries: parsed, filtered, looked up in texts, ranked; half have a caption."""
    rng = np.random.default_rng(0)
    words = ["dog", "beach", "snow", "man", "woman", "red", "car", "tree", "house", "lake"]
    photos = len(engine.vectors().pair_photos)
    texts = [(photo, " ".join(rng.choice(words, 4))) for photo in range(1, photos + 1, 2)]
    db.write(lambda conn: captions.add(conn, texts, source="bench"))
    db.write(
        lambda conn: conn.execute(
            "UPDATE photos SET rating = id % 6, camera = 'Canon ' || (id % 5), "
            "taken_at = '20' || (10 + id % 14) || '-05-01T00:00:00'"
        )
    )
    model = ModelRow(engine.model_id, "m", "f", "starter", DIM, "builtin", None, "active")
    searcher = SimpleNamespace(
        engine=lambda _: engine, text_vector=lambda _, text: vectors[len(text) % len(vectors)]
    )
    context = SimpleNamespace(db=db)
    runner = QueryRunner(context, searcher, model)  # type: ignore[arg-type]
    for text in QUERIES:
        runner.run(text, Wish())
        took = timed(lambda t=text: runner.run(t, Wish()), 9)  # type: ignore[misc]
        say(f"{name} query {text}", f"{took:.1f} ms")
    hinter = Hinter(context)  # type: ignore[arg-type]
    for text in ("a rocket at night", "a rocket in the moutains"):
        hinter.hints(model, text)
        took = timed(lambda t=text: hinter.hints(model, t), 9)  # type: ignore[misc]
        say(f"{name} hints on {text}", f"{took:.1f} ms")


def bench_graph(
    engine: SearchEngine,
    queries: Sequence[np.ndarray],
    name: str,
    ask: Callable[..., None],
) -> None:
    """Time the graph and compare it with exact search."""
    say(
        f"{name} graph built and saved",
        f"{timed(lambda: run_to_end(engine.graph_job()), 1) / 1000:.0f} s",
    )
    say(f"{name} answer, by graph, with bands", f"{timed(ask):.1f} ms")
    found = []
    bands = []
    for query in queries:
        by_graph = engine.search_vector(query, limit=50, include_hidden=True)
        exactly = engine.search_vector(query, limit=50, include_hidden=True, exact=True)
        found.append(len(np.intersect1d(by_graph.photo_ids, exactly.photo_ids)) / 50)
        bands.append(by_graph.bands == exactly.bands)
    say(f"{name} recall@50 of the graph", f"{np.mean(found):.3f}")
    say(f"{name} queries with the same bands", f"{np.mean(bands):.0%}")


def bench_start(folder: Path) -> None:
    """Time the program from its start to its end."""
    for what in (["--help"], ["info", "--json"], ["folders", "--json"]):
        command = [sys.executable, "-m", "photoclip", "--library", str(folder / "l"), *what]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            say(f"photoclip {' '.join(what)}", "failed")
            continue
        took = timed(lambda c=command: subprocess.run(c, capture_output=True, check=True), 5)  # type: ignore[misc]
        say(f"photoclip {' '.join(what)} (whole process)", f"{took:.0f} ms")


def main() -> int:
    """Run the benches that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--graph", action="store_true", help="build graphs too (minutes)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench_start(Path(folder))
        for count in options.photos:
            place = Path(folder) / str(count)
            place.mkdir()
            bench_library(place, count, graph=options.graph)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
