"""One window per library: a second start hands over what it was asked to do, and ends."""

from __future__ import annotations

import getpass
import hashlib
import os
import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QEvent, QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from photoclip.errors import UserError
from photoclip.handover import Handover

REACH_S: Final = 3.0
"""So long a second start tries to reach the first one, which may only just be starting."""
ANSWER_S: Final = 15.0
"""So long it waits for an answer once it has reached it."""
_MOST_BYTES: Final = 1 << 20
_TAKEN: Final = b"taken\n"


def instance_name(library: Path) -> str:
    """Name by which the windows of one user on one library find each other."""
    where = os.fsencode(os.path.realpath(library))
    who = getpass.getuser().encode("utf-8", "surrogateescape") if os.name != "nt" else b""
    digest = hashlib.blake2b(where + b"\0" + who, digest_size=12).hexdigest()
    return f"photoclip-{digest}"


class SingleInstance(QObject):
    """Holds the place of the first window on a library, and hears of further starts.

    The lock decides who is first; it is given up with the process, however that ends,
    so that a crash blocks nobody.

    Args:
        library: The library's folder.

    Signals:
        received: ``Handover`` of another start.
    """

    received = Signal(object)

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = instance_name(library)
        self._lock = QLockFile(QDir(QDir.tempPath()).filePath(f"{self._name}.lock"))
        # Old age says nothing: a window may be open for months.
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def claim(self, handover: Handover) -> bool:
        """Be the first window of the library, or hand over to the one that is.

        Returns:
            True for the first one; False when another one took the arguments.

        Raises:
            UserError: Another one is there, and does not answer.
        """
        deadline = time.monotonic() + REACH_S
        while not self._lock.tryLock(0):
            if self._lock.error() != QLockFile.LockError.LockFailedError:
                # No place for a lock: better two windows than none.
                return True
            if self._reach():
                if self._hand_over(handover):
                    return False
                raise UserError(
                    "PhotoClip is open on this library already, but does not answer; "
                    "wait a little, or end it and start again."
                )
            if time.monotonic() > deadline:
                # A lock from another machine, or of a program that ended in this moment.
                return True
            time.sleep(0.05)
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Let the next start be the first one; may be repeated."""
        self._server.close()
        self._lock.unlock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that closes takes no more; ending its work may take a while."""
        if event.type() == QEvent.Type.Close:
            self.release()
        return super().eventFilter(watched, event)

    # --- the second start ---------------------------------------------------------------
    def _reach(self) -> bool:
        self._socket = QLocalSocket()
        self._socket.connectToServer(self._name)
        return self._socket.waitForConnected(500)

    def _hand_over(self, handover: Handover) -> bool:
        _let_come_to_front()
        self._socket.write(handover.to_json())
        self._socket.flush()
        deadline = time.monotonic() + ANSWER_S
        while time.monotonic() < deadline:
            if self._socket.canReadLine():
                return bytes(self._socket.readLine().data()) == _TAKEN
            if self._socket.state() != QLocalSocket.LocalSocketState.ConnectedState:
                return False
            self._socket.waitForReadyRead(200)
        return False

    # --- the first one ------------------------------------------------------------------
    @Slot()
    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setReadBufferSize(_MOST_BYTES)
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._on_readable)
            # It may have come before anybody listened.
            self._read(socket)

    @Slot()
    def _on_readable(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() >= _MOST_BYTES:
                socket.abort()
            return
        try:
            handover = Handover.from_json(bytes(socket.readLine().data()))
        except ValueError:
            socket.abort()
            return
        socket.write(_TAKEN)
        socket.flush()
        socket.disconnectFromServer()
        self.received.emit(handover)


def _let_come_to_front() -> None:
    """Windows lets only the program in front hand that on."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
