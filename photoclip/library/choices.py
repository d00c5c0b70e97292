"""Where the user's settings act on an open library."""

from __future__ import annotations

from photoclip.jobs.tasks.context import TaskContext
from photoclip.settings import Settings


class Choices:
    """Part of :class:`photoclip.library.Library`: what it does as the settings say."""

    settings: Settings
    _context: TaskContext

    def _follow_settings(self) -> None:
        self.settings.subscribe(self._on_setting)
        for key in ("cache.thumbnails_mb", "index.cpu_percent", "index.encoder_idle_minutes"):
            self._on_setting(key)

    def _on_setting(self, key: str) -> None:
        if key == "cache.thumbnails_mb":
            self._context.thumbnails.max_bytes = self.settings.number(key) * 2**20
        elif key == "index.cpu_percent":
            self._context.encoders.configure(cpu_percent=self.settings.number(key))
        elif key == "index.encoder_idle_minutes":
            self._context.encoders.configure(idle_seconds=self.settings.number(key) * 60.0)

    def _device(self, wanted: str) -> str:
        """Where to compute; ``"auto"`` is what the settings say."""
        return self.settings.text("index.device") if wanted == "auto" else wanted
