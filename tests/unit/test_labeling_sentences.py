"""Sentences made of tags."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from photoclip.labeling.sentences import tag_sentences

NAMES = st.lists(st.sampled_from(["dog", "Beach", "sand_castle", "2019", "Anna", "sea", "☆"]))


@given(NAMES, st.binary(min_size=4, max_size=4))
def test_the_same_photo_gets_the_same_few_distinct_sentences(names, key):
    sentences = tag_sentences(names, key=key)
    assert sentences == tag_sentences(reversed(names), key=key)
    assert len(sentences) == len(set(sentences)) <= 8
    words = {name.replace("_", " ") for name in names if any(map(str.isalpha, name))}
    assert bool(sentences) == bool(words)
    assert all(any(word in sentence for word in words) for sentence in sentences)


def test_several_tags_are_joined_as_people_join_them():
    assert any("beach and dog" in each for each in tag_sentences(["dog", "beach"], key=b"a"))
    three = tag_sentences(["dog", "beach", "sea"], key=b"a")
    assert any("beach, dog and sea" in each for each in three)


def test_one_tag_is_a_photo_of_it_and_one_more():
    sentences = tag_sentences(["dog"], key=b"a")
    assert sentences[0] == "a photo of dog"
    assert len(sentences) == 2


def test_templates_differ_from_photo_to_photo():
    said = {tag_sentences(["dog"], key=b"%d" % n)[1] for n in range(50)}
    assert len(said) == 4


def test_years_and_signs_say_nothing():
    assert tag_sentences(["2019", "***", "x" * 61], key=b"a") == []
