"""Faults put into a run: it says what to do, loses nothing, and goes on afterwards."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
import torch
from tiny_run import TinyRun
from tiny_tunable import TinyTunable

from photoclip.errors import ModelError, UnreadablePhotoError, UserError
from photoclip.runs import read_events
from trainer import checkpoint
from trainer.events import EventLog
from trainer.tuning.faults import DivergedError
from trainer.tuning.loop import StopRequested


def test_a_loss_that_is_not_a_number_is_refused_and_the_run_can_go_on(tmp_path):
    run = TinyRun(tmp_path)
    weights = []

    def poison(side: str, inputs: tuple[torch.Tensor, ...]) -> None:
        if run.training.progress.step == 5 and torch.is_grad_enabled() is False and side == "image":
            weights.append(run.model.state())
            inputs[0].fill_(float("nan"))

    run.model.tiny.before = poison
    with pytest.raises(DivergedError, match=r"step 6.*lower learning_rate"):
        run.run()
    now = run.model.state()
    assert all(torch.equal(now[k], weights[0][k]) for k in now)
    assert [e["step"] for e in run.events("step")] == [1, 2, 3, 4, 5]
    stored = checkpoint.load(run.folder.checkpoint)["progress"]
    assert stored["step"] == 4
    done = TinyRun(tmp_path, learning_rate=3e-4).run(resume=True)
    assert done.steps == 12
    assert all(torch.isfinite(value).all() for value in done.state.values())


def test_a_gradient_that_is_not_a_number_is_refused_as_well(tmp_path):
    run = TinyRun(tmp_path)
    run.model.tiny.image_map.weight.register_hook(lambda g: g * float("inf"))
    with pytest.raises(DivergedError, match=r"step 1: its gradient is not a number"):
        run.run()


def test_a_full_disk_at_a_checkpoint_is_said_and_the_run_resumes(tmp_path, monkeypatch):
    whole = TinyRun(tmp_path / "whole").run()
    run = TinyRun(tmp_path / "full")
    real = os.fsync

    def full(descriptor: int) -> None:
        if run.training.progress.step == 8:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="disk is full") as caught:
        run.run()
    assert "resume" in str(caught.value)
    monkeypatch.undo()
    assert [f.name for f in run.folder.root.iterdir() if f.suffix == ".part"] == []
    assert checkpoint.load(run.folder.checkpoint)["progress"]["step"] == 4
    assert TinyRun(tmp_path / "full").run(resume=True).losses == whole.losses


class Full:
    """A stream on a disk that is full after so many bytes."""

    def __init__(self, stream, room: int) -> None:
        self.stream, self.room = stream, room

    def write(self, data) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.stream.write(data)

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()


@pytest.mark.parametrize("room", [0, 10, 3_000, 50_000])
def test_a_disk_that_fills_up_in_the_middle_of_a_checkpoint_keeps_the_old_one(
    tmp_path, monkeypatch, room
):
    path = tmp_path / "checkpoint.pt"
    checkpoint.save({"step": 1}, path)
    real = Path.open

    def opened(self: Path, mode: str = "r", *args, **named):
        stream = real(self, mode, *args, **named)
        return Full(stream, room) if "w" in mode else stream

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(UserError, match="disk is full"):
        checkpoint.save({"step": 2, "weights": torch.zeros(50_000)}, path)
    monkeypatch.undo()
    assert checkpoint.load(path) == {"step": 1}
    assert [f.name for f in tmp_path.iterdir()] == ["checkpoint.pt"]


def test_a_checkpoint_that_cannot_be_written_for_another_reason_is_said(tmp_path):
    (tmp_path / "run").write_text("a file where a folder should be")
    with pytest.raises(UserError, match=r"checkpoint\.pt cannot be written"):
        checkpoint.save({"step": 1}, tmp_path / "run" / "checkpoint.pt")


def test_events_that_find_no_room_cost_nothing_but_themselves(tmp_path, monkeypatch):
    whole = TinyRun(tmp_path / "whole").run()
    run = TinyRun(tmp_path / "full")
    real = Path.open

    def opened(self: Path, mode: str = "r", *args, **named):
        if self == run.folder.events and "a" in mode and 3 <= run.training.progress.step < 7:
            stream = real(self, mode, *args, **named)
            stream.write(b'{"event": "st')  # what a full disk still took
            stream.close()
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, mode, *args, **named)

    monkeypatch.setattr(Path, "open", opened)
    assert run.run().losses == whole.losses
    monkeypatch.undo()
    told = [e["step"] for e in read_events(run.folder.events)[0] if e["event"] == "step"]
    assert told == [1, 2, *range(7, 13)]


def test_a_stream_on_a_full_disk_costs_events_but_a_broken_pipe_is_an_error(tmp_path):
    class Stream(io.StringIO):
        error = errno.ENOSPC

        def flush(self) -> None:
            raise OSError(self.error, "no")

    stream = Stream()
    log = EventLog(tmp_path / "events.jsonl", stream=stream)
    log.emit("step", step=1)
    assert read_events(tmp_path / "events.jsonl")[0] == [{"event": "step", "step": 1}]
    stream.error = errno.EPIPE
    with pytest.raises(OSError):
        log.emit("step", step=2)


def test_memory_that_runs_out_while_weights_are_updated_is_said_in_a_sentence(
    tmp_path, monkeypatch
):
    run = TinyRun(tmp_path)

    def step() -> None:
        raise torch.cuda.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(run.training.optimizer, "step", step)
    with pytest.raises(ModelError, match="Memory ran out"):
        run.run()


def test_a_run_that_is_short_of_memory_says_so_and_ends_with_the_same_weights(tmp_path):
    whole = TinyRun(tmp_path / "whole", model=TinyTunable()).run()
    run = TinyRun(tmp_path / "short", model=TinyTunable())

    def short(side: str, inputs: tuple[torch.Tensor, ...]) -> None:
        if run.training.progress.step >= 5 and torch.is_grad_enabled() and len(inputs[0]) > 3:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory")

    run.model.tiny.before = short
    done = run.run()
    assert done.losses == pytest.approx(whole.losses, rel=1e-4)
    assert "2 pairs" in run.events("note")[-1]["message"]
    assert checkpoint.load(run.folder.checkpoint)["chunk"] == 2


@pytest.mark.parametrize("seeing", [False, True])
def test_a_photo_that_cannot_be_read_any_more_pauses_the_run(tmp_path, seeing):
    whole = TinyRun(tmp_path / "whole", model=TinyTunable(seeing=seeing)).run()
    run = TinyRun(tmp_path / "unplugged", model=TinyTunable(seeing=seeing))

    def unplug(side: str, inputs: object) -> None:
        if run.training.progress.step == 6:
            run.model.unreadable.update(p.pixel_hash for p in run.training.pairs.photos)

    run.model.tiny.before = unplug
    with pytest.raises(StopRequested, match=r"paused after step 6.*\.jpg.*resume") as caught:
        run.run()
    assert caught.value.step == 6
    assert checkpoint.load(run.folder.checkpoint)["progress"]["step"] == 6
    back = TinyRun(tmp_path / "unplugged", model=TinyTunable(seeing=seeing))
    assert back.run(resume=True).losses == whole.losses


def test_a_photo_that_is_gone_during_validation_costs_no_epoch_its_recall(tmp_path):
    whole = TinyRun(tmp_path / "whole").run()
    run = TinyRun(tmp_path / "unplugged")

    class Recall:
        def __call__(self):
            if run.training.progress.step == 6:
                raise UnreadablePhotoError("/photos/p.jpg is not there")
            return real()

    real = run.training.validate
    run.training.validate = Recall()  # type: ignore[method-assign]
    with pytest.raises(StopRequested, match="paused after step 6"):
        run.run()
    done = TinyRun(tmp_path / "unplugged").run(resume=True)
    assert done.recall == whole.recall
    assert done.losses == whole.losses
