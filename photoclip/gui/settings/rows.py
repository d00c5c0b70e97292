"""One setting on a page: its words, the widget that changes it, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from photoclip.gui.sizes import square
from photoclip.gui.texts import number
from photoclip.settings import Setting, Settings, Value

EDITOR_LETTERS = 26
_MARGINS = (7, 0, 0, 0)  # which style sheets of spin boxes forget


def translated(text: str) -> str:
    """Text of the table of settings in the user's language."""
    return QCoreApplication.translate("settings", text) if text else ""


def shown(setting: Setting, value: Value) -> str:
    """A value as people read it."""
    if isinstance(setting.default, bool):
        on = QCoreApplication.translate("settings", "on")
        return on if value else QCoreApplication.translate("settings", "off")
    for choice, words in setting.choices:
        if choice == value:
            return translated(words)
    if isinstance(value, str):
        return value
    digits = number(value) if isinstance(value, int) else f"{value:g}"
    return f"{digits} {translated(setting.unit)}".strip()


class _Combo(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls the page must not change what happens to lie below the pointer."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Spin(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """See :class:`_Combo`."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SettingRow(QWidget):
    """A row of the form; changes are told at once.

    Args:
        setting: The row of the table.
        settings: Where the value lies.

    Signals:
        changed: key and new value; None for the default.
    """

    changed = Signal(str, object)

    def __init__(self, setting: Setting, settings: Settings) -> None:
        super().__init__()
        self.setting = setting
        self._settings = settings
        self._at_start = settings.get(setting.key)
        self.title = QLabel(translated(setting.title))
        self.help = QLabel(self._help())
        self.help.setObjectName("quiet")
        self.help.setWordWrap(True)
        self.restart = QLabel(self.tr("Acts from the next start of PhotoClip on."))
        self.restart.setWordWrap(True)
        self.editor = self._make_editor()
        self.editor.setAccessibleName(translated(setting.title))
        self.editor.setAccessibleDescription(translated(setting.help))
        self.title.setBuddy(self.editor)
        self.reset = QToolButton()
        self.reset.setIconSize(square(16))
        self.reset.setAccessibleName(
            self.tr("Default of “{name}”").format(name=translated(setting.title))
        )
        self.reset.setToolTip(
            self.tr("Back to: {value}").format(value=shown(setting, setting.default))
        )
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.reset.clicked.connect(self._on_reset)
        if not isinstance(self.editor, QCheckBox):
            self.editor.setMinimumWidth(self.fontMetrics().averageCharWidth() * EDITOR_LETTERS)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.editor, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.reset, 0, 2)
        grid.addWidget(self.help, 1, 0, 1, 2)
        grid.addWidget(self.restart, 2, 0, 1, 2)
        self.refresh()

    def matches(self, words: list[str]) -> bool:
        """Whether all words stand somewhere in this row; they are folded."""
        setting = self.setting
        choices = " ".join(translated(words) for _, words in setting.choices)
        texts = (self.title.text(), self.help.text(), setting.key, choices)
        whole = " ".join(texts).casefold()
        return all(word in whole for word in words)

    def refresh(self) -> None:
        """Show what is chosen now."""
        value = self._settings.get(self.setting.key)
        self.editor.blockSignals(True)
        _put(self.editor, value)
        self.editor.blockSignals(False)
        self.reset.setVisible(self._settings.is_changed(self.setting.key))
        self.restart.setVisible(self.setting.restart and value != self._at_start)

    def tint(self, way_back: QIcon) -> None:
        """Take the drawing of the way back; all rows share it."""
        self.reset.setIcon(way_back)

    def _help(self) -> str:
        usual = self.tr("Default: {value}.").format(value=shown(self.setting, self.setting.default))
        return f"{translated(self.setting.help)} {usual}"

    def _make_editor(self) -> QWidget:
        setting = self.setting
        if isinstance(setting.default, bool):
            switch = QCheckBox()
            switch.toggled.connect(self._on_flag)
            return switch
        if setting.choices:
            combo = _Combo()
            for choice, words in setting.choices:
                combo.addItem(translated(words), choice)
            combo.activated.connect(self._on_choice)
            return combo
        if isinstance(setting.default, str):
            line = QLineEdit()
            line.setObjectName("formField")
            line.editingFinished.connect(self._on_text)
            return line
        return self._make_spin()

    def _make_spin(self) -> QWidget:
        setting = self.setting
        low, high = setting.minimum or 0, setting.maximum or 0
        suffix = f" {translated(setting.unit)}" if setting.unit else ""
        if isinstance(setting.default, float):
            fine = QDoubleSpinBox()
            fine.setRange(low, high)
            fine.lineEdit().setTextMargins(*_MARGINS)
            fine.setSuffix(suffix)
            fine.valueChanged.connect(self._on_number)
            return fine
        spin = _Spin()
        spin.setRange(int(low), int(high))
        spin.lineEdit().setTextMargins(*_MARGINS)
        spin.setSuffix(suffix)
        spin.setGroupSeparatorShown(True)
        # 10240 on the way to 102400 is no choice yet.
        spin.setKeyboardTracking(False)
        spin.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        spin.setSingleStep(max(1, int(setting.default) // 10 if high > 1_000 else 1))
        spin.valueChanged.connect(self._on_number)
        return spin

    @Slot(bool)
    def _on_flag(self, on: bool) -> None:
        self.changed.emit(self.setting.key, on)

    @Slot()
    def _on_number(self) -> None:
        if isinstance(self.editor, (QSpinBox, QDoubleSpinBox)):
            self.changed.emit(self.setting.key, self.editor.value())

    @Slot()
    def _on_choice(self) -> None:
        if isinstance(self.editor, QComboBox):
            self.changed.emit(self.setting.key, self.editor.currentData())

    @Slot()
    def _on_text(self) -> None:
        if isinstance(self.editor, QLineEdit):
            self.changed.emit(self.setting.key, self.editor.text())

    @Slot()
    def _on_reset(self) -> None:
        # The button goes away with the focus in it.
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(self.setting.key, None)


def _put(editor: QWidget, value: Value) -> None:
    """Show a value without telling anybody."""
    if isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    elif isinstance(editor, QComboBox):
        editor.setCurrentIndex(editor.findData(value))
    elif isinstance(editor, QLineEdit):
        editor.setText(str(value))
    elif isinstance(editor, QSpinBox):
        editor.setValue(int(value))
    elif isinstance(editor, QDoubleSpinBox):
        editor.setValue(float(value))
