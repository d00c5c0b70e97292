"""One digest for everything that decides a model's vectors.

Two files of the same weights (a ``.bin`` and a ``.safetensors``) give the same
fingerprint, because the tensors are hashed and not the file; a changed mean, a
different tokenizer or another context length give another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import torch

# Raise when code in this room changes the vectors that the same weights give.
_REVISION: Final = 1


def fingerprint(tensors: Mapping[str, torch.Tensor], constants: Mapping[str, Any]) -> str:
    """Fingerprint of a model.

    Args:
        tensors: Its state dict.
        constants: Everything else that shapes a vector, in values JSON knows:
            architecture, preprocess, tokenizer digest, context length.

    Returns:
        64 hex digits.
    """
    import torch

    digest = hashlib.sha256(
        json.dumps({"revision": _REVISION, **constants}, sort_keys=True).encode()
    )
    for name in sorted(tensors):
        tensor = tensors[name].detach().cpu().contiguous()
        digest.update(f"\0{name}\0{tensor.dtype}\0{tuple(tensor.shape)}\0".encode())
        # bfloat16 has no numpy type: the bytes are read instead.
        digest.update(tensor.reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()
