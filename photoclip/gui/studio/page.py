"""The label studio: sets at the left, a label's form beside it, what it finds at the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.changes import ChangeSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.events import JobEnded
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.icons import icon
from photoclip.gui.notice import NoticeBar
from photoclip.gui.studio.desk import StudioDesk
from photoclip.gui.studio.head_bar import HeadBar
from photoclip.gui.studio.label_form import LabelDraft, LabelForm
from photoclip.gui.studio.preview_pane import PreviewPane
from photoclip.gui.studio.set_form import SetForm
from photoclip.gui.studio.set_tree import SetTree
from photoclip.library import LabelInfo, LabelSetInfo

JOB = "suggest"
REFRESH_MS = 300

AskText = Callable[[QWidget, str, str], str]


def ask_for_text(parent: QWidget, title: str, question: str) -> str:
    """Ask for a name; empty when nothing was given."""
    text, given = QInputDialog.getText(parent, title, question)
    return text.strip() if given else ""


class StudioPage(QWidget):
    """Define labels and see at once what they find.

    Args:
        bridge: Does the work.
        thumbs: Pictures.
        ask_text: Asks for a name.

    Signals:
        open_requested: photo id (object).
        review_requested: suggestions were made and wait for review.
    """

    open_requested = Signal(object)
    review_requested = Signal()

    def __init__(
        self,
        bridge: Bridge,
        thumbs: ThumbLoader,
        parent: QWidget | None = None,
        *,
        ask_text: AskText = ask_for_text,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._ask_text = ask_text
        self._set: LabelSetInfo | None = None
        self._label: LabelInfo | None = None
        self._choose_next: tuple[str, str] | None = None
        self.desk = StudioDesk(bridge, self)
        self.tree = SetTree()
        self.label_form = LabelForm()
        self.set_form = SetForm()
        self.preview = PreviewPane(bridge, thumbs)
        self.notice = NoticeBar()
        self.bar = HeadBar()
        self.suggest = self.bar.suggest
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self.desk.ask_sets)
        self._make_actions()
        self._lay_out()
        self._connect()

    # --- layout -----------------------------------------------------------------------
    def _make_actions(self) -> None:
        self._actions = {
            "new_label": self._action(self.tr("New label…"), self._on_new_label),
            "new_set": self._action(self.tr("New label set…"), self._on_new_set),
            "import": self._action(self.tr("Import a label set…"), self._on_import),
            "export": self._action(self.tr("Export this label set…"), self._on_export),
            "remove": self._action(self.tr("Remove"), self._on_remove),
        }

    def _action(self, text: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(slot)
        return action

    def _lay_out(self) -> None:
        self.add_button = QToolButton()
        self.add_button.setObjectName("menuButton")
        self.add_button.setText(self.tr("New"))
        self.add_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.add_button)
        for name in ("new_label", "new_set"):
            menu.addAction(self._actions[name])
        menu.addSeparator()
        for name in ("import", "export"):
            menu.addAction(self._actions[name])
        self.add_button.setMenu(menu)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        side = QWidget()
        side.setObjectName("sidebar")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setMinimumWidth(140)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(10, 0, 10, 0)
        top.addWidget(self.add_button)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        self._forms = QStackedWidget()
        for form in (self.label_form, self.set_form):
            area = QScrollArea()
            area.setObjectName("formArea")
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(form)
            self._forms.addWidget(area)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        for part in (side, self._forms, self.preview):
            splitter.addWidget(part)
        splitter.setStretchFactor(2, 1)
        splitter.setSizes([200, 250, 600])
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(self.bar)
        outside.addWidget(self.notice)
        outside.addWidget(splitter, 1)

    def _connect(self) -> None:
        desk = self.desk
        desk.sets_read.connect(self._on_sets)
        desk.previewed.connect(self.preview.show_preview)
        desk.failed.connect(self._on_failed)
        desk.changed.connect(self._on_kept)
        self.tree.label_chosen.connect(self._on_label)
        self.tree.set_chosen.connect(self._on_set)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.label_form.edited.connect(self._ask_preview)
        self.label_form.kept.connect(self._on_label_kept)
        self.set_form.renamed.connect(self._on_set_renamed)
        self.set_form.multi_label_changed.connect(desk.set_multi_label)
        self.set_form.templates_changed.connect(desk.set_templates)
        self.preview.line_moved.connect(self._on_line_moved)
        self.preview.line_set.connect(self._on_line_set)
        self.preview.auto_set.connect(self._on_auto_set)
        self.preview.open_requested.connect(self.open_requested)
        self.bar.suggest_requested.connect(self._on_suggest)
        desk.albums_read.connect(self.bar.show_albums)
        self._bridge.changed.connect(self._on_changed)
        self._bridge.job_ended.connect(self._on_job_ended)

    # --- the shell's wishes -------------------------------------------------------------
    def enter(self) -> None:
        """The page came to the front."""
        self.desk.ask_sets()
        self.desk.ask_albums()

    def leave(self) -> None:
        """The page goes away: keep what was typed."""
        self.label_form.keep()

    def tint(self, palette: QPalette) -> None:
        """Draw everything in the palette's colours."""
        self.notice.tint(palette)
        self.add_button.setIcon(icon("plus", palette))

    # --- what is shown ------------------------------------------------------------------
    @Slot(object)
    def _on_sets(self, sets: list[LabelSetInfo]) -> None:
        self.tree.show_sets(sets)
        if self._choose_next is not None:
            wanted, self._choose_next = self._choose_next, None
            self.tree.choose(*wanted)

    @Slot(object, object)
    def _on_label(self, label_set: LabelSetInfo, label: LabelInfo) -> None:
        other = self._label is None or self._label.tag_id != label.tag_id
        if other or self._label != label:
            self.label_form.keep()
        self._set, self._label = label_set, label
        self._forms.setCurrentIndex(0)
        self._tell(label_set)
        self.label_form.show_label(label)
        self.preview.show_label(label)
        self._ask_preview()

    @Slot(object)
    def _on_set(self, label_set: LabelSetInfo) -> None:
        self.label_form.keep()
        self._set, self._label = label_set, None
        self._forms.setCurrentIndex(1)
        self._tell(label_set)
        self.set_form.show_set(label_set)
        self.desk.forget_preview()
        self.preview.show_no_label()

    def _tell(self, label_set: LabelSetInfo) -> None:
        self.bar.show_set(label_set)
        self._actions["remove"].setEnabled(label_set.in_library)

    @Slot()
    def _ask_preview(self) -> None:
        if self._set is not None and self._label is not None:
            draft = self.label_form.draft()
            self.desk.ask_preview(self._set.name, draft, self._label.threshold)

    @Slot(object)
    def _on_line_moved(self, line: float) -> None:
        if self._set is not None:
            self.desk.ask_preview(self._set.name, self.label_form.draft(), line)

    # --- changes ------------------------------------------------------------------------
    @Slot(str, object)
    def _on_label_kept(self, before: str, draft: LabelDraft) -> None:
        if self._set is not None:
            if draft.name != before:
                self._choose_next = (self._set.name, draft.name)
            self.desk.keep_label(self._set.name, before, draft)

    @Slot(object)
    def _on_line_set(self, line: float | None) -> None:
        if self._set is not None and self._label is not None:
            self.desk.set_threshold(self._set.name, self._label.name, line)

    @Slot(object)
    def _on_auto_set(self, line: float | None) -> None:
        if self._set is not None and self._label is not None:
            self.desk.set_auto_accept(self._set.name, self._label.name, line)

    @Slot(str, str)
    def _on_set_renamed(self, before: str, name: str) -> None:
        self._choose_next = (name, "")
        self.desk.rename_set(before, name)

    @Slot()
    def _on_new_label(self) -> None:
        if self._set is None:
            self._on_new_set()
            return
        question = self.tr("A label for the set “{name}”:").format(name=self._set.name)
        name = self._ask_text(self, self.tr("New label"), question)
        if name:
            self._choose_next = (self._set.name, name)
            self.desk.add_label(self._set.name, name)

    @Slot()
    def _on_new_set(self) -> None:
        name = self._ask_text(self, self.tr("New label set"), self.tr("Name of the set:"))
        if name:
            self._choose_next = (name, "")
            self.desk.add_set(name)

    @Slot()
    def _on_remove(self) -> None:
        if self._set is None:
            return
        if self._label is not None:
            self.desk.remove_label(self._set.name, self._label.name)
        else:
            self.desk.remove_set(self._set.name)
        self._label = None

    @Slot()
    def _on_import(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import a label set"), "", self.tr("Label sets (*.toml)")
        )
        if file:
            self.desk.import_file(Path(file))

    @Slot()
    def _on_export(self) -> None:
        if self._set is None:
            return
        file, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export the label set"),
            f"{self._set.name}.toml",
            self.tr("Label sets (*.toml)"),
        )
        if file:
            self.desk.export_file(self._set.name, Path(file))

    @Slot(str)
    def _on_suggest(self, album: str) -> None:
        if self._set is not None:
            self.label_form.keep()
            self.suggest_set(self._set.name, album)

    def suggest_set(self, name: str, album: str = "") -> None:
        """Make the suggestions of a set, for all photos or an album; the review is told."""
        if self._bridge.start_job(JOB, "studio.suggest", name, album=album or None):
            self.suggest.setEnabled(False)

    # --- answers ------------------------------------------------------------------------
    @Slot(object)
    def _on_job_ended(self, event: JobEnded) -> None:
        if event.name != JOB:
            return
        self.suggest.setEnabled(True)
        if event.error is not None:
            self._on_failed(event.error)
        elif not event.cancelled:
            count = int(event.report or 0)
            self.notice.confirm(
                self.tr("%Ln suggestion(s) to review.", "", count)
                if count
                else self.tr("These labels fit none of the photos."),
                self._review_action if count else None,
            )

    @property
    def _review_action(self) -> QAction:
        if "review" not in self._actions:
            self._actions["review"] = self._action(self.tr("Review them"), self._on_review)
        return self._actions["review"]

    @Slot()
    def _on_review(self) -> None:
        self.review_requested.emit()

    @Slot()
    def _on_kept(self) -> None:
        self._refresh.start()

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.tags and self.isVisible() and not self._refresh.isActive():
            self._refresh.start()
        if changes.albums and self.isVisible():
            self.desk.ask_albums()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.notice.say(core_text(str(error)))
        self._refresh.start()

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        for name in ("new_label", "export", "remove"):
            menu.addAction(self._actions[name])
        menu.exec(self.tree.viewport().mapToGlobal(place))
