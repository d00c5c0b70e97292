"""The pages of the settings dialog, in their order."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.folder_actions import FolderActions
from photoclip.gui.settings.data_page import DataPage
from photoclip.gui.settings.dialog import PageSpec
from photoclip.gui.settings.folders_page import FoldersPage
from photoclip.gui.settings.form_page import FormPage
from photoclip.gui.settings.keymap import Keymap
from photoclip.gui.settings.keys_page import KeysPage
from photoclip.gui.settings.rows import translated
from photoclip.gui.settings.text_pages import ModelsPage, PrivacyPage
from photoclip.settings import SECTIONS, Settings

_ICONS = {
    "look": "look",
    "photos": "photos",
    "search": "search",
    "indexing": "device",
    "models": "models",
    "folders": "folder",
    "keyboard": "keyboard",
    "privacy": "privacy",
    "data": "data",
}


def make_pages(
    settings: Settings,
    bridge: Bridge,
    actions: ActionSet,
    folder_actions: FolderActions,
    keymap: Keymap,
) -> list[PageSpec]:
    """Make all pages; those of the table's sections have their settings on them.

    Args:
        settings: Values of the settings.
        bridge: Reads what the pages show.
        actions: The window's; one of them opens the models.
        folder_actions: Adds and removes folders.
        keymap: The keys of all actions.
    """
    folders = FoldersPage(bridge)
    folders.add_requested.connect(folder_actions.add)
    folders.remove_requested.connect(folder_actions.remove)
    folder_actions.changed.connect(folders.enter)
    models = ModelsPage(bridge, settings)
    models.models_requested.connect(actions["models"].trigger)
    keys = KeysPage(keymap)
    own = {"privacy": PrivacyPage(bridge, settings), "data": DataPage(bridge, settings)}
    others = (
        ("models", QCoreApplication.translate("settings", "Models"), models),
        ("folders", QCoreApplication.translate("settings", "Folders"), folders),
        ("keyboard", QCoreApplication.translate("settings", "Keyboard"), keys),
    )
    pages = {key: PageSpec(key, title, _ICONS[key], page) for key, title, page in others}
    for key, title in SECTIONS:
        page = own.get(key) or FormPage(key, settings)
        pages[key] = PageSpec(key, translated(title), _ICONS[key], page)
    return [pages[key] for key in _ICONS]
