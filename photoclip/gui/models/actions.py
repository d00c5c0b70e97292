"""The way to the model manager, and what the window says of downloads while it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import EncoderRestarted
from photoclip.gui.job_desk import MODEL_DOWNLOAD
from photoclip.gui.models.desk import ModelsDesk
from photoclip.gui.models.words import download_text

if TYPE_CHECKING:
    from photoclip.gui.models.dialog import ModelsDialog


class ModelActions(QObject):
    """Opens the manager, which is made when it is first wanted.

    Signals:
        told: sentence about something that was done, while the manager is closed.
        failed: exception to be told by the window.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, bridge: Bridge, actions: ActionSet, status: QStatusBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self.desk = ModelsDesk(bridge, self)
        self.dialog: ModelsDialog | None = None
        self.sign = QToolButton()
        self.sign.setDefaultAction(actions["models"])
        self.sign.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.sign.setIconSize(QSize(16, 16))
        self.sign.setAutoRaise(True)
        self.sign.hide()
        status.addPermanentWidget(self.sign)
        self.desk.changed.connect(self._show_sign)
        self.desk.progressed.connect(self._show_sign)
        self.desk.told.connect(self._on_told)
        self.desk.failed.connect(self._on_failed)
        actions["models"].triggered.connect(self.open)
        bridge.encoder_restarted.connect(self._on_encoder_restarted)

    @Slot()
    def open(self) -> None:
        """Show the manager."""
        if self.dialog is None:
            from photoclip.gui.models.dialog import ModelsDialog

            self.dialog = ModelsDialog(self.desk, self._window)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    @Slot()
    def _show_sign(self) -> None:
        work = self.desk.work.get(MODEL_DOWNLOAD)
        self.sign.setVisible(work is not None)
        if work is not None:
            text = self.tr("Model: {step}").format(step=download_text(work.progress))
            self.sign.setText(text)
            self.sign.setAccessibleName(text)

    @Slot(object)
    def _on_encoder_restarted(self, _event: EncoderRestarted) -> None:
        text = self.tr(
            "The part of PhotoClip that looks at photos ended unexpectedly and was started again; "
            "nothing is lost."
        )
        # Nothing is to be done about it, so it goes by itself.
        self._on_told(text)

    @Slot(str)
    def _on_told(self, text: str) -> None:
        if self.dialog is None or not self.dialog.say(text):
            self.told.emit(text)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self.dialog is None or not self.dialog.tell(error):
            self.failed.emit(error)
