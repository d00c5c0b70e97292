"""The query box: typing, completion by keys, marks on its text, drops and pasted pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from photoclip.gui.core_texts import core_text
from photoclip.gui.desktop import take_a_copy
from photoclip.gui.icons import icon
from photoclip.gui.query.completion import CompletionList, Row
from photoclip.gui.query.marks import (
    Ruler,
    Span,
    moved,
    paint_fields,
    paint_problem,
    spans_of,
    text_area,
    to_units,
)
from photoclip.gui.query.offered import is_meant_as_text, may_offer, offered
from photoclip.results import Completion, QueryProblem, QueryTerm

DEBOUNCE_MS = 150

_Key = Qt.Key
_Alt = Qt.KeyboardModifier.AltModifier


class SearchBox(QLineEdit):
    """A line of query; searching follows typing after a short rest, Enter at once.

    Signals:
        edited: the text changed, so that any answer under way is out of date.
        typed: the user typed, so that completions are due.
        rested: the text stayed as it is for a moment, so that it may be looked at.
        search_requested: text to search for, without outer blanks; empty shows all.
        entered: text that the user meant just so.
        finished: the text is as it is meant to be, so that completions would only disturb.
        left_downwards: the keyboard wants to enter the results.
        recents_wanted: earlier queries shall be offered.
        recent_chosen: value of the row of them that was taken.
        recent_dropped: value of the row of them that shall be forgotten.
        pictures_given: ``Offered`` pictures to ask with.
    """

    edited = Signal()
    typed = Signal()
    rested = Signal()
    search_requested = Signal(str)
    entered = Signal(str)
    finished = Signal()
    left_downwards = Signal()
    recents_wanted = Signal()
    recent_chosen = Signal(object)
    recent_dropped = Signal(object)
    pictures_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setPlaceholderText(
            self.tr("Describe a photo, for example: a dog running through water")
        )
        self.setAccessibleName(self.tr("Search photos by describing them"))
        self.setClearButtonEnabled(True)
        if clear := self.findChild(QAction, "_q_qlineeditclearaction"):
            clear.setToolTip(self.tr("Clear the search (Esc)"))
        self.recents = self._button("search", self.tr("Earlier searches (Alt+Down)"), leading=True)
        self.bookmark = self._button("album-smart", self.tr("Keep this search as a smart album"))
        self.bookmark.setVisible(False)
        self.recents.triggered.connect(self._on_recents)
        self.completions = CompletionList(self)
        self.completions.chosen.connect(self.take)
        self._problem: QueryProblem | None = None
        self._fields: list[Span] = []
        self._before = ""
        self._quiet = False
        self._waiting = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(DEBOUNCE_MS)
        self._rest.timeout.connect(self._on_rested)
        # Not textEdited: the clear button does not count as editing.
        self.textChanged.connect(self._on_text_changed)
        self.textEdited.connect(self._on_text_edited)
        self.returnPressed.connect(self._on_enter)

    def _button(self, drawing: str, tip: str, *, leading: bool = False) -> QAction:
        places = QLineEdit.ActionPosition
        place = places.LeadingPosition if leading else places.TrailingPosition
        action = self.addAction(icon(drawing, self.palette()), place)
        action.setText(tip)
        action.setToolTip(tip)
        return action

    def tint(self, palette: QPalette) -> None:
        """Draw the buttons in the palette's colours."""
        self.recents.setIcon(icon("search", palette))
        self.bookmark.setIcon(icon("album-smart", palette))

    def set_quietly(self, text: str) -> None:
        """Show a text without searching for it."""
        self._rest.stop()
        self._waiting = False
        self._quiet = True
        self.setText(text)
        self._quiet = False

    def search_for(self, text: str) -> None:
        """Show a text and search for it now."""
        self.set_quietly(text)
        self.edited.emit()
        self._finish()
        self.search_now()

    def add_terms(self, terms: Sequence[str]) -> None:
        """Put terms behind what stands there and search."""
        self.search_for(" ".join([*([self.text().strip()] if self.text().strip() else []), *terms]))

    def begin_with(self, terms: Sequence[str]) -> None:
        """Search for these terms, with the cursor behind them so that words can follow."""
        self.search_for(" ".join(terms) + " ")
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.end(False)

    def select_part(self, start: int, end: int) -> None:
        """Select a part of the query, to be typed over."""
        first = to_units(self.text(), start)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setSelection(first, to_units(self.text(), end) - first)

    # --- marks ------------------------------------------------------------------------
    @property
    def problem(self) -> QueryProblem | None:
        """What is marked as wrong."""
        return self._problem

    def mark(self, problem: QueryProblem | None) -> None:
        """Underline what is wrong; None takes the mark away."""
        if problem == self._problem:
            return
        self._problem = problem
        sentence = core_text(problem.message) if problem else ""
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)
        self.update()

    @property
    def field_spans(self) -> list[Span]:
        """Places of the parts that are marked as fields."""
        return list(self._fields)

    def show_terms(self, terms: Sequence[QueryTerm]) -> None:
        """Mark the fields and pictures among the parts of the present text."""
        self._fields = spans_of(terms)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, round marks over its fields, and a wave under a mistake."""
        super().paintEvent(event)
        if self._problem is None and not self._fields:
            return
        ruler = Ruler(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(text_area(self).adjusted(0, 0, 0, 4))
        paint_fields(painter, ruler, self._fields, self.palette())
        if self._problem is not None:
            paint_problem(painter, ruler, self._problem, self.palette())
        painter.end()

    # --- lists ------------------------------------------------------------------------
    @Slot(object)
    def take(self, value: Any) -> None:
        """Put a completion in its place (undo brings the typed text back), or tell the choice."""
        self.completions.hide()
        if not isinstance(value, Completion):
            self.recent_chosen.emit(value)
            return
        text = self.text()
        start, end = to_units(text, value.start), to_units(text, value.end)
        self.setSelection(start, end - start)
        if not self.hasSelectedText():
            self.setCursorPosition(start)
        self.insert(value.text)
        self.typed.emit()

    def offer(self, completions: Sequence[Completion]) -> None:
        """Show completions while the user types here."""
        text = self.text()
        useful = [c for c in completions if c.text != text[c.start : c.end]]
        self.completions.offer(useful if self.hasFocus() else ())

    def offer_recents(self, rows: Sequence[Row]) -> None:
        """Show earlier queries."""
        if not self.hasFocus():
            self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.completions.offer_rows(rows)

    @Slot()
    def _on_recents(self) -> None:
        self._open_recents(or_leave=False)

    def _open_recents(self, *, or_leave: bool) -> None:
        self.recents_wanted.emit()
        if or_leave and not self.completions.isVisible():
            self.left_downwards.emit()

    # --- keys -------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Tab takes a completion; Escape first closes their list, then clears the text."""
        if isinstance(event, QKeyEvent):
            kind, listed = event.type(), self.completions.isVisible()
            ours = listed or bool(self.text())
            if kind == QEvent.Type.ShortcutOverride and event.key() == _Key.Key_Escape and ours:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and event.key() == _Key.Key_Tab and listed:
                self._take(self.completions.current_or_first())
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list while it is there; pictures are pasted, Down goes on from here."""
        if self.completions.isVisible() and self._list_key(event):
            return
        key = event.key()
        if key == _Key.Key_Escape and self.text():
            self.clear()
        elif key == _Key.Key_Escape:
            self.left_downwards.emit()
        elif key == _Key.Key_Down and (event.modifiers() & _Alt or not self.text()):
            self._open_recents(or_leave=not event.modifiers() & _Alt)
        elif key == _Key.Key_Down:
            self.left_downwards.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and self._paste_picture(sure=False):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _list_key(self, event: QKeyEvent) -> bool:
        """Do what a key means to the open list; False where it means nothing."""
        key, current = event.key(), self.completions.current()
        if key in {_Key.Key_Down, _Key.Key_Up}:
            self.completions.step(1 if key == _Key.Key_Down else -1)
        elif key == _Key.Key_Escape:
            self.completions.hide()
        elif key in {_Key.Key_Return, _Key.Key_Enter} and current is not None:
            self._take(current)
        elif key == _Key.Key_Delete and current is not None and not isinstance(current, Completion):
            self.recent_dropped.emit(current)
        else:
            return False
        return True

    def _take(self, value: Any) -> None:
        if value is not None:
            self.take(value)

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
    @property
    def is_waiting(self) -> bool:
        """True while the text was changed and not searched for."""
        return self._waiting

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.completions.hide()
        self.mark(None)
        self._fields = moved(self._fields, self._before, text)
        self._before = text
        self.bookmark.setVisible(bool(text.strip()))
        if self._quiet:
            self.rested.emit()
            return
        self._waiting = True
        self.edited.emit()
        if text.strip():
            self._rest.start()
        else:
            self._rest.stop()
            self.search_now()
            self.rested.emit()

    @Slot()
    def _on_text_edited(self) -> None:
        self.typed.emit()

    @Slot()
    def _on_rested(self) -> None:
        self.rested.emit()

    @Slot()
    def _on_enter(self) -> None:
        self._finish()
        self.search_now()
        self.entered.emit(self.text().strip())

    @Slot()
    def search_now(self) -> None:
        """Search for the text as it is."""
        unseen = self._rest.isActive()
        self._rest.stop()
        self._waiting = False
        self.search_requested.emit(self.text().strip())
        if unseen:
            # Enter came before the rest: what the text is has to be looked at all the same.
            self.rested.emit()

    def _finish(self) -> None:
        self.completions.hide()
        self.finished.emit()

    # --- pictures ---------------------------------------------------------------------
    def _paste_picture(self, *, sure: bool) -> bool:
        """Ask with the picture in the clipboard; False where there is none, or rather words."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is None or not may_offer(mime) or (not sure and is_meant_as_text(mime)):
            return False
        found = offered(mime)
        if found:
            self.pictures_given.emit(found)
        return bool(found)

    @Slot()
    def _on_paste_picture(self) -> None:
        self._paste_picture(sure=True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu, and a picture to paste where the clipboard has one."""
        menu = self.createStandardContextMenu()
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None and may_offer(mime):
            menu.addSeparator()
            menu.addAction(self.tr("Search with the copied picture"), self._on_paste_picture)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures become ``like:``; folders are the window's business."""
        self._drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same along the way."""
        self._drag(event)

    def _drag(self, event: QDragMoveEvent) -> None:
        mime = event.mimeData()
        if may_offer(mime):
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
        found = offered(event.mimeData())
        if found:
            self.pictures_given.emit(found)
            take_a_copy(event)
        else:
            super().dropEvent(event)
