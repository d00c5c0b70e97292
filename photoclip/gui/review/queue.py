"""What waits for review, and the decisions about it; holds data, draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from photoclip.changes import ChangeSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.question import Deed, Question
from photoclip.library import Decided, ReviewGroup, Suggestion

By = Literal["label", "photo"]

REFRESH_MS = 400
LIMIT = 2_000
"""Most suggestions of one label on show; what is decided makes room for the next ones."""


class ReviewQueue(QObject):
    """Groups of suggestions, those of the chosen group, and what is decided about them.

    What is decided leaves the list at once; the library confirms it a moment later.

    Attributes:
        by: Whether groups are labels or photos.
        group: The chosen group, or None.
        items: Open suggestions of it, the surest first.

    Signals:
        groups_changed: list of ``ReviewGroup``.
        items_changed: the items are others, or fewer.
        finished: everything in the chosen group has been decided.
        decided: ``Decided`` and the word for what was done.
        undo_possible: bool.
        failed: exception (object).
    """

    groups_changed = Signal(object)
    items_changed = Signal()
    finished = Signal()
    decided = Signal(object, str)
    undo_possible = Signal(bool)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.by: By = "label"
        self.group: ReviewGroup | None = None
        self.items: list[Suggestion] = []
        self._groups: list[ReviewGroup] = []
        self._gone: set[tuple[int, int]] = set()
        self._groups_asked = Question(bridge, "review.groups", self)
        self._items_asked = Question(bridge, "review.queue", self)
        self._can_undo = Question(bridge, "review.can_undo", self)
        self._accept = Deed(bridge, "review.accept", self)
        self._reject = Deed(bridge, "review.reject", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._groups_asked.answered.connect(self._on_groups)
        self._items_asked.answered.connect(self._on_items)
        self._can_undo.answered.connect(self._on_can_undo)
        self._accept.answered.connect(self._on_accepted)
        self._reject.answered.connect(self._on_rejected)
        askers = (
            *(self._groups_asked, self._items_asked, self._can_undo),
            *(self._accept, self._reject),
        )
        for asker in askers:
            asker.failed.connect(self._on_failed)
        bridge.changed.connect(self._on_changed)

    @property
    def groups(self) -> list[ReviewGroup]:
        """All groups, those with most suggestions first."""
        return self._groups

    def show_by(self, by: By) -> None:
        """Group by label or by photo."""
        if by != self.by:
            self.by = by
            self.choose(None)
            self._groups = []
            self.groups_changed.emit([])
        self.refresh()

    def choose(self, group: ReviewGroup | None) -> None:
        """Show the suggestions of a group."""
        changed = _key(group) != _key(self.group)
        self.group = group
        if changed:
            self.items = []
            self._gone.clear()
            self.items_changed.emit()
        self._ask_items()

    def accept(self, items: Sequence[Suggestion]) -> None:
        """These are right."""
        self._decide(items, self._accept, self.tr("Accept %Ln suggestion(s)", "", len(items)))

    def reject(self, items: Sequence[Suggestion]) -> None:
        """These are wrong."""
        self._decide(items, self._reject, self.tr("Reject %Ln suggestion(s)", "", len(items)))

    @Slot()
    def start_over(self) -> None:
        """What was decided may be open again."""
        self._gone.clear()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask for everything on show again."""
        self._groups_asked.ask(self.by)
        self._can_undo.ask()
        self._ask_items()

    def _ask_items(self) -> None:
        group = self.group
        if group is None:
            self._items_asked.forget()
        elif self.by == "label":
            self._items_asked.ask(tag_id=group.tag_id, limit=LIMIT)
        else:
            self._items_asked.ask(photo_id=group.photo_id)

    def _decide(self, items: Sequence[Suggestion], deed: Deed, undo_text: str) -> None:
        pairs = [(item.photo_id, item.tag_id) for item in items]
        if not pairs:
            return
        self._gone.update(pairs)
        # An answer that is under way would bring them back.
        self._items_asked.forget()
        self.items = [each for each in self.items if (each.photo_id, each.tag_id) not in self._gone]
        self.items_changed.emit()
        deed.do(pairs, undo_text=undo_text)
        if not self.items:
            self.finished.emit()

    @Slot(object)
    def _on_groups(self, groups: list[ReviewGroup]) -> None:
        self._groups = groups
        self.groups_changed.emit(groups)

    @Slot(object)
    def _on_items(self, items: list[Suggestion]) -> None:
        self.items = [each for each in items if (each.photo_id, each.tag_id) not in self._gone]
        self.items_changed.emit()

    @Slot(object)
    def _on_can_undo(self, possible: bool) -> None:
        self.undo_possible.emit(possible)

    @Slot(object)
    def _on_accepted(self, decided: Decided) -> None:
        self.decided.emit(decided, "accepted")
        self._timer.start()

    @Slot(object)
    def _on_rejected(self, decided: Decided) -> None:
        self.decided.emit(decided, "rejected")
        self._timer.start()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        # What was not decided is open still.
        self._gone.clear()
        self.failed.emit(error)
        self._timer.start()

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if (changes.tags or changes.removed) and not self._timer.isActive():
            self._timer.start()


def _key(group: ReviewGroup | None) -> tuple[int, int]:
    return (group.tag_id, group.photo_id) if group else (0, 0)
