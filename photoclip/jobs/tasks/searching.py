"""Answering queries: one search engine per model, and whoever encodes the words."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from photoclip.catalog import photos
from photoclip.catalog.rows import ModelRow
from photoclip.changes import ChangeSet
from photoclip.encoders.remote import PhotoRequest
from photoclip.errors import ModelError, UnreadablePhotoError, UserError
from photoclip.jobs.job import Job
from photoclip.jobs.tasks.context import TaskContext
from photoclip.paths import display_path, resource
from photoclip.search import background
from photoclip.search.engine import EXACT_LIMIT, SearchEngine, open_store
from photoclip.search.ranked import RankedHits
from photoclip.search.relevance import SEARCH

if TYPE_CHECKING:
    from photoclip.encoders.base import Encoder, FloatArray, TextEncoder

_QUERIES_KEPT = 256
_PICTURES_KEPT = 32


class Searcher:
    """Search over the vectors of whatever model is asked for; any thread may call."""

    def __init__(self, context: TaskContext, *, in_process: bool) -> None:
        """Prepare; nothing is loaded before the first query.

        Args:
            context: The library.
            in_process: Encode texts in this process instead of the encoder's.
        """
        self._context = context
        self._in_process = in_process
        self._lock = threading.Lock()
        self._engines: dict[int, SearchEngine] = {}
        self._encoders: dict[str, Encoder] = {}
        self._data_version = -1
        self._text_vector = lru_cache(_QUERIES_KEPT)(self._encode_text)
        self._picture = lru_cache(_PICTURES_KEPT)(self._encode_picture)

    def changed(self, change: ChangeSet) -> None:
        """Take notice of a change in the library."""
        vectors = change.embeddings or change.models or change.searchable
        if vectors or change.added or change.removed:
            with self._lock:
                engines = list(self._engines.values())
            for engine in engines:
                engine.invalidate()

    def similar(
        self, model: ModelRow, photo: Path | int, *, limit: int, looseness: float = 0.0
    ) -> RankedHits:
        """Photos like a photo of the library, or like a picture file that is not in it."""
        engine = self.engine(model)
        strictness = SEARCH.at(looseness)
        photo_id = photo if isinstance(photo, int) else self._find(photo)
        if photo_id is not None:
            found = engine.similar(photo_id, limit=limit, strictness=strictness)
            if found is None:
                raise UserError("This photo has no vector yet; run “photoclip index” first.")
            return found
        assert isinstance(photo, Path)
        vector = self.picture_vector(model, photo)
        return engine.search_vector(vector, limit=limit, calibration="image", strictness=strictness)

    def text_vector(self, model: ModelRow, text: str) -> FloatArray:
        """Unit vector of a sentence, float32, shape (dim,); the last ones are kept.

        Raises:
            ModelError: The model cannot be loaded.
        """
        return self._text_vector(model.key, model.fingerprint, text)

    def engine(self, model: ModelRow) -> SearchEngine:
        """The search engine over a model's vectors, up to date with the catalog."""
        with self._lock:
            engine = self._engines.get(model.id)
            if engine is None:
                engine = self._engines[model.id] = self._make_engine(model)
            engines = list(self._engines.values())
        version = self._context.db.data_version()
        if version != self._data_version:
            # Another process, perhaps a command beside the window, has written.
            self._data_version = version
            for each in engines:
                each.invalidate()
        return engine

    def is_warm(self, model: ModelRow) -> bool:
        """Whether a model is ready to read words, or about to be."""
        if self._in_process:
            return model.key in self._encoders
        return self._context.encoders.is_warm(model.key)

    def text_encoder(self, model: ModelRow) -> TextEncoder:
        """Encodes sentences with a model, in this process or the encoder's."""
        if self._in_process:
            return self._local_encoder(model.key, model.fingerprint)
        return _PooledTexts(self._context, model)

    def keep_graph(self, model: ModelRow) -> Job[str]:
        """Load, build or bring up to date the graph of a large library; nothing for others.

        Returns:
            What was wrong with the saved one, a sentence, or "".
        """
        engine = self.engine(model)
        if not engine.wants_graph:
            return ""
        return (yield from engine.graph_job())

    def close(self) -> None:
        """Let go of saved graphs and models."""
        with self._lock:
            engines, self._engines = list(self._engines.values()), {}
            self._encoders.clear()
        for engine in engines:
            engine.close()

    def _make_engine(self, model: ModelRow) -> SearchEngine:
        return SearchEngine(
            self._context.db,
            model_id=model.id,
            dim=model.dim,
            background=lambda: background.background_vectors(
                self.text_encoder(model), self._context.paths.text_vectors
            ),
            reference=background.load_reference(_folder(model), model.fingerprint),
            store=open_store(
                self._context.paths.index,
                self._context.db,
                fingerprint=model.fingerprint,
                dim=model.dim,
            ),
            exact_limit=EXACT_LIMIT,
        )

    def _find(self, picture: Path) -> int | None:
        with self._context.db.read() as conn:
            photo = photos.by_path(conn, picture.expanduser().resolve())
        return photo.id if photo is not None and photo.state == "ready" else None

    def _encode_text(self, key: str, fingerprint: str, text: str) -> FloatArray:
        if self._in_process:
            local: FloatArray = self._local_encoder(key, fingerprint).encode_texts([text])[0]
            return local
        with self._context.encoders.lease(key) as process:
            vector: FloatArray = process.encode_texts([text])[0]
        return vector

    def _local_encoder(self, key: str, fingerprint: str) -> Encoder:
        with self._lock:
            known = self._encoders.get(key)
            # A model that was removed may have left its name to another one.
            if known is None or known.fingerprint != fingerprint:
                from photoclip.encoders.registry import load_encoder

                models_dir = self._context.models_dir
                # One sentence is quicker on the CPU than a graphics card is woken up.
                self._encoders[key] = load_encoder(key, device="cpu", models_dir=models_dir)
            return self._encoders[key]

    def picture_vector(self, model: ModelRow, picture: Path) -> FloatArray:
        """Unit vector of any picture file, float32, shape (dim,); the last ones are kept.

        Raises:
            UserError: There is no such file.
            UnreadablePhotoError: It is no picture.
            ModelError: The model cannot be loaded, or gave nothing.
        """
        return self._look_at(model, picture)[0]

    def picture_thumbnail(self, model: ModelRow, picture: Path) -> bytes | None:
        """Small JPEG of any picture file, made where photos are looked at.

        Raises:
            UserError, UnreadablePhotoError, ModelError: See :meth:`picture_vector`.
        """
        return self._look_at(model, picture)[1]

    def _look_at(self, model: ModelRow, picture: Path) -> tuple[FloatArray, bytes | None]:
        try:
            now = picture.stat()
        except OSError as error:
            raise UserError(f"There is no file {display_path(picture)}.") from error
        # Words are typed behind a picture: it is looked at once, not at every letter.
        stamp = (now.st_mtime_ns, now.st_size)
        return self._picture(model.key, model.fingerprint, picture, stamp)

    def _encode_picture(
        self, key: str, _fingerprint: str, picture: Path, _stamp: tuple[int, int]
    ) -> tuple[FloatArray, bytes | None]:
        if not picture.is_file():
            raise UserError(f"There is no file {display_path(picture)}.")
        with self._context.encoders.lease(key) as process:
            outcome = next(iter(process.encode_photos([PhotoRequest(0, picture)])))
        if outcome.error is not None:
            raise UnreadablePhotoError(f"{display_path(picture)}: {outcome.error}")
        if outcome.vector is None:
            raise ModelError(f"The model “{key}” gave no vector for {display_path(picture)}.")
        vector: FloatArray = outcome.vector.astype("float32")
        return vector, outcome.thumbnail


def _folder(model: ModelRow) -> Path | None:
    return model.path if model.path is not None else resource("models", model.arch)


class _PooledTexts:
    """Encodes texts in the pool's process of a model."""

    def __init__(self, context: TaskContext, model: ModelRow) -> None:
        self._context = context
        self._model = model

    @property
    def fingerprint(self) -> str:
        return self._model.fingerprint

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        with self._context.encoders.lease(self._model.key) as process:
            return process.encode_texts(texts)


def nothing_found() -> RankedHits:
    """The answer of a library without vectors."""
    import numpy as np

    empty = np.empty(0, np.int64)
    return RankedHits(empty, np.empty(0, np.float32), 0, 0, 0, 0, "exact")
