"""What would be written beside the photos, shown before anything is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.core_texts import core_text
from photoclip.gui.fitting import resize_within
from photoclip.gui.sizes import sized
from photoclip.gui.texts import number, photos, without_command
from photoclip.paths import display_path
from photoclip.reports import WriteReport

MOST = 2_000
"""Files that are listed; the rest is counted."""


class MetadataDialog(QDialog):
    """The differences file by file, and a button that writes them.

    Signals:
        write_requested: the user has seen it and wants it.
    """

    write_requested = Signal()

    def __init__(self, report: WriteReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Write metadata"))
        intro = QLabel(self._intro(report))
        intro.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setObjectName("reportTree")
        self.tree.setAccessibleName(self.tr("Changes of files"))
        self.tree.setHeaderHidden(True)
        # Heights of rows are measured while filling: the style sheet has to be there before.
        self.tree.ensurePolished()
        self._fill(report)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.write_button = buttons.addButton(self.tr("Write"), role.AcceptRole)
        self.write_button.setEnabled(bool(report.changes))
        self.write_button.clicked.connect(self._on_write)
        cancel = self.tr("Cancel") if report.changes else self.tr("Close")
        buttons.addButton(cancel, role.RejectRole).clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(intro)
        column.addWidget(self.tree, 1)
        column.addWidget(buttons)
        if self.tree.topLevelItemCount():
            resize_within(self, sized(680), sized(520))
        else:
            # An empty frame would look as if something were missing.
            self.tree.hide()
            intro.setMinimumWidth(sized(360))

    def _intro(self, report: WriteReport) -> str:
        if not report.changes:
            return self.tr("Nothing is to be written: the files say all of it already.")
        text = self.tr(
            "Tags, captions and stars of {photos} are to be written. What other programs wrote "
            "there stays, and RAW files are never touched. Undo brings all of it back."
        )
        return text.format(photos=photos(len(report.changes)))

    def _fill(self, report: WriteReport) -> None:
        for change in report.changes[:MOST]:
            top = self._line(None, display_path(change.target), display_path(change.path))
            for line in change.lines:
                self._line(top, line)
            top.setExpanded(len(report.changes) <= 50)
        rest = len(report.changes) - MOST
        if rest > 0:
            self._line(None, self.tr("and {n} more files").format(n=number(rest)))
        for note in report.notes:
            self._line(None, without_command(note))
        if report.skipped:
            text = self.tr("Left alone: {photos}").format(photos=photos(len(report.skipped)))
            top = self._line(None, text)
            for path, reason in report.skipped[:MOST]:
                self._line(top, f"{display_path(path)}: {core_text(reason)}")

    def _line(self, above: QTreeWidgetItem | None, text: str, tip: str = "") -> QTreeWidgetItem:
        item = QTreeWidgetItem(above if above is not None else self.tree.invisibleRootItem())
        item.setText(0, text)
        item.setToolTip(0, tip or text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item

    @Slot()
    def _on_write(self) -> None:
        self.write_requested.emit()
        self.accept()
