"""What an operation changed, so that views refresh only what they show.

The manner is that of Anki's ``OpChanges``: writers say what they touched,
readers decide whether that concerns them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Ids and kinds touched by one committed operation.

    Attributes:
        photos: Ids of photos whose row, tags or vector changed.
        added: Ids of photos that are new in the catalog, or back from the trash.
        removed: Ids of photos that left the catalog, or went to the trash.
        folders: True when roots or folders changed (state, list, excludes).
        tags: True when tags, labels or suggestions changed.
        albums: True when albums or their photos changed.
        models: True when a model was added, removed or activated.
        embeddings: True when vectors were added (search results may change).
        searchable: True when some of ``photos`` may have become searchable, ceased to be,
            or show other pixels. What people say about photos does not count.
        outside: True when another process wrote: any photo may be another by now.
    """

    photos: frozenset[int] = field(default_factory=frozenset)
    added: frozenset[int] = field(default_factory=frozenset)
    removed: frozenset[int] = field(default_factory=frozenset)
    folders: bool = False
    tags: bool = False
    albums: bool = False
    models: bool = False
    embeddings: bool = False
    searchable: bool = False
    outside: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.photos
            or self.added
            or self.removed
            or self.folders
            or self.tags
            or self.albums
            or self.models
            or self.embeddings
            or self.outside
        )

    def __or__(self, other: ChangeSet) -> ChangeSet:
        return ChangeSet(
            photos=self.photos | other.photos,
            added=self.added | other.added,
            removed=self.removed | other.removed,
            folders=self.folders or other.folders,
            tags=self.tags or other.tags,
            albums=self.albums or other.albums,
            models=self.models or other.models,
            embeddings=self.embeddings or other.embeddings,
            searchable=self.searchable or other.searchable,
            outside=self.outside or other.outside,
        )


class ChangeFeed:
    """Tells everyone who listens what a commit changed.

    Attributes:
        generation: Rises with every change that was told.
    """

    def __init__(self) -> None:
        self.generation = 0
        self._lock = threading.Lock()
        self._listeners: list[Callable[[ChangeSet], None]] = []

    def publish(self, change: ChangeSet) -> None:
        """Tell all listeners, on the caller's thread; an empty change is not told."""
        if not change:
            return
        with self._lock:
            self.generation += 1
            listeners = list(self._listeners)
        for listener in listeners:
            listener(change)

    def subscribe(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Listen from now on; returns how to stop that."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe
