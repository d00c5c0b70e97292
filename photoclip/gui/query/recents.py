"""Earlier queries and smart albums, offered under the box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Slot

from photoclip.changes import ChangeSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.query import text as query_text
from photoclip.gui.query.box import SearchBox
from photoclip.gui.query.completion import Row
from photoclip.gui.query.history import read_history, with_newest, write_history
from photoclip.gui.question import Deed, Question
from photoclip.results import AlbumInfo

SETTING = "search.history"


@dataclass(frozen=True, slots=True)
class Recent:
    """A row of the list.

    Attributes:
        kind: An earlier query, a smart album, or the row that forgets all queries.
        query: What is asked with it.
    """

    kind: Literal["query", "album", "clear"]
    query: str = ""


class Recents(QObject):
    """Remembers the queries that were meant, and offers them.

    Args:
        bridge: Reads and writes the file.
        box: Where queries are typed.
    """

    def __init__(self, bridge: Bridge, box: SearchBox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._settings = bridge.library.settings
        self._queries: list[str] = []
        self._saved: list[AlbumInfo] = []
        self._read = Question(bridge, read_history, self)
        self._read.answered.connect(self._on_read)
        self._write = Deed(bridge, write_history, self)
        self._albums = Question(bridge, "albums.all", self)
        self._albums.answered.connect(self._on_albums)
        box.entered.connect(self.remember)
        box.recents_wanted.connect(self._on_wanted)
        box.recent_chosen.connect(self._on_chosen)
        box.recent_dropped.connect(self._on_dropped)
        bridge.changed.connect(self._on_changed)
        self._read.ask()
        self._albums.ask()

    @property
    def queries(self) -> list[str]:
        """Earlier queries, the newest first; none while they are not to be kept."""
        return list(self._queries) if self._settings.flag(SETTING) else []

    @Slot()
    def clear(self) -> None:
        """Forget all queries."""
        self._keep([])

    @Slot(object)
    def _on_read(self, queries: list[str]) -> None:
        # Some may have been typed before the file was read.
        for query in reversed(self._queries):
            queries = with_newest(queries, query)
        self._queries = queries

    @Slot(object)
    def _on_albums(self, albums: list[AlbumInfo]) -> None:
        self._saved = [album for album in albums if album.query is not None]

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.albums:
            self._albums.ask()

    @Slot(str)
    def remember(self, query: str) -> None:
        """Keep a query that was meant, if that is allowed."""
        if query and self._settings.flag(SETTING) and query != next(iter(self._queries), ""):
            self._keep(with_newest(self._queries, query))

    def _keep(self, queries: list[str]) -> None:
        self._queries = queries
        self._write.do(queries)

    @Slot()
    def _on_wanted(self) -> None:
        rows = [Row(query, Recent("query", query), "", "history") for query in self.queries]
        clear = (
            [Row(self.tr("Forget these searches"), Recent("clear"), "", "trash")] if rows else []
        )
        saved = [
            Row(
                album.name,
                Recent("album", query_text.album(album.name)),
                self.tr("smart album"),
                "album-smart",
            )
            for album in self._saved
        ]
        self._box.offer_recents([*rows, *saved, *clear])

    @Slot(object)
    def _on_chosen(self, recent: Recent) -> None:
        if recent.kind == "clear":
            self.clear()
            return
        self._box.search_for(recent.query)
        if recent.kind == "query":
            self.remember(recent.query)

    @Slot(object)
    def _on_dropped(self, recent: Recent) -> None:
        if recent.kind == "query":
            self._keep([query for query in self._queries if query != recent.query])
            self._on_wanted()
