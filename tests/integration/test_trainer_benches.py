"""The benches run on tiny sizes, and what they compare is comparable."""

from __future__ import annotations

import dataclasses
import random
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from photoclip.encoders.starter import StarterModel
from photoclip.encoders.starter_files import IMAGENET_CLASSES, TEXT_FEATURES, TEXT_WIDTH
from photoclip.errors import UserError
from trainer import classes
from trainer.benches import gradcache, personal_data, throughput
from trainer.benches.personal import main as personal
from trainer.benches.random_pairs import TINY, PixelPairs, all_different, make_model, make_tower
from trainer.classes import ClassTexts
from trainer.data import read_folder
from trainer.tuning.gradient_cache import GradientCache
from trainer.tuning.objectives import make_objective
from trainer.tuning.optimizer import make_adamw

COLOURS = ("red", "green", "blue", "yellow", "white", "black")
THINGS = ("dog", "ball", "house", "boat")


@pytest.fixture
def captioned(tmp_path: Path) -> Path:
    """72 drawings with two captions each, a quarter of them of a dog."""
    folder = tmp_path / "captions"
    folder.mkdir()
    draw = random.Random(0)
    lines, splits = [], ["file\tsplit"]
    for number in range(72):
        thing, colour = THINGS[number % 4], COLOURS[number // 4 % 6]
        picture = Image.new("RGB", (48, 48), colour)
        corner = draw.randrange(20)
        shape = ImageDraw.Draw(picture)
        (shape.ellipse if thing in ("dog", "ball") else shape.rectangle)(
            (corner, corner, corner + 20, corner + 8 * (1 + THINGS.index(thing))), "orange"
        )
        name = f"{number}.png"
        picture.save(folder / name)
        lines += [f"{name}\tA {thing} on {colour} ground", f"{name}\tOne {colour} {thing} {number}"]
        splits.append(f"{name}\t{'dev' if number % 9 == 0 else 'train'}")
    (folder / "captions.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "splits.tsv").write_text("\n".join(splits) + "\n", encoding="utf-8")
    return folder


def test_both_steps_of_the_throughput_bench_learn_the_same_from_the_same_pairs() -> None:
    setting = throughput._Setting(TINY, 4, 1, 1, "cpu", "float32")
    model = make_model(TINY, device="cpu")
    twin = make_model(TINY, device="cpu")
    twin.load_state_dict(model.state_dict())
    pairs = PixelPairs(model, rows=4, pool=4)
    scale = float(twin.logit_scale.detach())
    objective = make_objective("infonce", log_scale=scale, bias=None)
    tower = make_tower(model)
    GradientCache(tower, objective, chunk=4).step(pairs, all_different(4, "cpu"), seed=0)
    from open_clip import ClipLoss

    twin.eval()
    images, tokens = next(iter(throughput._Data(pairs, setting)))
    ClipLoss()(*list(twin(images, tokens).values())[:3]).backward()
    own = dict(model.named_parameters())
    for name, parameter in twin.named_parameters():
        if name != "logit_scale":
            torch.testing.assert_close(own[name].grad, parameter.grad, rtol=1e-3, atol=1e-6)


def test_throughput_prints_a_ratio_and_the_rates_of_cached_features(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throughput, "_CACHED_ROWS", 20)
    given = ["--model", TINY, "--batch", "4", "--rounds", "2", "--device", "cpu"]
    assert throughput.main(given) == 0
    printed = capsys.readouterr().out
    assert re.search(r"ours [\d.]+ pairs/s, open_clip [\d.]+ pairs/s, ratio [\d.]+", printed)
    assert printed.count("cached features") == 2


def test_a_gradcache_step_in_chunks_gives_the_loss_of_one_chunk(
    capsys: pytest.CaptureFixture[str],
) -> None:
    losses = []
    for chunk in ("24", "7"):
        given = ["--batch", "24", "--chunk", chunk, "--steps", "1", "--device", "cpu"]
        assert gradcache.main([*given, "--peak", "100"]) == 0
        printed = capsys.readouterr().out
        assert "100 TFLOP/s" in printed
        losses.append(float(re.findall(r"; loss ([\d.]+)", printed)[0]))
    assert losses[0] == pytest.approx(losses[1], abs=1e-3)


@pytest.mark.parametrize(
    ("name", "peak"),
    [("NVIDIA H100 PCIe", 756.0), ("NVIDIA H100 80GB HBM3", 989.0), ("Nothing known", 0.0)],
)
def test_the_peak_is_that_of_the_gpu_with_this_name(name: str, peak: float) -> None:
    assert gradcache._peak_of(name) == peak


def test_a_photo_is_of_a_kind_if_any_of_its_captions_says_so(captioned: Path) -> None:
    photos = read_folder(captioned)
    mask = personal_data.kind_mask(photos, personal_data.KINDS["dogs"])
    for name, of_kind in zip(photos.captions.names, mask, strict=True):
        assert of_kind == (int(name.removesuffix(".png")) % 4 == 0)


def test_the_photos_of_a_seed_are_apart_and_too_few_are_refused(captioned: Path) -> None:
    photos = read_folder(captioned)
    mask = personal_data.kind_mask(photos, personal_data.KINDS["dogs"])
    known = dataclasses.make_dataclass("Known", ["train"])(torch.arange(72))
    world = personal_data.World(photos, known, mask, None)  # type: ignore[arg-type]
    drawn = personal_data.draw(world, photos=10, others=8, general=30, seed=1)
    assert mask[drawn.tune].all() and mask[drawn.others].all() and not mask[drawn.general].any()
    assert not np.intersect1d(drawn.tune, drawn.others).size
    with pytest.raises(UserError, match="only 18 photos"):
        personal_data.draw(world, photos=15, others=8, general=30, seed=1)


def few_class_texts(model: StarterModel) -> ClassTexts:
    """Random numbers for ImageNet's class names, whose 3,000 sentences take a while to read."""
    draw = np.random.default_rng(0)
    sentences, features = (
        draw.normal(size=(IMAGENET_CLASSES, width)).astype(np.float32)
        for width in (TEXT_WIDTH, TEXT_FEATURES)
    )
    return ClassTexts(sentences / np.linalg.norm(sentences, axis=1, keepdims=True), features)


def test_personal_prints_what_both_presets_reach(
    captioned: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(classes, "class_texts", few_class_texts)
    sizes = ["--photos", "12", "--others", "6", "--general", "10", "--base-epochs", "1"]
    given = [str(captioned), *sizes, "--seeds", "1", "--cache", str(tmp_path / "cache")]
    assert personal([*given, "--set", "epochs=2", "--set", "views=1"]) == 0
    printed = capsys.readouterr().out
    for preset in ("adapter", "heads"):
        assert re.search(rf"seed 0 {preset} *: R@1 of the kind [\d.]+ → [\d.]+", printed)
        assert re.search(rf"{preset}: R@1 of the kind .*; goal (reached|missed)", printed)


def test_the_fused_optimizer_takes_the_steps_of_the_plain_one() -> None:
    def trained(fused: bool) -> list[torch.Tensor]:
        torch.manual_seed(0)
        layer = torch.nn.Linear(5, 3)
        parameters = list(layer.parameters())
        optimizer = make_adamw(parameters, rate=0.1, decay=0.5, device="cpu")
        if not fused:
            groups = [
                {"params": [layer.weight], "weight_decay": 0.5},
                {"params": [layer.bias], "weight_decay": 0.0},
            ]
            optimizer = torch.optim.AdamW(groups, lr=0.1, betas=(0.9, 0.98), fused=False)
        for _ in range(3):
            optimizer.zero_grad()
            layer(torch.ones(2, 5)).square().sum().backward()
            optimizer.step()
        return [parameter.detach() for parameter in parameters]

    for fused, plain in zip(trained(True), trained(False), strict=True):
        torch.testing.assert_close(fused, plain)
