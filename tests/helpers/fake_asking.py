"""Help with queries for the window's tests: real parsing, pictures and pastes in memory."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from photoclip.query.terms import terms, without
from photoclip.results import QueryTerm


class FakeAsking:
    """``library.asking`` of a library of drawings.

    Attributes:
        cold: True as long as a first search would start the model.
        pictures: JPEGs by what ``like:`` says.
        kept: PNGs that were pasted.
        refusal: Raised instead of keeping a picture.
        gate: Holds looks back while it is not set.
    """

    def __init__(self, library: Any) -> None:
        self.library = library
        self.cold = False
        self.pictures: dict[str, bytes] = {}
        self.kept: list[bytes] = []
        self.refusal: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()

    def terms(self, text: str) -> list[QueryTerm]:
        self.gate.wait(20)
        return terms(text)

    def without(self, text: str, number: int) -> str:
        self.library._called("asking.without")
        return without(text, number)

    def picture(self, value: str) -> bytes | None:
        self.library._called("asking.picture")
        return self.pictures.get(value)

    def keep_picture(self, png: bytes) -> Path:
        if self.refusal is not None:
            raise self.refusal
        self.kept.append(png)
        return Path(f"/library/cache/asked/{len(self.kept):020x}.png")

    def value_of(self, path: Path) -> str:
        self.library._called("asking.value_of")
        text = os.fsencode(path).decode("utf-8", "replace")
        return text if text == str(path) else "4"

    def must_start(self, text: str) -> bool:
        return self.cold and any(term.kind != "field" for term in terms(text))
