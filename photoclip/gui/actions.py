"""The actions of a window, made from the table; menus, tool buttons and tips come from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from photoclip.gui.action_table import (
    ACTIONS,
    MENUS,
    ON_PHOTOS,
    PANELS,
    PANELS_MENU,
    SEPARATOR,
    SUBMENUS,
    ActionSpec,
)
from photoclip.gui.icons import icon

PAGE = "page_"
"""Names of the actions that show pages begin like this."""

_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
    "settings": QAction.MenuRole.PreferencesRole,
}


def translated(text: object) -> str:
    """Text of the table in the user's language."""
    return QCoreApplication.translate("actions", str(text))


class ActionSet(QObject):
    """The actions of one window, made from :data:`ACTIONS`.

    Signals:
        page_added: name of an action that came later, to a page.
    """

    page_added = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._view_menu = QMenu()
        self._pages_before = QAction()
        self._page_count = 0
        self._specs = {spec.id: spec for spec in ACTIONS}
        for spec in ACTIONS:
            self._actions[spec.id] = self._make(spec, window)
            self.set_keys(spec.id, spec.keys)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        """Names of all actions, those of the table in its order, pages behind."""
        return iter(self._actions)

    def spec(self, name: str) -> ActionSpec:
        """The row of the table that an action was made from."""
        return self._specs[name]

    def set_keys(self, name: str, keys: Sequence[str]) -> None:
        """Have an action answer to these keys and no others; its tip says the first one."""
        action = self._actions[name]
        action.setShortcuts([QKeySequence(key) for key in keys])
        tip = translated(self._specs[name].tip)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})" if shown else tip)

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
                panels = QMenu(translated(PANELS), menu)
                self.fill_menu(panels, PANELS_MENU)
                menu.insertMenu(self._actions["filmstrip"], panels)

    def add_page(self, action: QAction) -> None:
        """Show the way to a page at the top of the View menu, once there is a choice."""
        self._view_menu.insertAction(self._pages_before, action)
        self._page_count += 1
        name = PAGE + str(action.data())
        keys = tuple(key.toString() for key in action.shortcuts())
        self._actions[name] = action
        self._specs[name] = ActionSpec(name, action.text(), "", keys, action.text(), True)
        self.page_added.emit(name)
        for shown in (*self._view_menu.actions()[: self._page_count], self._pages_before):
            shown.setVisible(self._page_count > 1)

    def fill_menu(self, menu: QMenu, names: tuple[str, ...]) -> None:
        """Add actions to one menu."""
        for name in names:
            if name == SEPARATOR:
                menu.addSeparator()
            elif name in SUBMENUS:
                title, below = SUBMENUS[name]
                self.fill_menu(menu.addMenu(translated(title)), below)
            else:
                menu.addAction(self._actions[name])

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(translated(spec.text), window)
        action.setObjectName(f"action-{spec.id}")
        action.setCheckable(spec.checkable)
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setStatusTip(translated(spec.tip))
        window.addAction(action)
        return action
