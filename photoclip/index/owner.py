"""A lock file that names the one process that may write something.

The operating system holds the lock and drops it when the process ends, however
it ends, so a lock file left by a crash is free by itself. What is written in
the file is for people only.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    # Windows locks bytes, and locked ones cannot be read: lock one far behind the text.
    _LOCKED_BYTE = 1 << 20

    def _try_lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class OwnerLock:
    """Exclusive ownership among processes, and among objects of one process.

    Attributes:
        path: The lock file; it stays when the lock is released.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None
        self._guard = threading.Lock()

    def acquire(self) -> bool:
        """Become the owner if nobody is; True when this object is the owner now.

        Where the file system knows no locks, or nothing can be written, nobody
        becomes the owner: then nothing is saved, which costs time and no data.
        """
        with self._guard:
            if self._handle is not None:
                return True
            try:
                handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            except OSError:
                return False
            try:
                _try_lock(handle)
                os.ftruncate(handle, 0)
                os.lseek(handle, 0, os.SEEK_SET)
                owner = {"pid": os.getpid(), "host": socket.gethostname()}
                os.write(handle, json.dumps(owner).encode())
            except OSError:
                os.close(handle)
                return False
            self._handle = handle
            return True

    def owner(self) -> int | None:
        """Process id written in the file, or None; it may have ended long ago."""
        try:
            return int(json.loads(self.path.read_text("utf-8"))["pid"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def release(self) -> None:
        """Let others become the owner."""
        with self._guard:
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None
