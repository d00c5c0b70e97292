"""The browsing page: query box on top, panels at the sides, grid or message in the middle."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.errors import QueryError
from photoclip.gui.actions import ActionSet
from photoclip.gui.details.panel import WIDTH as DETAILS_WIDTH
from photoclip.gui.details.panel import DetailsPanel
from photoclip.gui.events import SEARCH_LIMIT
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.view import PhotoGrid
from photoclip.gui.pages import EmptyPage, MessagePage
from photoclip.gui.panels.sidebar import Sidebar
from photoclip.gui.query.box import SearchBox
from photoclip.gui.query.note import QueryNote
from photoclip.gui.result_bar import ResultBar
from photoclip.gui.results import MORE_TIMES, ResultsState, sentence
from photoclip.gui.texts import number

SIDEBAR_WIDTH = 210
ROOMY = 760
"""From this width on there is room for panels at both sides."""


class Browser(QWidget):
    """Lays the parts out and decides which of them fits the state; it asks nothing itself.

    Signals:
        add_requested: a folder shall be added.
        hidden_requested: the hidden results shall be listed (True) or not.
        all_requested: back to all photos.
        details_shown: the details panel was opened.
    """

    add_requested = Signal()
    hidden_requested = Signal(bool)
    all_requested = Signal()
    details_shown = Signal()

    def __init__(
        self, model: PhotoGridModel, actions: ActionSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._has_folders = True
        self._indexing = False
        self._searchable = 1
        self._subject = ""
        self._state = ResultsState()
        self._sidebar_wanted = True
        self._details_wanted = False
        self.search_box = SearchBox()
        self.query_note = QueryNote()
        self.sidebar = Sidebar()
        self.folders = self.sidebar.folders
        self.details = DetailsPanel()
        self.result_bar = ResultBar()
        self.grid = PhotoGrid(model)
        self.message = MessagePage()
        self.empty = EmptyPage()
        self._middle = QStackedWidget()
        for page in (self.grid, self.message, self.empty):
            self._middle.addWidget(page)
        self._middle.setCurrentWidget(self.grid)
        self._lay_out(actions)
        self.folders.add_requested.connect(self.add_requested)
        self.empty.add_requested.connect(self.add_requested)
        self.message.pressed.connect(self._on_message_pressed)
        self.result_bar.hidden_toggled.connect(self.hidden_requested)
        self.result_bar.left.connect(self.all_requested)
        self.search_box.left_downwards.connect(self._on_down)
        self._show()

    def _lay_out(self, actions: ActionSet) -> None:
        top = QWidget()
        top.setObjectName("topBar")
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
        lines.addWidget(self.query_note)
        self.query_note.setContentsMargins(34, 0, 0, 0)
        centre = QWidget()
        inner = QVBoxLayout(centre)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.result_bar)
        inner.addWidget(self._middle, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for place, part in enumerate((self.sidebar, centre, self.details)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(place, 1 if part is centre else 0)
        self.splitter.setSizes([SIDEBAR_WIDTH, 1000, DETAILS_WIDTH])
        self.sidebar.setMinimumWidth(150)
        centre.setMinimumWidth(260)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.splitter, 1)

    def tint(self, palette: QPalette) -> None:
        """Draw all icons in the palette's colours."""
        for part in (
            *(self.search_box, self.query_note, self.sidebar, self.details),
            *(self.message, self.empty),
        ):
            part.tint(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side panel gives way to the details where there is no room for both."""
        super().resizeEvent(event)
        if (event.size().width() < ROOMY) != (event.oldSize().width() < ROOMY):
            self._show()

    # --- state ------------------------------------------------------------------------
    def show_results(self, state: ResultsState, subject: str = "") -> None:
        """Follow what the grid shows.

        Args:
            state: What is shown.
            subject: Name of the photo that others resemble, for that kind of question.
        """
        self._state = state
        self._subject = subject
        self._show()

    def show_library(self, *, has_folders: bool, searchable: int, indexing: bool) -> None:
        """Follow what the library holds.

        Args:
            has_folders: False brings the page of the first start.
            searchable: Number of photos a search can find.
            indexing: True while a job looks at photos.
        """
        self._has_folders = has_folders
        self._searchable = searchable
        self._indexing = indexing
        self._show()

    def want_sidebar(self, wanted: bool) -> None:
        """Show the side panel whenever there are folders, or not at all."""
        self._sidebar_wanted = wanted
        self._show()

    def want_details(self, wanted: bool) -> None:
        """Show the details panel, or not."""
        self._details_wanted = wanted
        self._show()
        if wanted:
            self.details_shown.emit()

    @property
    def details_wanted(self) -> bool:
        """True while the details panel is open."""
        return self._details_wanted

    @property
    def page(self) -> QWidget | None:
        """The widget in the middle: grid, message or the page of the first start."""
        return self._middle.currentWidget()

    def _show(self) -> None:
        state = self._state
        crowded = self._details_wanted and self.width() < ROOMY
        self.sidebar.setVisible(self._sidebar_wanted and self._has_folders and not crowded)
        self.details.setVisible(self._details_wanted and self._has_folders)
        self.query_note.show_hints(state.hints)
        self.search_box.setEnabled(self._has_folders)
        self._show_bar()
        if not self._has_folders:
            page: QWidget = self.empty
        elif isinstance(state.error, QueryError):
            # It is told at the box; what was found before stays.
            return
        elif state.error is not None and not state.shown:
            self.message.say("about", self.tr("That did not work"), str(state.error))
            page = self.message
        elif state.answered and not state.shown:
            self._say_nothing_found()
            page = self.message
        else:
            page = self.grid
        self._middle.setCurrentWidget(page)

    def _show_bar(self) -> None:
        state = self._state
        self.result_bar.setVisible(self._has_folders and state.request.kind != "all")
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
        self.result_bar.show_text(
            text,
            hidden_text=hidden,
            including=state.request.include_hidden,
            more_text=more,
            ranked=state.ranked,
        )

    def _say_nothing_found(self) -> None:
        state = self._state
        if state.request.kind == "all" and self._indexing:
            self.message.say("search", self.tr("Looking for photos…"))
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
    button.setIconSize(QSize(20, 20))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
