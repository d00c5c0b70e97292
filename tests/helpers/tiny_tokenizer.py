"""A SigLIP-like tokenizer of ten words, written as the hub would serve it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = ["<pad>", "<eos>", "<bos>", "<unk>", "a", "dog", "cat", "on", "the", "beach"]


def write_tokenizer(folder: Path, *, template: str = "$A <eos>", **config: Any) -> None:
    """A SigLIP-like tokenizer: end mark, then padding to the full context."""
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=template, special_tokens=[("<eos>", 1), ("<bos>", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    values = {"pad_token": "<pad>", "eos_token": {"content": "<eos>"}, "bos_token": "<bos>"}
    values.update(config)
    (folder / "tokenizer_config.json").write_text(json.dumps(values))
