"""One question of several parts: words, words to subtract, pictures.

Words alone are one vector: the weighted sum of the sentences' unit vectors, brought back
to length 1 ("dog -people" is dog minus people), and are calibrated like any sentence.

As soon as a picture is among several parts, raw vectors cannot be added: a picture's
cosines with other pictures lie elsewhere and are spread otherwise than a sentence's. Each
part is standardised by its own scores on a sample of the library, and the z-scores are
added. A z-score is linear in the photo's vector,

    sum_i w_i (q_i . v - mean_i) / deviation_i  =  (sum_i w_i q_i / deviation_i) . v - offset,

so the mixture is again one query vector (not of length 1) with a constant offset, and the
same exact search, filters and graph serve it.

Bands of a mixture: every wanted part must have contributed. In turn each wanted part is
replaced by unrelated ones of its kind (the bank of texts; pictures of the sample) while the
others stay: what those reach is what photos reach that fit all but this part. A photo is
likely if it exceeds that for every part, by the same two rules as for sentences (existence,
and a bearable share of false ones; see ``relevance``), measured on the candidates
themselves. Unrelated parts may happen to be in the library too, so their z-scores are cut
off where the upper end of an exponential tail, fitted below it, would end. No cosine is
compared with a constant anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from photoclip.index.base import Scores
from photoclip.index.half import FloatArray, HalfArray, products
from photoclip.search.relevance import Cuts, Kind, Strictness

_QUERIES = 96
_REFERENCE = 256
_BEYOND = 0.05
_TAIL = 0.1
_PARTS = 64
_FEWEST = 10
_ZERO = 1e-6


@dataclass(frozen=True, slots=True)
class Part:
    """Something that photos should, or (negative weight) should not resemble.

    Attributes:
        vector: Unit vector, float32, shape (dim,).
        kind: ``"text"`` or ``"image"``.
        weight: Its share; never 0.
    """

    vector: FloatArray
    kind: Kind
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine looks for: photos with a high ``vector . photo - offset``.

    Attributes:
        vector: float32, shape (dim,); of length 1 unless mixed.
        kind: How its bands are found.
        offset: Constant part of the score.
        mixture: What the bands of a mixed question come from, else None.
    """

    vector: FloatArray
    kind: Kind
    offset: float = 0.0
    mixture: Mixture | None = None


def blend(parts: Sequence[Part]) -> FloatArray | None:
    """Weighted sum of the parts' vectors, of length 1; None where they cancel out."""
    total = np.sum([part.weight * part.vector for part in parts], axis=0)
    length = float(np.linalg.norm(total))
    return np.asarray(total / length, np.float32) if length > _ZERO else None


def join_texts(parts: Sequence[Part]) -> list[Part]:
    """The same parts with all texts put into one, first, by vector subtraction.

    Its weight is that of the strongest wanted text, or minus that of the strongest
    unwanted one if no text is wanted.
    """
    texts = [part for part in parts if part.kind == "text"]
    pictures = [part for part in parts if part.kind == "image"]
    if not texts:
        return pictures
    strongest = max(part.weight for part in texts)
    sign = 1.0 if strongest > 0 else -1.0
    vector = blend([Part(part.vector, "text", sign * part.weight) for part in texts])
    if vector is None:
        return pictures
    weight = strongest if strongest > 0 else min(part.weight for part in texts)
    return [Part(vector, "text", weight), *pictures]


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and standard deviation of each query's scores on the sample, shape (q,)."""

    mean: FloatArray
    deviation: FloatArray


class Unrelated:
    """Unrelated queries of one kind, and what their scores mean in this library."""

    def __init__(self, sample: HalfArray, queries: FloatArray) -> None:
        self._queries = np.ascontiguousarray(queries.T, np.float32)
        scores = products(sample, self._queries)
        self._scale = _scale(scores)
        self._top = _expected_top((scores - self._scale.mean) / self._scale.deviation)

    def z(self, vectors: HalfArray) -> FloatArray:
        """Z-scores of photos, cut off at the top: float32, shape (k, q)."""
        scores = products(vectors, self._queries)
        z = (scores - self._scale.mean) / self._scale.deviation
        return np.asarray(np.minimum(z, self._top), np.float32)


