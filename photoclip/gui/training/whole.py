"""How far a training is as a whole: one bar from its first photo read to its last measure."""

from __future__ import annotations

from typing import Final

from photoclip.runs import Preset

PARTS: Final = ("preparing", "features", "training", "proof")

_SHARES: Final[dict[Preset, tuple[float, float, float, float]]] = {
    "adapter": (0.05, 0.40, 0.40, 0.15),
    "heads": (0.03, 0.60, 0.25, 0.12),
    "lora": (0.02, 0.15, 0.75, 0.08),
    "last_blocks": (0.02, 0.10, 0.80, 0.08),
    "full": (0.02, 0.05, 0.85, 0.08),
}
"""Shares of the time that the parts usually take."""


class WholeMeter:
    """Makes one number of parts that are counted on their own; it never goes back.

    Photos and captions are read in rounds, and nobody knows before how many there will be:
    each round gets half of what is left of its part.

    Args:
        preset: What is trained.
    """

    def __init__(self, preset: Preset = "adapter") -> None:
        self._shares = _SHARES[preset]
        self._part = ""
        self._round = ("", 0)
        self._begin = 0.0
        self._left = 1.0
        self.value = 0.0

    def add(self, part: str, what: str, done: int, total: int) -> float:
        """Take one step.

        Args:
            part: One of :data:`PARTS`; others change nothing.
            what: What is counted; another one begins a round.
            done: How much of it is done.
            total: How much of it there is; 0 where that is not known.

        Returns:
            What is done of the whole, 0 to 1.
        """
        if part not in PARTS:
            return self.value
        if part != self._part:
            self._part, self._begin, self._left = part, 0.0, 1.0
            self._round = (what, 0)
        elif (what != self._round[0] or done < self._round[1]) and part != "training":
            self._begin += self._left / 2
            self._left /= 2
            self._round = (what, 0)
        self._round = (self._round[0], done)
        within = done / total if total > 0 else 0.0
        # Steps are one round, and the only one.
        size = self._left if part == "training" else self._left / 2
        place = PARTS.index(part)
        now = sum(self._shares[:place]) + self._shares[place] * (
            self._begin + size * min(within, 1.0)
        )
        self.value = max(self.value, min(now, 1.0))
        return self.value
