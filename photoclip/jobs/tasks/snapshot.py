"""What a training run learns from: captions, split and vectors as they are now, in files.

The trainer reads these files and never the catalog, so a run can be repeated whatever
becomes of the library.
"""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog import embeddings, training
from photoclip.catalog.rows import ModelRow
from photoclip.errors import UserError
from photoclip.jobs.job import Job, Progress, run_to_end
from photoclip.jobs.tasks import captioned, labelled, training_choices
from photoclip.jobs.tasks.captioned import PHASE, Captioned, Picture
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.training_choices import Amounts
from photoclip.paths import display_path
from photoclip.run_reports import TrainingOverview, TrainOptions
from photoclip.runs import (
    BaseModelTable,
    DataTable,
    Preset,
    RunConfig,
    RunFolder,
    SnapshotPhoto,
    Split,
    TrainingTable,
    write_config,
    write_lines,
    write_whole,
)
from photoclip.search.evaluation_sets import read_labels_tsv
from photoclip.search.splitting import Groups, join_groups, shuffle_key, split

MOST_GENERAL: Final = 1_500
"""Uncaptioned photos on which it is measured how much search changes."""

DEFAULT_KEY: Final = "my-photos"
DEFAULT_TITLE: Final = "Tuned on my photos"

_SPARE: Final = 2  # general photos that may turn out to be of a captioned moment
_ROWS: Final = 5_000


def overview(
    context: TaskContext, model_row: ModelRow, *, use_tags: bool = True
) -> TrainingOverview:
    """What there is to train with now.

    Args:
        context: The library.
        model_row: The model that would be tuned.
        use_tags: Whether accepted tags become captions.
    """
    found = run_to_end(captioned.collect(context, use_tags=use_tags))
    amounts = _amounts(context, found, _moments(found), use_tags=use_tags)
    return TrainingOverview(
        photos=amounts.photos,
        captions=amounts.captions,
        sources=amounts.sources,
        offline=amounts.offline,
        base=model_row.key,
        presets=training_choices.choices(amounts),
        advice=training_choices.advice(amounts),
        suggested=amounts.suggested,
    )


def prepare_run(
    context: TaskContext,
    model_row: ModelRow,
    options: TrainOptions,
    folder: RunFolder,
    *,
    name: str = DEFAULT_KEY,
) -> Job[RunConfig]:
    """Write everything that a run needs into its folder; its configuration comes last.

    Args:
        context: The library.
        model_row: The model to tune; its stored vectors go along.
        options: What the user chose.
        folder: An empty folder; it is made if it is not there.
        name: Key of the tuned model, if the options name none.

    Returns:
        The configuration as it was written. A job that is stopped leaves whole files or none,
        and no configuration.

    Raises:
        UserError: There is too little to train with, the preset needs more, a labelled set
            is not there or not well formed, or the folder cannot be written.
    """
    files = _checked(options.labelled)
    found = yield from captioned.collect(context, use_tags=options.use_tags)
    amounts = _amounts(context, found, _moments(found), use_tags=options.use_tags)
    preset = training_choices.check_preset(amounts, options.preset, advanced=options.advanced)
    with context.db.read() as conn:
        sets = labelled.decided_sets(conn, found.tags, seed=options.seed)
    others = yield from _uncaptioned(context, found, sets, options.seed)
    pictures = [*found.online, *others]
    vectors, known = yield from _vectors(context, model_row, pictures)
    groups = yield from captioned.grouped(pictures, vectors, known)
    parts = yield from _divide(found, others, groups, options.seed)
    base = BaseModelTable(
        key=model_row.key,
        models_dir=context.models_dir.absolute(),
        name=options.name or name,
        title=options.title or DEFAULT_TITLE,
    )
    data = DataTable(labelled=files, features=context.paths.features.absolute())
    config = RunConfig(model=base, data=data, training=_training(options, preset))
    with _tidy(folder):
        yield Progress(PHASE, message="writing the snapshot")
        _write_lines(folder, data, parts, sets)
        yield Progress(PHASE, message="writing vectors")
        _write_vectors(folder.resolve(data.vectors), pictures, vectors, known)
        yield Progress(PHASE, len(pictures), len(pictures))
        write_whole(folder.config, lambda part: write_config(config, part))
    return config


@dataclass(frozen=True, slots=True)
class _Parts:
    """A snapshot's photos.

    Attributes:
        photos: Captioned ones, both sides of the split.
        general: Uncaptioned ones that are of no captioned moment.
        measured: Those by hash that nothing is learned from, for label sets.
    """

    photos: tuple[SnapshotPhoto, ...]
    general: tuple[SnapshotPhoto, ...]
    measured: dict[bytes, SnapshotPhoto]


def _amounts(context: TaskContext, found: Captioned, groups: int, *, use_tags: bool) -> Amounts:
    with context.db.read() as conn:
        suggested = training.open_suggestions(conn)
    sources = found.sources
    return Amounts(
        photos=len(found.online),
        groups=groups,
        captions=sum(sources.values()),
        sources=sources,
        offline=len(found.offline),
        suggested=suggested,
        use_tags=use_tags,
    )


def _moments(found: Captioned) -> int:
    groups = join_groups(len(found.online), captioned.moments(found.online))
    return int(groups.max(initial=-1)) + 1


def _training(options: TrainOptions, preset: Preset) -> TrainingTable:
    return TrainingTable(
        preset=preset,
        epochs=options.epochs,
        batch_size=options.batch_size,
        learning_rate=options.learning_rate,
        advanced=options.advanced,
        device=options.device,
        seed=options.seed,
    )


