"""The panel at the right: what is known about the selected photos, and can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.catalog.rows import Photo, Tag
from photoclip.gui.actions import ActionSet
from photoclip.gui.details.caption import CaptionEdit
from photoclip.gui.details.chips import DROP, SHOW, TAKE, Chip, ChipBox
from photoclip.gui.details.facts import facts_html, file_html, place_text
from photoclip.gui.details.fold import FoldSection
from photoclip.gui.details.reader import Details, SharedTag
from photoclip.gui.details.stars import StarBar
from photoclip.gui.details.why import WhyView
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.texts import counted, files, number
from photoclip.results import Suggestion

WIDTH = 250
ICON = 16

MOST_EMS = 15
"""The panel asks for at most this width, in heights of a line."""


class DetailsPanel(QScrollArea):
    """Shows details and says what the user wants changed; it asks nothing itself.

    Signals:
        tag_added: path (tuple of names) to give to all selected photos.
        tag_removed: path to take from them.
        accepted: ``Suggestion`` that is right.
        rejected: ``Suggestion`` that is wrong.
        album_wanted: name of an album to show.
        shown: other details are shown, or none.
    """

    tag_added = Signal(object)
    tag_removed = Signal(object)
    accepted = Signal(object)
    rejected = Signal(object)
    album_wanted = Signal(str)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detailsPanel")
        self.setAccessibleName(self.tr("Details"))
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
        self.tag_box = self._make_tag_box()
        self.suggestions = ChipBox()
        self.suggestions.pressed.connect(self._on_suggestion)
        self._suggested = QLabel(self.tr("Suggested"))
        self._suggested.setObjectName("quiet")
        self.caption = CaptionEdit()
        self.facts, self.file, self.place = _text(), _text(), _text()
        self.folder_button, self.map_button = _button(), _button()
        self.albums = ChipBox()
        self.albums.pressed.connect(self._on_album)
        self.why = WhyView()
        self._nothing = QLabel(self.tr("Select photos to see and change what is known of them."))
        self._nothing.setObjectName("quiet")
        self._nothing.setWordWrap(True)
        self._make_sections()
        self._lay_out()
        self.show_details(None)

    def _make_tag_box(self) -> QLineEdit:
        box = QLineEdit()
        box.setObjectName("tagBox")
        box.setPlaceholderText(self.tr("Add a tag, such as People/Anna"))
        box.setAccessibleName(self.tr("Add a tag"))
        box.returnPressed.connect(self._on_add)
        box.installEventFilter(self)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        box.setCompleter(completer)
        return box

    def _make_sections(self) -> None:
        self._tag_section = FoldSection(
            self.tr("Tags"), self.tags, self.tag_box, self._suggested, self.suggestions
        )
        self._caption_section = FoldSection(self.tr("Caption"), self.caption)
        self._fact_section = FoldSection(self.tr("Facts"), self.facts)
        self._file_section = FoldSection(self.tr("File"), self.file, self.folder_button)
        self._place_section = FoldSection(self.tr("Place"), self.place, self.map_button)
        self._album_section = FoldSection(self.tr("Albums"), self.albums)
        self.why_section = FoldSection(self.tr("Why this result"), self.why, opened=False)
        self.sections = (
            *(self._tag_section, self._caption_section, self._fact_section),
            *(self._file_section, self._place_section, self._album_section, self.why_section),
        )

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("detailsInside")
        line = self.fontMetrics().height()
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(line // 3)
        for widget in (self.title, self.stars, *self.sections):
            column.addWidget(widget)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(line, line // 2, line, line)
        outer.addWidget(self._nothing)
        outer.addWidget(self._body)
        outer.addStretch(1)
        self.setWidget(inside)
        inside.installEventFilter(self)

    def use_actions(self, actions: ActionSet) -> None:
        """Take the buttons from the window's table of actions."""
        self.folder_button.setDefaultAction(actions["show_in_folder"])
        self.map_button.setDefaultAction(actions["show_on_map"])

    def tint(self, palette: QPalette) -> None:
        """Draw everything in the palette's colours."""
        self.stars.tint(palette)
        for section in self.sections:
            section.tint(palette)
        self._fill()

    # --- what is shown ----------------------------------------------------------------
    @property
    def single_id(self) -> int | None:
        """The photo that is shown, if it is one alone or stands for a stack."""
        single = self._details.single if self._details is not None else None
        return single.id if single is not None else None

    def shows_any(self, photo_ids: frozenset[int]) -> bool:
        """Whether one of these photos is among those that are shown."""
        return self._details is not None and not self._details.all_ids.isdisjoint(photo_ids)

    def show_details(self, details: Details | None) -> None:
        """Show these; None for no selection."""
        self._details = details if details is not None and details.photos else None
        self._fill()
        self.shown.emit()

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
            self.caption.show_caption((), "")
            return
        single = details.single
        names = [single.name] if single is not None else []
        if len(details.photo_ids) > 1:
            count = len(details.photo_ids)
            names.append(files(count) if single else counted(details.shown or count, count))
        self.title.setText(" · ".join(names))
        self.title.setToolTip(single.shown_path if single is not None else "")
        self.stars.show_values(details.rating, details.pick)
        self.tags.show_chips([self._tag_chip(tag, details) for tag in details.tags])
        self.tags.setVisible(bool(details.tags))
        self.suggestions.show_chips([self._suggestion_chip(s) for s in details.suggestions])
        self._suggested.setVisible(bool(details.suggestions))
        self.suggestions.setVisible(bool(details.suggestions))
        self._caption_section.setVisible(single is not None)
        ids = details.photo_ids if single is not None else ()
        self.caption.show_caption(ids, details.caption)
        self.facts.setText(facts_html(details, self.palette()))
        self._fill_places(details, single)

    def _fill_places(self, details: Details, single: Photo | None) -> None:
        """File, place, albums: where the photo is, in every sense."""
        self._file_section.setVisible(single is not None)
        self.why_section.setVisible(single is not None)
        place = place_text(single) if single is not None else ""
        self._place_section.setVisible(bool(place))
        self.place.setText(place)
        if single is not None:
            online = not details.summary.offline
            self.file.setText(file_html(single, online=online, palette=self.palette()))
        self.albums.show_chips(
            [self._album_chip(name, count, details) for name, count in details.summary.albums]
        )
        self._album_section.setVisible(bool(details.summary.albums))

    def _tag_chip(self, tag: SharedTag, details: Details) -> Chip:
        all_of_them = tag.count == details.summary.count
        path = " / ".join(tag.path)
        text = tag.path[-1] if all_of_them else f"{tag.path[-1]}  {number(tag.count)}"
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

    def _album_chip(self, name: str, count: int, details: Details) -> Chip:
        text = name if count == details.summary.count else f"{name}  {number(count)}"
        show = self.tr("Show the album “{name}”").format(name=name)
        return Chip(name, text, name, ((SHOW, show),))

    # --- what is wanted ---------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape empties the tag box before it leads out; nothing is cut off at the side."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit_width()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self.tag_box.text():
                self.tag_box.clear()
                return True
        return bool(super().eventFilter(watched, event))

    def _fit_width(self) -> None:
        inside = self._body.minimumSizeHint().width() + 2 * self.fontMetrics().height()
        wanted = inside + self.verticalScrollBar().width()
        self.setMinimumWidth(min(wanted, MOST_EMS * self.fontMetrics().height()))

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

    @Slot(object, str)
    def _on_album(self, name: str, _drawing: str) -> None:
        self.album_wanted.emit(name)


def _text() -> QLabel:
    """A small table or a line that can be copied."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button() -> QToolButton:
    """A button with words, for an action."""
    button = QToolButton()
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(ICON, ICON))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return button
