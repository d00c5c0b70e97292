"""Suggestions in the catalog, decided by the engine's calibration."""

from __future__ import annotations

from typing import Any

import numpy as np

from photoclip.catalog import labels, tags
from photoclip.catalog.suggesting import LabelFinds, Written, replace
from photoclip.jobs.job import run_to_end
from photoclip.labeling.label_sets import put_label_set, read_label_set, shipped_sets
from photoclip.labeling.zeroshot import ClassMatrix, find
from photoclip.search.engine import SearchEngine

DIM = 48


def unit(x: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


def test_labels_that_are_there_are_suggested_and_absent_ones_are_not(vector_catalog: Any) -> None:
    rng = np.random.default_rng(0)
    concepts = unit(rng.standard_normal((400, DIM)))

    def near(concept: int, count: int, noise: float) -> np.ndarray:
        return unit(concepts[concept] + noise * unit(rng.standard_normal((count, DIM))))

    ids = [vector_catalog.add(near(c, 10, 0.7).astype(np.float16)) for c in range(40)]
    bank = np.concatenate([near(c, 1, 0.3) for c in range(100, 400)])
    engine = SearchEngine(
        vector_catalog.db, model_id=vector_catalog.model_id, dim=DIM, background=lambda: bank
    )
    asked = [*range(10), *range(60, 90)]
    matrix = ClassMatrix(concepts[asked], tuple(np.zeros((0, DIM), np.float32) for _ in asked))
    scale = engine.label_scale()
    found = run_to_end(find(matrix, scale))
    right = []
    for label in range(10):
        photo_ids, _ = scale.photos.photos_of(scale.rows[found.rows[found.labels == label]])
        right.append(np.isin(photo_ids, ids[label]).mean())
        assert len(photo_ids) >= 6
    assert np.mean(right) >= 0.85
    assert np.isin(np.arange(10, 40), found.labels).mean() <= 0.1
    assert (found.scores > 0).all()


def test_decisions_are_never_overwritten_and_stale_suggestions_go(vector_catalog: Any) -> None:
    db = vector_catalog.db
    photos = vector_catalog.add(unit(np.random.default_rng(0).standard_normal((5, DIM))))
    one, two, three, four, five = photos.tolist()
    dog, cat = (db.write(lambda c, n=name: tags.ensure(c, (n,))) for name in ("dog", "cat"))
    model = vector_catalog.model_id

    def write(*found: tuple[int, int, float]) -> Written:
        finds = [
            LabelFinds(tag, [(photo, score) for photo, its, score in found if its == tag])
            for tag in (dog, cat)
        ]
        return db.write(lambda conn: replace(conn, finds, model_id=model))

    first = [(one, dog, 3.0), (two, dog, 2.0), (three, dog, 1.0), (four, cat, 1.0)]
    assert write(*first) == Written(4, 0)
    db.write(lambda c: tags.decide(c, [one], dog, "accepted"))
    db.write(lambda c: tags.decide(c, [two], dog, "rejected"))
    db.write(lambda c: tags.assign(c, [five], cat))
    again = [(one, dog, 9.0), (two, dog, 9.0), (five, cat, 9.0), (four, dog, 5.0)]
    assert write(*again) == Written(1, 0)
    with db.read() as conn:
        state = {
            (each.photo_id, each.tag): (each.status, each.source)
            for photo in photos.tolist()
            for each in tags.of_photo(conn, photo)
        }
    assert state == {
        (one, "dog"): ("accepted", "zero_shot"),
        (two, "dog"): ("rejected", "zero_shot"),
        (four, "dog"): ("suggested", "zero_shot"),
        (five, "cat"): ("accepted", "manual"),
    }


def test_what_went_while_the_model_was_looking_is_passed_over(vector_catalog: Any) -> None:
    db = vector_catalog.db
    photos = vector_catalog.add(unit(np.random.default_rng(0).standard_normal((2, DIM))))
    stays, goes = photos.tolist()
    dog, gone = (db.write(lambda c, n=name: tags.ensure(c, (n,))) for name in ("dog", "gone"))
    finds = [LabelFinds(tag, [(stays, 2.0), (goes, 1.0)], "zero_shot", 0.5) for tag in (dog, gone)]
    db.write(lambda c: tags.remove(c, gone))
    db.write(lambda c: c.execute("DELETE FROM photos WHERE id = ?", (goes,)))
    written = db.write(lambda c: replace(c, finds, model_id=vector_catalog.model_id))
    assert written == Written(0, 1)


def test_a_shipped_set_goes_into_the_catalog_and_may_be_put_again(vector_catalog: Any) -> None:
    content = read_label_set(shipped_sets()["everyday"])
    db = vector_catalog.db
    first = db.write(lambda conn: put_label_set(conn, content))
    assert db.write(lambda conn: put_label_set(conn, content)) == first
    with db.read() as conn:
        members = labels.in_set(conn, "everyday")
        (stored,) = labels.sets(conn)
    assert [each.name for each in members] == [each.name for each in content.labels]
    assert members[0].prompts == content.labels[0].prompts
    assert stored.templates == content.templates
    assert stored.multi_label
