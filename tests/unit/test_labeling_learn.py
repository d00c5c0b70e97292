"""Learning from decisions, on made-up vectors: better where it can be, and never a false claim."""

from __future__ import annotations

import math

import numpy as np
import pytest

from photoclip.labeling import learn
from photoclip.labeling.learn import Examples, HeldOut, Learned

DIM = 64
LINE = 2.0


def unit(x: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


class World:
    """Photos of one thing among others; the label's words point only roughly at it."""

    def __init__(self, *, seed: int = 0, accepted: int = 5, rejected: int = 5) -> None:
        rng = np.random.default_rng(seed)
        thing, lookalike = unit(rng.standard_normal((2, DIM)))
        words = unit(thing + lookalike)
        right, wrong = accepted + 20, rejected + 20
        self.vectors = np.concatenate(
            [
                unit(thing + 0.8 * unit(rng.standard_normal((right, DIM)))),
                unit(lookalike + 0.8 * unit(rng.standard_normal((wrong, DIM)))),
                unit(rng.standard_normal((400, DIM))),
            ]
        ).astype(np.float16)
        self.truth = np.arange(len(self.vectors)) < right
        scores = self.vectors.astype(np.float32) @ words
        self.evidence = np.asarray(scores / scores[right + wrong :].std(), np.float32)
        self.accepted = np.arange(accepted)
        self.rejected = right + np.arange(rejected)
        decided = np.concatenate([self.accepted, self.rejected])
        self.rest = np.setdiff1d(np.arange(len(self.vectors)), decided)
        self.undecided = rng.permutation(self.rest)

    @property
    def examples(self) -> Examples:
        return Examples(self.vectors, self.evidence, self.accepted, self.rejected, self.undecided)

    def held_out(self) -> HeldOut:
        examples = self.examples
        found = np.full(len(self.vectors), np.nan, np.float32)
        for part, rows in learn.folds(examples):
            found[rows] = learn.foretell(part, rows, line=LINE)
        return learn.judge(examples, found, line=LINE)

    def average_precision(self, scores: np.ndarray) -> float:
        hits = self.truth[self.rest][np.argsort(-scores[self.rest], kind="stable")]
        return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def test_ten_decisions_tell_a_thing_from_what_looks_like_it() -> None:
    world = World()
    learned = learn.fit(world.examples, line=LINE)
    before = world.average_precision(world.evidence)
    scores = learned.scores(world.vectors, world.evidence)
    assert before < 0.8
    assert world.average_precision(scores) > before + 0.15
    above = (scores >= learned.line)[world.rest]
    truth = world.truth[world.rest]
    assert truth[above].mean() > 0.8
    assert above[truth].mean() > 0.8


def test_the_line_is_the_one_that_zero_shot_had() -> None:
    world = World()
    low, high = (learn.fit(world.examples, line=line) for line in (0.0, 5.0))
    assert (low.line, high.line) == (0.0, 5.0)
    scores = [each.scores(world.vectors, world.evidence) - each.line for each in (low, high)]
    assert np.allclose(scores[0], scores[1], atol=1e-4)


def test_scores_are_evidence_plus_something_of_the_vector_alone() -> None:
    world = World()
    learned = learn.fit(world.examples, line=LINE)
    more = learned.scores(world.vectors, world.evidence + np.float32(1.5))
    assert np.allclose(more - learned.scores(world.vectors, world.evidence), 1.5, atol=1e-4)
    assert more.dtype == np.float32


def test_the_same_decisions_teach_the_same() -> None:
    first, second = (learn.fit(World().examples, line=LINE) for _ in range(2))
    assert np.array_equal(first.weights, second.weights)
    assert first.bias == second.bias


def test_what_helps_is_found_on_decisions_held_out() -> None:
    found = World(accepted=12, rejected=12).held_out()
    assert found.before == pytest.approx(0.5, abs=0.2)
    assert found.after > found.before
    assert found.helps


def test_decisions_that_follow_no_rule_claim_nothing() -> None:
    """What was learned on them fits them well; judged on the others it must not look good."""
    found = []
    for seed in range(20):
        world = World(seed=seed)
        mixed = np.random.default_rng(seed).permutation(np.flatnonzero(world.truth)[:20])
        world.accepted, world.rejected = mixed[:10], mixed[10:]
        world.undecided = np.setdiff1d(world.undecided, mixed)
        found.append(world.held_out())
    assert np.mean([each.order for each in found]) == pytest.approx(0.5, abs=0.08)
    assert np.mean([each.helps for each in found]) <= 0.2


def test_every_decision_is_held_out_once_and_never_learned_from_meanwhile() -> None:
    examples = World(accepted=7, rejected=6).examples
    seen = []
    for part, rows in learn.folds(examples):
        assert not np.intersect1d(rows, np.concatenate([part.accepted, part.rejected])).size
        assert len(part.accepted)
        assert len(part.rejected)
        seen.append(rows)
    decided = np.concatenate([examples.accepted, examples.rejected])
    assert sorted(np.concatenate(seen).tolist()) == sorted(decided.tolist())


@pytest.mark.parametrize("undecided", [0, 3])
def test_a_library_in_which_all_is_decided_teaches_too(undecided: int) -> None:
    world = World()
    world.undecided = world.undecided[:undecided]
    learned = learn.fit(world.examples, line=LINE)
    scores = learned.scores(world.vectors, world.evidence)
    assert np.isfinite(scores).all()
    assert scores[world.accepted].mean() > scores[world.rejected].mean()


def test_equal_vectors_teach_nothing_and_break_nothing() -> None:
    same = np.repeat(unit(np.ones((1, DIM))), 40, axis=0).astype(np.float16)
    rows = np.arange(40)
    examples = Examples(same, np.zeros(40, np.float32), rows[:5], rows[5:10], rows[10:])
    learned = learn.fit(examples, line=LINE)
    scores = learned.scores(same, np.zeros(40, np.float32))
    assert np.ptp(scores) == pytest.approx(0.0, abs=1e-3)


def test_what_was_learned_comes_back_from_its_bytes() -> None:
    learned = learn.fit(World().examples, line=LINE)
    kept = learned.dump("print")
    assert len(kept) < 4096
    again = learn.load(kept, fingerprint="print", dim=DIM)
    assert again is not None
    assert np.array_equal(again.weights, learned.weights)
    assert (again.bias, again.line) == (learned.bias, learned.line)


def test_bytes_that_are_damaged_or_of_another_model_are_not_used() -> None:
    kept = Learned(np.ones(DIM, np.float32), 0.5, LINE).dump("print")
    assert learn.load(kept) is not None
    assert learn.load(kept, fingerprint="another") is None
    assert learn.load(kept, dim=DIM + 1) is None
    assert learn.load(b"") is None
    assert learn.load(b"PK nonsense") is None
    for cut in range(0, len(kept), 41):
        assert learn.load(kept[:cut]) is None
    for at in range(0, len(kept), 17):
        broken = kept[:at] + bytes([kept[at] ^ 0xFF]) + kept[at + 1 :]
        found = learn.load(broken, fingerprint="print", dim=DIM)
        assert found is None or np.array_equal(found.weights, np.ones(DIM, np.float32))


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_weights_that_are_no_numbers_are_not_used(bad: float) -> None:
    assert learn.load(Learned(np.full(DIM, bad, np.float32), 0.0, 0.0).dump("p")) is None
    assert learn.load(Learned(np.ones(DIM, np.float32), bad, 0.0).dump("p")) is None
    assert learn.load(Learned(np.ones(DIM, np.float32), 0.0, bad).dump("p")) is None


def judged(accepted: list[float], rejected: list[float], evidence: list[float]) -> HeldOut:
    """Judge held-out scores; evidence is that of the accepted, then of the rejected."""
    count = len(accepted) + len(rejected)
    rows = np.arange(count)
    examples = Examples(
        np.zeros((count, 1), np.float16),
        np.array(evidence, np.float32),
        rows[: len(accepted)],
        rows[len(accepted) :],
        rows[:0],
    )
    return learn.judge(examples, np.array(accepted + rejected, np.float32), line=LINE)


def test_precision_counts_only_what_lies_above_the_lines() -> None:
    found = judged([4, 4, 4, 4, 1.5], [1, 1, 1, 1, 3], evidence=[3, 1, 1, 1, 1, 3, 3, 1, 1, 1])
    assert found.before == pytest.approx(1 / 3)
    assert found.after == pytest.approx(4 / 5)
    assert (found.kept_before, found.kept) == pytest.approx((1 / 5, 4 / 5))
    assert found.helps


def test_precision_is_unknown_where_nothing_lies_above_the_line() -> None:
    found = judged([1, 1], [1, 1], evidence=[1, 1, 1, 1])
    assert math.isnan(found.before)
    assert math.isnan(found.after)
    assert not found.helps


@pytest.mark.parametrize(
    ("accepted", "rejected", "evidence", "why"),
    [
        ([3] * 4 + [1], [1] * 5, [3] * 4 + [1] * 6, "equal"),
        ([3, 1, 1, 1, 1], [0] * 5, [3] * 10, "most accepted ones are lost"),
        ([3] * 5, [3, 3, 1, 1, 1], [3] * 5 + [3, 1, 1, 1, 1], "less precise and no more found"),
        ([3, 3, 3, 1, 1], [3, 3, 1, 1, 1], [3] * 10, "no better than chance"),
    ],
)
def test_what_does_not_help_is_not_used(
    accepted: list[float], rejected: list[float], evidence: list[float], why: str
) -> None:
    assert not judged(accepted, rejected, evidence).helps, why


def test_equal_precision_with_more_photos_found_helps() -> None:
    found = judged([3] * 5, [1] * 5, evidence=[3, 1, 1, 1, 1] + [0.5] * 5)
    assert (found.before, found.after) == (1.0, 1.0)
    assert found.helps


def test_far_more_photos_found_make_up_for_a_little_precision() -> None:
    found = judged([4] * 5, [1, 1, 1, 1, 3], evidence=[3, 1, 1, 1, 1] + [0.5] * 5)
    assert (found.before, found.after) == pytest.approx((1.0, 5 / 6))
    assert found.helps
