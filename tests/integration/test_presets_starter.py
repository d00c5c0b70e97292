"""Presets of the starter on the real towers: exact starts, what changes, export, semantic part."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from photoclip.encoders import starter_tuned
from photoclip.encoders.install import InstallPlan
from photoclip.encoders.prepare import finish
from photoclip.encoders.registry import load_encoder
from photoclip.encoders.starter import StarterEncoder, load_starter
from photoclip.encoders.starter_files import (
    HEADS_FILE,
    TOWERS_FILE,
    StarterConfig,
    read_spec,
    starter_folder,
)
from photoclip.errors import CorruptWeightsError, UnreadablePhotoError
from photoclip.media.resize import fit
from photoclip.runs import BaseModelTable, RunConfig, SnapshotPhoto, TrainingTable
from trainer.presets import starter_seeing
from trainer.presets.starter import starter_tunable
from trainer.tuning.contract import Tunable, image_vectors, text_vectors

pytestmark = pytest.mark.starter

TEXTS = ("a dog runs", "Bello in the kitchen", "two people on a beach at night", "")
PRESETS = ("heads", "lora", "last_blocks", "full")
SEEING = PRESETS[1:]
# Vectors of the app come from float16 weights; features of photos are float16, too.
HALF = 4e-3


@pytest.fixture(scope="module")
def encoder() -> StarterEncoder:
    return load_starter()


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[SnapshotPhoto]:
    folder = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(0)
    found = []
    for number in range(2):
        path = folder / f"{number}.png"
        small = rng.integers(0, 255, (6, 8, 3), np.uint8)
        Image.fromarray(small.repeat(40, 0).repeat(40, 1)).save(path)
        found.append(SnapshotPhoto(pixel_hash=f"{number:032x}", path=str(path)))
    return found


def silent(what: str, done: int, total: int) -> None:
    pass


def make(preset: str, encoder: StarterEncoder, folder: Path, **training: object) -> Tunable:
    table = TrainingTable(preset=preset, dropout=0.0, **training)
    config = RunConfig(model=BaseModelTable(models_dir=folder), training=table)
    return starter_tunable(encoder, config, cache=folder / "cache")


def warmed(preset: str, encoder, photos, folder: Path, **training: object) -> Tunable:
    model = make(preset, encoder, folder, **training)
    assert model.warm(photos, TEXTS, views=2, report=silent) == []
    return model


def two_steps(model: Tunable, photos: list[SnapshotPhoto], rate: float = 0.05) -> None:
    trained = [p for p in model.tower.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=rate)
    model.tower.train()
    for _ in range(2):
        optimizer.zero_grad()
        image, text = model.tower(model.image_inputs(photos, view=1), model.text_inputs(TEXTS[:2]))
        torch.nn.functional.cross_entropy(20 * image @ text.T, torch.arange(len(photos))).backward()
        optimizer.step()
    model.tower.eval()


def app_images(encoder: StarterEncoder, photos: list[SnapshotPhoto]) -> np.ndarray:
    shape = encoder.preprocess
    pictures = [
        fit(
            np.asarray(Image.open(photo.path)),
            size=shape.size,
            interpolation=shape.interpolation,
            resize_mode=shape.resize_mode,
            fill=shape.fill,
        )
        for photo in photos
    ]
    return encoder.encode_images(np.stack(pictures))


@dataclass(frozen=True, slots=True)
class Trained:
    model: Tunable
    images: np.ndarray
    sentences: np.ndarray
    before: dict[str, torch.Tensor]
    tuned: dict[str, torch.Tensor]


@pytest.fixture(scope="module", params=PRESETS)
def once(request, encoder, photos, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    model = warmed(request.param, encoder, photos, tmp_path_factory.mktemp("once"))
    model.set_captions(TEXTS[:3])
    images, sentences, before = (
        image_vectors(model, photos),
        text_vectors(model, TEXTS),
        model.state(),
    )
    two_steps(model, photos)
    return Trained(model, images, sentences, before, model.state())


@pytest.fixture
def trained(once: Trained) -> Trained:
    """A model after two steps of training, whatever the test before did with it."""
    once.model.load_state(once.tuned)
    return once


def test_the_start_is_the_base_model_and_alpha_zero_is_the_start(encoder, photos, trained):
    model, images, sentences = trained.model, trained.images, trained.sentences
    assert np.abs(images - app_images(encoder, photos)).max() < HALF
    assert np.abs(sentences - encoder.encode_texts(TEXTS)).max() < 1e-5
    assert np.abs(image_vectors(model, photos) - images).max() > 1e-3
    assert np.abs(text_vectors(model, TEXTS) - sentences).max() > 1e-3
    model.blend(trained.tuned, 0.0)
    assert np.array_equal(image_vectors(model, photos), images)
    assert np.array_equal(text_vectors(model, TEXTS), sentences)


def test_the_app_gives_the_vectors_of_the_blended_model(photos, trained, tmp_path: Path):
    model = trained.model
    model.blend(trained.tuned, 0.6)
    out = tmp_path / "model"
    out.mkdir()
    model.export(out)
    loaded = load_starter(folder=out)
    assert np.abs(loaded.encode_texts(TEXTS) - text_vectors(model, TEXTS)).max() < HALF
    assert np.abs(app_images(loaded, photos) - image_vectors(model, photos)).max() < HALF
    assert np.abs(app_images(loaded, photos) - trained.images).max() > 1e-3


def test_the_semantic_part_of_a_tuned_starter_is_the_shipped_ones(
    encoder, photos, trained, tmp_path: Path
):
    out = tmp_path / "model"
    out.mkdir()
    trained.model.export(out)
    loaded = load_starter(folder=out)
    pixels = torch.randn(2, 3, 260, 260, generator=torch.Generator().manual_seed(0))
    ids = torch.tensor([[101, 3899, 2770, 102]])
    mask = torch.ones_like(ids)
    with torch.inference_mode():
        ours, theirs = (
            (m.semantic.image(m.see(pixels)[1]), m.about(m.read(ids, mask)[1], mask)[0])
            for m in (loaded.model, encoder.model)
        )
    assert torch.equal(ours[0], theirs[0])
    assert torch.equal(ours[1], theirs[1])


def test_two_steps_change_what_the_preset_says_and_the_encoder_not_at_all(encoder, photos, trained):
    model, before = trained.model, trained.before
    changed = {
        name for name, value in model.state().items() if not torch.equal(value, before[name])
    }
    assert any(name.startswith("image_head.") for name in changed)
    assert "captions" in changed
    paths = {name for name in before if "_path." in name}
    assert bool(paths) == model.seeing
    assert bool(paths & changed) == model.seeing
    fresh = load_starter()
    for name, value in fresh.model.heads_state().items():
        assert torch.equal(value, encoder.model.heads_state()[name])
    assert encoder.model.image_path is None
    assert encoder.model.text_path is None
    locked = encoder.model.need_text_tower().state_dict()
    for name, value in fresh.model.need_text_tower().state_dict().items():
        assert torch.equal(value, locked[name])


def test_state_comes_back_as_it_was(photos, trained):
    model, before, tuned = trained.model, trained.before, trained.tuned
    wanted = image_vectors(model, photos), text_vectors(model, TEXTS)
    model.blend(tuned, 0.3)
    model.load_state(before)
    assert all(torch.equal(value, before[name]) for name, value in model.state().items())
    model.load_state(tuned)
    assert np.array_equal(image_vectors(model, photos), wanted[0])
    assert np.array_equal(text_vectors(model, TEXTS), wanted[1])


@pytest.mark.parametrize("preset", ["heads", "lora"])
def test_keep_is_zero_at_the_start_and_not_afterwards(encoder, photos, tmp_path: Path, preset: str):
    model = warmed(preset, encoder, photos, tmp_path)
    assert model.tower.keep() is None
    model.set_anchors(photos[:2], TEXTS[:2])
    model.tower.train()
    assert float(model.tower.keep().detach()) == pytest.approx(0, abs=1e-9)
    two_steps(model, photos)
    assert float(model.tower.keep().detach()) > 1e-6


def test_the_users_kinds_of_captions_get_the_heads_a_say_that_fades_with_alpha(
    encoder, photos, tmp_path: Path
):
    strange = "the derivative of a function"
    model = warmed("heads", encoder, photos, tmp_path)
    split = encoder.model.config.head_dim

    def say() -> float:
        return float(np.linalg.norm(text_vectors(model, [strange])[0, :split]))

    assert say() == 0
    model.set_captions([strange, *TEXTS])
    assert say() == 0
    model.tower.train()
    full = np.sqrt(1 - encoder.model.config.weight)
    assert say() == pytest.approx(full, abs=1e-3)
    tuned = model.state()
    said = []
    for alpha in (0.0, 0.4, 0.5, 1.0):
        model.blend(tuned, alpha)
        said.append(say())
    assert said[0] == 0
    assert 0 < said[1] < said[2] < said[3]


def test_a_tuned_starter_can_be_tuned_again(encoder, photos, tmp_path: Path):
    first = warmed("last_blocks", encoder, photos, tmp_path, blocks=1)
    first.set_captions(TEXTS[:3])
    two_steps(first, photos)
    out = tmp_path / "first"
    out.mkdir()
    first.export(out)
    tuned = load_starter(folder=out)
    assert tuned.fingerprint != encoder.fingerprint
    for preset in ("heads", "last_blocks"):
        again = warmed(preset, tuned, photos, tmp_path / preset)
        assert np.abs(image_vectors(again, photos) - app_images(tuned, photos)).max() < HALF
        assert np.abs(text_vectors(again, TEXTS) - tuned.encode_texts(TEXTS)).max() < 1e-5
        two_steps(again, photos)
        further = tmp_path / f"second-{preset}"
        further.mkdir()
        again.export(further)
        loaded = load_starter(folder=further)
        assert np.abs(app_images(loaded, photos) - image_vectors(again, photos)).max() < HALF
        assert np.abs(loaded.encode_texts(TEXTS) - text_vectors(again, TEXTS)).max() < HALF


def test_a_low_rank_change_is_written_as_two_factors(encoder, photos, tmp_path: Path):
    model = warmed("lora", encoder, photos, tmp_path, lora_rank=4)
    two_steps(model, photos)
    model.export(tmp_path / "out")
    assert (tmp_path / "out" / TOWERS_FILE).stat().st_size < 3_000_000
    loaded = load_starter(folder=tmp_path / "out")
    assert all(name.endswith((".up", ".down")) for name in loaded.model.changes)


def test_tuned_heads_become_an_installed_model_without_a_file_of_towers(
    encoder, photos, tmp_path: Path
):
    model = warmed("heads", encoder, photos, tmp_path)
    two_steps(model, photos)
    staging = tmp_path / "models" / "mine"
    staging.mkdir(parents=True)
    model.export(staging)
    plan = InstallPlan(key="mine", arch=model.arch, source="finetuned", backend=model.backend)
    manifest = finish(staging, plan)
    assert set(manifest.files) == {"config.json", HEADS_FILE}
    assert "towers_sha256" not in json.loads((staging / "config.json").read_text())
    loaded = load_encoder("mine", device="cpu", models_dir=tmp_path / "models")
    assert (loaded.key, loaded.dim) == ("mine", encoder.dim)
    assert loaded.fingerprint == manifest.fingerprint != encoder.fingerprint


def test_cached_features_open_no_photo_a_second_time(encoder, photos, tmp_path: Path):
    warmed("heads", encoder, photos, tmp_path)
    gone = [photo.model_copy(update={"path": str(tmp_path / "gone")}) for photo in photos]
    again = warmed("heads", encoder, gone, tmp_path)
    assert len(image_vectors(again, gone)) == len(gone)


def test_a_view_that_was_seen_is_not_opened_again_as_long_as_memory_lasts(
    encoder, photos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    gone = [photo.model_copy(update={"path": str(tmp_path / "gone")}) for photo in photos]
    model = make("last_blocks", encoder, tmp_path)
    seen = model.image_inputs(photos, view=1)
    for ours, theirs in zip(model.image_inputs(gone, view=1), seen, strict=True):
        assert torch.equal(ours, theirs)
    with pytest.raises(UnreadablePhotoError):
        model.image_inputs(gone, view=0)
    monkeypatch.setattr(starter_seeing, "MEMORY", 0)
    forgetful = make("last_blocks", encoder, tmp_path)
    for ours, theirs in zip(forgetful.image_inputs(photos, view=1), seen, strict=True):
        assert torch.equal(ours, theirs)
    with pytest.raises(UnreadablePhotoError):
        forgetful.image_inputs(gone, view=1)


@pytest.mark.parametrize("preset", ["heads", "last_blocks"])
def test_photos_that_cannot_be_opened_are_named(encoder, photos, tmp_path: Path, preset: str):
    broken = SnapshotPhoto(pixel_hash="ff", path=str(tmp_path / "none.jpg"))
    model = make(preset, encoder, tmp_path)
    some = [photos[0], broken, photos[1]]
    assert model.warm(some, [], views=1, report=silent) == [broken]
    assert len(image_vectors(model, [photos[0], photos[1]])) == 2
    if model.seeing:
        with pytest.raises(UnreadablePhotoError, match=r"none\.jpg"):
            model.image_inputs(some)


def test_a_photo_that_was_opened_once_but_is_gone_now_is_not_asked_for(
    encoder, photos, tmp_path: Path
):
    warmed("last_blocks", encoder, photos, tmp_path)
    gone = photos[0].model_copy(update={"path": str(tmp_path / "gone")})
    model = make("last_blocks", encoder, tmp_path)
    assert model.warm([gone, photos[1]], [], views=1, report=silent) == [gone]


def test_the_locked_towers_stay_in_evaluation_mode(encoder, photos, tmp_path: Path):
    model = make("last_blocks", encoder, tmp_path)
    model.tower.train()
    assert not encoder.model.need_image_tower().training
    assert not encoder.model.need_text_tower().training
    assert not encoder.model.image_head.training


def test_the_shipped_starters_fingerprint_knows_nothing_of_tuned_towers():
    spec = read_spec()
    assert not spec.towers_sha256
    assert not (starter_folder() / TOWERS_FILE).exists()
    stored = json.loads((starter_folder() / "canary.json").read_text())
    assert spec.fingerprint == stored["fingerprint"]
    assert StarterConfig().caption_kinds == spec.config.caption_kinds


def test_damaged_towers_are_refused(encoder, photos, tmp_path: Path):
    model = warmed("last_blocks", encoder, photos, tmp_path, blocks=1)
    two_steps(model, photos)
    model.export(tmp_path / "out")
    file = tmp_path / "out" / TOWERS_FILE
    file.write_bytes(file.read_bytes()[:-4] + b"half")
    with pytest.raises(CorruptWeightsError, match=TOWERS_FILE):
        load_starter(folder=tmp_path / "out")
    file.unlink()
    with pytest.raises(CorruptWeightsError, match=TOWERS_FILE):
        load_starter(folder=tmp_path / "out")


def test_towers_under_unknown_names_are_refused():
    for name in ("other.weight", "image.classifier.weight", "text.embeddings.weight"):
        with pytest.raises(ValueError, match=r"weight"):
            starter_tuned.check_changes({name: torch.zeros(1)})


def test_locked_heads_stay_while_the_towers_learn(encoder, photos, tmp_path):
    model = warmed("lora", encoder, photos, tmp_path, lock_heads=True)
    before = model.state()
    two_steps(model, photos, rate=0.5)
    after = model.state()
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert moved
    assert not any(name.startswith(("image_head.", "text_head.")) for name in after)
