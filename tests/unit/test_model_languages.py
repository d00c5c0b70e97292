"""Which models are told English only."""

from __future__ import annotations

import pytest

from photoclip.catalog.rows import ModelRow
from photoclip.encoders.models_file import lineup
from photoclip.errors import ModelError
from photoclip.jobs.tasks.hinting import is_english_only


def model(arch: str) -> ModelRow:
    return ModelRow(1, "key", "f", arch, 8, "imported", None, "active")


@pytest.mark.parametrize(
    ("arch", "english"),
    [
        ("starter", True),
        ("ViT-B-32-256", True),
        ("ViT-B-16-SigLIP", True),
        ("something-unheard-of", True),
        ("ViT-B-16-SigLIP2", False),
        ("xlm-roberta-base-ViT-B-32", False),
        ("nllb-clip-base-siglip", False),
    ],
)
def test_an_architecture_tells_whether_a_model_knows_english_only(arch: str, english: bool) -> None:
    assert is_english_only(model(arch)) is english


def test_the_line_up_says_it_of_its_own_models() -> None:
    for spec in lineup():
        assert is_english_only(model(spec.arch)) is not spec.multilingual


def test_without_a_line_up_a_model_counts_as_english(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ModelError("gone")

    monkeypatch.setattr("photoclip.jobs.tasks.hinting.lineup", broken)
    assert is_english_only(model("ViT-B-32"))
