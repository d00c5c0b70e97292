"""A tiny OpenCLIP model for tests: 32 px, 32 dimensions, built and taught in seconds.

Taught, it has learnt the self-test's drawings by heart, so it passes the self-test
like a real model; untaught, it is random and fails it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

TINY_ARCH = "tiny-vit"

CONFIG: dict[str, Any] = {
    "model_cfg": {
        "embed_dim": 32,
        "vision_cfg": {
            "image_size": 32,
            "layers": 2,
            "width": 64,
            "head_width": 32,
            "patch_size": 8,
        },
        "text_cfg": {
            "context_length": 24,
            "vocab_size": 49408,
            "width": 32,
            "heads": 2,
            "layers": 2,
        },
    },
    "preprocess_cfg": {
        "mean": [0.48145466, 0.4578275, 0.40821073],
        "std": [0.26862954, 0.26130258, 0.27577711],
        "interpolation": "bicubic",
        "resize_mode": "shortest",
    },
}


def make_tiny_folder(
    folder: Path, *, taught: bool = True, seed: int = 0, preprocess: Mapping[str, Any] | None = None
) -> Path:
    """Write a model as the hub would serve it: configuration and weights, no manifest.

    Args:
        folder: Created if need be.
        taught: Whether it should pass the self-test.
        seed: Another seed gives another model.
        preprocess: Overrides of ``preprocess_cfg``.

    Returns:
        ``folder``.
    """
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    ensure_torchvision_operators()
    import open_clip
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads(json.dumps(CONFIG))
    config["preprocess_cfg"].update(preprocess or {})
    (folder / "open_clip_config.json").write_text(json.dumps(config), "utf-8")
    torch.manual_seed(seed)
    model = open_clip.CLIP(**config["model_cfg"])
    if taught:
        _teach(model, config["preprocess_cfg"])
    tensors = {name: value.clone().contiguous() for name, value in model.state_dict().items()}
    save_file(tensors, folder / "open_clip_model.safetensors")
    return folder


def make_tiny_model(
    models_dir: Path, key: str = "tiny", *, taught: bool = True, seed: int = 0
) -> Path:
    """Install a tiny model, so that ``load_encoder(key, models_dir=models_dir)`` works.

    Returns:
        The model's folder.
    """
    from photoclip.encoders.install import InstallPlan
    from photoclip.encoders.prepare import finish

    staging = models_dir / f".incomplete-{key}"
    make_tiny_folder(staging, taught=taught, seed=seed)
    finish(staging, InstallPlan(key=key, arch=TINY_ARCH, check=taught))
    target = models_dir / key
    shutil.rmtree(target, ignore_errors=True)
    staging.rename(target)
    return target


def _teach(model: Any, preprocess: Mapping[str, Any], *, steps: int = 50) -> None:
    import open_clip
    import torch

    from photoclip.encoders.canary import SENTENCES
    from photoclip.encoders.canary_pictures import draw
    from photoclip.media.resize import fit

    pixels = np.stack([fit(draw(name), size=32, resize_mode="shortest") for name in SENTENCES])
    mean = torch.tensor(preprocess["mean"]).view(1, 3, 1, 1)
    std = torch.tensor(preprocess["std"]).view(1, 3, 1, 1)
    images = (torch.tensor(pixels).permute(0, 3, 1, 2).float() / 255 - mean) / std
    texts = open_clip.tokenize(list(SENTENCES.values()), context_length=24)
    truth = torch.arange(len(texts))
    # The 1.6 million token embeddings stay as they are: most of the time would go there.
    learnt = [p for name, p in model.named_parameters() if name != "token_embedding.weight"]
    optimiser = torch.optim.AdamW(learnt, lr=3e-3)
    # Two threads on two busy cores wait for each other most of the time.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    model.train()
    for _ in range(steps):
        optimiser.zero_grad()
        logits = (
            20
            * model.encode_image(images, normalize=True)
            @ model.encode_text(texts, normalize=True).T
        )
        loss = torch.nn.functional.cross_entropy(logits, truth) + torch.nn.functional.cross_entropy(
            logits.T, truth
        )
        loss.backward()
        optimiser.step()
    model.eval()
    torch.set_num_threads(threads)
