"""The actions of a window, made from the table; menus, tool buttons and tips come from them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from photoclip.gui.action_table import ACTIONS, MENUS, ON_PHOTOS, SEPARATOR, ActionSpec
from photoclip.gui.icons import icon

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
