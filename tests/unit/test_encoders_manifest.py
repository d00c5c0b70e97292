"""Manifests of installed models, and what the registry reads from them."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from photoclip.encoders.manifest import (
    MANIFEST_NAME,
    Manifest,
    check_files,
    read_manifest,
    stamp_files,
    write_manifest,
)
from photoclip.encoders.registry import describe, installed, model_folder, remove_model
from photoclip.errors import CorruptWeightsError, ModelError, UnknownModelError


def make_model(models_dir: Path, key: str = "mine") -> Path:
    folder = models_dir / key
    folder.mkdir(parents=True)
    (folder / "weights").write_bytes(b"0123456789")
    manifest = Manifest(
        key=key,
        arch="ViT-B-32",
        source="imported",
        fingerprint="f" * 64,
        dim=512,
        files=stamp_files(folder, ["weights"]),
        title="Mine",
        canary={"pictures": "AAAA"},
    )
    write_manifest(folder, manifest)
    return folder


def test_a_manifest_reads_back_as_it_was_written(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    manifest = read_manifest(folder)
    write_manifest(folder, manifest)
    assert read_manifest(folder) == manifest
    assert manifest.files["weights"].size == 10


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "{}", '{"format": 99}', '{"format": 1, "key": "a"}']
)
def test_a_damaged_manifest_is_one_plain_sentence(tmp_path: Path, text: str) -> None:
    folder = make_model(tmp_path)
    (folder / MANIFEST_NAME).write_text(text)
    with pytest.raises(CorruptWeightsError, match="no readable manifest"):
        read_manifest(folder)


def test_a_changed_weight_file_is_noticed(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    check_files(folder, read_manifest(folder))
    (folder / "weights").write_bytes(b"0123456780")
    with pytest.raises(CorruptWeightsError, match="has changed since"):
        check_files(folder, read_manifest(folder))


def test_a_flipped_byte_with_the_old_time_is_noticed_by_the_thorough_check(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    status = (folder / "weights").stat()
    (folder / "weights").write_bytes(b"0123456780")
    os.utime(folder / "weights", ns=(status.st_atime_ns, status.st_mtime_ns))
    check_files(folder, read_manifest(folder))
    with pytest.raises(CorruptWeightsError, match="has changed since"):
        check_files(folder, read_manifest(folder), thorough=True)


def test_a_copied_model_folder_with_new_times_is_still_good(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    os.utime(folder / "weights", ns=(1, 1))
    check_files(folder, read_manifest(folder))


def test_a_missing_weight_file_is_one_plain_sentence(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    (folder / "weights").unlink()
    with pytest.raises(CorruptWeightsError, match="lacks its file"):
        check_files(folder, read_manifest(folder))


def test_the_starter_and_every_readable_model_are_installed(tmp_path: Path) -> None:
    make_model(tmp_path, "b")
    make_model(tmp_path, "a")
    broken = make_model(tmp_path, "broken")
    (broken / MANIFEST_NAME).write_text("{")
    (tmp_path / ".incomplete-c").mkdir()
    (tmp_path / "no-model").mkdir()
    assert [info.key for info in installed(tmp_path)] == ["starter", "a", "b"]
    assert [info.key for info in installed(tmp_path / "nowhere")] == ["starter"]


def test_a_model_is_described_from_its_manifest(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    info = describe("mine", tmp_path)
    assert (info.fingerprint, info.dim, info.source) == ("f" * 64, 512, "imported")
    assert info.path == folder


def test_an_unknown_model_is_answered_with_the_known_ones_and_the_nearest(tmp_path: Path) -> None:
    make_model(tmp_path, "holiday-model")
    with pytest.raises(UnknownModelError) as caught:
        describe("holiday-modell", tmp_path)
    assert "starter" in str(caught.value)
    assert "Did you mean “holiday-model”?" in str(caught.value)


@pytest.mark.parametrize("key", ["../mine", "", "a/../mine", "..", "."])
def test_a_key_never_leaves_the_models_folder(tmp_path: Path, key: str) -> None:
    make_model(tmp_path / "models", "inside")
    make_model(tmp_path, "mine")
    with pytest.raises(UnknownModelError):
        model_folder(key, tmp_path / "models")


def test_a_model_on_offer_that_is_not_installed_tells_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="photoclip models download vit-b-32-256"):
        describe("vit-b-32-256", tmp_path)


def test_a_removed_model_is_gone_and_the_starter_stays(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    assert remove_model("mine", tmp_path).key == "mine"
    assert not folder.exists()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UnknownModelError):
        remove_model("mine", tmp_path)
    with pytest.raises(ModelError, match="part of PhotoClip"):
        remove_model("starter", tmp_path)


def test_unknown_fields_of_a_manifest_are_refused_not_ignored(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    values = json.loads((folder / MANIFEST_NAME).read_text())
    values["surprise"] = 1
    (folder / MANIFEST_NAME).write_text(json.dumps(values))
    with pytest.raises(CorruptWeightsError):
        read_manifest(folder)


def test_the_fingerprint_of_a_description_follows_the_manifest(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    write_manifest(folder, replace(read_manifest(folder), fingerprint="e" * 64))
    assert describe("mine", tmp_path).fingerprint == "e" * 64
