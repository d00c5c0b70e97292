"""Words of the train dialog: presets, sources, states and figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, QObject

from photoclip.gui.texts import duration
from photoclip.run_reports import RunInfo, TrainEstimate
from photoclip.runs import Preset

# fmt: off
_PRESETS: Final[dict[Preset, tuple[object, object]]] = {
    "adapter": (
        QT_TRANSLATE_NOOP("training", "Adapter"),
        QT_TRANSLATE_NOOP("training", "Quick, about a minute. Changes how words and stored "
                          "photos are compared; no photo is opened to use it.")),
    "heads": (
        QT_TRANSLATE_NOOP("training", "Heads"),
        QT_TRANSLATE_NOOP("training", "Some minutes. Trains the last layer for pictures and for "
                          "words; using it reads all photos once more.")),
    "lora": (
        QT_TRANSLATE_NOOP("training", "Fine-tuning, light (LoRA)"),
        QT_TRANSLATE_NOOP("training", "Up to hours without a graphics card. Small changes all "
                          "through the model; needs several hundred captions.")),
    "last_blocks": (
        QT_TRANSLATE_NOOP("training", "Fine-tuning, last blocks"),
        QT_TRANSLATE_NOOP("training", "Hours without a graphics card. Unlocks the last blocks of "
                          "the model; needs a thousand captions or more.")),
    "full": (
        QT_TRANSLATE_NOOP("training", "Everything"),
        QT_TRANSLATE_NOOP("training", "For large collections and a strong graphics card. Changes "
                          "the whole model, which forgets most easily what it knew.")),
}
_SOURCES: Final = {
    "manual": QT_TRANSLATE_NOOP("training", "{n} written here"),
    "xmp": QT_TRANSLATE_NOOP("training", "{n} from XMP in the photos"),
    "iptc": QT_TRANSLATE_NOOP("training", "{n} from IPTC in the photos"),
    "exif": QT_TRANSLATE_NOOP("training", "{n} from EXIF in the photos"),
    "sidecar": QT_TRANSLATE_NOOP("training", "{n} from files beside the photos"),
    "text": QT_TRANSLATE_NOOP("training", "{n} from text files beside the photos"),
    "tags": QT_TRANSLATE_NOOP("training", "{n} made of accepted tags"),
}
_STATES: Final = {
    "prepared": QT_TRANSLATE_NOOP("training", "Prepared, not begun"),
    "running": QT_TRANSLATE_NOOP("training", "Training"),
    "stopped": QT_TRANSLATE_NOOP("training", "Paused"),
    "improved": QT_TRANSLATE_NOOP("training", "Better"),
    "kept": QT_TRANSLATE_NOOP("training", "Not better"),
    "failed": QT_TRANSLATE_NOOP("training", "Failed"),
}
_MEASURES: Final = (
    ("text_to_image_r1", QT_TRANSLATE_NOOP("training", "Caption finds its photo first")),
    ("text_to_image_r5", QT_TRANSLATE_NOOP("training", "… among the first 5")),
    ("text_to_image_r10", QT_TRANSLATE_NOOP("training", "… among the first 10")),
    ("text_to_image_median_rank", QT_TRANSLATE_NOOP("training", "… at place (median)")),
    ("image_to_text_r1", QT_TRANSLATE_NOOP("training", "Photo finds its caption first")),
    ("image_to_text_r5", QT_TRANSLATE_NOOP("training", "… among the first 5")),
    ("image_to_text_r10", QT_TRANSLATE_NOOP("training", "… among the first 10")),
    ("image_to_text_median_rank", QT_TRANSLATE_NOOP("training", "… at place (median)")),
    ("overlap", QT_TRANSLATE_NOOP("training", "First results of general queries that stay")),
)
_LABELS: Final = "top1_"
_LEFT_OUT: Final = "score"
"""The mean of the shares that are listed anyway."""
# fmt: on
FIRST: Final = "text_to_image_r1"


def said(text: object, **values: object) -> str:
    """A text of this dialog in the user's language, with its values put in."""
    return QCoreApplication.translate("training", str(text)).format(**values)


