"""Training of the heads: loss, resume, early stopping, checkpoints, export."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from photoclip.encoders.starter import StarterModel
from photoclip.encoders.starter_files import StarterConfig
from photoclip.errors import UserError
from trainer import checkpoint
from trainer.config import StarterTraining
from trainer.events import EventLog
from trainer.loop import HeadTrainer, TrainingSet, evaluate_split
from trainer.losses import contrastive_loss, distillation_loss

TINY = StarterConfig(image_features=12, text_features=8, hidden=16, head_dim=8, top_k=3, weight=0.2)
SETTINGS = StarterTraining(
    model=TINY, epochs=6, batch_size=16, captions_per_photo=2, warmup_steps=2, patience=99
)


def tiny_model(settings: StarterTraining = SETTINGS) -> StarterModel:
    torch.manual_seed(settings.seed)
    return StarterModel(settings.model, dropout=(0.2, 0.1))


def tiny_data(*, photos: int = 60, seed: int = 0, noise: float = 0.3) -> TrainingSet:
    """Photos and captions that share a hidden cause, so that there is something to learn."""
    draw = torch.Generator().manual_seed(seed)

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=draw)

    owner = torch.arange(photos).repeat_interleave(3)
    cause = normal(photos, 6)
    to_image, to_text = normal(6, 12), normal(6, 8)
    views = torch.stack([cause @ to_image + noise * normal(photos, 12) for _ in range(2)])
    texts = cause[owner] @ to_text + noise * normal(len(owner), 8)
    unit = torch.nn.functional.normalize
    return TrainingSet(
        views=views.half(),
        logits=normal(2, photos, 5).half(),
        semantic=unit(normal(2, photos, 384), dim=-1),
        texts=texts,
        text_semantic=unit(normal(len(owner), 384), dim=-1),
        trust=torch.ones(len(owner)),
        class_prompts=normal(5, 8),
        owner=owner,
        train=torch.arange(0, 45),
        dev=torch.arange(45, photos),
        digest="tiny",
    )


def unit_rows(rows: int, dim: int, seed: int) -> torch.Tensor:
    draw = torch.Generator().manual_seed(seed)
    # Doubles: what is compared is the formula, not the order of rounding.
    x = torch.randn(rows, dim, generator=draw, dtype=torch.float64)
    return torch.nn.functional.normalize(x, dim=-1).requires_grad_()


def test_loss_and_gradient_equal_openclips_where_no_photo_repeats():
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    ensure_torchvision_operators()
    from open_clip.loss import ClipLoss

    scale = torch.tensor(20.0)
    owner = torch.randperm(40)
    ours = [unit_rows(40, 16, 1), unit_rows(40, 16, 2)]
    theirs = [t.detach().clone().requires_grad_() for t in ours]
    mine = contrastive_loss(*ours, owner, owner, scale)
    expected = ClipLoss()(*theirs, scale)
    mine.backward()
    expected.backward()
    assert float(mine.detach()) == pytest.approx(float(expected.detach()), abs=1e-6)
    for a, b in zip(ours, theirs, strict=True):
        assert torch.allclose(a.grad, b.grad, atol=1e-6, rtol=0)


def test_captions_of_one_photo_are_no_negatives_of_each_other():
    image = torch.eye(3)
    owner = torch.tensor([0, 1, 2])
    text = torch.eye(3).repeat(2, 1)
    scale = torch.tensor(50.0)
    perfect = contrastive_loss(image, text, owner, owner.repeat(2), scale)
    # What is left is the entropy of a target spread over two captions, one way.
    assert float(perfect) == pytest.approx(np.log(2) / 2, abs=1e-4)
    # Had the second captions other photos as targets, the loss would be large.
    wrong = contrastive_loss(image, text, owner, torch.tensor([0, 1, 2, 1, 2, 0]), scale)
    assert float(wrong) > 10


def test_two_photos_with_one_owner_are_positives_too():
    image = torch.eye(2)[[0, 0, 1]]
    owner = torch.tensor([7, 7, 8])
    loss = contrastive_loss(image, image, owner, owner, torch.tensor(50.0))
    assert float(loss) == pytest.approx(np.log(2) * 2 / 3, abs=1e-4)


def test_distillation_is_least_where_heads_agree_with_the_classifier():
    logits = torch.tensor([[9.0, 0.0], [0.0, 9.0]])
    agree = distillation_loss(torch.eye(2), torch.eye(2), logits, torch.tensor(9.0))
    differ = distillation_loss(torch.eye(2), torch.eye(2).flip(0), logits, torch.tensor(9.0))
    assert float(agree) < 0.01 < 5 < float(differ)


def test_training_learns_and_stays_on_the_best_epoch():
    model, prepared = tiny_model(), tiny_data()
    before = evaluate_split(model, prepared, prepared.dev).text_to_image.r5.percent
    trainer = HeadTrainer(model, prepared, replace(SETTINGS, epochs=30, learning_rate=1e-2))
    epochs = list(trainer.run())
    best = epochs[trainer.best_epoch]
    assert best.best
    after = evaluate_split(model, prepared, prepared.dev)
    assert after == best.dev
    assert after.text_to_image.r5.percent > before + 10
    assert epochs[-1].losses[-1] < epochs[0].losses[0]


def test_one_seed_gives_one_result_and_another_seed_another():
    prepared = tiny_data()

    def losses(settings: StarterTraining) -> list[float]:
        trainer = HeadTrainer(tiny_model(settings), prepared, settings)
        return [loss for epoch in trainer.run() for loss in epoch.losses]

    assert losses(SETTINGS) == losses(SETTINGS)
    assert losses(SETTINGS) != losses(replace(SETTINGS, seed=1))


def test_a_resumed_run_takes_the_same_steps_as_an_unbroken_one(tmp_path):
    prepared = tiny_data()
    whole = list(HeadTrainer(tiny_model(), prepared, SETTINGS).run())
    file = tmp_path / "checkpoint.pt"
    first = HeadTrainer(tiny_model(), prepared, SETTINGS, checkpoint_file=file)
    run = first.run()
    begun = [next(run) for _ in range(3)]
    run.close()
    second = HeadTrainer(tiny_model(), prepared, SETTINGS, checkpoint_file=file)
    second.resume()
    assert second.epoch == 3
    rest = list(second.run())
    assert begun + rest == whole
    assert [e.number for e in rest] == [3, 4, 5]


def test_training_stops_when_the_dev_split_gets_no_better():
    settings = replace(SETTINGS, epochs=200, patience=3, learning_rate=1e-12)
    trainer = HeadTrainer(tiny_model(settings), tiny_data(), settings)
    epochs = list(trainer.run())
    assert len(epochs) == trainer.best_epoch + 1 + 3


def test_a_run_is_not_resumed_with_other_settings_or_data(tmp_path):
    file = tmp_path / "checkpoint.pt"
    next(HeadTrainer(tiny_model(), tiny_data(), SETTINGS, checkpoint_file=file).run())
    others = [
        (replace(SETTINGS, weight_decay=0.2), tiny_data()),
        (SETTINGS, replace(tiny_data(), digest="other")),
    ]
    for settings, prepared in others:
        trainer = HeadTrainer(tiny_model(), prepared, settings, checkpoint_file=file)
        with pytest.raises(UserError, match="other settings or other data"):
            trainer.resume()


def test_resume_without_a_checkpoint_or_with_a_damaged_one_is_said_plainly(tmp_path):
    file = tmp_path / "checkpoint.pt"
    trainer = HeadTrainer(tiny_model(), tiny_data(), SETTINGS, checkpoint_file=file)
    with pytest.raises(UserError, match="without --resume"):
        trainer.resume()
    file.write_bytes(b"not a checkpoint")
    with pytest.raises(UserError, match="damaged"):
        trainer.resume()


def test_a_checkpoint_that_could_not_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "checkpoint.pt"
    checkpoint.save({"epoch": 1}, file)

    def torn(state: object, stream: io.BytesIO) -> None:
        stream.write(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(torch, "save", torn)
    with pytest.raises(UserError, match="disk full"):
        checkpoint.save({"epoch": 2}, file)
    assert checkpoint.load(file) == {"epoch": 1}


def test_the_last_small_batch_is_left_out_but_a_small_library_still_trains():
    few = replace(tiny_data(), train=torch.arange(0, 5))
    trainer = HeadTrainer(tiny_model(), few, SETTINGS)
    assert trainer.steps_per_epoch == 1
    assert len(next(trainer.run()).losses) == 1
    assert HeadTrainer(tiny_model(), tiny_data(), SETTINGS).steps_per_epoch == 2


def test_clusters_stand_for_their_vectors_and_fewer_vectors_than_centres_are_fine():
    from trainer.clusters import cluster

    spread = torch.nn.functional.normalize(
        torch.eye(3).repeat_interleave(20, 0) + 0.05 * torch.rand(60, 3), dim=1
    )
    centres = cluster(spread, 6, seed=0)
    assert (spread @ centres.T).amax(1).min() > 0.99
    assert torch.equal(centres, cluster(spread, 6, seed=0))
    assert cluster(spread[:2], 5, seed=0).shape == (5, 3)


@pytest.mark.starter
def test_from_a_folder_to_a_model_folder_that_answers(tmp_path, monkeypatch):
    from PIL import Image

    from photoclip.encoders.starter import load_starter
    from trainer import classes
    from trainer.starter import train_starter

    # The real matrix needs thousands of names encoded; its own test is in test_starter_model.
    rng = np.random.default_rng(0)
    names = rng.normal(size=(1000, 768)).astype(np.float32)
    made = classes.ClassTexts(names[:, :384], names)
    monkeypatch.setattr(classes, "class_texts", lambda model: made)
    folder = tmp_path / "data"
    folder.mkdir()
    lines, splits = [], ["file\tsplit\tshape"]
    for i, colour in enumerate(["red", "green", "blue", "white", "black", "yellow"]):
        Image.new("RGB", (40, 30), colour).save(folder / f"{i}.png")
        lines += [f"{i}.png\ta {colour} picture", f"{i}.png\teverything is {colour}"]
        splits.append(f"{i}.png\t{'dev' if i > 3 else 'train'}\tnative")
    (folder / "captions.tsv").write_text("\n".join(lines))
    (folder / "splits.tsv").write_text("\n".join(splits))
    (folder / "SOURCES.md").write_text("drawn by this test")
    settings = StarterTraining(
        model=replace(StarterConfig(), hidden=16, head_dim=8, caption_kinds=4),
        epochs=2,
        batch_size=4,
        views=2,
    )

    def run(out: str, **options: object) -> dict[str, object]:
        return train_starter(
            folder,
            tmp_path / out,
            settings,
            cache=tmp_path / "cache",
            log=EventLog(stream=io.StringIO()),
            **options,
        )

    metrics = run("one", test=folder)
    again = run("two")
    assert metrics["fingerprint"] == again["fingerprint"]
    assert metrics["figures"]["test"]["images"] == 6
    assert {f.name for f in (tmp_path / "one").iterdir()} == {
        "config.json",
        "heads.safetensors",
        "metrics.json",
        "MODEL_CARD.md",
    }
    encoder = load_starter(folder=tmp_path / "one")
    assert encoder.fingerprint == metrics["fingerprint"]
    assert encoder.encode_texts(["a red picture"]).shape == (1, 8 + 384)
    stored = json.loads((tmp_path / "one" / "metrics.json").read_text())
    assert stored["settings"] == json.loads(json.dumps(asdict(settings)))
    assert "> drawn by this test" in (tmp_path / "one" / "MODEL_CARD.md").read_text()


@pytest.mark.starter
def test_features_are_computed_once(tmp_path, monkeypatch):
    from PIL import Image

    from trainer import data

    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    model = tiny_model(replace(SETTINGS, model=StarterConfig(hidden=16, head_dim=8)))
    calls: list[Path] = []
    real = data.decode

    def counting(path: Path) -> object:
        calls.append(path)
        return real(path)

    monkeypatch.setattr(data, "decode", counting)
    for view in (0, 0, 1, 1):
        found = data.image_features(
            model,
            (tmp_path / "a.png",),
            digest="d",
            view=view,
            seed=0,
            cache=tmp_path / "cache",
            report=lambda *_: None,
        )
        assert found.features.shape == (1, 2048)
    assert len(calls) == 2
