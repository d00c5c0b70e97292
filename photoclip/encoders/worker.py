"""The encoder process itself: no database, no Qt. Started by :mod:`photoclip.encoders.remote`."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import NoReturn

import numpy as np

from photoclip.encoders.base import Encoder
from photoclip.encoders.messages import (
    Failed,
    Forget,
    FromWorker,
    Photo,
    Ready,
    Texts,
    TextsDone,
    ToWorker,
    WorkerSettings,
)
from photoclip.encoders.pipeline import (
    Pipeline,
    available_cores,
    default_decode_threads,
    resolve_decoder,
)
from photoclip.encoders.registry import EncoderInfo, describe, load_encoder
from photoclip.errors import EncoderProcessError, ModelError, PhotoClipError


def run_worker(connection: Connection, settings: WorkerSettings) -> NoReturn:
    """Serve one connection until it says so or its other end is gone, then end the process."""
    _silence_libraries()
    if settings.cpu_percent < 100:
        _let_others_go_first()
    outbox = _Outbox(connection)
    try:
        encoder, info = _load(settings)
        decoder = resolve_decoder(settings.decoder)
    except PhotoClipError as error:
        outbox.emit(Failed(error))
        os._exit(1)
    except Exception as error:  # noqa: BLE001 - the caller must learn of a bug, too
        sentence = f"The encoder process cannot start ({type(error).__name__}: {error})."
        outbox.emit(Failed(EncoderProcessError(sentence)))
        os._exit(1)
    # On a CPU text may interrupt a batch of pictures; an accelerator runs one at a time anyway.
    lock = threading.Lock()
    pipeline = Pipeline(
        encoder,
        decoder,
        settings.limits,
        threads=settings.decode_threads or share(default_decode_threads(), settings.cpu_percent),
        batch=_batch(info),
        emit=outbox.emit,
        model_lock=lock,
    )
    texts: queue.SimpleQueue[Texts] = queue.SimpleQueue()
    text_lock = threading.Lock() if info.device == "cpu" else lock
    threading.Thread(
        target=_answer_texts, args=(encoder, texts, outbox, text_lock), daemon=True
    ).start()
    outbox.emit(Ready(info))
    _listen(connection, pipeline, texts)
    # Threads may hang in a decoder, and there is nothing to save.
    os._exit(0)


def _listen(connection: Connection, pipeline: Pipeline, texts: queue.SimpleQueue[Texts]) -> None:
    while True:
        try:
            message: ToWorker = connection.recv()
        except (EOFError, OSError):
            return
        if isinstance(message, Photo):
            pipeline.submit(message)
        elif isinstance(message, Texts):
            texts.put(message)
        elif isinstance(message, Forget):
            pipeline.forget(message.numbers)
        else:
            return


def _load(settings: WorkerSettings) -> tuple[Encoder | None, EncoderInfo]:
    if settings.key is None:
        return None, EncoderInfo(
            key="", fingerprint="", arch="", dim=0, source="", path=None, device="cpu"
        )
    info = describe(settings.key, settings.models_dir)
    _limit_threads(settings.cpu_percent)
    encoder = load_encoder(settings.key, device=settings.device, models_dir=settings.models_dir)
    side = encoder.preprocess.size
    # The first run allocates and tunes; a model that cannot run on this machine
    # must fail here, where no file can be blamed for it.
    encoder.encode_images(np.zeros((1, side, side, 3), dtype=np.uint8))
    return encoder, replace(info, device=encoder.device)


def _silence_libraries() -> None:
    """Keep what libtiff and others print about odd files out of the user's terminal.

    Whatever matters comes as a message. ``PHOTOCLIP_DEBUG`` leaves the output alone.
    """
    if os.environ.get("PHOTOCLIP_DEBUG"):
        return
    # Even without a terminal (a windowed app) the descriptor is there for C code.
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def share(threads: int, percent: int) -> int:
    """Part of a number of threads, at least one."""
    return max(1, round(threads * percent / 100))


def _limit_threads(percent: int) -> None:
    import torch

    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(share(available_cores(), percent))


def _let_others_go_first() -> None:
    """Threads alone give no smaller share than one core."""
    # Windows has no such call; fewer threads must do there.
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)


def _batch(info: EncoderInfo) -> int:
    from photoclip.encoders.device import batch_size

    return batch_size(info.device)


def _answer_texts(
    encoder: Encoder | None,
    texts: queue.SimpleQueue[Texts],
    outbox: _Outbox,
    lock: threading.Lock,
) -> None:
    while True:
        call = texts.get()
        try:
            if encoder is None:
                raise ModelError("This process decodes only; it has no model for text.")
            with lock:
                answer = TextsDone(call.number, encoder.encode_texts(call.texts))
        except PhotoClipError as error:
            answer = TextsDone(call.number, None, error)
        except Exception as error:  # noqa: BLE001 - the caller must get an answer
            sentence = f"The text cannot be encoded ({type(error).__name__}: {error})."
            answer = TextsDone(call.number, None, ModelError(sentence))
        outbox.emit(answer)


class _Outbox:
    """Lets several threads send over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def emit(self, message: FromWorker) -> None:
        try:
            with self._lock:
                self._connection.send(message)
        except OSError:
            # The parent is gone; nobody is left to work for.
            os._exit(0)
