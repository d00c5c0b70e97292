"""The table of actions: what can be done, its words, its drawing and its keys, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP

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
    _spec("fine_detail", QT_TRANSLATE_NOOP("actions", "Find small thin&gs too (fine detail)"),
          "", "",
          QT_TRANSLATE_NOOP("actions", "Look at parts of each photo as well: about seven times "
                            "the work, once; turning it off drops them"), checkable=True),
    _spec("train", QT_TRANSLATE_NOOP("actions", "&Train the search…"), "train", "Ctrl+Shift+T",
          QT_TRANSLATE_NOOP("actions", "Teach the search your people, places and words from the "
                            "captions of your photos")),
    _spec("pause", QT_TRANSLATE_NOOP("actions", "&Pause work"), "pause", "",
          QT_TRANSLATE_NOOP("actions", "Hold the work, or let it go on; nothing is lost"),
          checkable=True, icon_on="resume"),
    _spec("stop", QT_TRANSLATE_NOOP("actions", "St&op work"), "clear", "",
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
    _spec("duplicates", QT_TRANSLATE_NOOP("actions", "Find d&uplicates…"), "duplicates", "",
          QT_TRANSLATE_NOOP("actions", "Find photos that show the same")),
    _spec("settings", QT_TRANSLATE_NOOP("actions", "&Settings…"), "settings", "Ctrl+,",
          QT_TRANSLATE_NOOP("actions", "Look, indexing, privacy, keys and the place of the data")),
    _spec("models", QT_TRANSLATE_NOOP("actions", "&Models…"), "models", "",
          QT_TRANSLATE_NOOP("actions", "See which models can search, and get stronger ones")),
    _spec("quit", QT_TRANSLATE_NOOP("actions", "&Quit"), "quit", "Ctrl+Q",
          QT_TRANSLATE_NOOP("actions", "Close PhotoClip")),
    _spec("find", QT_TRANSLATE_NOOP("actions", "&Find"), "search", "Ctrl+F Ctrl+L /",
          QT_TRANSLATE_NOOP("actions", "Describe the photo you look for")),
    _spec("search_from_photo", QT_TRANSLATE_NOOP("actions", "Search from t&his photo and words"),
          "search-photo", "Ctrl+Shift+L",
          QT_TRANSLATE_NOOP("actions", "Start a query with this photo, to go on with words")),
    _spec("palette", QT_TRANSLATE_NOOP("actions", "C&ommand palette…"), "palette", "Ctrl+Shift+P",
          QT_TRANSLATE_NOOP("actions", "Find any action by its name")),
    _spec("all_photos", QT_TRANSLATE_NOOP("actions", "Show &all photos"), "zoom-reset", "Esc",
          QT_TRANSLATE_NOOP("actions", "Leave the search for all photos, or a stack for where it "
                            "was opened")),
    _spec("select_all", QT_TRANSLATE_NOOP("actions", "S&elect all"), "", "Ctrl+A",
          QT_TRANSLATE_NOOP("actions", "Select every photo shown")),
    _spec("select_none", QT_TRANSLATE_NOOP("actions", "Select &none"), "", "Ctrl+D",
          QT_TRANSLATE_NOOP("actions", "Select nothing")),
    _spec("select_invert", QT_TRANSLATE_NOOP("actions", "&Invert selection"), "", "Ctrl+Shift+I",
          QT_TRANSLATE_NOOP("actions", "Select the photos that are not selected, and no others")),
    _spec("undo", QT_TRANSLATE_NOOP("actions", "&Undo"), "undo", "Ctrl+Z",
          QT_TRANSLATE_NOOP("actions", "Take back the last change")),
    _spec("redo", QT_TRANSLATE_NOOP("actions", "&Redo"), "redo", "Ctrl+Shift+Z Ctrl+Y",
          QT_TRANSLATE_NOOP("actions", "Do again what was taken back")),
    _spec("shortcuts", QT_TRANSLATE_NOOP("actions", "&Keyboard shortcuts"), "keyboard", "?",
          QT_TRANSLATE_NOOP("actions", "All keys at a glance")),
    _spec("welcome", QT_TRANSLATE_NOOP("actions", "W&elcome…"), "welcome", "",
          QT_TRANSLATE_NOOP("actions", "The pages of the first start: folders, model, manner of "
                            "indexing")),
    _spec("query_help", QT_TRANSLATE_NOOP("actions", "&What can be asked"), "help", "F1",
          QT_TRANSLATE_NOOP("actions", "The fields and signs of the query language")),
    _spec("save_search", QT_TRANSLATE_NOOP("actions", "Sa&ve search as album…"), "album-smart",
          "Ctrl+Shift+S",
          QT_TRANSLATE_NOOP("actions", "Keep this query as a smart album")),
    _spec("new_album", QT_TRANSLATE_NOOP("actions", "&New album…"), "album", "Ctrl+Shift+N",
          QT_TRANSLATE_NOOP("actions", "Make an album of the selected photos")),
    _spec("leave_album", QT_TRANSLATE_NOOP("actions", "Take o&ut of the album"), "remove",
          "Ctrl+Shift+Backspace",
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
    _spec("album_last", QT_TRANSLATE_NOOP("actions", "Move to the en&d of the album"), "",
          "Ctrl+Shift+End",
          QT_TRANSLATE_NOOP("actions", "Put the selected photos last in the album on show")),
    _spec("add_tag", QT_TRANSLATE_NOOP("actions", "Add a &tag…"), "tag", "T Ctrl+T",
          QT_TRANSLATE_NOOP("actions", "Give the selected photos a tag")),
    *(_spec(f"rate_{stars}", text, "", str(stars), tip) for stars, text, tip in _STARS),
    _spec("edit_caption", QT_TRANSLATE_NOOP("actions", "Ed&it the caption"),
          "caption", "Ctrl+Shift+D",
          QT_TRANSLATE_NOOP("actions", "Say what is on the photo")),
    _spec("add_to_album", QT_TRANSLATE_NOOP("actions", "Add to al&bum…"),
          "album-add", "Ctrl+Shift+A",
          QT_TRANSLATE_NOOP("actions", "Put the selected photos into an album")),
    _spec("pick", QT_TRANSLATE_NOOP("actions", "&Picked"), "pick", "P",
          QT_TRANSLATE_NOOP("actions", "Flag the selected photos as picked")),
    _spec("refuse", QT_TRANSLATE_NOOP("actions", "&Refused"), "reject", "X",
          QT_TRANSLATE_NOOP("actions", "Flag the selected photos as refused")),
    _spec("unflag", QT_TRANSLATE_NOOP("actions", "No &flag"), "", "U",
          QT_TRANSLATE_NOOP("actions", "Take the flag of the selected photos away")),
    _spec("rotate_left", QT_TRANSLATE_NOOP("actions", "Rotate &left"), "rotate-left", "Ctrl+[",
          QT_TRANSLATE_NOOP("actions", "Turn the selected photos to the left; their files are "
                            "not changed")),
    _spec("rotate_right", QT_TRANSLATE_NOOP("actions", "Rotate &right"), "rotate-right", "Ctrl+]",
          QT_TRANSLATE_NOOP("actions", "Turn the selected photos to the right; their files are "
                            "not changed")),
    _spec("copy", QT_TRANSLATE_NOOP("actions", "&Copy"), "copy", "Ctrl+C",
          QT_TRANSLATE_NOOP("actions", "Copy the selected photos, for a file manager or another "
                            "program")),
    _spec("copy_to", QT_TRANSLATE_NOOP("actions", "Copy to fol&der…"), "copy-to", "Ctrl+Shift+X",
          QT_TRANSLATE_NOOP("actions", "Copy the files of the selected photos to a folder")),
    _spec("list_selected", QT_TRANSLATE_NOOP("actions", "List of the selection…"), "", "",
          QT_TRANSLATE_NOOP("actions", "Write a table of the selected photos")),
    _spec("open_with", QT_TRANSLATE_NOOP("actions", "Open &with…"), "open-with", "Ctrl+Shift+O",
          QT_TRANSLATE_NOOP("actions", "Open the selected photos in another program")),
    _spec("rename", QT_TRANSLATE_NOOP("actions", "R&ename…"), "rename", "F2",
          QT_TRANSLATE_NOOP("actions", "Give the file of this photo another name")),
    _spec("trash", QT_TRANSLATE_NOOP("actions", "Mo&ve to the trash…"), "trash", "Del",
          QT_TRANSLATE_NOOP("actions", "Move the selected photos, and no others, to the "
                            "system's trash")),
    _spec("copy_path", QT_TRANSLATE_NOOP("actions", "Copy &path"), "copy", "Ctrl+Shift+C",
          QT_TRANSLATE_NOOP("actions", "Copy the paths of the selected photos")),
    _spec("open", QT_TRANSLATE_NOOP("actions", "&Open"), "open", "",
          QT_TRANSLATE_NOOP("actions", "Show the whole picture (Enter)")),
    _spec("compare", QT_TRANSLATE_NOOP("actions", "Comp&are"), "compare", "C",
          QT_TRANSLATE_NOOP("actions", "See two to four selected photos side by side")),
    _spec("slideshow", QT_TRANSLATE_NOOP("actions", "S&lideshow"), "slideshow", "F8",
          QT_TRANSLATE_NOOP("actions", "Show one photo after the other")),
    _spec("show_on_map", QT_TRANSLATE_NOOP("actions", "Show on a &map"), "map", "",
          QT_TRANSLATE_NOOP("actions", "Open the place of this photo in the browser: its "
                            "coordinates leave this computer then")),
    _spec("similar", QT_TRANSLATE_NOOP("actions", "&Similar photos"), "similar", "Ctrl+Shift+F",
          QT_TRANSLATE_NOOP("actions", "Find photos that look like this one")),
    _spec("show_in_folder", QT_TRANSLATE_NOOP("actions", "Show in &folder"), "folder-open",
          "Ctrl+Shift+E",
          QT_TRANSLATE_NOOP("actions", "Open the photo's folder in the file manager")),
    _spec("show_hidden", QT_TRANSLATE_NOOP("actions", "Show &hidden results"), "hidden", "Ctrl+H",
          QT_TRANSLATE_NOOP("actions", "Also list photos that hardly fit the description"),
          checkable=True),
    _spec("sort_relevance", QT_TRANSLATE_NOOP("actions", "By &relevance"), "", "",
          QT_TRANSLATE_NOOP("actions", "Best matches first"), checkable=True),
    _spec("sort_date", QT_TRANSLATE_NOOP("actions", "By &date"), "", "",
          QT_TRANSLATE_NOOP("actions", "Order by the time of the photo"), checkable=True),
    _spec("sort_name", QT_TRANSLATE_NOOP("actions", "By &name"), "", "",
          QT_TRANSLATE_NOOP("actions", "Order by file name"), checkable=True),
    _spec("sort_rating", QT_TRANSLATE_NOOP("actions", "By &stars"), "", "",
          QT_TRANSLATE_NOOP("actions", "Order by stars"), checkable=True),
    _spec("sort_folder", QT_TRANSLATE_NOOP("actions", "By &folder"), "", "",
          QT_TRANSLATE_NOOP("actions", "Order by folder and name"), checkable=True),
    _spec("sort_reverse", QT_TRANSLATE_NOOP("actions", "Re&verse order"),
          "sort-reverse", "Ctrl+Shift+R",
          QT_TRANSLATE_NOOP("actions", "Turn the order round"), checkable=True),
    _spec("group_none", QT_TRANSLATE_NOOP("actions", "No &groups"), "", "",
          QT_TRANSLATE_NOOP("actions", "One run of photos"), checkable=True),
    _spec("group_day", QT_TRANSLATE_NOOP("actions", "Group by da&y"), "", "",
          QT_TRANSLATE_NOOP("actions", "A heading for each day"), checkable=True),
    _spec("group_month", QT_TRANSLATE_NOOP("actions", "Group by &month"), "", "",
          QT_TRANSLATE_NOOP("actions", "A heading for each month"), checkable=True),
    _spec("group_folder", QT_TRANSLATE_NOOP("actions", "Group by f&older"), "", "",
          QT_TRANSLATE_NOOP("actions", "A heading for each folder"), checkable=True),
    _spec("stacks", QT_TRANSLATE_NOOP("actions", "Stac&ks as one"), "stack", "Ctrl+G",
          QT_TRANSLATE_NOOP("actions", "Show RAW and JPEG of one shot, and near copies, as one "
                            "photo"),
          checkable=True),
    _spec("open_stack", QT_TRANSLATE_NOOP("actions", "Open the stac&k"), "stack", "Ctrl+Shift+G",
          QT_TRANSLATE_NOOP("actions", "Show the photos of the selected stacks one by one")),
    _spec("filmstrip", QT_TRANSLATE_NOOP("actions", "Fil&mstrip"), "filmstrip", "Ctrl+Shift+B",
          QT_TRANSLATE_NOOP("actions", "Show or hide the row of pictures below the photo"),
          checkable=True),
    _spec("jobs", QT_TRANSLATE_NOOP("actions", "&Work"), "jobs", "Ctrl+J",
          QT_TRANSLATE_NOOP("actions", "Show or hide what is being done, and what failed"),
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
    _spec("panel_folders", QT_TRANSLATE_NOOP("actions", "&Folders"), "folder", "",
          QT_TRANSLATE_NOOP("actions", "Show or hide the panel of folders"), checkable=True),
    _spec("panel_albums", QT_TRANSLATE_NOOP("actions", "&Albums"), "album", "",
          QT_TRANSLATE_NOOP("actions", "Show or hide the panel of albums"), checkable=True),
    _spec("panel_tags", QT_TRANSLATE_NOOP("actions", "&Tags"), "tag", "",
          QT_TRANSLATE_NOOP("actions", "Show or hide the panel of tags"), checkable=True),
    _spec("next_panel", QT_TRANSLATE_NOOP("actions", "&Next panel"), "", "F6",
          QT_TRANSLATE_NOOP("actions", "Go with the keyboard to the next panel")),
    _spec("previous_panel", QT_TRANSLATE_NOOP("actions", "&Previous panel"), "", "Shift+F6",
          QT_TRANSLATE_NOOP("actions", "Go with the keyboard to the panel before")),
    _spec("reset_layout", QT_TRANSLATE_NOOP("actions", "&Reset layout"), "reset-layout", "",
          QT_TRANSLATE_NOOP("actions", "Put all panels back to where they stood at first")),
    _spec("full_screen", QT_TRANSLATE_NOOP("actions", "F&ull screen"), "full-screen", "F11 F",
          QT_TRANSLATE_NOOP("actions", "Use the whole screen"), checkable=True),
    _spec("about", QT_TRANSLATE_NOOP("actions", "&About PhotoClip"), "about", "",
          QT_TRANSLATE_NOOP("actions", "Version and licences")),
)
# fmt: on

IN_ALBUM = ("album_first", "album_earlier", "album_later", "album_last", "leave_album")
"""Actions on photos of the album on show."""

MOVES = ("album_first", "album_earlier", "album_later", "album_last")
"""Those of them that change its order."""

STARS = tuple(f"rate_{stars}" for stars in range(5, -1, -1))

SORTS = tuple(f"sort_{key}" for key in ("relevance", "date", "name", "rating", "folder"))
GROUPS = tuple(f"group_{key}" for key in ("none", "day", "month", "folder"))

ARRANGE: object = QT_TRANSLATE_NOOP("actions", "Arran&ge")
"""Title of the menu of orders and groups, a part of View."""

ARRANGE_MENU = (*SORTS, SEPARATOR, "sort_reverse", SEPARATOR, *GROUPS, SEPARATOR, "stacks")

PANELS: object = QT_TRANSLATE_NOOP("actions", "&Panels")
"""Title of the menu of panels, a part of View."""

PANELS_MENU = (
    *("panel_folders", "panel_albums", "panel_tags", "details", "jobs", SEPARATOR),
    *("next_panel", "previous_panel", SEPARATOR, "reset_layout"),
)

SUBMENUS: dict[str, tuple[object, tuple[str, ...]]] = {
    "menu:in_album": (QT_TRANSLATE_NOOP("actions", "In t&he album"), IN_ALBUM),
    "menu:stars": (QT_TRANSLATE_NOOP("actions", "St&ars"), STARS),
    "menu:flags": (QT_TRANSLATE_NOOP("actions", "Fla&g"), ("pick", "refuse", "unflag")),
}
"""Menus inside of menus: their titles and actions."""

MENUS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("actions", "&File"),
        (
            *("add_folder", "rescan", "fine_detail", SEPARATOR, "models", "train", SEPARATOR),
            *("pause", "stop", SEPARATOR),
            *("export_files", "export_list", SEPARATOR, "write_metadata", "undo_metadata"),
            *("conflicts", SEPARATOR, "settings", SEPARATOR, "quit"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&Edit"),
        (
            *("undo", "redo", SEPARATOR, "find", "search_from_photo", "all_photos"),
            *("save_search", SEPARATOR, "select_all", "select_none", "select_invert", SEPARATOR),
            *("copy", "copy_path", SEPARATOR, "palette"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&View"),
        (
            *("zoom_in", "zoom_out", "zoom_reset", SEPARATOR, "show_hidden", SEPARATOR),
            *("sidebar", "details", "jobs", "filmstrip", SEPARATOR),
            *("slideshow", "compare", "full_screen"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&Photo"),
        (
            *("open", "open_stack", "similar", SEPARATOR, "add_tag", "edit_caption", SEPARATOR),
            *("menu:stars", "menu:flags", SEPARATOR),
            *("add_to_album", "new_album", "menu:in_album", SEPARATOR),
            *("rotate_left", "rotate_right", SEPARATOR),
            *("copy_to", "list_selected", "open_with", "show_in_folder", "show_on_map", SEPARATOR),
            *("rename", "trash", SEPARATOR, "duplicates"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("actions", "&Help"),
        ("query_help", "shortcuts", "welcome", SEPARATOR, "about"),
    ),
)

PHOTO_MENU = (
    *("open", "open_with", "show_in_folder", "open_stack", SEPARATOR),
    *("similar", "search_from_photo", "compare", SEPARATOR),
    *("add_tag", "edit_caption", "add_to_album", "new_album", SEPARATOR),
    *("rotate_left", "rotate_right", SEPARATOR),
    *("copy", "copy_path", "copy_to", "list_selected", SEPARATOR),
    *("show_on_map", "rename", "trash"),
)
"""The context menu of photos; the stars and flags stand in a menu of their own there."""

ON_PHOTOS = frozenset(
    {"open", "similar", "search_from_photo", "show_in_folder", "open_with", "show_on_map"}
    | {"copy", "copy_path", "copy_to", "list_selected", "rename", "trash", "compare"}
    | {"add_tag", "edit_caption", "add_to_album", "rotate_left", "rotate_right", *STARS}
    | {"pick", "refuse", "unflag"}
)
"""Actions that need a selected photo."""
