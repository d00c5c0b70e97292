"""Where OpenCLIP's architectures end, and what their last blocks are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor, nn

from photoclip.errors import ModelError

_BLOCK_LISTS: Final = ("resblocks", "blocks", "stages", "layers", "layer", "block", "h")
_RESNET_STAGES: Final = ("layer1", "layer2", "layer3", "layer4")


@dataclass(frozen=True, slots=True)
class Projection:
    """The last linear map of a tower: from its features to the common space.

    Attributes:
        holder: The module that has it.
        attribute: Its name in there; a parameter (features, dim) or a linear layer.
        name: Its name in the whole model.
    """

    holder: nn.Module
    attribute: str
    name: str

    @property
    def end(self) -> nn.Parameter | nn.Linear:
        """The parameter or the layer."""
        found: nn.Parameter | nn.Linear = getattr(self.holder, self.attribute)
        return found

    @property
    def width(self) -> int:
        """Length of a feature."""
        end = self.end
        return end.in_features if isinstance(end, nn.Linear) else int(end.shape[0])

    def named_parameters(self) -> dict[str, nn.Parameter]:
        """Its parameters by their names in the whole model."""
        end = self.end
        if isinstance(end, nn.Parameter):
            return {self.name: end}
        return {f"{self.name}.{name}": value for name, value in end.named_parameters()}

    @contextlib.contextmanager
    def left_out(self) -> Iterator[None]:
        """For the time being, the tower gives features (n, width) instead of vectors."""
        end = self.end
        setattr(self.holder, self.attribute, self._passage())
        try:
            yield
        finally:
            setattr(self.holder, self.attribute, end)

    def _passage(self) -> nn.Module | None:
        end = self.end
        if self.attribute == "c_proj" and isinstance(end, nn.Linear):
            # Attention pooling reads weight and bias, it does not call the layer.
            through = nn.Linear(end.in_features, end.in_features, bias=True, device="meta")
            like: dict[str, Any] = {"dtype": end.weight.dtype, "device": end.weight.device}
            through.weight = nn.Parameter(torch.eye(end.in_features, **like), requires_grad=False)
            through.bias = nn.Parameter(torch.zeros(end.in_features, **like), requires_grad=False)
            return through
        if self.attribute == "text_projection" or isinstance(end, nn.Parameter):
            return None  # OpenCLIP's own towers leave out a projection that is None
        return nn.Identity()


class Head(nn.Module):
    """A projection as a layer of its own: features (n, width) to vectors (n, dim)."""

    def __init__(self, projection: Projection) -> None:
        super().__init__()
        # The same parameters as in the model, which so changes with the head.
        self.end = projection.end

    def forward(self, features: Tensor) -> Tensor:
        """Map features to vectors that are not of unit length yet."""
        if isinstance(self.end, nn.Parameter):
            return features @ self.end
        vectors: Tensor = self.end(features)
        return vectors


def require_dual_encoder(model: nn.Module) -> None:
    """Make sure that a model has two towers and nothing else.

    Raises:
        ModelError: It has a decoder for captions (CoCa) or is something else.
    """
    import open_clip

    if type(model) not in (open_clip.CLIP, open_clip.CustomTextCLIP):
        raise ModelError(
            f"Models of the kind {type(model).__name__} cannot be trained here, only those with "
            "one image tower and one text tower; choose another model, or the preset “adapter”."
        )


def image_projection(model: Any) -> Projection | None:
    """The image tower's projection; None if it ends in something else."""
    visual = model.visual
    if isinstance(getattr(visual, "proj", None), nn.Parameter):
        return Projection(visual, "proj", "visual.proj")
    if hasattr(visual, "attnpool"):
        return Projection(visual.attnpool, "c_proj", "visual.attnpool.c_proj")
    head = getattr(visual, "head", None)
    if isinstance(getattr(head, "proj", None), nn.Linear):
        return Projection(visual.head, "proj", "visual.head.proj")
    if hasattr(head, "mlp"):
        return Projection(visual.head.mlp, "fc2", "visual.head.mlp.fc2")
    if hasattr(head, "pool") or not hasattr(visual, "trunk"):
        return None
    classifier = visual.trunk.get_classifier()
    return _by_identity(visual, classifier) if isinstance(classifier, nn.Linear) else None


def text_projection(model: Any) -> Projection | None:
    """The text tower's projection; None if it has none."""
    tower = text_tower(model)
    prefix = "text." if tower is not model else ""
    if isinstance(getattr(tower, "text_projection", None), nn.Parameter | nn.Linear):
        return Projection(tower, "text_projection", f"{prefix}text_projection")
    proj = getattr(tower, "proj", None)
    if isinstance(proj, nn.Linear):
        return Projection(tower, "proj", f"{prefix}proj")
    if isinstance(proj, nn.Sequential):
        last = len(proj) - 1
        return Projection(proj, str(last), f"{prefix}proj.{last}")
    return None


def text_tower(model: Any) -> Any:
    """The module that has the text tower's layers: ``model.text``, or the model itself."""
    return getattr(model, "text", model)


