"""The page of folders: which are in the library, and adding and removing them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.catalog.rows import Root
from photoclip.folding import fold
from photoclip.gui.bridge import Bridge
from photoclip.gui.icons import icon
from photoclip.gui.question import Question
from photoclip.gui.texts import photos
from photoclip.paths import display_path

_PATH = int(Qt.ItemDataRole.UserRole)


class FoldersPage(QWidget):
    """The folders of the library.

    Args:
        bridge: Reads them.

    Signals:
        add_requested: a folder shall be added.
        remove_requested: ``Path`` of a folder to forget.
        failed: exception to be told.
    """

    add_requested = Signal()
    remove_requested = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._roots: list[Root] = []
        intro = QLabel(
            self.tr(
                "PhotoClip looks at the photos in these folders. Their files stay where they are "
                "and as they are."
            )
        )
        intro.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("reportTree")
        self.list.setAccessibleName(self.tr("Folders in the library"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.currentItemChanged.connect(self._on_current)
        self.add_button = QPushButton(self.tr("Add a folder…"))
        self.add_button.clicked.connect(self._on_add)
        self.remove_button = QPushButton(self.tr("Remove…"))
        self.remove_button.setEnabled(False)
        self.remove_button.clicked.connect(self._on_remove)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.remove_button)
        foot.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(intro)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self._intro = intro
        self._question = Question(bridge, "folders", self)
        self._question.answered.connect(self._on_roots)
        self._question.failed.connect(self.failed)

    @Slot()
    def enter(self) -> None:
        """Read the folders anew."""
        self._question.ask()

    def matches(self, words: list[str]) -> bool:
        """Whether the page has to do with these words."""
        names = " ".join(display_path(root.path) for root in self._roots)
        whole = fold(f"{self._intro.text()} {names}")
        return all(word in whole for word in words)

    def tint(self, _palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self._fill()

    @Slot(object)
    def _on_roots(self, roots: list[Root]) -> None:
        self._roots = list(roots)
        self._fill()

    def _fill(self) -> None:
        row = self.list.currentRow()
        self.list.clear()
        for root in self._roots:
            online = root.state == "online"
            text = f"{display_path(root.path)}\n{photos(root.photos)}"
            if not online:
                text += ", " + self.tr("offline")
            item = QListWidgetItem(
                icon("folder" if online else "folder-offline", self.palette()), text
            )
            item.setData(_PATH, root.path)
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        self.remove_button.setEnabled(item is not None)

    @Slot()
    def _on_add(self) -> None:
        self.add_requested.emit()

    @Slot()
    def _on_remove(self) -> None:
        item = self.list.currentItem()
        path: Path | None = item.data(_PATH) if item is not None else None
        if path is not None:
            self.remove_requested.emit(path)
