"""The trainer's parts that need no torch: schedule, events, data folder, card, command line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoclip.encoders.base import Preprocess
from photoclip.errors import CaptionsError, UserError
from trainer import data
from trainer.__main__ import main
from trainer.card import model_card
from trainer.events import EventLog
from trainer.schedule import warmup_cosine

PREPROCESS = Preprocess(32, (0.5,) * 3, (0.5,) * 3, "bicubic", "squash")


def captioned(folder: Path, photos: int = 4, *, splits: str | None = None) -> Path:
    (folder / "images").mkdir(parents=True)
    lines = []
    rng = np.random.default_rng(1)
    for i in range(photos):
        pixels = rng.integers(0, 255, (24, 30, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"images/{i}.png")
        lines += [f"images/{i}.png\tphoto number {i}", f"images/{i}.png\tanother word for {i}"]
    (folder / "captions.tsv").write_text("\n".join(lines) + "\n")
    if splits is not None:
        (folder / "splits.tsv").write_text(splits)
    return folder


def test_the_learning_rate_rises_then_falls_to_zero():
    rates = [warmup_cosine(s, total=100, warmup=10, peak=1e-3) for s in range(101)]
    assert rates[:10] == sorted(rates[:10])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert max(rates) == 1e-3
    assert rates[100] == pytest.approx(0)
    assert warmup_cosine(0, total=1, warmup=0, peak=1.0) == 1.0


def test_events_are_json_lines_on_stream_and_file(tmp_path):
    stream = io.StringIO()
    log = EventLog(tmp_path / "deep" / "events.jsonl", stream=stream)
    log.emit("epoch", loss=1.5)
    log.emit("exported", folder="ä")
    lines = stream.getvalue().splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["epoch", "exported"]
    assert (tmp_path / "deep" / "events.jsonl").read_text().splitlines() == lines


def test_a_not_a_number_never_reaches_the_readers_of_events():
    with pytest.raises(ValueError):
        EventLog(stream=io.StringIO()).emit("epoch", loss=float("nan"))


def test_splits_file_decides_dev_and_native(tmp_path):
    splits = "file\tsplit\tshape\n" + "".join(
        f"images/{i}.png\t{'dev' if i == 2 else 'train'}\t{'native' if i else 'square'}\n"
        for i in range(4)
    )
    found = data.read_folder(captioned(tmp_path / "d", splits=splits))
    assert found.dev.tolist() == [False, False, True, False]
    assert found.native.tolist() == [False, True, True, True]


def test_without_splits_the_dev_split_is_the_same_every_time(tmp_path):
    one = data.read_folder(captioned(tmp_path / "one", photos=60))
    two = data.read_folder(captioned(tmp_path / "two", photos=60))
    assert one.dev.tolist() == two.dev.tolist()
    assert 0 < one.dev.sum() < 30
    assert one.digest == two.digest


def test_the_digest_follows_pictures_and_captions(tmp_path):
    folder = captioned(tmp_path / "d", photos=60)
    first = data.read_folder(folder).digest
    (folder / "images/3.png").write_bytes((folder / "images/4.png").read_bytes())
    second = data.read_folder(folder).digest
    file = folder / "captions.tsv"
    file.write_text(file.read_text().replace("number 7", "number seven"))
    assert len({first, second, data.read_folder(folder).digest}) == 3


@pytest.mark.parametrize(
    ("splits", "said"),
    [
        ("name\tsplit\n", "line 1"),
        ("", "line 1"),
        ("file\tsplit\nimages/0.png\ttest\n", "line 2"),
        ("file\tsplit\nimages/0.png\tdev\n", "does not name images/1.png"),
    ],
)
def test_a_bad_splits_file_gets_one_sentence(tmp_path, splits, said):
    folder = captioned(tmp_path / "d", splits=splits)
    with pytest.raises(CaptionsError, match=said):
        data.read_folder(folder)


@pytest.mark.parametrize(("only", "lacks"), [("dev", "train"), ("train", "dev")])
def test_an_empty_split_is_refused(tmp_path, only, lacks):
    splits = "file\tsplit\n" + "".join(f"images/{i}.png\t{only}\n" for i in range(4))
    folder = captioned(tmp_path / "d", splits=splits)
    with pytest.raises(UserError, match=f"no photos in its {lacks} split"):
        data.read_folder(folder)


def test_view_zero_is_the_photo_as_search_sees_it_and_others_are_seeded_crops():
    pixels = np.random.default_rng(0).integers(0, 255, (50, 70, 3), np.uint8)
    from photoclip.media.resize import fit

    plain = data.view_of(pixels, PREPROCESS, view=0, seed=(0, 1))
    assert np.array_equal(plain, fit(pixels, size=32))
    crops = [data.view_of(pixels, PREPROCESS, view=v, seed=(0, 1)) for v in (1, 1, 2)]
    assert np.array_equal(crops[0], crops[1])
    assert not np.array_equal(crops[0], crops[2])
    assert not np.array_equal(crops[0], plain)
    assert crops[0].shape == (32, 32, 3)


def test_a_view_of_a_very_small_picture_works():
    for view in range(6):
        pixels = np.zeros((1, 2, 3), np.uint8)
        assert data.view_of(pixels, PREPROCESS, view=view, seed=(0, 0)).shape == (32, 32, 3)


def said_by(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(a) for a in arguments]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err


def test_a_missing_data_folder_gets_one_sentence(tmp_path, capsys):
    error = said_by(capsys, "starter", tmp_path / "none", "--cache", tmp_path / "c")
    assert "none does not exist" in error


def test_empty_captions_get_one_sentence(tmp_path, capsys):
    (tmp_path / "captions.tsv").write_text("")
    error = said_by(capsys, "starter", tmp_path, "--cache", tmp_path / "c")
    assert "no lines" in error


def test_a_missing_picture_gets_one_sentence(tmp_path, capsys):
    (tmp_path / "captions.tsv").write_text("gone.jpg\ta dog\n")
    error = said_by(capsys, "starter", tmp_path, "--cache", tmp_path / "c")
    assert "gone.jpg does not exist" in error


def test_a_run_without_its_configuration_gets_one_sentence(tmp_path, capsys):
    error = said_by(capsys, "run", tmp_path / "config.toml")
    assert "config.toml cannot be read" in error


def test_an_unknown_value_of_a_run_is_named_with_its_file(tmp_path, capsys):
    (tmp_path / "config.toml").write_text('[model]\nmodels_dir = "m"\n[training]\nepochs = -1\n')
    error = said_by(capsys, "run", tmp_path / "config.toml")
    assert "config.toml" in error
    assert "training.epochs" in error


def test_help_and_user_errors_come_without_torch(tmp_path):
    script = (
        "import sys; from trainer.__main__ import main\n"
        f"main(['starter', {str(tmp_path / 'none')!r}])\n"
        "assert 'torch' not in sys.modules, 'torch was imported'"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path, timeout=60)


def share(name: str, value: float) -> dict[str, float]:
    return {name: value, f"{name}_low": value - 2, f"{name}_high": value + 2}


def test_the_card_shows_figures_with_intervals_terms_and_command():
    recall: dict[str, float] = {"images": 1000, "captions": 5000}
    for side in ("text_to_image", "image_to_text"):
        recall[f"{side}_median_rank"] = 4
        for k in ("r1", "r5", "r10"):
            recall |= share(f"{side}_{k}", 55.5)
    zero = {"rooms": share("top1", 90.0) | {"classes": 4, "images": 40}}
    from dataclasses import asdict

    from trainer.config import StarterTraining

    card = model_card(
        {
            "fingerprint": "f" * 64,
            "figures": {"dev": recall, "test": recall, "zeroshot_half_a": zero, "zeroshot": zero},
            "settings": asdict(StarterTraining()),
            "best_epoch": 7,
            "command": "python -m trainer starter DATA",
            "data": {
                "captions": 5000,
                "digest": "d" * 32,
                "train_photos": 900,
                "dev_photos": 100,
                "dev_native_photos": 9,
            },
            "machine": {
                "torch": "2",
                "python": "3",
                "processor": "x",
                "threads": 2,
                "minutes": 3.0,
            },
        },
        terms="# Data\n\nresearch only",
    )
    assert "55.5 (53.5–57.5)" in card
    assert "| rooms | 4 | 90.0 (88.0–92.0) | 90.0 (88.0–92.0) |" in card
    assert "> research only" in card
    assert "python -m trainer starter DATA" in card
    assert "number 8" in card
