"""Words that a person types into the palette lead to the right action, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from photoclip.gui.action_table import ACTIONS
from photoclip.gui.actions import translated
from photoclip.gui.fuzzy import score
from photoclip.gui.palette_model import PaletteEntry, PaletteModel
from photoclip.gui.palette_words import WORDS, search_words
from photoclip.gui.settings.keymap import plain
from photoclip.paths import resource

pytestmark = pytest.mark.gui

ENGLISH = {
    "delete": "trash",
    "bigger": "zoom_in",
    "dark": "settings",
    "language": "settings",
    "preferences": "settings",
    "export": "export_files",
    "duplicates": "duplicates",
    "map": "show_on_map",
    "gps": "show_on_map",
    "find": "find",
    "undo": "undo",
    "keyword": "add_tag",
    "cancel": "stop",
    "refresh": "rescan",
    "import": "add_folder",
    "exit": "quit",
}
GERMAN = {
    "löschen": "trash",
    "größer": "zoom_in",
    "dunkel": "settings",
    "Sprache": "settings",
    "Schlagwort": "add_tag",
    "doppelte": "duplicates",
    "Ort": "show_on_map",
    "Diashow": "slideshow",
    "undo": "undo",
    "delete": "trash",
}


def model_of_all_actions() -> PaletteModel:
    model = PaletteModel()
    entries = [
        PaletteEntry(
            spec.id,
            plain(translated(spec.text)),
            translated(spec.tip),
            words=search_words(spec.id, spec.text),
        )
        for spec in ACTIONS
    ]
    model.set_entries(entries, {}, ())
    return model


def first_of(model: PaletteModel, typed: str) -> str:
    model.filter(typed)
    entry = model.entry(0)
    return entry.name if entry is not None else ""


def test_usual_words_find_the_action(qapp: QApplication) -> None:
    model = model_of_all_actions()
    assert {typed: first_of(model, typed) for typed in ENGLISH} == ENGLISH


def test_german_words_and_english_names_find_the_action_in_german(qapp: QApplication) -> None:
    german = QTranslator()
    assert german.load(QLocale("de"), "photoclip", "_", str(resource("i18n")))
    qapp.installTranslator(german)
    try:
        model = model_of_all_actions()
        found = {typed: first_of(model, typed) for typed in GERMAN}
    finally:
        qapp.removeTranslator(german)
    assert found == GERMAN


def test_words_stand_for_actions_that_exist() -> None:
    assert set(WORDS) <= {spec.id for spec in ACTIONS}


def test_the_whole_name_goes_before_longer_names_that_begin_so() -> None:
    assert score("undo", "Undo") > score("undo", "Undo the last writing")
    assert score("settings", "Settings…") > score("settings", "Settings of the album")


def test_a_name_goes_before_what_it_may_be_called_otherwise() -> None:
    assert score("search", "Search box") > score("search", "Find", words="search") > 0
    assert score("earch", "Find", words="search") == 0
