"""An OpenCLIP model of the user's own, tuned by low-rank updates from snapshot to search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_model import make_tiny_model

from photoclip.encoders.manifest import read_manifest
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import snapshot
from photoclip.library import Library, TrainOptions
from photoclip.runs import ProofTable, RunConfig, RunFolder, read_events, write_config

pytestmark = pytest.mark.slow

COLOURS = {
    "zorbex": (220, 30, 30), "quimbal": (30, 200, 40), "frandle": (30, 40, 220),
    "mukpit": (230, 220, 40), "voxlar": (20, 20, 20), "snerik": (235, 235, 235),
}  # fmt: skip
PHOTOS = 204


@pytest.fixture
def library(tmp_path, monkeypatch) -> Iterator[Library]:
    """Captioned patches of noise in a few colours, and a random model in use."""
    make_tiny_model(tmp_path / "models", "tiny", taught=False)
    monkeypatch.setenv("PHOTOCLIP_MODELS", str(tmp_path / "models"))
    photos = tmp_path / "photos"
    photos.mkdir()
    lines = []
    for number in range(PHOTOS):
        name = list(COLOURS)[number % len(COLOURS)]
        noise = np.random.default_rng(number).normal(0, 40, (40, 40, 3))
        pixels = np.clip(noise + COLOURS[name], 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(photos / f"{number}.png")
        lines.append(f"{photos / str(number)}.png\ta {name}\n")
    (tmp_path / "captions.tsv").write_text("".join(lines), "utf-8")
    with Library.open(tmp_path / "library") as library:
        library.add_folder(photos)
        run_to_end(library.index(model="tiny"))
        run_to_end(library.activate_model("tiny"))
        assert library.captions.import_file(tmp_path / "captions.tsv") == PHOTOS
        yield library


def test_a_model_that_fails_the_self_test_itself_is_tuned_installed_and_searched_with(
    library, tmp_path, monkeypatch
):
    def lenient(config: RunConfig, path: Path) -> None:
        """A random model has no general results to keep."""
        write_config(config.model_copy(update={"proof": ProofTable(min_overlap=0)}), path)

    monkeypatch.setattr(snapshot, "write_config", lenient)
    options = TrainOptions(
        preset="lora", epochs=6, batch_size=64, learning_rate=5e-3, name="mine", device="cpu"
    )
    info = run_to_end(library.training.train(options))
    assert info.state == "improved", info.message
    assert info.figures["after_score"] > info.figures["before_score"]
    assert json.loads((info.folder / "metrics.json").read_text())["preset"] == "lora"
    manifest = read_manifest(RunFolder(info.folder).model)
    assert (manifest.parent, manifest.backend, manifest.canary) == ("tiny", "open_clip", {})
    kinds = [event["event"] for event in read_events(RunFolder(info.folder).events)[0]]
    assert kinds[-1] == "done"
    report = run_to_end(library.training.activate(info.name))
    assert (report.indexed, library.info().active_model) == (PHOTOS, "mine")
    installed = read_manifest(tmp_path / "models" / "mine")
    assert (installed.fingerprint, installed.canary) == (manifest.fingerprint, {})
    found = library.search("a photo of frandle", limit=10, include_hidden=True)
    assert len(found.hits) == 10
    run_to_end(library.activate_model("tiny"))
    assert library.info().active_model == "tiny"
