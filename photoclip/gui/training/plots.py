"""The curves of a run. Importing this module imports pyqtgraph, which the window's start avoids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from photoclip.gui.training.follow import FloatArray, RunView
from photoclip.gui.training.words import figure_text

_Role = QPalette.ColorRole
_SYMBOLS = ("o", "s", "t1")
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
LINE_PX = 2
_MOST_SYMBOLS = 40
"""Epochs up to which each one has its sign; more would be a smear."""


def _role_of(place: int) -> QPalette.ColorRole:
    # Told by colour, and by line and sign where colours are not told apart.
    return (_Role.Highlight, _Role.Text, _Role.PlaceholderText)[place]


class WholeAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis of counts: no ticks between them."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Spacings of whole numbers only."""
        levels = super().tickSpacing(low, high, size)
        return [level for level in levels if level[0] >= 1] or [(1, 0)]


class PercentAxis(pg.AxisItem):  # type: ignore[misc]
    """The axis from 0 to 100, both ends of which are written."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Quarters, or halves where there is no room for them."""
        return [(25 if size >= 100 else 50, 0)]


class LineSample(QWidget):
    """A piece of a curve, for the words beside it."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setFixedSize(QSize(24, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line and its sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().color(_role_of(self._place))
        painter.setPen(QPen(colour, LINE_PX, _STYLES[self._place]))
        middle = self.height() / 2
        painter.drawLine(QPointF(1, middle), QPointF(self.width() - 1, middle))
        painter.translate(self.width() / 2, middle)
        painter.scale(8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(pg.graphicsItems.ScatterPlotItem.Symbols[_SYMBOLS[self._place]])
        painter.end()


class Plot(QFrame):
    """A title, what its lines mean, and the lines; nothing in it can be moved by accident.

    Args:
        title: What is drawn.
        bottom: Name of the horizontal axis.
        left: Name of the vertical axis.
        lines: What each line is.
        narrow: What the lines are stands below the title instead of beside it.
        percent: The vertical axis goes from 0 to 100.
    """

    def __init__(
        self,
        title: str,
        bottom: str,
        left: str,
        lines: tuple[str, ...],
        *,
        narrow: bool = False,
        percent: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("plot")
        self._names = (bottom, left)
        self._lines, self._narrow = lines, narrow
        heading = QLabel(title)
        heading.setObjectName("formTitle")
        self.legend: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 12, 4)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(heading)
        column.addLayout(top)
        if narrow:
            top = QHBoxLayout()
            column.addLayout(top)
        self.legend = self._add_legend(top, lines)
        axes = {"bottom": WholeAxis("bottom")}
        if percent:
            axes["left"] = PercentAxis("left")
        self.area = pg.PlotWidget(axisItems=axes)
        # Room for the halves of the outermost numbers.
        self.area.getPlotItem().layout.setContentsMargins(0, 8, 18, 0)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setMenuEnabled(False)
        self.area.setMouseEnabled(False, False)
        self.area.hideButtons()
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setMinimumHeight(110)
        self.area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.area.setAccessibleName(title)
        self.curves: list[Any] = [self.area.plot(antialias=True) for _ in lines or ("",)]
        column.addWidget(self.area, 1)
        self.tint()

    @staticmethod
    def _add_legend(row: QHBoxLayout, lines: tuple[str, ...]) -> list[QLabel]:
        row.setSpacing(6)
        row.addStretch(1)
        labels = []
        for place, text in enumerate(lines):
            row.addSpacing(4)
            row.addWidget(LineSample(place))
            labels.append(QLabel(text))
            row.addWidget(labels[-1])
        if not lines:
            # As tall as the legend beside it.
            row.addWidget(QLabel(" "))
        return labels

    def show_values(self, values: Sequence[str]) -> None:
        """Write the latest values beside what the lines are, where there is room."""
        if self._narrow:
            return
        for label, name, value in zip(self.legend, self._lines, values, strict=True):
            label.setText(f"{name}: {value}" if value else name)

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        super().changeEvent(event)
        kinds = {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}
        if event.type() in kinds and hasattr(self, "curves"):
            self.tint()

    def tint(self) -> None:
        """Draw in the palette's colours; pyqtgraph's own are for the whole program."""
        palette = self.palette()
        quiet = palette.color(_Role.PlaceholderText)
        self.area.setBackground(palette.color(_Role.Base))
        for name, text in zip(("bottom", "left"), self._names, strict=True):
            axis = self.area.getAxis(name)
            axis.setPen(palette.color(_Role.Mid))
            axis.setTextPen(quiet)
            axis.setTickFont(self.font())
            axis.setLabel(text, color=quiet.name())
            # Otherwise pyqtgraph writes "(x0.001)" beside the name.
            axis.enableAutoSIPrefix(False)
            axis.setStyle(hideOverlappingLabels=False)
        # Plots below each other begin at the same place.
        metrics = self.fontMetrics()
        self.area.getAxis("left").setWidth(
            metrics.horizontalAdvance("0.000") + metrics.height() + 12
        )
        self.area.showGrid(y=True, alpha=0.12)
        for place, curve in enumerate(self.curves):
            colour = QColor(palette.color(_role_of(place)))
            # Pens that do not scale with the axes count device pixels.
            width = LINE_PX * self.devicePixelRatioF()
            curve.setPen(pg.mkPen(colour, width=width, style=_STYLES[place]))
            curve.setSymbolBrush(colour)
            curve.setSymbolPen(None)


def _span(known: FloatArray, planned: int) -> tuple[float, float]:
    """From the first value, or 0, to the last one that is known or planned."""
    last = max(float(planned), float(known[-1]) if len(known) else 0.0, 1.0)
    return min(float(known[0]) if len(known) else 0.0, last - 1), last


class RunPlots(QWidget):
    """Loss by step and recall by epoch.

    Args:
        way: Below each other, or side by side.
    """

    def __init__(
        self, way: Qt.Orientation = Qt.Orientation.Vertical, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        narrow = way == Qt.Orientation.Horizontal
        self.loss = Plot(
            self.tr("Loss (lower is better)"), self.tr("step"), self.tr("loss"), (), narrow=narrow
        )
        self.recall = Plot(
            self.tr("Captions that find their photo"),
            self.tr("pass over the photos"),
            self.tr("percent"),
            (self.tr("first"), self.tr("top 5"), self.tr("top 10")),
            narrow=narrow,
            percent=True,
        )
        self.recall.setToolTip(
            self.tr(
                "Measured after each pass on captioned photos that are not trained on: "
                "text to image R@1, R@5 and R@10."
            )
        )
        # Room for the numbers at both ends, which are left out where they would be cut.
        self.recall.area.setYRange(0, 100, padding=0.08)
        row = QHBoxLayout(self) if narrow else QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for plot in (self.loss, self.recall):
            # Halves, whatever stands in them.
            plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            row.addWidget(plot, 1)

    def show_view(self, view: RunView) -> None:
        """Draw a run as it is now."""
        finite = np.isfinite(view.losses)
        self.loss.curves[0].setData(view.loss_steps[finite], view.losses[finite])
        if not finite.any():
            self.loss.area.setYRange(0, 1)
        else:
            self.loss.area.enableAutoRange(axis="y")
        known = len(view.recall_epochs)
        # One point makes no line. What is planned counts, so that they do not go in between.
        symbols = known <= 1 or max(view.epochs, known) <= _MOST_SYMBOLS
        for place, curve in enumerate(self.recall.curves):
            curve.setData(view.recall_epochs, view.recall[:, place])
            curve.setSymbol(_SYMBOLS[place] if symbols else None)
            curve.setSymbolSize(7)
        # The whole run from the start, so that the curve grows and the axes rest.
        first, last = _span(view.loss_steps, view.steps)
        self.loss.area.setXRange(first, last, padding=0.02)
        first, last = _span(view.recall_epochs, view.epochs)
        self.recall.area.setXRange(first, last, padding=0.02)
        self._describe(view)

    def _describe(self, view: RunView) -> None:
        """What the curves say, for those who do not see them."""
        if len(view.losses):
            text = self.tr("{loss} at step {step}").format(
                loss=f"{view.losses[-1]:.3f}", step=view.step
            )
            self.loss.area.setAccessibleDescription(text)
        values = [figure_text(float(v), percent=True) for v in view.recall[-1:].ravel()]
        self.recall.show_values(values or ["", "", ""])
        if values:
            first, five, ten = values
            text = self.tr("{first} first, {five} in the first 5, {ten} in the first 10")
            self.recall.area.setAccessibleDescription(text.format(first=first, five=five, ten=ten))
