"""Pictures that are dropped or pasted become parts of the query."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageWriter

from photoclip.errors import UserError
from photoclip.gui.bridge import Bridge
from photoclip.gui.query import text as query_text
from photoclip.gui.query.box import SearchBox
from photoclip.gui.query.offered import Offered
from photoclip.gui.question import Deed
from photoclip.library import Library
from photoclip.paths import display_path

MOST_PICTURES = 8
"""More of them would make a muddle and not a question."""

MAX_SIDE = 1600
"""No model sees more of a picture."""


def keep_image(library: Library, image: QImage) -> Path:
    """Write a picture without a file into the library's cache; on a worker thread.

    Raises:
        UserError: It cannot be written.
    """
    # The error of a full disk carries its frames to another thread: no buffer may be in them.
    return library.asking.keep_picture(_png(image))


def values_of(library: Library, paths: list[Path]) -> list[str]:
    """How a query names picture files; on a worker thread, for some have to be copied.

    Raises:
        UserError: One cannot be read or copied.
    """
    return [library.asking.value_of(path) for path in paths]


def _png(image: QImage) -> bytes:
    if max(image.width(), image.height()) > MAX_SIDE:
        image = image.scaled(
            MAX_SIDE,
            MAX_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(data.data())


class PictureIntake(QObject):
    """Takes what was given to the box and puts it into the query as ``like:``.

    Signals:
        failed: exception to be told.
    """

    failed = Signal(object)

    def __init__(self, bridge: Bridge, box: SearchBox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._keep = Deed(bridge, keep_image, self)
        self._keep.done.connect(self._on_kept)
        self._keep.failed.connect(self.failed)
        self._name = Deed(bridge, values_of, self)
        self._name.done.connect(self._on_named)
        self._name.failed.connect(self.failed)
        box.pictures_given.connect(self.take)

    @Slot(object)
    def take(self, given: Offered) -> None:
        """Ask with pictures; what is only an address is never fetched."""
        if given.image is not None:
            self._keep.do(given.image)
        elif given.paths:
            self._ask_with(list(given.paths))
        elif given.remote:
            self.failed.emit(
                UserError(
                    self.tr(
                        "This picture is on the internet, and PhotoClip fetches nothing from "
                        "there: save it to a folder and drop the file."
                    )
                )
            )

    @Slot(object, object)
    def _on_kept(self, path: Path, _about: Any) -> None:
        self._ask_with([path])

    @Slot(object, object)
    def _on_named(self, values: list[str], _about: Any) -> None:
        self._box.add_terms([query_text.like_value(value) for value in values])

    def _ask_with(self, paths: list[Path]) -> None:
        taken = paths[:MOST_PICTURES]
        if all(display_path(path) == str(path) for path in taken):
            self._box.add_terms([query_text.like(path) for path in taken])
        else:
            self._name.do(taken)
        if len(paths) > MOST_PICTURES:
            text = self.tr(
                "A search takes at most {n} pictures at once; the first ones were taken."
            )
            self.failed.emit(UserError(text.format(n=MOST_PICTURES)))
