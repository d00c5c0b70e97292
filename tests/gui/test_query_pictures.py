"""Pictures become parts of the query: dropped, pasted, or a photo of the library with words."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from photoclip.errors import UserError
from photoclip.gui.query.offered import is_meant_as_text, may_offer, offered
from photoclip.gui.query.pictures import MAX_SIDE, MOST_PICTURES

pytestmark = pytest.mark.gui


def pixels(width: int = 40, height: int = 30) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#4477aa"))
    return image


def of_image(image: QImage | None = None, text: str = "") -> QMimeData:
    mime = QMimeData()
    mime.setImageData(image or pixels())
    if text:
        mime.setText(text)
    return mime


def of_urls(*urls: str, html: str = "") -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    if html:
        mime.setHtml(html)
    return mime


def drop(target, mime: QMimeData) -> bool:  # type: ignore[no-untyped-def]
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 10), actions, mime, button, none)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(20, 10), actions, mime, button, none))
    return enter.isAccepted()


def paste(window, qtbot, mime: QMimeData) -> None:  # type: ignore[no-untyped-def]
    QGuiApplication.clipboard().setMimeData(mime)
    window.browser.search_box.setFocus()
    qtbot.keyClick(window.browser.search_box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_copied_pixels_are_kept_as_a_file_and_asked_with(open_window, qtbot) -> None:
    window, library = open_window(6)
    box = window.browser.search_box
    box.set_quietly("dog")
    paste(window, qtbot, of_image())
    qtbot.waitUntil(lambda: "like:" in box.text())
    assert box.text() == f'dog like:"/library/cache/asked/{1:020x}.png"'
    assert library.asking.kept[0].startswith(b"\x89PNG")
    qtbot.waitUntil(lambda: bool(library.asked) and library.asked[-1][0] == box.text())
    qtbot.waitUntil(lambda: len(window.browser.query_chips.chips) == 1)
    assert window.browser.query_chips.chips[0].words() == "like a copied picture"


def test_a_large_picture_is_kept_no_larger_than_a_model_sees(open_window, qtbot) -> None:
    window, library = open_window(2)
    paste(window, qtbot, of_image(pixels(MAX_SIDE * 2, MAX_SIDE)))
    qtbot.waitUntil(lambda: bool(library.asking.kept))
    kept = QImage.fromData(library.asking.kept[0])
    assert (kept.width(), kept.height()) == (MAX_SIDE, MAX_SIDE // 2)


def test_a_copied_file_is_asked_with_where_it_lies(open_window, qtbot, tmp_path: Path) -> None:
    window, library = open_window(6)
    picture = tmp_path / "pool.jpg"
    picture.touch()
    paste(window, qtbot, of_urls(picture.as_uri()))
    assert window.browser.search_box.text() == f'like:"{picture}"'
    assert library.asking.kept == []


@pytest.mark.skipif(os.name == "nt", reason="every name is text there")
def test_a_file_whose_name_is_no_text_is_asked_with_all_the_same(
    open_window, qtbot, tmp_path: Path
) -> None:
    window, library = open_window(6)
    box = window.browser.search_box
    odd = tmp_path / os.fsdecode(b"caf\xe9 #1 50%.jpg")
    mime = QMimeData()
    mime.setData("text/uri-list", odd.as_uri().encode() + b"\r\n")
    assert drop(box, mime)
    qtbot.waitUntil(lambda: box.text() == 'like:"4"')
    assert "asking.value_of" in library.calls


@pytest.mark.parametrize("where", ["box", "window"])
def test_whoever_would_move_a_picture_is_told_that_it_was_copied(
    open_window, qtbot, tmp_path: Path, where: str
) -> None:
    window, _library = open_window(6)
    path = tmp_path / "a #b 50% ü.jpg"
    path.write_bytes(b"x")
    target = window.browser.search_box if where == "box" else window
    mime, none = of_urls(QUrl.fromLocalFile(str(path)).toString()), Qt.KeyboardModifier.NoModifier
    actions, button = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(20, 10), actions, mime, button, none)
    QApplication.sendEvent(target, enter)
    event = QDropEvent(QPointF(20, 10), actions, mime, button, Qt.KeyboardModifier.ShiftModifier)
    assert event.proposedAction() == Qt.DropAction.MoveAction
    QApplication.sendEvent(target, event)
    assert (event.isAccepted(), event.dropAction()) == (True, Qt.DropAction.CopyAction)
    box = window.browser.search_box
    qtbot.waitUntil(lambda: box.text() == f'like:"{path}"')


def test_copied_words_are_pasted_as_words_though_a_drawing_of_them_comes_along(
    open_window, qtbot
) -> None:
    window, library = open_window(6)
    paste(window, qtbot, of_image(text="a dog at sea"))
    assert window.browser.search_box.text() == "a dog at sea"
    assert library.asking.kept == []


def test_a_picture_dragged_from_a_browser_is_taken_by_its_pixels(open_window, qtbot) -> None:
    window, library = open_window(6)
    mime = of_image()
    mime.setUrls([QUrl("https://example.org/a.jpg")])
    assert drop(window.browser.search_box, mime)
    qtbot.waitUntil(lambda: bool(library.asking.kept))


def test_a_picture_written_out_in_a_page_is_taken_too(open_window, qtbot, thumb_bytes) -> None:
    window, library = open_window(6)
    mime = QMimeData()
    mime.setText("data:image/jpeg;base64," + base64.b64encode(thumb_bytes).decode())
    assert drop(window, mime)
    qtbot.waitUntil(lambda: bool(library.asking.kept))


@pytest.mark.parametrize("place", ["box", "window"])
def test_a_picture_on_the_internet_is_never_fetched_and_that_is_said(
    open_window, qtbot, place: str
) -> None:
    window, library = open_window(6)
    target = window.browser.search_box if place == "box" else window
    assert drop(target, of_urls("https://example.org/dog.jpg"))
    assert "fetches nothing" in window.notice.text()
    assert window.browser.search_box.text() == ""
    assert library.asking.kept == []


def test_a_mere_link_is_no_picture() -> None:
    assert not may_offer(of_urls("https://example.org/page"))
    assert not offered(of_urls("https://example.org/page"))
    assert offered(of_urls("https://example.org/page", html='<IMG src="x">')).remote
    text = QMimeData()
    text.setText("a dog")
    assert not may_offer(text)
    assert is_meant_as_text(text)


def test_damaged_picture_data_is_refused_quietly() -> None:
    mime = QMimeData()
    mime.setText("data:image/png;base64,AAAA")
    assert not offered(mime)
    mime.setText("data:image/png;base64,%%%")
    assert not offered(mime)


def test_more_pictures_than_make_sense_are_cut_off_and_that_is_said(
    open_window, qtbot, tmp_path: Path
) -> None:
    window, _ = open_window(6)
    files = [tmp_path / f"{n}.jpg" for n in range(MOST_PICTURES + 2)]
    for file in files:
        file.touch()
    assert drop(window.browser.search_box, of_urls(*(file.as_uri() for file in files)))
    assert window.browser.search_box.text().count("like:") == MOST_PICTURES
    assert str(MOST_PICTURES) in window.notice.text()


def test_a_picture_that_cannot_be_kept_is_told(open_window, qtbot) -> None:
    window, library = open_window(6)
    library.asking.refusal = UserError("The picture could not be kept: the disk is full.")
    paste(window, qtbot, of_image())
    qtbot.waitUntil(lambda: "disk is full" in window.notice.text())
    assert window.browser.search_box.text() == ""


def test_a_search_from_a_photo_waits_for_words_behind_it(open_window, qtbot) -> None:
    window, library = open_window(6)
    box = window.browser.search_box
    window.browser.grid.make_current(4)
    window.actions_["search_from_photo"].trigger()
    wanted = 'like:"/photos/holiday/photo_004.jpg"'
    qtbot.waitUntil(lambda: box.text() == f"{wanted} ")
    qtbot.waitUntil(lambda: library.asked[-1][0] == wanted)
    assert box.hasFocus()
    assert box.cursorPosition() == len(box.text())
    qtbot.keyClicks(box, "at night")
    qtbot.waitUntil(lambda: library.asked[-1][0] == f"{wanted} at night")


def test_several_photos_start_a_search_together(open_window, qtbot) -> None:
    window, _ = open_window(3)
    window.browser.grid.selectAll()
    window.actions_["search_from_photo"].trigger()
    box = window.browser.search_box
    qtbot.waitUntil(lambda: box.text().count("like:") == 3)


def test_a_search_from_the_viewer_leaves_it(open_window, qtbot) -> None:
    window, _ = open_window(6)
    window.photos.open_photo(4)
    window.actions_["search_from_photo"].trigger()
    qtbot.waitUntil(lambda: "photo_004" in window.browser.search_box.text())
    assert not window.is_viewing
    assert window.browser.search_box.hasFocus()


def test_a_picture_dropped_on_the_viewer_leads_back_to_the_photos(
    open_window, qtbot, tmp_path: Path
) -> None:
    window, _ = open_window(6)
    picture = tmp_path / "pool.jpg"
    picture.touch()
    window.photos.open_photo(4)
    assert drop(window, of_urls(picture.as_uri()))
    assert not window.is_viewing
    assert window.browser.search_box.text() == f'like:"{picture}"'
