"""What stands around the picture, and how it makes room on the whole screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from photoclip.gui.viewer.bar import ViewerBar
from photoclip.gui.viewer.filmstrip import Filmstrip
from photoclip.gui.viewer.info import InfoLine

FLASH_MS = 1_500


class ViewerFrame(QWidget):
    """A bar above, a line and a filmstrip below, and in the middle what is looked at.

    On the whole screen the middle takes all of it; bar and foot lie on top of it and come
    when the pointer goes to their edge.

    Args:
        bar: Goes to the top.
        info: Goes below the middle.
        filmstrip: Goes below that.
    """

    def __init__(
        self,
        bar: ViewerBar,
        info: InfoLine,
        filmstrip: Filmstrip,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._alone = False
        self._footless = False
        self.bar = bar
        self.info = info
        self.filmstrip = filmstrip
        self.middle = QStackedWidget()
        self._foot = QWidget()
        rows = QVBoxLayout(self._foot)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(info)
        rows.addWidget(filmstrip)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setRowStretch(1, 1)
        # A tall picture must not widen the window, nor a bar with many buttons.
        self._grid.addWidget(self.middle, 1, 0)
        self._grid.addWidget(bar, 0, 0)
        self._grid.addWidget(self._foot, 2, 0)
        self._flash = QLabel(self)
        self._flash.setObjectName("viewerFlash")
        self._flash.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._flash.hide()
        self._flash_timer = QTimer(self)
        self._flash_timer.setSingleShot(True)
        self._flash_timer.setInterval(FLASH_MS)
        self._flash_timer.timeout.connect(self._flash.hide)

    @property
    def is_alone(self) -> bool:
        """True while the picture has the whole screen."""
        return self._alone

    def set_footless(self, footless: bool) -> None:
        """Whether line and filmstrip make no sense now."""
        self._footless = footless
        self._foot.setVisible(not footless and not self._alone)

    def set_alone(self, alone: bool) -> None:
        """Give the picture the whole screen, or not."""
        if alone == self._alone:
            return
        self._alone = alone
        self._grid.removeWidget(self.middle)
        if alone:
            self._grid.addWidget(self.middle, 0, 0, 3, 1)
            self.bar.raise_()
            self._foot.raise_()
        else:
            self._grid.addWidget(self.middle, 1, 0)
        self.bar.setVisible(not alone)
        self._foot.setVisible(not alone and not self._footless)

    @Slot(QPoint)
    def on_pointed(self, point: QPoint) -> None:
        """The pointer moved over the picture."""
        if not self._alone:
            return
        near = self.bar.sizeHint().height()
        self.bar.setVisible(point.y() < near)
        below = point.y() > self.middle.height() - near
        self._foot.setVisible(below and not self._footless)

    def flash(self, text: str) -> None:
        """Say something for a moment, on the picture."""
        self._flash.setText(text)
        self._flash.adjustSize()
        self._flash.show()
        self._place_flash()
        self._flash_timer.start()

    def _place_flash(self) -> None:
        below = self.height() - self._foot.sizeHint().height() - 2 * self._flash.height()
        self._flash.move((self.width() - self._flash.width()) // 2, max(0, below))
        self._flash.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is said for a moment stays where it can be read."""
        super().resizeEvent(event)
        self._place_flash()
