"""What a job is doing, in the user's language; the core says it in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from photoclip.gui.core_texts import core_text

PHASES: Final[Mapping[str, object]] = MappingProxyType(
    {
        "Building the search index": QT_TRANSLATE_NOOP("phases", "Building the search index"),
        "Checking": QT_TRANSLATE_NOOP("phases", "Checking"),
        "Comparing labels": QT_TRANSLATE_NOOP("phases", "Comparing labels"),
        "Comparing metadata": QT_TRANSLATE_NOOP("phases", "Comparing metadata"),
        "Copying": QT_TRANSLATE_NOOP("phases", "Copying"),
        "Downloading": QT_TRANSLATE_NOOP("phases", "Downloading"),
        "Encoding class names": QT_TRANSLATE_NOOP("phases", "Encoding class names"),
        "Encoding captions": QT_TRANSLATE_NOOP("phases", "Encoding captions"),
        "Encoding pictures": QT_TRANSLATE_NOOP("phases", "Encoding pictures"),
        "Indexing": QT_TRANSLATE_NOOP("phases", "Indexing"),
        "Installing": QT_TRANSLATE_NOOP("phases", "Installing"),
        "Learning": QT_TRANSLATE_NOOP("phases", "Learning"),
        "Listing": QT_TRANSLATE_NOOP("phases", "Listing"),
        "Looking closer": QT_TRANSLATE_NOOP("phases", "Looking closer"),
        "Looking for duplicates": QT_TRANSLATE_NOOP("phases", "Looking for duplicates"),
        "Mapping stored vectors": QT_TRANSLATE_NOOP("phases", "Mapping stored vectors"),
        "Measuring": QT_TRANSLATE_NOOP("phases", "Measuring"),
        "Moving the library": QT_TRANSLATE_NOOP("phases", "Moving the library"),
        "Preparing": QT_TRANSLATE_NOOP("phases", "Preparing"),
        "Proving": QT_TRANSLATE_NOOP("phases", "Proving"),
        "Reading labels": QT_TRANSLATE_NOOP("phases", "Reading labels"),
        "Reading photos": QT_TRANSLATE_NOOP("phases", "Reading photos"),
        "Scanning": QT_TRANSLATE_NOOP("phases", "Scanning"),
        "Suggesting": QT_TRANSLATE_NOOP("phases", "Suggesting"),
        "Taking back": QT_TRANSLATE_NOOP("phases", "Taking back"),
        "Training": QT_TRANSLATE_NOOP("phases", "Training"),
        "Watching": QT_TRANSLATE_NOOP("phases", "Watching"),
        "Writing metadata": QT_TRANSLATE_NOOP("phases", "Writing metadata"),
    }
)
"""All phases that the core uses; a test finds those that are missing here."""

MESSAGES: Final[Mapping[str, object]] = MappingProxyType(
    {
        "preparing search": QT_TRANSLATE_NOOP("phases", "preparing search"),
        "starting the model": QT_TRANSLATE_NOOP("phases", "starting the model"),
        "comparing what the model sees": QT_TRANSLATE_NOOP(
            "phases", "comparing what the model sees"
        ),
        "comparing the label with all photos": QT_TRANSLATE_NOOP(
            "phases", "comparing the label with all photos"
        ),
        "reading tags": QT_TRANSLATE_NOOP("phases", "reading tags"),
        "reading vectors": QT_TRANSLATE_NOOP("phases", "reading vectors"),
        "splitting": QT_TRANSLATE_NOOP("phases", "splitting"),
        "writing the snapshot": QT_TRANSLATE_NOOP("phases", "writing the snapshot"),
        "writing vectors": QT_TRANSLATE_NOOP("phases", "writing vectors"),
        "making sentences of tags": QT_TRANSLATE_NOOP("phases", "making sentences of tags"),
        "choosing photos to measure with": QT_TRANSLATE_NOOP(
            "phases", "choosing photos to measure with"
        ),
        "loading the model and running its self-test": QT_TRANSLATE_NOOP(
            "phases", "loading the model and running its self-test"
        ),
        "a few steps, to say how long it will take": QT_TRANSLATE_NOOP(
            "phases", "a few steps, to say how long it will take"
        ),
    }
)
"""Short notes beside a phase that are no whole sentences."""


def phase_text(phase: str) -> str:
    """A phase in the user's language; an unknown one as it is."""
    return _translated(PHASES, phase)


def message_text(message: str) -> str:
    """A note beside a phase in the user's language; names of files stay as they are."""
    return _translated(MESSAGES, message) if message in MESSAGES else core_text(message)


def _translated(table: Mapping[str, object], text: str) -> str:
    if text not in table:
        return text
    return QCoreApplication.translate("phases", str(table[text]))
