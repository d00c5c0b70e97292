"""Recall of the weights of this moment, as the proof measures it, for the loop's epochs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trainer.proof.along import finite
from trainer.proof.measures import CUTOFFS, Answers, FloatArray, ranks_of, score_of
from trainer.tuning.pairs import Pairs

if TYPE_CHECKING:
    from trainer.tuning.contract import Tunable


def held_out_recall(model: Tunable, pairs: Pairs) -> dict[str, Any]:
    """Recall among held-out photos in their plain view.

    Near-equal captions and photos of one burst count as right for each other, so an epoch
    is judged as the proof judges in the end.

    Args:
        model: With the weights to measure.
        pairs: The held-out split; all its photos can be opened.

    Returns:
        ``text_to_image`` and ``image_to_text``, each recall at 1, 5 and 10 in percent,
        and ``score``, the mean of all six.
    """
    from trainer.tuning.contract import image_vectors, text_vectors

    answers = Answers.of(pairs)
    images = finite(image_vectors(model, pairs.photos))
    ranks = ranks_of(finite(text_vectors(model, pairs.texts)), images, answers)
    return {
        "score": round(score_of(ranks, answers), 4),
        "text_to_image": _percentages(ranks.text_to_image),
        "image_to_text": _percentages(ranks.image_to_text),
    }


def _percentages(ranks: FloatArray) -> list[float]:
    return [round(100 * float((ranks < k).mean()), 2) if len(ranks) else 0.0 for k in CUTOFFS]
