"""What a label set is: its name, one label or several a photo, and its templates."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.library import LabelSetInfo


class SetForm(QWidget):
    """Fields of one label set.

    Signals:
        renamed: old and new name.
        multi_label_changed: name, and whether a photo may carry several of its labels.
        templates_changed: name and tuple of templates.
    """

    renamed = Signal(str, str)
    multi_label_changed = Signal(str, bool)
    templates_changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formInside")
        self._name = ""
        self._templates: tuple[str, ...] = ()
        self.name = QLineEdit()
        self.several = QCheckBox(self.tr("Several labels a photo"))
        self.templates = QPlainTextEdit()
        self.several.setToolTip(
            self.tr("A photo may get several labels of this set, or only the surest one")
        )
        self.templates.setToolTip(self.tr("What a label is put into before it is compared"))
        self.templates.setPlaceholderText(
            self.tr("one a line, with {} for the label; empty: the usual ones")
        )
        self.templates.setTabChangesFocus(True)
        self.keep_templates = QPushButton(self.tr("Keep templates"))
        self.keep_templates.setEnabled(False)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(8)
        for title, field in (
            (self.tr("Label set"), self.name),
            (self.tr("Templates"), self.templates),
        ):
            label = QLabel(title)
            label.setObjectName("formTitle")
            label.setBuddy(field)
            field.setObjectName("formField")
            field.setAccessibleName(title)
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addLayout(form)
        column.addWidget(self.keep_templates)
        column.addWidget(self.several)
        column.addStretch(1)
        self.name.editingFinished.connect(self._on_name)
        self.several.clicked.connect(self._on_several)
        self.templates.textChanged.connect(self._on_typing)
        self.keep_templates.clicked.connect(self._on_templates)

    def show_set(self, label_set: LabelSetInfo) -> None:
        """Fill the form."""
        same = label_set.name == self._name
        self._name = label_set.name
        self.several.setChecked(label_set.multi_label)
        if not same or not self.name.hasFocus():
            self.name.setText(label_set.name)
        if not same or not self.keep_templates.isEnabled():
            self._templates = label_set.templates
            self.templates.setPlainText("\n".join(label_set.templates))
            self.keep_templates.setEnabled(False)

    def _typed(self) -> tuple[str, ...]:
        lines = self.templates.toPlainText().splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    @Slot()
    def _on_name(self) -> None:
        name = self.name.text().strip()
        if name and name != self._name:
            self.renamed.emit(self._name, name)
        else:
            self.name.setText(self._name)

    @Slot(bool)
    def _on_several(self, several: bool) -> None:
        self.multi_label_changed.emit(self._name, several)

    @Slot()
    def _on_typing(self) -> None:
        self.keep_templates.setEnabled(self._typed() != self._templates)

    @Slot()
    def _on_templates(self) -> None:
        self._templates = self._typed()
        self.keep_templates.setEnabled(False)
        self.templates_changed.emit(self._name, self._templates)
