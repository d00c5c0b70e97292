"""The preset ``adapter`` on a model of random projections: exact starts, stored vectors, export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photoclip.encoders import adapter as app
from photoclip.encoders.base import Preprocess
from photoclip.runs import BaseModelTable, RunConfig, SnapshotPhoto, TrainingTable
from trainer.presets import adapter as preset
from trainer.presets.row_cache import RowCache
from trainer.tuning.contract import image_vectors, text_vectors

DIM = 12
MEAN = (0.5, 0.5, 0.5)


class Model(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.logit_scale = torch.nn.Parameter(torch.tensor(3.0))


class FakeEncoder:
    """Means of picture rows, and letters counted, through fixed random matrices."""

    key = "fake"
    fingerprint = "f" * 64
    dim = DIM
    preprocess = Preprocess(size=8, mean=MEAN, std=MEAN)
    device = "cpu"

    def __init__(self) -> None:
        self.model = Model()
        self.pictures = 0
        self.sentences = 0

    def encode_images(self, batch: np.ndarray) -> np.ndarray:
        self.pictures += len(batch)
        weights = np.random.default_rng(1).normal(size=(24, DIM))
        return unit(batch.mean(1).reshape(len(batch), -1) / 255 @ weights)

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        self.sentences += len(texts)
        weights = np.random.default_rng(2).normal(size=(128, DIM))
        counts = [np.bincount([ord(c) % 128 for c in t], minlength=128) for t in texts]
        return unit(np.array(counts) @ weights)


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def config(tmp_path: Path, **training: object) -> RunConfig:
    table = TrainingTable(preset="adapter", **training)
    return RunConfig(model=BaseModelTable(key="fake", models_dir=tmp_path), training=table)


def photos(folder: Path, count: int) -> list[SnapshotPhoto]:
    rng = np.random.default_rng(0)
    found = []
    for number in range(count):
        path = folder / f"{number}.png"
        Image.fromarray(rng.integers(0, 255, (9, 11, 3), np.uint8)).save(path)
        found.append(SnapshotPhoto(pixel_hash=f"{number:032x}", path=str(path)))
    return found


def silent(what: str, done: int, total: int) -> None:
    pass


def make(tmp_path: Path, encoder: FakeEncoder | None = None, **training: object):
    return preset.adapter_tunable(
        encoder or FakeEncoder(), config(tmp_path, **training), cache=tmp_path / "cache", stored={}
    )


def two_steps(model, some: list[SnapshotPhoto], texts: list[str]) -> None:
    optimizer = torch.optim.SGD(model.tower.parameters(), lr=1.0)
    model.tower.train()
    for _ in range(2):
        optimizer.zero_grad()
        image, text = model.tower(model.image_inputs(some), model.text_inputs(texts))
        torch.nn.functional.cross_entropy(20 * image @ text.T, torch.arange(len(some))).backward()
        optimizer.step()
    model.tower.eval()


@pytest.fixture
def trained(tmp_path: Path):
    some = photos(tmp_path, 6)
    texts = [f"photo {'abcdef'[i] * 3}" for i in range(6)]
    model = make(tmp_path)
    assert model.warm(some, texts, views=1, report=silent) == []
    base = image_vectors(model, some), text_vectors(model, texts)
    two_steps(model, some, texts)
    return model, some, texts, base


def test_the_start_is_the_base_model_and_training_leaves_it(trained, tmp_path: Path):
    model, some, texts, (images, sentences) = trained
    encoder = FakeEncoder()
    assert np.abs(sentences - encoder.encode_texts(texts)).max() < 1e-6
    fresh = make(tmp_path)
    fresh.warm(some, texts, views=1, report=silent)
    assert np.array_equal(image_vectors(fresh, some), images)
    assert np.abs(image_vectors(model, some) - images).max() > 1e-3
    assert np.abs(text_vectors(model, texts) - sentences).max() > 1e-3


def test_alpha_scales_what_is_added_and_zero_is_the_base_exactly(trained):
    model, some, texts, (images, sentences) = trained
    tuned = model.state()
    given = model.image_inputs(some)[0]
    whole = model._tower.image_side.residual(given).detach()
    model.blend(tuned, 0.25)
    assert torch.allclose(model._tower.image_side.residual(given), whole / 4, atol=1e-6)
    model.blend(tuned, 0.0)
    assert np.array_equal(image_vectors(model, some), images)
    assert np.array_equal(text_vectors(model, texts), sentences)
    model.blend(tuned, 1.0)
    assert all(torch.equal(tuned[name], value) for name, value in model.state().items())


def test_state_goes_into_another_model_and_gives_the_same_vectors(trained, tmp_path: Path):
    model, some, texts, _ = trained
    other = make(tmp_path, seed=5)
    other.load_state(model.state())
    assert np.array_equal(image_vectors(other, some), image_vectors(model, some))
    assert np.array_equal(text_vectors(other, texts), text_vectors(model, texts))


def test_the_app_loads_the_export_and_gives_the_same_vectors(trained, tmp_path: Path):
    model, some, texts, _ = trained
    out = tmp_path / "model"
    out.mkdir()
    model.export(out)
    stored = app.load_adapter(out)
    assert (stored.parent, stored.dim) == ("fake", DIM)
    assert stored.parent_fingerprint == FakeEncoder.fingerprint
    adapted = app.AdaptedEncoder(FakeEncoder(), stored, key="mine")
    assert np.abs(adapted.encode_texts(texts) - text_vectors(model, texts)).max() < 2e-3
    images = stored.image.apply(model.image_inputs(some)[0].numpy())
    assert np.abs(images - image_vectors(model, some)).max() < 2e-3


def test_keep_is_zero_at_the_start_and_pulls_back_afterwards(tmp_path: Path):
    some = photos(tmp_path, 6)
    texts = [f"photo {'abcdef'[i] * 3}" for i in range(6)]
    model = make(tmp_path, keep_weight=2.0)
    assert model.tower.keep() is None
    model.warm(some, texts, views=1, report=silent)
    model.set_anchors(some[:3], texts[:2])
    assert float(model.tower.keep().detach()) == 0.0
    two_steps(model, some, texts)
    before = model.tower.keep()
    assert float(before.detach()) > 0
    model.tower.zero_grad()
    before.backward()
    with torch.no_grad():
        for parameter in model.tower.parameters():
            parameter.sub_(0.01 * parameter.grad)
    assert float(model.tower.keep().detach()) < float(before.detach())


def test_stored_vectors_open_no_picture(tmp_path: Path):
    vectors = unit(np.random.default_rng(3).normal(size=(4, DIM))).astype(np.float16)
    gone = [SnapshotPhoto(pixel_hash=f"{i:032x}", path=str(tmp_path / "gone")) for i in range(4)]
    encoder = FakeEncoder()
    model = preset.adapter_tunable(
        encoder,
        config(tmp_path),
        cache=tmp_path,
        stored={photo.pixel_hash: row for photo, row in zip(gone, vectors, strict=True)},
    )
    assert model.warm(gone, [], views=1, report=silent) == []
    assert encoder.pictures == 0
    assert np.abs(image_vectors(model, gone) - vectors.astype(np.float32)).max() < 1e-3
    assert not list(tmp_path.iterdir())


def test_a_photo_that_cannot_be_opened_is_named_and_the_others_are_read(tmp_path: Path):
    some = photos(tmp_path, 3)
    Path(some[1].path).write_bytes(b"no picture")
    model = make(tmp_path)
    assert model.warm(some, [], views=1, report=silent) == [some[1]]
    assert len(image_vectors(model, [some[0], some[2]])) == 2


def test_what_was_read_once_is_not_read_again(tmp_path: Path):
    some, texts = photos(tmp_path, 3), ["a dog", "two cats"]
    make(tmp_path).warm(some, texts, views=1, report=silent)
    encoder = FakeEncoder()
    again = make(tmp_path, encoder)
    again.warm(some, texts, views=1, report=silent)
    assert (encoder.pictures, encoder.sentences) == (0, 0)


@pytest.mark.parametrize(("hidden", "linear"), [(0, True), (4, False), (4, True)])
def test_both_terms_are_optional(hidden: int, linear: bool):
    side = preset.Residual(DIM, hidden=hidden, linear=linear, dropout=0.0)
    given = torch.nn.functional.normalize(torch.randn(3, DIM), dim=-1)
    assert torch.allclose(side(given), given, atol=1e-6)
    assert sum(p.numel() for p in side.parameters()) == DIM * (DIM * linear + 2 * hidden)


def test_an_adapter_without_parts_is_refused():
    with pytest.raises(ValueError, match="parts"):
        preset.Residual(DIM, hidden=0, linear=False, dropout=0.0)


@given(st.lists(st.text(max_size=6), max_size=8), st.lists(st.text(max_size=6), max_size=8))
def test_rows_come_back_by_name_from_memory_and_from_files(first: list[str], second: list[str]):
    import tempfile

    def row(key: str) -> np.ndarray:
        return np.array([len(key), sum(map(ord, key)) % 1000], np.float32)

    with tempfile.TemporaryDirectory() as name:
        cache = RowCache(Path(name), "x", width=2, dtype=np.float32)
        for keys in (first, second):
            new = cache.missing(keys)
            assert len(set(new)) == len(new)
            cache.add(new, np.array([row(k) for k in new]).reshape(-1, 2))
        again = RowCache(Path(name), "x", width=2, dtype=np.float32)
        for each in (cache, again):
            assert len(each) == len({*first, *second})
            wanted = np.array([row(k) for k in first + second]).reshape(-1, 2)
            assert np.array_equal(each.rows(first + second), wanted)


def test_of_equal_names_the_first_row_is_kept_and_none_is_mixed_up(tmp_path: Path):
    cache = RowCache(tmp_path, "x", width=1, dtype=np.float32)
    cache.add(["a", "b", "a"], np.array([[1], [2], [3]]))
    cache.add(["b", "c"], np.array([[4], [5]]))
    for each in (cache, RowCache(tmp_path, "x", width=1, dtype=np.float32)):
        assert each.rows(["a", "b", "c"]).ravel().tolist() == [1, 2, 5]


def test_a_disk_that_takes_no_rows_costs_the_next_run_time_and_this_one_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    cache = RowCache(tmp_path, "x", width=1, dtype=np.float32)
    with monkeypatch.context() as patched:
        patched.setattr(np, "savez", full)
        cache.add(["a"], np.ones((1, 1)))
    assert cache.rows(["a"]).tolist() == [[1]]
    assert not list(tmp_path.iterdir())


def test_a_damaged_shard_counts_as_not_there(tmp_path: Path):
    cache = RowCache(tmp_path, "x", width=2, dtype=np.float16)
    cache.add(["a"], np.ones((1, 2)))
    cache.add(["b"], np.ones((1, 2)))
    next(iter(tmp_path.iterdir())).write_bytes(b"half")
    assert len(RowCache(tmp_path, "x", width=2, dtype=np.float16)) == 1
    assert len(RowCache(tmp_path, "x", width=3, dtype=np.float16)) == 0
