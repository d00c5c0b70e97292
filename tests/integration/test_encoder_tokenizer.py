"""Tokenizers from local files, held against transformers where it can be trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_tokenizer import write_tokenizer

from photoclip.encoders.tokenizer import load_tokenizer, needs_files, tokenizer_digest
from photoclip.encoders.torch_compat import ensure_torchvision_operators
from photoclip.errors import CorruptWeightsError

TEXT_CFG: dict[str, Any] = {
    "context_length": 8,
    "hf_tokenizer_name": "someone/on-the-hub",
    "tokenizer_kwargs": {"clean": "canonicalize"},
}


@pytest.fixture(autouse=True)
def _compat() -> None:
    ensure_torchvision_operators()


def test_texts_are_cleaned_ended_and_padded_to_the_full_context(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    ids = load_tokenizer(tmp_path, TEXT_CFG)(["A dog, on the BEACH!", "cat", ""])
    assert ids.dtype == np.int64
    assert ids.tolist() == [
        [4, 5, 7, 8, 9, 1, 0, 0],
        [6, 1, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 0, 0, 0, 0, 0],
    ]


def test_a_long_text_is_cut_and_keeps_its_end_mark(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    (ids,) = load_tokenizer(tmp_path, TEXT_CFG)(["a dog on the beach a dog on the beach"])
    assert ids.tolist() == [4, 5, 7, 8, 9, 4, 5, 1]


def test_the_pad_token_is_the_models_own(tmp_path: Path) -> None:
    write_tokenizer(tmp_path, pad_token="<eos>")
    (ids,) = load_tokenizer(tmp_path, TEXT_CFG)(["cat"])
    assert ids.tolist() == [6, 1, 1, 1, 1, 1, 1, 1]


def test_the_begin_and_end_flags_win_over_the_template(tmp_path: Path) -> None:
    write_tokenizer(tmp_path, template="<bos> $A", add_bos_token=False, add_eos_token=True)
    (ids,) = load_tokenizer(tmp_path, TEXT_CFG)(["cat"])
    assert ids.tolist()[:3] == [6, 1, 0]


def test_ids_are_those_of_transformers(tmp_path: Path) -> None:
    from open_clip.tokenizer import HFTokenizer

    write_tokenizer(tmp_path, tokenizer_class="PreTrainedTokenizerFast", eos_token="<eos>")
    theirs = HFTokenizer(str(tmp_path), context_length=8, clean="canonicalize")
    texts = ["a dog on the beach", "the CAT", "", "a a a a a a a a a a a"]
    ours = load_tokenizer(tmp_path, TEXT_CFG)
    np.testing.assert_array_equal(ours(texts), theirs(texts).numpy())


def test_clips_own_tokenizer_needs_no_files(tmp_path: Path) -> None:
    import open_clip

    cfg = {"context_length": 20}
    config = {"model_cfg": {"embed_dim": 8, "vision_cfg": {}, "text_cfg": cfg}}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    assert not needs_files(cfg)
    texts = ["a dog on the beach", "", "a very long sentence " * 20]
    expected = open_clip.tokenize(texts, context_length=20).numpy()
    np.testing.assert_array_equal(load_tokenizer(tmp_path, cfg)(texts), expected)


def test_missing_tokenizer_files_are_one_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorruptWeightsError, match="needs its tokenizer files"):
        load_tokenizer(tmp_path, TEXT_CFG)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe"])
def test_a_damaged_tokenizer_is_one_plain_sentence(tmp_path: Path, content: bytes) -> None:
    write_tokenizer(tmp_path)
    (tmp_path / "tokenizer.json").write_bytes(content)
    with pytest.raises(CorruptWeightsError, match="cannot be read"):
        load_tokenizer(tmp_path, TEXT_CFG)


def test_a_pad_token_outside_the_vocabulary_is_refused(tmp_path: Path) -> None:
    write_tokenizer(tmp_path, pad_token="<nothing>")
    with pytest.raises(CorruptWeightsError, match="padding token <nothing>"):
        load_tokenizer(tmp_path, TEXT_CFG)


def test_the_digest_follows_files_context_and_cleaning(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    first = tokenizer_digest(tmp_path, TEXT_CFG)
    assert tokenizer_digest(tmp_path, {**TEXT_CFG, "hf_tokenizer_name": "else/where"}) == first
    assert tokenizer_digest(tmp_path, {**TEXT_CFG, "context_length": 9}) != first
    assert tokenizer_digest(tmp_path, {**TEXT_CFG, "tokenizer_kwargs": {}}) != first
    write_tokenizer(tmp_path, pad_token="<eos>")
    assert tokenizer_digest(tmp_path, TEXT_CFG) != first
