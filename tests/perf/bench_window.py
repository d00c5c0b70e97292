"""How the grid behaves: ``python tests/perf/bench_window.py [--rows 200000] [--million]``.

"Own work" is processor time of the window's thread in one hold-up: where the lag is much more,
the processor was busy with something else, such as other programs on the machine.

A catalog of invented photos is filled in a temporary folder; rows are read from it, thumbnails
are decoded in threads as in the window, and a timer of 1 ms tells how long the event loop was
held up. Goals: first paint within 50 ms after the model is set, no hold-up over 33 ms.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QItemSelectionModel,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from rich.console import Console

from photoclip.catalog.connection import Connection
from photoclip.gui.answering import answer_view
from photoclip.gui.app import freeze_later, make_application
from photoclip.gui.events import ViewAnswer, ViewRequest
from photoclip.gui.grid.canvas import ZOOM_STEPS
from photoclip.gui.grid.content import GridContent, content_of_ids
from photoclip.gui.grid.headings import sections_of
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.grid.view import PhotoGrid
from photoclip.library import Library
from photoclip.views import Arrangement, Grouping

FOLDERS = 2_000
PICTURES = 60
FRAME_MS = 16
WAIT_S = 20.0
LIMIT_MS = 33
console = Console()


class Probe(QObject):
    """Notes how long the event loop is held up, by a timer of 1 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[tuple[float, float]] = []
        self._last = (time.perf_counter(), time.thread_time())
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def clear(self) -> None:
        self.gaps, self._last = [], (time.perf_counter(), time.thread_time())

    @Slot()
    def _on_tick(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.gaps.append(((now[0] - self._last[0]) * 1000 - 1, (now[1] - self._last[1]) * 1000))
        self._last = now

    def __str__(self) -> str:
        gaps, own = np.array(self.gaps or [(0.0, 0.0)]).T
        late = gaps > LIMIT_MS
        return (
            f"lag max {gaps.max():.0f} ms, p99 {np.percentile(gaps, 99):.0f} ms, "
            f"{late.sum()} of {len(gaps)} over {LIMIT_MS}; own work max {own.max():.0f} ms"
        )


class PaintWatch(QObject):
    """Tells when the viewport has been painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.painted = True
        return False


@dataclass
class Bench:
    """What is measured."""

    app: QApplication
    library: Library
    grid: PhotoGrid
    model: PhotoGridModel
    probe: Probe

    def run(self, seconds: float, step: Callable[[int], None] | None = None) -> None:
        """Let the event loop run, with a step each frame."""
        end, frame, due = time.perf_counter() + seconds, 0, time.perf_counter()
        while time.perf_counter() < end:
            self.app.processEvents()
            if step is not None and time.perf_counter() >= due:
                step(frame)
                frame, due = frame + 1, due + FRAME_MS / 1000
            time.sleep(0.0003)

    def measure(self, what: str, seconds: float, step: Callable[[int], None] | None) -> None:
        self.run(0.3)
        self.probe.clear()
        self.run(seconds, step)
        console.print(f"{what}: {self.probe}")

    def once(self, what: str, act: Callable[[], object]) -> None:
        """One act: how long it takes, and the hold-up with what it brings about."""
        self.run(0.3)
        self.probe.clear()
        start = time.perf_counter()
        act()
        spent = (time.perf_counter() - start) * 1000
        self.run(0.5)
        console.print(f"{what}: {spent:.1f} ms; {self.probe}; {rss_mib():.0f} MiB")


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description="Measure the grid of photos.")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--million", action="store_true", help="also with 1,000,000 photos")
    options = parser.parse_args()
    app = make_application()
    counts = [options.rows, *([1_000_000] if options.million else [])]
    for count in counts:
        with (
            tempfile.TemporaryDirectory(prefix="photoclip-bench-") as name,
            bench(app, Path(name), count) as made,
        ):
            console.print(f"[bold]{count:,} photos[/bold], {rss_mib():.0f} MiB at the start")
            measure_first_paint(made, "month")
            measure_first_paint(made, "day")
            measure_moving(made)
            measure_many(made)
            measure_arranging(made)


@contextmanager
def bench(app: QApplication, folder: Path, count: int) -> Iterator[Bench]:
    """A grid on a catalog of invented photos."""
    pictures = [jpeg(number) for number in range(PICTURES)]
    with Library.open(folder) as library:
        fill(library, count)

        def thumbnail(photo_id: int) -> bytes:
            return pictures[photo_id % PICTURES]

        thumbs = ThumbLoader(thumbnail)
        model = PhotoGridModel(library.photos, thumbs)
        grid = PhotoGrid(model)
        grid.resize(1600, 1000)
        grid.show()
        made = Bench(app, library, grid, model, Probe())
        freeze_later(0)  # as the window does
        made.run(0.3)
        yield made
        grid.close()
        thumbs.close()
        grid.deleteLater()
        made.run(0.1)


def ask(made: Bench, request: ViewRequest) -> GridContent:
    """Ask on another thread, as the window does, while the event loop runs."""
    answers: list[ViewAnswer] = []
    thread = threading.Thread(
        target=lambda: answers.append(answer_view(made.library, request, 1)), daemon=True
    )
    thread.start()
    end = time.perf_counter() + WAIT_S
    while thread.is_alive() and time.perf_counter() < end:
        made.app.processEvents()
        time.sleep(0.0003)
    if not answers or answers[0].content is None:
        raise SystemExit(f"no answer: {answers}")
    return answers[0].content


def measure_first_paint(made: Bench, group: Grouping) -> None:
    content = ask(made, ViewRequest(arrangement=Arrangement("date", group=group)))
    made.grid.show_content(content_of_ids(np.empty(0, np.int64)), [], keep_place=False)
    made.run(0.3)
    watch = PaintWatch()
    made.grid.viewport().installEventFilter(watch)
    start = time.perf_counter()
    made.grid.show_content(content, sections_of(content), keep_place=False)
    set_ms = (time.perf_counter() - start) * 1000
    while not watch.painted:
        made.app.processEvents()
    painted = (time.perf_counter() - start) * 1000
    made.grid.viewport().removeEventFilter(watch)
    sections = len(sections_of(content))
    console.print(
        f"by {group}, {sections:,} sections: set {set_ms:.1f} ms, painted {painted:.1f} ms"
    )


def measure_moving(made: Bench) -> None:
    grid, bar = made.grid, made.grid.verticalScrollBar()
    rng = random.Random(1)

    def turn(frame: int) -> None:
        wheel(grid, -120)

    def turn_fast(frame: int) -> None:
        wheel(grid, -240)

    def drag(frame: int) -> None:
        bar.setValue(bar.maximum() * (frame % 120) // 120)

    def jump(frame: int) -> None:
        if frame % 6 == 0:
            bar.setValue(rng.randrange(bar.maximum()))

    def zoom(frame: int) -> None:
        if frame % 8 == 0:
            grid.set_zoom(ZOOM_STEPS[frame // 8 % len(ZOOM_STEPS)], QPoint(700, 500))

    made.measure("wheel, 3 s", 3, turn)
    made.measure("scroll bar dragged through all, 3 s", 3, drag)
    made.measure("jumps to anywhere, 3 s", 3, jump)
    made.measure("zoom through all sizes, 3 s", 3, zoom)
    grid.set_zoom(ZOOM_STEPS[0])
    made.measure("smallest pictures with names, wheel, 3 s", 3, turn_fast)
    made.model.set_shows_names(False)  # the default of the window
    made.measure("smallest pictures without names, wheel, 3 s", 3, turn_fast)
    made.model.set_shows_names(True)
    grid.set_zoom(ZOOM_STEPS[3])


def measure_many(made: Bench) -> None:
    grid, bar, model = made.grid, made.grid.verticalScrollBar(), made.model
    made.once("scroll to the end", lambda: bar.setValue(bar.maximum()))
    made.once("select all", grid.selectAll)
    made.once("invert", grid.invert_selection)
    made.once("select all again", grid.selectAll)
    half = content_of_ids(model.content.ids[::2].copy())
    made.once("filter to half, selection kept",
              lambda: grid.show_content(half, sections_of(half), keep_place=True))  # fmt: skip
    made.once("ids of the selection", grid.selected_ids)
    flag = QItemSelectionModel.SelectionFlag.Clear
    grid.selectionModel().clear()
    grid.selectionModel().select(model.index(0), flag)


def measure_arranging(made: Bench) -> None:
    """Another thread puts all in order while the wheel turns."""
    for arrangement in (Arrangement("name"), Arrangement("folder", group="folder")):
        made.run(0.3)
        made.probe.clear()
        start = time.perf_counter()
        turning = QTimer()
        turning.setInterval(FRAME_MS)
        wheels = Wheels(made.grid)
        turning.timeout.connect(wheels.turn)
        turning.start()
        content = ask(made, ViewRequest(arrangement=arrangement))
        spent = time.perf_counter() - start
        turning.stop()
        console.print(f"arranged by {arrangement.sort} meanwhile: {spent:.1f} s; {made.probe}")
        made.once("    shown", partial(show, made.grid, content))


def show(grid: PhotoGrid, content: GridContent) -> None:
    grid.show_content(content, sections_of(content), keep_place=False)


class Wheels(QObject):
    """Turns the wheel over a grid."""

    def __init__(self, grid: PhotoGrid) -> None:
        super().__init__()
        self._grid = grid

    @Slot()
    def turn(self) -> None:
        wheel(self._grid, -120)


def wheel(grid: PhotoGrid, turned: int) -> None:
    bar = grid.verticalScrollBar()
    if bar.value() >= bar.maximum():
        bar.setValue(0)
    at = QPointF(700, 500)
    event = QWheelEvent(at, grid.viewport().mapToGlobal(at), QPoint(), QPoint(0, turned),
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)


def fill(library: Library, count: int) -> None:
    """Photos over twenty years in many folders; every tenth is a pair of RAW and JPEG."""
    rng = random.Random(1)

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(count):
            pair = number // 2 if number % 10 < 2 else None
            ending = "CR2" if pair is not None and number % 2 else "jpg"
            name = f"IMG_{number if pair is None else pair:07}.{ending}"
            moment = 946_684_800 + number * (631_000_000 // count) + rng.randrange(500)
            taken = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment)) if number % 3 else None
            yield (number % FOLDERS + 1, name, name.encode(), 3_000_000 + number,
                   moment * 10**9, taken, rng.choice([None, None, 3, 5]),
                   None if pair is None else number - number % 2 + 1)  # fmt: skip

    def write(conn: Connection) -> None:
        # Nobody searches for words here, and the triggers take three times as long.
        conn.execute("DROP TRIGGER photos_text_insert")
        conn.execute("INSERT INTO roots (path, path_bytes) VALUES ('/photos', x'2f70686f746f73')")
        conn.executemany(
            "INSERT INTO folders (root_id, rel_path, rel_bytes) VALUES (1, ?, ?)",
            ((f"{n % 20}/trip {n}", b"%d/trip %d" % (n % 20, n)) for n in range(FOLDERS)),
        )
        conn.executemany(
            "INSERT INTO photos (folder_id, name, name_bytes, size, mtime_ns, taken_at, rating, "
            "stack_id, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'ready')",
            rows(),
        )

    library._parts.context.db.write(write)


def jpeg(number: int) -> bytes:
    """A picture of the size and weight of a thumbnail."""
    width, height = (320, 240) if number % 3 else (214, 320)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 6 % 360, 120, 200))
    painter = QPainter(image)
    rng = random.Random(number)
    for _ in range(160):
        colour = QColor.fromHsv(rng.randrange(360), 160, rng.randrange(60, 255))
        painter.fillRect(rng.randrange(width), rng.randrange(height), 24, 18, colour)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The stubs want bytes, which PySide itself refuses.
    image.save(buffer, "JPEG", 85)  # type: ignore[call-overload]
    return bytes(data.data())


def rss_mib() -> float:
    """Memory of this process now (Linux), else 0."""
    if not sys.platform.startswith("linux"):
        return 0.0
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
