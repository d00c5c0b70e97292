"""Comparing text the way people expect: letter case and the way accents are stored do not count."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Full case folding of the composed text, composed again.

    Names from a Mac hold "é" as two characters, typed text as one; both fold to the same.
    For ASCII it equals lower case.
    """
    if text.isascii():
        return text.lower()
    # Composed text, the usual case, passes normalize() by a quick check.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
