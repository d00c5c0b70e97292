"""The way to the train dialog, and what the window says of a training while it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.texts import number
from photoclip.gui.training.desk import TrainingDesk
from photoclip.gui.training.words import phase_text
from photoclip.jobs.job import Progress
from photoclip.run_reports import RunInfo

if TYPE_CHECKING:
    from photoclip.gui.training.dialog import TrainDialog


class TrainingActions(QObject):
    """Opens the dialog, which is made, with pyqtgraph, when it is first wanted.

    Signals:
        failed: exception to be told.
        ready: sentence about a training that has ended while nobody looked.
    """

    failed = Signal(object)
    ready = Signal(str)

    def __init__(
        self, bridge: Bridge, actions: ActionSet, status: QStatusBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self.desk = TrainingDesk(bridge, self)
        self.dialog: TrainDialog | None = None
        self.sign = QToolButton()
        self.sign.setDefaultAction(actions["train"])
        self.sign.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.sign.setIconSize(QSize(16, 16))
        self.sign.setAutoRaise(True)
        self.sign.hide()
        status.addPermanentWidget(self.sign)
        self.desk.failed.connect(self._on_failed)
        self.desk.changed.connect(self._show_sign)
        self.desk.progressed.connect(self._show_sign)
        self.desk.ended.connect(self._on_ended)
        actions["train"].triggered.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Show the dialog."""
        if self.dialog is None:
            from photoclip.gui.training.dialog import TrainDialog

            self.dialog = TrainDialog(self.desk, self._window)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    @Slot()
    def _show_sign(self) -> None:
        self.sign.setVisible(self.desk.is_training)
        self.sign.setText(self._words(self.desk.progress))
        self.sign.setAccessibleName(self.sign.text())

    def _words(self, progress: Progress | None) -> str:
        if self.desk.is_stopping:
            return self.tr("Training: saving…")
        if progress is None or not progress.total:
            return self.tr("Training: getting ready…")
        done, total = number(progress.done), number(progress.total)
        if progress.phase == "Training":
            return self.tr("Training: step {done} of {total}").format(done=done, total=total)
        return self.tr("Training: {phase} {done} of {total}").format(
            phase=phase_text(progress.phase), done=done, total=total
        )

    @Slot(object)
    def _on_ended(self, info: RunInfo | None) -> None:
        if info is None or (self.dialog is not None and self.dialog.isVisible()):
            return
        if info.state == "improved":
            self.ready.emit(self.tr("The training is done: the new model is better."))
        elif info.state == "kept":
            self.ready.emit(self.tr("The training is done: your current model was kept."))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self.dialog is None or not self.dialog.tell(error):
            self.failed.emit(error)
