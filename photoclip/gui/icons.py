"""The icon set: own line drawings, painted in the palette's text colour."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from photoclip.paths import resource

SIZES = (16, 20, 32, 40)
"""Sides in device pixels: menus and buttons, at one and at two pixels per logical pixel."""


def drawing(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a pixmap.

    Args:
        name: File name in ``resources/icons`` without its ending.
        colour: Colour of the lines.
        size: Side in logical pixels.
        ratio: Device pixels per logical pixel.
    """
    return _render(QSvgRenderer(_coloured(name, colour)), size, ratio)


def icon(name: str, palette: QPalette, *, on: str = "") -> QIcon:
    """One icon in the colours of ``palette``, for normal and disabled states.

    Args:
        name: File name in ``resources/icons`` without its ending.
        palette: Its button text colours are used.
        on: Drawing for a switch that is on; the same one if empty.
    """
    result = QIcon()
    modes = (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    )
    states = [(name, QIcon.State.Off), *([(on, QIcon.State.On)] if on else [])]
    for mode, group in modes:
        colour = palette.color(group, QPalette.ColorRole.ButtonText)
        for drawn, state in states:
            renderer = QSvgRenderer(_coloured(drawn, colour))
            for size in SIZES:
                result.addPixmap(_render(renderer, size), mode, state)
    return result


def untinted(pixmap: QPixmap) -> QIcon:
    """A picture for a list, in its own colours when it is selected too."""
    result = QIcon(pixmap)
    result.addPixmap(pixmap, QIcon.Mode.Selected)
    return result


def _coloured(name: str, colour: QColor) -> QByteArray:
    return QByteArray(_source(name).replace("currentColor", colour.name()).encode())


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _render(renderer: QSvgRenderer, size: int, ratio: float = 1.0) -> QPixmap:
    side = round(size * ratio)
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def app_icon() -> QIcon:
    """The program's own icon."""
    result = QIcon(str(resource("icons", "photoclip.svg")))
    result.addFile(str(resource("icons", "photoclip-256.png")))
    return result
