"""Files of captions: tables with commas or tabs, and lines of JSON; the content tells which."""

from __future__ import annotations

import csv
import io
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple

from photoclip.errors import CaptionsError, UserError
from photoclip.paths import display_path


class Line(NamedTuple):
    """One caption of a file.

    Attributes:
        name: A photo's name as written.
        text: A caption of it.
        split: ``"train"``, ``"dev"`` or ``"test"`` if the file puts it into one.
    """

    name: str
    text: str
    split: str | None = None


_JSON_ENDINGS: Final = (".jsonl", ".ndjson", ".json")
_FILE: Final = (
    "file", "filename", "file_name", "image", "image_path", "image_name", "image_file", "photo",
    "path", "filepath", "file_path", "img",
)  # fmt: skip
_CAPTION: Final = ("caption", "captions", "text", "description", "comment", "sentence")
_SPLIT: Final = "split"
_SPLITS: Final = {
    "train": "train", "training": "train", "restval": "train",
    "dev": "dev", "val": "dev", "valid": "dev", "validation": "dev",
    "test": "test", "testing": "test",
}  # fmt: skip
_DELIMITERS: Final = (",", ";", "|", "\t")
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "'")


def read_captions(path: Path) -> list[Line]:
    """Read a file of captions.

    Its lines are ``file<TAB>caption``, or JSON such as ``{"file": …, "caption": …}``, or it is
    a table (CSV, TSV) whose first line names the columns: one for the photo (``file``,
    ``image``, ``filename``, ``image_path`` …), one for the text (``caption``, ``text`` …), and
    ``split`` if it likes.

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
    table = _Table.of(content)
    if table is not None:
        lines = list(table.lines(content, shown))
    else:
        lines = list(_plain_lines(content, shown))
    if not lines:
        raise CaptionsError(
            f"{shown} has no lines of file name, tab and caption, and is no table of them."
        )
    return lines


def write_captions(path: Path, captions: Iterable[tuple[Path, str]]) -> int:
    """Write captions to a new file: JSON lines, CSV, or lines with tabs, as its name ends.

    Args:
        path: The file; names of photos in its folder or below are written without that.
        captions: Photo and text.

    Returns:
        How many lines were written, without the names of columns.

    Raises:
        UserError: The file exists already or cannot be written, or a photo's name cannot
            be written with tabs.
    """
    shown = display_path(path)
    if os.path.lexists(path):
        raise UserError(f"{shown} exists already; choose another name.")
    folder = path.parent.resolve()
    named = [(_name(photo, folder), text) for photo, text in captions]
    ending = path.suffix.lower()
    head = b""
    if ending == ".csv":
        # The mark without which spreadsheet programs take it for Latin-1.
        head = b"\xef\xbb\xbf" + _as_row("file", "caption")
    make = _as_row if head else _as_json if ending in _JSON_ENDINGS else _as_tabs
    lines = list(dict.fromkeys(make(*line) for line in named))
    part = path.with_name(f".photoclip-{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(head + b"".join(lines))
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


class _Table:
    """A table whose first line names its columns.

    Attributes:
        delimiter: What stands between fields; fields between tabs have no quotes to speak of.
    """

    def __init__(self, delimiter: str, columns: Sequence[str]) -> None:
        self.delimiter = delimiter
        self._last = len(columns) - 1
        self._file = next(at for at, name in enumerate(columns) if name in _FILE)
        self._caption = next(at for at, name in enumerate(columns) if name in _CAPTION)
        self._split = columns.index(_SPLIT) if _SPLIT in columns else None

    @classmethod
    def of(cls, content: bytes) -> _Table | None:
        """The table that a file is, told by its first line; None if it is none."""
        first = content.lstrip().partition(b"\n")[0].decode("utf-8", "replace")
        for delimiter in _DELIMITERS:
            names = [name.strip().strip('"').lower() for name in first.split(delimiter)]
            if any(name in _FILE for name in names) and any(name in _CAPTION for name in names):
                return cls(delimiter, names)
        return None

    def lines(self, content: bytes, shown: str) -> Iterator[Line]:
        """Its captions; a field in quotes may have line breaks.

        Raises:
            CaptionsError: A line lacks a field, or its quotes are not right.
        """
        # Bytes of names that are no UTF-8 survive as surrogates, as everywhere else.
        stream = io.StringIO(content.decode("utf-8", "surrogateescape"), newline="")
        reader = csv.reader(
            stream,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_NONE if self.delimiter == "\t" else csv.QUOTE_MINIMAL,
            strict=True,
        )
        is_header = True
        try:
            for row in reader:
                if any(field.strip() for field in row):
                    if not is_header:
                        yield self._line(row, f"{shown}, line {reader.line_num}")
                    is_header = False
        except csv.Error as error:
            raise CaptionsError(
                f"{shown}, line {reader.line_num}: this is no line of a table ({error})."
            ) from error

    def _line(self, row: list[str], where: str) -> Line:
        # A last caption with the delimiter in it, which nobody put into quotes.
        if self._caption == self._last:
            row = [*row[: self._last], self.delimiter.join(row[self._last :])]
        name, text = (
            row[at].strip() if at < len(row) else "" for at in (self._file, self._caption)
        )
        if self.delimiter == "\t":
            name, text = _unquoted(name), _unquoted(text)
        else:
            name, text = _unguarded(name), _unguarded(text)
        # The same bytes as in the file, which tells whether they are text.
        text = _decode(text.encode("utf-8", "surrogateescape"), where).strip()
        if not name or not text:
            raise CaptionsError(f"{where}: expected a file name and a caption.")
        split = row[self._split] if self._split is not None and self._split < len(row) else None
        return Line(name, text if self.delimiter != "\t" else " ".join(text.split()), _side(split))


def _plain_lines(content: bytes, shown: str) -> Iterator[Line]:
    is_json = content.lstrip().startswith(b"{")
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if raw.strip():
            where = f"{shown}, line {number}"
            if is_json:
                yield from _json_lines(raw, where)
            else:
                yield _tab_line(raw.rstrip(b"\r"), where)


def _tab_line(raw: bytes, where: str) -> Line:
    name, tab, rest = raw.partition(b"\t")
    text = " ".join(_decode(rest, where).split())
    if not tab or not name.strip() or not text:
        raise CaptionsError(
            f"{where}: expected a file name, a tab and a caption; a table with commas needs a "
            "first line such as file,caption."
        )
    return Line(os.fsdecode(name), text)


def _json_lines(raw: bytes, where: str) -> Iterator[Line]:
    try:
        document = json.loads(_decode(raw, where))
    except ValueError as error:
        raise CaptionsError(f"{where}: this is no line of JSON.") from error
    fields = document if isinstance(document, dict) else {}
    name, said = _first(fields, _FILE), _first(fields, _CAPTION)
    texts = said if isinstance(said, list) else [said]
    sound = all(isinstance(text, str) and text.strip() for text in (name, *texts))
    if not sound or not texts:
        raise CaptionsError(f'{where}: expected {{"file": …, "caption": …}} with a text each.')
    for text in texts:
        yield Line(name, text.strip(), _side(fields.get(_SPLIT)))


def _first(fields: dict[str, Any], names: Sequence[str]) -> Any:
    return next((fields[name] for name in names if name in fields), None)


def _side(split: Any) -> str | None:
    return _SPLITS.get(split.strip().lower()) if isinstance(split, str) else None


def _decode(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CaptionsError(f"{where}: the text is not UTF-8; save the file as UTF-8.") from error


def _name(photo: Path, folder: Path) -> str:
    return os.fspath(photo.relative_to(folder) if photo.is_relative_to(folder) else photo)


def _as_json(name: str, text: str) -> bytes:
    # Lone surrogates (of names that are not UTF-8) survive as \u escapes only.
    return json.dumps({"file": name, "caption": text}).encode("ascii") + b"\n"


def _as_tabs(name: str, text: str) -> bytes:
    if any(sign in name for sign in "\t\n\r"):
        raise UserError(
            f"The name {display_path(name)!r} cannot stand in lines with tabs; "
            "export to a file that ends in .jsonl."
        )
    return os.fsencode(name) + b"\t" + " ".join(text.split()).encode("utf-8", "replace") + b"\n"


def _as_row(name: str, text: str) -> bytes:
    out = io.StringIO(newline="")
    sound = text.encode("utf-8", "replace").decode("utf-8")
    csv.writer(out).writerow([_guarded(name), _guarded(sound)])
    return out.getvalue().encode("utf-8", "surrogateescape")


def _guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _unguarded(text: str) -> str:
    """What :func:`_guarded` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_SIGNS) else text


def _unquoted(text: str) -> str:
    """A field of a table with tabs without the quotes that some programs put around it."""
    inner = text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in inner.replace('""', ""):
        return inner.replace('""', '"')
    return text
