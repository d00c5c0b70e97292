"""Vectors of a model that is a map on another one's: made of stored vectors, no picture opened."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from photoclip.catalog import embeddings
from photoclip.catalog import models as model_rows
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import ModelRow
from photoclip.changes import ChangeSet
from photoclip.encoders.adapter import ADAPTER
from photoclip.encoders.base import FloatArray, HalfArray
from photoclip.encoders.registry import EncoderInfo, adapter_parent, describe
from photoclip.jobs.job import Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.search import background

BATCH: Final = 2048
"""Vectors per transaction: some milliseconds of work, a few megabytes."""

_Map = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class _Step:
    """A model below, and the way up from its vectors.

    Attributes:
        fingerprint: Of the model below.
        image: From its picture vectors to those of the model on top.
        text: The same for sentences.
    """

    fingerprint: str
    image: _Map
    text: _Map


def adapt_vectors(context: TaskContext, model: ModelRow) -> Generator[Progress, None, int]:
    """Give a model the vectors that follow from stored ones of the models below it.

    Each batch is one transaction, so closing the job loses at most one, and the next call
    goes on. Crops are mapped like wholes. Nothing happens for a model that is no adapter.

    Args:
        context: The library.
        model: The model to be given vectors.

    Returns:
        Pictures that were given a vector.

    Raises:
        CorruptWeightsError: The adapter or its parent is not what it was.
        CatalogError: The catalog cannot be written.
    """
    wholes = 0
    for step in _steps(context, model):
        with context.db.read() as conn:
            below = model_rows.by_fingerprint(conn, step.fingerprint)
        background.map_background(
            context.paths.text_vectors, step.fingerprint, model.fingerprint, step.text
        )
        if below is not None:
            wholes += yield from _map_stored(context, below.id, model.id, step.image)
    return wholes


def _steps(context: TaskContext, model: ModelRow) -> list[_Step]:
    """The models below, the nearest first."""
    info = describe(model.key, context.models_dir)
    steps: list[_Step] = []
    image: _Map = _same
    text: _Map = _same
    while info.backend == ADAPTER and info.path is not None:
        info, image, text = _one_below(context, info, image, text)
        steps.append(_Step(info.fingerprint, image, text))
    return steps


def _one_below(
    context: TaskContext, info: EncoderInfo, image: _Map, text: _Map
) -> tuple[EncoderInfo, _Map, _Map]:
    if info.path is None:
        raise ValueError("an adapter has a folder")
    parent, adapter = adapter_parent(info.path, info.key, context.models_dir)

    def image_from_parent(vectors: FloatArray) -> FloatArray:
        return image(adapter.image.apply(vectors))

    def text_from_parent(vectors: FloatArray) -> FloatArray:
        return text(adapter.text.apply(vectors))

    return parent, image_from_parent, text_from_parent


def _same(vectors: FloatArray) -> FloatArray:
    return vectors


def _map_stored(
    context: TaskContext, below: int, model: int, mapping: _Map
) -> Generator[Progress, None, int]:
    with context.db.read() as conn:
        total = embeddings.lacking_in_count(conn, below, model)
    done, after, wholes = 0, 0, 0
    while done < total:
        with context.db.read() as conn:
            stored = embeddings.lacking_in(conn, below, model, after_id=after, limit=BATCH)
        if not stored.pixels:
            break
        after = stored.last_id
        mapped = mapping(stored.vectors.astype(np.float32)).astype(np.float16)
        wholes += context.db.write(partial(_put, model=model, pixels=stored.pixels, vectors=mapped))
        context.publish(ChangeSet(embeddings=True))
        done += len(stored.pixels)
        yield Progress("Mapping stored vectors", done, max(total, done))
    return wholes


def _put(
    conn: Connection, *, model: int, pixels: Sequence[tuple[bytes, int]], vectors: HalfArray
) -> int:
    """Store one batch; returns how many of it are wholes."""
    by_crop: dict[int, list[tuple[bytes, HalfArray]]] = {}
    for (pixel_hash, crop), vector in zip(pixels, vectors, strict=True):
        by_crop.setdefault(crop, []).append((pixel_hash, vector))
    for crop, items in by_crop.items():
        embeddings.put_many(conn, model, items, crop=crop)
    return len(by_crop.get(0, ()))
