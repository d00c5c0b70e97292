"""The command palette: any action by a few letters, and places to go to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QIcon

from photoclip.gui.fuzzy import score
from photoclip.gui.palette_model import PaletteEntry, PaletteModel

pytestmark = pytest.mark.gui

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def palette(open_window, qtbot):  # type: ignore[no-untyped-def]
    window, library = open_window(6)
    window.browser.grid.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL_SHIFT)
    return window.settings_desk.palette.palette, window, library


def chosen(palette) -> str:
    entry = palette.model.entry(palette.list.currentIndex().row())
    return entry.name if entry is not None else ""


def names(palette) -> list[str]:
    return [palette.model.entry(row).name for row in range(palette.model.rowCount())]


def test_its_key_opens_it_and_escape_gives_the_keyboard_back(palette, qtbot) -> None:
    shown, window, _ = palette
    assert shown.isVisible()
    assert window.focusWidget() is shown.box
    qtbot.keyClick(shown.box, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert window.focusWidget() is window.browser.grid


def test_a_few_letters_and_enter_do_an_action(palette, qtbot) -> None:
    shown, window, _ = palette
    qtbot.keyClicks(shown.box, "sel al")
    assert chosen(shown) == "select_all"
    qtbot.keyClick(shown.box, Qt.Key.Key_Return)
    assert not shown.isVisible()
    assert len(window.browser.grid.selected_ids()) == 6


def test_typing_in_it_gives_no_stars_and_leaves_no_search(palette, qtbot) -> None:
    shown, window, library = palette
    before = window.results.state.request
    qtbot.keyClicks(shown.box, "5 p x u / ?")
    qtbot.keyClick(shown.box, Qt.Key.Key_Escape)
    assert "tags.set_rating" not in library.calls
    assert window.results.state.request == before
    assert window.settings_desk.sheet is None


def test_what_cannot_be_done_is_shown_but_never_chosen(palette, qtbot) -> None:
    shown, window, _ = palette
    assert not window.actions_["trash"].isEnabled()
    qtbot.keyClicks(shown.box, "trash")
    place = names(shown).index("trash")
    index = shown.model.index(place)
    assert not shown.model.flags(index) & Qt.ItemFlag.ItemIsEnabled
    for _ in range(shown.model.rowCount() + 1):
        assert chosen(shown) != "trash"
        qtbot.keyClick(shown.box, Qt.Key.Key_Down)
    shown._do(index)
    assert shown.isVisible()


def test_arrows_move_and_stay_at_the_ends(palette, qtbot) -> None:
    shown, _, _ = palette
    first = chosen(shown)
    qtbot.keyClick(shown.box, Qt.Key.Key_Up)
    assert chosen(shown) == first
    qtbot.keyClick(shown.box, Qt.Key.Key_Down)
    second = chosen(shown)
    assert second != first
    for _ in range(3 + shown.model.rowCount() // 12):
        qtbot.keyClick(shown.box, Qt.Key.Key_PageDown)
    last = chosen(shown)
    qtbot.keyClick(shown.box, Qt.Key.Key_Down)
    assert chosen(shown) == last != second


def test_lines_say_key_and_menu_to_eyes_and_ears(palette, qtbot) -> None:
    shown, _, _ = palette
    index = shown.model.index(names(shown).index("select_all"))
    text = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "Select all, Edit, Ctrl+A"


def test_the_sentence_of_the_chosen_action_stands_below(palette, qtbot) -> None:
    shown, _, _ = palette
    qtbot.keyClicks(shown.box, "select all")
    assert shown.note.text() == "Select every photo shown"
    assert shown.box.accessibleDescription() == "Select all, Edit, Ctrl+A"
    shown.box.clear()
    qtbot.keyClicks(shown.box, "qqqqzzz")
    assert shown.model.rowCount() == 0
    assert shown.note.text()
    qtbot.keyClick(shown.box, Qt.Key.Key_Return)
    assert shown.isVisible()


def test_the_latest_ones_come_first_also_after_a_restart(open_window, make_library, qtbot) -> None:
    library = make_library(4)
    window, _ = open_window(library=library)
    for typed in ("select none", "select all"):
        window.actions_["palette"].trigger()
        qtbot.keyClicks(window.settings_desk.palette.palette.box, typed)
        qtbot.keyClick(window.settings_desk.palette.palette.box, Qt.Key.Key_Return)
    again, _ = open_window(library=library)
    again.actions_["palette"].trigger()
    assert names(again.settings_desk.palette.palette)[:2] == ["select_all", "select_none"]


def test_albums_and_folders_can_be_gone_to(open_window, make_library, qtbot) -> None:
    library = make_library(4)
    library.albums.create("Norway")
    window, _ = open_window(library=library)
    window.actions_["palette"].trigger()
    shown = window.settings_desk.palette.palette
    qtbot.keyClicks(shown.box, "norw")
    qtbot.waitUntil(lambda: chosen(shown) == 'go:album:"Norway"')
    qtbot.keyClick(shown.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Norway" in window.results.state.request.text)


def test_it_closes_when_the_keyboard_goes_elsewhere(palette) -> None:
    shown, window, _ = palette
    window.browser.grid.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not shown.isVisible()


def test_its_key_closes_it_again(palette, qtbot) -> None:
    shown, window, _ = palette
    window.actions_["palette"].trigger()
    assert not shown.isVisible()


def test_it_stays_inside_a_window_that_shrinks(palette, qtbot) -> None:
    shown, window, _ = palette
    window.resize(620, 440)
    qtbot.waitUntil(lambda: window.rect().contains(shown.geometry()))


def test_the_model_keeps_the_rules(qtmodeltester) -> None:
    model = PaletteModel()
    entries = [PaletteEntry(str(n), f"Entry {n}", enabled=n % 2 == 0) for n in range(20)]
    model.set_entries(entries, {"3": QIcon()}, ["7", "gone"])
    qtmodeltester.check(model)
    assert model.entry(0).name == "7"
    model.filter("19")
    qtmodeltester.check(model)
    assert model.rowCount() == 1
    assert model.first_enabled() == -1
    assert model.rowCount(model.index(0)) == 0
    assert model.data(QModelIndex()) is None


# --- what fits ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("al", "Albums", "Select all"),
        ("all", "Select all", "Small things"),
        ("sa", "Select all", "Visas"),
        ("sa", "Save search", "Select all"),
        ("ROT LEFT", "Rotate left", "Rotate right"),
        ("ü", "Über PhotoClip", "Auswählen"),
    ],
)
def test_better_fits_score_higher(typed: str, better: str, worse: str) -> None:
    assert score(typed, better) > score(typed, worse)


@given(st.text(max_size=12), st.text(max_size=30))
def test_a_score_is_never_negative_and_a_name_finds_itself(typed: str, text: str) -> None:
    assert score(typed, text) >= 0
    assert score(text, text) > 0


@given(st.text("abc ", max_size=6), st.text("abc ", max_size=6), st.text("abc ", max_size=12))
def test_more_words_never_fit_more_names(typed: str, more: str, text: str) -> None:
    if score(f"{typed} {more}", text):
        assert score(typed, text)
