"""Asks which file or folder holds a model, and which model it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.desktop import path_of
from photoclip.gui.fitting import resize_within
from photoclip.gui.sizes import sized
from photoclip.results import ModelInfo

LONGEST = 64


def key_of(path: Path) -> str:
    """A model's name made from that of its file."""
    stem = path.stem if path.suffix in {".safetensors", ".bin", ".pt", ".pth"} else path.name
    key = re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-._")
    return key[:LONGEST] or "imported"


class ImportDialog(QDialog):
    """A file or folder, and what is to be known of it.

    Args:
        models: Models that there are; those on offer may be what is imported.

    Signals:
        chosen: ``Path``, key and OpenCLIP architecture ("" where the files tell).
    """

    chosen = Signal(object, str, str)

    def __init__(self, models: Sequence[ModelInfo], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import a model"))
        text = QLabel(
            self.tr(
                "For computers without a network: take weights of an OpenCLIP model, or the "
                "folder of one, that was downloaded elsewhere. It has to pass a self-test "
                "before it is used."
            )
        )
        text.setWordWrap(True)
        self.path = _field()
        self.path.setAccessibleName(self.tr("File or folder"))
        self.path.textChanged.connect(self._on_path)
        self.kind = QComboBox()
        self.kind.addItem(self.tr("Another model"), "")
        for info in models:
            if not info.installed:
                self.kind.addItem(info.title, info.key)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.name = _field()
        self.name.setMaxLength(LONGEST)
        self.name.textChanged.connect(self._enable)
        self.arch = _field()
        self.arch.setPlaceholderText(self.tr("as its files say, or for example ViT-B-32"))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self._buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._lay_out(text)
        self._enable()
        resize_within(self, sized(560), self.sizeHint().height())

    def _lay_out(self, text: QLabel) -> None:
        places = QHBoxLayout()
        places.addWidget(self.path, 1)
        for words, slot in (
            (self.tr("File…"), self._on_file),
            (self.tr("Folder…"), self._on_folder),
        ):
            button = QPushButton(words)
            button.setProperty("compact", "true")
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            places.addWidget(button)
        form = QFormLayout()
        form.setSpacing(10)
        label = QLabel(self.tr("&File or folder:"))
        label.setBuddy(self.path)
        form.addRow(label, places)
        form.addRow(self.tr("It &is:"), self.kind)
        form.addRow(self.tr("&Name:"), self.name)
        form.addRow(self.tr("&Architecture:"), self.arch)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(14)
        column.addWidget(text)
        column.addLayout(form)
        column.addWidget(self._buttons)

    def accept(self) -> None:
        """Tell what was chosen."""
        key = str(self.kind.currentData()) or self.name.text().strip()
        arch = "" if self.kind.currentData() else self.arch.text().strip()
        self.chosen.emit(path_of(self.path.text().strip()), key, arch)
        super().accept()

    @Slot()
    def _on_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Weights of a model"),
            self.path.text(),
            self.tr("Weights (*.safetensors *.bin *.pt *.pth);;All files (*)"),
        )
        if chosen:
            self.path.setText(chosen)

    @Slot()
    def _on_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder of a model"), self.path.text()
        )
        if chosen:
            self.path.setText(chosen)

    @Slot()
    def _on_path(self) -> None:
        path = path_of(self.path.text().strip())
        if not self.kind.currentData():
            self.name.setText(key_of(path))
        self._enable()

    @Slot()
    def _on_kind(self) -> None:
        known = str(self.kind.currentData())
        self.name.setText(known or key_of(path_of(self.path.text().strip())))
        self.name.setEnabled(not known)
        self.arch.setEnabled(not known)
        self._enable()

    @Slot()
    def _enable(self) -> None:
        self.go.setEnabled(bool(self.path.text().strip() and self.name.text().strip()))


def _field() -> QLineEdit:
    line = QLineEdit()
    line.setObjectName("formField")
    return line
