"""The train dialog: at the left all trainings, at the right the chosen one or a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photoclip.errors import PhotoClipError
from photoclip.gui.ask import Confirmation
from photoclip.gui.core_texts import core_text
from photoclip.gui.fitting import resize_within, room
from photoclip.gui.notice import NoticeBar
from photoclip.gui.sizes import sized
from photoclip.gui.texts import date_time
from photoclip.gui.training import running_page as running
from photoclip.gui.training.desk import TrainingDesk
from photoclip.gui.training.follow import RunView
from photoclip.gui.training.outcome_page import OutcomePage
from photoclip.gui.training.run_list import RunList
from photoclip.gui.training.running_page import RunningPage
from photoclip.gui.training.setup_page import SetupPage
from photoclip.gui.training.words import run_title
from photoclip.jobs.job import Progress
from photoclip.paths import display_path
from photoclip.run_reports import RunInfo, TrainEstimate, TrainingOverview, TrainOptions

LIST_WIDTH = 230

OpenFile = Callable[[QUrl], bool]


class TrainDialog(QDialog):
    """Shows what the desk knows, and asks it for what the user wants.

    Closing it stops nothing.

    Args:
        desk: Outlives the dialog.
        open_file: Shows a file in the program that the system has for it.
    """

    def __init__(
        self, desk: TrainingDesk, parent: QWidget, open_file: OpenFile = QDesktopServices.openUrl
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._open_file = open_file
        self._activating: Progress | None = None
        self._awaiting = False
        self.setWindowTitle(self.tr("Train the search"))
        self.runs = RunList()
        self._side = QWidget()
        self._side.setObjectName("sidebar")
        self._side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._side.setFixedWidth(min(sized(LIST_WIDTH), room(self).width() // 3))
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 12, 0, 8)
        side.addWidget(self.runs)
        self.setup = SetupPage()
        self.running = RunningPage()
        self.outcome = OutcomePage()
        self.pages = QStackedWidget()
        for page in (self.setup, self.running, self.outcome):
            self.pages.addWidget(page)
        self.notice = NoticeBar()
        self._confirm = Confirmation(self, desk.delete)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.notice)
        self._connect_pages()
        self._connect_desk()
        resize_within(self, sized(900), sized(680))

    def _connect_pages(self) -> None:
        self.runs.chosen.connect(self._on_chosen)
        self.runs.delete_requested.connect(self._on_delete)
        self.setup.wanted.connect(self._on_wanted)
        self.setup.started.connect(self._on_started)
        self.setup.tags_switched.connect(self._on_tags)
        self.running.pause_requested.connect(self._desk.stop)
        self.running.resume_requested.connect(self._on_resume)
        self.running.stop_requested.connect(self._on_stop)
        self.outcome.report_requested.connect(self._on_report)
        self.outcome.activate_requested.connect(self._on_activate)
        self.outcome.back_requested.connect(self._on_back)
        self.outcome.keep_requested.connect(self.close)
        for delete in (self.running.delete_requested, self.outcome.delete_requested):
            delete.connect(self._on_delete)
        for closed in (self.setup.closed, self.running.closed):
            closed.connect(self.close)

    def _connect_desk(self) -> None:
        desk = self._desk
        desk.overview_read.connect(self._on_overview)
        desk.runs_read.connect(self._on_runs)
        desk.estimated.connect(self._on_estimated)
        desk.viewed.connect(self._on_viewed)
        desk.progressed.connect(self._on_progressed)
        desk.activating_changed.connect(self._on_activating)
        desk.changed.connect(self._on_changed)

    # --- opening and closing ----------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Read everything anew, and go to the training that runs."""
        super().showEvent(event)
        if self._desk.is_training and self._desk.run:
            self.runs.show_runs(self._desk.runs, self._desk.run)
        self._desk.ask_overview(use_tags=self.setup.tags.isChecked())
        self._desk.ask_runs()
        self._show_chosen()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop looking; a training goes on."""
        self._rest()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape is closing."""
        self._rest()
        super().reject()

    def _rest(self) -> None:
        self._desk.follow("")
        self._desk.want_estimate(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, and never one that has not."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not isinstance(self.focusWidget(), QPushButton):
            event.accept()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "notice"):
            self.runs.tint()
            self.outcome.tint()
            self.notice.tint(self.palette())

    def tell(self, error: Exception) -> bool:
        """Show a known problem's sentence; False where it is none or nobody sees it."""
        if self.isVisible() and isinstance(error, PhotoClipError):
            self.notice.say(core_text(str(error)))
            return True
        return False

    # --- what is shown ----------------------------------------------------------------
    @property
    def chosen(self) -> RunInfo | None:
        """The chosen run; None for a new one."""
        return next((info for info in self._desk.runs if info.name == self.runs.name), None)

    @property
    def _is_ours(self) -> bool:
        """Whether the chosen one is being trained by this window."""
        if not self._desk.is_training:
            return False
        return self.runs.name == self._desk.run

    def _show_chosen(self) -> None:
        info, desk = self.chosen, self._desk
        self._side.setVisible(bool(desk.runs))
        self.setup.set_busy(desk.is_training)
        if self._is_ours or (info is not None and info.state not in {"improved", "kept"}):
            self.running.show_run(info, self._state_of(info), desk.progress)
            self._show_page(self.running)
        elif info is not None:
            self.outcome.show_run(info, self._activating)
            self._show_page(self.outcome)
        else:
            self._show_page(self.setup)
        desk.follow(info.name if info is not None and self.isVisible() else "")

    def _state_of(self, info: RunInfo | None) -> str:
        if self._is_ours:
            if self._desk.is_stopping:
                return running.STOPPING
            return running.RUNNING if self._desk.progress is not None else running.PREPARING
        if info is not None and info.state == "running":
            return running.ELSEWHERE
        return running.FAILED if info is not None and info.state == "failed" else running.STOPPED

    def _show_page(self, page: QWidget) -> None:
        if self.pages.currentWidget() is not page:
            at_list = self.runs.hasFocus()
            self.pages.setCurrentWidget(page)
            if not at_list and isinstance(page, RunningPage | OutcomePage):
                page.take_focus()
        if page is not self.setup:
            self._desk.want_estimate(None)
        elif self.isVisible():
            self._desk.want_estimate(None if self._desk.is_training else self.setup.options)

    @Slot(object)
    def _on_overview(self, overview: TrainingOverview) -> None:
        self.setup.show_overview(overview)

    @Slot(object)
    def _on_runs(self, runs: tuple[RunInfo, ...]) -> None:
        self.runs.show_runs(runs, self._name_to_choose())
        self._show_chosen()
        # The page of a run that failed says why.
        if self.chosen is not None and core_text(self.chosen.message) == self.notice.text():
            self.notice.hide()

    def _name_to_choose(self) -> str:
        """A training that was just begun is chosen as soon as its name is known."""
        if self._awaiting and self._desk.begun:
            self._awaiting = False
            return self._desk.begun
        return self.runs.name

    @Slot(object)
    def _on_estimated(self, found: TrainEstimate | Exception) -> None:
        self.setup.show_cost(found)

    @Slot(object)
    def _on_viewed(self, view: RunView) -> None:
        self.running.show_view(view)
        self.outcome.show_view(view)
        info = self.chosen
        ended = view.doing in {"done", "stopped", "failed"}
        if ended and info is not None and info.state == "running" and not self._is_ours:
            self._desk.ask_runs()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._is_ours:
            self.running.show_progress(progress)

    @Slot(object)
    def _on_activating(self, progress: Progress | None) -> None:
        self._activating = progress
        self.outcome.show_activating(progress)

    @Slot()
    def _on_changed(self) -> None:
        self.runs.show_runs(self._desk.runs, self._name_to_choose())
        self._show_chosen()

    # --- what the user does -----------------------------------------------------------
    @Slot(str)
    def _on_chosen(self, _name: str) -> None:
        self._awaiting = False
        self.notice.hide()
        self._show_chosen()

    @Slot(object)
    def _on_wanted(self, options: TrainOptions | None) -> None:
        if self.isVisible() and self.pages.currentWidget() is self.setup:
            self._desk.want_estimate(options)

    @Slot(bool)
    def _on_tags(self, on: bool) -> None:
        self._desk.ask_overview(use_tags=on)

    @Slot(object)
    def _on_started(self, options: TrainOptions) -> None:
        self.notice.hide()
        self._awaiting = True
        self._desk.train(options)

    @Slot()
    def _on_resume(self) -> None:
        if self.chosen is not None and not self._desk.is_training:
            self.notice.hide()
            self._desk.resume(self.chosen.name)
            self.running.take_focus()
        else:
            self.notice.say(self.tr("One training at a time: another one is running."))

    @Slot()
    def _on_stop(self) -> None:
        self._desk.stop()
        self.close()

    @Slot()
    def _on_report(self) -> None:
        info = self.chosen
        if info is None or info.report is None:
            return
        if not self._open_file(QUrl.fromLocalFile(str(info.report))):
            text = self.tr("No program was found to show it; the report is {path}.")
            self.notice.say(text.format(path=display_path(info.report)))

    @Slot()
    def _on_activate(self) -> None:
        if self.chosen is not None:
            self._begin_activating(self._desk.activate(self.chosen.name))

    @Slot()
    def _on_back(self) -> None:
        if self.chosen is not None:
            self._begin_activating(self._desk.go_back(self.chosen.base))

    def _begin_activating(self, begun: bool) -> None:
        if begun:
            self._on_activating(Progress(""))
        else:
            self.notice.say(self.tr("Another model is being made ready; wait for its end."))

    @Slot()
    def _on_delete(self) -> None:
        info = self.chosen
        if info is None or self._is_ours or info.state == "running":
            return
        more = self.tr("Its report and what could be resumed are deleted.")
        if info.installed:
            more += " " + self.tr("The model itself stays.")
        self._confirm.ask(
            self.tr("Delete a training"),
            self.tr("Delete the training “{name}” of {time}?").format(
                name=run_title(info), time=date_time(info.started)
            ),
            more,
            self.tr("Delete"),
            info.name,
        )
