"""One job that waits or runs, with what can be done to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.icons import icon
from photoclip.gui.jobs.log import ActiveJob
from photoclip.gui.jobs.words import job_title, progress_text
from photoclip.gui.sizes import square


class JobRow(QWidget):
    """A title, a bar, a line of words and buttons; it keeps its height whatever happens.

    Args:
        name: Name of the job.
        pause: Checkable action that holds it; None where that cannot be.
        can_stop: Whether it can be stopped here.

    Signals:
        stop_requested: name.
    """

    stop_requested = Signal(str)

    def __init__(
        self,
        name: str,
        pause: QAction | None,
        parent: QWidget | None = None,
        *,
        can_stop: bool = True,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._pause = pause
        self.title = QLabel(job_title(name))
        self.title.setObjectName("jobTitle")
        self.words = ElidingLabel()
        self.words.setObjectName("quiet")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(job_title(name))
        self.pause_button = self._button()
        if pause is not None:
            self.pause_button.setDefaultAction(pause)
        self.stop_button = self._button()
        tip = self.tr("Stop: {title}").format(title=job_title(name))
        self.stop_button.setToolTip(tip)
        self.stop_button.setAccessibleName(tip)
        self.stop_button.clicked.connect(self._on_stop)
        lines = QVBoxLayout()
        lines.setSpacing(3)
        lines.addWidget(self.title)
        lines.addWidget(self.bar)
        lines.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 10, 6)
        row.setSpacing(4)
        row.addLayout(lines, 1)
        row.addWidget(self.pause_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignVCenter)
        # Not before: a widget without a parent would be shown as a window of its own.
        self.pause_button.setVisible(pause is not None)
        self.stop_button.setVisible(can_stop)
        self.tint(self.palette())

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setIconSize(square(16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def show_job(self, job: ActiveJob) -> None:
        """Show how far it is."""
        progress = job.progress
        if progress is None:
            waits = self.tr("Waiting for the work before it")
            self.words.setText(self.tr("Starting…") if job.is_running else waits)
            self.bar.setRange(0, 1)
            self.bar.setValue(0)
            return
        # A bar of no length would move for ever, and rest is what people look for here.
        known = progress.total is not None
        self.bar.setRange(0, (progress.total or 1) if known else 1)
        self.bar.setValue(min(progress.done, progress.total or 0) if known else 0)
        paused = self._pause is not None and self._pause.isChecked()
        self.words.setText(progress_text(progress, job.meter.per_second(), paused=paused))

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.stop_button.setIcon(icon("clear", palette))

    @Slot()
    def _on_stop(self) -> None:
        self.stop_requested.emit(self.name)
