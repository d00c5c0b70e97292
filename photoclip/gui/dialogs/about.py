"""Version, purpose and licences."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip import __version__
from photoclip.gui.bridge import Bridge
from photoclip.gui.fitting import resize_within
from photoclip.gui.icons import app_icon
from photoclip.gui.question import Question
from photoclip.library import Library
from photoclip.licences import Component, components, download_page, licence_text


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """What is read while the box is open already."""

    components: tuple[Component, ...]
    text: str
    page: str


def read_licences(_library: Library) -> LicenceFacts:
    """Look at the installed libraries' own statements; on a worker thread."""
    return LicenceFacts(components(), licence_text(), download_page())


class AboutBox(QDialog):
    """Opens at once; the lists come a moment later.

    Args:
        bridge: Reads the licences.
        parent: The window.
        updates: Whether a button leads to the download page, where this build names one.

    Signals:
        failed: exception to be told.
    """

    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget, *, updates: bool = False) -> None:
        super().__init__(parent)
        self._page = ""
        self._updates = updates
        self.setWindowTitle(self.tr("About PhotoClip"))
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(QSize(72, 72), self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        name = QLabel(f"PhotoClip {__version__}")
        font = name.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.4)
        name.setFont(font)
        purpose = QLabel(
            self.tr(
                "Find your own photos by describing them, on your own computer: no photo and no "
                "search leaves it."
            )
        )
        terms = QLabel(
            self.tr(
                "Free software under the GNU General Public License, version 3 or later. Built "
                "with Qt {qt}, PyTorch and the libraries below."
            ).format(qt=qVersion())
        )
        terms.setObjectName("quiet")
        words = QVBoxLayout()
        words.setSpacing(6)
        for label in (name, purpose, terms):
            label.setWordWrap(True)
            words.addWidget(label)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(picture)
        head.addLayout(words, 1)
        self.tabs = self._make_tabs()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)
        column.addWidget(self._make_buttons())
        letter = self.fontMetrics().averageCharWidth()
        resize_within(self, letter * 95, letter * 78)
        self._question = Question(bridge, read_licences, self)
        self._question.answered.connect(self._on_facts)
        self._question.failed.connect(self.failed)
        self._question.ask()

    def _make_tabs(self) -> QTabWidget:
        self.libraries = self._make_tree(self.tr("Libraries"))
        self.models = self._make_tree(self.tr("Models and drawings"))
        self.licence = QPlainTextEdit()
        self.licence.setReadOnly(True)
        self.licence.setAccessibleName(self.tr("Text of the licence"))
        self.licence.setTabChangesFocus(True)
        tabs = QTabWidget()
        tabs.setObjectName("plainTabs")
        tabs.setDocumentMode(True)
        tabs.addTab(self.libraries, self.libraries.accessibleName())
        tabs.addTab(self.models, self.models.accessibleName())
        tabs.addTab(self.licence, self.tr("Licence"))
        return tabs

    def _make_tree(self, name: str) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("reportTree")
        tree.setAccessibleName(name)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        tree.setHeaderLabels([self.tr("Name"), self.tr("Version"), self.tr("Licence")])
        header = tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return tree

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.update_button = buttons.addButton(self.tr("Look for updates…"), role.ActionRole)
        self.update_button.setToolTip(self.tr("Opens the download page in your browser"))
        self.update_button.setVisible(False)
        self.update_button.clicked.connect(self._on_updates)
        close = buttons.addButton(self.tr("Close"), role.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        return buttons

    @Slot(object)
    def _on_facts(self, facts: LicenceFacts) -> None:
        self._page = facts.page
        self.update_button.setVisible(self._updates and bool(facts.page))
        self.licence.setPlainText(facts.text)
        for each in facts.components:
            if each.kind != "program":
                tree = self.libraries if each.kind == "library" else self.models
                item = QTreeWidgetItem(tree, [each.name, each.version, each.licence])
                item.setToolTip(2, each.licence)

    @Slot()
    def _on_updates(self) -> None:
        QDesktopServices.openUrl(QUrl(self._page))
