"""Recall with several right answers, retention and class vectors against plain sorting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.runs import SnapshotPhoto
from photoclip.search.evaluate import class_matrix, recall_report
from trainer.proof import retention
from trainer.proof.exam import halves
from trainer.proof.measures import (
    Answers,
    Ranks,
    class_vectors,
    filled,
    ranks_of,
    recall_of,
    score_of,
)
from trainer.tuning.pairs import Pairs, make_pairs


def unit(rows: np.ndarray) -> np.ndarray:
    rows = rows.astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def pairs_of(captions: list[list[str]], groups: list[int] | None = None) -> Pairs:
    photos = [
        SnapshotPhoto(pixel_hash=f"{i:04x}", path=f"/{i}.jpg", captions=tuple(said), group=group)
        for i, (said, group) in enumerate(
            zip(captions, groups or range(len(captions)), strict=True)
        )
    ]
    return make_pairs(photos)


def vectors_for(pairs: Pairs, seed: int, dim: int = 6) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    texts = unit(rng.normal(size=(len(pairs.texts), dim)))
    return texts, unit(rng.normal(size=(len(pairs.photos), dim)))


def is_right(pairs: Pairs, text: int, photo: int) -> bool:
    """From the definition, pair by pair."""
    return any(
        pairs.kind_of[t] == pairs.kind_of[text] and pairs.group_of[p] == pairs.group_of[photo]
        for t, p in zip(pairs.text_of, pairs.photo_of, strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["dog", "cat", "boat", "tree", "bridge", "car"]), min_size=1, max_size=3
        ),
        min_size=1,
        max_size=9,
    ),
    st.data(),
)
def test_a_rank_counts_the_wrong_answers_before_the_first_right_one(captions, data):
    groups = data.draw(st.lists(st.integers(0, 4), min_size=len(captions), max_size=len(captions)))
    pairs = pairs_of(captions, groups)
    texts, images = vectors_for(pairs, seed=data.draw(st.integers(0, 99)))
    found = ranks_of(texts, images, Answers.of(pairs))
    scores = texts @ images.T
    for t in range(len(pairs.texts)):
        order = np.argsort(-scores[t])
        expected = next(i for i, p in enumerate(order) if is_right(pairs, t, p))
        assert found.text_to_image[t] == expected
    for p in range(len(pairs.photos)):
        order = np.argsort(-scores[:, p])
        expected = next(i for i, t in enumerate(order) if is_right(pairs, t, p))
        assert found.image_to_text[p] == expected


def test_with_captions_that_all_differ_recall_is_that_of_the_published_measure():
    pairs = pairs_of([[f"alpha{i} beta{i}", f"gamma{i}"] for i in range(60)])
    texts, images = vectors_for(pairs, seed=1)
    texts = unit(images[pairs.photo_of] + 0.9 * texts)
    answers = Answers.of(pairs)
    mine = recall_of(ranks_of(texts, images, answers), answers)
    known = recall_report(texts, images, pairs.photo_of)
    assert mine.text_to_image == known.text_to_image
    assert mine.image_to_text == known.image_to_text


def test_a_model_that_gives_everything_the_same_vector_does_not_look_good():
    pairs = pairs_of([[f"word{i}"] for i in range(40)])
    same = np.ones((40, 4), np.float32) / 2
    answers = Answers.of(pairs)
    assert score_of(ranks_of(same, same, answers), answers) == 0


def test_any_photo_with_a_near_equal_caption_is_a_right_answer():
    pairs = pairs_of([["a dog on the beach"], ["The dog on a beach."], ["a red car"]])
    texts = np.eye(3, dtype=np.float32)
    images = np.eye(3, dtype=np.float32)[[1, 0, 2]]  # each finds the other's photo first
    ranks = ranks_of(texts, images, Answers.of(pairs))
    assert ranks.text_to_image.tolist() == [0, 0, 0]
    assert ranks.image_to_text.tolist() == [0, 0, 0]


def test_the_score_is_the_mean_of_the_six_recalls_of_the_groups_that_count():
    pairs = pairs_of([[f"one{i}", f"two{i}"] for i in range(30)])
    texts, images = vectors_for(pairs, seed=5)
    answers = Answers.of(pairs)
    ranks = ranks_of(texts, images, answers)
    some = np.arange(answers.link.shape[1]) % 3 == 0
    assert score_of(ranks, answers) == pytest.approx(recall_of(ranks, answers).score)
    part = recall_of(ranks, answers, only=some)
    assert score_of(ranks, answers, only=some) == pytest.approx(part.score)
    assert part.score != pytest.approx(recall_of(ranks, answers).score)


def test_without_held_out_photos_all_figures_are_zero():
    answers = Answers.of(make_pairs([]))
    nothing = np.empty(0, np.float32)
    assert set(recall_of(Ranks(nothing, nothing), answers).figures().values()) == {0.0}


def test_halves_keep_groups_together_and_are_about_equal():
    groups = np.repeat(np.arange(80), 4)
    kept_out = halves(groups)
    assert kept_out is not None
    photos = kept_out[groups].sum()
    assert abs(photos - 160) <= 4
    assert halves(np.arange(199)) is None


def test_class_vectors_are_those_of_the_shipped_evaluation():
    rng = np.random.default_rng(2)
    templates = ["a photo of {}", "{}", "my {}"]
    classes = {"dog": ("dog",), "cat": (), "bird": ("bird",)}
    sentences = [text for group in filled(classes, templates) for text in group]
    vectors = {text: unit(rng.normal(size=(1, 8)))[0] for text in sentences}
    encode = lambda texts: np.stack([vectors[text] for text in texts])  # noqa: E731
    expected = class_matrix(encode, list(classes), templates)
    got = class_vectors(encode(sentences), [3, 3, 3])
    np.testing.assert_allclose(got, expected, atol=1e-6)


def test_a_class_with_more_prompts_is_the_mean_of_all_its_fillings():
    sentences = filled({"pet": ("dog", "cat"), "car": ()}, ["a {}", "{}"])
    assert sentences == [["a dog", "a cat", "dog", "cat"], ["a car", "car"]]
    vectors = np.eye(6, dtype=np.float32)
    got = class_vectors(vectors, [4, 2])
    np.testing.assert_allclose(got[0], [0.5] * 4 + [0, 0])
    np.testing.assert_allclose(got[1], [0] * 4 + [0.5**0.5] * 2)


@given(st.integers(20, 60), st.integers(0, 1000))
def test_overlap_is_the_mean_share_of_common_first_results(photos, seed):
    rng = np.random.default_rng(seed)
    queries, old, new = (unit(rng.normal(size=(n, 5))) for n in (7, photos, photos))
    before = retention.first_results(queries, old, 5)
    after = retention.first_results(queries, new, 5)
    expected = np.mean([len(set(a) & set(b)) / 5 for a, b in zip(before, after, strict=True)])
    assert retention.overlap(before, after) == pytest.approx(expected)
    assert retention.overlap(before, before) == 1


@given(st.integers(0, 2000), st.integers(0, 400), st.floats(0, 1))
def test_fewer_photos_never_make_retention_easier(general, held_out, limit):
    found = retention.yardstick(general, held_out, min_overlap=limit)
    assert found.limit >= limit
    assert 1 <= found.results <= 10
    # Two random orders share results/photos of the first ones.
    assert found.results <= max(1, found.photos / 4)
    assert bool(found.note) == (general < retention.ENOUGH_PHOTOS)


@given(st.integers(1, 30), st.integers(1, 12), st.integers(0, 99))
def test_first_results_are_the_head_of_the_whole_order(photos, count, seed):
    rng = np.random.default_rng(seed)
    queries, images = unit(rng.normal(size=(4, 6))), unit(rng.normal(size=(photos, 6)))
    expected = np.argsort(-(queries @ images.T), axis=1)[:, :count]
    np.testing.assert_array_equal(retention.first_results(queries, images, count), expected)


def test_a_thousand_photos_are_compared_by_their_first_ten():
    found = retention.yardstick(1000, 100, min_overlap=0.7)
    assert (found.pool, found.photos, found.results, found.limit) == ("general", 1000, 10, 0.7)


def test_the_general_queries_are_two_hundred_different_ones():
    queries = retention.general_queries()
    assert len(set(queries)) == len(queries) == 200
