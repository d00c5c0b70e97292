"""Inputs of a batch, chunk by chunk, made ahead in the background where that takes time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext

import numpy as np
import torch
from numpy.typing import NDArray

from photoclip.runs import SnapshotPhoto
from trainer.tuning.contract import Inputs, Tunable
from trainer.tuning.pairs import Pairs
from trainer.tuning.sampler import Batch

ChunkInputs = tuple[Inputs, Inputs]
"""Image and text inputs of the same rows, on the CPU."""


class BatchInputs:
    """Makes the inputs of any rows of a batch, as often as they are asked for.

    Pixels of 32,768 photos fit nowhere, so they are decoded chunk by chunk, once for the
    embeddings and once for the gradients. One chunk is made ahead, by a thread, while the
    model works on another; a preset that decodes does so in threads of its own.
    """

    def __init__(
        self,
        model: Tunable,
        pairs: Pairs,
        batch: Batch,
        *,
        check: Callable[[], None] | None = None,
    ) -> None:
        """``check`` is called before each chunk and may raise to end the step."""
        self._model = model
        self._pairs = pairs
        self._batch = batch
        self._check = check

    def __len__(self) -> int:
        return len(self._batch)

    def chunks(self, rows: Sequence[slice]) -> Iterator[ChunkInputs]:
        """Inputs of each of these slices of the batch, in order.

        Raises:
            UnreadablePhotoError: A photo cannot be decoded; the text names its file.
        """
        for chunk in self._made(rows):
            if self._check is not None:
                self._check()
            yield chunk

    def _made(self, rows: Sequence[slice]) -> Iterator[ChunkInputs]:
        if not self._model.seeing:
            yield from (self._chunk(some) for some in rows)
            return
        with ThreadPoolExecutor(1, thread_name_prefix="ahead") as ahead:
            coming: Future[ChunkInputs] | None = None
            for some in rows:
                following = ahead.submit(self._chunk, some)
                if coming is not None:
                    yield coming.result()
                coming = following
            if coming is not None:
                yield coming.result()

    def _chunk(self, rows: slice) -> ChunkInputs:
        batch, pairs = self._batch, self._pairs
        photos = [pairs.photos[i] for i in batch.photos[rows]]
        texts = [pairs.texts[i] for i in batch.texts[rows]]
        return self._images(photos, batch.views[rows]), self._model.text_inputs(texts)

    def _images(self, photos: Sequence[SnapshotPhoto], views: NDArray[np.int64]) -> Inputs:
        """Inputs of photos that are each in a view of their own, put together by view."""
        pieces = [np.flatnonzero(views == view) for view in np.unique(views)]
        parts = [
            self._model.image_inputs([photos[int(i)] for i in p], view=int(views[p[0]]))
            for p in pieces
        ]
        if len(parts) == 1:
            return parts[0]
        back = torch.from_numpy(np.argsort(np.concatenate(pieces)))
        return tuple(torch.cat(tensors)[back] for tensors in zip(*parts, strict=True))


def autocast(device: str, precision: str) -> AbstractContextManager[object]:
    """Mixed precision for the towers, or none for ``"float32"``."""
    if precision == "float32":
        return nullcontext()
    dtype = torch.bfloat16 if precision == "bfloat16" else torch.float16
    return torch.autocast(device, dtype)
