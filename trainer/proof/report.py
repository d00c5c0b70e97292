"""The report of a run: one page without anything outside it, and the same as numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from photoclip.paths import resource
from photoclip.runs import RunConfig, RunFolder, write_whole
from trainer.proof import plots, tables
from trainer.proof.interpolation import Point
from trainer.proof.pictures import Thumbnails
from trainer.proof.plots import Plot
from trainer.proof.prove import Found, Proof, QueryChange

if TYPE_CHECKING:
    from trainer.tuning.progress import Trained

_PICTURES: Final = 4


def write_report(
    folder: RunFolder,
    config: RunConfig,
    proof: Proof,
    trained: Trained,
    facts: Mapping[str, Any],
) -> Path:
    """Write ``report.html``, ``metrics.json`` and the plots as files into a run's folder.

    Args:
        folder: The run's folder.
        config: What was asked for.
        proof: What was measured.
        trained: What training came to.
        facts: Further facts for the table "What was trained": those that ``trainer.run``
            collects, and others by their name for people, for example
            ``{"Camera": "two"}``. ``"when"`` is a date for the head of the page, ``"notes"``
            are further sentences for the notes.

    Returns:
        The page.

    Raises:
        OSError: It cannot be written.
    """
    drawn = draw(proof, trained)
    page = _page(config, proof, trained, facts, drawn)
    # Captions may hold halves of surrogate pairs, which no file can.
    _write(folder.report, page.encode("utf-8", "replace"))
    figures = json.dumps(metrics(config, proof, trained, facts), indent=1, allow_nan=False)
    _write(folder.metrics, figures.encode("ascii"))
    plots.save(drawn, folder.root)
    return folder.report


def draw(proof: Proof, trained: Trained) -> list[Plot]:
    """The plots of loss, recall by epoch and α."""
    rows = [row for row in trained.recall if "text_to_image" in row and "image_to_text" in row]
    return [
        plots.loss_plot(trained.losses),
        plots.recall_plot(
            [row["text_to_image"] for row in rows],
            [row["image_to_text"] for row in rows],
            best_epoch=trained.best_epoch,
        ),
        plots.curve_plot(proof.curve, alpha=proof.alpha, limit=proof.limits.min_overlap),
    ]


def metrics(
    config: RunConfig, proof: Proof, trained: Trained, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything the report says, as plain values for programs."""
    numbers = {
        "outcome": "improved" if proof.improved else "kept",
        "message": proof.message,
        "base": config.model.key,
        "preset": config.training.preset,
        "alpha": proof.alpha,
        "candidate": proof.candidate,
        "chance": proof.chance,
        "figures": proof.figures(),
        "held_out": {
            "photos": proof.photos,
            "captions": proof.captions,
            "unreadable": proof.unreadable,
        },
        "unseen_half": None
        if proof.before.half is None or proof.after.half is None
        else {"before": proof.before.half.figures(), "after": proof.after.half.figures()},
        "retention": {
            "pool": proof.measure.pool,
            "photos": proof.measure.photos,
            "queries": proof.queries,
            "results": proof.measure.results,
            "limit": proof.limits.min_overlap,
            "max_labelled_drop": proof.limits.max_labelled_drop,
        },
        "curve": [_point(point) for point in proof.curve],
        "training": {
            "epochs": trained.epochs,
            "steps": trained.steps,
            "best_epoch": trained.best_epoch,
            "seconds": trained.seconds,
            "recall": [dict(row) for row in trained.recall],
        },
        "queries": {
            name: [{"text": row.text, "before": row.before, "after": row.after} for row in rows]
            for name, rows in (("best", proof.best), ("worst", proof.worst))
        },
        "facts": dict(facts),
    }
    plain: dict[str, Any] = _plain(numbers)
    return plain


def _point(point: Point) -> dict[str, Any]:
    return {
        "alpha": point.alpha,
        "score": point.score,
        "overlap": point.overlap,
        "labelled": {row.name: row.percent for row in point.labelled},
    }


def _page(
    config: RunConfig,
    proof: Proof,
    trained: Trained,
    facts: Mapping[str, Any],
    drawn: list[Plot],
) -> str:
    from jinja2 import Environment, StrictUndefined

    source = resource("report", "report.html").read_text("utf-8")
    template = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(source)
    curve = tables.curve(proof)
    return template.render(
        title=config.model.title,
        when=facts.get("when", ""),
        palette=plots.PALETTE,
        improved=proof.improved,
        message=proof.message,
        facts=tables.facts(config, proof, trained, facts),
        table=tables.before_after(proof),
        plots=drawn,
        queries=_queries(proof),
        pictures=_PICTURES,
        curve=curve,
        any_limit=any(row.broken for row in curve.rows),
        notes=tables.notes(proof, facts),
        back=tables.going_back(config, proof),
    )


def _queries(proof: Proof) -> list[dict[str, Any]]:
    thumbnails = Thumbnails()
    which = (
        "" if proof.improved else f" with the mixture that came nearest (α = {proof.candidate:g})"
    )
    intro = (
        f"Held-out captions, and the first photos they find{which}. A green frame marks a right"
        " answer. Of each photo only the caption that changed most is shown."
    )
    lists = (("Captions that gained most", proof.best), ("Captions that lost most", proof.worst))
    return [
        {"title": title, "intro": intro, "rows": [_query(row, thumbnails) for row in rows]}
        for title, rows in lists
    ]


def _query(row: QueryChange, thumbnails: Thumbnails) -> dict[str, Any]:
    strips = (("before", row.results_before), ("after", row.results_after))
    return {
        "text": row.text,
        "ranks": f"Place of its photo: {tables.rank(row.before)} before,"
        f" {tables.rank(row.after)} after",
        "strips": [
            {"name": name, "pictures": [_picture(found, thumbnails) for found in results]}
            for name, results in strips
        ],
    }


def _picture(found: Found, thumbnails: Thumbnails) -> dict[str, Any]:
    data = thumbnails.of(found.photo)
    name = thumbnails.name_of(found.photo) + (", right" if found.right else "")
    alt = name if data else f"{name}, cannot be opened"
    return {"data": data, "alt": alt, "right": found.right}


def _write(path: Path, content: bytes) -> None:
    write_whole(path, lambda part: part.write_bytes(content))


def _plain(value: Any) -> Any:
    """Values that JSON knows; no number becomes null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(row) for key, row in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(row) for row in value]
    if isinstance(value, bool | str | int) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)
