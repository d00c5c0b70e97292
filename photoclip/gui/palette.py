"""The command palette: any action by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.palette_model import KEY_ROLE, PATH_ROLE, Index, PaletteEntry, PaletteModel
from photoclip.gui.sizes import sized

WIDTH_IN_LETTERS = 62
ROWS = 12
_OWN_KEYS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -ROWS,
    Qt.Key.Key_PageDown: ROWS,
}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class _Line(QStyledItemDelegate):
    """Drawing and words at the left, the menu quietly behind, the key at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line with some air."""
        return QSize(0, option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as the style does, and the words on it."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        picture, option.icon = QIcon(option.icon), QIcon()
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        side = sized(16)
        area = option.rect.adjusted(10, 0, -12, 0)
        mode = QIcon.Mode.Normal if enabled else QIcon.Mode.Disabled
        place = QRect(area.x(), area.center().y() - side // 2 + 1, side, side)
        colours = _Colours(option.palette, enabled=enabled, chosen=chosen)
        if chosen:
            _paint_in(painter, picture, place, colours.words)
        else:
            picture.paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
        area.setLeft(area.left() + side + 10)
        middle = Qt.AlignmentFlag.AlignVCenter
        metrics = option.fontMetrics
        keys = index.data(KEY_ROLE) or ""
        painter.setPen(colours.quiet)
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, keys)
        if keys:
            area.setRight(area.right() - metrics.horizontalAdvance(keys) - 18)
        painter.setPen(colours.words)
        words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, words)
        area.setLeft(area.left() + metrics.horizontalAdvance(words) + 12)
        painter.setPen(colours.quiet)
        path = index.data(PATH_ROLE) or ""
        # A few letters of it would only be noise.
        if area.width() >= min(metrics.horizontalAdvance(path), metrics.averageCharWidth() * 8):
            shown = metrics.elidedText(path, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


def _paint_in(painter: QPainter, picture: QIcon, place: QRect, colour: QColor) -> None:
    """Draw an icon in one colour; that of the buttons is hard to see on a chosen line."""
    pixmap = picture.pixmap(place.size(), painter.device().devicePixelRatioF())
    if pixmap.isNull():
        return
    brush = QPainter(pixmap)
    brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    brush.fillRect(pixmap.rect(), colour)
    brush.end()
    painter.drawPixmap(place, pixmap)


class _Colours:
    def __init__(self, palette: QPalette, *, enabled: bool, chosen: bool) -> None:
        roles = QPalette.ColorRole
        group = QPalette.ColorGroup.Normal if enabled else QPalette.ColorGroup.Disabled
        words, quiet = roles.Text, roles.PlaceholderText
        if chosen:
            words = quiet = roles.HighlightedText
        self.words = palette.color(group, words)
        self.quiet = palette.color(group, quiet) if enabled else self.words


class _Box(QLineEdit):
    """Where one types; keys that move in the list never leave it.

    Signals:
        moved: by how many lines.
        entered: the chosen line shall be done.
        left: it shall be closed.
    """

    moved = Signal(int)
    entered = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts from taking our keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = event.key()
            if key in _OWN_KEYS or key in _ENTER or key == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, do what is chosen, or go."""
        key = Qt.Key(event.key())
        if key in _OWN_KEYS:
            self.moved.emit(_OWN_KEYS[key])
        elif key in _ENTER:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere has no use for it; another window is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in {
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.MenuBarFocusReason,
        }:
            self.left.emit()


class Palette(QFrame):
    """A box and a list that float at the top of the window.

    It is a child of the window, not a window of its own: so it goes wherever its window goes.

    Signals:
        chosen: name of the entry that shall be done; the focus is back where it was.
    """

    chosen = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._before: QWidget | None = None
        self.model = PaletteModel(self)
        self.box = _Box()
        self.box.setObjectName("paletteBox")
        self.box.setPlaceholderText(self.tr("What do you want to do?"))
        self.box.setAccessibleName(self.tr("Name of an action"))
        self.list = QListView()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(self.tr("Actions that fit"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_Line(self.list))
        self.list.setModel(self.model)
        self.list.setMouseTracking(True)
        self.note = ElidingLabel()
        self.note.setObjectName("paletteNote")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(8)
        for part in (self.box, self.list, self.note):
            column.addWidget(part)
        self.box.textEdited.connect(self._on_typed)
        self.box.moved.connect(self._move)
        self.box.entered.connect(self._on_entered)
        self.box.left.connect(self.leave)
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(36)
        shadow.setOffset(0, 8)
        shadow.setColor(self.palette().color(QPalette.ColorRole.Shadow))
        self.setGraphicsEffect(shadow)
        window.installEventFilter(self)
        self.hide()

    def open(
        self, entries: Sequence[PaletteEntry], icons: dict[str, QIcon], recent: Sequence[str]
    ) -> None:
        """Show it with these entries, empty-handed."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.box.clear()
        self.model.set_entries(entries, icons, recent)
        self.model.filter("")
        self._choose(self.model.first_enabled())
        self._place()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add_entries(
        self, entries: Sequence[PaletteEntry], icons: dict[str, QIcon], recent: Sequence[str]
    ) -> None:
        """Offer these instead, and keep what was typed."""
        self.model.set_entries(entries, icons, recent)
        self._place()
        self._choose(self.model.first_enabled())

    @Slot()
    def leave(self) -> None:
        """Close it; the keyboard goes back to where it was."""
        if not self.isVisible():
            return
        had_focus = self.box.hasFocus()
        self.hide()
        before, self._before = self._before, None
        if had_focus and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the top of a window that changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self.window()
        self.ensurePolished()
        metrics = self.fontMetrics()
        width = min(metrics.averageCharWidth() * WIDTH_IN_LETTERS + 140, window.width() - 40)
        line = metrics.height() + 14
        frame = self.box.sizeHint().height() + self.note.sizeHint().height() + 40
        room = max(line * 3, window.height() - 160 - frame)
        # Without a match there is still room for one.
        rows = max(1, min(ROWS, self.model.rowCount()))
        height = frame + min(line * rows, room)
        top = min(72, window.height() // 8)
        self.setGeometry(QRect(QPoint((window.width() - width) // 2, top), QSize(width, height)))

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())
        self._on_current()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self.model.filter(text)
        self._place()
        self._choose(self.model.first_enabled())
        self.list.scrollToTop()

    @Slot(int)
    def _move(self, by: int) -> None:
        """Go on, past what cannot be done now; at an end, stay."""
        count = self.model.rowCount()
        step = 1 if by > 0 else -1
        row = max(0, min(count - 1, self.list.currentIndex().row() + by))
        while 0 <= row < count:
            entry = self.model.entry(row)
            if entry is not None and entry.enabled:
                self._choose(row)
                return
            row += step

    @Slot()
    def _on_current(self) -> None:
        entry = self.model.entry(self.list.currentIndex().row())
        if entry is None and not self.model.rowCount():
            self.note.setText(self.tr("Nothing has that name."))
        else:
            self.note.setText(entry.tip if entry is not None else "")
        # The keyboard stays in the box: what is chosen is told there.
        spoken = self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        self.box.setAccessibleDescription(spoken or self.note.text())

    @Slot()
    def _on_entered(self) -> None:
        self._do(self.list.currentIndex())

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._do(index)

    def _do(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row()) if index.isValid() else None
        if entry is not None and entry.enabled:
            self.leave()
            self.chosen.emit(entry.name)
