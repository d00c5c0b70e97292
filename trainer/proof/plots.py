"""Plots of a run as SVG that fits light and dark pages; matplotlib without its global state."""

from __future__ import annotations

import atexit
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import numpy as np

from trainer.proof.interpolation import Point

_WIDTH, _HEIGHT = 5.0, 3.3  # inches; text is then readable on a phone, too

# Stand-ins that matplotlib draws with, and what the page puts there.
_INK, _FAINT, _PAPER = "#010203", "#040506", "#070809"
_FIRST, _SECOND, _THIRD = "#0a0b0c", "#0d0e0f", "#101112"
_COLOURS: Final[Mapping[str, str]] = {
    _INK: "var(--ink)",
    _FAINT: "var(--faint)",
    _PAPER: "var(--paper)",
    _FIRST: "var(--first)",
    _SECOND: "var(--second)",
    _THIRD: "var(--third)",
}
PALETTE: Final = (
    ":root { --ink: #24292f; --faint: #d0d7de; --paper: #ffffff;"
    " --first: #0969da; --second: #bc4c00; --third: #8250df; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #3d444d;"
    " --paper: #161b22; --first: #58a6ff; --second: #f0883e; --third: #bc8cff; } }\n"
)
"""Colours of plots and report in CSS."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot to put into a page.

    Attributes:
        name: Without spaces, for files and identifiers.
        title: What it shows, one line.
        described: The same in a sentence with its numbers, for who cannot see it.
        svg: The element ``<svg>``; its colours are the variables of :data:`PALETTE`.
    """

    name: str
    title: str
    described: str
    svg: str


