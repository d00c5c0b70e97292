"""Sentences to token ids, always from local files, as each model was trained.

OpenCLIP's own ``SimpleTokenizer`` serves CLIP and MobileCLIP (padding 0). Models
with a Hugging Face tokenizer (SigLIP: eos, padded to the full context with its
own pad token) are read from their ``tokenizer.json`` directly: that file holds
normaliser, model and template, whereas ``AutoTokenizer`` rebuilds some of them in
ways that changed between transformers 4 and 5, and may ask the hub on the way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from photoclip.errors import CorruptWeightsError
from photoclip.paths import display_path

Tokenize = Callable[[Sequence[str]], NDArray[np.int64]]
"""Maps n sentences to int64 ids, shape (n, context length)."""

FILES: Final = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
    "spiece.model",
    "tokenizer.model",
    "sentencepiece.bpe.model",
)
"""Names a tokenizer's files may have; none is needed for CLIP's own tokenizer."""

_CONTEXT: Final = 77


def needs_files(text_cfg: Mapping[str, Any]) -> bool:
    """Whether this model's tokenizer comes in files rather than with OpenCLIP."""
    return bool(text_cfg.get("hf_tokenizer_name"))


def tokenizer_digest(folder: Path, text_cfg: Mapping[str, Any]) -> str:
    """Hex digest of everything that decides the ids, part of the fingerprint."""
    facts = {
        "context_length": text_cfg.get("context_length", _CONTEXT),
        "kwargs": text_cfg.get("tokenizer_kwargs") or {},
        "mode": text_cfg.get("tokenizer_mode") or "",
    }
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    if needs_files(text_cfg):
        for name in FILES:
            path = folder / name
            if path.is_file():
                digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def load_tokenizer(folder: Path, text_cfg: Mapping[str, Any]) -> Tokenize:
    """The tokenizer of the model in ``folder``.

    Args:
        folder: The model's folder.
        text_cfg: ``text_cfg`` of its OpenCLIP configuration.

    Raises:
        CorruptWeightsError: Its files are missing or cannot be read.
    """
    if needs_files(text_cfg) and not any((folder / name).is_file() for name in FILES):
        raise CorruptWeightsError(
            f"The model in {display_path(folder)} needs its tokenizer files (tokenizer.json …), "
            "which are not beside its weights; import the whole folder of the model."
        )
    try:
        if (
            needs_files(text_cfg)
            and (folder / "tokenizer.json").is_file()
            and not text_cfg.get("tokenizer_mode")
        ):
            return _from_json(folder, text_cfg)
        return _from_open_clip(folder)
    # The tokenizers library raises bare Exception for a file it cannot read.
    except Exception as error:
        raise CorruptWeightsError(
            f"The tokenizer files in {display_path(folder)} cannot be read ({error}); "
            "remove the model and install it again."
        ) from error


def _from_open_clip(folder: Path) -> Tokenize:
    import open_clip

    tokenizer = open_clip.get_tokenizer(f"local-dir:{folder}")

    def tokenize(texts: Sequence[str]) -> NDArray[np.int64]:
        ids: NDArray[np.int64] = tokenizer(list(texts)).numpy()
        return ids

    return tokenize


def _from_json(folder: Path, text_cfg: Mapping[str, Any]) -> Tokenize:
    from open_clip.tokenizer import get_clean_fn
    from tokenizers import Tokenizer

    kwargs = text_cfg.get("tokenizer_kwargs") or {}
    clean = get_clean_fn(kwargs.get("clean", "whitespace"))
    length = int(text_cfg.get("context_length", _CONTEXT))
    config = _special_tokens(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    _apply_template_flags(tokenizer, config)
    pad = _token(config, "pad_token") or "<pad>"
    pad_id = tokenizer.token_to_id(pad)
    if pad_id is None:
        raise ValueError(f"the padding token {pad} is not in its vocabulary")
    tokenizer.enable_truncation(max_length=length)
    tokenizer.enable_padding(
        length=length,
        pad_id=pad_id,
        pad_token=pad,
        direction=str(config.get("padding_side", "right")),
    )
    separator = tokenizer.token_to_id(_token(config, "sep_token") or "[SEP]")
    strip = separator if kwargs.get("strip_sep_token") else None

    def tokenize(texts: Sequence[str]) -> NDArray[np.int64]:
        encoded = tokenizer.encode_batch([clean(text) for text in texts])
        ids = np.array([item.ids for item in encoded], dtype=np.int64)
        if strip is not None:
            ids[ids == strip] = 0
        return ids

    return tokenize


def _special_tokens(folder: Path) -> dict[str, Any]:
    config: dict[str, Any] = {}
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        path = folder / name
        if path.is_file():
            config.update(json.loads(path.read_text("utf-8")))
    return config


def _token(config: Mapping[str, Any], name: str) -> str | None:
    value = config.get(name)
    if isinstance(value, Mapping):
        value = value.get("content")
    return value if isinstance(value, str) else None


def _apply_template_flags(tokenizer: Any, config: Mapping[str, Any]) -> None:
    """Let ``add_bos_token`` and ``add_eos_token`` win over the template, as transformers does."""
    from tokenizers import processors

    flags = [config.get("add_bos_token"), config.get("add_eos_token")]
    if all(flag is None for flag in flags):
        return
    names = (_token(config, "bos_token"), _token(config, "eos_token"))
    wanted = [name for name, flag in zip(names, flags, strict=True) if flag and name]
    ids = {name: tokenizer.token_to_id(name) for name in wanted}
    present = tokenizer.encode("a").ids
    special = [tokenizer.token_to_id(name) for name in names if name]
    if [i for i in present if i in special] == [ids[name] for name in wanted]:
        return
    begin = f"{names[0]} " if flags[0] and names[0] else ""
    end = f" {names[1]}" if flags[1] and names[1] else ""
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin}$A{end}", special_tokens=list(ids.items())
    )
