"""The train dialog: before, during and after a training, and what goes on without it."""

from __future__ import annotations

import math
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_training import FakeTraining, epoch_event, overview, run_info, step_event
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QPushButton

from photoclip.errors import TrainingError, UserError
from photoclip.gui.theme import Theme, make_palette
from photoclip.gui.training import running_page as running
from photoclip.gui.training.follow import MOST_POINTS, Follower, RunningMean, thinned
from photoclip.gui.training.whole import WholeMeter

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def opened(open_window, qtbot):  # type: ignore[no-untyped-def]
    """Opens the dialog on a window; the room's gates are open again at the end."""
    rooms: list[FakeTraining] = []

    def open_one(prepare=None):  # type: ignore[no-untyped-def]
        window, library = open_window(12)
        room = library.training
        rooms.append(room)
        if prepare is not None:
            prepare(room)
        window.actions_["train"].trigger()
        dialog = window.training.dialog
        qtbot.waitUntil(lambda: bool(room.tags_asked))
        qtbot.waitUntil(lambda: "Counting" not in dialog.setup.count.text())
        return window, room, dialog

    yield open_one
    for room in rooms:
        for gate in (room.gate, room.activation_gate, *room.estimate_gates.values()):
            gate.set()


@pytest.fixture
def halfway(opened, qtbot):  # type: ignore[no-untyped-def]
    """A training that waits at step 15 of 40."""
    window, room, dialog = opened(lambda room: room.gate.clear())
    dialog.setup.start.click()
    qtbot.waitUntil(lambda: dialog.running.title.text() == "Training: 15 of 40")
    qtbot.waitUntil(lambda: window.training.desk.run != "" and len(curve(dialog.running)) == 15)
    return window, room, dialog


def curve(page) -> np.ndarray:  # type: ignore[no-untyped-def]
    steps, _ = page.plots.loss.curves[0].getData()
    return np.empty(0) if steps is None else steps


def press(parent, text: str) -> QMessageBox:  # type: ignore[no-untyped-def]
    box = parent.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if button.text() == text).click()
    return box


def on_show(dialog):  # type: ignore[no-untyped-def]
    return dialog.pages.currentWidget()


# --- the one bar ---
def test_the_bar_of_the_whole_training_never_goes_back() -> None:
    meter = WholeMeter("heads")
    rounds = [
        *[("preparing", "", n, 3) for n in range(4)],
        *[("features", "captions", n, 5) for n in range(6)],
        *[("features", "photos", n, 7) for n in range(8)],
        *[("features", "photos", n, 2) for n in range(3)],
        *[("training", "", n, 40) for n in range(41)],
        *[("proof", "Comparing pictures", n, 2) for n in range(3)],
        ("resting", "", 0, 0),
    ]
    values = [meter.add(*each) for each in rounds]
    assert values == sorted(values)
    assert values[0] == 0.0 and 0.9 < values[-1] <= 1.0


def test_the_steps_fill_the_part_of_the_bar_that_is_the_training() -> None:
    meter = WholeMeter("lora")
    begun = meter.add("training", "", 0, 10)
    halfway = meter.add("training", "", 5, 10)
    done = meter.add("training", "", 10, 10)
    assert halfway == pytest.approx((begun + done) / 2)
    assert done == pytest.approx(meter.add("proof", "", 0, 4))


# --- before ---
def test_the_captions_are_counted_with_their_sources_and_what_is_offline(opened) -> None:
    _, _, dialog = opened()
    setup = dialog.setup
    assert setup.count.text() == "128 captioned photos with 170 captions"
    assert "128 written here" in setup.sources.text()
    assert "22 made of accepted tags" in setup.sources.text()
    assert setup.offline.text().startswith("12 more captioned photos cannot")
    # The choices themselves say what is possible.
    assert setup.advice.isHidden()


def test_a_preset_that_the_data_does_not_allow_is_disabled_with_its_reason(opened) -> None:
    _, _, dialog = opened()
    presets = dialog.setup.presets
    assert presets.preset == "adapter"
    assert presets.buttons["lora"].isEnabled()
    assert not presets.buttons["last_blocks"].isEnabled()
    assert "last_blocks needs more captioned photos" in presets.meanings["last_blocks"].text()
    assert "needs more" in presets.buttons["last_blocks"].accessibleDescription()


