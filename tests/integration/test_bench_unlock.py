"""The bench that looks for more in the starter's towers, on a handful of made-up photos."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoclip.runs import read_config, read_label_sets, read_photos
from trainer.__main__ import main

pytestmark = pytest.mark.starter

COLOURS = {"red": (200, 20, 20), "green": (20, 180, 20), "blue": (20, 20, 220)}


def pictures(folder: Path, count: int, seed: int) -> list[tuple[str, str]]:
    rng, rows = np.random.default_rng(seed), []
    for i in range(count):
        name, colour = list(COLOURS.items())[i % len(COLOURS)]
        noise = rng.integers(-20, 20, (64, 64, 3)) + np.array(colour)
        Image.fromarray(noise.clip(0, 255).astype(np.uint8)).save(folder / f"{i}.png")
        rows.append((f"{i}.png", name))
    return rows


@pytest.fixture
def captioned(tmp_path: Path) -> Path:
    folder = tmp_path / "captioned"
    folder.mkdir()
    rows = pictures(folder, 12, 0)
    lines = [f"{file}\ta {name} wall, number {i}" for i, (file, name) in enumerate(rows)]
    (folder / "captions.tsv").write_text("\n".join(lines) + "\n")
    split = [f"{file}\t{'dev' if i % 3 == 0 else 'train'}" for i, (file, _) in enumerate(rows)]
    (folder / "splits.tsv").write_text("\n".join(["file\tsplit", *split]) + "\n")
    return folder


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    folder = tmp_path / "labelled"
    folder.mkdir()
    rows = pictures(folder, 12, 1)
    (folder / "labels.tsv").write_text("\n".join("\t".join(row) for row in rows) + "\n")
    return folder


def test_the_run_learns_from_one_split_and_half_the_labels_only(captioned, labelled, tmp_path):
    out = tmp_path / "run"
    folders = [str(captioned), "--zeroshot", str(labelled), "--test", str(captioned)]
    values = ["--set", "epochs=1", "--set", "learning_rate=1e-6"]
    command = ["bench", "unlock", *folders, "--out", str(out), "--preset", "heads", *values]
    assert main([*command, "--photos", "6", "--device", "cpu"]) == 0
    config = read_config(out / "config.toml")
    assert (config.training.epochs, config.training.preset) == (1, "heads")
    photos = read_photos(out / config.data.snapshot)
    assert [photo.split for photo in photos].count("train") == 6
    assert [photo.split for photo in photos].count("validation") == 4
    (labels,) = read_label_sets(out / config.data.label_sets)
    assert sorted(labels.labels) == sorted([*COLOURS] * 2)
    figures = json.loads((out / "figures.json").read_text())["shipped"]
    assert figures["dev"]["images"] == 4
    assert figures["zeroshot_half_a"][""]["images"] == 6
    assert figures["test"]["images"] == 12
