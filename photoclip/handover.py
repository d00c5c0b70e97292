"""What a start of the window was asked to do; a second start hands it to the first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

TRY_WINDOW: Final = "--try-window"
"""Hidden switch of the program: open the window for a look by the self-test, and close it."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The arguments of ``photoclip open``.

    Attributes:
        paths: Folders to add and pictures to search by, absolute.
        search: A query; "" for none.
        token: By which a Wayland compositor lets a window come to the front; "" for none.
    """

    paths: tuple[Path, ...] = ()
    search: str = ""
    token: str = ""

    def to_json(self) -> bytes:
        """One line; names that are not UTF-8 come through as they are."""
        fields = {
            "paths": [str(path) for path in self.paths],
            "search": self.search,
            "token": self.token,
        }
        return json.dumps(fields).encode("ascii") + b"\n"

    @classmethod
    def from_json(cls, line: bytes) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: It is something else.
        """
        match json.loads(line):
            case {"paths": [*paths], "search": str(search), "token": str(token)}:
                if all(isinstance(path, str) for path in paths):
                    return cls(tuple(Path(path) for path in paths), search, token)
        raise ValueError("This is no handover.")
