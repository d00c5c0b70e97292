"""Replacing a file so that at any moment it holds either its old or its new bytes.

A new file is written beside the old one, brought to the disk, and takes its name. Right
before that it is asked whether the old one is still what was read.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from photoclip.errors import UserError, is_disk_full
from photoclip.paths import display_path

_LEFTOVER: Final = ".photoclip-*-{name:08x}.tmp"
_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK,
                              errno.ENOSYS, errno.EACCES, errno.EINVAL})  # fmt: skip


class NotWrittenError(UserError):
    """A file was left as it is; ``str(error)`` is the plain reason."""


class NotEmbeddedError(NotWrittenError):
    """A picture file does not take metadata without harm."""


class DiskFullError(NotWrittenError):
    """There is no room for the new file."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was read.

    Attributes:
        data: Its bytes, None if there was no file.
        mtime_ns: Its time of change, 0 if there was no file.
    """

    data: bytes | None
    mtime_ns: int = 0


def read_content(path: Path, *, limit: int) -> Content:
    """Read a file that is to be replaced.

    Args:
        path: The file; it need not exist.
        limit: Most bytes.

    Raises:
        NotWrittenError: It cannot be read or must not be replaced.
    """
    shown = display_path(path)
    try:
        status = path.lstat()
    except FileNotFoundError:
        return Content(None)
    except OSError as error:
        raise NotWrittenError(f"{shown} cannot be read ({error.strerror}).") from error
    if stat.S_ISLNK(status.st_mode):
        raise NotWrittenError(f"{shown} is a link to another place and was left alone.")
    if not stat.S_ISREG(status.st_mode):
        raise NotWrittenError(f"{shown} is not a plain file and was left alone.")
    if status.st_size > limit:
        raise NotWrittenError(f"{shown} is too large ({status.st_size:,} bytes).")
    try:
        return Content(path.read_bytes(), status.st_mtime_ns)
    except OSError as error:
        raise NotWrittenError(f"{shown} cannot be read ({error.strerror}).") from error


def replace_content(path: Path, data: bytes, *, expected: Content) -> int:
    """Write a file, new or in place of what was read.

    Permissions of an existing file are kept.

    Args:
        path: The file.
        data: Its new bytes.
        expected: What was read before; if the file is not that any more, it is left alone.

    Returns:
        The new file's time of change (``mtime_ns``).

    Raises:
        DiskFullError: There is no room; the old file is untouched.
        NotWrittenError: Read-only, gone, or changed meanwhile; the old file is untouched.
    """
    check_writable(path)
    temp = path.with_name(f".photoclip-{os.getpid()}-{zlib.crc32(os.fsencode(path.name)):08x}.tmp")
    try:
        mtime_ns = _write_temp(temp, path, data)
        _check_unchanged(path, expected)
        _take_name(temp, path, is_new=expected.data is None)
        sync_folder(path.parent)
    except OSError as error:
        raise _told(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            temp.unlink()
    return mtime_ns


def remove_content(path: Path, *, expected: Content) -> None:
    """Delete a file that PhotoClip made, if it is still what was read.

    Raises:
        NotWrittenError: It is read-only, or changed meanwhile.
    """
    check_writable(path)
    try:
        _check_unchanged(path, expected)
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise _told(error, path) from error


def check_writable(path: Path) -> None:
    """Refuse read-only files and folders, also where this user could write to them all the same.

    Raises:
        NotWrittenError: It is not to be written to.
    """
    for place, what in ((path, "file"), (path.parent, "folder")):
        try:
            mode = place.stat().st_mode
        except FileNotFoundError:
            if what == "folder":
                raise NotWrittenError(
                    f"The folder {display_path(place)} is not there; scan the library again."
                ) from None
            continue
        except OSError as error:
            raise _told(error, path) from error
        # On Windows the mark means something else for folders.
        marked = not mode & 0o222 and (what == "file" or os.name != "nt")
        if marked or not os.access(place, os.W_OK):
            raise NotWrittenError(
                f"The {what} {display_path(place)} is read-only; nothing was written for it."
            )


def clear_leftovers(path: Path) -> None:
    """Delete half-written new versions of a file that a crash left behind."""
    pattern = _LEFTOVER.format(name=zlib.crc32(os.fsencode(path.name)))
    with contextlib.suppress(OSError):
        for leftover in path.parent.glob(pattern):
            leftover.unlink(missing_ok=True)


def _write_temp(temp: Path, path: Path, data: bytes) -> int:
    temp.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(temp, flags | getattr(os, "O_BINARY", 0), 0o666), "wb") as file:
        file.write(data)
        file.flush()
        _copy_rights(path, temp, file.fileno())
        os.fsync(file.fileno())
        return os.fstat(file.fileno()).st_mtime_ns


def _copy_rights(path: Path, temp: Path, descriptor: int) -> None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "fchown"):
        # Not allowed for most users, nor needed: it is their own file already.
        with contextlib.suppress(OSError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    with contextlib.suppress(OSError):
        temp.chmod(stat.S_IMODE(status.st_mode))


def _check_unchanged(path: Path, expected: Content) -> None:
    changed = NotWrittenError(
        f"{display_path(path)} was changed by another program at this very moment and was left "
        "alone; write again."
    )
    try:
        status = path.lstat()
    except FileNotFoundError:
        if expected.data is not None:
            raise changed from None
        return
    if expected.data is None or not stat.S_ISREG(status.st_mode):
        raise changed
    same = (status.st_mtime_ns, status.st_size) == (expected.mtime_ns, len(expected.data))
    # Times can be set and may be coarse: the bytes decide.
    if not same or path.read_bytes() != expected.data:
        raise changed


def _take_name(temp: Path, path: Path, *, is_new: bool) -> None:
    if is_new:
        try:
            # Unlike a rename this never takes the place of a file that appeared just now.
            path.hardlink_to(temp)
            return
        except FileExistsError as error:
            raise NotWrittenError(
                f"{display_path(path)} was made by another program at this very moment and was "
                "left alone; write again."
            ) from error
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
    temp.replace(path)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system can: Windows and some shares cannot."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _told(error: OSError, path: Path) -> NotWrittenError:
    shown = display_path(path)
    if is_disk_full(error):
        return DiskFullError(
            f"The disk is full, so {shown} was left as it is; free some space and write again "
            "(what was written before is kept)."
        )
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return NotWrittenError(f"{shown} cannot be written, because it or its folder is read-only.")
    if error.errno == errno.ENAMETOOLONG:
        return NotWrittenError(f"{shown} cannot be made: its name would be too long.")
    return NotWrittenError(f"{shown} cannot be written ({error.strerror}).")
