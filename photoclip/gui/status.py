"""The status bar: counts on the left, work in progress on the right."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QStatusBar,
    QToolButton,
    QWidget,
)

from photoclip.gui.actions import ActionSet
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.events import JobEnded, JobProgress
from photoclip.gui.jobs.words import index_text, progress_text
from photoclip.gui.phases import message_text
from photoclip.gui.sizes import sized, square
from photoclip.gui.texts import RateMeter, number, photos
from photoclip.jobs.job import Progress
from photoclip.library import IndexReport, LibraryInfo

STARTER = "starter"
NOTE_MS = 8_000
STEP_MS = 250
"""Numbers change at most so often, so that they can be read."""
WIDE = 960
"""From this width on there is room for everything beside each other."""


def viewable_photos(info: LibraryInfo) -> int:
    """Number of photos that the grid shows when nothing is searched."""
    return info.photos


def searchable_photos(info: LibraryInfo) -> int:
    """Number of photos that a search can find."""
    unseen = info.waiting + info.out_of_reach + info.unreadable
    return max(0, viewable_photos(info) - unseen)


class StatusLine(QStatusBar):
    """Tells how much can be searched and what is being done, calmly.

    Args:
        actions: The window's actions; those that hold, end and show the work stand here.

    Signals:
        work_clicked: the words on the work, or its bar.
        model_clicked: the name of the model.
    """

    work_clicked = Signal()
    model_clicked = Signal()

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._pause = actions["pause"]
        self._meter = RateMeter()
        self._progress: Progress | None = None
        self._name = ""
        self._counts = ElidingLabel(least=120)
        self._counts.setContentsMargins(10, 0, 0, 0)
        self._work = ElidingLabel(least=120)
        self._work.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of indexing"))
        self._box = _WorkBox()
        self._box.setToolTip(self.tr("Click to see all work"))
        self._box.clicked.connect(self._on_clicked)
        self._step_timer = QTimer(self)
        self._step_timer.setSingleShot(True)
        self._step_timer.setInterval(STEP_MS)
        self._step_timer.timeout.connect(self.show_work)
        self._model = QToolButton()
        self._model.setObjectName("quiet")
        self._model.setAutoRaise(True)
        self._model.setAccessibleName(self.tr("Models"))
        self._model.clicked.connect(self.model_clicked)
        self._lay_out(actions)
        self._note = ""
        self._counts_text = ""
        self._note_timer = QTimer(self)
        self._note_timer.setSingleShot(True)
        self._note_timer.setInterval(NOTE_MS)
        self._note_timer.timeout.connect(self._on_note_over)

    def _lay_out(self, actions: ActionSet) -> None:
        row = QHBoxLayout(self._box)
        row.setContentsMargins(0, 3, 8, 3)
        row.setSpacing(8)
        row.addWidget(self._work, 1)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        for name in ("pause", "stop"):
            row.addWidget(_button(actions[name]))
        end = QWidget()
        edge = QHBoxLayout(end)
        edge.setContentsMargins(0, 3, 6, 3)
        edge.addWidget(_button(actions["jobs"]))
        self.addWidget(self._counts, 1)
        for part in (self._box, self._model, end):
            self.addPermanentWidget(part)
        self._box.hide()

    @property
    def counts_text(self) -> str:
        """Text on the left."""
        return self._counts.text()

    @property
    def work_text(self) -> str:
        """Text beside the progress bar; empty when nothing is done."""
        return self._work.text() if not self._box.isHidden() else ""

    def show_info(self, info: LibraryInfo) -> None:
        """Show counts of the library."""
        viewable, searchable = viewable_photos(info), searchable_photos(info)
        if not viewable:
            self._counts_text = self.tr("No photos yet")
        elif searchable >= viewable - info.unreadable:
            self._counts_text = self.tr("{photos} · searching all of them").format(
                photos=photos(viewable)
            )
        else:
            self._counts_text = self.tr("{photos} · searching {n} of {all}").format(
                photos=photos(viewable), n=number(searchable), all=number(viewable)
            )
        if info.unreadable:
            self._counts_text += self.tr(" · {n} unreadable").format(n=number(info.unreadable))
        self._show_model(info.active_model, info.active_title)
        self._show_left()

    def _show_model(self, key: str, title: str) -> None:
        starter = key == STARTER
        self._model.setText(self.tr("Starter model") if starter else title or key)
        self._model.setAccessibleDescription(self._model.text())
        self._model.setToolTip(
            self.tr(
                "Searches with the small starter model that comes with PhotoClip.\n"
                "Stronger ones understand more: click to see them."
            )
            if starter
            else self.tr("Model that searches: {name}").format(
                name=f"{title} ({key})" if title else key
            )
        )
        self._make_room()

    def note(self, text: str) -> None:
        """Show a sentence on the left for a while."""
        self._note = text
        self._note_timer.start()
        self._show_left()

    def _show_left(self) -> None:
        self._counts.setText(self._note or self._counts_text)

    @Slot()
    def _on_note_over(self) -> None:
        self._note = ""
        self._show_left()

    @Slot()
    def _on_clicked(self) -> None:
        self.work_clicked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the words first."""
        super().resizeEvent(event)
        self._work.setMinimumWidth(0)
        self._make_room()

    def _make_room(self) -> None:
        wide = self.width() >= sized(WIDE)
        self._bar.setFixedWidth(sized(150 if wide else 80))
        named = bool(self._model.text())
        self._model.setVisible(named and (wide or self._progress is None))

    # --- work -------------------------------------------------------------------------
    def show_progress(self, event: JobProgress) -> None:
        """Show one step of a job; a watcher with nothing to do is not shown."""
        progress = event.progress
        idle = progress.total is None or progress.done >= progress.total
        if event.name == "watch" and idle:
            if self._name == "watch":
                self.clear_work()
            return
        before, name = self._progress, self._name
        same = before is not None and (before.phase, name) == (progress.phase, event.name)
        if not same:
            self._meter.clear()
        self._progress, self._name = progress, event.name
        self._meter.add(time.monotonic(), progress.done)
        if not same:
            self.show_work()
        elif not self._step_timer.isActive():
            self._step_timer.start()

    @Slot()
    def show_work(self) -> None:
        """Show the present step again, for example after a pause began."""
        progress = self._progress
        if progress is None:
            return
        self._bar.setRange(0, progress.total or 0)
        self._bar.setValue(min(progress.done, progress.total or 0))
        rate = self._meter.per_second()
        words = progress_text(progress, rate, paused=self._pause.isChecked())
        self._work.setText(words)
        self._work.setToolTip(message_text(progress.message))
        # The words do not dance: their place grows with them, and shrinks when work ends.
        wide = max(self._work.minimumWidth(), self._work.sizeHint().width())
        self._work.setMinimumWidth(min(wide, self.width() // 2))
        self._box.show()
        self._make_room()

    def clear_work(self) -> None:
        """Nothing is being done."""
        self._progress, self._name = None, ""
        self._meter.clear()
        self._step_timer.stop()
        self._box.hide()
        self._work.setMinimumWidth(0)
        self._make_room()

    def show_ended(self, event: JobEnded) -> None:
        """Say how a job ended; others may go on meanwhile."""
        if event.name == self._name:
            self.clear_work()
        if event.cancelled and event.name == "index":
            self.note(self.tr("Indexing stopped; Rescan goes on from there."))
        elif isinstance(event.report, IndexReport):
            text = index_text(event.report)
            if text:
                self.note(self.tr("Done: {parts}").format(parts=text))


class _WorkBox(QWidget):
    """The work in progress.

    Signals:
        clicked: anywhere but on a button.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.clicked.emit()


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(square(16))
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
