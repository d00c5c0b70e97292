"""Albums and tags that a query names and that are not there: said, with what may be meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Protocol

from photoclip.folding import fold
from photoclip.query.ast import Field, Node, leaves
from photoclip.results import Hint

_KINDS = ("tag", "album")


class Names(Protocol):
    """Names that are there; read only when a query names something."""

    @property
    def tags(self) -> Sequence[str]:
        """Paths of all tags with ``/``."""

    @property
    def albums(self) -> Sequence[str]:
        """Names of all albums."""


def unknown_names(query: str, node: Node | None, names: Names) -> Iterator[Hint]:
    """A hint for each name that no tag or album has.

    Args:
        query: As typed.
        node: Its tree.
        names: What there is.
    """
    for field in leaves(node) if node is not None else ():
        if not isinstance(field, Field) or field.name not in _KINDS or "*" in field.value:
            continue
        known = names.tags if field.name == "tag" else names.albums
        if not _is_there(field, known):
            yield _hint(query, field, known)


def _is_there(field: Field, names: Sequence[str]) -> bool:
    wanted = fold(field.value)
    if field.name == "album":
        return any(fold(name) == wanted for name in names)
    # A tag is found at any level, and so is a part of its path.
    return any(f"/{wanted}/" in f"/{fold(name)}/" for name in names)


def _hint(query: str, field: Field, names: Sequence[str]) -> Hint:
    text = f"There is no {field.name} named “{field.value}”."
    folded = {fold(name): name for name in names}
    if field.name == "tag":
        folded |= {fold(level): level for name in names for level in name.split("/")}
    near = difflib.get_close_matches(fold(field.value), folded, 1)
    typed = query[field.start : field.end]
    if not near or field.value not in typed:
        return Hint("unknown", text)
    better = folded[near[0]]
    written = f'"{better}"' if not better.isalnum() and '"' not in typed else better
    at = typed.rindex(field.value)
    fixed = typed[:at] + written + typed[at + len(field.value) :]
    replaced = query[: field.start] + fixed + query[field.end :]
    return Hint("unknown", f"{text} Did you mean “{better}”?", replaced)
