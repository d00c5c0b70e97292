"""The page of keys: every action, its keys, and how to change them."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QModelIndex, Qt, Slot
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.ask import Confirmation
from photoclip.gui.fitting import Foot
from photoclip.gui.icons import icon
from photoclip.gui.settings.key_dialog import KeyDialog
from photoclip.gui.settings.key_model import ACTION, KEYS, MENU, KeyFilter, KeyModel
from photoclip.gui.settings.keymap import KeyEntry, Keymap, native
from photoclip.gui.sizes import square

NARROW_LETTERS = 66


class KeysPage(QWidget):
    """A table of all actions; below it the keys of the chosen one.

    Args:
        keymap: The keys.
    """

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self.dialog: KeyDialog | None = None
        self._confirm = Confirmation(self, self._on_reset_confirmed)
        self.model = KeyModel(keymap, self)
        self.filter_model = KeyFilter(self)
        self.filter_model.setSourceModel(self.model)
        self.box = QLineEdit()
        self.box.setObjectName("formField")
        self.box.setPlaceholderText(self.tr("Find an action or a key"))
        self.box.setAccessibleName(self.box.placeholderText())
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._on_filter)
        self.all_button = QPushButton(self.tr("All as usual"))
        self.all_button.setToolTip(self.tr("Give every action its usual keys back"))
        self.all_button.clicked.connect(self._on_reset_all)
        self.table = self._make_table()
        head = QHBoxLayout()
        head.addWidget(self.box, 1)
        head.addWidget(self.all_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._make_foot())
        keymap.changed.connect(self._on_changed)
        self.tint(self.palette())
        self._choose(0)

    def _make_table(self) -> QTreeView:
        table = QTreeView()
        table.setObjectName("reportTree")
        table.setAccessibleName(self.tr("Actions and their keys"))
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAllColumnsShowFocus(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setModel(self.filter_model)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(ACTION, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(MENU, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(KEYS, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionsMovable(False)
        table.selectionModel().currentRowChanged.connect(self._on_current)
        table.activated.connect(self._on_add)
        return table

    def _make_foot(self) -> Foot:
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        keys = QWidget()
        self._chips = QHBoxLayout(keys)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self._chips.setSpacing(6)
        self.add_button = QPushButton(self.tr("Add a key…"))
        self.add_button.clicked.connect(self._on_add)
        self.usual_button = QPushButton(self.tr("As usual"))
        self.usual_button.setToolTip(self.tr("Give this action its usual keys back"))
        self.usual_button.clicked.connect(self._on_reset)
        return Foot([self.words, keys], [self.add_button, self.usual_button], QMargins())

    def current(self) -> KeyEntry | None:
        """The chosen action."""
        index = self.filter_model.mapToSource(self.table.currentIndex())
        return self.model.entry(index.row()) if index.isValid() else None

    def choose(self, name: str) -> None:
        """Go to an action."""
        index = self.filter_model.mapFromSource(self.model.index(self.model.row_of(name), 0))
        self.table.setCurrentIndex(index)

    def chips(self) -> list[QToolButton]:
        """A button for each key of the chosen action, that takes it away."""
        items = [self._chips.itemAt(at) for at in range(self._chips.count())]
        parts = [item.widget() for item in items if item is not None]
        return [part for part in parts if isinstance(part, QToolButton)]

    def matches(self, words: list[str]) -> bool:
        """Whether the page has to do with these words; the table shows what fits them."""
        self.box.setText(" ".join(words))
        return self.filter_model.rowCount() > 0

    def enter(self) -> None:
        """Show the actions as they are now."""
        entry = self.current()
        self.model.reload()
        if entry is not None:
            self.choose(entry.name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, names count more than menus."""
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        self.table.setColumnHidden(MENU, self.width() < letter * NARROW_LETTERS)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        for chip in self.chips():
            chip.setIcon(icon("clear", palette))

    def _choose(self, row: int) -> None:
        self.table.setCurrentIndex(self.filter_model.index(row, 0))
        self._show_current()

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        entry = self.current()
        self.filter_model.set_text(text)
        if entry is not None:
            self.choose(entry.name)
        if not self.table.currentIndex().isValid():
            self._choose(0)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_current()

    @Slot(str)
    def _on_changed(self, _name: str) -> None:
        self._show_current()

    def _show_current(self) -> None:
        for chip in self.chips():
            self._chips.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        entry = self.current()
        self.add_button.setEnabled(entry is not None)
        self.usual_button.setEnabled(entry is not None and self._keymap.is_changed(entry.name))
        if entry is None:
            self.words.setText(self.tr("No action fits."))
            return
        keys = self._keymap.keys(entry.name)
        self.words.setText(entry.text if keys else self.tr("No key"))
        for key in keys:
            self._chips.addWidget(self._chip(key))

    def _chip(self, key: str) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName("keyChip")
        chip.setText(native(key))
        chip.setProperty("key", key)
        chip.setIcon(icon("clear", self.palette()))
        chip.setIconSize(square(12))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        text = self.tr("Take {key} away").format(key=native(key))
        chip.setToolTip(text)
        chip.setAccessibleName(text)
        chip.clicked.connect(self._on_chip)
        return chip

    @Slot()
    def _on_chip(self) -> None:
        chip, entry = self.sender(), self.current()
        if isinstance(chip, QToolButton) and entry is not None:
            self.add_button.setFocus()
            gone = chip.property("key")
            keys = [key for key in self._keymap.keys(entry.name) if key != gone]
            self._keymap.set_keys(entry.name, keys)

    @Slot()
    def _on_add(self) -> None:
        entry = self.current()
        if entry is None:
            return
        self.dialog = KeyDialog(self._keymap, entry, self.window())
        self.dialog.chosen.connect(self._on_key)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    @Slot(str, str)
    def _on_key(self, name: str, key: str) -> None:
        self._keymap.set_keys(name, [*self._keymap.keys(name), key])

    @Slot()
    def _on_reset(self) -> None:
        entry = self.current()
        if entry is not None:
            self._keymap.reset(entry.name)

    @Slot()
    def _on_reset_all(self) -> None:
        self._confirm.ask(
            self.tr("All keys as usual"),
            self.tr("Give every action its usual keys back?"),
            self.tr("The keys that you chose are forgotten."),
            self.tr("All as usual"),
            None,
        )

    @Slot(object)
    def _on_reset_confirmed(self, _nothing: object) -> None:
        self._keymap.reset_all()
