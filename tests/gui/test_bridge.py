"""Worker threads, jobs and answers behind the window."""

from __future__ import annotations

import threading
import time

import pytest

from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.gui.bridge import Bridge, merge_events
from photoclip.gui.events import Changed, JobProgress, ViewRequest
from photoclip.gui.mailbox import Mailbox
from photoclip.gui.viewer.image_desk import to_qimage
from photoclip.gui.workers import LatestWorker, StackPool
from photoclip.jobs.job import Progress

pytestmark = pytest.mark.gui


@pytest.fixture
def make_bridge(qapp, make_library):  # type: ignore[no-untyped-def]
    made = []

    def make(count: int = 3):  # type: ignore[no-untyped-def]
        library = make_library(count)
        bridge = Bridge(library)
        made.append((bridge, library))
        return bridge, library

    yield make
    for bridge, library in made:
        library.index_gate.set()
        for gate in library.gates.values():
            gate.set()
        assert bridge.close()


def test_answers_arrive_on_the_gui_thread(make_bridge, qtbot) -> None:
    bridge, _ = make_bridge()
    threads = []
    bridge.view_answered.connect(lambda _: threads.append(threading.current_thread()))
    with qtbot.waitSignal(bridge.view_answered):
        bridge.ask_view(ViewRequest())
    assert threads == [threading.main_thread()]


