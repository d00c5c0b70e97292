"""Two processes that torchrun starts take the steps of one, on the CPU over loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from photoclip.errors import UserError
from photoclip.runs import read_events
from trainer.tuning.distributed import Ranks

pytestmark = pytest.mark.slow

HELPER = Path(__file__).parent.parent / "helpers" / "tiny_run.py"
REPOSITORY = HELPER.parent.parent.parent


def launch(folder: Path, *arguments: str, processes: int) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(REPOSITORY), str(HELPER.parent)])
    command = [sys.executable, str(HELPER), str(folder), *arguments]
    if processes > 1:
        runner = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
        command = [*runner, f"--nproc-per-node={processes}", *command[1:]]
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate(timeout=200)
    assert process.returncode == 0, errors


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> tuple[Path, Path]:
    """Folders of one run by one process and of the same by two."""
    one, two = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    processes = [launch(one, "3", processes=1), launch(two, "3", processes=2)]
    for process in processes:
        finish(process)
    return one, two


def found(folder: Path, rank: int = 0) -> dict:
    return json.loads((folder / f"losses-{rank}.json").read_text())


def test_two_processes_have_the_losses_of_one_on_the_same_global_batch(runs):
    one, two = (found(folder) for folder in runs)
    assert (one["world"], two["world"]) == (1, 2)
    assert len(two["losses"]) == 9
    assert two["losses"] == pytest.approx(one["losses"], rel=1e-5)
    assert two["log_scale"] == pytest.approx(one["log_scale"], rel=1e-6)


def test_two_processes_end_with_the_weights_of_one(runs):
    one, two = (found(folder)["state"] for folder in runs)
    for name, values in one.items():
        expected, got = torch.tensor(values), torch.tensor(two[name])
        assert float((got - expected).abs().max()) <= 1e-4 * float(expected.abs().max())


def test_all_processes_hold_the_same_weights_and_temperature(runs):
    assert found(runs[1], 0)["state"] == found(runs[1], 1)["state"]
    assert found(runs[1], 0)["losses"] == found(runs[1], 1)["losses"]
    assert found(runs[1], 0)["log_scale"] == found(runs[1], 1)["log_scale"]


def test_only_the_first_process_writes_events_and_validates(runs):
    one, two = (read_events(folder / "events.jsonl")[0] for folder in runs)
    kinds = [[e["event"] for e in events if e["event"] != "note"] for events in (one, two)]
    assert kinds[0] == kinds[1]
    assert found(runs[1], 0)["recall"][0]
    assert not found(runs[1], 1)["recall"][0]


def test_all_processes_take_smaller_chunks_when_one_is_short_of_memory(runs):
    notes = [e["message"] for e in read_events(runs[1] / "events.jsonl")[0] if e["event"] == "note"]
    assert ["5 pairs" in notes[0], "2 pairs" in notes[1]] == [True, True]
    assert len(notes) == 2


def test_shares_that_make_different_numbers_of_chunks_do_not_wait_for_each_other(tmp_path):
    folders = [tmp_path / name for name in ("one", "two")]
    losses = []
    for folder, processes in zip(folders, (1, 2), strict=True):
        folder.mkdir()
        # Batches of 23: one share has 11 rows, which is one chunk, and the other 12.
        finish(launch(folder, "2", "chunk=11", processes=processes))
        losses.append(found(folder)["losses"])
    assert losses[1] == pytest.approx(losses[0], rel=1e-5)


def test_a_run_of_two_processes_is_resumed_by_one(runs, tmp_path):
    (tmp_path / "checkpoint.pt").write_bytes((runs[1] / "checkpoint.pt").read_bytes())
    finish(launch(tmp_path, "3", "resume", processes=1))
    assert found(tmp_path)["losses"] == found(runs[1])["losses"]


def test_all_processes_notice_the_stop_file_together(tmp_path):
    (tmp_path / "stop").touch()
    process = launch(tmp_path, "3", processes=2)
    _, errors = process.communicate(timeout=200)
    assert process.returncode != 0
    assert errors.count("StopRequested: Training was stopped after step 0") >= 2
    assert (tmp_path / "checkpoint.pt").is_file()


def test_shares_of_a_batch_cover_it_once():
    for world in (1, 2, 3, 7):
        rows: list[int] = []
        for rank in range(world):
            ranks = Ranks()
            ranks.rank, ranks.world = rank, world
            rows += range(*ranks.share(23).indices(23))
        assert rows == list(range(23))


def test_more_processes_than_photos_are_refused():
    ranks = Ranks()
    ranks.world = 5
    with pytest.raises(UserError, match="5 processes"):
        ranks.share(4)
