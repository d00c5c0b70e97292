"""Counted things have their forms: nobody reads "3 photo(s)"."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator

from photoclip import gui
from photoclip.paths import resource

pytestmark = pytest.mark.gui

COUNTED = re.compile(r'tr\(\s*"([^"]*%Ln[^"]*)"')


def known() -> list[tuple[str, str]]:
    tree = ElementTree.parse(resource("i18n", "photoclip_en.ts"))
    return [
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in tree.iter("context")
        for message in context.iter("message")
    ]


def used() -> set[str]:
    folder = Path(gui.__file__).parent
    return {text for file in folder.rglob("*.py") for text in COUNTED.findall(file.read_text())}


def test_every_counted_text_has_its_forms() -> None:
    assert len(used()) > 8
    assert used() == {source for _, source in known()}


def test_the_forms_are_in_the_file_that_the_window_loads(qapp) -> None:
    translator = QTranslator()
    assert translator.load("photoclip_en", str(resource("i18n")))
    for context, source in known():
        for count in (1, 2):
            text = translator.translate(context, source, "", count)
            assert text, f"{context}: {source}; run pyside6-lrelease on the .ts file"
            assert "(s)" not in text
