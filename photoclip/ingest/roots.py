"""Adding and removing roots, and telling an unplugged disk from deleted photos."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from photoclip import volumes
from photoclip.catalog import folders
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.rows import Root
from photoclip.errors import UserError
from photoclip.ingest.ignore import Rules, slashed
from photoclip.paths import display_path

_LOOKED_AT = 2_000
"""Photos that are looked for in a folder's new place."""


def add_root(
    db: Database, path: Path, *, excludes: Sequence[str] = (), watch: str = "auto"
) -> Root:
    """Add a folder to the library.

    A folder that is there already is not added twice: its patterns are joined by the new
    ones, its way of watching is changed if one is asked for, and the disk it lies on now
    becomes the one it is expected on. A folder *inside* another root is refused, because
    its photos are in the library already, unless that root skips it (a hidden or excluded
    folder). A folder *around* other roots is accepted; they keep what is theirs.

    Raises:
        UserError: The folder does not exist, is a file, cannot be read, or lies inside
            another root.
    """
    absolute = _checked_folder(path)
    volume = volumes.volume_id(absolute)

    def add(conn: Connection) -> Root:
        known = folders.roots(conn)
        for root in known:
            if root.path == absolute or _same_folder(root.path, absolute):
                return _readd(conn, root, excludes, watch, volume)
        _refuse_inside(absolute, known)
        return folders.add_root(conn, absolute, excludes=excludes, watch=watch, volume_id=volume)

    return db.write(add)


def find_root(db: Database, path: Path) -> Root:
    """The root with this path, also when it is offline.

    Raises:
        UserError: There is none.
    """
    wanted = {Path(os.path.normpath(path.expanduser().absolute())), path.expanduser().resolve()}
    with db.read() as conn:
        known = folders.roots(conn, with_counts=True)
    for root in known:
        if root.path in wanted:
            return root
    raise UserError(
        f"The folder {display_path(path)} is not in the library; "
        "“photoclip folders” lists those that are."
    )


def remove_root(db: Database, path: Path) -> tuple[Root, list[int], Path]:
    """Forget a folder and its photos; files are never touched.

    A dated copy of the catalog is made first, because tags and captions go with the rows.
    Vectors stay until they are pruned, so adding the folder again costs little.

    Returns:
        The root as it was, the ids of its photos, and the copy.

    Raises:
        UserError: The folder is not in the library.
        CatalogError: The copy could not be written; then nothing is removed.
    """
    root = find_root(db, path)
    copy = db.dated_copy("before-removing-a-folder")
    removed = db.write(lambda conn: folders.remove_root(conn, root.id))
    return root, removed, copy


def move_root(db: Database, path: Path, new: Path) -> Root:
    """Say where a folder lies now, after people moved it; tags and all else stay with its photos.

    Raises:
        UserError: It is not in the library, the new place cannot be read, is in the library
            already, or holds less than half of its photos.
    """
    root = find_root(db, path)
    absolute = _checked_folder(new)
    with db.read() as conn:
        others = [each for each in folders.roots(conn) if each.id != root.id]
        places = folders.places_of_photos(conn, root.id, limit=_LOOKED_AT)
    if any(each.path == absolute for each in others):
        raise UserError(
            f"The folder {display_path(absolute)} is in the library as one of its own; remove it "
            "there first (its files stay)."
        )
    _refuse_inside(absolute, others)
    top = os.fsencode(absolute)
    found = sum(os.path.lexists(folders.join_path(top, *place)) for place in places)
    if 2 * found < len(places):
        raise UserError(
            f"Most photos of {display_path(root.path)} do not lie in {display_path(absolute)}; "
            "choose the folder that it became."
        )
    volume = volumes.volume_id(absolute)

    def move(conn: Connection) -> Root:
        folders.relocate_root(conn, root.id, absolute, volume_id=volume)
        folders.set_root_state(conn, root.id, "online")
        return folders.root_by_id(conn, root.id) or root

    return db.write(move)


def root_problem(root: Root, *, has_photos: bool) -> str | None:
    """Why a root must count as offline, in one plain sentence; None if it is sound.

    A missing folder, another volume, or an empty folder where photos were: none of
    these says that a photo was deleted.

    Args:
        root: The root.
        has_photos: True if the catalog has photos in it.
    """
    shown = display_path(root.path)
    if not root.path.is_dir():
        return f"The folder {shown} is offline; connect its disk to see changes."
    volume = volumes.volume_id(root.path)
    if root.volume_id and volume and volume != root.volume_id:
        return (
            f"The folder {shown} lies on another disk than before and counts as offline; "
            "connect the right one, or add the folder again to go on with this disk."
        )
    if has_photos and _is_empty(root.path):
        return f"The folder {shown} is empty and counts as offline; its photos stay known."
    return None


def check_root(db: Database, root: Root) -> str | None:
    """See whether a root is there, and note it as online or offline.

    Returns:
        The reason why it is offline, or None.
    """
    with db.read() as conn:
        has_photos = folders.has_photos(conn, root.id)
        current = folders.root_by_id(conn, root.id)
    problem = root_problem(root, has_photos=has_photos)
    state = "offline" if problem else "online"
    if current is not None and current.state != state:
        db.write(lambda conn: folders.set_root_state(conn, root.id, state))
    return problem


def _checked_folder(path: Path) -> Path:
    shown = display_path(path)
    try:
        absolute = path.expanduser().resolve(strict=True)
        if not absolute.is_dir():
            raise UserError(f"{shown} is a file; add the folder that it lies in.")
        with os.scandir(absolute):
            return absolute
    except FileNotFoundError:
        raise UserError(f"The folder {shown} does not exist.") from None
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its links lead in a circle"
        raise UserError(f"The folder {shown} cannot be read ({reason}).") from error


def _readd(
    conn: Connection, root: Root, excludes: Sequence[str], watch: str, volume: str | None
) -> Root:
    joined = list(dict.fromkeys([*root.excludes, *excludes]))
    mode = watch if watch != "auto" else root.watch
    folders.update_root(conn, root.id, excludes=joined, watch=mode, volume_id=volume)
    again = folders.root_by_id(conn, root.id)
    return again or root


def folder_holding(db: Database, path: Path) -> Root | None:
    """The root that would find photos at an absolute path, or None."""
    with db.read() as conn:
        known = folders.roots(conn)
    return _holding(path, known)


def _holding(absolute: Path, known: Sequence[Root]) -> Root | None:
    path = slashed(os.fsencode(absolute))
    for root in known:
        top = slashed(os.fsencode(root.path)).rstrip(b"/") + b"/"
        inside = path + b"/" == top or path.startswith(top)
        if inside and not Rules.of(root, known).skips_path(path[len(top) :], folder=True):
            return root
    return None


def _refuse_inside(absolute: Path, known: Sequence[Root]) -> None:
    root = _holding(absolute, known)
    if root is not None:
        raise UserError(
            f"The folder {display_path(absolute)} is in the library already, "
            f"as part of {display_path(root.path)}."
        )


def _same_folder(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_empty(folder: Path) -> bool:
    """True if nothing of a user is in it; what systems put there themselves does not count."""
    rules = Rules()
    try:
        with os.scandir(os.fsencode(folder)) as entries:
            return all(rules.skips(entry.name, folder=True) for entry in entries)
    except OSError:
        return True
