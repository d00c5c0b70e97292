"""Undo and redo of each action, through the window, on a real catalog."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from edited import edited
from fake_labels import FakeReview, FakeStudio
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QInputDialog
from write_bench import picture

from photoclip.catalog import models, tags
from photoclip.catalog.rows import Tag
from photoclip.errors import CatalogError
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import UndoRecord
from photoclip.gui.library_pages import LibraryPages
from photoclip.gui.studio.label_form import LabelDraft
from photoclip.gui.undo import LIMIT
from photoclip.jobs.job import Progress
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.library import Library
from photoclip.views import UndoStep

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ANNA = ("People", "Anna")


def no_index(**_: object) -> Iterator[Progress]:
    yield Progress("Indexing", 0, 0)
    return IndexReport(indexed=0, reused=0, unreadable=0)  # type: ignore[misc]


def no_watch(*, stop: threading.Event, **_: object) -> Iterator[Progress]:
    while not stop.wait(0.02):
        yield Progress("Watching", 0, 0)


class Stage:
    """The window on a real library of six photos that no model has looked at."""

    def __init__(self, window: Any, library: Library, pages: LibraryPages, qtbot: Any) -> None:
        self.window, self.library, self.pages, self.qtbot = window, library, pages, qtbot
        self.ids = window.model.content.ids.tolist()
        self.stack = window.undo.stack

    def select(self, *ids: int) -> list[int]:
        chosen = list(ids) or self.ids[:3]
        grid = self.window.browser.grid
        grid.clearSelection()
        grid.make_current(chosen[0])
        for photo_id in chosen[1:]:
            flag = grid.selectionModel().SelectionFlag.Select
            grid.selectionModel().select(
                grid.model().index(self.window.model.row_of(photo_id), 0), flag
            )
        grid.setFocus()
        return chosen

    def key(self, key: Qt.Key) -> None:
        self.activate()
        self.qtbot.keyClick(self.window.browser.grid, key)

    def activate(self) -> None:
        """Only an active window has shortcuts."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def act(self, name: str) -> None:
        assert self.window.actions_[name].isEnabled(), name
        self.window.actions_[name].trigger()

    def answer(self, text: str) -> None:
        """Type into the question that is open now."""
        self.qtbot.waitUntil(lambda: bool(self.window.findChildren(QInputDialog)))
        [dialog] = self.window.findChildren(QInputDialog)
        dialog.setTextValue(text)
        dialog.accept()
        self.qtbot.waitUntil(lambda: not self.window.findChildren(QInputDialog))

    def tag(self, *path: str) -> Tag:
        return next(each for each in self.library.tags.all() if each.path == path)

    def album(self, name: str) -> Any:
        panel = self.window.browser.sidebar.albums
        self.qtbot.waitUntil(lambda: any(each.name == name for each in panel.albums))
        return next(each for each in panel.albums if each.name == name)

    def show_album(self, name: str) -> None:
        self.window.photos.search_for(f'album:"{name}"')
        self.qtbot.waitUntil(
            lambda: (
                self.window.results.state.answered
                and self.window.results.state.request.text.startswith("album")
            )
        )
        self.window.browser.grid.selectAll()
        self.qtbot.waitUntil(self.window.actions_["leave_album"].isEnabled)

    def press(self, key: Qt.Key) -> None:
        """Ctrl and a key."""
        self.activate()
        self.qtbot.keyClick(self.window, key, Qt.KeyboardModifier.ControlModifier)

    def done(self, count: int = 1) -> None:
        self.qtbot.waitUntil(lambda: self.stack.index() == count)


