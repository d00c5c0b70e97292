"""The user's settings: a table of what there is, and a file of what was chosen.

The file is TOML beside the catalog. What it says wrongly falls back to the default with a
remark, and what this version does not know is kept.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from photoclip.errors import UserError
from photoclip.paths import display_path
from photoclip.settings_table import QT_TRANSLATE_NOOP, SECTIONS, SETTINGS, Setting, Value

__all__ = ["QT_TRANSLATE_NOOP", "SECTIONS", "SETTINGS", "Setting", "Settings", "Value"]

SHORTCUTS: Final = "shortcuts"
_SHOWN_LETTERS: Final = 40
_YES: Final = frozenset({"true", "yes", "on", "1"})
_NO: Final = frozenset({"false", "no", "off", "0"})


class Settings:
    """What was chosen; all methods may be called from any thread.

    Attributes:
        file: The TOML file; it need not be there.
    """

    def __init__(self, file: Path, *, mend: bool = True) -> None:
        """Read the file.

        Args:
            file: Where it lies.
            mend: Put a damaged file aside; without it, it is left for who opens it next.
        """
        self.file = file
        self._mend = mend
        self._table: Final = {setting.key: setting for setting in SETTINGS}
        self._lock = threading.RLock()
        self._callbacks: list[Callable[[str], None]] = []
        self._remarks: list[str] = []
        self._writable = True
        self._document: dict[str, Any] = {}
        self._values: dict[str, Value] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        with self._lock:
            self._read()

    # --- values --------------------------------------------------------------------

    def setting(self, key: str) -> Setting:
        """The row of the table.

        Raises:
            UserError: There is no such setting.
        """
        try:
            return self._table[key]
        except KeyError:
            raise UserError(f"There is no setting {key!r}; see: photoclip settings list") from None

    def get(self, key: str) -> Value:
        """What is chosen, or the default.

        Raises:
            UserError: There is no such setting.
        """
        setting = self.setting(key)
        with self._lock:
            return self._values.get(key, setting.default)

    def flag(self, key: str) -> bool:
        """A setting that is on or off."""
        return bool(self.get(key))

    def number(self, key: str) -> int:
        """A setting that is a whole number."""
        return int(self.get(key))

    def text(self, key: str) -> str:
        """A setting that is a text or a choice."""
        return str(self.get(key))

    def is_changed(self, key: str) -> bool:
        """Whether something else than the default is chosen."""
        return self.get(key) != self.setting(key).default

    def set(self, key: str, value: Value) -> None:
        """Choose a value; it acts at once and is kept.

        Raises:
            UserError: There is no such setting, or it cannot have this value.
        """
        setting = self.setting(key)
        accepted = _accepted(setting, value)
        if accepted is None:
            raise UserError(_refusal(setting, value))
        self._change(key, accepted)

    def set_text(self, key: str, text: str) -> None:
        """Choose a value that is written as people type it, for example ``"on"``.

        Raises:
            UserError: There is no such setting, or it cannot have this value.
        """
        self.set(key, _from_text(self.setting(key), text))

    def reset(self, key: str) -> None:
        """Back to the default.

        Raises:
            UserError: There is no such setting.
        """
        self.setting(key)
        self._change(key, None)

    # --- keys of actions -----------------------------------------------------------

    def shortcuts(self) -> dict[str, tuple[str, ...]]:
        """Keys that were chosen, by action; an action that has its usual keys is not there."""
        with self._lock:
            return dict(self._keys)

    def set_shortcuts(self, action_id: str, keys: Sequence[str] | None) -> None:
        """Choose the keys of an action.

        Args:
            action_id: Name of the action.
            keys: As Qt writes them, ``"Ctrl+F"``; none of them for no key, None for the
                usual ones.
        """
        self._change(f"{SHORTCUTS}.{action_id}", None if keys is None else list(keys))

    # --- changes -------------------------------------------------------------------

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Be told the key of what changed, on whatever thread; returns how to stop that.

        Keys of actions are told as ``"shortcuts.<action>"``.
        """
        with self._lock:
            self._callbacks.append(callback)

        def unsubscribe() -> None:
            with self._lock, contextlib.suppress(ValueError):
                self._callbacks.remove(callback)

        return unsubscribe

    def take_remarks(self) -> list[str]:
        """Sentences about what went wrong since the last call: for the user, once each."""
        with self._lock:
            remarks, self._remarks = self._remarks, []
        return remarks

    # --- the file ------------------------------------------------------------------

    def _change(self, name: str, value: Any) -> None:
        """Set or drop one entry in the file as it is now, so that no other writer loses."""
        with self._lock:
            before = self._state()
            if self._writable:
                self._read()
            _put(self._document, name, value)
            self._take_values(quiet=True)
            self._write()
            after = self._state()
            callbacks = list(self._callbacks)
        changed = [key for key in before | after if before.get(key) != after.get(key)]
        for key in changed:
            for callback in callbacks:
                callback(key)

    def _state(self) -> dict[str, object]:
        state: dict[str, object] = {key: self.get(key) for key in self._table}
        state.update({f"{SHORTCUTS}.{name}": keys for name, keys in self._keys.items()})
        return state

    def _read(self) -> None:
        """Load the file; where it is damaged, put it aside and begin with the defaults."""
        first = not self._document
        self._document = {}
        try:
            self._document = tomllib.loads(self.file.read_bytes().decode("utf-8"))
        except FileNotFoundError:
            pass
        except OSError as error:
            self._forsake(error)
        except (ValueError, RecursionError):
            if self._mend:
                self._put_aside()
        self._take_values(quiet=not first)

    def _take_values(self, *, quiet: bool) -> None:
        self._values = {}
        for setting in SETTINGS:
            found = _look_up(self._document, setting.key)
            if found is None:
                continue
            value = _accepted(setting, found)
            if value is not None:
                self._values[setting.key] = value
            elif not quiet:
                self._remark(_refusal(setting, found) + " The default is used instead.")
        self._keys = _read_keys(self._document.get(SHORTCUTS))

    def _put_aside(self) -> None:
        number = 1
        while (kept := self.file.with_name(f"settings.damaged-{number}.toml")).exists():
            number += 1
        try:
            self.file.rename(kept)
        except OSError as error:
            self._forsake(error)
            return
        self._remark(
            f"The settings in {display_path(self.file)} are damaged; they were kept as "
            f"{display_path(kept.name)}, and the defaults are used."
        )

    def _write(self) -> None:
        if not self._writable:
            return
        import tomli_w

        try:
            text = tomli_w.dumps(self._document)
            replace_file(self.file, text.encode("utf-8"))
        except (OSError, ValueError) as error:
            self._forsake(error)

    def _forsake(self, error: Exception) -> None:
        """Keep to memory from now on: the file is not ours to write."""
        self._writable = False
        reason = error.strerror if isinstance(error, OSError) else str(error)
        self._remark(
            f"Settings cannot be kept in {display_path(self.file)} ({reason}); what you choose "
            "holds until PhotoClip is closed."
        )

    def _remark(self, text: str) -> None:
        if text not in self._remarks:
            self._remarks.append(text)


