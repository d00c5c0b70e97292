"""What belongs to the query box beside its text: pictures, earlier queries, and ways in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from photoclip.catalog.rows import Photo
from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.query import text as query_text
from photoclip.gui.query.box import SearchBox
from photoclip.gui.query.chips import QueryChips
from photoclip.gui.query.pictures import MOST_PICTURES, PictureIntake
from photoclip.gui.query.recents import Recents
from photoclip.gui.question import Question
from photoclip.library import Library


def small_pictures(library: Library, values: list[str]) -> dict[str, QImage]:
    """What each ``like:`` means, as a small picture; on a worker thread."""
    found = {}
    for value in values:
        data = library.asking.picture(value)
        image = QImage.fromData(data) if data is not None else QImage()
        if not image.isNull():
            found[value] = image
    return found


class QueryDesk(QObject):
    """Serves the box.

    Args:
        bridge: Does the work.
        box: Where queries are typed.
        chips: The fields under it.
        actions: The window's actions.

    Signals:
        failed: exception to be told.
    """

    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        box: SearchBox,
        chips: QueryChips,
        actions: ActionSet,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._box, self._chips = box, chips
        self._save = actions["save_search"]
        self.pictures = PictureIntake(bridge, box, self)
        self.pictures.failed.connect(self.failed)
        self.recents = Recents(bridge, box, self)
        self._photos = Question(bridge, "photos", self)
        self._photos.answered.connect(self._on_photos)
        self._small = Question(bridge, small_pictures, self, slow=True)
        self._small.answered.connect(self._on_small)
        chips.pictures_wanted.connect(self._on_pictures_wanted)
        box.bookmark.triggered.connect(self._on_bookmark)

    def empty(self) -> None:
        """Take the query out of the box: what is shown now is no answer to one."""
        self._box.set_quietly("")
        self._box.edited.emit()

    def start_from(self, photo_ids: list[int]) -> None:
        """Begin a query with photos, to go on with words."""
        self._photos.ask(photo_ids[:MOST_PICTURES])

    @Slot(object)
    def _on_photos(self, photos: list[Photo]) -> None:
        if photos:
            self._box.begin_with([query_text.like_photo(photo) for photo in photos])

    @Slot()
    def _on_bookmark(self) -> None:
        self._box.search_now()
        self._save.trigger()

    @Slot(object)
    def _on_pictures_wanted(self, values: list[str]) -> None:
        self._small.ask(values)

    @Slot(object)
    def _on_small(self, images: dict[str, QImage]) -> None:
        for value, image in images.items():
            self._chips.show_picture(value, image)
