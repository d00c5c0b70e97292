"""The rooms of a library of drawings, for the window's tests: all of it in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from photoclip.catalog.rows import Caption, Tag, TagAssignment
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import Progress
from photoclip.library.data import Place
from photoclip.reports import ExportReport, MetadataChange, MetadataConflict, WriteReport
from photoclip.results import AlbumInfo, Decided, DuplicateGroup, ReviewGroup, Suggestion

Path_ = tuple[str, ...]


class _Room:
    name = ""

    def __init__(self, library: Any) -> None:
        self.library = library

    def called(self, method: str) -> None:
        self.library._called(f"{self.name}.{method}")

    def changed(self, photo_ids: Sequence[int] = (), **kinds: bool) -> None:
        self.library.publish(ChangeSet(photos=frozenset(photo_ids), **kinds))


class FakeTags(_Room):
    """Accepted tags by photo; ``known`` holds all paths with their ids."""

    name = "tags"

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.known: dict[Path_, int] = {}
        self.on: dict[int, set[Path_]] = {}
        self.batches: list[list[tuple[int, Path_, bool]]] = []

    def ensure(self, path: Sequence[str]) -> Path_:
        whole = tuple(path)
        for depth in range(1, len(whole) + 1):
            self.known.setdefault(whole[:depth], len(self.known) + 1)
        return whole

    def path_of(self, tag_id: int) -> Path_:
        return next(path for path, number in self.known.items() if number == tag_id)

    def all(self) -> list[Tag]:
        return [
            Tag(number, self.known.get(path[:-1]), path, sum(path in on for on in self.on.values()))
            for path, number in sorted(self.known.items())
        ]

    def _change(self, photo_ids: Sequence[int], path: Path_, *, add: bool) -> Decided:
        changed = [i for i in photo_ids if (path in self.on.get(i, set())) != add]
        for photo_id in changed:
            on = self.on.setdefault(photo_id, set())
            (on.add if add else on.discard)(path)
        if changed:
            self.batches.append([(i, path, not add) for i in changed])
            self.changed(changed, tags=True)
        return Decided(len(changed), len(self.batches) if changed else 0)

    def add(self, photo_ids: Sequence[int], path: Sequence[str]) -> Decided:
        self.called("add")
        return self._change(photo_ids, self.ensure(path), add=True)

    def remove(self, photo_ids: Sequence[int], path: Sequence[str]) -> Decided:
        self.called("remove")
        return self._change(photo_ids, tuple(path), add=False)

    def undo(self) -> Decided:
        if not self.batches:
            return Decided(0)
        batch = self.batches.pop()
        for photo_id, path, had in batch:
            on = self.on.setdefault(photo_id, set())
            (on.add if had else on.discard)(path)
        self.changed([photo_id for photo_id, _, _ in batch], tags=True)
        return Decided(len(batch), 1)

    def rename(self, path: Sequence[str], new_name: str) -> None:
        self.called("rename")
        old = tuple(path)
        if (*old[:-1], new_name) in self.known:
            raise UserError(f"There is a tag “{new_name}” already.")
        self.known[(*old[:-1], new_name)] = self.known.pop(old)
        for on in self.on.values():
            if old in on:
                on.remove(old)
                on.add((*old[:-1], new_name))
        self.changed(tags=True)

    def move(self, path: Sequence[str], new_parent: Sequence[str]) -> None:
        self.called("move")
        old, new = tuple(path), (*new_parent, path[-1])
        if new[: len(old)] == old:
            raise UserError("A tag cannot lie below itself.")
        self.ensure(tuple(new_parent)) if new_parent else None
        for known in [each for each in self.known if each[: len(old)] == old]:
            self.known[(*new, *known[len(old) :])] = self.known.pop(known)
        for on in self.on.values():
            for each in [each for each in on if each[: len(old)] == old]:
                on.remove(each)
                on.add((*new, *each[len(old) :]))
        self.changed(tags=True)

    def delete(self, path: Sequence[str]) -> None:
        self.called("delete")
        self.known.pop(tuple(path))
        for on in self.on.values():
            on.discard(tuple(path))
        self.changed(tags=True)

    def of_photo(self, photo_id: int) -> list[TagAssignment]:
        return [
            TagAssignment(photo_id, self.known[path], "/".join(path), "manual", "accepted")
            for path in sorted(self.on.get(photo_id, ()))
        ]

    def set_rating(self, photo_ids: Sequence[int], stars: int | None) -> None:
        self.called("set_rating")
        for photo_id in photo_ids:
            self.library.rows[photo_id] = replace(self.library.rows[photo_id], rating=stars)
        self.changed(photo_ids)

    def set_pick(self, photo_ids: Sequence[int], pick: int) -> None:
        self.called("set_pick")
        for photo_id in photo_ids:
            self.library.rows[photo_id] = replace(self.library.rows[photo_id], pick=pick)
        self.changed(photo_ids)

    def rotate(self, photo_ids: Sequence[int], degrees: int) -> None:
        self.called("rotate")
        for photo_id in photo_ids:
            photo = self.library.rows[photo_id]
            self.library.rows[photo_id] = replace(photo, rotation=(photo.rotation + degrees) % 360)
        self.changed(photo_ids)


class FakeCaptions(_Room):
    name = "captions"

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.texts: dict[int, str] = {}

    def set(self, photo_id: int, text: str) -> None:
        self.called("set")
        self.texts[photo_id] = text
        self.changed([photo_id])

    def set_all(self, photo_ids: Sequence[int], text: str) -> None:
        self.called("set_all")
        self.texts |= dict.fromkeys(photo_ids, text)
        self.changed(photo_ids)

    def of_photo(self, photo_id: int) -> list[Caption]:
        text = self.texts.get(photo_id, "")
        return [Caption(photo_id, photo_id, text, "manual")] if text else []


class FakeAlbums(_Room):
    name = "albums"

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.queries: dict[str, str | None] = {}
        self.members: dict[str, list[int]] = {}

    def all(self) -> list[AlbumInfo]:
        return [
            AlbumInfo(number, name, query, len(self.members.get(name, ())))
            for number, (name, query) in enumerate(sorted(self.queries.items()), 1)
        ]

    def create(self, name: str, *, query: str | None = None) -> AlbumInfo:
        self.called("create")
        if name in self.queries:
            raise UserError(f"There is an album “{name}” already.")
        self.queries[name] = query
        self.members[name] = []
        self.changed(albums=True)
        return AlbumInfo(len(self.queries), name, query)

    def rename(self, name: str, new: str) -> None:
        self.called("rename")
        self.queries[new] = self.queries.pop(name)
        self.members[new] = self.members.pop(name)
        self.changed(albums=True)

    def set_query(self, name: str, query: str) -> None:
        self.called("set_query")
        self.queries[name] = query
        self.changed(albums=True)

    def add(self, name: str, photo_ids: Sequence[int]) -> None:
        self.called("add")
        self.members[name] += [i for i in photo_ids if i not in self.members[name]]
        self.changed(albums=True)

    def remove_photos(self, name: str, photo_ids: Sequence[int]) -> None:
        self.called("remove_photos")
        self.members[name] = [i for i in self.members[name] if i not in set(photo_ids)]
        self.changed(albums=True)

    def photos(self, name: str) -> list[int]:
        self.called("photos")
        return list(self.members[name])

    def reorder(self, name: str, photo_ids: Sequence[int]) -> None:
        self.called("reorder")
        first = list(photo_ids)
        self.members[name] = first + [i for i in self.members[name] if i not in set(first)]
        self.changed(photo_ids, albums=True)

    def move(self, name: str, photo_ids: Sequence[int], *, before: int | None) -> None:
        self.called("move")
        members = self.members[name]
        at = len(members) if before is None else members.index(before)
        ahead = [each for each in members[:at] if each not in photo_ids]
        behind = [each for each in members[at:] if each not in photo_ids]
        self.members[name] = [*ahead, *photo_ids, *behind]
        self.changed(photo_ids, albums=True)

    def remove(self, name: str) -> None:
        self.called("remove")
        self.queries.pop(name)
        self.changed(albums=True)


class FakeReview(_Room):
    """Open suggestions as (photo id, tag path, score)."""

    name = "review"

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.open: list[tuple[int, Path_, float]] = []

    def queue(
        self, *, photo_id: int | None = None, tag_id: int | None = None, **_: Any
    ) -> list[Suggestion]:
        tags = self.library.tags
        return [
            Suggestion(
                photo,
                self.library.rows[photo].path,
                "everyday",
                path[-1],
                score,
                "suggested",
                "zero_shot",
                tags.known[tags.ensure(path)],
            )
            for photo, path, score in self.open
            if photo_id in {None, photo} and tag_id in {None, tags.known[tags.ensure(path)]}
        ]

    def groups(self, by: str) -> list[ReviewGroup]:
        self.called("groups")
        counts: dict[Path_, int] = {}
        for _, path, _ in self.open:
            counts[path] = counts.get(path, 0) + 1
        return [ReviewGroup(path[-1], count, "everyday") for path, count in counts.items()]

    def _decide(self, pairs: Sequence[tuple[int, int]], *, accept: bool) -> Decided:
        tags = self.library.tags
        wanted = {(photo, tags.path_of(tag_id)) for photo, tag_id in pairs}
        self.open = [entry for entry in self.open if entry[:2] not in wanted]
        if accept:
            for photo, path in wanted:
                tags._change([photo], path, add=True)
        self.changed([photo for photo, _ in wanted], tags=True)
        return Decided(len(wanted), 1)

    def accept(self, pairs: Sequence[tuple[int, int]]) -> Decided:
        self.called("accept")
        return self._decide(pairs, accept=True)

    def reject(self, pairs: Sequence[tuple[int, int]]) -> Decided:
        self.called("reject")
        return self._decide(pairs, accept=False)

    def undo(self) -> Decided:
        self.called("undo")
        return self.library.tags.undo()


class FakeDuplicates(_Room):
    name = "duplicates"

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.found: list[DuplicateGroup] = []
        self.gate = threading.Event()
        self.gate.set()

    def find(self, *, threshold: int | None = None) -> Iterator[Progress]:
        self.called("find")
        return self._find()

    def _find(self) -> Iterator[Progress]:
        yield Progress("Comparing", 1, 2)
        self.gate.wait(20)
        yield Progress("Comparing", 2, 2)
        return list(self.found)


class FakeSidecars(_Room):
    name = "sidecars"

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.due: tuple[MetadataChange, ...] = ()
        self.written = 0
        self.undone = 0
        self.open: list[MetadataConflict] = []
        self.kept: list[tuple[int, str, str]] = []
        self.places: list[tuple[Path, str]] = []

    def conflicts(self) -> list[MetadataConflict]:
        self.called("conflicts")
        return list(self.open)

    def resolve(self, photo_id: int, field: str, keep: str) -> None:
        self.called("resolve")
        self.open = [each for each in self.open if (each.photo_id, each.field) != (photo_id, field)]
        self.kept.append((photo_id, field, keep))

    def write_to(self, folder: Path, where: str) -> None:
        self.called("write_to")
        self.places.append((folder, where))
        roots = self.library.roots
        roots[:] = [replace(r, write_to=where) if r.path == folder else r for r in roots]
        self.changed(folders=True)

    def write(
        self, *, photo_ids: Sequence[int] | None = None, dry_run: bool = False
    ) -> Iterator[Progress]:
        self.called(f"write:{'dry' if dry_run else 'real'}")
        return self._write(dry_run)

    def _write(self, dry_run: bool) -> Iterator[Progress]:
        yield Progress("Writing", 1, 2)
        changes, batch = self.due, 0
        if not dry_run:
            self.written, self.due, batch = len(changes), (), 1
        return WriteReport(changes, 3, batch=batch)

    def undo(self) -> Iterator[Progress]:
        self.called("undo")
        yield Progress("Undoing", 1, 2)
        self.undone += 1
        return WriteReport((), 0)


class FakeData(_Room):
    name = "data"

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.going: Path | None = None
        self.thumbnails = 5_000_000

    def places(self) -> tuple[Place, ...]:
        self.called("places")
        root = self.library.path
        return (
            Place("library", root, 12_000_000),
            Place("thumbnails", root / "cache" / "thumbnails.sqlite", self.thumbnails),
            Place("models", root / "models", 0),
        )

    def clear_thumbnails(self) -> int:
        self.called("clear_thumbnails")
        freed, self.thumbnails = self.thumbnails, 0
        return freed

    def move(self, place: Path) -> Path:
        self.called("move")
        self.going = place / "PhotoClip"
        return self.going

    def stay(self) -> None:
        self.called("stay")
        self.going = None

    def moving_to(self) -> Path | None:
        return self.going


def export_report(dest: Path, photos: int) -> ExportReport:
    return ExportReport(dest, photos)
