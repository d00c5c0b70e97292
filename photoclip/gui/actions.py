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
_STARS = (
    (0, QT_TRANSLATE_NOOP("actions", "No stars"),
     QT_TRANSLATE_NOOP("actions", "Take the stars of the selected photos away")),
    (1, QT_TRANSLATE_NOOP("actions", "1 star"),
     QT_TRANSLATE_NOOP("actions", "Give the selected photos one star")),
    (2, QT_TRANSLATE_NOOP("actions", "2 stars"),
     QT_TRANSLATE_NOOP("actions", "Give the selected photos two stars")),
    (3, QT_TRANSLATE_NOOP("actions", "3 stars"),
     QT_TRANSLATE_NOOP("actions", "Give the selected photos three stars")),
    (4, QT_TRANSLATE_NOOP("actions", "4 stars"),
     QT_TRANSLATE_NOOP("actions", "Give the selected photos four stars")),
    (5, QT_TRANSLATE_NOOP("actions", "5 stars"),
     QT_TRANSLATE_NOOP("actions", "Give the selected photos five stars")),
)
ACTIONS: tuple[ActionSpec, ...] = (
    _spec("add_folder", QT_TRANSLATE_NOOP("actions", "&Add folder…"), "add-folder", "Ctrl+O",
          QT_TRANSLATE_NOOP("actions", "Add a folder of photos; its files are never changed")),
    _spec("rescan", QT_TRANSLATE_NOOP("actions", "&Rescan folders"), "rescan", "F5 Ctrl+R",
          QT_TRANSLATE_NOOP("actions", "Look for new and changed photos in all folders")),
    _spec("fine_detail", QT_TRANSLATE_NOOP("actions", "Find &small things too (fine detail)"),
          "", "",
          QT_TRANSLATE_NOOP("actions", "Look at parts of each photo as well: about seven times "
                            "the work, once; turning it off drops them"), checkable=True),
    _spec("train", QT_TRANSLATE_NOOP("actions", "&Train the search…"), "train", "Ctrl+Shift+T",
          QT_TRANSLATE_NOOP("actions", "Teach the search your people, places and words from the "
                            "captions of your photos")),
    _spec("pause", QT_TRANSLATE_NOOP("actions", "&Pause work"), "pause", "",
          QT_TRANSLATE_NOOP("actions", "Hold the work, or let it go on; nothing is lost"),
          checkable=True, icon_on="resume"),
    _spec("stop", QT_TRANSLATE_NOOP("actions", "&Stop work"), "clear", "",
          QT_TRANSLATE_NOOP("actions", "Stop the work in progress; Rescan goes on with indexing")),
    _spec("export_files", QT_TRANSLATE_NOOP("actions", "&Export copies…"), "export", "Ctrl+E",
          QT_TRANSLATE_NOOP("actions", "Copy the photos of this search to a folder")),
    _spec("export_list", QT_TRANSLATE_NOOP("actions", "Export a &list…"), "", "",
          QT_TRANSLATE_NOOP("actions", "Write a table of the photos of this search")),
    _spec("write_metadata", QT_TRANSLATE_NOOP("actions", "&Write metadata…"), "write", "",
          QT_TRANSLATE_NOOP("actions", "Write tags, captions and stars where other programs read")),
    _spec("undo_metadata", QT_TRANSLATE_NOOP("actions", "Undo the last writing"), "", "",
          QT_TRANSLATE_NOOP("actions", "Bring the metadata files back as they were before")),
    _spec("conflicts", QT_TRANSLATE_NOOP("actions", "Metadata &conflicts…"), "", "",
          QT_TRANSLATE_NOOP("actions", "Fields that were changed here and in the files")),
    _spec("duplicates", QT_TRANSLATE_NOOP("actions", "Find &duplicates…"), "duplicates", "",
          QT_TRANSLATE_NOOP("actions", "Find photos that show the same")),
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
    _spec("undo", QT_TRANSLATE_NOOP("actions", "&Undo"), "undo", "Ctrl+Z",
          QT_TRANSLATE_NOOP("actions", "Take back the last decision about tags")),
    _spec("query_help", QT_TRANSLATE_NOOP("actions", "&What can be asked"), "help", "F1",
          QT_TRANSLATE_NOOP("actions", "The fields and signs of the query language")),
    _spec("save_search", QT_TRANSLATE_NOOP("actions", "Save search as &album…"), "album-smart",
          "Ctrl+Shift+S",
          QT_TRANSLATE_NOOP("actions", "Keep this query as a smart album")),
    _spec("new_album", QT_TRANSLATE_NOOP("actions", "&New album…"), "album", "Ctrl+Shift+N",
          QT_TRANSLATE_NOOP("actions", "Make an album of the selected photos")),
    _spec("leave_album", QT_TRANSLATE_NOOP("actions", "Take out of the al&bum"), "remove",
          "Ctrl+Backspace",
          QT_TRANSLATE_NOOP("actions", "Take the selected photos out of the album on show")),
    _spec("album_first", QT_TRANSLATE_NOOP("actions", "Move to the f&ront of the album"), "",
          "Ctrl+Shift+Home",
          QT_TRANSLATE_NOOP("actions", "Put the selected photos first in the album on show")),
    _spec("album_earlier", QT_TRANSLATE_NOOP("actions", "Move &earlier in the album"), "",
          "Ctrl+Shift+Left",
          QT_TRANSLATE_NOOP("actions", "Move the selected photos one place to the front")),
    _spec("album_later", QT_TRANSLATE_NOOP("actions", "Move &later in the album"), "",
          "Ctrl+Shift+Right",
          QT_TRANSLATE_NOOP("actions", "Move the selected photos one place to the end")),
    _spec("add_tag", QT_TRANSLATE_NOOP("actions", "Add a &tag…"), "tag", "Ctrl+T",
          QT_TRANSLATE_NOOP("actions", "Give the selected photos a tag")),
    *(_spec(f"rate_{stars}", text, "", str(stars), tip) for stars, text, tip in _STARS),
    _spec("pick", QT_TRANSLATE_NOOP("actions", "&Picked"), "pick", "P",
          QT_TRANSLATE_NOOP("actions", "Flag the selected photos as picked")),
    _spec("refuse", QT_TRANSLATE_NOOP("actions", "&Refused"), "reject", "X",
          QT_TRANSLATE_NOOP("actions", "Flag the selected photos as refused")),
    _spec("unflag", QT_TRANSLATE_NOOP("actions", "No &flag"), "", "U",
          QT_TRANSLATE_NOOP("actions", "Take the flag of the selected photos away")),
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
    _spec("sidebar", QT_TRANSLATE_NOOP("actions", "&Side panel"), "sidebar", "Ctrl+B",
          QT_TRANSLATE_NOOP("actions", "Show or hide folders, albums and tags"), checkable=True),
    _spec("details", QT_TRANSLATE_NOOP("actions", "&Details"), "details", "Ctrl+I",
          QT_TRANSLATE_NOOP("actions", "Show or hide tags, stars and facts of selected photos"),
          checkable=True),
    _spec("full_screen", QT_TRANSLATE_NOOP("actions", "F&ull screen"), "full-screen", "F11 F",
          QT_TRANSLATE_NOOP("actions", "Use the whole screen"), checkable=True),
    _spec("about", QT_TRANSLATE_NOOP("actions", "&About PhotoClip"), "about", "",
          QT_TRANSLATE_NOOP("actions", "Version and licences")),
)
# fmt: on

