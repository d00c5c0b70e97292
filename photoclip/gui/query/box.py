"""The query box: typing, completion by keys, marks under what is wrong, drops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLineF, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from photoclip.gui.desktop import pictures_of
from photoclip.gui.icons import icon
from photoclip.gui.query import text as query_text
from photoclip.gui.query.completion import CompletionList
from photoclip.gui.theme import error_colour
from photoclip.results import Completion, QueryProblem

DEBOUNCE_MS = 250
WAVE = 4.0
"""Length of half a wave under a mistake, in logical pixels."""

_Key = Qt.Key


class SearchBox(QLineEdit):
    """A line of query; searching follows typing after a short rest, Enter at once.

    Signals:
        edited: the text changed, so that any answer under way is out of date.
        typed: the user typed, so that completions and a check are due.
        search_requested: text to search for, without outer blanks; empty shows all.
        finished: the text is as it is meant to be, so that completions would only disturb.
        left_downwards: the Down key wants to enter the results.
    """

    edited = Signal()
    typed = Signal()
    search_requested = Signal(str)
    finished = Signal()
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setPlaceholderText(
            self.tr("Describe a photo, for example: a dog running through water")
        )
        self.setAccessibleName(self.tr("Search photos by describing them"))
        self.setClearButtonEnabled(True)
        self._lens = self.addAction(
            icon("search", self.palette()), QLineEdit.ActionPosition.LeadingPosition
        )
        self.completions = CompletionList(self)
        self.completions.chosen.connect(self.take)
        self._problem: QueryProblem | None = None
        self._quiet = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(DEBOUNCE_MS)
        self._rest.timeout.connect(self._ask_if_sound)
        # Not textEdited: the clear button does not count as editing.
        self.textChanged.connect(self._on_text_changed)
        self.textEdited.connect(self._on_text_edited)
        self.returnPressed.connect(self._on_enter)

    def tint(self, palette: QPalette) -> None:
        """Draw the lens in the palette's colours."""
        self._lens.setIcon(icon("search", palette))

    def set_quietly(self, text: str) -> None:
        """Show a text without searching for it."""
        self._rest.stop()
        self._quiet = True
        self.setText(text)
        self._quiet = False

    def search_for(self, text: str) -> None:
        """Show a text and search for it now."""
        self.set_quietly(text)
        self.edited.emit()
        self._on_enter()

    def add_terms(self, terms: Sequence[str]) -> None:
        """Put terms behind what stands there and search."""
        self.search_for(" ".join([*([self.text().strip()] if self.text().strip() else []), *terms]))

    # --- mistakes ---------------------------------------------------------------------
    @property
    def problem(self) -> QueryProblem | None:
        """What is marked as wrong."""
        return self._problem

    def mark(self, problem: QueryProblem | None) -> None:
        """Underline what is wrong; None takes the mark away."""
        if problem == self._problem:
            return
        self._problem = problem
        self.setToolTip(problem.message if problem else "")
        self.setAccessibleDescription(problem.message if problem else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and a wave under a mistake."""
        super().paintEvent(event)
        if self._problem is None:
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        area = (
            self.style()
            .subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
            .marginsRemoved(self.textMargins())
        )
        line = self._underline()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area.adjusted(0, 0, 0, 4))
        painter.setPen(QPen(error_colour(self.palette()), 1.5))
        painter.drawPolyline(_wave(line))
        painter.end()

    def _underline(self) -> QLineF:
        """From where to where the mistake stands, in the box's own pixels."""
        assert self._problem is not None
        text, metrics = self.text(), self.fontMetrics()
        # The place of the cursor tells how far the text is scrolled to the side.
        cursor = self.cursorRect()
        origin = cursor.center().x() - metrics.horizontalAdvance(text[: self.cursorPosition()])
        start = min(self._problem.start, len(text))
        end = min(max(self._problem.end, start), len(text))
        left = origin + metrics.horizontalAdvance(text[:start])
        right = origin + metrics.horizontalAdvance(text[:end])
        baseline = cursor.center().y() + metrics.height() / 2 - metrics.descent() + 3
        # At the very end of the text there is no letter to underline.
        return QLineF(left, baseline, max(right, left + 3 * WAVE), baseline)

    # --- completion -------------------------------------------------------------------
    @Slot(object)
    def take(self, completion: Completion) -> None:
        """Put a completion in its place; undo brings the typed text back."""
        self.completions.hide()
        self.setSelection(completion.start, completion.end - completion.start)
        if self.hasSelectedText():
            self.insert(completion.text)
        else:
            self.setCursorPosition(completion.start)
            self.insert(completion.text)
        self.typed.emit()

    def offer(self, completions: Sequence[Completion]) -> None:
        """Show completions while the user types here."""
        text = self.text()
        useful = [c for c in completions if c.text != text[c.start : c.end]]
        self.completions.offer(useful if self.hasFocus() else ())

    def event(self, event: QEvent) -> bool:
        """Tab takes a completion, Escape first closes their list."""
        if isinstance(event, QKeyEvent) and self.completions.isVisible():
            kind = event.type()
            if kind == QEvent.Type.ShortcutOverride and event.key() == _Key.Key_Escape:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and event.key() == _Key.Key_Tab:
                self._take(self.completions.current_or_first())
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list while it is there; Down goes to the results otherwise."""
        key, listed = event.key(), self.completions.isVisible()
        if listed and key in {_Key.Key_Down, _Key.Key_Up}:
            self.completions.step(1 if key == _Key.Key_Down else -1)
        elif listed and key == _Key.Key_Escape:
            self.completions.hide()
        elif listed and key in {_Key.Key_Return, _Key.Key_Enter} and self.completions.current():
            self._take(self.completions.current())
        elif key == _Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    def _take(self, completion: Completion | None) -> None:
        if completion is not None:
            self.take(completion)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list belongs to typing."""
        self.completions.hide()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list hangs below the box."""
        super().resizeEvent(event)
        if self.completions.isVisible():
            self.completions.place()

    # --- typing -----------------------------------------------------------------------
    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.completions.hide()
        self.mark(None)
        if self._quiet:
            return
        self.edited.emit()
        if text.strip():
            self._rest.start()
        else:
            self._ask()

    @Slot()
    def _on_text_edited(self) -> None:
        self.typed.emit()

    @Slot()
    def _ask_if_sound(self) -> None:
        if self._problem is None:
            self._ask()

    @Slot()
    def _on_enter(self) -> None:
        self.completions.hide()
        self.finished.emit()
        self._ask()

    @Slot()
    def _ask(self) -> None:
        self._rest.stop()
        self.search_requested.emit(self.text().strip())

    # --- drops ------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures become ``like:``; folders are the window's business."""
        self._drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same along the way."""
        self._drag(event)

    def _drag(self, event: QDragMoveEvent) -> None:
        mime = event.mimeData()
        if pictures_of(mime):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        elif mime.hasUrls():
            event.ignore()
        elif isinstance(event, QDragEnterEvent):
            super().dragEnterEvent(event)
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look for photos like the dropped ones."""
        paths: list[Path] = pictures_of(event.mimeData())
        if paths:
            self.add_terms([query_text.like(path) for path in paths])
            event.acceptProposedAction()
        else:
            super().dropEvent(event)


def _wave(line: QLineF) -> QPolygonF:
    points, x, low = [], line.x1(), True
    while x <= line.x2():
        points.append(QPointF(x, line.y1() + (1.5 if low else -0.5)))
        x, low = x + WAVE / 2, not low
    return QPolygonF(points)
