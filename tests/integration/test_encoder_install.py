"""Import from local files: what is accepted, what is refused, and that nothing half remains."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from tiny_model import make_tiny_folder

from photoclip.encoders import install, prepare
from photoclip.encoders.canary import failed
from photoclip.encoders.install import InstallPlan, import_model, verify_model
from photoclip.encoders.manifest import read_manifest
from photoclip.encoders.models_file import ModelSpec
from photoclip.encoders.registry import describe, installed, load_encoder, remove_model
from photoclip.errors import CorruptWeightsError, ModelError, UnknownModelError
from photoclip.jobs.job import Progress, run_to_end


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model as the hub serves it, taught so that it passes the self-test."""
    return make_tiny_folder(tmp_path_factory.mktemp("snapshot"))


@pytest.fixture(autouse=True)
def _same_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare most tests the seconds that a fresh process with torch takes."""

    def at_once(function: Callable[..., Any], *args: Any) -> Generator[None, None, Any]:
        yield
        return function(*args)

    marker = request.node.get_closest_marker("usefixtures")
    if marker is None or "own_process" not in marker.args:
        monkeypatch.setattr(install, "call_in_child", at_once)


@pytest.fixture
def own_process() -> None:
    """Marks tests that run the checks in a process of their own, as users do."""


@pytest.fixture
def models(tmp_path: Path) -> Iterator[Path]:
    """An empty models folder; nothing half-installed may be left in it."""
    folder = tmp_path / "models"
    yield folder
    if folder.is_dir():
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.usefixtures("own_process")
def test_a_snapshot_folder_is_imported_checked_and_usable(snapshot: Path, models: Path) -> None:
    job = import_model(snapshot, key="mine", models_dir=models)
    steps: list[Progress] = []
    while True:
        try:
            steps.append(next(job))
        except StopIteration as stop:
            info = stop.value
            break
    assert info == describe("mine", models)
    assert (info.source, info.dim, info.verified) == ("imported", 32, "unverified")
    assert {step.phase for step in steps} == {"Copying", "Checking"}
    copied = [step for step in steps if step.phase == "Copying"]
    assert copied[-1].done == copied[-1].total
    assert load_encoder("mine", device="cpu", models_dir=models).fingerprint == info.fingerprint
    assert [each.key for each in installed(models)] == ["starter", "mine"]
    checks = run_to_end(verify_model("mine", models_dir=models, device="cpu"))
    assert failed(checks) == ""
    assert any(check.name == "pictures: as when installed" for check in checks)


@pytest.mark.parametrize("suffix", [".pt", ".bin", ".pth", ".safetensors"])
def test_a_single_weight_file_is_the_same_model_in_every_format(
    snapshot: Path, models: Path, tmp_path: Path, suffix: str
) -> None:
    weights = tmp_path / f"epoch_7{suffix}"
    source = snapshot / "open_clip_model.safetensors"
    if suffix == ".safetensors":
        shutil.copy(source, weights)
    else:
        # As OpenCLIP's own training writes it, wrapped and prefixed.
        tensors = {f"module.{name}": value for name, value in load_file(source).items()}
        torch.save({"epoch": 7, "state_dict": tensors}, weights)
    config = tmp_path / "arch.json"
    shutil.copy(snapshot / "open_clip_config.json", config)
    info = run_to_end(
        import_model(weights, key="one", arch=str(config), models_dir=models, check=False)
    )
    names = {path.name for path in (models / "one").iterdir()}
    assert names == {"manifest.json", "open_clip_config.json", "open_clip_model.safetensors"}
    ours = load_encoder("one", device="cpu", models_dir=models)
    whole = load_file(models / "one" / "open_clip_model.safetensors")
    assert all(torch.equal(value, whole[name]) for name, value in load_file(source).items())
    assert ours.encode_texts(["a dog"]).shape == (1, info.dim)


def test_an_imported_export_keeps_its_fingerprint(snapshot: Path, models: Path) -> None:
    first = run_to_end(import_model(snapshot, key="first", models_dir=models))
    second = run_to_end(import_model(models / "first", key="second", models_dir=models))
    assert second.fingerprint == first.fingerprint
    assert second.arch == first.arch


@pytest.mark.starter
def test_an_exported_starter_is_imported_as_one(models: Path, tmp_path: Path) -> None:
    from photoclip.encoders.prepare import finish
    from photoclip.encoders.starter_files import starter_folder

    export = tmp_path / "export"
    export.mkdir()
    for name in ("config.json", "heads.safetensors"):
        shutil.copy(starter_folder() / name, export)
    shipped = describe("starter", models)
    plan = InstallPlan(
        key="holidays", arch="starter", source="finetuned", backend="starter", parent="starter"
    )
    assert finish(export, plan).fingerprint == shipped.fingerprint
    info = run_to_end(import_model(export, key="holidays", models_dir=models))
    assert (info.arch, info.dim, info.parent) == ("starter", shipped.dim, "starter")
    encoder = load_encoder("holidays", device="cpu", models_dir=models)
    assert encoder.key == "holidays"
    vectors = load_encoder("starter", device="cpu", models_dir=models).encode_texts(["a dog"])
    np.testing.assert_allclose(encoder.encode_texts(["a dog"]), vectors, atol=1e-6)


@pytest.mark.usefixtures("own_process")
def test_a_model_that_fails_the_self_test_is_not_installed(models: Path, tmp_path: Path) -> None:
    random = make_tiny_folder(tmp_path / "random", taught=False)
    with pytest.raises(ModelError, match="failed its self-test and was not installed"):
        run_to_end(import_model(random, key="random", models_dir=models))
    assert not (models / "random").exists()


def test_wrong_means_are_noticed_after_installation(
    snapshot: Path, models: Path, tmp_path: Path
) -> None:
    run_to_end(import_model(snapshot, key="mine", models_dir=models))
    config = models / "mine" / "open_clip_config.json"
    values = json.loads(config.read_text())
    values["preprocess_cfg"]["mean"] = [0.0, 0.0, 0.0]
    config.write_text(json.dumps(values))
    (files,) = run_to_end(verify_model("mine", models_dir=models))
    assert not files.passed
    assert "open_clip_config.json" in files.note
    with pytest.raises(CorruptWeightsError, match="has changed since"):
        load_encoder("mine", device="cpu", models_dir=models)


@pytest.mark.parametrize(
    ("key", "pattern"),
    [
        ("starter", "comes with PhotoClip"),
        ("A Key", "cannot be a model's name"),
        ("../up", "cannot be a model's name"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused(
    snapshot: Path, models: Path, key: str, pattern: str
) -> None:
    with pytest.raises(ModelError, match=pattern):
        run_to_end(import_model(snapshot, key=key, models_dir=models))


def test_a_key_that_is_taken_is_refused_and_the_model_stays(
    snapshot: Path, models: Path, tmp_path: Path
) -> None:
    run_to_end(import_model(snapshot, key="mine", models_dir=models))
    before = read_manifest(models / "mine")
    with pytest.raises(ModelError, match="already installed"):
        run_to_end(import_model(snapshot, key="mine", models_dir=models))
    assert read_manifest(models / "mine") == before
    remove_model("mine", models)
    with pytest.raises(UnknownModelError):
        load_encoder("mine", models_dir=models)


def test_a_path_that_is_not_there_is_one_plain_sentence(models: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no file or folder"):
        run_to_end(import_model(tmp_path / "none.pt", key="x", models_dir=models))


def test_a_folder_without_weights_is_one_plain_sentence(
    snapshot: Path, models: Path, tmp_path: Path
) -> None:
    shutil.copy(snapshot / "open_clip_config.json", tmp_path)
    with pytest.raises(ModelError, match="holds no weight file"):
        run_to_end(import_model(tmp_path, key="x", models_dir=models))


def test_a_weight_file_without_architecture_asks_for_it(models: Path, tmp_path: Path) -> None:
    (tmp_path / "w.pt").touch()
    with pytest.raises(ModelError, match="name the architecture"):
        run_to_end(import_model(tmp_path / "w.pt", key="x", models_dir=models))


def test_an_unknown_architecture_is_refused_before_anything_is_copied(
    models: Path, tmp_path: Path
) -> None:
    (tmp_path / "w.pt").touch()
    with pytest.raises(ModelError, match=r"did you mean ViT-B-32\?"):
        run_to_end(import_model(tmp_path / "w.pt", key="x", arch="vitb32", models_dir=models))
    assert not models.exists()


def test_weights_of_another_architecture_are_refused(
    snapshot: Path, models: Path, tmp_path: Path
) -> None:
    config = json.loads((snapshot / "open_clip_config.json").read_text())
    config["model_cfg"]["embed_dim"] = 48
    (tmp_path / "arch.json").write_text(json.dumps(config))
    with pytest.raises(CorruptWeightsError, match="do not fit"):
        run_to_end(
            import_model(
                snapshot / "open_clip_model.safetensors",
                key="x",
                arch=str(tmp_path / "arch.json"),
                models_dir=models,
            )
        )


@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_damaged_weights_are_refused(
    snapshot: Path, models: Path, tmp_path: Path, suffix: str
) -> None:
    (tmp_path / f"w{suffix}").write_bytes(b"PK\x03\x04 this is no checkpoint" * 50)
    shutil.copy(snapshot / "open_clip_config.json", tmp_path)
    with pytest.raises(CorruptWeightsError, match="damaged"):
        run_to_end(import_model(tmp_path / f"w{suffix}", key="x", models_dir=models))


def test_a_checkpoint_that_wants_to_run_code_is_refused(
    snapshot: Path, models: Path, tmp_path: Path
) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str, str]]:
            return Path.write_text, (Path(tmp_path / "owned"), "x")  # type: ignore[return-value]

    torch.save({"state_dict": Evil()}, tmp_path / "w.pt")
    shutil.copy(snapshot / "open_clip_config.json", tmp_path)
    with pytest.raises(CorruptWeightsError):
        run_to_end(import_model(tmp_path / "w.pt", key="x", models_dir=models))
    assert not (tmp_path / "owned").exists()


def test_a_model_on_offer_is_imported_with_what_is_known_of_it(
    snapshot: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = read_digest(snapshot)
    spec = ModelSpec(
        key="offered",
        title="Offered",
        arch="ViT-B-32",
        licence="MIT",
        repo="a/b",
        sha256={"open_clip_model.safetensors": digest},
    )
    monkeypatch.setattr(install, "lineup", lambda: (spec,))
    info = run_to_end(import_model(snapshot, key="offered", models_dir=models))
    assert (info.title, info.licence, info.verified) == ("Offered", "MIT", "sha256")


def test_other_weights_under_the_name_of_a_known_model_are_refused(
    snapshot: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = ModelSpec(
        key="offered",
        title="Offered",
        arch="ViT-B-32",
        licence="MIT",
        repo="a/b",
        sha256={"open_clip_model.safetensors": "0" * 64},
    )
    monkeypatch.setattr(install, "lineup", lambda: (spec,))
    with pytest.raises(CorruptWeightsError, match="not the ones that offered is known by"):
        run_to_end(import_model(snapshot, key="offered", models_dir=models))


def read_digest(folder: Path) -> str:
    from photoclip.encoders.manifest import sha256_of

    return sha256_of(folder / "open_clip_model.safetensors")


def test_a_full_disk_is_one_plain_sentence(
    snapshot: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(ModelError, match="only 0 MB are free"):
        run_to_end(import_model(snapshot, key="x", models_dir=models))


def test_a_disk_that_fills_up_meanwhile_is_one_plain_sentence(
    snapshot: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Iterator[Progress]:
        raise OSError(errno.ENOSPC, "No space left on device")
        yield

    monkeypatch.setattr(install, "_copy", full)
    with pytest.raises(ModelError, match="is full"):
        run_to_end(import_model(snapshot, key="x", models_dir=models))


@pytest.mark.usefixtures("own_process")
@pytest.mark.parametrize("phase", ["Copying", "Checking"])
def test_a_cancelled_import_leaves_nothing(snapshot: Path, models: Path, phase: str) -> None:
    job = import_model(snapshot, key="x", models_dir=models)
    while next(job).phase != phase:
        pass
    job.close()
    assert list(models.iterdir()) == []


def test_the_rest_of_an_older_fault_is_replaced(snapshot: Path, models: Path) -> None:
    (models / "mine").mkdir(parents=True)
    (models / "mine" / "half").touch()
    run_to_end(import_model(snapshot, key="mine", models_dir=models))
    assert not (models / "mine" / "half").exists()


def test_verifying_an_unknown_model_is_one_plain_sentence(models: Path) -> None:
    with pytest.raises(UnknownModelError):
        run_to_end(verify_model("none", models_dir=models))


def test_means_come_from_open_clips_list_where_the_weights_have_none() -> None:
    assert prepare._preprocess_of("MobileCLIP2-S2")["mean"] == (0.0, 0.0, 0.0)
    assert prepare._preprocess_of("ViT-B-16-SigLIP2")["resize_mode"] == "squash"
    assert prepare._preprocess_of("ViT-B-32")["mean"][0] == pytest.approx(0.48145466)
    assert prepare._preprocess_of("ViT-L-14:laion2b_s32b_b82k")["mean"] == (0.5, 0.5, 0.5)


def test_weights_whose_means_are_in_doubt_are_refused() -> None:
    with pytest.raises(ModelError, match="exist with different means; say whose they are"):
        prepare._preprocess_of("ViT-L-14")
    with pytest.raises(ModelError, match="knows no weights “nobody”"):
        prepare._preprocess_of("ViT-B-32:nobody")
