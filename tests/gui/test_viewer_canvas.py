"""The picture on its canvas: what is seen stays within it, whatever is done."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from photoclip.gui.viewer.canvas import FITTED, MAX_SCALE, PhotoCanvas, View

pytestmark = pytest.mark.gui

SIDES = st.integers(1, 12_000)
SHARES = st.floats(0, 1)
quickly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def canvas(qtbot) -> PhotoCanvas:  # type: ignore[no-untyped-def]
    canvas = PhotoCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(640, 480)
    return canvas


def seen(canvas: PhotoCanvas) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is seen, in pixels of the picture."""
    first = canvas._to_picture(QPointF(0, 0))
    last = canvas._to_picture(QPointF(canvas.width(), canvas.height()))
    return first.x(), first.y(), last.x(), last.y()


@quickly
@given(SIDES, SIDES, st.lists(st.tuples(st.floats(0.2, 5), SHARES, SHARES), max_size=6))
def test_no_zoom_and_no_move_shows_more_than_the_picture_and_its_margin(
    canvas: PhotoCanvas, width: int, height: int, steps: list[tuple[float, float, float]]
) -> None:
    canvas.begin((width, height), None)
    for factor, x, y in steps:
        canvas.zoom_by(factor, QPointF(x * canvas.width(), y * canvas.height()))
        canvas.pan(1 if x > 0.5 else -1, 1 if y > 0.5 else -1)
        left, top, right, bottom = seen(canvas)
        # In one direction the picture is either all there, or fills the view.
        assert (left <= 0.01 and right >= width - 0.01) or (left >= -0.01 and right <= width + 0.01)
        assert (top <= 0.01 and bottom >= height - 0.01) or (
            top >= -0.01 and bottom <= height + 0.01
        )
        assert canvas.scale <= max(MAX_SCALE, canvas._fit_scale()) * 1.001


@quickly
@given(SIDES, SIDES, st.floats(0.01, 9), SHARES, SHARES)
def test_a_view_can_be_given_back(
    canvas: PhotoCanvas, width: int, height: int, scale: float, x: float, y: float
) -> None:
    canvas.begin((width, height), None, view=View(scale, x, y))
    view = canvas.view()
    canvas.fit()
    canvas.set_view(view)
    again = canvas.view()
    assert again.scale == view.scale
    assert again.x == pytest.approx(view.x, abs=1e-6)
    assert again.y == pytest.approx(view.y, abs=1e-6)


def test_a_view_waits_until_the_size_is_known(canvas: PhotoCanvas) -> None:
    canvas.begin(None, None, view=View(2.0, 0.25, 0.75))
    assert canvas.view() == FITTED
    assert canvas.wanted_view() == View(2.0, 0.25, 0.75)
    image = QImage(4000, 3000, QImage.Format.Format_RGB32)
    canvas.add_version(image)
    assert canvas.view() == View(2.0, 0.25, 0.75)


def test_the_thumbnail_serves_only_until_the_picture_is_there(canvas: PhotoCanvas) -> None:
    small = QImage(320, 240, QImage.Format.Format_RGB32)
    small.fill(0xFF112233)
    sharp = QImage(640, 480, QImage.Format.Format_RGB32)
    sharp.fill(0xFF445566)
    canvas.begin((640, 480), small)
    assert canvas.grab().toImage().pixelColor(320, 240).red() == 0x11
    canvas.add_version(sharp)
    canvas.resize(160, 120)
    assert canvas.grab().toImage().pixelColor(80, 60).red() == 0x44


def test_the_same_version_is_kept_once(canvas: PhotoCanvas) -> None:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    canvas.begin((640, 480), None)
    canvas.add_version(image)
    canvas.add_version(image)
    assert len(canvas._versions) == 1


@pytest.mark.parametrize(
    ("known", "arrived", "size"),
    [
        ((4000, 3000), (600, 800), (3000, 4000)),
        ((4000, 3000), (800, 600), (4000, 3000)),
        ((6000, 5999), (1600, 1600), (6000, 5999)),
    ],
)
def test_a_picture_that_was_turned_meanwhile_corrects_the_size(
    canvas: PhotoCanvas, known: tuple[int, int], arrived: tuple[int, int], size: tuple[int, int]
) -> None:
    canvas.begin(known, None)
    canvas.add_version(QImage(*arrived, QImage.Format.Format_RGB32))
    assert canvas._size.toSize().toTuple() == size
