"""The self-test passes on sane models and fails on each kind of broken one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tiny_model import make_tiny_folder

from photoclip.encoders import starter_towers
from photoclip.encoders.base import ByteArray, Encoder, FloatArray
from photoclip.encoders.canary import CanaryCheck, failed, make_reference, run_canary
from photoclip.encoders.openclip import load_openclip
from photoclip.encoders.prepare import load_reference, starter_reference_file
from photoclip.encoders.registry import load_encoder


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    """More threads than free cores spend their time waiting for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def tiny(tiny_models_dir: Path) -> Any:
    return load_encoder("tiny", device="cpu", models_dir=tiny_models_dir)


@pytest.fixture
def tiny_reference(tiny_models_dir: Path) -> dict[str, str]:
    return load_reference("tiny", tiny_models_dir)


@pytest.fixture
def starter(tmp_path: Path) -> Any:
    return load_encoder("starter", device="cpu", models_dir=tmp_path)


@pytest.fixture(scope="module")
def starter_reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("models")
    return make_reference(load_encoder("starter", device="cpu", models_dir=folder))


def names(checks: Sequence[CanaryCheck]) -> set[str]:
    return {check.name for check in checks if not check.passed}


def shuffle(module: torch.nn.Module) -> None:
    """Scramble weights, keeping their distribution."""
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for tensor in module.parameters():
            mixed = tensor.flatten()[torch.randperm(tensor.numel(), generator=generator)]
            tensor.copy_(mixed.view_as(tensor))


class Wrapped:
    """An encoder with one fault."""

    def __init__(
        self,
        inner: Encoder,
        *,
        images: Callable[[ByteArray], FloatArray] | None = None,
        texts: Callable[[Sequence[str]], FloatArray] | None = None,
    ) -> None:
        self.key, self.fingerprint, self.dim = inner.key, inner.fingerprint, inner.dim
        self.preprocess, self.device = inner.preprocess, inner.device
        self.encode_images = images or inner.encode_images
        self.encode_texts = texts or inner.encode_texts


def test_a_sane_model_passes(tiny: Encoder, tiny_reference: dict[str, str]) -> None:
    assert failed(run_canary(tiny, reference=tiny_reference)) == ""


def test_a_random_model_fails(tmp_path: Path) -> None:
    folder = make_tiny_folder(tmp_path, taught=False)
    checks = run_canary(load_openclip(folder, key="random", device="cpu"))
    assert any("finds its" in name for name in names(checks))


@pytest.mark.parametrize("part", ["visual", "transformer"])
def test_a_scrambled_tower_fails(tiny: Any, part: str) -> None:
    shuffle(getattr(tiny.model, part))
    assert any("finds its" in name for name in names(run_canary(tiny)))


def test_a_wrong_normalisation_fails_by_the_stored_vectors(
    tiny: Any, tiny_reference: dict[str, str]
) -> None:
    tiny._mean, tiny._std = torch.zeros(1, 3, 1, 1), torch.ones(1, 3, 1, 1)
    failures = names(run_canary(tiny, reference=tiny_reference))
    assert "pictures: as when installed" in failures


def test_vectors_that_are_no_numbers_fail_and_end_the_test(tiny: Encoder) -> None:
    broken = Wrapped(tiny, images=lambda batch: tiny.encode_images(batch) * np.float32("nan"))
    assert names(run_canary(broken)) == {"pictures: numbers"}


def test_vectors_of_another_length_fail(tiny: Encoder) -> None:
    broken = Wrapped(tiny, texts=lambda texts: tiny.encode_texts(texts) * np.float32(2))
    assert names(run_canary(broken)) == {"texts: length"}


def test_vectors_of_another_shape_or_type_fail(tiny: Encoder) -> None:
    broken = Wrapped(tiny, images=lambda batch: tiny.encode_images(batch)[:, :-1])
    assert names(run_canary(broken)) == {"pictures: shape"}
    double = Wrapped(tiny, texts=lambda texts: tiny.encode_texts(texts).astype(np.float64))
    assert names(run_canary(double)) == {"texts: shape"}


