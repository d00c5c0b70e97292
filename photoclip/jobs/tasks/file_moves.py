"""Moving one file, never over another one."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path


def move_file(old: Path, new: Path) -> None:
    """Give a file another name on its disk, whatever appears under that name meanwhile.

    Raises:
        FileExistsError: There is a file of that name.
        OSError: The system refuses it; ``EXDEV`` where the name is on another disk.
    """
    if os.name == "nt" or is_same(old, new):
        old.rename(new)  # on Windows this never replaces a file
        return
    try:
        if old.is_symlink():
            raise OSError(errno.EPERM, "a link would be followed")
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:  # FAT and many shares have no hard links
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, "a file of that name has appeared") from None
        old.rename(new)
        return
    try:
        old.unlink()
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def move_anywhere(old: Path, new: Path) -> None:
    """As :func:`move_file`, also to another disk; the file is whole there or not there.

    Raises:
        FileExistsError: There is a file of that name.
        OSError: The system refuses it.
    """
    try:
        move_file(old, new)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        handle, name = tempfile.mkstemp(prefix=".photoclip-", dir=new.parent)
        os.close(handle)
        part = Path(name)
        try:
            shutil.copy2(old, part)
            move_file(part, new)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        old.unlink()


def is_same(one: Path, other: Path) -> bool:
    """Whether two names are one file: where case does not count."""
    if one.name.casefold() != other.name.casefold():
        return False
    try:
        return one.samefile(other)
    except OSError:
        return False
