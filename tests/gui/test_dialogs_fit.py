"""No dialog is larger than a small screen, and the buttons of each stay in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from fake_labels import FakeReview, FakeStudio
from fake_training import FIGURES, run_info
from PySide6.QtCore import QRect, QSize, Qt, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QWidget,
)

from photoclip.errors import DamagedCatalogError, UserError
from photoclip.gui import fitting
from photoclip.gui.app import show_start_error
from photoclip.gui.ask import Confirmation, NameQuestion
from photoclip.gui.dialogs.caption import CaptionDialog
from photoclip.gui.dialogs.error_report import ErrorDialog
from photoclip.gui.dialogs.metadata import MetadataDialog
from photoclip.gui.going_back import go_back_to_copy
from photoclip.gui.library_pages import LibraryPages
from photoclip.gui.models.importing import ImportDialog
from photoclip.gui.open_with import ProgramDialog
from photoclip.gui.palette import Palette
from photoclip.gui.programs import Program
from photoclip.gui.query.help import QueryHelpSheet
from photoclip.gui.settings.dialog import SettingsDialog
from photoclip.gui.settings.key_dialog import KeyDialog
from photoclip.gui.settings.moving import Mover
from photoclip.gui.training import dialog as training_dialog
from photoclip.gui.welcome.actions import WelcomeActions
from photoclip.paths import resource
from photoclip.reports import MetadataConflict, WriteReport

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

SCREENS = {
    "640x480": (640, 480, 1.0, "en"),
    "640x480-german": (640, 480, 1.0, "de"),
    "1024x600": (1024, 600, 1.0, "en"),
    "1280x720-at-200%": (1280, 720, 2.0, "en"),
}
TITLE_BAR = 32
MORE = "Its files and what it knows of your photos are deleted; it can be downloaded again."
LONG = "IMG_2026" + "abcdefghij" * 20 + ".jpg"
DAMAGED = f"The catalog /home/{LONG}/{LONG} is damaged."
LONG_WHY = "It finds 41 of 100 photos first instead of 29. " * 6
LONG_PATH = Path("/photos") / "a folder with a long name" / "photo.jpg"


@pytest.fixture(params=SCREENS.values(), ids=SCREENS)
def screen(request, qapp, monkeypatch) -> Iterator[QSize]:  # type: ignore[no-untyped-def]
    """A screen of that size, the system's font at that scale, and the words of a language."""
    width, height, scale, language = request.param
    words = QTranslator()
    if language != "en":
        assert words.load(f"photoclip_{language}", str(resource("i18n")))
        qapp.installTranslator(words)
    free = QSize(width, height - TITLE_BAR)
    for module in (fitting, training_dialog):
        monkeypatch.setattr(module, "room", lambda _widget: free)
    before = QFont(QApplication.font())
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * scale)
    qapp.setFont(font)
    yield free
    qapp.removeTranslator(words)
    qapp.setFont(before)


def train(window: Any, state: str, **more: Any) -> QDialog | None:
    """The dialog with the page of a run in that state; None until that is shown."""
    room = window.bridge.library.training
    if window.training.dialog is None:
        room.listed = [run_info(state=state, figures=FIGURES, message=LONG_WHY, **more)]
        window.actions_["train"].trigger()
    dialog: Any = window.training.dialog
    if dialog.runs.count() < 2:
        return None
    dialog.runs.setCurrentRow(1)
    page = dialog.outcome if state == "improved" else dialog.running
    return dialog if dialog.pages.currentWidget() is page else None


def conflicts(window: Any) -> QDialog:
    window.bridge.library.sidecars.open = [
        MetadataConflict(3, window.bridge.library.rows[3].path, "caption", "Anna swims", "A lake"),
    ]
    return ours(window, "conflicts", "conflicts", "dialog")


def ours(window: Any, action: str, owner: str, name: str) -> QDialog:
    window.actions_[action].trigger()
    return getattr(getattr(window, owner), name)


def message(show: Callable[[], Any]) -> QMessageBox:
    """The box that a function shows and waits for."""
    boxes: list[QMessageBox] = []

    def keep(box: QMessageBox) -> None:
        boxes.append(box)

    with patch.object(QMessageBox, "exec", keep):
        show()
    return boxes[0]


def key_dialog(window: Any) -> QDialog:
    keymap = window.settings_desk.keymap
    return KeyDialog(keymap, keymap.entries()[0], window)


