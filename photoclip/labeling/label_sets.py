"""Label sets as files: the shipped ones, and those that users write or exchange."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from photoclip import paths
from photoclip.catalog import labels
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Label, LabelSet
from photoclip.errors import UserError
from photoclip.paths import display_path

_SET_KEYS: Final = frozenset({"name", "multi_label", "templates", "labels"})
_LABEL_KEYS: Final = frozenset({"name", "parents", "prompts", "negatives"})


@dataclass(frozen=True, slots=True)
class LabelText:
    """A label as written in a file.

    Attributes:
        prompts: What is put into the templates; empty means the name itself.
        negatives: The same for what speaks against the label.
        parents: Tags above it, top level first.
    """

    name: str
    prompts: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


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


def find_shipped(name: str) -> LabelSetFile | None:
    """A shipped label set by name, or None; case does not matter."""
    wanted = name.strip().casefold()
    files = shipped_sets()
    return next((read_label_set(files[each]) for each in files if each.casefold() == wanted), None)


def read_label_set(path: Path) -> LabelSetFile:
    """Read a label set's file.

    Raises:
        UserError: It cannot be read, is no TOML, or something in it is wrong.
    """
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        raise UserError(
            f"The label set {display_path(path)} cannot be read ({error.strerror})."
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(f"The label set {display_path(path)} is no TOML: it is no text.") from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"The label set {display_path(path)} is no valid TOML: {error}.") from error
    try:
        return _parse(content)
    except _MistakeError as mistake:
        raise UserError(f"The label set {display_path(path)}: {mistake}.") from mistake


def write_label_set(content: LabelSetFile, path: Path) -> None:
    """Write a label set as TOML; :func:`read_label_set` gives it back.

    Raises:
        UserError: The file is there already or cannot be written.
    """
    # A third-party package, and only exporting needs it.
    import tomli_w

    document: dict[str, Any] = {"name": content.name, "multi_label": content.multi_label}
    if content.templates:
        document["templates"] = list(content.templates)
    document["labels"] = [_label_fields(label) for label in content.labels]
    try:
        with path.open("xb") as file:
            tomli_w.dump(document, file)
    except FileExistsError as error:
        raise UserError(
            f"The file {display_path(path)} exists already; choose another name."
        ) from error
    except OSError as error:
        raise UserError(
            f"The label set cannot be written to {display_path(path)} ({error.strerror})."
        ) from error


def as_file(found: LabelSet, members: Sequence[Label]) -> LabelSetFile:
    """A set of the catalog as the content of a file."""
    texts = tuple(
        LabelText(each.name, each.prompts, each.negatives, each.parents) for each in members
    )
    return LabelSetFile(found.name, texts, found.templates, found.multi_label)


def put_label_set(conn: Connection, content: LabelSetFile) -> int:
    """Store a label set in the catalog; labels that it has already become as in the file.

    Returns:
        Id of the set.
    """
    set_id = labels.ensure_set(
        conn, content.name, templates=content.templates, multi_label=content.multi_label
    )
    for each in content.labels:
        labels.add_label(
            conn,
            content.name,
            each.name,
            parents=each.parents,
            prompts=each.prompts,
            negatives=each.negatives,
        )
    return set_id


def take_set(conn: Connection, name: str, *, create: bool = False) -> LabelSet:
    """A set of the catalog; a shipped one comes into it now, a new one if ``create``.

    Raises:
        UserError: There is no such set.
    """
    found = labels.find_set(conn, name)
    if found is not None:
        return found
    shipped = find_shipped(name)
    if shipped is not None:
        put_label_set(conn, shipped)
    elif create:
        labels.ensure_set(conn, name, multi_label=True)
    else:
        raise UserError(
            f"There is no label set “{name.strip()}”; make one with “photoclip labels add "
            f"{name.strip()} LABEL”, or take a shipped one: {', '.join(shipped_sets())}."
        )
    found = labels.find_set(conn, name)
    assert found is not None
    return found


def check_templates(templates: Sequence[str]) -> tuple[str, ...]:
    """Templates without surrounding and empty space.

    Raises:
        UserError: One has no place for the label.
    """
    cleaned = tuple(text.strip() for text in templates if text.strip())
    for template in cleaned:
        if "{}" not in template:
            raise UserError(
                f"The template “{template}” needs {{}} where the label goes, "
                "as in “a photo of {}”."
            )
    return cleaned


class _MistakeError(Exception):
    """What is wrong in a file, as the second half of a sentence."""


def _parse(content: Mapping[str, Any]) -> LabelSetFile:
    _known_keys(content, _SET_KEYS, "it")
    name = _name(content.get("name"), "it")
    templates = _texts(content, "templates", "it")
    for template in templates:
        if "{}" not in template:
            raise _MistakeError(f"the template “{template}” needs {{}} where the label goes")
    multi_label = content.get("multi_label", True)
    if not isinstance(multi_label, bool):
        raise _MistakeError("multi_label is either true or false")
    listed = content.get("labels")
    if not isinstance(listed, list) or not listed:
        raise _MistakeError("it needs one [[labels]] for each label")
    found = tuple(_parse_label(each, number) for number, each in enumerate(listed, 1))
    seen: set[str] = set()
    for label in found:
        if label.name.casefold() in seen:
            raise _MistakeError(f"the label “{label.name}” is there twice")
        seen.add(label.name.casefold())
    return LabelSetFile(name, found, templates, multi_label)


def _parse_label(content: object, number: int) -> LabelText:
    if not isinstance(content, dict):
        raise _MistakeError("it needs one [[labels]] for each label")
    name = _name(content.get("name"), f"label {number}")
    whose = f"the label “{name}”"
    _known_keys(content, _LABEL_KEYS, whose)
    prompts, negatives, parents = (
        _texts(content, key, whose) for key in ("prompts", "negatives", "parents")
    )
    return LabelText(name, prompts, negatives, parents)


def _known_keys(content: Mapping[str, Any], known: Collection[str], whose: str) -> None:
    other = next((key for key in content if key not in known), None)
    if other is not None:
        raise _MistakeError(
            f"{whose} has “{other}”, which nobody knows; use {', '.join(sorted(known))}"
        )


def _name(value: object, whose: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _MistakeError(f"{whose} needs a name")
    return value.strip()


def _texts(content: Mapping[str, Any], key: str, whose: str) -> tuple[str, ...]:
    value = content.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise _MistakeError(f'{key} of {whose} must be a list of texts, such as ["a dog"]')
    return tuple(text.strip() for text in value if text.strip())


def _label_fields(label: LabelText) -> dict[str, Any]:
    fields = {"parents": label.parents, "prompts": label.prompts, "negatives": label.negatives}
    return {"name": label.name} | {key: list(value) for key, value in fields.items() if value}