def settle(reached: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    deadline = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < deadline
        QCoreApplication.processEvents()
        time.sleep(0.005)


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Any, Library, LibraryPages]]:
    """A window on a library of six photos, closed at the end."""
    from photoclip.gui.main_window import MainWindow

    photos = folder / "photos"
    photos.mkdir()
    for number in range(6):
        (photos / f"{number}.jpg").write_bytes(picture(number))
    with Library.open(folder / "library") as library:
        library.add_folder(photos)
        for _ in library.scan():
            pass
        fill(library)
        library.index, library.watch = no_index, no_watch  # type: ignore[method-assign, assignment]
        window = MainWindow(library)
        window.resize(1000, 700)
        window.show()
        settle(lambda: window.results.state.answered and window._overview.info is not None)
        yield window, library, LibraryPages(window)
        window.close()
        assert window.stop_work()
        window.deleteLater()
        # Timers of its parts must not ask a library that is closed.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def stage(qtbot, tmp_path) -> Iterator[Stage]:  # type: ignore[no-untyped-def]
    with opened(tmp_path) as parts:
        yield Stage(*parts, qtbot)


@pytest.fixture(scope="module")
def shared(qapp, tmp_path_factory) -> Iterator[tuple[Any, Library, LibraryPages]]:  # type: ignore[no-untyped-def]
    """One window for all deeds that are undone again."""
    with opened(tmp_path_factory.mktemp("undo")) as parts:
        yield parts


@pytest.fixture
def same_stage(shared, qtbot) -> Stage:  # type: ignore[no-untyped-def]
    window = shared[0]
    window.undo.stack.clear()
    window.shell.show_page("photos")
    window.photos.show_all()
    settle(lambda: window.results.state.answered and len(window.model.content) == 6)
    return Stage(*shared, qtbot)


def fill(library: Library) -> None:
    ids = library.all_photo_ids().tolist()
    db = library._context.db
    values = {"fingerprint": "f", "arch": "a", "dim": 4, "source": "builtin"}
    model = db.write(lambda conn: models.upsert(conn, key="starter", **values))
    db.write(lambda conn: models.activate(conn, model))
    library.tags.add(ids[:3], ANNA)
    library.captions.set(ids[0], "a boat")
    library.albums.create("Best")
    library.albums.add("Best", ids[3:])
    library.albums.create("Good", query="rating:>=3")
    library.studio.put_label("pets", "dog", prompts=["a dog"])
    dog = db.write(lambda conn: tags.ensure(conn, ("dog",)))
    db.write(lambda conn: tags.suggest(conn, [(each, dog, 0.5) for each in ids]))


# --- all that can be done -----------------------------------------------------------


def rate(stage: Stage) -> None:
    stage.select()
    stage.key(Qt.Key.Key_4)


def pick(stage: Stage) -> None:
    stage.select()
    stage.key(Qt.Key.Key_P)


def refuse(stage: Stage) -> None:
    stage.select()
    stage.key(Qt.Key.Key_X)


def turn(stage: Stage) -> None:
    stage.select()
    stage.act("rotate_right")


def tag_by_key(stage: Stage) -> None:
    stage.select()
    stage.key(Qt.Key.Key_T)
    stage.answer("Trips/Rome")


def tag_by_drop(stage: Stage) -> None:
    tree = stage.window.browser.sidebar.tags
    tree.photos_dropped.emit(stage.tag(*ANNA), stage.ids[-2:])


def untag(stage: Stage) -> None:
    stage.select(stage.ids[0])
    stage.window.browser.details.tag_removed.emit(ANNA)


def accept_in_details(stage: Stage) -> None:
    [suggestion] = stage.library.review.queue(photo_id=stage.ids[0])
    stage.window.browser.details.accepted.emit(suggestion)


def reject_in_details(stage: Stage) -> None:
    [suggestion] = stage.library.review.queue(photo_id=stage.ids[0])
    stage.window.browser.details.rejected.emit(suggestion)


def rename_tag(stage: Stage) -> None:
    stage.window.browser.sidebar.tags.rename_requested.emit(stage.tag(*ANNA))
    stage.answer("Anne")


def move_tag(stage: Stage) -> None:
    stage.window.browser.sidebar.tags.move_requested.emit(stage.tag(*ANNA))
    stage.answer("Friends")


def delete_tag(stage: Stage) -> None:
    stage.window.tag_actions._on_delete_confirmed(stage.tag("People"))


def caption(stage: Stage) -> None:
    stage.window.browser.details.caption.saved.emit(tuple(stage.ids[:1]), "two boats")


