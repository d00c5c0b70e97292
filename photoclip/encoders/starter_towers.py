"""The starter model's two towers of verified weights.

The text tower is written out here, because transformers takes
longer to import than a query may take to answer; a test holds it equal to
transformers' ``BertModel``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from photoclip.encoders.starter_files import (
    CONTEXT_LENGTH,
    FIRST_STAGE,
    IMAGE_WEIGHTS,
    TEXT_WEIGHTS,
    TEXT_WIDTH,
    TOKENIZER,
    locate,
)
from photoclip.errors import CorruptWeightsError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from photoclip.encoders.starter_tuned import TunedImagePath, TunedTextPath

IMAGE_STEPS = 9
TEXT_LAYERS = 6


class ImageTower(nn.Module):
    """EfficientNet-Lite2 with its ImageNet classifier, read at several depths.

    Tan and Le 2019 (arXiv 1905.11946); the Lite variant without squeeze-excitation.
    The means of earlier stages know textures, colours and small things that the
    last map, trained for 1,000 classes, has given up.

    Attributes:
        net: timm's ``tf_efficientnet_lite2``.
    """

    def __init__(self) -> None:
        super().__init__()
        from photoclip.encoders.torch_compat import ensure_torchvision_operators

        ensure_torchvision_operators()
        import timm

        self.net: Any = timm.create_model("tf_efficientnet_lite2", pretrained=False)

    def forward(self, pixels: Tensor, tuned: TunedImagePath | None = None) -> tuple[Tensor, Tensor]:
        """Look at pictures once.

        Args:
            pixels: Normalised, shape (n, 3, h, w).
            tuned: Gives the features instead; the logits never change.

        Returns:
            Features (n, 2048): the means over the last map and over the outputs of
            the last four stages; and ImageNet-1k logits (n, 1000).
        """
        fork = IMAGE_STEPS if tuned is None else tuned.first
        x, means = image_steps(self.net, pixels, 0, fork)
        end, others = image_steps(self.net, x, fork, IMAGE_STEPS)
        last = end.mean((2, 3))
        logits = self.net.classifier(last)
        if tuned is not None:
            end, others = image_steps(tuned, x, fork, IMAGE_STEPS)
            last = end.mean((2, 3))
        return torch.cat([last, *means, *others], dim=1), logits


def image_steps(net: Any, x: Tensor, start: int, stop: int) -> tuple[Tensor, list[Tensor]]:
    """Take some of an image tower's :data:`IMAGE_STEPS` steps: stem, seven stages, last map.

    Args:
        net: Layers under timm's names.
        x: Pixels, or what the step before ``start`` gave.
        start: First step.
        stop: The step after the last one.

    Returns:
        What the last step gave, and the mean of each stage that is a feature.
    """
    means: list[Tensor] = []
    for step in range(start, stop):
        if step == 0:
            x = net.bn1(net.conv_stem(x))
        elif step < IMAGE_STEPS - 1:
            x = net.blocks[step - 1](x)
            if step > FIRST_STAGE:
                means.append(x.mean((2, 3)))
        else:
            x = net.bn2(net.conv_head(x))
    return x, means


def load_image_tower(*, fold: bool = True) -> ImageTower:
    """Image tower with verified weights, in eval mode.

    Args:
        fold: Fold each batch normalisation into its convolution. This changes a
            feature by less than 1e-4 and makes a CPU about 1.5 times as fast.

    Raises:
        CorruptWeightsError: See :func:`locate`.
    """
    path = locate(IMAGE_WEIGHTS)
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    tower = ImageTower()
    own = tower.net.state_dict()
    # Both lists name the same layers in the same order; only the names differ.
    if [tuple(t.shape) for t in own.values()] != [tuple(t.shape) for t in weights.values()]:
        raise CorruptWeightsError(
            f"The weights in {path} do not fit this version of timm; install the versions"
            " that PhotoClip asks for."
        )
    tower.net.load_state_dict(dict(zip(own, weights.values(), strict=True)))
    tower.eval()
    if fold:
        _fold_batch_norm(tower.net)
    tower.net = tower.net.to(memory_format=torch.channels_last)
    return tower


def _fold_batch_norm(module: nn.Module) -> None:
    """Replace each convolution + batch normalisation pair below ``module`` by one convolution."""
    from torch.nn.utils.fusion import fuse_conv_bn_eval

    last: str | None = None
    for name, child in list(module.named_children()):
        if isinstance(child, nn.Conv2d):
            last = name
        elif isinstance(child, nn.BatchNorm2d) and last is not None:
            setattr(module, last, fuse_conv_bn_eval(getattr(module, last), child))
            # timm's layer holds the activation that follows it.
            setattr(module, name, getattr(child, "act", nn.Identity()))
            last = None
        else:
            _fold_batch_norm(child)


class _SelfAttention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        n, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(n, length, self.heads, width // self.heads).transpose(1, 2)

        mixed = nn.functional.scaled_dot_product_attention(
            split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask
        )
        return mixed.transpose(1, 2).reshape(n, length, width)


class _ResidualOutput(nn.Module):
    def __init__(self, inner: int, width: int, eps: float) -> None:
        super().__init__()
        self.dense = nn.Linear(inner, width)
        self.LayerNorm = nn.LayerNorm(width, eps=eps)

    def forward(self, inner: Tensor, residual: Tensor) -> Tensor:
        normed: Tensor = self.LayerNorm(self.dense(inner) + residual)
        return normed


class _Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.attention = nn.ModuleDict(
            {"self": _SelfAttention(width, heads), "output": _ResidualOutput(width, width, eps)}
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, inner)})
        self.output = _ResidualOutput(inner, width, eps)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.attention["output"](self.attention["self"](x, mask), x)
        inner = nn.functional.gelu(self.intermediate["dense"](x))
        out: Tensor = self.output(inner, x)
        return out


def _embedding(rows: int, width: int) -> nn.Embedding:
    # Zeros, because drawing normal numbers on the meta device imports 800 modules.
    return nn.Embedding(rows, width, _weight=torch.zeros(rows, width))


class TextTower(nn.Module):
    """A BERT encoder with the shape and the tensor names of all-MiniLM-L6-v2.

    Devlin et al. 2019 (arXiv 1810.04805), distilled by Wang et al. 2020
    (arXiv 2002.10957); sentence vectors are means over tokens (Reimers and
    Gurevych 2019, arXiv 1908.10084).
    """

    def __init__(
        self,
        *,
        vocabulary: int = 30522,
        width: int = TEXT_WIDTH,
        layers: int = TEXT_LAYERS,
        heads: int = 12,
        inner: int = 1536,
        positions: int = 512,
    ) -> None:
        super().__init__()
        eps = 1e-12
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": _embedding(vocabulary, width),
                "position_embeddings": _embedding(positions, width),
                "token_type_embeddings": _embedding(2, width),
                "LayerNorm": nn.LayerNorm(width, eps=eps),
            }
        )
        stack = nn.ModuleList(_Layer(width, heads, inner, eps) for _ in range(layers))
        self.encoder = nn.ModuleDict({"layer": stack})

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Read sentences once.

        Args:
            ids: Token ids, shape (n, length).
            mask: Ones for tokens and zeros for padding, same shape.

        Returns:
            Token vectors before the first layer and after the last, each of shape
            (n, length, width).
        """
        words = self.words(ids)
        return words, text_layers(list(self.encoder["layer"].children()), words, mask)

    def words(self, ids: Tensor) -> Tensor:
        """Token vectors before the first layer, shape (n, length, width)."""
        embed = self.embeddings
        positions = torch.arange(ids.shape[1], device=ids.device)
        kinds = torch.zeros_like(ids)
        x = embed["word_embeddings"](ids) + embed["token_type_embeddings"](kinds)
        normed: Tensor = embed["LayerNorm"](x + embed["position_embeddings"](positions))
        return normed

    def features(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Features of sentences, shape (n, 2 * width).

        The first half is the sentence vector: the mean over all tokens of the last
        layer. The second is the mean of the words as they come in, which keeps the
        colours and things that the sentence vector blends into one meaning.
        """
        words, tokens = self(ids, mask)
        return _joined(words, tokens, mask)

    def both_features(
        self, ids: Tensor, mask: Tensor, tuned: TunedTextPath
    ) -> tuple[Tensor, Tensor]:
        """Features as they always were, and tuned ones, each of shape (n, 2 * width)."""
        layers = list(self.encoder["layer"].children())
        words = self.words(ids)
        shared = text_layers(layers[: tuned.first], words, mask)
        tokens = text_layers(layers[tuned.first :], shared, mask)
        others = text_layers(list(tuned.layers), shared, mask)
        return _joined(words, tokens, mask), _joined(words, others, mask)


def text_layers(layers: Sequence[nn.Module], x: Tensor, mask: Tensor) -> Tensor:
    """Token vectors (n, length, width) after some layers; ``mask`` has ones for tokens."""
    attend = mask.bool()[:, None, None, :]
    for layer in layers:
        x = layer(x, attend)
    return x


def _joined(words: Tensor, tokens: Tensor, mask: Tensor) -> Tensor:
    return torch.cat([mean_pool(tokens, mask), mean_pool(words, _without_marks(mask))], dim=-1)


def mean_pool(tokens: Tensor, mask: Tensor) -> Tensor:
    """Mean of token vectors (n, length, width) over the unmasked ones: (n, width)."""
    weights = mask.to(tokens.dtype)[:, :, None]
    return (tokens * weights).sum(1) / weights.sum(1).clamp(min=1e-9)


def _without_marks(mask: Tensor) -> Tensor:
    """The mask without the marks of start and end, which every sentence has."""
    inner = mask.clone()
    inner[:, 0] = 0
    return inner.scatter(1, mask.sum(1, keepdim=True) - 1, 0)


def load_text_tower() -> TextTower:
    """Text tower with verified weights, in eval mode.

    Raises:
        CorruptWeightsError: See :func:`locate`.
    """
    from safetensors.torch import load_file

    path = locate(TEXT_WEIGHTS)
    weights = load_file(path)
    unused = [k for k in weights if k.startswith("pooler.") or k.endswith(".position_ids")]
    for name in unused:
        del weights[name]
    with torch.device("meta"):  # no random numbers for weights that are replaced at once
        tower = TextTower()
    tower.load_state_dict(weights, assign=True)
    return tower.eval()


class StarterTokenizer:
    """Word pieces for the text tower; sentences are cut at 256 tokens."""

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.enable_truncation(CONTEXT_LENGTH)
        self._tokenizer.no_padding()

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each sentence, with the marks of its start and end."""
        return [e.ids for e in self._tokenizer.encode_batch(list(texts))]


def pad_batch(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids as one int64 tensor padded with zeros, and its mask of ones and zeros."""
    length = max(map(len, ids), default=0)
    batch = torch.zeros(len(ids), length, dtype=torch.int64)
    mask = torch.zeros(len(ids), length, dtype=torch.int64)
    for row, tokens in enumerate(ids):
        batch[row, : len(tokens)] = torch.tensor(tokens, dtype=torch.int64)
        mask[row, : len(tokens)] = 1
    return batch, mask


def load_tokenizer() -> StarterTokenizer:
    """Tokenizer from the text tower's package.

    Raises:
        CorruptWeightsError: See :func:`locate`.
    """
    return StarterTokenizer(locate(TOKENIZER))
