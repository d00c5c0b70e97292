"""What the studio asks of the library; holds no widgets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from photoclip.gui.bridge import Bridge
from photoclip.gui.question import Deed, Question
from photoclip.gui.studio.label_form import LabelDraft

PAUSE_MS = 90
"""A preview is asked for so long after the last key: fast enough to seem at once."""


class StudioDesk(QObject):
    """Label sets, previews and changes.

    Signals:
        sets_read: list of ``LabelSetInfo``.
        albums_read: list of ``AlbumInfo``.
        previewed: ``LabelPreview``.
        changed: a change was made.
        failed: exception (object).
    """

    sets_read = Signal(object)
    albums_read = Signal(object)
    previewed = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sets = Question(bridge, "studio.sets", self)
        self._albums = Question(bridge, "albums.all", self)
        self._preview = Question(bridge, "studio.preview", self)
        self._wanted: tuple[str, LabelDraft, float | None] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._sets.answered.connect(self.sets_read)
        self._preview.answered.connect(self.previewed)
        self._albums.answered.connect(self.albums_read)
        for question in (self._sets, self._albums, self._preview):
            question.failed.connect(self.failed)
        names = (
            *("put_label", "remove_label", "create_set", "update_set", "remove_set"),
            *("set_threshold", "set_auto_accept", "import_file", "export_file"),
        )
        self._deeds = {name: Deed(bridge, f"studio.{name}", self) for name in names}
        for deed in self._deeds.values():
            deed.answered.connect(self._on_changed)
            deed.failed.connect(self.failed)

    @Slot()
    def ask_sets(self) -> None:
        """Read all label sets."""
        self._sets.ask()

    @Slot()
    def ask_albums(self) -> None:
        """Read all albums."""
        self._albums.ask()

    def ask_preview(self, label_set: str, draft: LabelDraft, line: float | None) -> None:
        """See what a label would find, after a short pause."""
        self._wanted = (label_set, draft, line)
        self._pause.start()

    def forget_preview(self) -> None:
        """No label is shown."""
        self._wanted = None
        self._pause.stop()
        self._preview.forget()

    def keep_label(self, label_set: str, name: str, draft: LabelDraft) -> None:
        """Keep what was typed."""
        self._deeds["put_label"].do(
            label_set,
            name,
            parents=draft.parents,
            prompts=draft.prompts,
            negatives=draft.negatives,
            new_name=draft.name if draft.name != name else None,
            undo_text=self.tr("Change the label “{label}”").format(label=name),
        )

    def add_label(self, label_set: str, name: str) -> None:
        """Add a label that its name describes."""
        undo_text = self.tr("Add the label “{label}”").format(label=name)
        self._deeds["put_label"].do(label_set, name, undo_text=undo_text)

    def remove_label(self, label_set: str, name: str) -> None:
        """Take a label out; decided tags stay."""
        undo_text = self.tr("Remove the label “{label}”").format(label=name)
        self._deeds["remove_label"].do(label_set, name, undo_text=undo_text)

    def add_set(self, name: str) -> None:
        """Make an empty set."""
        undo_text = self.tr("Make the label set “{name}”").format(name=name)
        self._deeds["create_set"].do(name, undo_text=undo_text)

    def rename_set(self, name: str, new_name: str) -> None:
        """Give a set another name."""
        self._update_set(name, new_name=new_name)

    @Slot(str, bool)
    def set_multi_label(self, name: str, several: bool) -> None:
        """Whether a photo may get several labels of a set."""
        self._update_set(name, multi_label=several)

    @Slot(str, object)
    def set_templates(self, name: str, templates: tuple[str, ...]) -> None:
        """What labels of a set are put into."""
        self._update_set(name, templates=templates)

    def _update_set(self, name: str, **values: Any) -> None:
        undo_text = self.tr("Change the label set “{name}”").format(name=name)
        self._deeds["update_set"].do(name, undo_text=undo_text, **values)

    def remove_set(self, name: str) -> None:
        """Remove a set; decided tags stay."""
        undo_text = self.tr("Remove the label set “{name}”").format(name=name)
        self._deeds["remove_set"].do(name, undo_text=undo_text)

    def set_threshold(self, label_set: str, name: str, line: float | None) -> None:
        """From where on photos are suggested; None: calibrated."""
        self._set_line("set_threshold", label_set, name, line)

    def set_auto_accept(self, label_set: str, name: str, line: float | None) -> None:
        """From where on photos are tagged unasked; None: never."""
        self._set_line("set_auto_accept", label_set, name, line)

    def _set_line(self, work: str, label_set: str, name: str, line: float | None) -> None:
        undo_text = self.tr("Move a line of “{label}”").format(label=name)
        self._deeds[work].do(label_set, name, line, undo_text=undo_text)

    def import_file(self, path: Path) -> None:
        """Read a label set from a file."""
        self._deeds["import_file"].do(path, undo_text=self.tr("Import a label set"))

    def export_file(self, name: str, path: Path) -> None:
        """Write a label set to a file."""
        self._deeds["export_file"].do(name, path)

    @Slot()
    def _on_pause(self) -> None:
        if self._wanted is not None:
            label_set, draft, line = self._wanted
            self._preview.ask(
                label_set,
                draft.name,
                prompts=draft.prompts,
                negatives=draft.negatives,
                threshold=line,
            )

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()
