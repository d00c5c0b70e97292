"""The loader of the grid's thumbnails."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from photoclip.gui.grid.delegate import paint_picture, picture_rect
from photoclip.gui.grid.thumb_loader import spare_processors

pytestmark = pytest.mark.gui


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
    # Each thread holds one early request; of the rest the newest go first.
    rest = order[spare_processors() :]
    assert sorted(rest, reverse=True)[:4] == sorted(rest[:4], reverse=True)


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


# --- copies for small pictures ---------------------------------------------------------
def loaded(loader, qtbot, photo_id: int = 1) -> QPixmap:  # type: ignore[no-untyped-def]
    """The copy for the grid, once it is here."""
    with qtbot.waitSignal(loader.loaded):
        loader.fitted(photo_id)
    found = loader.fitted(photo_id)
    assert found is not None
    return found


def test_a_small_place_gets_a_copy_of_just_its_size(make_loader, thumb_bytes, qtbot) -> None:
    loader = make_loader(lambda _: thumb_bytes)
    loader.fit_to(QSize(84, 70), 1.0)
    assert loaded(loader, qtbot).size() == QSize(84, 63)
    assert loader.pixmap(1).size() == QSize(320, 240)
    assert loader.used_bytes == (320 * 240 + 84 * 63) * 4


def test_a_copy_has_the_pixels_of_a_fine_screen(make_loader, thumb_bytes, qtbot) -> None:
    loader = make_loader(lambda _: thumb_bytes)
    loader.fit_to(QSize(84, 70), 2.0)
    copy = loaded(loader, qtbot)
    assert copy.size() == QSize(168, 126)
    assert copy.deviceIndependentSize().toSize() == QSize(84, 63)


def test_a_place_hardly_smaller_than_the_picture_gets_the_whole_one(
    make_loader, thumb_bytes, qtbot
) -> None:
    loader = make_loader(lambda _: thumb_bytes)
    loader.fit_to(QSize(300, 260), 1.0)
    assert loaded(loader, qtbot).size() == QSize(320, 240)
    assert loader.used_bytes == 320 * 240 * 4


def test_another_size_makes_new_copies_and_reads_nothing_again(
    make_loader, thumb_bytes, qtbot
) -> None:
    reads = []

    def read(photo_id: int) -> bytes:
        reads.append(photo_id)
        return thumb_bytes

    loader = make_loader(read)
    loader.fit_to(QSize(84, 70), 1.0)
    loaded(loader, qtbot)
    loader.fit_to(QSize(120, 100), 1.0)
    with qtbot.waitSignal(loader.loaded):
        assert loader.fitted(1).size() == QSize(320, 240)  # the whole one serves meanwhile
    assert loader.fitted(1).size() == QSize(120, 90)
    assert reads == [1]
    assert loader.used_bytes == (320 * 240 + 120 * 90) * 4


def test_a_copy_of_a_changed_picture_is_never_kept(make_loader, thumb_bytes, qtbot) -> None:
    loader = make_loader(lambda _: thumb_bytes)
    loaded(loader, qtbot)
    loader.fit_to(QSize(84, 70), 1.0)
    loader.fitted(1)
    loader.invalidate([1])
    kept: list[bool] = []
    loader.loaded.connect(lambda _: kept.append(1 in loader._stale))
    with qtbot.waitSignal(loader.loaded):
        loader.fitted(1)
    assert kept == [False]
    assert loader.fitted(1).size() == QSize(84, 63)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_copy_is_painted_as_it_is(make_loader, thumb_bytes, qtbot, ratio) -> None:
    loader = make_loader(lambda _: thumb_bytes)
    cell = QRect(0, 0, 96, 110)
    loader.fit_to(picture_rect(cell, 20, None, stacked=False).size(), ratio)
    copy = loaded(loader, qtbot)
    screen = QPixmap(cell.size() * ratio)
    screen.setDevicePixelRatio(ratio)
    screen.fill(QColor("white"))
    place = picture_rect(cell, 20, copy, stacked=False)
    painter = QPainter(screen)
    paint_picture(painter, place, copy)
    painter.end()
    at = place.topLeft() * ratio
    shown, made = screen.toImage(), copy.toImage()
    middle = made.rect().center()
    assert shown.pixelColor(at + middle) == made.pixelColor(middle)
