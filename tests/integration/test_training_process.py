"""Training runs from the app's side: a process that is followed, stopped, lost and resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from photoclip.errors import EncoderProcessError, ModelError, TrainingError, UserError
from photoclip.jobs.job import Progress, run_to_end
from photoclip.jobs.tasks import training, training_process, training_runs
from photoclip.library import Library, TrainOptions
from photoclip.processes import is_marked_running, is_running, mark
from photoclip.runs import (
    BaseModelTable,
    RunConfig,
    RunFolder,
    SnapshotPhoto,
    TrainingTable,
    write_config,
    write_lines,
)
from trainer.parent import orphaned

HELPERS = Path(__file__).parent.parent / "helpers"
FAKE = HELPERS / "fake_trainer.py"


def prepare(context, base, options, folder, *, name="my-photos"):
    """Stands in for the snapshot, which has tests of its own."""
    yield Progress("Preparing", 1, 2)
    if options.preset == "full":
        raise UserError("There is too little to train with.")
    photos = [SnapshotPhoto(pixel_hash="ab", path="/a.jpg", captions=("a dog",))] * 3
    write_lines(photos, folder.root / "snapshot.jsonl")
    model = BaseModelTable(
        key=base.key, models_dir=context.models_dir, name=options.name or name, title="Mine"
    )
    config = RunConfig(model=model, training=TrainingTable(preset=options.preset or "heads"))
    write_config(config, folder.config)
    return config


@pytest.fixture
def library(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "prepare_run", prepare)
    monkeypatch.setattr(training_process, "trainer_command", lambda: [sys.executable, str(FAKE)])
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def mode(monkeypatch):
    def choose(name):
        monkeypatch.setenv("FAKE_TRAINER", name)

    return choose


def said(folder):
    return json.loads((folder / "arguments.json").read_text())


def until_steps(job):
    """Drive a waiting trainer until it trains; returns its progress so far."""
    seen = []
    for progress in job:
        seen.append(progress)
        if progress.phase == "Training":
            return seen
    raise AssertionError("it ended")


def stopped_run(library):
    job = library.training.train(TrainOptions())
    until_steps(job)
    job.close()
    return library.training.runs()[0]


def test_a_run_is_followed_from_its_snapshot_to_its_report(library):
    job = library.training.train(TrainOptions(name="mine"))
    phases = []
    while True:
        try:
            progress = next(job)
        except StopIteration as stop:
            info = stop.value
            break
        if progress.phase not in phases:
            phases.append(progress.phase)
    assert phases[0] == "Preparing"
    # Events that come together are shown by the last of them.
    assert phases[-1] == "Proving"
    assert (info.preset, info.base, info.model) == ("heads", "starter", "mine")
    # It says "improved", but there is no model: nothing can be activated.
    assert (info.state, info.message) == ("kept", "It was improved.")
    assert info.photos == 3
    assert info.figures["after_text_to_image_r1"] == 55.0
    assert info.report is not None
    assert info.report.is_file()
    assert library.training.runs() == [info]


def test_a_library_may_be_named_as_seen_from_where_the_user_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "prepare_run", prepare)
    monkeypatch.setattr(training_process, "trainer_command", lambda: [sys.executable, str(FAKE)])
    monkeypatch.chdir(tmp_path)
    with Library.open(Path("library")) as library:
        assert run_to_end(library.training.train(TrainOptions())).state == "kept"
        assert run_to_end(library.training.estimate(TrainOptions())).seconds == 90.5


def test_every_kind_of_event_becomes_progress():
    told = training_process._Told()
    told.hear({"event": "features", "what": "photos", "done": 3, "total": 9})
    assert told.progress == Progress("Reading photos", 3, 9, message="photos")
    told.hear({"event": "step", "step": 4, "steps": 8, "loss": 0.51234})
    assert told.progress == Progress("Training", 4, 8, message="loss 0.512")
    told.hear({"event": "proof", "what": "mixtures", "done": 1, "total": 11})
    assert told.progress == Progress("Proving", 1, 11, message="mixtures")
    told.hear({"event": "something new", "done": "?"})
    assert told.progress.phase == "Proving"
    told.hear({"event": "done", "outcome": "kept"})
    assert told.last["outcome"] == "kept"


def test_the_trainer_runs_apart_offline_and_knows_its_parent(library, mode):
    info = run_to_end(library.training.train(TrainOptions()))
    told = said(info.folder)
    assert told["offline"] == "1"
    assert told["parent"] == mark(os.getpid())
    assert told["session"] != os.getsid(0)


def test_closing_the_job_stops_the_trainer_at_a_checkpoint(library, mode):
    mode("waits")
    info = stopped_run(library)
    assert (info.state, info.message) == ("stopped", "Stopped after a checkpoint.")
    assert not is_running(said(info.folder)["pid"])
    assert not (info.folder / "stop").exists()
    assert training_process.running_run(library._context) == ""


def test_a_stopped_run_goes_on_from_its_checkpoint(library, mode):
    mode("waits")
    run = stopped_run(library).name
    info = run_to_end(library.training.resume(run))
    assert said(info.folder)["argv"] == ["--resume"]
    assert info.message == "It was improved."
    kinds = [event["event"] for event in library.training.events(run)[0]]
    assert kinds.count("start") == 2, "what was told before is kept"


def test_a_run_without_a_checkpoint_begins_anew(library, mode):
    mode("waits")
    run = stopped_run(library).name
    (library.path / "runs" / run / "checkpoint.pt").unlink()
    mode("kept")
    info = run_to_end(library.training.resume(run))
    assert said(info.folder)["argv"] == []
    kinds = [event["event"] for event in library.training.events(run)[0]]
    assert kinds.count("start") == 1


def test_a_finished_run_is_not_resumed(library):
    info = run_to_end(library.training.train(TrainOptions()))
    with pytest.raises(UserError, match="came to its end"):
        run_to_end(library.training.resume(info.name))


def test_a_trainer_that_dies_leaves_a_run_that_can_be_resumed(library, mode):
    mode("crashes")
    with pytest.raises(TrainingError, match=r"ended unexpectedly .* resume goes on") as caught:
        run_to_end(library.training.train(TrainOptions()))
    (info,) = library.training.runs()
    assert info.state == "stopped"
    assert str(info.folder / "trainer.log") in str(caught.value)
    assert "a traceback" in (info.folder / "trainer.log").read_text()
    mode("kept")
    assert run_to_end(library.training.resume(info.name)).state == "kept"


def test_what_the_trainer_gives_as_its_reason_is_told(library, mode):
    mode("fails")
    with pytest.raises(TrainingError, match=r"^The disk is full; make room and go on\.$"):
        run_to_end(library.training.train(TrainOptions()))
    (info,) = library.training.runs()
    assert (info.state, info.message) == ("failed", "The disk is full; make room and go on.")


def test_a_trainer_that_cannot_be_started_is_told_plainly(library, monkeypatch, tmp_path):
    monkeypatch.setattr(training_process, "trainer_command", lambda: [str(tmp_path / "none")])
    with pytest.raises(EncoderProcessError, match="trainer could not be started"):
        run_to_end(library.training.train(TrainOptions()))
    assert training_process.running_run(library._context) == ""


def test_a_trainer_that_does_not_listen_is_ended(tmp_path):
    code = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('ready', flush=True)\n"
        "time.sleep(600)"
    )
    apart = {"stdout": subprocess.PIPE, "start_new_session": True}
    with subprocess.Popen([sys.executable, "-c", code], **apart) as process:
        assert process.stdout is not None
        process.stdout.readline()
        training_process.stop_gently(process, RunFolder(tmp_path), patience=0.1, grace=0.1)
        assert process.wait() == -signal.SIGKILL


def test_two_runs_at_a_time_are_refused(library, mode, tmp_path):
    mode("waits")
    job = library.training.train(TrainOptions())
    until_steps(job)
    (first,) = library.training.runs()
    assert first.state == "running"
    with Library.open(tmp_path / "library") as other:
        with pytest.raises(UserError, match=f"“{first.name}” is still going on"):
            run_to_end(other.training.train(TrainOptions()))
        with pytest.raises(UserError, match="going on; stop it first"):
            other.training.delete(first.name)
        assert [info.name for info in other.training.runs()] == [first.name]
    job.close()
    assert library.training.runs()[0].state == "stopped"


def test_the_place_of_processes_that_are_gone_is_taken_over(library):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        gone = mark(process.pid)
        process.kill()
    lock = library.path / "runs" / training_process.LOCK
    lock.parent.mkdir()
    lock.write_text(json.dumps({"run": "2026-01-01-1", "processes": [gone]}))
    assert run_to_end(library.training.train(TrainOptions())).state == "kept"
    assert not lock.exists()


def test_a_lock_that_cannot_be_read_holds_nobody_up(library):
    lock = library.path / "runs" / training_process.LOCK
    lock.parent.mkdir()
    lock.write_text("{")
    assert run_to_end(library.training.train(TrainOptions())).state == "kept"


def test_a_process_number_that_was_given_out_again_is_another_process():
    own = mark(os.getpid())
    assert is_marked_running(own)
    number, _, born = own.partition(":")
    if born:
        assert not is_marked_running(f"{number}:{int(born) + 1}")
    assert is_marked_running(f"{number}:")
    assert not is_marked_running("nonsense")


def test_an_orphan_is_one_whose_parent_is_gone(monkeypatch):
    monkeypatch.delenv("PHOTOCLIP_PARENT", raising=False)
    assert not orphaned()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        monkeypatch.setenv("PHOTOCLIP_PARENT", mark(process.pid))
        assert not orphaned()
        process.kill()
    assert orphaned()


APP = """
import sys
sys.path[:0] = [{here!r}, {helpers!r}]
from pathlib import Path
import test_training_process as t
from photoclip.library import Library, TrainOptions
t.training.prepare_run = t.prepare
t.training_process.trainer_command = lambda: [sys.executable, str(t.FAKE)]
with Library.open(Path({library!r})) as library:
    job = library.training.train(TrainOptions())
    t.until_steps(job)
    print("training", flush=True)
    for _ in job:
        pass
