"""Label sets as files: the shipped ones, and those that users write or exchange."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoclip import paths
from photoclip.catalog import labels
from photoclip.catalog.connection import Connection
from photoclip.errors import UserError
from photoclip.paths import display_path


@dataclass(frozen=True, slots=True)
class LabelText:
    """A label as written in a file.

    Attributes:
        prompts: What is put into the templates; empty means the name itself.
        negatives: The same for what speaks against the label.
    """

    name: str
    prompts: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelSetFile:
    """The content of a label set's TOML file; see ``resources/label_sets``."""

    name: str
    labels: tuple[LabelText, ...]
    templates: tuple[str, ...] = ()
    multi_label: bool = True


def shipped_sets() -> dict[str, Path]:
    """Files of the shipped label sets by name."""
    folder = paths.resource("label_sets")
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def read_label_set(path: Path) -> LabelSetFile:
    """Read a label set's file.

    Raises:
        UserError: It cannot be read, is no TOML, or lacks something.
    """
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        raise UserError(
            f"The label set {display_path(path)} cannot be read ({error.strerror})."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"The label set {display_path(path)} is no valid TOML: {error}.") from error
    try:
        return _parse(content)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"The label set {display_path(path)} needs a name and [[labels]] with a name each; "
            "templates, prompts and negatives are lists of texts, a template holds {}."
        ) from error


def _parse(content: dict[str, Any]) -> LabelSetFile:
    templates = _texts(content.get("templates", []))
    if any("{}" not in template for template in templates):
        raise ValueError("a template without {}")
    found = tuple(
        LabelText(
            _name(each["name"]), _texts(each.get("prompts", [])), _texts(each.get("negatives", []))
        )
        for each in content["labels"]
    )
    if not found:
        raise ValueError("no label")
    multi_label = content.get("multi_label", True)
    if not isinstance(multi_label, bool):
        raise TypeError("multi_label")
    return LabelSetFile(_name(content["name"]), found, templates, multi_label)


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a name is missing")
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise TypeError("not a list of texts")
    return tuple(text.strip() for text in value if text.strip())


def put_label_set(conn: Connection, content: LabelSetFile) -> int:
    """Store a label set in the catalog; labels that it has already get these prompts.

    Returns:
        Id of the set.
    """
    set_id = labels.ensure_set(
        conn, content.name, templates=content.templates, multi_label=content.multi_label
    )
    for each in content.labels:
        labels.add_label(
            conn, content.name, each.name, prompts=each.prompts, negatives=each.negatives
        )
    return set_id
