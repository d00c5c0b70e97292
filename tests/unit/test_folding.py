"""Text that people take for the same folds to the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IMG_1.JPG", "img_1.jpg"),
        ("ÉTÉ", "e\u0301te\u0301"),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("\u212aelvin", "KELVIN"),
        ("ﬁsh", "FISH"),
    ],
)
def test_case_and_the_way_accents_are_stored_do_not_count(one, other):
    assert fold(one) == fold(other)


def test_accents_themselves_count():
    assert fold("été") != fold("ete")


@given(st.text())
def test_all_canonical_forms_fold_to_the_same(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
