"""The self-test of a model, its canary: does it do what every sane model does?

Three groups of checks. *Form*: vectors are finite, of length 1, of the right
dimension, and the same again for the same input. *Independence*: what else lies in
the batch changes nothing, neither for pictures nor, where padding comes in, for
texts. *Sense*: sentences find their pictures among drawings of our own. A fourth,
*reference*, compares with the vectors the model gave when it was installed: that
notices a wrong mean or a changed library even where the order stays right.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from photoclip.encoders.base import ByteArray, Encoder, FloatArray
from photoclip.encoders.canary_pictures import draw
from photoclip.media.resize import fit

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sunset": "a sunset over the sea",
        "brick wall": "a brick wall",
        "traffic light": "a red traffic light",
        "daisy": "a white daisy flower",
        "fire": "a burning fire",
        "clock": "a clock",
        "umbrella": "a red umbrella",
        "soccer ball": "a soccer ball",
        "balloon": "a hot air balloon",
    }
)
"""Which sentence belongs to which picture.

Chosen by measuring many drawings on the starter, the weakest model of the line-up:
there each of these is ahead of the others by 0.11 (pictures for a sentence) and 0.06
(sentences for a picture) at least.
"""

SAME: Final = 0.999
"""Least cosine of two vectors that are the same but for rounding."""

REFERENCE: Final = 0.97
"""Least cosine with the stored vectors.

Measured on the starter: float16 gives 1.000, bfloat16 0.96, any wrong mean or standard
deviation 0.90 or less. Drawings are harder on a model than photos.
"""


@dataclass(frozen=True, slots=True)
class CanaryCheck:
    """Outcome of one check.

    Attributes:
        name: What was checked, in a few words.
        passed: Whether it held.
        note: The figure behind it, or what is wrong.
    """

    name: str
    passed: bool
    note: str


TUNED_SLIPS: Final = 4
"""Drawings that a model tuned on photos may confuse, of 18.

