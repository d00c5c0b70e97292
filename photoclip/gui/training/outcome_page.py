"""After a training: what came of it, in plain words and figures, and which model shall answer."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.core_texts import core_text
from photoclip.gui.fitting import Foot, Inside, Scrolled
from photoclip.gui.icons import drawing
from photoclip.gui.sizes import sized
from photoclip.gui.texts import date_time, number
from photoclip.gui.training.follow import RunView
from photoclip.gui.training.plots import RunPlots
from photoclip.gui.training.setup_page import sentence
from photoclip.gui.training.words import (
    CountedCaptions,
    figure_rows,
    figure_text,
    gain_text,
    phase_text,
    preset_title,
)
from photoclip.jobs.job import Progress
from photoclip.run_reports import RunInfo

SIGN_PX = 28
MOST_ROWS = 9
FEWEST_ROWS = 2
ROW_PX = 29
"""A longer table scrolls, and so does any where the window is low."""


class OutcomePage(QWidget):
    """Shows what came of a run and says what the user wants; it asks nothing itself.

    Signals:
        report_requested: show the report.
        activate_requested: let the new model answer.
        back_requested: let the old model answer again.
        keep_requested: leave all as it is, and close.
        delete_requested: forget this run.
    """

    report_requested = Signal()
    activate_requested = Signal()
    back_requested = Signal()
    keep_requested = Signal()
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info: RunInfo | None = None
        self._activating: Progress | None = None
        self.sign = QLabel()
        self.title = sentence()
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        self.title.setFont(font)
        self.message = sentence()
        self.message.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.facts = sentence(quiet=True)
        self._make_table()
        self.plots = RunPlots(Qt.Orientation.Horizontal)
        self.work = sentence(quiet=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of getting the model ready"))
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.sign)
        top.addWidget(self.title, 1)
        inside = Inside()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 16, 4)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.message)
        column.addWidget(self.facts)
        column.addWidget(self.table, 3)
        column.addWidget(self.plots, 2)
        column.addStretch(0)
        column.addWidget(self.work)
        column.addWidget(self.bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Scrolled(inside), 1)
        whole.addWidget(self._make_buttons())

    def _make_table(self) -> None:
        self.table = QTreeWidget()
        self.table.setObjectName("reportTree")
        self.table.setAccessibleName(self.tr("Before and after"))
        self.table.setRootIsDecorated(False)
        self.table.setColumnCount(4)
        self.table.setHeaderLabels(
            [
                self.tr("On captions that were not trained on"),
                self.tr("Before"),
                self.tr("After"),
                self.tr("Change"),
            ]
        )
        head = self.table.header()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(sized(64))
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column in (1, 2, 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.table.headerItem().setTextAlignment(column, right)

    def _make_buttons(self) -> Foot:
        self.report = QPushButton(self.tr("&Open report"))
        self.report.clicked.connect(self.report_requested)
        self.delete = QPushButton(self.tr("&Delete…"))
        self.delete.clicked.connect(self.delete_requested)
        self.keep = QPushButton()
        self.keep.clicked.connect(self.keep_requested)
        self.back = QPushButton(self.tr("&Go back to the old model"))
        self.back.clicked.connect(self.back_requested)
        self.activate = QPushButton(self.tr("&Activate"))
        self.activate.setProperty("primary", "true")
        self.activate.setProperty("compact", "true")
        self.activate.clicked.connect(self.activate_requested)
        for button in (self.back, self.activate):
            button.hide()
        return Foot([self.report, self.delete], [self.back, self.keep, self.activate])

    def show_run(self, info: RunInfo, activating: Progress | None) -> None:
        """Show what came of a run.

        Args:
            info: A finished one.
            activating: How far an activation is that runs now, None for none.
        """
        if self._info is None or self._info.name != info.name:
            self._draw(RunView(info.name))
        self._info, self._activating = info, activating
        improved = info.state == "improved"
        self.title.setText(self._title(info))
        message = core_text(info.message) or gain_text(info.figures)
        # A number and its sign stay on one line.
        self.message.setText(message.replace(" %", "\N{NO-BREAK SPACE}%"))
        self.message.setVisible(bool(message))
        model = self.tr("Model “{title}” ({key})").format(title=info.title, key=info.model)
        facts = (
            model if improved and info.title else "",
            date_time(info.started),
            preset_title(info.preset),
            CountedCaptions().captioned(info.photos),
        )
        self.facts.setText("  ·  ".join(part for part in facts if part))
        self._fill(info)
        self.report.setEnabled(info.report is not None)
        self.activate.setVisible(improved and not info.active)
        self.back.setVisible(info.active)
        self._show_work()
        self.tint()

    def take_focus(self) -> None:
        """Give the keyboard to the button that changes nothing."""
        self.keep.setFocus()

    def show_activating(self, progress: Progress | None) -> None:
        """Show how far an activation is; None when it is over."""
        self._activating = progress
        self._show_work()

    def show_view(self, view: RunView) -> None:
        """Show the curves of the run; those of another one are dropped."""
        if self._info is not None and view.run == self._info.name:
            self._draw(view)

    def _draw(self, view: RunView) -> None:
        self.plots.show_view(view)
        self.plots.setVisible(bool(len(view.losses) or len(view.recall)))

    def tint(self) -> None:
        """Draw the sign in the palette's colours."""
        improved = self._info is not None and self._info.state == "improved"
        colour = self.palette().color(
            QPalette.ColorRole.Highlight if improved else QPalette.ColorRole.PlaceholderText
        )
        name = "likely" if improved else "undo"
        self.sign.setPixmap(drawing(name, colour, SIGN_PX, self.devicePixelRatioF()))
        self.sign.setFixedSize(QSize(SIGN_PX, SIGN_PX))

    def _title(self, info: RunInfo) -> str:
        if info.active:
            return self.tr("The new model is in use")
        if info.state == "improved":
            return self.tr("Better than before")
        return self.tr("No better model this time")

    def _fill(self, info: RunInfo) -> None:
        self.table.clear()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        rows = figure_rows(info.figures)
        for title, before, after, percent in rows:
            item = QTreeWidgetItem(self.table)
            change = after - before
            texts = (
                title,
                figure_text(before, percent=percent),
                figure_text(after, percent=percent),
                _change(change),
            )
            for column, text in enumerate(texts):
                item.setText(column, text)
                if column:
                    item.setTextAlignment(column, right)
        self.table.setVisible(bool(rows))
        # As tall as it needs; the curves take the rest.
        self.table.ensurePolished()
        tall = sum(self.table.sizeHintForRow(row) for row in range(len(rows)))
        head = self.table.header().sizeHint().height()
        self.table.setMinimumHeight(min(tall, FEWEST_ROWS * ROW_PX) + head + 4)
        self.table.setMaximumHeight(min(tall, MOST_ROWS * ROW_PX) + head + 4)

    def _show_work(self) -> None:
        progress, info = self._activating, self._info
        busy = progress is not None
        keeps = info is not None and info.state == "improved" and not info.active and not busy
        self.keep.setText(self.tr("&Keep the old one") if keeps else self.tr("Close"))
        for part in (self.work, self.bar):
            part.setVisible(busy)
        for button in (self.activate, self.back, self.delete):
            button.setEnabled(not busy)
        if progress is None:
            return
        self.bar.setRange(0, progress.total or 0)
        self.bar.setValue(min(progress.done, progress.total or 0))
        text = phase_text(progress.phase) or self.tr("Waiting for the work in progress")
        if progress.total:
            text = self.tr("{phase} {done} of {total}").format(
                phase=text, done=number(progress.done), total=number(progress.total)
            )
        self.work.setText(self.tr("{what}; the old model answers meanwhile.").format(what=text))


def _change(change: float) -> str:
    """With its sign, so that better and worse are told without colours."""
    if abs(change) < 0.05:
        return "±0"
    return f"{'+' if change > 0 else '−'}{figure_text(abs(change), percent=False)}"
