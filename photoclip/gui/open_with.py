"""Opening photos in other programs: the system's default, one of the desktop's, or any."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QMimeDatabase,
    QObject,
    QProcess,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.desktop import path_of, url_of
from photoclip.gui.fitting import resize_within
from photoclip.gui.icons import icon
from photoclip.gui.programs import Program, programs_for
from photoclip.gui.sizes import sized
from photoclip.gui.texts import photos
from photoclip.gui.window_state import WindowState
from photoclip.paths import display_path

DEFAULT = "default"
MOST_OPENED = 20
"""More photos at once would bury the desktop in windows."""

_LAST = "open-with-last"
_CHOSEN = "open-with-programs"
_MOST_CHOSEN = 6
_PROGRAM = int(Qt.ItemDataRole.UserRole)

Launch = Callable[[Sequence[str]], bool]
ChooseProgram = Callable[[QWidget], Path | None]


def launch(words: Sequence[str]) -> bool:
    """Start a program that lives on by itself; its arguments never go through a shell."""
    started = QProcess.startDetached(words[0], list(words[1:]))
    return bool(started[0] if isinstance(started, tuple) else started)


def open_default(path: Path) -> bool:
    """Open a file in the program that the system has for it."""
    return QDesktopServices.openUrl(url_of(path))


def ask_for_program(window: QWidget) -> Path | None:
    """The system's dialog for a program's file; None for nothing."""
    start = {"darwin": "/Applications", "win32": os.environ.get("PROGRAMFILES", "")}
    title = QCoreApplication.translate("open_with", "Choose a program")
    chosen, _ = QFileDialog.getOpenFileName(window, title, start.get(sys.platform, "/usr/bin"))
    return path_of(chosen) if chosen else None


def installed_programs(paths: Sequence[Path]) -> list[Program]:
    """Programs of the desktop that open all of these files; Linux alone tells them."""
    if not sys.platform.startswith("linux"):
        return []
    types = QMimeDatabase()
    by_name = QMimeDatabase.MatchMode.MatchExtension
    kinds = {types.mimeTypeForFile(str(path), by_name) for path in paths}
    local = QLocale().name()
    return programs_for(
        [frozenset({kind.name(), *kind.aliases()}) for kind in kinds],
        languages=(local, local.partition("_")[0]),
    )


def program_at(path: Path) -> Program:
    """A program that the user pointed at."""
    if sys.platform == "darwin" and path.suffix == ".app":
        return Program(str(path), path.stem, ("open", "-a", str(path), "%F"))
    return Program(str(path), display_path(path.stem), (str(path).replace("%", "%%"), "%F"))


class ProgramDialog(QDialog):
    """Lists what can open the photos.

    Args:
        programs: In the order to be shown.
        last: Key of the one that was taken last.
        count: Number of photos.

    Signals:
        chosen: ``Program`` (object).
        other_requested: a program that is not in the list is wanted.
    """

    chosen = Signal(object)
    other_requested = Signal()

    def __init__(self, programs: Sequence[Program], last: str, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Open with"))
        intro = QLabel(self.tr("Open {photos} with:").format(photos=photos(count)))
        self.list = QListWidget()
        self.list.setObjectName("programList")
        self.list.setAccessibleName(self.tr("Programs"))
        # Heights of rows that are added before do not have the style's paddings.
        self.list.ensurePolished()
        for program in programs:
            item = QListWidgetItem(self._icon(program), program.name, self.list)
            item.setData(_PROGRAM, program)
            item.setToolTip(program.key if program.key != DEFAULT else "")
            if program.key == last:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._on_open)
        side = round(1.4 * self.fontMetrics().height())
        self.list.setIconSize(QSize(side, side))
        buttons = QDialogButtonBox()
        self.open_button = QPushButton(self.tr("Open"))
        self.other_button = QPushButton(self.tr("Other program…"))
        cancel = QPushButton(self.tr("Cancel"))
        buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self._on_open)
        self.other_button.clicked.connect(self._on_other)
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(intro)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self.other_button)
        row.addStretch(1)
        row.addWidget(buttons)
        column.addLayout(row)
        resize_within(self, 30 * self.fontMetrics().averageCharWidth() + 160, sized(340))
        self.list.setFocus()

    def _icon(self, program: Program) -> QIcon:
        """The program's own icon, else one that stands for any, so that names are in line."""
        found = QIcon(program.icon) if program.icon.startswith("/") else QIcon()
        if found.isNull() and program.icon and QIcon.hasThemeIcon(program.icon):
            found = QIcon.fromTheme(program.icon)
        if found.isNull():
            found = icon("open" if program.key == DEFAULT else "open-with", self.palette())
        return found

    @Slot()
    def _on_open(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.accept()
            self.chosen.emit(item.data(_PROGRAM))

    @Slot()
    def _on_other(self) -> None:
        self.accept()
        self.other_requested.emit()


class OpenWith(QObject):
    """Asks for a program, remembers it, and starts it with the photos.

    Args:
        window: In front of which is asked.
        memory: Keeps what was chosen last.

    Attributes:
        dialog: The one that was shown last.

    Signals:
        told: what went wrong, and False.
    """

    told = Signal(str, bool)

    def __init__(
        self,
        window: QWidget,
        memory: WindowState,
        *,
        start: Launch = launch,
        choose: ChooseProgram = ask_for_program,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._paths: list[Path] = []
        self.start = start
        self.open_default: Callable[[Path], bool] = open_default
        self.choose = choose
        self.dialog: ProgramDialog | None = None

    def ask(self, paths: Sequence[Path]) -> None:
        """Ask which program shall open these photos."""
        if len(paths) > MOST_OPENED:
            text = self.tr("At most {n} photos can be opened at once; select fewer.")
            self.told.emit(text.format(n=MOST_OPENED), False)
            return
        self._paths = list(paths)
        last = (self._memory.texts(_LAST) or [DEFAULT])[0]
        programs = [Program(DEFAULT, self.tr("The system's program for this kind of file"), ())]
        programs += self._remembered() + installed_programs(paths)
        self.dialog = ProgramDialog(programs, last, len(paths), self._window)
        self.dialog.chosen.connect(self._on_chosen)
        self.dialog.other_requested.connect(self._on_other)
        self.dialog.open()

    def _remembered(self) -> list[Program]:
        paths = [Path(each) for each in self._memory.texts(_CHOSEN)]
        return [program_at(path) for path in paths if path.exists()]

    @Slot(object)
    def _on_chosen(self, program: Program) -> None:
        self._memory.set_texts(_LAST, [program.key])
        self._open(program)

    @Slot()
    def _on_other(self) -> None:
        if sys.platform == "win32":
            # The system's own list of programs; it takes one file.
            self._run(["rundll32.exe", "shell32.dll,OpenAs_RunDLL", str(self._paths[0])])
            return
        path = self.choose(self._window)
        if path is None:
            return
        known = [each for each in self._memory.texts(_CHOSEN) if each != str(path)]
        self._memory.set_texts(_CHOSEN, [str(path), *known][:_MOST_CHOSEN])
        self._on_chosen(program_at(path))

    def _open(self, program: Program) -> None:
        if program.key != DEFAULT:
            for words in program.calls(self._paths):
                if not self._run(words):
                    return
            return
        for path in self._paths:
            if not self.open_default(path):
                text = self.tr("No program could be opened for {path}.")
                self.told.emit(text.format(path=display_path(path)), False)
                return

    def _run(self, words: Sequence[str]) -> bool:
        started = self.start(words)
        if not started:
            text = self.tr("{program} could not be started; choose another program.")
            self.told.emit(text.format(program=display_path(words[0])), False)
        return started
