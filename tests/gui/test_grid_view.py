"""The grid as people use it: selecting, scrolling, headings, dates and stacks."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPalette, QPixmap, QRegion
from PySide6.QtWidgets import QApplication

from photoclip.gui.grid.badges import badges_in
from photoclip.gui.grid.content import content_of_arranged, content_of_ids
from photoclip.gui.grid.delegate import caption_height, check_rect, marks_rect, picture_rect
from photoclip.gui.grid.headings import day_text, month_text, sections_of
from photoclip.gui.grid.model import PhotoGridModel, Role
from photoclip.gui.grid.selecting import inverted, runs_of
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.grid.view import PhotoGrid
from photoclip.views import Arrangement

pytestmark = pytest.mark.gui

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def make_grid(qtbot, make_library):  # type: ignore[no-untyped-def]
    """A grid of so many photos; every ten of them were taken in one month."""
    made = []

    def make(count: int, how: Arrangement | None = None, **more):  # type: ignore[no-untyped-def]
        library = make_library(count)
        for photo_id, row in library.rows.items():
            months = (photo_id - 1) // 10
            taken = f"{2000 + months // 12}-{months % 12 + 1:02}-15T12:00:00"
            library.rows[photo_id] = replace(row, taken_at=taken)
        library.stacks = more.get("stacks", {})
        thumbs = ThumbLoader(library.thumbnail)
        grid = PhotoGrid(PhotoGridModel(library.photos, thumbs))
        made.append((grid, thumbs))
        grid.resize(900, 600)
        show(grid, library, how or Arrangement("date"))
        grid.show()
        qtbot.waitExposed(grid)
        return grid, library

    yield make
    for grid, thumbs in made:
        grid.close()
        assert thumbs.close()
        grid.deleteLater()


def show(grid, library, how, *, keep_place=False) -> None:  # type: ignore[no-untyped-def]
    ids, found = library.arrange(None, how)
    if how.group == "none":
        content = content_of_ids(ids[found.order])
    else:
        content = content_of_arranged(ids, found, how)
    grid.show_content(content, sections_of(content), keep_place=keep_place)


def add_newer(library, count: int) -> None:  # type: ignore[no-untyped-def]
    """Photos that come in front of all others."""
    before = set(library.rows)
    library.fill(count)
    for photo_id in set(library.rows) - before:
        library.rows[photo_id] = replace(library.rows[photo_id], taken_at="2030-01-01T00:00:00")


class Painted(QObject):
    """What was painted of a widget."""

    def __init__(self, widget) -> None:  # type: ignore[no-untyped-def]
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.region += event.region()  # type: ignore[attr-defined]
        return False


def centre(grid, row: int) -> QPoint:  # type: ignore[no-untyped-def]
    return grid.visualRect(grid.model().index(row)).center()


def click(qtbot, grid, row: int, keys=NO_KEYS) -> None:  # type: ignore[no-untyped-def]
    qtbot.mouseClick(grid.viewport(), LEFT, keys, centre(grid, row))


def rows(grid) -> list[int]:  # type: ignore[no-untyped-def]
    return [grid.model().row_of(each) for each in grid.selected_ids()]


def drag(grid, at: QPoint, keys=NO_KEYS) -> None:  # type: ignore[no-untyped-def]
    """Move with the button held; QTest's own move knows of no button."""
    where = grid.viewport().mapToGlobal(at)
    kind = QMouseEvent.Type.MouseMove
    event = QMouseEvent(kind, QPointF(at), QPointF(where), Qt.MouseButton.NoButton, LEFT, keys)
    QApplication.sendEvent(grid.viewport(), event)


# --- selecting ----------------------------------------------------------------------------
def test_click_shift_and_ctrl_select_one_a_range_and_one_more(make_grid, qtbot) -> None:
    grid, _ = make_grid(40)
    click(qtbot, grid, 2)
    assert rows(grid) == [2]
    click(qtbot, grid, 6, SHIFT)
    assert rows(grid) == [2, 3, 4, 5, 6]
    click(qtbot, grid, 3, SHIFT)
    assert rows(grid) == [2, 3]
    click(qtbot, grid, 8, CTRL)
    click(qtbot, grid, 3, CTRL)
    assert rows(grid) == [2, 8]
    click(qtbot, grid, 10, SHIFT | CTRL)
    assert 2 in rows(grid)
    assert 10 in rows(grid)


