"""The fields of the query as round chips under the box; each can be taken out or typed anew.

The text of the box stays the truth: the chips only show what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPalette, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from photoclip.gui.details.flow import FlowLayout
from photoclip.gui.icons import icon
from photoclip.results import QueryTerm

PICTURE = 20
"""Side of a picture in a chip, in logical pixels."""

TEXT_EMS = 17
"""Longer words are shortened in the middle."""

DRAWINGS: Mapping[str, str] = MappingProxyType(
    {
        "tag": "tag", "album": "album", "in": "folder", "folder": "folder", "rating": "star",
        "pick": "pick", "near": "map", "like": "similar", "caption": "caption",
        "model": "models", "is": "about", "camera": "photos", "lens": "photos",
        "date": "group", "before": "group", "after": "group", "year": "group", "month": "group",
    }
)  # fmt: skip

_TYPED = re.compile(r"(?:NOT\s*|[-+])*[^:<>=≥≤]+:?(>=|<=|!=|[<>=≥≤])?.*", re.DOTALL)
_KEYS = Qt.Key
_REMOVE = frozenset({_KEYS.Key_Delete, _KEYS.Key_Backspace})
_LEAVE = frozenset({_KEYS.Key_Up, _KEYS.Key_Escape})
_WALK = frozenset({_KEYS.Key_Left, _KEYS.Key_Right})
_CHANGE = frozenset({_KEYS.Key_F2, _KEYS.Key_Return, _KEYS.Key_Enter})
_MEANT = _REMOVE | _LEAVE | _WALK | _CHANGE
_PASTED = re.compile(r"[0-9a-f]{20}\.png")


class _Body(QToolButton):
    """The words of a chip, as a button; its keys are told to the chip.

    Signals:
        key_wanted: key that means something to a chip.
    """

    key_wanted = Signal(int)

    def event(self, event: QEvent) -> bool:
        """Here Delete means the chip, and not the photos that are selected."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in _MEANT:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell keys that mean something to a chip; Space presses the button."""
        if event.key() in _MEANT:
            self.key_wanted.emit(event.key())
        else:
            super().keyPressEvent(event)


class QueryChip(QWidget):
    """One field of the query.

    Args:
        number: Place among the parts of the query.
        term: The part.

    Signals:
        pressed: the chip (object), key that says what shall happen.
    """

    pressed = Signal(object, int)

    def __init__(self, number: int, term: QueryTerm) -> None:
        super().__init__()
        self.number, self.term = number, term
        self.setObjectName("queryChip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("negative", "true" if term.negative else "false")
        self.body = _Body()
        self.body.setObjectName("queryChipBody")
        self.body.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.body.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body.setIconSize(QSize(16, 16))
        metrics = self.fontMetrics()
        words, room = self.words(), TEXT_EMS * metrics.height()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)
        # The blank keeps the words off the drawing.
        self.body.setText(" " + shown.replace("&", "&&"))
        self.body.setToolTip(self.tr("{part}\nClick to change it").format(part=term.text))
        self.body.setAccessibleName(words)
        self.body.setAccessibleDescription(
            self.tr("Part of the query: Enter changes it, Delete takes it out.")
        )
        self.cross = QToolButton()
        self.cross.setObjectName("chipButton")
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setIconSize(QSize(14, 14))
        tip = self.tr("Take {part} out of the query").format(part=words)
        self.cross.setToolTip(tip)
        self.cross.setAccessibleName(tip)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 1)
        row.setSpacing(0)
        row.addWidget(self.body)
        row.addWidget(self.cross)
        self.body.clicked.connect(self._on_clicked)
        self.body.key_wanted.connect(self._on_key)
        self.cross.clicked.connect(self._on_crossed)
        self.tint(self.palette())

    def words(self) -> str:
        """What the chip says."""
        term = self.term
        if term.name == "like":
            name = re.split(r"[/\\]", term.value)[-1]
            if _PASTED.fullmatch(name):
                name = self.tr("a copied picture")
            elif name.isdecimal():
                name = self.tr("photo {number}").format(number=name)
            text = self.tr("like {photo}").format(photo=name)
        else:
            found = _TYPED.fullmatch(term.text)
            operator = (found[1] if found else "") or ""
            text = f"{term.name}: {operator}{term.value}"
        return self.tr("not {part}").format(part=text) if term.negative else text

    def show_picture(self, image: QImage) -> None:
        """Show a small picture instead of the drawing."""
        ratio = self.devicePixelRatioF()
        side = round(PICTURE * ratio)
        square = min(image.width(), image.height())
        left, top = (image.width() - square) // 2, (image.height() - square) // 2
        cut = image.copy(left, top, square, square).scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap = QPixmap.fromImage(cut)
        pixmap.setDevicePixelRatio(ratio)
        self.body.setIconSize(QSize(PICTURE, PICTURE))
        self.body.setIcon(QIcon(pixmap))

    def tint(self, palette: QPalette) -> None:
        """Draw the signs in the palette's colours."""
        self.cross.setIcon(icon("clear", palette))
        if self.body.iconSize().width() != PICTURE:
            self.body.setIcon(icon(DRAWINGS.get(self.term.name, "details"), palette))

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed.emit(self, int(_KEYS.Key_F2))

    @Slot()
    def _on_crossed(self) -> None:
        self.pressed.emit(self, int(_KEYS.Key_Delete))

    @Slot(int)
    def _on_key(self, key: int) -> None:
        self.pressed.emit(self, key)


