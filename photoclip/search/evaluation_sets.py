"""Readers of captioned and labelled photo sets: lines of file name, tab and text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from photoclip.errors import CaptionsError
from photoclip.paths import display_path


@dataclass(frozen=True, slots=True)
class CaptionSet:
    """Photos and their captions.

    Attributes:
        names: File names as written, each photo once, in the order of the file.
        paths: Where the photos lie.
        captions: All captions.
        image_index: For each caption the position of its photo, shape (captions,).
    """

    names: tuple[str, ...]
    paths: tuple[Path, ...]
    captions: tuple[str, ...]
    image_index: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Photos and the one class of each, in the order of the file.

    Attributes:
        names: File names as written.
        paths: Where the photos lie.
        labels: Class names as they go into prompts.
    """

    names: tuple[str, ...]
    paths: tuple[Path, ...]
    labels: tuple[str, ...]

    @property
    def folders(self) -> tuple[str, ...]:
        """Top folder of each photo, empty where there is none."""
        return tuple(name.split("/", 1)[0] if "/" in name else "" for name in self.names)

    def half_a(self) -> NDArray[np.bool_]:
        """Mask of the even lines of each class (2nd, 4th …): the half that choices may use."""
        seen: dict[tuple[str, str], int] = {}
        mask = np.zeros(len(self.labels), bool)
        for i, key in enumerate(zip(self.folders, self.labels, strict=True)):
            seen[key] = seen.get(key, 0) + 1
            mask[i] = seen[key] % 2 == 0
        return mask


def read_captions_tsv(path: Path, images_dir: Path) -> CaptionSet:
    """Read lines of ``file<TAB>caption``; a photo may have several.

    Raises:
        CaptionsError: One sentence naming the file and line: it cannot be read, has no
            lines, a line has no caption, or a picture is missing.
    """
    position: dict[str, int] = {}
    captions: list[str] = []
    index: list[int] = []
    for line, name, text in _rows(path, what="caption"):
        if name not in position:
            _require_picture(images_dir / name, path, line)
            position[name] = len(position)
        captions.append(text)
        index.append(position[name])
    names = tuple(position)
    found = tuple(images_dir / name for name in names)
    return CaptionSet(names, found, tuple(captions), np.array(index, np.int64))


def read_labels_tsv(path: Path, images_dir: Path) -> LabelSet:
    """Read lines of ``file<TAB>class``, one class a photo.

    Raises:
        CaptionsError: As :func:`read_captions_tsv`; also when a photo is named twice.
    """
    seen: dict[str, int] = {}
    labels: list[str] = []
    for line, name, text in _rows(path, what="class"):
        if name in seen:
            raise CaptionsError(
                f"{display_path(path)}, line {line}: {display_path(name)} already has a class"
                f" in line {seen[name]}."
            )
        _require_picture(images_dir / name, path, line)
        seen[name] = line
        labels.append(text)
    return LabelSet(tuple(seen), tuple(images_dir / name for name in seen), tuple(labels))


def read_templates(path: Path) -> tuple[str, ...]:
    """Read prompt templates, one a line with ``{}`` for the class name; ``#`` starts a comment.

    Raises:
        CaptionsError: The file cannot be read, is empty, or a line has no ``{}``.
    """
    templates = []
    for number, raw in _lines(path):
        text = _decode(raw, path, number).strip()
        if not text or text.startswith("#"):
            continue
        if "{}" not in text:
            raise CaptionsError(
                f"{display_path(path)}, line {number}: a prompt template needs {{}} where the"
                " class name goes."
            )
        templates.append(text)
    if not templates:
        raise CaptionsError(f"{display_path(path)} has no prompt templates.")
    return tuple(templates)


def _rows(path: Path, *, what: str) -> Iterator[tuple[int, str, str]]:
    found = False
    for number, raw in _lines(path):
        if not raw.strip():
            continue
        name, tab, rest = raw.partition(b"\t")
        text = " ".join(_decode(rest, path, number).split())
        if number == 1 and name == b"file" and text in ("caption", "class", "label"):
            continue
        if not tab or not name.strip() or not text:
            raise CaptionsError(
                f"{display_path(path)}, line {number}: expected a file name, a tab and a {what}."
            )
        found = True
        yield number, os.fsdecode(name), text
    if not found:
        raise CaptionsError(f"{display_path(path)} has no lines of file name, tab and {what}.")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CaptionsError(f"{display_path(path)} cannot be read ({reason}).") from error
    return enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1)


def _decode(raw: bytes, path: Path, number: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CaptionsError(
            f"{display_path(path)}, line {number}: the text is not UTF-8; save the file as UTF-8."
        ) from error


def _require_picture(picture: Path, path: Path, line: int) -> None:
    if not picture.is_file():
        raise CaptionsError(
            f"{display_path(path)}, line {line}: the picture {display_path(picture)} does not"
            " exist."
        )