IN_ALBUM = ("album_first", "album_earlier", "album_later", "leave_album")
"""Actions on photos of the album on show."""

STARS = tuple(f"rate_{stars}" for stars in range(5, -1, -1))

MENUS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("actions", "&File"),
        (
            *("add_folder", "rescan", "fine_detail", "train", SEPARATOR),
            *("pause", "stop", SEPARATOR),
            *("export_files", "export_list", SEPARATOR, "write_metadata", "undo_metadata"),
            *("conflicts", SEPARATOR, "quit"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&Edit"),
        (
            *("undo", SEPARATOR, "find", "all_photos", "save_search", SEPARATOR),
            *("select_all", "select_none", SEPARATOR, "copy_path"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&View"),
        (
            *("zoom_in", "zoom_out", "zoom_reset", SEPARATOR, "show_hidden", SEPARATOR),
            *("sidebar", "details", "full_screen"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&Photo"),
        (
            *("open", "similar", SEPARATOR, "add_tag", "new_album", SEPARATOR),
            *(*IN_ALBUM, SEPARATOR, *STARS, SEPARATOR),
            *("pick", "refuse", "unflag", SEPARATOR, "duplicates", SEPARATOR),
            *("show_in_folder", "copy_path"),
        ),
    ),
    (QT_TRANSLATE_NOOP("actions", "&Help"), ("query_help", SEPARATOR, "about")),
)

PHOTO_MENU = (
    *("open", "similar", SEPARATOR, "add_tag", "new_album", SEPARATOR),
    *("show_in_folder", "copy_path"),
)

ON_PHOTOS = frozenset(
    {"open", "similar", "show_in_folder", "copy_path", "add_tag", *STARS}
    | {"pick", "refuse", "unflag"}
)
"""Actions that need a selected photo."""

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
        self._view_menu = QMenu()
        self._pages_before = QAction()
        self._page_count = 0
        self._specs = {spec.id: spec for spec in ACTIONS}
        for spec in ACTIONS:
            self._actions[spec.id] = self._make(spec, window)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def photo_names(self) -> frozenset[str]:
        """Names of the actions that need a selected photo."""
        return ON_PHOTOS

    def tint(self, palette: QPalette) -> None:
        """Draw all icons in the palette's colours."""
        for name, action in self._actions.items():
            spec = self._specs[name]
            if spec.icon:
                action.setIcon(icon(spec.icon, palette, on=spec.icon_on))

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Add all menus."""
        for title, names in MENUS:
            menu = bar.addMenu(translated(title))
            self.fill_menu(menu, names)
            if "sidebar" in names:
                self._pages_before = menu.insertSeparator(menu.actions()[0])
                self._view_menu = menu

    def add_page(self, action: QAction) -> None:
        """Show the way to a page at the top of the View menu, once there is a choice."""
        self._view_menu.insertAction(self._pages_before, action)
        self._page_count += 1
        for shown in (*self._view_menu.actions()[: self._page_count], self._pages_before):
            shown.setVisible(self._page_count > 1)

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