def test_the_whole_model_is_offered_only_under_advanced(opened) -> None:
    _, _, dialog = opened(lambda room: setattr(room, "found", overview(9000, allowed=5)))
    setup = dialog.setup
    assert setup.presets.buttons["full"].isHidden()
    setup.advanced.setChecked(True)
    assert not setup.presets.buttons["full"].isHidden()
    setup.presets.buttons["full"].click()
    setup.epochs.setValue(3)
    assert setup.options is not None
    assert (setup.options.preset, setup.options.advanced, setup.options.epochs) == ("full", True, 3)
    setup.advanced.setChecked(False)
    assert (setup.options.preset, setup.options.advanced, setup.options.epochs) == (
        *("adapter", False),
        0,
    )


def test_the_cost_is_measured_while_one_looks_and_shown_when_it_is_there(opened, qtbot) -> None:
    held = threading.Event()
    _, _, dialog = opened(lambda room: room.estimate_gates.update(adapter=held))
    assert dialog.setup.cost.text().startswith("Measuring")
    assert dialog.setup.start.isEnabled()
    held.set()
    qtbot.waitUntil(lambda: "about 1 min" in dialog.setup.cost.text())
    assert "reading photos 12 s" in dialog.setup.cost.text()


def test_a_cost_that_arrives_after_another_choice_is_dropped(opened, qtbot) -> None:
    held = threading.Event()
    _, room, dialog = opened(lambda room: room.estimate_gates.update(adapter=held))
    seen: list[str] = []
    qtbot.waitUntil(lambda: len(room.estimates) == 1)
    dialog._desk.estimated.connect(lambda found: seen.append(found.seconds))
    dialog.setup.presets.buttons["heads"].click()
    held.set()
    qtbot.waitUntil(lambda: "about 4 min" in dialog.setup.cost.text())
    assert seen == [240.0]
    assert [options.preset for options in room.estimates] == ["adapter", "heads"]


def test_a_cost_that_cannot_be_measured_says_why_and_training_can_start(opened, qtbot) -> None:
    problem = UserError("The model “starter” is damaged.")
    _, _, dialog = opened(lambda room: setattr(room, "estimate_problem", problem))
    qtbot.waitUntil(lambda: "damaged" in dialog.setup.cost.text())
    assert dialog.setup.start.isEnabled()


def test_too_few_captions_get_an_explanation_instead_of_choices(opened, qtbot) -> None:
    _, room, dialog = opened(lambda room: setattr(room, "found", overview(7, allowed=0)))
    setup = dialog.setup
    assert setup.body.currentWidget() is setup.too_few
    assert "20 captioned photos" in setup.too_few.text.text()
    assert "beach.txt" in setup.too_few.text.text()
    assert setup.start.isHidden()
    assert setup.options is None
    room.found = overview(128)
    setup.tags.click()
    qtbot.waitUntil(setup.start.isVisible)
    assert room.tags_asked[-1] is False
    assert setup.options is not None and not setup.options.use_tags


def test_the_training_gets_what_was_chosen(opened, qtbot) -> None:
    _, room, dialog = opened()
    dialog.setup.presets.buttons["heads"].click()
    dialog.setup.name.setText("  Us and our boats ")
    dialog.setup.start.click()
    qtbot.waitUntil(lambda: bool(room.asked))
    assert (room.asked[0].preset, room.asked[0].title) == ("heads", "Us and our boats")
    assert room.asked[0].use_tags


def test_enter_in_the_name_does_not_start_a_training(opened, qtbot) -> None:
    window, _, dialog = opened()
    dialog.setup.name.setFocus()
    qtbot.keyClick(dialog.setup.name, Qt.Key.Key_Return)
    assert not window.training.desk.is_training
    assert dialog.isVisible()