def add_image_projection(model: Any, vision_cfg: dict[str, Any], dim: int) -> Projection:
    """Put a projection behind an image tower that ends without, at first the identity.

    Args:
        model: Changed in place.
        vision_cfg: Changed so that OpenCLIP builds the tower with the projection.
        dim: Length of a vector.

    Raises:
        ModelError: OpenCLIP cannot build this tower with a projection.
    """
    visual = model.visual
    if not hasattr(visual, "trunk") or not isinstance(visual.head, nn.Sequential):
        raise ModelError(
            "The image tower of this model ends in no linear layer that could be trained; "
            "choose the preset “adapter” or “lora”."
        )
    like = next(visual.parameters())
    visual.head.add_module("proj", _identity(dim, like))
    vision_cfg.update(timm_proj="linear", timm_proj_bias=False)
    _require_same_tower(visual, vision_cfg, dim)
    return Projection(visual.head, "proj", "visual.head.proj")


def add_text_projection(model: Any, text_cfg: dict[str, Any], dim: int) -> Projection:
    """Put a projection behind a text tower that has none, at first the identity.

    See :func:`add_image_projection`.
    """
    tower = text_tower(model)
    layer = _identity(dim, next(tower.parameters()))
    if text_cfg.get("hf_model_name"):
        tower.proj = layer
        text_cfg["hf_proj_type"] = "linear"
    else:
        tower.text_projection = layer.weight
        text_cfg.update(proj_type="linear", proj_bias=False)
    found = text_projection(model)
    assert found is not None
    return found


def last_blocks(root: nn.Module, count: int) -> list[nn.Module]:
    """The last blocks of a tower and all that comes behind them.

    Args:
        root: Image or text tower, or a whole CLIP model for its text tower.
        count: How many residual blocks; more than there are means all.

    Raises:
        ModelError: No blocks can be told apart.
    """
    path, blocks = _blocks(root)
    if not blocks:
        raise ModelError(
            "The last blocks of this model's towers cannot be told apart; "
            "choose the preset “heads” or “lora”."
        )
    return [*blocks[-count:], *_behind(root, path)]


def _blocks(root: nn.Module) -> tuple[str, list[nn.Module]]:
    """Name of the list of blocks (or of the last stage), and the blocks, first to last."""
    named = [(n, m) for n, m in root.named_modules() if n.split(".")[0] != "visual"]
    for name, module in sorted(named, key=lambda item: item[0].count(".")):
        if all(isinstance(getattr(module, s, None), nn.Sequential) for s in _RESNET_STAGES):
            stages = [getattr(module, stage) for stage in _RESNET_STAGES]
            path = f"{name}.{_RESNET_STAGES[-1]}".lstrip(".")
            return path, [block for stage in stages for block in stage]
        if name.rpartition(".")[2] in _BLOCK_LISTS and isinstance(
            module, nn.ModuleList | nn.Sequential
        ):
            return name, [block for item in module for block in _flat(item)]
    return "", []


def _flat(item: nn.Module) -> list[nn.Module]:
    inner = getattr(item, "blocks", item)
    return list(inner) if isinstance(inner, nn.ModuleList | nn.Sequential) else [item]


def _behind(root: nn.Module, path: str) -> list[nn.Module]:
    """Modules that are registered behind the one at ``path``, which is the order of use."""
    found: list[nn.Module] = []
    level = root
    for step in path.split("."):
        names = [name for name, _ in level.named_children()]
        for name in names[names.index(step) + 1 :]:
            module = level.get_submodule(name)
            if not isinstance(module, nn.Embedding) and name != "visual":
                found.append(module)
        level = level.get_submodule(step)
    return found


def _require_same_tower(visual: nn.Module, vision_cfg: dict[str, Any], dim: int) -> None:
    """Better now than after the training: OpenCLIP may build another tower of the new words."""
    from open_clip import CLIPVisionCfg
    from open_clip.timm_model import TimmModel

    cfg = CLIPVisionCfg(**vision_cfg)
    built = TimmModel(
        cfg.timm_model_name,
        embed_dim=dim,
        image_size=cfg.image_size,
        pool=cfg.timm_pool,
        proj=cfg.timm_proj,
        proj_bias=cfg.timm_proj_bias,
    )
    shapes, expected = (
        {name: value.shape for name, value in tower.state_dict().items()}
        for tower in (built, visual)
    )
    if shapes != expected:
        raise ModelError(
            "The image tower of this model cannot be given a projection that could be trained; "
            "choose the preset “adapter” or “lora”."
        )


def _by_identity(visual: nn.Module, layer: nn.Linear) -> Projection | None:
    for name, module in visual.named_modules():
        if module is layer:
            holder, _, attribute = name.rpartition(".")
            return Projection(visual.get_submodule(holder), attribute, f"visual.{name}")
    return None


def _identity(dim: int, like: Tensor) -> nn.Linear:
    layer = nn.Linear(dim, dim, bias=False, device=like.device, dtype=like.dtype)
    with torch.no_grad():
        nn.init.eye_(layer.weight)
    return layer.requires_grad_(False)
