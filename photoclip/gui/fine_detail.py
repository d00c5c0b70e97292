"""The switch for fine detail: whether parts of photos are looked at too."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.question import Deed, Question
from photoclip.library import Library


def read_fine_detail(library: Library) -> bool:
    """Whether it is on."""
    return library.fine_detail


class FineDetail(QObject):
    """Connects the switch and the library.

    Signals:
        failed: exception to be told.
        told: what was done; undo never takes it back.
    """

    failed = Signal(object)
    told = Signal(str, bool)

    def __init__(self, bridge: Bridge, actions: ActionSet, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._switch = actions["fine_detail"]
        self._state = Question(bridge, read_fine_detail, self)
        self._state.answered.connect(self._switch.setChecked)
        self._state.failed.connect(self.failed)
        self._set = Deed(bridge, "set_fine_detail", self)
        self._set.done.connect(self._on_set)
        self._set.failed.connect(self._on_failed)
        self._switch.triggered.connect(self._on_switched)
        self._state.ask()

    @Slot(bool)
    def _on_switched(self, on: bool) -> None:
        # An answer that is under way would turn the switch back.
        self._state.forget()
        self._set.do(on, about=on)

    @Slot(object, object)
    def _on_set(self, _nothing: object, on: bool) -> None:
        if on:
            self._bridge.start_index()
            self.told.emit(self.tr("Looking closer at each photo; searching goes on."), False)
        else:
            self.told.emit(self.tr("Fine detail is off; what it had found is dropped."), False)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._state.ask()
        self.failed.emit(error)
