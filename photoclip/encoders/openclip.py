"""Any OpenCLIP model from a local folder; size, means and tokenizer come from its own config."""

from __future__ import annotations

import contextlib
import json
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from photoclip.encoders.base import ByteArray, FloatArray, Preprocess
from photoclip.encoders.batching import BatchRunner, is_out_of_memory
from photoclip.encoders.device import batch_size, resolve_device
from photoclip.encoders.fingerprint import fingerprint
from photoclip.encoders.manifest import CONFIG_NAME, WEIGHTS_NAME
from photoclip.encoders.tokenizer import Tokenize, load_tokenizer, tokenizer_digest
from photoclip.encoders.torch_compat import ensure_torchvision_operators
from photoclip.errors import CorruptWeightsError, ModelError
from photoclip.paths import display_path

_TEXTS_AT_ONCE: Final = 64

# What reading a damaged, truncated or foreign weight file raises, by format.
_READ_ERRORS = (
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    StopIteration,
    AssertionError,
    pickle.UnpicklingError,
)


class OpenClipEncoder:
    """An OpenCLIP model behind the :class:`~photoclip.encoders.base.Encoder` protocol.

    Attributes:
        model: The module itself, in evaluation mode; the trainer tunes this one.
        half: Whether the towers compute in float16 where that is safe (autocast).
        See the protocol for the others.
    """

    def __init__(
        self,
        model: torch.nn.Module,
        tokenize: Tokenize,
        preprocess: Preprocess,
        *,
        key: str,
        fingerprint: str,
        dim: int,
        device: str,
        half: bool | None = None,
    ) -> None:
        self.key = key
        self.fingerprint = fingerprint
        self.dim = dim
        self.preprocess = preprocess
        self.device = device
        self.half = device == "cuda" if half is None else half
        self.model = model.eval().requires_grad_(False).to(device)
        self._tokenize = tokenize
        self._mean = torch.tensor(preprocess.mean, device=device).view(1, 3, 1, 1)
        self._std = torch.tensor(preprocess.std, device=device).view(1, 3, 1, 1)
        self._images = BatchRunner(batch_size(device))
        self._texts = BatchRunner(_TEXTS_AT_ONCE)

    def encode_images(self, batch: ByteArray) -> FloatArray:
        """See :meth:`photoclip.encoders.base.Encoder.encode_images`."""
        if len(batch) == 0:
            return np.zeros((0, self.dim), dtype=np.float32)
        side = self.preprocess.size
        if batch.dtype != np.uint8 or batch.shape[1:] != (side, side, 3):
            raise ValueError(
                f"expected uint8 (n, {side}, {side}, 3), got {batch.dtype} {batch.shape}"
            )
        return self._images.run(self._forward_images, batch)

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """See :meth:`photoclip.encoders.base.Encoder.encode_texts`."""
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        return self._texts.run(self._forward_texts, self._tokenize(texts))

    def tokenise(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Sentences to the ids that the text tower takes, int64, shape (n, context length)."""
        return self._tokenize(texts)

    def normalise(self, batch: ByteArray) -> torch.Tensor:
        """uint8 (n, size, size, 3) to the float32 (n, 3, size, size) that the model takes."""
        pixels = torch.tensor(batch).to(self.device).permute(0, 3, 1, 2)
        return (pixels.float().div_(255) - self._mean) / self._std

    @torch.inference_mode()
    def _forward_images(self, batch: ByteArray) -> FloatArray:
        return self._forward(self.model.encode_image, self.normalise(batch))

    @torch.inference_mode()
    def _forward_texts(self, ids: NDArray[np.int64]) -> FloatArray:
        return self._forward(self.model.encode_text, torch.from_numpy(ids).to(self.device))

    def _forward(self, tower: Any, inputs: torch.Tensor) -> FloatArray:
        with self._precision():
            features = tower(inputs)
        if self.half and not torch.isfinite(features).all():
            # Some activations do not fit float16; exact is better than nothing.
            features = tower(inputs)
        unit = torch.nn.functional.normalize(features.float(), dim=-1)
        vectors: FloatArray = unit.cpu().numpy()
        return vectors

    def _precision(self) -> contextlib.AbstractContextManager[Any]:
        if not self.half:
            return contextlib.nullcontext()
        return torch.autocast(self.device, dtype=torch.float16)


def read_config(folder: Path) -> dict[str, Any]:
    """``open_clip_config.json`` of a model folder, with its ``model_cfg``.

    Raises:
        CorruptWeightsError: Missing or not an OpenCLIP configuration.
    """
    path = folder / CONFIG_NAME
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if not {"embed_dim", "vision_cfg", "text_cfg"} <= set(config["model_cfg"]):
            raise KeyError("model_cfg")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorruptWeightsError(
            f"{display_path(path)} is missing or no OpenCLIP configuration; "
            "import the whole folder of the model, or name its architecture."
        ) from error
    return config


def load_openclip(
    folder: Path, *, key: str, device: str = "auto", fingerprint: str = ""
) -> OpenClipEncoder:
    """Load the model in a folder of ``open_clip_config.json`` and its weights.

    Args:
        folder: A hub snapshot, or what :mod:`photoclip.encoders.install` made.
        key: The model's name.
        device: See :func:`photoclip.encoders.device.resolve_device`.
        fingerprint: As stored at installation; computed here when empty, which
            reads all weights once more.

    Raises:
        ModelError: The device is not there, memory is short, or the model takes
            pictures that are not square.
        CorruptWeightsError: Weights, configuration or tokenizer cannot be read.
    """
    where = resolve_device(device)
    config = read_config(folder)
    tokenize_cfg = config["model_cfg"]["text_cfg"]
    model = create_openclip(folder, config, weights=folder / WEIGHTS_NAME)
    preprocess = _preprocess(model.visual.preprocess_cfg)
    tokenize = load_tokenizer(folder, tokenize_cfg)
    digest = fingerprint or model_fingerprint(folder, model, config, preprocess)
    return OpenClipEncoder(
        _reparameterised(model, config),
        tokenize,
        preprocess,
        key=key,
        fingerprint=digest,
        dim=int(config["model_cfg"]["embed_dim"]),
        device=where,
    )


def model_fingerprint(
    folder: Path,
    model: torch.nn.Module,
    config: Mapping[str, Any],
    preprocess: Preprocess,
) -> str:
    """Fingerprint of an OpenCLIP model as it lies in ``folder``."""
    architecture = {
        name: {k: v for k, v in value.items() if not k.startswith("hf_tokenizer")}
        if isinstance(value, Mapping)
        else value
        for name, value in config["model_cfg"].items()
    }
    constants = {
        "model_cfg": architecture,
        "preprocess": [
            preprocess.size,
            preprocess.mean,
            preprocess.std,
            preprocess.interpolation,
            preprocess.resize_mode,
            preprocess.fill,
        ],
        "tokenizer": tokenizer_digest(folder, config["model_cfg"]["text_cfg"]),
    }
    return fingerprint(model.state_dict(), constants)


def create_openclip(folder: Path, config: Mapping[str, Any], *, weights: Path) -> Any:
    """The bare module with its weights, on the CPU in float32.

    Args:
        folder: Holds ``open_clip_config.json`` and the weights, and no other weights.
        config: That configuration.
        weights: The weight file, for messages.

    Raises:
        ModelError: Memory is short.
        CorruptWeightsError: The weights are missing, damaged, or of another architecture.
    """
    ensure_torchvision_operators()
    import open_clip

    if not weights.is_file():
        raise CorruptWeightsError(
            f"The weights {display_path(weights)} are missing; "
            "remove the model and install it again."
        )
    overrides = _local_text_tower(folder, config)
    try:
        return open_clip.create_model(
            f"local-dir:{folder}", weights_only=True, pretrained_text=False, **overrides
        )
    except _READ_ERRORS as error:
        if is_out_of_memory(error):
            raise ModelError(
                "There is not enough memory to load this model; close other programs or "
                "choose a smaller model."
            ) from error
        raise CorruptWeightsError(
            f"The weights {display_path(weights)} are damaged or do not fit the model's "
            f"configuration ({_first_line(error)})."
        ) from error
    except Exception as error:
        if type(error).__name__ != "SafetensorError":
            raise
        raise CorruptWeightsError(
            f"The weights {display_path(weights)} are damaged ({_first_line(error)}); "
            "remove the model and install it again."
        ) from error


def _local_text_tower(folder: Path, config: Mapping[str, Any]) -> dict[str, Any]:
    """Point a Hugging Face text tower to its own folder; OpenCLIP would ask the hub."""
    text_cfg = config["model_cfg"]["text_cfg"]
    if not text_cfg.get("hf_model_name"):
        return {}
    if not (folder / "config.json").is_file():
        raise CorruptWeightsError(
            f"The model in {display_path(folder)} needs the config.json of its text tower "
            f"({text_cfg['hf_model_name']}) beside its weights; put it there and try again."
        )
    local = {"hf_model_name": str(folder), "hf_model_pretrained": False}
    return {"text_cfg": {**text_cfg, **local}}


def _preprocess(cfg: Mapping[str, Any]) -> Preprocess:
    size = cfg["size"]
    sides = tuple(size) if isinstance(size, Sequence) else (size, size)
    if sides[0] != sides[-1]:
        raise ModelError(
            f"This model takes pictures of {sides[0]} x {sides[-1]}; "
            "PhotoClip knows square ones only."
        )
    mean, std = (
        tuple(float(v) for v in (value if isinstance(value, Sequence) else (value,) * 3))
        for value in (cfg["mean"], cfg["std"])
    )
    return Preprocess(
        size=int(sides[0]),
        mean=(mean[0], mean[1], mean[2]),
        std=(std[0], std[1], std[2]),
        # OpenCLIP takes "random" (a training augmentation) as bicubic, too.
        interpolation="bilinear" if cfg["interpolation"] == "bilinear" else "bicubic",
        resize_mode=cfg["resize_mode"] or "shortest",
        fill=int(cfg["fill_color"]),
    )


def _reparameterised(model: Any, config: Mapping[str, Any]) -> Any:
    """Fold MobileCLIP's training branches into one convolution each: the same sums, faster."""
    if str(config["model_cfg"]["vision_cfg"].get("timm_model_name", "")).startswith("fastvit"):
        from timm.utils.model import reparameterize_model

        model.visual.trunk = reparameterize_model(model.visual.trunk, inplace=True)
    return model


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    line = next((part.strip() for part in text.splitlines() if part.strip()), text)
    return line if len(line) <= 160 else line[:157] + "…"
