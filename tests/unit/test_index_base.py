"""Sets of numbers are told as numpy tells them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from photoclip.index.base import distinct


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=30))
def test_each_number_is_given_once_and_ascending(numbers):
    given_numbers = np.array(numbers, np.int64)
    found = distinct(given_numbers)
    assert found.tolist() == sorted(set(numbers))
    assert found.dtype == np.int64
    assert given_numbers.tolist() == numbers
