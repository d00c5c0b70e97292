"""Recognising photos that were moved, renamed or swapped, so that tags follow content.

A photo row is *displaced* if its file is gone, or if another known photo lies at its path
now. A file is *open* if it is new or changed. An open file whose content is that of a
displaced row belongs to that row. Content is equal if the file hashes are; without hashing
if size, time to the nanosecond and name (but for its case) all are.
"""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from photoclip.catalog import photo_files
from photoclip.catalog.connection import Connection
from photoclip.catalog.photo_files import FileRow, FileStat
from photoclip.catalog.rows import Root
from photoclip.ingest.identity import file_hash
from photoclip.ingest.roots import root_problem

_Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the file that it belongs to now.

    Attributes:
        hashed: True if the hashes are equal, False if only size, time and name are.
    """

    row: FileRow
    hashed: bool


@dataclass
class Evidence:
    """What was found out on disk for one folder; asked for once, then remembered.

    The plan of a folder is made twice, before and inside the write transaction; thanks
    to this memory the second time touches no disk.

    Attributes:
        folder: The folder that is looked at.
        roots: All roots by id.
    """

    folder: Path
    roots: Mapping[int, Root]
    _hashes: dict[Path, bytes | None] = field(default_factory=dict)
    _gone: dict[tuple[int, bytes], bool] = field(default_factory=dict)
    _replaced: dict[int, Path | None] = field(default_factory=dict)
    _sound: dict[int, bool] = field(default_factory=dict)

    def hash_of(self, file: FileStat) -> bytes | None:
        """Hash of a file of this folder, None if it cannot be read now."""
        return self._hash(self.folder / os.fsdecode(file.name))

    def is_gone(self, row: FileRow, file: FileStat) -> bool:
        """True if a row's own file is certainly not there any more.

        A root that is offline says nothing about its files. Where case does not count,
        the old name still leads to the very file that was renamed.
        """
        key = (row.id, file.name)
        if key not in self._gone:
            self._gone[key] = self._look(row, self.folder / os.fsdecode(file.name))
        return self._gone[key]

    def hash_at_path_of(self, row: FileRow) -> bytes | None:
        """Hash of another file that lies at a row's path now; None if it is still its own."""
        if row.id not in self._replaced:
            self._replaced[row.id] = self._other_file(row)
        path = self._replaced[row.id]
        return None if path is None else self._hash(path)

    def _hash(self, path: Path) -> bytes | None:
        if path not in self._hashes:
            try:
                self._hashes[path] = file_hash(path)
            except OSError:
                self._hashes[path] = None
        return self._hashes[path]

    def _other_file(self, row: FileRow) -> Path | None:
        if row.path is None or not self._is_sound(row.root_id):
            return None
        try:
            status = row.path.stat()
        except OSError:
            return None
        own = (status.st_size, status.st_mtime_ns) == (row.size, row.mtime_ns)
        return None if own else row.path

    def _look(self, row: FileRow, new: Path) -> bool:
        if row.path is None or not self._is_sound(row.root_id):
            return False
        try:
            old_status = row.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False
        if _folded(str(row.path)) != _folded(str(new)):
            return False
        try:
            return os.path.samestat(old_status, new.stat()) and old_status.st_nlink == 1
        except OSError:
            return False

    def _is_sound(self, root_id: int) -> bool:
        if root_id not in self._sound:
            root = self.roots.get(root_id)
            self._sound[root_id] = root is not None and root_problem(root, has_photos=True) is None
        return self._sound[root_id]


def match(
    conn: Connection,
    open_files: Sequence[FileStat],
    *,
    live: Mapping[bytes, FileRow],
    gone: Sequence[FileRow],
    busy: Iterable[int] = (),
    evidence: Evidence,
) -> dict[bytes, Match]:
    """Find the rows that files of one folder belong to.

    Args:
        conn: A reader, or the writer inside the transaction that applies the answer.
        open_files: New and changed files of the folder.
        live: The folder's rows that are not missing, by name.
        gone: Those of them whose file is not in the listing.
        busy: Ids of rows that have found their file already.
        evidence: Facts about the disk.

    Returns:
        Matches by file name; a row is given to one file only, and never to its own.
    """
    files = [file for file in open_files if file.size]  # empty files all look alike
    if not files:
        return {}
    finder = _Finder(conn, live, {row.id for row in gone}, set(busy), evidence)
    local = [*gone, *(live[file.name] for file in open_files if file.name in live)]
    found = finder.by_stat(files)
    rest = [file for file in files if file.name not in found]
    found |= finder.by_hash(rest, {row.size for row in local if row.content})
    return _without_losses(conn, found, live)


