"""The notice: it moves nothing, hides nothing of itself, and offers only what can be done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from photoclip.gui.notice import NoticeBar

pytestmark = pytest.mark.gui

LONG = "The disk with the catalog of this library could not be written; free some space. " * 4


@pytest.fixture
def floating(qtbot):  # type: ignore[no-untyped-def]
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(800, 500)
    notice = NoticeBar(parent, floating=True)
    parent.show()
    return parent, notice


def test_a_notice_of_the_window_moves_nothing(open_window, qtbot) -> None:
    window, _ = open_window(12)
    before = window.browser.grid.geometry()
    window.notice.say("Something is wrong.")
    qtbot.wait(1)
    assert window.notice.isVisible()
    assert window.browser.grid.geometry() == before


@pytest.mark.parametrize("text", ["Done.", LONG])
@pytest.mark.parametrize("width", [300, 800, 2500])
def test_a_floating_notice_shows_all_of_its_text_inside_of_its_parent(
    floating, text: str, width: int
) -> None:
    parent, notice = floating
    notice.say(text)
    parent.resize(width, 500)
    assert parent.rect().contains(notice.geometry())
    label = notice._text
    assert label.height() >= label.heightForWidth(label.width())
    assert abs(notice.geometry().center().x() - parent.rect().center().x()) <= 1


def test_a_short_notice_stands_on_one_line(floating) -> None:
    _parent, notice = floating
    notice.confirm("4 stars for 3 photos.", QAction("&Undo"))
    label = notice._text
    assert label.heightForWidth(label.width()) < 2 * label.fontMetrics().lineSpacing()
    assert notice.width() < 600


def test_a_later_sentence_makes_its_own_room(floating) -> None:
    _parent, notice = floating
    notice.say(LONG)
    high = notice.height()
    notice.say("Done.")
    assert notice.height() < high
    notice.say(LONG)
    assert notice.height() == high


def test_what_cannot_be_done_any_more_is_not_offered(floating) -> None:
    _parent, notice = floating
    action, other = QAction("&Undo"), QAction("Other")
    notice.confirm("Done.", action)
    assert notice.action_button.isVisible()
    action.setEnabled(False)
    assert not notice.action_button.isVisible()
    assert notice.isVisible()
    action.setEnabled(True)
    assert notice.action_button.isVisible()
    notice.offer("Do.", other)
    action.setEnabled(False)
    assert notice.action_button.isVisible()


def test_its_button_is_reached_by_the_keyboard_and_not_taken_by_the_mouse(floating, qtbot) -> None:
    _parent, notice = floating
    action = QAction("&Undo")
    notice.confirm("Done.", action)
    assert notice.action_button.focusPolicy() == Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(action.triggered):
        notice.action_button.setFocus()
        qtbot.keyClick(notice.action_button, Qt.Key.Key_Space)
    assert not notice.isVisible()


def test_a_notice_of_a_page_stands_in_its_layout(qtbot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    column = QVBoxLayout(parent)
    notice = NoticeBar()
    column.addWidget(notice)
    column.addStretch(1)
    parent.resize(400, 300)
    parent.show()
    notice.say(LONG)
    qtbot.waitUntil(lambda: notice.width() > 350)
    label = notice._text
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