class Mixer:
    """Makes mixed questions for one state of the library; immutable.

    Attributes:
        photos: Vectors of the library in random order, float16, shape (m, dim).
    """

    def __init__(
        self, photos: HalfArray, texts: FloatArray, *, reference: HalfArray | None = None
    ) -> None:
        """Measure unrelated queries.

        Args:
            photos: See the attribute.
            texts: The bank of unrelated texts, float32, shape (b, dim).
            reference: Vectors of photos of no library that join a small one's
                distribution, float16, shape (r, dim).
        """
        self.photos = photos
        self._sample = photos
        if reference is not None:
            self._sample = np.concatenate([photos, reference[:_REFERENCE]])
        # The library's own pictures first: they share its peculiarities.
        pictures = self._sample[-_QUERIES:] if reference is None else self._sample[:_QUERIES]
        some_texts = texts[:: max(1, len(texts) // _QUERIES)][:_QUERIES]
        self._unrelated = {
            "text": Unrelated(self._sample, some_texts),
            "image": Unrelated(self._sample, pictures.astype(np.float32)),
        }
        self._z = {kind: unrelated.z(photos) for kind, unrelated in self._unrelated.items()}

    def question(self, parts: Sequence[Part]) -> Question:
        """The question that adds the z-scores of the parts.

        Args:
            parts: One text at most (see :func:`join_texts`) and any pictures.
        """
        vectors = np.stack([part.vector for part in parts], axis=1)
        scale = _scale(products(self._sample, vectors))
        weights = np.array([part.weight for part in parts], np.float32)
        per = weights / scale.deviation
        vector = np.asarray(vectors @ per, np.float32)
        mixture = Mixture(self, parts, vectors * per, scale.mean * per)
        return Question(vector, "text", float(scale.mean @ per), mixture)

    def unrelated_z(self, kind: Kind, photos: HalfArray) -> FloatArray:
        """Z-scores of unrelated queries on photos, shape (k, q); those of the sample are kept."""
        return self._z[kind] if photos is self.photos else self._unrelated[kind].z(photos)


class Mixture:
    """What photos reach that fit all but one part of a mixed question."""

    def __init__(
        self, mixer: Mixer, parts: Sequence[Part], vectors: FloatArray, offsets: FloatArray
    ) -> None:
        self._mixer = mixer
        self._parts = parts
        self._vectors = vectors
        self._offsets = offsets

    def cuts(
        self,
        scores: Scores,
        *,
        photos: HalfArray | None = None,
        candidates: int,
        strictness: Strictness,
    ) -> Cuts:
        """The bands.

        Args:
            scores: The best scores, offset taken off, best first, shape (k,).
            photos: Vectors of candidates, all or a random sample of them, float16, shape
                (m, dim); None if the whole library was searched.
            candidates: Number of all candidates, k or more.
            strictness: Where the bands end.
        """
        likely = shown = len(scores)
        for null in self.nulls(photos):
            tops = _tops(null, candidates)
            tail = _upper_end(null)
            share = candidates / max(null.size, 1)
            s = strictness
            likely = min(likely, _count(scores, tops, tail, share, s.exists, s.false_likely))
            shown = min(shown, _count(scores, tops, tail, share, s.perhaps, s.false_shown))
        # As for pictures alone: there always are nearest ones.
        shown = min(max(shown, likely, _FEWEST), len(scores))
        return Cuts(
            float(scores[likely - 1]) if likely else np.inf,
            float(scores[shown - 1]) if shown else np.inf,
        )

    def nulls(self, photos: HalfArray | None) -> Iterator[FloatArray]:
        """Scores with unrelated parts in place of each wanted part: shape (m, q) each."""
        where = self._mixer.photos if photos is None else photos
        z = products(where, self._vectors) - self._offsets
        total = z.sum(axis=1)
        for at, part in enumerate(self._parts):
            if part.weight > 0:
                rest = (total - z[:, at])[:, None]
                yield self._mixer.unrelated_z(part.kind, where) * part.weight + rest


def _count(
    scores: Scores, tops: FloatArray, tail: Scores, share: float, exists: float, false: float
) -> int:
    """How many of the best belong to the question: none, or all whose false share is bearable."""
    if not len(scores) or scores[0] <= np.quantile(tops, exists):
        return 0
    above = len(tail) - np.searchsorted(tail, scores, side="left")
    ranks = np.arange(1, len(scores) + 1)
    known = scores >= tail[0] if len(tail) else np.ones(len(scores), np.bool_)
    bearable = np.flatnonzero(known & (above * share <= false * ranks))
    return int(bearable[-1]) + 1 if len(bearable) else 1


def _tops(null: FloatArray, candidates: int) -> FloatArray:
    """Best score of each unrelated question in disjoint parts of ``candidates`` photos."""
    measured = len(null)
    if not measured:
        return np.zeros(1, np.float32)
    size = min(max(candidates, 1), measured)
    parts = min(measured // size, _PARTS)
    tops = null[: parts * size].reshape(parts, size, -1).max(axis=1)
    if candidates > measured >= 4:
        # Beyond the sample the best still rises, by the same step per doubling.
        half = null[: measured // 4 * 4].reshape(4, measured // 4, -1).max(axis=1)
        step = max(float(np.median(tops) - np.median(half)) / 2, 0.0)
        tops = tops + step * float(np.log2(candidates / measured))
    return np.asarray(tops.ravel(), np.float32)


def _upper_end(null: FloatArray) -> Scores:
    """The highest scores, ascending."""
    values = null.ravel()
    if not len(values):
        return values
    start = len(values) - max(1, int(len(values) * _TAIL))
    return np.sort(np.partition(values, start)[start:])


def _scale(scores: FloatArray) -> Scale:
    if not len(scores):
        count = scores.shape[1]
        return Scale(np.zeros(count, np.float32), np.ones(count, np.float32))
    deviation = np.maximum(scores.std(axis=0), _ZERO)
    return Scale(scores.mean(axis=0), np.asarray(deviation, np.float32))


def _expected_top(z: FloatArray) -> FloatArray | float:
    """Where the best of so many values lies under an exponential tail, per query."""
    if not z.size:
        return 0.0
    below, start = np.quantile(z, [1 - 4 * _BEYOND, 1 - _BEYOND], axis=0)
    scale = np.maximum((start - below) / np.log(4.0), _ZERO)
    return np.asarray(start + scale * np.log(max(_BEYOND * len(z), 1.0)), np.float32)
