"""``photoclip train`` against a stand-in for the library: what it prints, and its exit code."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from photoclip import library as library_module
from photoclip.cli.main import run
from photoclip.cli.train_commands import figure_rows
from photoclip.errors import TrainingError, UserError
from photoclip.jobs.job import Progress
from photoclip.library import (
    IndexReport,
    PresetChoice,
    RunInfo,
    TrainEstimate,
    TrainingOverview,
    TrainOptions,
)
from photoclip.settings import Settings

FIGURES = {
    "before_overlap": 100.0, "before_text_to_image_r1": 40.0, "before_top1_rooms": 80.0,
    "after_overlap": 91.5, "after_text_to_image_r1": 55.25, "after_top1_rooms": 80.0,
    "before_lonely": 1.0,
}  # fmt: skip
INFO = RunInfo(
    name="2026-11-28-1", folder=Path("/library/runs/2026-11-28-1"), state="improved",
    message="Your photos are found better.", preset="heads", base="starter", model="my-photos",
    photos=300, started="2026-11-28T10:00:00+01:00",
    report=Path("/library/runs/2026-11-28-1/report.html"), figures=FIGURES,
)  # fmt: skip
STOPPED = replace(
    INFO, name="2026-11-28-2", state="stopped", message="Stopped.", report=None, figures={}
)
KEPT = replace(INFO, state="kept", message="It kept your current model, because …")
OVERVIEW = TrainingOverview(
    photos=300, captions=420, sources={"manual": 420}, offline=3, base="starter",
    presets=(PresetChoice("heads", True, "Minutes."),), advice="Heads are the best choice.",
)  # fmt: skip


class FakeTraining:
    """Answers at once; records what it was asked."""

    def __init__(self) -> None:
        self.asked: list = []
        self.outcome: RunInfo | BaseException = INFO
        self.infos = [INFO]
        self.interrupted = False

    def overview(self, *, use_tags=True):
        self.asked.append(("overview", use_tags))
        return OVERVIEW

    def _job(self):
        yield Progress("Training", 1, 4, message="loss 1.000")
        if self.interrupted:
            self.infos = [STOPPED, *self.infos]
            os.kill(os.getpid(), signal.SIGINT)
            yield Progress("Training", 2, 4)
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome

    def train(self, options):
        self.asked.append(options)
        return self._job()

    def resume(self, name):
        self.asked.append(("resume", name))
        return self._job()

    def estimate(self, options):
        self.asked.append(("estimate", options.preset))
        yield Progress("Measuring")
        return TrainEstimate(200.0, 100.0, 60.0, 40.0, "cpu")

    def runs(self):
        return self.infos

    def activate(self, name):
        self.asked.append(("activate", name))
        self.infos = [replace(info, active=info.name == name) for info in self.infos]
        yield Progress("Mapping stored vectors", 1, 1)
        return IndexReport(reused=300)

    def delete(self, name):
        if name != INFO.name:
            raise UserError(f"There is no training run “{name}”.")
        self.asked.append(("delete", name))


class FakeLibrary:
    settings = Settings(Path("no-folder") / "settings.toml", mend=False)

    def __init__(self) -> None:
        self.training = FakeTraining()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def fake(monkeypatch):
    library = FakeLibrary()

    class Door:
        @staticmethod
        def open(path=None, **options):
            return library

    monkeypatch.setattr(library_module, "Library", Door)
    return library.training


@pytest.fixture
def train(capsys):
    def call(*arguments):
        code = run(["train", *arguments], open_window=lambda _: 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_a_run_prints_before_and_after_and_how_to_use_it(train, fake):
    code, out, err = train()
    assert (code, err) == (0, "")
    said = "Heads are the best choice. 420 captions in all; 3 captioned photos are not there now."
    assert said in out
    row = next(line for line in out.splitlines() if "text → photo, R@1" in line)
    assert row.split()[-3:] == ["40.0", "55.2", "+15.2"]
    assert "Your photos are found better." in out
    assert f"Report: {INFO.report}" in out
    assert "photoclip train --activate 2026-11-28-1" in out
    assert fake.asked == [("overview", True), TrainOptions()]


def test_what_is_too_little_is_said_once(train, fake):
    fake.overview = lambda **_: replace(
        OVERVIEW, presets=(PresetChoice("heads", False, "Needs more."),), advice="Too little."
    )
    fake.outcome = UserError("Too little.")
    assert train() == (1, "", "Too little.\n")


def test_a_change_that_rounds_to_nothing_is_no_loss(train, fake):
    fake.outcome = replace(INFO, figures={"before_overlap": 100.0, "after_overlap": 99.96})
    _, out, _ = train()
    assert "+0.0" in out
    assert "-0.0" not in out


def test_every_option_reaches_the_run(train, fake, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = train(
        "--preset", "lora", "--epochs", "3", "--batch-size", "64", "--learning-rate", "0.001",
        "--name", "mine", "--no-tags", "--labelled", "a.tsv", "--labelled", "b.tsv",
        "--device", "cpu", "--seed", "7", "--advanced",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert fake.asked[-1] == TrainOptions(
        preset="lora", epochs=3, batch_size=64, learning_rate=0.001, name="mine", use_tags=False,
        labelled=(tmp_path / "a.tsv", tmp_path / "b.tsv"), advanced=True, device="cpu", seed=7,
    )  # fmt: skip


def test_activate_uses_a_model_that_became_better(train, fake):
    code, out, err = train("--activate")
    assert (code, err) == (0, "")
    assert fake.asked[-1] == ("activate", INFO.name)
    assert "“my-photos” answers from now on (no photo had to be opened)." in out
    assert "photoclip models activate starter" in out


def test_activate_keeps_the_current_model_where_none_became_better(train, fake):
    fake.outcome = KEPT
    code, out, err = train("--activate")
    assert (code, err) == (0, "")
    assert ("activate", INFO.name) not in fake.asked
    assert "It kept your current model, because …" in out


def test_activate_with_a_run_trains_nothing(train, fake):
    code, out, _ = train("--activate", INFO.name)
    assert code == 0
    assert fake.asked == [("activate", INFO.name)]
    assert out.startswith("“my-photos” answers from now on")


def test_a_run_without_a_model_is_not_activated_in_silence(train, fake):
    def refused(name):
        raise UserError(f"The training run “{name}” has no model to activate.")
        yield

    fake.infos, fake.activate = [KEPT], refused
    said = "The training run “2026-11-28-1” has no model to activate.\n"
    assert train("--activate", INFO.name) == (1, "", said)


def test_options_of_a_new_run_do_not_go_with_an_old_one(train, fake):
    for arguments in (["--resume"], ["2026-11-28-1"], ["--list"], ["--delete", "2026-11-28-1"]):
        code, _, err = train(*arguments, "--epochs", "5")
        assert (code, fake.asked) == (2, [])
        assert "options of a new run do not go with a run that is there" in " ".join(err.split())


def test_a_run_alone_is_shown(train, fake):
    code, out, _ = train(INFO.name)
    assert (code, fake.asked) == (0, [])
    assert "Your photos are found better." in out
    code, out, err = train("2020-01-01-1")
    assert (code, out) == (1, "")
    assert err == "There is no training run “2020-01-01-1”; the newest are 2026-11-28-1.\n"


def test_json_is_one_document(train, fake):
    code, out, err = train("--activate", "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert (document["run"], document["outcome"]) == ("2026-11-28-1", "improved")
    assert document["figures"] == FIGURES
    assert document["report"] == str(INFO.report)
    assert document["active"] is True
    assert document["index"]["reused"] == 300


def test_resume_takes_the_newest_run_that_did_not_end(train, fake):
    fake.infos = [INFO, STOPPED, replace(STOPPED, name="older")]
    assert train("--resume")[0] == 0
    assert fake.asked == [("resume", STOPPED.name)]
    assert train("--resume", "older")[0] == 0
    assert fake.asked[-1] == ("resume", "older")


def test_resume_without_a_run_to_go_on_with_says_so(train, fake):
    code, out, err = train("--resume")
    assert (code, out) == (1, "")
    assert "no training run to go on with" in err


def test_ctrl_c_says_how_to_go_on(train, fake):
    fake.interrupted = True
    code, _, err = train()
    assert code == 130
    assert err.startswith("Stopping: the trainer saves where it is.")
    assert "Go on with: photoclip train --resume 2026-11-28-2\n" in err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert "Traceback" not in err


def test_ctrl_c_before_there_is_a_run_names_no_older_one(train, fake):
    fake.infos = [STOPPED]
    fake.outcome = KeyboardInterrupt()
    code, _, err = train()
    assert (code, err) == (130, "Stopped. What was done so far is kept.\n")


def test_a_failed_run_is_one_sentence(train, fake):
    fake.outcome = TrainingError("The trainer ended unexpectedly; resume goes on.")
    code, _, err = train("--json")
    assert (code, err) == (1, "The trainer ended unexpectedly; resume goes on.\n")


def test_list_shows_the_runs(train, fake):
    fake.infos = [replace(INFO, active=True), STOPPED]
    out = train("--list")[1]
    assert "in use" in out
    assert "stopped" in out
    assert "R@1 % 40.0 → 55.2" in out
    document = json.loads(train("--list", "--json")[1])
    assert [info["run"] for info in document["runs"]] == [INFO.name, STOPPED.name]
    assert document["runs"][1]["report"] is None
    fake.infos = []
    assert train("--list")[1] == "Nothing has been trained yet.\n"


def test_delete_names_its_run(train, fake):
    assert train("--delete", INFO.name)[:2] == (0, "Deleted the training run 2026-11-28-1.\n")
    assert json.loads(train("--delete", INFO.name, "--json")[1]) == {"deleted": INFO.name}
    code, out, err = train("--delete", "none")
    assert (code, out, err) == (1, "", "There is no training run “none”.\n")


def test_an_estimate_trains_nothing(train, fake):
    code, out, _ = train("--estimate", "--preset", "adapter")
    assert code == 0
    assert fake.asked == [("overview", True), ("estimate", "adapter")]
    assert "about 3 min (cpu)" in out
    document = json.loads(train("--estimate", "--json")[1])
    assert document["estimate"]["seconds"] == 200.0
    assert document["overview"]["presets"][0]["allowed"] is True


@pytest.mark.parametrize(
    "arguments",
    [
        "--estimate --list",
        "--resume --delete x",
        "--list 2026-11-28-1",
        "--preset everything",
        "--epochs -1",
        "--device abacus",
    ],
)
def test_wrong_usage_is_exit_2(train, fake, arguments):
    assert train(*arguments.split())[0] == 2
    assert fake.asked == []


def test_figures_without_both_sides_are_left_out():
    rows = figure_rows(FIGURES)
    assert [name for name, _, _ in rows] == [
        "text → photo, R@1 %", "same results of general queries %", "top1 rooms",
    ]  # fmt: skip
    assert rows[0][1:] == (40.0, 55.25)
