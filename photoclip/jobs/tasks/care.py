"""Looking after a library: is everything sound, and what can be mended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from photoclip.catalog import file_deeds, folders, models, photos
from photoclip.encoders.registry import describe
from photoclip.errors import PhotoClipError, UserError
from photoclip.jobs.tasks.context import TaskContext
from photoclip.paths import display_path
from photoclip.results import LibraryInfo

_BACK: Final = "; connect its drive, or: photoclip folder FOLDER --moved-to NEW"


@dataclass(frozen=True, slots=True)
class CareCheck:
    """One line of ``photoclip doctor``: what was looked at, whether it is well, and a note."""

    name: str
    passed: bool
    note: str


def doctor(context: TaskContext, *, repair: bool) -> list[CareCheck]:
    """Check the catalog, the folders, the model and the caches.

    Args:
        context: The library.
        repair: Drop vectors that belong to no photo and let unreadable photos be tried
            again. Nothing that a user decided is ever touched.
    """
    finish_renames(context)
    checks = [_catalog(context), *_roots(context), *_renames(context), _model(context)]
    if repair:
        from photoclip.catalog import embeddings

        orphans = context.db.write(embeddings.prune_orphans)
        retried = context.db.write(photos.retry_unreadable)
        checks.append(CareCheck("Vectors without a photo", True, f"{orphans} dropped"))
        checks.append(CareCheck("Unreadable photos", True, f"{retried} will be tried again"))
    return checks


def finish_renames(context: TaskContext) -> None:
    """Finish or take back what a crash has left of renames; nearly free where there is none."""
    with context.db.read() as conn:
        if not file_deeds.is_renaming(conn):
            return
    # Asked here too, so that a window that opens loads nothing for it.
    from photoclip.jobs.tasks.rename_recovery import recover_renames

    recover_renames(context)


def figures(context: TaskContext) -> LibraryInfo:
    """How many photos, folders and vectors there are, and in which state."""
    with context.db.read() as conn:
        states = photos.counts(conn)
        active = models.active(conn)
        known = folders.roots(conn)
        others = folders.not_photos(conn)
        waiting = photos.waiting_count(conn, active.id) if active else states["new"]
        vectors = models.vector_count(conn, active.id) if active else 0
        offline = any(root.state == "offline" for root in known)
        unreached = photos.waiting_count(conn, active.id, offline=True) if active and offline else 0
    return LibraryInfo(
        path=context.paths.root,
        photos=states["new"] + states["ready"] + states["unreadable"],
        ready=states["ready"],
        waiting=waiting,
        unreadable=states["unreadable"],
        missing=states["missing"],
        not_photos=others,
        roots=len(known),
        offline_roots=sum(root.state == "offline" for root in known),
        active_model=active.key if active else "",
        vectors=vectors,
        catalog_bytes=context.paths.catalog.stat().st_size,
        active_title=_title(context, active.key) if active else "",
        out_of_reach=unreached,
    )


def _title(context: TaskContext, model: str) -> str:
    try:
        title = describe(model, context.models_dir).title
    except PhotoClipError:
        # What is wrong with it is for those who search with it.
        return ""
    return "" if title == model else title


def backup(context: TaskContext, file: Path) -> Path:
    """Write a consistent copy of the catalog as one file.

    Raises:
        UserError: The target exists or its folder does not.
        CatalogError: The copy could not be written.
    """
    if file.exists():
        raise UserError(f"The file {display_path(file)} exists already; choose another name.")
    if not file.parent.is_dir():
        raise UserError(f"The folder {display_path(file.parent)} does not exist; create it first.")
    return context.db.copy_to(file)


def _catalog(context: TaskContext) -> CareCheck:
    problems = context.db.problems()
    note = "; ".join(problems) if problems else f"sound ({context.db.journal_mode} mode)"
    return CareCheck("Catalog", not problems, note)


def _roots(context: TaskContext) -> list[CareCheck]:
    with context.db.read() as conn:
        known = folders.roots(conn, with_counts=True)
        broken = folders.unreadable_folders(conn)
    checks = [
        CareCheck(
            f"Folder {display_path(root.path)}",
            root.state == "online",
            f"{root.state}, {root.photos:,} photos" + ("" if root.state == "online" else _BACK),
        )
        for root in known
    ]
    checks += [CareCheck(f"Folder {display_path(path)}", False, why) for path, why in broken]
    return checks


def _renames(context: TaskContext) -> list[CareCheck]:
    with context.db.read() as conn:
        begun = file_deeds.renames(conn)
    note = "they are finished when their disk is there"
    return [CareCheck(f"Unfinished renames: {len(begun)}", False, note)] if begun else []


def _model(context: TaskContext) -> CareCheck:
    from photoclip.encoders.registry import describe

    with context.db.read() as conn:
        active = models.active(conn)
        count = models.vector_count(conn, active.id) if active else 0
    if active is None:
        return CareCheck("Model", True, "none yet; “photoclip index” takes the starter")
    try:
        installed = describe(active.key, context.models_dir)
    except PhotoClipError as error:
        return CareCheck("Model", False, str(error))
    if installed.fingerprint != active.fingerprint:
        return CareCheck("Model", False, f"{active.key} has changed; run “photoclip index”")
    return CareCheck("Model", True, f"{active.key}, {count:,} vectors")
