"""Events of the operating system, boiled down to "look at this folder"."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from photoclip.catalog.rows import Root
from photoclip.ingest.ignore import Rules, slashed
from photoclip.media.formats import kind_of
from photoclip.media.types import FileKind
from photoclip.paths import display_path

Notify = Callable[[int, bytes, bool], None]
"""Called with root id, path below the root, and True if folders inside are meant too; on
any thread."""

# Not "opened" and "closed without writing": our own reading would start us again. Not
# "folder modified": the events of the files inside say the same.
_WANTED = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileClosedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
_INTERESTING = frozenset({FileKind.PHOTO, FileKind.RAW, FileKind.SIDECAR})
_LOGGER = "watchdog"
_LIMITS = frozenset({errno.ENOSPC, errno.EMFILE, errno.ENFILE})


class Observers:
    """Watches roots with the system's own events.

    Attributes:
        notify: Told which folder to look at.
    """

    def __init__(self, notify: Notify) -> None:
        self.notify = notify
        self._observer: Any = None
        self._lost = _LostEvents(self)
        self._watches: dict[int, Any] = {}

    def watch(self, root: Root, rules: Rules) -> str | None:
        """Watch a root, also after it was watched before.

        Returns:
            None, or why the system's events do not suffice, in one plain sentence; then
            the root must be polled.
        """
        self.unwatch(root.id)
        handler = _Handler(root, rules, self.notify)
        try:
            if self._observer is None:
                self._observer = self._start()
            # Text, not bytes: undecodable names come as surrogates, as everywhere else.
            self._watches[root.id] = self._observer.schedule(
                handler, str(root.path), recursive=True, event_filter=_WANTED
            )
            if self._is_exhausted():
                raise OSError(errno.ENOSPC, "watch limit reached")
        except OSError as error:
            shown = display_path(root.path)
            if error.errno in _LIMITS:
                return (
                    f"The system's limit of watched folders is reached; {shown} is looked at "
                    "every few seconds instead."
                )
            reason = error.strerror or str(error)
            return f"{shown} cannot be watched ({reason}) and is looked at every few seconds."
        return None

    def unwatch(self, root_id: int) -> None:
        """Stop watching a root."""
        watch = self._watches.pop(root_id, None)
        if watch is not None:
            with contextlib.suppress(KeyError, OSError, RuntimeError):
                self._observer.unschedule(watch)

    def look_everywhere(self) -> None:
        """Events were lost: every root needs a look."""
        for root_id in list(self._watches):
            self.notify(root_id, b"", True)

    def close(self) -> None:
        """Stop watching everything and end the threads."""
        logging.getLogger(_LOGGER).removeHandler(self._lost)
        for root_id in list(self._watches):
            self.unwatch(root_id)
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _start(self) -> Any:
        # Said when a folder leaves the root and returns: watchdog's own book-keeping.
        warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)
        logging.getLogger(_LOGGER).addHandler(self._lost)
        observer = Observer()
        observer.start()
        return observer

    def _is_exhausted(self) -> bool:
        """True if no further folder can be watched.

        Folders inside a root that did not get a watch any more are passed over in
        silence by watchdog, so one more is asked for as a test.
        """
        if sys.platform != "linux":
            return False
        with tempfile.TemporaryDirectory(prefix="photoclip-") as probe:
            try:
                watch = self._observer.schedule(FileSystemEventHandler(), probe)
            except OSError as error:
                return error.errno in _LIMITS
            self._observer.unschedule(watch)
        return False


class _LostEvents(logging.Handler):
    """Hears watchdog say in its log, and only there, that the system dropped events."""

    def __init__(self, observers: Observers) -> None:
        super().__init__(logging.WARNING)
        self._observers = observers

    def emit(self, record: logging.LogRecord) -> None:
        """Look at all roots after an overflow; anything else is watchdog's own affair."""
        if "overflow" in record.getMessage():
            self._observers.look_everywhere()


class _Handler(FileSystemEventHandler):  # type: ignore[misc]
    def __init__(self, root: Root, rules: Rules, notify: Notify) -> None:
        super().__init__()
        self._root_id = root.id
        self._top = slashed(os.fsencode(root.path)).rstrip(b"/")
        self._rules = rules
        self._notify = notify

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Mark the folders that an event touches."""
        for path, is_target in ((event.src_path, False), (event.dest_path, True)):
            if path:
                arrived = is_target or event.event_type == "created"
                self._look(os.fsencode(path), bool(event.is_directory), arrived)

    def _look(self, path: bytes, is_folder: bool, arrived: bool) -> None:
        full = slashed(path)
        if full == self._top:
            self._notify(self._root_id, b"", False)
        if not full.startswith(self._top + b"/"):
            return
        rel = full[len(self._top) + 1 :]
        if self._rules.skips_path(rel, folder=is_folder):
            return
        if not is_folder and not _is_interesting(rel) and not _may_be_link(full, arrived):
            return
        self._notify(self._root_id, rel.rpartition(b"/")[0], False)
        if is_folder and arrived:
            self._notify(self._root_id, rel, True)


def _is_interesting(rel: bytes) -> bool:
    # A text may be the captions of a photo, whose name only a look at the folder can tell.
    return kind_of(rel) in _INTERESTING or rel.lower().endswith(b".txt")


def _may_be_link(path: bytes, arrived: bool) -> bool:
    """A link to a folder comes and goes as if it were a file."""
    if arrived:
        return os.path.isdir(path)  # noqa: PTH112 - bytes
    return b"." not in path.rpartition(b"/")[2]
