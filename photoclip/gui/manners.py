"""When photos are indexed by themselves: at once, while nobody works here, or on mains only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QStatusBar, QToolButton

from photoclip import power
from photoclip.gui.bridge import Bridge
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.events import JobEnded, JobStarted, Overview
from photoclip.gui.mailbox import Mailbox
from photoclip.gui.question import Question
from photoclip.gui.texts import Counted
from photoclip.library import Library

LOOK_MS = 5_000
"""Time between two looks at power and idleness."""

IDLE_S = 120.0
"""Without a key or a movement for so long, nobody is at work here."""

Reason = Literal["", "mains", "battery", "idle"]

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
    }
)


@dataclass(frozen=True, slots=True)
class PowerState:
    """What the system says.

    Attributes:
        mains: On mains; None if not known, which counts as yes.
        idle: Seconds without input in any program; None if not known.
    """

    mains: bool | None = True
    idle: float | None = None


def read_power(_library: Library) -> PowerState:
    """Ask the system; on a worker thread, because some systems answer slowly."""
    return PowerState(power.on_mains(), power.idle_seconds())


def reason_to_wait(start: str, pause_on_battery: bool, state: PowerState, idle: float) -> Reason:
    """Why nothing is to be indexed by itself; "" if it may be.

    Args:
        start: ``"now"``, ``"idle"`` or ``"mains"``.
        pause_on_battery: As set.
        state: What the system says.
        idle: Seconds since this window's last input, where the system knows of none.
    """
    if state.mains is False and (pause_on_battery or start == "mains"):
        return "mains" if start == "mains" else "battery"
    still = idle if state.idle is None else state.idle
    return "idle" if start == "idle" and still < IDLE_S else ""


class Manners(QObject):
    """Holds automatic indexing as the settings say, and says so; what was asked for goes on.

    Args:
        bridge: Does the indexing.
        status: Where to say it.
        read: Asks the system, on a worker thread.

    Signals:
        failed: exception to be told.
    """

    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        status: QStatusBar,
        parent: QObject,
        *,
        read: Callable[[Library], PowerState] = read_power,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._settings = bridge.library.settings
        self._state = PowerState()
        self._reason: Reason = ""
        self._waiting = 0
        self._own_input = QElapsedTimer()
        self._own_input.start()
        self._listening = False
        self._label = ElidingLabel(least=120)
        self._label.setObjectName("quiet")
        self.button = QToolButton()
        self.button.setObjectName("anyway")
        self.button.setText(self.tr("Index now anyway"))
        self.button.setToolTip(self.tr("Look at the new photos now, whatever the settings say"))
        self.button.clicked.connect(self._on_anyway)
        status.addPermanentWidget(self._label)
        status.addPermanentWidget(self.button)
        self._power = Question(bridge, read, self)
        self._power.answered.connect(self._on_power)
        self._power.failed.connect(self.failed)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_MS)
        self._clock.timeout.connect(self._on_clock)
        bridge.overview_read.connect(self._on_overview)
        bridge.job_started.connect(self._on_job)
        bridge.job_ended.connect(self._on_job)
        self._keys = Mailbox(self)
        self._keys.delivered.connect(self._on_settings)
        # Bound to the mailbox: it is called on any thread.
        self._unsubscribe = self._settings.subscribe(self._keys.post)
        self._show()
        self._follow()

    @property
    def reason(self) -> Reason:
        """Why nothing is indexed by itself now."""
        return self._reason

    @property
    def text(self) -> str:
        """What the status bar says of it; empty when it says nothing."""
        return self._label.text() if not self._label.isHidden() else ""

    def close(self) -> None:
        """Follow the settings no more."""
        self._clock.stop()
        self._unsubscribe()
        self._keys.close()
        self._listen(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody works in this window; installed only where the system does not tell."""
        if event.type() in _INPUT:
            self._own_input.restart()
        return super().eventFilter(watched, event)

    # --- looking ------------------------------------------------------------------------
    def _follow(self) -> None:
        """Decide by what is known, and look again as often as the settings need it."""
        if self._settings.text("index.start") != "now" or self._settings.flag(
            "index.pause_on_battery"
        ):
            self._clock.start()
            self._power.ask()
        else:
            self._clock.stop()
            self._power.forget()
        self._decide()

    @Slot()
    def _on_clock(self) -> None:
        self._power.ask()

    @Slot(object)
    def _on_power(self, state: PowerState) -> None:
        self._state = state
        self._listen(state.idle is None and self._settings.text("index.start") == "idle")
        self._decide()

    @Slot(object)
    def _on_settings(self, keys: list[str]) -> None:
        if {"index.start", "index.pause_on_battery"} & set(keys):
            self._follow()

    def _listen(self, listen: bool) -> None:
        """Watch the own input; every event of the program comes by then, so only if needed."""
        app = QApplication.instance()
        if listen == self._listening or app is None:
            return
        self._listening = listen
        if listen:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)

    def _decide(self) -> None:
        self._reason = reason_to_wait(
            self._settings.text("index.start"),
            self._settings.flag("index.pause_on_battery"),
            self._state,
            self._own_input.elapsed() / 1000.0,
        )
        self._bridge.hold_index(bool(self._reason), waiting=self._waiting > 0)
        self._show()

    # --- telling ------------------------------------------------------------------------
    @Slot(object)
    def _on_overview(self, overview: Overview) -> None:
        if overview.info is not None:
            self._waiting = overview.info.waiting
            self._show()

    @Slot(object)
    def _on_job(self, _event: JobStarted | JobEnded) -> None:
        self._show()

    @Slot()
    def _on_anyway(self) -> None:
        self._bridge.start_index()
        self._show()

    def _show(self) -> None:
        shown = bool(self._reason) and self._waiting > 0 and not self._bridge.is_indexing
        self._label.setVisible(shown)
        self.button.setVisible(shown)
        if shown:
            text = self._words(self._reason).format(photos=Counted().photos(self._waiting))
            self._label.setText(text)

    def _words(self, reason: Reason) -> str:
        if reason == "mains":
            return self.tr("{photos} to index, on mains power")
        if reason == "battery":
            return self.tr("{photos} to index; held while on battery")
        return self.tr("{photos} to index, when the computer is idle")
