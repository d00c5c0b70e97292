"""Training on a CUDA device; skipped where there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from tiny_run import TinyRun
from tiny_tunable import TinyTunable
from torch import Tensor

from photoclip.encoders.starter import load_starter
from photoclip.encoders.starter_files import TOWERS_FILE
from photoclip.runs import BaseModelTable, RunConfig, SnapshotPhoto, TrainingTable
from trainer.presets.starter import starter_tunable
from trainer.tuning.contract import (
    DualTower,
    Inputs,
    Tunable,
    image_vectors,
    text_vectors,
    to_device,
)
from trainer.tuning.faults import StopRequested
from trainer.tuning.gradient_cache import GradientCache
from trainer.tuning.inputs import ChunkInputs
from trainer.tuning.objectives import InfoNCE, Positives

DEVICE = "cuda"
ROWS, WIDTH = 300, 24
TEXTS = ("a dog runs", "Bello in the kitchen at night")

pytestmark = pytest.mark.skipif(
    DEVICE == "cuda" and not torch.cuda.is_available(), reason="no CUDA device"
)


class Rows:
    """Random inputs of a batch, on the CPU as presets give them."""

    def __init__(self, rows: int) -> None:
        draw = torch.Generator().manual_seed(5)
        self.image = torch.randn(rows, WIDTH, generator=draw)
        self.text = torch.randn(rows, WIDTH, generator=draw)

    def __len__(self) -> int:
        return len(self.image)

    def chunks(self, rows: Sequence[slice]) -> Iterator[ChunkInputs]:
        for some in rows:
            yield (self.image[some],), (self.text[some],)


class Tower(DualTower):
    """Two layers a side with dropout between them."""

    def __init__(self, *, dropout: float, hidden: int = 20) -> None:
        super().__init__()
        torch.manual_seed(4)
        for side in ("one", "other"):
            layers = torch.nn.Sequential(
                torch.nn.Linear(WIDTH, hidden),
                torch.nn.Tanh(),
                torch.nn.Dropout(dropout),
                torch.nn.Linear(hidden, 10),
            )
            self.add_module(side, layers)

    def image(self, inputs: Inputs) -> Tensor:
        return torch.nn.functional.normalize(self.get_submodule("one")(inputs[0]), dim=-1)

    def text(self, inputs: Inputs) -> Tensor:
        return torch.nn.functional.normalize(self.get_submodule("other")(inputs[0]), dim=-1)


def gradients(
    device: str, precision: str = "float32", *, chunk: int = 64, dropout: float = 0.0
) -> tuple[float, dict[str, Tensor]]:
    """Loss and gradients of one step, every third pair being a positive of another."""
    tower = Tower(dropout=dropout).to(device).train()
    objective = InfoNCE(math.log(20.0)).to(device)
    cache = GradientCache(tower, objective, chunk=chunk, device=device, precision=precision)
    numbers = torch.arange(ROWS, device=device)
    loss = cache.step(Rows(ROWS), Positives(numbers % (ROWS * 2 // 3), numbers), seed=9)
    named = [*tower.named_parameters(), *objective.named_parameters()]
    return loss, {name: p.grad.cpu() for name, p in named if p.grad is not None}


def worst_difference(one: dict[str, Tensor], other: dict[str, Tensor]) -> float:
    assert one.keys() == other.keys()
    return max(float((one[k] - other[k]).abs().max() / other[k].abs().max()) for k in one)


def test_gradients_on_the_gpu_are_those_of_the_cpu():
    expected_loss, expected = gradients("cpu", chunk=ROWS)
    loss, found = gradients(DEVICE)
    assert loss == pytest.approx(expected_loss, rel=1e-4)
    assert worst_difference(found, expected) <= 1e-3


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_mixed_precision_points_the_same_way(precision: str):
    expected_loss, expected = gradients("cpu", chunk=ROWS)
    loss, found = gradients(DEVICE, precision)
    assert loss == pytest.approx(expected_loss, rel=0.02)
    for name, grad in expected.items():
        alike = torch.nn.functional.cosine_similarity(found[name].flatten(), grad.flatten(), dim=0)
        assert float(alike) >= 0.98, name


def test_one_seed_gives_one_dropout_on_the_gpu():
    (loss, once), (again, twice) = (gradients(DEVICE, dropout=0.4) for _ in range(2))
    assert again == pytest.approx(loss, rel=1e-5)
    assert worst_difference(twice, once) <= 1e-3
    assert loss != pytest.approx(gradients(DEVICE)[0], rel=1e-3)


@pytest.mark.skipif(DEVICE != "cuda", reason="no memory counter")
def test_a_large_batch_needs_the_memory_of_a_chunk():
    rows = 32768
    tower, objective = Tower(dropout=0.0, hidden=4096).to(DEVICE), InfoNCE(3.0).to(DEVICE)
    cache = GradientCache(tower, objective, chunk=256, device=DEVICE)
    numbers, inputs = torch.arange(rows, device=DEVICE), Rows(rows)
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    cache.step(inputs, Positives(numbers, numbers), seed=1)
    # The whole matrix of logits alone would be 4 GiB.
    assert torch.cuda.max_memory_allocated() - before < 1 << 31


@pytest.mark.parametrize("precision", ["float32", "bfloat16", "float16"])
def test_a_run_on_the_gpu_learns_and_resumes(tmp_path: Path, precision: str):
    def run(folder: Path, **changes: object) -> TinyRun:
        model = TinyTunable(dropout=0.0, device=DEVICE)
        return TinyRun(folder, model=model, precision=precision, **changes)

    whole = run(tmp_path / "whole").run()
    assert whole.recall[-1]["score"] > whole.recall[0]["score"]
    stop = tmp_path / "stopped" / "stop"
    first = run(tmp_path / "stopped")
    steps = first.training.steps
    first.folder.root.mkdir(exist_ok=True)

    def stop_halfway(side: str, inputs: object) -> None:
        if first.training.progress.step >= steps // 2:
            stop.touch()

    first.model.tiny.before = stop_halfway
    with pytest.raises(StopRequested):
        first.run()
    stop.unlink()
    resumed = run(tmp_path / "stopped").run(resume=True)
    assert np.allclose(resumed.losses, whole.losses, rtol=2e-2 if precision != "float32" else 1e-4)


@pytest.fixture
def photo(tmp_path: Path) -> SnapshotPhoto:
    small = np.random.default_rng(0).integers(0, 255, (6, 8, 3), np.uint8)
    path = tmp_path / "photo.png"
    Image.fromarray(small.repeat(40, 0).repeat(40, 1)).save(path)
    return SnapshotPhoto(pixel_hash="0" * 32, path=str(path))


def starter(preset: str, device: str, folder: Path) -> Tunable:
    table = TrainingTable(preset=preset, dropout=0.0, advanced=True, device=device)
    config = RunConfig(model=BaseModelTable(models_dir=folder), training=table)
    encoder = load_starter(device=device)
    return starter_tunable(encoder, config, cache=folder / f"cache-{device}")


@pytest.mark.starter
@pytest.mark.parametrize("preset", ["heads", "lora", "last_blocks", "full"])
def test_a_tuned_starter_is_the_same_on_both_devices(tmp_path: Path, photo, preset: str):
    vectors = []
    for device in ("cpu", DEVICE):
        model = starter(preset, device, tmp_path)
        assert model.warm([photo], TEXTS, views=1, report=lambda *_: None) == []
        model.set_captions(TEXTS)
        vectors.append((image_vectors(model, [photo]), text_vectors(model, TEXTS)))
    for cpu, gpu in zip(*vectors, strict=True):
        assert np.abs(cpu - gpu).max() <= 5e-3


@pytest.mark.starter
@pytest.mark.parametrize("preset", ["lora", "last_blocks"])
def test_a_starter_without_anchors_trains_and_exports_on_the_gpu(
    tmp_path: Path, photo, preset: str
):
    model = starter(preset, DEVICE, tmp_path)
    model.set_anchors([], TEXTS)
    model.tower.train()
    optimizer = torch.optim.SGD([p for p in model.tower.parameters() if p.requires_grad], lr=0.1)
    for _ in range(2):
        optimizer.zero_grad()
        image, text = model.tower(
            to_device(model.image_inputs([photo]), DEVICE),
            to_device(model.text_inputs(TEXTS[:1]), DEVICE),
        )
        held = model.tower.keep()
        assert held is not None
        (held - (image * text).sum()).backward()
        optimizer.step()
    folder = tmp_path / "export"
    folder.mkdir()
    model.export(folder)
    assert (folder / TOWERS_FILE).is_file()
    again = load_starter(folder=folder).encode_texts(list(TEXTS))
    assert np.abs(again - text_vectors(model, TEXTS)).max() <= 2e-2
