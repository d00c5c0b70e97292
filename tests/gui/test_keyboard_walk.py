"""From the first start to a rated photo and through all panels, with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget

from photoclip.changes import ChangeSet

Key, Modifier = Qt.Key, Qt.KeyboardModifier

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def press(qtbot, key: Key, modifier: Modifier = Modifier.NoModifier) -> None:  # type: ignore[no-untyped-def]
    """A key to whatever has the keyboard now."""
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the keyboard"
    qtbot.keyClick(focus, key, modifier)


def stop_of(window, widget: QWidget | None) -> str:  # type: ignore[no-untyped-def]
    """Name of the part of the page that a widget belongs to."""
    page = window.photos
    for name, dock in page.panels.docks.items():
        if widget is not None and dock.isAncestorOf(widget):
            return str(name)
    if widget is not None and window.browser.top.isAncestorOf(widget):
        return "top"
    return "middle" if widget is not None and page.stack.isAncestorOf(widget) else ""


def test_the_whole_way_without_a_mouse(open_window, qtbot, tmp_path: Path) -> None:
    window, library = open_window(0, choose_folder=lambda _: tmp_path)
    press(qtbot, Key.Key_O, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: [root.path for root in library.roots] == [tmp_path])
    library.fill(6)
    library.publish(ChangeSet(added=frozenset(range(1, 7))))
    qtbot.waitUntil(lambda: window.model.rowCount() == 6)

    library.ranks["a dog"] = [(5, 0.34, "likely"), (2, 0.30, "likely"), (3, 0.2, "maybe")]
    press(qtbot, Key.Key_F, Modifier.ControlModifier)
    assert window.browser.search_box.hasFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "a dog")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [5, 2, 3])
    if window.browser.search_box.hasFocus():
        press(qtbot, Key.Key_Down)
    assert window.browser.grid.hasFocus()

    press(qtbot, Key.Key_Home)
    press(qtbot, Key.Key_Right)
    press(qtbot, Key.Key_Return)
    assert window.is_viewing
    assert window.viewer.photo_id == 2
    press(qtbot, Key.Key_4)
    qtbot.waitUntil(lambda: library.rows[2].rating == 4)
    press(qtbot, Key.Key_Escape)
    assert not window.is_viewing
    assert window.browser.grid.hasFocus()
    press(qtbot, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.model.rowCount() == 6)

    press(qtbot, Key.Key_I, Modifier.ControlModifier)
    press(qtbot, Key.Key_J, Modifier.ControlModifier)
    visited = []
    for _ in range(7):
        press(qtbot, Key.Key_F6)
        visited.append(stop_of(window, QApplication.focusWidget()))
    assert visited == ["details", "jobs", "top", "folders", "albums", "tags", "middle"]
    press(qtbot, Key.Key_F6, Modifier.ShiftModifier)
    assert stop_of(window, QApplication.focusWidget()) == "tags"


def test_f6_comes_back_to_the_place_inside_a_panel(open_window, qtbot) -> None:
    window, _ = open_window(6)
    window.actions_["details"].trigger()
    window.browser.grid.make_current(3)
    details = window.browser.details
    qtbot.waitUntil(details.tag_box.isVisible)
    details.tag_box.setFocus()
    press(qtbot, Key.Key_F6)
    assert stop_of(window, QApplication.focusWidget()) != "details"
    press(qtbot, Key.Key_F6, Modifier.ShiftModifier)
    assert QApplication.focusWidget() is details.tag_box


def test_f6_steps_over_panels_that_are_closed(open_window, qtbot) -> None:
    window, _ = open_window(6)
    for name in ("panel_folders", "panel_albums", "panel_tags"):
        window.actions_[name].trigger()
    press(qtbot, Key.Key_F6)
    assert stop_of(window, QApplication.focusWidget()) == "top"
    press(qtbot, Key.Key_F6)
    assert window.browser.grid.hasFocus()


def test_a_folder_is_searched_by_enter_and_folds_by_space(open_window, qtbot) -> None:
    window, _ = open_window(6)
    tree = window.browser.folders.tree
    tree.setFocus()
    tree.setCurrentIndex(tree.model().index(0, 0))
    press(qtbot, Key.Key_Return)
    assert window.browser.search_box.text() == 'in:"/photos/holiday"'
    dock = window.photos.panels.docks["folders"]
    dock.title_bar.heading.setFocus()
    press(qtbot, Key.Key_Space)
    assert dock.is_folded


def test_tab_reaches_every_button_box_and_list_of_the_window(open_window, qtbot) -> None:
    window, _ = open_window(6)
    window.actions_["details"].trigger()
    window.actions_["jobs"].trigger()
    window.browser.grid.make_current(3)
    qtbot.waitUntil(window.browser.details.tag_box.isVisible)
    reached = {window.focusWidget()}
    walker = window.browser.grid
    while (walker := walker.nextInFocusChain()) is not window.browser.grid:
        if walker.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(walker)
    kinds = (QAbstractButton, QLineEdit, QAbstractItemView)
    wanted = {
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.isVisible() and widget.isEnabled()
    }
    missed = {
        widget
        for widget in wanted - reached
        if widget.objectName() != "panelButton" and not widget.objectName().startswith("Scroll")
        if not isinstance(widget.parent(), QLineEdit)
    }
    assert {(type(w).__name__, w.objectName(), w.toolTip()) for w in missed} == set()
