"""HNSW against exact search, and the traps of hnswlib."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from photoclip.index.flat import FlatIndex
from photoclip.index.hnsw import HnswIndex, build
from photoclip.jobs.job import run_to_end


def clustered(n: int, dim: int, *, clusters: int, seed: int = 0) -> np.ndarray:
    """Unit vectors like those of photos: uneven clusters in a low-dimensional cone."""
    rng = np.random.default_rng(seed)
    sizes = rng.dirichlet(np.full(clusters, 0.5))
    centres = rng.standard_normal((clusters, dim)) * (1.0 / np.sqrt(1 + np.arange(dim) / 8))
    x = centres[rng.choice(clusters, n, p=sizes)] + 0.7 * rng.standard_normal((n, dim)) * (
        1.0 / np.sqrt(1 + np.arange(dim) / 8)
    )
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x.astype(np.float16)


@pytest.fixture(scope="module")
def many() -> np.ndarray:
    return clustered(20_200, 128, clusters=200)


@pytest.fixture(scope="module")
def graph(many: np.ndarray) -> HnswIndex:
    stored = many[:20_000]
    return run_to_end(build(np.arange(20_000), lambda ids: stored[ids], 128))


def test_recall_at_50_against_exact_search_is_95_percent(
    many: np.ndarray, graph: HnswIndex
) -> None:
    exact = FlatIndex(128)
    exact.add(np.arange(20_000), many[:20_000])
    recalls = []
    for query in many[20_000:].astype(np.float32):
        found, _ = graph.search(query, 50)
        recalls.append(len(np.intersect1d(found, exact.search(query, 50)[0])) / 50)
    assert np.mean(recalls) >= 0.95


def test_scores_are_inner_products_best_first(many: np.ndarray, graph: HnswIndex) -> None:
    query = many[20_100].astype(np.float32)
    ids, scores = graph.search(query, 30)
    np.testing.assert_allclose(scores, many[ids].astype(np.float32) @ query, atol=1e-5)
    assert (np.diff(scores) <= 0).all()


def test_more_neighbours_than_live_vectors_gives_all_live_ones() -> None:
    vectors = clustered(300, 32, clusters=10)
    index = HnswIndex(32, capacity=10)
    index.add(np.arange(300) + 1, vectors)
    index.remove(np.arange(1, 280))
    index.remove([1, 2, 9999])
    ids, _ = index.search(vectors[5].astype(np.float32), 500)
    assert sorted(ids.tolist()) == list(range(280, 301))
    assert len(index) == 21
    index.remove(index.ids())
    assert index.search(vectors[5].astype(np.float32), 5)[0].tolist() == []


def test_a_graph_that_reaches_too_few_is_answered_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = clustered(200, 32, clusters=5)
    index = HnswIndex(32)
    index.add(np.arange(200), vectors)

    class Unreachable:
        def __init__(self, graph: object) -> None:
            self._graph = graph

        def __getattr__(self, name: str) -> object:
            return getattr(self._graph, name)

        def knn_query(self, *_: object, **__: object) -> None:
            raise RuntimeError("Cannot return the results in a contiguous 2D array.")

    monkeypatch.setattr(index, "_graph", Unreachable(index._graph))
    query = vectors[3].astype(np.float32)
    ids, scores = index.search(query, 20)
    expected = vectors.astype(np.float32) @ query
    np.testing.assert_allclose(scores, np.sort(expected)[::-1][:20], atol=1e-6)
    assert ids[0] == 3


def test_a_removed_label_can_come_back() -> None:
    vectors = clustered(100, 32, clusters=5)
    index = HnswIndex(32)
    index.add(np.arange(100), vectors)
    index.remove([7])
    assert 7 not in index.search(vectors[7].astype(np.float32), 100)[0]
    index.add(np.array([7]), vectors[7:8])
    assert index.search(vectors[7].astype(np.float32), 1)[0].tolist() == [7]
    assert index.dead().tolist() == []
    with pytest.raises(ValueError, match="already"):
        index.add(np.array([7]), vectors[7:8])


def test_many_dead_labels_ask_for_a_new_graph() -> None:
    index = HnswIndex(16)
    index.add(np.arange(100), clustered(100, 16, clusters=3))
    index.remove(np.arange(30))
    assert not index.needs_rebuild
    index.remove([30])
    assert index.needs_rebuild


def test_ef_and_deletions_survive_saving(tmp_path: Path) -> None:
    vectors = clustered(2000, 32, clusters=20)
    index = HnswIndex(32)
    index.add(np.arange(2000), vectors)
    index.remove([5, 6])
    # a folder whose name is not UTF-8 must do
    folder = tmp_path / "caf\udce9"
    folder.mkdir()
    size, ids, dead = index.save(folder / "a.hnsw")
    assert (folder / "a.hnsw").stat().st_size == size
    loaded = HnswIndex.load(folder / "a.hnsw", 32, dead=dead)
    assert loaded.ids().tolist() == ids.tolist()
    assert loaded.dead().tolist() == [5, 6]
    query = vectors[5].astype(np.float32)
    np.testing.assert_array_equal(loaded.search(query, 100)[0], index.search(query, 100)[0])


def test_searches_beside_additions_and_removals_always_answer() -> None:
    vectors = clustered(6000, 32, clusters=30)
    index = HnswIndex(32, capacity=16)
    index.add(np.arange(1000), vectors[:1000])
    failures: list[str] = []
    done = threading.Event()

    def look(seed: int) -> None:
        rng = np.random.default_rng(seed)
        while not done.is_set():
            row = int(rng.integers(500))
            ids, scores = index.search(vectors[row].astype(np.float32), 20)
            if len(ids) != 20 or scores[0] < 0.99:
                failures.append(f"{row}: {len(ids)} {scores[:1]}")

    threads = [threading.Thread(target=look, args=(seed,)) for seed in range(2)]
    for thread in threads:
        thread.start()
    for start in range(1000, 6000, 500):
        index.add(np.arange(start, start + 500), vectors[start : start + 500])
        index.remove(np.arange(start - 500, start - 400))
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(index) == 5000
