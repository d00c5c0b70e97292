"""Brings the welcome into the window, and does what was chosen in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from photoclip.errors import PhotoClipError
from photoclip.gui.events import Overview
from photoclip.gui.main_window import PHOTOS, MainWindow

if TYPE_CHECKING:
    from photoclip.gui.welcome.page import WelcomeChoices, WelcomePage


class WelcomeActions(QObject):
    """Shows the welcome while there is no folder, and whenever it is asked for.

    It is made when it is first shown: most starts need none.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._done = False
        self._known: tuple[Path, ...] = ()
        self.page: WelcomePage | None = None
        window.bridge.overview_read.connect(self._on_overview)
        window.actions_["welcome"].triggered.connect(self.open)
        window.actions_["all_photos"].triggered.connect(self._on_left)

    @property
    def is_open(self) -> bool:
        """Whether the welcome is what the middle shows."""
        return self.page is not None and self._window.browser.page is self.page

    @Slot()
    def open(self) -> None:
        """Show it from its first step on."""
        window = self._window
        if self.page is None:
            self.page = self._make()
        window.shell.show_page(PHOTOS)
        window.photos.close_viewer()
        window.browser.want_welcome(True)
        start = window.bridge.library.settings.text("index.start")
        self.page.begin(known=list(self._known), start=start)

    def _make(self) -> WelcomePage:
        from photoclip.gui.welcome.page import WelcomePage

        window = self._window
        page = WelcomePage(window.bridge, window.models.desk, window.folder_actions.choose)
        page.tint(window.palette())
        page.failed.connect(window.tell)
        page.finished.connect(self._on_finished)
        page.left.connect(self._on_left)
        window.browser.set_welcome(page)
        return page

    @Slot(object)
    def _on_overview(self, overview: Overview) -> None:
        if overview.info is None:
            return
        self._known = tuple(root.path for root in overview.folders)
        if overview.folders:
            if not self._done and self.is_open:
                # A folder came by another way.
                self._leave()
            self._done = True
        elif not self._done and not self.is_open:
            self.open()

    @Slot()
    def _on_left(self) -> None:
        if self._window.browser.has_folders:
            self._leave()

    def _leave(self) -> None:
        self._done = True
        self._window.browser.want_welcome(False)

    @Slot(object)
    def _on_finished(self, choices: WelcomeChoices) -> None:
        self._leave()
        window = self._window
        try:
            if choices.start:
                window.bridge.library.settings.set("index.start", choices.start)
        except PhotoClipError as error:
            window.tell(error)
        window.folder_actions.add_all(list(choices.folders))
        self._get_model(choices.model)
        window.browser.grid.setFocus()

    def _get_model(self, key: str) -> None:
        desk = self._window.models.desk
        info = desk.model(key)
        if info is None or info.active or desk.work_on(key) is not None:
            return
        if info.installed:
            desk.activate(key)
        else:
            desk.download(key, then_activate=True)