class CountedCaptions(QObject):
    """Texts with plural forms; the translation tools find these in ``tr`` only."""

    def captions(self, count: int) -> str:
        """``"1 caption"``, ``"150 captions"``."""
        return self.tr("%Ln caption(s)", "", count)

    def captioned(self, count: int) -> str:
        """``"1 captioned photo"``, ``"128 captioned photos"``."""
        return self.tr("%Ln captioned photo(s)", "", count)

    def offline(self, count: int) -> str:
        """How many cannot be opened now."""
        return self.tr("%Ln more captioned photo(s) cannot be opened now.", "", count)


def preset_title(preset: Preset) -> str:
    """Name of a preset."""
    return said(_PRESETS[preset][0])


def preset_meaning(preset: Preset) -> str:
    """What it does and what it takes."""
    return said(_PRESETS[preset][1])


def source_text(source: str, count: int) -> str:
    """How many captions are from one source; others than the known are names of files."""
    n = QLocale().toString(count)
    if source in _SOURCES:
        return said(_SOURCES[source], n=n)
    return said(QT_TRANSLATE_NOOP("training", "{n} from {name}"), n=n, name=source)


def state_text(info: RunInfo) -> str:
    """What became of a run, in a few words."""
    if info.active:
        return said(QT_TRANSLATE_NOOP("training", "In use"))
    return said(_STATES[info.state])


def cost_text(estimate: TrainEstimate) -> str:
    """What a run will take."""
    text = said(
        QT_TRANSLATE_NOOP("training", "It will take about {time}"), time=duration(estimate.seconds)
    )
    return f"{text} ({parts_text(estimate)})"


def parts_text(estimate: TrainEstimate) -> str:
    """What the time is spent on."""
    parts = (
        (QT_TRANSLATE_NOOP("training", "reading photos {time}"), estimate.features_seconds),
        (QT_TRANSLATE_NOOP("training", "training {time}"), estimate.training_seconds),
        (QT_TRANSLATE_NOOP("training", "checking {time}"), estimate.proof_seconds),
    )
    said_parts = [said(text, time=duration(seconds)) for text, seconds in parts if seconds >= 1]
    return ", ".join(said_parts)


def figure_rows(figures: Mapping[str, float]) -> list[tuple[str, float, float, bool]]:
    """Before and after of each measure, the known ones first.

    Args:
        figures: As in ``RunInfo.figures``.

    Returns:
        (name for people, before, after, whether they are percentages).
    """
    known = [name for name, _ in _MEASURES]
    names = [name.removeprefix("before_") for name in figures if name.startswith("before_")]
    names = [name for name in names if f"after_{name}" in figures and name != _LEFT_OUT]
    order = sorted(names, key=lambda name: known.index(name) if name in known else len(known))
    return [
        (_title(name), figures[f"before_{name}"], figures[f"after_{name}"], "rank" not in name)
        for name in order
    ]


def figure_text(value: float, *, percent: bool) -> str:
    """``"41.0 %"`` or ``"2"``."""
    if percent:
        return f"{QLocale().toString(value, 'f', 1)} %"
    return QLocale().toString(value, "f", 0 if value == round(value) else 1)


def gain_text(figures: Mapping[str, float]) -> str:
    """What became better, in one sentence; empty where the figures do not say it."""
    before, after = figures.get(f"before_{FIRST}"), figures.get(f"after_{FIRST}")
    if before is None or after is None or round(after) <= round(before):
        return ""
    return said(
        QT_TRANSLATE_NOOP(
            "training", "Of 100 captions, {after} now find their photo first instead of {before}."
        ),
        before=round(before),
        after=round(after),
    )


def _title(name: str) -> str:
    """Name of a measure for people; of an unknown one its own, spelled out."""
    titles = dict(_MEASURES)
    if name in titles:
        return said(titles[name])
    if name.startswith(_LABELS):
        text = QT_TRANSLATE_NOOP("training", "Labels of “{name}” told right")
        return said(text, name=name.removeprefix(_LABELS))
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
