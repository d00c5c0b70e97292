"""The training loop: it learns, repeats itself exactly, and goes on where it stopped."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_run import PHOTOS, TABLE, TinyRun
from tiny_tunable import TinyTunable

from photoclip.errors import UserError
from photoclip.runs import PRESETS, TrainingTable, read_events
from trainer import checkpoint
from trainer.tuning.contract import image_vectors
from trainer.tuning.defaults import resolve
from trainer.tuning.loop import StopRequested

HELPER = Path(__file__).parent.parent / "helpers" / "tiny_run.py"
REPOSITORY = HELPER.parent.parent.parent


def test_training_finds_more_held_out_photos_and_keeps_the_best_epoch(tmp_path):
    run = TinyRun(tmp_path, epochs=12)
    done = run.run()
    scores = [found["score"] for found in done.recall]
    assert len(scores) == 13
    assert scores[done.best_epoch] == max(scores[1:]) > scores[0] + 5
    run.model.load_state(done.state)
    again = run.training.validate()
    assert again["score"] == scores[done.best_epoch]
    assert done.losses[-1] < done.losses[0]


@pytest.mark.parametrize("bias", [None, -10.0])
def test_the_same_seed_gives_the_same_losses_to_the_last_bit(tmp_path, bias):
    runs = [
        TinyRun(tmp_path / name, model=TinyTunable(dropout=0.2, bias=bias), seed=seed).run()
        for name, seed in [("one", 3), ("same", 3), ("other", 4)]
    ]
    assert runs[0].losses == runs[1].losses
    assert all(torch.equal(runs[0].state[k], runs[1].state[k]) for k in runs[0].state)
    assert runs[0].losses != runs[2].losses


def test_a_run_leaves_torchs_determinism_as_it_was(tmp_path):
    before = torch.are_deterministic_algorithms_enabled()
    TinyRun(tmp_path, epochs=1).run()
    assert torch.are_deterministic_algorithms_enabled() == before


@pytest.mark.parametrize("stop_before", [1, 2, 3, 5, 8, 11])
def test_a_resumed_run_takes_the_steps_of_an_unbroken_one(tmp_path, stop_before):
    whole = TinyRun(tmp_path / "whole").run()
    first = TinyRun(tmp_path / "broken")

    def stop(side: str, inputs: object) -> None:
        if first.training.progress.step >= stop_before:
            first.folder.stop.touch()

    first.model.tiny.before = stop
    with pytest.raises(StopRequested, match="resume") as caught:
        first.run()
    assert caught.value.step >= stop_before
    first.folder.stop.unlink()
    done = TinyRun(tmp_path / "broken").run(resume=True)
    assert done.losses == whole.losses
    assert done.recall == whole.recall
    assert done.best_epoch == whole.best_epoch
    assert all(torch.equal(done.state[k], whole.state[k]) for k in whole.state)


def test_a_stop_file_ends_a_step_between_two_chunks(tmp_path):
    run = TinyRun(tmp_path)
    passes = []

    def stop(side: str, inputs: object) -> None:
        passes.append(side)
        if len(passes) > 12:
            run.folder.stop.touch()

    run.training.validate = dict  # type: ignore[method-assign]
    run.model.tiny.before = stop
    with pytest.raises(StopRequested):
        run.run()
    assert len(passes) < 16


def test_a_finished_run_that_is_resumed_takes_no_further_step(tmp_path):
    done = TinyRun(tmp_path).run()
    again = TinyRun(tmp_path)
    again.model.tiny.before = None
    assert again.run(resume=True).losses == done.losses
    assert len(again.events("step")) == len(done.losses)


@pytest.mark.slow
def test_a_killed_run_loses_at_most_one_checkpoint_interval(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    process = start(broken, 6)
    events = broken / "events.jsonl"
    try:
        while len([e for e in read_events(events)[0] if e["event"] == "step"]) < 6:
            assert process.poll() is None
            time.sleep(0.005)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    told = [e["step"] for e in read_events(events)[0] if e["event"] == "step"][-1]
    stored = checkpoint.load(broken / "checkpoint.pt")["progress"]["step"]
    assert told - TABLE.checkpoint_steps <= stored <= told + 1
    others = [start(broken, 6, "resume"), start(whole, 6)]
    assert [other.wait(timeout=120) for other in others] == [0, 0]
    one, other = (json.loads((f / "losses-0.json").read_text()) for f in (whole, broken))
    assert one == other
    # What the kill cut off spoils no later line.
    assert [e["step"] for e in read_events(events)[0] if e["event"] == "step"][-1] == 18


def start(folder: Path, epochs: int, *more: str) -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(REPOSITORY), str(HELPER.parent)])
    return subprocess.Popen(
        [sys.executable, str(HELPER), str(folder), str(epochs), *more],
        env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
    )


def test_only_a_checkpoint_of_the_same_run_is_resumed(tmp_path):
    TinyRun(tmp_path).run()
    with pytest.raises(UserError, match="photos or captions"):
        TinyRun(tmp_path, digest="other").run(resume=True)
    with pytest.raises(UserError, match=r"seed \(0, now 5\)"):
        TinyRun(tmp_path, seed=5).run(resume=True)
    TinyRun(tmp_path, precision="float16").run(resume=True)
    TinyRun(tmp_path, learning_rate=1e-5, chunk_size=3).run(resume=True)
    with pytest.raises(UserError, match="no run to resume"):
        TinyRun(tmp_path / "empty").run(resume=True)
    run = TinyRun(tmp_path)
    stored = checkpoint.load(run.folder.checkpoint)
    checkpoint.save({**stored, "progress": {"unknown": 1}}, run.folder.checkpoint)
    with pytest.raises(UserError, match="version"):
        run.run(resume=True)


def test_each_step_and_epoch_is_told_with_what_the_plots_need(tmp_path):
    run = TinyRun(tmp_path)
    done = run.run()
    steps, epochs = run.events("step"), run.events("epoch")
    assert [e["loss"] for e in steps] == list(done.losses)
    assert [e["step"] for e in steps] == list(range(1, 13))
    for event in steps:
        assert {"steps", "epoch", "temperature", "lr", "pairs_per_second", "eta"} < set(event)
    assert max(e["lr"] for e in steps) == pytest.approx(TABLE.learning_rate, rel=0.1)
    assert steps[-1]["lr"] < 0.1 * TABLE.learning_rate
    assert steps[-1]["eta"] == 0
    assert [e["epoch"] for e in epochs] == [0, 1, 2, 3, 4]
    assert all(len(e["text_to_image"]) == len(e["image_to_text"]) == 3 for e in epochs)
    assert [e["epoch"] for e in epochs if e["best"]][-1] == done.best_epoch


def test_a_batch_larger_than_the_set_is_told(tmp_path):
    run = TinyRun(tmp_path, batch_size=32768, epochs=1)
    assert run.run().steps == 1
    assert "32,768" in run.events("note")[0]["message"]


def test_the_result_tells_the_temperature_that_belongs_to_its_weights(tmp_path):
    scores = iter([50.0, 60.0, 59.0, 58.0, 57.0])
    run = TinyRun(tmp_path / "one", validate=lambda: {"score": np.float64(next(scores))})
    done = run.run()
    assert done.best_epoch == 1
    last_of_epoch_1 = run.events("step")[2]
    assert done.log_scale == pytest.approx(-math.log(last_of_epoch_1["temperature"]))
    assert done.bias is None
    again = TinyRun(tmp_path / "one", validate=dict).run(resume=True)
    assert (again.log_scale, again.bias) == (done.log_scale, None)
    sigmoid = TinyRun(tmp_path / "two", model=TinyTunable(bias=-10.0)).run()
    assert sigmoid.bias is not None
    assert -11 < sigmoid.bias < -9


def test_the_temperature_that_wants_to_fall_below_a_hundredth_stays_there(tmp_path):
    model = TinyTunable()
    model.log_scale = math.log(99.0)
    run = TinyRun(tmp_path, model=model)
    # A gradient of one direction, whatever the loss says.
    scale = run.training.objective.log_scale
    gradients = run.training._cache.step

    def downwards(*args, **named) -> float:
        loss = gradients(*args, **named)
        scale.grad = torch.full_like(scale, -1.0)
        return loss

    run.training._cache.step = downwards  # type: ignore[method-assign]
    run.run()
    temperatures = [e["temperature"] for e in run.events("step")]
    assert min(temperatures) == pytest.approx(0.01, rel=1e-6)


def test_training_ends_when_patience_runs_out(tmp_path):
    scores = iter([50.0, 60.0, 59.0, 58.0, 99.0])
    run = TinyRun(tmp_path, epochs=9, patience=2, validate=lambda: {"score": next(scores)})
    done = run.run()
    assert (done.epochs, done.best_epoch) == (3, 1)


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_mixed_precision_takes_nearly_the_same_steps(tmp_path, precision):
    plain = TinyRun(tmp_path / "plain", model=TinyTunable()).run()
    mixed = TinyRun(tmp_path / "mixed", model=TinyTunable(), precision=precision).run()
    assert mixed.losses != plain.losses
    # float16 leaves a step out where its first factor is too large.
    assert mixed.losses == pytest.approx(plain.losses, rel=0.02 if precision == "bfloat16" else 0.2)


def test_a_float16_step_whose_gradient_overflows_is_left_out_and_the_next_ones_are_not(tmp_path):
    run = TinyRun(tmp_path, model=TinyTunable(), precision="float16")
    seen: list[torch.Tensor] = []

    def overflow(gradient: torch.Tensor) -> torch.Tensor:
        seen.append(run.model.tiny.image_map.weight.detach().clone())
        return gradient * float("inf") if run.training.progress.step == 2 else gradient

    run.model.tiny.image_map.weight.register_hook(overflow)
    done = run.run()
    steps = seen[::3]  # three chunks a step
    assert not torch.equal(steps[1], steps[2])
    assert torch.equal(steps[2], steps[3])
    assert not torch.equal(steps[3], steps[4])
    assert done.losses[-1] < done.losses[0]
    scaler = checkpoint.load(run.folder.checkpoint)["scaler"]
    assert scaler["scale"] <= 2.0**15


def test_without_validation_the_last_weights_are_the_result(tmp_path):
    run = TinyRun(tmp_path, validate=False)
    done = run.run()
    assert done.best_epoch == done.epochs == 4
    now = run.model.state()
    assert all(torch.equal(done.state[k], now[k]) for k in now)


def test_measuring_a_step_leaves_the_weights_as_they_are(tmp_path):
    run = TinyRun(tmp_path, batch_size=60)
    before = run.model.state()
    assert run.training.measure(2) > 0
    after = run.model.state()
    assert all(torch.equal(before[k], after[k]) for k in before)
    assert run.run().losses == TinyRun(tmp_path / "plain", batch_size=60).run().losses


def test_matrices_are_decayed_but_neither_biases_nor_the_temperature(tmp_path):
    run = TinyRun(tmp_path, weight_decay=0.3)
    decay = {
        id(p): group["weight_decay"]
        for group in run.training.optimizer.param_groups
        for p in group["params"]
    }
    named = dict(run.model.tower.named_parameters())
    assert {name: decay[id(p)] for name, p in named.items()} == {
        "image_map.weight": 0.3,
        "image_map.bias": 0.0,
        "text_map.weight": 0.3,
        "text_map.bias": 0.0,
    }
    assert decay[id(run.training.objective.log_scale)] == 0.0
    assert len(decay) == 5


def test_pixels_are_asked_for_per_chunk_and_give_what_cached_features_give(tmp_path):
    cached = TinyRun(tmp_path / "cached").run()
    model = TinyTunable(dropout=0.2, seeing=True)
    assert TinyRun(tmp_path / "seeing", model=model).run().losses == cached.losses
    # Validation aside, which asks for 64 at a time.
    assert max(rows for rows, _ in model.asked if rows != 22) <= TABLE.chunk_size
    assert {view for _, view in model.asked} == {0, 1}


def test_curves_go_to_tensorboard_where_it_is_installed(tmp_path, monkeypatch):
    written: list[tuple[str, float, int]] = []

    class Writer:
        def __init__(self, folder: str) -> None:
            assert folder == str(tmp_path / "tensorboard")

        def add_scalar(self, name: str, value: float, step: int) -> None:
            written.append((name, value, step))

        def close(self) -> None:
            written.append(("closed", 0, 0))

    module = types.ModuleType("torch.utils.tensorboard")
    module.SummaryWriter = Writer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", module)
    done = TinyRun(tmp_path).run()
    assert [v for name, v, _ in written if name == "train/loss"] == list(done.losses)
    assert "validation/text_to_image_r10" in {name for name, _, _ in written}
    assert written[-1][0] == "closed"


def test_the_model_is_the_base_model_before_its_first_step(tmp_path):
    run = TinyRun(tmp_path)
    plain = TinyTunable()
    photos = run.training.pairs.photos
    assert (image_vectors(run.model, photos) == image_vectors(plain, photos)).all()
    assert len(photos) < PHOTOS


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("device", ["cpu", "mps"])
def test_every_preset_leaves_nothing_open(preset, device):
    table = resolve(TrainingTable(preset=preset), 300, device=device)
    assert min(table.epochs, table.chunk_size, table.views) >= 1
    assert table.learning_rate > 0
    assert min(table.weight_decay, table.dropout, table.keep_weight) >= 0
    assert table.precision == "float32"
    assert resolve(TrainingTable(preset=preset, device="cpu"), 300).chunk_size >= 1
    assert resolve(table, 300, device=device) == table


def test_few_photos_mean_more_epochs_unless_told_otherwise():
    few, many = (resolve(TrainingTable(preset="lora", device="cpu"), n) for n in (300, 2_000_000))
    assert few.epochs > many.epochs
    assert resolve(TrainingTable(preset="lora", epochs=3), 300, device="cpu").epochs == 3


def test_what_is_configured_is_kept():
    asked = TrainingTable(
        preset="lora", epochs=2, batch_size=9, chunk_size=7, learning_rate=0.5, weight_decay=0.0,
        dropout=0.0, keep_weight=0.0, views=1, precision="bfloat16",
    )  # fmt: skip
    assert resolve(asked, 300) == asked


def test_presets_that_look_at_photos_in_every_step_take_smaller_batches():
    cached, seeing = (resolve(TrainingTable(preset=preset), 6_000) for preset in ("heads", "lora"))
    assert cached.batch_size == 32768
    assert seeing.batch_size == 512


def test_a_batch_of_one_photo_is_refused():
    with pytest.raises(ValueError, match="teaches nothing"):
        TrainingTable(batch_size=1)
