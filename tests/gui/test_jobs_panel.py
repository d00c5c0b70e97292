"""The panel of work: what runs and waits, what came of it, and files that cannot be read."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from photoclip.errors import UserError
from photoclip.gui import job_desk
from photoclip.gui.jobs.failed import FailedModel
from photoclip.gui.jobs.words import TITLES, progress_text
from photoclip.gui.texts import number
from photoclip.jobs.job import Progress
from photoclip.library import IndexReport

GUI = Path(__file__).parents[2] / "photoclip" / "gui"

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


class Files:
    """The room of files, as far as the panel asks for it."""

    def __init__(self, library) -> None:  # type: ignore[no-untyped-def]
        self.library = library
        self.tried: list[list[int]] = []

    def retry(self, photo_ids: list[int]) -> int:
        self.tried.append(list(photo_ids))
        for photo_id in photo_ids:
            row = self.library.rows[photo_id]
            self.library.rows[photo_id] = replace(row, state="ready", error=None)
        return len(photo_ids)


@pytest.fixture
def working(open_window, make_library, qtbot):  # type: ignore[no-untyped-def]
    """A window with a job that waits for the test, and the panel open."""
    library = make_library(9)
    for photo_id in (2, 5):
        row = library.rows[photo_id]
        library.rows[photo_id] = replace(row, state="unreadable", error="It is cut off.")
    library.files = Files(library)
    library.index_steps = 500
    library.index_gate.clear()
    window, _ = open_window(library=library)
    window.actions_["jobs"].trigger()
    panel = window.photos.panels.jobs
    qtbot.waitUntil(lambda: "index" in panel._rows and panel.failed.model.rowCount() == 2)
    qtbot.waitUntil(lambda: panel._rows["index"].words.text().startswith("Indexing 0 of 500"))
    return window, library, panel


def recent(panel) -> list[str]:  # type: ignore[no-untyped-def]
    return [panel.recent.item(row).text() for row in range(panel.recent.count())]


# --- what runs ---
def test_running_and_waiting_work_is_listed_in_its_order(working, qtbot) -> None:
    window, library, panel = working
    window.bridge.start_job("duplicates", "duplicates.find")
    assert list(panel._rows) == ["index", "duplicates"]
    assert panel._rows["duplicates"].words.text() == "Waiting for the work before it"
    assert panel._rows["duplicates"].title.text() == "Finding duplicates"
    assert not panel._nothing.isVisible()
    library.index_gate.set()
    qtbot.waitUntil(lambda: not panel._rows)
    assert panel._nothing.isVisible()


def test_work_is_paused_and_resumed_by_its_own_button(working, qtbot) -> None:
    window, _, panel = working
    row = panel._rows["index"]
    qtbot.mouseClick(row.pause_button, Qt.MouseButton.LeftButton)
    assert window.bridge.is_paused
    assert "paused" in row.words.text()
    assert window.actions_["pause"].isChecked()
    qtbot.mouseClick(row.pause_button, Qt.MouseButton.LeftButton)
    assert not window.bridge.is_paused
    assert "paused" not in row.words.text()


def test_stopping_one_work_leaves_the_others_and_does_not_begin_it_anew(working, qtbot) -> None:
    window, library, panel = working
    window.bridge.start_job("duplicates", "duplicates.find")
    qtbot.mouseClick(panel._rows["index"].stop_button, Qt.MouseButton.LeftButton)
    library.index_gate.set()
    qtbot.waitUntil(lambda: not panel._rows)
    assert library.calls.count("index") == 1
    assert [text.partition("  ")[2] for text in recent(panel)] == [
        "Finding duplicates: Done",
        "Indexing photos: Stopped",
    ]
    qtbot.wait(60)
    assert not library.watching.is_set()


def test_a_waiting_work_can_be_stopped_before_its_turn(working, qtbot) -> None:
    window, library, panel = working
    window.bridge.start_job("duplicates", "duplicates.find")
    qtbot.mouseClick(panel._rows["duplicates"].stop_button, Qt.MouseButton.LeftButton)
    library.index_gate.set()
    qtbot.waitUntil(lambda: not panel._rows)
    assert "duplicates.find" not in library.calls


def test_a_resting_watcher_is_no_work(open_window, qtbot) -> None:
    window, library = open_window(3)
    window.actions_["jobs"].trigger()
    qtbot.waitUntil(library.watching.is_set)
    panel = window.photos.panels.jobs
    qtbot.wait(80)
    assert panel._rows == {}
    window.jobs.log._on_progressed(_step("watch", Progress("Indexing", 1, 4)))
    assert list(panel._rows) == ["watch"]
    assert not panel._rows["watch"].stop_button.isVisible()
    window.jobs.log._on_progressed(_step("watch", Progress("Indexing", 4, 4)))
    assert panel._rows == {}


def _step(name: str, progress: Progress):  # type: ignore[no-untyped-def]
    from photoclip.gui.events import JobProgress

    return JobProgress(name, progress)


# --- what is over ---
def test_what_came_of_work_stands_in_one_line(working, qtbot) -> None:
    _window, library, panel = working
    library.index_gate.set()
    qtbot.waitUntil(lambda: bool(recent(panel)))
    assert recent(panel)[0].endswith("Indexing photos: 500 indexed · 2 unreadable")


def test_why_work_failed_is_said(open_window, qtbot, make_library) -> None:
    library = make_library(3)
    library.errors["index"] = UserError("The disk is full.")
    window, _ = open_window(library=library)
    panel = window.photos.panels.jobs
    qtbot.waitUntil(lambda: bool(recent(panel)))
    assert recent(panel)[0].endswith("Indexing photos: The disk is full.")


def test_a_click_on_the_progress_opens_the_panel_from_any_page(
    open_window, make_library, qtbot
) -> None:
    library = make_library(3)
    library.index_gate.clear()
    window, _ = open_window(library=library)
    qtbot.waitUntil(lambda: window.status.work_text != "")
    qtbot.mouseClick(window.status._work, Qt.MouseButton.LeftButton)
    assert window.photos.panels.docks["jobs"].isVisible()
    assert window.actions_["jobs"].isChecked()


# --- files that cannot be read ---
def test_the_model_of_failed_files_is_sound(qtmodeltester, make_library) -> None:
    library = make_library(4)
    model = FailedModel()
    qtmodeltester.check(model)
    model.show_photos([replace(row, error="cut off") for row in library.rows.values()])
    qtmodeltester.check(model)
    assert [model.index(0, column).data() for column in range(3)] == [
        "photo_001.jpg",
        "/photos/holiday",
        "cut off",
    ]


def test_a_hundred_thousand_failed_files_make_no_widgets(working) -> None:
    _window, library, panel = working
    row = library.rows[2]
    before = len(QApplication.allWidgets())
    panel.show_failed([replace(row, id=i) for i in range(100_000)])
    panel.tabs.setCurrentIndex(1)
    panel.failed.table.selectAll()
    panel.failed.table.scrollToBottom()
    assert not panel.grab().isNull()
    assert len(panel.failed.chosen()) == 100_000
    assert len(QApplication.allWidgets()) - before < 30
    assert panel.tabs.tabText(1) == f"Unreadable files  ·  {number(100_000)}"


def test_chosen_files_are_tried_again_and_indexed(working, qtbot) -> None:
    _window, library, panel = working
    panel.tabs.setCurrentIndex(1)
    assert panel.failed.retry_button.text() == "Try all again"
    panel.failed.table.selectRow(1)
    assert panel.failed.retry_button.text() == "Try again"
    qtbot.mouseClick(panel.failed.retry_button, Qt.MouseButton.LeftButton)
    library.index_gate.set()
    qtbot.waitUntil(lambda: library.files.tried == [[5]])
    qtbot.waitUntil(lambda: panel.failed.model.rowCount() == 1)
    qtbot.waitUntil(lambda: library.calls.count("index") == 2)


def test_all_are_tried_again_where_none_is_chosen(working, qtbot) -> None:
    _, library, panel = working
    panel.tabs.setCurrentIndex(1)
    qtbot.mouseClick(panel.failed.retry_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library.files.tried == [[2, 5]])
    qtbot.waitUntil(lambda: not panel.failed.table.isVisible())
    assert panel.failed._nothing.isVisible()


def test_files_and_reasons_are_copied_as_text(working, qtbot) -> None:
    _, _, panel = working
    panel.tabs.setCurrentIndex(1)
    qtbot.mouseClick(panel.failed.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "/photos/holiday/photo_002.jpg\tIt is cut off.",
        "/photos/holiday/photo_005.jpg\tIt is cut off.",
    ]


def test_a_failed_file_is_shown_in_its_folder(working, qtbot) -> None:
    _, library, panel = working
    panel.tabs.setCurrentIndex(1)
    shown = []
    panel.failed.show_requested.connect(shown.append)
    assert not panel.failed.show_button.isEnabled()
    panel.failed.table.selectRow(0)
    panel.failed.show_button.click()
    assert shown == [library.rows[2].path]


def test_the_choice_among_failed_files_survives_a_refresh(working) -> None:
    _, library, panel = working
    panel.failed.table.selectRow(1)
    more = [replace(library.rows[1], error="gone"), *panel.failed.model.photos]
    panel.show_failed(more)
    assert [photo.id for photo in panel.failed.chosen()] == [5]


# --- words ---
def test_rate_and_time_left_are_told_and_a_held_work_says_only_that(qapp) -> None:
    step = Progress("Indexing", 100, 1_100, {"unreadable": 3})
    assert progress_text(step, 10.0, paused=False) == (
        f"Indexing 100 of {number(1_100)} · 10.0 photos/s · 2 min left · 3 unreadable"
    )
    assert progress_text(step, 10.0, paused=True) == (
        f"Indexing 100 of {number(1_100)} · paused · 3 unreadable"
    )


def names_of_jobs() -> set[str]:
    """What is given to ``start_job`` anywhere in the window, constants looked up."""
    names: set[str] = set()
    constants: dict[str, object] = {}
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in GUI.rglob("*.py")]
    for tree in trees:
        for node in ast.walk(tree):
            target = None
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target = node.targets[0]
            elif isinstance(node, ast.AnnAssign):
                target = node.target
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant):
                constants.setdefault(target.id, node.value.value)
    for tree in trees:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr not in {"start_job", "_start", "start"} or len(node.args) < 2:
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant):
                names.add(first.value)
            elif isinstance(first, ast.Name):
                names.add(constants.get(first.id, first.id))
    return {name for name in names if isinstance(name, str)}


def test_every_job_that_the_window_starts_has_a_name_for_people() -> None:
    known = {value for value in vars(job_desk).values() if isinstance(value, frozenset)}
    found = (names_of_jobs() | set().union(*known)) - {"name"}
    assert {"index", "duplicates", "suggest-again"} <= found
    assert found - TITLES.keys() == set()


def test_a_report_with_nothing_in_it_says_so(qapp) -> None:
    from photoclip.gui.jobs.words import outcome_text

    assert outcome_text(IndexReport()) == "Everything was up to date"


# --- the status line ---
def test_numbers_of_the_status_line_wait_for_each_other_and_the_last_one_is_shown(
    open_window, qtbot
) -> None:
    window, library = open_window(3)
    qtbot.waitUntil(library.watching.is_set)
    status = window.status
    for done in (1, 2, 3):
        status.show_progress(_step("index", Progress("Indexing", done, 9)))
    assert status.work_text.startswith("Indexing 1 of 9")
    qtbot.waitUntil(lambda: status.work_text.startswith("Indexing 3 of 9"))
    status.show_progress(_step("index", Progress("Scanning", 4)))
    assert status.work_text == "Scanning 4"


def test_long_words_on_work_never_widen_the_window(open_window, qtbot) -> None:
    window, _ = open_window(3)
    window.resize(640, 480)
    message = "a very long name of a file " * 40
    window.status.show_progress(_step("index", Progress("Indexing", message=message)))
    qtbot.wait(30)
    assert window.width() == 640
    assert window.minimumSizeHint().width() <= 640
    window.status.clear_work()
    assert window.status._work.minimumWidth() == 0


def test_the_end_of_one_work_does_not_hide_another_that_goes_on(open_window, qtbot) -> None:
    from photoclip.gui.events import JobEnded

    window, library = open_window(3)
    qtbot.waitUntil(library.watching.is_set)
    window.status.show_progress(_step("index", Progress("Indexing", 1, 9)))
    window.status.show_ended(JobEnded("copy-to"))
    assert window.status.work_text.startswith("Indexing 1 of 9")
    window.status.show_ended(JobEnded("index"))
    assert window.status.work_text == ""
