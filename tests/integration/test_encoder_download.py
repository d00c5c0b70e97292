"""Downloading a model from a hub on the loopback interface, through every fault."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import huggingface_hub.constants
import pytest
import torch
from hub_server import COMMIT, Hub, serve
from safetensors.torch import load_file
from tiny_model import make_tiny_folder
from tiny_tokenizer import write_tokenizer

from photoclip.encoders import download, install
from photoclip.encoders.download import discard_partial, download_model
from photoclip.encoders.manifest import read_manifest, sha256_of
from photoclip.encoders.models_file import ModelSpec
from photoclip.encoders.registry import EncoderInfo, installed, load_encoder
from photoclip.errors import CorruptWeightsError, ModelError, UnknownModelError
from photoclip.jobs.job import Progress, run_to_end

WEIGHTS = "open_clip_model.safetensors"
REPO = "someone/tiny-model"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_folder(tmp_path_factory.mktemp("snapshot"))


@pytest.fixture
def hub(snapshot: Path, tmp_path: Path) -> Iterator[Hub]:
    """The hub; tests add files and faults to it."""
    folder = tmp_path / "hub"
    folder.mkdir()
    for file in snapshot.iterdir():
        (folder / file.name).symlink_to(file)
    with serve(Hub(folder, REPO)) as hub:
        yield hub


@pytest.fixture(autouse=True)
def spec(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> ModelSpec:
    """A line-up of one tiny model, downloads allowed, checks in this process."""
    spec = ModelSpec(
        key="tiny",
        title="Tiny",
        arch="tiny-vit",
        licence="MIT",
        pretrained="none",
        repo=REPO,
        sha256={WEIGHTS: sha256_of(snapshot / WEIGHTS)},
    )
    offer(monkeypatch, spec)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(download, "_PAUSE_S", 0.0)
    monkeypatch.setattr(install, "call_in_child", at_once)
    return spec


def at_once(function: Callable[..., Any], *args: Any) -> Generator[None, None, Any]:
    yield
    return function(*args)


def offer(monkeypatch: pytest.MonkeyPatch, spec: ModelSpec) -> None:
    monkeypatch.setattr(download, "find_spec", lambda _: spec)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def get(hub: Hub, models: Path) -> EncoderInfo:
    return run_to_end(download_model("tiny", models_dir=models, endpoint=hub.url))


def nothing_installed(models: Path) -> bool:
    return [info.key for info in installed(models)] == ["starter"]


def bodies(hub: Hub, name: str = WEIGHTS) -> list[str]:
    """Range headers of the requests for the content of a file."""
    return [wanted for method, path, wanted in hub.asked if method == "GET" and name in path]


def test_a_model_is_downloaded_verified_checked_and_usable(hub: Hub, models: Path) -> None:
    steps: list[Progress] = []
    job = download_model("tiny", models_dir=models, endpoint=hub.url)
    while True:
        try:
            steps.append(next(job))
        except StopIteration as stop:
            info: EncoderInfo = stop.value
            break
    assert (info.source, info.verified, info.title) == ("downloaded", "sha256", "Tiny")
    loading = [step for step in steps if step.phase == "Downloading" and step.total]
    assert [step.done for step in loading] == sorted(step.done for step in loading)
    assert loading[-1].done == loading[-1].total
    assert len(loading) > 10
    assert {step.phase for step in steps} == {"Downloading", "Checking"}
    manifest = read_manifest(models / "tiny")
    assert manifest.origin == f"{REPO} at {COMMIT}"
    assert manifest.canary
    assert {path.name for path in (models / "tiny").iterdir()} == {
        "manifest.json",
        "open_clip_config.json",
        WEIGHTS,
    }
    assert [path.name for path in models.iterdir()] == ["tiny"]
    assert load_encoder("tiny", device="cpu", models_dir=models).dim == 32


def test_without_a_known_digest_it_is_installed_as_unverified(
    hub: Hub, models: Path, spec: ModelSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, replace(spec, sha256={}))
    assert get(hub, models).verified == "unverified"


def test_weights_that_are_no_safetensors_yet_are_converted(hub: Hub, models: Path) -> None:
    source = hub.folder / WEIGHTS
    torch.save(load_file(source), hub.folder / "open_clip_pytorch_model.bin")
    source.unlink()
    assert get(hub, models).dim == 32
    assert (models / "tiny" / WEIGHTS).is_file()
    assert not (models / "tiny" / "open_clip_pytorch_model.bin").exists()


def test_tokenizer_files_come_along_where_the_model_needs_them(hub: Hub, models: Path) -> None:
    config = json.loads((hub.folder / "open_clip_config.json").read_text())
    config["model_cfg"]["text_cfg"]["hf_tokenizer_name"] = REPO
    (hub.folder / "open_clip_config.json").unlink()
    (hub.folder / "open_clip_config.json").write_text(json.dumps(config))
    write_tokenizer(hub.folder)
    # Its words mean nothing to this model: only the files are of interest.
    with pytest.raises(ModelError, match="self-test"):
        get(hub, models)
    assert bodies(hub, "tokenizer.json")
    assert bodies(hub, "tokenizer_config.json")


def test_an_interrupted_download_goes_on_where_it_stopped(hub: Hub, models: Path) -> None:
    hub.cut_after, hub.cuts_left = {WEIGHTS: 2_000_000}, 1
    assert get(hub, models).dim == 32
    first, second = bodies(hub)
    assert first == ""
    assert 0 < int(second.removeprefix("bytes=").rstrip("-")) <= 2_000_000


def test_a_cancelled_download_goes_on_at_the_next_call(hub: Hub, models: Path) -> None:
    job = download_model("tiny", models_dir=models, endpoint=hub.url)
    while next(job).done < 1_000_000:
        pass
    job.close()
    assert nothing_installed(models)
    assert get(hub, models).dim == 32
    assert bodies(hub)[-1].startswith("bytes=")


def test_a_server_without_ranges_is_asked_for_the_whole_file(hub: Hub, models: Path) -> None:
    hub.cut_after, hub.cuts_left, hub.ranges = {WEIGHTS: 2_000_000}, 1, False
    assert get(hub, models).dim == 32


def test_after_a_new_commit_the_download_begins_anew(hub: Hub, models: Path) -> None:
    job = download_model("tiny", models_dir=models, endpoint=hub.url)
    while next(job).done < 1_000_000:
        pass
    job.close()
    hub.commit = "f" * 40
    assert get(hub, models).dim == 32
    assert bodies(hub) == ["", ""]


def test_a_connection_that_keeps_breaking_is_one_plain_sentence(hub: Hub, models: Path) -> None:
    hub.cut_after, hub.cuts_left = {WEIGHTS: 0}, 1000
    with pytest.raises(ModelError, match=r"interrupted.*next try goes on"):
        get(hub, models)
    assert nothing_installed(models)


def test_no_network_is_one_plain_sentence(models: Path) -> None:
    with pytest.raises(ModelError, match="check the internet connection"):
        run_to_end(download_model("tiny", models_dir=models, endpoint="http://127.0.0.1:9"))
    assert nothing_installed(models)


def test_downloads_that_are_switched_off_say_so(
    hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE"):
        get(hub, models)
    assert hub.asked == []


def test_a_repository_that_is_gone_is_one_plain_sentence(
    hub: Hub, models: Path, spec: ModelSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, replace(spec, repo="someone/else"))
    with pytest.raises(ModelError, match="The hub has no someone/else"):
        get(hub, models)


@pytest.mark.parametrize(
    ("status", "code", "pattern"),
    [(403, "GatedRepo", "accept its terms"), (500, "", "HTTP status 500"), (429, "", "status 429")],
)
def test_a_hub_that_refuses_is_one_plain_sentence(
    hub: Hub, models: Path, status: int, code: str, pattern: str
) -> None:
    hub.status, hub.error_code = status, code
    with pytest.raises(ModelError, match=pattern):
        get(hub, models)
    assert nothing_installed(models)


@pytest.mark.parametrize("name", [WEIGHTS, "open_clip_config.json"])
def test_a_repository_without_a_needed_file_is_one_plain_sentence(
    hub: Hub, models: Path, name: str
) -> None:
    (hub.folder / name).unlink()
    with pytest.raises(ModelError, match="has no"):
        get(hub, models)


def test_a_server_that_is_no_hub_is_one_plain_sentence(hub: Hub, models: Path) -> None:
    hub.lies = True
    with pytest.raises(ModelError, match="does not answer like a hub"):
        get(hub, models)


def test_other_bytes_than_announced_are_refused_and_not_kept(hub: Hub, models: Path) -> None:
    right = (hub.folder / WEIGHTS).read_bytes()
    hub.swap = {WEIGHTS: right[:-1] + bytes([right[-1] ^ 1])}
    with pytest.raises(CorruptWeightsError, match="arrived damaged"):
        get(hub, models)
    assert nothing_installed(models)
    hub.swap = {}
    assert get(hub, models).dim == 32


def test_weights_that_are_not_the_known_ones_are_refused(
    hub: Hub, models: Path, spec: ModelSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, replace(spec, sha256={WEIGHTS: "0" * 64}))
    with pytest.raises(CorruptWeightsError, match="are not the ones that tiny is known by"):
        get(hub, models)
    assert list(models.iterdir()) == []


def test_a_model_that_fails_the_self_test_is_not_installed(
    hub: Hub, models: Path, spec: ModelSpec, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    random = make_tiny_folder(tmp_path / "random", taught=False)
    (hub.folder / WEIGHTS).unlink()
    (hub.folder / WEIGHTS).symlink_to(random / WEIGHTS)
    offer(monkeypatch, replace(spec, sha256={}))
    with pytest.raises(ModelError, match="failed its self-test"):
        get(hub, models)
    assert list(models.iterdir()) == []


def test_too_little_room_is_said_before_anything_large_is_loaded(
    hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(ModelError, match="make room"):
        get(hub, models)
    assert bodies(hub) == []


def test_a_disk_that_fills_up_meanwhile_is_one_plain_sentence(
    hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Iterator[int]:
        raise OSError(errno.ENOSPC, "No space left on device")
        yield

    monkeypatch.setattr(download._Hub, "_append", full)
    with pytest.raises(ModelError, match="is full; make room"):
        get(hub, models)
    assert nothing_installed(models)


def test_a_model_that_is_there_is_not_downloaded_again(hub: Hub, models: Path) -> None:
    get(hub, models)
    asked = len(hub.asked)
    with pytest.raises(ModelError, match="already installed"):
        get(hub, models)
    assert len(hub.asked) == asked


def test_the_starter_and_unknown_models_are_not_downloaded(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    with pytest.raises(ModelError, match="nothing to download"):
        next(download_model("starter", models_dir=models))
    with pytest.raises(UnknownModelError, match="not on offer"):
        next(download_model("nonsense", models_dir=models))


def test_what_an_interrupted_download_left_can_be_discarded(hub: Hub, models: Path) -> None:
    job = download_model("tiny", models_dir=models, endpoint=hub.url)
    while next(job).done < 1_000_000:
        pass
    job.close()
    assert [path.name for path in models.iterdir()] == [".incomplete-tiny"]
    discard_partial("tiny", models)
    discard_partial("tiny", models)
    assert list(models.iterdir()) == []
