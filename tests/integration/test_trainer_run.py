"""A whole run of the trainer in this process, on a tiny model that passes the self-test."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from tiny_model import make_tiny_model

from photoclip.errors import ModelError, SelfTestError
from photoclip.runs import (
    BaseModelTable,
    RunConfig,
    RunFolder,
    SnapshotPhoto,
    TrainingTable,
    read_events,
    write_config,
    write_lines,
)
from trainer import run as runs
from trainer.estimate import estimate
from trainer.events import EventLog
from trainer.run_data import share_out
from trainer.run_export import exported
from trainer.run_process import run_here

PHOTOS = 40
HELD_OUT = 10


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    make_tiny_model(folder, "tiny")
    return folder


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[SnapshotPhoto]:
    folder = tmp_path_factory.mktemp("photos")
    found = []
    for number in range(PHOTOS):
        path = folder / f"{number}.png"
        noise = np.random.default_rng(number).integers(0, 256, (40, 40, 3))
        Image.fromarray(noise.astype(np.uint8)).save(path)
        found.append(
            SnapshotPhoto(
                pixel_hash=f"{number + 1:032x}",
                path=str(path),
                captions=(f"thing number {number}",),
                split="validation" if number < HELD_OUT else "train",
            )
        )
    return found


@pytest.fixture
def prepare(models: Path, photos: list[SnapshotPhoto], tmp_path: Path):
    def folder(*, missing: int | None = None, **table: Any) -> RunFolder:
        folder = RunFolder(tmp_path / "run")
        folder.root.mkdir()
        rows = [
            photo.model_copy(update={"path": str(tmp_path / "gone.png")})
            if number == missing
            else photo
            for number, photo in enumerate(photos)
        ]
        write_lines(rows, folder.root / "snapshot.jsonl")
        config = RunConfig(
            model=BaseModelTable(key="tiny", models_dir=models, name="mine"),
            training=TrainingTable(device="cpu", epochs=2, **table),
        )
        write_config(config, folder.config)
        return folder

    return folder


def test_a_run_tells_its_start_its_steps_and_its_end(prepare, capsys):
    folder = prepare(preset="heads", missing=HELD_OUT)
    assert run_here(folder.config, resume=False, estimate=False) == 0
    events = read_events(folder.events)[0]
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == events
    (start,) = [event for event in events if event["event"] == "start"]
    assert (start["preset"], start["device"]) == ("heads", "cpu")
    assert (start["photos"], start["batch"], start["steps"]) == (30, 30, 2)
    notes = [event["message"] for event in events if event["event"] == "note"]
    assert notes[0].startswith("1 captioned photo")
    assert "29 photos" in notes[1]
    kinds = [event["event"] for event in events]
    assert kinds.index("start") < kinds.index("features") < kinds.index("step")
    assert kinds[-1] == "done"
    assert kinds.count("alpha") == 11
    assert folder.report.is_file()
    assert folder.metrics.is_file()


def test_a_run_that_was_stopped_says_so_and_goes_on(prepare, monkeypatch, capsys):
    folder = prepare(preset="heads")
    forget = "trainer.run_process._forget"
    with monkeypatch.context() as patched:
        patched.setattr(forget, lambda folder, resume: folder.stop.touch())
        assert run_here(folder.config, resume=False, estimate=False) == 3
    last = read_events(folder.events)[0][-1]
    assert (last["event"], last["step"]) == ("stopped", 0)
    assert run_here(folder.config, resume=True, estimate=False) == 0
    assert read_events(folder.events)[0][-1]["event"] == "done"
    capsys.readouterr()


@pytest.mark.parametrize("preset", ["adapter", "heads", "lora"])
def test_photos_that_cannot_be_opened_do_not_hinder_an_estimate(prepare, preset: str):
    folder = prepare(preset=preset, missing=HELD_OUT)
    out = io.StringIO()
    estimate(folder.config, log=EventLog(stream=out))
    told = json.loads(out.getvalue().splitlines()[-1])
    assert (told["event"], told["device"]) == ("estimate", "cpu")
    assert not folder.events.exists()


@pytest.fixture
def spoilt(prepare):
    """A finished run whose tuned weights are noise, and what the proof would hand on."""
    folder = prepare(preset="last_blocks")
    log = EventLog(stream=io.StringIO())
    bench = runs._prepare(runs.read_config(folder.config), folder, log)
    torch.manual_seed(0)
    tuned = {name: torch.randn_like(value) for name, value in bench.model.state().items()}
    trained = dataclasses.replace(runs._training(bench, log).run(resume=False), state=tuned)
    proof = runs._prove(bench, trained, log)
    bench.model.load_state(tuned)
    return bench, dataclasses.replace(proof, alpha=1.0, improved=True), trained


def test_a_model_that_forgot_everything_is_not_exported_although_its_base_is_tuned_in_place(spoilt):
    bench, proof, trained = spoilt
    done = exported(bench, proof, trained)
    assert (done.improved, done.alpha) == (False, 0)
    assert "self-test" in done.message
    assert not bench.folder.model.exists()
    assert not (bench.folder.root / ".model.part").exists()
    assert all(torch.equal(v, trained.state[k]) for k, v in bench.model.state().items())


def test_a_full_disk_at_the_end_is_a_sentence_and_no_bug(spoilt, monkeypatch):
    bench, proof, trained = spoilt

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trainer.proof.report.write_report", full)
    with pytest.raises(ModelError, match=r"No space left on device.*--resume") as caught:
        runs._tell(bench, proof, trained, {}, EventLog(stream=io.StringIO()))
    assert not isinstance(caught.value, SelfTestError)


def test_a_mistake_in_the_configuration_does_not_cost_the_checkpoint(prepare, capsys):
    folder = prepare()
    folder.checkpoint.write_bytes(b"hours of work")
    with folder.config.open("a") as stream:
        stream.write("misspelt = 1\n")
    assert run_here(folder.config, resume=False, estimate=False) == 1
    assert "misspelt" in capsys.readouterr().err
    assert folder.checkpoint.read_bytes() == b"hours of work"


def test_a_mistyped_name_makes_no_folder(tmp_path, capsys):
    assert run_here(tmp_path / "rum" / "config.toml", resume=False, estimate=False) == 1
    assert "rum/config.toml cannot be read" in capsys.readouterr().err
    assert not (tmp_path / "rum").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off"])
def test_damaged_vectors_are_named(prepare, content: bytes, capsys):
    folder = prepare()
    (folder.root / "vectors.npz").write_bytes(content)
    assert run_here(folder.config, resume=False, estimate=False) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "vectors.npz cannot be read as stored vectors" in err


def test_a_run_can_be_stopped_while_its_result_is_measured(prepare, monkeypatch, capsys):
    folder = prepare()
    real = runs._prove

    def stopped(bench, trained, log):
        folder.stop.touch()
        return real(bench, trained, log)

    with monkeypatch.context() as patched:
        patched.setattr(runs, "_prove", stopped)
        assert run_here(folder.config, resume=False, estimate=False) == 3
    last = read_events(folder.events)[0][-1]
    assert last["event"] == "stopped"
    assert "while its result was measured" in last["message"]
    assert run_here(folder.config, resume=True, estimate=False) == 0
    assert read_events(folder.events)[0][-1]["event"] == "done"
    capsys.readouterr()


def test_a_folder_that_cannot_be_written_is_a_sentence_and_no_bug(prepare, monkeypatch, capsys):
    folder = prepare()

    def refused(self: Path, missing_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        assert run_here(folder.config, resume=False, estimate=False) == 1
    expected = f"The run's folder {folder.root} cannot be written (Read-only file system).\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize("count", [0, 79, 80, 200])
def test_what_holds_the_model_in_place_is_not_what_shows_that_it_stayed_there(count):
    general = [SnapshotPhoto(pixel_hash=f"{n:032x}", path=f"{n}.jpg") for n in range(count)]
    anchors, measured = share_out(general)
    assert not {each.path for each in anchors} & {each.path for each in measured}
    assert len(anchors) + len(measured) == count
    assert len(measured) > len(anchors) or count == 0