def test_counting_a_large_library_holds_up_no_other_question(opened, qtbot) -> None:
    window, room, dialog = opened()
    held, begun = threading.Event(), threading.Event()
    answers: list[object] = []

    def overview_that_takes_long(*, use_tags: bool = True):  # type: ignore[no-untyped-def]
        begun.set()
        held.wait(20)
        return overview(9, allowed=0)

    room.overview = overview_that_takes_long
    dialog.setup.tags.click()
    qtbot.waitUntil(begun.is_set)
    window.training.desk.runs_read.connect(answers.append)
    window.training.desk.ask_runs()
    qtbot.waitUntil(lambda: len(answers) == 1)
    held.set()
    qtbot.waitUntil(lambda: "9 captioned photos" in dialog.setup.count.text())


def test_suggested_tags_that_wait_are_told_where_tags_count(opened, qtbot) -> None:
    waiting = replace(overview(), suggested=12)
    _, _, dialog = opened(lambda room: setattr(room, "found", waiting))
    assert dialog.setup.advice.text().startswith("12 suggested tags wait for your review")
    dialog.setup.tags.click()
    qtbot.waitUntil(dialog.setup.advice.isHidden)


# --- while it runs ---
def test_a_running_training_shows_its_step_its_curves_and_what_is_left(halfway) -> None:
    _, _, dialog = halfway
    page = dialog.running
    assert on_show(dialog) is page
    assert page.bar.maximum() == running.BAR_STEPS
    assert 0.4 < page.bar.value() / running.BAR_STEPS < 0.7
    assert "234 pairs/s" in page.line.text() and "25 s left" in page.line.text()
    assert curve(page).tolist() == list(range(1, 16))
    epochs, recall = page.plots.recall.curves[0].getData()
    assert (epochs.tolist(), recall.tolist()) == ([1.0], [30.0])
    assert "30.0 % first" in page.plots.recall.area.accessibleDescription()


def test_a_training_is_paused_gently_and_goes_on(halfway, qtbot) -> None:
    window, room, dialog = halfway
    dialog.running.pause.click()
    assert dialog.running.title.text().startswith("Saving")
    qtbot.waitUntil(lambda: dialog.running.title.text() == "Paused")
    assert room.info("2026-11-28-1").state == "stopped"
    assert dialog.running.resume.isVisible() and not dialog.running.pause.isVisible()
    room.gate.set()
    dialog.running.resume.click()
    qtbot.waitUntil(lambda: on_show(dialog) is dialog.outcome)
    assert room.resumed == ["2026-11-28-1"]
    assert not window.training.desk.is_training


def test_closing_the_dialog_stops_nothing_and_opening_it_shows_the_training(halfway, qtbot) -> None:
    window, room, dialog = halfway
    dialog.close()
    assert window.training.desk.is_training
    qtbot.waitUntil(window.training.sign.isVisible)
    assert window.training.sign.text() == "Training: step 15 of 40"
    window.training.sign.click()
    assert dialog.isVisible() and on_show(dialog) is dialog.running
    qtbot.waitUntil(lambda: len(curve(dialog.running)) == 15)
    assert len(room.asked) == 1


def test_stop_and_close_saves_and_closes(halfway, qtbot) -> None:
    window, room, dialog = halfway
    dialog.running.stop.click()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: not window.training.desk.is_training)
    assert room.info("2026-11-28-1").state == "stopped"
    assert not window.training.sign.isVisible()


def test_indexing_and_watching_go_on_beside_a_training(halfway, qtbot) -> None:
    window, _room, _dialog = halfway
    library = window._library
    qtbot.waitUntil(library.watching.is_set)
    before = library.calls.count("index")
    window.actions_["rescan"].trigger()
    qtbot.waitUntil(lambda: library.calls.count("index") == before + 1)
    qtbot.waitUntil(lambda: not window.bridge.is_indexing)
    qtbot.waitUntil(library.watching.is_set)
    assert window.training.desk.is_training


def test_pausing_and_stopping_the_other_work_leaves_a_training_alone(halfway, qtbot) -> None:
    window, room, dialog = halfway
    qtbot.waitUntil(lambda: not window.bridge.is_indexing)
    assert not window.bridge.is_working
    assert not window.actions_["stop"].isEnabled()
    window.bridge.pause(True)
    window.bridge.cancel_index()
    room.gate.set()
    qtbot.waitUntil(lambda: on_show(dialog) is dialog.outcome)
    assert room.info("2026-11-28-1").state == "improved"


