"""The row of small pictures below the photo."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from photoclip.gui.grid.content import content_of_ids

pytestmark = pytest.mark.gui


def middle(strip, row: int) -> QPoint:  # type: ignore[no-untyped-def]
    return strip.rect_of(row).center()


def wheel(strip, turned: int) -> None:  # type: ignore[no-untyped-def]
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    strip.wheelEvent(event)


@pytest.fixture
def strip(open_window):  # type: ignore[no-untyped-def]
    window, _ = open_window(100)
    window.photos.open_photo(50)
    return window, window.viewer.filmstrip


def test_the_photo_stands_in_the_middle_and_a_click_shows_another(strip, qtbot) -> None:
    window, strip = strip
    row = window.model.row_of(50)
    assert abs(middle(strip, row).x() - strip.width() // 2) <= 1
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=middle(strip, row + 2))
    assert window.viewer.photo_id == 48
    assert abs(middle(strip, row + 2).x() - strip.width() // 2) <= 1


def test_at_the_ends_no_empty_room_is_shown(strip, qtbot) -> None:
    window, strip = strip
    qtbot.keyClick(window.viewer, Qt.Key.Key_Home)
    assert strip.rect_of(0).x() == 0
    qtbot.keyClick(window.viewer, Qt.Key.Key_End)
    assert abs(strip.rect_of(99).right() + 1 - strip.width()) <= 1


def test_few_photos_stand_in_the_middle(open_window) -> None:
    window, _ = open_window(2)
    window.photos.open_photo(2)
    strip = window.viewer.filmstrip
    left, right = strip.rect_of(0).left(), strip.rect_of(1).right() + 1
    assert abs(left - (strip.width() - right)) <= 1


def test_the_wheel_moves_along_without_choosing(strip) -> None:
    window, strip = strip
    before = strip.shown_rows()
    wheel(strip, -480)
    assert strip.shown_rows().start > before.start
    assert window.viewer.photo_id == 50


def test_a_drag_moves_along_without_choosing(strip, qtbot) -> None:
    window, strip = strip
    before = strip.shown_rows()
    start = strip.rect().center()
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(strip, start - QPoint(3 * strip.cell, 0))
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=start - QPoint(3 * strip.cell, 0))
    assert strip.shown_rows().start > before.start
    assert window.viewer.photo_id == 50


def test_the_keyboard_moves_in_the_strip_too(strip, qtbot) -> None:
    window, strip = strip
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert window.viewer.photo_id == 49
    qtbot.keyClick(strip, Qt.Key.Key_PageDown)
    page = strip.width() // strip.cell - 1
    assert window.viewer.photo_id == 49 - page
    assert f"{window.viewer.photo_id:03}.jpg" in strip.accessibleDescription()


def test_a_million_photos_ask_for_those_on_screen_only(strip, qtbot, monkeypatch) -> None:
    window, strip = strip
    asked: set[int] = set()
    monkeypatch.setattr(window.thumbs, "pixmap", asked.add)
    monkeypatch.setattr(window.model, "photo_at", lambda row: None)
    window.viewer.single.photo_id = None
    window.browser.grid.hide()
    window.model.set_content(content_of_ids(np.arange(1, 1_000_001)))
    strip.show_row(700_000)
    asked.clear()
    strip.grab()
    assert len(asked) <= strip.width() // strip.cell + 2
    assert 700_001 in asked


def test_the_strip_is_hidden_and_shown_by_its_action_and_remembered(open_window) -> None:
    window, library = open_window(3)
    window.photos.open_photo(2)
    assert window.viewer.filmstrip.isVisible()
    window.actions_["filmstrip"].trigger()
    assert not window.viewer.filmstrip.isVisible()
    window.close()
    again, _ = open_window(library=library)
    again.photos.open_photo(2)
    assert not again.actions_["filmstrip"].isChecked()
    assert not again.viewer.filmstrip.isVisible()
