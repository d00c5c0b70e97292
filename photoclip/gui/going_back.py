"""What the window offers where the catalog is damaged: the newest copy of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale
from PySide6.QtWidgets import QMessageBox

from photoclip.errors import DamagedCatalogError
from photoclip.gui.core_texts import core_text
from photoclip.gui.fitting import breakable
from photoclip.gui.quit_signals import QuitSignals
from photoclip.library import recovery
from photoclip.paths import APP_NAME


def go_back_to_copy(
    place: Path, error: DamagedCatalogError, signals: QuitSignals | None = None
) -> bool:
    """Tell that the catalog is damaged, and put the newest copy in its place if that is wanted.

    Args:
        place: Folder of the library.
        error: What was wrong with its catalog.
        signals: Close the question when the program is asked to end.

    Returns:
        Whether there is a catalog to open now.

    Raises:
        PhotoClipError: The copy could not take the catalog's place.
    """
    copy = recovery.newest_sound(place)
    box = QMessageBox(QMessageBox.Icon.Warning, APP_NAME, "")
    box.setText(breakable(core_text(str(error))))
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    back = None
    if copy is not None:
        when = QDateTime.fromSecsSinceEpoch(int(copy.written))
        text = QCoreApplication.translate(
            "going_back",
            "There is a copy of {date}. What you tagged and wrote since then is not in it; the "
            "damaged catalog is kept in the backups folder.",
        )
        shown = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        box.setInformativeText(text.format(date=shown))
        name = QCoreApplication.translate("going_back", "Go back to the copy")
        back = box.addButton(name, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(back)
    if signals is not None:
        signals.received.connect(box.reject)
    box.exec()
    if copy is None or back is None or box.clickedButton() is not back:
        return False
    recovery.restore(place, copy.path)
    return True
