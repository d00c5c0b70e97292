"""Tags: from the panels and keys to the library, and back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from photoclip.catalog.rows import Tag
from photoclip.changes import ChangeSet
from photoclip.gui.actions import ActionSet
from photoclip.gui.ask import Confirmation, NameQuestion
from photoclip.gui.bridge import Bridge
from photoclip.gui.details.reader import Details, read_details
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.query import text as query_text
from photoclip.gui.question import Deed, Question
from photoclip.gui.seen import said, seen
from photoclip.gui.texts import files, photos
from photoclip.results import Decided, Suggestion

_About = tuple[str, str, list[int]]
"""What is to be said, the tag, and the photos."""

READ_MS = 60
"""A selection that is still growing is not read at every step."""


class TagActions(QObject):
    """Connects the details panel, the tag tree, the keys and the library.

    Signals:
        failed: exception to be told.
        told: what was done, and whether undo takes it back.
        details_shown: ids of the photos (tuple) that the details panel shows now.
    """

    failed = Signal(object)
    told = Signal(str, bool)
    details_shown = Signal(object)

    def __init__(
        self, bridge: Bridge, page: PhotosPage, actions: ActionSet, window: QWidget
    ) -> None:
        super().__init__(window)
        self._page = page
        self._actions = actions
        self._panel = page.browser.details
        self._tree = page.browser.sidebar.tags
        self._reading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(READ_MS)
        self._timer.timeout.connect(self._on_read_due)
        self._details = Question(bridge, read_details, self)
        self._tags = Question(bridge, "tags.all", self)
        self._deeds: dict[str, Deed] = {}
        for work in (
            *("tags.add", "tags.remove", "tags.rename", "tags.move", "tags.delete"),
            *("review.accept", "review.reject"),
        ):
            self._deeds[work] = Deed(bridge, work, self)
            self._deeds[work].failed.connect(self.failed)
            self._deeds[work].done.connect(self._on_done)
        self._rename = NameQuestion(window, self._on_renamed)
        self._move = NameQuestion(window, self._on_move_named)
        self._delete = Confirmation(window, self._on_delete_confirmed)
        self._add = NameQuestion(window, self._on_add_named)
        self._details.answered.connect(self._on_details)
        self._details.failed.connect(self.failed)
        self._tags.answered.connect(self._on_tags)
        self._tags.failed.connect(self.failed)
        bridge.changed.connect(self._on_changed)
        self._connect_widgets()
        self._tags.ask()

    def _connect_widgets(self) -> None:
        page, panel, tree = self._page, self._panel, self._tree
        page.selection_changed.connect(self._timer.start)
        page.panels.details_shown.connect(self._timer.start)
        panel.tag_added.connect(self._on_tag_added)
        panel.tag_removed.connect(self._on_tag_removed)
        panel.accepted.connect(self._on_accepted)
        panel.rejected.connect(self._on_rejected)
        tree.show_requested.connect(self._on_show)
        tree.add_requested.connect(self._on_add)
        tree.rename_requested.connect(self._on_rename)
        tree.move_requested.connect(self._on_move)
        tree.remove_requested.connect(self._on_delete)
        tree.photos_dropped.connect(self._on_dropped)
        self._actions["add_tag"].triggered.connect(self._on_add)

    # --- reading ----------------------------------------------------------------------
    @Slot()
    def read_details(self) -> None:
        """Read anew what the details panel shows."""
        self._timer.start()

    @Slot()
    def _on_read_due(self) -> None:
        # A million may be selected: they are listed only for a panel that shows them.
        wanted = self._page.panels.is_wanted("details")
        ids = self._page.current_ids() if wanted else []
        self._reading = bool(ids)
        if not ids:
            self._details.forget()
            self._panel.show_details(None)
        else:
            self._details.ask(ids, self._page.leading_ids())

    @Slot(object)
    def _on_details(self, details: Details) -> None:
        self._reading = False
        self._panel.show_details(details)
        self.details_shown.emit(details.photo_ids)

    @Slot(object)
    def _on_tags(self, tags: list[Tag]) -> None:
        self._tree.show_tags(tags)
        self._panel.show_known_tags(tags)

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tags or changes.removed:
            self._tags.ask()
        if not self._page.panels.is_wanted("details"):
            return
        # What is being read now may have been read before the change.
        touched = self._reading or self._panel.shows_any(changes.photos)
        if changes.tags or changes.removed or touched:
            self._timer.start()

    # --- the selected photos ----------------------------------------------------------
    def _do(self, work: str, undo_text: str, *args: Any, about: _About | None = None) -> None:
        self._deeds[work].do(*args, about=about, undo_text=undo_text)

    @Slot(object)
    def _on_tag_added(self, path: tuple[str, ...]) -> None:
        self._give(self._page.current_ids(), path)

    def _give(self, photo_ids: list[int], path: tuple[str, ...]) -> None:
        if photo_ids:
            names = {"tag": "/".join(path), "photos": seen(self._page, photo_ids)}
            undo_text = self.tr("Tag {photos} with “{tag}”").format(**names)
            about = self.tr("{photos} got the tag “{tag}”.")
            said_of = (about, names["tag"], photo_ids)
            self._do("tags.add", undo_text, photo_ids, path, about=said_of)

    @Slot(object)
    def _on_tag_removed(self, path: tuple[str, ...]) -> None:
        ids = self._page.current_ids()
        if ids:
            names = {"tag": "/".join(path), "photos": seen(self._page, ids)}
            undo_text = self.tr("Take “{tag}” from {photos}").format(**names)
            about = self.tr("{photos} lost the tag “{tag}”.")
            self._do("tags.remove", undo_text, ids, path, about=(about, names["tag"], ids))

    @Slot(object)
    def _on_accepted(self, suggestion: Suggestion) -> None:
        undo_text = self.tr("Accept “{label}”").format(label=suggestion.label)
        self._do("review.accept", undo_text, [(suggestion.photo_id, suggestion.tag_id)])

    @Slot(object)
    def _on_rejected(self, suggestion: Suggestion) -> None:
        undo_text = self.tr("Reject “{label}”").format(label=suggestion.label)
        self._do("review.reject", undo_text, [(suggestion.photo_id, suggestion.tag_id)])

    @Slot()
    def _on_add(self) -> None:
        ids = self._page.current_ids()
        if not ids:
            self.told.emit(self.tr("Select the photos first that shall get a tag."), False)
            return
        self._add.ask(
            self.tr("Add a tag"),
            self.tr("Tag for {photos}; levels are divided by /:").format(
                photos=said(self._page, ids)
            ),
            context=ids,
            known=self._panel.known_tags,
        )

    @Slot(object, str)
    def _on_add_named(self, photo_ids: list[int], name: str) -> None:
        path = _path(name)
        if path:
            self._give(photo_ids, path)

    # --- the tree ---------------------------------------------------------------------
    @Slot(object)
    def _on_show(self, tag: Tag) -> None:
        self._page.search_for(query_text.tag(tag.path))

    @Slot(object, object)
    def _on_dropped(self, tag: Tag, photo_ids: list[int]) -> None:
        self._give(photo_ids, tag.path)

    @Slot(object)
    def _on_rename(self, tag: Tag) -> None:
        self._rename.ask(
            self.tr("Rename the tag"),
            self.tr("New name of “{tag}”:").format(tag=" / ".join(tag.path)),
            tag.name,
            tag,
        )

    @Slot(object, str)
    def _on_renamed(self, tag: Tag, name: str) -> None:
        if name != tag.name:
            undo_text = self.tr("Rename the tag “{tag}”").format(tag=tag.name)
            self._do("tags.rename", undo_text, tag.path, name)

    @Slot(object)
    def _on_move(self, tag: Tag) -> None:
        below = tag.path
        known = [n for n in self._panel.known_tags if _path(n)[: len(below)] != below]
        self._move.ask(
            self.tr("Move the tag"),
            self.tr("Tag that “{tag}” shall go under; / alone is the top level:").format(
                tag=" / ".join(tag.path)
            ),
            "/".join(tag.path[:-1]) or "/",
            tag,
            known,
        )

    @Slot(object, str)
    def _on_move_named(self, tag: Tag, name: str) -> None:
        parent = _path(name)
        if parent != tag.path[:-1]:
            undo_text = self.tr("Move the tag “{tag}”").format(tag=tag.name)
            self._do("tags.move", undo_text, tag.path, parent)

    @Slot(object)
    def _on_delete(self, tag: Tag) -> None:
        self._delete.ask(
            self.tr("Delete the tag"),
            self.tr("Delete the tag “{tag}”?").format(tag=" / ".join(tag.path)),
            self.tr("{photos} and all tags below it lose it. The photos themselves stay.").format(
                photos=photos(tag.photos)
            ),
            self.tr("Delete"),
            tag,
        )

    @Slot(object)
    def _on_delete_confirmed(self, tag: Tag) -> None:
        name = " / ".join(tag.path)
        undo_text = self.tr("Delete the tag “{tag}”").format(tag=name)
        about = self.tr("The tag “{tag}” was deleted.")
        self._do("tags.delete", undo_text, tag.path, about=(about, name, []))

    # --- what came of it --------------------------------------------------------------
    @Slot(object, object)
    def _on_done(self, value: Any, about: _About | None) -> None:
        if about is not None:
            text, tag, photo_ids = about
            count = value.count if isinstance(value, Decided) else 1
            counted = said(self._page, photo_ids)
            if count != len(photo_ids):
                # Some had it before; which ones is not known, so a stack is not one photo here.
                counted = photos(count) if counted == photos(len(photo_ids)) else files(count)
            self.told.emit(text.format(photos=counted, tag=tag), count > 0)


def _path(text: str) -> tuple[str, ...]:
    """A tag as typed, its levels divided by slashes; a slash alone is the top level."""
    return tuple(part.strip() for part in text.split("/") if part.strip())
