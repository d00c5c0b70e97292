"""Inside the encoder process: decode threads feed batches to the model.

A photo is decoded once, for hash, thumbnail and model input. Errors are values:
whatever a file does, short of killing the process, becomes its outcome.
"""

from __future__ import annotations

import importlib
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from photoclip.encoders.base import ByteArray, Encoder, FloatArray
from photoclip.encoders.gate import Gate
from photoclip.encoders.messages import (
    Decoded,
    Done,
    Failed,
    FromWorker,
    Paused,
    Photo,
    PhotoOutcome,
    PhotoRequest,
    Started,
)
from photoclip.errors import ModelError, PhotoClipError, UnreadablePhotoError
from photoclip.media.crops import CROPS, overlapping_crops
from photoclip.media.formats import kind_of
from photoclip.media.metadata import read_metadata
from photoclip.media.resize import fit
from photoclip.media.thumbs import make_thumbnail
from photoclip.media.types import DecodedPhoto, DecodeLimits, FileKind, PhotoMetadata

# A batch that is not full waits this long for decoders that are at work.
_PATIENCE_S: Final = 0.1


class Decoder(Protocol):
    """Signature of :func:`photoclip.media.decode.decode`."""

    def __call__(self, path: Path, *, limits: DecodeLimits) -> DecodedPhoto:
        """Decode one file."""
        ...


