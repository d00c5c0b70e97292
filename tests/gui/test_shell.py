"""The frame of pages: the rail, keys, lazy making, the badge, and the notice above all pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from photoclip.changes import ChangeSet
from photoclip.errors import UserError

pytestmark = pytest.mark.gui


class Page(QWidget):
    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log
        log.append("made")

    def enter(self) -> None:
        self.log.append("enter")

    def leave(self) -> None:
        self.log.append("leave")

    def tint(self, _palette: object) -> None:
        self.log.append("tint")


@pytest.fixture
def two_pages(open_window):  # type: ignore[no-untyped-def]
    window, library = open_window(6)
    log: list[str] = []
    window.add_page("labels", "Labels", "labels", lambda: Page(log))
    return window, library, log


def test_a_single_page_needs_no_rail(open_window) -> None:
    window, _ = open_window(3)
    assert not window.shell._rail.isVisible()
    view = window.actions_._view_menu
    assert view.actions()[0].text() == "Photos"
    assert not view.actions()[0].isVisible()


def test_a_page_is_made_when_it_is_first_shown_and_only_once(two_pages, qtbot) -> None:
    window, _, log = two_pages
    assert log == []
    assert window.shell._rail.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.shell.current == "labels"
    assert log == ["made", "enter"]
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(window.shell.button("labels"), Qt.MouseButton.LeftButton)
    assert log == ["made", "enter", "leave", "enter"]
    assert window.shell.button("labels").isChecked()
    assert not window.shell.button("photos").isChecked()


def test_pressing_the_button_of_the_page_in_front_keeps_it_pressed(two_pages, qtbot) -> None:
    window, _, _ = two_pages
    qtbot.mouseClick(window.shell.button("photos"), Qt.MouseButton.LeftButton)
    assert window.shell.button("photos").isChecked()
    assert window.shell.current == "photos"


def test_keys_of_photos_rest_while_another_page_is_in_front(two_pages, qtbot) -> None:
    window, library, _ = two_pages
    window.browser.grid.make_current(2)
    assert window.actions_["rate_3"].isEnabled()
    window.shell.show_page("labels")
    assert not window.actions_["rate_3"].isEnabled()
    assert not window.actions_["full_screen"].isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_3)
    qtbot.wait(20)
    assert "tags.set_rating" not in library.calls
    window.shell.show_page("photos")
    assert window.actions_["rate_3"].isEnabled()


def test_find_comes_back_to_the_photos(two_pages) -> None:
    window, _, _ = two_pages
    window.shell.show_page("labels")
    window.actions_["find"].trigger()
    assert window.shell.current == "photos"
    assert window.browser.search_box.hasFocus()


def test_the_rail_goes_when_a_photo_fills_the_screen(two_pages) -> None:
    window, _, _ = two_pages
    window.photos.open_photo(3)
    assert window.is_viewing
    window.shell.set_alone(True)
    assert not window.shell._rail.isVisible()
    window.shell.set_alone(False)
    assert window.shell._rail.isVisible()


def test_pages_follow_a_change_of_colours(two_pages) -> None:
    window, _, log = two_pages
    window.shell.show_page("labels")
    window._tint()
    assert log[-1] == "tint"


def test_the_review_page_tells_how_many_suggestions_wait(open_window, qtbot, make_library) -> None:
    library = make_library(6)
    library.review.open = [(1, ("Dog",), 2.0), (2, ("Dog",), 1.0), (2, ("Beach",), 1.0)]
    window, _ = open_window(library=library)
    assert "review.groups" not in library.calls
    window.add_page("review", "Review", "review", lambda: QLabel("review"))
    button = window.shell.button("review")
    qtbot.waitUntil(lambda: button.badge == 3)
    assert button.accessibleDescription() == "3 waiting"
    assert not button.grab().isNull()
    library.review.open = []
    window._overview_timer.setInterval(10)
    library.publish(ChangeSet(tags=True))
    qtbot.waitUntil(lambda: button.badge == 0)


def test_a_sentence_stands_above_every_page(two_pages) -> None:
    window, _, _ = two_pages
    window.shell.show_page("labels")
    window.tell(UserError("The disk is full."))
    assert window.notice.isVisible()
    assert window.notice.text() == "The disk is full."


def test_a_confirmation_passes_and_a_problem_stays(open_window, qtbot) -> None:
    window, _ = open_window(3)
    window.notice._passing.setInterval(20)
    window.confirm("Done.", False)
    qtbot.waitUntil(lambda: not window.notice.isVisible())
    window.confirm("Done.", False)
    window.tell(UserError("The disk is full."))
    qtbot.wait(60)
    assert window.notice.isVisible()
    assert not window.notice.action_button.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_presses_the_button_with_the_focus(two_pages, qtbot, key) -> None:
    window, _, _ = two_pages
    page = window.shell.show_page("labels")
    button = QPushButton("Go")
    QVBoxLayout(page).addWidget(button)
    qtbot.waitUntil(button.isVisible)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_the_style_sheet_holds_the_colours_of_tooltips(qapp, open_window) -> None:
    open_window(1)
    sheet = qapp.styleSheet()
    assert "palette(tool" not in sheet
    assert qapp.palette().color(QPalette.ColorRole.ToolTipBase).name() in sheet
