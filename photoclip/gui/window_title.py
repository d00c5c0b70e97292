"""The window's title: what is on show, for lists of windows and for scripts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.shell import Shell

NAME = "PhotoClip"
_MODIFIED = "[*]"
"""Qt takes this for the place of a mark, and two of them for the text itself."""


class WindowTitle(QObject):
    """Says the query once its results are shown, or the photo in the viewer.

    Args:
        window: Whose title it is.
        shell: Knows which page is in front.
        page: The page of photos.
        page_name: Its name in the shell.
    """

    def __init__(self, window: QWidget, shell: Shell, page: PhotosPage, page_name: str) -> None:
        super().__init__(window)
        self._window, self._shell = window, shell
        self._page, self._page_name = page, page_name
        page.changed.connect(self.show)
        # A photo may get another name while one looks at it.
        page.viewer.single.shown.connect(self.show)
        shell.page_shown.connect(self.show)
        self.show()

    @Slot()
    def show(self) -> None:
        """Follow what is on show."""
        self._window.setWindowTitle(self._text().replace(_MODIFIED, 2 * _MODIFIED))

    def _text(self) -> str:
        state = self._page.results.state
        if self._shell.current != self._page_name:
            return NAME
        if self._page.is_viewing:
            return self._page.viewer.photo_name or NAME
        return (state.request.text if state.answered else "") or NAME
