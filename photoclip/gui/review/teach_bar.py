"""What a label has learnt from decisions, and the button that teaches it."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from photoclip.gui.bridge import Bridge
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.events import JobEnded
from photoclip.gui.question import Deed, Question
from photoclip.gui.texts import number
from photoclip.library import LearnReport

JOB = "learn"


class TeachBar(QWidget):
    """One line: how many decisions there are, what learning brought, and learn or reset.

    Signals:
        failed: exception (object).
        learned: a label has been taught or reset; its suggestions are to be made anew.
        ready: name of a label that has enough decisions now, to be offered.
    """

    failed = Signal(object)
    learned = Signal(str)
    ready = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teachBar")
        self._bridge = bridge
        self._label: tuple[str, str] = ("", "")
        self._lacking: tuple[str, str] | None = None
        self._offered: tuple[str, str] = ("", "")
        self.learn_action = QAction(self.tr("Learn now"), self)
        self.learn_action.triggered.connect(self._on_offer_taken)
        self._text = ElidingLabel()
        self._text.setObjectName("quiet")
        self.learn_button = QPushButton(self.tr("Learn now"))
        self.learn_button.setProperty("compact", "true")
        self.learn_button.setToolTip(
            self.tr("Teach this label from your decisions; takes seconds, can be taken back")
        )
        self.learn_button.clicked.connect(self._on_learn)
        self.reset_button = QPushButton(self.tr("Forget"))
        self.reset_button.setProperty("flat", "true")
        self.reset_button.setToolTip(self.tr("Forget what this label has learnt; tags stay"))
        self.reset_button.clicked.connect(self._on_reset)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.reset_button)
        row.addWidget(self.learn_button)
        self._asked = Question(bridge, "review.learning", self)
        self._asked.answered.connect(self.show_report)
        self._asked.failed.connect(self._on_unknown)
        self._reset = Deed(bridge, "review.reset_learning", self)
        self._reset.answered.connect(self._on_was_reset)
        self._reset.failed.connect(self.failed)
        bridge.job_ended.connect(self._on_job_ended)
        self.hide()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_label(self, label_set: str, label: str) -> None:
        """Tell about this label; a tag that no label set has cannot be taught."""
        self._label = (label_set, label)
        if label_set:
            self._asked.ask(label_set, label)
        else:
            self._asked.forget()
            self.hide()

    @Slot()
    def refresh(self) -> None:
        """There are more decisions, or fewer."""
        if self._label[0]:
            self._asked.ask(*self._label)

    @Slot(object)
    def show_report(self, report: LearnReport) -> None:
        """Say what is known."""
        counts = self.tr("{yes} accepted, {no} rejected").format(
            yes=number(report.accepted), no=number(report.rejected)
        )
        self._text.setText(f"{counts}  ·  {self._outcome(report)}")
        self._text.setToolTip("")
        self.learn_button.setEnabled(report.needed == (0, 0))
        self.reset_button.setVisible(report.in_use)
        taught = not math.isnan(report.after)
        self._set_primary(report.needed == (0, 0) and not taught)
        self.show()
        if report.needed != (0, 0):
            self._lacking = self._label
        elif self._lacking == self._label:
            self._lacking = None
            if not taught:
                self._offered = self._label
                self.ready.emit(report.label)

    def _set_primary(self, primary: bool) -> None:
        value = "true" if primary else "false"
        if self.learn_button.property("primary") != value:
            self.learn_button.setProperty("primary", value)
            self.learn_button.style().unpolish(self.learn_button)
            self.learn_button.style().polish(self.learn_button)

    def _outcome(self, report: LearnReport) -> str:
        accepts, rejects = report.needed
        if (accepts, rejects) != (0, 0):
            parts = []
            if accepts:
                parts.append(self.tr("%Ln more accepted", "", accepts))
            if rejects:
                parts.append(self.tr("%Ln more rejected", "", rejects))
            both = self.tr(" and ").join(parts)
            return self.tr("can learn after {more}").format(more=both)
        if math.isnan(report.before) or math.isnan(report.after):
            return self.tr("has not learnt from them yet")
        figures = self.tr("on decisions held out: right {change}").format(
            change=_change(report.before, report.after)
        )
        if not (math.isnan(report.found_before) or math.isnan(report.found_after)):
            figures += self.tr(", found {change}").format(
                change=_change(report.found_before, report.found_after)
            )
        used = self.tr("in use") if report.in_use else self.tr("no gain, so not used")
        return f"{figures} ({used})"

    @Slot()
    def _on_learn(self) -> None:
        self._learn(self._label)

    @Slot()
    def _on_offer_taken(self) -> None:
        self._learn(self._offered)

    def _learn(self, label: tuple[str, str]) -> None:
        started = self._bridge.start_job(JOB, "review.learn", *label)
        if started and label == self._label:
            self.learn_button.setEnabled(False)
            self._text.setText(self.tr("Learning…"))

    @Slot(object)
    def _on_job_ended(self, event: JobEnded) -> None:
        if event.name != JOB:
            return
        if event.error is not None:
            self.failed.emit(event.error)
        report = event.report
        mine = isinstance(report, LearnReport) and (report.label_set, report.label) == self._label
        if isinstance(report, LearnReport):
            self.learned.emit(report.label_set)
        if mine:
            self.show_report(report)
        else:
            self.show_label(*self._label)

    @Slot()
    def _on_reset(self) -> None:
        undo_text = self.tr("Forget what “{label}” has learnt").format(label=self._label[1])
        self._reset.do(*self._label, undo_text=undo_text)

    @Slot()
    def _on_was_reset(self) -> None:
        self.show_label(*self._label)
        self.learned.emit(self._label[0])

    @Slot()
    def _on_unknown(self) -> None:
        """A tag of another program, or a label that has just gone."""
        self.hide()


def _change(before: float, after: float) -> str:
    return f"{round(before * 100)} % → {round(after * 100)} %"
