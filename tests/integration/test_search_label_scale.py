"""Labels are measured by the calibration of search, many at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from photoclip.search.engine import SearchEngine
from photoclip.search.relevance import LABELS

DIM = 48


def unit(x: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


@pytest.fixture
def engine(vector_catalog: Any) -> SearchEngine:
    rng = np.random.default_rng(3)
    concepts = unit(rng.standard_normal((330, DIM)))
    for concept in range(30):
        offset = unit(rng.standard_normal((20, DIM)))
        vector_catalog.add(unit(concepts[concept] + 0.7 * offset).astype(np.float16))
    made = SearchEngine(
        vector_catalog.db,
        model_id=vector_catalog.model_id,
        dim=DIM,
        background=lambda: concepts[30:],
    )
    made.queries = concepts[[0, 1, 2, 200]]  # type: ignore[attr-defined]
    return made


def test_labels_together_are_as_sure_as_each_alone(engine: SearchEngine) -> None:
    queries, scale = engine.queries, engine.label_scale()  # type: ignore[attr-defined]
    everything = slice(None)
    together = scale.evidence(queries, scale.scores(queries, everything), everything)
    assert together.shape == (600, 4)
    for at in range(4):
        one = queries[at : at + 1]
        alone = scale.evidence(one, scale.scores(one, everything), everything)
        np.testing.assert_allclose(together[:, at], alone[:, 0], rtol=1e-4, atol=1e-4)
    part = slice(100, 200)
    np.testing.assert_allclose(
        scale.evidence(queries, scale.scores(queries, part), part),
        together[part],
        rtol=1e-4,
        atol=1e-4,
    )


def test_as_many_photos_lie_above_the_line_as_search_calls_likely(engine: SearchEngine) -> None:
    queries, scale = engine.queries, engine.label_scale()  # type: ignore[attr-defined]
    everything = slice(None)
    evidence = scale.evidence(queries, scale.scores(queries, everything), everything)
    for at in range(3):
        likely = engine.search_vector(queries[at], limit=600, strictness=LABELS).likely
        assert likely > 0
        assert abs(int((evidence[:, at] >= scale.line(evidence[:, at])).sum()) - likely) <= 1


def test_nothing_lies_above_the_line_of_a_label_that_is_not_there(engine: SearchEngine) -> None:
    scale = engine.label_scale()
    evidence = np.random.default_rng(0).normal(-3, 0.5, 600).astype(np.float32)
    line = scale.line(evidence)
    assert np.isfinite(line)
    assert not (evidence >= line).any()
    assert scale.line(np.empty(0, np.float32)) == 0.0


def test_photos_that_cannot_be_searched_are_left_out(
    engine: SearchEngine, vector_catalog: Any
) -> None:
    before = engine.label_scale().size
    vector_catalog.db.write(
        lambda c: c.execute("UPDATE photos SET state = 'missing' WHERE id <= 5")
    )
    engine.invalidate()
    scale = engine.label_scale()
    assert scale.size == before - 5
    assert len(scale.vectors()) == scale.size
    queries = engine.queries  # type: ignore[attr-defined]
    own = scale.photos.view.vectors[scale.rows].astype(np.float32) @ queries.T
    np.testing.assert_allclose(scale.scores(queries, slice(None)), own, atol=1e-4)
