"""A slideshow: each photo its time from the moment it is seen, on the whole screen."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt

from photoclip.errors import UnreadablePhotoError
from photoclip.gui.viewer.slideshow import Slideshow

pytestmark = pytest.mark.gui


@pytest.fixture
def show(open_window, qtbot, make_library):  # type: ignore[no-untyped-def]
    """A window that runs a slideshow of three photos; its clock is moved by hand."""
    library = make_library(3)
    window, _ = open_window(library=library)
    window.photos.open_photo(3)
    window.actions_["slideshow"].trigger()
    qtbot.waitUntil(window.viewer.slideshow.timer.isActive)
    return window, library


def due(window) -> None:  # type: ignore[no-untyped-def]
    """The time of the present photo is over."""
    window.viewer.slideshow.timer.stop()
    window.viewer.slideshow.timer.timeout.emit()


def test_it_takes_the_whole_screen_and_gives_it_back(show, qtbot) -> None:
    window, _ = show
    assert window.isFullScreen()
    assert not window.viewer.bar.isVisible()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert not window.viewer.slideshow.is_running
    assert not window.isFullScreen()
    assert window.is_viewing


def test_it_starts_from_the_grid_with_the_selected_photo(open_window) -> None:
    window, _ = open_window(5)
    window.browser.grid.make_current(2)
    window.actions_["slideshow"].trigger()
    assert window.viewer.slideshow.is_running
    assert window.viewer.photo_id == 2


def test_it_goes_round(show, qtbot) -> None:
    window, _ = show
    for photo_id in (2, 1, 3):
        qtbot.waitUntil(window.viewer.slideshow.timer.isActive)
        due(window)
        wanted = photo_id
        qtbot.waitUntil(lambda wanted=wanted: window.viewer.photo_id == wanted)


def test_the_time_is_what_the_settings_say(open_window) -> None:
    window, library = open_window(3)
    library.settings.set("look.slideshow_seconds", 17)
    window.actions_["slideshow"].trigger()
    assert window.viewer.slideshow.timer.interval() == 17_000


def test_space_holds_it_and_lets_it_go_on(show, qtbot) -> None:
    window, _ = show
    qtbot.keyClick(window.viewer, Qt.Key.Key_Space)
    assert window.viewer.slideshow.is_paused
    assert not window.viewer.slideshow.timer.isActive()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    assert window.viewer.photo_id == 2
    qtbot.wait(30)
    assert not window.viewer.slideshow.timer.isActive()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Space)
    qtbot.waitUntil(window.viewer.slideshow.timer.isActive)


def test_a_photo_that_is_not_there_yet_is_waited_for(open_window, qtbot, make_library) -> None:
    library = make_library(4)
    gate = threading.Event()
    plain = library.full_image

    def slow(photo_id: int, *, max_side: int) -> np.ndarray:
        if photo_id == 3:
            gate.wait(20)
        return plain(photo_id, max_side=max_side)

    library.full_image = slow
    window, _ = open_window(library=library)
    try:
        window.photos.open_photo(4)
        window.actions_["slideshow"].trigger()
        qtbot.waitUntil(window.viewer.slideshow.timer.isActive)
        due(window)
        qtbot.wait(50)
        assert window.viewer.photo_id == 4
        gate.set()
        qtbot.waitUntil(lambda: window.viewer.photo_id == 3)
        qtbot.waitUntil(window.viewer.slideshow.timer.isActive)
    finally:
        gate.set()


def test_a_photo_that_cannot_be_read_has_its_time_too(open_window, qtbot, make_library) -> None:
    library = make_library(3)
    plain = library.full_image

    def broken(photo_id: int, *, max_side: int) -> np.ndarray:
        if photo_id == 2:
            raise UnreadablePhotoError("The file is no longer there.")
        return plain(photo_id, max_side=max_side)

    library.full_image = broken
    window, _ = open_window(library=library)
    window.photos.open_photo(3)
    window.actions_["slideshow"].trigger()
    for photo_id in (2, 1):
        qtbot.waitUntil(window.viewer.slideshow.timer.isActive)
        due(window)
        wanted = photo_id
        qtbot.waitUntil(lambda wanted=wanted: window.viewer.photo_id == wanted)


def test_a_mark_on_the_photo_does_not_stop_the_clock(show, qtbot) -> None:
    window, _ = show
    window.actions_["rate_4"].trigger()
    qtbot.waitUntil(lambda: "★★★★☆" in window.viewer.info_text)
    assert window.viewer.slideshow.timer.isActive()


def test_leaving_the_viewer_ends_it(show) -> None:
    window, _ = show
    window.photos.close_viewer()
    assert not window.viewer.slideshow.is_running
    assert not window.viewer.slideshow.timer.isActive()
    assert not window.isFullScreen()


def test_the_clock_starts_when_the_photo_is_seen(qapp) -> None:
    clock = Slideshow()
    clock.start(2)
    assert not clock.timer.isActive()
    clock.seen()
    assert clock.timer.isActive()
    clock.opened()
    assert not clock.timer.isActive()
    clock.stop()
    clock.seen()
    assert not clock.timer.isActive()
