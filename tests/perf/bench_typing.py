"""How long it takes from a keystroke to the painted results, and where the time goes.

Run: python tests/perf/bench_typing.py [--photos 100000] [--rounds 3] [--size 1280x800]

The window, the catalog, the search and the encoder's process are real; photos and their
vectors are made up, so that pictures are drawn as empty cells. Queries are typed letter by
letter; the time counts from the last letter. "after the text vector" is what the window's
own work costs: all but the rest after typing and the model that reads the words.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from photoclip.catalog import captions, embeddings, folders, photo_files
from photoclip.catalog.connection import Connection
from photoclip.catalog.photo_files import FileStat
from photoclip.gui.bridge import Bridge
from photoclip.gui.main_window import MainWindow
from photoclip.gui.theme import Theme
from photoclip.library import Library

QUERIES = (
    "a dog running through water",
    "sunset over the sea",
    "rating:>=3 a red car",
    "camera:canon after:2015",
    "two people at a table -indoors",
    "rocket OR train",
)
ASKED = (
    "a dog running through water", "sunset over the sea", "a red car", "a rocket", "a train",
    "two people at a table",
)  # fmt: skip
WORDS = ("dog", "beach", "snow", "man", "woman", "red", "car", "tree", "house", "lake", "water")
STEPS = ("rest", "look", "queue", "text vector", "search", "arrange", "hand over", "paint")


def unit(x: np.ndarray) -> np.ndarray:
    """Rows brought to length 1."""
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


def fill(library: Library, count: int) -> None:
    """A catalog of ready photos with vectors in a cone, as a model's lie."""
    model, rng = library._model(None), np.random.default_rng(0)
    scale = 1.0 / np.sqrt(1.0 + np.arange(model.dim) / 24.0)
    cone = unit(rng.standard_normal(model.dim) * scale)
    centres = unit(rng.standard_normal((500, model.dim)) * scale)
    # Some photos show what is asked for, so that there are results to paint.
    centres[: len(ASKED)] += 0.8 * library._searcher.text_encoder(model).encode_texts(ASKED)

    def vectors(size: int) -> np.ndarray:
        some = centres[rng.integers(0, len(centres), size)] + cone
        some = some + 0.9 * unit(rng.standard_normal((size, model.dim)) * scale)
        return np.asarray(unit(some), np.float16)

    def write(conn: Connection) -> None:
        root = folders.add_root(conn, library.path / "nowhere")
        hashes = [b"%016d" % at for at in range(count)]
        ids: list[int] = []
        for start in range(0, count, 2000):
            folder = folders.ensure_folder(conn, root.id, b"%d" % (start // 2000))
            names = [b"IMG_%06d.jpg" % at for at in range(start, min(start + 2000, count))]
            ids += photo_files.insert(conn, folder, [FileStat(name, 1, 1) for name in names])
        conn.executemany(
            "UPDATE photos SET state = 'ready', pixel_hash = ?, width = 4000, height = 3000 "
            "WHERE id = ?",
            list(zip(hashes, ids, strict=True)),
        )
        for start in range(0, count, 5000):
            part = hashes[start : start + 5000]
            embeddings.put_many(conn, model.id, list(zip(part, vectors(len(part)), strict=True)))
        texts = [(photo, " ".join(rng.choice(WORDS, 4))) for photo in ids[::4]]
        captions.add(conn, texts, source="bench")
        conn.execute(
            "UPDATE photos SET rating = id % 6, camera = 'Canon ' || (id % 5), taken_at = "
            "'20' || (10 + id % 14) || '-0' || (1 + id % 9) || '-11T00:00:' || (10 + id % 50)"
        )

    library._context.db.write(write)


class Clock(QObject):
    """Writes down when each step of one question was over.

    Args:
        window: The window that is timed.
        library: Its library.
    """

    def __init__(self, window: MainWindow, library: Library) -> None:
        super().__init__()
        self.at: dict[str, float] = {}
        self.took: dict[str, float] = {}
        self._window = window
        self._painted = False
        box = window.browser.search_box
        box.rested.connect(self._on_rested)
        box.search_requested.connect(self._on_asked)
        window.results.content_changed.connect(self._on_content)
        # Where nothing fits there are words in place of the grid.
        for part in (window.browser.grid.viewport(), window.browser.message):
            part.installEventFilter(self)
        self._wrap(library, "search")
        self._wrap(library, "arrange_hits")
        self._wrap(library._searcher, "text_vector")

    def _wrap(self, owner: Any, name: str) -> None:
        run: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **options: Any) -> Any:
            started = time.perf_counter()
            self.at.setdefault(f"{name} begins", started)
            value = run(*args, **options)
            self.at[f"{name} ends"] = time.perf_counter()
            self.took[name] = self.took.get(name, 0.0) + self.at[f"{name} ends"] - started
            return value

        setattr(owner, name, timed)

    def begin(self) -> None:
        """The last letter is typed now."""
        self.at, self.took, self._painted = {"key": time.perf_counter()}, {}, False

    def _on_rested(self) -> None:
        self.at["rested"] = time.perf_counter()

    def _on_asked(self) -> None:
        self.at["asked"] = time.perf_counter()

    def _on_content(self) -> None:
        self.at["content"] = time.perf_counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """See the grid being painted."""
        if event.type() == QEvent.Type.Paint and "content" in self.at:
            self._painted = True
        return False

    def is_over(self) -> bool:
        """Whether the new content has been painted."""
        if self._painted:
            self.at.setdefault("painted", time.perf_counter())
        return self._painted

    def steps(self) -> dict[str, float]:
        """Milliseconds of each step."""
        at, took = self.at, self.took
        words = took.get("text_vector", 0.0)
        seconds = {
            "rest": at["rested"] - at["key"],
            "look": at["asked"] - at["rested"],
            "queue": at["search begins"] - at["asked"],
            "text vector": words,
            "search": took["search"] - words,
            "arrange": took["arrange_hits"],
            "hand over": at["content"] - at["arrange_hits ends"],
            "paint": at["painted"] - at["content"],
        }
        return {name: value * 1000 for name, value in seconds.items()}


class Probe(QObject):
    """Notes the longest time in which the event loop did not come round."""

    def __init__(self) -> None:
        super().__init__()
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start(1)

    def clear(self) -> None:
        """Begin anew."""
        self.longest, self._last = 0.0, time.perf_counter()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, (now - self._last) * 1000), now


