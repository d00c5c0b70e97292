"""The review page: groups at the side, suggestions in the middle, keys for decisions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.notice import NoticeBar
from photoclip.gui.pages import MessagePage
from photoclip.gui.review.decision_bar import DecisionBar
from photoclip.gui.review.label_view import LabelView
from photoclip.gui.review.photo_view import PhotoView
from photoclip.gui.review.queue import ReviewQueue
from photoclip.gui.review.teach_bar import TeachBar
from photoclip.gui.texts import number
from photoclip.library import Decided, ReviewGroup, Suggestion

_GROUP = int(Qt.ItemDataRole.UserRole)
SIDE_WIDTH = 220
_KEYS = frozenset(
    {Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_Z}
    | {Qt.Key(Qt.Key.Key_0 + place) for place in range(1, 10)}
)


class ReviewPage(QWidget):
    """Suggestions wait here; nothing is a tag before it was accepted.

    Keys: A accepts, R rejects, S skips, Z takes back; 1 to 9 go to a label, or, photo by
    photo, accept the label under that number.

    Signals:
        open_requested: photo id (object) to be shown in full.
        labels_requested: there is nothing to review; the label page is wanted.
        suggest_requested: name of a label set whose suggestions are to be made anew.
        undo_requested: the latest deed is to be taken back.
    """

    open_requested = Signal(object)
    labels_requested = Signal()
    suggest_requested = Signal(str)
    undo_requested = Signal()

    def __init__(self, bridge: Bridge, thumbs: ThumbLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue = ReviewQueue(bridge, self)
        self._done_here = self._done_before = False
        self.notice = NoticeBar()
        self.label_view = LabelView(bridge, thumbs)
        self.photo_view = PhotoView(bridge, thumbs)
        self.teach = TeachBar(bridge)
        self.message = MessagePage()
        # It makes its lines as long as there is room; its first width must not hold the page.
        self.message.setMinimumWidth(1)
        self.list = QListWidget()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._say_empty()

    # --- layout -----------------------------------------------------------------------
    def _make_buttons(self) -> None:
        self.by_label = _choice(self.tr("By label"))
        self.by_photo = _choice(self.tr("By photo"))
        self.by_label.setChecked(True)
        self._by = QButtonGroup(self)
        self._by.addButton(self.by_label)
        self._by.addButton(self.by_photo)
        self._bar = DecisionBar(self.teach)
        self._title, self._count = self._bar.title, self._bar.count
        self.accept, self.reject = self._bar.accept, self._bar.reject
        self.skip, self.undo = self._bar.skip, self._bar.undo

    def _lay_out(self) -> None:
        self.list.setObjectName("sideList")
        self.list.setAccessibleName(self.tr("Parts of the queue"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        switch = QHBoxLayout()
        switch.setContentsMargins(10, 10, 10, 6)
        switch.setSpacing(4)
        switch.addWidget(self.by_label)
        switch.addWidget(self.by_photo)
        side = QWidget()
        side.setObjectName("sidebar")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addLayout(switch)
        column.addWidget(self.list, 1)
        self._views = QStackedWidget()
        for view in (self.label_view, self.photo_view, self.message):
            self._views.addWidget(view)
        middle = QWidget()
        body = QVBoxLayout(middle)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._bar)
        body.addWidget(self.notice)
        body.addWidget(self._views, 1)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(side)
        splitter.addWidget(middle)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([SIDE_WIDTH, 800])
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(splitter)

    def _connect(self) -> None:
        queue = self.queue
        queue.groups_changed.connect(self._on_groups)
        queue.items_changed.connect(self._on_items)
        queue.finished.connect(self._on_finished)
        queue.decided.connect(self._on_decided)
        queue.undo_possible.connect(self._on_undo_possible)
        queue.failed.connect(self._on_failed)
        self.teach.failed.connect(self._on_failed)
        self.teach.learned.connect(self.suggest_requested)
        self.teach.ready.connect(self._on_ready)
        self.by_label.clicked.connect(self._on_by)
        self.by_photo.clicked.connect(self._on_by)
        self.list.currentItemChanged.connect(self._on_group)
        self.accept.clicked.connect(self.accept_chosen)
        self.reject.clicked.connect(self.reject_chosen)
        self.skip.clicked.connect(self.skip_chosen)
        self.undo.clicked.connect(self.undo_requested)
        self.label_view.open_requested.connect(self.open_requested)
        self.message.pressed.connect(self.labels_requested)
        watched: tuple[QWidget, ...] = (
            *(self.list, self.label_view.grid, self.label_view.slider),
            *(self.photo_view.labels, self.photo_view),
        )
        for widget in watched:
            widget.installEventFilter(self)

    # --- the shell's wishes -------------------------------------------------------------
    def enter(self) -> None:
        """The page came to the front."""
        self.queue.refresh()
        self._view().setFocus()

    @Slot()
    def start_over(self) -> None:
        """Something was undone or done again: what comes back is seen at once."""
        self.queue.start_over()
        self.teach.refresh()

    @Slot(bool)
    def may_undo(self, possible: bool) -> None:
        """Whether this run has a deed that can be taken back."""
        self._done_here = possible
        self._enable_undo()

    def tint(self, palette: QPalette) -> None:
        """Draw everything in the palette's colours."""
        self.notice.tint(palette)
        self.message.tint(palette)

    # --- decisions ------------------------------------------------------------------------
    def _chosen(self) -> list[Suggestion]:
        view = self.label_view if self.queue.by == "label" else self.photo_view
        return view.chosen()

    @Slot()
    def accept_chosen(self) -> None:
        """What is selected is right."""
        self.queue.accept(self._chosen())

    @Slot()
    def reject_chosen(self) -> None:
        """What is selected is wrong."""
        self.queue.reject(self._chosen())

    @Slot()
    def skip_chosen(self) -> None:
        """Decide later."""
        if self.queue.by == "label":
            self.label_view.skip()
        else:
            self._next_group()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Single keys decide, wherever the focus is; lists would search for the letter."""
        if isinstance(event, QKeyEvent) and self._is_key(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key says; with Ctrl or Alt it is the window's."""
        if not self._is_key(event):
            super().keyPressEvent(event)
            return
        slots = {
            Qt.Key.Key_A: self.accept_chosen,
            Qt.Key.Key_R: self.reject_chosen,
            Qt.Key.Key_S: self.skip_chosen,
            Qt.Key.Key_Z: self.undo_requested.emit,
        }
        slot = slots.get(Qt.Key(event.key()))
        if slot is not None:
            slot()
        else:
            self._on_number(event.key() - Qt.Key.Key_0)
        event.accept()

    @staticmethod
    def _is_key(event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and event.key() in _KEYS

    def _on_number(self, place: int) -> None:
        if self.queue.by == "photo":
            self.queue.accept(self.photo_view.numbered(place))
        elif place <= self.list.count():
            self.list.setCurrentRow(place - 1)

    # --- what is shown ----------------------------------------------------------------------
    def _view(self) -> QWidget:
        return self.label_view.grid if self.queue.by == "label" else self.photo_view.labels

    @Slot()
    def _on_by(self) -> None:
        self.queue.show_by("photo" if self.by_photo.isChecked() else "label")

    @Slot(object)
    def _on_groups(self, groups: list[ReviewGroup]) -> None:
        chosen, row = self.queue.group, self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for group in groups:
            item = QListWidgetItem(f"{group.title}  ({number(group.count)})")
            item.setData(_GROUP, group)
            item.setToolTip(group.label_set or group.title)
            self.list.addItem(item)
        self.list.blockSignals(False)
        if not groups:
            self.queue.choose(None)
            self._say_empty()
            return
        same = next((i for i, g in enumerate(groups) if _same(g, chosen)), None)
        # A group that is done makes room for the one that followed it.
        self.list.setCurrentRow(min(max(row, 0), len(groups) - 1) if same is None else same)
        self._views.setCurrentWidget(
            self.label_view if self.queue.by == "label" else self.photo_view
        )

    @Slot()
    def _on_group(self) -> None:
        if self.list.currentRow() < 0:
            return
        group = self.list.currentItem().data(_GROUP)
        if not _same(group, self.queue.group):
            self.label_view.start_over()
        self.queue.choose(group)
        self._title.setText(group.title)
        self.teach.show_label(group.label_set, group.title if group.label_set else "")

    @Slot()
    def _on_items(self) -> None:
        items, group = self.queue.items, self.queue.group
        self._count.setText(self.tr("%Ln to review", "", len(items)) if items else "")
        for button in (self.accept, self.reject, self.skip):
            button.setEnabled(bool(items))
        if self.queue.by == "label":
            self.label_view.show_items(items)
        else:
            self.photo_view.show_group(group, items)

    @Slot()
    def _on_finished(self) -> None:
        if self.queue.by == "photo":
            self._next_group()

    def _next_group(self) -> None:
        row = self.list.currentRow() + 1
        self.list.setCurrentRow(row if row < self.list.count() else 0)

    def _say_empty(self) -> None:
        self._title.setText(self.tr("Review"))
        self._count.setText("")
        self.teach.hide()
        for button in (self.accept, self.reject, self.skip):
            button.setEnabled(False)
        self._views.setCurrentWidget(self.message)
        self.message.say(
            "review",
            self.tr("Nothing to review"),
            self.tr(
                "Labels suggest tags for your photos; here you say which of them are right. "
                "Nothing becomes a tag before."
            ),
            self.tr("Go to labels"),
        )

    # --- answers ------------------------------------------------------------------------------
    @Slot(object, str)
    def _on_decided(self, decided: Decided, what: str) -> None:
        if decided.count > 1:
            text = self.tr("%Ln tag(s) accepted", "", decided.count)
            if what == "rejected":
                text = self.tr("%Ln suggestion(s) rejected", "", decided.count)
            self.notice.confirm(self.tr("{text}; Z takes that back.").format(text=text))
        self.teach.refresh()

    @Slot(bool)
    def _on_undo_possible(self, possible: bool) -> None:
        self._done_before = possible
        self._enable_undo()

    def _enable_undo(self) -> None:
        self.undo.setEnabled(self._done_here or self._done_before)

    @Slot(str)
    def _on_ready(self, label: str) -> None:
        text = self.tr("“{label}” has enough decisions to learn from.").format(label=label)
        self.notice.offer(text, self.teach.learn_action)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.notice.say(core_text(str(error)))


def _choice(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _same(one: ReviewGroup, other: ReviewGroup | None) -> bool:
    if other is None:
        return False
    return (one.tag_id, one.photo_id) == (other.tag_id, other.photo_id)
