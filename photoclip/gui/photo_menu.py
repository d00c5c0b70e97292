"""The context menu of photos, put together from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from photoclip.gui.action_table import IN_ALBUM, PHOTO_MENU, SEPARATOR, STARS
from photoclip.gui.actions import ActionSet

FLAGS = ("pick", "refuse", "unflag")


def photo_menu(actions: ActionSet, window: QWidget) -> QMenu:
    """A menu for the selected photos; it goes when it is closed.

    What only makes sense in an album stands on top, as long as one is shown; stars and flags
    have menus of their own behind the tags.
    """
    menu = QMenu(window)
    if actions["leave_album"].isEnabled():
        actions.fill_menu(menu, (*IN_ALBUM, SEPARATOR))
    place = PHOTO_MENU.index("edit_caption") + 1
    actions.fill_menu(menu, PHOTO_MENU[:place])
    for title, names in (
        (QCoreApplication.translate("PhotoMenu", "Stars"), STARS),
        (QCoreApplication.translate("PhotoMenu", "Flag"), FLAGS),
    ):
        below = QMenu(title, menu)
        actions.fill_menu(below, names)
        menu.addMenu(below)
    actions.fill_menu(menu, PHOTO_MENU[place:])
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
