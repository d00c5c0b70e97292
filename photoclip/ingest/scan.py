"""Walking whole roots, folder by folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from photoclip import volumes
from photoclip.catalog import folders
from photoclip.catalog.database import Database
from photoclip.catalog.rows import Root
from photoclip.changes import ChangeSet
from photoclip.ingest.ignore import Rules
from photoclip.ingest.reconcile import FolderChanges, reconcile
from photoclip.ingest.roots import check_root
from photoclip.jobs.job import Job, Progress
from photoclip.paths import display_path


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan found.

    Attributes:
        found: Photo files in all online roots.
        new: Photos that were added.
        changed: Photos whose file changed.
        moved: Photos that kept their row at another place.
        back: Photos that were missing and are there again.
        missing: Photos that were found gone (their rows stay).
        metadata: Photos whose sidecars changed.
        not_photos: Videos and other files.
        offline: Roots that were not there; nothing of theirs was changed.
        skipped: Folders that could not be listed, with the reason.
        changes: All changes, for views.
    """

    found: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    back: int = 0
    missing: int = 0
    metadata: int = 0
    not_photos: int = 0
    offline: tuple[Path, ...] = ()
    skipped: tuple[tuple[Path, str], ...] = ()
    changes: ChangeSet = field(default_factory=ChangeSet)


