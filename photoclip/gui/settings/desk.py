"""Opens what has to do with settings and keys, and lets settings act on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from photoclip.errors import PhotoClipError
from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.folder_actions import FolderActions
from photoclip.gui.palette_desk import PaletteDesk
from photoclip.gui.settings.keymap import Keymap
from photoclip.gui.settings.watch import SettingsWatch
from photoclip.gui.theme import Theme
from photoclip.settings import Settings

if TYPE_CHECKING:
    from photoclip.gui.dialogs.about import AboutBox
    from photoclip.gui.settings.dialog import SettingsDialog
    from photoclip.gui.shortcut_sheet import ShortcutSheet


class SettingsDesk(QObject):
    """Connects settings, keys, palette, key sheet and about box.

    Args:
        settings: The library's.
        bridge: Does the work.
        actions: The window's actions.
        folder_actions: Adds and removes folders.
        folder: The library's folder.
        window: In front of which everything is shown.

    Signals:
        failed: exception to be told.
        told: what was done; undo never takes it back.
        search_requested: a query chosen in the palette.
    """

    failed = Signal(object)
    told = Signal(str, bool)
    search_requested = Signal(str)

    def __init__(
        self,
        settings: Settings,
        bridge: Bridge,
        actions: ActionSet,
        folder_actions: FolderActions,
        folder: Path,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._settings = settings
        self._bridge = bridge
        self._actions = actions
        self._folders = folder_actions
        self._window = window
        self.watch = SettingsWatch(settings, self)
        self.keymap = Keymap(actions, self.watch, self)
        self.palette = PaletteDesk(bridge, actions, self.keymap, folder, window)
        self.dialog: SettingsDialog | None = None
        self.sheet: ShortcutSheet | None = None
        self.about: AboutBox | None = None
        self.watch.changed.connect(self._on_changed)
        self.palette.search_requested.connect(self.search_requested)
        self.palette.failed.connect(self.failed)
        actions["settings"].triggered.connect(self.open)
        actions["palette"].triggered.connect(self.palette.open)
        actions["shortcuts"].triggered.connect(self.open_sheet)
        actions["about"].triggered.connect(self.open_about)
        self._show_theme()

    def close(self) -> None:
        """Hear no more of changes; may be repeated."""
        self.watch.close()

    def tell_remarks(self) -> None:
        """Say what was wrong with the file of settings, once."""
        for remark in self._settings.take_remarks():
            self._on_failed(PhotoClipError(remark))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        """Tell it where the user looks."""
        open_now = self.dialog is not None and self.dialog.isVisible()
        if self.dialog is not None and open_now and isinstance(error, PhotoClipError):
            self.dialog.notice.say(core_text(str(error)))
        else:
            self.failed.emit(error)

    @Slot(str, bool)
    def _on_told(self, text: str, undoable: bool) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.notice.confirm(text)
        else:
            self.told.emit(text, undoable)

    # --- the dialog -------------------------------------------------------------------
    @Slot()
    def open(self) -> None:
        """Show the settings, or bring them to the front."""
        if self.dialog is None:
            self.dialog = self._make_dialog()
        else:
            self.dialog.enter()
        to_front(self.dialog)

    def open_page(self, key: str) -> None:
        """Show one page of the settings."""
        self.open()
        if self.dialog is not None:
            self.dialog.show_page(key)

    def _make_dialog(self) -> SettingsDialog:
        # Nothing of it is needed at the start, which shall be quick.
        from photoclip.gui.settings.dialog import SettingsDialog
        from photoclip.gui.settings.pages import make_pages

        pages = make_pages(self._settings, self._bridge, self._actions, self._folders, self.keymap)
        for page in pages:
            if hasattr(page.widget, "failed"):
                page.widget.failed.connect(self._on_failed)
            if hasattr(page.widget, "changed"):
                page.widget.changed.connect(self._on_chosen)
            if hasattr(page.widget, "told"):
                page.widget.told.connect(self._on_told)
        return SettingsDialog(pages, self._window)

    @Slot(str, object)
    def _on_chosen(self, key: str, value: bool | int | float | str | None) -> None:
        try:
            if value is None:
                self._settings.reset(key)
            else:
                self._settings.set(key, value)
        except PhotoClipError as error:
            self._on_failed(error)
        if self.dialog is not None:
            self.dialog.refresh(key)
        self.tell_remarks()

    @Slot(str)
    def _on_changed(self, key: str) -> None:
        if self.dialog is not None:
            self.dialog.refresh(key)
        if key == "look.theme":
            self._show_theme()

    def _show_theme(self) -> None:
        app = QApplication.instance()
        theme = app.findChild(Theme) if app is not None else None
        if theme is not None:
            theme.want(self._settings.text("look.theme"))

    # --- sheet and about box ----------------------------------------------------------
    @Slot()
    def open_sheet(self) -> None:
        """Show all keys, or bring them to the front."""
        from photoclip.gui.shortcut_sheet import ShortcutSheet

        if self.sheet is None:
            self.sheet = ShortcutSheet(self.keymap, self._window)
        to_front(self.sheet)

    @Slot()
    def open_about(self) -> None:
        """Show version and licences."""
        from photoclip.gui.dialogs.about import AboutBox

        if self.about is None:
            self.about = AboutBox(
                self._bridge, self._window, updates=self._settings.flag("privacy.update_check")
            )
            self.about.failed.connect(self.failed)
            self.about.finished.connect(self._on_about_closed)
        to_front(self.about)

    @Slot()
    def _on_about_closed(self) -> None:
        if self.about is not None:
            self.about.deleteLater()
            self.about = None


def to_front(dialog: QWidget) -> None:
    """Show a window, or bring it to the front where it is open already."""
    if dialog.isVisible():
        dialog.raise_()
        dialog.activateWindow()
    dialog.show()
