"""Taking over a tuned model: installed, given vectors without opening a picture, gone back from."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_adapter import install_adapter, make_adapter, stage_adapter
from tiny_model import TINY_ARCH, make_tiny_folder, make_tiny_model

from photoclip.catalog import embeddings, label_models
from photoclip.catalog import models as model_rows
from photoclip.encoders.adapter import load_adapter
from photoclip.encoders.install import InstallPlan
from photoclip.encoders.manifest import read_manifest
from photoclip.encoders.prepare import finish
from photoclip.encoders.remote import EncoderProcess
from photoclip.errors import CorruptWeightsError, ModelError, UserError
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import adapting
from photoclip.jobs.tasks.context import EncoderPool
from photoclip.library import Library, TrainOptions
from photoclip.runs import BaseModelTable, RunConfig, RunFolder, write_config
from photoclip.search import background
from trainer.events import EventLog

PHOTOS = 7


@pytest.fixture(scope="module")
def base_models(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    make_tiny_model(folder, "tiny")
    return folder


class KeptPool(EncoderPool):
    """Survives the closing of a library: starting a process anew for each test takes seconds."""

    def close(self) -> None:
        """Left to the end of the module."""


@pytest.fixture(scope="module")
def indexed(tmp_path_factory, base_models) -> Iterator[tuple[Path, KeptPool]]:
    """A library indexed with ``tiny``, crops included; tests work on copies of it."""
    top = tmp_path_factory.mktemp("indexed")
    photos = top / "photos"
    photos.mkdir()
    for number in range(PHOTOS):
        pixels = np.random.default_rng(number).integers(0, 255, (48, 64, 3), np.uint8)
        Image.fromarray(pixels).save(photos / f"photo{number}.png")
    pool = KeptPool(base_models)
    patch = pytest.MonkeyPatch()
    patch.setenv("PHOTOCLIP_MODELS", str(base_models))
    patch.setattr("photoclip.library.core.EncoderPool", lambda _: pool)
    with Library.open(top / "library") as library:
        library.add_folder(photos)
        library.set_fine_detail(True)
        run_to_end(library.index(model="tiny"))
        run_to_end(library.activate_model("tiny"))
    patch.undo()
    yield top, pool
    EncoderPool.close(pool)


@pytest.fixture
def models_dir(base_models, tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "models"
    shutil.copytree(base_models, folder)
    monkeypatch.setenv("PHOTOCLIP_MODELS", str(folder))
    return folder


@pytest.fixture
def library(indexed, models_dir, tmp_path) -> Iterator[Library]:
    shutil.copytree(indexed[0] / "library", tmp_path / "library")
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def decoded(monkeypatch) -> list[Path]:
    """Pictures that are sent to an encoder process; none gets there."""
    asked: list[Path] = []

    def encode_photos(self, requests):
        asked.extend(request.path for request in requests)
        raise AssertionError("a picture would be opened")

    monkeypatch.setattr(EncoderProcess, "encode_photos", encode_photos)
    return asked


def vectors(library, key):
    """All vectors of a model by pixel hash and crop, float32."""
    with library._context.db.read() as conn:
        model_id = model_rows.get(conn, key).id
        rows = conn.execute(
            "SELECT pixel_hash, crop, vec FROM embeddings WHERE model_id = ?", (model_id,)
        ).fetchall()
    return {(row[0], row[1]): np.frombuffer(row[2], np.float16).astype(np.float32) for row in rows}


def installed_run(library, **kinds):
    """A run whose model was installed before: without the seconds that its self-test takes."""
    folder = make_run(library, **kinds)
    shutil.copytree(folder.model, library._context.models_dir / "mine")
    return folder


def make_run(library, name="2026-01-01-1", *, key="mine", improved=True, **kinds):
    """A run as a trainer leaves it."""
    folder = RunFolder(library.path / "runs" / name)
    folder.root.mkdir(parents=True)
    models_dir = library._context.models_dir
    model = BaseModelTable(key="tiny", models_dir=models_dir, name=key)
    write_config(RunConfig(model=model), folder.config)
    if improved:
        stage_adapter(folder.model, models_dir, key=key, **kinds)
    figures = {"before_overlap": 100.0, "after_overlap": 91.5}
    outcome = "improved" if improved else "kept"
    log = EventLog(folder.events, stream=io.StringIO())
    log.emit("start", preset="adapter", photos=PHOTOS)
    log.emit("done", outcome=outcome, message=f"It was {outcome}.", figures=figures, report="")
    return folder


def test_an_adapter_is_activated_without_opening_a_picture(library, decoded):
    run = installed_run(library)
    base = vectors(library, "tiny")
    assert {crop for _, crop in base} > {0, 1}, "crops are among them"
    report = run_to_end(library.training.activate(run.root.name))
    assert (report.indexed, report.reused) == (0, PHOTOS)
    assert report.device == "", "no model was loaded for it"
    assert decoded == []
    tuned = vectors(library, "mine")
    assert tuned.keys() == base.keys()
    adapter = load_adapter(run.model)
    for where, vector in tuned.items():
        np.testing.assert_allclose(vector, adapter.image.apply(base[where][None])[0], atol=2e-3)
    assert library.info().active_model == "mine"


def test_stored_vectors_serve_photos_that_are_not_there_now(library, models_dir, indexed):
    adapter = install_adapter(models_dir)
    assert adapter.parent == "tiny"
    library._context.db.write(lambda c: c.execute("UPDATE roots SET state = 'offline'"))
    report = run_to_end(library.activate_model("mine"))
    assert report.reused == PHOTOS


def test_the_run_tells_that_its_model_is_installed_and_in_use(library, decoded):
    run = make_run(library)
    (before,) = library.training.runs()
    assert (before.state, before.installed, before.active) == ("improved", False, False)
    run_to_end(library.training.activate(run.root.name))
    (after,) = library.training.runs()
    assert (after.installed, after.active) == (True, True)
    run_to_end(library.activate_model("tiny"))
    (back,) = library.training.runs()
    assert (back.installed, back.active) == (True, False)


def test_going_back_and_forth_opens_no_picture_and_changes_no_vector(library, decoded):
    run = installed_run(library)
    run_to_end(library.training.activate(run.root.name))
    before = vectors(library, "tiny"), vectors(library, "mine")
    back = run_to_end(library.activate_model("tiny"))
    assert (back.indexed, back.reused, library.info().active_model) == (0, 0, "tiny")
    forth = run_to_end(library.training.activate(run.root.name))
    assert (forth.indexed, forth.reused, library.info().active_model) == (0, 0, "mine")
    assert decoded == []
    after = vectors(library, "tiny"), vectors(library, "mine")
    for old, new in zip(before, after, strict=True):
        assert old.keys() == new.keys()
        assert all(np.array_equal(old[where], new[where]) for where in old)


def test_the_old_model_answers_until_all_vectors_are_there(library, decoded, monkeypatch):
    monkeypatch.setattr(adapting, "BATCH", 5)
    run = installed_run(library)
    states = set()
    job = library.training.activate(run.root.name)
    for progress in job:
        if progress.phase == "Mapping stored vectors":
            states.add(library.info().active_model)
            assert 0 < progress.done <= progress.total
    assert states == {"tiny"}
    assert library.info().active_model == "mine"


def test_closing_half_way_keeps_what_was_stored_and_goes_on_later(library, decoded, monkeypatch):
    monkeypatch.setattr(adapting, "BATCH", 5)
    run = installed_run(library)
    job = library.training.activate(run.root.name)
    for progress in job:
        if progress.phase == "Mapping stored vectors" and progress.done >= 10:
            break
    job.close()
    kept = vectors(library, "mine")
    assert len(kept) == 10
    assert library.info().active_model == "tiny"
    with library._context.db.read() as conn:
        assert model_rows.get(conn, "mine").state == "available"
    run_to_end(library.training.activate(run.root.name))
    whole = vectors(library, "mine")
    assert whole.keys() == vectors(library, "tiny").keys()
    assert all(np.array_equal(whole[where], kept[where]) for where in kept)
    assert decoded == []


def test_photos_without_a_stored_vector_go_the_usual_way(library, models_dir):
    install_adapter(models_dir)
    with library._context.db.read() as conn:
        tiny = model_rows.get(conn, "tiny").id
        (lost,) = conn.execute("SELECT min(pixel_hash) FROM embeddings").fetchone()
    library._context.db.write(
        lambda c: c.execute(
            "DELETE FROM embeddings WHERE model_id = ? AND pixel_hash = ?", (tiny, lost)
        )
    )
    report = run_to_end(library.activate_model("mine", device="cpu"))
    assert (report.indexed, report.reused, report.device) == (1, PHOTOS - 1, "cpu")
    made = vectors(library, "mine")
    assert len({pixels for pixels, crop in made if crop == 0}) == PHOTOS
    assert (lost, 1) in made, "and its crops"


def test_an_adapter_on_an_adapter_is_mapped_from_the_nearest_stored_vectors(
    library, models_dir, decoded
):
    first = install_adapter(models_dir, "first")
    second = install_adapter(models_dir, "second", parent="first", seed=1)
    run_to_end(library.activate_model("second"))
    assert decoded == []
    base, tuned = vectors(library, "tiny"), vectors(library, "second")
    assert tuned.keys() == base.keys()
    for where, vector in tuned.items():
        expected = second.image.apply(first.image.apply(base[where][None]))[0]
        np.testing.assert_allclose(vector, expected, atol=3e-3)


def test_the_first_query_has_its_background_texts(library, models_dir, decoded):
    folder = library._context.paths.text_vectors
    base = background.background_vectors(_Texts(library, "tiny"), folder)
    adapter = install_adapter(models_dir)
    run_to_end(library.activate_model("mine"))
    kept = background.background_vectors(_Refusing(adapter.fingerprint), folder)
    np.testing.assert_allclose(kept, adapter.text.apply(base), atol=2e-3)


def test_the_tuned_model_answers_queries(library, decoded):
    run = installed_run(library)
    run_to_end(library.training.activate(run.root.name))
    photo = int(library.all_photo_ids()[0])
    assert library.similar(photo, looseness=1.0).candidates == PHOTOS - 1


def test_the_catalog_keeps_parent_and_figures(library, decoded):
    run = installed_run(library)
    run_to_end(library.training.activate(run.root.name))
    with library._context.db.read() as conn:
        mine, tiny = model_rows.get(conn, "mine"), model_rows.get(conn, "tiny")
        assert mine.source == "finetuned"
        assert model_rows.parent(conn, mine.id) == tiny
        assert model_rows.metrics(conn, mine.id) == {"before_overlap": 100, "after_overlap": 91.5}


def test_lines_set_by_hand_are_taken_over_once_and_weights_are_not(library, models_dir, decoded):
    install_adapter(models_dir)
    with library._context.db.read() as conn:
        tiny = model_rows.get(conn, "tiny").id
    library.studio.create_set("things")
    for name in ("one", "two", "three"):
        library.studio.put_label("things", name, prompts=[name])
    one, two, _ = _labels(library)

    def by_hand(conn):
        label_models.set_threshold(conn, one, tiny, 2.5)
        label_models.set_auto_accept(conn, one, tiny, 6.0)
        label_models.set_weights(conn, two, tiny, b"learned", stats={"n": 9})

    library._context.db.write(by_hand)
    run_to_end(library.activate_model("mine"))
    with library._context.db.read() as conn:
        mine = model_rows.get(conn, "mine").id
        taken = label_models.of_model(conn, mine)
    assert set(taken) == {one}
    assert (taken[one].threshold, taken[one].auto_accept, taken[one].weights) == (2.5, 6.0, None)
    library._context.db.write(lambda c: label_models.set_threshold(c, one, tiny, 9.0))
    run_to_end(library.activate_model("tiny"))
    run_to_end(library.activate_model("mine"))
    with library._context.db.read() as conn:
        assert label_models.get(conn, one, mine).threshold == 2.5
        assert label_models.get(conn, two, tiny).weights == b"learned"


def test_a_run_that_kept_the_model_has_nothing_to_activate(library):
    run = make_run(library, improved=False)
    with pytest.raises(UserError, match=r"has no model to activate\. It was kept"):
        run_to_end(library.training.activate(run.root.name))


def test_a_name_that_another_library_took_meanwhile_gets_a_number(library, models_dir):
    run = make_run(library)
    install_adapter(models_dir, "mine", seed=5)
    run_to_end(library.training.activate(run.root.name))
    assert (models_dir / "mine-2" / "manifest.json").is_file()
    (info,) = library.training.runs()
    assert (info.model, info.installed, info.active) == ("mine-2", True, True)


def test_a_damaged_run_is_not_installed(library, models_dir):
    run = make_run(library)
    weights = run.model / "adapter.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(bytes(content))
    with pytest.raises(CorruptWeightsError, match="model is damaged; train it again"):
        run_to_end(library.training.activate(run.root.name))
    assert sorted(folder.name for folder in models_dir.iterdir()) == ["tiny"]


def test_a_deleted_run_leaves_its_installed_model(library, models_dir, decoded):
    run = installed_run(library)
    run_to_end(library.training.activate(run.root.name))
    library.training.delete(run.root.name)
    assert read_manifest(models_dir / "mine").parent == "tiny"
    assert library.info().active_model == "mine"


def test_the_base_of_an_installed_adapter_cannot_be_removed(library, models_dir, decoded):
    install_adapter(models_dir)
    run_to_end(library.activate_model("mine"))
    with pytest.raises(ModelError, match="needed by “mine”"):
        library.remove_model("tiny")
    assert len(vectors(library, "tiny")) == len(vectors(library, "mine"))


def test_an_adapter_in_use_can_be_corrected_by_an_adapter_only(library, models_dir, decoded):
    install_adapter(models_dir)
    run_to_end(library.activate_model("mine"))
    overview = library.training.overview()
    assert overview.base == "mine"
    reasons = {choice.preset: choice.reason for choice in overview.presets}
    assert {choice.preset for choice in overview.presets if choice.allowed} <= {"adapter"}
    assert "“mine”, only corrects the vectors of another one" in reasons["heads"]
    with pytest.raises(UserError, match="preset adapter only"):
        run_to_end(library.training.train(TrainOptions(preset="heads")))
    with pytest.raises(UserError, match="captions"):
        run_to_end(library.training.train(TrainOptions()))
    assert library.training.runs() == []


def test_another_model_of_the_same_name_answers_with_its_own_texts(library, models_dir, decoded):
    searcher = library._searcher
    install_adapter(models_dir, seed=1)
    first = searcher.text_vector(library._model("mine"), "a dog")
    library.remove_model("mine")
    adapter = install_adapter(models_dir, seed=2)
    second = searcher.text_vector(library._model("mine"), "a dog")
    base = searcher.text_vector(library._model("tiny"), "a dog")
    np.testing.assert_allclose(second, adapter.text.apply(base[None])[0], atol=2e-3)
    assert not np.allclose(first, second, atol=2e-2)


def test_a_model_with_towers_of_its_own_looks_at_the_photos(library, models_dir):
    run = make_run(library, improved=False)
    make_tiny_folder(run.model, seed=3)
    plan = InstallPlan(
        key="towers", arch=TINY_ARCH, source="finetuned", title="Tuned", parent="tiny",
        models_dir=models_dir,
    )  # fmt: skip
    finish(run.model, plan)
    EventLog(run.events, stream=io.StringIO()).emit("done", outcome="improved", message="Better.")
    report = run_to_end(library.training.activate(run.root.name))
    assert (report.indexed, report.reused) == (PHOTOS, 0)
    with library._context.db.read() as conn:
        row = model_rows.get(conn, "towers")
        parent = model_rows.parent(conn, row.id)
    assert (row.source, row.state) == ("finetuned", "active")
    assert parent is not None
    assert parent.key == "tiny"


def test_lacking_vectors_are_counted_as_they_are_given(library, models_dir):
    context = library._context
    install_adapter(models_dir)
    row = library._model("mine")
    with context.db.read() as conn:
        tiny = model_rows.get(conn, "tiny").id
        total = embeddings.lacking_in_count(conn, tiny, row.id)
        whole = embeddings.lacking_in(conn, tiny, row.id, limit=10_000)
        assert total == len(whole.pixels) == len(whole.vectors) == len(vectors(library, "tiny"))
        one = embeddings.lacking_in(conn, tiny, row.id, after_id=whole.last_id, limit=5)
        assert one.pixels == []
        assert one.vectors.shape == (0, row.dim)
    assert make_adapter(models_dir).fingerprint == row.fingerprint


def _labels(library):
    with library._context.db.read() as conn:
        return [row[0] for row in conn.execute("SELECT id FROM labels ORDER BY id")]


class _Texts:
    """Sentences through the installed model, in this process."""

    def __init__(self, library, key):
        from photoclip.encoders.registry import load_encoder

        self._encoder = load_encoder(key, device="cpu", models_dir=library._context.models_dir)
        self.fingerprint = self._encoder.fingerprint

    def encode_texts(self, texts):
        return self._encoder.encode_texts(texts)


class _Refusing:
    """An encoder that may not be asked."""

    def __init__(self, fingerprint):
        self.fingerprint = fingerprint

    def encode_texts(self, texts):
        raise AssertionError("texts would be encoded")
