"""Hints: they say what is so, and stay silent in doubt."""

from __future__ import annotations

import pytest

from photoclip.query.ast import Term
from photoclip.search.english import English
from photoclip.search.hints import Vocabulary, correction, edit_distance, hints_for
from photoclip.search.literal import names_tell, parts_of


@pytest.fixture(scope="module")
def english() -> English:
    return English()


@pytest.fixture
def vocabulary(english: English) -> Vocabulary:
    return Vocabulary(
        english, frozenset({"annabelle", "zzyzx", "rikkibeach"}), lambda word: word == "mountian"
    )


def kinds(text: str, vocabulary: Vocabulary, *, english_only: bool = True) -> list[str]:
    found = hints_for(text, [text], vocabulary, english_only=english_only)
    return [hint.kind for hint in found]


@pytest.mark.parametrize(
    "text",
    [
        "hund im schnee", "ein hund im schnee", "chien sur la plage", "un perro en la playa",
        "un cane sulla spiaggia", "cachorro na praia", "een hond op het strand",
        "собака на пляже", "狗在海滩上", "犬", "كلب على الشاطئ", "σκύλος στην παραλία",
        "कुत्ता", "강아지와 바다", "ein Hund am Strand", "Ein Hund am Strand", "Frau mit Hut",
        "Katze auf dem Sofa",
    ],
)  # fmt: skip
def test_another_language_is_noticed_where_the_model_knows_english_only(
    text: str, vocabulary: Vocabulary
) -> None:
    assert kinds(text, vocabulary) == ["language"]
    assert "language" not in kinds(text, vocabulary, english_only=False)


@pytest.mark.parametrize(
    "text",
    [
        "a dog in the snow", "rio de janeiro", "las vegas at night", "leonardo da vinci",
        "Villa de la Reina", "la la land", "cul de sac", "el nino", "a la carte", "die hard",
        "tour de france", "van gogh", "man in war", "den haag", "una thurman", "con artist",
        "son et lumiere", "de young museum", "no people", "op art", "Anna am Strand", "café",
        "Ein Gedi", "MIT campus", "Rock im Park",
        "o brother where art thou", "san francisco", "per person", "an old man",
    ],
)  # fmt: skip
def test_english_names_and_titles_are_no_other_language(text: str, vocabulary: Vocabulary) -> None:
    assert "language" not in kinds(text, vocabulary)


@pytest.mark.parametrize(
    "text", ["three dogs", "2 people", "two old men on a bench", "a photo of four red cars"]
)
def test_counting_is_noticed(text: str, vocabulary: Vocabulary) -> None:
    assert kinds(text, vocabulary) == ["counting"]


@pytest.mark.parametrize(
    "text",
    [
        "one dog",
        "a 50 mm lens",
        "four wheel drive",
        "dogs",
        "2023",
        "a two-tone dress",
        "f/2 glass",
    ],
)
def test_other_numbers_are_no_counting(text: str, vocabulary: Vocabulary) -> None:
    assert kinds(text, vocabulary) == []


@pytest.mark.parametrize(
    "text",
    [
        "a dog left of a cat",
        "a man on the right",
        "a dog to the left of a cat",
        "left side of a car",
    ],
)
def test_left_and_right_are_noticed(text: str, vocabulary: Vocabulary) -> None:
    assert kinds(text, vocabulary) == ["position"]


@pytest.mark.parametrize("text", ["turning right", "the right dress", "leftovers", "bright light"])
def test_other_lefts_and_rights_are_not(text: str, vocabulary: Vocabulary) -> None:
    assert kinds(text, vocabulary) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("moutain", "mountain"), ("bicycel", "bicycle"), ("chidl", "child"), ("yuong", "young"),
        ("retreiver", "retriever"), ("restaraunt", "restaurant"), ("balck", "black"),
        ("annabele", "annabelle"), ("rikkibaech", "rikkibeach"),
    ],
)  # fmt: skip
def test_a_typo_gets_the_word_that_was_meant(
    typed: str, meant: str, vocabulary: Vocabulary
) -> None:
    assert correction(typed, vocabulary) == meant


@pytest.mark.parametrize(
    "word",
    [
        "giraffe", "rhinoceros", "kayaking", "snowboarders", "juggling", "escalator", "llama",
        "labradoodle", "croissants", "dirtbike", "beachgoers", "tiramisu", "ljubljana", "kirsten",
        "zzyzx", "mountian", "Moutain", "dgo", "x100v", "schönbrunn", "quokka", "uncaptioned",
    ],
)  # fmt: skip
def test_rare_words_names_and_words_of_the_library_are_right(
    word: str, vocabulary: Vocabulary
) -> None:
    assert correction(word, vocabulary) == ""


def test_a_typo_is_put_right_in_the_whole_query_and_nowhere_else(vocabulary: Vocabulary) -> None:
    query = "tag:holiday moutain lake -bicycel"
    (hint,) = hints_for(query, ["moutain lake", "bicycel"], vocabulary, english_only=True)
    assert hint.replacement == "tag:holiday mountain lake -bicycle"
    assert hint.replacement in hint.text


def test_several_things_can_be_said_at_once(vocabulary: Vocabulary) -> None:
    assert kinds("two dogs left of a moutain", vocabulary) == ["counting", "position", "typo"]
    assert hints_for("tag:x", [], vocabulary, english_only=True) == ()


def test_without_word_lists_no_typo_is_claimed() -> None:
    class Nothing:
        @property
        def common(self) -> dict[str, int]:
            return {}

        def lists(self, word: str) -> bool:
            return False

        knows = lists

    assert correction("moutain", Vocabulary(Nothing(), frozenset(), lambda _: False)) == ""


def test_edit_distance_counts_swapped_neighbours_once() -> None:
    assert edit_distance("moutain", "mountain", at_most=2) == 1
    assert edit_distance("bicycel", "bicycle", at_most=2) == 1
    assert edit_distance("dog", "dog", at_most=2) == 0
    assert edit_distance("dog", "elephant", at_most=2) == 3
    assert edit_distance("abcd", "badc", at_most=2) == 2


def test_words_to_look_up_are_those_that_say_something() -> None:
    assert parts_of([Term("text", "a photo of Anna, at the beach!")]) == ["Anna", "beach"]
    retriever = Term("text", "golden retriever on a beach", 1.0, ("golden retriever",))
    assert parts_of([retriever]) == ["golden retriever", "beach"]
    assert parts_of([Term("text", "the picture")]) == []
    assert parts_of([Term("text", "the who", 1.0, ("the who",))]) == ["the who"]
    assert parts_of([Term("text", "beach"), Term("text", "beach dog", 2.0)]) == ["beach", "dog"]


def test_words_in_most_names_tell_nothing() -> None:
    assert names_tell(3, 4)
    assert names_tell(200, 1000)
    assert not names_tell(201, 1000)