class QueryChips(QWidget):
    """The chips of a query, in lines.

    Signals:
        remove_wanted: place (int) among the parts of the query.
        edit_wanted: where the part begins and ends.
        left: the keyboard goes back to the box.
        pictures_wanted: values of the ``like:`` whose pictures are not known.
    """

    remove_wanted = Signal(int)
    edit_wanted = Signal(int, int)
    left = Signal()
    pictures_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queryChips")
        self.setAccessibleName(self.tr("Fields of the query"))
        self._flow = FlowLayout(self)
        self._pictures: dict[str, QImage] = {}
        self.chips: list[QueryChip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_terms(self, terms: Sequence[QueryTerm]) -> None:
        """Show the fields and pictures among the parts of a query; the others are mere words."""
        wanted = [(number, term) for number, term in enumerate(terms) if term.name]
        same = [each.text for _, each in wanted] == [chip.term.text for chip in self.chips]
        if same:
            for chip, (number, term) in zip(self.chips, wanted, strict=True):
                chip.number, chip.term = number, term
            return
        focused = next((at for at, c in enumerate(self.chips) if c.body.hasFocus()), None)
        self._flow.clear()
        self.chips = [QueryChip(number, term) for number, term in wanted]
        before: QWidget | None = None
        for chip in self.chips:
            chip.pressed.connect(self._on_pressed)
            self._flow.addWidget(chip)
            if before is not None:
                self.setTabOrder(before, chip.body)
            before = chip.body
            chip.show()
        self.setVisible(bool(self.chips))
        self.updateGeometry()
        self._find_pictures()
        if focused is not None:
            self._focus(min(focused, len(self.chips) - 1))

    def show_picture(self, value: str, image: QImage) -> None:
        """Give the chips of a ``like:`` their picture."""
        self._pictures[value] = image
        for chip in self.chips:
            if chip.term.name == "like" and chip.term.value == value:
                chip.show_picture(image)
        self.updateGeometry()

    def tint(self, palette: QPalette) -> None:
        """Draw the signs in the palette's colours."""
        for chip in self.chips:
            chip.tint(palette)

    def _find_pictures(self) -> None:
        values = [chip.term.value for chip in self.chips if chip.term.name == "like"]
        self._pictures = {v: self._pictures[v] for v in values if v in self._pictures}
        for value, image in list(self._pictures.items()):
            self.show_picture(value, image)
        unknown = [value for value in dict.fromkeys(values) if value not in self._pictures]
        if unknown:
            self.pictures_wanted.emit(unknown)

    def _focus(self, at: int) -> None:
        if 0 <= at < len(self.chips):
            self.chips[at].body.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    @Slot(object, int)
    def _on_pressed(self, chip: QueryChip, key: int) -> None:
        at = self.chips.index(chip)
        if key in _REMOVE:
            self.remove_wanted.emit(chip.number)
        elif key in _LEAVE or (key == _KEYS.Key_Left and at == 0):
            self.left.emit()
        elif key in _WALK:
            self._focus(min(at + (1 if key == _KEYS.Key_Right else -1), len(self.chips) - 1))
        else:
            self.edit_wanted.emit(chip.term.start, chip.term.end)
