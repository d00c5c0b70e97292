"""``fit`` gives exactly what OpenCLIP's own transforms give."""

from __future__ import annotations

import subprocess
import sys

_CHILD = """
import numpy as np
from PIL import Image
from photoclip.encoders.torch_compat import ensure_torchvision_operators
ensure_torchvision_operators()
import torch
from open_clip.transform import image_transform
from photoclip.media.resize import fit
torch.set_num_threads(1)
rng = np.random.default_rng(1)
for shape in [(576, 768), (768, 431), (224, 224), (97, 301), (768, 7), (3, 768), (1, 1)]:
    pixels = rng.integers(0, 255, (*shape, 3), np.uint8)
    for mode in ("shortest", "longest", "squash"):
        for size in (224, 256):
            for interpolation in ("bicubic", "bilinear"):
                transform = image_transform(
                    size, is_train=False, mean=(0, 0, 0), std=(1, 1, 1), resize_mode=mode,
                    interpolation=interpolation, fill_color=127)
                theirs = (transform(Image.fromarray(pixels)) * 255).round().to(torch.uint8)
                ours = fit(pixels, size=size, resize_mode=mode, interpolation=interpolation,
                           fill=127)
                assert (theirs.permute(1, 2, 0).numpy() == ours).all(), (shape, mode, size)
print("equal")
"""


def test_fitting_equals_openclips_transforms():
    # A process of its own: the tests of the window must never see torch loaded.
    child = subprocess.run(
        [sys.executable, "-c", _CHILD], capture_output=True, text=True, check=False, timeout=280
    )
    assert child.stdout.strip() == "equal", child.stderr[-3000:]