def caption_all(stage: Stage) -> None:
    stage.select()
    stage.act("edit_caption")
    dialog = stage.window.mark_actions.dialog
    dialog.text.setPlainText(" boats ")
    stage.qtbot.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def new_album(stage: Stage) -> None:
    stage.select()
    stage.act("new_album")
    stage.answer("New")


def put_into_album(stage: Stage) -> None:
    stage.select()
    stage.album("Best")
    stage.act("add_to_album")
    stage.answer("best")


def put_into_new_album(stage: Stage) -> None:
    stage.select()
    stage.act("add_to_album")
    stage.answer("New")


def drop_on_album(stage: Stage) -> None:
    panel = stage.window.browser.sidebar.albums
    panel.photos_dropped.emit(stage.album("Best"), stage.ids)


def leave_album(stage: Stage) -> None:
    stage.show_album("Best")
    stage.act("leave_album")


def reorder_album(stage: Stage) -> None:
    stage.show_album("Best")
    stage.select(stage.library.albums.photos("Best")[-1])
    stage.act("album_first")


def rename_album(stage: Stage) -> None:
    stage.window.browser.sidebar.albums.rename_requested.emit(stage.album("Best"))
    stage.answer("Finest")


def remove_album(stage: Stage) -> None:
    stage.window.album_actions._on_remove_confirmed(stage.album("Best"))


def edit_query(stage: Stage) -> None:
    stage.window.album_actions._edited = stage.album("Good")
    stage.window.album_actions._on_save_named("rating:>=4", "Good")


def save_search(stage: Stage) -> None:
    stage.window.album_actions._on_save_named("rating:>=4", "Better")


def accept_in_review(stage: Stage) -> None:
    stage.window.shell.show_page("review")
    review = stage.pages.review
    assert review is not None
    stage.qtbot.waitUntil(lambda: len(review.queue.items) == 6)
    review.label_view.grid.select_first(3)
    stage.qtbot.keyClick(review.label_view.grid, Qt.Key.Key_A)


def studio(stage: Stage) -> Any:
    stage.window.shell.show_page("labels")
    assert stage.pages.studio is not None
    return stage.pages.studio.desk


DEEDS: dict[str, Callable[[Stage], object]] = {
    "Rate 3 photos": rate,
    "Pick 3 photos": pick,
    "Refuse 3 photos": refuse,
    "Rotate 3 photos": turn,
    "Tag 3 photos with “Trips/Rome”": tag_by_key,
    "Tag 2 photos with “People/Anna”": tag_by_drop,
    "Take “People/Anna” from 1 photo": untag,
    "Accept “dog”": accept_in_details,
    "Reject “dog”": reject_in_details,
    "Rename the tag “Anna”": rename_tag,
    "Move the tag “Anna”": move_tag,
    "Delete the tag “People”": delete_tag,
    "Change the caption of 1 photo": caption,
    "Change the caption of 3 photos": caption_all,
    "Make the album “New”": new_album,
    "Add 3 photos to “best”": put_into_album,
    "Add 3 photos to “New”": put_into_new_album,
    "Add 6 photos to “Best”": drop_on_album,
    "Take 3 photos out of “Best”": leave_album,
    "Reorder the album “Best”": reorder_album,
    "Rename the album “Best”": rename_album,
    "Remove the album “Best”": remove_album,
    "Change the album “Good”": edit_query,
    "Make the album “Better”": save_search,
    "Accept 3 suggestions": accept_in_review,
    "Add the label “cat”": lambda s: studio(s).add_label("pets", "cat"),
    "Change the label “dog”": lambda s: studio(s).keep_label(
        "pets", "dog", LabelDraft("hound", (), ("a hound",), ())
    ),
    "Remove the label “dog”": lambda s: studio(s).remove_label("pets", "dog"),
    "Make the label set “cars”": lambda s: studio(s).add_set("cars"),
    "Change the label set “pets”": lambda s: studio(s).rename_set("pets", "animals"),
    "Remove the label set “pets”": lambda s: studio(s).remove_set("pets"),
    "Move a line of “dog”": lambda s: studio(s).set_threshold("pets", "dog", 2.5),
}


