"""A training that runs, or that was stopped: where it is, its curves, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from photoclip.gui.core_texts import core_text
from photoclip.gui.fitting import Foot, Inside, Scrolled
from photoclip.gui.texts import duration, number
from photoclip.gui.training.follow import RunView
from photoclip.gui.training.plots import RunPlots
from photoclip.gui.training.setup_page import sentence
from photoclip.gui.training.whole import WholeMeter
from photoclip.gui.training.words import phase_text, what_text
from photoclip.jobs.job import Progress
from photoclip.run_reports import RunInfo

PREPARING, RUNNING, STOPPING, ELSEWHERE, STOPPED, FAILED = (
    *("preparing", "running", "stopping"),
    *("elsewhere", "stopped", "failed"),
)


_PARTS = {
    "Preparing": "preparing",
    "Reading photos": "features",
    "Training": "training",
    "Proving": "proof",
}
"""Phases of the job, which are words of the library, and what the trainer is doing then."""
_PHASES = {part: phase for phase, part in _PARTS.items()}
BAR_STEPS = 1000


class RunningPage(QWidget):
    """Shows a run and says what the user wants; it asks nothing itself.

    Signals:
        pause_requested: save where it is, and end for now.
        resume_requested: go on.
        stop_requested: save, end, and close the dialog.
        delete_requested: forget this run.
        closed: the dialog may go; the training goes on.
    """

    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal()
    delete_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = PREPARING
        self._progress: Progress | None = None
        self._view = RunView("")
        self._meter = WholeMeter()
        self.title = sentence()
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        self.title.setFont(font)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.line = sentence(quiet=True)
        self.line.setMinimumHeight(self.line.fontMetrics().height())
        self.note = sentence()
        self.plots = RunPlots()
        inside = Inside()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 16, 4)
        column.setSpacing(8)
        for part in (self.title, self.bar, self.line, self.note):
            column.addWidget(part)
        column.addWidget(self.plots, 1)
        column.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Scrolled(inside), 1)
        whole.addWidget(self._make_buttons())
        self._show_state()

    def _make_buttons(self) -> Foot:
        self.pause = QPushButton(self.tr("&Pause"))
        self.pause.clicked.connect(self.pause_requested)
        self.resume = QPushButton(self.tr("&Resume"))
        self.resume.setProperty("primary", "true")
        self.resume.setProperty("compact", "true")
        self.resume.clicked.connect(self.resume_requested)
        self.stop = QPushButton(self.tr("&Stop and close"))
        self.stop.clicked.connect(self.stop_requested)
        self.delete = QPushButton(self.tr("&Delete…"))
        self.delete.clicked.connect(self.delete_requested)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.clicked.connect(self.closed)
        return Foot([self.delete], [self.pause, self.stop, self.close_button, self.resume])

    # --- what is shown ----------------------------------------------------------------
    def show_run(self, info: RunInfo | None, state: str, progress: Progress | None) -> None:
        """Show another run, or the same one in another state.

        Args:
            info: None while its folder is being made.
            state: One of this module's states.
            progress: Of the job, where this window trains it.
        """
        name = info.name if info is not None else ""
        if name != self._view.run:
            self._meter = WholeMeter(info.preset if info is not None else "adapter")
            self._view = RunView(name)
            self.plots.show_view(self._view)
        self.state, self._progress = state, progress
        self._message = core_text(info.message) if info is not None else ""
        self._show_state()

    _message = ""

    def take_focus(self) -> None:
        """Give the keyboard to the button that is likely wanted next."""
        (self.resume if self.pause.isHidden() else self.pause).setFocus()

    def show_progress(self, progress: Progress) -> None:
        """Show one step of the job."""
        self._progress = progress
        if self.state == PREPARING:
            self.state = RUNNING
        self._show_state()

    def show_view(self, view: RunView) -> None:
        """Show what the run wrote; one of another run is dropped."""
        if view.run == self._view.run:
            self._view = view
            self.plots.show_view(view)
            self._show_state()

    def _show_state(self) -> None:
        state = self.state
        working = state in {PREPARING, RUNNING}
        self.pause.setVisible(working)
        self.stop.setVisible(working)
        self.resume.setVisible(state in {STOPPED, FAILED})
        self.delete.setVisible(state in {STOPPED, FAILED})
        self.close_button.setToolTip(
            self.tr("The training goes on; the status bar shows it.") if working else ""
        )
        self.title.setText(self._title())
        self.line.setText(self._line())
        notes = {STOPPED: "", FAILED: self._message}
        note = notes.get(state, self._view.note)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._mute_note(state != FAILED)
        drawn = len(self._view.losses) or len(self._view.recall)
        self.plots.setVisible(bool(drawn) or state not in {STOPPED, FAILED})
        self._show_bar()

    def _mute_note(self, quiet: bool) -> None:
        """What went wrong is to be read; what is merely worth knowing is not in the way."""
        name = "quiet" if quiet else ""
        if self.note.objectName() != name:
            self.note.setObjectName(name)
            self.style().unpolish(self.note)
            self.style().polish(self.note)

    def _show_bar(self) -> None:
        part, what, done, total = self._place()
        if self.state in {STOPPED, FAILED}:
            done, total = self._view.step, self._view.steps
            part, what = "training" if done else "", ""
        value = self._meter.add(part, what, done, total)
        # A range of nothing is drawn as a moving bar, for what cannot be counted.
        moving = part == "preparing" and not total and self.state != STOPPING
        self.bar.setRange(0, 0 if moving else BAR_STEPS)
        self.bar.setValue(round(BAR_STEPS * value))

    def _place(self) -> tuple[str, str, int, int]:
        """What is being done, of what, how far it is, and of how many."""
        view, progress = self._view, self._progress
        if progress is not None and self.state in {PREPARING, RUNNING, STOPPING}:
            part = _PARTS.get(progress.phase, "preparing")
            what = progress.message if part in {"features", "proof"} else ""
            return part, what, progress.done, progress.total or 0
        if view.doing in {"features", "proof"}:
            return view.doing, view.what, view.done, view.total
        return ("training" if view.step else "preparing"), "", view.step, view.steps

    def _title(self) -> str:
        fixed = {
            PREPARING: self.tr("Getting ready…"),
            STOPPING: self.tr("Saving where it is…"),
            STOPPED: self.tr("Paused"),
            FAILED: self.tr("The training ended with a problem"),
        }
        if self.state in fixed:
            return fixed[self.state]
        part, what, done, total = self._place()
        if part == "preparing":
            return fixed[PREPARING]
        text = phase_text(_PHASES[part])
        if part == "features" and what:
            text = what_text(what)
        if not total:
            return text
        return self.tr("{what}: {done} of {total}").format(
            what=text, done=number(done), total=number(total)
        )

    def _line(self) -> str:
        view = self._view
        if self.state == STOPPING:
            return self.tr("The step in progress is finished and saved; nothing is lost.")
        if self.state in {STOPPED, FAILED}:
            if not view.step:
                return self.tr("Nothing was trained yet; what was read is kept.")
            text = self.tr("After step {step} of {steps}. Resume goes on from what was saved.")
            return text.format(step=number(view.step), steps=number(view.steps))
        parts = []
        part, what, _, _ = self._place()
        if part == "training":
            if view.rate > 0:
                parts.append(self.tr("{n} pairs/s").format(n=_rate(view.rate)))
            if view.epochs and view.epoch:
                parts.append(self.tr("pass {n} of {all}").format(n=view.epoch, all=view.epochs))
            if view.loss == view.loss:
                parts.append(self.tr("loss {loss}").format(loss=f"{view.loss:.3f}"))
            if view.left >= 1:
                parts.append(self.tr("{time} left").format(time=duration(view.left)))
        elif part == "proof" and what:
            parts.append(what_text(what))
        if self.state == ELSEWHERE:
            parts.append(self.tr("started by another PhotoClip, which can stop it"))
        return " · ".join(parts)


def _rate(rate: float) -> str:
    return number(round(rate)) if rate >= 20 else f"{rate:.1f}"
