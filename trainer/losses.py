"""The contrastive loss of CLIP, for photos with several captions, and distillation."""

from __future__ import annotations

import torch
from torch import Tensor


def contrastive_loss(
    image: Tensor, text: Tensor, image_owner: Tensor, text_owner: Tensor, scale: Tensor
) -> Tensor:
    """Symmetric InfoNCE (Radford et al. 2021) with all captions of a photo as positives.

    Each row's target is spread evenly over its positives (Khosla et al. 2020,
    arXiv 2004.11362, their L_out). Where every photo comes once with one caption, this
    is CLIP's loss.

    Args:
        image: Unit vectors of photos, shape (n, d).
        text: Unit vectors of captions, shape (m, d).
        image_owner: What each row of ``image`` shows, shape (n,); equal numbers are
            positives of each other.
        text_owner: What each caption describes, shape (m,).
        scale: Inverse temperature.

    Returns:
        Mean of both directions, a scalar.
    """
    logits = scale * image @ text.T
    positive = (image_owner[:, None] == text_owner[None, :]).to(logits.dtype)
    return (_cross_entropy(logits, positive) + _cross_entropy(logits.T, positive.T)) / 2


def distillation_loss(image: Tensor, classes: Tensor, logits: Tensor, scale: Tensor) -> Tensor:
    """Cross-entropy to a classifier's own probabilities (Hinton et al. 2015, arXiv 1503.02531).

    Heads that learn from captions alone have loud and wrong opinions of names that
    captions seldom use. Held to the classifier, they learn to be as undecided as it is
    (measured: such names end up at one place), and the semantic branch decides.

    Args:
        image: Unit vectors of photos, shape (n, d).
        classes: Unit vectors of class names, shape (k, d).
        logits: The classifier's logits, shape (n, k), already divided by a temperature.
        scale: Inverse temperature of the heads.
    """
    return torch.nn.functional.cross_entropy(scale * image @ classes.T, logits.softmax(1))


def _cross_entropy(logits: Tensor, positive: Tensor) -> Tensor:
    target = positive / positive.sum(1, keepdim=True)
    return torch.nn.functional.cross_entropy(logits, target)