def test_closing_the_window_stops_a_training_gently(halfway) -> None:
    window, room, _ = halfway
    window.close()
    assert window.stop_work()
    assert room.info("2026-11-28-1").state == "stopped"


def test_what_is_read_or_measured_is_said_while_no_steps_are_taken(opened, qtbot) -> None:
    def prepare(room: FakeTraining) -> None:
        room.listed = [run_info()]
        room.written["2026-11-28-1"] = [
            {"event": "features", "what": "captions", "done": 3, "total": 9}
        ]

    _, room, dialog = opened(prepare)
    qtbot.waitUntil(lambda: dialog.runs.count() == 2)
    dialog.runs.setCurrentRow(1)
    qtbot.waitUntil(lambda: dialog.running.title.text() == "Reading captions: 3 of 9")
    proof = {"event": "proof", "what": "Comparing pictures", "done": 2, "total": 4}
    room.written["2026-11-28-1"].append(proof)
    qtbot.waitUntil(lambda: dialog.running.title.text() == "Checking the result: 2 of 4")
    assert dialog.running.line.text().startswith("Comparing the results of searches")
    room.written["2026-11-28-1"].append({"event": "note", "message": "Memory was short."})
    qtbot.waitUntil(lambda: dialog.running.note.text() == "Memory was short.")


def test_no_second_training_can_start_beside_one(halfway) -> None:
    _, _, dialog = halfway
    dialog.runs.setCurrentRow(0)
    assert on_show(dialog) is dialog.setup
    assert not dialog.setup.start.isEnabled()
    assert "One training at a time" in dialog.setup.cost.text()


def test_a_training_of_another_process_is_shown_and_cannot_be_paused_here(opened, qtbot) -> None:
    def prepare(room: FakeTraining) -> None:
        room.listed = [run_info()]
        room.written["2026-11-28-1"] = [step_event(n, loss=1.0) for n in range(1, 6)]

    _, room, dialog = opened(prepare)
    qtbot.waitUntil(lambda: dialog.runs.count() == 2)
    dialog.runs.setCurrentRow(1)
    qtbot.waitUntil(lambda: len(curve(dialog.running)) == 5)
    assert dialog.running.state == running.ELSEWHERE
    assert not dialog.running.pause.isVisible()
    assert "another PhotoClip" in dialog.running.line.text()
    room.listed = [run_info(state="improved", message="Better.")]
    room.written["2026-11-28-1"].append({"event": "done", "outcome": "improved"})
    qtbot.waitUntil(lambda: on_show(dialog) is dialog.outcome)


# --- after ---
def test_a_better_model_is_told_with_its_figures_and_can_be_activated(opened, qtbot) -> None:
    window, room, dialog = opened()
    dialog.setup.start.click()
    page = dialog.outcome
    qtbot.waitUntil(lambda: on_show(dialog) is page)
    assert page.title.text() == "Better than before"
    assert "41 of 100" in page.message.text()
    top = page.table.topLevelItem(0)
    assert [top.text(column) for column in range(4)] == [
        *("Caption finds its photo first", "29.0 %"),
        *("41.0 %", "+12"),
    ]
    assert page.keep.text().replace("&", "") == "Keep the old one"
    room.activation_gate.clear()
    page.activate.click()
    qtbot.waitUntil(lambda: "with the model 1 of 2" in page.work.text())
    assert not page.activate.isEnabled()
    room.activation_gate.set()
    qtbot.waitUntil(lambda: page.title.text() == "The new model is in use")
    assert room.activated == ["2026-11-28-1"]
    assert not page.activate.isVisible()
    page.back.click()
    qtbot.waitUntil(lambda: page.title.text() == "Better than before")
    assert "activate_model:starter" in window._library.calls


def test_a_model_that_is_no_better_is_not_offered_and_the_reason_is_said(opened, qtbot) -> None:
    why = "Kept your current model: too much of what it knew would be forgotten."
    _, _, dialog = opened(lambda room: setattr(room, "outcome", ("kept", why)))
    dialog.setup.start.click()
    qtbot.waitUntil(lambda: on_show(dialog) is dialog.outcome)
    assert dialog.outcome.message.text() == why
    assert not dialog.outcome.activate.isVisible()
    assert not dialog.outcome.back.isVisible()
    assert dialog.outcome.keep.text() == "Close"


