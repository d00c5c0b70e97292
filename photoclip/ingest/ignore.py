"""Which files and folders below a root are not looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence

from photoclip.catalog.rows import Root

JUNK_FOLDERS = frozenset(
    {
        b"@eadir",
        b"#recycle",
        b"#snapshot",
        b"$recycle.bin",
        b"system volume information",
        b"lost+found",
        b"recycler",
    }
)
"""Folders that NAS boxes and systems keep for themselves, in lower case."""


class Rules:
    """What to skip below one root.

    Hidden names (with a leading dot), the junk of NAS boxes, other roots inside this one
    (a folder belongs to one root), and whatever the root's patterns match. A pattern is
    tried on the path below the root (with forward slashes) and, if it has no slash, on
    each single name: ``*.tmp``, ``@eaDir``, ``2023/raw``, ``**/thumbs``. Case does not
    matter.
    """

    def __init__(self, patterns: Iterable[str] = (), nested: Iterable[bytes] = ()) -> None:
        self._nested = frozenset(nested)
        cleaned = [_clean(pattern) for pattern in patterns]
        self._names = _compile([each for each in cleaned if each and "/" not in each])
        self._paths = _compile([each for each in cleaned if "/" in each])

    @classmethod
    def of(cls, root: Root, roots: Iterable[Root]) -> Rules:
        """The rules of a root that stands among other roots."""
        top = slashed(os.fsencode(root.path)).rstrip(b"/") + b"/"
        others = (slashed(os.fsencode(other.path)) for other in roots)
        return cls(root.excludes, [path[len(top) :] for path in others if path.startswith(top)])

    def skips(self, rel: bytes, *, folder: bool) -> bool:
        """True if this one file or folder is to be skipped, its parents not considered.

        Args:
            rel: Path below the root, with forward slashes.
            folder: True for a folder.
        """
        name = rel[rel.rfind(b"/") + 1 :]
        if name.startswith(b"."):
            return True
        if folder and (name.lower() in JUNK_FOLDERS or rel in self._nested):
            return True
        if self._names is not None and self._names.fullmatch(os.fsdecode(name)):
            return True
        return self._paths is not None and bool(self._paths.fullmatch(os.fsdecode(rel)))

    def skips_path(self, rel: bytes, *, folder: bool) -> bool:
        """True if this path or any folder above it (below the root) is skipped."""
        parts = rel.split(b"/") if rel else []
        parents = (b"/".join(parts[:count]) for count in range(1, len(parts)))
        return any(self.skips(parent, folder=True) for parent in parents) or (
            bool(rel) and self.skips(rel, folder=folder)
        )


def slashed(path: bytes) -> bytes:
    """A path with forward slashes, as the catalog has it."""
    return path if os.sep == "/" else path.replace(os.fsencode(os.sep), b"/")


def _clean(pattern: str) -> str:
    cleaned = pattern.strip().replace("\\", "/")
    while cleaned.startswith("./"):
        cleaned = cleaned[2:]
    return cleaned.strip("/")


def _compile(patterns: Sequence[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    joined = "|".join(_translate(pattern) for pattern in patterns)
    return re.compile(joined, re.IGNORECASE | re.DOTALL)


def _translate(pattern: str) -> str:
    """A glob as a regular expression; ``**`` crosses folders, ``*`` and ``?`` do not."""
    out = []
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            out.append("(?:.*/)?")
            at += 3
        elif pattern.startswith("**", at):
            out.append(".*")
            at += 2
        elif pattern[at] == "[" and (end := pattern.find("]", at + 2)) != -1:
            inside = pattern[at + 1 : end].replace("\\", r"\\").replace("[", r"\[")
            out.append(f"[^{inside[1:]}]" if inside[0] in "!^" else f"[{inside}]")
            at = end + 1
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(pattern[at], re.escape(pattern[at])))
            at += 1
    return "(?:" + "".join(out) + ")"
