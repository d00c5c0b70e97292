"""Pages that mostly say something: models, and privacy."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton

from photoclip.gui.bridge import Bridge
from photoclip.gui.question import Question
from photoclip.gui.settings.form_page import FormPage
from photoclip.library import Library
from photoclip.licences import Component, download_page, models
from photoclip.results import LibraryInfo
from photoclip.settings import Settings

HUB = "huggingface.co"
UPDATES = "privacy.update_check"


def read_sources(_library: Library) -> list[Component]:
    """The models on offer, with where they come from."""
    return [model for model in models() if model.source]


class ModelsPage(FormPage):
    """Which model searches, and the way to the others.

    Signals:
        models_requested: the list of models shall be opened.
    """

    models_requested = Signal()

    def __init__(self, bridge: Bridge, settings: Settings) -> None:
        super().__init__("models", settings)
        self.add_text(
            self.tr(
                "A model looks at your photos and understands your words. The starter comes "
                "with PhotoClip; stronger ones find more and need more room and time."
            )
        )
        self.now = self.add_text("")
        self.now.hide()
        self.button = QPushButton(self.tr("See all models…"))
        self.button.clicked.connect(self._on_button)
        self.add(self.button)
        # A button as wide as the page would look like a bar.
        self.button.setSizePolicy(
            self.button.sizePolicy().Policy.Maximum, self.button.sizePolicy().Policy.Fixed
        )
        self._question = Question(bridge, "info", self)
        self._question.answered.connect(self._on_info)
        self._question.failed.connect(self.failed)

    def enter(self) -> None:
        """Read which one is in use."""
        self._question.ask()

    @Slot(object)
    def _on_info(self, info: LibraryInfo) -> None:
        name = info.active_title or info.active_model
        text = self.tr("In use now: {name}.").format(name=name) if name else ""
        self.now.setText(text)
        self.now.setVisible(bool(text))

    @Slot()
    def _on_button(self) -> None:
        self.models_requested.emit()


class PrivacyPage(FormPage):
    """What stays here, and what is asked for elsewhere and when."""

    def __init__(self, bridge: Bridge, settings: Settings) -> None:
        # Nothing to look at without a page: a switch would do nothing.
        nothing_there = frozenset() if download_page() else frozenset({UPDATES})
        super().__init__("privacy", settings, leave_out=nothing_there)
        self.add_text(self.tr("Nothing leaves this computer"), title=True, first=True)
        self.add_text(
            self.tr(
                "Photos, searches, tags, captions and all that PhotoClip learns from them stay "
                "on this computer. There is no account, and no figures are sent. PhotoClip never "
                "goes to the network by itself."
            ),
            first=True,
        )
        self.add_text(self.tr("What is downloaded, and only when you ask"), title=True, first=True)
        self.sources = self.add_text("", first=True)
        self.sources.setTextFormat(Qt.TextFormat.RichText)
        self.sources.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._show_sources([])
        self.add_text(self.tr("What opens in your browser"), title=True, first=True)
        self._question = Question(bridge, read_sources, self)
        self._question.answered.connect(self._on_sources)
        self._question.failed.connect(self.failed)

    def enter(self) -> None:
        """Read which models are on offer."""
        self._question.ask()

    @Slot(object)
    def _on_sources(self, found: list[Component]) -> None:
        self._show_sources(found)

    def _show_sources(self, found: list[Component]) -> None:
        text = self.tr(
            "Stronger models come from {hub}, when you press Download in the list of models. "
            "The hub sees the address of your computer, as every web page does, and nothing of "
            "your photos:"
        ).format(hub=HUB)
        lines = "".join(
            f"<li>{escape(model.name)}<br>{escape(f'{HUB}/{model.source}')}</li>" for model in found
        )
        items = f'<ul style="margin-left:-18px">{lines}</ul>' if lines else ""
        self.sources.setText(escape(text) + items)
