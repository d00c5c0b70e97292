"""What stands beside words grows with them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
)

from photoclip.gui.sizes import sized
from photoclip.gui.theme import Theme

pytestmark = pytest.mark.gui
BORDERS = 2


@pytest.fixture
def double_font(qapp):  # type: ignore[no-untyped-def]
    """The system's font at twice its size, and the style for it; both go back at the end."""
    before = QFont(QApplication.font())
    twice = QFont(before)
    twice.setPointSizeF(2 * before.pointSizeF())
    qapp.setFont(twice)
    theme = Theme(qapp)
    yield
    qapp.setFont(before)
    theme.apply()
    theme.deleteLater()


def width_of(box: QAbstractButton, metric: QStyle.PixelMetric) -> int:
    option = QStyleOptionButton()
    box.initStyleOption(option)
    return box.style().pixelMetric(metric, option, box)


@pytest.mark.parametrize(
    ("kind", "metric", "pixels"),
    [
        (QCheckBox, QStyle.PixelMetric.PM_IndicatorWidth, 15),
        (QRadioButton, QStyle.PixelMetric.PM_ExclusiveIndicatorWidth, 14),
    ],
)
def test_boxes_to_tick_grow_with_the_font_and_keep_their_size_with_the_keyboard_on_them(
    double_font, qtbot, kind, metric, pixels
) -> None:
    box = kind("Words")
    qtbot.addWidget(box)
    box.show()
    assert width_of(box, metric) == sized(pixels) + BORDERS > 1.5 * pixels
    usual = width_of(box, metric)
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    assert width_of(box, metric) == usual


def test_no_size_is_left_unmade_in_the_style(qapp) -> None:
    assert "sized(" not in QApplication.instance().styleSheet()