def test_the_report_is_opened_by_the_system(opened, qtbot) -> None:
    _, _, dialog = opened()
    shown = []
    dialog._open_file = lambda url: bool(shown.append(url.toLocalFile()))
    dialog.setup.start.click()
    qtbot.waitUntil(lambda: on_show(dialog) is dialog.outcome)
    dialog.outcome.report.click()
    assert [Path(path).name for path in shown] == ["report.html"]
    assert "report.html" in dialog.notice.text()


def test_a_failed_training_says_its_sentence_and_can_be_resumed(opened, qtbot) -> None:
    full = "The disk is full; make room and resume."

    def prepare(room: FakeTraining) -> None:
        room.listed = [run_info(state="failed", message=full)]

    _, room, dialog = opened(prepare)
    qtbot.waitUntil(lambda: dialog.runs.count() == 2)
    dialog.runs.setCurrentRow(1)
    assert dialog.running.note.text() == full
    dialog.running.resume.click()
    qtbot.waitUntil(lambda: on_show(dialog) is dialog.outcome)
    assert room.resumed == ["2026-11-28-1"]


def test_an_error_is_one_sentence_in_the_dialog_or_in_the_window_when_it_is_closed(
    opened, qtbot
) -> None:
    problem = TrainingError("The trainer could not be started; install PhotoClip again.")
    window, _, dialog = opened(lambda room: setattr(room, "problem", problem))
    dialog.setup.start.click()
    qtbot.waitUntil(lambda: dialog.notice.text() == str(problem))
    assert on_show(dialog) is dialog.setup and dialog.setup.start.isEnabled()
    assert not window.notice.isVisible()
    dialog.close()
    window.training.desk.failed.emit(problem)
    assert window.notice.text() == str(problem)


def test_the_end_of_a_training_is_told_in_the_window_while_the_dialog_is_closed(
    halfway, qtbot
) -> None:
    window, room, dialog = halfway
    dialog.close()
    room.gate.set()
    qtbot.waitUntil(lambda: "the new model is better" in window.notice.text())
    window.notice.action_button.click()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: on_show(dialog) is dialog.outcome)


def test_a_run_is_deleted_after_a_question_only(opened, qtbot) -> None:
    def prepare(room: FakeTraining) -> None:
        room.listed = [run_info(state="kept", message="No better.")]

    _, room, dialog = opened(prepare)
    qtbot.waitUntil(lambda: dialog.runs.count() == 2)
    dialog.runs.setCurrentRow(1)
    dialog.outcome.delete.click()
    press(dialog, "Cancel")
    assert room.deleted == []
    qtbot.keyClick(dialog.runs, Qt.Key.Key_Delete)
    press(dialog, "Delete")
    qtbot.waitUntil(lambda: dialog.runs.count() == 1)
    assert room.deleted == ["2026-11-28-1"]
    assert on_show(dialog) is dialog.setup


# --- for everybody ---
def test_every_run_says_its_state_in_words(opened, qtbot) -> None:
    states = ("improved", "kept", "stopped", "failed", "prepared")

    def prepare(room: FakeTraining) -> None:
        room.listed = [run_info(f"2026-11-2{n}-1", state) for n, state in enumerate(states)]
        room.listed[0] = run_info("2026-11-20-1", "improved", active=True)

    _, _, dialog = opened(prepare)
    qtbot.waitUntil(lambda: dialog.runs.count() == 6)
    words = [dialog.runs.item(row).text().rpartition("· ")[2] for row in range(1, 6)]
    assert words == ["In use", "Not better", "Paused", "Failed", "Prepared, not begun"]


