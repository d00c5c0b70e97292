"""How long labels take: suggesting a large set, and the preview while a prompt is typed.

Run: python tests/perf/bench_labels.py [--photos 100000] [--labels 200] [--starter]

Vectors are made up as in bench_search.py; the catalog, the calibration, the matrix product
and the writing are real. Texts are made up too, unless ``--starter`` has the shipped model
encode them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from bench_search import DIM, World, fill, say, unit

from photoclip.catalog import labels
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.rows import ModelRow
from photoclip.catalog.thumbnails import ThumbnailStore
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks.context import EncoderPool, TaskContext
from photoclip.jobs.tasks.previewing import preview_label
from photoclip.jobs.tasks.suggesting import suggest_labels
from photoclip.labeling.label_sets import LabelText
from photoclip.labeling.text_cache import TextCache
from photoclip.labeling.zeroshot import Rule
from photoclip.paths import LibraryPaths
from photoclip.search.engine import SearchEngine

PROMPTS = 2
TEMPLATES = ("{}", "a photo of {}", "a close-up photo of {}", "a snapshot of {}")


class Words:
    """Encodes a text as a vector near a concept, the same each time."""

    fingerprint = "f"

    def __init__(self, world: World) -> None:
        self._world = world

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        """Texts hold the number of their concept."""
        concepts = [int("".join(c for c in text if c.isdigit())) for text in texts]
        noise = self._world.rng.standard_normal((len(texts), DIM)) * self._world.scale
        return unit(self._world.concepts[concepts] + 0.4 * unit(noise))


class Bench:
    """A library of made-up vectors, as the tasks see it."""

    def __init__(self, folder: Path, db: Database, photos: int) -> None:
        self.world = World()
        bank = self.world.bank()
        model_id = fill(db, self.world.photos(photos))
        self.model = ModelRow(model_id, "m", "f", "a", DIM, "builtin", None, "active")
        self.engine = SearchEngine(db, model_id=model_id, dim=DIM, background=lambda: bank)
        files = LibraryPaths(folder)
        self.context = TaskContext(
            db=db,
            thumbnails=ThumbnailStore(files.thumbnails),
            paths=files,
            models_dir=folder,
            encoders=EncoderPool(folder),
            publish=lambda change: None,
        )
        self.engine.vectors()

    def suggest(self, count: int) -> None:
        """Time a set of labels, the first time and again."""

        def put(conn: Connection) -> None:
            labels.ensure_set(conn, "bench", templates=TEMPLATES, multi_label=True)
            for at in range(count):
                prompts = [f"thing {at}" + " x" * more for more in range(PROMPTS)]
                labels.add_label(conn, "bench", f"label {at}", prompts=prompts)

        self.context.db.write(put)
        with self.context.db.read() as conn:
            found, members = labels.find_set(conn, "bench"), labels.in_set(conn, "bench")
        assert found is not None
        encoder = TextCache("f", lambda: Words(self.world))
        encoder.encode_texts(
            [t.replace("{}", p) for m in members for p in m.prompts for t in TEMPLATES]
        )
        name = f"{count} labels x {self.engine.vectors().photos:,} photos x {DIM}"
        for which in ("first time, with calibration", "again"):
            started = time.perf_counter()
            job = suggest_labels(self.context, self.engine, encoder, self.model, found, members)
            written = run_to_end(job)
            took = time.perf_counter() - started
            say(f"{name}, {which}", f"{took:.2f} s")
        say("suggestions written", f"{written:,}")

    def preview(self, *, negatives: Sequence[str]) -> None:
        """Time the preview of a label while its prompt is edited."""
        encoder = TextCache("f", lambda: Words(self.world))
        took = []
        for turn in range(12):
            label = LabelText("thing", (f"thing {turn % 900}", "thing 7"), tuple(negatives))
            started = time.perf_counter()
            preview_label(
                self.context,
                self.engine,
                encoder,
                label,
                templates=TEMPLATES,
                rule=Rule(),
                top=24,
            )
            took.append((time.perf_counter() - started) * 1000)
            if turn == 0:
                self.engine.invalidate()
        name = f"preview, {len(negatives)} negatives"
        say(f"{name}: first", f"{took[0]:.0f} ms")
        say(f"{name}: first after photos changed", f"{took[1]:.0f} ms")
        say(
            f"{name}: after a change, median / worst",
            f"{np.median(took[2:]):.0f} / {max(took[2:]):.0f} ms",
        )


def bench_starter(count: int) -> None:
    """Time the shipped model's encoding of label texts."""
    from photoclip.encoders.starter import load_starter

    encoder = load_starter()
    texts = [t.replace("{}", f"thing number {at}") for at in range(count) for t in TEMPLATES]
    encoder.encode_texts(texts[:8])
    started = time.perf_counter()
    for start in range(0, len(texts), 64):
        encoder.encode_texts(texts[start : start + 64])
    say(f"starter: {len(texts)} texts of {count} labels", f"{time.perf_counter() - started:.2f} s")
    took = []
    for turn in range(10):
        started = time.perf_counter()
        encoder.encode_texts([t.replace("{}", f"a dog in house {turn}") for t in TEMPLATES])
        took.append((time.perf_counter() - started) * 1000)
    say(f"starter: {len(TEMPLATES)} texts of a changed prompt", f"{np.median(took):.0f} ms")


def main() -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--labels", type=int, default=200)
    parser.add_argument("--starter", action="store_true", help="time the shipped model's texts")
    options = parser.parse_args()
    say("processor cores", str(os.cpu_count()))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Database.open(place / "c.sqlite", backups=place / "b") as db:
            bench = Bench(place, db, options.photos)
            bench.preview(negatives=())
            bench.suggest(options.labels)
            bench.preview(negatives=("thing 3", "thing 4"))
    if options.starter:
        bench_starter(options.labels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
