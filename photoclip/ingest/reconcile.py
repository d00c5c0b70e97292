"""Bringing the photo rows of ONE folder in line with the disk.

Nothing else changes rows because of what the file system says. The disk is asked outside
of the transaction, and the plan is made again inside it from the rows of that moment, so
neither a slow disk holds up other writers nor can two reconciles undo each other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from photoclip.catalog import folders, photo_files
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.photo_files import FileRow, FileStat
from photoclip.catalog.rows import Root
from photoclip.changes import ChangeSet
from photoclip.ingest import moves, stacks
from photoclip.ingest.ignore import Rules
from photoclip.ingest.listing import Listing, list_folder
from photoclip.ingest.moves import Evidence
from photoclip.ingest.roots import check_root

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """What one look at one folder brought.

    Attributes:
        root_id: The root.
        rel: Path of the folder below the root.
        found: Photo files in it now.
        new: Ids of photos that were added.
        changed: Ids of photos whose file changed.
        moved: Ids of photos that lie here now and lay elsewhere, or had another name.
        back: Ids of photos that were missing and are here again.
        missing: Ids of photos whose file is gone; their rows and tags stay.
        metadata: Ids of photos whose sidecars changed.
        removed: Ids of rows that were given up for an older row of the same content.
        not_photos: Videos and other files.
        subfolders: Paths of the real folders inside.
        links: Paths of links inside that lead to folders.
        gone_folders: Paths of folders inside that the catalog knows and the disk does not.
        unsettled: Photos that were written to a moment ago and are to be looked at again.
        error: Why the folder could not be listed; then nothing was changed.
        offline: Why the root counts as offline; then nothing was changed.
    """

    root_id: int
    rel: bytes
    found: int = 0
    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    back: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    metadata: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    not_photos: int = 0
    subfolders: tuple[bytes, ...] = ()
    links: tuple[bytes, ...] = ()
    gone_folders: tuple[bytes, ...] = ()
    unsettled: int = 0
    error: str | None = None
    offline: str | None = None

    @property
    def changes(self) -> ChangeSet:
        """The same for views."""
        touched = (*self.changed, *self.moved, *self.back, *self.missing, *self.metadata)
        return ChangeSet(
            photos=frozenset(touched),
            added=frozenset(self.new),
            removed=frozenset(self.removed),
            folders=self.offline is not None,
            searchable=bool(touched),
        )


@dataclass
class _Plan:
    """What is to be done with the rows of one folder."""

    placed: list[tuple[FileRow, FileStat, bool]] = field(default_factory=list)
    changed: list[tuple[FileRow, FileStat]] = field(default_factory=list)
    back: list[tuple[FileRow, FileStat, bool]] = field(default_factory=list)
    new: list[FileStat] = field(default_factory=list)
    missing: list[FileRow] = field(default_factory=list)
    twins: list[tuple[FileRow, int]] = field(default_factory=list)
    sidecars: list[tuple[FileRow, FileStat]] = field(default_factory=list)

    def is_empty(self) -> bool:
        return (
            not any((self.placed, self.changed, self.back, self.new, self.missing, self.twins))
            and not self.sidecars
        )

    def loses_files(self) -> bool:
        return bool(self.missing or self.twins)


def reconcile(
    db: Database,
    root: Root,
    folder_rel: bytes,
    *,
    rules: Rules | None = None,
    settle_ns: int = 0,
    present: bool = True,
) -> FolderChanges:
    """Look at one folder (not at those inside it) and bring its rows up to date.

    Args:
        db: The catalog.
        root: The root.
        folder_rel: Path of the folder below the root with forward slashes; ``b""`` is
            the root itself.
        rules: What to skip, if at hand.
        settle_ns: Leave photos alone that were written to less than this ago.
        present: False if a successful listing of its parent has shown that the folder is
            not there, or not to be looked at.

    Returns:
        What was changed. A folder that cannot be listed, and an offline root, change nothing.

    Raises:
        CatalogError: The catalog cannot be written.
    """
    return _Reconcile(db, root, folder_rel, rules, settle_ns, present).run()


class _Reconcile:
    def __init__(
        self,
        db: Database,
        root: Root,
        rel: bytes,
        rules: Rules | None,
        settle_ns: int,
        present: bool,
    ) -> None:
        with db.read() as conn:
            roots = folders.roots(conn)
        self.db = db
        self.root = root
        self.rel = rel
        self.rules = rules or Rules.of(root, roots)
        self.settle_ns = settle_ns
        self.present = present
        self.roots = {each.id: each for each in roots}
        self.guarded = False

    def run(self) -> FolderChanges:
        for _ in range(_ATTEMPTS):
            try:
                listing = self._list()
            except OSError as error:
                return self._failed(error)
            done = self._compare(listing)
            if done is not None:
                return done
        # Another process keeps working on this folder and does the same for us.
        return FolderChanges(self.root.id, self.rel)

    def _list(self) -> Listing | None:
        """The listing, or None if the folder is gone."""
        if not self.present:
            return None
        try:
            return list_folder(
                os.fsencode(self.root.path), self.rel, self.rules, settle_ns=self.settle_ns
            )
        except (FileNotFoundError, NotADirectoryError):
            if not self.rel:
                raise
            return None

    def _failed(self, error: OSError) -> FolderChanges:
        """Nothing is known about the files; say why, and leave the rows alone."""
        offline = check_root(self.db, self.root)
        if offline:
            return FolderChanges(self.root.id, self.rel, offline=offline)
        reason = error.strerror or type(error).__name__

        def note(conn: Connection) -> None:
            folders.set_error(conn, folders.ensure_folder(conn, self.root.id, self.rel), reason)

        self.db.write(note)
        return FolderChanges(self.root.id, self.rel, error=reason)

    def _compare(self, listing: Listing | None) -> FolderChanges | None:
        """Plan, and apply if there is anything to do; None asks for another listing."""
        evidence = Evidence(self.root.path / os.fsdecode(self.rel), self.roots)
        with self.db.read() as conn:
            folder = folders.folder_id(conn, self.root.id, self.rel)
            plan = _plan(conn, folder, listing, evidence)
            nothing_to_do = plan.is_empty() and self._is_noted(conn, folder, listing)
            if nothing_to_do:
                return self._report(conn, listing, plan, ())
        if (plan.loses_files() or listing is None) and not self.guarded:
            offline = check_root(self.db, self.root)
            if offline:
                return FolderChanges(self.root.id, self.rel, offline=offline)
            self.guarded = True
        return self.db.write(lambda conn: self._apply(conn, listing, evidence))

    def _is_noted(self, conn: Connection, folder: int | None, listing: Listing | None) -> bool:
        if folder is None:
            return listing is None
        if listing is None:
            # The folder goes with its last row; until then there is nothing to note.
            return bool(
                photo_files.in_folder(conn, folder)
                or folders.children(conn, self.root.id, self.rel)
            )
        _, not_photos, error = folders.scan_state(conn, folder)
        return not_photos == listing.not_photos and error is None

    def _apply(
        self, conn: Connection, listing: Listing | None, evidence: Evidence
    ) -> FolderChanges | None:
        known = folders.folder_id(conn, self.root.id, self.rel)
        if folders.root_by_id(conn, self.root.id) is None or (listing is None and known is None):
            return FolderChanges(self.root.id, self.rel)
        folder = known or folders.ensure_folder(conn, self.root.id, self.rel)
        if listing and folders.scan_state(conn, folder)[0] > listing.listed_at:
            return None  # somebody has looked later than we did
        plan = _plan(conn, folder, listing, evidence)
        if plan.loses_files() and not self.guarded:
            return None
        new = _carry_out(conn, folder, plan)
        if listing is None:
            folders.mark_scanned(conn, folder, scanned_at=0, not_photos=0)
            report = self._report(conn, listing, plan, new)
            folders.forget_empty(conn, self.root.id, [self.rel])
            return report
        folders.mark_scanned(
            conn, folder, scanned_at=listing.listed_at, not_photos=listing.not_photos
        )
        return self._report(conn, listing, plan, new)

    def _report(
        self, conn: Connection, listing: Listing | None, plan: _Plan, new: Iterable[int]
    ) -> FolderChanges:
        known = folders.children(conn, self.root.id, self.rel)
        seen = {*listing.folders, *listing.links, *listing.unknown} if listing else set()
        return FolderChanges(
            root_id=self.root.id,
            rel=self.rel,
            found=len(listing.photos) if listing else 0,
            new=tuple(new),
            changed=tuple(row.id for row, _ in plan.changed),
            moved=tuple([row.id for row, _, _ in plan.placed] + [old.id for old, _ in plan.twins]),
            back=tuple(row.id for row, _, _ in plan.back),
            missing=tuple(row.id for row in plan.missing),
            metadata=tuple(row.id for row, _ in plan.sidecars),
            removed=tuple(young for _, young in plan.twins),
            not_photos=listing.not_photos if listing else 0,
            subfolders=tuple(sorted(listing.folders)) if listing else (),
            links=tuple(sorted(listing.links)) if listing else (),
            gone_folders=tuple(rel for rel in known if rel not in seen),
            unsettled=len(listing.unsettled) if listing else 0,
        )


def _plan(
    conn: Connection, folder: int | None, listing: Listing | None, evidence: Evidence
) -> _Plan:
    """Compare a folder's rows with a listing; no listing means that all files are gone."""
    plan = _Plan()
    rows = photo_files.in_folder(conn, folder) if folder is not None else []
    files = listing.photos if listing else {}
    unsettled = listing.unsettled if listing else set()
    live = {row.name: row for row in rows if not row.is_missing}
    lost = {row.name: row for row in rows if row.is_missing}
    open_files = []
    for name, file in files.items():
        if name in unsettled:
            continue
        row = live.get(name)
        if row is None:
            returned = lost.get(name)
            if returned and _same(returned, file):
                plan.back.append((returned, file, returned.changed))
                del lost[name]
            else:
                open_files.append(file)
        elif not _same(row, file):
            open_files.append(file)
        elif row.sidecar != file.sidecar:
            plan.sidecars.append((row, file))
    unknown = {rel.rpartition(b"/")[2] for rel in listing.unknown} if listing else set()
    gone = [row for name, row in live.items() if name not in files and name not in unknown]
    if open_files or gone:
        _assign(conn, plan, open_files, gone, live, lost, evidence)
    return plan


