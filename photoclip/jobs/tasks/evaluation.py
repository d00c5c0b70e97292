"""Measuring a model on captioned or labelled pictures, through the same process as indexing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from photoclip.encoders.base import FloatArray
from photoclip.encoders.remote import EncoderProcess, PhotoRequest
from photoclip.errors import CaptionsError
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.paths import display_path
from photoclip.search import evaluate

_TEXTS_AT_ONCE: Final = 256


def evaluate_captions(
    context: TaskContext, key: str, captions: Path, images: Path
) -> Job[Mapping[str, float]]:
    """Recall in both directions; see :func:`photoclip.search.evaluate.recall_report`.

    Returns:
        Figures by name, percentages 0..100.

    Raises:
        CaptionsError: The file cannot be read as captions, or a picture cannot be decoded.
    """
    given = evaluate.read_captions_tsv(captions, images)
    with context.encoders.lease(key) as process:
        image_vectors = yield from _encode_pictures(process, given.paths)
        text_vectors = yield from _encode_texts(process, given.captions)
    return evaluate.recall_report(text_vectors, image_vectors, given.image_index).figures()


def evaluate_zeroshot(
    context: TaskContext, key: str, label_file: Path, images: Path, *, templates: Path | None
) -> Job[Mapping[str, Mapping[str, float]]]:
    """Zero-shot top-1 per top folder, each with its own class list.

    Returns:
        Figures by top folder and name, percentages 0..100.

    Raises:
        CaptionsError: A file cannot be read, or a picture cannot be decoded.
    """
    given = evaluate.read_labels_tsv(label_file, images)
    prompts = evaluate.read_templates(templates) if templates else evaluate.default_templates()
    with context.encoders.lease(key) as process:
        image_vectors = yield from _encode_pictures(process, given.paths)
        yield Progress("Encoding class names")
        hits = evaluate.zeroshot_hits(image_vectors, given, process.encode_texts, prompts)
    return evaluate.zeroshot_report(hits, given).figures()


def _encode_pictures(process: EncoderProcess, pictures: Sequence[Path]) -> Job[FloatArray]:
    requests = [PhotoRequest(i, path, thumbnail=False) for i, path in enumerate(pictures)]
    vectors: dict[int, FloatArray] = {}
    yield Progress("Encoding pictures", 0, len(pictures), message="starting the model")
    with closing(process.encode_photos(requests)) as outcomes:
        for outcome in outcomes:
            if outcome.vector is None:
                raise CaptionsError(
                    f"The picture {display_path(outcome.path)} cannot be used: {outcome.error}"
                )
            vectors[outcome.ticket] = outcome.vector.astype(np.float32)
            yield Progress("Encoding pictures", len(vectors), len(pictures))
    return np.stack([vectors[i] for i in range(len(pictures))])


def _encode_texts(process: EncoderProcess, texts: Sequence[str]) -> Job[FloatArray]:
    parts = []
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        yield Progress("Encoding captions", start, len(texts))
        parts.append(process.encode_texts(texts[start : start + _TEXTS_AT_ONCE]))
    return np.concatenate(parts)