"""


def test_a_trainer_ends_when_the_app_is_killed(tmp_path, mode):
    mode("waits")
    here = str(Path(__file__).parent)
    code = APP.format(here=here, helpers=str(HELPERS), library=str(tmp_path / "library"))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == b"training\n"
        app.kill()
    with Library.open(tmp_path / "library") as library:
        pid = said(library.training.runs()[0].folder)["pid"]
        until = time.monotonic() + 60
        while is_running(pid) and time.monotonic() < until:
            time.sleep(0.05)
        assert not is_running(pid)
        (info,) = library.training.runs()
        assert (info.state, info.message) == ("stopped", "The app is gone.")


def test_too_little_data_leaves_no_run_behind(library):
    with pytest.raises(UserError, match="too little"):
        run_to_end(library.training.train(TrainOptions(preset="full")))
    assert library.training.runs() == []
    assert list((library.path / "runs").iterdir()) == []


def test_preparing_that_is_cancelled_leaves_no_run_behind(library):
    job = library.training.train(TrainOptions())
    next(job)
    job.close()
    assert list((library.path / "runs").iterdir()) == []


def test_what_a_cut_off_preparation_left_is_removed_by_the_next_run(library):
    left = library.path / "runs" / "2020-01-01-1"
    left.mkdir(parents=True)
    (left / "snapshot.jsonl").write_text("")
    run_to_end(library.training.train(TrainOptions()))
    assert not left.exists()


def test_leftovers_that_nobody_waits_for_are_removed_by_the_next_run(library):
    runs = library.path / "runs"
    names = (".passing-old", ".passing-new", ".deleted-2020-01-01-1")
    for name in names:
        (runs / name).mkdir(parents=True)
    os.utime(runs / ".passing-old", (0, 0))
    run_to_end(library.training.train(TrainOptions()))
    assert [(runs / name).exists() for name in names] == [False, True, False]


def test_the_estimate_is_the_trainers_and_nothing_stays(library):
    found = run_to_end(library.training.estimate(TrainOptions()))
    assert (found.seconds, found.features_seconds, found.device) == (90.5, 60.0, "cpu")
    assert list((library.path / "runs").iterdir()) == []


def test_an_estimate_that_fails_tells_the_trainers_sentence(library, mode):
    mode("fails")
    with pytest.raises(TrainingError, match=r"^No photo can be opened\.$"):
        run_to_end(library.training.estimate(TrainOptions()))
    assert list((library.path / "runs").iterdir()) == []


def test_an_estimate_that_is_closed_ends_its_process(library, mode, monkeypatch):
    mode("waits")
    started = []
    start = training_process._start
    monkeypatch.setattr(
        training_process, "_start", lambda *a, **k: started.append(start(*a, **k)) or started[-1]
    )
    job = library.training.estimate(TrainOptions())
    while not started:
        next(job)
    job.close()
    assert started[0].returncode is not None


def test_runs_come_newest_first_and_damaged_ones_are_left_out(library):
    context = library._context
    row = library._model(None)
    for name in ("2026-02-01-9", "2026-02-01-10", "2026-03-01-1", "2025-12-31-1"):
        run_to_end(prepare(context, row, TrainOptions(), _made(library, name)))
    (library.path / "runs" / "2026-03-01-1" / "config.toml").write_text("[model")
    names = [info.name for info in library.training.runs()]
    assert names == ["2026-02-01-10", "2026-02-01-9", "2025-12-31-1"]
    assert {info.state for info in library.training.runs()} == {"prepared"}
    assert training_runs.new_folder(context, today="2026-02-01").root.name == "2026-02-01-11"


def test_a_deleted_run_is_gone(library):
    info = run_to_end(library.training.train(TrainOptions()))
    library.training.delete(info.name)
    assert library.training.runs() == []
    assert list((library.path / "runs").iterdir()) == []
    with pytest.raises(UserError, match="nothing has been trained yet"):
        library.training.delete(info.name)


@pytest.mark.parametrize("run", ["..", "", "../library", "/"])
def test_only_runs_have_names(library, run):
    run_to_end(library.training.train(TrainOptions()))
    with pytest.raises(UserError, match="There is no training run"):
        library.training.delete(run)
    assert len(library.training.runs()) == 1


def test_every_run_has_a_model_name_of_its_own(library):
    first = run_to_end(library.training.train(TrainOptions()))
    second = run_to_end(library.training.train(TrainOptions()))
    assert (first.model, second.model) == ("my-photos", "my-photos-2")


def test_a_name_that_is_no_key_is_refused_before_anything_is_done(library):
    with pytest.raises(ModelError):
        run_to_end(library.training.train(TrainOptions(name="my photos/../x")))
    with pytest.raises(ModelError, match="choose another name"):
        run_to_end(library.training.train(TrainOptions(name="starter")))
    assert library.training.runs() == []


def test_events_are_read_on_from_where_one_was(library):
    info = run_to_end(library.training.train(TrainOptions()))
    events, offset = library.training.events(info.name)
    assert events[-1]["event"] == "done"
    assert library.training.events(info.name, offset) == ([], offset)


def test_events_of_a_run_that_began_anew_are_read_from_the_start(library, mode):
    mode("waits")
    run = stopped_run(library).name
    events, offset = library.training.events(run)
    (library.path / "runs" / run / "events.jsonl").write_text('{"event": "start"}\n')
    assert library.training.events(run, offset)[0] == [{"event": "start"}]
    assert len(events) > 1


def _made(library, name):
    folder = library.path / "runs" / name
    folder.mkdir(parents=True)
    return RunFolder(folder)
