"""All trainings, newest first, and the place of a new one above them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from photoclip.gui.icons import drawing, untinted
from photoclip.gui.texts import date_time
from photoclip.gui.training.words import run_title, state_text
from photoclip.run_reports import RunInfo

NEW = ""
_NAME = int(Qt.ItemDataRole.UserRole)
_SIGNS = {
    "prepared": "waiting",
    "running": "resume",
    "stopped": "pause",
    "improved": "likely",
    "kept": "undo",
    "failed": "broken",
}


class RunList(QListWidget):
    """A list of runs, each in two lines.

    Signals:
        chosen: name of a run, or :data:`NEW`.
        delete_requested: the Delete key on the chosen one.
    """

    chosen = Signal(str)
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[RunInfo, ...] = ()
        self._filling = False
        self.setObjectName("sideList")
        self.setAccessibleName(self.tr("Trainings"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentItemChanged.connect(self._on_current)
        self.show_runs((), NEW)

    @property
    def name(self) -> str:
        """The chosen run, or :data:`NEW`."""
        item = self.currentItem()
        return str(item.data(_NAME)) if item is not None else NEW

    def show_runs(self, runs: Sequence[RunInfo], name: str) -> None:
        """Show these, and choose one without telling."""
        self._filling = True
        self._runs = tuple(runs)
        self.clear()
        self._add(NEW, "plus", self.tr("New training"))
        # Equal runs come to the same model; it was installed from the first one.
        first = next((info.name for info in reversed(self._runs) if info.active), "")
        for info in runs:
            sign = "star-full" if info.name == first else _SIGNS[info.state]
            state = state_text(info, twin=info.name != first)
            self._add(info.name, sign, f"{run_title(info)}\n{date_time(info.started)} · {state}")
        self.choose(name)
        self._filling = False

    def choose(self, name: str) -> None:
        """Choose a run; the new one where there is none of that name."""
        for row in range(self.count()):
            if self.item(row).data(_NAME) == name:
                self.setCurrentRow(row)
                return
        self.setCurrentRow(0)

    def tint(self) -> None:
        """Draw the signs in the palette's colours."""
        self.show_runs(self._runs, self.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks for deleting."""
        if event.key() == Qt.Key.Key_Delete and self.name != NEW:
            self.delete_requested.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def _add(self, name: str, sign: str, text: str) -> None:
        colour = self.palette().color(QPalette.ColorRole.ButtonText)
        picture = drawing(sign, colour, 16, self.devicePixelRatioF())
        item = QListWidgetItem(untinted(picture), text)
        item.setData(_NAME, name)
        item.setToolTip(text)
        self.addItem(item)

    @Slot(QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._filling:
            self.chosen.emit(str(item.data(_NAME)))
