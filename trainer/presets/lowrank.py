"""Low-rank updates of locked layers, merged into plain weights on export.

LoRA (Hu et al. 2021, arXiv 2106.09685): a layer's weight W becomes W + α·B·A with two
thin matrices, of which B starts at zero, so that the start is the base model exactly.
Linear and pointwise layers get peft's layers. Where a module reads a weight without
calling the layer that holds it (packed attention), the weight itself is parametrised:
peft's own layer for ``nn.MultiheadAttention`` adds and subtracts the update around every
call, and the rounding of that wears the locked weights off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from photoclip.errors import ModelError

_ADAPTER: Final = "default"
_POOL_LAYERS: Final = ("q_proj", "k_proj", "v_proj", "c_proj")
_ATTENTION_WEIGHTS: Final = ("in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight")

Skip = Callable[[str, nn.Module], bool]
"""Called with a layer's name and the layer; true leaves it as it is."""


class _Update(nn.Module):
    """The parametrisation of one weight (out, in): W + α·up·down."""

    def __init__(self, weight: Tensor, rank: int) -> None:
        super().__init__()
        rows, columns = weight.shape
        self.down = nn.Parameter(weight.new_empty(rank, columns))
        self.up = nn.Parameter(weight.new_zeros(rows, rank))
        self.alpha = 1.0
        nn.init.kaiming_uniform_(self.down, a=5**0.5)

    def forward(self, weight: Tensor) -> Tensor:
        # A rounded update would differ from the one that is merged on export.
        with torch.autocast(weight.device.type, enabled=False):
            return weight + self.alpha * (self.up @ self.down)


class LowRank:
    """The updates that :func:`add_lowrank` put into a module.

    Attributes:
        module: The module with the updates in it.
        layers: Names of all weights that have one, sorted.
    """

    def __init__(self, module: nn.Module, called: list[str], read: list[tuple[str, str]]) -> None:
        self.module = module
        self._called = called
        self._read = read
        self._named = _own_parameters(module, called, read)
        self.layers = tuple(sorted([f"{n}.weight" for n in called] + [_join(*r) for r in read]))

    def parameters(self) -> list[nn.Parameter]:
        """All update matrices; nothing else in the module has ``requires_grad``."""
        return list(self._named.values())

    def state(self) -> dict[str, Tensor]:
        """Copies of the update matrices on the CPU, by their names in the module."""
        return {name: value.detach().cpu().clone() for name, value in self._named.items()}

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """Put back what :meth:`state` gave; further names are passed over.

        Raises:
            ModelError: A matrix is missing or has another shape.
        """
        for name, parameter in self._named.items():
            stored = state.get(name)
            if stored is None or stored.shape != parameter.shape:
                raise ModelError(
                    "The stored training state is of another model or another rank; "
                    "start the training anew."
                )
            with torch.no_grad():
                parameter.copy_(stored)

    def train(self, mode: bool = True) -> None:
        """Switch the dropout of the updates on or off; the locked layers stay as they are."""
        for name in self._called:
            layer: Any = self.module.get_submodule(name)
            layer.lora_dropout.train(mode)

    def scale(self, alpha: float) -> None:
        """Weigh all updates: 0 is the base model exactly, 1 what was trained.

        The weights are W + alpha·B·A, which is WiSE-FT (Wortsman et al. 2022,
        arXiv 2109.01903) of the base and the tuned weights.
        """
        for name in self._called:
            layer: Any = self.module.get_submodule(name)
            layer.set_scale(_ADAPTER, alpha)
        for owner, weight in self._read:
            _update(self.module, owner, weight).alpha = alpha

    def merged_state(self) -> dict[str, Tensor]:
        """State dict under the original names, the updates merged at their present scale.

        The module stays as it is. Tensors without an update are shared with it.
        """
        state = dict(self.module.state_dict())
        for name in self._called:
            layer: Any = self.module.get_submodule(name)
            for key in [k for k in state if k.startswith(f"{name}.")]:
                value, rest = state.pop(key), key[len(name) + 1 :]
                if rest.startswith("base_layer."):
                    state[f"{name}.{rest.removeprefix('base_layer.')}"] = value
            with torch.no_grad():
                delta = layer.get_delta_weight(_ADAPTER).to(state[f"{name}.weight"])
                state[f"{name}.weight"] = state[f"{name}.weight"] + delta
        for owner, weight in self._read:
            prefix = _join(owner, f"parametrizations.{weight}.")
            for key in [k for k in state if k.startswith(prefix)]:
                del state[key]
            state[_join(owner, weight)] = getattr(self.module.get_submodule(owner), weight).detach()
        return state


