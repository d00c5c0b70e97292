"""One window per library: real second processes, crashes, and two starts at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket

from photoclip.cli.main import run
from photoclip.errors import UserError
from photoclip.gui import single_instance
from photoclip.gui.handing import sort_paths
from photoclip.gui.single_instance import SingleInstance, instance_name
from photoclip.handover import Handover

pytestmark = pytest.mark.gui

HOLDER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from photoclip.gui.single_instance import SingleInstance
from photoclip.handover import Handover
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
first = instance.claim(Handover(tuple(map(Path, sys.argv[2:]))))
print("first" if first else "second", flush=True)
def received(handover):
    print("got", *handover.paths, flush=True)
instance.received.connect(received)
QTimer.singleShot(30_000, app.quit)
sys.exit(app.exec() if first else 0)
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def begin(library: Path, *more: str) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-c", HOLDER, str(library), *more]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_start_hands_its_arguments_to_the_first_and_ends(
    start: Start, tmp_path: Path
) -> None:
    first = start(tmp_path)
    assert line(first) == "first"
    second = start(tmp_path, "/photos/a b", "/photos/c.jpg")
    assert line(second) == "second"
    assert second.wait(20) == 0
    assert line(first) == "got /photos/a b /photos/c.jpg"


def test_another_library_has_a_window_of_its_own(start: Start, tmp_path: Path) -> None:
    first, second = start(tmp_path / "one"), start(tmp_path / "two")
    assert (line(first), line(second)) == ("first", "first")


def test_the_same_library_by_another_path_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "library")
    assert instance_name(tmp_path / "link") == instance_name(tmp_path / "library")
    assert instance_name(tmp_path / "x" / ".." / "library") == instance_name(tmp_path / "library")


def test_a_crash_of_the_first_blocks_nobody(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path)
    assert line(first) == "first"
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = start(tmp_path)
    assert line(second) == "first"
    third = start(tmp_path, "/photos")
    assert line(third) == "second"
    assert line(second) == "got /photos"


def test_of_two_starts_at_once_one_is_the_first(start: Start, tmp_path: Path) -> None:
    both = [start(tmp_path, f"/{number}") for number in range(4)]
    assert sorted(line(process) for process in both) == ["first", "second", "second", "second"]


@pytest.fixture
def two(qapp, tmp_path: Path) -> Iterator[tuple[SingleInstance, SingleInstance]]:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim(Handover())
    yield first, second
    second.release()
    first.release()


def test_a_first_that_hangs_is_told_in_one_sentence(monkeypatch, two) -> None:  # type: ignore[no-untyped-def]
    # Its event loop does not run while the second one waits.
    monkeypatch.setattr(single_instance, "ANSWER_S", 0.2)
    with pytest.raises(UserError, match="does not answer"):
        two[1].claim(Handover())


def test_after_the_first_closed_the_next_start_is_the_first(two) -> None:  # type: ignore[no-untyped-def]
    first, second = two
    first.release()
    assert second.claim(Handover())


def test_a_lock_that_nobody_answers_for_blocks_nobody(monkeypatch, two) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(single_instance, "REACH_S", 0.1)
    two[0]._server.close()
    assert two[1].claim(Handover())


def test_strangers_at_the_door_are_not_heard(qtbot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim(Handover())
    heard = []
    first.received.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(instance_name(tmp_path))
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.ConnectedState)
    socket.write(b"GET / HTTP/1.1\n")
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == []
    first.release()


# --- what the window does with it ---
def test_a_folder_is_added_and_a_known_one_shown(open_window, qtbot, tmp_path: Path) -> None:
    window, library = open_window(3)
    new = tmp_path / "new"
    new.mkdir()
    window.take_over(Handover((new,)))
    qtbot.waitUntil(lambda: new in [root.path for root in library.roots])
    window.take_over(Handover((new,)))
    qtbot.waitUntil(lambda: "in:" in window.results.state.request.text)
    assert library.calls.count("add_folder") == 1


def test_a_picture_is_searched_by_and_words_are_searched_for(
    open_window, qtbot, tmp_path: Path
) -> None:
    window, _ = open_window(3)
    picture = tmp_path / "dog.jpg"
    picture.write_bytes(b"")
    window.take_over(Handover((picture,)))
    qtbot.waitUntil(lambda: "like:" in window.browser.search_box.text())
    window.take_over(Handover(search="a red boat"))
    qtbot.waitUntil(lambda: window.results.state.request.text == "a red boat")
    # A picture by itself is a question of its own, with words it is one with them.
    window.take_over(Handover((picture,)))
    qtbot.waitUntil(lambda: window.browser.search_box.text().startswith("like:"))
    window.take_over(Handover((picture,), search="in snow"))
    qtbot.waitUntil(lambda: window.browser.search_box.text().startswith("in snow like:"))


def test_what_is_neither_is_told(open_window, qtbot, tmp_path: Path) -> None:
    window, _ = open_window(3)
    text = tmp_path / "notes.txt"
    text.write_text("x")
    window.take_over(Handover((text,)))
    qtbot.waitUntil(lambda: "neither a folder nor a picture" in window.notice.text())


def test_a_minimised_window_comes_back(open_window, qtbot, monkeypatch) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    window, _ = open_window(1)
    window.setWindowState(Qt.WindowState.WindowMinimized | Qt.WindowState.WindowMaximized)
    window.take_over(Handover(token="ticket"))
    assert not window.isMinimized()
    assert window.isMaximized()
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "ticket"
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)


def test_paths_are_sorted_by_what_they_are(make_library, tmp_path: Path) -> None:
    library = make_library(0)
    library.add_folder(tmp_path)
    inside, other = tmp_path / "inside", tmp_path.parent
    inside.mkdir()
    found = sort_paths(library, [inside, other, tmp_path / "a.CR2", tmp_path / "a.txt"])
    assert found.known == (inside,)
    assert found.new == (other,)
    assert found.pictures == (str(tmp_path / "a.CR2"),)
    assert found.others == (tmp_path / "a.txt",)


def test_the_command_hands_over_whole_paths(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    asked = []

    def open_window(*arguments: object) -> int:
        asked.append(arguments)
        return 0

    assert run(["open", "photos", "--search", "a dog"], open_window=open_window) == 0
    (library, handover) = asked[0]
    assert library is None
    assert handover.paths == (tmp_path / "photos",)
    assert handover.search == "a dog"


def test_the_command_refuses_what_is_not_there(capsys, tmp_path: Path) -> None:
    code = run(["open", str(tmp_path / "nope")], open_window=lambda *_: 0)
    assert code == 1
    assert "There is no file or folder" in capsys.readouterr().err
