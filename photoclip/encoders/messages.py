"""What a caller and the encoder process say to each other. No torch, no picture library."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from photoclip.encoders.base import FloatArray, HalfArray
from photoclip.encoders.registry import EncoderInfo
from photoclip.errors import PhotoClipError
from photoclip.media.types import DecodeLimits, PhotoMetadata

DECODER_VARIABLE: Final = "PHOTOCLIP_DECODER"
DEFAULT_DECODER: Final = "photoclip.media.decode:decode"


@dataclass(frozen=True, slots=True)
class PhotoRequest:
    """One file to look at.

    Attributes:
        ticket: The caller's own number for it, given back in the outcome.
        path: The file.
        vector: Whether a vector is wanted.
        thumbnail: Whether a thumbnail is wanted.
        known_pixel_hash: When the pixels turn out to be these, their vector is
            already stored and no encoder time is spent.
        crops: Whether vectors of overlapping crops are wanted, whatever is known.
    """

    ticket: int
    path: Path
    vector: bool = True
    thumbnail: bool = True
    known_pixel_hash: bytes | None = None
    crops: bool = False


@dataclass(frozen=True, slots=True)
class PhotoOutcome:
    """What became of a :class:`PhotoRequest`.

    Attributes:
        ticket: As in the request.
        path: As in the request.
        error: Plain reason why the file cannot be used; then nothing else is set.
        width: Upright width in pixels; the others likewise, see
            :class:`photoclip.media.types.DecodedPhoto`.
        metadata: What the file and its sidecars say.
        thumbnail: JPEG, when wanted.
        vector: float16, shape (dim,), length 1, when wanted and not already known.
        crops: float16, shape (:data:`photoclip.media.crops.CROPS`, dim), when wanted.
    """

    ticket: int
    path: Path
    error: str | None = None
    width: int | None = None
    height: int | None = None
    orientation: int | None = None
    format: str | None = None
    pixel_hash: bytes | None = None
    perceptual_hash: int | None = None
    metadata: PhotoMetadata | None = None
    thumbnail: bytes | None = None
    vector: HalfArray | None = None
    crops: HalfArray | None = None


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """How the process is to be set up.

    Attributes:
        key: Model to load; None decodes only (thumbnails, hashes, metadata).
        models_dir: Folder of installed models.
        device: See :func:`photoclip.encoders.device.resolve_device`.
        decode_threads: Threads that decode; None chooses by the number of cores.
        limits: Bounds for one picture.
        decoder: ``"module:function"`` with the signature of
            :func:`photoclip.media.decode.decode`. Tests name one that crashes or
            hangs, here or in the environment variable ``PHOTOCLIP_DECODER``.
        cpu_percent: Share of the processor's cores to use; below 100 other programs go first.
    """

    key: str | None
    models_dir: Path
    device: str = "auto"
    decode_threads: int | None = None
    limits: DecodeLimits = field(default_factory=DecodeLimits)
    decoder: str = field(default_factory=lambda: os.environ.get(DECODER_VARIABLE, DEFAULT_DECODER))
    cpu_percent: int = 100


# --- to the worker ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Photo:
    """Work on this file. ``number`` is unique in one EncoderProcess."""

    number: int
    request: PhotoRequest


@dataclass(frozen=True, slots=True)
class Texts:
    """Encode these sentences."""

    number: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forget:
    """Drop these files, unless work on them has begun."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quit:
    """End now."""


# --- from the worker -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded and has encoded something."""

    info: EncoderInfo


@dataclass(frozen=True, slots=True)
class Failed:
    """The model cannot be used; the process ends."""

    error: PhotoClipError


@dataclass(frozen=True, slots=True)
class Started:
    """A decode thread is about to open the file."""

    number: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The file waits for memory, untouched; another :class:`Started` follows."""

    number: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """The file was left behind alive; only the model can fail now."""

    number: int


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome for a file."""

    number: int
    outcome: PhotoOutcome


@dataclass(frozen=True, slots=True)
class TextsDone:
    """Vectors for sentences, or why there are none."""

    number: int
    vectors: FloatArray | None
    error: PhotoClipError | None = None


ToWorker = Photo | Texts | Forget | Quit
FromWorker = Ready | Failed | Started | Paused | Decoded | Done | TextsDone