class Pipeline:
    """Decode threads, one encode thread, and a queue between them.

    The queue needs no bound of its own: a caller never has more than its
    look-ahead in here, and one entry is a picture of the model's input size.

    Attributes:
        encoder: The model, or None to decode only.
    """

    def __init__(
        self,
        encoder: Encoder | None,
        decoder: Decoder,
        limits: DecodeLimits,
        *,
        threads: int,
        batch: int,
        emit: Callable[[FromWorker], None],
        model_lock: threading.Lock,
    ) -> None:
        self.encoder = encoder
        self._decoder = decoder
        self._limits = limits
        self._share = replace(limits, max_decoded_bytes=limits.max_decoded_bytes // threads)
        self._gate = Gate()
        self._batch = batch
        self._emit = emit
        self._model_lock = model_lock
        self._change = threading.Condition()
        self._requests: deque[Photo] = deque()
        self._inputs: deque[tuple[int, PhotoOutcome, ByteArray]] = deque()
        self._decoding = 0
        for target in (self._encode_forever, *[self._decode_forever] * threads):
            # Daemons: a decoder that hangs must not keep the process from ending.
            threading.Thread(target=target, daemon=True).start()

    def submit(self, photo: Photo) -> None:
        """Queue one file."""
        with self._change:
            self._requests.append(photo)
            self._change.notify_all()

    def forget(self, numbers: Sequence[int]) -> None:
        """Drop files that no thread has begun."""
        dropped = set(numbers)
        with self._change:
            self._requests = deque(p for p in self._requests if p.number not in dropped)

    def _decode_forever(self) -> None:
        while True:
            with self._change:
                while not self._requests:
                    self._change.wait()
                photo = self._requests.popleft()
                self._decoding += 1
            outcome, pixels = self._look(photo.number, photo.request)
            self._emit(Decoded(photo.number) if pixels is not None else Done(photo.number, outcome))
            with self._change:
                self._decoding -= 1
                if pixels is not None:
                    self._inputs.append((photo.number, outcome, pixels))
                self._change.notify_all()

    def _decode(self, number: int, path: Path) -> DecodedPhoto:
        """Decode within a thread's share of the memory, or else alone with all of it.

        RAW files always go alone: with less memory the decoder would rather take
        their small preview, and the pixels must not depend on the number of threads.
        """
        if kind_of(os.fsencode(path.name)) is not FileKind.RAW:
            with self._gate.together():
                self._emit(Started(number))
                try:
                    return self._decoder(path, limits=self._share)
                except UnreadablePhotoError:
                    if self._share == self._limits:
                        raise
            # Perhaps its share was too small. Waiting is no fault of the file's.
            self._emit(Paused(number))
        with self._gate.alone():
            self._emit(Started(number))
            return self._decoder(path, limits=self._limits)

    def _look(self, number: int, request: PhotoRequest) -> tuple[PhotoOutcome, ByteArray | None]:
        """Everything short of the model: the outcome so far, and input if vectors are due.

        The input has shape (m, size, size, 3), see :meth:`_inputs_of`.
        """
        outcome = PhotoOutcome(ticket=request.ticket, path=request.path)
        try:
            photo = self._decode(number, request.path)
            thumbnail = make_thumbnail(photo.pixels) if request.thumbnail else None
            pixels = self._inputs_of(photo, request)
        except Exception as error:  # noqa: BLE001 - a file must never stop the others
            return replace(outcome, error=_reason(error)), None
        outcome = replace(
            outcome,
            width=photo.width,
            height=photo.height,
            orientation=photo.orientation,
            format=photo.format,
            pixel_hash=photo.pixel_hash,
            perceptual_hash=photo.perceptual_hash,
            metadata=_metadata(request.path),
            thumbnail=thumbnail,
        )
        return outcome, pixels

    def _inputs_of(self, photo: DecodedPhoto, request: PhotoRequest) -> ByteArray | None:
        """Model input: the whole picture if it is not known, then its crops if wanted."""
        if self.encoder is None:
            return None
        pictures = []
        if request.vector and photo.pixel_hash != request.known_pixel_hash:
            pictures.append(photo.pixels)
        if request.crops:
            pictures += overlapping_crops(photo.pixels)
        cfg = self.encoder.preprocess
        fitted = [
            fit(
                each,
                size=cfg.size,
                interpolation=cfg.interpolation,
                resize_mode=cfg.resize_mode,
                fill=cfg.fill,
            )
            for each in pictures
        ]
        return np.stack(fitted) if fitted else None

    def _encode_forever(self) -> None:
        while True:
            items = self._take_batch()
            assert self.encoder is not None
            try:
                vectors = self._encode(self.encoder, np.concatenate([item[2] for item in items]))
                if not np.isfinite(vectors).all():
                    raise ModelError(
                        "The model gave vectors that are no numbers; run "
                        "“photoclip models verify” and install the model again."
                    )
            except Exception as error:  # noqa: BLE001 - the model failed, not a file
                self._emit(Failed(_model_error(error)))
                return
            ends = np.cumsum([len(item[2]) for item in items])
            for (number, outcome, _), own in zip(
                items, np.split(vectors.astype(np.float16), ends[:-1]), strict=True
            ):
                whole = own[0] if len(own) % CROPS else None
                crops = own[-CROPS:] if len(own) >= CROPS else None
                self._emit(Done(number, replace(outcome, vector=whole, crops=crops)))

    def _encode(self, encoder: Encoder, inputs: ByteArray) -> FloatArray:
        """Vectors in batches; between them others may ask the model."""
        parts = []
        for at in range(0, len(inputs), self._batch):
            with self._model_lock:
                parts.append(encoder.encode_images(inputs[at : at + self._batch]))
        return np.concatenate(parts)

    def _take_batch(self) -> list[tuple[int, PhotoOutcome, ByteArray]]:
        with self._change:
            while not self._inputs:
                self._change.wait()
            self._change.wait_for(
                lambda: len(self._inputs) >= self._batch or not self._decoding, _PATIENCE_S
            )
            return [self._inputs.popleft() for _ in range(min(self._batch, len(self._inputs)))]


def resolve_decoder(name: str) -> Decoder:
    """Import the decoder that ``"module:function"`` names."""
    module, _, function = name.partition(":")
    decoder: Decoder = getattr(importlib.import_module(module), function)
    return decoder


def default_decode_threads() -> int:
    """Enough to keep the model busy: decoding one photo costs less than encoding it."""
    return max(1, min(4, available_cores()))


def available_cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _metadata(path: Path) -> PhotoMetadata | None:
    """Metadata, or None where it is damaged: the picture is worth having without it."""
    try:
        return read_metadata(path)
    except Exception:  # noqa: BLE001 - see above
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, PhotoClipError):
        return str(error)
    if isinstance(error, MemoryError):
        return "The picture needs more memory than there is."
    if isinstance(error, OSError) and error.strerror:
        return f"The file cannot be read ({error.strerror})."
    return f"The picture cannot be decoded ({type(error).__name__}: {error})."


def _model_error(error: Exception) -> PhotoClipError:
    if isinstance(error, PhotoClipError):
        return error
    return ModelError(f"The model failed ({type(error).__name__}: {error}); try --device cpu.")
