"""Groups of photos that show the same; the user ticks what goes to the trash."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QSize, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.core_texts import core_text
from photoclip.gui.fitting import Foot, resize_within
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.icons import untinted
from photoclip.gui.sizes import sized
from photoclip.gui.texts import number, photos
from photoclip.paths import display_path
from photoclip.results import DuplicateGroup

_ID = int(Qt.ItemDataRole.UserRole)


class DuplicatesDialog(QDialog):
    """Lists the groups, the proposed keeper first; nothing is ticked at the start.

    Signals:
        show_requested: ids of the photos of a group.
        trash_requested: ids of the ticked photos.
    """

    show_requested = Signal(object)
    trash_requested = Signal(object)

    def __init__(self, thumbs: ThumbLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbs = thumbs
        self._filling = False
        self.setWindowTitle(self.tr("Duplicates"))
        self.intro = QLabel()
        self.intro.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setObjectName("reportTree")
        self.tree.setAccessibleName(self.tr("Groups of photos that show the same"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([self.tr("Photo"), self.tr("Folder")])
        self.tree.setIconSize(QSize(72, 54))
        self.tree.header().resizeSection(0, sized(400))
        self.tree.header().setStretchLastSection(True)
        self.tree.itemChanged.connect(self._on_item_changed)
        self.tree.itemSelectionChanged.connect(self._enable)
        self.show_button = _button(self.tr("Show this group"))
        self.tick_button = _button(self.tr("Tick all but the best"))
        self.trash_button = _button(self.tr("Move to the trash…"))
        close = _button(self.tr("Close"))
        close.clicked.connect(self.reject)
        self.show_button.clicked.connect(self._on_show)
        self.tick_button.clicked.connect(self._on_tick)
        self.trash_button.clicked.connect(self._on_trash)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.intro)
        column.addWidget(self.tree, 1)
        actions = [self.show_button, self.tick_button, self.trash_button]
        column.addWidget(Foot(actions, [close], QMargins()))
        thumbs.loaded.connect(self._on_thumbs)
        resize_within(self, sized(760), sized(560))

    def show_groups(self, groups: Sequence[DuplicateGroup]) -> None:
        """Show these groups."""
        self._filling = True
        self.tree.clear()
        for group in groups:
            self._add(group)
        self._filling = False
        if groups:
            spare = sum(len(group.photo_ids) - 1 for group in groups)
            text = self.tr(
                "{groups} groups with {spare} more than one needs. The first of each is the one "
                "proposed to be kept. Tick what shall go to the trash; nothing else is touched."
            )
            self.intro.setText(text.format(groups=number(len(groups)), spare=photos(spare)))
        else:
            self.intro.setText(self.tr("No two photos of the library show the same."))
        self._enable()

    def ticked(self) -> list[int]:
        """Ids of the ticked photos."""
        ticked = Qt.CheckState.Checked
        return [item.data(0, _ID) for item in self._leaves() if item.checkState(0) == ticked]

    def _add(self, group: DuplicateGroup) -> None:
        kind = self.tr("the same picture") if group.exact else self.tr("nearly the same")
        top = QTreeWidgetItem(self.tree)
        top.setText(0, f"{photos(len(group.photo_ids))}  ·  {kind}")
        top.setFirstColumnSpanned(True)
        top.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        quiet = QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        pairs = zip(group.photo_ids, group.paths, strict=True)
        for place, (photo_id, path) in enumerate(pairs):
            item = QTreeWidgetItem(top)
            name = display_path(path.name)
            if place == 0:
                name = self.tr("{name}\nkeep: {reason}").format(
                    name=name, reason=core_text(group.reason)
                )
            item.setText(0, name)
            item.setText(1, display_path(path.parent))
            item.setForeground(1, quiet)
            item.setToolTip(1, display_path(path))
            item.setData(0, _ID, photo_id)
            item.setCheckState(0, Qt.CheckState.Unchecked)
            self._draw(item)
        top.setExpanded(True)

    def _draw(self, item: QTreeWidgetItem) -> None:
        pixmap = self._thumbs.pixmap(item.data(0, _ID))
        if pixmap is not None:
            item.setIcon(0, untinted(pixmap))

    def _leaves(self) -> list[QTreeWidgetItem]:
        root = self.tree.invisibleRootItem()
        return [leaf for top in _children(root) for leaf in _children(top)]

    def _group_of(self, item: QTreeWidgetItem) -> list[int]:
        top = item.parent() or item
        return [leaf.data(0, _ID) for leaf in _children(top)]

    @Slot(object)
    def _on_thumbs(self, photo_ids: list[int]) -> None:
        loaded = set(photo_ids)
        self._filling = True
        for item in self._leaves():
            if item.data(0, _ID) in loaded:
                self._draw(item)
        self._filling = False

    @Slot(QTreeWidgetItem)
    def _on_item_changed(self, _item: QTreeWidgetItem) -> None:
        if not self._filling:
            self._enable()

    @Slot()
    def _enable(self) -> None:
        ticked = len(self.ticked())
        text = self.tr("Move {photos} to the trash…").format(photos=photos(ticked))
        self.trash_button.setText(text if ticked else self.tr("Move to the trash…"))
        self.trash_button.setEnabled(ticked > 0)
        self.show_button.setEnabled(bool(self.tree.selectedItems()))
        self.tick_button.setEnabled(self.tree.topLevelItemCount() > 0)

    @Slot()
    def _on_tick(self) -> None:
        self._filling = True
        for item in self._leaves():
            above = item.parent()
            first = above is not None and above.indexOfChild(item) == 0
            state = Qt.CheckState.Unchecked if first else Qt.CheckState.Checked
            item.setCheckState(0, state)
        self._filling = False
        self._enable()

    @Slot()
    def _on_show(self) -> None:
        chosen = self.tree.selectedItems()
        if chosen:
            self.show_requested.emit(self._group_of(chosen[0]))

    @Slot()
    def _on_trash(self) -> None:
        self.trash_requested.emit(self.ticked())


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = [item.child(row) for row in range(item.childCount())]
    return [child for child in found if child is not None]


def _button(text: str) -> QPushButton:
    """A button that Enter does not press by accident."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
