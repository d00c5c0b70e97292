"""Moving the library to another place, so that any fault leaves the old one in use.

The move is asked for while PhotoClip runs and made at the next start, before the library is
opened. A note outside of the library (:func:`photoclip.paths.pointer_file`) says where it lies,
where it shall go, and where it came from. The steps: copy everything into the new place, which
is marked as unfinished; read every copy back; write the note anew, in one stroke; take the mark
away and give the old folder another name. A start after a kill goes on from whichever step the
note tells of.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from photoclip import paths
from photoclip.catalog import handover
from photoclip.errors import PhotoClipError, UserError, is_disk_full
from photoclip.jobs.job import Job, Progress
from photoclip.paths import display_path

LIBRARY: Final = "library"
MOVE_TO: Final = "move_to"
MOVED_FROM: Final = "moved_from"
MARK: Final = "photoclip-moving.txt"
"""File in a new place that is not finished; only a folder with it is ever emptied."""

SUBFOLDER: Final = "PhotoClip"
"""Made in a chosen folder that has something in it already."""

_CHUNK = 1 << 20
_SPARE_BYTES = 64 * 2**20
_PHASE = "Moving the library"


# --- asking for it ----------------------------------------------------------------------


def request(library: Path, place: Path) -> Path:
    """Have the library moved at the next start.

    Args:
        library: Folder of the open library.
        place: Chosen folder; where it is not empty, a folder is made in it.

    Returns:
        The folder that the library will lie in.

    Raises:
        UserError: The library is not the default one, or the place cannot be used.
    """
    if os.environ.get("PHOTOCLIP_LIBRARY") or not _same(library, paths.default_library_dir()):
        raise UserError(
            f"The library {display_path(library)} is opened by its own path; close PhotoClip "
            "and move its folder yourself."
        )
    target = _target(place)
    _check(library, target)
    _write_note({**paths.read_pointer(), MOVE_TO: str(target)})
    return target


def cancel() -> None:
    """Leave the library where it is.

    Raises:
        UserError: The note cannot be read or written.
    """
    note = paths.read_pointer()
    if note.pop(MOVE_TO, None) is not None:
        _write_note(note)


def pending() -> Path | None:
    """Where the library shall go at the next start; None for nowhere else.

    Raises:
        UserError: The note cannot be read.
    """
    if os.environ.get("PHOTOCLIP_LIBRARY"):
        return None
    wanted = paths.read_pointer().get(MOVE_TO)
    return Path(wanted) if wanted else None


def is_due() -> bool:
    """Whether :func:`carry_out` has something to do.

    Raises:
        UserError: The note cannot be read.
    """
    return pending() is not None or MOVED_FROM in paths.read_pointer()


def _target(place: Path) -> Path:
    place = place.expanduser()
    if not place.is_absolute():
        place = place.absolute()
    try:
        str(place).encode("utf-8")
    except UnicodeEncodeError as error:
        raise UserError(
            f"The name of {display_path(place)} is no text in UTF-8; choose another folder."
        ) from error
    try:
        filled = place.is_dir() and any(place.iterdir()) and not (place / MARK).exists()
    except OSError as error:
        raise _unusable(place, error) from error
    return place / SUBFOLDER if filled else place


def _check(source: Path, target: Path) -> None:
    """Refuse a place that cannot take the library.

    Raises:
        UserError: Says why.
    """
    old, new = Path(os.path.realpath(source)), Path(os.path.realpath(target))
    if new == old or old in new.parents or new in old.parents:
        raise UserError(
            f"The library cannot be moved to {display_path(target)}, because one of the two "
            "folders lies in the other; choose another folder."
        )
    try:
        ours = (target / MARK).exists()
        if not ours and target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UserError(
                f"{display_path(target)} is there already and not empty; choose another folder."
            )
        above = next(each for each in (target, *target.parents) if os.path.lexists(each))
        if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
            raise UserError(
                f"No folder can be made in {display_path(above)}; choose another place."
            )
        free, needed = shutil.disk_usage(above).free, size_of(source) + _SPARE_BYTES
    except OSError as error:
        raise _unusable(target, error) from error
    if free < needed:
        raise UserError(
            f"There is too little room at {display_path(target)}: the library needs "
            f"{needed / 1e6:,.0f} MB, and {free / 1e6:,.0f} MB are free; choose another folder."
        )


def _unusable(place: Path, error: OSError) -> UserError:
    return UserError(
        f"The folder {display_path(place)} cannot be used ({error.strerror}); choose another one."
    )


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder, or of one file."""
    if not folder.is_dir():
        return folder.stat().st_size if folder.is_file() else 0
    return sum(file.lstat().st_size for file in _files(folder))


# --- doing it ---------------------------------------------------------------------------


def carry_out() -> Job[Path | None]:
    """Move the library if that was asked for; run it before the library is opened.

    Returns:
        The new folder; None where nothing was to be moved.

    Raises:
        UserError: It could not be moved; the old library is in use as before, and the wish
            is forgotten.
    """
    _finish()
    target = pending()
    if target is None:
        return None
    source = paths.default_library_dir()
    if not source.is_dir():
        cancel()
        return None
    try:
        _clear(target)
        _check(source, target)
        yield from _copy_and_switch(source, target)
    except BaseException as error:
        # A kill leaves mark and note; the next start clears up and begins anew.
        _clear(target)
        cancel()
        if isinstance(error, (PhotoClipError, OSError)):
            raise _failed(source, target, error) from error
        raise
    _finish()
    return target