def _accepted(setting: Setting, value: object) -> Value | None:
    """The value in the setting's type, or None where it cannot be."""
    default = setting.default
    if isinstance(default, bool):
        return value if isinstance(value, bool) else None
    if isinstance(default, str):
        if not isinstance(value, str):
            return None
        allowed = [choice for choice, _ in setting.choices]
        return value if value in allowed or not allowed else None
    kinds = (int, float) if isinstance(default, float) else (int,)
    if isinstance(value, bool) or not isinstance(value, kinds):
        return None
    low = setting.minimum if setting.minimum is not None else value
    high = setting.maximum if setting.maximum is not None else value
    # Also false for what is no number.
    return type(default)(value) if low <= value <= high else None


def _refusal(setting: Setting, value: object) -> str:
    """One sentence: what the setting can be."""
    key, shown = setting.key, repr(value)
    shown = shown if len(shown) <= _SHOWN_LETTERS else shown[: _SHOWN_LETTERS - 1] + "…"
    if isinstance(setting.default, bool):
        return f"The setting {key} can be true or false, not {shown}."
    if setting.choices:
        choices = ", ".join(choice for choice, _ in setting.choices)
        return f"The setting {key} can be {choices}, but not {shown}."
    if isinstance(setting.default, str):
        return f"The setting {key} is a text and cannot be {shown}."
    low, high = f"{setting.minimum:g}", f"{setting.maximum:g}"
    return f"The setting {key} is a number from {low} to {high}, not {shown}."


def _from_text(setting: Setting, text: str) -> Value:
    """A typed text as a value; what cannot be read is given back, to be refused."""
    plain = text.strip()
    if isinstance(setting.default, bool):
        lower = plain.lower()
        return True if lower in _YES else False if lower in _NO else text
    if isinstance(setting.default, str):
        return plain
    with contextlib.suppress(ValueError):
        return type(setting.default)(plain)
    return text


def _look_up(document: Mapping[str, Any], name: str) -> object:
    section, _, key = name.partition(".")
    table = document.get(section)
    return table.get(key) if isinstance(table, dict) else table


def _put(document: dict[str, Any], name: str, value: Any) -> None:
    """Set an entry, or drop it for None; an empty table goes with its last entry."""
    section, _, key = name.partition(".")
    table = document.get(section)
    if not isinstance(table, dict):
        table = {}
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value
    if table:
        document[section] = table
    else:
        document.pop(section, None)


def _read_keys(table: object) -> dict[str, tuple[str, ...]]:
    """Chosen keys of actions; what is no list of texts is passed over."""
    if not isinstance(table, dict):
        return {}
    return {
        name: tuple(keys)
        for name, keys in table.items()
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    }


def replace_file(file: Path, content: bytes) -> None:
    """Write a file so that after any fault there is the old or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".settings-", suffix=".tmp", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
