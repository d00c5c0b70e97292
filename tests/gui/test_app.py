"""Start, errors at the start, and bugs."""

from __future__ import annotations

import gc
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from photoclip.errors import CatalogError, NewerCatalogError, UserError
from photoclip.gui import app as app_module
from photoclip.gui.dialogs.error_report import ErrorReporter, report_text
from photoclip.gui.quit_signals import QuitSignals
from photoclip.gui.texts import RateMeter, duration, photos
from photoclip.gui.theme import DARK, LIGHT, make_palette

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _hooks():  # type: ignore[no-untyped-def]
    """run_window takes over hooks that pytest-qt uses; give them back."""
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def repeat(action) -> QTimer:  # type: ignore[no-untyped-def]
    """Try until it works: a machine may be slow to show what is to be answered."""
    timer = QTimer()
    timer.setInterval(50)
    timer.timeout.connect(action)
    timer.start()
    return timer


@pytest.mark.parametrize(
    "error",
    [
        NewerCatalogError("This library was written by a newer PhotoClip; update PhotoClip."),
        CatalogError("The catalog cannot be read; restore a backup."),
    ],
)
def test_a_library_that_cannot_be_opened_is_told_in_one_sentence(
    qapp, qtbot, monkeypatch, tmp_path: Path, error: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(app_module.Library, "open", refuse)
    said = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if box is not None:
            said.append(box.text())
            box.close()

    again = repeat(answer)
    assert app_module.run_window(tmp_path) == 1
    again.stop()
    assert said == [str(error)]


def test_the_window_opens_on_the_library_and_closes_it_at_the_end(
    qapp, qtbot, monkeypatch, make_library, tmp_path: Path
) -> None:
    library = make_library(3)
    asked = []

    def open_library(path: Path | None, *, text_encoding: str) -> object:
        asked.append((path, text_encoding))
        return library

    monkeypatch.setattr(app_module.Library, "open", open_library)

    def close() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, app_module.MainWindow) and widget.isVisible():
                widget.close()

    again = repeat(close)
    assert app_module.run_window(tmp_path) == 0
    again.stop()
    assert asked == [(tmp_path, "worker")]
    assert library.calls[-1] == "close"


def test_what_a_settled_window_keeps_is_left_out_of_the_search_for_cycles(qapp, qtbot) -> None:
    frozen = gc.get_freeze_count()
    try:
        app_module.freeze_later(0)
        # Tests may have frozen something before; what is here now is much more than nothing.
        qtbot.waitUntil(lambda: gc.get_freeze_count() > max(frozen, 10_000))
    finally:
        gc.unfreeze()


