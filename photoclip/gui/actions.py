"""The table of actions; menus, context menus, tool buttons and tips are all built from it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from photoclip.gui.icons import icon

SEPARATOR = ""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that can be done.

    Attributes:
        id: Name in code and, later, in the user's own shortcuts.
        text: English text with its mnemonic.
        icon: Drawing in ``resources/icons``; empty for none.
        keys: Default keys, the one to show first.
        tip: English sentence for tooltip and status bar.
        checkable: True for a switch.
        icon_on: Drawing while the switch is on; empty for the same one.
    """

    id: str
    text: str
    icon: str
    keys: tuple[str, ...]
    tip: str
    checkable: bool = False
    icon_on: str = ""


def _spec(
    name: str,
    text: object,
    icon: str,
    keys: str,
    tip: object,
    *,
    checkable: bool = False,
    icon_on: str = "",
) -> ActionSpec:
    """A row of the table; the markers for translation are typed as bare objects."""
    return ActionSpec(name, str(text), icon, tuple(keys.split()), str(tip), checkable, icon_on)


# fmt: off
ACTIONS: tuple[ActionSpec, ...] = (
    _spec("add_folder", QT_TRANSLATE_NOOP("actions", "&Add folder…"), "add-folder", "Ctrl+O",
          QT_TRANSLATE_NOOP("actions", "Add a folder of photos; its files are never changed")),
    _spec("rescan", QT_TRANSLATE_NOOP("actions", "&Rescan folders"), "rescan", "F5 Ctrl+R",
          QT_TRANSLATE_NOOP("actions", "Look for new and changed photos in all folders")),
    _spec("pause", QT_TRANSLATE_NOOP("actions", "&Pause indexing"), "pause", "",
          QT_TRANSLATE_NOOP("actions", "Hold indexing, or let it go on; nothing is lost"),
          checkable=True, icon_on="resume"),
    _spec("stop", QT_TRANSLATE_NOOP("actions", "&Stop indexing"), "clear", "",
          QT_TRANSLATE_NOOP("actions", "Stop indexing; Rescan goes on from there")),
    _spec("quit", QT_TRANSLATE_NOOP("actions", "&Quit"), "quit", "Ctrl+Q",
          QT_TRANSLATE_NOOP("actions", "Close PhotoClip")),
    _spec("find", QT_TRANSLATE_NOOP("actions", "&Find"), "search", "Ctrl+F Ctrl+L /",
          QT_TRANSLATE_NOOP("actions", "Describe the photo you look for")),
    _spec("all_photos", QT_TRANSLATE_NOOP("actions", "Show &all photos"), "zoom-reset", "Esc",
          QT_TRANSLATE_NOOP("actions", "Leave the search and show all photos, newest first")),
    _spec("select_all", QT_TRANSLATE_NOOP("actions", "Select &all"), "", "Ctrl+A",
          QT_TRANSLATE_NOOP("actions", "Select every photo shown")),
    _spec("select_none", QT_TRANSLATE_NOOP("actions", "Select &none"), "", "Ctrl+D",
          QT_TRANSLATE_NOOP("actions", "Select nothing")),
    _spec("copy_path", QT_TRANSLATE_NOOP("actions", "&Copy path"), "copy", "Ctrl+Shift+C",
          QT_TRANSLATE_NOOP("actions", "Copy the paths of the selected photos")),
    _spec("open", QT_TRANSLATE_NOOP("actions", "&Open"), "open", "",
          QT_TRANSLATE_NOOP("actions", "Show the whole picture (Enter)")),
    _spec("similar", QT_TRANSLATE_NOOP("actions", "&Similar photos"), "similar", "Ctrl+Shift+F",
          QT_TRANSLATE_NOOP("actions", "Find photos that look like this one")),
    _spec("show_in_folder", QT_TRANSLATE_NOOP("actions", "Show in &folder"), "folder-open",
          "Ctrl+Shift+E",
          QT_TRANSLATE_NOOP("actions", "Open the photo's folder in the file manager")),
    _spec("show_hidden", QT_TRANSLATE_NOOP("actions", "Show &hidden results"), "hidden", "Ctrl+H",
          QT_TRANSLATE_NOOP("actions", "Also list photos that hardly fit the description"),
          checkable=True),
    _spec("zoom_in", QT_TRANSLATE_NOOP("actions", "Zoom &in"), "zoom-in", "Ctrl++ Ctrl+=",
          QT_TRANSLATE_NOOP("actions", "Larger pictures (Ctrl and mouse wheel)")),
    _spec("zoom_out", QT_TRANSLATE_NOOP("actions", "Zoom &out"), "zoom-out", "Ctrl+-",
          QT_TRANSLATE_NOOP("actions", "Smaller pictures (Ctrl and mouse wheel)")),
    _spec("zoom_reset", QT_TRANSLATE_NOOP("actions", "&Normal size"), "zoom-reset", "Ctrl+0",
          QT_TRANSLATE_NOOP("actions", "Pictures in their usual size")),
    _spec("sidebar", QT_TRANSLATE_NOOP("actions", "Folder &list"), "sidebar", "Ctrl+B",
          QT_TRANSLATE_NOOP("actions", "Show or hide the list of folders"), checkable=True),
    _spec("full_screen", QT_TRANSLATE_NOOP("actions", "F&ull screen"), "full-screen", "F11 F",
          QT_TRANSLATE_NOOP("actions", "Use the whole screen"), checkable=True),
    _spec("about", QT_TRANSLATE_NOOP("actions", "&About PhotoClip"), "about", "",
          QT_TRANSLATE_NOOP("actions", "Version and licences")),
)
# fmt: on

MENUS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("actions", "&File"),
        ("add_folder", "rescan", SEPARATOR, "pause", "stop", SEPARATOR, "quit"),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&Edit"),
        ("find", "all_photos", SEPARATOR, "select_all", "select_none", SEPARATOR, "copy_path"),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&View"),
        (
            *("zoom_in", "zoom_out", "zoom_reset", SEPARATOR, "show_hidden", SEPARATOR),
            *("sidebar", "full_screen"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&Photo"),
        ("open", "similar", SEPARATOR, "show_in_folder", "copy_path"),
    ),
    (QT_TRANSLATE_NOOP("actions", "&Help"), ("about",)),
)

PHOTO_MENU = ("open", "similar", SEPARATOR, "show_in_folder", "copy_path")

_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
}


def translated(text: object) -> str:
    """Text of the table in the user's language."""
    return QCoreApplication.translate("actions", str(text))


class ActionSet(QObject):
    """The actions of one window, made from :data:`ACTIONS`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._specs = {spec.id: spec for spec in ACTIONS}
        for spec in ACTIONS:
            self._actions[spec.id] = self._make(spec, window)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def tint(self, palette: QPalette) -> None:
        """Draw all icons in the palette's colours."""
        for name, action in self._actions.items():
            spec = self._specs[name]
            if spec.icon:
                action.setIcon(icon(spec.icon, palette, on=spec.icon_on))

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Add all menus."""
        for title, names in MENUS:
            self.fill_menu(bar.addMenu(translated(title)), names)

    def fill_menu(self, menu: QMenu, names: tuple[str, ...]) -> None:
        """Add actions to one menu."""
        for name in names:
            if name == SEPARATOR:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[name])

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(translated(spec.text), window)
        action.setObjectName(f"action-{spec.id}")
        action.setCheckable(spec.checkable)
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        tip = translated(spec.tip)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})" if shown else tip)
        action.setStatusTip(tip)
        window.addAction(action)
        return action
