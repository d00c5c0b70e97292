"""Which actions make sense now: by what is in front, what is selected and what is on show."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from photoclip.gui.actions import ActionSet
from photoclip.gui.album_actions import AlbumActions
from photoclip.gui.photo_actions import PhotoActions
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.shell import Shell

PANELS_OF_GRID = ("sidebar", "panel_folders", "panel_albums", "panel_tags", "reset_layout")
"""Actions on panels that stand beside the grid only."""

ON_PAGE = ("details", "jobs", "next_panel", "previous_panel", "new_album")
ZOOMS = ("zoom_in", "zoom_out", "zoom_reset", "filmstrip")

FEW = 200
"""Selected photos that are looked at to see what can be done with them."""

LOOKED_AT = "show_on_map"
"""Whether this one is possible is known only after a look at the photo."""


class Possible(QObject):
    """Enables what can be done and disables what cannot, whenever that may have changed.

    Args:
        shell: Knows which page is in front.
        page: The page of photos.
        page_name: Its name in the shell.
        actions: The window's actions.
        albums: Knows which album is on show.
        photos: Looks at the selected photos.
    """

    def __init__(
        self,
        shell: Shell,
        page: PhotosPage,
        page_name: str,
        actions: ActionSet,
        albums: AlbumActions,
        photos: PhotoActions,
    ) -> None:
        super().__init__(shell)
        self._shell, self._page, self._page_name = shell, page, page_name
        self._actions, self._albums, self._photos = actions, albums, photos
        page.changed.connect(self.look)
        shell.page_shown.connect(self.look)
        self.look()

    @Slot()
    def look(self) -> None:
        """Follow what is in front; of other pages nothing is done with photos."""
        page, actions = self._page, self._actions
        in_front = self._shell.current == self._page_name
        grid = in_front and not page.is_viewing
        self._look_at_selection(in_front=in_front, grid=grid)
        request = page.results.state.request
        actions["all_photos"].setEnabled(request.kind != "all" and grid)
        actions["show_hidden"].setEnabled(request.kind == "text" and grid)
        actions["show_hidden"].setChecked(request.include_hidden)
        for name in ("save_search", "export_files", "export_list"):
            actions[name].setEnabled(request.kind == "text" and grid)
        for name in ("select_all", "select_none", "select_invert", "query_help", *PANELS_OF_GRID):
            actions[name].setEnabled(grid)
        for name in (*ON_PAGE, *ZOOMS):
            actions[name].setEnabled(in_front)
        actions["slideshow"].setEnabled(in_front and page.browser.grid.model().rowCount() > 0)
        # Who went to another page on the full screen must find back.
        actions["full_screen"].setEnabled(in_front or page.window().isFullScreen())
        self._albums.look(in_front=in_front)
        self._photos.look()

    def _look_at_selection(self, *, in_front: bool, grid: bool) -> None:
        page, actions = self._page, self._actions
        few = page.leading_ids() if page.is_viewing else page.browser.grid.selected_ids(limit=FEW)
        one = in_front and (page.is_viewing or bool(few))
        for name in actions.photo_names:
            # What needs a look stays as it was until then, so that it does not flicker.
            if not one or name != LOOKED_AT:
                actions[name].setEnabled(one)
        actions["rename"].setEnabled(in_front and len(few) == 1)
        actions["open_stack"].setEnabled(grid and page.has_stack(few))
