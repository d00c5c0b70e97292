"""Every text of the window has its German form, and nothing that is filled in gets lost."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from photoclip.gui.action_table import (
    ACTIONS,
    ARRANGE,
    ARRANGE_MENU,
    MENUS,
    PANELS,
    PANELS_MENU,
    PHOTO_MENU,
    SUBMENUS,
)
from photoclip.gui.actions import translated
from photoclip.gui.core_texts import core_text
from photoclip.paths import resource

pytestmark = pytest.mark.gui

ROOT = Path(__file__).resolve().parents[2]
FIELD = re.compile(r"\{(?:\d+|[a-z_]+)(?::[^}]*)?\}|%Ln")
Key = tuple[str, str]


@pytest.fixture(scope="module")
def updating() -> ModuleType:
    path = ROOT / "packaging" / "update_translations.py"
    spec = importlib.util.spec_from_file_location("update_translations", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def german(qapp) -> Iterator[None]:
    installed = []
    for name in ("photoclip_de", "core_de"):
        translator = QTranslator()
        assert translator.load(name, str(resource("i18n")))
        qapp.installTranslator(translator)
        installed.append(translator)
    yield
    for translator in installed:
        qapp.removeTranslator(translator)


def messages(file: Path) -> list[tuple[Key, list[str], str]]:
    """((context, source), translations, state) of a file of translation."""
    found = []
    for context in ElementTree.parse(file).iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")]
            texts = forms or [translation.text or ""]
            key = (name, message.findtext("source") or "")
            found.append((key, texts, translation.get("type", "")))
    return found


@pytest.mark.parametrize("name", ["photoclip_de.ts", "core_de.ts"])
def test_every_text_is_translated(name: str) -> None:
    found = messages(resource("i18n", name))
    assert len(found) > 400
    assert [key for key, texts, state in found if state or not all(texts)] == []


@pytest.mark.parametrize("name", ["photoclip_de.ts", "core_de.ts"])
def test_what_is_filled_in_stays_in_the_translation(name: str) -> None:
    for (_, source), texts, _ in messages(resource("i18n", name)):
        for text in texts:
            # A plural form for one may say "ein" instead of the number.
            wanted, got = sorted(FIELD.findall(source)), sorted(FIELD.findall(text))
            if len(texts) > 1:
                wanted, got = [f for f in wanted if f != "%Ln"], [f for f in got if f != "%Ln"]
            assert wanted == got, (source, text)


def test_the_window_has_no_text_that_the_file_lacks(updating: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "photoclip_de.ts"
    sources = [str(ROOT / name) for name in updating.window_sources()]
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    if not tool.exists():
        pytest.skip("pyside6-lupdate is not beside this Python")
    subprocess.run(
        [str(tool), *sources, "-ts", str(file)], check=True, capture_output=True, timeout=120
    )
    used = {key for key, _, _ in messages(file)}
    known = {key for key, _, _ in messages(resource("i18n", "photoclip_de.ts"))}
    assert used - known == set(), "run packaging/update_translations.py"
    assert known - used == set(), "run packaging/update_translations.py"


def test_the_list_of_core_sentences_is_that_of_the_sources(updating: ModuleType) -> None:
    listed = json.loads(resource("i18n", "core_sentences.json").read_text(encoding="utf-8"))
    assert listed == updating.sentences(), "run packaging/update_translations.py"
    assert {source for (_, source), _, _ in messages(resource("i18n", "core_de.ts"))} == set(listed)


def test_a_sentence_of_the_core_keeps_names_and_is_translated_inside(german: None) -> None:
    text = core_text("The picture pool.jpg cannot be used: The file is empty.")
    assert text == "Das Bild pool.jpg kann nicht benutzt werden: Die Datei ist leer."


def test_sentences_in_a_row_are_translated_each(german: None) -> None:
    text = core_text("The file is empty. There is no file a.jpg.")
    assert text == "Die Datei ist leer. Eine Datei a.jpg gibt es nicht."


def test_a_sentence_that_nobody_knows_stays_as_it_is(german: None) -> None:
    assert core_text("Quite another thing happened to b.jpg.") == (
        "Quite another thing happened to b.jpg."
    )


def test_in_english_nothing_is_changed(qapp) -> None:
    assert QCoreApplication.translate("core", "The file is empty.") == "The file is empty."
    assert core_text("The file is empty.") == "The file is empty."


def test_mnemonics_of_one_german_menu_do_not_collide(german) -> None:
    texts: dict[str, object] = {spec.id: spec.text for spec in ACTIONS}
    texts |= {name: title for name, (title, _) in SUBMENUS.items()}
    menus = [names for _, names in (*MENUS, *SUBMENUS.values())]
    shown = [[texts[name] for name in names if name] for names in menus]
    shown += [[texts[name] for name in names if name] for names in (PANELS_MENU, ARRANGE_MENU)]
    shown += [[texts[name] for name in (*PHOTO_MENU, "leave_album") if name]]
    shown += [[title for title, _ in MENUS]]
    view = next(place for place, names in enumerate(menus) if "sidebar" in names)
    shown[view] += [PANELS, ARRANGE]
    for words in shown:
        german_words = [translated(word) for word in words]
        letters = Counter(word.split("&")[1][0].lower() for word in german_words if "&" in word)
        assert [letter for letter, count in letters.items() if count > 1] == [], german_words


def test_a_sentence_of_the_core_is_known_with_any_sign_at_its_end(german) -> None:
    half = "1 suggested tag waits for your review and would count too"
    told = core_text(f"{half}; {half}.")
    assert told.count("vorgeschlagenes Tag") == 2
    assert told.endswith(".") and "; " in told
    assert core_text("Needs 1,000 captioned photos; there are 3.").startswith("Braucht 1")
