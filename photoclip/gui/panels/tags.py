"""The tree of tags, with the number of photos of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QTreeWidgetItem,
    QWidget,
)

from photoclip.catalog.rows import Tag
from photoclip.gui.icons import icon
from photoclip.gui.panels.drops import KEY, DropTree
from photoclip.gui.panels.section import PanelSection
from photoclip.gui.panels.tail_delegate import TAIL
from photoclip.gui.texts import number, photos

MANY = 12
"""From more tags than that on, there is a field to filter them."""


class TagsPanel(PanelSection):
    """The tags.

    Signals:
        show_requested: ``Tag`` whose photos are wanted.
        add_requested: the selected photos shall get a tag.
        rename_requested: ``Tag`` that shall get another name.
        move_requested: ``Tag`` that shall go under another one.
        remove_requested: ``Tag`` to delete.
        photos_dropped: ``Tag``, ids of photos that shall get it.
    """

    show_requested = Signal(object)
    add_requested = Signal()
    rename_requested = Signal(object)
    move_requested = Signal(object)
    remove_requested = Signal(object)
    photos_dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name(self.tr("Give the selected photos a tag"))
        self._tags: tuple[Tag, ...] | None = None
        self.tree = DropTree()
        self.tree.setAccessibleName(self.tr("Tags"))
        self.tree.setIndentation(14)
        self.filter_box = QLineEdit()
        self.filter_box.setObjectName("filterBox")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.setPlaceholderText(self.tr("Filter"))
        self.filter_box.setAccessibleName(self.tr("Filter the tags"))
        self.filter_box.textChanged.connect(self._on_filter)
        for button in self.filter_box.findChildren(QToolButton):
            button.setToolTip(self.tr("Clear the filter"))
            button.setAccessibleName(button.toolTip())
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 10, 3)
        line.addWidget(self.filter_box)
        self.column.addLayout(line)
        self.set_body(self.tree)
        self.tree.itemClicked.connect(self._on_item)
        self.tree.itemActivated.connect(self._on_item)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.tree.photos_dropped.connect(self.photos_dropped)
        self.add_clicked.connect(self.add_requested)
        self.show_tags(())

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show these; nothing is touched when they are the same as before."""
        if tuple(tags) == self._tags:
            return
        self._tags = tuple(tags)
        self._fill()

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        super().tint(palette)
        self._fill()

    def _fill(self) -> None:
        """Build the tree anew; what was open stays open."""
        opened = self._opened(self.tree.invisibleRootItem())
        chosen = self.tree.currentItem()
        current = chosen.data(0, KEY).id if chosen is not None else None
        scrolled = self.tree.verticalScrollBar().value()
        self.tree.clear()
        items: dict[int, QTreeWidgetItem] = {}
        drawn = icon("tag", self.palette())
        for tag in sorted(_in_use(self._tags or ()), key=_order):
            above = items.get(tag.parent_id) if tag.parent_id is not None else None
            item = QTreeWidgetItem(above if above is not None else self.tree.invisibleRootItem())
            item.setText(0, f"{tag.name}{TAIL}{number(tag.photos)}" if tag.photos else tag.name)
            item.setToolTip(0, f"{' / '.join(tag.path)}\n{photos(tag.photos)}")
            item.setIcon(0, drawn)
            item.setData(0, KEY, tag)
            items[tag.id] = item
        for tag_id in opened & items.keys():
            items[tag_id].setExpanded(True)
        if current in items:
            self.tree.setCurrentItem(items[current])
        self.filter_box.setVisible(len(items) > MANY)
        if len(items) <= MANY:
            self.filter_box.clear()
        self._on_filter()
        self.tree.verticalScrollBar().setValue(scrolled)
        self.say_empty("" if items else self.tr("Tags of your photos appear here."))

    def _opened(self, item: QTreeWidgetItem) -> set[int]:
        found: set[int] = set()
        for place in range(item.childCount()):
            child = item.child(place)
            if child is None:
                continue
            if child.isExpanded():
                found.add(child.data(0, KEY).id)
            found |= self._opened(child)
        return found

    @Slot()
    def _on_filter(self) -> None:
        """Show tags that contain the words, with those above and below them."""
        words = self.filter_box.text().casefold().split()
        root = self.tree.invisibleRootItem()
        for place in range(root.childCount()):
            child = root.child(place)
            if child is not None:
                _sift(child, words, shown=False)

    @Slot(QPoint)
    def _on_menu(self, where: QPoint) -> None:
        item = self.tree.itemAt(where)
        if item is None:
            return
        tag: Tag = item.data(0, KEY)
        menu = QMenu(self)
        menu.addAction(self.tr("Show its photos")).setData((self.show_requested, tag))
        menu.addAction(self.tr("Rename…")).setData((self.rename_requested, tag))
        menu.addAction(self.tr("Move under…")).setData((self.move_requested, tag))
        menu.addSeparator()
        menu.addAction(self.tr("Delete…")).setData((self.remove_requested, tag))
        menu.triggered.connect(self._on_menu_action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.tree.viewport().mapToGlobal(where))

    @Slot(QAction)
    def _on_menu_action(self, action: QAction) -> None:
        signal, tag = action.data()
        signal.emit(tag)

    @Slot(QTreeWidgetItem)
    def _on_item(self, item: QTreeWidgetItem) -> None:
        self.show_requested.emit(item.data(0, KEY))


def _sift(item: QTreeWidgetItem, words: Sequence[str], *, shown: bool) -> bool:
    """Hide an item that does not fit; returns whether it, or one below it, does."""
    tag: Tag = item.data(0, KEY)
    name = tag.name.casefold()
    fits = shown or all(word in name for word in words)
    below = False
    for place in range(item.childCount()):
        child = item.child(place)
        if child is not None:
            below = _sift(child, words, shown=fits) or below
    item.setHidden(not (fits or below))
    if words and below:
        item.setExpanded(True)
    return fits or below


def _in_use(tags: Sequence[Tag]) -> list[Tag]:
    """Tags of photos, and those above them; labels that no photo has yet would only crowd it."""
    known = {tag.id: tag for tag in tags}
    used: set[int] = set()
    for tag in tags:
        above: Tag | None = tag if tag.photos else None
        while above is not None and above.id not in used:
            used.add(above.id)
            above = known.get(above.parent_id) if above.parent_id is not None else None
    return [tag for tag in tags if tag.id in used]


def _order(tag: Tag) -> tuple[int, tuple[str, ...]]:
    """Parents before children, names in the alphabet's order."""
    return len(tag.path), tuple(name.casefold() for name in tag.path)
