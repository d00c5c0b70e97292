"""What every model looks like from outside, without importing torch.

Names follow the field (see OpenCLIP): an *encoder* has an image tower and a
text tower that meet in one space; vectors are L2-normalised, so the inner
product is the cosine similarity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
HalfArray = NDArray[np.float16]
ByteArray = NDArray[np.uint8]

ResizeMode = Literal["squash", "shortest", "longest"]
"""OpenCLIP's names: squash to a square; resize the shortest side then centre-crop;
resize the longest side then pad."""

DeviceName = Literal["auto", "cuda", "mps", "cpu"]


@dataclass(frozen=True, slots=True)
class Preprocess:
    """How a picture becomes model input; part of a model's fingerprint.

    Attributes:
        size: Side of the square input, in pixels.
        mean: Per-channel mean subtracted after scaling to 0..1.
        std: Per-channel standard deviation divided by.
        interpolation: ``"bicubic"`` or ``"bilinear"`` (both with antialias).
        resize_mode: See :data:`ResizeMode`.
        fill: Padding colour 0..255 for ``"longest"``.
    """

    size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: Literal["bicubic", "bilinear"] = "bicubic"
    resize_mode: ResizeMode = "shortest"
    fill: int = 0


@runtime_checkable
class Encoder(Protocol):
    """A dual encoder, ready to use on its device.

    Attributes:
        key: Name in ``models.toml`` or of an import, for example ``"starter"``.
        fingerprint: Hex digest of weights, preprocess, tokenizer and constants.
        dim: Length of a vector.
        preprocess: How pictures become input.
        device: ``"cuda"``, ``"mps"`` or ``"cpu"``, the one in use.
    """

    key: str
    fingerprint: str
    dim: int
    preprocess: Preprocess
    device: str

    def encode_images(self, batch: ByteArray) -> FloatArray:
        """Encode pictures that are already resized.

        Args:
            batch: uint8 RGB, shape (n, size, size, 3), as made by
                ``photoclip.media.resize.fit`` with :attr:`preprocess`.
                Scaling to 0..1 and normalisation happen in here.

        Returns:
            float32, shape (n, dim), each row of length 1.
        """
        ...

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """Encode sentences exactly as given (no prompt template is added).

        Returns:
            float32, shape (len(texts), dim), each row of length 1.
        """
        ...


class TextEncoder(Protocol):
    """The half of an encoder that search needs; satisfied by a remote one too."""

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the model that answers."""
        ...

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """See :meth:`Encoder.encode_texts`."""
        ...
