"""The panel at the right: what is known about the selected photos, and can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from photoclip.catalog.rows import Tag
from photoclip.gui.details.chips import DROP, TAKE, Chip, ChipBox
from photoclip.gui.details.facts import facts_html
from photoclip.gui.details.reader import Details, SharedTag
from photoclip.gui.details.stars import StarBar
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.texts import photos
from photoclip.results import Suggestion

WIDTH = 250


class CaptionEdit(QPlainTextEdit):
    """A few lines of text that are saved when the keyboard leaves them, or by Ctrl+Enter.

    Signals:
        saved: photo id (object), its new caption.
    """

    saved = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo_id = 0
        self._before = ""
        self.setObjectName("captionEdit")
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("What is on this photo?"))
        self.setAccessibleName(self.tr("Caption"))
        self.setFixedHeight(self.fontMetrics().height() * 3 + 18)

    def show_caption(self, photo_id: int, text: str) -> None:
        """Show a photo's caption; what was typed for the one before is saved first."""
        if photo_id == self._photo_id and self.is_changed and self.hasFocus():
            return
        self.save()
        self._photo_id, self._before = photo_id, text
        if self.toPlainText() != text:
            self.setPlainText(text)

    @property
    def is_changed(self) -> bool:
        """True while there is something to save."""
        return bool(self._photo_id) and self.toPlainText().strip() != self._before.strip()

    def save(self) -> None:
        """Tell a changed text."""
        if self.is_changed:
            self._before = self.toPlainText().strip()
            self.saved.emit(self._photo_id, self._before)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing typed is lost."""
        super().focusOutEvent(event)
        self.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and Enter save."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
            return
        super().keyPressEvent(event)


class DetailsPanel(QScrollArea):
    """Shows details and says what the user wants changed; it asks nothing itself.

    Signals:
        tag_added: path (tuple of names) to give to all selected photos.
        tag_removed: path to take from them.
        accepted: ``Suggestion`` that is right.
        rejected: ``Suggestion`` that is wrong.
    """

    tag_added = Signal(object)
    tag_removed = Signal(object)
    accepted = Signal(object)
    rejected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detailsPanel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(240)
        self._details: Details | None = None
        self.title = ElidingLabel()
        font = QFont(self.title.font())
        font.setBold(True)
        self.title.setFont(font)
        self.stars = StarBar()
        self.tags = ChipBox()
        self.tags.pressed.connect(self._on_tag)
        self.tag_box = QLineEdit()
        self.tag_box.setObjectName("tagBox")
        self.tag_box.setPlaceholderText(self.tr("Add a tag, such as People/Anna"))
        self.tag_box.setAccessibleName(self.tr("Add a tag"))
        self.tag_box.returnPressed.connect(self._on_add)
        self.tag_box.installEventFilter(self)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.tag_box.setCompleter(completer)
        self.suggestions = ChipBox()
        self.suggestions.pressed.connect(self._on_suggestion)
        self._suggested = self._heading(self.tr("Suggested"))
        self.caption = CaptionEdit()
        self._captioned = self._heading(self.tr("Caption"))
        self.facts = QLabel()
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._nothing = QLabel(self.tr("Select photos to see and change what is known of them."))
        self._nothing.setObjectName("quiet")
        self._nothing.setWordWrap(True)
        self._lay_out()
        self.show_details(None)

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName("detailsHeading")
        label.setIndent(0)
        return label

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("detailsInside")
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        for widget in (
            *(self.title, self.stars, self._heading(self.tr("Tags")), self.tags, self.tag_box),
            *(self._suggested, self.suggestions, self._captioned, self.caption),
            *(self._heading(self.tr("About")), self.facts),
        ):
            column.addWidget(widget)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(14, 12, 12, 12)
        outer.addWidget(self._nothing)
        outer.addWidget(self._body)
        outer.addStretch(1)
        self.setWidget(inside)

    def tint(self, palette: QPalette) -> None:
        """Draw everything in the palette's colours."""
        self.stars.tint(palette)
        self._fill()

    # --- what is shown ----------------------------------------------------------------
    def show_details(self, details: Details | None) -> None:
        """Show these; None for no selection."""
        self._details = details if details is not None and details.photos else None
        self._fill()

    def show_known_tags(self, tags: Sequence[Tag]) -> None:
        """Tags that the box completes."""
        self._known.setStringList(["/".join(tag.path) for tag in tags])

    @property
    def known_tags(self) -> list[str]:
        """Paths of all tags, levels divided by a slash."""
        return self._known.stringList()

    def _fill(self) -> None:
        details = self._details
        self._nothing.setVisible(details is None)
        self._body.setVisible(details is not None)
        if details is None:
            self.caption.show_caption(0, "")
            return
        single = len(details.photo_ids) == 1
        first = details.photos[0]
        self.title.setText(first.name if single else photos(len(details.photo_ids)))
        self.title.setToolTip(first.shown_path if single else "")
        self.stars.show_values(details.rating, details.pick)
        self.tags.show_chips([self._tag_chip(tag, details) for tag in details.tags])
        self.tags.setVisible(bool(details.tags))
        self.suggestions.show_chips([self._suggestion_chip(s) for s in details.suggestions])
        self._suggested.setVisible(bool(details.suggestions))
        self.suggestions.setVisible(bool(details.suggestions))
        self._captioned.setVisible(single)
        self.caption.setVisible(single)
        self.caption.show_caption(first.id if single else 0, details.caption)
        self.facts.setText(facts_html(details, self.palette()))

    def _tag_chip(self, tag: SharedTag, details: Details) -> Chip:
        all_of_them = tag.count == len(details.photos)
        path = " / ".join(tag.path)
        text = tag.path[-1] if all_of_them else f"{tag.path[-1]}  {tag.count}"
        tip = (
            path if all_of_them else self.tr("{tag}: on {n} of them").format(tag=path, n=tag.count)
        )
        remove = self.tr("Take the tag “{tag}” away").format(tag=path)
        return Chip(tag, text, tip, ((DROP, remove),))

    def _suggestion_chip(self, suggestion: Suggestion) -> Chip:
        right = self.tr("“{label}” is right").format(label=suggestion.label)
        wrong = self.tr("“{label}” is wrong").format(label=suggestion.label)
        tip = f"{suggestion.label_set} · {suggestion.score:.2f}" if suggestion.label_set else ""
        return Chip(suggestion, suggestion.label, tip, ((TAKE, right), (DROP, wrong)))

    # --- what is wanted ---------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape in the tag box only empties it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            self.tag_box.clear()
            event.accept()
            return True
        return bool(super().eventFilter(watched, event))

    @Slot()
    def _on_add(self) -> None:
        path = tuple(part.strip() for part in self.tag_box.text().split("/") if part.strip())
        if path:
            self.tag_added.emit(path)
        # The completer writes its choice into the box after this signal.
        self.tag_box.clear()

    @Slot(object, str)
    def _on_tag(self, tag: SharedTag, _drawing: str) -> None:
        self.tag_removed.emit(tag.path)

    @Slot(object, str)
    def _on_suggestion(self, suggestion: Suggestion, drawing: str) -> None:
        (self.accepted if drawing == TAKE else self.rejected).emit(suggestion)
