"""The window's title says what is on show."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from photoclip.changes import ChangeSet

pytestmark = pytest.mark.gui


@pytest.fixture
def stage(open_window, make_library):  # type: ignore[no-untyped-def]
    library = make_library(4)
    library.ranks["a flower"] = [(1, 0.9, "likely"), (2, 0.5, "likely")]
    library.ranks["[*]"] = [(3, 0.9, "likely")]
    window, _ = open_window(library=library)
    return window, library


def test_the_title_is_the_query_once_its_results_are_shown(stage, qtbot) -> None:
    window, library = stage
    assert window.windowTitle() == "PhotoClip"
    gate = library.gates["a flower"] = threading.Event()
    window.photos.search_for("a flower")
    qtbot.waitUntil(lambda: library.asked != [])
    assert window.windowTitle() == "PhotoClip"
    gate.set()
    qtbot.waitUntil(lambda: window.windowTitle() == "a flower")
    window.photos.show_all()
    qtbot.waitUntil(lambda: window.results.state.answered)
    assert window.windowTitle() == "PhotoClip"


def test_the_title_is_the_name_of_the_photo_in_the_viewer(stage, qtbot) -> None:
    window, library = stage
    window.photos.open_photo(1)
    assert window.windowTitle() == "photo_001.jpg"
    window.viewer.previous()
    assert window.windowTitle() == "photo_002.jpg"
    library.rows[2] = replace(library.rows[2], path=library.rows[2].path.with_name("rose.jpg"))
    library.publish(ChangeSet(photos=frozenset({2})))
    qtbot.waitUntil(lambda: window.windowTitle() == "rose.jpg")
    window.photos.close_viewer()
    assert window.windowTitle() == "PhotoClip"


def test_the_title_is_the_name_of_the_photo_that_is_acted_on_of_several(stage) -> None:
    window, _ = stage
    window.photos.open_photo(4)
    window.viewer.compare([4, 3])
    assert window.windowTitle() == "photo_004.jpg"
    window.viewer.comparing.step(1)
    assert window.windowTitle() == "photo_003.jpg"


def test_signs_that_qt_has_a_use_for_are_no_trouble_in_a_title(stage, qtbot) -> None:
    window, _ = stage
    window.photos.search_for("[*]")
    qtbot.waitUntil(lambda: window.results.state.request.text == "[*]")
    qtbot.waitUntil(lambda: window.windowTitle() == "[*][*]")