def test_a_range_begins_where_it_began_before_a_refresh(make_grid, qtbot) -> None:
    grid, library = make_grid(40)
    click(qtbot, grid, 4)
    click(qtbot, grid, 7, SHIFT)
    add_newer(library, 2)
    show(grid, library, Arrangement("date"), keep_place=True)
    assert len(grid.selected_ids()) == 4
    click(qtbot, grid, 10, SHIFT)
    assert rows(grid) == [6, 7, 8, 9, 10]
    qtbot.keyClick(grid, Qt.Key.Key_Right, SHIFT)
    assert rows(grid) == [6, 7, 8, 9, 10, 11]


def test_a_frame_selects_what_it_touches_and_ctrl_keeps_what_was(make_grid, qtbot) -> None:
    grid, _ = make_grid(40)
    columns = grid._geometry.columns
    start = grid.visualRect(grid.model().index(0)).topLeft() - QPoint(4, 4)
    qtbot.mousePress(grid.viewport(), LEFT, NO_KEYS, start)
    drag(grid, centre(grid, columns + 1))
    assert rows(grid) == [0, 1, columns, columns + 1]
    drag(grid, centre(grid, 1))
    assert rows(grid) == [0, 1]
    qtbot.mouseRelease(grid.viewport(), LEFT, NO_KEYS, centre(grid, 1))
    below = grid.visualRect(grid.model().index(columns)).topLeft() - QPoint(4, 4)
    qtbot.mousePress(grid.viewport(), LEFT, CTRL, below)
    drag(grid, centre(grid, columns), CTRL)
    qtbot.mouseRelease(grid.viewport(), LEFT, CTRL, centre(grid, columns))
    assert rows(grid) == [0, 1, columns]


def test_a_frame_goes_on_through_a_refresh(make_grid, qtbot) -> None:
    grid, library = make_grid(200)
    grid.verticalScrollBar().setValue(1_000)
    first = grid.indexAt(QPoint(60, 200)).row()
    row = first - first % grid._geometry.columns
    start = grid.visualRect(grid.model().index(row)).topLeft() - QPoint(4, 4)
    qtbot.mousePress(grid.viewport(), LEFT, NO_KEYS, start)
    drag(grid, centre(grid, row))
    wanted = grid.selected_ids()
    assert wanted == [grid.model().id_at(row)]
    add_newer(library, grid._geometry.columns)  # a whole line
    show(grid, library, Arrangement("date"), keep_place=True)
    assert grid.selected_ids() == wanted
    row = grid.model().row_of(wanted[0])
    drag(grid, centre(grid, row + 1))
    assert grid.selected_ids() == [*wanted, grid.model().id_at(row + 1)]
    qtbot.mouseRelease(grid.viewport(), LEFT, NO_KEYS, centre(grid, row + 1))


def test_a_click_beside_selects_nothing(make_grid, qtbot) -> None:
    grid, _ = make_grid(3)
    click(qtbot, grid, 1)
    qtbot.mouseClick(grid.viewport(), LEFT, NO_KEYS, QPoint(850, 550))
    assert rows(grid) == []


def test_inverting_selects_the_others_as_ranges(make_grid, qtbot) -> None:
    grid, _ = make_grid(40)
    click(qtbot, grid, 3)
    click(qtbot, grid, 5, CTRL)
    grid.invert_selection()
    assert rows(grid) == [row for row in range(40) if row not in (3, 5)]
    assert len(grid.selectionModel().selection().toList()) == 3
    grid.invert_selection()
    assert rows(grid) == [3, 5]


def test_a_million_are_selected_inverted_and_filtered_without_asking_for_one(
    qtbot, make_library
) -> None:
    read: list[int] = []
    library = make_library(0)
    thumbs = ThumbLoader(library.thumbnail)
    grid = PhotoGrid(PhotoGridModel(lambda ids: read.extend(ids) or [], thumbs))  # type: ignore[func-returns-value]
    qtbot.addWidget(grid)
    ids = np.arange(1, 1_000_001, dtype=np.int64)
    content = content_of_ids(ids)
    grid.show_content(content, sections_of(content), keep_place=False)
    grid.selectAll()
    assert len(grid.selectionModel().selection().toList()) == 1
    half = content_of_ids(ids[::2].copy())
    grid.show_content(half, sections_of(half), keep_place=True)
    assert len(grid.selected_ids()) == 500_000
    grid.invert_selection()
    assert grid.selected_ids() == []
    assert grid.selected_ids(limit=3) == []
    assert read == []
    assert thumbs.close()


