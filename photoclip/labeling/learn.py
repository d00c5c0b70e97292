"""A label learns from decisions: a small classifier on stored vectors, mixed with zero-shot.

Logistic regression tells accepted photos from rejected ones and from photos of the library
that nobody decided about. The latter count as weak examples of "not this", because most
photos of a library do not show any one thing; without them five decisions of each kind say
more about the rejected photos than about the label. What it finds is added to the zero-shot
evidence, both in units of their spread in the library (as LP++ blends a linear probe with
the text, Huang et al. 2024, arXiv 2404.02285). ``tests/perf/bench_learning.py`` compares
this with the cache of Tip-Adapter (Zhang et al. 2022, arXiv 2111.03930) and gives the
figures by which it was chosen.

The line, and whether to use any of this, come from decisions held out: a photo is judged by
what was learned without it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photoclip.index.half import FloatArray, HalfArray, products

NEEDED: Final = 5
"""So many accepted and so many rejected photos are learned from at least."""

UNDECIDED: Final = 1000
"""So many photos of the library are enough to know what is usual in it."""

_ZERO_SHOT: Final = 0.5
_REGULARISATION: Final = 10.0
_WEAK: Final = 300
_WEAK_WEIGHT: Final = 2.0
_UNLIKELY: Final = 0.9
_FEW: Final = 20
_FOLDS: Final = 5
_FORMAT: Final = 1
_DIGEST: Final = 16

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Examples:
    """What a label learns from; rows are pictures.

    Attributes:
        vectors: Stored vectors, float16, shape (n, dim).
        evidence: Zero-shot evidence of each, float32, shape (n,).
        accepted: Rows that were accepted, in random order like the others.
        rejected: Rows that were rejected.
        undecided: Rows of other photos of the library; :data:`UNDECIDED` are enough.
    """

    vectors: HalfArray
    evidence: Scores
    accepted: Rows
    rejected: Rows
    undecided: Rows


@dataclass(frozen=True, slots=True)
class Learned:
    """What decisions have taught about a label, for one model.

    Attributes:
        weights: float32, shape (dim,).
        bias: Added to every score.
        line: Score from which photos are suggested: the zero-shot line of the time when
            it was learned, so that lines set by hand keep their meaning.
    """

    weights: FloatArray
    bias: float
    line: float

    def scores(self, vectors: HalfArray, evidence: Scores) -> Scores:
        """Better evidence.

        Args:
            vectors: Stored vectors, float16, shape (n, dim).
            evidence: Their zero-shot evidence, float32, shape (n,).

        Returns:
            float32, shape (n,): evidence plus what was learned.
        """
        found = products(vectors, self.weights)
        found += evidence
        found += np.float32(self.bias)
        return found

    def dump(self, fingerprint: str) -> bytes:
        """As bytes for the catalog; :func:`load` is the way back.

        Args:
            fingerprint: Of the model whose vectors were learned from.
        """
        about = {
            "format": _FORMAT,
            "fingerprint": fingerprint,
            "bias": self.bias,
            "line": self.line,
        }
        body = json.dumps(about).encode() + b"\n" + self.weights.astype("<f4").tobytes()
        return _digest(body) + body


@dataclass(frozen=True, slots=True)
class HeldOut:
    """How well decisions were foretold that were not learned from.

    Attributes:
        before: Precision among those above the zero-shot line, 0..1; NaN if none is.
        after: The same above the learned line.
        kept_before: Share of the accepted ones above the zero-shot line.
        kept: The same above the learned line.
        order: Chance that an accepted photo is ranked above a rejected one, 0..1.
        order_by_chance: What decisions without any rule exceed one time in six (the
            normal approximation of Mann and Whitney 1947).
    """

    before: float
    after: float
    kept_before: float
    kept: float
    order: float
    order_by_chance: float

    @property
    def helps(self) -> bool:
        """Whether what was learned is better than zero-shot, and not just by chance.

        Precision alone would not do: a line so high that hardly any photo lies above it
        is precise. So the lines are compared by F1.
        """
        if self.order < self.order_by_chance or self.kept < 0.5:
            return False
        return _f1(self.after, self.kept) > _f1(self.before, self.kept_before)


def load(
    weights: bytes, *, fingerprint: str | None = None, dim: int | None = None
) -> Learned | None:
    """What :meth:`Learned.dump` wrote.

    Args:
        weights: The bytes.
        fingerprint: Of the model in use.
        dim: Length of its vectors.

    Returns:
        None if the bytes are damaged, or were made for another model: then zero-shot is used.
    """
    digest, body = weights[:_DIGEST], weights[_DIGEST:]
    if not body or _digest(body) != digest:
        return None
    header, _, numbers = body.partition(b"\n")
    about = json.loads(header)
    if about["format"] != _FORMAT or fingerprint not in (None, about["fingerprint"]):
        return None
    learned = Learned(np.frombuffer(numbers, "<f4"), about["bias"], about["line"])
    if dim not in (None, len(learned.weights)):
        return None
    whole = np.isfinite(learned.weights).all() and np.isfinite([learned.bias, learned.line]).all()
    return learned if whole else None


def fit(examples: Examples, *, line: float) -> Learned:
    """Learn from decisions; takes a fraction of a second.

    Args:
        examples: At least two accepted and two rejected.
        line: Evidence from which zero-shot suggests.
    """
    free = _fit_without_line(examples)
    # Halfway between accepted and rejected photos, as they look when not learned from.
    held_out = np.empty(len(examples.vectors), np.float32)
    for part, rows in folds(examples):
        held_out[rows] = _scores(_fit_without_line(part), examples, rows)
    accepted, rejected = held_out[examples.accepted], held_out[examples.rejected]
    middle = (float(accepted.mean()) + float(rejected.mean())) / 2.0
    return replace(free, bias=free.bias - middle + line, line=line)


def folds(examples: Examples) -> Iterator[tuple[Examples, Rows]]:
    """Parts to learn from, each with the decided rows that it lacks; every row once."""
    count = min(_FOLDS, len(examples.accepted), len(examples.rejected))
    for fold in range(count):
        accepted = np.arange(len(examples.accepted)) % count == fold
        rejected = np.arange(len(examples.rejected)) % count == fold
        part = replace(
            examples,
            accepted=examples.accepted[~accepted],
            rejected=examples.rejected[~rejected],
        )
        yield part, np.concatenate([examples.accepted[accepted], examples.rejected[rejected]])


def foretell(part: Examples, rows: Rows, *, line: float) -> Scores:
    """Scores of rows by what is learned from a part that lacks them; see :func:`fit`."""
    return _scores(fit(part, line=line), part, rows)


def judge(examples: Examples, held_out: Scores, *, line: float) -> HeldOut:
    """Compare what was learned with zero-shot on decisions held out.

    Args:
        examples: All that was learned from.
        held_out: For each row its score by :func:`foretell`; only decided rows matter.
        line: Evidence from which zero-shot suggests.
    """
    accepted, rejected = examples.accepted, examples.rejected
    evidence = examples.evidence
    return HeldOut(
        before=_share(evidence[accepted] >= line, evidence[rejected] >= line),
        after=_share(held_out[accepted] >= line, held_out[rejected] >= line),
        kept_before=float(np.mean(evidence[accepted] >= line)),
        kept=float(np.mean(held_out[accepted] >= line)),
        order=_order(held_out[accepted], held_out[rejected]),
        order_by_chance=_order_by_chance(len(accepted), len(rejected)),
    )


def _fit_without_line(examples: Examples) -> Learned:
    usual = examples.undecided[:UNDECIDED]
    if len(usual) < _FEW:
        usual = np.arange(len(examples.vectors))
    vectors = examples.vectors.astype(np.float32)
    mean = vectors[usual].mean(axis=0)
    vectors -= mean
    vectors /= max(float(np.linalg.norm(vectors[usual], axis=1).mean()), 1e-6)
    direction = _direction(vectors, examples)
    found = examples.vectors.astype(np.float32) @ direction
    spread = max(float(found[usual].std()), 1e-6)
    unit = max(float(examples.evidence[usual].std()), 1e-6) / _ZERO_SHOT
    weights = np.asarray(direction * (unit / spread), np.float32)
    return Learned(weights, -float(weights @ mean), 0.0)


def _direction(vectors: FloatArray, examples: Examples) -> FloatArray:
    # Seconds to import, and only needed here.
    from sklearn.linear_model import LogisticRegression

    weak = _weak(examples)
    accepted, rejected = len(examples.accepted), len(examples.rejected)
    rows = np.concatenate([examples.accepted, examples.rejected, weak])
    against = rejected + (_WEAK_WEIGHT * accepted if len(weak) else 0.0)
    weight = np.repeat(
        [against / accepted, 1.0, _WEAK_WEIGHT * accepted / max(len(weak), 1)],
        [accepted, rejected, len(weak)],
    )
    model = LogisticRegression(C=_REGULARISATION, max_iter=1000, tol=1e-3)
    model.fit(vectors[rows], np.arange(len(rows)) < accepted, sample_weight=weight)
    return np.asarray(model.coef_[0], np.float32)


def _weak(examples: Examples) -> Rows:
    """Undecided photos that hardly show the label."""
    usual = examples.undecided[:UNDECIDED]
    if not len(usual):
        return usual
    evidence = examples.evidence[usual]
    return usual[evidence <= np.quantile(evidence, _UNLIKELY)][:_WEAK]


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST).digest()


def _scores(learned: Learned, examples: Examples, rows: Rows) -> Scores:
    return learned.scores(examples.vectors[rows], examples.evidence[rows])


def _share(accepted: NDArray[np.bool_], rejected: NDArray[np.bool_]) -> float:
    count = int(accepted.sum()) + int(rejected.sum())
    return float(accepted.sum() / count) if count else float("nan")


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if recall else 0.0


def _order(accepted: Scores, rejected: Scores) -> float:
    difference = accepted[:, None] - rejected[None, :]
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


def _order_by_chance(accepted: int, rejected: int) -> float:
    return 0.5 + math.sqrt((accepted + rejected + 1) / (12 * accepted * rejected))