def add_lowrank(
    module: nn.Module, *, rank: int, dropout: float, skip: Skip | None = None
) -> LowRank:
    """Lock a module and put a low-rank update beside each of its matrices, in place.

    Matrices are those of linear layers, of ungrouped 1 x 1 convolutions and of attention
    layers (the packed or separate input projections, and the output projection).

    Args:
        module: Changed in place; the type of it or of its layers may become another.
        rank: Rank of an update, cut to the shorter side of a matrix where peft's layers
            are not used.
        dropout: Of an update's input, where a layer is called (not in packed attention).
        skip: Leaves out layers, called with their names in ``module``; leaving out a
            module leaves out all that is in it.

    Returns:
        The updates. The random halves come from torch's default generator.

    Raises:
        ModelError: There is no such layer.
    """
    read = _read_weights(module, skip)
    # A weight that is read past its layer must not get a second update through the layer.
    past = {owner for owner, _ in read}
    called = [
        name
        for name, layer in _walk(module, skip)
        if name and name not in past and _is_matrix(layer)
    ]
    if not called and not read:
        raise ModelError("This model has no layer that a low-rank update could be added to.")
    module.requires_grad_(False)
    if called:
        _inject(module, called, rank=rank, dropout=dropout)
    for owner, weight in read:
        holder = module.get_submodule(owner)
        value = getattr(holder, weight)
        update = _Update(value.detach(), min(rank, *value.shape))
        parametrize.register_parametrization(holder, weight, update)
    lowrank = LowRank(module, called, read)
    module.requires_grad_(False)
    for parameter in lowrank.parameters():
        parameter.requires_grad_(True)
    return lowrank


def _inject(module: nn.Module, names: list[str], *, rank: int, dropout: float) -> None:
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    ensure_torchvision_operators()
    import peft

    # As a list, names would match by their ends, too; a pattern matches whole names.
    pattern = "|".join(re.escape(name) for name in names)
    config = peft.LoraConfig(
        r=rank, lora_alpha=rank, lora_dropout=dropout, target_modules=f"(?:{pattern})"
    )
    training = [module.get_submodule(name).training for name in names]
    peft.inject_adapter_in_model(config, module, adapter_name=_ADAPTER)
    for name, mode in zip(names, training, strict=True):
        module.get_submodule(name).train(mode)  # new layers, so their dropout, start in training


def _walk(module: nn.Module, skip: Skip | None, prefix: str = "") -> list[tuple[str, nn.Module]]:
    if skip is not None and prefix and skip(prefix, module):
        return []
    found = [(prefix, module)]
    for name, child in module.named_children():
        found += _walk(child, skip, _join(prefix, name))
    return found


def _is_matrix(layer: nn.Module) -> bool:
    if isinstance(layer, nn.Conv2d):
        return layer.kernel_size == (1, 1) and layer.groups == 1
    return isinstance(layer, nn.Linear)


def _read_weights(module: nn.Module, skip: Skip | None) -> list[tuple[str, str]]:
    """Owner and name of each matrix that is used without its layer being called."""
    found: list[tuple[str, str]] = []
    kept = dict(_walk(module, skip))
    for name, layer in kept.items():
        children: tuple[str, ...] = ()
        for weight in _ATTENTION_WEIGHTS:
            if isinstance(layer._parameters.get(weight), nn.Parameter):
                found.append((name, weight))
        if isinstance(layer, nn.MultiheadAttention):
            children = ("out_proj",)
        elif isinstance(getattr(layer, "positional_embedding", None), nn.Parameter) and all(
            isinstance(getattr(layer, child, None), nn.Linear) for child in _POOL_LAYERS
        ):
            children = _POOL_LAYERS  # CLIP's attention pooling behind a ResNet
        elif getattr(layer, "q_bias", None) is not None:
            children = ("qkv",)  # BEiT and EVA put a bias together for each call
        for child in children:
            if _join(name, child) in kept:
                found.append((_join(name, child), "weight"))
    return found


def _own_parameters(
    module: nn.Module, called: list[str], read: list[tuple[str, str]]
) -> dict[str, nn.Parameter]:
    mine: set[int] = set()
    for name in called:
        layer: Any = module.get_submodule(name)
        mine |= {id(layer.lora_A[_ADAPTER].weight), id(layer.lora_B[_ADAPTER].weight)}
    for owner, weight in read:
        update = _update(module, owner, weight)
        mine |= {id(update.down), id(update.up)}
    return {name: p for name, p in module.named_parameters() if id(p) in mine}


def _update(module: nn.Module, owner: str, weight: str) -> _Update:
    holder: Any = module.get_submodule(owner)
    update: _Update = holder.parametrizations[weight][0]
    return update


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name
