"""The open library: folders, jobs, search and photos; models and rooms come from beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from photoclip import paths
from photoclip.catalog import photos
from photoclip.catalog.database import Database
from photoclip.catalog.rows import ModelRow, Photo
from photoclip.catalog.thumbnails import ThumbnailStore
from photoclip.changes import ChangeFeed, ChangeSet
from photoclip.errors import CatalogError, UserError
from photoclip.ingest import roots
from photoclip.ingest.scan import ScanReport
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks import care
from photoclip.jobs.tasks.care import CareCheck
from photoclip.jobs.tasks.context import EncoderPool, TaskContext
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.library.arranging import Arranging
from photoclip.library.choices import Choices
from photoclip.library.models import Models
from photoclip.library.parts import LibraryParts
from photoclip.library.places import Places
from photoclip.library.rooms import Rooms
from photoclip.reports import ExportReport
from photoclip.results import Completion, LibraryInfo, QueryProblem, SearchResult
from photoclip.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoclip.jobs.tasks.searching import Searcher
    from photoclip.library.queries import Queries


class Library(Rooms, Models, Choices, Arranging, Places):
    """An open library.

    All methods may be called from any thread. Use it as a context manager, or call
    :meth:`close`.

    Attributes:
        path: The library's folder.
        settings: What the user chose.
    """

    def __init__(
        self,
        context: TaskContext,
        feed: ChangeFeed,
        text_encoding: Literal["in_process", "worker"],
    ) -> None:
        self.path = context.paths.root
        self.settings = Settings(context.paths.settings)
        self._context = context
        self._feed = feed
        self._text_encoding = text_encoding
        self._made_searcher: Searcher | None = None
        self._lock = threading.Lock()
        self._parts = LibraryParts(
            context,
            searcher=lambda: self._searcher,
            model=self._model,
            check_query=self.check_query,
            photos_matching=self.photos_matching,
        )
        self._follow_settings()

    @classmethod
    def open(
        cls,
        path: Path | None = None,
        *,
        text_encoding: Literal["in_process", "worker"] = "in_process",
    ) -> Self:
        """Open a library; a new one is made where there is none.

        Args:
            path: Its folder; :func:`photoclip.paths.default_library_dir` if None.
            text_encoding: Where query texts are encoded. A window says ``"worker"``, so
                that torch never comes into its process.

        Raises:
            NewerCatalogError: The catalog was written by a newer PhotoClip.
            CatalogError: The catalog is damaged, locked, or cannot be written.
        """
        files = paths.LibraryPaths(paths.default_library_dir() if path is None else path)
        database = Database.open(files.catalog, backups=files.backups)
        feed = ChangeFeed()
        context = TaskContext(
            db=database,
            thumbnails=ThumbnailStore(files.thumbnails),
            paths=files,
            models_dir=paths.models_dir(),
            encoders=EncoderPool(paths.models_dir()),
            publish=feed.publish,
        )
        # What cannot be written now is done at the next scan.
        with suppress(CatalogError):
            care.finish_renames(context)
        return cls(context, feed, text_encoding)

    def close(self) -> None:
        """End the encoder, save what is in memory, and close the files."""
        self._context.encoders.close()
        if self._made_searcher is not None:
            self._made_searcher.close()
        self._context.thumbnails.close()
        self._context.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- changes -------------------------------------------------------------------

    def subscribe(self, callback: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Be told of every change, on whatever thread made it; returns how to stop that."""
        return self._feed.subscribe(callback)

    @property
    def generation(self) -> int:
        """Rises with every change that this process made."""
        return self._feed.generation

    # --- jobs ----------------------------------------------------------------------

    def scan(self) -> Job[ScanReport]:
        """Bring the catalog in line with the folders; opens no photo."""
        from photoclip.jobs.tasks.indexing import scan_folders

        return scan_folders(self._context)

    def index(
        self,
        *,
        scan: bool = True,
        folder: Path | None = None,
        model: str | None = None,
        device: str = "auto",
    ) -> Job[IndexReport]:
        """Look at every photo that is new, changed, or has no vector of the model yet.

        Args:
            scan: Scan first.
            folder: Scan only this one of the library's folders; all if None.
            model: Key of a model; the active one if None. Does not activate it.
            device: ``"cuda"``, ``"mps"``, ``"cpu"``, or ``"auto"`` for what the settings say.

        Raises:
            UserError: The folder is not in the library.
            UnknownModelError: No model has that key.
            ModelError: It cannot be loaded, or the device is not there.
        """
        # Not in the generator: a wrong key is told at once, not at the first step.
        only = None if folder is None else [roots.find_root(self._context.db, folder).id]
        return self._index(
            self._model(model), scan=scan, root_ids=only, device=self._device(device)
        )

    def _index(
        self, model: ModelRow, *, scan: bool, root_ids: list[int] | None, device: str
    ) -> Job[IndexReport]:
        from photoclip.jobs.tasks.indexing import scan_and_index

        report = yield from scan_and_index(
            self._context, model, scan=scan, root_ids=root_ids, device=device
        )
        yield from self._searcher.keep_graph(model)
        return report

    @property
    def fine_detail(self) -> bool:
        """Whether crops of photos are indexed too, so that small things are found."""
        from photoclip.jobs.tasks import detail

        return detail.is_on(self._context)

    def set_fine_detail(self, on: bool) -> None:
        """Have the next :meth:`index` make the crops' vectors, or drop them now."""
        from photoclip.jobs.tasks import detail

        detail.turn(self._context, on=on)

    def watch(
        self,
        *,
        stop: threading.Event,
        device: str = "auto",
        may_index: Callable[[], bool] = lambda: True,
    ) -> Iterator[Progress]:
        """Scan and index, then index what changes in the folders, until ``stop`` is set.

        Args:
            stop: Ends it.
            device: See :meth:`index`.
            may_index: Asked at every step; while it says no, photos are found and not indexed.
        """
        from photoclip.jobs.tasks.watching import watch_folders

        return watch_folders(
            self._context,
            partial(self._model, None),
            stop=stop,
            device=self._device(device),
            may_index=may_index,
        )

    # --- search --------------------------------------------------------------------

    def search(
        self,
        text: str,
        *,
        limit: int = 100,
        include_hidden: bool = False,
        exact: bool = False,
        looseness: float = 0.0,
    ) -> SearchResult:
        """Photos that fit a query: words, fields, pictures; see :mod:`photoclip.query.fields`.

        Photos whose captions, accepted tags or names hold the words come first. A query of
        fields only gives all their photos as likely, newest first.

        Args:
            text: As typed.
            limit: Most hits.
            include_hidden: Also give those that do not fit.
            exact: Compare with every vector, whatever the size of the library.
            looseness: Where the bands end: -1 strict, 0 balanced, +1 loose.

        Raises:
            QueryError: It cannot be understood; says where.
            UserError: The text is empty, or smart albums in it contain each other.
            ModelError: The model cannot be loaded.
        """
        return self._queries.search(
            text, limit=limit, include_hidden=include_hidden, exact=exact, looseness=looseness
        )

    def similar(
        self, photo: Path | int, *, limit: int = 100, looseness: float = 0.0
    ) -> SearchResult:
        """Photos that look like another photo of the library, or like any picture file.

        Raises:
            UserError: There is no such photo, or it has no vector yet.
            UnreadablePhotoError: The file is no picture.
        """
        return self._queries.similar(photo, limit=limit, looseness=looseness)

    def check_query(self, text: str) -> QueryProblem | None:
        """What is wrong with a query and where, or None; asks neither model nor catalog."""
        return self._queries.check(text)

    def complete_query(self, text: str, cursor: int) -> list[Completion]:
        """What the query box may put where the cursor is, best first; the text may be unfinished.

        Args:
            text: As typed so far.
            cursor: Position of the cursor in it.
        """
        return self._queries.complete(text, cursor)

    def query_help(self) -> list[tuple[str, str, str]]:
        """The fields of the query language: (name, example, meaning) of each."""
        from photoclip.query.fields import FIELDS

        return [(field.name, field.example, field.help) for field in FIELDS]

    def photos_matching(self, text: str) -> list[int]:
        """Ids of all photos that fit a query: newest first if it has fields only, else best first.

        Raises:
            QueryError, UserError, ModelError: See :meth:`search`.
        """
        return self._queries.matching(text)

    def export(
        self, query: str, dest: Path, *, kind: Literal["copy", "csv", "json"] = "copy"
    ) -> Job[ExportReport]:
        """Copy the originals that a query finds, with sidecars, or write a list of them.

        Args:
            query: Which photos.
            dest: A folder outside of the library's for copies, or a new file for a list.
            kind: ``"copy"``, ``"csv"`` or ``"json"``.

        Raises:
            UserError: The place cannot be used, or has too little room.
            QueryError, ModelError: See :meth:`search`.
        """
        from photoclip.jobs.tasks.exporting import EVERYTHING, export

        return export(
            self._context, lambda: self.search(query, limit=EVERYTHING).hits, dest, kind=kind
        )

    @cached_property
    def _queries(self) -> Queries:
        from photoclip.library.queries import Queries

        return Queries(self._parts, lambda: self._feed.generation)

    @property
    def _searcher(self) -> Searcher:
        """Made at the first query: what only lists folders need not load it."""
        from photoclip.jobs.tasks.searching import Searcher

        with self._lock:
            if self._made_searcher is None:
                in_process = self._text_encoding == "in_process"
                self._made_searcher = Searcher(self._context, in_process=in_process)
                self._feed.subscribe(self._made_searcher.changed)
            return self._made_searcher

    # --- photos --------------------------------------------------------------------

    def photo(self, photo_id: int) -> Photo:
        """One photo.

        Raises:
            UserError: There is none with this id.
        """
        with self._context.db.read() as conn:
            found = photos.get(conn, photo_id)
        if found is None:
            raise UserError(f"There is no photo number {photo_id} in the library.")
        return found

    def photos(self, photo_ids: Iterable[int]) -> list[Photo]:
        """Photos in the order of their ids; unknown ids are left out."""
        with self._context.db.read() as conn:
            return photos.get_many(conn, photo_ids)

    def photo_by_path(self, path: Path) -> Photo | None:
        """The photo at a path, or None."""
        with self._context.db.read() as conn:
            return photos.by_path(conn, path.expanduser().resolve())

    def thumbnail(self, photo_id: int) -> bytes | None:
        """JPEG of a photo, upright, longest side 320; None where it cannot be made (yet)."""
        from photoclip.jobs.tasks.pictures import thumbnail

        return thumbnail(self._context, photo_id)

    def full_image(self, photo_id: int, *, max_side: int) -> NDArray[np.uint8]:
        """A photo's pixels: upright sRGB, turned as the user did, uint8 (h, w, 3). Slow.

        Raises:
            UserError: There is no such photo.
            UnreadablePhotoError: The file is gone or damaged.
        """
        from photoclip.jobs.tasks.pictures import full_image

        return full_image(self._context, self.photo(photo_id), max_side=max_side)

    def info(self) -> LibraryInfo:
        """Figures of the library."""
        return care.figures(self._context)

    def unreadable(self) -> list[Photo]:
        """Photos that could not be decoded, each with its reason."""
        with self._context.db.read() as conn:
            return photos.unreadable(conn)

    # --- care ----------------------------------------------------------------------

    def doctor(self, *, repair: bool = False) -> list[CareCheck]:
        """Check the library, and with ``repair`` mend what costs no decision."""
        return care.doctor(self._context, repair=repair)

    def backup(self, file: Path) -> Path:
        """Write a consistent copy of the catalog as one file.

        Raises:
            UserError: The file exists already, or its folder does not.
        """
        return care.backup(self._context, file)
