"""How many photos people see, and how many files stand behind them.

A stack is one photo on the screen, and what is done to it is done to all of its files.
"""

from __future__ import annotations

from collections.abc import Sequence

from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.texts import counted, photos


def seen(page: PhotosPage, photo_ids: Sequence[int]) -> str:
    """Some photos, counted as the grid shows them: ``"1 photo"`` for a RAW and its JPEG."""
    return photos(page.browser.grid.shown_count(photo_ids))


def said(page: PhotosPage, photo_ids: Sequence[int]) -> str:
    """The same with the number of files where that is another: ``"1 photo (2 files)"``."""
    return counted(page.browser.grid.shown_count(photo_ids), len(photo_ids))
