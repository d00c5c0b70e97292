"""Order, groups and stacks of the grid: the actions, their menus, and what is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from photoclip.gui.action_table import ARRANGE, ARRANGE_MENU, GROUPS, SORTS
from photoclip.gui.actions import ActionSet, translated
from photoclip.gui.query import text as query_text
from photoclip.gui.results import Results, ResultsState
from photoclip.settings import Settings, Value
from photoclip.views import Arrangement, Grouping, Sort

_AsSort = Literal["date", "name", "rating", "folder"]


class ArrangeActions(QObject):
    """Keeps the actions and what the grid shows in step.

    What is chosen for all photos is kept from one start to the next; a search begins with
    the best matches, and what is chosen there holds for the searches that follow.

    Args:
        results: What the grid shows.
        actions: The window's actions.
        settings: Where the order of all photos is kept.
    """

    def __init__(
        self, results: Results, actions: ActionSet, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._results = results
        self._actions = actions
        self._settings = settings
        self._best_first = actions["sort_relevance"].text()
        self._sorts = self._exclusive(SORTS)
        self._groups = self._exclusive(GROUPS)
        self._sorts.triggered.connect(self._on_sort)
        self._groups.triggered.connect(self._on_group)
        actions["sort_reverse"].triggered.connect(self._on_reverse)
        actions["stacks"].triggered.connect(self._on_stacks)
        kept = self._kept()
        results.set_arrangements(kept, Arrangement(stacks=kept.stacks))
        results.state_changed.connect(self.follow)
        self.follow(results.state)

    def _exclusive(self, names: tuple[str, ...]) -> QActionGroup:
        group = QActionGroup(self)
        for name in names:
            self._actions[name].setData(name.partition("_")[2])
            group.addAction(self._actions[name])
        return group

    def menu(self, parent: QWidget) -> QMenu:
        """A menu of all of them."""
        menu = QMenu(translated(ARRANGE), parent)
        self._actions.fill_menu(menu, ARRANGE_MENU)
        return menu

    # --- what is remembered -------------------------------------------------------------
    def _kept(self) -> Arrangement:
        return Arrangement(
            cast(_AsSort, self._settings.text("view.sort")),
            self._settings.flag("view.reverse"),
            cast(Grouping, self._settings.text("view.group")),
            self._settings.flag("view.stacks"),
        )

    def _keep(self, arrangement: Arrangement, *, order: bool) -> None:
        values: dict[str, Value] = {"view.stacks": arrangement.stacks}
        if order:
            values |= {
                "view.sort": arrangement.sort,
                "view.reverse": arrangement.reverse,
                "view.group": arrangement.group,
            }
        for key, value in values.items():
            if self._settings.get(key) != value:
                self._settings.set(key, value)

    # --- following ----------------------------------------------------------------------
    @Slot(object)
    def follow(self, state: ResultsState) -> None:
        """Check what is in force, and offer what makes sense."""
        arrangement, kind = state.request.arrangement, state.request.kind
        self._actions[f"sort_{arrangement.sort}"].setChecked(True)
        self._actions[f"group_{arrangement.group}"].setChecked(True)
        self._actions["sort_reverse"].setChecked(arrangement.reverse)
        self._actions["stacks"].setChecked(arrangement.stacks and kind != "ids")
        self._actions["sort_relevance"].setEnabled(kind != "all")
        in_album = bool(query_text.album_of(state.request.text))
        own, best = self.tr("In the album's &order"), self._best_first
        self._actions["sort_relevance"].setText(own if in_album else best)
        # What a stack holds is to be seen where it was opened.
        self._actions["stacks"].setEnabled(kind != "ids")

    # --- choosing -----------------------------------------------------------------------
    @property
    def _now(self) -> Arrangement:
        return self._results.state.request.arrangement

    def _choose(self, arrangement: Arrangement) -> None:
        kind = self._results.state.request.kind
        if kind != "ids":
            self._keep(arrangement, order=kind == "all")
        self._results.arrange(arrangement)

    @Slot(QAction)
    def _on_sort(self, action: QAction) -> None:
        # Another order begins the usual way round.
        sort = cast(Sort, action.data())
        reverse = self._now.reverse and sort == self._now.sort
        self._choose(replace(self._now, sort=sort, reverse=reverse))

    @Slot(QAction)
    def _on_group(self, action: QAction) -> None:
        self._choose(replace(self._now, group=cast(Grouping, action.data())))

    @Slot(bool)
    def _on_reverse(self, reverse: bool) -> None:
        self._choose(replace(self._now, reverse=reverse))

    @Slot(bool)
    def _on_stacks(self, stacks: bool) -> None:
        self._choose(replace(self._now, stacks=stacks))