def test_a_model_that_says_the_same_of_everything_fails(tiny: Encoder) -> None:
    def collapsed(batch: ByteArray) -> FloatArray:
        return np.repeat(tiny.encode_images(batch[:1]), len(batch), axis=0)

    assert names(run_canary(Wrapped(tiny, images=collapsed))) == {"pictures: differ"}


def test_a_model_that_is_never_the_same_twice_fails(tiny: Encoder) -> None:
    random = np.random.default_rng(0)

    def dropout(batch: ByteArray) -> FloatArray:
        vectors = tiny.encode_images(batch) + random.normal(0, 0.05, (len(batch), tiny.dim))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: FloatArray = (vectors / lengths).astype(np.float32)
        return unit

    assert "pictures: the same again" in names(run_canary(Wrapped(tiny, images=dropout)))


def test_a_model_whose_pictures_influence_each_other_fails(tiny: Encoder) -> None:
    def normalised_over_the_batch(batch: ByteArray) -> FloatArray:
        vectors = tiny.encode_images(batch)
        vectors = vectors - vectors.mean(axis=0) * (len(batch) > 1)
        unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    failures = names(run_canary(Wrapped(tiny, images=normalised_over_the_batch)))
    assert "pictures: alone or in a batch" in failures


def test_a_reference_of_another_model_fails(tiny: Encoder) -> None:
    checks = run_canary(tiny, reference={"pictures": "AAAA", "texts": ""})
    assert names(checks) == {"pictures: as when installed", "texts: as when installed"}


@pytest.mark.starter
def test_the_starter_passes_with_room_to_spare(
    starter: Encoder, starter_reference: dict[str, str]
) -> None:
    checks = run_canary(starter, reference=starter_reference)
    assert failed(checks) == ""
    margins = [float(c.note.rsplit(" ", 1)[1]) for c in checks if c.note.startswith("ahead by")]
    assert len(margins) == 18
    assert min(margins) > 0.02


@pytest.mark.starter
def test_the_starters_stored_vectors_are_those_of_the_shipped_weights(starter: Encoder) -> None:
    file = starter_reference_file()
    assert file.is_file(), "write it with photoclip.encoders.prepare.write_starter_reference()"
    reference = load_reference("starter", Path())
    assert reference, "out of date; write it anew with write_starter_reference()"
    assert failed(run_canary(starter, reference=reference)) == ""


@pytest.mark.starter
@pytest.mark.parametrize("part", ["image_head", "text_head", "image_tower", "text_tower"])
def test_a_starter_with_scrambled_weights_fails(starter: Any, part: str) -> None:
    starter.model.need_image_tower()
    starter.model.need_text_tower()
    shuffle(getattr(starter.model, part))
    assert any("finds its" in name for name in names(run_canary(starter)))


@pytest.mark.starter
@pytest.mark.parametrize(
    ("mean", "std"),
    [
        ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
        ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)),
        ((0.5, 0.5, 0.5), (1.0, 1.0, 1.0)),
        ((0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255)),
    ],
)
def test_a_starter_with_wrong_normalisation_fails(
    starter: Any,
    starter_reference: dict[str, str],
    mean: tuple[float, float, float],
    std: tuple[float, float, float],
) -> None:
    starter.preprocess = replace(starter.preprocess, mean=mean, std=std)
    failures = names(run_canary(starter, reference=starter_reference))
    assert "pictures: as when installed" in failures


@pytest.mark.starter
def test_a_starter_that_reads_its_padding_fails(
    starter: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = starter_towers.pad_batch

    def without_mask(rows: Any) -> Any:
        ids, mask = right(rows)
        return ids, torch.ones_like(mask)

    monkeypatch.setattr(starter_towers, "pad_batch", without_mask)
    assert "texts: beside a long one" in names(run_canary(starter))


def test_the_reference_is_plain_json(tiny_reference: dict[str, str]) -> None:
    assert json.loads(json.dumps(tiny_reference)) == tiny_reference
