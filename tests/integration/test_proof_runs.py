"""Proofs of a tiny model that really learns, and the report they end in."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from proof_world import learn, material_of, silent
from tiny_tunable import TinyTunable, tiny_photos

from photoclip.runs import (
    LabelledSet,
    ProofTable,
    SnapshotPhoto,
)
from trainer.proof.along import image_vectors_along
from trainer.proof.prove import Proof, prove
from trainer.proof.validate import held_out_recall
from trainer.tuning.contract import image_vectors, text_vectors
from trainer.tuning.pairs import make_pairs


def proof_of(
    seed: int, *, shuffled: bool = False, count: int = 160, min_overlap: float = 0.5
) -> Proof:
    photos = tiny_photos(count, seed=seed)
    model = TinyTunable(seed=seed)
    tuned = learn(model, make_pairs(photos, split="train"), shuffled=shuffled, seed=seed)
    table = ProofTable(min_overlap=min_overlap)
    return prove(model, tuned, material_of(photos), table, report=silent)


def test_what_learnt_from_true_captions_is_offered():
    for seed in range(4):
        proof = proof_of(seed)
        assert proof.improved
        assert proof.after.recall.score > proof.before.recall.score
        assert proof.after.overlap >= 0.5


def test_what_learnt_from_shuffled_captions_is_not():
    kept = [proof_of(seed, shuffled=True) for seed in range(8)]
    assert sum(not proof.improved for proof in kept) >= 7
    for proof in kept:
        if not proof.improved:
            assert proof.alpha == 0
            assert proof.message.startswith("Kept your current model: ")


def test_the_model_is_left_at_what_is_offered():
    photos = tiny_photos(160, seed=1)
    for shuffled in (False, True):
        model = TinyTunable(seed=1)
        base = model.state()
        tuned = learn(model, make_pairs(photos, split="train"), shuffled=shuffled)
        proof = prove(model, tuned, material_of(photos), ProofTable(), report=silent)
        state = model.state()
        for name, value in tuned.items():
            expected = base[name] + proof.alpha * (value - base[name])
            torch.testing.assert_close(state[name], expected)


def test_a_limit_that_nothing_keeps_keeps_the_current_model():
    proof = proof_of(2, min_overlap=0.999)
    assert (proof.alpha, proof.improved) == (0, False)
    assert "of the first results of general queries stayed the same" in proof.message


def test_the_base_model_overlaps_with_itself_and_the_curve_starts_with_it():
    proof = proof_of(3)
    assert proof.curve[0].alpha == 0
    assert proof.curve[0].overlap == 1
    figures = proof.figures()
    assert figures["before_overlap"] == 100
    assert figures["before_score"] == pytest.approx(proof.curve[0].score)
    names = {name.split("_", 1)[1] for name in figures}
    assert set(figures) == {f"{when}_{name}" for when in ("before", "after") for name in names}


def test_vectors_for_every_mixture_are_those_of_the_model_set_to_it():
    photos = tiny_photos(300, seed=4)
    model = TinyTunable(seed=4)
    tuned = {name: torch.randn_like(value) for name, value in model.state().items()}
    along = image_vectors_along(model, tuned, (0.0, 0.4, 1.0), photos, report=silent)
    for i, alpha in enumerate((0.0, 0.4, 1.0)):
        model.blend(tuned, alpha)
        np.testing.assert_allclose(along[i], image_vectors(model, photos), atol=1e-6)


def test_each_photo_is_read_once_for_all_mixtures():
    photos = tiny_photos(80, seed=5)
    model = TinyTunable(seed=5, seeing=True)
    material = material_of(photos)
    prove(model, model.state(), material, ProofTable(), report=silent)
    read = sum(rows for rows, _ in model.asked)
    assert read == len(material.validation.photos) + len(material.general)
    assert {view for _, view in model.asked} == {0}


def test_photos_that_cannot_be_opened_are_left_out_and_counted():
    photos = tiny_photos(80, seed=6)
    model = TinyTunable(seed=6)
    material = material_of(photos)
    lost = [material.validation.photos[0], material.general[0], material.general[1]]
    model.unreadable = {photo.pixel_hash for photo in lost}
    proof = prove(model, model.state(), material, ProofTable(), report=silent)
    assert proof.unreadable == 3
    assert proof.photos == len(material.validation.photos) - 1
    assert proof.measure.photos == len(material.general) - 2


def test_weights_that_are_no_numbers_are_never_offered():
    photos = tiny_photos(80, seed=7)
    model = TinyTunable(seed=7)
    tuned = {name: torch.full_like(value, torch.nan) for name, value in model.state().items()}
    # A mixture at 0 of such weights is no number either; presets take the base instead.
    table = ProofTable(alphas=(0.5, 1.0))
    blend = model.blend
    model.blend = lambda state, alpha: (  # type: ignore[method-assign]
        blend(state, alpha) if alpha else blend(dict.fromkeys(state, torch.tensor(0.0)), 0)
    )
    proof = prove(model, tuned, material_of(photos), table, report=silent)
    assert not proof.improved


def test_without_other_photos_the_held_out_ones_are_searched_for_retention():
    photos = tiny_photos(160, seed=8)
    model = TinyTunable(seed=8)
    tuned = learn(model, make_pairs(photos, split="train"))
    proof = prove(model, tuned, material_of(photos, general=0), ProofTable(), report=silent)
    assert (proof.measure.pool, proof.measure.photos) == ("held-out", 40)
    assert proof.after.overlap >= 0.7 or not proof.improved


def test_from_two_hundred_held_out_photos_on_half_of_them_is_kept_out_of_the_choice():
    proof = proof_of(9, count=840, min_overlap=0.3)
    assert proof.photos == 210
    assert proof.before.half is not None
    assert proof.after.half is not None
    assert proof.after.half.score > proof.before.half.score
    assert all(point.reporting is not None for point in proof.curve)


def label_set(photos: list[SnapshotPhoto]) -> LabelledSet:
    """Which animal or vehicle the captions name."""
    names = ("dog", "cat", "boat", "car")
    shown = [p for p in photos if any(name in p.captions[1].split() for name in names)]
    labels = [next(n for n in names if n in p.captions[1].split()) for p in shown]
    classes: dict[str, tuple[str, ...]] = dict.fromkeys(names, ())
    return LabelledSet(
        name="Things & <more>",
        templates=("{}", "a {}"),
        classes=classes,
        photos=tuple(shown),
        labels=tuple(labels),
    )


def test_a_labelled_set_is_told_as_by_hand():
    photos = tiny_photos(200, seed=10)
    given = label_set(photos)
    model = TinyTunable(seed=10)
    material = material_of(photos, label_sets=(given,))
    proof = prove(model, model.state(), material, ProofTable(), report=silent)
    model.blend(model.state(), 0)
    texts = text_vectors(model, [t for name in given.classes for t in (name, f"a {name}")])
    matrix = texts.reshape(4, 2, -1).mean(1)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    nearest = (image_vectors(model, given.photos) @ matrix.T).argmax(1)
    hits = [list(given.classes)[i] == label for i, label in zip(nearest, given.labels, strict=True)]
    (score,) = proof.before.labelled
    assert (score.photos, score.hits) == (len(given.photos), sum(hits))


def test_a_file_of_labels_is_one_set_for_each_top_folder(tmp_path):
    rng = np.random.default_rng(0)
    lines = []
    for folder, names in (("pets", ("dog", "cat")), ("rides", ("car", "boat"))):
        for i in range(6):
            name = f"{folder}/{i}.png"
            (tmp_path / folder).mkdir(exist_ok=True)
            Image.fromarray(rng.integers(0, 255, (8, 8, 3), np.uint8)).save(tmp_path / name)
            lines.append(f"{name}\t{names[i % 2]}")
    (tmp_path / "pets" / "5.png").write_bytes(b"no picture")
    (tmp_path / "labels.tsv").write_text("\n".join(lines))
    photos = tiny_photos(80, seed=11)
    model = TinyTunable(seed=11)
    material = material_of(photos, labelled=(tmp_path / "labels.tsv",))
    proof = prove(model, model.state(), material, ProofTable(), report=silent)
    assert [(row.name, row.photos) for row in proof.before.labelled] == [
        ("labels · pets", 5),
        ("labels · rides", 6),
    ]


def test_the_loop_validates_by_the_measure_of_the_proof():
    photos = tiny_photos(160, seed=12)
    model = TinyTunable(seed=12)
    pairs = make_pairs(photos, split="validation")
    found = held_out_recall(model, pairs)
    proof = prove(model, model.state(), material_of(photos), ProofTable(), report=silent)
    assert found["score"] == pytest.approx(proof.before.recall.score, abs=1e-3)
    side = proof.before.recall.text_to_image
    expected = [side.r1.percent, side.r5.percent, side.r10.percent]
    assert found["text_to_image"] == pytest.approx(expected, abs=0.01)


def test_queries_are_listed_by_how_much_they_changed_one_for_a_photo():
    proof = proof_of(13)
    ratios = [row.after / row.before for row in proof.best]
    assert ratios == sorted(ratios)
    assert all(ratio < 1 for ratio in ratios)
    assert all(row.after > row.before for row in proof.worst)
    for row in (*proof.best, *proof.worst):
        assert row.results_after[0].right == (row.after < 2)
        assert len(row.results_before) == 4
    places = [row.text.split()[-1] for row in proof.best]
    assert len(set(places)) == len(places) <= 10
