"""Words of the train dialog: presets, sources, states and figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, QObject

from photoclip.gui.texts import duration
from photoclip.run_reports import RunInfo, TrainEstimate

if TYPE_CHECKING:
    # Not for the program: pydantic loads slowly, and the window needs some of these words.
    from photoclip.runs import Preset

# fmt: off
_PRESETS: Final[dict[Preset, tuple[object, object]]] = {
    "adapter": (
        QT_TRANSLATE_NOOP("training", "Adapter"),
        QT_TRANSLATE_NOOP("training", "About a minute. Changes how words and photos are "
                          "compared; no photo is opened again.")),
    "heads": (
        QT_TRANSLATE_NOOP("training", "Heads"),
        QT_TRANSLATE_NOOP("training", "Minutes. Trains the last layers; activating it reads all "
                          "photos once more.")),
    "lora": (
        QT_TRANSLATE_NOOP("training", "Fine-tuning, light (LoRA)"),
        QT_TRANSLATE_NOOP("training", "Up to hours without a graphics card. Small changes all "
                          "through the model.")),
    "last_blocks": (
        QT_TRANSLATE_NOOP("training", "Fine-tuning, last blocks"),
        QT_TRANSLATE_NOOP("training", "Hours without a graphics card. Trains the last blocks of "
                          "the model.")),
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
_PHASES: Final = {
    "Preparing": QT_TRANSLATE_NOOP("training", "Getting ready"),
    "Reading photos": QT_TRANSLATE_NOOP("training", "Reading photos"),
    "Training": QT_TRANSLATE_NOOP("training", "Training"),
    "Proving": QT_TRANSLATE_NOOP("training", "Checking the result"),
    "Checking": QT_TRANSLATE_NOOP("training", "Checking the new model"),
    "Installing": QT_TRANSLATE_NOOP("training", "Installing the new model"),
    "Mapping stored vectors": QT_TRANSLATE_NOOP("training", "Preparing photos for the model"),
    "Embedding": QT_TRANSLATE_NOOP("training", "Reading photos with the model"),
}
_WHATS: Final = {
    "photos": QT_TRANSLATE_NOOP("training", "Reading photos"),
    "captions": QT_TRANSLATE_NOOP("training", "Reading captions"),
    "Comparing pictures": QT_TRANSLATE_NOOP("training", "Comparing the results of searches"),
    "Comparing mixtures of old and new": QT_TRANSLATE_NOOP(
        "training", "Comparing mixtures of the old and the new model"),
    "Reading labelled photos": QT_TRANSLATE_NOOP("training", "Reading labelled photos"),
}
"""What jobs and the trainer say, which is for the command line."""
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

    def suggested(self, count: int) -> str:
        """That there are suggested tags to decide about."""
        return self.tr("%Ln suggested tag(s) wait for your review and would count too.", "", count)

    def offline(self, count: int) -> str:
        """How many cannot be opened now."""
        return self.tr("%Ln more captioned photo(s) cannot be opened now.", "", count)


def phase_text(phase: str) -> str:
    """A phase of a job; an unknown one as it is."""
    return said(_PHASES[phase]) if phase in _PHASES else phase


def what_text(what: str) -> str:
    """What the trainer reads or compares; an unknown one as it is."""
    name = what.partition(",")[0]
    return said(_WHATS[name]) if name in _WHATS else what


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


def state_text(info: RunInfo, *, twin: bool = False) -> str:
    """What became of a run, in a few words.

    Args:
        info: The run.
        twin: Another run came to the same model, and that one was listed as the one in use.
    """
    if info.active and twin:
        return said(QT_TRANSLATE_NOOP("training", "Same model"))
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


def run_title(info: RunInfo) -> str:
    """What was trained, after the name that the user gave the model."""
    preset = preset_title(info.preset)
    return f"{info.title} · {preset}" if info.title else preset


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
