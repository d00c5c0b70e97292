"""Asks why a photo is among the results, but only while someone wants to know."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from photoclip.errors import PhotoClipError
from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.details.panel import DetailsPanel
from photoclip.gui.events import ViewRequest
from photoclip.gui.question import Question
from photoclip.gui.results import Results
from photoclip.gui.texts import without_command
from photoclip.views import Explanation


class WhyDesk(QObject):
    """Connects the section "Why this result" of the details with the library.

    Args:
        bridge: Does the work.
        panel: Has the section.
        results: Know what was asked.
    """

    def __init__(
        self, bridge: Bridge, panel: DetailsPanel, results: Results, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._results = results
        self._asked: tuple[int, str, float] | None = None
        # Beside the details themselves: the first answer may have to wait for the model.
        self._question = Question(bridge, "explain", self, slow=True)
        self._question.answered.connect(self._on_answered)
        self._question.failed.connect(self._on_failed)
        panel.shown.connect(self._on_shown)
        panel.why_section.toggled.connect(self._on_shown)
        results.state_changed.connect(self._on_state)

    def _wanted(self) -> tuple[int, str, float] | None:
        """Photo, query and looseness to explain; None for nothing."""
        photo_id = self._panel.single_id
        if photo_id is None or not self._panel.why_section.is_open:
            return None
        request = self._results.state.request
        return photo_id, query_of(request), request.looseness

    @Slot()
    def _on_shown(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            self._question.forget()
            self._asked = None
            return
        if self._asked is None or wanted[0] != self._asked[0]:
            self._panel.why.say(self.tr("Looking…"))
        self._asked = wanted
        photo_id, query, looseness = wanted
        self._question.ask(photo_id, query, looseness=looseness)

    @Slot(object)
    def _on_state(self, _state: object) -> None:
        if self._asked is not None and self._wanted() != self._asked:
            self._on_shown()

    @Slot(object)
    def _on_answered(self, why: Explanation) -> None:
        if self._asked is not None:
            self._panel.why.show_explanation(why, self._asked[1])

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, PhotoClipError):
            raise error
        self._panel.why.say(without_command(core_text(str(error))))


def query_of(request: ViewRequest) -> str:
    """The query behind a view, as text; empty where nothing was searched for."""
    if request.kind == "similar":
        return f"like:{request.photo_id}"
    return request.text if request.kind == "text" else ""
