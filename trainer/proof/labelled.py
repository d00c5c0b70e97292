"""Labelled sets that must not get worse: the user's label sets, and files of labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from photoclip.errors import UnreadablePhotoError
from photoclip.media.decode import decode
from photoclip.paths import display_path, resource
from photoclip.runs import LabelledSet, SnapshotPhoto
from photoclip.search.evaluate import default_templates
from photoclip.search.evaluation_sets import LabelSet, read_labels_tsv, read_templates
from trainer.proof.measures import IntArray, filled

if TYPE_CHECKING:
    from trainer.tuning.contract import Report


@dataclass(frozen=True, slots=True)
class ClassTask:
    """One zero-shot task: which class is each photo of?

    Attributes:
        name: Of the set, for people.
        photos: The photos.
        truth: Position of each photo's class, shape (photos,).
        sentences: Filled templates of each class.
    """

    name: str
    photos: tuple[SnapshotPhoto, ...]
    truth: IntArray
    sentences: tuple[tuple[str, ...], ...]

    def without(self, hashes: set[str]) -> ClassTask:
        """The same without some photos, by pixel hash."""
        keep = [i for i, photo in enumerate(self.photos) if photo.pixel_hash not in hashes]
        photos = tuple(self.photos[i] for i in keep)
        return ClassTask(self.name, photos, self.truth[keep], self.sentences)


def tasks_of_sets(sets: Iterable[LabelledSet]) -> list[ClassTask]:
    """The user's label sets, each with its own prompts and templates.

    Sets with a single class, or without decided photos, tell nothing and are left out.
    """
    tasks = []
    for row in sets:
        names = list(row.classes)
        known = [i for i, label in enumerate(row.labels) if label in row.classes]
        if len(names) < 2 or not known:
            continue
        templates = row.templates or read_templates(resource("prompts", "templates.txt"))
        truth = np.array([names.index(row.labels[i]) for i in known], np.int64)
        photos = tuple(row.photos[i] for i in known)
        sentences = tuple(map(tuple, filled(row.classes, templates)))
        tasks.append(ClassTask(row.name, photos, truth, sentences))
    return tasks


def tasks_of_files(files: Sequence[Path], *, report: Report) -> list[ClassTask]:
    """Labelled files of ``file<TAB>label``, one task for each top folder they name.

    Photos that cannot be decoded are left out.

    Args:
        files: The files; photos are named relative to their folders.
        report: Told how many photos were read.

    Raises:
        CaptionsError: A file is not well formed, or names a photo that is not there.
    """
    tasks: list[ClassTask] = []
    for file in files:
        labels = read_labels_tsv(file, file.parent)
        photos = _photos(labels, report)
        for folder in dict.fromkeys(labels.folders):
            rows = [i for i, name in enumerate(labels.folders) if name == folder]
            title = display_path(file.stem) + (f" · {display_path(folder)}" if folder else "")
            task = _folder_task(title, labels, photos, rows)
            if task is not None:
                tasks.append(task)
    return tasks


def _folder_task(
    title: str, labels: LabelSet, photos: Sequence[SnapshotPhoto | None], rows: Sequence[int]
) -> ClassTask | None:
    classes = sorted({labels.labels[i] for i in rows})
    found = [(photo, labels.labels[i]) for i in rows if (photo := photos[i]) is not None]
    if len(classes) < 2 or not found:
        return None
    truth = np.array([classes.index(label) for _, label in found], np.int64)
    sentences = filled(dict.fromkeys(classes, ()), default_templates())
    return ClassTask(title, tuple(photo for photo, _ in found), truth, tuple(map(tuple, sentences)))


def _photos(labels: LabelSet, report: Report) -> list[SnapshotPhoto | None]:
    photos: list[SnapshotPhoto | None] = []
    for done, path in enumerate(labels.paths, start=1):
        try:
            pixel_hash = decode(path).pixel_hash.hex()
        except UnreadablePhotoError:
            photos.append(None)
        else:
            photos.append(SnapshotPhoto(pixel_hash=pixel_hash, path=str(path)))
        report("Reading labelled photos", done, len(labels.paths))
    return photos