class _Finder:
    """Looks for the rows of open files.

    Attributes:
        taken: Ids of rows that are given away.
    """

    def __init__(
        self,
        conn: Connection,
        live: Mapping[bytes, FileRow],
        gone: set[int],
        taken: set[int],
        evidence: Evidence,
    ) -> None:
        self.conn = conn
        self.live = live
        self.gone = gone
        self.taken = taken
        self.evidence = evidence

    def by_stat(self, files: Sequence[FileStat]) -> dict[bytes, Match]:
        """Files whose size, time and name are those of a displaced row."""
        rows = photo_files.with_stats(self.conn, {(file.size, file.mtime_ns) for file in files})
        queues: dict[_Key, deque[FileRow]] = defaultdict(deque)
        for row in sorted(rows, key=_rank):
            queues[_key(row)].append(row)
        found = {file.name: self._first(file, queues.get(_key(file))) for file in files}
        return {name: Match(row, hashed=False) for name, row in found.items() if row is not None}

    def by_hash(self, files: Sequence[FileStat], local_sizes: set[int]) -> dict[bytes, Match]:
        """Files whose hash is that of a displaced row; only promising ones are hashed.

        Promising is the size of a row of this folder that lost its file, of a missing
        photo, or size and time of a displaced one.
        """
        sizes = local_sizes | photo_files.missing_sizes(self.conn, (file.size for file in files))
        stats = {(file.size, file.mtime_ns): file for file in files}
        for row in photo_files.with_stats(self.conn, stats):
            if row.content and self._is_displaced(row, stats[row.size, row.mtime_ns]):
                sizes.add(row.size)
        hashes = {file: self.evidence.hash_of(file) for file in files if file.size in sizes}
        contents = [content for content in hashes.values() if content]
        queues: dict[bytes | None, deque[FileRow]] = defaultdict(deque)
        for row in sorted(photo_files.with_contents(self.conn, contents), key=_rank):
            queues[row.content].append(row)
        for file, content in list(hashes.items()):
            own = self.live.get(file.name)
            if own is not None and own.content == content:
                # Only touched: it keeps its row, which nobody else may have either.
                self.taken.add(own.id)
                del hashes[file]
        found = {
            file.name: self._first(file, queues.get(content))
            for file, content in hashes.items()
            if content is not None
        }
        return {name: Match(row, hashed=True) for name, row in found.items() if row is not None}

    def _first(self, file: FileStat, queue: deque[FileRow] | None) -> FileRow | None:
        own = self.live.get(file.name)
        while queue and queue[0].id in self.taken:
            queue.popleft()
        for row in list(queue or ()):
            free = row.id not in self.taken and (own is None or row.id != own.id)
            if free and self._is_displaced(row, file):
                self.taken.add(row.id)
                return row
        return None

    def _is_displaced(self, row: FileRow, file: FileStat) -> bool:
        """True if a row's file is gone, or another known photo lies at its path now.

        The latter only if it is a *known* photo: keeping a copy of the original and
        editing the photo in place must not carry its tags over to the copy.
        """
        if row.is_missing or row.id in self.gone:
            return True
        here = self.live.get(row.name)
        if (here is None or here.id != row.id) and self.evidence.is_gone(row, file):
            return True
        content = self.evidence.hash_at_path_of(row)
        if content is None:
            return False
        return any(each.id != row.id for each in photo_files.with_contents(self.conn, [content]))


def _without_losses(
    conn: Connection, found: dict[bytes, Match], live: Mapping[bytes, FileRow]
) -> dict[bytes, Match]:
    """Drop matches that would push a row with a person's work aside for one without.

    Many programs save by renaming a new file over the old one; if the new file was seen
    on its own for a moment, the photo must not lose its tags for that.
    """
    owners = [live[name].id for name in found if name in live]
    precious = {row.id for row in photo_files.by_ids(conn, owners) if row.has_user_data}
    while True:
        moving = {each.row.id for each in found.values()}
        wrong = [
            name
            for name, each in found.items()
            if name in live and live[name].id in precious - moving and not each.row.has_user_data
        ]
        if not wrong:
            return found
        for name in wrong:
            del found[name]


def young_twins(
    conn: Connection, gone: Sequence[FileRow], *, busy: Iterable[int]
) -> dict[int, int]:
    """For rows whose file is gone: a younger row of the same content that may become theirs.

    This is the move by way of a copy: the copy was seen and got a row of its own before
    the original was deleted. It gives that row up unless a person has put something on it.

    Args:
        conn: The connection that applies the answer.
        gone: Rows whose files are gone.
        busy: Ids of rows that are changing themselves right now.

    Returns:
        Id of the young row by id of the old one.
    """
    used = {row.id for row in gone} | set(busy)
    contents = photo_files.with_contents(conn, [row.content for row in gone if row.content])
    stats = photo_files.with_stats(conn, {(row.size, row.mtime_ns) for row in gone})
    by_content: dict[bytes, list[FileRow]] = defaultdict(list)
    by_stat: dict[_Key, list[FileRow]] = defaultdict(list)
    for row in contents:
        if row.content and row.size:
            by_content[row.content].append(row)
    for row in stats:
        by_stat[_key(row)].append(row)
    answer: dict[int, int] = {}
    for old in sorted(gone, key=lambda row: row.id):
        candidates = by_content.get(old.content, []) if old.content else []
        candidates = candidates + [
            row for row in by_stat.get(_key(old), []) if not (row.content and old.content)
        ]
        for young in candidates:
            if young.id > old.id and young.id not in used and _gives_way(young):
                answer[old.id] = young.id
                used.add(young.id)
                break
    return answer


def adopt_moved(conn: Connection, photo_id: int) -> int | None:
    """Once a photo's hash is known: let a missing, older row of that content take it over.

    Returns:
        Id of the row that goes on in its place, or None if there is none.
    """
    young = next(iter(photo_files.by_ids(conn, [photo_id])), None)
    if young is None or not young.size or young.content is None or not _gives_way(young):
        return None
    older = [
        row
        for row in photo_files.with_contents(conn, [young.content])
        if row.is_missing and row.id < young.id
    ]
    if not older:
        return None
    old = max(older, key=lambda row: (row.has_user_data, row.id))
    photo_files.take_over(conn, old, young.id)
    return old.id


def _gives_way(row: FileRow) -> bool:
    return not row.is_missing and not row.has_user_data


def _key(item: FileRow | FileStat) -> _Key:
    return item.size, item.mtime_ns, _folded(os.fsdecode(item.name))


def _folded(path: str) -> str:
    return path.casefold() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _rank(row: FileRow) -> tuple[bool, bool, int]:
    return row.is_missing, not row.has_user_data, row.id
