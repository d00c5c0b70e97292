"""Products of stored vectors are those of their float32 copies, for one query and for many."""

from __future__ import annotations

import numpy as np
import pytest

from photoclip.index.half import products


@pytest.mark.parametrize("count", [0, 1, 3, 8, 9, 40])
@pytest.mark.parametrize("rows", [0, 1, 5000])
def test_any_number_of_queries_gives_the_products_of_float32_copies(count: int, rows: int) -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((rows, 24)).astype(np.float16)
    queries = rng.standard_normal((24, count)).astype(np.float32)
    found = products(vectors, queries)
    assert (found.shape, found.dtype) == ((rows, count), np.float32)
    np.testing.assert_allclose(found, vectors.astype(np.float32) @ queries, rtol=1e-4, atol=1e-4)


def test_a_single_query_gives_one_number_a_row() -> None:
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((3000, 24)).astype(np.float16)
    query = rng.standard_normal(24).astype(np.float32)
    found = products(vectors, query)
    assert found.shape == (3000,)
    np.testing.assert_allclose(found, vectors.astype(np.float32) @ query, rtol=1e-4, atol=1e-4)
