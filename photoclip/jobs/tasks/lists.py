"""Lists of photos for spreadsheets (CSV) and for programs (JSON)."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

from photoclip.catalog import captions, photos, tags
from photoclip.catalog.rows import Photo
from photoclip.errors import UserError
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.paths import display_path
from photoclip.reports import ExportReport
from photoclip.results import SearchHit

COLUMNS: Final = ("path", "date", "tags", "caption", "rating", "score")

_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
_PAGE: Final = 1_000


def write_list(
    context: TaskContext, hits: Sequence[SearchHit], dest: Path, *, kind: Literal["csv", "json"]
) -> Job[ExportReport]:
    """Write a list of photos to a new file, whole or not at all.

    CSV has the columns :data:`COLUMNS`, tags with their upper levels and ``; `` between
    them, and a byte order mark, without which spreadsheet programs take it for Latin-1.

    Raises:
        UserError: The file cannot be written.
    """
    rows: list[dict[str, Any]] = []
    for start in range(0, len(hits), _PAGE):
        yield Progress("Listing", start, len(hits))
        rows += _rows(context, hits[start : start + _PAGE])
    text = _as_csv(rows) if kind == "csv" else _as_json(rows)
    part = part_name(dest)
    try:
        part.write_bytes(text)
        if os.path.lexists(dest):
            raise UserError(f"{display_path(dest)} exists already; choose another name.")
        part.replace(dest)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UserError(f"{display_path(dest)} could not be written ({reason}).") from error
    finally:
        part.unlink(missing_ok=True)
    yield Progress("Listing", len(hits), len(hits))
    return ExportReport(dest, len(rows))


def part_name(target: Path) -> Path:
    """Where a file is written before it gets its name: beside it, hidden, short enough."""
    return target.with_name(f".photoclip-{uuid.uuid4().hex}.part")


def _rows(context: TaskContext, hits: Sequence[SearchHit]) -> list[dict[str, Any]]:
    ids = [hit.photo_id for hit in hits]
    with context.db.read() as conn:
        known = {photo.id: photo for photo in photos.get_many(conn, ids)}
        tagged = tags.accepted_paths(conn, ids)
        told = captions.of_photos(conn, ids)
    return [
        _path_fields(known[hit.photo_id])
        | {
            "id": hit.photo_id,
            "date": known[hit.photo_id].taken_at,
            "tags": ["/".join(path) for path in tagged.get(hit.photo_id, [])],
            "captions": [each.text for each in told.get(hit.photo_id, [])],
            "rating": known[hit.photo_id].rating,
            "score": round(hit.score, 6),
        }
        for hit in hits
        if hit.photo_id in known
    ]


def _path_fields(photo: Photo) -> dict[str, Any]:
    """``path``, and ``path_bytes`` (base64) where it is not UTF-8, as on the command line."""
    try:
        photo.path_bytes.decode("utf-8")
    except UnicodeDecodeError:
        encoded = base64.b64encode(photo.path_bytes).decode("ascii")
        return {"path": photo.shown_path, "path_bytes": encoded}
    return {"path": photo.shown_path}


def _as_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        caption = row["captions"][0] if row["captions"] else ""
        cells = (row["path"], row["date"], "; ".join(row["tags"]), caption)
        writer.writerow([*map(cell, cells), row["rating"], row["score"]])
    return out.getvalue().encode("utf-8-sig")


def cell(text: str | None) -> str:
    """A text that no spreadsheet program takes for a formula.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    if text is None:
        return ""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _as_json(rows: Sequence[dict[str, Any]]) -> bytes:
    text = json.dumps({"photos": list(rows)}, indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")
