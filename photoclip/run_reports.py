"""What the library answers about training; see :mod:`photoclip.runs` for the files behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    # Not for the program: pydantic loads slowly, and every command names these reports.
    from photoclip.runs import Preset

RunState = Literal["prepared", "running", "stopped", "improved", "kept", "failed"]
"""``improved``: a tuned model is ready; ``kept``: it was no better, the current one stays."""


@dataclass(frozen=True, slots=True)
class PresetChoice:
    """A preset and whether the data allows it.

    Attributes:
        preset: Its name.
        allowed: Whether there is enough to learn from.
        reason: One plain sentence: why not, or what it does.
    """

    preset: Preset
    allowed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class TrainingOverview:
    """What there is to train with.

    Attributes:
        photos: Pictures with at least one caption that can be opened now.
        captions: Captions of those, those made of tags included.
        sources: Captions by source, as in ``Caption.source``; ``"tags"`` for those made of
            accepted tags.
        offline: Captioned pictures that are not there now.
        base: Key of the model that would be tuned: the one in use.
        presets: All presets, from the least to the most that is changed.
        advice: One plain sentence on what is possible, and what would help.
        suggested: Suggested tags that nobody has decided about; accepted, they count too.
    """

    photos: int
    captions: int
    sources: Mapping[str, int]
    offline: int
    base: str
    presets: tuple[PresetChoice, ...]
    advice: str
    suggested: int = 0


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """What a user may choose of a run; zero means the preset's own value.

    Attributes:
        preset: What is trained; None takes the adapter, the quickest.
        epochs: Passes over the photos.
        batch_size: Pairs a step.
        learning_rate: Peak.
        name: Key of the tuned model; made of the base's name if empty.
        title: Its name for people.
        use_tags: Whether accepted tags become captions.
        labelled: Labelled sets that must not get worse, files of ``file<TAB>label``.
        advanced: Unlocks the preset ``full``.
        device: ``"auto"``, ``"cuda"``, ``"mps"`` or ``"cpu"``.
        seed: Seed of everything.
    """

    preset: Preset | None = None
    epochs: int = 0
    batch_size: int = 0
    learning_rate: float = 0.0
    name: str = ""
    title: str = ""
    use_tags: bool = True
    labelled: tuple[Path, ...] = ()
    advanced: bool = False
    device: str = "auto"
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TrainEstimate:
    """What a run will cost, from a few measured steps.

    Attributes:
        seconds: In all.
        features_seconds: Reading photos once.
        training_seconds: The steps.
        proof_seconds: Measuring before and after.
        device: Where it was measured.
    """

    seconds: float
    features_seconds: float
    training_seconds: float
    proof_seconds: float
    device: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One training run.

    Attributes:
        name: Name of its folder: date and number.
        folder: The folder.
        state: See :data:`RunState`.
        message: What came of it, one plain sentence; may be empty.
        preset: What was trained.
        base: Key of the base model.
        model: Key of the tuned model.
        photos: Captioned photos of the snapshot.
        started: ISO time.
        report: The report, if there is one.
        installed: Whether the tuned model was installed.
        active: Whether it is the one in use; several runs may have come to the same model.
        figures: Before and after on the held-out photos, percentages by name: each
            measure has ``before_`` and ``after_``.
        title: Name that the user gave the tuned model; empty for none.
    """

    name: str
    folder: Path
    state: RunState
    message: str
    preset: Preset
    base: str
    model: str
    photos: int
    started: str
    report: Path | None = None
    installed: bool = False
    active: bool = False
    figures: Mapping[str, float] = field(default_factory=dict)
    title: str = ""
