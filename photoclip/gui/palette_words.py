"""Words by which people look for an action that is called otherwise."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_STARS: object = QT_TRANSLATE_NOOP("words", "rating rate favourite")
_SORT: object = QT_TRANSLATE_NOOP("words", "sort order arrange")
_ROTATE: object = QT_TRANSLATE_NOOP("words", "turn rotation orientation")
_KEYS: object = QT_TRANSLATE_NOOP("words", "hotkeys keys bindings")

# fmt: off
WORDS: dict[str, object] = {
    "add_folder": QT_TRANSLATE_NOOP("words", "import directory"),
    "rescan": QT_TRANSLATE_NOOP("words", "refresh reload update index"),
    "fine_detail": QT_TRANSLATE_NOOP("words", "crops details"),
    "train": QT_TRANSLATE_NOOP("words", "learn teach fine-tune people faces"),
    "pause": QT_TRANSLATE_NOOP("words", "resume wait"),
    "stop": QT_TRANSLATE_NOOP("words", "cancel abort"),
    "export_files": QT_TRANSLATE_NOOP("words", "share save"),
    "export_list": QT_TRANSLATE_NOOP("words", "csv json table"),
    "write_metadata": QT_TRANSLATE_NOOP("words", "xmp exif iptc sidecar save"),
    "duplicates": QT_TRANSLATE_NOOP("words", "double copies same"),
    "settings": QT_TRANSLATE_NOOP(
        "words", "preferences options configuration theme dark light night colours language "
        "english german battery cache backup data privacy speed"),
    "models": QT_TRANSLATE_NOOP("words", "download switch clip"),
    "quit": QT_TRANSLATE_NOOP("words", "exit close"),
    "find": QT_TRANSLATE_NOOP("words", "search filter"),
    "all_photos": QT_TRANSLATE_NOOP("words", "clear reset"),
    "undo": QT_TRANSLATE_NOOP("words", "back revert"),
    "redo": QT_TRANSLATE_NOOP("words", "repeat"),
    "shortcuts": _KEYS,
    "query_help": QT_TRANSLATE_NOOP("words", "manual syntax"),
    "leave_album": QT_TRANSLATE_NOOP("words", "remove"),
    "add_tag": QT_TRANSLATE_NOOP("words", "keyword label"),
    **dict.fromkeys((f"rate_{stars}" for stars in range(6)), _STARS),
    "edit_caption": QT_TRANSLATE_NOOP("words", "description title text comment"),
    "pick": QT_TRANSLATE_NOOP("words", "like flag accept"),
    "refuse": QT_TRANSLATE_NOOP("words", "reject flag dislike"),
    "rotate_left": _ROTATE,
    "rotate_right": _ROTATE,
    "copy_to": QT_TRANSLATE_NOOP("words", "save"),
    "open_with": QT_TRANSLATE_NOOP("words", "editor external"),
    "trash": QT_TRANSLATE_NOOP("words", "delete remove bin erase"),
    "slideshow": QT_TRANSLATE_NOOP("words", "presentation play"),
    "full_screen": QT_TRANSLATE_NOOP("words", "fullscreen maximise"),
    "show_on_map": QT_TRANSLATE_NOOP("words", "gps location place"),
    "show_in_folder": QT_TRANSLATE_NOOP("words", "reveal file manager explorer"),
    **dict.fromkeys(("sort_relevance", "sort_date", "sort_name", "sort_rating"), _SORT),
    **dict.fromkeys(("sort_folder", "sort_reverse"), _SORT),
    "stacks": QT_TRANSLATE_NOOP("words", "bursts series"),
    "jobs": QT_TRANSLATE_NOOP("words", "progress tasks unreadable errors"),
    "zoom_in": QT_TRANSLATE_NOOP("words", "bigger enlarge thumbnails"),
    "zoom_out": QT_TRANSLATE_NOOP("words", "smaller shrink thumbnails"),
    "sidebar": QT_TRANSLATE_NOOP("words", "sidebar panel"),
    "details": QT_TRANSLATE_NOOP("words", "inspector info information properties exif"),
    "about": QT_TRANSLATE_NOOP("words", "info version license"),
}
# fmt: on

ONLY_OWN = frozenset({"undo_metadata"})
"""Not found by the English name, with which another action is meant: undo."""


def search_words(name: str, english: str) -> str:
    """Words for an action, in the user's language and in English.

    Args:
        name: Its name in code.
        english: Its text in the table, by which those know it who used it in English.
    """
    words = str(WORDS.get(name, ""))
    own = QCoreApplication.translate("words", words) if words else ""
    known_as = "" if name in ONLY_OWN else english.replace("&", "").rstrip("…")
    return f"{own} {words} {known_as}".strip()