def test_an_answer_to_an_old_question_is_dropped(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    library.gates["slow"] = threading.Event()
    answers = []
    bridge.view_answered.connect(answers.append)
    bridge.ask_view(ViewRequest("text", text="slow"))
    qtbot.waitUntil(lambda: "search" in library.calls)
    bridge.ask_view(ViewRequest("text", text="fast"))
    library.gates["slow"].set()
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.wait(30)
    assert [answer.request.text for answer in answers] == ["fast"]


def test_a_question_nobody_waits_for_any_more_is_not_run(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    library.gates["first"] = threading.Event()
    bridge.ask_view(ViewRequest("text", text="first"))
    qtbot.waitUntil(lambda: library.calls == ["search"])
    for word in ("b", "bi", "bird"):
        bridge.ask_view(ViewRequest("text", text=word))
    with qtbot.waitSignal(bridge.view_answered) as answered:
        library.gates["first"].set()
    assert answered.args[0].request.text == "bird"
    assert library.calls == ["search", "search"]


def test_changes_from_any_thread_are_merged_and_delivered(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    seen = []
    bridge.changed.connect(seen.append)

    def publish() -> None:
        for number in range(200):
            library.publish(ChangeSet(photos=frozenset({number})))

    thread = threading.Thread(target=publish)
    thread.start()
    qtbot.waitUntil(lambda: sum(len(changes.photos) for changes in seen) == 200)
    thread.join()
    assert len(seen) < 100


def test_progress_that_waits_is_replaced_by_newer() -> None:
    waiting = [JobProgress("index", Progress("Indexing", 1))]
    assert merge_events(waiting, JobProgress("index", Progress("Indexing", 2)))
    assert [event.progress.done for event in waiting] == [2]
    assert not merge_events(waiting, JobProgress("watch", Progress("Watching", 0)))
    note = [JobProgress("watch", Progress("Watching", message="Too many folders."))]
    assert not merge_events(note, JobProgress("watch", Progress("Watching")))
    assert merge_events(
        both := [Changed(ChangeSet(tags=True)), *waiting], Changed(ChangeSet(models=True))
    )
    assert both[0].changes == ChangeSet(tags=True, models=True)


def test_indexing_runs_then_the_folders_are_watched(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    with qtbot.waitSignal(bridge.job_ended) as ended:
        bridge.start_index()
        assert bridge.is_indexing
    assert ended.args[0].report.indexed == 3
    assert not bridge.is_indexing
    qtbot.waitUntil(library.watching.is_set)


def test_a_new_job_interrupts_watching_and_watching_comes_back(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    bridge.start_index()
    qtbot.waitUntil(library.watching.is_set)
    bridge.start_index()
    qtbot.waitUntil(lambda: library.calls.count("watch") == 2)
    assert library.calls.count("index") == 2


def test_a_folder_added_during_a_run_gets_one_more_run(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    library.index_gate.clear()
    bridge.start_index()
    qtbot.waitUntil(lambda: "index" in library.calls)
    bridge.start_index()
    bridge.start_index()
    library.index_gate.set()
    qtbot.waitUntil(library.watching.is_set)
    assert library.calls.count("index") == 2


def test_cancel_stops_at_the_next_step_and_does_not_watch(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    library.index_steps = 1_000
    library.index_gate.clear()
    bridge.start_index()
    qtbot.waitUntil(lambda: "index" in library.calls)
    with qtbot.waitSignal(bridge.job_ended) as ended:
        bridge.cancel_index()
        library.index_gate.set()
    assert ended.args[0].cancelled
    assert library.closed_jobs == 1
    assert "watch" not in library.calls


def test_a_paused_job_goes_on_where_it_was(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    library.index_steps = 40
    library.index_gate.clear()
    bridge.start_index()
    qtbot.waitUntil(lambda: "index" in library.calls)
    bridge.pause(True)
    library.index_gate.set()
    qtbot.wait(60)
    assert bridge.is_indexing
    assert bridge.is_paused
    with qtbot.waitSignal(bridge.job_ended) as ended:
        bridge.pause(False)
    assert ended.args[0].report.indexed == 40
    assert library.calls.count("index") == 1


@pytest.mark.parametrize("error", [UserError("The disk is full."), RuntimeError("a bug")])
def test_a_failed_job_reports_its_error(make_bridge, qtbot, error: Exception) -> None:
    bridge, library = make_bridge()
    library.errors["index"] = error
    with qtbot.waitSignal(bridge.job_ended) as ended:
        bridge.start_index()
    assert ended.args[0].error is error
    assert not bridge.is_indexing


def test_a_watcher_that_fails_is_not_started_in_a_circle(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    library.errors["watch"] = UserError("Watching is not possible here.")
    ends = []
    bridge.job_ended.connect(ends.append)
    bridge.start_index()
    qtbot.waitUntil(lambda: len(ends) == 2)
    qtbot.wait(80)
    assert library.calls.count("watch") == 1
    assert str(ends[1].error) == "Watching is not possible here."


def test_closing_during_a_job_cancels_it_and_ends_all_threads(make_bridge, qtbot) -> None:
    before = set(threading.enumerate())
    bridge, library = make_bridge()
    library.index_steps = 10**9
    bridge.start_index()
    qtbot.waitUntil(lambda: "index" in library.calls)
    assert bridge.close()
    assert library.closed_jobs == 1
    names = [thread.name for thread in set(threading.enumerate()) - before]
    assert not [name for name in names if name.startswith("photoclip-")]


def test_a_hanging_job_does_not_hold_the_user(make_bridge, qtbot) -> None:
    bridge, library = make_bridge()
    library.index_gate.clear()
    bridge.start_index()
    qtbot.waitUntil(lambda: "index" in library.calls)
    assert not bridge.close(timeout=0.05)
    library.index_gate.set()
    assert bridge.close()


def test_a_closed_mailbox_swallows_late_posts(qapp, qtbot) -> None:
    mailbox, seen = Mailbox(), []
    mailbox.delivered.connect(seen.append)
    mailbox.post(1)
    mailbox.close()
    mailbox.post(2)
    qtbot.wait(20)
    assert seen == []


def test_the_latest_worker_forgets_replaced_tasks() -> None:
    worker, gate, done = LatestWorker("test"), threading.Event(), []
    worker.submit("a", lambda: (gate.wait(10), done.append("first"))[0])
    while worker._tasks:
        time.sleep(0.001)
    for number in range(5):
        worker.submit("b", lambda number=number: done.append(number))  # type: ignore[misc]
    worker.submit("c", lambda: done.append("other key"))
    gate.set()
    while len(done) < 3:
        time.sleep(0.001)
    worker.ask_to_stop()
    assert worker.join(5)
    assert done == ["first", 4, "other key"]


def test_the_stack_gives_up_its_oldest() -> None:
    gate, done = threading.Event(), []
    pool: StackPool[int] = StackPool(
        "test", threads=1, limit=2, work=lambda item: (gate.wait(10), done.append(item))[0]
    )
    pool.push(0)
    while pool._stack:
        time.sleep(0.001)
    assert [pool.push(item) for item in (1, 2, 3)] == [[], [], [1]]
    gate.set()
    while len(done) < 3:
        time.sleep(0.001)
    pool.ask_to_stop()
    assert pool.join(5)
    assert done == [0, 3, 2]


def test_a_picture_owns_its_memory() -> None:
    import numpy as np

    pixels = np.zeros((3, 5, 3), np.uint8)
    pixels[:] = (10, 20, 30)
    image = to_qimage(pixels[:, ::-1])
    pixels[:] = 255
    assert (image.width(), image.height()) == (5, 3)
    assert image.pixelColor(4, 2).getRgb()[:3] == (10, 20, 30)
