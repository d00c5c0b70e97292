"""Where the panels stand: moved, closed, remembered, and given up where there is no room."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from photoclip.gui.panels.panels import LEFT
from photoclip.gui.window_state import FILE_NAME

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


def seen(window) -> list[str]:  # type: ignore[no-untyped-def]
    return [name for name, dock in window.photos.panels.docks.items() if dock.isVisible()]


def area_of(window, name: str) -> Qt.DockWidgetArea:  # type: ignore[no-untyped-def]
    return window.photos.dockWidgetArea(window.photos.panels.docks[name])


def test_at_first_folders_albums_and_tags_stand_below_each_other_on_the_left(open_window) -> None:
    window, _ = open_window(6)
    assert seen(window) == list(LEFT)
    tops = [window.photos.panels.docks[name].geometry().top() for name in LEFT]
    assert tops == sorted(set(tops))
    assert {area_of(window, name) for name in LEFT} == {Qt.DockWidgetArea.LeftDockWidgetArea}


def test_before_the_first_folder_no_panel_is_seen(open_window) -> None:
    window, _ = open_window(0)
    assert seen(window) == []


def test_moved_closed_folded_and_floating_panels_are_remembered(open_window, make_library) -> None:
    library = make_library(6)
    window, _ = open_window(library=library)
    docks = window.photos.panels.docks
    window.photos.addDockWidget(RIGHT, docks["tags"])
    docks["albums"].title_bar.close_button.click()
    docks["folders"].title_bar.heading.click()
    window.actions_["jobs"].trigger()
    docks["jobs"].setFloating(True)
    window.close()
    again, _ = open_window(library=library)
    docks = again.photos.panels.docks
    assert seen(again) == ["folders", "tags", "jobs"]
    assert area_of(again, "tags") == RIGHT
    assert docks["folders"].is_folded
    assert docks["jobs"].isFloating()
    assert not again.actions_["panel_albums"].isChecked()
    again.actions_["panel_albums"].trigger()
    assert docks["albums"].isVisible()


def test_the_widths_of_panels_are_remembered(open_window, make_library, qtbot) -> None:
    library = make_library(6)
    window, _ = open_window(library=library)
    tags = window.photos.panels.docks["tags"]
    window.photos.resizeDocks([tags], [tags.width() + 70], Qt.Orientation.Horizontal)
    qtbot.wait(20)
    width = tags.width()
    window.close()
    again, _ = open_window(library=library)
    qtbot.waitUntil(lambda: again.photos.panels.docks["tags"].width() == width)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x00\x00\x00\xff", "a text", "truncated"])
def test_a_damaged_layout_gives_the_first_one(open_window, make_library, damage) -> None:
    library = make_library(6)
    window, _ = open_window(library=library)
    if damage == "truncated":
        damage = bytes(window.photos.panels.layout().data())[:40]
    window.close()
    kept = QSettings(str(library.path / FILE_NAME), QSettings.Format.IniFormat)
    kept.setValue("panels", QByteArray(damage) if isinstance(damage, bytes) else damage)
    kept.setValue("panel-tags", "perhaps")
    kept.setValue("sidebar", "[]")
    kept.sync()
    again, _ = open_window(library=library)
    assert seen(again) == list(LEFT)


def test_no_bytes_at_all_can_harm_the_layout(open_window, qtbot) -> None:
    window, _ = open_window(3)
    panels = window.photos.panels
    good = bytes(panels.layout().data())

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        st.one_of(
            st.binary(max_size=120),
            st.tuples(st.integers(0, len(good) - 1), st.integers(0, 255)).map(
                lambda at: good[: at[0]] + bytes([at[1]]) + good[at[0] + 1 :]
            ),
        )
    )
    def check(layout: bytes) -> None:
        panels.restore(QByteArray(layout))
        for name in ("folders", "albums", "tags"):
            assert not panels.docks[name].isHidden()

    check()
    panels.reset()
    assert seen(window) == list(LEFT)


def test_the_first_layout_comes_back_by_its_action(open_window) -> None:
    window, _ = open_window(6)
    docks = window.photos.panels.docks
    window.actions_["details"].trigger()
    window.photos.tabifyDockWidget(docks["folders"], docks["details"])
    docks["tags"].setFloating(True)
    docks["albums"].close()
    window.actions_["reset_layout"].trigger()
    assert seen(window) == [*LEFT, "details"]
    assert area_of(window, "details") == RIGHT
    assert not docks["tags"].isFloating()
    assert window.photos.tabifiedDockWidgets(docks["folders"]) == []


def test_one_switch_hides_all_on_the_left_and_brings_back_those_that_were_open(
    open_window,
) -> None:
    window, _ = open_window(6)
    window.photos.panels.docks["albums"].close()
    window.actions_["sidebar"].trigger()
    assert seen(window) == []
    window.actions_["sidebar"].trigger()
    assert seen(window) == ["folders", "tags"]
    for name in ("folders", "tags"):
        window.photos.panels.docks[name].close()
    assert not window.actions_["sidebar"].isChecked()
    window.actions_["sidebar"].trigger()
    assert seen(window) == list(LEFT)


def test_a_panel_opened_by_its_own_switch_brings_the_left_side_back(open_window) -> None:
    window, _ = open_window(6)
    window.actions_["sidebar"].trigger()
    window.actions_["panel_tags"].trigger()
    assert not window.actions_["panel_tags"].isChecked()
    window.actions_["panel_tags"].trigger()
    assert window.actions_["sidebar"].isChecked()
    assert "tags" in seen(window)


def test_details_stand_beside_the_viewer_and_alone_stands_the_photo_on_the_full_screen(
    open_window, qtbot
) -> None:
    window, _ = open_window(6)
    window.actions_["details"].trigger()
    window.photos.open_photo(3)
    assert seen(window) == ["details"]
    assert not window.browser.top.isVisible()
    assert window.actions_["details"].isEnabled()
    window.actions_["full_screen"].trigger()
    qtbot.waitUntil(lambda: seen(window) == [])
    assert not window.menuBar().isVisible()
    window.actions_["full_screen"].trigger()
    qtbot.waitUntil(lambda: seen(window) == ["details"])
    window.photos.close_viewer()
    assert seen(window) == [*LEFT, "details"]
    assert window.browser.top.isVisible()


def test_floating_panels_are_seen_with_their_own_page_only(open_window) -> None:
    window, _ = open_window(6)
    window.add_page("labels", "Labels", "labels", _Page)
    tags = window.photos.panels.docks["tags"]
    tags.title_bar.float_button.click()
    assert tags.isFloating()
    window.shell.show_page("labels")
    assert not tags.isVisible()
    window.shell.show_page("photos")
    assert tags.isVisible()


def test_a_narrow_window_keeps_its_width_whatever_is_open(open_window, qtbot) -> None:
    window, _ = open_window(6)
    for name in ("details", "jobs"):
        window.actions_[name].trigger()
    window.resize(600, 420)
    qtbot.waitUntil(lambda: seen(window) == ["details", "jobs"])
    assert window.width() == 600
    assert window.photos.stack.width() >= 260
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: seen(window) == [*LEFT, "details", "jobs"])


def test_words_on_the_rail_are_whole_with_a_large_font(open_window, qapp) -> None:
    before = QFont(QApplication.font())
    large = QFont(before)
    large.setPointSizeF(before.pointSizeF() * 1.8)
    qapp.setFont(large)
    try:
        window, _ = open_window(3)
        window.add_page("labels", "Beschriftungen", "labels", _Page)
        button = window.shell.button("labels")
        assert button.width() > button.fontMetrics().horizontalAdvance("Beschriftungen")
        assert button.width() == window.shell.button("photos").width()
    finally:
        qapp.setFont(before)


def _Page():  # type: ignore[no-untyped-def]  # noqa: N802 - stands for a class
    from PySide6.QtWidgets import QWidget

    return QWidget()
