"""What a label is: its name, tags above it, prompts, and what it is not."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from photoclip.library import LabelInfo

KEEP_MS = 700
"""Pause in typing after which what was typed is kept."""

TEXT_HEIGHT = 118
"""Of a field for several lines, in logical pixels."""


@dataclass(frozen=True, slots=True)
class LabelDraft:
    """A label as it stands in the form."""

    name: str
    parents: tuple[str, ...]
    prompts: tuple[str, ...]
    negatives: tuple[str, ...]


class LabelForm(QWidget):
    """Fields of one label. Nothing has to be saved: a pause keeps what was typed.

    Signals:
        edited: the text was changed, a preview is due.
        kept: name of the label before, and the ``LabelDraft`` to keep.
    """

    edited = Signal()
    kept = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formInside")
        self._name = ""
        self._saved = LabelDraft("", (), (), ())
        self.name = QLineEdit()
        self.parents = QLineEdit()
        self.parents.setPlaceholderText(self.tr("none; for example Animals/Pets"))
        self.prompts = _lines(self.tr("one sentence a line; without any, the name is used"))
        self.negatives = _lines(self.tr("what speaks against it, one a line"))
        form = QFormLayout(self)
        form.setContentsMargins(14, 12, 14, 12)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for title, field in (
            (self.tr("Label"), self.name),
            (self.tr("What it looks like"), self.prompts),
            (self.tr("What it is not"), self.negatives),
            (self.tr("Below the tag"), self.parents),
        ):
            label = QLabel(title)
            label.setObjectName("formTitle")
            label.setBuddy(field)
            field.setObjectName("formField")
            field.setAccessibleName(title)
            form.addRow(label, field)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self.name.editingFinished.connect(self.keep)
        self.parents.editingFinished.connect(self.keep)
        self.prompts.textChanged.connect(self._on_prompts)
        self.negatives.textChanged.connect(self._on_prompts)

    @property
    def label(self) -> str:
        """Name of the label as it is kept."""
        return self._name

    def show_label(self, label: LabelInfo) -> None:
        """Fill the form; what is being typed into the same label stays."""
        draft = LabelDraft(label.name, label.parents, label.prompts, label.negatives)
        if label.name == self._name and self.draft() != self._saved:
            self._saved = draft
            return
        self._timer.stop()
        self._name, self._saved = label.name, draft
        fields = (self.name, self.parents, self.prompts, self.negatives)
        for field in fields:
            field.blockSignals(True)
        self.name.setText(label.name)
        self.parents.setText("/".join(label.parents))
        _set_lines(self.prompts, label.prompts)
        _set_lines(self.negatives, label.negatives)
        for field in fields:
            field.blockSignals(False)

    def draft(self) -> LabelDraft:
        """The label as it stands in the form."""
        parents = tuple(part.strip() for part in self.parents.text().split("/") if part.strip())
        name = self.name.text().strip() or self._name
        return LabelDraft(name, parents, _get_lines(self.prompts), _get_lines(self.negatives))

    @Slot()
    def keep(self) -> None:
        """Keep what was typed, if it differs."""
        self._timer.stop()
        draft = self.draft()
        if self._name and draft != self._saved:
            before, self._name, self._saved = self._name, draft.name, draft
            self.kept.emit(before, draft)

    @Slot()
    def _on_prompts(self) -> None:
        self._timer.start()
        self.edited.emit()


def _lines(placeholder: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setPlaceholderText(placeholder)
    field.setTabChangesFocus(True)
    field.setFixedHeight(TEXT_HEIGHT)
    return field


def _set_lines(field: QPlainTextEdit, lines: tuple[str, ...]) -> None:
    text = "\n".join(lines)
    if field.toPlainText() != text:
        field.setPlainText(text)


def _get_lines(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip())
