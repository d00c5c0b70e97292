"""What a label finds right now: histogram, line, the surest and the borderline photos."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.bridge import Bridge
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.grid.content import GridContent
from photoclip.gui.grid.geometry import Section
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.grid.view import PhotoGrid
from photoclip.gui.studio.histogram import Histogram
from photoclip.gui.texts import number, photos
from photoclip.library import LabelInfo, LabelPreview, ScoredPhoto

CELL = 132
LEAST = 230
NARROW = 500
"""From this width on the number and the switches stand in one line."""

AUTO_SHARE = 0.5
"""Where the auto-accept line is put at first: half-way from the line to the surest photo."""


class PreviewPane(QWidget):
    """Shows previews, and lets the line be moved.

    Signals:
        line_moved: evidence (float), while the line is dragged.
        line_set: evidence (float), or None for the calibrated line.
        auto_set: evidence (float) from which photos are tagged unasked, or None.
        open_requested: photo id (object).
    """

    line_moved = Signal(object)
    line_set = Signal(object)
    auto_set = Signal(object)
    open_requested = Signal(object)

    def __init__(self, bridge: Bridge, thumbs: ThumbLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: LabelPreview | None = None
        self._label: LabelInfo | None = None
        self.histogram = Histogram()
        self.model = PhotoGridModel(bridge.library.photos, thumbs, self)
        self.grid = PhotoGrid(self.model)
        self.grid.setAccessibleName(self.tr("Photos of this label"))
        self.grid.set_zoom(CELL)
        self.count = ElidingLabel(least=80)
        self.calibrated = QPushButton(self.tr("Use the calibrated line"))
        self.calibrated.setProperty("flat", "true")
        self.auto = QCheckBox(self.tr("Accept the surest unasked"))
        self.auto.setToolTip(
            self.tr(
                "From a line further up, photos are tagged without asking when suggestions "
                "are made; it can be undone"
            )
        )
        switches = QHBoxLayout()
        switches.setSpacing(10)
        switches.addWidget(self.auto, 1)
        switches.addWidget(self.calibrated)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(6)
        row.addWidget(self.count, 1)
        row.addLayout(switches)
        top = QVBoxLayout()
        top.setContentsMargins(14, 12, 14, 4)
        top.setSpacing(6)
        top.addLayout(row)
        top.addWidget(self.histogram)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.grid, 1)
        # The wide form's own minimum would squeeze the parts beside it.
        self.setMinimumWidth(LEAST)
        self.histogram.line_moved.connect(self.line_moved)
        self.histogram.line_set.connect(self.line_set)
        self.calibrated.clicked.connect(self._on_calibrated)
        self.auto.clicked.connect(self._on_auto)
        self.grid.open_requested.connect(self.open_requested)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines where one is too short."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = event.size().width() < NARROW
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def show_label(self, label: LabelInfo) -> None:
        """Show the settings of a label; its preview comes a moment later."""
        if self._label is None or self._label.tag_id != label.tag_id:
            self.clear()
        self._label = label
        self.histogram.show()
        self.auto.show()
        self.auto.setChecked(label.auto_accept is not None)
        self.calibrated.setVisible(label.threshold is not None)
        self.histogram.show_preview(self._preview, label.auto_accept)

    def show_preview(self, preview: LabelPreview) -> None:
        """Show what the label finds."""
        self._preview = preview
        auto = self._label.auto_accept if self._label else None
        self.histogram.show_preview(preview, auto)
        self.auto.setEnabled(True)
        text = self.tr("{n} of {photos} above the line")
        total = photos(sum(preview.counts))
        self.count.setText(text.format(n=number(preview.above), photos=total))
        self._show_photos(preview)

    def clear(self) -> None:
        """Show nothing."""
        self._preview = None
        self.histogram.show_preview(None, None)
        self.auto.setEnabled(False)
        self.count.setText("")
        self.grid.show_content(_content([]), [], keep_place=False)

    def show_no_label(self) -> None:
        """A whole set is chosen: nothing to preview."""
        self.clear()
        self._label = None
        for part in (self.histogram, self.auto, self.calibrated):
            part.hide()
        self.count.setText(self.tr("Choose a label to see what it finds."))

    def _show_photos(self, preview: LabelPreview) -> None:
        """The surest first, then those next to the line that are not among them."""
        top = {each.photo_id for each in preview.top}
        rest = [each for each in preview.borderline if each.photo_id not in top]
        found = [*preview.top, *rest]
        sections = []
        if preview.top:
            sections.append(Section(self.tr("The surest"), 0, len(preview.top), "likely"))
        if rest:
            title = self.tr("Next to the line")
            sections.append(Section(title, len(preview.top), len(rest), "maybe"))
        self.grid.show_content(_content(found), sections, keep_place=True)

    @Slot()
    def _on_calibrated(self) -> None:
        self.line_set.emit(None)

    @Slot(bool)
    def _on_auto(self, wanted: bool) -> None:
        preview = self._preview
        if not wanted or preview is None:
            self.auto_set.emit(None)
            return
        surest = max((each.score for each in preview.top), default=preview.threshold)
        reach = max(surest - preview.threshold, 0.0)
        self.auto_set.emit(preview.threshold + AUTO_SHARE * reach)


def _content(found: list[ScoredPhoto]) -> GridContent:
    ids = np.array([each.photo_id for each in found], np.int64)
    scores = np.array([each.score for each in found], np.float32)
    return GridContent(ids, np.argsort(ids, kind="stable"), scores)
