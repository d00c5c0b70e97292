"""``photoclip train`` with the starter on pictures whose names no model can know."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from invented_world import (
    CAPTIONED,
    NAMES,
    Rows,
    captions,
    draw_world,
    meaningless,
    uncaptioned,
    write_captions,
)

from photoclip.runs import RunFolder, read_config, read_events, write_config

pytestmark = [pytest.mark.starter, pytest.mark.slow]

REPOSITORY = Path(__file__).resolve().parent.parent.parent
WORD = NAMES[3]
QUERY = f"a {WORD}"
PATIENCE_S = 200.0


@dataclass(frozen=True)
class Case:
    """A library, and the program on it."""

    photoclip: Callable[..., Any]
    path: Path
    photos: Path
    env: dict[str, str]

    def __call__(self, *arguments: str | Path) -> Any:
        return self.photoclip("--library", self.path, *arguments, env=self.env)

    def copy(self, name: str) -> Case:
        """Another library that knows the same."""
        shutil.copytree(self.path, self.path.with_name(name))
        return replace(self, path=self.path.with_name(name))

    def say(self, rows: Rows) -> None:
        """Import captions."""
        file = write_captions(rows, self.photos, self.path.with_suffix(".tsv"))
        assert self("captions", "import", file).code == 0

    def found(self) -> list[dict[str, Any]]:
        """Everything that a search by an invented word finds, the best first."""
        return self("search", QUERY, "--all", "--limit", "200", "--json").document["results"]

    def in_use(self) -> str:
        return self("info", "--json").document["active_model"]

    def runs(self) -> list[dict[str, Any]]:
        return self("train", "--list", "--json").document["runs"]


def ranks(results: list[dict[str, Any]]) -> list[int]:
    """Where the right pictures stand among those that no caption tells about."""
    names = [Path(row["path"]).name for row in results]
    silent = [name for name in names if int(Path(name).stem.split("-")[1]) >= CAPTIONED]
    return sorted(silent.index(name) for name in uncaptioned(WORD))


def figures_of(folder: str | Path) -> dict[str, Any]:
    """What a run measured, without how long it took."""
    metrics = json.loads((Path(folder) / "metrics.json").read_text())
    metrics["training"].pop("seconds")
    return {name: metrics[name] for name in ("outcome", "figures", "curve", "training", "queries")}


@pytest.fixture(scope="module")
def photos(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("world").resolve() / "photos"
    draw_world(folder)
    return folder


@pytest.fixture(scope="module")
def indexed(photoclip, photos, tmp_path_factory) -> Case:
    """A library that knows the pictures, without captions."""
    top = tmp_path_factory.mktemp("cases")
    # One thread each: the figures of two runs are compared to the last digit.
    env = {"PHOTOCLIP_MODELS": str(top / "models"), "OMP_NUM_THREADS": "1"}
    case = Case(photoclip, top / "indexed", photos, env)
    assert case("add", photos).code == 0
    assert case("index").code == 0
    return case


@pytest.fixture(scope="module")
def captioned(indexed) -> Case:
    """The same with captions that mean something."""
    case = indexed.copy("captioned")
    case.say(captions())
    return case


@pytest.fixture(scope="module")
def trained(captioned) -> tuple[Case, list[dict[str, Any]], dict[str, Any]]:
    """A library after ``train --activate``, what it found before, and what the command said."""
    case = captioned.copy("trained")
    before = case.found()
    said = case("train", "--preset", "adapter", "--activate", "--json").document
    return case, before, said


def test_what_was_learned_is_proven_and_told(trained):
    _, _, said = trained
    assert said["outcome"] == "improved", said["message"]
    assert said["figures"]["after_score"] > said["figures"]["before_score"] + 10
    assert said["figures"]["after_overlap"] >= 70
    assert figures_of(said["folder"])["figures"] == said["figures"]
    report = Path(said["report"]).read_text("utf-8")
    assert any(name in report for name in NAMES)
    assert "<svg" in report
    manifest = json.loads((Path(said["report"]).parent / "model" / "manifest.json").read_text())
    assert manifest["parent"] == "starter"
    assert manifest["data"]["train_photos"] > manifest["data"]["validation_photos"] > 0
    assert manifest["metrics"] == pytest.approx(said["figures"])


def test_the_tuned_model_answers_and_no_picture_was_opened_for_it(trained, photos):
    case, _, said = trained
    assert (said["installed"], said["active"]) == (True, True)
    assert said["index"]["indexed"] == 0
    assert said["index"]["reused"] == len(list(photos.iterdir()))
    assert case.in_use() == said["model"]


def test_an_invented_word_finds_pictures_that_no_caption_tells_about(trained):
    case, before, _ = trained
    after = case.found()
    assert ranks(after) == [0, 1, 2]
    assert sum(ranks(before)) > sum(ranks(after))


def test_going_back_gives_exactly_the_earlier_results(trained):
    case, before, said = trained
    assert case("models", "activate", "starter").code == 0
    assert case.found() == before
    again = case("train", said["run"], "--activate", "--json").document
    assert (again["index"]["indexed"], again["index"]["reused"]) == (0, 0)
    assert case.in_use() == said["model"]


def test_captions_that_mean_nothing_keep_the_current_model(indexed):
    case = indexed.copy("meaningless")
    case.say(meaningless())
    said = case("train", "--preset", "adapter", "--activate", "--json").document
    assert said["outcome"] == "kept"
    assert said["message"].startswith("Kept your current model: ")
    assert said["index"] is None
    assert Path(said["report"]).is_file()
    assert not (Path(said["folder"]) / "model").exists()
    assert case.in_use() == "starter"


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to another process")
def test_a_run_that_was_interrupted_ends_as_if_it_had_not_been(captioned, trained, program_env):
    case = captioned.copy("interrupted")
    training = subprocess.Popen(
        [sys.executable, "-m", "photoclip", "--library", case.path, "train", "--preset", "adapter"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=program_env | case.env,
        start_new_session=True,  # Ctrl-C reaches the whole group, as in a terminal
    )
    try:
        wait_for_steps(case.path / "runs")
        os.killpg(training.pid, signal.SIGINT)
        _, errors = training.communicate(timeout=PATIENCE_S)
    finally:
        if training.poll() is None:
            training.kill()
    assert training.returncode == 130, errors
    (stopped,) = case.runs()
    assert stopped["outcome"] == "stopped"
    assert f"photoclip train --resume {stopped['run']}" in errors
    taken = steps_of(RunFolder(Path(stopped["folder"])))
    assert taken[-1]["step"] < taken[-1]["steps"]
    said = case("train", "--resume", "--json").document
    assert (said["run"], said["outcome"]) == (stopped["run"], "improved")
    steps = [event["step"] for event in steps_of(RunFolder(Path(said["folder"])))]
    assert steps == sorted(set(steps)), "no step was taken twice"
    assert figures_of(said["folder"]) == figures_of(trained[2]["folder"])


def steps_of(folder: RunFolder) -> list[dict[str, Any]]:
    return [event for event in read_events(folder.events)[0] if event["event"] == "step"]


def wait_for_steps(runs: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if any(steps_of(RunFolder(folder)) for folder in runs.glob("2*")):
            return
        time.sleep(0.02)
    raise AssertionError("it never took a step")


@pytest.mark.skipif(sys.platform == "win32", reason="torchrun over loopback")
def test_two_processes_come_to_the_figures_of_one(trained, program_env, tmp_path):
    alone, together = RunFolder(Path(trained[2]["folder"])), RunFolder(tmp_path)
    for name in ("snapshot.jsonl", "general.jsonl", "vectors.npz"):
        shutil.copy(alone.root / name, tmp_path)
    config = read_config(alone.config)
    # Nothing is known yet: the second one has to wait until the first has read everything.
    fresh = config.data.model_copy(update={"features": tmp_path / "features"})
    write_config(config.model_copy(update={"data": fresh}), together.config)
    done = subprocess.run(
        [
            sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2",
            "-m", "trainer", "run", "config.toml",
        ],
        cwd=tmp_path,
        env=program_env | trained[0].env | {"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert names_in(together) <= names_in(alone) | {"features"}
    kinds = [
        [
            e["event"]
            for e in read_events(folder.events)[0]
            if e["event"] not in ("features", "proof")
        ]
        for folder in (alone, together)
    ]
    assert kinds[0] == kinds[1], "the first process alone tells"
    losses = [[event["loss"] for event in steps_of(folder)] for folder in (alone, together)]
    assert losses[1] == pytest.approx(losses[0], rel=1e-4)
    one, two = (figures_of(folder.root) for folder in (alone, together))
    assert two["figures"] == pytest.approx(one["figures"])
    assert two["outcome"] == one["outcome"]


def names_in(folder: RunFolder) -> set[str]:
    return {path.name for path in folder.root.iterdir()}


@pytest.fixture(scope="module")
def small(photoclip, photos, indexed, tmp_path_factory) -> Case:
    """A library of three pictures of each kind."""
    folder = tmp_path_factory.mktemp("small").resolve()
    for name, _ in few_captions():
        shutil.copy(photos / name, folder)
    case = Case(photoclip, indexed.path.with_name("small"), folder, indexed.env)
    assert case("add", folder).code == 0
    assert case("index").code == 0
    return case


def few_captions() -> list[tuple[str, str]]:
    return [
        (name, text) for name, text in captions() if name.endswith(("-0.jpg", "-1.jpg", "-2.jpg"))
    ]


def test_too_few_captions_get_one_sentence_and_leave_no_run(small):
    case = small.copy("too-few")
    case.say(few_captions()[:15])
    case("train").assert_one_sentence("15 photos have captions", "training needs 5 more")
    assert case.runs() == []


def test_heads_are_trained_on_features_that_are_computed_once(small):
    case = small.copy("heads")
    case.say(few_captions())
    said = case("train", "--preset", "heads", "--json").document
    folder = RunFolder(Path(said["folder"]))
    assert (said["preset"], said["outcome"]) in {("heads", "improved"), ("heads", "kept")}
    assert folder.model.is_dir() == (said["outcome"] == "improved")
    losses = [event["loss"] for event in steps_of(folder)]
    assert losses[-1] < 0.8 * losses[0]
    assert figures_of(folder.root)["figures"] == said["figures"]
    assert case.in_use() == "starter"
