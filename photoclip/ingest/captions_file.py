"""Files of captions: lines of file name, tab and text, or lines of JSON."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable
from pathlib import Path, PurePath

from photoclip.errors import CaptionsError, UserError
from photoclip.paths import display_path

Line = tuple[str, str]
"""A photo's name as written, and a caption of it."""

_JSON_ENDINGS = (".jsonl", ".ndjson", ".json")


def read_captions(path: Path) -> list[Line]:
    """Read a file of captions; whichever of the two kinds it is, its content tells.

    Raises:
        CaptionsError: One sentence naming the file and line: it cannot be read, has no
            lines, or a line has no file name or no caption.
    """
    shown = display_path(path)
    try:
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CaptionsError(f"{shown} cannot be read ({reason}).") from error
    is_json = content.lstrip().startswith(b"{")
    lines: list[Line] = []
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if raw.strip():
            where = f"{shown}, line {number}"
            line = _json_line(raw, where) if is_json else _tab_line(raw.rstrip(b"\r"), where)
            if number > 1 or is_json or line != ("file", "caption"):
                lines.append(line)
    if not lines:
        raise CaptionsError(f"{shown} has no lines of file name, tab and caption.")
    return lines


def write_captions(path: Path, captions: Iterable[tuple[Path, str]]) -> int:
    """Write captions to a new file, JSON lines if its name ends so, else with tabs.

    Args:
        path: The file; names of photos in its folder or below are written without that.
        captions: Photo and text.

    Returns:
        How many lines were written.

    Raises:
        UserError: The file exists already or cannot be written, or a photo's name cannot
            be written with tabs.
    """
    shown = display_path(path)
    if os.path.lexists(path):
        raise UserError(f"{shown} exists already; choose another name.")
    folder = path.parent.resolve()
    named = [(_name(photo, folder), text) for photo, text in captions]
    as_json = path.suffix.lower() in _JSON_ENDINGS
    made = [_as_json(*line) if as_json else _as_tabs(*line) for line in named]
    lines = list(dict.fromkeys(made))
    part = path.with_name(f".photoclip-{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(b"".join(line + b"\n" for line in lines))
        part.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UserError(f"{shown} could not be written ({reason}).") from error
    finally:
        part.unlink(missing_ok=True)
    return len(lines)


class PhotoNames:
    """Finds photos by what a captions file calls them."""

    def __init__(self, photos: Iterable[tuple[int, Path]]) -> None:
        self._by_name: dict[str, list[tuple[int, Path]]] = {}
        for photo_id, path in photos:
            self._by_name.setdefault(path.name, []).append((photo_id, path))

    def find(self, name: str, folder: Path) -> list[int]:
        """Ids of the photos that a name may mean; one if it is clear.

        Args:
            name: A path, from ``folder`` if it is relative; or the end of one.
            folder: Folder of the captions file.
        """
        wanted = PurePath(name)
        candidates = self._by_name.get(wanted.name, [])
        full = Path(os.path.normpath(folder / name))
        exact = [photo_id for photo_id, path in candidates if path == full]
        if exact or wanted.is_absolute():
            return exact
        parts = [part for part in wanted.parts if part != "."]
        return [
            photo_id for photo_id, path in candidates if list(path.parts[-len(parts) :]) == parts
        ]


def _tab_line(raw: bytes, where: str) -> Line:
    name, tab, rest = raw.partition(b"\t")
    text = " ".join(_decode(rest, where).split())
    if not tab or not name.strip() or not text:
        raise CaptionsError(f"{where}: expected a file name, a tab and a caption.")
    return os.fsdecode(name), text


def _json_line(raw: bytes, where: str) -> Line:
    try:
        document = json.loads(_decode(raw, where))
    except ValueError as error:
        raise CaptionsError(f"{where}: this is no line of JSON.") from error
    name = document.get("file") if isinstance(document, dict) else None
    text = document.get("caption") if isinstance(document, dict) else None
    if not isinstance(name, str) or not isinstance(text, str) or not name or not text.strip():
        raise CaptionsError(f'{where}: expected {{"file": …, "caption": …}} with a text each.')
    return name, text.strip()


def _decode(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CaptionsError(f"{where}: the text is not UTF-8; save the file as UTF-8.") from error


def _name(photo: Path, folder: Path) -> str:
    return os.fspath(photo.relative_to(folder) if photo.is_relative_to(folder) else photo)


def _as_json(name: str, text: str) -> bytes:
    # Lone surrogates (of names that are not UTF-8) survive as \u escapes only.
    return json.dumps({"file": name, "caption": text}).encode("ascii")


def _as_tabs(name: str, text: str) -> bytes:
    if any(sign in name for sign in "\t\n\r"):
        raise UserError(
            f"The name {display_path(name)!r} cannot stand in lines with tabs; "
            "export to a file that ends in .jsonl."
        )
    return os.fsencode(name) + b"\t" + " ".join(text.split()).encode("utf-8", "replace")
