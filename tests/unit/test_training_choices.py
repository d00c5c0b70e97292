"""What a number of captioned photos allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.errors import UserError
from photoclip.jobs.tasks.training_choices import (
    NEEDED,
    Amounts,
    advice,
    check_preset,
    choices,
)
from photoclip.runs import PRESETS

COUNTS = st.one_of(st.integers(0, 30), st.integers(0, 6_000))
AMOUNTS = st.builds(
    Amounts,
    photos=COUNTS,
    groups=COUNTS,
    captions=COUNTS,
    sources=st.dictionaries(st.sampled_from(["manual", "tags"]), COUNTS),
    offline=COUNTS,
    suggested=COUNTS,
    use_tags=st.booleans(),
)


def allowed(photos: int, groups: int | None = None) -> list[str]:
    amounts = Amounts(photos, photos if groups is None else groups)
    return [each.preset for each in choices(amounts) if each.allowed]


@pytest.mark.parametrize(
    ("photos", "presets"),
    [
        (0, 0), (19, 0), (20, 2), (199, 2), (200, 3), (999, 3), (1_000, 4), (4_999, 4), (5_000, 5),
    ],
)  # fmt: skip
def test_the_more_photos_the_more_may_be_changed(photos, presets):
    assert allowed(photos) == list(PRESETS[:presets])


def test_photos_of_few_moments_allow_nothing():
    assert allowed(10_000, groups=9) == []
    assert allowed(10_000, groups=10) == list(PRESETS)


@given(AMOUNTS, st.sampled_from([None, *PRESETS]), st.booleans())
def test_what_is_offered_can_be_asked_for_and_nothing_else(amounts, preset, advanced):
    offered = {each.preset for each in choices(amounts) if each.allowed}
    may = preset in offered and (preset != "full" or advanced)
    if preset is None:
        may = bool(offered)
    if may:
        assert check_preset(amounts, preset, advanced=advanced) == (preset or "adapter")
    else:
        with pytest.raises(UserError) as refused:
            check_preset(amounts, preset, advanced=advanced)
        assert str(refused.value).endswith(".")


@given(AMOUNTS)
def test_advice_is_one_plain_sentence(amounts):
    said = advice(amounts)
    assert said.endswith(".")
    assert ". " not in said
    assert said[0].isupper() or said[0].isdigit()


@given(AMOUNTS)
def test_every_preset_says_why(amounts):
    for each in choices(amounts):
        assert each.reason.endswith(".")
        assert each.allowed or each.reason.startswith("Needs")


def test_full_is_locked_until_it_is_asked_for_twice():
    with pytest.raises(UserError, match="unlock it"):
        check_preset(Amounts(9_000, 9_000), "full", advanced=False)
    assert check_preset(Amounts(9_000, 9_000), "full", advanced=True) == "full"


def test_advice_names_what_would_help_most():
    assert "3 more are in folders that are not connected" in advice(Amounts(18, 18, 18, {}, 3))
    assert "5 suggested tags wait" in advice(Amounts(100, 100, 100, {}, 0, 5))
    assert "5 suggested" not in advice(Amounts(100, 100, 100, {}, 0, 5, use_tags=False))
    assert "your own words" in advice(Amounts(100, 100, 300, {"tags": 200, "manual": 100}))
    assert "with 100 more also lora" in advice(Amounts(100, 100, 100, {"manual": 100}))
    assert advice(Amounts(NEEDED["full"], NEEDED["full"], 5_000)).endswith("and full.")
