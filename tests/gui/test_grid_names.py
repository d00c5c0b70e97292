"""Names below the pictures of the grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetrics

from photoclip.gui.grid.names import DOTS, FittedNames

pytestmark = pytest.mark.gui

PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60)


@given(PLAIN, st.integers(1, 300))
def test_a_plain_name_is_whole_or_cut_in_the_middle_and_has_room(qapp, name, width) -> None:
    shown, taken = FittedNames(QFont()).fit(name, width)
    assert taken <= width
    if DOTS in shown:
        start, end = shown.split(DOTS)
        assert name.startswith(start)
        assert name.endswith(end)
        assert len(start) + len(end) < len(name)
    else:
        assert shown in ("", name)


@given(st.text(min_size=1, max_size=30), st.integers(20, 300))
def test_any_name_is_shown_within_its_width(qapp, name, width) -> None:
    shown, taken = FittedNames(QFont()).fit(name, width)
    # Letters are added up one by one; kerning can only bring them closer, by a pixel or so.
    assert taken <= width + 1
    assert QFontMetrics(QFont()).horizontalAdvance(shown) <= width + 2


def test_as_much_of_a_name_is_shown_as_has_room(qapp) -> None:
    names, metrics = FittedNames(QFont()), QFontMetrics(QFont())
    name = "IMG_20230614_183502.jpg"
    whole = metrics.horizontalAdvance(name)
    assert names.fit(name, whole + 2)[0] == name
    cut, taken = names.fit(name, whole - 1)
    assert DOTS in cut
    assert whole - taken < 3 * metrics.horizontalAdvance("m")


def test_a_name_without_any_room_is_not_shown(qapp) -> None:
    assert FittedNames(QFont()).fit("IMG_0001.jpg", 3) == ("", 0)
