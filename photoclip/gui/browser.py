"""The browsing page: the query box, and below it the grid or a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from photoclip.errors import QueryError
from photoclip.gui.actions import ActionSet
from photoclip.gui.core_texts import core_text
from photoclip.gui.events import SEARCH_LIMIT
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.view import PhotoGrid
from photoclip.gui.pages import EmptyPage, MessagePage
from photoclip.gui.panels.panels import Panels
from photoclip.gui.query.box import SearchBox
from photoclip.gui.query.chips import QueryChips
from photoclip.gui.query.note import QueryNote
from photoclip.gui.result_bar import ResultBar
from photoclip.gui.results import MORE_TIMES, ResultsState, sentence
from photoclip.gui.sizes import square
from photoclip.gui.texts import number

if TYPE_CHECKING:
    from photoclip.gui.welcome.page import WelcomePage


class Browser(QWidget):
    """Lays the parts out and decides which of them fits the state; it asks nothing itself.

    Args:
        model: Photos of the grid.
        actions: The window's actions.
        panels: Those around the page; they follow the state too.

    Attributes:
        top: The line with the query box, which the page puts above itself and the panels.

    Signals:
        add_requested: a folder shall be added.
        hidden_requested: the hidden results shall be listed (True) or not.
        all_requested: back to all photos.
    """

    add_requested = Signal()
    hidden_requested = Signal(bool)
    all_requested = Signal()

    def __init__(
        self,
        model: PhotoGridModel,
        actions: ActionSet,
        panels: Panels,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._has_folders = True
        self._indexing = False
        self._offline = False
        self._searchable = 1
        self._viewable = 1
        self._subject = ""
        self._state = ResultsState()
        self.search_box = SearchBox()
        self.query_note = QueryNote()
        self.query_chips = QueryChips()
        self.sidebar = panels
        self.folders, self.details = panels.folders, panels.details
        self.result_bar = ResultBar()
        self.grid = PhotoGrid(model)
        self.message = MessagePage()
        self.empty = EmptyPage()
        self.welcome: WelcomePage | None = None
        self._welcoming = False
        self._middle = QStackedWidget()
        for page in (self.grid, self.message, self.empty):
            self._middle.addWidget(page)
        self._middle.setCurrentWidget(self.grid)
        self.top = self._top_line(actions)
        self._lay_out()
        self.folders.add_requested.connect(self.add_requested)
        self.empty.add_requested.connect(self.add_requested)
        self.message.pressed.connect(self._on_message_pressed)
        self.result_bar.hidden_toggled.connect(self.hidden_requested)
        self.result_bar.left.connect(self.all_requested)
        self.search_box.left_downwards.connect(self._on_down)
        self._show()

    def _top_line(self, actions: ActionSet) -> QWidget:
        top = QWidget()
        top.setObjectName("topBar")
        # Otherwise the page would give it the height that it needs when it is very narrow.
        top.setMinimumHeight(1)
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = QVBoxLayout(top)
        lines.setContentsMargins(8, 7, 8, 7)
        lines.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(_tool(actions, "sidebar"))
        row.addWidget(self.search_box, 1)
        for name in ("query_help", "zoom_out", "zoom_in", "rescan", "add_folder", "details"):
            row.addWidget(_tool(actions, name))
        lines.addLayout(row)
        lines.addWidget(self.query_chips)
        lines.addWidget(self.query_note)
        self.query_chips.setContentsMargins(46, 0, 0, 0)
        self.query_note.setContentsMargins(34, 0, 0, 0)
        return top

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.result_bar)
        column.addWidget(self._middle, 1)

    def tint(self, palette: QPalette) -> None:
        """Draw all icons in the palette's colours."""
        if self.welcome is not None:
            self.welcome.tint(palette)
        self.result_bar.tint(palette)
        for part in (self.search_box, self.query_chips, self.query_note, self.message, self.empty):
            part.tint(palette)

    # --- state ------------------------------------------------------------------------
    def show_results(self, state: ResultsState, subject: str = "") -> None:
        """Follow what the grid shows.

        Args:
            state: What is shown.
            subject: Name of the photo that others resemble, for that kind of question.
        """
        if state.request != self._state.request and self._has_folders:
            # A question leads away from the welcome.
            self._welcoming = False
        self._state = state
        self._subject = subject
        self._show()

    def show_library(
        self,
        *,
        has_folders: bool,
        searchable: int,
        indexing: bool,
        viewable: int = 0,
        offline: bool = False,
    ) -> None:
        """Follow what the library holds.

        Args:
            has_folders: False brings the page of the first start.
            searchable: Number of photos a search can find.
            indexing: True while a job looks at photos.
            viewable: Number of photos that a search will find some day.
            offline: True if a folder cannot be reached.
        """
        self._offline = offline
        self._has_folders = has_folders
        self._searchable, self._viewable = searchable, viewable
        self._indexing = indexing
        self._show()

    @property
    def has_folders(self) -> bool:
        """False until the first folder was added."""
        return self._has_folders

    def set_welcome(self, page: WelcomePage) -> None:
        """Give the page of the first start, which is made when it is first needed."""
        self.welcome = page
        self._middle.addWidget(page)

    def want_welcome(self, wanted: bool) -> None:
        """Show the page of the first start, or what fits the state."""
        self._welcoming = wanted
        self._show()

    @property
    def page(self) -> QWidget | None:
        """The widget in the middle: grid, message or the page of the first start."""
        return self._middle.currentWidget()

    def _show(self) -> None:
        state = self._state
        if not state.quiet:
            self.query_note.show_hints(state.hints)
        self.search_box.setEnabled(self._has_folders)
        self.sidebar.set_has_folders(self._has_folders and not self._welcoming)
        self._show_bar()
        if self._welcoming and self.welcome is not None:
            page: QWidget = self.welcome
        elif not self._has_folders:
            page = self.empty
        elif isinstance(state.error, QueryError):
            # It is told at the box; what was found before stays.
            return
        elif state.error is not None and not state.shown:
            self.message.say("about", self.tr("That did not work"), core_text(str(state.error)))
            page = self.message
        elif state.answered and not state.shown:
            self._say_nothing_found()
            page = self.message
        else:
            page = self.grid
        self._middle.setCurrentWidget(page)

    def _show_bar(self) -> None:
        state = self._state
        self.result_bar.setVisible(self._has_folders and not self._welcoming)
        if state.quiet:
            return
        hidden = ""
        if state.request.kind == "text" and not state.busy:
            if state.request.include_hidden:
                hidden = self.tr("Hide them again")
            elif state.hidden and state.shown:
                hidden = self.tr("Show %Ln hidden", "", min(state.hidden, SEARCH_LIMIT))
        more = ""
        if state.more and not state.busy:
            step = state.request.limit * (MORE_TIMES - 1)
            more = self.tr("Show {n} more").format(n=number(min(state.more, step)))
        text = sentence(state)
        if state.request.kind == "similar" and self._subject:
            like = self.tr("Photos like {name}").format(name=self._subject)
            text = f"{like}   ·   {text}" if text else like
        if state.request.kind in {"text", "similar"} and self._searchable < self._viewable:
            part = self.tr("searching {n} of {all}").format(
                n=number(self._searchable), all=number(self._viewable)
            )
            text = f"{text} · {part}" if text else part
        self.result_bar.show_text(
            text,
            hidden_text=hidden,
            including=state.request.include_hidden,
            more_text=more,
            ranked=state.ranked,
            leaving=state.request.kind != "all",
        )

    def _say_nothing_found(self) -> None:
        state = self._state
        if state.request.kind == "all" and self._indexing:
            self.message.say("search", self.tr("Looking for photos…"))
        elif state.request.kind == "all" and self._offline:
            self.message.say(
                "folder-offline",
                self.tr("The folder is offline"),
                self.tr("Connect its disk and rescan. What was known of it stays known."),
                self.tr("Add another folder"),
            )
        elif state.request.kind == "all":
            self.message.say(
                "folder",
                self.tr("No photos in these folders"),
                self.tr("Videos and other files are not shown."),
                self.tr("Add another folder"),
            )
        elif not self._searchable:
            self.message.say(
                "waiting",
                self.tr("No photo can be searched yet"),
                self.tr("PhotoClip has to look at each photo once; results appear as it goes on."),
            )
        elif not state.ranked and not state.hidden:
            self.message.say(
                "search",
                self.tr("No photo fits all of that"),
                self.tr("Leave a part of the query out, or look at what can be asked (F1)."),
            )
        else:
            count = min(state.hidden, SEARCH_LIMIT)
            button = self.tr("Show the %Ln least unlikely", "", count) if count else ""
            self.message.say(
                "search",
                self.tr("Nothing here looks like that"),
                self.tr("Try other words, or fewer of them."),
                button,
            )

    def set_dropping(self, dropping: bool) -> None:
        """Mark where a folder may be dropped."""
        self.empty.set_dropping(dropping)
        if self.welcome is not None:
            self.welcome.set_dropping(dropping)

    @Slot()
    def _on_message_pressed(self) -> None:
        if self._state.request.kind == "all":
            self.add_requested.emit()
        else:
            self.hidden_requested.emit(True)

    @Slot()
    def _on_down(self) -> None:
        if self.page is self.grid:
            self.grid.setFocus()
            if not self.grid.currentIndex().isValid():
                self.grid.setCurrentIndex(self.grid.model().index(0, 0))


def _tool(actions: ActionSet, name: str) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(actions[name])
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(square(20))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