def loss_plot(losses: Sequence[float]) -> Plot:
    """Loss by step; many steps are drawn with their running mean in front."""
    described = (
        f"The loss went from {losses[0]:.3g} to {losses[-1]:.3g} in {len(losses):,} steps."
        if losses
        else "No step was trained."
    )
    with _figure() as figure:
        axes = _axes(figure, 111, "step", "loss")
        steps = np.arange(1, len(losses) + 1)
        window = max(1, len(losses) // 50)
        if window > 1:
            smooth = np.convolve(losses, np.ones(window) / window, mode="valid")
            axes.plot(steps, losses, color=_FAINT, linewidth=0.8, label="each step")
            label = f"mean of {window} steps"
            axes.plot(steps[window - 1 :], smooth, color=_FIRST, label=label)
            _legend(axes)
        else:
            marker = "o" if len(losses) < 30 else None
            axes.plot(steps, losses, color=_FIRST, marker=marker, markersize=3)
        return _plot(figure, "loss", "Loss while training", described)


def recall_plot(
    text_to_image: Sequence[Sequence[float]],
    image_to_text: Sequence[Sequence[float]],
    *,
    best_epoch: int,
) -> Plot:
    """Recall on held-out photos by epoch.

    Args:
        text_to_image: R@1, R@5 and R@10 of each epoch, 0..100; the first may be the base
            model's, epoch 0.
        image_to_text: The same the other way round.
        best_epoch: The epoch whose weights were taken, as numbered here from 0.
    """
    described = "No epoch was measured."
    if text_to_image:
        first, last = text_to_image[0], text_to_image[-1]
        described = (
            f"R@1 from caption to photo went from {first[0]:.1f} % to {last[0]:.1f} %, R@10 from"
            f" {first[2]:.1f} % to {last[2]:.1f} %; epoch {best_epoch} was the best."
        )
    with _figure() as figure:
        axes = _axes(figure, 111, "epoch", "recall, %")
        for rows, style in ((text_to_image, "-"), (image_to_text, ":")):
            for k, name, colour in zip(range(3), ("1", "5", "10"), _LINES, strict=True):
                line = [row[k] for row in rows]
                label = f"R@{name}" if style == "-" else None
                axes.plot(
                    range(len(line)), line, style, color=colour, label=label, **_dots(len(line))
                )
        if text_to_image:
            axes.axvline(best_epoch, color=_INK, linewidth=0.8, dashes=(2, 3))
            axes.plot([], [], "-", color=_INK, label="caption → photo")
            axes.plot([], [], ":", color=_INK, label="photo → caption")
            _legend(axes, columns=3, order=(0, 3, 1, 4, 2))
        _whole_numbers(axes)
        return _plot(figure, "recall", "Recall on held-out photos by epoch", described)


def curve_plot(curve: Sequence[Point], *, alpha: float, limit: float) -> Plot:
    """Validation score and overlap of the first results by α.

    Args:
        curve: All α, from the least.
        alpha: The one that was chosen.
        limit: Least overlap, 0..1.
    """
    scores = [point.score for point in curve]
    overlaps = [100 * point.overlap for point in curve]
    described = "; ".join(
        f"α {point.alpha:g}: score {point.score:.1f}, {100 * point.overlap:.0f} % the same"
        for point in curve
    )
    alphas = [point.alpha for point in curve]
    with _figure() as figure:
        upper = _axes(figure, 211, "", "score")
        lower = _axes(figure, 212, "α (0: your current model, 1: the tuned one)", "same, %")
        upper.plot(alphas, scores, color=_FIRST, marker="o", markersize=3)
        upper.tick_params(labelbottom=False)
        lower.plot(alphas, overlaps, color=_SECOND, marker="s", markersize=3)
        lower.axhline(100 * limit, color=_INK, linewidth=0.9, linestyle="--")
        where = {"xy": (max(alphas), 100 * limit), "xytext": (0, 3), "fontsize": 8}
        lower.annotate(
            "limit", **where, textcoords="offset points", ha="right", va="bottom", color=_INK
        )
        middle = (min(scores) + max(scores)) / 2
        # A tenth of a point must not look like a cliff.
        half = max(_LEAST_SCORES, max(scores) - min(scores)) * 0.55
        upper.set_ylim(middle - half, middle + half)
        lower.set_ylim(min(*overlaps, 100 * limit) - 8, 106)
        for axes in (upper, lower):
            axes.axvline(alpha, color=_THIRD, linewidth=1.2, dashes=(2, 2))
        verdict = f"chosen: α = {alpha:g}" if alpha else "kept: α = 0"
        upper.set_title(verdict, color=_THIRD, fontsize=9, loc="right", pad=3)
        title = "Score, and first results that stay the same, by α"
        return _plot(figure, "alpha", title, described + ".")


def save(plots: Sequence[Plot], folder: Path) -> list[Path]:
    """Write plots as files of their own, ``plot-NAME.svg``; returns their paths."""
    paths = []
    for plot in plots:
        style = f"<style>{PALETTE}text {{ font-family: sans-serif; }}</style>"
        paper = '<rect width="100%" height="100%" fill="var(--paper)"/>'
        opening = plot.svg.index(">")
        # Without a size of its own a picture fills whatever page shows it.
        size = f' width="{_WIDTH * 110:.0f}" height="{_HEIGHT * 110:.0f}">'
        content = plot.svg[:opening] + size + style + paper + plot.svg[opening + 1 :]
        path = folder / f"plot-{plot.name}.svg"
        path.write_text(content, encoding="utf-8")
        paths.append(path)
    return paths


_LEAST_SCORES: Final = 5.0
_LINES: Final = (_FIRST, _SECOND, _THIRD)


@contextmanager
def _figure() -> Iterator[Any]:
    """A figure that belongs to nobody, drawn the same on every machine."""
    if "MPLCONFIGDIR" not in os.environ:
        # Its font cache would go into the home folder otherwise.
        folder = tempfile.mkdtemp(prefix="photoclip-matplotlib-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["MPLCONFIGDIR"] = folder
    import matplotlib
    from matplotlib.figure import Figure

    settings = {"svg.fonttype": "none", "svg.hashsalt": "photoclip", "font.size": 9.5}
    with matplotlib.rc_context(settings):
        yield Figure(figsize=(_WIDTH, _HEIGHT), layout="constrained")


def _axes(figure: Any, place: int, below: str, beside: str) -> Any:
    axes = figure.add_subplot(place)
    axes.set_facecolor("none")
    axes.set_xlabel(below, color=_INK)
    axes.set_ylabel(beside, color=_INK)
    axes.tick_params(colors=_INK, length=3)
    axes.grid(color=_FAINT, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_INK)
    return axes


def _dots(count: int) -> dict[str, Any]:
    return {"marker": "o", "markersize": 2.5} if count < 30 else {}


def _whole_numbers(axes: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def _legend(axes: Any, *, columns: int = 2, order: Sequence[int] = (0, 1)) -> None:
    """Above the axes, where it hides nothing; columns are filled from above."""
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        [handles[i] for i in order],
        [labels[i] for i in order],
        loc="lower left",
        bbox_to_anchor=(-0.02, 1.0),
        ncols=columns,
        frameon=False,
        labelcolor=_INK,
        fontsize=8,
        handlelength=1.4,
        columnspacing=1.0,
        borderaxespad=0.2,
    )


def _plot(figure: Any, name: str, title: str, described: str) -> Plot:
    figure.patch.set_visible(False)
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return Plot(name, title, described, _for_page(buffer.getvalue(), name, title, described))


def _for_page(document: str, name: str, title: str, described: str) -> str:
    """One element that scales, names what it shows, and shares no identifier with others."""
    svg = document[document.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg)
    for stand_in, colour in _COLOURS.items():
        svg = svg.replace(stand_in, colour)
    svg = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font: \1 sans-serif", svg)
    head = re.search(r"<svg[^>]*>", svg)
    assert head is not None  # it begins with it
    box = re.search(r'viewBox="[^"]*"', head[0])
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' {box[0] if box else ""} role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(described)}</desc>'
    )
    return opening + svg[head.end() :].strip()
