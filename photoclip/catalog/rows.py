"""Frozen rows as the rest of the program sees them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from photoclip.paths import display_path


@dataclass(frozen=True, slots=True)
class Root:
    """A folder the user added.

    Attributes:
        id: Row id.
        path: Absolute path; made from bytes, so any name survives.
        excludes: Glob patterns of relative paths that are skipped.
        watch: ``"auto"``, ``"poll"`` or ``"off"``.
        state: ``"online"`` or ``"offline"``.
        volume_id: Identity of the volume it was last seen on, or None.
        photos: Number of photos in it (0 unless asked for).
        write_to: Where metadata of its photos goes: ``"sidecar"`` or ``"file"``.
    """

    id: int
    path: Path
    excludes: tuple[str, ...] = ()
    watch: str = "auto"
    state: str = "online"
    volume_id: str | None = None
    photos: int = 0
    write_to: str = "sidecar"


@dataclass(frozen=True, slots=True)
class Subfolder:
    """A folder inside one that the user added.

    Attributes:
        path: Full path; made from bytes, so any name survives.
        photos: Photos in it and below it that are not missing.
        has_folders: True if there are folders with photos below it.
    """

    path: Path
    photos: int
    has_folders: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo with the columns that views and jobs need.

    Attributes:
        id: Row id, never reused.
        path: Full path; may hold surrogate escapes, print :attr:`shown_path` instead.
        state: ``"new"``, ``"ready"``, ``"missing"`` or ``"unreadable"``.
        error: Plain reason when unreadable.
        sidecar_mtime: Stamp of its sidecars and caption texts at the last look, None for none.
        metadata_due: True if only metadata is to be read again.
    """

    id: int
    folder_id: int
    root_id: int
    path: Path
    size: int
    mtime_ns: int
    state: str
    error: str | None = None
    file_hash: bytes | None = None
    pixel_hash: bytes | None = None
    perceptual_hash: int | None = None
    width: int | None = None
    height: int | None = None
    orientation: int | None = None
    rotation: int = 0
    taken_at: str | None = None
    camera: str | None = None
    lens: str | None = None
    iso: int | None = None
    lat: float | None = None
    lon: float | None = None
    rating: int | None = None
    pick: int = 0
    sidecar_mtime: int | None = None
    metadata_due: bool = False

    @property
    def shown_size(self) -> tuple[int, int] | None:
        """Width and height in pixels as it is shown, turned by the user; None if not known."""
        if not self.width or not self.height:
            return None
        turned = self.rotation % 180 != 0
        return (self.height, self.width) if turned else (self.width, self.height)

    @property
    def path_bytes(self) -> bytes:
        """The path as the file system has it."""
        return os.fsencode(self.path)

    @property
    def shown_path(self) -> str:
        """The path as text that can always be printed."""
        return display_path(self.path)

    @property
    def name(self) -> str:
        """The file name as text that can always be printed."""
        return display_path(self.path.name)


@dataclass(frozen=True, slots=True)
class Pixels:
    """What decoding a file found out about it; equal for equal file bytes.

    Attributes:
        decoder_revision: Revision of the decoder that made ``pixel_hash``.
    """

    pixel_hash: bytes
    perceptual_hash: int | None
    width: int
    height: int
    orientation: int
    format: str | None
    decoder_revision: int


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model as the catalog knows it.

    Attributes:
        state: ``"available"``, ``"embedding"`` or ``"active"``.
        source: ``"builtin"``, ``"downloaded"``, ``"finetuned"`` or ``"imported"``.
    """

    id: int
    key: str
    fingerprint: str
    arch: str
    dim: int
    source: str
    path: Path | None
    state: str


@dataclass(frozen=True, slots=True)
class TagAssignment:
    """A tag on a photo: who said so, and whether the user agreed."""

    photo_id: int
    tag_id: int
    tag: str
    source: str
    status: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the tree.

    Attributes:
        path: Names from the top level down to this tag.
        photos: Number of photos that have it (accepted).
    """

    id: int
    parent_id: int | None
    path: tuple[str, ...]
    photos: int = 0

    @property
    def name(self) -> str:
        """The last level alone."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a label set, standing for a tag.

    Attributes:
        prompts: What is put into the set's templates; none means its name.
        negatives: The same for what speaks against it.
        parents: Names of the tags above it, top level first.
    """

    id: int
    label_set_id: int
    label_set: str
    tag_id: int
    name: str
    prompts: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelModel:
    """What is kept of a label for one model.

    Attributes:
        threshold: Evidence from which photos are suggested; None: the calibrated line.
        auto_accept: Evidence from which photos are tagged unasked; None: never.
        weights: What decisions taught, see ``photoclip.labeling.learn``; None: nothing.
        stats: Figures of the learning.
    """

    label_id: int
    threshold: float | None = None
    auto_accept: float | None = None
    weights: bytes | None = None
    stats: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LabelSet:
    """A named set of labels.

    Attributes:
        templates: Prompt templates with ``{}`` for the label; empty means the default ones.
        multi_label: True if a photo may carry several of its labels.
    """

    id: int
    name: str
    templates: tuple[str, ...] = ()
    multi_label: bool = False


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A tag that was suggested for a photo, and what became of it.

    Attributes:
        label_set: A set that has a label for the tag, or "".
        label: Name of the tag.
    """

    photo_id: int
    tag_id: int
    label_set: str
    label: str
    score: float | None
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A sentence about a photo.

    Attributes:
        source: ``"manual"``, a place in the file (``"xmp"``, ``"iptc"``, ``"exif"``,
            ``"sidecar"``), ``"text"`` (a text file beside it), or the name of an imported
            captions file.
        split: ``"train"``, ``"dev"`` or ``"test"`` if it was put into one.
    """

    id: int
    photo_id: int
    text: str
    source: str
    split: str | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job that ran, for display."""

    id: int
    name: str
    state: str
    started_at: str
    ended_at: str | None
    counts: dict[str, int]
    message: str
