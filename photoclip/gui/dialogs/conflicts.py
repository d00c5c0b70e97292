"""Fields that were changed both here and in a file; the user says which one stays."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.fitting import resize_within
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.icons import untinted
from photoclip.gui.sizes import sized
from photoclip.paths import display_path
from photoclip.reports import MetadataConflict

_CONFLICT = int(Qt.ItemDataRole.UserRole)


class ConflictsDialog(QDialog):
    """Lists the conflicts; what is selected can be settled one way or the other.

    Signals:
        settled: list of ``MetadataConflict``, and ``"ours"`` or ``"theirs"``.
        show_requested: ids of the photos of the selected conflicts.
    """

    settled = Signal(object, str)
    show_requested = Signal(object)

    def __init__(self, thumbs: ThumbLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbs = thumbs
        self.setWindowTitle(self.tr("Metadata conflicts"))
        self.intro = QLabel()
        self.intro.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setObjectName("reportTree")
        self.tree.setAccessibleName(self.tr("Fields that were changed twice"))
        self.tree.setRootIsDecorated(False)
        self.tree.setWordWrap(True)
        self.tree.setIconSize(QSize(72, 54))
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.tree.setHeaderLabels(
            [self.tr("Photo"), self.tr("Field"), self.tr("In PhotoClip"), self.tr("In the file")]
        )
        header = self.tree.header()
        for section, width in enumerate((230, 140)):
            header.resizeSection(section, width)
        for section in (2, 3):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self.tree.itemSelectionChanged.connect(self._enable)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.show_button = buttons.addButton(self.tr("Show the photo"), role.ActionRole)
        self.ours_button = buttons.addButton(self.tr("Keep PhotoClip's"), role.ActionRole)
        self.theirs_button = buttons.addButton(self.tr("Take the file's"), role.ActionRole)
        close = buttons.addButton(self.tr("Close"), role.RejectRole)
        for button in (self.show_button, self.ours_button, self.theirs_button, close):
            button.setAutoDefault(False)
        self.show_button.clicked.connect(self._on_show)
        self.ours_button.clicked.connect(self._on_ours)
        self.theirs_button.clicked.connect(self._on_theirs)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.intro)
        column.addWidget(self.tree, 1)
        column.addWidget(buttons)
        thumbs.loaded.connect(self._on_thumbs)
        resize_within(self, sized(760), sized(480))

    def show_conflicts(self, conflicts: Sequence[MetadataConflict]) -> None:
        """Show these; after one was settled the next one is selected."""
        row = max(0, self.tree.currentIndex().row())
        self.tree.clear()
        for conflict in conflicts:
            self._add(conflict)
        if conflicts:
            self.intro.setText(
                self.tr(
                    "These fields were changed here and by another program. Nothing is "
                    "overwritten until you say which one stays; the next writing of metadata "
                    "brings the files in line."
                )
            )
            places = self.tree.model()
            self.tree.setCurrentIndex(places.index(min(row, len(conflicts) - 1), 0))
        else:
            self.intro.setText(self.tr("No field was changed both here and in a file."))
        self._enable()

    def chosen(self) -> list[MetadataConflict]:
        """What is selected."""
        return [item.data(0, _CONFLICT) for item in self.tree.selectedItems()]

    def _add(self, conflict: MetadataConflict) -> None:
        item = QTreeWidgetItem(self.tree)
        item.setData(0, _CONFLICT, conflict)
        item.setText(0, display_path(conflict.path.name))
        item.setToolTip(0, display_path(conflict.path))
        item.setText(1, self._field(conflict.field))
        for column, value in ((2, conflict.ours), (3, conflict.theirs)):
            item.setText(column, value or self.tr("nothing"))
            item.setToolTip(column, value)
        self._draw(item)

    def _field(self, field: str) -> str:
        kind, _, value = field.partition(":")
        if kind == "tag":
            return self.tr("Tag {name}").format(name=value.replace("/", " / "))
        return {"caption": self.tr("Caption"), "rating": self.tr("Stars")}.get(kind, field)

    def _draw(self, item: QTreeWidgetItem) -> None:
        pixmap = self._thumbs.pixmap(item.data(0, _CONFLICT).photo_id)
        if pixmap is not None:
            item.setIcon(0, untinted(pixmap))

    @Slot(object)
    def _on_thumbs(self, photo_ids: list[int]) -> None:
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is not None and item.data(0, _CONFLICT).photo_id in photo_ids:
                self._draw(item)

    @Slot()
    def _enable(self) -> None:
        some = bool(self.tree.selectedItems())
        for button in (self.show_button, self.ours_button, self.theirs_button):
            button.setEnabled(some)

    @Slot()
    def _on_show(self) -> None:
        self.show_requested.emit(list(dict.fromkeys(each.photo_id for each in self.chosen())))

    @Slot()
    def _on_ours(self) -> None:
        self.settled.emit(self.chosen(), "ours")

    @Slot()
    def _on_theirs(self) -> None:
        self.settled.emit(self.chosen(), "theirs")
