"""A library of drawings for the window's tests: no catalog, no torch, every step under control."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partialmethod
from pathlib import Path

import numpy as np
import pytest
from fake_arranging import FakeArranging
from fake_asking import FakeAsking
from fake_files import FakeFiles
from fake_history import FakeHistory
from fake_insight import FakeInsight
from fake_models import FakeModels
from fake_places import FakePlaces
from fake_rooms import (
    FakeAlbums,
    FakeCaptions,
    FakeData,
    FakeDuplicates,
    FakeReview,
    FakeSidecars,
    FakeTags,
)
from fake_training import FakeTraining
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from photoclip.catalog.rows import Photo, Root
from photoclip.changes import ChangeSet
from photoclip.errors import QueryError, UnreadablePhotoError
from photoclip.gui.app import _translate as translate
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.theme import Theme
from photoclip.jobs.job import Progress
from photoclip.library import IndexReport, LibraryInfo, SearchHit, SearchResult
from photoclip.results import Completion, Hint, QueryProblem
from photoclip.settings import Settings

PATIENCE_MS = 30_000


def jpeg(width: int = 320, height: int = 240, colour: str = "#4477aa") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    painter = QPainter(image)
    painter.fillRect(width // 4, height // 4, width // 2, height // 2, QColor("#ffcc66"))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    return bytes(data.data())


class FakeLibrary(FakeArranging, FakeInsight, FakePlaces, FakeModels):
    """Behaves like a Library whose photos exist in memory only.

    Attributes:
        rows: Photos by id.
        roots: Folders.
        ranks: Answer of search by query: list of (photo id, score, band).
        hidden: Number of hidden candidates by query.
        gates: Events by query that hold its answer back.
        index_steps: Number of steps of an index job.
        index_gate: Set by tests to let the job go on; starts set.
        errors: Exceptions by method name.
        calls: Names of the methods that were called; those of rooms with the room's name.
        asked: (text, limit, looseness) of each search.
        problems: What is wrong, by query.
        completions: What is offered, by the text before the cursor.
        hints: By query.
        matched: Where words stand literally, by photo.
        least: Least score that is shown, by looseness.
        stacks: Ids of each stack, by the one that leads.
        most_hits: Most hits of an answer, 0 for the limit that is asked for.
    """

    def __init__(self, path: Path, count: int = 0) -> None:
        FakeInsight.__init__(self)
        self.path = path
        self.rows: dict[int, Photo] = {}
        self.roots: list[Root] = []
        self.ranks: dict[str, list[tuple[int, float, str]]] = {}
        self.hidden: dict[str, int] = {}
        self.gates: dict[str, threading.Event] = {}
        self.index_steps = 3
        self.index_gate = threading.Event()
        self.index_gate.set()
        self.errors: dict[str, Exception] = {}
        self.asked: list[tuple[str, int, float]] = []
        self.problems: dict[str, QueryProblem] = {}
        self.completions: dict[str, list[Completion]] = {}
        self.hints: dict[str, tuple[Hint, ...]] = {}
        self.matched: dict[int, str] = {}
        self.least: dict[float, float] = {}
        self.most_hits = 0
        self.stacks: dict[int, tuple[int, ...]] = {}
        self.fine_detail = False
        self.calls: list[str] = []
        self.closed_jobs = 0
        self.watching = threading.Event()
        self.waiting = 0
        self.size = (64, 48)
        self._subscribers: list[Callable[[ChangeSet], None]] = []
        self._thumb = jpeg()
        self.tags = FakeTags(self)
        self.captions = FakeCaptions(self)
        self.albums = FakeAlbums(self)
        self.review = FakeReview(self)
        self.duplicates = FakeDuplicates(self)
        self.files = FakeFiles(self)
        self.sidecars = FakeSidecars(self)
        self.training = FakeTraining(self)
        self.history = FakeHistory(self)
        self.asking = FakeAsking(self)
        self.settings = Settings(path / "settings.toml")
        self.data = FakeData(self)
        self.prepare_models()
        if count:
            self.fill(count)

    # --- what tests do to it ------------------------------------------------------------
    def fill(self, count: int) -> None:
        if not self.roots:
            self.roots.append(Root(1, Path("/photos/holiday"), photos=count))
        for _number in range(count):
            photo_id = len(self.rows) + 1
            self.rows[photo_id] = self.make_photo(photo_id, f"photo_{photo_id:03}.jpg")

    def make_photo(self, photo_id: int, name: str, state: str = "ready", **more: object) -> Photo:
        path = Path("/photos/holiday") / name
        values = {"width": self.size[0], "height": self.size[1], **more}
        return Photo(photo_id, 1, 1, path, 1_234_567, 0, state, **values)  # type: ignore[arg-type]

    def publish(self, changes: ChangeSet) -> None:
        for callback in list(self._subscribers):
            callback(changes)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.errors:
            raise self.errors[name]

    # --- the interface -------------------------------------------------------------------
    def close(self) -> None:
        self._called("close")

    def subscribe(self, callback: Callable[[ChangeSet], None]) -> Callable[[], None]:
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def add_folder(self, folder: Path, **_: object) -> Root:
        self._called("add_folder")
        root = Root(len(self.roots) + 1, folder)
        self.roots.append(root)
        return root

    def remove_folder(self, folder: Path) -> Root:
        self._called("remove_folder")
        root = next(root for root in self.roots if root.path == folder)
        self.roots.remove(root)
        return root

    def backup(self, file: Path) -> Path:
        self._called("backup")
        return file

    def folders(self) -> list[Root]:
        return list(self.roots)

    def index(self, **_: object) -> Iterator[Progress]:
        self._called("index")
        return self._index()

    def _index(self) -> Iterator[Progress]:
        try:
            for done in range(self.index_steps):
                yield Progress("Indexing", done, self.index_steps, {"unreadable": 2})
                self.index_gate.wait(20)
        except GeneratorExit:
            self.closed_jobs += 1
            raise
        return IndexReport(indexed=self.index_steps, reused=0, unreadable=2)

    def watch(self, *, stop: threading.Event, **_: object) -> Iterator[Progress]:
        self._called("watch")
        self.watching.set()
        while not stop.wait(0.02):
            yield Progress("Watching", 0, 0)
        self.watching.clear()

    def search(
        self,
        text: str,
        *,
        limit: int = 100,
        include_hidden: bool = False,
        looseness: float = 0.0,
    ) -> SearchResult:
        self._called("search")
        self.asked.append((text, limit, looseness))
        if text in self.gates:
            self.gates[text].wait(20)
        if text in self.problems:
            problem = self.problems[text]
            raise QueryError(problem.message, problem.start, problem.end)
        found = [
            (photo_id, score, band)
            for photo_id, score, band in self.ranks.get(text, [])
            if score >= self.least.get(looseness, 0.0)
        ]
        hits = tuple(
            SearchHit(
                photo_id,
                self.rows[photo_id].path,
                score,
                band,  # type: ignore[arg-type]
                self.matched.get(photo_id, ""),
            )
            for photo_id, score, band in found
            if include_hidden or band != "hidden"
        )
        more = max(0, len(hits) - min(limit, self.most_hits or limit))
        hidden = self.hidden.get(text, sum(band == "hidden" for _, _, band in found)) + more
        hits = hits[: len(hits) - more]
        hints = self.hints.get(text, ())
        return SearchResult(text, "starter", hits, hidden, 1.0, more=more, hints=hints)

    def check_query(self, text: str) -> QueryProblem | None:
        self._called("check_query")
        return self.problems.get(text)

    def complete_query(self, text: str, cursor: int) -> list[Completion]:
        self._called("complete_query")
        return self.completions.get(text[:cursor], [])

    def query_help(self) -> list[tuple[str, str, str]]:
        return [("tag", "tag:holiday", "has the tag"), ("year", "year:2023", "was taken then")]

    def similar(self, photo: int, *, limit: int = 100, looseness: float = 0.0) -> SearchResult:
        self._called("similar")
        self.asked.append((f"like:{photo}", limit, looseness))
        ids = [other for other in self.rows if other != photo][:5]
        hits = tuple(SearchHit(i, self.rows[i].path, 0.9, "likely") for i in ids)
        return SearchResult("", "starter", hits, 0, 1.0)

    def activate_model(self, key: str, **_: object) -> Iterator[Progress]:
        self._called(f"activate_model:{key}")
        self.let_answer(key)
        return self.training.go_back(key)

    def set_fine_detail(self, on: bool) -> None:
        self._called("set_fine_detail")
        self.fine_detail = on

    def photos(self, photo_ids: object) -> list[Photo]:
        return [self.rows[i] for i in photo_ids if i in self.rows]  # type: ignore[attr-defined]

    def all_photo_ids(self) -> np.ndarray:
        self._called("all_photo_ids")
        return np.array(sorted(self.rows, reverse=True), dtype=np.int64)

    def thumbnail(self, photo_id: int) -> bytes | None:
        if self.rows[photo_id].state == "ready":
            return self._thumb
        return None

    def full_image(self, photo_id: int, *, max_side: int) -> np.ndarray:
        self._called(f"full_image:{max_side}")
        if self.rows[photo_id].state == "unreadable":
            raise UnreadablePhotoError("The file is cut off in the middle.")
        height, width = self.size[1], self.size[0]
        return np.full((height, width, 3), (200, 60, 40), dtype=np.uint8)

    def info(self) -> LibraryInfo:
        unreadable = sum(row.state == "unreadable" for row in self.rows.values())
        return LibraryInfo(
            path=self.path,
            photos=len(self.rows),
            ready=len(self.rows) - unreadable,
            waiting=self.waiting,
            unreadable=unreadable,
            missing=0,
            not_photos=0,
            roots=len(self.roots),
            offline_roots=sum(root.state == "offline" for root in self.roots),
            active_model="starter",
            vectors=len(self.rows),
            catalog_bytes=0,
        )


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine an answer may take long; only one that never comes is a failure."""
    waits: dict[str, object] = {
        name: partialmethod(getattr(QtBot, name), timeout=PATIENCE_MS)
        for name in ("waitUntil", "waitSignal", "waitSignals")
    }
    for name, wait in waits.items():
        monkeypatch.setattr(QtBot, name, wait)


