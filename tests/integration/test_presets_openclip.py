"""The presets on tiny models of each kind that OpenCLIP builds."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from tiny_architectures import ARCHITECTURES, make_architecture

from photoclip.encoders.canary_pictures import draw
from photoclip.encoders.install import InstallPlan
from photoclip.encoders.openclip import OpenClipEncoder, load_openclip
from photoclip.encoders.prepare import finish
from photoclip.encoders.registry import load_folder
from photoclip.errors import ModelError, UnreadablePhotoError, UserError
from photoclip.media.decode import decode
from photoclip.media.resize import fit
from photoclip.runs import BaseModelTable, RunConfig, SnapshotPhoto, TrainingTable
from trainer.presets import openclip_layers
from trainer.presets.openclip import OpenClipTunable, openclip_tunable
from trainer.tuning.contract import image_vectors, text_vectors, to_device

KINDS = tuple(ARCHITECTURES)
PIXELS = ("lora", "last_blocks", "full")
# Every kind with what is most used, and three unlike ones with every preset.
CASES = [
    (kind, preset)
    for kind in KINDS
    for preset in ("heads", *PIXELS)
    if preset in ("heads", "lora") or kind in ("vit", "resnet", "fastvit")
]
TEXTS = ("a dog", "a cat on the beach", "the dog on the beach")
Make = Callable[..., OpenClipTunable]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for kind in KINDS:
        make_architecture(root / kind, kind)
    return root


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[SnapshotPhoto]:
    folder = tmp_path_factory.mktemp("photos")
    found = []
    for number, name in enumerate(("sunset", "clock", "balloon")):
        path = folder / f"{name}.png"
        Image.fromarray(draw(name)).resize((120, 90)).save(path)
        found.append(SnapshotPhoto(pixel_hash=f"{number + 1:032x}", path=str(path)))
    return found


@pytest.fixture
def make(models: Path, tmp_path: Path) -> Make:
    def tunable(kind: str, preset: str, **table: Any) -> OpenClipTunable:
        encoder = load_openclip(models / kind, key=kind, device="cpu")
        config = RunConfig(
            model=BaseModelTable(key=kind, models_dir=models),
            training=TrainingTable(preset=preset, advanced=True, lora_rank=2, **table),
        )
        found = openclip_tunable(encoder, config, cache=tmp_path / "cache")
        assert isinstance(found, OpenClipTunable)
        return found

    return tunable


def vectors_of(
    encoder: OpenClipEncoder, photos: list[SnapshotPhoto]
) -> tuple[np.ndarray, np.ndarray]:
    size, mode = encoder.preprocess.size, encoder.preprocess.resize_mode
    batch = np.stack([fit(decode(p.file).pixels, size=size, resize_mode=mode) for p in photos])
    return encoder.encode_images(batch), encoder.encode_texts(TEXTS)


def vectors_now(
    model: OpenClipTunable, photos: list[SnapshotPhoto]
) -> tuple[np.ndarray, np.ndarray]:
    return image_vectors(model, photos), text_vectors(model, TEXTS)


def disturb(model: OpenClipTunable) -> dict[str, torch.Tensor]:
    """Change all that is trained, as training would; returns the state."""
    generator = torch.Generator().manual_seed(3)
    tuned = {
        name: value + 0.05 * torch.randn(value.shape, generator=generator)
        for name, value in model.state().items()
    }
    model.load_state(tuned)
    return tuned


@pytest.mark.parametrize(("kind", "preset"), CASES)
def test_a_preset_starts_at_the_base_and_comes_back_to_it(
    make: Make, models: Path, photos: list[SnapshotPhoto], kind: str, preset: str
) -> None:
    model = make(kind, preset)
    start = vectors_now(model, photos)
    # Cached features are float16.
    near = 2e-3 if preset == "heads" else 1e-5
    untouched = vectors_of(load_openclip(models / kind, key=kind, device="cpu"), photos)
    for now, base in zip(start, untouched, strict=True):
        np.testing.assert_allclose(now, base, atol=near)
    tuned = disturb(model)
    full = vectors_now(model, photos)
    for now, before in zip(full, start, strict=True):
        assert np.abs(now - before).max() > 1e-3
    model.blend(tuned, 0.0)
    assert all(map(np.array_equal, vectors_now(model, photos), start))
    model.blend(tuned, 1.0)
    assert all(map(np.array_equal, vectors_now(model, photos), full))
    assert all(torch.equal(tuned[name], value) for name, value in model.state().items())


@pytest.mark.parametrize(("kind", "preset"), CASES)
def test_an_export_is_what_was_trained_in_the_app_and_in_open_clip(
    make: Make, photos: list[SnapshotPhoto], tmp_path: Path, kind: str, preset: str
) -> None:
    import open_clip

    model = make(kind, preset)
    disturb(model)
    model.log_scale = 3.21
    model.export(tmp_path / "out")
    plan = InstallPlan(key="mine", source="finetuned", parent=kind, check=False)
    manifest = finish(tmp_path / "out", plan)
    loaded = load_folder(tmp_path / "out", manifest, device="cpu")
    assert isinstance(loaded, OpenClipEncoder)
    assert (manifest.parent, manifest.dim, manifest.backend) == (kind, model.dim, model.backend)
    near = 2e-3 if preset == "heads" else 1e-5
    for there, here in zip(vectors_of(loaded, photos), vectors_now(model, photos), strict=True):
        np.testing.assert_allclose(there, here, atol=near)
    if kind == "roberta":
        return  # OpenCLIP itself asks the hub for the configuration of such a text tower
    plain = open_clip.create_model(f"local-dir:{tmp_path / 'out'}")
    assert float(plain.logit_scale.detach()) == pytest.approx(3.21)
    ids = torch.from_numpy(loaded.tokenise(TEXTS))
    with torch.inference_mode():
        texts = plain.eval().encode_text(ids, normalize=True).numpy()
    np.testing.assert_allclose(texts, loaded.encode_texts(TEXTS), atol=1e-5)


@pytest.mark.parametrize("preset", ["heads", *PIXELS])
def test_weights_between_base_and_tuned_are_mixed_linearly(make: Make, preset: str) -> None:
    model = make("resnet", preset)
    tuned = disturb(model)
    mixed = []
    for alpha in (0.0, 0.25, 1.0):
        model.blend(tuned, alpha)
        mixed.append(model.weights.merged())
    base, quarter, full = mixed
    assert any(not torch.equal(base[name], full[name]) for name in base)
    for name, value in quarter.items():
        torch.testing.assert_close(value, base[name] + 0.25 * (full[name] - base[name]))


@pytest.mark.parametrize("kind", KINDS)
def test_trained_heads_are_the_models_own_projections(
    make: Make, photos: list[SnapshotPhoto], tmp_path: Path, kind: str
) -> None:
    model = make(kind, "heads")
    disturb(model)
    live = vectors_of(model._encoder, photos)
    for cached, exact in zip(vectors_now(model, photos), live, strict=True):
        np.testing.assert_allclose(cached, exact, atol=2e-3)
    model.export(tmp_path / "out")
    loaded = load_openclip(tmp_path / "out", key="x", device="cpu")
    for there, here in zip(vectors_of(loaded, photos), live, strict=True):
        np.testing.assert_allclose(there, here, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_that_are_not_trained_are_exported_to_the_bit(
    make: Make, models: Path, tmp_path: Path, kind: str
) -> None:
    from safetensors.torch import load_file

    model = make(kind, "last_blocks", blocks=1)
    tuned = disturb(model)
    model.export(tmp_path)
    before = load_file(models / kind / "open_clip_model.safetensors")
    after = load_file(tmp_path / "open_clip_model.safetensors")
    assert set(before) == set(after)
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed <= set(tuned)


def gradients(model: OpenClipTunable, photos: list[SnapshotPhoto]) -> set[str]:
    """Names of what gets a gradient that is not zero in one training step."""
    tower = model.tower.train()
    image, text = tower(model.image_inputs(photos), model.text_inputs(TEXTS))
    (image @ text.T).square().sum().backward()
    named = dict(model._encoder.model.named_parameters())
    return {n for n, p in named.items() if p.grad is not None and bool(p.grad.any())}


@pytest.mark.parametrize(("kind", "preset"), CASES)
def test_only_what_is_trained_gets_a_gradient(
    make: Make, photos: list[SnapshotPhoto], kind: str, preset: str
) -> None:
    model = make(kind, preset, blocks=1)
    disturb(model)
    names = gradients(model, photos)
    assert names <= set(model.state())
    trained = {n for n, p in model._encoder.model.named_parameters() if p.requires_grad}
    assert trained == set(model.state())
    assert sum(name.startswith("visual") for name in names) > 0
    assert sum(not name.startswith("visual") for name in names) > 0
    assert "logit_scale" not in trained


@pytest.mark.parametrize(
    ("kind", "below", "within"),
    [
        ("vit", "visual.transformer.resblocks.1", "visual.transformer.resblocks.2"),
        ("resnet", "visual.layer3", "visual.layer4"),
        ("siglip", "visual.trunk.blocks.7", "visual.trunk.blocks.8"),
        ("convnext", "visual.trunk.stages.3.blocks.0", "visual.trunk.stages.3.blocks.1"),
        ("fastvit", "visual.trunk.stages.2", "visual.trunk.stages.3"),
        ("roberta", "text.transformer.encoder.layer.1", "text.transformer.encoder.layer.2"),
    ],
)
def test_no_graph_is_built_below_the_last_blocks(
    make: Make, photos: list[SnapshotPhoto], kind: str, below: str, within: str
) -> None:
    model = make(kind, "last_blocks", blocks=1)
    seen: dict[str, bool] = {}

    def watch(name: str) -> Callable[..., None]:
        def hook(module: torch.nn.Module, inputs: Any, output: Any) -> None:
            first = output if isinstance(output, torch.Tensor) else output[0]
            seen[name] = first.requires_grad

        return hook

    for name in (below, within):
        model._encoder.model.get_submodule(name).register_forward_hook(watch(name))
    gradients(model, photos)
    assert seen == {below: False, within: True}


@pytest.mark.parametrize("preset", PIXELS)
def test_statistics_of_batch_normalisation_never_change(
    make: Make, photos: list[SnapshotPhoto], preset: str
) -> None:
    model = make("resnet", preset)
    before = {name: value.clone() for name, value in model._encoder.model.named_buffers()}
    gradients(model, photos)
    after = dict(model._encoder.model.named_buffers())
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_attention_pooling_behind_a_resnet_learns_with_lora(
    make: Make, photos: list[SnapshotPhoto]
) -> None:
    model = make("resnet", "lora")
    disturb(model)
    names = gradients(model, photos)
    assert any("attnpool.v_proj" in name for name in names)
    assert any("layer1" in name for name in names)


def test_heads_read_each_photo_once_and_from_the_cache_after_that(
    make: Make, photos: list[SnapshotPhoto], tmp_path: Path
) -> None:
    moved = []
    for photo in photos:
        path = shutil.copy(photo.file, tmp_path / photo.file.name)
        moved.append(photo.model_copy(update={"path": str(path)}))
    model = make("vit", "heads")
    heard: list[tuple[str, int, int]] = []
    assert model.warm(moved, TEXTS, views=3, report=lambda *said: heard.append(said)) == []
    assert {said[0] for said in heard} == {"captions", *(f"photos, view {n} of 3" for n in "123")}
    views = [model.image_inputs(moved, view=view)[0] for view in range(3)]
    assert not torch.equal(views[0], views[1]) and not torch.equal(views[1], views[2])
    for photo in moved:
        photo.file.unlink()
    again = make("vit", "heads")
    assert again.warm(moved, TEXTS, views=3, report=lambda *said: None) == []
    assert all(
        torch.equal(again.image_inputs(moved, view=view)[0], views[view]) for view in range(3)
    )


def test_cached_crops_are_not_taken_for_those_of_another_seed(
    make: Make, photos: list[SnapshotPhoto]
) -> None:
    one, other = make("vit", "heads", seed=1), make("vit", "heads", seed=2)
    assert torch.equal(one.image_inputs(photos)[0], other.image_inputs(photos)[0])
    crops = [model.image_inputs(photos, view=1)[0] for model in (one, other)]
    assert not torch.equal(*crops)


@pytest.mark.parametrize("preset", ["heads", "lora"])
def test_photos_that_cannot_be_opened_are_named_before_training(
    make: Make, photos: list[SnapshotPhoto], tmp_path: Path, preset: str
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a photo")
    broken = SnapshotPhoto(pixel_hash="f" * 32, path=str(tmp_path / "broken.jpg"))
    gone = SnapshotPhoto(pixel_hash="e" * 32, path=str(tmp_path / "gone.jpg"))
    model = make("vit", preset)
    lost = model.warm([*photos, broken, gone], TEXTS, views=2, report=lambda *said: None)
    assert lost == [broken, gone]
    with pytest.raises(UnreadablePhotoError):
        model.image_inputs([*photos, broken])


@pytest.mark.parametrize("preset", ["heads", "lora"])
def test_anchors_hold_the_model_near_its_base(
    make: Make, photos: list[SnapshotPhoto], preset: str
) -> None:
    model: Any = make("vit", preset, keep_weight=2.0, dropout=0.0)
    model.set_anchors([], [])
    assert model.tower.keep() is None
    tuned = disturb(model)
    model.set_anchors(photos, TEXTS)
    assert all(torch.equal(tuned[name], value) for name, value in model.state().items())
    away = model.tower.keep()
    start = model.state()
    model.blend(tuned, 0.0)
    # Attention in a forward pass with gradient takes other sums than one without.
    assert model.tower.keep().item() == pytest.approx(0.0, abs=1e-9)
    model.load_state(start)
    optimizer = torch.optim.SGD([p for p in model.tower.parameters() if p.requires_grad], lr=0.05)
    for _ in range(20):
        optimizer.zero_grad()
        model.tower.keep().backward()
        optimizer.step()
    assert model.tower.keep().item() < 0.7 * away.item()


def test_pixels_enter_the_tower_as_they_enter_the_encoder(
    make: Make, photos: list[SnapshotPhoto]
) -> None:
    model = make("resnet", "lora")
    (pixels,) = model.image_inputs(photos)
    assert pixels.dtype == torch.uint8
    expected = model._encoder.encode_images(pixels.numpy())
    with torch.inference_mode():
        found = model.tower.image(to_device((pixels,), "cpu")).numpy()
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_sentences_asked_for_together_and_apart_have_the_same_ids(make: Make) -> None:
    model = make("vit", "lora")
    (whole,) = model.text_inputs([*TEXTS, TEXTS[0]])
    apart = torch.cat([model.text_inputs([text])[0] for text in (*TEXTS, TEXTS[0])])
    assert whole.dtype == torch.int64
    assert torch.equal(whole, apart)
    assert torch.equal(whole, torch.from_numpy(model._encoder.tokenise([*TEXTS, TEXTS[0]])))


def test_temperature_and_bias_are_the_base_models(make: Make) -> None:
    softmax, sigmoid = make("vit", "lora"), make("siglip", "lora")
    assert softmax.log_scale == pytest.approx(math.log(1 / 0.07))
    assert (softmax.bias, sigmoid.bias) == (None, -10.0)


def test_a_square_projection_is_told_in_the_configuration(make: Make, tmp_path: Path) -> None:
    model = make("siglip", "heads")
    model.bias = -9.5
    model.export(tmp_path)
    config = json.loads((tmp_path / "open_clip_config.json").read_text())["model_cfg"]
    assert config["vision_cfg"]["timm_proj"] == "linear"
    loaded: Any = load_openclip(tmp_path, key="x", device="cpu").model
    assert float(loaded.logit_bias) == -9.5
    torch.testing.assert_close(loaded.visual.head.proj.weight, torch.eye(96))


def test_a_low_rank_update_of_another_rank_is_refused(make: Make) -> None:
    state = {name: value[..., :1] for name, value in make("vit", "lora").state().items()}
    with pytest.raises(ModelError, match="another model"):
        make("vit", "lora").load_state(state)


def test_everything_is_trained_only_when_that_was_unlocked(models: Path, tmp_path: Path) -> None:
    encoder = load_openclip(models / "vit", key="vit", device="cpu")
    config = RunConfig(
        model=BaseModelTable(key="vit", models_dir=models), training=TrainingTable(preset="full")
    )
    with pytest.raises(UserError, match="advanced"):
        openclip_tunable(encoder, config, cache=tmp_path)


def test_a_model_that_writes_captions_is_refused() -> None:
    class CoCa(torch.nn.Module):
        pass

    with pytest.raises(ModelError, match="CoCa"):
        openclip_layers.require_dual_encoder(CoCa())
