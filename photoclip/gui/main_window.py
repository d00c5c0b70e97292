"""The main window: wires library work (bridge), what is shown (results) and widgets together."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from photoclip.changes import ChangeSet
from photoclip.errors import PhotoClipError
from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.browser import Browser
from photoclip.gui.desktop import folders_of
from photoclip.gui.dialogs.about import show_about
from photoclip.gui.events import Overview
from photoclip.gui.folder_actions import ChooseFolder, FolderActions, ask_for_folder
from photoclip.gui.grid.canvas import ZOOM_START
from photoclip.gui.grid.content import GridContent
from photoclip.gui.grid.geometry import Section
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.job_actions import JobActions
from photoclip.gui.photo_actions import PhotoActions
from photoclip.gui.results import Results, ResultsState
from photoclip.gui.status import StatusLine, searchable_photos
from photoclip.gui.viewer import Viewer
from photoclip.gui.window_state import WindowState
from photoclip.library import Library

OVERVIEW_MS = 1_000


class MainWindow(QMainWindow):
    """The window on one library.

    Args:
        library: An open library; the caller closes it after the window.
        choose_folder: Asks the user for a folder; None means that nothing was chosen.
    """

    def __init__(self, library: Library, *, choose_folder: ChooseFolder = ask_for_folder) -> None:
        super().__init__()
        self._library = library
        self._started = False
        self._stopped_cleanly: bool | None = None
        self._overview = Overview()
        self._similar_to = ""
        self.bridge = Bridge(library, self)
        self.thumbs = ThumbLoader(library.thumbnail, self)
        self.model = PhotoGridModel(library.photos, self.thumbs, self)
        self.results = Results(self.bridge, self)
        self.actions_ = ActionSet(self)
        self.browser = Browser(self.model, self.actions_)
        buttons = (self.actions_["similar"], self.actions_["full_screen"])
        self.viewer = Viewer(self.bridge, self.model, self.thumbs, buttons)
        self.status = StatusLine(self.actions_["pause"], self.actions_["stop"])
        self._pages = QStackedWidget()
        self._pages.addWidget(self.browser)
        self._pages.addWidget(self.viewer)
        self.setCentralWidget(self._pages)
        self.setStatusBar(self.status)
        self.actions_.fill_menu_bar(self.menuBar())
        self.setWindowTitle("PhotoClip")
        self.setAcceptDrops(True)
        self.setMinimumSize(560, 420)
        self._overview_timer = QTimer(self)
        self._overview_timer.setSingleShot(True)
        self._overview_timer.setInterval(OVERVIEW_MS)
        self._overview_timer.timeout.connect(self.bridge.ask_overview)
        self.folder_actions = FolderActions(self.bridge, choose_folder, self)
        self.photo_actions = PhotoActions(
            library, self.actions_, self._current_ids, self.browser.notice.say, self
        )
        self.job_actions = JobActions(self.bridge, self.actions_, self.status, self)
        self._connect_work()
        self._connect_actions()
        self._restore()
        self._tint()
        self._enable_actions()

    # --- wiring -----------------------------------------------------------------------
    def _connect_work(self) -> None:
        self.bridge.changed.connect(self._on_changed)
        self.job_actions.changed.connect(self._on_jobs_changed)
        self.job_actions.failed.connect(self._tell)
        self.job_actions.told.connect(self.browser.notice.say)
        self.bridge.overview_read.connect(self._on_overview)
        self.folder_actions.changed.connect(self._on_folders_changed)
        self.folder_actions.failed.connect(self._tell)
        self.results.content_changed.connect(self._on_content_changed)
        self.results.state_changed.connect(self._on_state_changed)
        browser = self.browser
        browser.search_box.edited.connect(self.results.on_typing)
        browser.search_box.search_requested.connect(self._on_search)
        browser.add_requested.connect(self.folder_actions.add)
        browser.hidden_requested.connect(self._on_hidden)
        browser.all_requested.connect(self._on_all_photos)
        browser.folders.remove_requested.connect(self.folder_actions.remove)
        browser.folders.show_requested.connect(self.photo_actions.show_path)
        browser.grid.open_requested.connect(self._on_open_photo)
        browser.grid.menu_requested.connect(self.photo_actions.show_menu)
        browser.grid.selectionModel().selectionChanged.connect(self._enable_actions)
        self.viewer.closed.connect(self._on_viewer_closed)
        self.viewer.current_changed.connect(self._on_viewer_moved)

    def _connect_actions(self) -> None:
        slots = {
            "add_folder": self.folder_actions.add,
            "quit": self.close,
            "find": self._on_find,
            "all_photos": self._on_all_photos,
            "select_all": self.browser.grid.selectAll,
            "select_none": self.browser.grid.clearSelection,
            "open": self._on_open,
            "similar": self._on_similar,
            "show_hidden": self._on_hidden,
            "zoom_in": self._on_zoom_in,
            "zoom_out": self._on_zoom_out,
            "zoom_reset": self._on_zoom_reset,
            "sidebar": self.browser.want_sidebar,
            "full_screen": self._on_full_screen,
            "about": self._on_about,
        }
        for name, slot in slots.items():
            self.actions_[name].triggered.connect(slot)

    @property
    def is_viewing(self) -> bool:
        """True while one photo fills the window."""
        return self._pages.currentWidget() is self.viewer

    # --- start and end ----------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Start working once the window is there."""
        super().showEvent(event)
        if not self._started:
            self._started = True
            self.results.show_all()
            self.bridge.ask_overview()
            self.browser.grid.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop all work; what is committed stays, so nothing is asked."""
        self._save()
        self.hide()
        self.stop_work()
        super().closeEvent(event)

    def stop_work(self) -> bool:
        """End all threads of the window; True when the library may be closed."""
        if self._stopped_cleanly is None:
            self._overview_timer.stop()
            work = self.bridge.close()
            thumbs = self.thumbs.close()
            self._stopped_cleanly = work and thumbs
        return self._stopped_cleanly

    def _restore(self) -> None:
        state = WindowState(self._library.path)
        state.restore(self, self.browser.splitter)
        self.browser.grid.set_zoom(state.number("zoom", ZOOM_START))
        wanted = bool(state.number("sidebar", 1))
        self.actions_["sidebar"].setChecked(wanted)
        self.browser.want_sidebar(wanted)

    def _save(self) -> None:
        WindowState(self._library.path).save(
            self,
            self.browser.splitter,
            zoom=self.browser.grid.zoom,
            sidebar=self.actions_["sidebar"].isChecked(),
        )

    # --- look -------------------------------------------------------------------------
    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark, and a window manager that makes the window fill the screen."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        elif event.type() == QEvent.Type.WindowStateChange:
            self.actions_["full_screen"].setChecked(self.isFullScreen())
            self._show_frame()

    def _tint(self) -> None:
        self.actions_.tint(self.palette())
        self.browser.tint(self.palette())
        self.viewer.tint(self.palette())

    @Slot()
    def _enable_actions(self) -> None:
        viewing = self.is_viewing
        one = viewing or self.browser.grid.selectionModel().hasSelection()
        for name in ("open", "similar", "show_in_folder", "copy_path"):
            self.actions_[name].setEnabled(one)
        request = self.results.state.request
        self.actions_["all_photos"].setEnabled(request.kind != "all" and not viewing)
        self.actions_["show_hidden"].setEnabled(request.kind == "text" and not viewing)
        self.actions_["show_hidden"].setChecked(request.include_hidden)

    @Slot(object)
    def _tell(self, error: Exception) -> None:
        """Known problems get their sentence; anything else is a bug and is reported as one."""
        if isinstance(error, PhotoClipError):
            self.browser.notice.say(str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    # --- results ----------------------------------------------------------------------
    @Slot(str)
    def _on_search(self, text: str) -> None:
        if text:
            self.results.search(text)
        else:
            self.results.show_all()

    @Slot(object, object, bool)
    def _on_content_changed(
        self, content: GridContent, sections: list[Section], keep_place: bool
    ) -> None:
        self.browser.grid.show_content(content, sections, keep_place=keep_place)

    @Slot(object)
    def _on_state_changed(self, state: ResultsState) -> None:
        subject = self._similar_to if state.request.kind == "similar" else ""
        self.browser.show_results(state, subject)
        self._enable_actions()
        if state.error is not None:
            known = isinstance(state.error, PhotoClipError)
            if state.shown or not known:
                self._tell(state.error)

    @Slot()
    def _on_all_photos(self) -> None:
        self.browser.search_box.set_quietly("")
        self.results.show_all()
        self.browser.grid.setFocus()

    @Slot(bool)
    def _on_hidden(self, include: bool) -> None:
        self.results.include_hidden(include)

    @Slot()
    def _on_find(self) -> None:
        if self.is_viewing:
            self._on_viewer_closed()
        self.browser.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.browser.search_box.selectAll()

    # --- library ----------------------------------------------------------------------
    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        touched = changes.photos | changes.added
        if touched:
            self.model.refresh(touched)
        if not self._overview_timer.isActive():
            self._overview_timer.start()

    @Slot(object)
    def _on_overview(self, overview: Overview) -> None:
        if overview.error is not None or overview.info is None:
            if overview.error is not None:
                self._tell(overview.error)
            return
        first = self._overview.info is None
        self._overview = overview
        self.browser.folders.show_roots(overview.folders)
        self.status.show_info(overview.info)
        self._show_library()
        if first and overview.folders:
            self.bridge.start_index()

    def _show_library(self) -> None:
        info = self._overview.info
        self.browser.show_library(
            has_folders=info is None or bool(self._overview.folders),
            searchable=searchable_photos(info) if info else 0,
            indexing=self.bridge.is_indexing,
        )

    @Slot()
    def _on_folders_changed(self) -> None:
        self.bridge.ask_overview()
        self.results.refresh()

    @Slot()
    def _on_jobs_changed(self) -> None:
        self.bridge.ask_overview()
        self._show_library()

    # --- photos -----------------------------------------------------------------------
    def _current_ids(self) -> list[int]:
        if self.is_viewing:
            return [self.viewer.photo_id] if self.viewer.photo_id is not None else []
        return self.browser.grid.selected_ids()

    @Slot()
    def _on_open(self) -> None:
        ids, current = self._current_ids(), self.browser.grid.current_id()
        if ids:
            self._on_open_photo(current if current in ids else ids[0])

    @Slot(object)
    def _on_open_photo(self, photo_id: int) -> None:
        self._pages.setCurrentWidget(self.viewer)
        self.viewer.open(photo_id)
        self.viewer.setFocus()
        self._enable_actions()
        self._show_frame()

    @Slot(object)
    def _on_viewer_moved(self, photo_id: int) -> None:
        self.browser.grid.make_current(photo_id)

    @Slot()
    def _on_viewer_closed(self) -> None:
        self._pages.setCurrentWidget(self.browser)
        self.viewer.leave()
        self.browser.grid.setFocus()
        self._enable_actions()
        self._show_frame()

    @Slot()
    def _on_similar(self) -> None:
        ids = self._current_ids()
        if not ids:
            return
        self._similar_to = self.photo_actions.name_of(ids[0])
        if self.is_viewing:
            self._on_viewer_closed()
        self.browser.search_box.set_quietly("")
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

    @Slot(bool)
    def _on_full_screen(self, full: bool) -> None:
        state = self.windowState()
        flag = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | flag if full else state & ~flag)
        self._show_frame()

    def _show_frame(self) -> None:
        """On the whole screen a photo stands alone."""
        alone = self.is_viewing and self.isFullScreen()
        self.menuBar().setVisible(not alone)
        self.status.setVisible(not alone)

    @Slot()
    def _on_about(self) -> None:
        show_about(self)

    # --- drag and drop ----------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders may be dropped anywhere on the window."""
        if folders_of(event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.browser.set_dropping(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The folder went away again."""
        self.browser.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped folders."""
        self.browser.set_dropping(False)
        self.folder_actions.add_all(folders_of(event.mimeData().urls()))
        event.acceptProposedAction()
