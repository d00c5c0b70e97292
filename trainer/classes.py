"""What the text tower makes of ImageNet's class names, the bridge of the semantic branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders.starter_files import IMAGENET_CLASSES, TEXT_WIDTH
from trainer.data import read_texts

if TYPE_CHECKING:
    from photoclip.encoders.starter import StarterModel


@dataclass(frozen=True, slots=True)
class ClassTexts:
    """What the text tower makes of ImageNet's class names.

    Attributes:
        matrix: Unit vectors of the classes, centred; shape (1000, 384).
        prompts: Text features of "a photo of a …", the mean over a class's synonyms;
            shape (1000, text features).
    """

    matrix: NDArray[np.float32]
    prompts: NDArray[np.float32]


def class_texts(model: StarterModel) -> ClassTexts:
    """Read names, synonyms and WordNet definitions of the 1,000 classes, as timm lists them.

    A class's vector is the mean of its synonyms, of "a photo of a …" with each of them,
    and of its definition. Definitions help where a class is named by one odd word (a
    "jersey" is a T-shirt).
    """
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    ensure_torchvision_operators()
    from timm.data import ImageNetInfo

    info = ImageNetInfo()
    names = [info.index_to_description(i) for i in range(IMAGENET_CLASSES)]
    defined = tuple(info.index_to_description(i, detailed=True) for i in range(IMAGENET_CLASSES))
    synonyms = [(i, word.strip()) for i, name in enumerate(names) for word in name.split(",")]
    owner = np.array([i for i, _ in synonyms])
    words = tuple(word for _, word in synonyms)
    photos = read_texts(model, tuple(f"a photo of a {word}." for word in words))
    unit = _unit(
        _unit(_mean_by(owner, _unit(_sentence(read_texts(model, words)))))
        + _unit(_mean_by(owner, _unit(_sentence(photos))))
        + _unit(_sentence(read_texts(model, defined)))
    )
    return ClassTexts(matrix=_unit(unit - unit.mean(0)), prompts=_mean_by(owner, photos))


def _sentence(features: NDArray[np.float32]) -> NDArray[np.float32]:
    return features[:, :TEXT_WIDTH]


def _mean_by(owner: NDArray[np.int64], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    out = np.zeros((IMAGENET_CLASSES, vectors.shape[1]), np.float32)
    np.add.at(out, owner, vectors)
    out /= np.bincount(owner, minlength=IMAGENET_CLASSES)[:, None].astype(np.float32)
    return out


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True).astype(np.float32)
    unit: NDArray[np.float32] = vectors / np.maximum(norms, np.float32(1e-12))
    return unit
