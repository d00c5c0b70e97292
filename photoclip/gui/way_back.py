"""From photos that were taken out of a view, such as those of a stack, back to where one was."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from photoclip.gui.events import ViewRequest
from photoclip.gui.grid.view import PhotoGrid
from photoclip.gui.query.box import SearchBox
from photoclip.gui.results import Results


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one was.

    Attributes:
        request: What was shown.
        text: What stood in the query box.
        selected: Ids of the selected photos.
        current: The photo with the keyboard focus.
        anchor: The first visible photo and its place; None at the top.
    """

    request: ViewRequest
    text: str
    selected: tuple[int, ...]
    current: int | None
    anchor: tuple[int, int] | None


class WayBack(QObject):
    """Remembers one place, and returns to it with its selection and scroll position.

    Args:
        results: What is shown.
        grid: Where it is shown.
        box: The query box.
    """

    def __init__(
        self, results: Results, grid: PhotoGrid, box: SearchBox, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._results = results
        self._grid = grid
        self._box = box
        self._place: _Place | None = None
        self._awaited: _Place | None = None

    def remember(self) -> None:
        """The place is about to be left; one that was left for single photos stays the goal."""
        request = self._results.state.request
        if request.kind != "ids":
            selected = tuple(self._grid.selected_ids())
            current, anchor = self._grid.current_id(), self._grid.anchor()
            self._place = _Place(request, self._box.text(), selected, current, anchor)

    def go(self) -> bool:
        """Return; False where nothing was left, and all photos are the way out."""
        place = self._place
        if place is None or self._results.state.request.kind != "ids":
            return False
        self._place, self._awaited = None, place
        self._box.set_quietly(place.text)
        self._box.edited.emit()
        self._results.again(place.request)
        return True

    def arrived(self) -> None:
        """The grid shows what was asked for last."""
        place, self._awaited = self._awaited, None
        if place is not None and self._results.state.request == place.request:
            self._grid.select_ids(place.selected, place.current)
            self._grid.return_to(place.anchor)
