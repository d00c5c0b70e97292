"""Brings the files of translation in line with the sources, and compiles them.

Usage: ``python packaging/update_translations.py`` after texts were changed. New texts are
marked unfinished in ``photoclip_de.ts`` and ``core_de.ts``; translate them there (Qt Linguist,
or any editor), and run it again.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
I18N = ROOT / "resources" / "i18n"
LANGUAGES = ("de",)

_NOT_FOR_PEOPLE = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|WHERE|JOIN|BEGIN|VALUES|CASE|strftime|TRIGGER|DROP)\b"
    r"|\bp\.|\ba\.|\br\.|[\\^$]|_bytes|: \w+, \w+:|->|\bid,|^\w+:\""
)
_WORDS = re.compile(r"[A-Za-z’']{2,}")
_PHRASES = (
    "photoclip/query/fields.py",
    "photoclip/search/duplicates.py",
    "photoclip/jobs/tasks/training_choices.py",
    "photoclip/jobs/tasks/write_plan.py",
    "photoclip/labeling/label_sets.py",
    "photoclip/media/xmp_write.py",
    "photoclip/encoders/adapter.py",
    "photoclip/encoders/device.py",
)
"""Files whose parts of sentences are shown by themselves, or filled into others."""
_TRAINER = ("trainer/run", "trainer/proof/prove.py", "trainer/proof/interpolation.py")


def sentences() -> list[str]:
    """Templates of all sentences that the core may say in the window."""
    found: set[str] = set()
    sources = [*ROOT.glob("photoclip/**/*.py"), *ROOT.glob("trainer/**/*.py")]
    for file in sources:
        name = file.relative_to(ROOT).as_posix()
        if name.startswith(("photoclip/gui/", "photoclip/cli/")):
            continue
        if name.startswith("trainer/") and not name.startswith(_TRAINER):
            continue
        if name == "photoclip/encoders/canary.py":  # shown by commands only
            continue
        for text in _texts(ast.parse(file.read_text(encoding="utf-8"))):
            if _is_for_people(text, phrases=name in _PHRASES):
                found.add(text)
    models = tomllib.loads((ROOT / "resources" / "models.toml").read_text(encoding="utf-8"))
    found.update(model["note"] for model in models["model"])
    return sorted(found)


def _texts(tree: ast.Module) -> Iterator[str]:
    """String constants and f-strings, these with numbered fields; no docstrings, no keys."""
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            inside.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            inside.update(id(each) for each in ast.walk(node) if each is not node)
        elif isinstance(node, ast.Call) and _marks_for_window(node):
            inside.update(id(each) for each in ast.walk(node))
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.strip()
        elif isinstance(node, ast.JoinedStr):
            yield _template(node).strip()


def _marks_for_window(call: ast.Call) -> bool:
    """Texts marked for translation are collected by lupdate."""
    return isinstance(call.func, ast.Name) and call.func.id == "QT_TRANSLATE_NOOP"


def _template(node: ast.JoinedStr) -> str:
    text, fields = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        else:
            text += f"{{{fields}}}"
            fields += 1
    return text


def _is_for_people(text: str, *, phrases: bool) -> bool:
    own = re.sub(r"\{\d+\}", "", text)
    if _NOT_FOR_PEOPLE.search(text) or "\n" in text or " " not in text or own == own.upper():
        return False
    if len(_WORDS.findall(own)) < (2 if phrases else 3):
        return False
    is_sentence = re.match(r"[A-Z“\"{]", text) and re.search(r"[.!?)”}]$", text)
    return bool(is_sentence) or phrases


def update_core(language: str, templates: list[str]) -> int:
    """Write ``core_LANGUAGE.ts``; known translations stay. Returns how many are unfinished."""
    file = I18N / f"core_{language}.ts"
    known: dict[str, str] = {}
    if file.exists():
        for message in ElementTree.parse(file).iter("message"):
            known[message.findtext("source") or ""] = message.findtext("translation") or ""
    tree = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(tree, "context")
    ElementTree.SubElement(context, "name").text = "core"
    unfinished = 0
    for template in templates:
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = template
        translation = ElementTree.SubElement(message, "translation")
        translation.text = known.get(template, "")
        if not translation.text:
            translation.set("type", "unfinished")
            unfinished += 1
    ElementTree.indent(tree, "    ")
    body = ElementTree.tostring(tree, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    file.write_text(f"{head}{body}\n", encoding="utf-8")
    return unfinished


def window_sources() -> list[str]:
    """Files with texts for lupdate, from the repository's root."""
    files = [*ROOT.glob("photoclip/gui/**/*.py"), ROOT / "photoclip" / "settings_table.py"]
    return sorted(file.relative_to(ROOT).as_posix() for file in files)


def update_window(language: str, *options: str) -> None:
    """Let lupdate collect the texts of the window, and of tables marked for it."""
    target = I18N / f"photoclip_{language}.ts"
    command = ["pyside6-lupdate", *window_sources(), "-locations", "none", "-no-obsolete", *options]
    language_options = ["-source-language", "en", "-target-language", language]
    subprocess.run([*command, *language_options, "-ts", str(target)], cwd=ROOT, check=True)


def main() -> None:
    """Update and compile everything."""
    templates = sentences()
    text = json.dumps(templates, ensure_ascii=False, indent=0)
    (I18N / "core_sentences.json").write_text(text + "\n", encoding="utf-8")
    update_window("en", "-pluralonly")
    for language in LANGUAGES:
        update_window(language)
        print(f"core_{language}.ts: {update_core(language, templates)} unfinished")
    for file in sorted(I18N.glob("*.ts")):
        # A window that runs has the old file mapped: it must not be written over.
        made = file.with_suffix(".new")
        subprocess.run(["pyside6-lrelease", str(file), "-qm", str(made)], cwd=ROOT, check=True)
        made.replace(file.with_suffix(".qm"))


if __name__ == "__main__":
    main()
