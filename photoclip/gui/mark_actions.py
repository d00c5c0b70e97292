"""Stars, flags and captions: from keys and the details panel to the library."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QWidget

from photoclip.gui.action_table import STARS
from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.dialogs.caption import CaptionDialog
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.question import Deed
from photoclip.gui.seen import said, seen
from photoclip.gui.tag_actions import TagActions
from photoclip.gui.texts import photos

ADVANCE = "look.advance_after_rating"


class MarkActions(QObject):
    """Says of the selected photos how good they are, and what is on them.

    Signals:
        failed: exception to be told.
        told: what was done, and whether undo takes it back.
    """

    failed = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        bridge: Bridge,
        page: PhotosPage,
        actions: ActionSet,
        tags: TagActions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._page = page
        self._tags = tags
        self._library = bridge.library
        self._panel = page.browser.details
        self._caption_wanted: tuple[int, ...] = ()
        self.dialog: CaptionDialog | None = None
        self._deeds: dict[str, Deed] = {}
        for work in ("tags.set_rating", "tags.set_pick", "captions.set", "captions.set_all"):
            self._deeds[work] = Deed(bridge, work, self)
            self._deeds[work].failed.connect(self.failed)
            self._deeds[work].done.connect(self._on_done)
        self._panel.stars.rated.connect(self.rate)
        self._panel.stars.flagged.connect(self.flag)
        self._panel.caption.saved.connect(self._on_caption)
        tags.details_shown.connect(self._on_details)
        actions["edit_caption"].triggered.connect(self.edit_caption)
        for name in STARS:
            actions[name].setData(int(name[-1]))
            actions[name].triggered.connect(self._on_star_key)
        for name, pick in (("pick", 1), ("refuse", -1), ("unflag", 0)):
            actions[name].setData(pick)
            actions[name].triggered.connect(self._on_flag_key)

    def _do(self, work: str, undo_text: str, *args: Any, about: str = "") -> None:
        self._deeds[work].do(*args, about=about, undo_text=undo_text)

    # --- stars and flags --------------------------------------------------------------
    @Slot(int)
    def rate(self, stars: int) -> None:
        """Give the selected photos stars; 0 takes them away."""
        ids = self._page.current_ids()
        if not ids:
            return
        many, one = said(self._page, ids), seen(self._page, ids)
        undo_text = self.tr("Rate {photos}") if stars else self.tr("Take the stars of {photos}")
        about = ""
        if len(ids) > 1:
            about = self.tr("%Ln star(s) for {photos}.", "", stars).format(photos=many)
            if not stars:
                about = self.tr("No stars for {photos}.").format(photos=many)
        self._do("tags.set_rating", undo_text.format(photos=one), ids, stars or None, about=about)
        self._go_on()

    @Slot(int)
    def flag(self, pick: int) -> None:
        """Flag the selected photos: 1 picked, -1 refused, 0 neither."""
        ids = self._page.current_ids()
        if not ids:
            return
        many, one = said(self._page, ids), seen(self._page, ids)
        undo_text, about = {
            1: (self.tr("Pick {photos}"), self.tr("{photos} picked.")),
            -1: (self.tr("Refuse {photos}"), self.tr("{photos} refused.")),
            0: (self.tr("Take the flag of {photos}"), self.tr("{photos} without a flag now.")),
        }[pick]
        told = about.format(photos=many) if len(ids) > 1 else ""
        self._do("tags.set_pick", undo_text.format(photos=one), ids, pick, about=told)
        self._go_on()

    def _go_on(self) -> None:
        """To the next photo or stack, if the user likes it so; those compared stay together."""
        leading, viewer = self._page.leading_ids(), self._page.viewer
        if len(leading) != 1 or not self._library.settings.get(ADVANCE):
            return
        if self._page.is_viewing:
            if not viewer.is_comparing:
                viewer.next()
        else:
            grid = self._page.browser.grid
            following = grid.currentIndex().siblingAtRow(grid.currentIndex().row() + 1)
            if grid.current_id() == leading[0] and following.isValid():
                grid.setCurrentIndex(following)

    @Slot()
    def _on_star_key(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.rate(action.data())

    @Slot()
    def _on_flag_key(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.flag(action.data())

    # --- captions ---------------------------------------------------------------------
    @Slot()
    def edit_caption(self) -> None:
        """Put the cursor into the caption of one photo or stack, or ask for one for all."""
        ids = self._page.current_ids()
        if len(self._page.leading_ids()) == 1:
            self._caption_wanted = tuple(ids)
            self._page.panels.want("details", True)
            self._page.panels.docks["details"].raise_()
            self._tags.read_details()
        elif ids:
            self.dialog = CaptionDialog(ids, said(self._page, ids), self._window)
            self.dialog.saved.connect(self._on_captions)
            self.dialog.finished.connect(self.dialog.deleteLater)
            self.dialog.open()

    @Slot(object)
    def _on_details(self, photo_ids: tuple[int, ...]) -> None:
        """The panel shows these photos now; before, it has no place for the cursor."""
        wanted, self._caption_wanted = self._caption_wanted, ()
        if photo_ids == wanted:
            caption = self._panel.caption
            self._panel.ensureWidgetVisible(caption)
            caption.setFocus(Qt.FocusReason.ShortcutFocusReason)
            caption.moveCursor(QTextCursor.MoveOperation.End)

    @Slot(object, str)
    def _on_caption(self, photo_ids: tuple[int, ...], text: str) -> None:
        if len(photo_ids) > 1:
            self._on_captions(list(photo_ids), text)
            return
        undo_text = self.tr("Change the caption of {photos}").format(photos=photos(1))
        self._do("captions.set", undo_text, photo_ids[0], text)

    @Slot(object, str)
    def _on_captions(self, photo_ids: list[int], text: str) -> None:
        many, one = said(self._page, photo_ids), seen(self._page, photo_ids)
        undo_text = self.tr("Change the caption of {photos}").format(photos=one)
        about = self.tr("{photos}: the caption is new.")
        if not text:
            about = self.tr("{photos}: the caption is gone.")
        self._do("captions.set_all", undo_text, photo_ids, text, about=about.format(photos=many))

    # --- what came of it --------------------------------------------------------------
    @Slot(object, object)
    def _on_done(self, _value: Any, about: str) -> None:
        if about:
            self.told.emit(about, True)
