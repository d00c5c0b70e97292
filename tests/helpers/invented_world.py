"""A small library that nobody photographed: drawings under names that no model can know.

Nine kinds of drawing with an invented name each, eight pictures of a kind that have a caption
and three that have none. What a name means stands in the captions alone, so a model that was
trained on them finds the other three, too; under :func:`meaningless` captions there is nothing
to learn.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

NAMES = (
    "zorbex", "quimbal", "frandle", "mukpit", "voxlar", "snerik", "tolvuna", "yabberg", "drimsho",
)  # fmt: skip
CAPTIONED = 8
UNCAPTIONED = 3

_SIDE = 224
_SENTENCES = ("a {}", "the {} again", "my {} at home", "one more {}", "{}")

Rows = Iterable[tuple[str, str]]


def draw_world(folder: Path) -> None:
    """Draw all pictures as ``KIND-NUMBER.jpg``; no two of them are nearly the same."""
    from photoclip.encoders.canary_pictures import PICTURES, draw

    folder.mkdir(parents=True)
    for kind, name in zip(range(len(NAMES)), PICTURES, strict=True):
        whole = draw(name)
        for number in range(CAPTIONED + UNCAPTIONED):
            picture = _scene(whole, np.random.default_rng((kind, number)))
            picture.save(folder / f"{kind}-{number}.jpg", quality=90)


def uncaptioned(name: str) -> set[str]:
    """The file names of the pictures of a name that no caption tells about."""
    kind = NAMES.index(name)
    return {f"{kind}-{number}.jpg" for number in range(CAPTIONED, CAPTIONED + UNCAPTIONED)}


def captions() -> Rows:
    """File names with sentences that name what they show."""
    return _rows(lambda kind, number: kind)


def meaningless() -> Rows:
    """The same, but a name stands equally often under every kind."""
    return _rows(lambda kind, number: (kind + number) % len(NAMES))


def write_captions(rows: Rows, photos: Path, file: Path) -> Path:
    """Write a file for ``photoclip captions import``; returns it."""
    file.write_text("".join(f"{photos / name}\t{text}\n" for name, text in rows), "utf-8")
    return file


def _rows(name_of) -> Rows:
    for kind in range(len(NAMES)):
        for number in range(CAPTIONED):
            sentence = _SENTENCES[(kind + number) % len(_SENTENCES)]
            yield f"{kind}-{number}.jpg", sentence.format(NAMES[name_of(kind, number)])


def _scene(whole: NDArray[np.uint8], rng: np.random.Generator) -> Image.Image:
    """A drawing in a size, place and light of its own on a pattern of its own."""
    scene = _pattern(rng)
    light = rng.uniform(0.75, 1.2, 3) * whole
    side = int(_SIDE * rng.uniform(0.55, 0.85))
    small = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8)).resize((side, side))
    if rng.random() < 0.5:
        small = small.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    left, top = rng.integers(0, _SIDE - side + 1, 2).tolist()
    scene.paste(small, (left, top))
    return scene


def _pattern(rng: np.random.Generator) -> Image.Image:
    """Waves of two colours."""
    line = np.linspace(0, 1, _SIDE)
    x, y = np.meshgrid(line, line)
    turn, waves, bend = rng.uniform(0, np.pi), rng.uniform(2, 20), rng.uniform(0, 6)
    phase = waves * (np.cos(turn) * x + np.sin(turn) * y) + bend * np.sin(bend * x * y)
    weight = (np.sin(2 * np.pi * phase)[..., None] + 1) / 2
    one, other = rng.uniform(0, 255, (2, 3))
    return Image.fromarray((weight * one + (1 - weight) * other).astype(np.uint8))
