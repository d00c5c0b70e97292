"""All keys at a glance, menu by menu, and what the mouse can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.fitting import resize_within
from photoclip.gui.settings.keymap import Keymap, native
from photoclip.gui.sizes import sized

LETTERS_IN_COLUMN = 54


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and its lines of (words, keys)."""

    title: str
    lines: tuple[tuple[str, str], ...]


def blocks_of(keymap: Keymap) -> list[Block]:
    """The actions that have keys, by menu, in the order of the menus."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in keymap.entries():
        keys = "  ".join(map(native, keymap.keys(entry.name)))
        if keys and keymap.action(entry.name).isVisible():
            found.setdefault(entry.path, []).append((entry.text, keys))
    return [Block(title, tuple(lines)) for title, lines in found.items()]


def in_columns(blocks: Sequence[Block], count: int) -> list[list[Block]]:
    """Split blocks into columns of about the same height, in their order."""
    heights = [len(block.lines) + 2 for block in blocks]
    goal = sum(heights) / max(1, count)
    columns: list[list[Block]] = [[] for _ in range(count)]
    so_far = 0.0
    for block, height in zip(blocks, heights, strict=True):
        # A block stands where its middle falls.
        columns[min(count - 1, int((so_far + height / 2) / goal))].append(block)
        so_far += height
    return [column for column in columns if column]


def as_text(blocks: Sequence[Block]) -> str:
    """The sheet as plain text, to print or to keep."""
    width = max((len(words) for block in blocks for words, _ in block.lines), default=0)
    parts = []
    for block in blocks:
        lines = [f"  {words.ljust(width)}  {keys}" for words, keys in block.lines]
        parts.append("\n".join([block.title, *lines]))
    return "\n\n".join(parts) + "\n"


def _keys(*keys: str) -> str:
    return "  ".join(map(native, keys))


class ShortcutSheet(QDialog):
    """The sheet; it follows changed keys and its own width.

    Args:
        keymap: The keys.
        parent: The window.
    """

    def __init__(self, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self._columns = 0
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setModal(False)
        self.text = QTextBrowser()
        self.text.setObjectName("sheet")
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("Keys of all actions"))
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.copy_button = buttons.addButton(self.tr("Copy as text"), role.ActionRole)
        self.copy_button.clicked.connect(self._on_copy)
        close = buttons.addButton(self.tr("Close"), role.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.text, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.addWidget(buttons)
        column.addLayout(foot)
        keymap.changed.connect(self._fill)
        letter = self.fontMetrics().averageCharWidth()
        resize_within(self, letter * LETTERS_IN_COLUMN * 3 + 60, sized(640))
        self._fill()
        self.text.setFocus()

    def blocks(self) -> list[Block]:
        """What is shown: keys by menu, then keys of the views, then the mouse."""
        views = (self._grid(), self._photo(), self._review())
        return [*blocks_of(self._keymap), *views, self._mouse()]

    def _grid(self) -> Block:
        return Block(
            self.tr("Grid"),
            (
                (self.tr("Open the photo"), _keys("Return", "Space")),
                (self.tr("Select a range"), self.tr("Shift + arrow keys")),
            ),
        )

    def _photo(self) -> Block:
        return Block(
            self.tr("One photo"),
            (
                (self.tr("Next photo"), _keys("Right", "Space")),
                (self.tr("Previous photo"), _keys("Left", "Backspace")),
                (self.tr("First or last photo"), _keys("Home", "End")),
                (self.tr("100 % or whole photo"), _keys("Z")),
                (self.tr("Keep the zoom"), _keys("L")),
                (self.tr("Move the enlarged photo"), self.tr("Shift + arrow keys")),
                (self.tr("Back to the grid"), _keys("Esc")),
            ),
        )

    def _review(self) -> Block:
        return Block(
            self.tr("Review"),
            (
                (self.tr("Accept"), _keys("A")),
                (self.tr("Reject"), _keys("R")),
                (self.tr("Skip"), _keys("S")),
                (self.tr("Take back"), _keys("Z")),
                (self.tr("Another label"), "1–9"),
            ),
        )

    def _mouse(self) -> Block:
        return Block(
            self.tr("Mouse"),
            (
                (self.tr("Open a photo"), self.tr("Double click")),
                (self.tr("Add one to the selection"), self.tr("Ctrl + click")),
                (self.tr("Select a range"), self.tr("Shift + click")),
                (self.tr("Larger or smaller pictures"), self.tr("Ctrl + wheel")),
                (self.tr("Zoom into the photo"), self.tr("Wheel")),
                (self.tr("Move the enlarged photo"), self.tr("Drag")),
                (self.tr("Copy photos to another program"), self.tr("Drag them out")),
                (self.tr("Add a folder"), self.tr("Drop it on the window")),
                (self.tr("Search by a picture"), self.tr("Drop it on the window")),
            ),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._fill()

    def _fitting(self) -> int:
        letter = self.fontMetrics().averageCharWidth()
        return max(1, min(4, (self.width() - 40) // (letter * LETTERS_IN_COLUMN)))

    @Slot()
    def _fill(self) -> None:
        self._columns = self._fitting()
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        columns = in_columns(self.blocks(), self._columns)
        share = 100 // len(columns)
        cells = "".join(
            f'<td width="{share}%" style="padding:0 14px">'
            + "".join(_html(block, quiet) for block in column)
            + "</td>"
            for column in columns
        )
        self.text.setHtml(
            f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{cells}</tr></table>'
        )

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self.blocks()))


def _html(block: Block, quiet: str) -> str:
    lines = "".join(
        f'<tr><td style="padding:2px 10px 2px 0">{escape(words)}</td>'
        f'<td align="right" style="padding:2px 0; white-space:nowrap; color:{quiet}">'
        f"{escape(keys).replace('  ', '&nbsp;&nbsp; ')}</td></tr>"
        for words, keys in block.lines
    )
    return (
        f'<p style="margin:14px 0 4px 0"><b>{escape(block.title)}</b></p>'
        f'<table width="100%" cellspacing="0" cellpadding="0">{lines}</table>'
    )
