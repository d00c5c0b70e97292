"""Albums: from the side panel and the menus to the library, and back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from photoclip.changes import ChangeSet
from photoclip.gui.action_table import IN_ALBUM
from photoclip.gui.actions import ActionSet
from photoclip.gui.ask import Confirmation, NameQuestion
from photoclip.gui.bridge import Bridge
from photoclip.gui.grid.reordering import Reordering
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.query import text as query_text
from photoclip.gui.question import Deed, Question
from photoclip.gui.seen import said, seen
from photoclip.library import Library
from photoclip.results import AlbumInfo
from photoclip.views import Arrangement

ALL_THE_WAY = 2
"""Size of a step that goes to the front or the end of an album."""


def create_with(library: Library, name: str, photo_ids: list[int]) -> AlbumInfo:
    """A new album that holds these photos from the start."""
    album = library.albums.create(name)
    if photo_ids:
        library.albums.add(name, photo_ids)
    return album


def put_into(library: Library, name: str, photo_ids: list[int]) -> AlbumInfo:
    """Put photos into an album, which is made if there is none of that name."""
    known = {album.name.casefold() for album in library.albums.all()}
    if name.casefold() in known:
        return library.albums.add(name, photo_ids)
    return create_with(library, name, photo_ids)


def move_in(library: Library, name: str, photo_ids: list[int], step: int) -> AlbumInfo:
    """Move photos of an album: by one place, -1 or +1, or all to its front, -2, or end, +2.

    They keep their order among each other, and stop at the end of the album.
    """
    order = library.albums.photos(name)
    moving = set(photo_ids)
    if abs(step) == ALL_THE_WAY:
        named = [each for each in order if each in moving]
        first = next((each for each in order if each not in moving), None)
        return library.albums.move(name, named, before=first if step < 0 else None)
    places = range(len(order)) if step < 0 else range(len(order) - 1, -1, -1)
    for place in places:
        other = place + step
        if order[place] in moving and 0 <= other < len(order) and order[other] not in moving:
            order[place], order[other] = order[other], order[place]
    return library.albums.reorder(name, order)


def is_own_order(arrangement: Arrangement) -> bool:
    """Whether the photos of an album stand as the album has them, and not sorted in any way."""
    plain = arrangement.sort == "relevance" and arrangement.group == "none"
    return plain and not arrangement.reverse


class AlbumActions(QObject):
    """Connects the album list and the library.

    Signals:
        failed: exception to be told.
        told: what was done, and whether undo takes it back.
    """

    failed = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self, bridge: Bridge, page: PhotosPage, actions: ActionSet, window: QWidget
    ) -> None:
        super().__init__(window)
        self._page = page
        self._panel = page.browser.sidebar.albums
        self._leave = actions["leave_album"]
        self._leave.triggered.connect(self._on_leave)
        self._moves = [actions[name] for name in IN_ALBUM if name != "leave_album"]
        for action, step in zip(self._moves, (-ALL_THE_WAY, -1, 1, ALL_THE_WAY), strict=True):
            action.setData(step)
            action.triggered.connect(self._on_move)
        for action in (self._leave, *self._moves):
            action.setEnabled(False)
        self._albums = Question(bridge, "albums.all", self)
        self._albums.answered.connect(self._panel.show_albums)
        self._albums.failed.connect(self.failed)
        self._deeds: dict[str, Deed] = {}
        works = ("albums.create", "albums.rename", "albums.add", "albums.move")
        functions = (create_with, put_into, move_in)
        more = ("albums.remove_photos", "albums.remove", "albums.set_query")
        for work in (*works, *more, *functions):
            deed = Deed(bridge, work, self)
            deed.failed.connect(self.failed)
            deed.done.connect(self._on_done)
            self._deeds[work if isinstance(work, str) else work.__name__] = deed
        self._reordering = Reordering(page.browser.grid, self)
        self._reordering.moved.connect(self._on_dragged)
        self._reordering.refused.connect(self._on_refused)
        self._name = NameQuestion(window, self._on_named)
        self._put = NameQuestion(window, self._on_put_named)
        self._save = NameQuestion(window, self._on_save_named)
        self._rename = NameQuestion(window, self._on_renamed)
        self._remove = Confirmation(window, self._on_remove_confirmed)
        self._edited: AlbumInfo | None = None
        panel = self._panel
        panel.show_requested.connect(self._on_show)
        panel.create_requested.connect(self._on_create)
        panel.save_search_requested.connect(self._on_save)
        panel.rename_requested.connect(self._on_rename)
        panel.query_requested.connect(self._on_edit_query)
        panel.remove_requested.connect(self._on_remove)
        panel.photos_dropped.connect(self._on_dropped)
        actions["new_album"].triggered.connect(self._on_create)
        actions["add_to_album"].triggered.connect(self._on_put)
        actions["save_search"].triggered.connect(self._on_save)
        bridge.changed.connect(self._on_changed)
        self._albums.ask()

    def _do(self, work: str, undo_text: str, *args: Any, about: str = "", **options: Any) -> None:
        """Change an album; ``about`` is what to tell, if anything."""
        self._deeds[work].do(*args, about=about, undo_text=undo_text, **options)

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.albums or changes.removed:
            self._albums.ask()
        if changes.albums and self._shown_album() is not None:
            # A photo that moved is looked for at once; other changes can wait for a timer.
            self._page.results.refresh()

    def look(self, *, in_front: bool) -> None:
        """See what can be done in the album on show.

        Args:
            in_front: False while another page than that of the photos is.
        """
        shown = in_front and self._shown_album() is not None
        ordered = shown and is_own_order(self._page.results.state.request.arrangement)
        some = bool(self._page.leading_ids())
        self._leave.setEnabled(shown and some)
        for action in self._moves:
            action.setEnabled(ordered and some)
        self._reordering.look(album=shown, ordered=ordered)
        self._panel.may_save_search(self._page.results.state.request.kind == "text")

    @Slot(object)
    def _on_show(self, album: AlbumInfo) -> None:
        self._page.search_for(query_text.album(album.name))

    # --- making -----------------------------------------------------------------------
    @Slot()
    def _on_create(self) -> None:
        ids = self._page.current_ids()
        label = self.tr("Name of the album for {photos}:").format(photos=said(self._page, ids))
        if not ids:
            label = self.tr("Name of the new, empty album:")
        self._name.ask(self.tr("New album"), label, context=ids)

    @Slot(object, str)
    def _on_named(self, photo_ids: list[int], name: str) -> None:
        undo_text = self.tr("Make the album “{album}”").format(album=name)
        about = self.tr("The album “{album}” was made.").format(album=name)
        self._do("create_with", undo_text, name, photo_ids, about=about)

    @Slot()
    def _on_put(self) -> None:
        ids = self._page.current_ids()
        if ids:
            label = self.tr("Album for {photos}; a new name makes a new album:")
            known = [album.name for album in self._panel.albums if album.query is None]
            self._put.ask(
                self.tr("Add to album"),
                label.format(photos=said(self._page, ids)),
                context=ids,
                known=known,
            )

    @Slot(object, str)
    def _on_put_named(self, photo_ids: list[int], name: str) -> None:
        self._add("put_into", name, photo_ids)

    def _add(self, work: str, name: str, photo_ids: list[int]) -> None:
        many, one = said(self._page, photo_ids), seen(self._page, photo_ids)
        undo_text = self.tr("Add {photos} to “{album}”").format(photos=one, album=name)
        about = self.tr("{photos} added to “{album}”.").format(photos=many, album=name)
        self._do(work, undo_text, name, photo_ids, about=about)

    @Slot()
    def _on_save(self) -> None:
        query = self._page.results.state.request.text
        if not query:
            return
        same = self._edited is not None
        self._save.ask(
            self.tr("Save this search"),
            self.tr("Name of the smart album that always shows what fits\n{query}").format(
                query=query
            ),
            self._edited.name if same and self._edited else "",
            query,
        )

    @Slot(object, str)
    def _on_save_named(self, query: str, name: str) -> None:
        edited, self._edited = self._edited, None
        if edited is not None and edited.name == name:
            undo_text = self.tr("Change the album “{album}”").format(album=name)
            about = self.tr("The album “{album}” was changed.").format(album=name)
            self._do("albums.set_query", undo_text, name, query, about=about)
        else:
            undo_text = self.tr("Make the album “{album}”").format(album=name)
            about = self.tr("The album “{album}” was made.").format(album=name)
            self._do("albums.create", undo_text, name, about=about, query=query)

    # --- changing ---------------------------------------------------------------------
    @Slot(object)
    def _on_edit_query(self, album: AlbumInfo) -> None:
        """The query goes into the box; saving the search under the same name changes it."""
        self._edited = album
        self._page.search_for(album.query or "")
        self._page.go_to_query()

    @Slot(object)
    def _on_rename(self, album: AlbumInfo) -> None:
        label = self.tr("New name of “{album}”:").format(album=album.name)
        self._rename.ask(self.tr("Rename the album"), label, album.name, album)

    @Slot(object, str)
    def _on_renamed(self, album: AlbumInfo, name: str) -> None:
        if name != album.name:
            undo_text = self.tr("Rename the album “{album}”").format(album=album.name)
            self._do("albums.rename", undo_text, album.name, name)

    @Slot(object)
    def _on_remove(self, album: AlbumInfo) -> None:
        self._remove.ask(
            self.tr("Remove the album"),
            self.tr("Remove the album “{album}”?").format(album=album.name),
            self.tr("Its photos stay in the library and on the disk."),
            self.tr("Remove"),
            album,
        )

    @Slot(object)
    def _on_remove_confirmed(self, album: AlbumInfo) -> None:
        undo_text = self.tr("Remove the album “{album}”").format(album=album.name)
        about = self.tr("The album “{album}” was removed.").format(album=album.name)
        self._do("albums.remove", undo_text, album.name, about=about)

    @Slot(object, object)
    def _on_dropped(self, album: AlbumInfo, photo_ids: list[int]) -> None:
        self._add("albums.add", album.name, photo_ids)

    def _shown_album(self) -> AlbumInfo | None:
        """The hand-picked album whose photos are on show."""
        name = query_text.album_of(self._page.results.state.request.text).casefold()
        for album in self._panel.albums if name else ():
            if album.query is None and name == album.name.casefold():
                return album
        return None

    @Slot()
    def _on_leave(self) -> None:
        album, ids = self._shown_album(), self._page.current_ids()
        if album is not None and ids:
            many, one = said(self._page, ids), seen(self._page, ids)
            undo_text = self.tr("Take {photos} out of “{album}”")
            undo_text = undo_text.format(photos=one, album=album.name)
            about = self.tr("{photos} taken out of “{album}”.")
            about = about.format(photos=many, album=album.name)
            self._do("albums.remove_photos", undo_text, album.name, ids, about=about)

    @Slot()
    def _on_move(self) -> None:
        action = self.sender()
        album, ids = self._shown_album(), self._page.current_ids()
        if album is not None and ids and isinstance(action, QAction):
            undo_text = self.tr("Reorder the album “{album}”").format(album=album.name)
            self._do("move_in", undo_text, album.name, ids, action.data())

    @Slot(object, object)
    def _on_dragged(self, photo_ids: list[int], before: int | None) -> None:
        album = self._shown_album()
        if album is not None:
            undo_text = self.tr("Reorder the album “{album}”").format(album=album.name)
            self._do("albums.move", undo_text, album.name, photo_ids, before=before)

    @Slot()
    def _on_refused(self) -> None:
        album = self._shown_album()
        if album is not None:
            text = self.tr(
                "Photos can be moved in “{album}” only while it is shown in its own order: "
                "choose “In the album's order” and no groups under “Arrange”."
            )
            self.told.emit(text.format(album=album.name), False)

    # --- what came of it --------------------------------------------------------------
    @Slot(object, object)
    def _on_done(self, _value: Any, about: str) -> None:
        self._albums.ask()
        if about:
            self.told.emit(about, True)
