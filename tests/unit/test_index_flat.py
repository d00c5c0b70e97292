"""Exact search is the reference: it must be exact."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.index.flat import FlatIndex, top_rows
from photoclip.index.half import products, widen


def unit(n: int, dim: int, seed: int = 0) -> np.ndarray:
    x = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float16)


def test_every_finite_half_number_widens_exactly() -> None:
    half = np.arange(65536, dtype=np.uint16).view(np.float16)
    half = half[np.isfinite(half)][None, :]
    wide = widen(half, np.empty(half.shape, np.float32)).astype(np.float64) * 2.0**112
    np.testing.assert_array_equal(wide, half.astype(np.float64))


@pytest.mark.parametrize("n", [0, 1, 511, 512, 513, 2000])
def test_products_equal_those_of_float32_copies(n: int) -> None:
    vectors, query = unit(n, 40), unit(1, 40, 7)[0].astype(np.float32)
    np.testing.assert_allclose(
        products(vectors, query), vectors.astype(np.float32) @ query, atol=2e-7
    )
    queries = unit(40, 3, 8).astype(np.float32)
    np.testing.assert_allclose(
        products(vectors, queries), vectors.astype(np.float32) @ queries, atol=2e-6
    )


@given(
    scores=st.lists(st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0]), max_size=40),
    k=st.integers(-1, 45),
)
@settings(max_examples=200, deadline=None)
def test_top_rows_are_those_of_a_stable_full_sort(scores: list[float], k: int) -> None:
    array = np.array(scores, np.float32)
    expected = sorted(range(len(scores)), key=lambda row: (-scores[row], row))[: max(k, 0)]
    assert top_rows(array, k).tolist() == expected


def test_equal_scores_come_in_order_of_their_id() -> None:
    index = FlatIndex(8)
    same = np.repeat(unit(1, 8), 6, axis=0)
    index.add(np.array([40, 10, 30]), same[:3])
    index.add(np.array([20, 60, 50]), same[3:])
    ids, _ = index.search(same[0].astype(np.float32), 4)
    assert ids.tolist() == [10, 20, 30, 40]


def test_search_finds_what_a_full_comparison_finds() -> None:
    vectors = unit(3000, 64)
    index = FlatIndex(64)
    for start in range(0, 3000, 700):
        part = vectors[start : start + 700]
        index.add(np.arange(start, start + len(part)) * 3 + 1, part)
    query = unit(1, 64, 5)[0].astype(np.float32)
    ids, scores = index.search(query, 50)
    expected = vectors.astype(np.float32) @ query
    order = np.argsort(-expected, kind="stable")[:50]
    assert ids.tolist() == (order * 3 + 1).tolist()
    np.testing.assert_allclose(scores, expected[order], atol=1e-6)
    np.testing.assert_allclose(index.view().scores_of(query, order), expected[order], atol=1e-6)


def test_asking_for_more_than_there_is_gives_all() -> None:
    index = FlatIndex(4)
    assert index.search(np.ones(4, np.float32), 5)[0].tolist() == []
    index.add(np.array([7]), unit(1, 4))
    assert index.search(np.ones(4, np.float32), 5)[0].tolist() == [7]


def test_a_view_never_changes() -> None:
    index = FlatIndex(16)
    index.add(np.arange(10), unit(10, 16))
    view = index.view()
    before = view.vectors.copy()
    index.add(np.arange(10, 400), unit(390, 16, 2))
    index.remove([3, 4, 999])
    index.add(np.array([3]), unit(1, 16, 9))
    assert len(view) == 10
    np.testing.assert_array_equal(view.vectors, before)
    assert len(index) == 399
    assert index.ids().tolist() == [*range(4), *range(5, 400)]
    assert index.view().rows_of(np.array([0, 4, 5, 999])).tolist() == [0, -1, 4, -1]


def test_a_label_cannot_be_added_twice() -> None:
    index = FlatIndex(4)
    index.add(np.array([1, 2]), unit(2, 4))
    with pytest.raises(ValueError, match="already"):
        index.add(np.array([2]), unit(1, 4))
    with pytest.raises(ValueError, match="already"):
        index.add(np.array([5, 5]), unit(2, 4))
    with pytest.raises(ValueError, match="expected"):
        index.add(np.array([9]), unit(1, 5))
    assert index.ids().tolist() == [1, 2]


def test_numbers_that_are_not_finite_are_never_found() -> None:
    index = FlatIndex(4)
    bad = unit(3, 4)
    bad[1, 2] = np.nan
    bad[2, :] = np.inf
    index.add(np.array([1, 2, 3]), bad)
    query = bad[0].astype(np.float32)
    assert index.search(query, 1)[0].tolist() == [1]
    assert np.isfinite(index.view().scores(query)).all()


def test_searches_beside_additions_see_whole_states() -> None:
    vectors = unit(4000, 32)
    index = FlatIndex(32)
    failures: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            view = index.view()
            if not len(view):
                continue
            row = len(view) - 1
            ids, scores = view.search(vectors[row].astype(np.float32), 1)
            if scores[0] < 0.99 or ids[0] != row:
                failures.append(f"{row}: {ids} {scores}")

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for start in range(0, 4000, 40):
        index.add(np.arange(start, start + 40), vectors[start : start + 40])
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