@given(st.sets(st.integers(0, 30)), st.integers(31, 40))
def test_runs_and_their_inverse_are_those_of_a_set(chosen: set[int], count: int) -> None:
    runs = runs_of(np.array(sorted(chosen), dtype=np.int64))
    assert {row for run in runs for row in run} == chosen
    assert all(a.stop < b.start for a, b in itertools.pairwise(runs))
    rest = {row for run in inverted(runs, count) for row in run}
    assert rest == set(range(count)) - chosen


# --- headings -----------------------------------------------------------------------------
def test_headings_are_in_the_language_of_the_user(qtbot) -> None:
    assert month_text("2023-06") == "June 2023"
    assert day_text("2023-06-12").endswith("2023")
    assert month_text("nonsense") == "nonsense"


def test_the_heading_stays_at_the_top_and_the_next_one_pushes_it_out(make_grid) -> None:
    grid, _ = make_grid(60, Arrangement("date", group="month"))
    assert grid._fixed_heading() is None
    bar, geometry = grid.verticalScrollBar(), grid._geometry
    bar.setValue(geometry.top_of(1) + 60)
    number, strip = grid._fixed_heading()
    assert (number, strip.y()) == (1, bar.value())
    bar.setValue(geometry.top_of(2) - 10)
    number, strip = grid._fixed_heading()
    assert number == 1
    assert strip.bottom() + 1 == geometry.top_of(2)
    # What is below it is not clicked.
    assert not grid.indexAt(QPoint(60, 5)).isValid()


def test_a_click_on_a_heading_selects_its_photos(make_grid, qtbot) -> None:
    grid, _ = make_grid(60, Arrangement("date", group="month"))
    header = grid._geometry.header(1)
    grid.verticalScrollBar().setValue(header.y - 100)
    at = QPoint(header.x + 5, header.y + 5 - grid.verticalOffset())
    qtbot.mouseClick(grid.viewport(), LEFT, NO_KEYS, at)
    assert rows(grid) == list(range(10, 20))


def test_going_up_by_key_never_ends_below_the_heading_at_the_top(make_grid, qtbot) -> None:
    grid, _ = make_grid(120, Arrangement("folder", group="folder"))
    grid.setCurrentIndex(grid.model().index(119))
    while grid.currentIndex().row() >= grid._geometry.columns:
        qtbot.keyClick(grid, Qt.Key.Key_Up)
        top = grid.visualRect(grid.currentIndex()).top()
        assert top >= grid._geometry.metrics.header or grid._fixed_heading() is None


# --- dates --------------------------------------------------------------------------------
def test_the_scale_of_dates_has_a_mark_for_each_month_and_goes_there(make_grid, qtbot) -> None:
    grid, _ = make_grid(200, Arrangement("date", group="month"))
    scale = grid.scrubber
    assert scale.isVisible()
    assert [mark.month for mark in scale.marks][:3] == ["2001-08", "2001-07", "2001-06"]
    assert len(scale.marks) == 20
    y = round(scale.marks[10].y * scale.height() / grid._geometry.height) + 2
    qtbot.mousePress(scale, LEFT, NO_KEYS, QPoint(10, y))
    assert scale.bubble_text == month_text(scale.marks[10].month)
    number, _ = grid._fixed_heading()
    assert grid._sections[number].title == month_text(scale.marks[10].month)
    drag_to = QPoint(10, scale.height() - 1)
    qtbot.mouseMove(scale, drag_to)
    qtbot.mouseRelease(scale, LEFT, NO_KEYS, drag_to)


def test_without_dates_in_order_there_is_no_scale(make_grid) -> None:
    grid, library = make_grid(60, Arrangement("date", group="month"))
    wide = grid.viewport().width()
    show(grid, library, Arrangement("name"))
    assert not grid.scrubber.isVisible()
    assert grid.viewport().width() > wide


def test_the_scale_of_dates_follows_the_colours(make_grid, qtbot) -> None:
    grid, _ = make_grid(200, Arrangement("date", group="month"))
    scale = grid.scrubber
    light = scale.grab().toImage().pixelColor(2, scale.height() - 3)
    palette = QPalette(scale.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor("black"))
    scale.setPalette(palette)
    dark = scale.grab().toImage().pixelColor(2, scale.height() - 3)
    assert dark == QColor("black") != light


