"""Model, thumbnails and content of the grid."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPixmap

from photoclip.gui.grid.content import content_of_ids, content_of_result
from photoclip.gui.grid.model import WINDOW, PhotoGridModel, Role
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.library import SearchHit, SearchResult

pytestmark = pytest.mark.gui


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
def make_model(make_loader, make_library):  # type: ignore[no-untyped-def]
    def make(count: int):  # type: ignore[no-untyped-def]
        library = make_library(count)
        model = PhotoGridModel(library.photos, make_loader(library.thumbnail))
        model.set_content(content_of_ids(library.all_photo_ids()))
        return model, library

    return make


def test_the_model_keeps_qts_contract(make_model, qtmodeltester) -> None:
    model, _ = make_model(20)
    qtmodeltester.check(model)


def test_the_model_keeps_qts_contract_when_content_changes(make_model, qtmodeltester) -> None:
    model, library = make_model(0)
    qtmodeltester.check(model)
    library.fill(5)
    model.set_content(content_of_ids(library.all_photo_ids()))
    assert model.rowCount() == 5
    model.set_content(content_of_ids(np.array([2, 9], dtype=np.int64)))
    assert model.rowCount() == 2
    assert model.rowCount(model.index(0)) == 0


def test_rows_are_read_in_windows_and_only_where_looked_at(make_loader, make_library) -> None:
    library = make_library(1_000)
    asked: list[list[int]] = []

    def read(ids):  # type: ignore[no-untyped-def]
        asked.append(list(ids))
        return library.photos(asked[-1])

    model = PhotoGridModel(read, make_loader(library.thumbnail))
    model.set_content(content_of_ids(library.all_photo_ids()))
    assert asked == []
    names = [model.data(model.index(row)) for row in range(500, 520)]
    assert names[0] == "photo_500.jpg"
    assert 1 <= len(asked) <= 2
    assert all(len(ids) <= WINDOW for ids in asked)


def test_a_photo_that_left_the_catalog_is_no_crash(make_model) -> None:
    model, library = make_model(3)
    del library.rows[2]
    index = model.index(1)
    assert model.data(index) == ""
    assert model.data(index, Role.STATE) == "missing"
    assert "no longer" in model.data(index, Qt.ItemDataRole.ToolTipRole)


def test_the_tooltip_tells_name_rank_path_and_reason(make_loader, make_library) -> None:
    library = make_library(2)
    library.rows[2] = replace(library.rows[2], state="unreadable", error="The file is empty.")
    model = PhotoGridModel(library.photos, make_loader(library.thumbnail))
    hits = (
        SearchHit(1, library.rows[1].path, 0.31, "likely"),
        SearchHit(2, library.rows[2].path, 0.2, "maybe"),
    )
    model.set_content(content_of_result(SearchResult("q", "m", hits, 0, 1.0)))
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines() == [
        "photo_001.jpg", "Likely · 0.310", "/photos/holiday/photo_001.jpg"
    ]  # fmt: skip
    assert "The file is empty." in model.data(model.index(1), Qt.ItemDataRole.ToolTipRole)
    spoken = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert "Maybe" in spoken
    assert "cannot be read" in spoken


def test_content_of_a_ranking_has_one_run_per_band() -> None:
    bands = ["likely", "maybe", "likely", "hidden", "maybe"]
    hits = tuple(SearchHit(i + 1, None, 1 - i / 10, b) for i, b in enumerate(bands))  # type: ignore[arg-type]
    content = content_of_result(SearchResult("q", "m", hits, 0, 1.0))
    assert content.ids.tolist() == [1, 3, 2, 5, 4]
    assert content.runs() == [("likely", 0, 2), ("maybe", 2, 2), ("hidden", 4, 1)]
    assert content.rows_of([5, 77, 3]) == [1, 3]


def test_ids_beyond_32_bits_survive(make_loader, qtbot) -> None:
    big = 2**40 + 5
    model = PhotoGridModel(lambda ids: [], make_loader(lambda _: None))
    model.set_content(content_of_ids(np.array([big], dtype=np.int64)))
    assert model.data(model.index(0), Role.PHOTO_ID) == big
    assert model.row_of(big) == 0


def test_a_thumbnail_arrives_and_repaints_its_row(make_model, qtbot) -> None:
    model, _ = make_model(3)
    with qtbot.waitSignal(model.dataChanged) as changed:
        assert model.data(model.index(1), Role.THUMBNAIL) is None
    assert changed.args is not None
    assert changed.args[0].row() == 1
    assert isinstance(model.data(model.index(1), Role.THUMBNAIL), QPixmap)


def test_the_newest_request_is_loaded_first(make_loader, thumb_bytes, qtbot) -> None:
    gate, order = threading.Event(), []

    def read(photo_id: int) -> bytes:
        gate.wait(10)
        order.append(photo_id)
        return thumb_bytes

    loader = make_loader(read)
    for photo_id in range(1, 11):
        loader.pixmap(photo_id)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 10)
    # Two threads hold one early request each; of the rest the newest go first.
    assert sorted(order[2:], reverse=True)[:4] == sorted(order[2:6], reverse=True)


def test_a_thumbnail_read_before_a_change_is_dropped(make_loader, thumb_bytes, qtbot) -> None:
    gate, reads = threading.Event(), []

    def read(photo_id: int) -> bytes | None:
        reads.append(photo_id)
        if len(reads) == 1:
            gate.wait(10)
            return None
        return thumb_bytes

    loader = make_loader(read)
    loader.pixmap(1)
    qtbot.waitUntil(lambda: reads == [1])
    loader.invalidate([1])
    assert loader.pixmap(1) is None
    with qtbot.waitSignal(loader.loaded):
        gate.set()
    assert loader.peek(1) is not None


def test_a_missing_thumbnail_is_not_asked_for_again_until_it_changes(
    make_loader, thumb_bytes, qtbot
) -> None:
    answers: list[bytes | None] = [None, thumb_bytes]
    reads: list[int] = []

    def read(photo_id: int) -> bytes | None:
        reads.append(photo_id)
        return answers[len(reads) - 1]

    loader = make_loader(read)
    loader.pixmap(7)
    qtbot.waitUntil(lambda: 7 in loader._missing)
    assert loader.pixmap(7) is None
    assert reads == [7]
    loader.invalidate([7])
    with qtbot.waitSignal(loader.loaded):
        loader.pixmap(7)


def test_an_outdated_thumbnail_is_shown_until_the_new_one_is_here(
    make_loader, thumb_bytes, qtbot
) -> None:
    loader = make_loader(lambda _: thumb_bytes)
    with qtbot.waitSignal(loader.loaded):
        loader.pixmap(1)
    loader.invalidate([1])
    with qtbot.waitSignal(loader.loaded):
        assert loader.pixmap(1) is not None


def test_the_cache_keeps_its_budget(make_loader, thumb_bytes, qtbot) -> None:
    one = 320 * 240 * 4
    loader = make_loader(lambda _: thumb_bytes, cache_bytes=3 * one)
    for photo_id in range(1, 8):
        loader.pixmap(photo_id)
        qtbot.waitUntil(lambda photo_id=photo_id: loader.peek(photo_id) is not None)
    assert loader.used_bytes == 3 * one
    assert [loader.peek(photo_id) is not None for photo_id in (1, 4, 5, 6, 7)] == [
        False, False, True, True, True
    ]  # fmt: skip


def test_a_damaged_or_failing_thumbnail_is_no_crash(make_loader, qtbot) -> None:
    def read(photo_id: int) -> bytes:
        if photo_id == 1:
            raise OSError("disk gone")
        return b"no picture"

    loader = make_loader(read)
    loader.pixmap(1)
    loader.pixmap(2)
    qtbot.waitUntil(lambda: loader._missing == {1, 2})


def test_an_invalid_index_has_no_data(make_model) -> None:
    model, _ = make_model(1)
    assert model.data(QModelIndex()) is None