class Tally:
    """Adds up what folders brought to a :class:`ScanReport`."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(("found", "changed", "moved", "back", "not_photos"), 0)
        self.ids: dict[str, set[int]] = {
            name: set() for name in ("new", "missing", "metadata", "touched", "removed")
        }
        self.offline: list[Path] = []
        self.skipped: list[tuple[Path, str]] = []
        self.folders_changed = False

    def add(self, root: Root, one: FolderChanges) -> None:
        """Count one folder in."""
        self.counts["found"] += one.found
        self.counts["not_photos"] += one.not_photos
        for name in ("changed", "moved", "back"):
            self.counts[name] += len(getattr(one, name))
        changes = one.changes
        self.ids["new"] |= changes.added
        self.ids["metadata"].update(one.metadata)
        self.ids["touched"] |= changes.photos
        self.ids["removed"] |= changes.removed
        # Gone from one folder, found in a later one; new in one, claimed by another's row.
        self.ids["missing"].update(one.missing)
        self.ids["missing"].difference_update(one.moved, one.back)
        self.ids["new"] -= changes.removed
        self.ids["touched"] -= changes.removed
        self.folders_changed |= changes.folders
        if one.error:
            self.skipped.append((root.path / os.fsdecode(one.rel), one.error))
        if one.offline and root.path not in self.offline:
            self.offline.append(root.path)

    def totals(self) -> dict[str, int]:
        """Running totals by the names of the report."""
        named = {name: len(self.ids[name]) for name in ("new", "missing", "metadata")}
        return {**self.counts, **named}

    def report(self) -> ScanReport:
        """The report so far."""
        changes = ChangeSet(
            photos=frozenset(self.ids["touched"]),
            added=frozenset(self.ids["new"]),
            removed=frozenset(self.ids["removed"]),
            folders=self.folders_changed,
            searchable=bool(self.ids["touched"]),
        )
        return ScanReport(
            **self.totals(),
            offline=tuple(self.offline),
            skipped=tuple(self.skipped),
            changes=changes,
        )


def scan(
    db: Database, *, root_ids: Sequence[int] | None = None, settle_ns: int = 0
) -> Job[ScanReport]:
    """Bring all photo rows in line with the disk; a job.

    Args:
        db: The catalog.
        root_ids: Only these roots; all if None.
        settle_ns: Leave photos alone that were written to less than this ago.

    Yields:
        Progress after every folder.

    Returns:
        The report. What is offline or cannot be listed is in it, and is left untouched.
    """
    tally = Tally()
    yield from scan_into(tally, db, root_ids=root_ids, settle_ns=settle_ns)
    return tally.report()


def scan_into(
    tally: Tally, db: Database, *, root_ids: Sequence[int] | None = None, settle_ns: int = 0
) -> Job[list[tuple[Root, bytes]]]:
    """:func:`scan` that counts into a tally; returns folders with photos not yet settled."""
    with db.read() as conn:
        roots = folders.roots(conn)
    wanted = [root for root in roots if root_ids is None or root.id in root_ids]
    visited: set[tuple[int, int]] = set()
    unsettled: list[tuple[Root, bytes]] = []
    for root in wanted:
        problem = check_root(db, root)
        tally.folders_changed |= root.state != ("offline" if problem else "online")
        if problem:
            tally.offline.append(root.path)
            yield Progress("Scanning", tally.counts["found"], None, tally.totals(), problem)
            continue
        _remember_volume(db, root)
        for one in walk(db, root, roots, visited=visited, settle_ns=settle_ns):
            tally.add(root, one)
            if one.unsettled:
                unsettled.append((root, one.rel))
            yield progress_of(tally, root, one)
    return unsettled


def progress_of(tally: Tally, root: Root, one: FolderChanges) -> Progress:
    """Progress after one folder."""
    message = one.offline or ""
    if one.error:
        shown = display_path(root.path / os.fsdecode(one.rel))
        message = f"The folder {shown} could not be read ({one.error})."
    return Progress("Scanning", tally.counts["found"], None, tally.totals(), message)


def walk(
    db: Database,
    root: Root,
    roots: Sequence[Root],
    *,
    start: bytes = b"",
    visited: set[tuple[int, int]] | None = None,
    only_new: bool = False,
    settle_ns: int = 0,
) -> Iterator[FolderChanges]:
    """Reconcile a folder and those inside it, one after another.

    A link to a folder is followed if it leads outside of all roots and to where the walk
    has not been; then a circle ends by itself.

    Args:
        db: The catalog.
        root: The root.
        roots: All roots.
        start: Where to begin, below the root.
        visited: Folders seen so far as (device, inode); None follows no links.
        only_new: Enter only folders that the catalog does not know, or that are gone.
        settle_ns: See :func:`~photoclip.ingest.reconcile.reconcile`.

    Yields:
        What each folder brought; stops at once when the root turns out to be offline.
    """
    rules = Rules.of(root, roots)
    pending: list[tuple[bytes, bool]] = [(start, True)]
    gone: list[bytes] = []
    while pending:
        rel, present = pending.pop()
        known = _known_children(db, root, rel) if only_new else set()
        if present and visited is not None:
            visited.add(_identity(root, rel))
        one = reconcile(db, root, rel, rules=rules, settle_ns=settle_ns, present=present)
        yield one
        if one.offline:
            return
        followed = _followed(root, one.links, roots, visited)
        stale = [] if visited is None else [link for link in one.links if link not in followed]
        absent = [*one.gone_folders, *(link for link in stale if _is_known(db, root, link))]
        inside = [each for each in (*one.subfolders, *followed) if each not in known]
        # The stack gives the last one first.
        pending += [(each, False) for each in reversed(absent)]
        pending += [(each, True) for each in sorted(inside, reverse=True)]
        gone += absent if present else [rel, *absent]
    if gone:
        db.write(lambda conn: folders.forget_empty(conn, root.id, gone))


def _remember_volume(db: Database, root: Root) -> None:
    volume = volumes.volume_id(root.path) if root.volume_id is None else None
    if volume is not None:
        db.write(
            lambda conn: folders.update_root(
                conn, root.id, excludes=root.excludes, watch=root.watch, volume_id=volume
            )
        )


def _known_children(db: Database, root: Root, rel: bytes) -> set[bytes]:
    with db.read() as conn:
        return set(folders.children(conn, root.id, rel))


def _is_known(db: Database, root: Root, rel: bytes) -> bool:
    with db.read() as conn:
        return folders.folder_id(conn, root.id, rel) is not None


def _identity(root: Root, rel: bytes) -> tuple[int, int]:
    try:
        status = (root.path / os.fsdecode(rel)).stat()
    except OSError:
        return (-1, -1)
    return status.st_dev, status.st_ino


def leads_outside(root: Root, link: bytes, roots: Iterable[Root]) -> bool:
    """True if a link to a folder leads to where no root is."""
    target = os.fsencode(os.path.realpath(root.path / os.fsdecode(link)))
    tops = (os.fsencode(each.path).rstrip(b"/") for each in roots)
    return not any(target == top or target.startswith(top + b"/") for top in tops)


def _followed(
    root: Root,
    links: Sequence[bytes],
    roots: Sequence[Root],
    visited: set[tuple[int, int]] | None,
) -> list[bytes]:
    """Those of a folder's links that are to be entered; they count as visited at once."""
    if visited is None:
        return []
    followed = []
    for link in links:
        identity = _identity(root, link)
        if identity not in visited and leads_outside(root, link, roots):
            visited.add(identity)
            followed.append(link)
    return followed