@pytest.mark.parametrize("text", DEEDS)
def test_each_deed_is_undone_and_done_again_by_the_keys(same_stage: Stage, text: str) -> None:
    stage = same_stage
    before = edited(stage.library)
    DEEDS[text](stage)
    stage.done()
    after = edited(stage.library)
    assert after != before
    assert stage.window.actions_["undo"].text() == f"&Undo: {text}"
    assert not stage.window.actions_["redo"].isEnabled()
    stage.press(Qt.Key.Key_Z)
    stage.done(0)
    assert edited(stage.library) == before
    assert stage.window.notice.text() == f"Undone: {text}."
    assert stage.window.actions_["redo"].text() == f"&Redo: {text}"
    assert not stage.window.actions_["undo"].isEnabled()
    stage.press(Qt.Key.Key_Y)
    stage.done()
    assert edited(stage.library) == after
    assert stage.window.notice.text() == f"Done again: {text}."
    stage.window.undo.undo()
    stage.done(0)
    assert edited(stage.library) == before


def test_deeds_are_taken_back_one_by_one_and_a_new_one_ends_redo(stage: Stage) -> None:
    start = edited(stage.library)
    for count, deed in enumerate((rate, pick, untag, new_album), 1):
        deed(stage)
        stage.done(count)
    for _ in range(3):
        stage.window.actions_["undo"].trigger()
    stage.done(1)
    stage.window.actions_["undo"].trigger()
    stage.done(0)
    assert edited(stage.library) == start
    stage.window.actions_["redo"].trigger()
    stage.done(1)
    refuse(stage)
    stage.qtbot.waitUntil(lambda: stage.stack.count() == 2)
    assert not stage.window.actions_["redo"].isEnabled()


def test_presses_that_come_faster_than_the_answers_all_count(stage: Stage) -> None:
    start = edited(stage.library)
    stage.select()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        stage.key(key)
    stage.done(3)
    for _ in range(5):
        stage.window.undo.undo()
    stage.done(0)
    assert edited(stage.library) == start
    for _ in range(2):
        stage.window.undo.redo()
    stage.done(2)
    assert {stage.library.photo(each).rating for each in stage.ids[:3]} == {2}


def test_undo_waits_for_a_deed_that_is_under_way(stage: Stage) -> None:
    before = edited(stage.library)
    stage.select()
    stage.key(Qt.Key.Key_1)
    # The deed has not come back when undo is asked for.
    assert stage.stack.count() == 0
    assert stage.window.actions_["undo"].text() == "&Undo: Rate 3 photos"
    stage.press(Qt.Key.Key_Z)
    stage.qtbot.waitUntil(lambda: (stage.stack.count(), stage.stack.index()) == (1, 0))
    assert edited(stage.library) == before
    assert not stage.window.actions_["undo"].isEnabled()


def test_a_deed_that_changes_nothing_leaves_nothing_to_undo(stage: Stage) -> None:
    stage.select()
    stage.key(Qt.Key.Key_U)
    assert stage.window.actions_["undo"].isEnabled()
    stage.qtbot.waitUntil(lambda: not stage.window.actions_["undo"].isEnabled())
    assert stage.stack.count() == 0


def test_a_deed_during_an_undo_comes_after_it(stage: Stage) -> None:
    stage.select()
    stage.key(Qt.Key.Key_1)
    stage.done(1)
    stage.window.undo.undo()
    stage.key(Qt.Key.Key_P)
    stage.qtbot.waitUntil(lambda: stage.stack.index() == 1 and stage.stack.text(0)[:4] == "Pick")
    assert stage.stack.count() == 1
    assert {stage.library.photo(each).rating for each in stage.ids[:3]} == {None}


def test_what_changes_nothing_is_not_to_be_undone(stage: Stage) -> None:
    tree = stage.window.browser.sidebar.tags
    tree.photos_dropped.emit(stage.tag(*ANNA), stage.ids[:1])
    stage.qtbot.waitUntil(stage.window.notice.isVisible)
    assert stage.stack.count() == 0
    assert not stage.window.notice.action_button.isVisible()