A model that learnt one person's photos may see a drawing otherwise; scrambled weights
get one in nine right.
"""


def run_canary(
    encoder: Encoder, *, reference: Mapping[str, str] | None = None, slips: int = 0
) -> list[CanaryCheck]:
    """Check a loaded model.

    Args:
        encoder: The model.
        reference: Vectors from :func:`make_reference`, when there are some.
        slips: How many checks of sense may fail, see :data:`TUNED_SLIPS`.

    Returns:
        All checks; a model that passes all is fit for use. Where vectors have the
        wrong form, the later groups are left out.
    """
    pictures = canary_pictures(encoder)
    images = encoder.encode_images(pictures)
    texts = encoder.encode_texts(list(SENTENCES.values()))
    checks = [*_form("pictures", images, encoder), *_form("texts", texts, encoder)]
    if not all(check.passed for check in checks):
        return checks
    checks += _repeatable(encoder, pictures, images, texts)
    checks += _independent(encoder, pictures, images, texts)
    checks += _forgiven(_sense(images, texts), slips)
    if reference:
        checks += _like_reference(images, texts, reference)
    return checks


def canary_pictures(encoder: Encoder) -> ByteArray:
    """The drawings as input of one model, uint8 (n, size, size, 3), in the order of SENTENCES."""
    cfg = encoder.preprocess
    return np.stack(
        [
            fit(
                draw(name),
                size=cfg.size,
                interpolation=cfg.interpolation,
                resize_mode=cfg.resize_mode,
                fill=cfg.fill,
            )
            for name in SENTENCES
        ]
    )


def make_reference(encoder: Encoder) -> dict[str, str]:
    """Vectors of a model that passed, as text for its manifest.

    Returns:
        ``"pictures"`` and ``"texts"``: base64 of little-endian float16, row by row.
    """
    images = encoder.encode_images(canary_pictures(encoder))
    texts = encoder.encode_texts(list(SENTENCES.values()))
    return {"pictures": _pack(images), "texts": _pack(texts)}


def failed(checks: Sequence[CanaryCheck]) -> str:
    """The checks that did not hold, as part of a sentence; empty when all did."""
    return "; ".join(f"{check.name}: {check.note}" for check in checks if not check.passed)


def _form(what: str, vectors: FloatArray, encoder: Encoder) -> list[CanaryCheck]:
    shape = (len(SENTENCES), encoder.dim)
    right = vectors.shape == shape and vectors.dtype == np.float32
    checks = [CanaryCheck(f"{what}: shape", right, f"{vectors.dtype} {vectors.shape}")]
    finite = bool(np.isfinite(vectors).all())
    checks.append(CanaryCheck(f"{what}: numbers", finite, "finite" if finite else "not finite"))
    if not (right and finite):
        return checks
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    off = float(np.abs(lengths - 1).max())
    checks.append(CanaryCheck(f"{what}: length", off < 1e-3, f"off by at most {off:.1e}"))
    unit = vectors / np.maximum(lengths, 1e-12)
    between = unit @ unit.T - 2 * np.eye(len(unit), dtype=np.float32)
    likeness = float(between.max())
    note = f"the two most alike have cosine {likeness:.4f}"
    checks.append(CanaryCheck(f"{what}: differ", likeness < SAME, note))
    return checks


def _repeatable(
    encoder: Encoder, pictures: ByteArray, images: FloatArray, texts: FloatArray
) -> list[CanaryCheck]:
    again = encoder.encode_images(pictures)
    texts_again = encoder.encode_texts(list(SENTENCES.values()))
    return [
        _same("pictures: the same again", images, again),
        _same("texts: the same again", texts, texts_again),
    ]


def _independent(
    encoder: Encoder, pictures: ByteArray, images: FloatArray, texts: FloatArray
) -> list[CanaryCheck]:
    alone = np.concatenate([encoder.encode_images(pictures[i : i + 1]) for i in range(3)])
    short = list(SENTENCES.values())[:3]
    long = "a photo of " + " and ".join(SENTENCES.values())
    one_by_one = np.concatenate([encoder.encode_texts([sentence]) for sentence in short])
    beside_long = encoder.encode_texts([*short, long])[:3]
    return [
        _same("pictures: alone or in a batch", images[:3], alone),
        _same("texts: alone or in a batch", texts[:3], one_by_one),
        _same("texts: beside a long one", one_by_one, beside_long),
    ]


def _forgiven(checks: list[CanaryCheck], slips: int) -> list[CanaryCheck]:
    if sum(not check.passed for check in checks) > slips:
        return checks
    return [CanaryCheck(check.name, True, check.note) for check in checks]


def _sense(images: FloatArray, texts: FloatArray) -> list[CanaryCheck]:
    """Each sentence must find its picture, and each picture its sentence."""
    scores = texts @ images.T
    own = np.diag(scores)
    rivals = scores - 9 * np.eye(len(scores), dtype=np.float32)
    checks = []
    for row, (name, sentence) in enumerate(SENTENCES.items()):
        for label, others in (
            (f"“{sentence}” finds its picture", rivals[row]),
            (f"the picture of a {name} finds its sentence", rivals[:, row]),
        ):
            margin = float(own[row] - others.max())
            other = list(SENTENCES)[int(others.argmax())]
            note = f"ahead by {margin:.3f}" if margin > 0 else f"{other} came first"
            checks.append(CanaryCheck(label, margin > 0, note))
    return checks


def _like_reference(
    images: FloatArray, texts: FloatArray, reference: Mapping[str, str]
) -> list[CanaryCheck]:
    checks = []
    for name, vectors in (("pictures", images), ("texts", texts)):
        stored = base64.b64decode(reference.get(name, ""))
        label = f"{name}: as when installed"
        if len(stored) != 2 * vectors.size:
            checks.append(CanaryCheck(label, False, "no vectors of this shape are stored"))
            continue
        before = np.frombuffer(stored, dtype="<f2").reshape(vectors.shape).astype(np.float32)
        checks.append(_same(label, before, vectors, least=REFERENCE))
    return checks


def _same(name: str, left: FloatArray, right: FloatArray, *, least: float = SAME) -> CanaryCheck:
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    cosine = float(((left * right).sum(axis=1) / lengths).min())
    return CanaryCheck(name, cosine >= least, f"cosine at least {cosine:.5f}")


def _pack(vectors: FloatArray) -> str:
    return base64.b64encode(vectors.astype("<f2").tobytes()).decode("ascii")
