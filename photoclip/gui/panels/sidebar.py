"""The side panel: folders, albums and tags below each other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from photoclip.gui.panels.albums import AlbumsPanel
from photoclip.gui.panels.folders import FoldersPanel
from photoclip.gui.panels.tags import TagsPanel


class Sidebar(QWidget):
    """Folders and albums are as high as their lists; the tags take what is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.folders = FoldersPanel()
        self.albums = AlbumsPanel()
        self.tags = TagsPanel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 4)
        self._column.setSpacing(2)
        for section in (self.folders, self.albums, self.tags):
            self._column.addWidget(section)
        self._column.addStretch(0)
        self.tags.folded_changed.connect(self._on_tags_folded)
        self._on_tags_folded(False)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        for section in (self.folders, self.albums, self.tags):
            section.tint(palette)

    @Slot(bool)
    def _on_tags_folded(self, folded: bool) -> None:
        self._column.setStretchFactor(self.tags, 0 if folded else 1)
        self._column.setStretch(self._column.count() - 1, 1 if folded else 0)