def test_no_more_than_a_hundred_deeds_are_kept(paged) -> None:  # type: ignore[no-untyped-def]
    window, _library, _pages = paged
    for number in range(LIMIT + 5):
        step = UndoStep((b"x",))
        window.bridge.recorded.emit(UndoRecord(f"Deed {number}", step))
    assert window.undo.stack.count() == LIMIT == 100
    assert window.undo.stack.text(0) == "Deed 5"


# --- the sentence at the bottom --------------------------------------------------------


def test_the_button_beside_the_sentence_undoes_that_deed_only(stage: Stage) -> None:
    notice = stage.window.notice
    before = edited(stage.library)
    rate(stage)
    stage.qtbot.waitUntil(lambda: notice.text() == "4 stars for 3 photos.")
    assert notice.action_button.isVisible()
    assert notice.action_button.text() == "Undo"
    notice.action_button.click()
    stage.done(0)
    assert edited(stage.library) == before
    rate(stage)
    stage.qtbot.waitUntil(notice.action_button.isVisible)
    caption(stage)
    stage.done(2)
    # Its sentence stands there still, but the latest deed is another one.
    assert notice.text() == "4 stars for 3 photos."
    assert not notice.action_button.isVisible()


def test_a_failure_tells_one_sentence_and_drops_the_step(stage: Stage, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    rate(stage)
    stage.done(1)
    pick(stage)
    stage.done(2)

    def full(_step: object) -> object:
        raise CatalogError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(stage.library.history, "undo", full)
        stage.window.actions_["undo"].trigger()
        stage.qtbot.waitUntil(lambda: stage.window.notice.text() == "The disk is full.")
    assert (stage.stack.count(), stage.stack.index()) == (1, 1)
    assert stage.window.actions_["undo"].text() == "&Undo: Rate 3 photos"
    stage.window.actions_["undo"].trigger()
    stage.done(0)


def test_a_step_with_nothing_left_to_change_is_dropped_and_said_so(stage: Stage) -> None:
    rate(stage)
    stage.done(1)
    stage.library.tags.set_rating(stage.ids[:3], 1)
    stage.window.actions_["undo"].trigger()
    stage.qtbot.waitUntil(lambda: stage.stack.count() == 0)
    assert stage.window.notice.text().startswith("Nothing is left of it")
    assert {stage.library.photo(each).rating for each in stage.ids[:3]} == {1}


def test_names_with_an_ampersand_show_it(stage: Stage) -> None:
    stage.select()
    stage.key(Qt.Key.Key_T)
    stage.answer("R&B")
    stage.done(1)
    assert stage.window.actions_["undo"].text() == "&Undo: Tag 3 photos with “R&&B”"


# --- keys -----------------------------------------------------------------------------


def test_while_typing_the_keys_are_the_text_fields_own(stage: Stage) -> None:
    rate(stage)
    stage.done(1)
    box = stage.window.browser.details.tag_box
    stage.window.actions_["details"].trigger()
    stage.qtbot.waitUntil(box.isVisible)
    box.setFocus()
    stage.qtbot.keyClicks(box, "sea")
    stage.qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.text() == ""
    QApplication.processEvents()
    assert stage.stack.index() == 1


def test_z_in_the_review_goes_through_the_same_stack(stage: Stage) -> None:
    start = edited(stage.library)
    rate(stage)
    stage.done(1)
    accept_in_review(stage)
    stage.done(2)
    review = stage.pages.review
    assert review is not None
    grid = review.label_view.grid
    stage.qtbot.keyClick(grid, Qt.Key.Key_Z)
    stage.done(1)
    stage.qtbot.waitUntil(lambda: len(review.queue.items) == 6)
    stage.qtbot.keyClick(grid, Qt.Key.Key_Z)
    stage.done(0)
    assert edited(stage.library) == start


@pytest.fixture
def paged(open_window, make_library):  # type: ignore[no-untyped-def]
    library = make_library(12)
    library.studio, library.review = FakeStudio(library), FakeReview(library)
    window, _ = open_window(library=library)
    return window, library, LibraryPages(window)


def test_decisions_of_an_earlier_run_are_taken_back_and_made_again_in_their_order(
    paged,  # type: ignore[no-untyped-def]
    qtbot,
) -> None:
    window, library, pages = paged
    for photo_id in (1, 2, 3):
        library.review.suggest(photo_id, "dog", 1 - photo_id / 10)
    pairs = [(each.photo_id, each.tag_id) for each in library.review.open]
    library.review.accept(pairs[:1])
    library.review.accept(pairs[1:2])
    window.shell.show_page("review")
    review = pages.review
    qtbot.waitUntil(lambda: len(review.queue.items) == 1)
    qtbot.waitUntil(review.undo.isEnabled)
    for count in (2, 3):
        qtbot.keyClick(review.label_view.grid, Qt.Key.Key_Z)
        qtbot.waitUntil(lambda count=count: len(review.queue.items) == count)
        assert window.undo.stack.index() == 0
        assert window.undo.stack.count() == count - 1
    qtbot.keyClick(review.label_view.grid, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: window.notice.text() == "There is nothing to take back.")
    for decided in ([1], [1, 2]):
        window.actions_["redo"].trigger()
        qtbot.waitUntil(
            lambda decided=decided: [s.photo_id for s in library.review.accepted] == decided
        )
    qtbot.waitUntil(lambda: len(review.queue.items) == 1)


# --- captions and going on ----------------------------------------------------------------


def test_the_caption_of_one_photo_is_edited_in_the_details(stage: Stage) -> None:
    stage.select(stage.ids[0])
    edit = stage.window.browser.details.caption
    stage.act("edit_caption")
    stage.qtbot.waitUntil(lambda: edit.isVisible() and edit.hasFocus())
    assert edit.textCursor().atEnd()
    stage.qtbot.keyClicks(edit, " at sea")
    stage.qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.done(1)
    assert [each.text for each in stage.library.captions.of_photo(stage.ids[0])] == [
        "a boat at sea"
    ]


@pytest.mark.parametrize("key", [Qt.Key.Key_4, Qt.Key.Key_P])
def test_rating_goes_on_to_the_next_photo_if_that_is_wanted(stage: Stage, key: Qt.Key) -> None:
    grid = stage.window.browser.grid
    stage.select(stage.ids[0])
    stage.key(key)
    assert grid.selected_ids() == stage.ids[:1]
    stage.library.settings.set("look.advance_after_rating", True)
    stage.key(key)
    assert grid.selected_ids() == stage.ids[1:2]
    stage.window.photos.open_photo(stage.ids[1])
    stage.qtbot.keyClick(stage.window.viewer, key)
    assert stage.window.viewer.photo_id == stage.ids[2]
    stage.window.photos.close_viewer()
    stage.select(stage.ids[-1])
    stage.key(key)
    assert grid.selected_ids() == stage.ids[-1:]
    stage.select(*stage.ids[:2])
    stage.key(key)
    assert set(grid.selected_ids()) == set(stage.ids[:2])
    # What is so already is no deed.
    stage.done(3)


def test_albums_that_can_take_photos_are_completed(stage: Stage) -> None:
    stage.select()
    stage.album("Best")
    stage.act("add_to_album")
    [dialog] = stage.window.findChildren(QInputDialog)
    completer = dialog.findChild(type(stage.window.browser.details.tag_box)).completer()
    assert completer.model().stringList() == ["Best"]
    line = completer.widget()
    stage.qtbot.keyClick(line, Qt.Key.Key_Down)
    assert completer.popup().isVisible()
    assert completer.completionCount() == 1
    completer.popup().hide()
    dialog.reject()


def test_closing_the_window_finishes_the_deeds_that_wait(stage: Stage) -> None:
    bridge = Bridge(stage.library)
    gate, begun = threading.Event(), threading.Event()

    def slow(_library: Library) -> None:
        begun.set()
        gate.wait(20)

    def rating(library: Library) -> None:
        library.tags.set_rating(stage.ids, 5)

    bridge.act(1, 1, slow, ((), {}))
    bridge.act(1, 2, rating, ((), {}), undo_text="Rate")
    assert begun.wait(20)
    threading.Timer(0.05, gate.set).start()
    assert bridge.close()
    assert {stage.library.photo(each).rating for each in stage.ids} == {5}
