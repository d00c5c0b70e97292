"""Tuned ends of the starter model's towers, beside the locked ones.

Only what the heads are given comes from here. ImageNet logits, sentence vectors and trust
stay those of the locked towers, so the semantic branch of a tuned starter is exactly the
shipped one's. A tuned end begins at the first step whose weights differ; the steps before
it are computed once for both.

Weights carry timm's and BERT's names behind ``image.`` and ``text.``; those of the image
tower are of the one with batch normalisation folded in. A tensor ``NAME`` replaces the
locked one; a pair ``NAME.up`` (rows, r) and ``NAME.down`` (r, columns) is added to it as
a product, which is how a low-rank update stays small.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Final

import torch
from torch import Tensor, nn

from photoclip.encoders.starter_towers import IMAGE_STEPS, TEXT_LAYERS, ImageTower, TextTower

_FACTORS: Final = (".up", ".down")
_LAYERS: Final = "encoder.layer."


class TunedImagePath(nn.Module):
    """The steps of the image tower from ``first`` on, as copies.

    Attributes:
        first: 0 begins with the stem, 1..7 with a stage, 8 with the last map.
    """

    def __init__(self, tower: ImageTower, first: int) -> None:
        super().__init__()
        if not 0 <= first < IMAGE_STEPS:
            raise ValueError(f"no step {first}")
        self.first = first
        net = tower.net
        # Steps that are shared stand in here as nothing, so that numbers and names fit.
        own = first == 0
        self.conv_stem: nn.Module = copy.deepcopy(net.conv_stem) if own else nn.Identity()
        self.bn1: nn.Module = copy.deepcopy(net.bn1) if own else nn.Identity()
        self.blocks = nn.Sequential(
            *(
                copy.deepcopy(stage) if step >= first else nn.Identity()
                for step, stage in enumerate(net.blocks, start=1)
            )
        )
        self.conv_head: nn.Module = copy.deepcopy(net.conv_head)
        self.bn2: nn.Module = copy.deepcopy(net.bn2)


class TunedTextPath(nn.Module):
    """The layers of the text tower from ``first`` on, as copies.

    Attributes:
        first: Number of the first layer, 0..5.
        layers: The copies.
    """

    def __init__(self, tower: TextTower, first: int) -> None:
        super().__init__()
        if not 0 <= first < TEXT_LAYERS:
            raise ValueError(f"no layer {first}")
        self.first = first
        self.layers = nn.ModuleList(
            copy.deepcopy(layer) for layer in list(tower.encoder["layer"].children())[first:]
        )


def image_path(
    tower: ImageTower, changes: Mapping[str, Tensor], *, first: int = IMAGE_STEPS
) -> TunedImagePath | None:
    """The image tower's tuned end.

    Args:
        tower: The locked tower.
        changes: Weights of a model, of both towers.
        first: It begins here at the latest.

    Returns:
        The path, or None if nothing of this tower is changed and ``first`` asks for none.

    Raises:
        RuntimeError: Names or shapes do not fit.
    """
    mine = _of("image.", changes)
    first = min([first, *map(_image_step, mine)])
    if first >= IMAGE_STEPS:
        return None
    path = TunedImagePath(tower, first)
    _apply(path, mine)
    path.requires_grad_(False)
    return path.eval()


def text_path(
    tower: TextTower, changes: Mapping[str, Tensor], *, first: int = TEXT_LAYERS
) -> TunedTextPath | None:
    """The text tower's tuned end; see :func:`image_path`."""
    mine = _of("text.", changes)
    first = min([first, *map(_text_layer, mine)])
    if first >= TEXT_LAYERS:
        return None
    path = TunedTextPath(tower, first)
    _apply(path, {_inner_text_name(name, first): tensor for name, tensor in mine.items()})
    path.requires_grad_(False)
    return path.eval()


