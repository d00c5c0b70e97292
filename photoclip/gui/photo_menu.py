"""The context menu of photos, put together from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from photoclip.gui.action_table import MOVES, PHOTO_MENU, STARS
from photoclip.gui.actions import ActionSet

FLAGS = ("pick", "refuse", "unflag")


def photo_menu(actions: ActionSet, window: QWidget) -> QMenu:
    """A menu for the selected photos; it goes when it is closed.

    What only makes sense in an album stands on top, as long as one is shown. Its order, stars
    and flags have menus of their own: with all in one there would not be a letter for each.
    """
    menu = QMenu(window)
    if actions["leave_album"].isEnabled():
        actions.fill_menu(menu, ("leave_album",))
        _add(menu, actions, QCoreApplication.translate("PhotoMenu", "Move in the album"), MOVES)
        menu.addSeparator()
    place = PHOTO_MENU.index("edit_caption") + 1
    actions.fill_menu(menu, PHOTO_MENU[:place])
    _add(menu, actions, QCoreApplication.translate("PhotoMenu", "Stars"), STARS)
    _add(menu, actions, QCoreApplication.translate("PhotoMenu", "Flag"), FLAGS)
    actions.fill_menu(menu, PHOTO_MENU[place:])
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, actions: ActionSet, title: str, names: tuple[str, ...]) -> None:
    below = QMenu(title, menu)
    actions.fill_menu(below, names)
    menu.addMenu(below)
