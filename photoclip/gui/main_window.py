"""The main window: the frame of pages, the menus, and what they share."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow

from photoclip.changes import ChangeSet
from photoclip.errors import PhotoClipError
from photoclip.gui.actions import ActionSet
from photoclip.gui.album_actions import AlbumActions
from photoclip.gui.bridge import Bridge
from photoclip.gui.conflict_actions import ConflictActions
from photoclip.gui.core_texts import core_text
from photoclip.gui.desktop import folders_of, take_a_copy
from photoclip.gui.events import Overview
from photoclip.gui.fine_detail import FineDetail
from photoclip.gui.folder_actions import ChooseFolder, FolderActions, ask_for_folder
from photoclip.gui.grid.canvas import ZOOM_START
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.handing import HandoverDesk
from photoclip.gui.job_actions import JobActions
from photoclip.gui.jobs.desk import JobsDesk
from photoclip.gui.library_tools import LibraryTools
from photoclip.gui.manners import Manners
from photoclip.gui.mark_actions import MarkActions
from photoclip.gui.models.actions import ModelActions
from photoclip.gui.photo_actions import PhotoActions
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.possible import Possible
from photoclip.gui.query import text as query_text
from photoclip.gui.query.offered import may_offer, offered
from photoclip.gui.question import Question
from photoclip.gui.settings.desk import SettingsDesk
from photoclip.gui.shell import MakePage, Shell
from photoclip.gui.status import StatusLine, searchable_photos, viewable_photos
from photoclip.gui.tag_actions import TagActions
from photoclip.gui.training.actions import TrainingActions
from photoclip.gui.undo import UndoDesk
from photoclip.gui.window_state import WindowState
from photoclip.gui.window_title import WindowTitle
from photoclip.handover import Handover
from photoclip.library import Library
from photoclip.results import ReviewGroup

OVERVIEW_MS = 1_000
PHOTOS = "photos"
REVIEW = "review"


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
        self._usual_place = QByteArray()
        self._overview = Overview()
        self.bridge = Bridge(library, self)
        self.thumbs = ThumbLoader(library.thumbnail, self)
        self.model = PhotoGridModel(library.photos, self.thumbs, self, tags=library.tags.of_photo)
        self.actions_ = ActionSet(self)
        # Before all who act: it must know of an answer before they tell what they did.
        self.undo = UndoDesk(self.bridge, self.actions_, self)
        self.photos = PhotosPage(self.bridge, self.model, self.thumbs, self.actions_)
        self.results, self.browser = self.photos.results, self.photos.browser
        self.viewer = self.photos.viewer
        self.status = StatusLine(self.actions_)
        self.shell = Shell()
        self.notice = self.shell.notice
        self.setCentralWidget(self.shell)
        self.setStatusBar(self.status)
        self.actions_.fill_menu_bar(self.menuBar())
        self.setAcceptDrops(True)
        self.setMinimumSize(600, 420)
        self._overview_timer = QTimer(self)
        self._overview_timer.setSingleShot(True)
        self._overview_timer.setInterval(OVERVIEW_MS)
        self._overview_timer.timeout.connect(self._on_overview_due)
        self.folder_actions = FolderActions(self.bridge, choose_folder, self)
        self.photo_actions = PhotoActions(
            self.bridge, self.photos, self.actions_, self.thumbs, self
        )
        self.job_actions = JobActions(self.bridge, self.actions_, self.status, self)
        self.jobs = JobsDesk(self.bridge, self.photos.panels.jobs, self)
        self.tag_actions = TagActions(self.bridge, self.photos, self.actions_, self)
        self.mark_actions = MarkActions(
            self.bridge, self.photos, self.actions_, self.tag_actions, self
        )
        self.album_actions = AlbumActions(self.bridge, self.photos, self.actions_, self)
        self.tools = LibraryTools(self.bridge, self.photos, self.actions_, self.thumbs, self)
        self.fine_detail = FineDetail(self.bridge, self.actions_, self)
        self.conflicts = ConflictActions(self.bridge, self.photos, self.actions_, self.thumbs, self)
        self.training = TrainingActions(self.bridge, self.actions_, self.status, self)
        self.handing = HandoverDesk(self.bridge, self)
        self.manners = Manners(self.bridge, self.status, self)
        self.settings_desk = SettingsDesk(
            library.settings, self.bridge, self.actions_, self.folder_actions, library.path, self
        )
        self.models = ModelActions(self.bridge, self.actions_, self.status, self)
        self._review_groups = Question(self.bridge, "review.groups", self)
        self.add_page(PHOTOS, self.tr("Photos"), "photos", lambda: self.photos)
        self.shell.show_page(PHOTOS)
        self.title = WindowTitle(self, self.shell, self.photos, PHOTOS)
        self._connect_work()
        self._connect_page()
        self._restore()
        self._tint()
        self.possible = Possible(
            self.shell, self.photos, PHOTOS, self.actions_, self.album_actions, self.photo_actions
        )

    # --- pages ------------------------------------------------------------------------
    def add_page(self, name: str, title: str, icon: str, factory: MakePage) -> QAction:
        """Add a page to the rail, to the View menu, and to the keys Ctrl+1, Ctrl+2 and so on.

        Args:
            name: Name in code; open suggestions are counted on one called ``"review"``.
            title: Its name in the user's language.
            icon: Drawing in ``resources/icons``.
            factory: Makes the widget when it is first shown, see :class:`Shell`.
        """
        action = self.shell.add_page(name, title, icon, factory)
        self.addAction(action)
        self.actions_.add_page(action)
        if name == REVIEW:
            self._review_groups.ask("label")
        return action

    # --- wiring -----------------------------------------------------------------------
    def _connect_work(self) -> None:
        self.bridge.changed.connect(self._on_changed)
        self.bridge.overview_read.connect(self._on_overview)
        self._review_groups.answered.connect(self._on_review_groups)
        self.job_actions.changed.connect(self._on_jobs_changed)
        self.job_actions.told.connect(self.notice.say)
        self.status.work_clicked.connect(self._on_work_clicked)
        self.status.model_clicked.connect(self.models.open)
        self.folder_actions.changed.connect(self._on_folders_changed)
        parts = (self.tag_actions, self.mark_actions, self.album_actions, self.tools, self.undo)
        for part in (*parts, self.fine_detail, self.photo_actions, self.folder_actions):
            part.failed.connect(self.tell)
            part.told.connect(self.confirm)
        others = (self.job_actions, self.jobs, self.training, self.manners, self._review_groups)
        for other in (*others, self.settings_desk, self.models, self.handing, self.conflicts):
            other.failed.connect(self.tell)
        self.photo_actions.offered.connect(self.notice.confirm)
        self.settings_desk.told.connect(self.confirm)
        self.settings_desk.search_requested.connect(self._on_query)
        self.training.ready.connect(self._on_trained)
        self.models.told.connect(self.notice.confirm)
        self.handing.told.connect(self.notice.say)
        self.handing.add_requested.connect(self.folder_actions.add_all)
        self.handing.search_requested.connect(self._on_query)
        self.handing.terms_requested.connect(self._on_terms)
        self.conflicts.found.connect(self._on_conflicts)

    def _connect_page(self) -> None:
        browser, photos = self.browser, self.photos
        photos.viewing_changed.connect(self._show_frame)
        photos.failed.connect(self.tell)
        browser.add_requested.connect(self.folder_actions.add)
        browser.folders.search_requested.connect(self._on_folder)
        self.folder_actions.follow(browser.folders)
        browser.folders.show_requested.connect(self.photo_actions.show_path)
        photos.panels.jobs.failed.show_requested.connect(self.photo_actions.show_path)
        browser.grid.menu_requested.connect(self.photo_actions.show_menu)
        self.actions_["add_folder"].triggered.connect(self.folder_actions.add)
        self.actions_["quit"].triggered.connect(self.close)
        self.actions_["full_screen"].triggered.connect(self._on_full_screen)
        self.actions_["find"].triggered.connect(self._on_find)

    @property
    def is_viewing(self) -> bool:
        """True while one photo fills the window."""
        return self.photos.is_viewing and self.shell.current == PHOTOS

    # --- start and end ----------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Start working once the window is there."""
        super().showEvent(event)
        if not self._started:
            self._started = True
            self.results.show_all()
            self.bridge.ask_overview()
            self.settings_desk.tell_remarks()
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
            self.manners.close()
            self.settings_desk.close()
            work = self.bridge.close()
            thumbs = self.thumbs.close()
            self._stopped_cleanly = work and thumbs
        return self._stopped_cleanly

    def _restore(self) -> None:
        state = WindowState(self._library.path)
        state.restore(self, self.photos.panels)
        self.browser.grid.set_zoom(state.number("zoom", ZOOM_START))
        self.actions_["filmstrip"].setChecked(bool(state.number("filmstrip", 1)))

    def _save(self) -> None:
        numbers = {"zoom": self.browser.grid.zoom}
        numbers["filmstrip"] = self.actions_["filmstrip"].isChecked()
        # A slideshow has the whole screen for itself only.
        place = self._usual_place if self.viewer.took_screen else self.saveGeometry()
        WindowState(self._library.path).save(place, self.photos.panels, **numbers)

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
        self.shell.tint(self.palette())

    @Slot(object)
    def tell(self, error: Exception) -> None:
        """Known problems get their sentence; anything else is a bug and is reported as one."""
        if isinstance(error, PhotoClipError):
            self.notice.say(core_text(str(error)))
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    @Slot(str, bool)
    def confirm(self, text: str, undoable: bool) -> None:
        """Say for a while what was done."""
        self.notice.confirm(text, self.undo.offer() if undoable else None)

    @Slot(int)
    def _on_conflicts(self, count: int) -> None:
        text = self.tr("%Ln field(s) changed both here and in a file.", "", count)
        self.notice.offer(text, self.actions_["conflicts"])

    @Slot(str)
    def _on_trained(self, text: str) -> None:
        self.notice.offer(text, self.actions_["train"])

    @Slot()
    def _on_work_clicked(self) -> None:
        self.shell.show_page(PHOTOS)
        self.photos.panels.show("jobs")

    @Slot()
    def _on_find(self) -> None:
        self.shell.show_page(PHOTOS)
        self.photos.go_to_query()

    @Slot(object)
    def _on_folder(self, path: Path) -> None:
        self._on_query(query_text.folder(path))

    @Slot(str)
    def _on_query(self, text: str) -> None:
        self.shell.show_page(PHOTOS)
        self.photos.search_for(text)

    @Slot(object)
    def _on_terms(self, terms: list[str]) -> None:
        self.shell.show_page(PHOTOS)
        self.browser.search_box.add_terms(terms)

    @Slot(object)
    def take_over(self, arguments: Handover) -> None:
        """Come to the front and do what another start was asked to do."""
        self.handing.take(arguments)

    # --- library ----------------------------------------------------------------------
    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        touched = changes.photos | changes.added
        if touched:
            self.model.refresh(touched)
        if not self._overview_timer.isActive():
            self._overview_timer.start()

    @Slot()
    def _on_overview_due(self) -> None:
        self.bridge.ask_overview()
        if self.shell.has_page(REVIEW):
            self._review_groups.ask("label")

    @Slot(object)
    def _on_review_groups(self, groups: list[ReviewGroup]) -> None:
        self.shell.set_badge(REVIEW, sum(group.count for group in groups))

    @Slot(object)
    def _on_overview(self, overview: Overview) -> None:
        if overview.error is not None:
            self.tell(overview.error)
        if overview.info is None:
            return
        first = self._overview.info is None
        self._overview = overview
        self.browser.folders.show_roots(overview.folders)
        self.model.set_offline(root.id for root in overview.folders if root.state == "offline")
        self.status.show_info(overview.info)
        self._show_library()
        if first and overview.folders:
            self.bridge.start_index(asked=False)

    def _show_library(self) -> None:
        info = self._overview.info
        self.browser.show_library(
            has_folders=info is None or bool(self._overview.folders),
            searchable=searchable_photos(info) if info else 0,
            viewable=viewable_photos(info) - info.unreadable if info else 0,
            indexing=self.bridge.is_indexing,
            offline=info is not None and info.offline_roots > 0,
        )

    @Slot()
    def _on_folders_changed(self) -> None:
        self.bridge.ask_overview()
        self.results.refresh()

    @Slot()
    def _on_jobs_changed(self) -> None:
        self.bridge.ask_overview()
        self._show_library()

    # --- view -------------------------------------------------------------------------
    @Slot(bool)
    def _on_full_screen(self, full: bool) -> None:
        if full:
            self._usual_place = self.saveGeometry()
        state = self.windowState()
        flag = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | flag if full else state & ~flag)
        self._show_frame()

    @Slot()
    def _show_frame(self) -> None:
        """On the whole screen a photo stands alone."""
        alone = self.is_viewing and self.isFullScreen()
        self.menuBar().setVisible(not alone)
        self.status.setVisible(not alone)
        self.shell.set_alone(alone)
        self.photos.set_alone(alone)

    # --- drag and drop ----------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and pictures may be dropped anywhere on the window."""
        folders = folders_of(event.mimeData().urls())
        foreign = event.source() is None and may_offer(event.mimeData())
        if folders or (foreign and self._overview.folders):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.browser.set_dropping(bool(folders))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The thing went away again."""
        self.browser.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add dropped folders; look for photos like dropped pictures."""
        self.browser.set_dropping(False)
        mime = event.mimeData()
        self.folder_actions.add_all(folders_of(mime.urls()))
        pictures = offered(mime)
        if pictures:
            self._on_find()
            self.photos.query_desk.pictures.take(pictures)
        take_a_copy(event)
