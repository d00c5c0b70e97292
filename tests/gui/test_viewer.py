"""One photo in the whole window: what is decoded for it, what stays, and what it follows."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication, QToolButton

from photoclip.changes import ChangeSet
from photoclip.errors import UnreadablePhotoError, UserError
from photoclip.gui.viewer.canvas import FITTED

pytestmark = pytest.mark.gui

SIZE = (1200, 900)


class Decoder:
    """Stands for ``Library.full_image``: notes who was decoded, and waits where it is told to."""

    def __init__(self, library) -> None:  # type: ignore[no-untyped-def]
        self.library = library
        self.seen: list[int] = []
        self.gate = threading.Event()
        self.gate.set()
        self.broken: set[int] = set()

    def __call__(self, photo_id: int, *, max_side: int) -> np.ndarray:
        self.seen.append(photo_id)
        self.gate.wait(20)
        if photo_id in self.broken:
            raise UnreadablePhotoError("The file is no longer there.")
        if photo_id not in self.library.rows:
            raise UserError(f"There is no photo number {photo_id} in the library.")
        width, height = self.library.rows[photo_id].shown_size
        return np.full((height, width, 3), photo_id % 256, np.uint8)


@pytest.fixture
def viewing(open_window, qtbot, make_library):  # type: ignore[no-untyped-def]
    """Opens a window on photos whose pictures come from a :class:`Decoder`."""
    decoders = []

    def open_one(count: int):  # type: ignore[no-untyped-def]
        library = make_library()
        library.size = SIZE
        library.fill(count)
        decoder = Decoder(library)
        decoders.append(decoder)
        library.full_image = decoder
        window, _ = open_window(library=library)
        return window, library, decoder

    yield open_one
    for decoder in decoders:
        decoder.gate.set()


def settled(qtbot, window, decoder) -> None:  # type: ignore[no-untyped-def]
    """Wait until the present photo and its neighbours are there."""
    single = window.viewer.single
    wanted = [row for step in (0, 1, -1) if (row := step + single.row) >= 0]
    wanted = [row for row in wanted if row < window.model.rowCount()]

    def there() -> bool:
        photos = [window.model.photo_at(row) for row in wanted]
        return all(window.viewer.pictures.has(photo, single.side) for photo in photos)

    qtbot.waitUntil(there)


# --- what is decoded ---
def test_neighbours_are_decoded_ahead_and_nothing_else(viewing, qtbot) -> None:
    window, _, decoder = viewing(9)
    window.photos.open_photo(5)
    settled(qtbot, window, decoder)
    assert sorted(decoder.seen) == [4, 5, 6]


def test_a_neighbour_that_is_there_is_shown_at_once_and_not_decoded_again(viewing, qtbot) -> None:
    window, _, decoder = viewing(9)
    window.photos.open_photo(5)
    settled(qtbot, window, decoder)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    assert window.viewer.canvas.best_width == SIZE[0]
    settled(qtbot, window, decoder)
    assert sorted(decoder.seen) == [3, 4, 5, 6]


def test_hurrying_past_photos_decodes_only_where_one_stays(viewing, qtbot) -> None:
    window, _, decoder = viewing(60)
    decoder.gate.clear()
    window.photos.open_photo(60)
    qtbot.waitUntil(lambda: decoder.seen == [60])
    for _ in range(50):
        qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    assert window.viewer.photo_id == 10
    decoder.gate.set()
    settled(qtbot, window, decoder)
    # The first was under way; of the fifty, the last one and its neighbours.
    assert sorted(decoder.seen) == [9, 10, 11, 60]


def test_the_picture_looked_at_does_not_wait_for_a_neighbour(viewing, qtbot) -> None:
    window, _, decoder = viewing(9)
    held = threading.Event()
    plain = decoder.__call__

    def slow_neighbour(photo_id: int, *, max_side: int) -> np.ndarray:
        if photo_id == 4:
            held.wait(20)
        return plain(photo_id, max_side=max_side)

    window.bridge._images._read = slow_neighbour
    try:
        window.photos.open_photo(5)
        qtbot.waitUntil(lambda: window.viewer.canvas.best_width == SIZE[0])
        qtbot.keyClick(window.viewer, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: window.viewer.canvas.best_width == SIZE[0])
        assert window.viewer.photo_id == 1
    finally:
        held.set()


def test_a_neighbour_on_its_way_is_not_decoded_twice(viewing, qtbot) -> None:
    window, _, decoder = viewing(3)
    window.photos.open_photo(3)
    qtbot.waitUntil(lambda: 2 in decoder.seen or decoder.seen == [3])
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    settled(qtbot, window, decoder)
    assert sorted(decoder.seen) == [1, 2, 3]


def test_the_pictures_that_are_kept_stay_within_their_bytes(viewing, qtbot) -> None:
    window, _, decoder = viewing(12)
    one = SIZE[0] * SIZE[1] * 4
    window.viewer.pictures._budget = 3 * one
    window.photos.open_photo(12)
    for photo_id in range(11, 4, -1):
        settled(qtbot, window, decoder)
        qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
        assert window.viewer.photo_id == photo_id
        assert window.viewer.pictures.used_bytes <= 3 * one


def test_after_the_viewer_is_left_no_late_picture_is_shown(viewing, qtbot) -> None:
    window, _, decoder = viewing(3)
    decoder.gate.clear()
    window.photos.open_photo(2)
    qtbot.waitUntil(lambda: bool(decoder.seen))
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.viewer.pictures.arrived):
        decoder.gate.set()
    assert window.viewer.canvas.best_width == 0


# --- zoom ---
def test_the_zoom_is_kept_for_the_next_photo_only_if_it_is_locked(viewing, qtbot) -> None:
    window, _, decoder = viewing(5)
    window.photos.open_photo(5)
    settled(qtbot, window, decoder)
    canvas = window.viewer.canvas
    canvas.actual_size(QPointF(10, 10))
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    assert canvas.is_fitted
    qtbot.keyClick(window.viewer, Qt.Key.Key_L)
    canvas.actual_size(QPointF(10, 10))
    view = canvas.view()
    assert view != FITTED
    for _ in range(2):
        qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    settled(qtbot, window, decoder)
    assert canvas.view() == view
    qtbot.keyClick(window.viewer, Qt.Key.Key_L)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Left)
    assert canvas.is_fitted


def test_z_toggles_at_the_pointer(viewing, qtbot, monkeypatch) -> None:
    window, _, decoder = viewing(2)
    window.photos.open_photo(2)
    settled(qtbot, window, decoder)
    canvas = window.viewer.canvas
    point = QPoint(canvas.width() // 2 - 100, canvas.height() // 2 + 60)
    before = canvas._to_picture(QPointF(point))
    monkeypatch.setattr(canvas, "underMouse", lambda: True)
    monkeypatch.setattr(canvas, "mapFromGlobal", lambda _: point)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Z)
    assert canvas.percent == 100
    assert (canvas._to_picture(QPointF(point)) - before).manhattanLength() < 0.01


def test_shift_and_arrows_move_an_enlarged_picture(viewing, qtbot) -> None:
    window, _, decoder = viewing(2)
    window.photos.open_photo(2)
    settled(qtbot, window, decoder)
    canvas = window.viewer.canvas
    canvas.actual_size()
    before = canvas.view()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.view().x > before.x
    assert canvas.view().y == before.y
    assert window.viewer.photo_id == 2


# --- what cannot be shown ---
def test_a_photo_that_cannot_be_read_shows_its_thumbnail_and_one_sentence(viewing, qtbot) -> None:
    window, _, decoder = viewing(3)
    decoder.broken = {2}
    qtbot.waitUntil(lambda: window.thumbs.pixmap(2) is not None)
    window.photos.open_photo(2)
    canvas = window.viewer.canvas
    qtbot.waitUntil(lambda: canvas.message != "")
    assert canvas.message == "The file is no longer there."
    assert canvas.best_width > 0
    assert not canvas.grab().isNull()
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.viewer.canvas.best_width == SIZE[0])
    assert canvas.message == ""


def test_a_photo_is_shown_as_soon_as_its_drive_is_back(viewing, qtbot) -> None:
    window, library, decoder = viewing(3)
    decoder.broken = {2}
    window.photos.open_photo(2)
    canvas = window.viewer.canvas
    qtbot.waitUntil(lambda: canvas.message != "")
    asked = decoder.seen.count(2)
    decoder.broken = set()
    library.publish(ChangeSet(folders=True))
    qtbot.waitUntil(lambda: canvas.message == "" and canvas.best_width == SIZE[0])
    assert decoder.seen.count(2) == asked + 1
    library.publish(ChangeSet(folders=True))
    settled(qtbot, window, decoder)
    assert decoder.seen.count(2) == asked + 1


# --- what the viewer follows ---
def test_when_its_photo_goes_the_next_one_is_shown(viewing, qtbot) -> None:
    window, library, decoder = viewing(5)
    window.photos.open_photo(3)
    settled(qtbot, window, decoder)
    del library.rows[3]
    library.publish(ChangeSet(removed=frozenset({3})))
    qtbot.waitUntil(lambda: window.model.rowCount() == 4)
    assert window.is_viewing
    assert window.viewer.photo_id == 2


def test_when_the_last_photo_goes_the_grid_comes_back(viewing, qtbot) -> None:
    window, library, _ = viewing(1)
    window.photos.open_photo(1)
    library.rows.clear()
    library.publish(ChangeSet(removed=frozenset({1})))
    qtbot.waitUntil(lambda: not window.is_viewing)


def test_a_photo_keeps_its_place_when_others_come(viewing, qtbot) -> None:
    window, library, decoder = viewing(3)
    window.photos.open_photo(2)
    settled(qtbot, window, decoder)
    library.fill(2)
    library.publish(ChangeSet(added=frozenset({4, 5})))
    qtbot.waitUntil(lambda: window.model.rowCount() == 5)
    assert window.viewer.photo_id == 2
    assert window.viewer.bar.place.text() == "4 of 5"
    qtbot.keyClick(window.viewer, Qt.Key.Key_Left)
    assert window.viewer.photo_id == 3


def test_a_turned_photo_is_decoded_again_and_a_rated_one_is_not(viewing, qtbot) -> None:
    window, library, decoder = viewing(3)
    window.photos.open_photo(2)
    settled(qtbot, window, decoder)
    library.rows[2] = replace(library.rows[2], rating=4)
    library.publish(ChangeSet(photos=frozenset({2})))
    qtbot.waitUntil(lambda: "★★★★☆" in window.viewer.info_text)
    assert decoder.seen.count(2) == 1
    library.rows[2] = replace(library.rows[2], rotation=90)
    library.publish(ChangeSet(photos=frozenset({2})))
    qtbot.waitUntil(lambda: decoder.seen.count(2) == 2)
    qtbot.waitUntil(lambda: window.viewer.canvas.best_width == SIZE[1])


def thumbnail(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#aa3333"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "JPEG")
    return bytes(data.data())


@pytest.mark.parametrize("seen_before", [False, True])
def test_a_photo_out_of_reach_is_shown_turned_by_its_thumbnail(viewing, qtbot, seen_before) -> None:
    window, library, decoder = viewing(3)
    if not seen_before:
        decoder.broken = {2}
    qtbot.waitUntil(lambda: window.thumbs.pixmap(2) is not None)
    flat = window.thumbs.pixmap(2).width()
    window.photos.open_photo(2)
    canvas = window.viewer.canvas
    qtbot.waitUntil(lambda: canvas.best_width == (SIZE[0] if seen_before else flat))
    decoder.broken = {2}
    library._thumb = thumbnail(90, 120)
    library.rows[2] = replace(library.rows[2], rotation=90)
    library.publish(ChangeSet(photos=frozenset({2})))
    qtbot.waitUntil(lambda: canvas.best_width == 90)
    qtbot.waitUntil(lambda: "no longer there" in canvas._message)


def test_a_mark_goes_on_to_the_next_photo_only_where_that_is_chosen(viewing, qtbot) -> None:
    window, library, _ = viewing(4)
    window.photos.open_photo(4)
    window.actions_["rate_3"].trigger()
    qtbot.waitUntil(lambda: library.rows[4].rating == 3)
    assert window.viewer.photo_id == 4
    library.settings.set("look.advance_after_rating", True)
    window.actions_["rate_5"].trigger()
    qtbot.waitUntil(lambda: window.viewer.photo_id == 3)
    qtbot.waitUntil(lambda: library.rows[4].rating == 5)
    assert library.rows[3].rating is None


# --- the whole screen ---
def test_on_the_whole_screen_the_bars_come_at_the_edges_only(viewing, qtbot) -> None:
    window, _, _ = viewing(3)
    window.photos.open_photo(2)
    viewer = window.viewer
    viewer.set_alone(True)
    assert not viewer.bar.isVisible()
    assert not viewer.info.isVisible()
    viewer.canvas.pointed.emit(QPoint(50, 2))
    assert viewer.bar.isVisible()
    viewer.canvas.pointed.emit(QPoint(50, viewer.height() // 2))
    assert not viewer.bar.isVisible()
    viewer.canvas.pointed.emit(QPoint(50, viewer.height() - 2))
    assert viewer.info.isVisible()
    viewer.set_alone(False)
    assert viewer.bar.isVisible()
    assert viewer.filmstrip.isVisible()


def test_everything_in_the_bar_says_what_it_is(viewing) -> None:
    window, _, _ = viewing(1)
    buttons = window.viewer.bar.findChildren(QToolButton)
    assert len(buttons) > 10
    for button in buttons:
        assert button.toolTip()
        assert button.accessibleName() or button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_narrow_bar_keeps_what_cannot_be_done_elsewhere(viewing, qtbot) -> None:
    window, _, _ = viewing(2)
    window.photos.open_photo(2)
    bar = window.viewer.bar
    wide = bar.minimumSizeHint().width()
    bar.resize(2 * wide, bar.height())
    assert not any(button.isHidden() for button in bar._offered.values())
    bar.resize(wide, bar.height())
    hidden = {name for name, button in bar._offered.items() if button.isHidden()}
    assert hidden == {
        *("rotate_left", "rotate_right", "similar", "compare", "slideshow", "filmstrip"),
    }
    assert bar.minimumSizeHint().width() == wide
    bar.resize(2 * wide, bar.height())
    assert not any(button.isHidden() for button in bar._offered.values())


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_picture_has_the_menu_of_its_photo(viewing, qtbot) -> None:
    window, _, _ = viewing(3)
    window.photos.open_photo(2)
    canvas = window.viewer.canvas
    where = canvas.mapToGlobal(QPoint(20, 20))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(20, 20), where)
    QApplication.sendEvent(canvas, event)
    menu = QApplication.activePopupWidget()
    assert window.actions_["similar"] in menu.actions()
    menu.close()