def _assign(
    conn: Connection,
    plan: _Plan,
    open_files: list[FileStat],
    gone: list[FileRow],
    live: dict[bytes, FileRow],
    lost: dict[bytes, FileRow],
    evidence: Evidence,
) -> None:
    """Give every open file its row, and decide about rows that are left without one."""
    standing = [live[file.name] for file in open_files if file.name in live]
    taken = {row.id for row, _, _ in plan.back}
    matches = moves.match(
        conn,
        open_files,
        live=live,
        gone=gone,
        busy=taken,
        evidence=evidence,
    )
    taken |= {each.row.id for each in matches.values()}
    for file in open_files:
        own, former = live.get(file.name), lost.get(file.name)
        if each := matches.get(file.name):
            changed = each.row.changed and not each.hashed
            came_back = each.row.is_missing and former is not None and former.id == each.row.id
            (plan.back if came_back else plan.placed).append((each.row, file, changed))
            if own is not None and own.id not in taken:
                plan.missing.append(own)
        elif own is not None and own.id not in taken:
            plan.changed.append((own, file))
        elif former is not None and former.id not in taken:
            plan.back.append((former, file, True))
        else:
            plan.new.append(file)
    plan.missing += [row for row in gone if row.id not in taken]
    _give_to_twins(conn, plan, busy=taken | {row.id for row in standing})


