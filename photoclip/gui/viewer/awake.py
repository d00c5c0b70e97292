"""The screen stays on while a slideshow runs, where the system lets programs ask for that.

Each way ends by itself with the process: the system sees the connection, the pipe or the thread
go. So a crash leaves no screen that never sleeps.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Protocol

from PySide6.QtCore import QObject, QProcess, Slot

SERVICE, PLACE = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
BUS_NAME = "photoclip-awake"
END_MS = 500

ES_CONTINUOUS, ES_SYSTEM_REQUIRED, ES_DISPLAY_REQUIRED = 0x80000000, 0x00000001, 0x00000002
"""Flags of ``SetThreadExecutionState`` (Windows)."""


class Way(Protocol):
    """One way to keep the screen on."""

    def hold(self, why: str) -> bool:
        """Ask for it; False where this way is not there."""

    def release(self) -> None:
        """Let it sleep again."""


class DBusWay:
    """Linux desktops: a connection of its own, whose end is the release.

    Handing back the number that Inhibit returns would need an unsigned integer, which a Python
    number does not become on the way through Qt.
    """

    def hold(self, why: str) -> bool:
        """Ask the desktop, without waiting for its answer."""
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage  # not in every build of Qt
        except ImportError:
            return False
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, BUS_NAME)
        if not bus.isConnected() or not bus.interface().isServiceRegistered(SERVICE).value():
            QDBusConnection.disconnectFromBus(BUS_NAME)
            return False
        call = QDBusMessage.createMethodCall(SERVICE, PLACE, SERVICE, "Inhibit")
        call.setArguments(["PhotoClip", why])
        return bool(bus.send(call))

    def release(self) -> None:
        """Leave the bus."""
        from PySide6.QtDBus import QDBusConnection

        QDBusConnection.disconnectFromBus(BUS_NAME)


class ProcessWay:
    """A program of the system that keeps the screen on while it runs.

    Args:
        command: It has to end when its standard input does.
    """

    def __init__(self, *command: str) -> None:
        self._command = command
        self._process: QProcess | None = None

    def hold(self, why: str) -> bool:
        """Start it."""
        if shutil.which(self._command[0]) is None:
            return False
        self._process = QProcess()
        self._process.setProgram(self._command[0])
        self._process.setArguments([word.format(why=why) for word in self._command[1:]])
        self._process.start()
        return True

    def release(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(END_MS):
                self._process.kill()
                self._process.waitForFinished(END_MS)
            self._process = None


class WindowsWay:
    """A state of the thread that asks."""

    def hold(self, why: str) -> bool:
        """Set it."""
        return self._set(ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED)

    def release(self) -> None:
        """Set the usual one."""
        self._set(ES_CONTINUOUS)

    def _set(self, state: int) -> bool:
        import ctypes

        library = getattr(ctypes, "windll", None)
        return library is not None and bool(library.kernel32.SetThreadExecutionState(state))


def ways(platform: str = sys.platform) -> list[Way]:
    """The ways of a system, the best first."""
    if platform == "win32":
        return [WindowsWay()]
    if platform == "darwin":
        return [ProcessWay("caffeinate", "-d", "cat")]
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return []
    inhibit = ("systemd-inhibit", "--what=idle", "--who=PhotoClip", "--why={why}", "cat")
    return [DBusWay(), ProcessWay(*inhibit)]


class KeepAwake(QObject):
    """Holds the screen on, or not; that it cannot is no matter for the user.

    Args:
        candidates: Ways to do it; the first that works is taken.
    """

    def __init__(self, candidates: list[Way] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ways = ways() if candidates is None else candidates
        self._held: Way | None = None
        self._asked = False

    @Slot(bool)
    def set_awake(self, awake: bool) -> None:
        """Keep the screen on from now on, or let it sleep."""
        if awake == self._asked:
            return
        self._asked = awake
        if awake:
            why = self.tr("A slideshow is running")
            self._held = next((way for way in self._ways if way.hold(why)), None)
        elif self._held is not None:
            self._held.release()
            self._held = None