def find_changes(
    image: tuple[ImageTower, Mapping[str, Tensor]],
    text: tuple[TextTower, int, Mapping[str, Tensor]],
    *,
    rank: int = 0,
) -> dict[str, Tensor]:
    """What has to be written of tuned towers.

    Args:
        image: The locked tower, and the tuned path's state under its plain names.
        text: The locked tower, the tuned path's first layer, and the path's state.
        rank: Matrices whose difference has at most this rank are written as two factors.

    Returns:
        Tensors that differ from the locked ones, see the module's description.
    """
    found: dict[str, Tensor] = {}
    locked = image[0].net.state_dict()
    for name, tensor in image[1].items():
        found |= _difference(f"image.{name}", tensor, locked[name], rank)
    locked = text[0].state_dict()
    for name, tensor in text[2].items():
        outer = _outer_text_name(name, text[1])
        found |= _difference(f"text.{outer}", tensor, locked[outer], rank)
    return found


def check_changes(changes: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors as they were given, if all names are ones that a path can have.

    Raises:
        ValueError: A name is unknown.
    """
    for name in changes:
        if name.startswith("image."):
            _image_step(name.removeprefix("image."))
        elif name.startswith("text."):
            _text_layer(name.removeprefix("text."))
        else:
            raise ValueError(name)
    return dict(changes)


def _of(prefix: str, changes: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): v for k, v in changes.items() if k.startswith(prefix)}


def _image_step(name: str) -> int:
    part, _, rest = name.partition(".")
    if part in ("conv_stem", "bn1"):
        return 0
    if part in ("conv_head", "bn2"):
        return IMAGE_STEPS - 1
    if part == "blocks":
        return 1 + int(rest.partition(".")[0])
    raise ValueError(name)


def _text_layer(name: str) -> int:
    if not name.startswith(_LAYERS):
        raise ValueError(name)
    return int(name.removeprefix(_LAYERS).partition(".")[0])


def _inner_text_name(name: str, first: int) -> str:
    number, _, rest = name.removeprefix(_LAYERS).partition(".")
    return f"layers.{int(number) - first}.{rest}"


def _outer_text_name(name: str, first: int) -> str:
    number, _, rest = name.removeprefix("layers.").partition(".")
    return f"{_LAYERS}{int(number) + first}.{rest}"


def _apply(path: nn.Module, changes: Mapping[str, Tensor]) -> None:
    state = path.state_dict()
    for name in _tensor_names(changes):
        value = state[name]
        if name in changes:
            new = changes[name].to(value)
        else:
            up, down = (changes[name + factor].to(value.device).float() for factor in _FACTORS)
            new = value + (up @ down).reshape(value.shape)
        if new.shape != value.shape:
            raise RuntimeError(f"{name} has the shape {tuple(new.shape)}")
        value.copy_(new)


def _tensor_names(changes: Iterable[str]) -> list[str]:
    def plain(name: str) -> str:
        return name.removesuffix(".up").removesuffix(".down")

    return list(dict.fromkeys(map(plain, changes)))


def _difference(name: str, tuned: Tensor, locked: Tensor, rank: int) -> dict[str, Tensor]:
    tuned = tuned.detach().to(locked)
    if torch.equal(tuned, locked):
        return {}
    update = (tuned - locked).reshape(len(locked), -1).float()
    if not rank or locked.ndim < 2 or rank * sum(update.shape) >= update.numel():
        return {name: tuned}
    up, down = _factors(update, rank)
    # Merging rounded the update to what the weights can hold, so some noise is beside it.
    noise = max(1e-3 * float(update.norm()), 1e-5 * float(locked.float().norm()))
    if float((update - up @ down).norm()) > noise:
        return {name: tuned}
    return {f"{name}.up": up, f"{name}.down": down}


def _factors(matrix: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    """Best product of that rank, by a random range (Halko et al. 2011, arXiv 0909.4061)."""
    draw = torch.Generator().manual_seed(0)
    start = torch.randn(matrix.shape[1], 2 * rank, generator=draw).to(matrix)
    basis, _ = torch.linalg.qr(matrix @ start)
    left, values, right = torch.linalg.svd(basis.T @ matrix, full_matrices=False)
    root = values[:rank].sqrt()
    return basis @ left[:, :rank] * root, root[:, None] * right[:rank]