def _give_to_twins(conn: Connection, plan: _Plan, *, busy: set[int]) -> None:
    twins = moves.young_twins(conn, plan.missing, busy=busy) if plan.missing else {}
    plan.twins = [(row, twins[row.id]) for row in plan.missing if row.id in twins]
    plan.missing = [row for row in plan.missing if row.id not in twins]


def _carry_out(conn: Connection, folder: int, plan: _Plan) -> list[int]:
    """Write a plan and return the ids of new photos."""
    # First every row lets go of its name, so that swapped names meet no occupied one.
    leaving = [row for row, _, _ in plan.placed] + plan.missing + [row for row, _ in plan.twins]
    photo_files.mark_missing(conn, [row.id for row in leaving])
    for row, file, changed in [*plan.placed, *plan.back]:
        photo_files.place(conn, row, folder, file, changed=changed)
    for row, file in plan.changed:
        photo_files.place(conn, row, folder, file, changed=True)
    for old, young in plan.twins:
        photo_files.take_over(conn, old, young)
    for row, file in plan.sidecars:
        photo_files.note_sidecar(conn, row.id, file.sidecar)
    new = photo_files.insert(conn, folder, plan.new)
    if new or leaving or plan.back:
        stacks.refresh(conn, {folder, *(row.folder_id for row in leaving)})
    return new


def _same(row: FileRow, file: FileStat) -> bool:
    return row.size == file.size and row.mtime_ns == file.mtime_ns
