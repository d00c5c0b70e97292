"""Selecting photos in a window, and answering its questions."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox


def select(window, *photo_ids: int) -> None:
    window.browser.grid.clearSelection()
    for photo_id in photo_ids:
        index = window.model.index(window.model.row_of(photo_id))
        window.browser.grid.selectionModel().select(
            index, window.browser.grid.selectionModel().SelectionFlag.Select
        )


def box_of(window) -> QMessageBox:
    return window.findChildren(QMessageBox)[-1]


def press(window, text: str) -> QMessageBox:
    box = box_of(window)
    next(button for button in box.buttons() if button.text() == text).click()
    return box
