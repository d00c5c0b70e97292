"""The starter model: a small dual encoder that is there from the first second, offline.

Two locked towers (see :mod:`photoclip.encoders.starter_towers`), a trained head on
each, and a *semantic branch* after ConSE (Norouzi et al. 2013, arXiv 1312.5650): the
image tower's own ImageNet classifier says which classes it sees, and the text tower's
vectors of those class names, mixed by probability, are compared with the sentence.
The heads know the language of captions; the branch gives breadth that one caption set
cannot. Both parts lie side by side in one vector, weighted so that the inner product
of two vectors is ``(1 - weight) * cos(heads) + weight * cos(semantic)`` where a
sentence resembles the captions that the heads were trained on. The less it does, the
less its vector holds of the heads' part: what they would say of it is noise.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from photoclip.encoders import starter_towers as towers
from photoclip.encoders import starter_tuned as tuned
from photoclip.encoders.base import ByteArray, FloatArray, Preprocess
from photoclip.encoders.starter_files import (
    HEADS_FILE,
    IMAGENET_CLASSES,
    TEXT_WIDTH,
    TOWERS_FILE,
    StarterConfig,
    StarterSpec,
    read_spec,
    starter_folder,
    write_spec,
)
from photoclip.encoders.starter_weights import must_fit, read_tensors, write_tensors

# Small batches stay in a CPU's cache: 1.5 times the speed of batches of 32.
_CPU_CHUNK = 8
_TEXT_CHUNK = 128


class Head(nn.Module):
    """Standardised tower features to unit vectors: a linear map plus one hidden layer.

    Attributes:
        mean: Mean of each input over the training set, a buffer.
        std: Standard deviation of each input over the training set, a buffer.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, inputs: int, hidden: int, dim: int, *, dropout: float = 0.0) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(inputs))
        self.register_buffer("std", torch.ones(inputs))
        self.linear = nn.Linear(inputs, dim, bias=False)
        self.inner = nn.Linear(inputs, hidden)
        self.outer = nn.Linear(hidden, dim)
        self.dropout = nn.Dropout(dropout)

    def standardise_on(self, features: Tensor) -> None:
        """Take mean and standard deviation from training features (n, inputs)."""
        self.mean.copy_(features.mean(0))
        # Features that hardly ever fire must not be blown up.
        self.std.copy_(features.std(0) + 1e-3)

    def forward(self, features: Tensor) -> Tensor:
        """Map features (n, inputs) to unit vectors (n, dim)."""
        x = self.dropout((features - self.mean) / self.std)
        hidden = self.dropout(nn.functional.gelu(self.inner(x)))
        return nn.functional.normalize(self.linear(x) + self.outer(hidden), dim=-1)


class SemanticBranch(nn.Module):
    """ImageNet class names as a bridge between pictures and sentences.

    Attributes:
        classes: Unit vector of each class name, centred; a buffer (1000, 384).
        text_mean: Mean of the unit sentence vectors of training captions, a buffer.
        top_k: Number of classes that are mixed.
        temperature: Divides the logits before the softmax.
        text_mix: Length of the mix of class names added to a sentence of length 1.
        text_temperature: Divides likenesses before the softmax over class names.
    """

    classes: Tensor
    text_mean: Tensor

    def __init__(self, config: StarterConfig) -> None:
        super().__init__()
        self.top_k = config.top_k
        self.temperature = config.temperature
        self.text_mix = config.text_mix
        self.text_temperature = config.text_temperature
        self.register_buffer("classes", torch.zeros(IMAGENET_CLASSES, TEXT_WIDTH))
        self.register_buffer("text_mean", torch.zeros(TEXT_WIDTH))

    def image(self, logits: Tensor) -> Tensor:
        """Map ImageNet logits (n, 1000) to unit vectors (n, 384)."""
        weights, index = (logits / self.temperature).softmax(-1).topk(self.top_k)
        mixed = torch.einsum("nk,nkd->nd", weights, self.classes[index])
        return nn.functional.normalize(mixed, dim=-1)

    def text(self, features: Tensor) -> Tensor:
        """Map text features (n, 768) to unit vectors (n, 384).

        The sentence is centred and drawn towards the class names that it is most like
        (the same mix as on the image side, the other way round), so that names of
        things that ImageNet does not know lie near their nearest kin.
        """
        normalize = nn.functional.normalize
        sentence = features[:, :TEXT_WIDTH]
        centred = normalize(normalize(sentence, dim=-1) - self.text_mean, dim=-1)
        alike = (centred @ self.classes.T / self.text_temperature).softmax(-1)
        return normalize(centred + self.text_mix * normalize(alike @ self.classes, dim=-1), dim=-1)


