"""A tiny model that a preset would make ready, for tests of the loop and of the proof.

Photos have no files: what a photo "shows" is made of the words of its captions (or, where
it has none, of its pixel hash), turned by a secret rotation and disturbed by noise. The base
model undoes the rotation badly, so that there is something to learn, and every photo looks
the same on every machine.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoclip.errors import UnreadablePhotoError
from photoclip.runs import SnapshotPhoto, Split
from trainer.tuning.contract import DualTower, Inputs, Report

WORDS, SEEN, DIM = 24, 32, 16
"""Numbers that describe a sentence, a photo, and a vector."""

_THINGS = [
    "dog",
    "cat",
    "boat",
    "tree",
    "bridge",
    "child",
    "car",
    "tower",
    "horse",
    "piano",
    "lamp",
    "kite",
]
_LOOKS = ["red", "blue", "old", "tiny", "wet", "bright", "striped", "broken"]
_PLACES = ["beach", "forest", "market", "kitchen", "station", "garden", "mountain", "street"]


def tiny_photos(count: int, *, split: Split | None = None, seed: int = 0) -> list[SnapshotPhoto]:
    """Photos with two captions each; without ``split`` every fourth is for validation."""
    rng = np.random.default_rng(seed)
    photos = []
    for i in range(count):
        thing, look, place = (str(rng.choice(words)) for words in (_THINGS, _LOOKS, _PLACES))
        name = f"p{seed}x{i}"
        photos.append(
            SnapshotPhoto(
                pixel_hash=f"{zlib.crc32(name.encode()):08x}{i:08x}",
                path=f"/photos/{name}.jpg",
                captions=(
                    f"a {look} {thing} near the {place} {i}",
                    f"{thing} at {place} {i}",
                ),
                split=split or ("validation" if i % 4 == 3 else "train"),
                group=i,
            )
        )
    return photos


class TinyTower(DualTower):
    """Two linear maps: the base model's, and a trained one that is added to it.

    Attributes:
        before: Called with the side and its inputs before each pass, if it is set; faults
            are put in here.
        keep_weight: Weight of staying near the base model; 0 leaves that loss out.
    """

    def __init__(self, *, dropout: float, seed: int) -> None:
        super().__init__()
        rng = np.random.default_rng(seed)
        words = rng.normal(size=(DIM, WORDS)) / WORDS**0.5
        blurred = words @ np.linalg.pinv(_rotation())
        blurred += 1.5 * blurred.std() * rng.normal(size=blurred.shape)
        self.base_image: Tensor
        self.base_text: Tensor
        self.register_buffer("base_image", torch.tensor(blurred, dtype=torch.float32))
        self.register_buffer("base_text", torch.tensor(words, dtype=torch.float32))
        self.image_map = nn.Linear(SEEN, DIM)
        self.text_map = nn.Linear(WORDS, DIM)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)
        self.dropout = nn.Dropout(dropout)
        self.keep_weight = 0.0
        self.before: Callable[[str, Inputs], None] | None = None

    def image(self, inputs: Inputs) -> Tensor:
        return self._side("image", inputs, self.base_image, self.image_map)

    def text(self, inputs: Inputs) -> Tensor:
        return self._side("text", inputs, self.base_text, self.text_map)

    def keep(self) -> Tensor | None:
        if not self.keep_weight:
            return None
        total = torch.zeros((), device=self.base_image.device)
        for parameter in self.parameters():
            total = total + parameter.square().sum()
        return self.keep_weight * total

    def _side(self, side: str, inputs: Inputs, base: Tensor, trained: nn.Linear) -> Tensor:
        if self.before is not None:
            self.before(side, inputs)
        (x,) = inputs
        return nn.functional.normalize(x @ base.T + trained(self.dropout(x)), dim=-1)


class TinyTunable:
    """See ``trainer.tuning.contract.Tunable``.

    Attributes:
        unreadable: Pixel hashes of photos whose file "cannot be decoded".
        asked: Every call of :meth:`image_inputs` as (rows, view).
    """

    def __init__(
        self,
        *,
        dropout: float = 0.0,
        seed: int = 0,
        bias: float | None = None,
        device: str = "cpu",
        seeing: bool = False,
    ) -> None:
        self.tower: DualTower = TinyTower(dropout=dropout, seed=seed).to(device)
        self.dim = DIM
        self.log_scale = float(np.log(20.0))
        self.bias = bias
        self.device = device
        self.seeing = seeing
        self.unreadable: set[str] = set()
        self.asked: list[tuple[int, int]] = []

    @property
    def tiny(self) -> TinyTower:
        """The tower by its own type."""
        assert isinstance(self.tower, TinyTower)
        return self.tower

    def warm(
        self, photos: Sequence[SnapshotPhoto], texts: Sequence[str], *, views: int, report: Report
    ) -> list[SnapshotPhoto]:
        report("photos", len(photos), len(photos))
        return [photo for photo in photos if photo.pixel_hash in self.unreadable]

    def set_captions(self, texts: Sequence[str]) -> None:
        """Nothing of it depends on what it will be taught."""

    def set_anchors(self, photos: Sequence[SnapshotPhoto], texts: Sequence[str]) -> None:
        """Its tower stays near zero, not near what it says of photos."""

    def image_inputs(self, photos: Sequence[SnapshotPhoto], *, view: int = 0) -> Inputs:
        self.asked.append((len(photos), view))
        for photo in photos:
            if photo.pixel_hash in self.unreadable:
                raise UnreadablePhotoError(f"{photo.path} is not there")
        rows = np.stack([_shown(photo, view) for photo in photos])
        return (torch.from_numpy(rows.astype(np.float32)),)

    def text_inputs(self, texts: Sequence[str]) -> Inputs:
        rows = np.stack([_meaning(text) for text in texts])
        return (torch.from_numpy(rows.astype(np.float32)),)

    def state(self) -> dict[str, Tensor]:
        trained = self.tower.named_parameters()
        return {name: value.detach().cpu().clone() for name, value in trained}

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        with torch.no_grad():
            for name, value in self.tower.named_parameters():
                value.copy_(state[name])

    def blend(self, tuned: Mapping[str, Tensor], alpha: float) -> None:
        self.load_state({name: alpha * value for name, value in tuned.items()})

    def export(self, folder: Path) -> None:
        from safetensors.torch import save_file

        save_file(self.state(), folder / "tiny.safetensors")
        (folder / "config.json").write_text(json.dumps({"dim": DIM}), "utf-8")

    @property
    def backend(self) -> str:
        return "tiny"

    @property
    def arch(self) -> str:
        return "tiny-linear"


def _rotation() -> NDArray[np.float64]:
    return np.random.default_rng(99).normal(size=(SEEN, WORDS)) / WORDS**0.5


def _word(word: str) -> NDArray[np.float64]:
    return np.random.default_rng(zlib.crc32(word.encode())).normal(size=WORDS)


def _meaning(text: str) -> NDArray[np.float64]:
    words = [w for w in re.findall(r"\w+", text.casefold()) if w not in {"a", "the", "near", "at"}]
    if not words:
        return np.zeros(WORDS)
    total: NDArray[np.float64] = np.sum([_word(w) for w in words], axis=0) / len(words) ** 0.5
    return total


def _shown(photo: SnapshotPhoto, view: int) -> NDArray[np.float64]:
    noise = np.random.default_rng((zlib.crc32(photo.pixel_hash.encode()), view)).normal(size=WORDS)
    if not photo.captions:
        return _rotation() @ noise
    return _rotation() @ (_meaning(" ".join(photo.captions)) + 0.2 * noise)
