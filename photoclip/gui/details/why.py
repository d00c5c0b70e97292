"""Why a photo is among the results: its place, what it meets, and what it looks like."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.grid.words import band_text, match_text
from photoclip.gui.texts import number
from photoclip.views import Explanation, NearLabel

SCALE = 1000
LIKELY = "✓"
LEAST_SCALE = 4.0
"""Evidence that fills a bar at least; only stronger labels make the others' bars shorter."""


class LabelBars(QWidget):
    """The nearest labels, each with a bar and its figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(self.fontMetrics().height() // 2)
        self._grid.setVerticalSpacing(self.fontMetrics().height() // 5)
        self._grid.setColumnStretch(0, 1)
        self.rows: list[tuple[ElidingLabel, QProgressBar, QLabel]] = []

    def show_labels(self, labels: tuple[NearLabel, ...]) -> None:
        """Show these, the nearest first."""
        while len(self.rows) < len(labels):
            self._add_row()
        most = max([LEAST_SCALE, *(each.score for each in labels)])
        for place, row in enumerate(self.rows):
            for widget in row:
                widget.setVisible(place < len(labels))
            if place < len(labels):
                self._fill(row, labels[place], most)

    def _add_row(self) -> None:
        row = (ElidingLabel(), QProgressBar(), QLabel())
        name, bar, figure = row
        bar.setRange(0, SCALE)
        bar.setTextVisible(False)
        bar.setFixedWidth(5 * self.fontMetrics().height())
        figure.setObjectName("quiet")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, widget in enumerate(row):
            self._grid.addWidget(widget, len(self.rows), column)
        name.setMinimumWidth(self.fontMetrics().averageCharWidth() * 8)
        self.rows.append(row)

    def _fill(
        self, row: tuple[ElidingLabel, QProgressBar, QLabel], label: NearLabel, most: float
    ) -> None:
        name, bar, figure = row
        name.setText(label.label)
        name.setToolTip(f"{label.label_set} · {label.label}")
        bar.setValue(round(SCALE * max(label.score, 0.0) / most))
        bar.setAccessibleName(label.label)
        score = f"{label.score:.1f}"
        figure.setText(f"{LIKELY} {score}" if label.likely else score)
        spoken = self.tr("{score}, likely").format(score=score) if label.likely else score
        bar.setAccessibleDescription(spoken)


class WhyView(QWidget):
    """An explanation in plain words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._near = QLabel(self.tr("It looks most like (✓ likely):"))
        self._near.setObjectName("quiet")
        self._near.setWordWrap(True)
        self._near.setToolTip(
            self.tr("Labels that come nearest to this photo, more for a longer bar")
        )
        self.bars = LabelBars()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.fontMetrics().height() // 3)
        for widget in (self.words, self._near, self.bars):
            column.addWidget(widget)
        self.say("")

    def say(self, text: str) -> None:
        """Show a sentence instead of an explanation."""
        self.words.setText(text)
        self.words.setVisible(bool(text))
        self._near.hide()
        self.bars.hide()

    def show_explanation(self, why: Explanation, query: str) -> None:
        """Show an explanation.

        Args:
            why: The explanation.
            query: What was asked; empty for nothing.
        """
        lines = self._lines(why, query)
        if not why.labels:
            lines.append(self.tr("The model has not looked at this photo yet."))
        self.words.setText("\n".join(lines))
        self.words.setVisible(bool(lines))
        self._near.setVisible(bool(why.labels))
        self.bars.setVisible(bool(why.labels))
        self.bars.show_labels(why.labels)

    def _lines(self, why: Explanation, query: str) -> list[str]:
        lines = []
        if not query:
            lines.append(self.tr("All photos are shown; nothing was searched for."))
        elif not why.band:
            lines.append(self.tr("It is not among the results of this search."))
        elif why.rank:
            place = self.tr("{band}: place {n} of {all}, score {score}")
            lines.append(
                place.format(
                    band=band_text(why.band),
                    n=number(why.rank),
                    all=number(why.candidates),
                    score=f"{why.score or 0.0:.3f}",
                )
            )
            if not why.matched:
                lines.append(self._band_sentence(why.band))
        else:
            lines.append(self.tr("It meets all conditions of this search."))
        if why.matched:
            text = self.tr("{match}, so it comes first.")
            lines.append(text.format(match=match_text(why.matched)))
        if why.filters:
            lines.append(self.tr("It meets: {parts}").format(parts="  ".join(why.filters)))
        return lines

    def _band_sentence(self, band: str) -> str:
        sentences = {
            "likely": self.tr("It fits clearly better than chance."),
            "maybe": self.tr("It may fit; look for yourself."),
            "hidden": self.tr("It hardly fits, so it is hidden unless hidden results are shown."),
        }
        return sentences.get(band, "")
