"""Rankings put together: reciprocal ranks, literal matches, alternatives."""

from __future__ import annotations

import numpy as np

from photoclip.search.fusion import Answer, any_of, everything, reciprocal_ranks, with_literal
from photoclip.search.ranked import RankedHits
from photoclip.search.relevance import Cuts


def ids(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def hits(photo_ids: np.ndarray, likely: int, maybe: int, *, more: int = 0) -> RankedHits:
    scores = np.linspace(0.9, 0.1, len(photo_ids)).astype(np.float32)
    cuts = Cuts(0.5, float(scores[likely + maybe - 1]) if likely + maybe else np.inf)
    return RankedHits(
        photo_ids, scores, likely, maybe, 100 - len(photo_ids), 100, "exact", cuts, more
    )


def answer(photo_ids: np.ndarray, likely: int, maybe: int, literal: int = 0) -> Answer:
    scores = np.ones(len(photo_ids), np.float32)
    return Answer(photo_ids, scores, likely, maybe, 50, likely + maybe, literal)


def test_reciprocal_ranks_prefer_what_both_rankings_know() -> None:
    # 3: 1/63 + 1/61, 2: 2/62, 1: 1/61, 9: 1/63.
    assert reciprocal_ranks([ids(1, 2, 3), ids(3, 2, 9)]).tolist() == [3, 2, 1, 9]
    assert reciprocal_ranks([ids(5, 4)]).tolist() == [5, 4]
    assert reciprocal_ranks([ids(7, 1), ids(1, 7)]).tolist() == [1, 7], "equal ones by id"
    assert reciprocal_ranks([]).tolist() == []


def test_without_literal_matches_the_models_answer_stands() -> None:
    found = with_literal(hits(ids(1, 2, 3), 1, 1, more=4), ids(), np.zeros(0, np.float32))
    assert found.photo_ids.tolist() == [1, 2, 3]
    assert (found.likely, found.maybe, found.fit, found.literal) == (1, 1, 6, 0)
    assert found.bands == ["likely", "maybe", "hidden"]


def test_literal_matches_come_first_as_likely_and_once() -> None:
    scores = np.array([-np.inf, 0.9], np.float32)
    found = with_literal(hits(ids(1, 2, 3, 4), 2, 1), ids(8, 1), scores)
    assert found.photo_ids.tolist() == [1, 8, 2, 3, 4], "8 has no vector"
    assert (found.likely, found.maybe, found.literal) == (3, 1, 2)
    assert found.scores[1] == 0.0
    assert found.candidates == 101
    assert found.fit == 4


def test_literal_matches_that_fit_beyond_the_limit_are_counted_once() -> None:
    # The model shows three of seven that fit; of its other four one holds the word.
    model = hits(ids(1, 2, 3), 2, 1, more=4)
    found = with_literal(model, ids(9, 2), np.array([0.5, 0.5], np.float32))
    assert found.fit == 7


def test_cutting_keeps_the_bands_right() -> None:
    whole = answer(ids(1, 2, 3, 4), 2, 1, literal=1)
    assert whole.first(10).photo_ids.tolist() == [1, 2, 3, 4]
    cut = whole.first(2)
    assert (cut.likely, cut.maybe, cut.literal, cut.fit) == (2, 0, 1, 3)
    none = whole.first(0)
    assert (len(none.photo_ids), none.likely, none.fit) == (0, 0, 3)


def test_alternatives_take_turns_within_a_band() -> None:
    one = answer(ids(1, 2, 3, 4), 2, 1)
    other = answer(ids(5, 2, 1), 1, 1)
    either = any_of([one, other], candidates=60)
    assert either.photo_ids.tolist() == [1, 5, 2, 3, 4]
    assert either.bands == ["likely", "likely", "likely", "maybe", "hidden"]
    assert (either.candidates, either.fit) == (60, 4)


def test_literal_matches_of_any_alternative_stand_before_all_others() -> None:
    one = answer(ids(1, 2, 3), 3, 0)
    other = answer(ids(9, 8), 2, 0, literal=1)
    either = any_of([one, other], candidates=60)
    assert either.photo_ids.tolist() == [9, 1, 2, 8, 3]
    assert either.literal == 1
    assert either.likely == 5


def test_photos_of_a_filter_are_all_the_answer() -> None:
    found = everything(ids(4, 2))
    assert found.bands == ["likely", "likely"]
    assert (found.candidates, found.fit, found.scores.tolist()) == (2, 2, [1.0, 1.0])
    assert any_of([found], candidates=2) is found
