"""Which mixture is offered: limits, ties, chance, and the sentences that say why not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.search.splitting import FEWEST_GROUPS
from trainer.proof.interpolation import (
    LEVEL,
    Limits,
    Point,
    SetScore,
    broken_limit,
    chance_of_gain,
    choose,
)

LIMITS = Limits(min_overlap=0.7, max_labelled_drop=1.0)
GROUPS = 40


def points_of(
    scores: dict[float, float], *, overlaps: dict[float, float] | None = None
) -> list[Point]:
    same = overlaps or {}
    return [
        Point(alpha, score, score, None, same.get(alpha, 1.0)) for alpha, score in scores.items()
    ]


def steady(points: list[Point]) -> np.ndarray:
    """Effects that are the same for each group: the surest gain there can be."""
    return np.repeat([[(p.score - points[0].score) / GROUPS] for p in points], GROUPS, axis=1)


def test_the_best_score_within_the_limits_is_chosen():
    points = points_of({0: 50, 0.3: 55, 0.6: 60, 1: 58}, overlaps={0.6: 0.6, 1: 0.8})
    choice = choose(points, steady(points), LIMITS)
    assert (choice.alpha, choice.candidate, choice.improved, choice.reason) == (1, 1, True, "")


def test_of_equal_scores_the_smaller_alpha_is_chosen():
    points = points_of({0: 50, 0.3: 60, 0.6: 60, 1: 60})
    assert choose(points, steady(points), LIMITS).alpha == 0.3


def test_without_a_gain_the_base_model_is_kept_and_the_reason_names_both_scores():
    points = points_of({0: 50, 0.5: 50, 1: 41.2})
    choice = choose(points, steady(points), LIMITS)
    assert (choice.alpha, choice.improved) == (0, False)
    assert "found the held-out photos better (score 50.0 at best, 50.0 now)" in choice.reason


def test_a_gain_that_costs_too_much_is_refused_and_the_reason_names_what_it_cost():
    points = points_of({0: 50, 0.5: 60, 1: 70}, overlaps={0.5: 0.69, 1: 0.42})
    choice = choose(points, steady(points), LIMITS)
    assert (choice.alpha, choice.improved, choice.candidate) == (0, False, 1)
    assert "only 42 % of the first results" in choice.reason
    assert "(at least 70 % must)" in choice.reason


def test_a_labelled_set_that_loses_too_much_is_named():
    before, after = SetScore("Places", 200, 150), SetScore("Places", 200, 142)
    points = [
        Point(0, 50, 50, None, 1, (before,)),
        Point(0.5, 60, 60, None, 1, (after,)),
    ]
    choice = choose(points, steady(points), LIMITS)
    assert not choice.improved
    assert "“Places” lost 4.0 points (at most 1 is allowed)" in choice.reason


@given(st.integers(1, 60), st.data())
def test_one_photo_alone_never_decides_about_a_labelled_set(photos, data):
    hits = data.draw(st.integers(1, photos))
    base = Point(0, 50, 50, None, 1, (SetScore("x", photos, hits),))
    one = Point(1, 60, 60, None, 1, (SetScore("x", photos, hits - 1),))
    assert broken_limit(one, base, LIMITS) == ""
    if hits >= 2:
        two = Point(1, 60, 60, None, 1, (SetScore("x", photos, hits - 2),))
        assert broken_limit(two, base, LIMITS)


def test_exactly_at_the_limits_is_within_them():
    base = Point(0, 50, 50, None, 1, (SetScore("x", 300, 150),))
    edge = Point(1, 60, 60, None, 0.7, (SetScore("x", 300, 147),))
    assert broken_limit(edge, base, LIMITS) == ""


def test_a_gain_of_two_photos_among_many_is_not_told_from_chance():
    points = points_of({0: 50, 1: 51})
    effects = np.zeros((2, GROUPS))
    effects[1, :5] = [1, 1, 1, -1, -1]
    choice = choose(points, effects, LIMITS)
    assert not choice.improved
    assert choice.chance > LEVEL
    assert "too small to be told from chance with 40 different held-out photos" in choice.reason


def test_a_gain_on_a_handful_of_photos_is_never_enough():
    points = points_of({0: 0, 1: 100})
    effects = np.array([[0.0] * 4, [25.0] * 4])
    assert not choose(points, effects, LIMITS).improved


def test_a_gain_must_show_on_the_half_that_no_choice_saw():
    points = [Point(0, 50, 50, 50, 1), Point(1, 60, 72, 48, 1)]
    choice = choose(points, steady(points), LIMITS)
    assert not choice.improved
    assert "did not show on the held-out photos that no choice saw" in choice.reason
    shown = [Point(0, 50, 50, 50, 1), Point(1, 60, 65, 55, 1)]
    assert choose(shown, steady(shown), LIMITS).improved


def test_a_gain_on_the_half_that_is_chosen_on_alone_is_called_what_it_is():
    base, tuned = (
        Point(0, 50, 48, 52, 1.0),
        Point(1, 49, 53, 45, 1.0),
    )
    choice = choose([base, tuned], steady([base, tuned]), LIMITS)
    assert not choice.improved
    assert "none on all of them (score 49.0, 50.0 now)" in choice.reason
    assert "-1" not in choice.reason


def test_where_only_the_base_model_is_tried_it_is_kept():
    points = points_of({0: 50})
    choice = choose(points, np.zeros((1, GROUPS)), LIMITS)
    assert (choice.alpha, choice.candidate, choice.improved) == (0, 0, False)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=8),
    st.lists(st.floats(0, 1), min_size=8, max_size=8),
)
def test_what_is_offered_is_always_within_the_limits_and_better(scores, overlaps):
    points = [Point(0, 50, 50, None, 1)]
    for i, score in enumerate(scores):
        points.append(Point((i + 1) / 10, score, score, None, overlaps[i]))
    choice = choose(points, steady(points), LIMITS)
    offered = next(point for point in points if point.alpha == choice.alpha)
    assert offered.overlap >= LIMITS.min_overlap - 1e-6
    assert choice.improved == (choice.alpha > 0) == (not choice.reason)
    if choice.improved:
        assert offered.score > 50


def test_if_nothing_is_better_a_gain_is_seen_in_about_one_of_forty_runs():
    rng = np.random.default_rng(0)
    runs, seen = 400, 0
    for seed in range(runs):
        # Ten mixtures that go along with each other, as those of real weights do.
        steps = rng.normal(size=(10, 50)).cumsum(0)
        effects = steps * rng.standard_t(3, size=50)
        gain = effects.sum(1).max()
        seen += chance_of_gain(effects, gain, seed=seed) <= LEVEL
    assert seen / runs <= 2 * LEVEL


def test_trying_more_mixtures_makes_the_same_gain_less_sure():
    rng = np.random.default_rng(3)
    effects = rng.normal(size=(12, 60))
    effects[0] += 0.3
    gain = effects[0].sum()
    assert chance_of_gain(effects[:1], gain) < chance_of_gain(effects, gain)


@pytest.mark.parametrize("groups", [0, 30])
def test_without_any_effect_nothing_is_sure(groups):
    assert chance_of_gain(np.zeros((3, groups)), 0.0) == 1


def test_as_few_groups_as_are_held_out_can_tell_a_sure_gain_from_chance():
    assert chance_of_gain(np.ones((1, FEWEST_GROUPS)), FEWEST_GROUPS) <= LEVEL
    assert chance_of_gain(np.ones((1, FEWEST_GROUPS - 1)), FEWEST_GROUPS - 1) > LEVEL