def test_without_a_display_there_is_a_sentence(monkeypatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(UserError, match="no display"):
        app_module._require_display()


def test_a_bug_is_shown_once_with_a_report_to_copy(qapp, qtbot) -> None:
    reporter = ErrorReporter()
    try:
        raise ZeroDivisionError("made for the test")
    except ZeroDivisionError as error:
        reporter.report(error)
        reporter.report(error)
    qtbot.waitUntil(lambda: reporter.dialog is not None and reporter.dialog.isVisible())
    text = reporter.dialog.text.toPlainText()
    assert "made for the test" in text
    assert "PhotoClip" in text
    copy = next(b for b in reporter.dialog.findChildren(QPushButton) if "Copy" in b.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == reporter.dialog.text.toPlainText()
    reporter.dialog.close()


def test_a_bug_in_a_thread_reaches_the_dialog(qapp, qtbot, capsys) -> None:
    reporter = ErrorReporter()
    reporter.install()

    def fail() -> None:
        raise KeyError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.dialog is not None and reporter.dialog.isVisible())
    assert "in a thread" in reporter.dialog.text.toPlainText()
    reporter.dialog.close()
    reporter.uninstall()


def test_a_flood_of_errors_does_not_fill_the_memory(qapp, qtbot) -> None:
    reporter = ErrorReporter()
    for number in range(200):
        reporter.report(ValueError(f"number {number}"))
    qtbot.waitUntil(lambda: reporter._count == 200)
    assert reporter.dialog.text.toPlainText().count("ValueError") == 20
    reporter.dialog.close()


def test_a_report_names_the_versions() -> None:
    text = report_text(ValueError("x"))
    assert "Python 3" in text
    assert "Qt 6" in text


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two colours."""

    def luminance(name: str) -> float:
        channels = [int(name[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_can_be_read_in_both_schemes(colours: dict[QPalette.ColorRole, str]) -> None:
    role = QPalette.ColorRole
    pairs = [
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.PlaceholderText, role.Base),
        (role.PlaceholderText, role.Window),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.Link, role.AlternateBase),
        (role.ToolTipText, role.ToolTipBase),
    ]
    poor = {
        (front.name, ground.name): round(contrast(colours[front], colours[ground]), 2)
        for front, ground in pairs
        if contrast(colours[front], colours[ground]) < 4.5
    }
    assert poor == {}


def test_both_palettes_name_the_same_roles(qapp) -> None:
    assert LIGHT.keys() == DARK.keys()
    assert make_palette(dark=True).color(QPalette.ColorRole.Base).lightness() < 60


def test_the_rate_follows_the_last_seconds() -> None:
    meter = RateMeter()
    meter.add(0.0, 0)
    assert meter.per_second() is None
    meter.add(2.0, 20)
    assert meter.per_second() == 10
    for second in range(3, 40):
        meter.add(float(second), 20 + (second - 2) * 2)
    assert meter.per_second() == pytest.approx(2, rel=0.1)
    meter.add(41.0, 0)
    assert meter.per_second() is None


def test_spans_of_time_are_rough() -> None:
    assert [duration(s) for s in (0.2, 42, 185, 7_800)] == ["1 s", "42 s", "3 min", "2 h 10 min"]


def test_one_photo_is_not_plural(qapp) -> None:
    from PySide6.QtCore import QCoreApplication

    app_module._translate(qapp)
    assert photos(1) == "1 photo"
    assert photos(2) == "2 photos"
    assert QCoreApplication.instance() is qapp


# --- settings at the start -----------------------------------------------------------


def test_the_language_of_the_settings_is_taken_before_the_library_is_opened(
    tmp_path: Path, monkeypatch
) -> None:
    import subprocess

    (tmp_path / "settings.toml").write_text('[look]\nlanguage = "de"\ntheme = "dark"\n')
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QLocale\n"
        "from photoclip.gui.app import make_application\n"
        "from photoclip.settings import Settings\n"
        "app = make_application(Settings(Path(sys.argv[1]), mend=False))\n"
        "print(QLocale().name()[:2], app.palette().base().color().lightness() < 128)\n"
    )
    monkeypatch.delenv("PHOTOCLIP_COLOR_SCHEME", raising=False)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "settings.toml")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["de", "True"]


def test_a_library_that_was_to_move_is_moved_before_it_is_opened(
    qapp, qtbot, monkeypatch, make_library, tmp_path: Path
) -> None:
    from photoclip import paths, relocation
    from photoclip.library import Library

    monkeypatch.delenv("PHOTOCLIP_LIBRARY")
    monkeypatch.setattr(paths, "usual_library_dir", lambda: tmp_path / "usual")
    monkeypatch.setattr(paths, "pointer_file", lambda: tmp_path / "config" / "library.toml")
    Library.open(tmp_path / "usual").close()
    relocation.request(tmp_path / "usual", tmp_path / "new")
    assert app_module.move_where_asked(tmp_path / "usual") == tmp_path / "new"
    assert (tmp_path / "new" / "catalog.sqlite").is_file()


def test_a_move_that_fails_is_told_and_the_old_library_opened(
    qapp, qtbot, monkeypatch, tmp_path: Path
) -> None:
    from photoclip import paths, relocation
    from photoclip.library import Library

    monkeypatch.delenv("PHOTOCLIP_LIBRARY")
    monkeypatch.setattr(paths, "usual_library_dir", lambda: tmp_path / "usual")
    monkeypatch.setattr(paths, "pointer_file", lambda: tmp_path / "config" / "library.toml")
    Library.open(tmp_path / "usual").close()
    relocation.request(tmp_path / "usual", tmp_path / "new")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "other.txt").write_text("came meanwhile")
    told = []
    monkeypatch.setattr(app_module, "show_start_error", told.append)
    assert app_module.move_where_asked(tmp_path / "usual") == tmp_path / "usual"
    (error,) = told
    assert "as before" in str(error)


def test_the_box_about_a_start_that_failed_closes_at_a_signal(qapp) -> None:
    signals = QuitSignals()
    # Without a signal it would stand for ever.
    timer = repeat(signals.received.emit)
    try:
        app_module.show_start_error(UserError("The disk is full."), signals)
    finally:
        timer.stop()
        signals.uninstall()
    assert QApplication.activeModalWidget() is None