def test_everything_can_be_reached_by_keyboard_and_has_a_name(opened) -> None:
    _, _, dialog = opened()
    for button in dialog.findChildren(QPushButton):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.text() or button.accessibleName() or not button.isVisible()
    assert dialog.runs.accessibleName() and dialog.running.bar.accessibleName()
    assert dialog.running.plots.loss.area.accessibleName()
    assert dialog.running.plots.loss.area.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_curves_follow_light_and_dark(opened, qtbot, monkeypatch, scheme) -> None:
    _, _, dialog = opened()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    plot = dialog.running.plots.loss
    wanted = make_palette(dark=scheme == "dark")
    monkeypatch.setenv("PHOTOCLIP_COLOR_SCHEME", "light" if scheme == "dark" else "dark")
    theme = Theme(app)
    try:
        monkeypatch.setenv("PHOTOCLIP_COLOR_SCHEME", scheme)
        theme.apply()
        ground = wanted.color(QPalette.ColorRole.Base)
        qtbot.waitUntil(lambda: plot.area.backgroundBrush().color() == ground)
        assert plot.curves[0].opts["pen"].color() == wanted.color(QPalette.ColorRole.Highlight)
    finally:
        monkeypatch.delenv("PHOTOCLIP_COLOR_SCHEME")
        theme.apply()
        theme.deleteLater()


def test_neither_the_window_nor_the_dialog_loads_torch_and_the_start_no_pyqtgraph() -> None:
    code = (
        "import sys, photoclip.gui.main_window\n"
        "print('pyqtgraph' in sys.modules, 'torch' in sys.modules)\n"
        "import photoclip.gui.training.dialog\n"
        "print('pyqtgraph' in sys.modules, 'torch' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.split() == ["False", "False", "True", "False"]


# --- what is drawn ---
def test_steps_that_come_again_after_a_resume_replace_the_old_ones() -> None:
    follower = Follower("run")
    follower.add([step_event(n, loss=5.0) for n in range(1, 11)])
    follower.add([epoch_event(0, 10.0), epoch_event(1, 20.0), epoch_event(2, 25.0)])
    follower.add([{"event": "start", "steps": 40}, step_event(6, loss=5.0)])
    follower.add([epoch_event(1, 22.0)])
    view = follower.view()
    assert view.loss_steps.tolist() == [1, 2, 3, 4, 5, 6]
    assert np.allclose(view.losses, 5.0)
    assert view.recall_epochs.tolist() == [0, 1]
    assert view.recall[:, 0].tolist() == [10.0, 22.0]


def test_a_long_run_is_drawn_with_a_bounded_number_of_points_and_its_last_step() -> None:
    follower = Follower("run")
    follower.add([step_event(n, steps=9000) for n in range(1, 9001)])
    steps = follower.view().loss_steps
    assert len(steps) <= MOST_POINTS
    assert (steps[0], steps[-1]) == (1, 9000)
    assert thinned(3, 10).tolist() == [0, 1, 2]


def test_the_running_mean_starts_at_the_first_value_and_skips_what_is_no_number() -> None:
    mean = RunningMean()
    assert math.isnan(mean.add(math.nan))
    assert mean.add(3.0) == pytest.approx(3.0)
    assert mean.add(math.inf) == pytest.approx(3.0)
    assert mean.add(3.0) == pytest.approx(3.0)


def test_unknown_and_half_events_are_passed_over() -> None:
    follower = Follower("run")
    follower.add([{"event": "later"}, {}, {"event": "epoch", "epoch": 1, "text_to_image": [1.0]}])
    view = follower.view()
    assert len(view.losses) == 0 and len(view.recall) == 0 and view.doing == ""


def test_of_runs_with_the_same_model_one_is_the_one_in_use(opened, qtbot) -> None:
    def prepare(room: FakeTraining) -> None:
        room.listed = [
            run_info("2026-11-20-2", "improved", active=True),
            run_info("2026-11-20-1", "improved", active=True, title="Our boats"),
        ]

    _, _, dialog = opened(prepare)
    qtbot.waitUntil(lambda: dialog.runs.count() == 3)
    words = [dialog.runs.item(row).text() for row in (1, 2)]
    assert [text.rpartition("· ")[2] for text in words] == ["Same model", "In use"]
    assert words[1].startswith("Our boats · Adapter")


def test_the_window_names_the_model_as_the_user_did(opened) -> None:
    window, room, _ = opened()
    info = replace(room.library.info(), active_model="my-photos", active_title="Our boats")
    line = window.statusBar()
    line.show_info(info)
    assert any(button.text() == "Our boats" for button in line.findChildren(QAbstractButton))
    line.show_info(replace(info, active_title=""))
    assert any(button.text() == "my-photos" for button in line.findChildren(QAbstractButton))
