"""What any bands could reach: oracles for the goal of ``bench_relevance.py``.

Run: python tests/perf/bench_relevance.py ../shared/data --cache FOLDER --photos even --oracles

The goal asks for two things at once: a macro-F1 no lower than that of a tuned cosine,
and silence for 95 % of absent classes. Each oracle is told what no search can know:

- the best threshold of each class, and which of three rankings suits it best;
- the line between present and absent that silences just 95 % of the absent ones,
  drawn on several witnesses: the score, the evidence of the bands, the lead over *all
  other class names* (a list of competing names made for just this library), and a
  logistic regression over all of them and the likeness of the best photos among
  themselves, which is asked of classes it was not taught;
- queries that were drawn towards the mean photo of their class in the other half, as a
  stand-in for a stronger model; those photos are not in the library.

A class is not absent where photos of another class show it: :data:`SHOWN_BY` names
those that were seen to. A search without a mistake shows them, and is counted as wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from bench_relevance import Cosine, Photos
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from photoclip.search.relevance import Calibration, sample_rows

SHOWN_BY: Mapping[str, str] = MappingProxyType(
    {
        "chair": "windsor chair",
        "cougar face": "cougar body",
        "crocodile": "crocodile head",
        "crocodile head": "crocodile",
        "face": "players of instruments and others",
        "flamingo": "flamingo head",
        "flamingo head": "flamingo",
        "longsleeve shirt": "shirt",
        "shirt": "t-shirt",
        "wild cat": "leopard",
    }
)
"""Classes that photos of another class show as well, as looking at the photos told."""

_SILENT = 0.95
_RANKS = (1, 3, 5, 10)
_ALIKE = 6
_STRENGTHS = (0.3, 0.6, 1.0)
_FOLDS = 6

Witnesses = dict[str, tuple[np.ndarray, np.ndarray]]


def oracles(photos: Photos, others: Photos | None) -> list[str]:
    """The table.

    Args:
        photos: The library.
        others: The other half of the photos, or None if there is none.
    """
    most = 1 - np.isin(photos.classes, list(SHOWN_BY)).mean()
    silent = f"{100 * _SILENT:.0f} %"
    lines = [
        f"photos of other classes show {len(SHOWN_BY)} of the classes: a search without a mistake",
        f"is silent for at most {100 * most:.1f} % of absent classes",
        f"best F1 at {silent} silence, and the share of present classes that have likely photos",
        f"{'':26}all absent classes      without those {len(SHOWN_BY)}",
        *_table(photos, "queries as they are"),
    ]
    if others is not None:
        for strength in _STRENGTHS:
            drawn = _drawn(photos, others, strength)
            lines += _table(drawn, f"queries drawn towards photos by {strength}")
    return lines


def _drawn(photos: Photos, others: Photos, strength: float) -> Photos:
    """The same photos, asked for by queries that know what their class looks like."""
    vectors = others.vectors.astype(np.float32)
    middle = vectors.mean(axis=0)
    means = np.stack([vectors[others.labels == name].mean(axis=0) for name in others.classes])
    queries = photos.queries + strength * _unit(means - middle)
    return replace(photos, queries=np.asarray(_unit(queries), np.float32))


def _table(photos: Photos, name: str) -> Iterator[str]:
    cosine, truth = Cosine(photos), photos.truth()
    rankings = _rankings(photos, cosine.scores)
    best = np.max([_best_f1(each, truth) for each in rankings.values()], axis=0)
    goal = cosine.f1.mean(axis=1).max()
    yield f"{name}: tuned cosine {goal:.3f}, best F1 without any silence {best.mean():.3f}"
    really = ~np.isin(photos.classes, list(SHOWN_BY))
    for witness, (there, gone) in _witnesses(photos, rankings, truth).items():
        both = (_at_silence(there, absent, best) for absent in (gone, gone[really]))
        yield f"  {witness:<24}{'   '.join(both)}"


def _rankings(photos: Photos, scores: np.ndarray) -> dict[str, np.ndarray]:
    """Score, evidence, and lead over the best other class name: (classes, photos) each."""
    encoded, vectors = photos.encoded, photos.vectors
    calibration = Calibration(
        encoded.bank,
        vectors[sample_rows(np.arange(len(vectors)))],
        photos=len(vectors),
        reference=encoded.reference,
    )
    levels = calibration.levels(vectors)
    pairs = zip(photos.queries, scores, strict=True)
    evidence = np.stack([calibration.evidence(query, each, levels) for query, each in pairs])
    second, first = np.sort(scores, axis=0)[-2:]
    lead = (scores - np.where(scores == first, second, first)) / levels.spread
    return {"score": scores, "evidence": evidence, "lead over other names": lead}


def _witnesses(photos: Photos, rankings: dict[str, np.ndarray], truth: np.ndarray) -> Witnesses:
    """What tells whether a class is there: a number for each with it, and without it.

    Of each ranking it is the third best photo, which tells more than the best.
    """
    found: Witnesses = {}
    for name, values in rankings.items():
        there, gone = (_at_ranks(values, hidden)[:, 1] for hidden in (None, truth))
        found[name] = there, gone
    features = [
        np.hstack(
            [
                *(_at_ranks(values, hidden) for values in rankings.values()),
                _alike(photos, rankings["score"], hidden),
            ]
        )
        for hidden in (None, truth)
    ]
    found["learned of all these"] = _learned(*features)
    return found


def _at_ranks(values: np.ndarray, hidden: np.ndarray | None) -> np.ndarray:
    kept = values if hidden is None else np.where(hidden, -np.inf, values)
    return np.asarray(-np.sort(-kept, axis=1)[:, [rank - 1 for rank in _RANKS]])


def _alike(photos: Photos, scores: np.ndarray, hidden: np.ndarray | None) -> np.ndarray:
    """How alike the best photos are among themselves, shape (classes, 1)."""
    kept = scores if hidden is None else np.where(hidden, -np.inf, scores)
    best = photos.vectors[np.argsort(-kept, axis=1)[:, :_ALIKE]].astype(np.float32)
    pairs = np.triu_indices(_ALIKE, 1)
    return np.array([[(each @ each.T)[pairs].mean()] for each in best])


def _learned(there: np.ndarray, gone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Odds that a class is there, told by a regression that saw other classes only."""
    features, count = np.concatenate([there, gone]), len(there)
    is_there = np.arange(2 * count) < count
    odds = np.zeros(2 * count)
    which = np.tile(np.random.default_rng(0).permutation(count), 2)
    for seen, asked in GroupKFold(_FOLDS).split(features, is_there, which):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
        model.fit(features[seen], is_there[seen])
        odds[asked] = model.decision_function(features[asked])
    return odds[:count], odds[count:]


def _best_f1(scores: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """F1 of each class at the threshold that suits it best."""
    right = np.take_along_axis(truth, np.argsort(-scores, axis=1, kind="stable"), axis=1)
    sizes = np.arange(1, right.shape[1] + 1) + truth.sum(axis=1, keepdims=True)
    return np.asarray((2 * right.cumsum(axis=1) / sizes).max(axis=1))


def _at_silence(there: np.ndarray, gone: np.ndarray, best: np.ndarray) -> str:
    found = there > np.quantile(gone, _SILENT)
    return f"{(best * found).mean():.3f} {100 * found.mean():3.0f} %, AUC {_auc(there, gone):.3f}"


def _auc(there: np.ndarray, gone: np.ndarray) -> float:
    return float((there[:, None] > gone).mean() + (there[:, None] == gone).mean() / 2)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
