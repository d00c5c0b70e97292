"""Getting, checking, switching and removing models."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from photoclip.catalog import label_models
from photoclip.catalog import models as model_rows
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import ModelRow
from photoclip.changes import ChangeSet
from photoclip.encoders.models_file import STARTER, ModelSpec, lineup
from photoclip.errors import ModelError, UserError
from photoclip.jobs.job import Job
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.results import ModelInfo

if TYPE_CHECKING:
    from photoclip.encoders.registry import EncoderInfo


def register(context: TaskContext, key: str) -> ModelRow:
    """The catalog's row of an installed model, made or brought up to date.

    Raises:
        UnknownModelError: No model has that key.
        ModelError: It is not installed.
    """
    from photoclip.encoders.registry import describe

    info = describe(key, context.models_dir)
    with context.db.read() as conn:
        known = model_rows.by_fingerprint(conn, info.fingerprint)
    if known is not None and known.key == key:
        return known
    return record(context, info)


def record(
    context: TaskContext, info: EncoderInfo, *, metrics: Mapping[str, float] | None = None
) -> ModelRow:
    """Write the catalog's row of an installed model, with the model it was tuned from.

    Args:
        context: The library.
        info: The model.
        metrics: Figures to keep with it; those that are there stay if none are given.

    Raises:
        ModelError: Its manifest does not say how long its vectors are.
    """
    if info.parent:
        _know_parent(context, info.parent)
    return context.db.write(lambda conn: _record(conn, info, metrics))


def _know_parent(context: TaskContext, key: str) -> None:
    """Have the parent on record; one that is not installed any more is left out."""
    with contextlib.suppress(ModelError):
        register(context, key)


def active_or_starter(context: TaskContext) -> ModelRow:
    """The model that answers; in a new library, or after an update of the starter, the starter."""
    with context.db.read() as conn:
        active = model_rows.active(conn)
    if active is not None and active.key.partition("@")[0] != STARTER:
        return active
    starter = register(context, STARTER)
    if starter.state != "active":
        context.db.write(lambda conn: model_rows.activate(conn, starter.id))
        with context.db.read() as conn:
            starter = model_rows.get(conn, STARTER)
    return starter


def activate_model(context: TaskContext, key: str, *, device: str = "auto") -> Job[IndexReport]:
    """Give every photo a vector of the model, then let it answer, in one transaction.

    The model in use answers until then, and keeps its vectors for going back. A model that
    is a map on another one's vectors opens no picture whose vector is stored.

    Raises:
        UnknownModelError: No model has that key.
        ModelError: It is not installed or cannot be loaded.
    """
    from photoclip.jobs.tasks.adapting import adapt_vectors
    from photoclip.jobs.tasks.indexing import index_photos

    row = register(context, key)
    if row.state != "active":
        context.db.write(lambda conn: model_rows.set_state(conn, row.id, "embedding"))
        context.publish(ChangeSet(models=True))
    try:
        mapped = yield from adapt_vectors(context, row)
        report = yield from index_photos(context, row, device=device)
    except BaseException:
        if row.state != "active":
            context.db.write(lambda conn: model_rows.set_state(conn, row.id, "available"))
            context.publish(ChangeSet(models=True))
        raise
    context.db.write(lambda conn: _switch(conn, row.id))
    context.publish(ChangeSet(models=True, embeddings=True))
    return replace(report, reused=report.reused + mapped)


def _switch(conn: Connection, model_id: int) -> None:
    """Let a model answer; one that was tuned takes over lines set by hand for its parent."""
    parent = model_rows.parent(conn, model_id)
    if parent is not None:
        label_models.inherit_lines(conn, model_id, parent.id)
    model_rows.activate(conn, model_id)


def remove_model(context: TaskContext, key: str) -> EncoderInfo:
    """Delete a model's files and its vectors; tags and suggestions stay.

    Raises:
        UserError: It is the model in use.
        UnknownModelError: No model has that key.
        ModelError: It is the starter, or not installed.
    """
    from photoclip.encoders.registry import remove_model as remove_files

    with context.db.read() as conn:
        active = model_rows.active(conn)
        known = {row.key: row for row in model_rows.all_models(conn)}
    if active is not None and active.key == key:
        raise UserError(f"The model “{key}” is in use; activate another one first.")
    info = remove_files(key, context.models_dir)
    context.encoders.forget(key)
    if key in known:
        row = known[key]
        context.db.write(lambda conn: model_rows.remove(conn, row.id))
    context.publish(ChangeSet(models=True))
    return info


def list_models(context: TaskContext, active: str) -> list[ModelInfo]:
    """The line-up in its order, then what was installed from elsewhere.

    Args:
        context: The library.
        active: Key of the model in use.
    """
    from photoclip.encoders.registry import STAGING_PREFIX, installed

    there = {info.key: info for info in installed(context.models_dir)}
    begun = {
        folder.name.removeprefix(STAGING_PREFIX)
        for folder in context.models_dir.glob(f"{STAGING_PREFIX}*")
    }
    offered = {spec.key: spec for spec in lineup()}
    listed = [
        replace(_listed(there.get(key), spec, key == active), begun=key in begun)
        for key, spec in offered.items()
    ]
    listed += [
        _listed(info, None, info.key == active)
        for info in there.values()
        if info.key not in offered
    ]
    return listed


def _listed(info: EncoderInfo | None, spec: ModelSpec | None, active: bool) -> ModelInfo:
    known = info or spec
    if known is None:
        raise ValueError("a model is installed or on offer")
    return ModelInfo(
        key=known.key,
        title=spec.title if spec else known.title,
        arch=known.arch,
        licence=spec.licence if spec else known.licence,
        size_mb=(spec.size_mb or None) if spec else None,
        figures=spec.figures if spec else {},
        source=info.source if info else "download",
        installed=info is not None,
        active=active,
        verified=info.verified if info else "",
        note=spec.note if spec else _origin(info),
    )


def _origin(info: EncoderInfo | None) -> str:
    return f"Tuned from “{info.parent}” on your photos." if info and info.parent else ""


def _record(conn: Connection, info: EncoderInfo, metrics: Mapping[str, float] | None) -> ModelRow:
    known = {row.key: row.id for row in model_rows.all_models(conn)}
    if info.dim <= 0:
        raise ModelError(f"The model “{info.key}” does not say how long its vectors are.")
    model_rows.upsert(
        conn,
        key=info.key,
        fingerprint=info.fingerprint,
        arch=info.arch,
        dim=info.dim,
        source=info.source,
        path=info.path,
        parent_id=known.get(info.parent),
        metrics=metrics,
    )
    return model_rows.get(conn, info.key)