def wait(app: QApplication, over: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the window live until something is so."""
    end = time.perf_counter() + seconds
    while not over():
        app.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError("the window did not come to an end")
        time.sleep(0.0005)


def type_text(app: QApplication, window: MainWindow, clock: Clock, text: str, gap: float) -> None:
    """Type a query like a person does."""
    box = window.browser.search_box
    box.setFocus()
    box.selectAll()
    for letter in text:
        clock.begin()
        QTest.keyClicks(box, letter)
        end = time.perf_counter() + gap
        while time.perf_counter() < end and letter is not text[-1]:
            app.processEvents()


def row(name: str, values: list[float]) -> None:
    """One line of the table."""
    figures = (statistics.median(values), min(values), max(values))
    sys.stdout.write(f"{name:<40}" + "".join(f"{value:>9.1f} ms" for value in figures) + "\n")


def bench(app: QApplication, library: Library, rounds: int, size: tuple[int, int]) -> None:
    """Type all queries and print where the time went."""
    window = MainWindow(library)
    window.resize(*size)
    window.show()
    wait(app, lambda: window.results.state.answered)
    clock, probe = Clock(window, library), Probe()
    window.browser.search_box.search_for("warm words")
    wait(app, lambda: window.results.state.answered and not window.results.state.busy)
    found: dict[str, list[float]] = {name: [] for name in STEPS}
    totals: list[float] = []
    afters: list[float] = []
    by_query: dict[str, list[float]] = {}
    shown: dict[str, int] = {}
    probe.clear()
    for turn in range(rounds):
        for query in QUERIES:
            # Another sentence each time: vectors of sentences are kept.
            text = query if query.startswith("camera") else f"{query} {turn}x"
            type_text(app, window, clock, text, 0.04)
            wait(app, clock.is_over)
            steps = clock.steps()
            for name, value in steps.items():
                found[name].append(value)
            totals.append((clock.at["painted"] - clock.at["key"]) * 1000)
            afters.append(totals[-1] - steps["rest"] - steps["text vector"])
            by_query.setdefault(query, []).append(afters[-1])
            shown[query] = window.results.state.shown
    sys.stdout.write(f"{'':<40}{'median':>12}{'best':>12}{'worst':>12}\n")
    for name in STEPS:
        row(name, found[name])
    row("KEYSTROKE TO PAINTED RESULTS", totals)
    row("AFTER THE TEXT VECTOR (goal 100)", afters)
    for query, values in by_query.items():
        row(f"  {query} ({shown[query]:,})", values)
    row("longest stop of the event loop", [probe.longest])
    window.close()
    window.stop_work()


def main() -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="1280x800")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    app = QApplication(sys.argv[:1])
    Theme(app)
    # There are no files: looking for them would only get in the way.
    Bridge.start_index = lambda _self, **_: None  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "library", text_encoding="worker")
        try:
            fill(library, options.photos)
            bench(app, library, options.rounds, (width, height))
        finally:
            library.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
