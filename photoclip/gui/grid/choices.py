"""The settings that the grid follows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.settings.watch import SettingsWatch
from photoclip.settings import Settings

MEBI = 2**20


class GridChoices(QObject):
    """Shows names or not, and keeps the cache of pictures as large as was chosen."""

    def __init__(
        self, settings: Settings, model: PhotoGridModel, thumbs: ThumbLoader, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._model = model
        self._thumbs = thumbs
        self._watch = SettingsWatch(settings, self)
        self._watch.changed.connect(self._on_changed)
        self._on_changed("look.show_names")
        self._on_changed("cache.pixmaps_mb")

    @Slot(str)
    def _on_changed(self, key: str) -> None:
        if key == "look.show_names":
            self._model.set_shows_names(self._settings.flag(key))
        elif key == "cache.pixmaps_mb":
            self._thumbs.set_budget(self._settings.number(key) * MEBI)