def _failed(source: Path, target: Path, error: PhotoClipError | OSError) -> UserError:
    if isinstance(error, OSError):
        reason = "the disk is full" if is_disk_full(error) else str(error.strerror or error)
    else:
        reason = str(error).rstrip(".")
    return UserError(
        f"The library could not be moved to {display_path(target)} ({reason}); it stays at "
        f"{display_path(source)} and is in use as before."
    )


def _copy_and_switch(source: Path, target: Path) -> Iterator[Progress]:
    target.mkdir(parents=True, exist_ok=True)
    mark = target / MARK
    mark.write_text(f"A PhotoClip library is being moved here from {display_path(source)}.\n")
    files = paths.LibraryPaths(source)
    total, done = size_of(source), 0
    yield Progress(_PHASE, 0, total)
    with contextlib.ExitStack() as stack:
        # Held until the new one is in use: what was written to the old one meanwhile would be lost.
        if files.catalog.exists():
            catalog = stack.enter_context(handover.held(files.catalog))
            handover.copy_held(catalog, target / files.catalog.name)
            done += files.catalog.stat().st_size
            yield Progress(_PHASE, done, total)
        databases = {files.catalog, files.thumbnails}
        for file in _files(source):
            if _is_part_of(file, databases):
                continue
            copy_whole(file, target / file.relative_to(source))
            done += file.lstat().st_size
            yield Progress(_PHASE, done, total)
        if files.thumbnails.exists():
            _copy_cache(files.thumbnails, target / files.thumbnails.relative_to(source))
        yield Progress(_PHASE, total, total)
        _write_note({LIBRARY: str(target), MOVED_FROM: str(source)})


def _copy_cache(file: Path, copy: Path) -> None:
    """Thumbnails are made anew where they cannot be copied."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        with handover.held(file) as connection:
            handover.copy_held(connection, copy)
    except PhotoClipError:
        copy.unlink(missing_ok=True)


def copy_whole(file: Path, copy: Path) -> None:
    """Copy one file (or link) with its times, and read the copy back.

    Raises:
        OSError: It cannot be written, or is not what was read.
    """
    copy.parent.mkdir(parents=True, exist_ok=True)
    if file.is_symlink():
        copy.symlink_to(file.readlink())
        return
    digest = hashlib.sha256()
    with file.open("rb") as reader, copy.open("xb") as writer:
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    shutil.copystat(file, copy)
    with copy.open("rb") as stream:
        back = hashlib.file_digest(stream, "sha256")
    if back.digest() != digest.digest():
        raise OSError(f"the copy of {display_path(file.name)} is not what was written")


def _finish() -> None:
    """After the switch: take the mark away, and give the old folder another name."""
    note = paths.read_pointer()
    source = note.pop(MOVED_FROM, None)
    if source is None:
        return
    (_library_of(note) / MARK).unlink(missing_ok=True)
    old = Path(source)
    if old.is_dir():
        # It may be in use by another program, or be the root of a drive: then it keeps its name.
        with contextlib.suppress(OSError):
            old.rename(_old_name(old))
    _write_note(note)


def _old_name(old: Path) -> Path:
    name = f"{old.name}-moved-{date.today():%Y-%m-%d}"
    place, number = old.with_name(name), 2
    while place.exists():
        place, number = old.with_name(f"{name}-{number}"), number + 1
    return place


def _clear(target: Path) -> None:
    """Take away what an unfinished move left; only ever in a folder that is marked as such."""
    mark = target / MARK
    if not mark.is_file() or _same(target, _library_of(paths.read_pointer())):
        return
    # What cannot be taken away lies in no one's way.
    with contextlib.suppress(OSError):
        for part in target.iterdir():
            if part.is_dir() and not part.is_symlink():
                shutil.rmtree(part)
            elif part != mark:
                part.unlink()
        mark.unlink()


def _files(folder: Path) -> Iterator[Path]:
    """All files and links below a folder; sockets and the like are passed over."""
    for above, names, files in os.walk(folder):
        here = Path(above)
        for name in sorted([*files, *(name for name in names if (here / name).is_symlink())]):
            file = here / name
            if file.is_symlink() or file.is_file():
                yield file


def _is_part_of(file: Path, databases: set[Path]) -> bool:
    names = {base.with_name(base.name + end) for base in databases for end in handover.SUFFIXES}
    return file in databases or file in names


def _library_of(note: dict[str, str]) -> Path:
    """Where a note says that the library lies."""
    moved = note.get(LIBRARY)
    return Path(moved) if moved else paths.usual_library_dir()


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _write_note(note: dict[str, str]) -> None:
    """Write the note in one stroke, or take it away where it says nothing.

    Raises:
        UserError: It cannot be written.
    """
    from photoclip.settings import replace_file

    file = paths.pointer_file()
    if note.get(LIBRARY) == str(paths.usual_library_dir()):
        note = {key: value for key, value in note.items() if key != LIBRARY}
    try:
        if not note:
            file.unlink(missing_ok=True)
            return
        import tomli_w

        replace_file(file, tomli_w.dumps(note).encode("utf-8"))
    except OSError as error:
        raise UserError(
            f"The note {display_path(file)} of where the library lies cannot be written "
            f"({error.strerror}); the library stays where it is."
        ) from error
