"""Noticing changes while PhotoClip runs.

Events only say where to look; ``reconcile`` finds out what is the case. Three things lead
to a look: an event of the system; a folder whose own time changed (asked for every few
seconds where events do not work, and now and then everywhere, because events get lost); and
a slow full scan.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from photoclip import volumes
from photoclip.catalog import folders
from photoclip.catalog.database import Database
from photoclip.catalog.rows import Root
from photoclip.ingest.ignore import Rules
from photoclip.ingest.observe import Observers
from photoclip.ingest.roots import root_problem
from photoclip.ingest.scan import (
    ScanReport,
    Tally,
    leads_outside,
    progress_of,
    scan_into,
    walk,
)
from photoclip.jobs.job import Job
from photoclip.paths import display_path

_NAP = 0.25
_POLL_LOAD = 10.0
_SCAN_LOAD = 20.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Where to look.

    Attributes:
        folders: Single folders as (root id, path below the root).
        trees: Folders with all that is inside.
        rescans: Ids of roots to be scanned as a whole.
        notes: Sentences for the user.
    """

    folders: tuple[tuple[int, bytes], ...] = ()
    trees: tuple[tuple[int, bytes], ...] = ()
    rescans: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.folders or self.trees or self.rescans or self.notes)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds between looks.

    Attributes:
        settle: A folder is looked at when nothing happened in it for so long, and a file
            is taken when it was not written to for so long.
        max_wait: But a folder in which something happens all the time is looked at after
            so long.
        check: Are the roots there? Were any added?
        poll: Times of folders, where events do not work.
        poll_rescan: Full scan there.
        safety_poll: Times of folders, where events work.
        rescan: Full scan there.
    """

    settle: float = 0.8
    max_wait: float = 10.0
    check: float = 2.0
    poll: float = 3.0
    poll_rescan: float = 60.0
    safety_poll: float = 30.0
    rescan: float = 900.0


@dataclass
class _Watched:
    """What the watcher knows about one root."""

    root: Root
    identity: tuple[int, int] | None
    polled: bool
    next_poll: float
    next_rescan: float
    times: dict[bytes, int] = field(default_factory=dict)


@dataclass
class _Mark:
    first: float
    last: float
    tree: bool


class Watcher:
    """Collects the folders that need a look.

    Start it *before* the first scan, so that nothing falls between the two::

        with Watcher(db) as watcher:
            ...scan and index...
            for batch in watcher.batches(stop):
                report = yield from watcher.look(batch)
                ...index if report.changes...

    Attributes:
        timing: Seconds between looks.
    """

    def __init__(self, db: Database, *, timing: Timing | None = None) -> None:
        self.timing = timing or Timing()
        self._db = db
        self._observers = Observers(self.mark)
        self._watched: dict[int, _Watched] = {}
        self._marks: dict[tuple[int, bytes], _Mark] = {}
        self._rescans: set[int] = set()
        self._notes: list[str] = []
        self._lock = threading.Lock()
        self._happened = threading.Event()
        self._next_check = 0.0

    def start(self) -> None:
        """Begin to collect; the roots themselves are not scanned for this."""
        self._check_roots(time.monotonic(), first=True)

    def close(self) -> None:
        """Stop collecting and end all threads."""
        self._observers.close()
        self._watched.clear()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def mark(self, root_id: int, rel: bytes, tree: bool = False) -> None:
        """Say that a folder needs a look (``tree``: with all inside); from any thread."""
        now = time.monotonic()
        with self._lock:
            known = self._marks.get((root_id, rel))
            if known is None:
                self._marks[root_id, rel] = _Mark(now, now, tree)
            else:
                known.last = now
                known.tree |= tree
        self._happened.set()

    def batches(self, stop: threading.Event) -> Iterator[Batch]:
        """Wait for changes and hand them out, until ``stop`` is set.

        A folder is handed out when it has come to rest, so a batch tends to hold all of
        one copy or move.
        """
        while not stop.is_set():
            now = time.monotonic()
            if now >= self._next_check:
                self._check_roots(now)
            self._poll(now)
            batch = self._due(time.monotonic())
            if batch:
                yield batch
                continue
            self._happened.wait(_NAP)
            if self._happened.is_set():
                self._happened.clear()
                stop.wait(min(_NAP, self.timing.settle))

    def look(self, batch: Batch) -> Job[ScanReport]:
        """Bring the rows of a batch in line with the disk; a job.

        Photos that are still being written are left alone, and their folder is marked
        for another look.
        """
        tally = Tally()
        settle_ns = int(self.timing.settle * 1e9)
        with self._db.read() as conn:
            roots = folders.roots(conn)
        by_id = {root.id: root for root in roots}
        started = time.monotonic()
        if batch.rescans:
            ids = batch.rescans
            left = yield from scan_into(tally, self._db, root_ids=ids, settle_ns=settle_ns)
            for root, rel in left:
                self.mark(root.id, rel)
            self._scanned(ids, time.monotonic() - started)
        for root_id, rel, tree in _without_repeats(batch):
            root_or_none = by_id.get(root_id)
            if root_or_none is None or root_id in batch.rescans:
                continue
            root = root_or_none
            for one in walk(
                self._db, root, roots, start=rel, only_new=not tree, settle_ns=settle_ns
            ):
                tally.add(root, one)
                if one.unsettled:
                    self.mark(root_id, one.rel)
                if one.offline or self._has_new_link(root, roots, one.links):
                    self._ask_rescan(root_id)
                yield progress_of(tally, root, one)
        return tally.report()

    # --- what is due -----------------------------------------------------------

    def _due(self, now: float) -> Batch:
        with self._lock:
            due = {
                key: mark
                for key, mark in self._marks.items()
                if now - mark.last >= self.timing.settle or now - mark.first >= self.timing.max_wait
            }
            for key in due:
                del self._marks[key]
            rescans, self._rescans = self._rescans, set()
            notes, self._notes = self._notes, []
        return Batch(
            folders=tuple(sorted(key for key, mark in due.items() if not mark.tree)),
            trees=tuple(sorted(key for key, mark in due.items() if mark.tree)),
            rescans=tuple(sorted(rescans)),
            notes=tuple(notes),
        )

    def _ask_rescan(self, root_id: int) -> None:
        with self._lock:
            self._rescans.add(root_id)

    def _scanned(self, root_ids: tuple[int, ...], seconds: float) -> None:
        now = time.monotonic()
        for root_id in root_ids:
            watched = self._watched.get(root_id)
            if watched is not None:
                pause = self.timing.poll_rescan if watched.polled else self.timing.rescan
                watched.next_rescan = now + max(pause, _SCAN_LOAD * seconds)

    def _has_new_link(self, root: Root, roots: list[Root], links: tuple[bytes, ...]) -> bool:
        """A link to somewhere else: only a scan of the whole root can follow it safely."""
        for link in links:
            with self._db.read() as conn:
                known = folders.folder_id(conn, root.id, link) is not None
            if not known and leads_outside(root, link, roots):
                return True
        return False

    # --- roots -----------------------------------------------------------------

    def _check_roots(self, now: float, *, first: bool = False) -> None:
        self._next_check = now + self.timing.check
        with self._db.read() as conn:
            roots = folders.roots(conn)
            has_photos = {root.id: folders.has_photos(conn, root.id) for root in roots}
        wanted = {root.id: root for root in roots if root.watch != "off"}
        for root_id in self._watched.keys() - wanted.keys():
            self._forget(root_id)
        for root in wanted.values():
            problem = root_problem(root, has_photos=has_photos[root.id])
            if problem is not None:
                self._forget(root.id)
                if root.state == "online":
                    self._ask_rescan(root.id)  # which marks it as offline, and says so
                continue
            watched = self._watched.get(root.id)
            if watched is None or _is_other(watched, root):
                self._watch(root, Rules.of(root, roots), now)
                if not first or root.state == "offline":
                    self._ask_rescan(root.id)

    def _watch(self, root: Root, rules: Rules, now: float) -> None:
        note = None
        polled = root.watch == "poll"
        if not polled and volumes.is_network(root.path):
            polled = True
            note = (
                f"{display_path(root.path)} lies on a network drive, which sends no events; "
                "it is looked at every few seconds."
            )
        if polled:
            self._observers.unwatch(root.id)
        else:
            note = self._observers.watch(root, rules)
            polled = note is not None
        if note:
            self._notes.append(note)
        pause = self.timing.poll if polled else self.timing.safety_poll
        rescan = self.timing.poll_rescan if polled else self.timing.rescan
        self._watched[root.id] = _Watched(
            root, _identity(root), polled, next_poll=now + pause, next_rescan=now + rescan
        )

    def _forget(self, root_id: int) -> None:
        if self._watched.pop(root_id, None) is not None:
            self._observers.unwatch(root_id)

    # --- polling ---------------------------------------------------------------

    def _poll(self, now: float) -> None:
        for watched in self._watched.values():
            if now >= watched.next_rescan:
                watched.next_rescan = float("inf")  # set again when it is done
                self._ask_rescan(watched.root.id)
            if now >= watched.next_poll:
                self._poll_times(watched)
                pause = self.timing.poll if watched.polled else self.timing.safety_poll
                spent = time.monotonic() - now
                watched.next_poll = time.monotonic() + max(pause, _POLL_LOAD * spent)

    def _poll_times(self, watched: _Watched) -> None:
        """Mark folders whose time is not what it was, or was never asked for."""
        with self._db.read() as conn:
            rels = folders.folder_paths(conn, watched.root.id)
        top = os.fsencode(watched.root.path)
        times: dict[bytes, int] = {}
        for rel in rels:
            try:
                times[rel] = os.stat(top + b"/" + rel).st_mtime_ns  # noqa: PTH116 - bytes
            except OSError:
                times[rel] = -1
            if watched.times.get(rel) != times[rel]:
                self.mark(watched.root.id, rel)
        watched.times = times


def _is_other(watched: _Watched, root: Root) -> bool:
    """True if a root must be watched anew: other settings, or another folder at its path."""
    before = watched.root
    return (
        (before.path, before.excludes, before.watch) != (root.path, root.excludes, root.watch)
        or root.state == "offline"
        or watched.identity != _identity(root)
    )


def _identity(root: Root) -> tuple[int, int] | None:
    try:
        status = root.path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _without_repeats(batch: Batch) -> Iterator[tuple[int, bytes, bool]]:
    """Trees first; then folders that are in none of them."""
    done: list[tuple[int, bytes]] = []
    for root_id, rel in batch.trees:
        if not _inside((root_id, rel), done):
            done.append((root_id, rel))
            yield root_id, rel, True
    for root_id, rel in batch.folders:
        if not _inside((root_id, rel), done):
            yield root_id, rel, False


def _inside(folder: tuple[int, bytes], trees: list[tuple[int, bytes]]) -> bool:
    root_id, rel = folder
    return any(
        root_id == top_id and (not top or rel == top or rel.startswith(top + b"/"))
        for top_id, top in trees
    )
