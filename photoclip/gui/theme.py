"""Colours and style: one palette for light, one for dark, following the system."""

from __future__ import annotations

import os
import re
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from photoclip.gui.sizes import sized
from photoclip.paths import resource

_R = QPalette.ColorRole

LIGHT = {
    _R.Window: "#f3f4f6",
    _R.WindowText: "#1d2126",
    _R.Base: "#ffffff",
    _R.AlternateBase: "#eceef1",
    _R.Text: "#1d2126",
    _R.PlaceholderText: "#667080",
    _R.Button: "#ffffff",
    _R.ButtonText: "#2b3138",
    _R.BrightText: "#ffffff",
    _R.Light: "#ffffff",
    _R.Midlight: "#e4e7eb",
    _R.Mid: "#d3d8de",
    _R.Dark: "#a9b1bb",
    _R.Shadow: "#7d8793",
    _R.Highlight: "#0e7c86",
    _R.HighlightedText: "#ffffff",
    _R.Accent: "#0e7c86",
    _R.Link: "#0b6b74",
    _R.LinkVisited: "#0b6b74",
    _R.ToolTipBase: "#22272d",
    _R.ToolTipText: "#f4f6f8",
}
DARK = {
    _R.Window: "#202327",
    _R.WindowText: "#e6e9ec",
    _R.Base: "#181a1d",
    _R.AlternateBase: "#25282d",
    _R.Text: "#e6e9ec",
    _R.PlaceholderText: "#98a1ac",
    _R.Button: "#2b2f34",
    _R.ButtonText: "#d8dde2",
    _R.BrightText: "#ffffff",
    _R.Light: "#3a3f46",
    _R.Midlight: "#33383e",
    _R.Mid: "#3d434a",
    _R.Dark: "#565e67",
    _R.Shadow: "#7b8591",
    _R.Highlight: "#2aa7a5",
    _R.HighlightedText: "#0c1414",
    _R.Accent: "#2aa7a5",
    _R.Link: "#4fc3bf",
    _R.LinkVisited: "#4fc3bf",
    _R.ToolTipBase: "#30353b",
    _R.ToolTipText: "#eef1f3",
}
_SIZED = re.compile(r"sized\((\d+)(?:, (-?\d+))?\)")
_FADED = (_R.WindowText, _R.Text, _R.ButtonText)


def make_palette(*, dark: bool) -> QPalette:
    """The palette of one scheme; text of disabled widgets is half-way to the ground."""
    colours = DARK if dark else LIGHT
    palette = QPalette()
    for role, name in colours.items():
        palette.setColor(role, QColor(name))
    for role in _FADED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours[_R.Dark]))
    return palette


def error_colour(palette: QPalette) -> QColor:
    """The colour of mistakes, readable on the palette's ground."""
    dark = palette.color(_R.Base).lightness() < 128
    return QColor("#ff8a80" if dark else "#c62828")


def wants_dark(app: QApplication, wanted: str = "system") -> bool:
    """True when dark colours are asked for.

    Args:
        app: Knows what the system asks for.
        wanted: ``"dark"`` or ``"light"`` where the user chose; ``PHOTOCLIP_COLOR_SCHEME``
            stands above it.
    """
    override = os.environ.get("PHOTOCLIP_COLOR_SCHEME", "").lower()
    for choice in (override, wanted):
        if choice in {"dark", "light"}:
            return choice == "dark"
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def wants_system_colours(app: QApplication) -> bool:
    """True when the system asks for high contrast, which no palette of ours may soften."""
    hints: Any = app.styleHints()
    if not hasattr(hints, "accessibility"):  # Qt before 6.10 cannot tell
        return False
    return bool(hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


def _with_tooltip_colours(sheet: str, palette: QPalette) -> str:
    """Style sheets have no names for the two roles of tooltips, so their colours are put in."""
    for name, role in (("tool-tip-base", _R.ToolTipBase), ("tool-tip-text", _R.ToolTipText)):
        sheet = sheet.replace(f"palette({name})", palette.color(role).name())
    return sheet


def _with_sizes(sheet: str) -> str:
    """Style sheets know no font, so what stands beside words gets its size here.

    ``sized(15)`` is 15 pixels for the usual font, ``sized(15, -2)`` two less than that.
    """

    def pixels(found: re.Match[str]) -> str:
        return f"{sized(int(found[1])) + int(found[2] or 0)}px"

    return _SIZED.sub(pixels, sheet)


class Theme(QObject):
    """Keeps the application's colours in step with the system's scheme."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._wanted = "system"
        app.setStyle("Fusion")
        sheet = resource("qss", "photoclip.qss").read_text(encoding="utf-8")
        self._sheet = sheet.replace("url(icons/", f"url({resource('icons').as_posix()}/")
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self.apply()

    def want(self, wanted: str) -> None:
        """Take ``"light"``, ``"dark"``, or what the system asks for (``"system"``)."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.apply()

    def apply(self) -> None:
        """Set the palette that fits now."""
        if not wants_system_colours(self._app):
            self._app.setPalette(make_palette(dark=wants_dark(self._app, self._wanted)))
        # A style sheet resolves palette() when it is set, so it must come after the palette.
        dark = self._app.palette().color(_R.Base).lightness() < 128
        sheet = self._sheet.replace("-light.svg", "-dark.svg") if dark else self._sheet
        self._app.setStyleSheet(_with_tooltip_colours(_with_sizes(sheet), self._app.palette()))

    @Slot()
    def _on_scheme_changed(self) -> None:
        self.apply()
