"""One label at a time: its suggestions as a grid, the surest first."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from photoclip.gui.bridge import Bridge
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.grid.content import GridContent
from photoclip.gui.grid.geometry import Section
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.grid.view import PhotoGrid
from photoclip.gui.texts import photos
from photoclip.library import Suggestion

SLIDER_STEPS = 100


class LabelView(QWidget):
    """A grid of suggestions, and a slider that selects the surest of them.

    Selecting is the preview of a decision about many: what is marked is what A accepts
    and R rejects; without a selection they mean the current photo.

    Signals:
        chosen_changed: the photos that a decision would be about are others.
        open_requested: photo id (object).
    """

    chosen_changed = Signal()
    open_requested = Signal(object)

    def __init__(self, bridge: Bridge, thumbs: ThumbLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[Suggestion] = []
        self.model = PhotoGridModel(bridge.library.photos, thumbs, self)
        self.grid = PhotoGrid(self.model)
        self.grid.setAccessibleName(self.tr("Suggestions"))
        self.grid.open_requested.connect(self.open_requested)
        self.grid.selectionModel().selectionChanged.connect(self._on_selection)
        self._caption = QLabel(self.tr("Select the surest"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, SLIDER_STEPS)
        self.slider.setMinimumWidth(80)
        self.slider.setMaximumWidth(180)
        self.slider.setAccessibleName(self.tr("Select suggestions from this sureness on"))
        self.slider.setToolTip(
            self.tr("Selects every suggestion that is at least so sure; A then accepts them")
        )
        self.slider.valueChanged.connect(self._on_slider)
        self._selected = ElidingLabel(least=0)
        self._selected.setObjectName("quiet")
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self._caption)
        row.addWidget(self.slider, 1)
        row.addWidget(self._selected, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.grid, 1)

    def show_items(self, items: list[Suggestion]) -> None:
        """Show suggestions of one label, the surest first; the place in the grid is kept."""
        before = self.grid.currentIndex().row()
        chosen = set(self.grid.selected_ids())
        self._items = items
        ids = np.array([item.photo_id for item in items], np.int64)
        scores = np.array([item.score for item in items], np.float32)
        content = GridContent(ids, np.argsort(ids, kind="stable"), scores)
        sections = [Section("", 0, len(items))] if items else []
        self.grid.show_content(content, sections, keep_place=True)
        if items and self.grid.current_id() is None:
            # What was decided is gone: the next one takes its place.
            self.grid.setCurrentIndex(self.model.index(min(max(before, 0), len(items) - 1)))
            if not chosen & set(ids.tolist()):
                self.grid.clearSelection()
        self._tell()

    def start_over(self) -> None:
        """Another label: from the top, nothing selected."""
        self.slider.setValue(0)
        self.grid.clearSelection()
        self.grid.scrollToTop()

    def chosen(self) -> list[Suggestion]:
        """What a decision would be about: the selection, or the current photo."""
        ids = set(self.grid.selected_ids())
        current = self.grid.current_id()
        if not ids and current is not None:
            ids = {current}
        return [item for item in self._items if item.photo_id in ids]

    def skip(self) -> None:
        """Go to the next photo and decide nothing."""
        row = self.grid.currentIndex().row() + 1
        self.grid.clearSelection()
        if row < len(self._items):
            self.grid.setCurrentIndex(self.model.index(row))
            self.grid.clearSelection()

    def tint(self, palette: QPalette) -> None:
        """Nothing here has colours of its own."""

    @Slot(int)
    def _on_slider(self, value: int) -> None:
        """Left end: none; right end: all."""
        scores = [item.score for item in self._items]
        if not scores:
            return
        top, low = max(scores), min(scores)
        line = top - (top - low) * value / SLIDER_STEPS
        count = sum(score >= line for score in scores) if value else 0
        self.grid.select_first(count)

    @Slot()
    def _on_selection(self) -> None:
        self._tell()
        self.chosen_changed.emit()

    def _tell(self) -> None:
        count = len(self.grid.selected_ids())
        text = self.tr("{photos} selected").format(photos=photos(count)) if count else ""
        self._selected.setText(text)
