"""The page of data: where everything lies, how large it is, and moving it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from photoclip.gui.ask import Confirmation
from photoclip.gui.bridge import Bridge
from photoclip.gui.desktop import path_of, show_in_file_manager
from photoclip.gui.details.flow import FlowLayout
from photoclip.gui.fitting import breakable
from photoclip.gui.icons import icon
from photoclip.gui.question import Deed, Question
from photoclip.gui.settings.form_page import FormPage
from photoclip.gui.sizes import square
from photoclip.gui.texts import file_size
from photoclip.library import Library
from photoclip.library.data import Place
from photoclip.paths import display_path
from photoclip.settings import Settings


def read_data(library: Library) -> tuple[tuple[Place, ...], Path | None]:
    """Where things lie, and where the library shall go."""
    return library.data.places(), library.data.moving_to()


class _Lines(QWidget):
    """Buttons in as many lines as they need."""

    def __init__(self, *buttons: QPushButton) -> None:
        super().__init__()
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        for button in buttons:
            self._flow.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only the height that this width asks for: the page would keep that of the least width."""
        super().resizeEvent(event)
        self.setFixedHeight(self._flow.heightForWidth(self.width()))


class DataPage(FormPage):
    """Places with their sizes, and what can be done about them.

    Signals:
        told: what was done; undo never takes it back.
    """

    told = Signal(str, bool)

    def __init__(self, bridge: Bridge, settings: Settings) -> None:
        super().__init__("data", settings)
        self._places: tuple[Place, ...] = ()
        self._lines: dict[str, tuple[QLabel, QLabel, QToolButton]] = {}
        self.add_text(self.tr("Where it lies"), title=True, first=True)
        self.grid_widget = QWidget()
        self._grid = QGridLayout(self.grid_widget)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        for kind in ("library", "thumbnails", "backups", "models", "settings"):
            self._add_line(kind)
        self.add(self.grid_widget, first=True)
        self.moving = self.add_text("", first=True)
        self.add(self._buttons(), first=True)
        self.add_text(self.tr("How much room"), title=True, first=True)
        self._question = Question(bridge, read_data, self, slow=True)
        self._question.answered.connect(self._on_data)
        self._question.failed.connect(self.failed)
        self._connect_deeds(bridge)
        self._confirm = Confirmation(self, self._on_clear_confirmed)
        self._show_moving(None)

    def _connect_deeds(self, bridge: Bridge) -> None:
        self._clear = Deed(bridge, "data.clear_thumbnails", self)
        self._clear.done.connect(self._on_cleared)
        self._backup = Deed(bridge, "backup", self)
        self._backup.done.connect(self._on_backed_up)
        self._move = Deed(bridge, "data.move", self)
        self._move.done.connect(self._on_moving)
        self._stay = Deed(bridge, "data.stay", self)
        self._stay.done.connect(self._on_staying)
        for deed in (self._clear, self._backup, self._move, self._stay):
            deed.failed.connect(self.failed)

    def _buttons(self) -> QWidget:
        self.clear_button = QPushButton(self.tr("Clear thumbnails…"))
        self.backup_button = QPushButton(self.tr("Back up the catalog…"))
        self.move_button = QPushButton(self.tr("Move the library…"))
        self.stay_button = QPushButton(self.tr("Do not move it"))
        self.clear_button.clicked.connect(self._on_clear)
        self.backup_button.clicked.connect(self._on_backup)
        self.move_button.clicked.connect(self._on_move)
        self.stay_button.clicked.connect(self._on_stay)
        return _Lines(self.move_button, self.stay_button, self.backup_button, self.clear_button)

    def enter(self) -> None:
        """Look anew."""
        self._question.ask()

    # --- places -----------------------------------------------------------------------
    def _name(self, kind: str) -> str:
        return {
            "library": self.tr("Library"),
            "thumbnails": self.tr("Thumbnails"),
            "backups": self.tr("Backups"),
            "models": self.tr("Models"),
            "settings": self.tr("Settings"),
        }[kind]

    def _add_line(self, kind: str) -> None:
        where, size, button = QLabel(), QLabel(), QToolButton()
        where.setWordWrap(True)
        where.setTextInteractionFlags(where.textInteractionFlags().TextSelectableByMouse)
        where.setObjectName("quiet")
        text = self.tr("Show in folder: {name}").format(name=self._name(kind))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setIconSize(square(16))
        button.setIcon(icon("folder-open", self.palette()))
        button.setProperty("kind", kind)
        button.setEnabled(False)
        button.clicked.connect(self._on_show)
        row = self._grid.rowCount()
        for place, widget in enumerate((QLabel(self._name(kind)), where, size, button)):
            self._grid.addWidget(widget, row, place)
        self._lines[kind] = (where, size, button)

    @Slot(object)
    def _on_data(self, found: tuple[tuple[Place, ...], Path | None]) -> None:
        self._places, going = found
        for place in self._places:
            if place.kind in self._lines:
                where, size, button = self._lines[place.kind]
                where.setText(breakable(display_path(place.path)))
                size.setText(file_size(place.size))
                button.setEnabled(self._shown(place) is not None)
        self._show_moving(going)

    def _shown(self, place: Place) -> Path | None:
        """What the file manager can show of it: itself, or the folder that it will lie in."""
        return next((path for path in (place.path, place.path.parent) if path.exists()), None)

    @Slot()
    def _on_show(self) -> None:
        button = self.sender()
        kind = button.property("kind") if button is not None else ""
        for place in self._places:
            path = self._shown(place)
            if place.kind == kind and path is not None:
                show_in_file_manager(path)

    # --- thumbnails and backup --------------------------------------------------------
    @Slot()
    def _on_clear(self) -> None:
        self._confirm.ask(
            self.tr("Clear thumbnails"),
            self.tr("Delete all small pictures?"),
            self.tr("They are made anew as you look at your photos; until then it is slower."),
            self.tr("Delete them"),
            None,
        )

    @Slot(object)
    def _on_clear_confirmed(self, _nothing: object) -> None:
        self._clear.do()

    @Slot(object, object)
    def _on_cleared(self, freed: int, _about: object) -> None:
        text = self.tr("Thumbnails of {size} deleted.").format(size=file_size(freed))
        self.told.emit(text, False)
        self._question.ask()

    @Slot()
    def _on_backup(self) -> None:
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
        start = Path(places[0]) if places and Path(places[0]).is_dir() else Path.home()
        file = self.choose_file(start / f"photoclip-{date.today():%Y-%m-%d}.sqlite")
        if file is not None:
            self._backup.do(file)

    @Slot(object, object)
    def _on_backed_up(self, file: Path, _about: object) -> None:
        text = self.tr("The catalog was copied to {path}.").format(path=display_path(file))
        self.told.emit(text, False)

    def choose_file(self, start: Path) -> Path | None:
        """The system's dialog for a new file; None for nothing."""
        title = self.tr("Back up the catalog")
        chosen, _ = QFileDialog.getSaveFileName(
            self, title, str(start), self.tr("Catalogs (*.sqlite)")
        )
        return path_of(chosen) if chosen else None

    # --- moving -----------------------------------------------------------------------
    @Slot()
    def _on_move(self) -> None:
        place = self.choose_folder()
        if place is not None:
            self._move.do(place)

    def choose_folder(self) -> Path | None:
        """The system's dialog for a folder; None for nothing."""
        title = self.tr("Where shall the library lie?")
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        return path_of(chosen) if chosen else None

    @Slot(object, object)
    def _on_moving(self, target: Path, _about: object) -> None:
        self._show_moving(target)

    @Slot()
    def _on_stay(self) -> None:
        self._stay.do()

    @Slot(object, object)
    def _on_staying(self, _nothing: object, _about: object) -> None:
        self._show_moving(None)

    def _show_moving(self, target: Path | None) -> None:
        self.moving.setVisible(target is not None)
        self.stay_button.setVisible(target is not None)
        self.move_button.setVisible(target is None)
        if target is not None:
            text = self.tr(
                "The library moves to {path} at the next start of PhotoClip. The old folder is "
                "kept under another name."
            )
            self.moving.setText(text.format(path=display_path(target)))
