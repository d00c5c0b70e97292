"""Files that cannot be read, as a table that does not mind how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from photoclip.catalog.rows import Photo
from photoclip.gui.core_texts import core_text
from photoclip.gui.icons import icon
from photoclip.paths import display_path

Index = QModelIndex | QPersistentModelIndex
NAME, FOLDER, REASON = range(3)
PHOTO: Final = int(Qt.ItemDataRole.UserRole)


class FailedModel(QAbstractTableModel):
    """Photos that could not be read: name, folder, reason."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photos: tuple[Photo, ...] = ()

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show these."""
        self.beginResetModel()
        self._photos = tuple(photos)
        self.endResetModel()

    @property
    def photos(self) -> tuple[Photo, ...]:
        """What is shown."""
        return self._photos

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of photos."""
        return 0 if parent.isValid() else len(self._photos)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Name, folder and reason."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("File"), self.tr("Folder"), self.tr("Why it cannot be read"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if not index.isValid():
            return None
        photo = self._photos[index.row()]
        if role == PHOTO:
            return photo
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        if index.column() == NAME:
            shown = role == Qt.ItemDataRole.DisplayRole
            return photo.name if shown else photo.shown_path
        if index.column() == FOLDER:
            return display_path(photo.path.parent)
        return core_text(photo.error or "")


class FailedFiles(QWidget):
    """The table, and what can be done about it.

    Signals:
        retry_requested: ids of the photos to try again.
        show_requested: ``Path`` of a file to show in the file manager.
    """

    retry_requested = Signal(object)
    show_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FailedModel(self)
        self.table = QTableView()
        self.table.setObjectName("failedTable")
        self.table.setAccessibleName(self.tr("Files that cannot be read"))
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(REASON, QHeaderView.ResizeMode.Stretch)
        self._nothing = QLabel(self.tr("Every photo can be read."))
        self._nothing.setObjectName("quiet")
        self._nothing.setContentsMargins(14, 8, 14, 8)
        self.retry_button = QPushButton()
        self.show_button = QPushButton(self.tr("Show in folder"))
        self.copy_button = QPushButton(self.tr("Copy as text"))
        self._lay_out()
        self.retry_button.clicked.connect(self._on_retry)
        self.show_button.clicked.connect(self._on_show)
        self.copy_button.clicked.connect(self._on_copy)
        self.table.doubleClicked.connect(self._on_show)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self._enable()

    def _lay_out(self) -> None:
        em = self.fontMetrics().height()
        self.table.verticalHeader().setDefaultSectionSize(round(1.7 * em))
        self.table.setColumnWidth(NAME, 14 * em)
        self.table.setColumnWidth(FOLDER, 16 * em)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 4, 12, 8)
        buttons.setSpacing(8)
        for button in (self.retry_button, self.show_button, self.copy_button):
            button.setProperty("compact", "true")
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._foot = QWidget()
        self._foot.setLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._nothing)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot)
        column.addStretch(0)

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show these; nothing is touched when they are the same as before."""
        if tuple(photos) == self.model.photos:
            return
        chosen = {photo.id for photo in self.chosen()}
        scrolled = self.table.verticalScrollBar().value()
        self.model.show_photos(photos)
        self._select(chosen)
        self.table.verticalScrollBar().setValue(scrolled)

    def _select(self, photo_ids: set[int]) -> None:
        """Select the rows of these, neighbours in one go."""
        selection = QItemSelection()
        start = -1
        for row, photo in enumerate((*self.model.photos, None) if photo_ids else ()):
            wanted = photo is not None and photo.id in photo_ids
            if wanted and start < 0:
                start = row
            elif not wanted and start >= 0:
                last = self.model.index(row - 1, REASON)
                selection.select(self.model.index(start, NAME), last)
                start = -1
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.table.selectionModel().select(selection, flag)

    def chosen(self) -> list[Photo]:
        """Photos of the selected rows."""
        rows = self.table.selectionModel().selectedRows()
        return [index.data(PHOTO) for index in rows]

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.retry_button.setIcon(icon("retry", palette))
        self.show_button.setIcon(icon("folder-open", palette))
        self.copy_button.setIcon(icon("copy", palette))

    @Slot()
    def _enable(self) -> None:
        some = bool(self.model.photos)
        chosen = self.table.selectionModel().hasSelection()
        self._nothing.setVisible(not some)
        self.table.setVisible(some)
        self._foot.setVisible(some)
        self.retry_button.setText(self.tr("Try again") if chosen else self.tr("Try all again"))
        self.show_button.setEnabled(chosen)

    @Slot()
    def _on_retry(self) -> None:
        photos = self.chosen() or self.model.photos
        self.retry_requested.emit([photo.id for photo in photos])

    @Slot()
    def _on_show(self) -> None:
        chosen = self.chosen()
        if chosen:
            self.show_requested.emit(chosen[0].path)

    @Slot()
    def _on_copy(self) -> None:
        photos = self.chosen() or self.model.photos
        lines = [f"{photo.shown_path}\t{core_text(photo.error or '')}" for photo in photos]
        QGuiApplication.clipboard().setText("\n".join(lines))
