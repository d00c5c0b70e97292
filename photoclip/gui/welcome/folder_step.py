"""The first page: which folders hold the photos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QPalette,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.desktop import local_path, path_of, take_a_copy
from photoclip.gui.folder_actions import ChooseFolder
from photoclip.gui.icons import drawing, icon
from photoclip.gui.panels.tail_delegate import TAIL, TailDelegate
from photoclip.gui.question import Deed
from photoclip.gui.texts import Counted, number
from photoclip.paths import display_path
from photoclip.results import FolderGlance

_PATH = int(Qt.ItemDataRole.UserRole)


def suggested_folders() -> list[Path]:
    """Where the system keeps the user's pictures, if there is such a folder."""
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.PicturesLocation)
    found = [path_of(place) for place in places]
    # A system without such a folder names the home itself.
    return [path for path in found if path.is_dir() and path != Path.home()]


class FolderStep(QWidget):
    """Folders by button or drop, each with what a quick look into it told.

    Args:
        bridge: Looks into folders.
        choose: Asks the user for a folder.

    Signals:
        changed: the chosen folders are other ones now.
        failed: exception to be told.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, choose: ChooseFolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choose = choose
        self._known: tuple[Path, ...] = ()
        self._suggestions: dict[Path, FolderGlance] = {}
        self._look = Deed(bridge, "glance", self)
        self._look.done.connect(self._on_looked)
        self._look.failed.connect(self.failed)
        self.setAcceptDrops(True)
        self.button = QPushButton(self.tr("Choose a folder…"))
        self.button.setToolTip(self.tr("Its files are only looked at, never changed"))
        self.button.clicked.connect(self._on_choose)
        self.list = QListWidget()
        self.list.setObjectName("sideList")
        self.list.setAccessibleName(self.tr("Chosen folders"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(TailDelegate(self.list))
        self.list.itemSelectionChanged.connect(self._enable)
        self._hint = QLabel(self.tr("or drop folders here"))
        self._hint.setObjectName("quiet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._hint)
        self._middle.addWidget(self.list)
        self.remove = QPushButton(self.tr("Take off the list"))
        self.remove.setProperty("flat", "true")
        self.remove.clicked.connect(self._on_remove)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove)
        self._sign, self.problem = QLabel(), QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self._suggested = QVBoxLayout()
        self._frame = QFrame()
        self._frame.setObjectName("dropFrame")
        self._lay_out()
        self._show_problem("")
        self._enable()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.button)
        top.addStretch(1)
        top.addWidget(self.remove)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(10)
        inside.addLayout(top)
        inside.addWidget(self._middle, 1)
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self.problem, 1)
        self._suggested.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._frame, 1)
        column.addLayout(told)
        column.addLayout(self._suggested)

    # --- what is chosen -----------------------------------------------------------------
    def folders(self) -> list[Path]:
        """The chosen folders."""
        return [self.list.item(row).data(_PATH) for row in range(self.list.count())]

    def set_known(self, roots: Sequence[Path]) -> None:
        """Folders that are in the library already."""
        self._known = tuple(roots)

    def add(self, paths: Sequence[Path]) -> None:
        """Look into folders and choose those that hold photos."""
        self._show_problem("")
        for path in paths:
            self._look.do(path, about=False)

    def enter(self) -> None:
        """Look what can be suggested, and take the keyboard."""
        for path in suggested_folders():
            if path not in self._suggestions and path not in self._known:
                self._look.do(path, about=True)
        (self.list if self.list.count() else self.button).setFocus()

    def clear(self) -> None:
        """Choose nothing."""
        self.list.clear()
        self._show_problem("")
        self._enable()
        self.changed.emit()

    @Slot(object, object)
    def _on_looked(self, found: FolderGlance, suggestion: bool) -> None:
        if suggestion:
            if not found.problem:
                self._suggestions[found.path] = found
                self._show_suggestions()
            return
        problem = core_text(found.problem) or self._overlap(found.path)
        if problem:
            self._show_problem(problem)
        else:
            self._take(found)

    def _overlap(self, path: Path) -> str:
        name = display_path(path)
        for root in self._known:
            if path == root or root in path.parents:
                return self.tr("{path} is in the library already.").format(path=name)
        for other in self.folders():
            if path == other:
                return self.tr("{path} is on the list already.").format(path=name)
            if other in path.parents:
                text = self.tr("{path} is inside {other}, which is on the list already.")
                return text.format(path=name, other=display_path(other))
        return ""

    def _take(self, found: FolderGlance) -> None:
        for row in reversed(range(self.list.count())):
            # The outer one brings it along.
            if found.path in self.list.item(row).data(_PATH).parents:
                self.list.takeItem(row)
        text = f"{display_path(found.path)}{TAIL}{self._count_text(found)}"
        item = QListWidgetItem(icon("folder", self.palette()), text)
        item.setData(_PATH, found.path)
        item.setToolTip(display_path(found.path))
        self.list.addItem(item)
        self._show_suggestions()
        self._enable()
        self.changed.emit()

    def _count_text(self, found: FolderGlance) -> str:
        if found.complete:
            return Counted().photos(found.photos)
        return self.tr("more than {n} photos").format(n=number(found.photos))

    # --- suggestions --------------------------------------------------------------------
    def _show_suggestions(self) -> None:
        while (item := self._suggested.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        before: QWidget = self.remove
        for path, found in self._suggestions.items():
            if self._overlap(path):
                continue
            text = self.tr("Add “{name}” ({photos})").format(
                name=display_path(path.name), photos=self._count_text(found)
            )
            button = QPushButton(text)
            button.setProperty("flat", "true")
            button.setProperty("path", path)
            button.setToolTip(display_path(path))
            button.setIcon(icon("plus", self.palette()))
            button.clicked.connect(self._on_suggestion)
            self._suggested.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            # Made late, they would come behind everything else.
            QWidget.setTabOrder(before, button)
            before = button

    @Slot()
    def _on_suggestion(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            path = button.property("path")
            self._show_problem("")
            self._take(self._suggestions[path])
            self.list.setFocus()

    # --- buttons and drops --------------------------------------------------------------
    @Slot()
    def _on_choose(self) -> None:
        folder = self._choose(self)
        if folder is not None:
            self.add([folder])

    @Slot()
    def _on_remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._show_suggestions()
        self._enable()
        self.changed.emit()

    @Slot()
    def _enable(self) -> None:
        """The button stands out while it is the next thing to press."""
        chosen = self.list.count() > 0
        self._middle.setCurrentWidget(self.list if chosen else self._hint)
        self.remove.setVisible(bool(self.list.selectedItems()))
        self.button.setText(
            self.tr("Choose another folder…") if chosen else self.tr("Choose a folder…")
        )
        self.button.setProperty("primary", "" if chosen else "true")
        self.button.style().unpolish(self.button)
        self.button.style().polish(self.button)
        self._tint_button()

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setAccessibleName(text)
        self.problem.setVisible(bool(text))
        self._sign.setVisible(bool(text))

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        colour = palette.color(QPalette.ColorRole.WindowText)
        self._sign.setPixmap(drawing("warning", colour, 20, self.devicePixelRatioF()))
        self._tint_button()
        self._show_suggestions()
        for row in range(self.list.count()):
            self.list.item(row).setIcon(icon("folder", palette))

    def _tint_button(self) -> None:
        own = QPalette(self.palette())
        if self.button.property("primary"):
            text = own.color(QPalette.ColorRole.HighlightedText)
            own.setColor(QPalette.ColorRole.ButtonText, text)
        self.button.setIcon(icon("add-folder", own))
        self.button.setIconSize(QSize(20, 20))

    def set_dropping(self, dropping: bool) -> None:
        """Mark the frame while a folder hovers over the window."""
        self._frame.setProperty("dropping", "true" if dropping else "false")
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped too: what is wrong with them is said."""
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.set_dropping(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The thing went away again."""
        self.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into what was dropped."""
        self.set_dropping(False)
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.add([local_path(url) for url in urls])
        take_a_copy(event)
