"""A model that is a residual map on another model's vectors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_adapter import install_adapter, make_adapter, stage_adapter

from photoclip.encoders.adapter import Adapter, AdapterSide, load_adapter, save_adapter
from photoclip.encoders.canary import canary_pictures
from photoclip.encoders.install import InstallPlan, import_model, verify_model
from photoclip.encoders.manifest import read_manifest
from photoclip.encoders.prepare import finish
from photoclip.encoders.reference_vectors import load_reference, save_reference
from photoclip.encoders.registry import describe, installed, load_encoder, remove_model
from photoclip.errors import CorruptWeightsError, ModelError
from photoclip.jobs.job import run_to_end


@pytest.fixture
def models_dir(tiny_models_dir, tmp_path):
    shutil.copytree(tiny_models_dir, tmp_path / "models")
    return tmp_path / "models"


def _adapter(dim=6, hidden=3, seed=0, size=0.3):
    rng = np.random.default_rng(seed)

    def side():
        return AdapterSide(
            rng.normal(0, size, (dim, dim)).astype(np.float32),
            rng.normal(0, size, (hidden, dim)).astype(np.float32),
            rng.normal(0, size, (dim, hidden)).astype(np.float32),
        )

    return Adapter("base", "f" * 64, dim, side(), side())


def _unit(rows, dim, seed=0):
    vectors = np.random.default_rng(seed).normal(size=(rows, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(
    seed=st.integers(0, 1000),
    dim=st.integers(1, 9),
    hidden=st.integers(1, 5),
    rows=st.integers(0, 4),
)
@settings(max_examples=30, deadline=None)
def test_every_vector_leaves_the_map_with_length_one(seed, dim, hidden, rows):
    side = _adapter(dim, hidden, seed).image
    out = side.apply(_unit(rows, dim, seed))
    assert out.shape == (rows, dim)
    assert out.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(out, axis=1), 1, atol=1e-5)


def test_the_map_is_the_formula_that_it_names():
    side = _adapter().text
    v = _unit(1, 6)[0]
    moved = v + side.linear @ v + side.up @ np.maximum(side.down @ v, 0)
    np.testing.assert_allclose(side.apply(v[None])[0], moved / np.linalg.norm(moved), atol=1e-6)


def test_a_side_without_parts_changes_nothing():
    vectors = _unit(5, 6)
    np.testing.assert_allclose(AdapterSide().apply(vectors), vectors, atol=1e-6)


def test_what_is_read_back_maps_as_what_was_written(tmp_path):
    adapter = _adapter()
    save_adapter(adapter, tmp_path)
    read = load_adapter(tmp_path)
    assert read.fingerprint == adapter.fingerprint
    assert (read.parent, read.parent_fingerprint, read.dim) == ("base", "f" * 64, 6)
    vectors = _unit(20, 6)
    np.testing.assert_allclose(read.image.apply(vectors), adapter.image.apply(vectors), atol=2e-3)


def test_a_side_without_parts_is_read_back(tmp_path):
    adapter = Adapter("base", "f", 6, AdapterSide(), AdapterSide())
    save_adapter(adapter, tmp_path)
    read = load_adapter(tmp_path)
    assert not read.image.parts
    assert not read.text.parts


def test_the_fingerprint_follows_parent_and_tensors():
    one = _adapter()
    other_parent = Adapter("base", "e" * 64, 6, one.image, one.text)
    swapped = Adapter("base", "f" * 64, 6, one.text, one.image)
    prints = {one.fingerprint, other_parent.fingerprint, swapped.fingerprint}
    assert len(prints) == 3
    assert _adapter().fingerprint == one.fingerprint


@pytest.mark.parametrize(
    "side",
    [
        AdapterSide(linear=np.zeros((5, 6), np.float32)),
        AdapterSide(down=np.zeros((3, 6), np.float32)),
        AdapterSide(down=np.zeros((3, 6), np.float32), up=np.zeros((6, 4), np.float32)),
        AdapterSide(linear=np.full((6, 6), np.nan, np.float32)),
    ],
)
def test_maps_that_do_not_fit_are_not_written(side, tmp_path):
    with pytest.raises(ValueError, match="image"):
        save_adapter(Adapter("base", "f", 6, side, AdapterSide()), tmp_path)


@pytest.mark.parametrize("damage", ["cut", "garbage", "gone", "config", "other dim"])
def test_damaged_files_give_one_sentence(damage, tmp_path):
    save_adapter(_adapter(), tmp_path)
    weights, config = tmp_path / "adapter.safetensors", tmp_path / "config.json"
    if damage == "cut":
        weights.write_bytes(weights.read_bytes()[:-10])
    elif damage == "garbage":
        weights.write_bytes(b"\xff" * 100)
    elif damage == "gone":
        weights.unlink()
    elif damage == "config":
        config.write_text("[1]")
    else:
        config.write_text(json.dumps(json.loads(config.read_text()) | {"dim": 7}))
    with pytest.raises(CorruptWeightsError, match="install it again"):
        load_adapter(tmp_path)


def test_an_adapter_needs_no_torch():
    code = (
        "import sys, photoclip.encoders.adapter, photoclip.encoders.registry\n"
        "assert 'torch' not in sys.modules and 'safetensors' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_adapted_model_maps_what_its_parent_gives(models_dir):
    adapter = install_adapter(models_dir)
    base = load_encoder("tiny", device="cpu", models_dir=models_dir)
    tuned = load_encoder("mine", device="cpu", models_dir=models_dir)
    assert (tuned.key, tuned.fingerprint) == ("mine", adapter.fingerprint)
    assert tuned.preprocess == base.preprocess
    pictures = canary_pictures(base)
    expected = adapter.image.apply(base.encode_images(pictures))
    np.testing.assert_allclose(tuned.encode_images(pictures), expected, atol=2e-3)
    texts = ["a red ball", ""]
    expected = adapter.text.apply(base.encode_texts(texts))
    np.testing.assert_allclose(tuned.encode_texts(texts), expected, atol=2e-3)


def test_an_adapter_on_an_adapter_loads(models_dir):
    first = install_adapter(models_dir, "first")
    second = install_adapter(models_dir, "second", parent="first", seed=1)
    base = load_encoder("tiny", device="cpu", models_dir=models_dir)
    both = load_encoder("second", device="cpu", models_dir=models_dir)
    texts = ["a boat on a lake"]
    expected = second.text.apply(first.text.apply(base.encode_texts(texts)))
    np.testing.assert_allclose(both.encode_texts(texts), expected, atol=3e-3)


def test_the_manifest_says_what_an_adapter_stands_on(models_dir):
    adapter = install_adapter(models_dir)
    info = describe("mine", models_dir)
    assert (info.parent, info.backend, info.source) == ("tiny", "adapter", "finetuned")
    assert info.fingerprint == adapter.fingerprint
    assert info.arch == describe("tiny", models_dir).arch
    assert [each.key for each in installed(models_dir)] == ["starter", "mine", "tiny"]


def test_a_missing_parent_gives_one_sentence(models_dir):
    install_adapter(models_dir)
    shutil.rmtree(models_dir / "tiny")
    with pytest.raises(CorruptWeightsError, match="“mine” was tuned from “tiny”, which is not"):
        load_encoder("mine", models_dir=models_dir)


def test_a_parent_with_other_weights_is_refused(models_dir):
    from tiny_model import make_tiny_model

    install_adapter(models_dir)
    make_tiny_model(models_dir, "tiny", taught=False, seed=5)
    with pytest.raises(CorruptWeightsError, match="tuned from other weights of “tiny”"):
        load_encoder("mine", models_dir=models_dir)


def test_an_adapter_that_stands_on_itself_is_refused(models_dir):
    install_adapter(models_dir)
    config = models_dir / "mine" / "config.json"
    print_of = read_manifest(models_dir / "mine").fingerprint
    circle = json.loads(config.read_text()) | {"parent": "mine", "parent_fingerprint": print_of}
    config.write_text(json.dumps(circle))
    manifest = json.loads((models_dir / "mine" / "manifest.json").read_text())
    manifest["parent"] = "mine"
    manifest["files"] = {}
    (models_dir / "mine" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CorruptWeightsError, match="stands on itself"):
        load_encoder("mine", models_dir=models_dir)


def test_a_model_that_an_adapter_needs_cannot_be_removed(models_dir):
    install_adapter(models_dir)
    with pytest.raises(ModelError, match="needed by “mine”"):
        remove_model("tiny", models_dir)
    remove_model("mine", models_dir)
    remove_model("tiny", models_dir)
    assert [each.key for each in installed(models_dir)] == ["starter"]


def test_reference_photos_are_mapped_along(models_dir):
    fingerprint = describe("tiny", models_dir).fingerprint
    vectors = _unit(7, 32)
    save_reference(models_dir / "tiny", fingerprint, vectors)
    adapter = install_adapter(models_dir)
    found = load_reference(models_dir / "mine", adapter.fingerprint)
    np.testing.assert_allclose(found, adapter.image.apply(vectors), atol=5e-3)
    assert "reference.npz" in read_manifest(models_dir / "mine").files


def test_without_reference_photos_of_the_parent_there_are_none(models_dir):
    adapter = install_adapter(models_dir)
    assert load_reference(models_dir / "mine", adapter.fingerprint) is None


@pytest.mark.starter
def test_an_adapter_on_the_starter_has_its_reference_photos(tmp_path):
    adapter = stage_adapter(tmp_path / "mine", tmp_path, parent="starter")
    found = load_reference(tmp_path / "mine", adapter.fingerprint)
    assert found is not None
    np.testing.assert_allclose(np.linalg.norm(found.astype(np.float32), axis=1), 1, atol=1e-2)


def test_an_exported_adapter_can_be_imported_elsewhere(models_dir, tmp_path):
    adapter = stage_adapter(tmp_path / "export", models_dir)
    info = run_to_end(import_model(tmp_path / "export", key="theirs", models_dir=models_dir))
    assert (info.key, info.backend, info.parent) == ("theirs", "adapter", "tiny")
    assert (info.source, info.title) == ("finetuned", "Tuned on my photos")
    assert info.fingerprint == adapter.fingerprint
    checks = run_to_end(verify_model("theirs", models_dir=models_dir, device="cpu"))
    assert all(check.passed for check in checks), checks


def test_an_adapter_is_not_imported_where_its_parent_lacks(models_dir, tmp_path):
    stage_adapter(tmp_path / "export", models_dir)
    elsewhere = tmp_path / "elsewhere"
    with pytest.raises(CorruptWeightsError, match="“tiny”, which is not installed"):
        run_to_end(import_model(tmp_path / "export", key="theirs", models_dir=elsewhere))
    assert not list(elsewhere.iterdir())


def test_an_adapter_that_ruins_its_parent_fails_the_self_test(models_dir, tmp_path):
    save_adapter(make_adapter(models_dir, size=3.0), tmp_path / "staged")
    plan = InstallPlan(key="bad", backend="adapter", parent="tiny", models_dir=models_dir)
    with pytest.raises(ModelError, match="self-test"):
        finish(tmp_path / "staged", plan)


def test_a_changed_file_of_the_parent_is_found_by_verify(models_dir):
    install_adapter(models_dir)
    weights = models_dir / "tiny" / "open_clip_model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(bytes(content))
    checks = run_to_end(verify_model("mine", models_dir=models_dir, device="cpu"))
    assert [check.passed for check in checks] == [False]
    assert "tiny" in checks[0].note
