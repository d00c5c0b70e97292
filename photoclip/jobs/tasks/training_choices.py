"""What a number of captioned photos allows, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from photoclip.errors import UserError
from photoclip.run_reports import PresetChoice
from photoclip.runs import PRESETS, Preset

FEWEST_PHOTOS: Final = 20
"""Captioned photos without which nothing is trained."""

FEWEST_GROUPS: Final = 10
"""Different moments without which no photos can be held out that say anything."""

NEEDED: Final[Mapping[Preset, int]] = {
    "adapter": FEWEST_PHOTOS,
    "heads": FEWEST_PHOTOS,
    "lora": 200,
    "last_blocks": 1_000,
    "full": 5_000,
}
"""Captioned photos that a preset needs: the more is changed, the more is forgotten."""

_DOES: Final[Mapping[Preset, str]] = {
    "adapter": "Corrects the stored vectors a little: about a minute, and no photo is opened "
    "when you activate it.",
    "heads": "Trains the last layers on features that are computed once: minutes, also without "
    "a graphics card.",
    "lora": "Changes both halves of the model a little everywhere; wants a graphics card or "
    "patience.",
    "last_blocks": "Trains the last blocks of both halves of the model; wants a graphics card.",
    "full": "Trains everything: the most is learned and the most can be forgotten; it has to be "
    "unlocked.",
}
_MUCH: Final = 0.1


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much there is to train with.

    Attributes:
        photos: Captioned pictures that can be opened now.
        groups: Different moments among them.
        captions: Their captions.
        sources: Captions by source.
        offline: Captioned pictures that are not there.
        suggested: Suggested tags that nobody has decided about.
        use_tags: Whether accepted tags count as captions.
    """

    photos: int
    groups: int
    captions: int = 0
    sources: Mapping[str, int] = field(default_factory=dict)
    offline: int = 0
    suggested: int = 0
    use_tags: bool = True

    @property
    def enough(self) -> bool:
        """Whether anything can be trained."""
        return self.photos >= FEWEST_PHOTOS and self.groups >= FEWEST_GROUPS


def choices(amounts: Amounts) -> tuple[PresetChoice, ...]:
    """Every preset, and whether it is allowed."""
    return tuple(_choice(preset, amounts) for preset in PRESETS)


def check_preset(amounts: Amounts, preset: Preset | None, *, advanced: bool) -> Preset:
    """The preset to train; None means the adapter: its activation opens no picture.

    Raises:
        UserError: There is too little to train with, or the preset needs more.
    """
    if not amounts.enough:
        raise UserError(advice(amounts))
    if preset is None:
        return "adapter"
    found = _choice(preset, amounts)
    possible = ", ".join(each.preset for each in choices(amounts) if each.allowed)
    if not found.allowed:
        raise UserError(
            f"The preset “{preset}” needs {NEEDED[preset]:,} captioned photos and there are "
            f"{amounts.photos:,}; possible now: {possible}."
        )
    if preset == "full" and not advanced:
        raise UserError(
            "The preset “full” can make the model forget much; unlock it with “advanced”, or "
            "take “last_blocks”."
        )
    return preset


def advice(amounts: Amounts) -> str:
    """One plain sentence: what is possible, and what would help."""
    possible = _possible(amounts)
    helps = _helps(amounts)
    return f"{possible}; {helps}." if helps else f"{possible}."


def _choice(preset: Preset, amounts: Amounts) -> PresetChoice:
    needed = NEEDED[preset]
    if amounts.photos < needed:
        there = f"there are {amounts.photos:,}" if amounts.photos else "there are none yet"
        return PresetChoice(preset, False, f"Needs {needed:,} captioned photos; {there}.")
    if not amounts.enough:
        return PresetChoice(preset, False, f"Needs photos of {FEWEST_GROUPS} different moments.")
    return PresetChoice(preset, True, _DOES[preset])


def _possible(amounts: Amounts) -> str:
    photos = amounts.photos
    if not photos:
        return f"No photo that is there has a caption, and training needs {FEWEST_PHOTOS}"
    have = "1 photo has a caption" if photos == 1 else f"{photos:,} photos have captions"
    if photos < FEWEST_PHOTOS:
        return f"{have}, and training needs {FEWEST_PHOTOS - photos} more"
    if not amounts.enough:
        moments = "one moment" if amounts.groups == 1 else f"{amounts.groups} different moments"
        return (
            f"{have}, but all are of {moments}, and photos of {FEWEST_GROUPS} are needed, so that "
            "some can be held out to measure with"
        )
    allowed = [each.preset for each in choices(amounts) if each.allowed]
    return f"{have}, enough for {', '.join(allowed[:-1])} and {allowed[-1]}"


def _helps(amounts: Amounts) -> str:
    """What would help most, as the second half of a sentence."""
    if amounts.offline and (
        amounts.photos < FEWEST_PHOTOS or amounts.offline >= _MUCH * amounts.photos
    ):
        if amounts.offline == 1:
            return "1 more is in a folder that is not connected"
        return f"{amounts.offline:,} more are in folders that are not connected"
    if amounts.use_tags and amounts.suggested and amounts.photos < NEEDED["last_blocks"]:
        if amounts.suggested == 1:
            return "1 suggested tag waits for your review and would count too"
        return f"{amounts.suggested:,} suggested tags wait for your review and would count too"
    if not amounts.photos:
        return "write some, import a file of captions, or accept tags"
    if 2 * amounts.sources.get("tags", 0) > amounts.captions:
        return "most are made of tags, and sentences in your own words would teach more"
    further = next((each for each in PRESETS if NEEDED[each] > amounts.photos), None)
    if further is None or not amounts.enough:
        return ""
    return f"with {NEEDED[further] - amounts.photos:,} more also {further}"
