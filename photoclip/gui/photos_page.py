"""The page of photos: browsing and searching, one photo at a time, and the panels around."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from photoclip.errors import PhotoClipError, QueryError
from photoclip.gui.actions import ActionSet
from photoclip.gui.arrange_actions import ArrangeActions
from photoclip.gui.bridge import Bridge
from photoclip.gui.browser import Browser
from photoclip.gui.details.desk import WhyDesk
from photoclip.gui.grid.canvas import ZOOM_START
from photoclip.gui.grid.choices import GridChoices
from photoclip.gui.grid.content import GridContent
from photoclip.gui.grid.geometry import Section
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.panels.panels import Panels
from photoclip.gui.query import text as query_text
from photoclip.gui.query.assistant import QueryAssistant
from photoclip.gui.query.desk import QueryDesk
from photoclip.gui.query.help import QueryHelp
from photoclip.gui.results import Results, ResultsState
from photoclip.gui.viewer.page import Viewer
from photoclip.gui.way_back import WayBack

ROOMY_EMS = 54
"""From this width on, in heights of a line, there is room for panels at both sides."""


class PhotosPage(QMainWindow):
    """Brings together what is asked, what the grid shows, the viewer, and the panels around.

    It is a window inside the window, because only such a one can hold panels that move.

    Args:
        bridge: Does the work.
        model: Photos of the grid.
        thumbs: Their pictures.
        actions: The window's actions; those on results and photos are connected here.

    Signals:
        changed: what can be done now may be different.
        selection_changed: other photos are selected, or another one is in the viewer.
        viewing_changed: True when one photo fills the page, False back at the grid.
        failed: exception to be told.
    """

    changed = Signal()
    selection_changed = Signal()
    viewing_changed = Signal(bool)
    failed = Signal(object)

    def __init__(
        self, bridge: Bridge, model: PhotoGridModel, thumbs: ThumbLoader, actions: ActionSet
    ) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._actions = actions
        self._similar_to = ""
        self._open_next: list[int] = []
        self._model = model
        self.results = Results(bridge, self)
        self.stack = QStackedWidget()
        self.stack.setMinimumWidth(260)
        self.setCentralWidget(self.stack)
        self.panels = Panels(self, actions)
        self.browser = Browser(model, actions, self.panels)
        self.setMenuWidget(self.browser.top)
        box, chips = self.browser.search_box, self.browser.query_chips
        self.assistant = QueryAssistant(bridge, box, self.browser.query_note, chips, self)
        self.query_desk = QueryDesk(bridge, box, chips, actions, self)
        self.help = QueryHelp(bridge, self.browser.search_box, self)
        self.viewer = Viewer(bridge, model, thumbs, actions)
        self.arranging = ArrangeActions(self.results, actions, bridge.library.settings, self)
        self.choices = GridChoices(bridge.library.settings, model, thumbs, self)
        self.browser.result_bar.set_menu(self.arranging.menu(self))
        self.why = WhyDesk(bridge, self.panels.details, self.results, self)
        self.way_back = WayBack(self.results, self.browser.grid, self.browser.search_box, self)
        self.stack.addWidget(self.browser)
        self.stack.addWidget(self.viewer)
        self._connect()

    def _connect(self) -> None:
        browser, results = self.browser, self.results
        results.content_changed.connect(self._on_content_changed)
        results.state_changed.connect(self._on_state_changed)
        browser.search_box.edited.connect(results.on_typing)
        browser.search_box.search_requested.connect(self._on_search)
        self.query_desk.failed.connect(self.failed)
        browser.hidden_requested.connect(results.include_hidden)
        browser.all_requested.connect(self.show_all)
        browser.result_bar.more_wanted.connect(results.more)
        browser.result_bar.slider.changed.connect(results.loosen)
        browser.grid.open_requested.connect(self.open_photo)
        browser.grid.stack_requested.connect(self.open_stack)
        browser.grid.selectionModel().selectionChanged.connect(self._on_selection)
        self.viewer.closed.connect(self.close_viewer)
        self.viewer.current_changed.connect(self._on_viewer_moved)
        self.panels.details.use_actions(self._actions)
        self.panels.details.caption.left.connect(self.take_keyboard)
        self.panels.details.album_wanted.connect(self._on_album_wanted)
        slots = {
            "query_help": self.help.show_help,
            "all_photos": self.show_all,
            "select_all": browser.grid.selectAll,
            "select_none": browser.grid.clearSelection,
            "select_invert": browser.grid.invert_selection,
            "open_stack": self._on_open_stack,
            "open": self._on_open,
            "similar": self._on_similar,
            "search_from_photo": self._on_search_from_photo,
            "show_hidden": results.include_hidden,
            "zoom_in": self._on_zoom_in,
            "zoom_out": self._on_zoom_out,
            "zoom_reset": self._on_zoom_reset,
            "slideshow": self._on_slideshow,
            "compare": self._on_compare,
        }
        for name, slot in slots.items():
            self._actions[name].triggered.connect(slot)

    # --- state ------------------------------------------------------------------------
    @property
    def is_viewing(self) -> bool:
        """True while one photo fills the page."""
        return self.stack.currentWidget() is self.viewer

    def current_ids(self) -> list[int]:
        """Ids of the photos that actions apply to, in the order shown."""
        return self._model.expanded(self.leading_ids())

    def leading_ids(self) -> list[int]:
        """The same, but of each stack only the photo that stands for it."""
        if self.is_viewing:
            return [self.viewer.photo_id] if self.viewer.photo_id is not None else []
        return self.browser.grid.selected_ids()

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.panels.tint(palette)
        self.browser.tint(palette)
        self.viewer.tint(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panels on the left give way to the details where there is no room for both."""
        super().resizeEvent(event)
        self.panels.set_crowded(event.size().width() < ROOMY_EMS * self.fontMetrics().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Panels that float belong above the window."""
        super().showEvent(event)
        QTimer.singleShot(0, self.panels.lift)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads from a panel that has no use for it to the photos."""
        if event.key() == Qt.Key.Key_Escape:
            self.take_keyboard()
        else:
            super().keyPressEvent(event)

    def set_alone(self, alone: bool) -> None:
        """Show one photo without anything around it, or with its panels."""
        self.panels.set_viewing(self.is_viewing, alone=alone)
        self.viewer.set_alone(alone)

    def enter(self) -> None:
        """Back to where the keyboard was."""
        self.panels.set_away(False)
        self.take_keyboard()
        self.changed.emit()

    @Slot()
    def take_keyboard(self) -> None:
        """Give the keyboard to the grid, or to the viewer."""
        place: QWidget = self.viewer if self.is_viewing else self.browser.grid
        place.activateWindow()
        place.setFocus()

    def leave(self) -> None:
        """Another page comes to the front."""
        self.panels.set_away(True)
        self.changed.emit()

    # --- results ----------------------------------------------------------------------
    @Slot(str)
    def _on_search(self, text: str) -> None:
        if text:
            self.results.search(text)
        else:
            self.results.show_all()

    @Slot(str)
    def search_for(self, text: str) -> None:
        """Put a query into the box and search."""
        if self.is_viewing:
            self.close_viewer()
        self.browser.search_box.search_for(text)
        self.browser.grid.setFocus()

    def show_photos(self, photo_ids: Sequence[int]) -> None:
        """Show just these photos, in this order."""
        if self.is_viewing:
            self.close_viewer()
        self.way_back.remember()
        self.query_desk.empty()
        self.results.show_ids(photo_ids)

    def show_one(self, photo_id: int) -> None:
        """Show one photo on the whole page, whether the grid has it now or not."""
        if self._model.row_of(photo_id) is not None:
            self.open_photo(photo_id)
            return
        self.show_photos([photo_id])
        self._open_next = [photo_id]

    @Slot(object, object, bool)
    def _on_content_changed(
        self, content: GridContent, sections: list[Section], keep_place: bool
    ) -> None:
        self.browser.grid.show_content(content, sections, keep_place=keep_place)
        self.way_back.arrived()
        wanted, self._open_next = self._open_next, []
        there = [each for each in wanted if self._model.row_of(each) is not None]
        if len(there) > 1:
            self._compare(there)
        elif there:
            self.open_photo(there[0])

    @Slot(object)
    def _on_state_changed(self, state: ResultsState) -> None:
        subject = self._similar_to if state.request.kind == "similar" else ""
        self.browser.show_results(state, subject)
        self.changed.emit()
        if isinstance(state.error, QueryError):
            self.assistant.show_error(state.error)
        elif state.error is not None and (state.shown or not is_known(state.error)):
            self.failed.emit(state.error)

    @Slot()
    def show_all(self) -> None:
        """Leave the search for all photos, or a stack for where it was opened."""
        if not self.way_back.go():
            self.query_desk.empty()
            self.results.show_all()
        self.browser.grid.setFocus()

    @Slot()
    def go_to_query(self) -> None:
        """Go to the query box."""
        if self.is_viewing:
            self.close_viewer()
        self.browser.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.browser.search_box.selectAll()

    # --- photos -----------------------------------------------------------------------
    @Slot()
    def _on_selection(self) -> None:
        self.changed.emit()
        self.selection_changed.emit()

    def has_stack(self, photo_ids: Sequence[int]) -> bool:
        """Whether one of these photos stands for a stack."""
        return any(self._model.is_stack(each) for each in photo_ids)

    @Slot()
    def _on_open_stack(self) -> None:
        stacks = [each for each in self.browser.grid.selected_ids() if self._model.is_stack(each)]
        if stacks:
            self.show_photos(self._model.expanded(stacks))

    @Slot(object)
    def open_stack(self, photo_id: int) -> None:
        """Show the photos of one stack."""
        self.show_photos(self._model.expanded([photo_id]))

    @Slot()
    def _on_open(self) -> None:
        ids, current = self.leading_ids(), self.browser.grid.current_id()
        if ids:
            self.open_photo(current if current in ids else ids[0])

    @Slot(object)
    def open_photo(self, photo_id: int) -> None:
        """Show one photo on the whole page."""
        # What was found and looked at was meant, though nobody pressed Enter.
        self.query_desk.recents.remember(self.results.state.request.text)
        self._show_in_middle(self.viewer)
        self.viewer.open(photo_id)
        self.viewer.setFocus()
        self._tell_viewing()

    @Slot(object)
    def _on_viewer_moved(self, photo_id: int) -> None:
        if self.viewer.is_comparing:
            # The selection is what is compared; it is still there afterwards.
            self._on_selection()
        else:
            self.browser.grid.make_current(photo_id)

    @Slot(str)
    def _on_album_wanted(self, name: str) -> None:
        self.search_for(query_text.album(name))

    @Slot()
    def _on_slideshow(self) -> None:
        if not self.is_viewing:
            ids = self.current_ids()
            self.open_photo(ids[0] if ids else self._model.id_at(0))
        self.viewer.start_slideshow()

    @Slot()
    def _on_compare(self) -> None:
        ids = self.leading_ids()
        if self.viewer.is_comparing or not ids:
            return
        stack = self._model.expanded(ids)
        if len(ids) == 1 and len(stack) > 1:
            # One by one, so that what is done to one of them is not done to all.
            self.show_photos(stack)
            self._open_next = stack
        else:
            self._compare(ids)

    def _compare(self, photo_ids: list[int]) -> None:
        self._show_in_middle(self.viewer)
        self.viewer.compare(photo_ids)
        self.viewer.setFocus()
        self._tell_viewing()

    @Slot()
    def close_viewer(self) -> None:
        """Back to the grid."""
        self._show_in_middle(self.browser)
        self.viewer.leave()
        self.browser.grid.setFocus()
        self._tell_viewing()

    def _show_in_middle(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(part)
        self.browser.top.setVisible(part is self.browser)

    def _tell_viewing(self) -> None:
        self.viewing_changed.emit(self.is_viewing)
        self.changed.emit()
        self.selection_changed.emit()

    @Slot()
    def _on_search_from_photo(self) -> None:
        ids = self.current_ids()
        if ids:
            if self.is_viewing:
                self.close_viewer()
            self.query_desk.start_from(ids)

    @Slot()
    def _on_similar(self) -> None:
        ids = self.leading_ids()
        if not ids:
            return
        row = self._model.row_of(ids[0])
        photo = self._model.photo_at(row) if row is not None else None
        self._similar_to = photo.name if photo else ""
        if self.is_viewing:
            self.close_viewer()
        self.query_desk.empty()
        self.results.similar(ids[0])

    # --- view -------------------------------------------------------------------------
    @Slot()
    def _on_zoom_in(self) -> None:
        self._zoom(1)

    @Slot()
    def _on_zoom_out(self) -> None:
        self._zoom(-1)

    def _zoom(self, steps: int) -> None:
        if self.is_viewing:
            self.viewer.zoom_by(steps)
        else:
            self.browser.grid.zoom_by(steps)

    @Slot()
    def _on_zoom_reset(self) -> None:
        if self.is_viewing:
            self.viewer.toggle_zoom()
        else:
            self.browser.grid.set_zoom(ZOOM_START)


def is_known(error: Exception) -> bool:
    """True for problems that carry a sentence for the user; others are bugs."""
    return isinstance(error, PhotoClipError)
