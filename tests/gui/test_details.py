"""The details: one photo in full, many photos counted, and why a photo is a result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from photoclip.changes import ChangeSet
from photoclip.errors import ModelError
from photoclip.gui.clean_copies import CleanCopies
from photoclip.gui.details.desk import query_of
from photoclip.gui.details.facts import place_text, state_text
from photoclip.gui.details.fold import FoldSection
from photoclip.gui.events import ViewRequest
from photoclip.gui.fitting import breakable
from photoclip.gui.texts import number
from photoclip.views import Explanation, NearLabel

pytestmark = pytest.mark.gui

WHY = Explanation(
    score=0.3124,
    band="likely",
    rank=3,
    candidates=12_340,
    matched="",
    filters=("type:jpeg", "rating:>=3"),
    labels=(
        NearLabel("everyday", "beach", 5.25, True),
        NearLabel("everyday", "desert", 1.5, False),
    ),
)


@pytest.fixture
def details(open_window, make_library):  # type: ignore[no-untyped-def]
    """A window on twelve photos with the details open."""
    library = make_library(12)
    window, _ = open_window(library=library)
    window.actions_["details"].trigger()
    return window, library, window.photos.panels.details


def select(window, qtbot, *photo_ids: int) -> None:  # type: ignore[no-untyped-def]
    grid = window.browser.grid
    if len(photo_ids) == 1:
        grid.make_current(photo_ids[0])
    else:
        grid.select_ids(np.array(photo_ids, dtype=np.int64), photo_ids[0])
    panel = window.photos.panels.details
    wanted = set(photo_ids)
    qtbot.waitUntil(lambda: panel._details is not None and set(panel._details.photo_ids) == wanted)


# --- one photo ---
def test_facts_and_file_of_one_photo(details, qtbot) -> None:
    window, library, panel = details
    library.rows[5] = replace(
        library.rows[5], camera="Canon <EOS>", lens="50 mm", iso=400, width=6000, height=4000
    )
    library.formats[5] = "HEIF"
    select(window, qtbot, 5)
    facts = panel.facts.text()
    for text in (
        "Canon &lt;EOS&gt;",
        "50 mm",
        "400",
        f"{number(6000)} × {number(4000)}",
        "HEIF",
        "1.2 MB",
    ):
        assert text in facts
    assert "photo_005.jpg" in panel.file.text()
    assert "Online" in panel.file.text()
    assert panel.folder_button.defaultAction() is window.actions_["show_in_folder"]
    assert not panel._place_section.isVisible()
    assert not panel._album_section.isVisible()


def test_a_turned_photo_tells_the_size_it_is_seen_in(details, qtbot) -> None:
    window, library, panel = details
    library.rows[5] = replace(library.rows[5], width=6000, height=4000, rotation=90)
    select(window, qtbot, 5)
    assert f"{number(4000)} × {number(6000)}" in panel.facts.text()


def test_the_place_has_a_button_for_the_map(details, qtbot) -> None:
    window, library, panel = details
    library.rows[5] = replace(library.rows[5], lat=0.0, lon=-11.5)
    select(window, qtbot, 5)
    assert panel.place.text() == "0.00000° N, 11.50000° W"
    assert panel.map_button.defaultAction() is window.actions_["show_on_map"]
    assert panel._place_section.isVisible()


def test_a_photo_without_coordinates_has_no_place(make_library) -> None:
    photo = make_library(1).rows[1]
    assert place_text(photo) == ""
    assert place_text(replace(photo, lat=-33.9, lon=151.2)) == "33.90000° S, 151.20000° E"


def test_the_state_of_the_file_is_told_in_words(make_library) -> None:
    photo = make_library(1).rows[1]
    assert state_text(photo, online=True) == "Online"
    assert "drive" in state_text(photo, online=False)
    assert "not found" in state_text(replace(photo, state="missing"), online=True)
    broken = replace(photo, state="unreadable", error="It is cut off.")
    assert "It is cut off." in state_text(broken, online=True)


def test_an_offline_photo_says_so(details, qtbot) -> None:
    window, library, panel = details
    library.offline = {5}
    select(window, qtbot, 5)
    assert "Offline" in panel.file.text()


def test_its_albums_can_be_shown(details, qtbot) -> None:
    window, library, panel = details
    library.albums.queries = {"Best of": None}
    library.albums.members = {"Best of": [5, 6]}
    select(window, qtbot, 5)
    chip = panel.albums.chips[0]
    assert chip.text == "Best of"
    next(iter(chip.buttons.values())).click()
    assert window.browser.search_box.text() == 'album:"Best of"'


def test_the_details_follow_the_viewer(details, qtbot) -> None:
    window, _, panel = details
    window.photos.open_photo(5)
    qtbot.waitUntil(lambda: panel.title.text() == "photo_005.jpg")
    assert panel.isVisible()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: panel.title.text() == "photo_004.jpg")
    window.photos.close_viewer()
    window.browser.grid.selectAll()
    window.actions_["compare"].trigger()
    qtbot.waitUntil(lambda: panel.title.text() == "photo_012.jpg")
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: panel.title.text() == "photo_011.jpg")


def test_a_path_is_copied_from_the_panel_as_it_is(qtbot) -> None:
    held = QObject()
    copies = CleanCopies(held)
    label = QLabel(breakable("/photos/holiday/a very fine day/photo_003.jpg"))
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    qtbot.addWidget(label)
    label.show()
    label.activateWindow()
    label.setFocus()
    qtbot.waitUntil(label.hasFocus)
    label.setSelection(0, len(label.text()))
    assert "\u200b" in label.selectedText()
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    wanted = "/photos/holiday/a very fine day/photo_003.jpg"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == wanted)
    # Qt remembers a modifier that was pressed until the next key.
    qtbot.keyClick(label, Qt.Key.Key_Left)
    assert copies.parent() is held


# --- many photos ---
def test_many_photos_are_counted_and_not_read_one_by_one(open_window, qtbot, make_library) -> None:
    library = make_library(600)
    for photo_id in range(1, 601):
        library.tags.on[photo_id] = {("All",)} | ({("Some",)} if photo_id <= 450 else set())
    library.rows[1] = replace(library.rows[1], rating=5, camera="A")
    library.rows[2] = replace(library.rows[2], rating=5, pick=1, camera="B")
    window, _ = open_window(library=library)
    window.actions_["details"].trigger()
    panel = window.photos.panels.details
    read: list[int] = []
    plain = library.photos
    library.photos = lambda ids: read.append(len(list(ids))) or plain(ids)
    before = list(library.calls)
    window.browser.grid.selectAll()
    qtbot.waitUntil(lambda: panel._details is not None and len(panel._details.photo_ids) == 600)
    assert [chip.text for chip in panel.tags.chips] == ["All", "Some  450"]
    assert max(read) <= 200
    new = library.calls[len(before) :]
    assert new.count("summary") == 1
    assert len(new) < 10
    facts = panel.facts.text()
    assert "★★★★★ (2), none (598)" in facts
    assert "picked (1)" in facts
    assert "B (1), A (1)" in facts
    assert not panel._file_section.isVisible()
    assert not panel.why_section.isVisible()


# --- why ---
@pytest.fixture
def searched(details, qtbot):  # type: ignore[no-untyped-def]
    window, library, panel = details
    library.ranks["beach"] = [(photo_id, 0.5, "likely") for photo_id in (7, 5, 3)]
    library.explanations = dict.fromkeys(range(1, 13), WHY)
    window.photos.search_for("beach")
    qtbot.waitUntil(lambda: window.model.rowCount() == 3)
    select(window, qtbot, 5)
    return window, library, panel


def test_nothing_is_computed_while_the_section_is_folded(searched, qtbot) -> None:
    window, library, _ = searched
    select(window, qtbot, 7)
    qtbot.wait(50)
    assert library.explained == []


def test_the_open_section_tells_why(searched, qtbot) -> None:
    _, library, panel = searched
    qtbot.mouseClick(panel.why_section.heading, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "0.312" in panel.why.words.text())
    assert library.explained == [(5, "beach", 0.0)]
    words = panel.why.words.text()
    assert f"Likely: place 3 of {number(12_340)}" in words
    assert "type:jpeg  rating:>=3" in words
    rows = panel.why.bars.rows
    assert [name.text() for name, _, _ in rows] == ["beach", "desert"]
    assert [figure.text() for _, _, figure in rows] == ["✓ 5.2", "1.5"]
    assert rows[0][1].value() > rows[1][1].value() > 0
    assert "likely" in rows[0][1].accessibleDescription()


def test_it_follows_the_photo_and_the_query(searched, qtbot) -> None:
    window, library, panel = searched
    panel.why_section.set_open(True)
    qtbot.waitUntil(lambda: len(library.explained) == 1)
    select(window, qtbot, 7)
    qtbot.waitUntil(lambda: library.explained[-1] == (7, "beach", 0.0))
    window.photos.results.loosen(0.5)
    qtbot.waitUntil(lambda: (7, "beach", 0.5) in library.explained)
    window.photos.open_photo(5)
    qtbot.waitUntil(lambda: library.explained[-1][0] == 5)


def test_a_change_of_the_photo_is_explained_anew(searched, qtbot) -> None:
    _, library, panel = searched
    panel.why_section.set_open(True)
    qtbot.waitUntil(lambda: len(library.explained) == 1)
    library.explanations[5] = replace(WHY, matched="tag")
    library.publish(ChangeSet(photos=frozenset({5}), tags=True))
    qtbot.waitUntil(lambda: "one of its tags" in panel.why.words.text())
    assert "chance" not in panel.why.words.text()


def test_what_cannot_be_explained_is_told_in_its_place(searched, qtbot) -> None:
    window, library, panel = searched
    library.errors["explain"] = ModelError("The model cannot be loaded.")
    panel.why_section.set_open(True)
    qtbot.waitUntil(lambda: panel.why.words.text() == "The model cannot be loaded.")
    assert not panel.why.bars.isVisible()
    assert not window.notice.isVisible()


def test_without_a_search_only_labels_are_told(details, qtbot) -> None:
    window, library, panel = details
    library.explanations[5] = Explanation(labels=WHY.labels)
    select(window, qtbot, 5)
    panel.why_section.set_open(True)
    qtbot.waitUntil(lambda: "nothing was searched" in panel.why.words.text())
    assert len(panel.why.bars.rows) == 2
    assert library.explained == [(5, "", 0.0)]


def test_similar_photos_are_explained_by_the_photo_they_resemble() -> None:
    assert query_of(ViewRequest("similar", photo_id=12)) == "like:12"
    assert query_of(ViewRequest("text", text="sea")) == "sea"
    assert query_of(ViewRequest("all")) == ""


# --- sections ---
def test_sections_fold_by_the_keyboard_and_say_what_a_press_does(qtbot) -> None:
    from PySide6.QtWidgets import QLabel

    section = FoldSection("Facts", QLabel("x"))
    qtbot.addWidget(section)
    section.show()
    assert section.heading.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(section.toggled) as told:
        qtbot.keyClick(section.heading, Qt.Key.Key_Space)
    assert told.args == [False]
    assert not section.body.isVisible()
    assert section.heading.toolTip() == "Unfold “Facts”"
    qtbot.keyClick(section.heading, Qt.Key.Key_Space)
    assert section.body.isVisible()
