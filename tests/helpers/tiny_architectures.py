"""Tiny random models of each kind that OpenCLIP builds, as the hub would serve them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tiny_tokenizer import WORDS, write_tokenizer

_FASTVIT = "fastvit_tiny_for_tests"
_TEXT = {"context_length": 12, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 3}
_OWN_WORDS = {"vocab_size": len(WORDS), "hf_tokenizer_name": "someone/not-on-this-machine"}
_VIT = {"image_size": 32, "layers": 3, "width": 32, "head_width": 16, "patch_size": 16}
_RESNET = {"image_size": 64, "layers": [1, 1, 1, 1], "width": 8, "head_width": 64}


def _timm(name: str, size: int, **more: Any) -> dict[str, Any]:
    return {"timm_model_name": name, "timm_model_pretrained": False, "image_size": size, **more}


ARCHITECTURES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "vit": {"embed_dim": 24, "vision_cfg": _VIT, "text_cfg": _TEXT},
        "custom": {
            "embed_dim": 24,
            "vision_cfg": _VIT,
            "text_cfg": {**_TEXT, "qk_norm": True, "proj_bias": True},
            "custom_text": True,
        },
        "resnet": {"embed_dim": 24, "vision_cfg": _RESNET, "text_cfg": _TEXT},
        # As SigLIP: pooled by attention, without a projection, with a bias of the logits.
        "siglip": {
            "embed_dim": 96,
            "init_logit_bias": -10,
            "vision_cfg": _timm("test_vit3", 160, timm_pool="map", timm_proj="none"),
            "text_cfg": {
                **_TEXT,
                **_OWN_WORDS,
                "no_causal_mask": True,
                "pool_type": "last",
                "proj_bias": True,
            },
            "custom_text": True,
        },
        "convnext": {
            "embed_dim": 24,
            "vision_cfg": _timm("test_convnext", 64, timm_pool="", timm_proj="linear"),
            "text_cfg": _TEXT,
        },
        # As MobileCLIP: branches that are folded at load, the classifier as projection.
        "fastvit": {
            "embed_dim": 24,
            "vision_cfg": _timm(_FASTVIT, 64, timm_pool="avg", timm_proj=None),
            "text_cfg": {**_TEXT, "no_causal_mask": True},
            "custom_text": True,
        },
        "roberta": {
            "embed_dim": 24,
            "vision_cfg": _VIT,
            "text_cfg": {
                **_OWN_WORDS,
                "context_length": 12,
                "hf_model_name": "someone/not-on-this-machine",
                "hf_proj_type": "mlp",
                "hf_pooler_type": "mean_pooler",
            },
        },
    }
)


def make_architecture(folder: Path, kind: str, *, seed: int = 0) -> Path:
    """Write configuration, weights and tokenizer of one of :data:`ARCHITECTURES`.

    Returns:
        ``folder``.
    """
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    ensure_torchvision_operators()
    import open_clip
    import torch
    from safetensors.torch import save_file

    register_fastvit()
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads(json.dumps(ARCHITECTURES[kind]))
    values = {"mean": [0.48, 0.46, 0.41], "std": [0.27, 0.26, 0.28], "interpolation": "bicubic"}
    document = {"model_cfg": config, "preprocess_cfg": {**values, "resize_mode": "shortest"}}
    (folder / "open_clip_config.json").write_text(json.dumps(document), "utf-8")
    if "hf_tokenizer_name" in config["text_cfg"]:
        write_tokenizer(folder)
    built = dict(config)
    custom = built.pop("custom_text", False) or "hf_model_name" in built["text_cfg"]
    if "hf_model_name" in built["text_cfg"]:
        _write_roberta(folder)
        local = {"hf_model_name": str(folder), "hf_model_pretrained": False}
        built["text_cfg"] = {**built["text_cfg"], **local}
    torch.manual_seed(seed)
    model = (open_clip.CustomTextCLIP if custom else open_clip.CLIP)(**built)
    _stir(model)
    tensors = {name: value.clone().contiguous() for name, value in model.state_dict().items()}
    save_file(tensors, folder / "open_clip_model.safetensors")
    return folder


def register_fastvit() -> None:
    """Make the tiny FastViT known to timm; once more does no harm."""
    import timm
    from timm.models import register_model
    from timm.models.fastvit import FastVit

    if timm.is_model(_FASTVIT):
        return

    def fastvit_tiny_for_tests(pretrained: bool = False, **kwargs: Any) -> Any:
        for name in ("pretrained_cfg", "pretrained_cfg_overlay", "cache_dir"):
            kwargs.pop(name, None)
        model = FastVit(
            layers=(1, 1, 2, 1),
            embed_dims=(8, 16, 16, 32),
            mlp_ratios=(2, 2, 2, 2),
            token_mixers=("repmixer", "repmixer", "repmixer", "attention"),
            **kwargs,
        )
        model.default_cfg = {"pool_size": (2, 2), "input_size": (3, 64, 64)}
        return model

    fastvit_tiny_for_tests.__module__ = "timm.models.fastvit"
    register_model(fastvit_tiny_for_tests)


def _write_roberta(folder: Path) -> None:
    import transformers

    transformers.RobertaConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=16,
        pad_token_id=0,
    ).save_pretrained(folder)


def _stir(model: Any) -> None:
    """Fresh norms, statistics and zeros say too little: give each of them values of its own."""
    import torch

    with torch.no_grad():
        for name, value in model.named_buffers():
            if name.endswith("running_mean"):
                value.normal_(0, 0.1)
            elif name.endswith("running_var"):
                value.uniform_(0.5, 1.5)
        for name, value in model.named_parameters():
            if name.startswith("logit"):
                continue
            if value.ndim == 1:
                value.add_(0.1 * torch.randn_like(value))
