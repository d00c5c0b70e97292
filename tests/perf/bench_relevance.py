"""Relevance on labelled photos: class names as queries, present and absent.

Run: python tests/perf/bench_relevance.py ../shared/data --cache FOLDER [--photos odd]

The library is all of ``zeroshot``, its three folders together. Printed:

- macro-F1 of the Likely band against that of ONE cosine threshold, tuned on a random
  half of the classes; both are compared on the other half, over five seeds;
- the share of absent classes without a likely photo: each class in turn is taken out
  of the library and asked for, all others stay, and so do those that are nearly the
  same thing by another name (none is left out of the count); and the same where half
  of the classes are taken out at once;
- the same for stricter and looser settings, and for the cosine threshold (``--curve``);
- or what could be reached at best (``--oracles``, see ``relevance_oracles.py``).

The constants were chosen on the even photos of each class (``tune_relevance.py``), so
``--photos odd`` is the figure on photos that decided nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tune_relevance import Encoded, likely, read_rows

from photoclip.search.relevance import SEARCH, Strictness

SEEDS = 5
CURVE = (0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995)


@dataclass(frozen=True, slots=True)
class Photos:
    """A library with one class a photo."""

    encoded: Encoded
    vectors: np.ndarray
    labels: np.ndarray
    classes: np.ndarray
    folders: np.ndarray
    queries: np.ndarray

    def truth(self) -> np.ndarray:
        """Which photo is of which class: bool, shape (classes, photos)."""
        return np.asarray(self.classes[:, None] == self.labels[None])

    def of(self, keep: np.ndarray) -> Photos:
        """The same classes with some of the photos."""
        return replace(self, vectors=self.vectors[keep], labels=self.labels[keep])


def load(data: Path, cache: Path, which: str) -> Photos:
    """Encode or read the photos of ``zeroshot``: all, or the even or odd ones of a class."""
    encoded = Encoded(cache)
    rows = read_rows(data / "zeroshot" / "labels.tsv")
    vectors = encoded.images([data / "zeroshot" / name for name, _ in rows])
    labels = np.array([label for _, label in rows])
    classes = np.unique(labels)
    folder = {label: name.split("/")[0] for name, label in rows}
    photos = Photos(
        encoded,
        vectors,
        labels,
        classes,
        np.array([folder[name] for name in classes]),
        encoded.texts(classes.tolist()),
    )
    if which == "all":
        return photos
    even = np.zeros(len(labels), bool)
    for name in classes:
        even[np.flatnonzero(labels == name)[1::2]] = True
    return photos.of(even if which == "even" else ~even)


def f1(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """F1 of each class; 0 where nothing was found."""
    return np.asarray(2 * (found & truth).sum(axis=1) / (found.sum(axis=1) + truth.sum(axis=1)))


class Cosine:
    """One threshold for all queries."""

    def __init__(self, photos: Photos) -> None:
        self.scores = photos.queries @ photos.vectors.astype(np.float32).T
        self.thresholds = np.quantile(self.scores, np.linspace(0.9, 0.9999, 400))
        truth = photos.truth()
        self.f1 = np.array([f1(self.scores >= at, truth) for at in self.thresholds])
        absent = np.where(truth, -np.inf, self.scores).max(axis=1)
        self.none = (absent[None] < self.thresholds[:, None]).mean(axis=1)


def compare(photos: Photos, ours: np.ndarray, cosine: Cosine) -> list[str]:
    """Both F1 on the half of the classes that did not tune the threshold."""
    mine, theirs, none = [], [], []
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(photos.classes))
        tune, held = order[: len(order) // 2], order[len(order) // 2 :]
        best = int(cosine.f1[:, tune].mean(axis=1).argmax())
        mine.append(ours[held].mean())
        theirs.append(cosine.f1[best, held].mean())
        none.append(cosine.none[best])
    gain = np.array(mine) - np.array(theirs)
    return [
        f"macro-F1 on held-out classes, {SEEDS} seeds: Likely band {_mean(mine)}, "
        f"fixed cosine {_mean(theirs)}, difference {_mean(gain)}",
        f"the fixed cosine gives no photo for {100 * np.mean(none):.1f} % of the absent classes",
    ]


def _mean(values: list[float] | np.ndarray) -> str:
    return f"{np.mean(values):.3f} ± {np.std(values, ddof=1):.3f}"


def absent_one_by_one(photos: Photos, strictness: Strictness) -> list[Counter[str]]:
    """For each class taken out: the classes of its likely photos."""
    shown = []
    for name, query in zip(photos.classes, photos.queries, strict=True):
        rest = photos.of(photos.labels != name)
        found = likely(rest.encoded, rest.vectors, query[None], strictness)[0]
        shown.append(Counter(rest.labels[found].tolist()))
    return shown


def absent_by_halves(photos: Photos, strictness: Strictness) -> float:
    """Share of classes without a likely photo where half of the classes are taken out."""
    none = []
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(photos.classes))
        kept, gone = order[: len(order) // 2], order[len(order) // 2 :]
        library = photos.of(np.isin(photos.labels, photos.classes[kept]))
        found = likely(library.encoded, library.vectors, library.queries[gone], strictness)
        none.append(1 - found.any(axis=1).mean())
    return float(np.mean(none))


def by_folder(photos: Photos, strictness: Strictness) -> list[str]:
    """The share without a likely photo, in one library and in one of the folder alone."""
    everywhere = np.array([not each for each in absent_one_by_one(photos, strictness)])
    lines = [f"absent classes without a likely photo: all {_share(everywhere)}"]
    for folder in np.unique(photos.folders):
        inside = photos.folders == folder
        alone = replace(
            photos.of(np.isin(photos.labels, photos.classes[inside])),
            classes=photos.classes[inside],
            queries=photos.queries[inside],
        )
        own = np.array([not each for each in absent_one_by_one(alone, strictness)])
        lines.append(f"  {folder}: {_share(everywhere[inside])}; library of it alone {_share(own)}")
    return lines


def _share(none: np.ndarray) -> str:
    return f"{100 * none.mean():.1f} % ({none.sum()} of {len(none)})"


def failures(photos: Photos, strictness: Strictness) -> list[str]:
    """What was shown for each absent class that had likely photos."""
    lines = ["absent classes with likely photos, and what these show:"]
    for name, each in zip(photos.classes, absent_one_by_one(photos, strictness), strict=True):
        if each:
            top = ", ".join(f"{n} {label}" for label, n in each.most_common(4))
            lines.append(f"  {name}: {top}{' …' if len(each) > 4 else ''}")
    return lines


def curve(photos: Photos, cosine: Cosine) -> list[str]:
    """F1 and absent classes from loose to strict, beside a cosine that is as strict."""
    lines = ["exists  F1     none likely (one by one, by halves)   F1 of a cosine as strict"]
    truth = photos.truth()
    for exists in CURVE:
        setting = replace(SEARCH, exists=exists)
        found = likely(photos.encoded, photos.vectors, photos.queries, setting)
        none = float(np.mean([not each for each in absent_one_by_one(photos, setting)]))
        halves = absent_by_halves(photos, setting)
        strict = cosine.f1.mean(axis=1)[cosine.none >= none]
        lines.append(
            f"{exists:<7} {f1(found, truth).mean():.3f}  {100 * none:.1f} %, {100 * halves:.1f} %"
            f"{'':24}{strict.max() if len(strict) else 0.0:.3f}"
        )
    return lines


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors")
    parser.add_argument("--photos", choices=["all", "even", "odd"], default="all")
    parser.add_argument("--curve", action="store_true", help="other settings too")
    parser.add_argument("--oracles", action="store_true", help="only what could be reached at best")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    photos = load(options.data, options.cache, options.photos)
    if options.oracles:
        # Imported here because it builds on this module.
        from relevance_oracles import oracles

        other = {"even": "odd", "odd": "even"}.get(options.photos)
        rest = load(options.data, options.cache, other) if other else None
        sys.stdout.write("\n".join(oracles(photos, rest)) + "\n")
        return 0
    cosine = Cosine(photos)
    found = likely(photos.encoded, photos.vectors, photos.queries, SEARCH)
    lines = [
        f"{len(photos.labels)} photos ({options.photos}), {len(photos.classes)} classes, {SEARCH}",
        *compare(photos, f1(found, photos.truth()), cosine),
        *by_folder(photos, SEARCH),
        f"  half of the classes taken out at once: {100 * absent_by_halves(photos, SEARCH):.1f} %",
        *failures(photos, SEARCH),
        *(curve(photos, cosine) if options.curve else []),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