def _checked(files: Iterable[Path]) -> tuple[Path, ...]:
    """Labelled sets by full path; a fault in one must not show after minutes of training."""
    found = tuple(path.expanduser().absolute() for path in files)
    for path in found:
        if not path.is_file():
            raise UserError(f"The labelled set {display_path(path)} is not there.")
        if len(set(read_labels_tsv(path, path.parent).labels)) < 2:
            raise UserError(
                f"The labelled set {display_path(path)} has one class only, so nothing can be "
                "measured with it; add photos of a second class."
            )
    return found


def _uncaptioned(
    context: TaskContext, found: Captioned, sets: Sequence[labelled.Decided], seed: int
) -> Job[list[Picture]]:
    """Pictures without captions that may be measured on, in an order that the seed decides."""
    taken = {each.pixel_hash for each in (*found.online, *found.offline)}
    best: list[tuple[bytes, bytes]] = []
    after = 0
    while True:
        yield Progress(PHASE, message="choosing photos to measure with")
        with context.db.read() as conn:
            page = training.online_after(conn, after)
        fresh = {key for _, key in page} - taken
        ranked = ((shuffle_key(key, seed), key) for key in fresh)
        best = heapq.nsmallest(_SPARE * MOST_GENERAL, {*best, *ranked})
        if len(page) < training.PAGE:
            break
        after = page[-1][0]
    wanted = dict.fromkeys(key for _, key in best)
    for each in sets:
        free = [key for key in each.label_of if key not in taken]
        wanted.update(dict.fromkeys(free[: labelled.MOST_PHOTOS]))
    pictures = [Picture(key) for key in wanted]
    yield from captioned.read_files(context, pictures)
    return [each for each in pictures if each.file is not None]


def _vectors(
    context: TaskContext, model_row: ModelRow, pictures: Sequence[Picture]
) -> Job[tuple[NDArray[np.float16], NDArray[np.bool_]]]:
    """Stored vectors of pictures, shape (n, dim), and which of them there are, shape (n,)."""
    vectors = np.zeros((len(pictures), model_row.dim), np.float16)
    known = np.zeros(len(pictures), bool)
    for start in range(0, len(pictures), _ROWS):
        yield Progress(PHASE, start, len(pictures), message="reading vectors")
        keys = [each.pixel_hash for each in pictures[start : start + _ROWS]]
        with context.db.read() as conn:
            stored = embeddings.vectors_for(conn, model_row.id, keys)
        for row, key in enumerate(keys, start=start):
            vector = stored.get(key)
            if vector is not None:
                vectors[row], known[row] = vector, True
    return vectors, known


def _divide(found: Captioned, others: Sequence[Picture], groups: Groups, seed: int) -> Job[_Parts]:
    count = len(found.online)
    # Captioned pictures come first, so their groups are numbered without gaps.
    own = groups[:count]
    validation, train = split(
        [each.pixel_hash for each in found.online],
        own,
        seed=seed,
        wishes=[each.wish for each in found.online],
    )
    if not validation.any() or not train.any():
        raise UserError(
            "The captioned photos cannot be split into some to learn from and others to measure "
            "with, because nearly all are of one moment or were put on one side; caption photos "
            "of other moments."
        )
    photos: list[SnapshotPhoto] = []
    for start in range(0, count, _ROWS):
        yield Progress(PHASE, start, count, message="splitting")
        photos += [
            _photo(found.online[at], int(own[at]), "validation" if validation[at] else "train")
            for at in range(start, min(start + _ROWS, count))
            if validation[at] or train[at]
        ]
    learned_groups = set(own[train].tolist())
    captioned_groups = set(own.tolist())
    rest = list(zip(others, groups[count:].tolist(), strict=True))
    general = [_photo(each, group) for each, group in rest if group not in captioned_groups]
    measured = {
        each.pixel_hash: _photo(each, group)
        for each, group in (*zip(found.online, own.tolist(), strict=True), *rest)
        if group not in learned_groups
    }
    return _Parts(tuple(photos), tuple(general[:MOST_GENERAL]), measured)


def _photo(picture: Picture, group: int, side: Split = "validation") -> SnapshotPhoto:
    file = picture.file
    assert file is not None
    return SnapshotPhoto(
        pixel_hash=picture.pixel_hash.hex(),
        path=str(file.path),
        captions=tuple(text for text, _ in picture.captions.values()),
        split=side,
        group=group,
    )


def _write_lines(
    folder: RunFolder, data: DataTable, parts: _Parts, sets: Sequence[labelled.Decided]
) -> None:
    write_lines(parts.photos, folder.resolve(data.snapshot))
    write_lines(parts.general, folder.resolve(data.general))
    decided = (each.with_photos(parts.measured) for each in sets)
    write_lines((each for each in decided if each), folder.resolve(data.label_sets))


def _write_vectors(
    path: Path, pictures: Sequence[Picture], vectors: NDArray[np.float16], known: NDArray[np.bool_]
) -> None:
    rows = np.flatnonzero(known)
    joined = b"".join(pictures[row].pixel_hash for row in rows.tolist())
    keys = np.frombuffer(joined, np.uint8).reshape(len(rows), -1 if len(rows) else 0)

    def write(part: Path) -> None:
        with part.open("wb") as stream:
            np.savez(stream, hashes=keys, vectors=vectors[rows])

    write_whole(path, write)


@contextlib.contextmanager
def _tidy(folder: RunFolder) -> Iterator[None]:
    """Make the folder; leave no half file and say plainly what went wrong."""
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        yield
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or "a name in it is no text"
        raise UserError(
            f"The training run could not be written to {display_path(folder.root)} ({reason})."
        ) from error
    finally:
        if folder.root.is_dir():
            for part in folder.root.glob("*.part"):
                part.unlink(missing_ok=True)
