"""The window follows what commands change in the library that it shows."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from photoclip.changes import ChangeSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.question import Question

LOOK_MS = 3_000
"""A person who types a command looks at the window next."""


class OutsideWatch(QObject):
    """Asks again and again whether another process wrote to the catalog.

    Args:
        bridge: Asks the library; its listeners are told what to read anew.
        model: The grid's, whose photos are read anew as well.
        every_ms: Pause between two looks.
    """

    def __init__(
        self,
        bridge: Bridge,
        model: PhotoGridModel,
        parent: QObject | None = None,
        *,
        every_ms: int = LOOK_MS,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._look = Question(bridge, "outside.look", self, slow=True)
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self._on_due)
        bridge.changed.connect(self._on_changed)
        self._look.ask()
        self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        self._look.ask()

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.outside:
            self._model.refresh_all()