@pytest.fixture
def make_library(tmp_path: Path) -> Callable[..., FakeLibrary]:
    def make(count: int = 0) -> FakeLibrary:
        return FakeLibrary(tmp_path, count)

    return make


@pytest.fixture(scope="session")
def qapp(qapp):  # type: ignore[no-untyped-def]
    """The application with the window's own colours, style and plural forms."""
    Theme(qapp)
    translate(qapp)
    return qapp


@pytest.fixture
def open_window(qtbot, make_library):  # type: ignore[no-untyped-def]
    """Opens a window on a fake library, waits for its first answers and closes it at the end."""
    from photoclip.gui.main_window import MainWindow

    windows = []

    def open_one(count: int = 0, *, library: FakeLibrary | None = None, **more: object):  # type: ignore[no-untyped-def]
        library = library or make_library(count)
        window = MainWindow(library, **more)  # type: ignore[arg-type]
        windows.append((window, library))
        window.resize(1000, 700)
        window.show()
        # A bare None would count as an assertion that holds.
        qtbot.waitUntil(lambda: window.results.state.answered)
        qtbot.waitUntil(lambda: window._overview.info is not None)
        return window, library

    yield open_one
    for window, library in windows:
        library.index_gate.set()
        library.model_gate.set()
        for gate in library.gates.values():
            gate.set()
        window.close()
        assert window.stop_work()
        window.deleteLater()


@pytest.fixture
def make_loader(qapp):  # type: ignore[no-untyped-def]
    loaders = []

    def make(read, **more) -> ThumbLoader:  # type: ignore[no-untyped-def]
        loader = ThumbLoader(read, **more)
        loaders.append(loader)
        return loader

    yield make
    for loader in loaders:
        assert loader.close()


@pytest.fixture
def thumb_bytes() -> bytes:
    return jpeg()
