"""Which keys do what: the usual ones, and those that the user chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from photoclip.gui.action_table import (
    ARRANGE,
    ARRANGE_MENU,
    MENUS,
    PANELS,
    PANELS_MENU,
    SEPARATOR,
    SUBMENUS,
)
from photoclip.gui.actions import PAGE, ActionSet, translated
from photoclip.gui.settings.watch import SettingsWatch
from photoclip.settings import SHORTCUTS

PATH_SIGN = " › "


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """An action as people see it.

    Attributes:
        name: Its name in code.
        text: Its words, without mnemonic.
        tip: What it does.
        menu: Titles of menus down to it, outermost first.
    """

    name: str
    text: str
    tip: str
    menu: tuple[str, ...]

    @property
    def path(self) -> str:
        """``"View › Arrange"``."""
        return PATH_SIGN.join(self.menu)


def plain(text: str) -> str:
    """Words of an action without its mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def view_title() -> str:
    """Title of the View menu."""
    return next(plain(translated(title)) for title, names in MENUS if "sidebar" in names)


def menu_order() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """All (action, titles of menus), in the order of the menus."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for title, names in MENUS:
        above = (plain(translated(title)),)
        for name in names:
            if name in SUBMENUS:
                below_title, below_names = SUBMENUS[name]
                path = (*above, plain(translated(below_title)))
                found += [(each, path) for each in below_names]
            elif name != SEPARATOR:
                found.append((name, above))
    for title, names in ((PANELS, PANELS_MENU), (ARRANGE, ARRANGE_MENU)):
        below = (view_title(), plain(translated(title)))
        found += [(name, below) for name in names if name != SEPARATOR]
    return tuple(found)


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def portable(key: str) -> str:
    """A key as it is kept, whichever way it was written."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


class Keymap(QObject):
    """Puts chosen keys onto the actions of a window, and keeps what is chosen.

    Signals:
        changed: name of an action that has other keys now.
    """

    changed = Signal(str)

    def __init__(self, actions: ActionSet, watch: SettingsWatch, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._settings = watch.settings
        self._now: dict[str, tuple[str, ...]] = {}
        self._usual: dict[str, tuple[str, ...]] = {}
        watch.changed.connect(self._on_setting)
        actions.page_added.connect(self._on_page)
        if self._settings.shortcuts():
            self._refresh()

    def action(self, name: str) -> QAction:
        """The action itself."""
        return self._actions[name]

    def entries(self) -> list[KeyEntry]:
        """All actions in the order of the menus, each once; pages stand first in View."""
        pages = [(name, (view_title(),)) for name in self._actions if name.startswith(PAGE)]
        rest = [(name, ()) for name in self._actions]
        paths: dict[str, tuple[str, ...]] = {}
        for name, titles in (*pages, *menu_order(), *rest):
            paths.setdefault(name, titles)
        tops = {plain(translated(title)): place for place, (title, _) in enumerate(MENUS)}
        found = sorted(paths.items(), key=lambda each: tops.get("".join(each[1][:1]), len(tops)))
        return [self._entry(name, titles) for name, titles in found]

    def _entry(self, name: str, titles: tuple[str, ...]) -> KeyEntry:
        spec = self._actions.spec(name)
        return KeyEntry(name, plain(translated(spec.text)), translated(spec.tip), titles)

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of an action now, as they are kept."""
        # Not asked of the action: a dialog may still paint when the actions are gone.
        return self._now.get(name, self.usual_keys(name))

    def usual_keys(self, name: str) -> tuple[str, ...]:
        """The keys that it has without being changed."""
        if name not in self._usual:
            self._usual[name] = tuple(map(portable, self._actions.spec(name).keys))
        return self._usual[name]

    def is_changed(self, name: str) -> bool:
        """Whether it has other keys than usual."""
        return self.keys(name) != self.usual_keys(name)

    def owner(self, key: str, *, other_than: str = "") -> str:
        """The action that has a key; "" for none."""
        wanted = portable(key)
        for name in self._actions:
            if name != other_than and wanted in self.keys(name):
                return name
        return ""

    def set_keys(self, name: str, keys: Sequence[str]) -> None:
        """Give an action these keys; whoever has one of them loses it."""
        wanted = tuple(dict.fromkeys(map(portable, keys)))
        for owner, chosen in self._settings.shortcuts().items():
            left = [key for key in map(portable, chosen) if key not in wanted]
            # Usual keys give way by themselves, and come back by themselves.
            if owner != name and len(left) < len(chosen):
                self._settings.set_shortcuts(owner, left)
        self._keep(name, wanted)

    def reset(self, name: str) -> None:
        """Give an action its usual keys back."""
        self.set_keys(name, self.usual_keys(name))

    def reset_all(self) -> None:
        """Give all actions their usual keys back."""
        for name in self._settings.shortcuts():
            self._settings.set_shortcuts(name, None)

    def _keep(self, name: str, keys: Sequence[str]) -> None:
        usual = tuple(keys) == self.usual_keys(name)
        self._settings.set_shortcuts(name, None if usual else keys)

    @Slot(str)
    def _on_setting(self, key: str) -> None:
        if key.startswith(f"{SHORTCUTS}."):
            self._refresh()

    @Slot(str)
    def _on_page(self, _name: str) -> None:
        if self._settings.shortcuts():
            self._refresh()

    def _refresh(self) -> None:
        """Give all actions the keys that are theirs now."""
        for name, keys in self._wanted().items():
            if keys != self.keys(name):
                self._now[name] = keys
                self._actions.set_keys(name, keys)
                self.changed.emit(name)

    def _wanted(self) -> dict[str, tuple[str, ...]]:
        """The keys of each action: Qt would do nothing at a key that two of them had.

        What was chosen goes before what is usual: a later version may have new usual keys.
        """
        # A name that this version does not know is kept for the one that does.
        chosen = {n: k for n, k in self._settings.shortcuts().items() if n in set(self._actions)}
        taken: set[str] = set()
        wanted = {}
        for name in (*chosen, *(name for name in self._actions if name not in chosen)):
            keys = map(portable, chosen[name]) if name in chosen else self.usual_keys(name)
            wanted[name] = tuple(key for key in dict.fromkeys(keys) if key and key not in taken)
            taken.update(wanted[name])
        return wanted
