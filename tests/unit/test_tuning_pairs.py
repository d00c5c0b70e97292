"""Pairs of a snapshot, sentences that say the same, and the order of an epoch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.paths import resource
from photoclip.runs import SnapshotPhoto
from photoclip.search.evaluate import read_templates
from trainer.tuning.alike import content_words, kinds
from trainer.tuning.pairs import make_pairs
from trainer.tuning.sampler import Sampler


def photo(digest: str, *captions: str, split: str = "train", group: int = -1) -> SnapshotPhoto:
    return SnapshotPhoto(
        pixel_hash=digest, path=f"/{digest}.jpg", captions=captions, split=split, group=group
    )


def many(count: int, captions: int = 3) -> list[SnapshotPhoto]:
    return [
        photo(f"h{i}", *(f"sentence {k} about number {i}" for k in range(1 + i % captions)))
        for i in range(count)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A dog on the beach.", "a dog on a beach"),
        ("Dog, beach!", "beach dog"),
        ("a photo of my cat", "cat"),
        ("STRASSE", "straße"),
        ("a close-up photo of Anna", "Anna"),
        (
            "one two three four five six seven eight nine ten",
            "one two three four five six seven eight nine",
        ),
    ],
)
def test_sentences_that_say_the_same_are_of_one_kind(one, other):
    assert len(set(kinds([one, other]))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a dog", "a cat"),
        ("a dog on the beach", "a dog on the road"),
        ("three dogs", "two dogs"),
        ("a photo", "a dog"),
        ("?", "!"),
        ("", "a"),
    ],
)
def test_sentences_that_differ_in_a_word_are_of_two_kinds(one, other):
    assert len(set(kinds([one, other]))) == 2


@pytest.mark.parametrize("file", ["templates.txt", "evaluation.txt"])
def test_all_templates_of_a_tag_say_the_same(file):
    templates = read_templates(resource("prompts", file))
    for tag in ("dog", "birthday cake"):
        filled = [template.replace("{}", tag) for template in templates]
        assert len(set(kinds([tag, *filled]))) == 1


words = st.lists(st.sampled_from([f"w{i}" for i in range(14)]), min_size=1, max_size=13)


@given(st.lists(words.map(" ".join), max_size=25), st.sampled_from([0.6, 0.75, 0.9]))
def test_kinds_are_what_comparing_all_with_all_finds(texts, threshold):
    found = kinds(texts, threshold=threshold)
    sets = [content_words(text) for text in texts]
    number = list(range(len(texts)))
    for i, one in enumerate(sets):
        for j, other in enumerate(sets[:i]):
            if len(one & other) / len(one | other) >= threshold - 1e-9:
                number = [number[j] if n == number[i] else n for n in number]
    for i in range(len(texts)):
        for j in range(i):
            assert (found[i] == found[j]) == (number[i] == number[j])


def test_sentences_of_a_large_collection_are_not_compared_with_each_other(monkeypatch):
    compared = []
    monkeypatch.setattr("trainer.tuning.alike._jaccard", lambda a, b: compared.append(1) or 0.0)
    rng = np.random.default_rng(0)
    vocabulary = [f"word{i}" for i in range(3000)]
    # Words as frequent as in real texts (Zipf).
    drawn = np.minimum(rng.zipf(1.3, (4000, 14)), 3000) - 1
    kinds([" ".join(vocabulary[i] for i in row) for row in drawn])
    assert len(compared) < 4 * 4000


def test_pictures_of_one_hash_are_one_with_all_their_captions():
    pairs = make_pairs([photo("x", "a dog"), photo("y", "a cat"), photo("x", "my  dog", "a dog")])
    assert [p.pixel_hash for p in pairs.photos] == ["x", "y"]
    assert [
        (int(p), pairs.texts[t]) for p, t in zip(pairs.photo_of, pairs.text_of, strict=True)
    ] == [
        (0, "a dog"),
        (0, "my dog"),
        (1, "a cat"),
    ]
    assert pairs.kind_of.tolist() == [0, 0, 1]


def test_a_split_holds_its_own_photos_and_those_without_captions_are_left_out():
    photos = [photo("x", "a dog"), photo("y", "a cat", split="validation"), photo("z", " ")]
    assert [p.pixel_hash for p in make_pairs(photos, split="train").photos] == ["x"]
    assert [p.pixel_hash for p in make_pairs(photos, split="validation").photos] == ["y"]
    assert [p.pixel_hash for p in make_pairs(photos).photos] == ["x", "y"]
    assert len(make_pairs([])) == 0


def test_photos_share_a_group_only_if_the_snapshot_says_so():
    photos = [photo(str(i), f"w{i}", group=g) for i, g in enumerate([5, -1, 5, -1, 0])]
    groups = make_pairs(photos).group_of.tolist()
    assert groups[0] == groups[2]
    assert len(set(groups)) == 4


@given(st.integers(1, 60), st.integers(2, 70), st.integers(0, 3), st.integers(0, 4))
def test_every_photo_stands_in_exactly_one_batch_of_an_epoch(count, size, seed, epoch):
    pairs = make_pairs(many(count))
    sampler = Sampler(pairs, batch_size=size, views=3, seed=seed)
    batches = sampler.batches(epoch)
    assert sorted(int(i) for batch in batches for i in batch.photos) == list(range(count))
    assert len(batches) == sampler.steps
    pair = set(zip(pairs.photo_of.tolist(), pairs.text_of.tolist(), strict=True))
    for batch in batches:
        assert set(zip(batch.photos.tolist(), batch.texts.tolist(), strict=True)) <= pair
        assert min(size, count) / 2 - 1 < len(batch) <= size
        assert batch.kinds.tolist() == pairs.kind_of[batch.texts].tolist()
        assert batch.groups.tolist() == pairs.group_of[batch.photos].tolist()
        assert set(batch.views.tolist()) <= {0, 1, 2}


def test_the_order_follows_from_seed_and_epoch_alone():
    pairs = make_pairs(many(40))

    def order(seed: int, epoch: int) -> list[list[int]]:
        sampler = Sampler(pairs, batch_size=16, views=2, seed=seed)
        sampler.batches(epoch + 5)
        return [
            [*b.photos.tolist(), *b.texts.tolist(), *b.views.tolist()]
            for b in sampler.batches(epoch)
        ]

    assert order(1, 3) == order(1, 3)
    assert order(1, 3) != order(1, 4)
    assert order(1, 3) != order(2, 3)


def test_each_caption_of_a_photo_is_drawn_in_some_epoch():
    pairs = make_pairs(many(6))
    sampler = Sampler(pairs, batch_size=99, views=1, seed=0)
    drawn = {int(t) for epoch in range(40) for batch in sampler.batches(epoch) for t in batch.texts}
    assert drawn == set(range(len(pairs.texts)))


def test_a_batch_larger_than_the_set_holds_all_of_it_and_says_so():
    sampler = Sampler(make_pairs(many(30)), batch_size=32768, views=1, seed=0)
    assert sampler.batch_size == 30
    assert sampler.note is not None
    assert "32,768" in sampler.note and "30" in sampler.note
    assert Sampler(make_pairs(many(30)), batch_size=30, views=1, seed=0).note is None
