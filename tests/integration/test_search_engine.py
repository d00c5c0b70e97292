"""The engine on a real catalog: planner, filters, copies, changes, similar photos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photoclip.catalog import embeddings, photo_files
from photoclip.catalog.database import Database
from photoclip.index.store import IndexStore
from photoclip.jobs.job import run_to_end
from photoclip.search.engine import SearchEngine, open_store

DIM = 48


def unit(x: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


class Space:
    """Concepts as directions; photos and texts are noisy mixtures, as in a real model."""

    def __init__(self, seed: int = 0, concepts: int = 400) -> None:
        self.rng = np.random.default_rng(seed)
        self.concepts = unit(self.rng.standard_normal((concepts, DIM)))

    def photos_of(self, concept: int, count: int) -> np.ndarray:
        noise = unit(self.rng.standard_normal((count, DIM)))
        return unit(self.concepts[concept] + 0.8 * noise).astype(np.float16)

    def background(self) -> np.ndarray:
        """Texts of concepts 100 and up, which no photo of these tests shows."""
        chosen = self.concepts[100:]
        return unit(chosen + 0.3 * unit(self.rng.standard_normal(chosen.shape)))


class Catalog:
    """What a test needs: photos with vectors, and engines on them."""

    def __init__(self, vectors: Any) -> None:
        self.db: Database = vectors.db
        self._vectors = vectors

    def add(self, vectors: np.ndarray, pixels: Sequence[int] | None = None) -> np.ndarray:
        return np.asarray(self._vectors.add(vectors, pixels))

    def engine(
        self, space: Space, *, store: IndexStore | None = None, exact_limit: int = 50_000
    ) -> SearchEngine:
        bank = space.background()
        return SearchEngine(
            self.db,
            model_id=self._vectors.model_id,
            dim=DIM,
            background=lambda: bank,
            store=store,
            exact_limit=exact_limit,
        )


@pytest.fixture
def catalog(vector_catalog: Any) -> Catalog:
    return Catalog(vector_catalog)


@pytest.fixture
def space() -> Space:
    return Space()


def test_photos_of_a_concept_are_likely_and_an_absent_one_has_none(
    catalog: Catalog, space: Space
) -> None:
    ids = {concept: catalog.add(space.photos_of(concept, 12)) for concept in range(30)}
    engine = catalog.engine(space)
    for concept in range(30):
        hits = engine.search_vector(space.concepts[concept])
        assert set(hits.photo_ids[: hits.likely].tolist()) >= set(ids[concept][:6].tolist())
        assert hits.likely <= 24
        assert hits.hidden == 360 - len(hits.photo_ids)
        assert hits.candidates == 360
        assert hits.bands[0] == "likely"
        assert (np.diff(hits.scores) <= 0).all()
    absent = [engine.search_vector(space.concepts[c]).likely > 0 for c in range(40, 90)]
    assert np.mean(absent) <= 0.1


def test_an_empty_library_answers_nothing(catalog: Catalog, space: Space) -> None:
    first = catalog.add(space.photos_of(5, 1))
    catalog.db.write(lambda c: photo_files.mark_missing(c, first.tolist()))
    hits = catalog.engine(space).search_vector(space.concepts[0])
    assert (len(hits.photo_ids), hits.hidden, hits.candidates) == (0, 0, 0)
    assert hits.bands == ()
    one = catalog.add(space.photos_of(1, 1))
    engine = catalog.engine(space)
    assert engine.search_vector(space.concepts[1], include_hidden=True).photo_ids.tolist() == [
        one[0]
    ]
    alone = engine.similar(int(one[0]))
    assert alone is not None
    assert alone.candidates == 0


def test_hidden_photos_come_when_asked_for_and_the_limit_counts_as_hidden(
    catalog: Catalog, space: Space
) -> None:
    for concept in range(10):
        catalog.add(space.photos_of(concept, 10))
    engine = catalog.engine(space)
    everything = engine.search_vector(space.concepts[3], limit=1000, include_hidden=True)
    assert len(everything.photo_ids) == 100
    assert everything.hidden == 0
    assert everything.bands[-1] == "hidden"
    few = engine.search_vector(space.concepts[3], limit=4)
    assert len(few.photo_ids) == 4
    assert few.hidden == 96
    assert few.photo_ids.tolist() == everything.photo_ids[:4].tolist()
    assert engine.search_vector(space.concepts[3], limit=0).hidden == 100


def test_copies_are_all_found_with_the_same_score_in_order_of_id(
    catalog: Catalog, space: Space
) -> None:
    for concept in range(20):
        catalog.add(space.photos_of(concept, 5))
    vector = unit(space.concepts[50]).astype(np.float16)
    copies = catalog.add(np.stack([vector] * 3), pixels=[9000] * 3)
    hits = catalog.engine(space).search_vector(space.concepts[50])
    assert hits.photo_ids[:3].tolist() == copies.tolist()
    assert len(set(hits.scores[:3].tolist())) == 1
    assert hits.likely >= 3


@pytest.mark.parametrize("share", [1, 5, 20, 60, 100])
def test_filtered_search_is_exact_for_every_selectivity(
    catalog: Catalog, space: Space, share: int
) -> None:
    ids = np.concatenate([catalog.add(space.photos_of(concept, 20)) for concept in range(15)])
    catalog.add(np.stack([space.photos_of(3, 1)[0]] * 2), pixels=[7000, 7000])
    engine = catalog.engine(space)
    rng = np.random.default_rng(share)
    chosen = np.sort(rng.choice(ids, max(1, len(ids) * share // 100), replace=False))
    query = space.concepts[3]
    everything = engine.search_vector(query, limit=1000, include_hidden=True, exact=True)
    some = engine.search_vector(query, limit=1000, include_hidden=True, candidates=chosen)
    expected = everything.photo_ids[np.isin(everything.photo_ids, chosen)]
    assert some.photo_ids.tolist() == expected.tolist()
    assert some.candidates == len(chosen)
    assert some.used == "exact"


def test_a_filter_leaves_out_copies_that_it_does_not_name(catalog: Catalog, space: Space) -> None:
    ids = catalog.add(np.stack([space.photos_of(2, 1)[0]] * 3), pixels=[1, 1, 1])
    unknown = np.array([10_000])
    engine = catalog.engine(space)
    hits = engine.search_vector(space.concepts[2], candidates=ids[1:2], include_hidden=True)
    assert hits.photo_ids.tolist() == [ids[1]]
    assert engine.search_vector(space.concepts[2], candidates=unknown).candidates == 0


def test_new_and_removed_photos_are_seen_after_a_change(catalog: Catalog, space: Space) -> None:
    old = catalog.add(space.photos_of(0, 5))
    engine = catalog.engine(space)
    assert engine.search_vector(space.concepts[0], include_hidden=True).candidates == 5
    new = catalog.add(space.photos_of(1, 5))
    engine.invalidate()
    hits = engine.search_vector(space.concepts[1], include_hidden=True)
    assert set(hits.photo_ids[:5].tolist()) == set(new.tolist())
    catalog.db.write(lambda c: photo_files.mark_missing(c, old.tolist()))
    engine.invalidate()
    assert engine.search_vector(space.concepts[0], include_hidden=True).candidates == 5
    catalog.db.write(lambda c: c.execute("DELETE FROM photos WHERE id = ?", (int(old[0]),)))
    catalog.db.write(embeddings.prune_orphans)
    engine.invalidate()
    assert len(engine.vectors().view) == 9


def test_similar_leaves_the_photo_out_and_shows_copies_first(
    catalog: Catalog, space: Space
) -> None:
    for concept in range(40):
        catalog.add(space.photos_of(concept, 3))
    burst = unit(space.concepts[60] + 0.05 * space.rng.standard_normal((4, DIM)))
    burst = burst.astype(np.float16)
    shots = catalog.add(burst, pixels=[500, 501, 502, 503])
    copies = catalog.add(burst[:1].repeat(2, axis=0), pixels=[500, 500])
    engine = catalog.engine(space)
    hits = engine.similar(int(shots[0]))
    assert hits is not None
    assert shots[0] not in hits.photo_ids
    assert hits.photo_ids[:2].tolist() == copies.tolist()
    assert set(hits.photo_ids[:5].tolist()) == {*copies.tolist(), *shots[1:].tolist()}
    assert hits.likely >= 5
    assert hits.likely <= 10
    assert hits.candidates == 40 * 3 + 5
    only = engine.similar(int(shots[0]), candidates=shots[:2], include_hidden=True)
    assert only is not None
    assert only.photo_ids.tolist() == [shots[1]]
    assert only.candidates == 1


def test_a_photo_like_no_other_has_no_likely_ones(catalog: Catalog, space: Space) -> None:
    for concept in range(60):
        catalog.add(space.photos_of(concept, 4))
    lonely = catalog.add(space.photos_of(90, 1))
    hits = catalog.engine(space).similar(int(lonely[0]))
    assert hits is not None
    assert hits.likely == 0


def test_similar_to_a_photo_without_a_vector_is_none(catalog: Catalog, space: Space) -> None:
    catalog.add(space.photos_of(0, 2))
    engine = catalog.engine(space)
    assert engine.similar(12345) is None
    assert engine.vector_of(12345) is None
    vector = engine.vector_of(1)
    assert vector is not None
    assert vector.dtype == np.float32


class TestLargeLibrary:
    """Above the limit (here 500) the graph answers."""

    @pytest.fixture
    def filled(self, catalog: Catalog, space: Space) -> Catalog:
        for concept in range(90):
            catalog.add(space.photos_of(concept, 30))
        return catalog

    def large(self, catalog: Catalog, space: Space, folder: Path) -> SearchEngine:
        store = open_store(folder, catalog.db, fingerprint="f", dim=DIM)
        return catalog.engine(space, store=store, exact_limit=500)

    def test_exact_and_graph_give_the_same_bands(
        self, filled: Catalog, space: Space, tmp_path: Path
    ) -> None:
        engine = self.large(filled, space, tmp_path / "i")
        assert engine.wants_graph
        before = engine.search_vector(space.concepts[0])
        assert before.used == "exact"
        run_to_end(engine.graph_job())
        assert not engine.wants_graph
        for concept in range(0, 98, 7):
            by_graph = engine.search_vector(space.concepts[concept], limit=50)
            exactly = engine.search_vector(space.concepts[concept], limit=50, exact=True)
            assert (by_graph.used, exactly.used) == ("hnsw", "exact")
            assert abs(by_graph.likely - exactly.likely) <= 1
            assert abs(by_graph.maybe - exactly.maybe) <= 2
            common = np.intersect1d(by_graph.photo_ids, exactly.photo_ids)
            assert len(common) >= 0.98 * len(exactly.photo_ids)
            assert by_graph.candidates == exactly.candidates
        chosen = np.arange(1, 100)
        assert engine.search_vector(space.concepts[0], candidates=chosen).used == "exact"
        engine.close()

    def test_photos_that_the_graph_does_not_hold_yet_are_found(
        self, filled: Catalog, space: Space, tmp_path: Path
    ) -> None:
        engine = self.large(filled, space, tmp_path / "i")
        run_to_end(engine.graph_job())
        new = filled.add(space.photos_of(95, 5))
        gone = engine.search_vector(space.concepts[7], limit=1).photo_ids
        filled.db.write(lambda c: c.execute("DELETE FROM photos WHERE id = ?", (int(gone[0]),)))
        filled.db.write(embeddings.prune_orphans)
        engine.invalidate()
        hits = engine.search_vector(space.concepts[95])
        assert hits.used == "hnsw"
        assert set(hits.photo_ids[:5].tolist()) == set(new.tolist())
        assert gone[0] not in engine.search_vector(space.concepts[7]).photo_ids
        assert engine.wants_graph
        assert run_to_end(engine.graph_job()) == ""
        assert not engine.wants_graph
        engine.close()

    def test_a_damaged_graph_file_is_answered_exactly_and_built_anew(
        self, filled: Catalog, space: Space, tmp_path: Path
    ) -> None:
        folder = tmp_path / "i"
        first = self.large(filled, space, folder)
        run_to_end(first.graph_job())
        first.close()
        (path,) = folder.glob("*.hnsw")
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 255
        path.write_bytes(data)
        second = self.large(filled, space, folder)
        assert second.search_vector(space.concepts[0]).used == "exact"
        assert "damaged" in run_to_end(second.graph_job())
        assert second.search_vector(space.concepts[0]).used == "hnsw"
        second.close()
        third = self.large(filled, space, folder)
        assert run_to_end(third.graph_job()) == ""
        third.close()

    def test_a_graph_that_cannot_be_saved_still_answers(
        self, filled: Catalog, space: Space, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine = self.large(filled, space, tmp_path / "i")
        monkeypatch.setattr("photoclip.index.store.Path.rename", _refuse)
        assert "saved" in run_to_end(engine.graph_job())
        assert engine.search_vector(space.concepts[0]).used == "hnsw"
        engine.close()


def _refuse(*_: object) -> None:
    raise OSError(28, "No space left on device")