# --- pictures -------------------------------------------------------------------------------
@pytest.mark.parametrize("zoom", [96, 148])
def test_the_loader_is_told_how_large_the_pictures_are_shown(make_grid, qtbot, zoom) -> None:
    grid, _ = make_grid(30)
    grid.set_zoom(zoom)
    index = grid.model().index(0)
    cell = grid.visualRect(index)
    room = picture_rect(cell, caption_height(grid.font()), None, stacked=False)

    def fitted() -> bool:
        pixmap = index.data(Role.FITTED)
        shown = QSize(320, 240).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return pixmap is not None and pixmap.size() == shown

    qtbot.waitUntil(fitted)


# --- stacks and state -----------------------------------------------------------------------
def test_a_click_on_the_mark_of_a_stack_opens_it_and_selects_nothing(make_grid, qtbot) -> None:
    grid, _ = make_grid(10, Arrangement("date", group="month"), stacks={9: (9, 2)})
    row = grid.model().row_of(9)
    cell = grid.visualRect(grid.model().index(row))
    spots = [
        QPoint(x, y)
        for y in range(cell.top(), cell.center().y(), 4)
        for x in range(cell.right(), cell.center().x(), -4)
        if grid._is_stack_badge(grid.model().index(row), QPoint(x, y))
    ]
    assert spots
    with qtbot.waitSignal(grid.stack_requested) as asked:
        qtbot.mouseClick(grid.viewport(), LEFT, NO_KEYS, spots[0])
    assert asked.args == [9]
    assert rows(grid) == []
    other = grid.model().index(row + 1)
    assert not any(grid._is_stack_badge(other, spot) for spot in spots)


@pytest.mark.parametrize("shape", [(20, 400), (400, 20), (320, 240)])
@pytest.mark.parametrize("side", [96, 148, 320])
def test_the_marks_of_a_picture_of_any_shape_stay_apart_and_in_its_cell(qapp, shape, side) -> None:
    font = QApplication.font()
    line = QFontMetrics(font).height()
    cell = QRect(10, 20, side, side + caption_height(font))
    picture = picture_rect(cell, caption_height(font), QPixmap(*shape), stacked=True)
    place = marks_rect(cell, picture, line)
    check = check_rect(place, line)
    badges = [each.box for each in badges_in(place, [("stack", "12")], font)]
    for mark in (check, *badges):
        assert cell.contains(mark)
        assert place.contains(mark)
    assert not any(check.intersects(each) for each in badges)
    assert place.center().y() - picture.center().y() in {-1, 0, 1}


def test_stars_flags_stacks_and_missing_files_are_painted(make_grid, qtbot) -> None:
    grid, library = make_grid(6, Arrangement("date", group="month"), stacks={6: (6, 1)})
    plain = grid.grab().toImage()
    library.rows[5] = replace(library.rows[5], rating=5, pick=1)
    library.rows[4] = replace(library.rows[4], pick=-1)
    library.rows[3] = replace(library.rows[3], state="unreadable", error="The file is empty.")
    grid.model().refresh([5, 4, 3])
    grid.model().set_offline([1])

    def here() -> bool:
        grid.grab()
        known, photo = grid.model().soon(grid.model().row_of(5))
        return known and photo.rating == 5

    qtbot.waitUntil(here)
    assert grid.grab().toImage() != plain


def test_a_refresh_keeps_selection_place_and_current_photo(make_grid, qtbot) -> None:
    grid, library = make_grid(300)
    grid.verticalScrollBar().setValue(2_000)
    row = grid.indexAt(QPoint(60, 300)).row()
    click(qtbot, grid, row)
    chosen, top = grid.selected_ids(), grid.visualRect(grid.currentIndex()).top()
    for _ in range(3):
        add_newer(library, 7)
        show(grid, library, Arrangement("date"), keep_place=True)
    assert grid.selected_ids() == chosen
    assert grid.current_id() == chosen[0]
    moved = grid.visualRect(grid.currentIndex()).top() - top
    assert abs(moved) <= grid._geometry.line_height


@pytest.mark.parametrize("step", [7, 150, 5000])
def test_what_comes_into_view_by_scrolling_is_painted(make_grid, qtbot, step) -> None:
    grid, _ = make_grid(200)
    bar, area = grid.verticalScrollBar(), grid.viewport().rect()
    bar.setValue(300)
    qtbot.wait(1)
    painted = Painted(grid.viewport())
    bar.setValue(300 + step)
    new = area.adjusted(0, max(0, area.height() - (bar.value() - 300)), 0, 0)
    qtbot.waitUntil(lambda: QRegion(new).subtracted(painted.region).isEmpty())
