"""The panels around the photos: which there are, where they stand, and when they are seen."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QByteArray, QObject, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from photoclip.gui.actions import ActionSet
from photoclip.gui.details.panel import DetailsPanel
from photoclip.gui.jobs.panel import JobsPanel
from photoclip.gui.panels.albums import AlbumsPanel
from photoclip.gui.panels.dock import PanelDock
from photoclip.gui.panels.folders import FoldersPanel
from photoclip.gui.panels.tags import TagsPanel

LEFT = ("folders", "albums", "tags")
"""Panels that stand on the left at first; one switch shows and hides them together."""

ACTIONS = {
    **{name: f"panel_{name}" for name in LEFT},
    "details": "details",
    "jobs": "jobs",
}
"""The switch of each panel."""

LAYOUT_VERSION = 1
DIGEST = hashlib.sha256().digest_size
LEFT_EMS, DETAILS_EMS, JOBS_EMS = 16.0, 18.0, 15.0
"""First widths and height, in heights of a line."""


class Panels(QObject):
    """Puts docks around the middle of a window and decides which of them are seen.

    A panel is seen if it is wanted and there is a place for it; what is wanted is
    remembered by the window, where the panels stand by :meth:`layout`.

    Args:
        window: Has the photos in its middle.
        actions: The window's actions; those on panels are connected here.

    Signals:
        details_shown: the details panel was opened.
    """

    details_shown = Signal()

    def __init__(self, window: QMainWindow, actions: ActionSet) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._wanted = {"folders": True, "albums": True, "tags": True}
        self._wanted |= {"details": False, "jobs": False}
        self._left_wanted = True
        self._has_folders = True
        self._crowded = False
        self._viewing = False
        self._alone = False
        self._away = False
        self._default: QByteArray | None = None
        self._is_first_layout = True
        self.folders, self.albums, self.tags = FoldersPanel(), AlbumsPanel(), TagsPanel()
        self.details, self.jobs = DetailsPanel(), JobsPanel(actions)
        self.docks: dict[str, PanelDock] = {}
        for name, body, title in (
            ("folders", self.folders, self.tr("Folders")),
            ("albums", self.albums, self.tr("Albums")),
            ("tags", self.tags, self.tr("Tags")),
            ("details", self.details, self.tr("Details")),
            ("jobs", self.jobs, self.tr("Work")),
        ):
            dock = PanelDock(name, title, body, getattr(body, "add_button", None))
            dock.closed.connect(self._on_closed)
            self.docks[name] = dock
        self._place()
        for action in ACTIONS.values():
            actions[action].triggered.connect(self._on_switch)
        actions["sidebar"].triggered.connect(self.want_left)
        actions["next_panel"].triggered.connect(self._on_next)
        actions["previous_panel"].triggered.connect(self._on_previous)
        actions["reset_layout"].triggered.connect(self.reset)
        self._show()

    # --- places -----------------------------------------------------------------------
    def _place(self) -> None:
        """The first layout: folders, albums and tags on the left, details on the right."""
        window, area = self._window, Qt.DockWidgetArea
        window.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        )
        window.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
        for name, dock in self.docks.items():
            dock.setFloating(False)
            place = area.LeftDockWidgetArea
            if name == "details":
                place = area.RightDockWidgetArea
            elif name == "jobs":
                place = area.BottomDockWidgetArea
            window.addDockWidget(place, dock)
        self._share_out()
        self._is_first_layout = True

    def _share_out(self) -> None:
        """Give every panel of the first layout its part of the room."""
        window = self._window
        em = window.fontMetrics().height()
        left = [self.docks[name] for name in LEFT]
        side = Qt.Orientation.Horizontal
        window.resizeDocks([left[0]], [round(LEFT_EMS * em)], side)
        window.resizeDocks([self.docks["details"]], [round(DETAILS_EMS * em)], side)
        window.resizeDocks(left, [9 * em, 8 * em, 16 * em], Qt.Orientation.Vertical)
        window.resizeDocks([self.docks["jobs"]], [round(JOBS_EMS * em)], Qt.Orientation.Vertical)

    def layout(self) -> QByteArray:
        """Where the panels stand, for :meth:`restore`."""
        state = bytes(self._window.saveState(LAYOUT_VERSION).data())
        # Qt trusts what it reads, so a damaged file must be told before.
        return QByteArray(hashlib.sha256(state).digest() + state)

    def restore(self, layout: QByteArray | None) -> None:
        """Bring the panels to where they stood; the first layout where that cannot be read."""
        known = b"" if layout is None else bytes(layout.data())
        digest, state = known[:DIGEST], known[DIGEST:]
        sound = hashlib.sha256(state).digest() == digest
        self._is_first_layout = False
        if not sound or not self._window.restoreState(QByteArray(state), LAYOUT_VERSION):
            self._place()
        self._show()

    @Slot()
    def lift(self) -> None:
        """Bring floating panels above the window, once it is there itself."""
        if self._is_first_layout:
            # Before the window has its size, parts of the room mean little.
            self._is_first_layout = False
            self._share_out()
        for dock in self.docks.values():
            if dock.isFloating() and not dock.isHidden():
                dock.hide()
                dock.show()

    @Slot()
    def reset(self) -> None:
        """Back to the first layout, with all panels of the left side."""
        for name, dock in self.docks.items():
            dock.fold(False)
            self._wanted[name] = name in LEFT or self._wanted[name]
        self._left_wanted = True
        self._place()
        self._show()

    # --- which are seen ---------------------------------------------------------------
    def want(self, name: str, wanted: bool) -> None:
        """Show a panel whenever there is a place for it, or not at all."""
        self._wanted[name] = wanted
        if wanted and name in LEFT:
            self._left_wanted = True
        self._show()
        if wanted and name == "details":
            self.details_shown.emit()

    def is_wanted(self, name: str) -> bool:
        """Whether a panel is open, or would be if there were a place for it."""
        return self._wanted[name]

    @Slot(bool)
    def want_left(self, wanted: bool) -> None:
        """Show those on the left whenever there is a place for them, or not at all."""
        self._left_wanted = wanted
        if wanted and not any(self._wanted[name] for name in LEFT):
            self._wanted |= dict.fromkeys(LEFT, True)
        self._show()

    @property
    def left_wanted(self) -> bool:
        """Whether those on the left are to be seen."""
        return self._left_wanted

    def set_has_folders(self, has_folders: bool) -> None:
        """Without a folder, or as if without, nothing stands around the welcome."""
        if has_folders != self._has_folders:
            self._has_folders = has_folders
            self._show()

    def set_crowded(self, crowded: bool) -> None:
        """In a narrow window those on the left give way to the details."""
        if crowded != self._crowded:
            self._crowded = crowded
            self._show()

    def set_viewing(self, viewing: bool, *, alone: bool) -> None:
        """Beside one large photo only details and work are seen, on the full screen nothing."""
        self._viewing, self._alone = viewing, alone
        self._show()

    def set_away(self, away: bool) -> None:
        """While another page is in front, floating panels of this one are not seen."""
        self._away = away
        self._show()

    def _show(self) -> None:
        crowded = self._crowded and self._wanted["details"]
        for name, dock in self.docks.items():
            apart = self._away and dock.isFloating()
            seen = self._wanted[name] and not self._alone and not apart
            if name in LEFT:
                seen = seen and self._left_wanted and not crowded and not self._viewing
            if name != "jobs":
                seen = seen and self._has_folders
            if dock.isHidden() == seen:
                dock.setVisible(seen)
            self._actions[ACTIONS[name]].setChecked(self._wanted[name])
        self._actions["sidebar"].setChecked(self._left_wanted)

    def show(self, name: str) -> None:
        """Open a panel and bring it to the front of those it shares its place with."""
        self.want(name, True)
        self.docks[name].raise_()

    @Slot(bool)
    def _on_switch(self, wanted: bool) -> None:
        name = self.sender().objectName().removeprefix("action-")
        name = next(panel for panel, action in ACTIONS.items() if action == name)
        if wanted:
            self.show(name)
        else:
            self.want(name, False)

    @Slot(str)
    def _on_closed(self, name: str) -> None:
        self._wanted[name] = False
        if name in LEFT and not any(self._wanted[left] for left in LEFT):
            self._left_wanted = False
        self._show()

    # --- keyboard ---------------------------------------------------------------------
    @Slot()
    def _on_next(self) -> None:
        self._step(1)

    @Slot()
    def _on_previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        """Go with the keyboard to the next panel that is seen, the middle among them."""
        stops = self.stops()
        if not stops:
            return
        focus = QApplication.focusWidget()
        here = [place for place, stop in enumerate(stops) if _holds(stop, focus)]
        start = here[0] if here else -by
        stop = stops[(start + by) % len(stops)]
        if isinstance(stop, PanelDock):
            stop.raise_()
            stop.activateWindow()
        _enter(stop)

    def stops(self) -> list[QWidget]:
        """What F6 visits, in its order."""
        docks = [self.docks[name] for name in (*LEFT, "details", "jobs")]
        seen: list[QWidget] = [dock for dock in docks if not dock.isHidden()]
        left = sum(not self.docks[name].isHidden() for name in LEFT)
        middle, top = self._window.centralWidget(), self._window.menuWidget()
        if middle is not None:
            seen.insert(left, middle)
        if top is not None and top.isVisible():
            seen.insert(0, top)
        return seen

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        for part in (self.folders, self.albums, self.tags, self.details, self.jobs):
            part.tint(palette)
        for dock in self.docks.values():
            dock.tint(palette)


def _holds(widget: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (widget is focus or widget.isAncestorOf(focus))


def _enter(stop: QWidget) -> None:
    """Give the keyboard to the first widget of a panel that takes it."""
    inner = stop.body if isinstance(stop, PanelDock) and not stop.is_folded else stop
    focus = QWidget.focusWidget(inner)
    reason = Qt.FocusReason.ShortcutFocusReason
    if focus is not None and focus.isVisible() and focus.isEnabled():
        focus.setFocus(reason)
        return
    for child in (inner, *inner.findChildren(QWidget)):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
            child.setFocus(reason)
            return
    if isinstance(stop, PanelDock):
        stop.title_bar.heading.setFocus(reason)
