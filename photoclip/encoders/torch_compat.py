"""Lets torchvision be imported beside a build of torch that it was not compiled for."""

from __future__ import annotations

import importlib
import importlib.util
import sys

_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_OPERATORS = ("nms", "qnms")


def ensure_torchvision_operators() -> None:
    """Make ``import torchvision`` work beside a build of torch it was not compiled for.

    A torchvision wheel built for CUDA cannot load its compiled operators beside a
    CPU build of torch; its import then fails with ``operator torchvision::nms does
    not exist`` although only transforms are wanted. Call this before the first
    import of open_clip, timm, transformers or peft: each imports torchvision.

    The real import is tried first, because only that tells whether the compiled
    operators are there; the schemas are defined only after it failed for their
    lack. May be called any number of times; without torchvision it does nothing.
    """
    if "torchvision" in sys.modules or importlib.util.find_spec("torchvision") is None:
        return
    try:
        importlib.import_module("torchvision")
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
    else:
        return
    for name in [m for m in sys.modules if m.partition(".")[0] == "torchvision"]:
        del sys.modules[name]
    define_missing_operators()
    importlib.import_module("torchvision")


def define_missing_operators() -> None:
    """Define the schemas of ``nms`` and ``qnms`` where torch does not know them."""
    import torch

    for name in _OPERATORS:
        if not hasattr(torch.ops.torchvision, name):
            # torch.library.define keeps the definition alive for the process.
            torch.library.define(f"torchvision::{name}", _SCHEMA)
