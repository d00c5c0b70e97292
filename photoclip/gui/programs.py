"""Programs of a Linux desktop that open a kind of file, as their ``.desktop`` files say.

Source: https://specifications.freedesktop.org/desktop-entry-spec/latest/ and
https://specifications.freedesktop.org/basedir-spec/latest/
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SECTION: Final = "[Desktop Entry]"
_MOST_BYTES: Final = 512 * 1024
_TEXT_ESCAPES: Final = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_DROPPED_CODES: Final = frozenset("icdDnNvmk")


@dataclass(frozen=True, slots=True)
class Program:
    """A program that opens files.

    Attributes:
        key: Its desktop id, or its path.
        name: Its name in the user's language.
        command: Words of its command line, with the field codes of the specification.
        icon: Name or path of its icon, or "".
    """

    key: str
    name: str
    command: tuple[str, ...]
    icon: str = ""

    def calls(self, paths: Sequence[Path]) -> list[list[str]]:
        """Command lines that open files: one for all, or one each if it takes one only."""
        if any(code in word for word in self.command for code in ("%F", "%U")):
            return [self._words(paths)]
        if any(code in word for word in self.command for code in ("%f", "%u")):
            return [self._words([path]) for path in paths]
        return [[*self._words(()), *map(str, paths)]]

    def _words(self, paths: Sequence[Path]) -> list[str]:
        words: list[str] = []
        for word in self.command:
            if word in {"%F", "%U"}:
                words += [_argument(path, word) for path in paths]
            elif word[:1] != "%" or word[1:] not in _DROPPED_CODES or len(word) != 2:
                words.append(_filled(word, paths))
        return words


def programs_for(
    kinds: Iterable[frozenset[str]],
    *,
    environment: Mapping[str, str] = os.environ,
    languages: Sequence[str] = (),
) -> list[Program]:
    """Programs that open all of these kinds of files, by name.

    Args:
        kinds: For each kind its MIME types, any of which will do.
        environment: Says where the desktop keeps its files.
        languages: Of the user, such as ``"de_AT"`` and ``"de"``, the preferred first.
    """
    wanted = list(kinds)
    found: dict[str, Program | None] = {}
    for folder in _folders(environment):
        for file in sorted(folder.rglob("*.desktop")):
            key = str(file.relative_to(folder)).replace(os.sep, "-")
            # What the user's own folder says of a program replaces what the system's says.
            if key not in found:
                found[key] = _program(key, file, wanted, environment, languages)
    programs = [each for each in found.values() if each is not None]
    return sorted(programs, key=lambda each: (each.name.casefold(), each.key))


def _folders(environment: Mapping[str, str]) -> list[Path]:
    home = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    system = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = [Path(each) / "applications" for each in (home, *system.split(":")) if each]
    return [each for each in dict.fromkeys(folders) if each.is_dir()]


def _program(
    key: str,
    file: Path,
    kinds: Sequence[frozenset[str]],
    environment: Mapping[str, str],
    languages: Sequence[str],
) -> Program | None:
    entry = _entry(file)
    types = {each for each in entry.get("MimeType", "").split(";") if each}
    if not kinds or not all(types & kind for kind in kinds):
        return None
    if entry.get("Type") != "Application" or "true" in (
        entry.get("Hidden"),
        entry.get("Terminal"),
    ):
        return None
    if not _is_for(entry, environment.get("XDG_CURRENT_DESKTOP", "").split(":")):
        return None
    command = tuple(split_command(_unescaped(entry.get("Exec", ""))))
    tried = _unescaped(entry.get("TryExec", "")) or (command[0] if command else "")
    if not tried or shutil.which(tried, path=environment.get("PATH")) is None:
        return None
    names = (*(f"Name[{language}]" for language in languages), "Name")
    name = next((entry[each] for each in names if entry.get(each)), key)
    return Program(key, _unescaped(name), command, _unescaped(entry.get("Icon", "")))


def _entry(file: Path) -> dict[str, str]:
    """The main section of a desktop file; nothing if it cannot be read."""
    try:
        with file.open("rb") as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return {}
    return dict(_pairs(text))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == _SECTION
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            yield key.strip(), value.strip()


def _is_for(entry: Mapping[str, str], desktops: Sequence[str]) -> bool:
    ours = {each for each in desktops if each}
    only = {each for each in entry.get("OnlyShowIn", "").split(";") if each}
    never = {each for each in entry.get("NotShowIn", "").split(";") if each}
    return not (only and not only & ours) and not never & ours


def _unescaped(text: str) -> str:
    out, signs = [], iter(text)
    for sign in signs:
        if sign == "\\":
            after = next(signs, "\\")
            out.append(_TEXT_ESCAPES.get(after, sign + after))
        else:
            out.append(sign)
    return "".join(out)


def split_command(text: str) -> list[str]:
    """Words of an ``Exec`` line; double quotes hold a word together, a backslash one sign."""
    words: list[str] = []
    word, quoted, begun = "", False, False
    signs = iter(text)
    for sign in signs:
        if quoted and sign == "\\":
            word += next(signs, "")
        elif sign == '"':
            quoted, begun = not quoted, True
        elif sign.isspace() and not quoted:
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + sign, True
    return [*words, word] if begun else words


def _argument(path: Path, code: str) -> str:
    return path.as_uri() if code in {"%u", "%U"} else str(path)


def _filled(word: str, paths: Sequence[Path]) -> str:
    """A word with its field codes filled in; ``%%`` is a percent sign."""
    out, signs = [], iter(word)
    for sign in signs:
        if sign != "%":
            out.append(sign)
            continue
        code = next(signs, "%")
        if code == "%":
            out.append("%")
        elif code in "fuFU" and paths:
            out.append(_argument(paths[0], f"%{code}"))
    return "".join(out)
