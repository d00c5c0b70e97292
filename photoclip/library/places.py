"""The library's folders: which there are, what is in them, and how they are watched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from photoclip.catalog import folder_tree, folders
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Root, Subfolder
from photoclip.changes import ChangeFeed, ChangeSet
from photoclip.errors import UserError
from photoclip.ingest import roots
from photoclip.jobs.tasks.context import TaskContext
from photoclip.paths import display_path
from photoclip.results import FolderGlance

WATCH_MODES = ("auto", "poll", "off")


class Places:
    """Part of :class:`photoclip.library.Library`: its folders."""

    _context: TaskContext
    _feed: ChangeFeed

    def add_folder(
        self, folder: Path, *, excludes: Sequence[str] = (), watch: str = "auto"
    ) -> Root:
        """Remember a folder; nothing in it is copied or changed.

        Args:
            folder: The folder.
            excludes: Glob patterns of what to skip in it.
            watch: ``"auto"``, ``"poll"`` or ``"off"``.

        Raises:
            UserError: It does not exist, is a file, cannot be read, or is in the library
                as part of another one.
        """
        root = roots.add_root(self._context.db, folder, excludes=excludes, watch=watch)
        self._feed.publish(ChangeSet(folders=True))
        return root

    def remove_folder(self, folder: Path) -> Root:
        """Forget a folder and its photos, after a copy of the catalog; files stay.

        Raises:
            UserError: It is not in the library.
        """
        root, removed, _ = roots.remove_root(self._context.db, folder)
        self._feed.publish(ChangeSet(removed=frozenset(removed), folders=True, tags=True))
        return root

    def move_folder(self, folder: Path, new: Path) -> Root:
        """Say where a folder lies now; no file is moved, and tags stay with its photos.

        Raises:
            UserError: It is not in the library, or the new place is not its.
        """
        root = roots.move_root(self._context.db, folder, new)
        self._feed.publish(ChangeSet(folders=True, tags=True, embeddings=True, outside=True))
        return root

    def folders(self) -> list[Root]:
        """The folders in the library, with their state and number of photos."""
        with self._context.db.read() as conn:
            return folders.roots(conn, with_counts=True)

    def subfolders(self, folder: Path) -> list[Subfolder]:
        """Folders with photos directly inside one that is in the library, by name.

        Raises:
            UserError: It is neither one of the library's folders nor inside one.
        """
        wanted = folder.expanduser().absolute()
        with self._context.db.read() as conn:
            # Of folders around each other the innermost holds the photos.
            known = sorted(folders.roots(conn), key=lambda root: -len(root.path.parts))
            for root in known:
                rel = folder_tree.place_of(root, wanted)
                if rel is not None:
                    return folder_tree.subfolders(conn, root, rel)
        raise UserError(f"The folder {display_path(folder)} is not in the library.")

    def set_watch(self, folder: Path, mode: str) -> Root:
        """Say how changes in a folder are noticed while the library is watched.

        Args:
            folder: A folder that was added.
            mode: ``"auto"``, ``"poll"`` for network drives, or ``"off"``: then only a scan
                notices what changed.

        Raises:
            UserError: It is not in the library, or there is no such mode.
        """
        if mode not in WATCH_MODES:
            raise UserError(f"“{mode}” is no way of watching; use auto, poll or off.")
        root = roots.find_root(self._context.db, folder)

        def change(conn: Connection) -> Root:
            folders.update_root(
                conn, root.id, excludes=root.excludes, watch=mode, volume_id=root.volume_id
            )
            changed = folders.root_by_id(conn, root.id)
            return changed if changed is not None else root

        changed = self._context.db.write(change)
        self._feed.publish(ChangeSet(folders=True))
        return changed

    def glance(self, folder: Path) -> FolderGlance:
        """Count the photos of a folder by their names, or say why it cannot be added.

        It need not be in the library; takes two seconds at most.
        """
        from photoclip.ingest.glance import glance

        return glance(folder)
