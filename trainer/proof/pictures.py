"""Small copies of photos for the report."""

from __future__ import annotations

import base64
from typing import Final

from photoclip.errors import UnreadablePhotoError
from photoclip.media.decode import decode
from photoclip.media.thumbs import make_thumbnail
from photoclip.paths import display_path
from photoclip.runs import SnapshotPhoto

_SIDE: Final = 160
_QUALITY: Final = 72


class Thumbnails:
    """Makes each photo's small copy once."""

    def __init__(self) -> None:
        self._made: dict[str, str] = {}

    def of(self, photo: SnapshotPhoto) -> str:
        """A JPEG in base64; empty if the photo cannot be opened."""
        if photo.pixel_hash not in self._made:
            try:
                pixels = decode(photo.file).pixels
            except UnreadablePhotoError:
                content = b""
            else:
                content = make_thumbnail(pixels, side=_SIDE, quality=_QUALITY)
            self._made[photo.pixel_hash] = base64.b64encode(content).decode("ascii")
        return self._made[photo.pixel_hash]

    @staticmethod
    def name_of(photo: SnapshotPhoto) -> str:
        """Its file name, for people."""
        return display_path(photo.file.name)
