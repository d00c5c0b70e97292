"""Which mixture of base and tuned weights to offer, if any (WiSE-FT); plain numbers only.

Wortsman et al. 2022 (arXiv 2109.01903) interpolate the weights of the base model (α = 0)
and the tuned one (α = 1): what is between often keeps most of the new and nearly all of
the old. The α with the best validation score within the limits is chosen, and it must be
better by more than chance gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LEVEL: Final = 0.025
"""Chance of so large a gain without a real one, below which a gain counts.

That the epoch was chosen on the same photos is not paid for: models that learnt shuffled
captions, and of which the best of twelve epochs was taken, were offered in 6 % of 240 runs.
"""

_FLIPS: Final = 4000
_FLIPS_AT_ONCE: Final = 500
_SAME: Final = 1e-6


@dataclass(frozen=True, slots=True)
class SetScore:
    """Zero-shot top-1 accuracy on one labelled set.

    Attributes:
        name: For people.
        photos: How many photos it has.
        hits: How many of them get the right label.
    """

    name: str
    photos: int
    hits: int

    @property
    def percent(self) -> float:
        """Share of hits, 0..100."""
        return 100 * self.hits / self.photos


@dataclass(frozen=True, slots=True)
class Point:
    """What one α gives.

    Attributes:
        alpha: Weight of the tuned model; 0 is the base model.
        score: Validation score on all held-out photos, 0..100.
        choosing: The same on the photos that α is chosen on.
        reporting: The same on those that no choice saw; None where there is no such half.
        overlap: Mean overlap of the first results with the base model's, 0..1.
        labelled: Accuracy on labelled sets, in the order of the base's.
    """

    alpha: float
    score: float
    choosing: float
    reporting: float | None
    overlap: float
    labelled: tuple[SetScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a tuned model may lose.

    Attributes:
        min_overlap: Least mean overlap of the first results, 0..1.
        max_labelled_drop: Most percentage points that a labelled set may lose. One photo
            more or less is never a loss.
    """

    min_overlap: float
    max_labelled_drop: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided.

    Attributes:
        alpha: The α to offer; 0 keeps the base model.
        candidate: The α that the decision was about; the same if it is offered. Zero if
            no other α than 0 was tried.
        improved: Whether it is offered.
        reason: Why not, as the end of "Kept your current model: …"; empty if offered.
        chance: Probability of so large a gain by chance alone; 1 where nothing gained.
    """

    alpha: float
    candidate: float
    improved: bool
    reason: str
    chance: float


def broken_limit(point: Point, base: Point, limits: Limits) -> str:
    """Which limit a point breaks, as part of a sentence; empty if none."""
    if point.overlap < limits.min_overlap - _SAME:
        return (
            f"only {100 * point.overlap:.0f} % of the first results of general queries stayed"
            f" the same (at least {100 * limits.min_overlap:.0f} % must)"
        )
    for now, before in zip(point.labelled, base.labelled, strict=True):
        lost = before.percent - now.percent
        if lost > limits.max_labelled_drop + _SAME and before.hits - now.hits > 1:
            return (
                f"the labelled set “{now.name}” lost {lost:.1f} points"
                f" (at most {limits.max_labelled_drop:g} is allowed)"
            )
    return ""


def choose(
    points: Sequence[Point], effects: FloatArray, limits: Limits, *, seed: int = 0
) -> Choice:
    """Choose α.

    Among the points within the limits the one with the best score is taken, of equal ones
    the least α. Its gain must be beyond chance (see :func:`chance_of_gain`) and, where
    some photos were kept out of the choice, show there too.

    Args:
        points: At least the base model's, α = 0.
        effects: By how much each group of photos moves the score against the base model's,
            in the order of ``points``, shape (points, groups); rows add up to the
            difference of ``score``.
        limits: What may be lost.
        seed: Seed of the test.
    """
    base = next(point for point in points if point.alpha == 0)
    tried = [(i, point) for i, point in enumerate(points) if point.alpha > 0]
    if not tried:
        return Choice(0.0, 0.0, False, "no mixture with the tuned weights was tried.", 1.0)
    best = _best([point for _, point in tried])
    if not _gains(best, base):
        return _kept(best.alpha, _nothing_gained(best, base))
    inside = [(i, point) for i, point in tried if not broken_limit(point, base, limits)]
    gaining = [point for _, point in inside if _gains(point, base)]
    if not gaining:
        return _kept(best.alpha, _limited(best, base, limits, rest=bool(inside)))
    found = _best(gaining)
    rows = [i for i, _ in inside]
    chance = chance_of_gain(effects[rows], effects[points.index(found)].sum(), seed=seed)
    if found.score <= base.score + _SAME or chance > LEVEL:
        reason = _by_chance(found, base, effects.shape[1], chance)
        if best is not found:
            reason += f" More was not possible, because {broken_limit(best, base, limits)}."
        return _kept(found.alpha, reason, chance)
    if found.reporting is not None and found.reporting <= (base.reporting or 0.0) + _SAME:
        return _kept(found.alpha, _not_confirmed(found, base), chance)
    return Choice(found.alpha, found.alpha, True, "", chance)


def chance_of_gain(effects: FloatArray, gain: float, *, seed: int = 0) -> float:
    """Probability that the best of several α gains so much although none is better.

    A paired sign-flip test: if tuned and base model were equally good, each group's effect
    could as well have had the other sign. All α of a group are flipped together and the
    largest gain is compared, so trying many α is paid for (Westfall & Young 1993; Nichols
    & Holmes 2002, Human Brain Mapping 15).

    Args:
        effects: Effects of each group for each α, shape (α, groups).
        gain: What is to be judged.
        seed: Seed of the flips.
    """
    rng = np.random.default_rng(seed)
    # Groups that nothing happened to say nothing.
    moved = effects[:, np.abs(effects).max(0, initial=0.0) > 0]
    at_least = 1
    for _ in range(_FLIPS // _FLIPS_AT_ONCE):
        signs = rng.integers(0, 2, (_FLIPS_AT_ONCE, moved.shape[1])) * 2.0 - 1.0
        largest = (signs @ moved.T).max(1)
        at_least += int((largest >= gain - _SAME).sum())
    return at_least / (_FLIPS + 1)


def _gains(point: Point, base: Point) -> bool:
    return point.choosing > base.choosing + _SAME


def _best(points: Sequence[Point]) -> Point:
    """The best score that it is chosen by; of equal ones the least α."""
    return max(points, key=lambda point: (round(point.choosing, 6), -point.alpha))


def _kept(candidate: float, reason: str, chance: float = 1.0) -> Choice:
    return Choice(0.0, candidate, False, reason, chance)


def _nothing_gained(best: Point, base: Point) -> str:
    return (
        "no mixture of old and new found the held-out photos better (score"
        f" {best.choosing:.1f} at best, {base.choosing:.1f} now)."
    )


def _limited(best: Point, base: Point, limits: Limits, *, rest: bool) -> str:
    more = "; mixtures that kept within the limits gained nothing" if rest else ""
    return (
        "the tuned one found the held-out photos better (score"
        f" {best.choosing:.1f} instead of {base.choosing:.1f}), but"
        f" {broken_limit(best, base, limits)}{more}."
    )


def _by_chance(found: Point, base: Point, groups: int, chance: float) -> str:
    if found.score <= base.score + _SAME:
        return (
            "the gain on one half of the held-out photos is none on all of them (score"
            f" {found.score:.1f}, {base.score:.1f} now)."
        )
    return (
        f"the gain of {found.score - base.score:.1f} points is too small to be told from"
        f" chance with {groups} different held-out photos (probability {chance:.2f})."
        " More captioned photos would help."
    )


def _not_confirmed(found: Point, base: Point) -> str:
    return (
        f"the gain did not show on the held-out photos that no choice saw (score"
        f" {found.reporting:.1f}, {base.reporting:.1f} now)."
    )