class StarterModel(nn.Module):
    """Heads and semantic branch on two towers that may be absent until they are needed.

    Attributes:
        config: The model's constants.
        image_head: Head of the image side.
        text_head: Head of the text side.
        semantic: The semantic branch.
        captions: Unit sentence vectors that stand for the training captions, a buffer
            (caption kinds, 384).
        image_tower: Set by :meth:`need_image_tower`.
        text_tower: Set by :meth:`need_text_tower`.
        changes: Weights of tuned towers by name, see :mod:`photoclip.encoders.starter_tuned`;
            they shape what the heads are given, and nothing else.
        image_path: Tuned end of the image tower, made of them when it is needed.
        text_path: Tuned end of the text tower, made of them when it is needed.
        log_scale: Logarithm of the inverse temperature of the contrastive loss.
    """

    captions: Tensor

    def __init__(self, config: StarterConfig, *, dropout: tuple[float, float] = (0.0, 0.0)) -> None:
        super().__init__()
        self.config = config
        self.image_head = Head(
            config.image_features, config.hidden, config.head_dim, dropout=dropout[0]
        )
        self.text_head = Head(
            config.text_features, config.hidden, config.head_dim, dropout=dropout[1]
        )
        self.semantic = SemanticBranch(config)
        self.register_buffer("captions", torch.zeros(config.caption_kinds, TEXT_WIDTH))
        self.image_tower: towers.ImageTower | None = None
        self.text_tower: towers.TextTower | None = None
        self.changes: Mapping[str, Tensor] = {}
        self.image_path: tuned.TunedImagePath | None = None
        self.text_path: tuned.TunedTextPath | None = None
        self.log_scale = nn.Parameter(torch.tensor(math.log(20.0)))

    def need_image_tower(self) -> towers.ImageTower:
        """The image tower, loaded at the first call.

        Raises:
            CorruptWeightsError: Its weight file is missing or damaged.
        """
        if self.image_tower is None:
            self.image_tower = towers.load_image_tower().to(self.log_scale.device)
            self.image_tower.requires_grad_(False)
            with must_fit(Path(TOWERS_FILE)):
                self.image_path = tuned.image_path(self.image_tower, self.changes)
        return self.image_tower

    def need_text_tower(self) -> towers.TextTower:
        """The text tower, loaded at the first call.

        Raises:
            CorruptWeightsError: Its weight file is missing or damaged.
        """
        if self.text_tower is None:
            self.text_tower = towers.load_text_tower().to(self.log_scale.device)
            self.text_tower.requires_grad_(False)
            with must_fit(Path(TOWERS_FILE)):
                self.text_path = tuned.text_path(self.text_tower, self.changes)
        return self.text_tower

    def head_parameters(self) -> list[nn.Parameter]:
        """Everything that contrastive training changes while the towers are locked."""
        return [*self.image_head.parameters(), *self.text_head.parameters(), self.log_scale]

    def heads_state(self) -> dict[str, Tensor]:
        """State dict of everything but the towers."""
        towers_ = ("image_tower.", "text_tower.", "image_path.", "text_path.")
        return {k: v for k, v in self.state_dict().items() if not k.startswith(towers_)}

    def load_heads_state(self, state: dict[str, Tensor]) -> None:
        """Load what :meth:`heads_state` gave; the towers stay as they are.

        Raises:
            RuntimeError: Names or shapes do not fit.
        """
        wanted = self.heads_state()
        if wanted.keys() != state.keys():
            raise RuntimeError(f"other tensors: {sorted(wanted.keys() ^ state.keys())}")
        self.load_state_dict(state, strict=False)

    def encode_image(self, pixels: Tensor) -> Tensor:
        """Map normalised pixels (n, 3, size, size) to unit vectors (n, dim)."""
        features, logits = self.see(pixels)
        return self.join(self.image_head(features), self.semantic.image(logits))

    def encode_text(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Map token ids (n, length) and their mask to unit vectors (n, dim)."""
        features, locked = self.read(ids, mask)
        semantic, trust = self.about(locked, mask)
        return self.join(self.text_head(features), semantic, trust)

    def see(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Features of pictures for the head (n, image features), and ImageNet logits (n, 1000)."""
        tower = self.need_image_tower()
        features, logits = tower(pixels, self.image_path)
        return features, logits

    def read(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Features of sentences for the head, and those of the locked tower: each (n, 768)."""
        tower = self.need_text_tower()
        if self.text_path is None:
            features = tower.features(ids, mask)
            return features, features
        locked, features = tower.both_features(ids, mask, self.text_path)
        return features, locked

    def about(self, locked: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Semantic part (n, 384) and trust (n,) of sentences, from the locked tower's features."""
        # Only the marks of start and end: nothing that a class name could be near to.
        empty = mask.sum(1, keepdim=True) <= 2
        semantic = self.semantic.text(locked).masked_fill(empty, 0.0)
        return semantic, self.trust(locked).masked_fill(empty[:, 0], 1.0)

    def trust(self, features: Tensor) -> Tensor:
        """How far the heads' opinion of sentences counts, 0..1.

        Args:
            features: Text features, shape (n, 768).

        Returns:
            Shape (n,): 1 for a sentence that resembles training captions, 0 for one
            unlike any of them.
        """
        sentence = nn.functional.normalize(features[:, :TEXT_WIDTH], dim=-1)
        nearest = (sentence @ self.captions.T).amax(-1)
        strange, familiar = self.config.strange, self.config.familiar
        return ((nearest - strange) / (familiar - strange)).clamp(0.0, 1.0)

    def join(self, head: Tensor, semantic: Tensor, trust: Tensor | None = None) -> Tensor:
        """Put the parts (n, head_dim) and (n, 384) into unit vectors (n, dim).

        Args:
            head: Unit vectors of a head.
            semantic: Unit vectors of the semantic branch, or zeros.
            trust: Shortens the head's part, shape (n,); full length if not given.
        """
        weight = self.config.weight
        if trust is not None:
            head = head * trust[:, None]
        both = torch.cat([math.sqrt(1 - weight) * head, math.sqrt(weight) * semantic], dim=-1)
        return nn.functional.normalize(both, dim=-1)


class StarterEncoder:
    """The starter model behind the ``Encoder`` protocol; towers load when first needed.

    Attributes:
        key: Always ``"starter"``.
        fingerprint: See ``StarterSpec.fingerprint``.
        dim: Length of a vector.
        preprocess: How pictures become input.
        device: Device in use.
        model: The ``nn.Module``.
    """

    def __init__(self, model: StarterModel, *, fingerprint: str, device: str) -> None:
        self.key = "starter"
        self.fingerprint = fingerprint
        self.dim = model.config.dim
        self.preprocess = model.config.preprocess
        self.device = device
        self.model = model.to(device).eval()
        self._tokenizer: towers.StarterTokenizer | None = None
        self._lock = threading.Lock()

    def encode_images(self, batch: ByteArray) -> FloatArray:
        """Encode pictures; see ``Encoder.encode_images``.

        Raises:
            CorruptWeightsError: The image tower's weight file is missing or damaged.
        """
        size = self.preprocess.size
        if batch.ndim != 4 or batch.shape[1:] != (size, size, 3):
            raise ValueError(f"pictures of shape (n, {size}, {size}, 3) expected: {batch.shape}")
        with self._lock:
            self.model.need_image_tower()
        chunk = _CPU_CHUNK if self.device == "cpu" else max(len(batch), 1)
        out = np.empty((len(batch), self.dim), np.float32)
        with torch.inference_mode():
            for start in range(0, len(batch), chunk):
                pixels = torch.from_numpy(np.ascontiguousarray(batch[start : start + chunk]))
                vectors = self.model.encode_image(
                    normalise(pixels.to(self.device), self.preprocess)
                )
                out[start : start + chunk] = vectors.float().cpu().numpy()
        return out

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """Encode sentences; see ``Encoder.encode_texts``.

        Raises:
            CorruptWeightsError: The text tower's weight file is missing or damaged.
        """
        with self._lock:
            self.model.need_text_tower()
            if self._tokenizer is None:
                self._tokenizer = towers.load_tokenizer()
        out = np.empty((len(texts), self.dim), np.float32)
        ids = self._tokenizer.ids(texts)
        # Sentences of like length share a batch, so little is spent on padding.
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        with torch.inference_mode():
            for start in range(0, len(order), _TEXT_CHUNK):
                rows = order[start : start + _TEXT_CHUNK]
                batch, mask = towers.pad_batch([ids[row] for row in rows])
                vectors = self.model.encode_text(batch.to(self.device), mask.to(self.device))
                out[rows] = vectors.float().cpu().numpy()
        return out


def normalise(pixels: Tensor, preprocess: Preprocess) -> Tensor:
    """Map uint8 pictures (n, size, size, 3) to tower input (n, 3, size, size)."""
    mean = torch.tensor(preprocess.mean, device=pixels.device)
    std = torch.tensor(preprocess.std, device=pixels.device)
    scaled = (pixels.float() / 255 - mean) / std
    return scaled.permute(0, 3, 1, 2)  # a channels-last view: what the tower wants


def load_starter(*, folder: Path | None = None, device: str = "cpu") -> StarterEncoder:
    """The starter model from its folder; the towers are read when first needed.

    Args:
        folder: Folder with ``config.json`` and ``heads.safetensors``; the shipped
            one, if not given.
        device: ``"cpu"``, ``"cuda"`` or ``"mps"``.

    Raises:
        CorruptWeightsError: The folder's files are missing, damaged or do not fit.
    """
    folder = folder or starter_folder()
    spec = read_spec(folder)
    model = StarterModel(spec.config)
    heads = read_tensors(folder / HEADS_FILE, spec.heads_sha256)
    with must_fit(folder / HEADS_FILE):
        model.load_heads_state(heads)
    if spec.towers_sha256:
        changes = read_tensors(folder / TOWERS_FILE, spec.towers_sha256)
        with must_fit(folder / TOWERS_FILE):
            model.changes = tuned.check_changes(changes)
    return StarterEncoder(model, fingerprint=spec.fingerprint, device=device)


def save_starter(model: StarterModel, folder: Path) -> None:
    """Write a model as ``config.json``, ``heads.safetensors`` (float16), and its tuned towers.

    Towers that were never tuned are not written: their packages carry them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    heads = write_tensors(model.heads_state(), folder / HEADS_FILE)
    changes = write_tensors(model.changes, folder / TOWERS_FILE) if model.changes else ""
    write_spec(StarterSpec(model.config, heads, changes), folder)