DIALOGS: dict[str, Callable[[Any], Any]] = {
    "training": lambda w: ours(w, "train", "training", "dialog"),
    "training-outcome": lambda w: train(w, "improved", installed=True),
    "training-in-use": lambda w: train(w, "improved", installed=True, active=True),
    "training-stopped": lambda w: train(w, "stopped"),
    "training-failed": lambda w: train(w, "failed"),
    "models": lambda w: ours(w, "models", "models", "dialog"),
    "import": lambda w: ImportDialog([], w),
    "settings": lambda w: ours(w, "settings", "settings_desk", "dialog"),
    "key": key_dialog,
    "about": lambda w: ours(w, "about", "settings_desk", "about"),
    "shortcuts": lambda w: ours(w, "shortcuts", "settings_desk", "sheet"),
    "query help": lambda w: QueryHelpSheet(w.browser.search_box),
    "caption": lambda w: CaptionDialog([1, 2], "2 photos", w),
    "duplicates": lambda w: ours(w, "duplicates", "tools", "duplicates"),
    "conflicts": conflicts,
    "metadata": lambda w: MetadataDialog(WriteReport((), 0, ((LONG_PATH, "It is gone."),)), w),
    "metadata-nothing": lambda w: MetadataDialog(WriteReport((), 3), w),
    "name": lambda w: NameQuestion(w, print).ask("New album", "Name of the album:"),
    "name-long": lambda w: NameQuestion(w, print).ask("Rename", f"Name of “{LONG}”:", LONG),
    "confirm": lambda w: Confirmation(w, print).ask("Remove", "Remove it?", MORE, "Remove", None),
    "confirm-long": lambda w: Confirmation(w, print).ask("Remove", LONG, LONG, "Remove", None),
    "remove-folder": lambda w: w.folder_actions.remove(Path("/photos") / LONG),
    "start error": lambda _w: message(lambda: show_start_error(UserError(DAMAGED))),
    "damaged catalog": lambda w: message(
        lambda: go_back_to_copy(w.bridge.library.path, DamagedCatalogError(DAMAGED))
    ),
    "moving": lambda _w: Mover().dialog,
    "error": lambda _w: ErrorDialog(),
    "open with": lambda w: ProgramDialog([Program("a.desktop", "Viewer", ("viewer",))], "", 2, w),
}


def out_of_sight(dialog: QWidget) -> list[str]:
    """Texts of the buttons at the foot that are not wholly within the dialog."""
    whole = QRect(0, 0, dialog.width(), dialog.height())
    found = []
    for button in dialog.findChildren(QPushButton):
        above: QWidget | None = button.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget() if above is not dialog else None
        if button.isVisible() and above is None:
            place = QRect(button.mapTo(dialog, button.rect().topLeft()), button.size())
            whole_text = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
            if not whole.contains(place) or button.width() < whole_text:
                found.append(button.text())
    return found


def cut_off(dialog: QWidget) -> list[str]:
    """Names of what is wider than its place and cannot be scrolled there."""
    return [
        area.objectName() or type(area).__name__
        for area in dialog.findChildren(QScrollArea)
        if area.isVisible()
        and area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and area.widget().width() > area.viewport().width()
    ]


def faces(dialog: QWidget) -> Iterator[str]:
    """Shows page after page of a dialog that has several, and tells which."""
    if not isinstance(dialog, SettingsDialog):
        yield ""
        return
    for page in dialog.pages:
        dialog.show_page(page.key)
        yield page.key


@pytest.mark.parametrize("name", DIALOGS)
def test_no_dialog_is_larger_than_the_screen_and_its_buttons_are_in_sight(
    name, screen, open_window, qtbot
) -> None:
    window, _ = open_window(6)
    dialog = None

    def made() -> bool:
        nonlocal dialog
        dialog = dialog or DIALOGS[name](window)
        return dialog is not None

    qtbot.waitUntil(made)
    assert isinstance(dialog, QDialog)
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)
    for face in faces(dialog):
        qtbot.wait(20)
        least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
        assert least.width() <= screen.width() and least.height() <= screen.height(), (face, least)
        size = dialog.size()
        assert size.width() <= screen.width() and size.height() <= screen.height(), (face, size)
        buttons = [b for b in dialog.findChildren(QPushButton) if b.isVisible()]
        assert buttons or name == "query help"
        assert (face, out_of_sight(dialog), cut_off(dialog)) == (face, [], [])
    dialog.close()


@pytest.mark.parametrize("page", ["photos", "labels", "review", "viewer", "palette"])
def test_the_window_itself_fits_the_screen_whatever_page_it_shows(
    page, screen, open_window, make_library, qtbot
) -> None:
    library = make_library(6)
    library.studio, library.review = FakeStudio(library), FakeReview(library)
    window, _ = open_window(library=library)
    LibraryPages(window)
    window.resize(screen)
    if page == "viewer":
        window.photos.open_photo(3)
    elif page == "palette":
        window.actions_["palette"].trigger()
        palette = window.findChild(Palette)
        qtbot.waitUntil(palette.isVisible)
        place = QRect(palette.mapTo(window, palette.rect().topLeft()), palette.size())
        assert window.rect().contains(place)
    else:
        window.shell.show_page(page)
    qtbot.wait(30)
    assert window.width() <= screen.width() and window.height() <= screen.height()
    assert out_of_sight(window) == []


def test_each_step_of_the_welcome_fits_the_screen(screen, open_window, qtbot) -> None:
    window, _ = open_window(0)
    actions = WelcomeActions(window)
    actions.open()
    window.resize(screen)
    page = actions.page
    assert page is not None
    for step in range(3):
        qtbot.waitUntil(page.isVisible)
        assert page.step == step
        qtbot.wait(20)
        assert window.width() <= screen.width() and window.height() <= screen.height()
        assert out_of_sight(window) == []
        assert cut_off(window) == []
        if step < 2:
            page.skip.click()
