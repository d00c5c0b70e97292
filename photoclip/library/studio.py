"""Label sets, their labels, and how sure the model must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from photoclip.catalog import label_models, labels
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Label, ModelRow
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import Job
from photoclip.library.label_infos import label_info, offered
from photoclip.library.parts import LibraryParts
from photoclip.results import LabelPreview, LabelSetInfo

if TYPE_CHECKING:
    from photoclip.labeling.text_cache import TextCache


class LabelStudio:
    """Labels that the user defines; reached as ``library.studio``.

    A shipped set comes into the library when it is first used or changed; from then on
    it is the user's, and what is shipped with a later version does not touch it.
    """

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts
        self._texts: dict[int, TextCache] = {}

    # --- what there is -------------------------------------------------------------

    def sets(self) -> list[LabelSetInfo]:
        """All label sets by name, the shipped ones that were not used yet too."""
        from photoclip.labeling.label_sets import read_label_set, shipped_sets

        model = self._parts.model(None)
        with self._parts.context.db.read() as conn:
            known = labels.sets(conn)
            members = labels.in_set(conn)
            kept = label_models.of_model(conn, model.id)
            counts = labels.counts(conn)
        found = [
            LabelSetInfo(
                each.name,
                each.templates,
                each.multi_label,
                tuple(label_info(m, kept, counts) for m in members if m.label_set_id == each.id),
            )
            for each in known
        ]
        taken = {each.name.casefold() for each in known}
        others = [path for name, path in shipped_sets().items() if name.casefold() not in taken]
        found += [offered(read_label_set(path)) for path in others]
        return sorted(found, key=lambda each: each.name.casefold())

    def labels(self) -> Mapping[str, Sequence[str]]:
        """Names of labels by label set, of those that are in the library."""
        with self._parts.context.db.read() as conn:
            names: dict[str, list[str]] = {each.name: [] for each in labels.sets(conn)}
            for label in labels.in_set(conn):
                names[label.label_set].append(label.name)
        return names

    # --- sets ----------------------------------------------------------------------

    def create_set(
        self, name: str, *, templates: Sequence[str] = (), multi_label: bool = True
    ) -> None:
        """Make an empty label set.

        Args:
            name: Its name.
            templates: With ``{}`` for the label; empty means the default ones.
            multi_label: Whether a photo may get several labels, or the surest one only.

        Raises:
            UserError: The name is empty or taken, or a template has no ``{}``.
        """
        from photoclip.labeling.label_sets import check_templates, shipped_sets

        wanted, checked = name.strip(), check_templates(templates)
        shipped = {each.casefold() for each in shipped_sets()}

        def create(conn: Connection) -> None:
            if labels.find_set(conn, wanted) is not None or wanted.casefold() in shipped:
                raise UserError(f"There is a label set “{wanted}” already; choose another name.")
            labels.ensure_set(conn, wanted, templates=checked, multi_label=multi_label)

        self._write(create)

    def update_set(
        self,
        name: str,
        *,
        templates: Sequence[str] | None = None,
        multi_label: bool | None = None,
        new_name: str | None = None,
    ) -> None:
        """Change a set; None leaves a setting as it is. Labels and decisions stay.

        Raises:
            UserError: There is no such set, the new name is empty or taken, or a template
                has no ``{}``.
        """
        from photoclip.labeling.label_sets import check_templates, take_set

        checked = None if templates is None else check_templates(templates)

        def update(conn: Connection) -> None:
            found = take_set(conn, name)
            labels.ensure_set(conn, found.name, templates=checked, multi_label=multi_label)
            if new_name is not None:
                labels.rename_set(conn, found.id, new_name)

        self._write(update)

    def remove_set(self, name: str) -> None:
        """Remove a set with its labels and open suggestions; decided tags stay.

        A shipped set is on offer again afterwards, as it was shipped.

        Raises:
            UserError: There is no such set in the library.
        """

        def remove(conn: Connection) -> None:
            found = labels.find_set(conn, name)
            if found is None:
                raise UserError(f"There is no label set “{name.strip()}” in the library.")
            labels.remove_set(conn, found.id)

        self._write(remove)

    def import_file(self, path: Path) -> LabelSetInfo:
        """Read a label set from a TOML file.

        Labels of a set that is there already become as in the file; those that the file
        lacks stay, and so do all decisions.

        Raises:
            UserError: The file cannot be read, or something in it is wrong.
        """
        from photoclip.labeling.label_sets import put_label_set, read_label_set

        content = read_label_set(path)
        self._write(lambda conn: put_label_set(conn, content))
        wanted = content.name.casefold()
        return next(each for each in self.sets() if each.name.casefold() == wanted)

    def export_file(self, name: str, path: Path) -> Path:
        """Write a label set as a TOML file, to be edited or given to others.

        Raises:
            UserError: There is no such set, it has no label, or the file is there already
                or cannot be written.
        """
        from photoclip.labeling.label_sets import as_file, find_shipped, write_label_set

        with self._parts.context.db.read() as conn:
            found = labels.find_set(conn, name)
            members = labels.in_set(conn, name)
        content = find_shipped(name) if found is None else as_file(found, members)
        if content is None:
            raise UserError(f"There is no label set “{name.strip()}”.")
        if not content.labels:
            raise UserError(f"The label set “{content.name}” has no label yet; add one first.")
        write_label_set(content, path)
        return path

    # --- labels --------------------------------------------------------------------

    def put_label(
        self,
        label_set: str,
        name: str,
        *,
        parents: Sequence[str] | None = None,
        prompts: Sequence[str] | None = None,
        negatives: Sequence[str] | None = None,
        new_name: str | None = None,
    ) -> None:
        """Add a label to a set (a new name makes a new set), or change it.

        A label stands for a tag: a new name or parent is that of the tag, and everything
        that was decided stays with it.

        Args:
            label_set: The set.
            name: The label; case does not matter.
            parents: Tags above it, top level first. For all that is None, a label that is
                there keeps what it has, and a new one has none.
            prompts: What is put into the templates; none means the name.
            negatives: What speaks against it.
            new_name: Another name for it.

        Raises:
            UserError: A name is empty, or taken by another label or tag.
        """
        from photoclip.labeling.label_sets import take_set

        if not label_set.strip() or not name.strip():
            raise UserError("The label or its set is empty; give both a name.")
        self._write(
            lambda conn: labels.add_label(
                conn,
                take_set(conn, label_set, create=True).name,
                name,
                parents=None if parents is None else [each.strip() for each in parents],
                prompts=_cleaned(prompts),
                negatives=_cleaned(negatives),
                new_name=new_name,
            )
        )

    def remove_label(self, label_set: str, name: str) -> None:
        """Take a label out of a set with its open suggestions; decided tags stay.

        Raises:
            UserError: The set has no such label.
        """
        self._on_label(
            label_set,
            name,
            lambda conn, label: labels.remove_label(conn, label.label_set, label.name),
        )

    def set_threshold(self, label_set: str, name: str, value: float | None) -> None:
        """Evidence from which photos are suggested, for the model in use.

        Args:
            label_set: The set.
            name: The label.
            value: None goes back to the calibrated line.

        Raises:
            UserError: There is no such label, or it is not a finite number.
        """
        model = self._parts.model(None)
        self._on_label(
            label_set,
            name,
            lambda conn, label: label_models.set_threshold(conn, label.id, model.id, value),
        )

    def set_auto_accept(self, label_set: str, name: str, value: float | None) -> None:
        """Evidence from which photos are tagged unasked, for the model in use.

        Args:
            label_set: The set.
            name: The label.
            value: None never tags unasked; so it is for every label at first.

        Raises:
            UserError: There is no such label, or it is not a finite number.
        """
        model = self._parts.model(None)
        self._on_label(
            label_set,
            name,
            lambda conn, label: label_models.set_auto_accept(conn, label.id, model.id, value),
        )

    # --- what labels find ----------------------------------------------------------

    def preview(
        self,
        label_set: str,
        name: str,
        *,
        prompts: Sequence[str],
        negatives: Sequence[str] = (),
        threshold: float | None = None,
        templates: Sequence[str] | None = None,
        top: int = 24,
    ) -> LabelPreview:
        """What a label would find with these prompts; saves nothing.

        Args:
            label_set: The set, for its templates; need not be there.
            name: The label; need not be there.
            prompts: As typed; none means the name.
            negatives: As typed.
            threshold: The line to show; None: the calibrated one.
            templates: Instead of the set's.
            top: Most photos among the surest, and among the borderline ones.

        Raises:
            UserError: The name is empty, or a template has no ``{}``.
            ModelError: The model cannot be loaded.
        """
        from photoclip.jobs.tasks.previewing import preview_label
        from photoclip.jobs.tasks.suggesting import rule
        from photoclip.labeling.label_sets import LabelText, check_templates, find_shipped
        from photoclip.labeling.zeroshot import Rule

        if not name.strip():
            raise UserError("Give the label a name first.")
        model = self._parts.model(None)
        with self._parts.context.db.read() as conn:
            known = labels.find_set(conn, label_set)
            saved = labels.find_label(conn, label_set, name)
            kept = None if saved is None else label_models.get(conn, saved.id, model.id)
        if templates is None:
            shipped = known or find_shipped(label_set)
            templates = shipped.templates if shipped else ()
        return preview_label(
            self._parts.context,
            self._parts.searcher().engine(model),
            self._encoder(model),
            LabelText(name.strip(), _cleaned(prompts) or (), _cleaned(negatives) or ()),
            templates=check_templates(templates),
            rule=Rule(threshold, rule(kept, model).learned),
            top=top,
        )

    def suggest(self, label_set: str, *, album: str | None = None) -> Job[int]:
        """Suggest the labels of a set for all photos, or those of an album; opens none.

        Returns:
            A job that gives the number of suggestions that are open now.

        Raises:
            UserError: There is no such label set or album, or the set has no label.
        """
        from photoclip.jobs.tasks.suggesting import suggest_labels
        from photoclip.labeling.label_sets import take_set

        model = self._parts.model(None)
        found = self._parts.context.db.write(lambda conn: take_set(conn, label_set))
        with self._parts.context.db.read() as conn:
            members = labels.in_set(conn, found.name)
        if not members:
            raise UserError(f"The label set “{found.name}” has no label yet; add one first.")
        return suggest_labels(
            self._parts.context,
            self._parts.searcher().engine(model),
            self._encoder(model),
            model,
            found,
            members,
            among=None if album is None else self._photos_in(album),
        )

    def _photos_in(self, album: str) -> list[int]:
        from photoclip.library.albums import Albums

        return Albums(self._parts).photos(album)

    def _encoder(self, model: ModelRow) -> TextCache:
        from photoclip.labeling.text_cache import TextCache

        searcher = self._parts.searcher()
        return self._texts.setdefault(
            model.id, TextCache(model.fingerprint, lambda: searcher.text_encoder(model))
        )

    def _on_label(
        self, label_set: str, name: str, change: Callable[[Connection, Label], object]
    ) -> None:
        from photoclip.labeling.label_sets import take_set

        def run(conn: Connection) -> None:
            found = take_set(conn, label_set)
            label = labels.find_label(conn, found.name, name)
            if label is None:
                raise UserError(f"There is no label “{name}” in the set “{found.name}”.")
            change(conn, label)

        self._write(run)

    def _write(self, change: Callable[[Connection], object]) -> None:
        self._parts.context.db.write(change)
        self._parts.context.publish(ChangeSet(tags=True))


def _cleaned(texts: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if texts is None else tuple(text.strip() for text in texts if text.strip())
