"""A catalog with made-up vectors, and queries on it as the library runs them; no model."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from photoclip.catalog import crops
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import ModelRow
from photoclip.errors import UserError
from photoclip.index.store import IndexStore
from photoclip.jobs.tasks.querying import QueryRunner, Wish
from photoclip.paths import LibraryPaths
from photoclip.search.engine import SearchEngine
from photoclip.search.fusion import Answer

DIM = 48


def unit(x: np.ndarray) -> np.ndarray:
    """Rows brought to length 1, float32."""
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


class QueryWorld:
    """Photos about concepts; the sentence "c7" is about concept 7, other words about none.

    Attributes:
        db: The catalog.
        concepts: Unit vectors, one a concept.
    """

    def __init__(
        self, vectors: Any, *, store: IndexStore | None = None, exact_limit: int = 50_000
    ) -> None:
        self.db = vectors.db
        self.rng = np.random.default_rng(1)
        self.concepts = unit(self.rng.standard_normal((400, DIM)))
        self.encoded: list[str] = []
        self._vectors = vectors
        self._switches: dict[str, Any] = {"store": store, "exact_limit": exact_limit}
        self._engine: SearchEngine | None = None

    def add(
        self,
        concept: int,
        count: int = 1,
        pixels: Sequence[int] | None = None,
        *,
        noise: float = 0.8,
    ) -> list[int]:
        """Add photos about a concept; equal numbers in ``pixels`` are copies."""
        offset = unit(self.rng.standard_normal((count, DIM)))
        found = unit(self.concepts[concept] + noise * offset).astype(np.float16)
        if pixels is not None:
            first = {number: at for at, number in reversed(list(enumerate(pixels)))}
            found = found[[first[number] for number in pixels]]
        ids = self._vectors.add(found, pixels)
        self.changed()
        return [int(each) for each in ids]

    def add_crops(self, photo_id: int, concepts: Sequence[int]) -> None:
        """Give a photo crops, each about a concept."""
        (pixel_hash,) = self.one("SELECT pixel_hash FROM photos WHERE id = ?", photo_id)
        rows = self.concepts[list(concepts)].astype(np.float16)
        self.db.write(lambda c: crops.put(c, self.model.id, [(bytes(pixel_hash), rows)]))
        self.changed()

    def sql(self, statement: str, *values: object) -> None:
        """Write to the catalog."""

        def write(conn: Connection) -> None:
            conn.execute(statement, values)

        self.db.write(write)
        self.changed()

    def one(self, statement: str, *values: object) -> Any:
        """One row of the catalog."""
        with self.db.read() as conn:
            return conn.execute(statement, values).fetchone()

    def changed(self) -> None:
        """Tell the engine."""
        if self._engine is not None:
            self._engine.invalidate()

    @property
    def model(self) -> ModelRow:
        """The model whose vectors these are."""
        model_id = max(self._vectors.model_id, 1)
        return ModelRow(model_id, "m", "f", "a", DIM, "builtin", None, "active")

    @property
    def runner(self) -> QueryRunner:
        """Runs queries."""
        paths = LibraryPaths(self.db.path.parent)
        context: Any = SimpleNamespace(db=self.db, paths=paths)
        searcher: Any = self
        return QueryRunner(context, searcher, self.model)

    def ask(self, text: str, **wish: Any) -> Answer:
        """Answer a query."""
        return self.runner.run(text, Wish(**wish))

    def ids(self, text: str, **wish: Any) -> list[int]:
        """Ids of the answer to a query."""
        found: list[int] = self.ask(text, **wish).photo_ids.tolist()
        return found

    # --- what a Searcher gives -----------------------------------------------------

    def engine(self, model: ModelRow) -> SearchEngine:
        """The engine."""
        if self._engine is None:
            bank = unit(self.concepts[100:] + 0.3 * unit(self.rng.standard_normal((300, DIM))))
            self._engine = SearchEngine(
                self.db, model_id=model.id, dim=DIM, background=lambda: bank, **self._switches
            )
        return self._engine

    def text_vector(self, _model: ModelRow, text: str) -> np.ndarray:
        """About the concepts that a sentence names."""
        self.encoded.append(text)
        named = [int(number) for number in re.findall(r"\bc(\d+)", text)]
        if named:
            return unit(self.concepts[named].sum(axis=0))
        return unit(np.random.default_rng(zlib.crc32(text.encode())).standard_normal(DIM))

    def picture_vector(self, _model: ModelRow, picture: Path) -> np.ndarray:
        """A picture file of which the name tells what it shows."""
        if not picture.is_file():
            raise UserError("There is no file.")
        return self.text_vector(_model, picture.stem)
