"""Writes THIRD_PARTY_LICENSES.txt of what is really bundled.

    python packaging/licences.py OUT.txt [--dist dist/photoclip]

With a built folder it lists what that holds, else what the environment would put there.
What nobody has named a licence for is listed as unknown; nothing is guessed.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Final

from photoclip.licences import licence_of

ROOT: Final = Path(__file__).resolve().parents[1]
TEXTS: Final = ROOT / "packaging" / "licence_texts"
UNKNOWN: Final = "unknown"
_NVIDIA: Final = "CUDA's run-time libraries"
_LINE: Final = "=" * 88
_TEXT_NAME: Final = re.compile(r"(?i)^(licen[sc]es?|copying|notice|copyright)")
# macOS keeps Qt in folders whose library has no ending: QtCore.framework/Versions/A/QtCore
_LIBRARY: Final = re.compile(r"(?i)(\.(so(\.[\d.a-z]+)?|dylib|dll)|/(\w+)\.framework/.*/\4)$")
_EXTENSION: Final = re.compile(r"\.(cpython-|cp3|abi3\.|pypy)")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_NOTICE: Final = """\
PhotoClip {version} is free software under the GNU General Public License, version 3 or later.
It is built with the components below, each under its authors' own terms.

Qt, PySide and the other libraries under the GNU Lesser General Public License are shared
libraries in PhotoClip's folder: you may put your own builds of the same version in their place.
Their sources are at the addresses named; texts of the licences stand at the end.
"""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A Python distribution that is bundled.

    Attributes:
        licence: Short name, or :data:`UNKNOWN`.
        source: Where its source is, as its metadata tell.
        texts: Licence texts by the file's name.
    """

    name: str
    version: str
    licence: str
    source: str
    texts: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class SharedLibrary:
    """A shared library inside of distributions, or beside them.

    Attributes:
        files: The files by which it was known.
    """

    name: str
    licence: str
    source: str
    files: list[str] = field(default_factory=list)


def wanted_distributions() -> dict[str, metadata.Distribution]:
    """PhotoClip's requirements and theirs, as far as they are installed here, by folded name."""
    from packaging.requirements import Requirement

    found: dict[str, metadata.Distribution] = {}
    waiting = [("photoclip", frozenset[str]())]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            each = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[folded(name)] = each
        for line in each.requires or []:
            needed = Requirement(line)
            wanted = [{"extra": extra} for extra in (extras or ("",))]
            if needed.marker is None or any(needed.marker.evaluate(one) for one in wanted):
                waiting.append((needed.name, frozenset(needed.extras)))
    found.pop("photoclip", None)
    return found


def bundled(
    candidates: dict[str, metadata.Distribution], dist: Path
) -> dict[str, metadata.Distribution]:
    """Those distributions of which a built folder holds a module or a file."""
    inside = set(_top_names(dist))
    owners = metadata.packages_distributions()
    names = {folded(owner) for top in inside for owner in owners.get(top, ())}
    every = {folded(each.metadata["Name"]): each for each in metadata.distributions()}
    names -= {"photoclip"}
    return {name: (candidates | every)[name] for name in sorted(names) if name in every}


def _top_names(dist: Path) -> Iterator[str]:
    """Top-level modules: of the programs' archives, and of files beside them."""
    from PyInstaller.archive.readers import CArchiveReader

    inner = dist / "_internal"
    for entry in inner.iterdir() if inner.is_dir() else ():
        yield entry.name.partition(".")[0]
    for program in ("photoclip", "photoclip-window", "photoclip-trainer"):
        for file in (dist / program, dist / f"{program}.exe"):
            if file.is_file():
                modules = CArchiveReader(str(file)).open_embedded_archive("PYZ.pyz").toc
                yield from {name.partition(".")[0] for name in modules}


def describe(each: metadata.Distribution) -> Distribution:
    """What a distribution's metadata say of it."""
    facts = each.metadata
    name = str(facts["Name"])
    licence = licence_of(name, facts)
    if licence.upper() == "UNKNOWN":
        licence = ""
    return Distribution(
        name, str(facts["Version"]), licence or UNKNOWN, _source(facts), _texts(each)
    )


def _source(facts: metadata.PackageMetadata) -> str:
    pages = {}
    for line in facts.get_all("Project-URL") or []:
        label, _, address = str(line).partition(",")
        pages[label.strip().lower()] = address.strip()
    for label in ("source", "source code", "repository", "github", "code", "homepage", "home"):
        if label in pages:
            return pages[label]
    home = str(facts["Home-page"]).strip() if "Home-page" in facts else ""
    # Where it was downloaded from, if its authors say nothing.
    index = f"https://pypi.org/project/{folded(str(facts['Name']))}/"
    return home if home.startswith("http") else next(iter(pages.values()), index)


def _texts(each: metadata.Distribution) -> tuple[tuple[str, str], ...]:
    found = {}
    for file in each.files or []:
        if _TEXT_NAME.match(file.name) and file.suffix.lower() not in (".py", ".pyc", ".pyi"):
            try:
                text = Path(str(file.locate())).read_text("utf-8", "replace")
            except OSError:
                continue
            found[str(file)] = text
    return tuple(sorted(found.items()))


def shared_libraries(files: Iterable[str]) -> list[SharedLibrary]:
    """Group files of shared libraries by what they are; unknown ones stand alone, last.

    Args:
        files: Paths as they are to be shown. Modules for Python are part of their
            distribution and are left out.
    """
    known = _known()["library"]
    found: dict[str, SharedLibrary] = {}
    for path in sorted({file.replace("\\", "/") for file in files}):
        name = path.rpartition("/")[2]
        if not _LIBRARY.search(path) or _EXTENSION.search(name):
            continue
        match = next((each for each in known if _is_meant(each, path, name)), None)
        if match is None:
            if not _is_own(path):
                found[path] = SharedLibrary(name, UNKNOWN, "", [path])
            continue
        library = found.setdefault(
            match["name"], SharedLibrary(match["name"], match["licence"], match["source"])
        )
        library.files.append(path)
    return sorted(found.values(), key=lambda each: (each.licence == UNKNOWN, each.name.lower()))


def parts_inside(dist: Path) -> list[SharedLibrary]:
    """What was linked into larger files of a built folder, known by words in them."""
    found = []
    for each in _known()["inside"]:
        place, words = re.compile(each["place"]), each["words"].encode()
        files = [
            path
            for path in files_in(dist)
            if place.search(path) and words in (_top(dist) / path).read_bytes()
        ]
        if files:
            found.append(SharedLibrary(each["name"], each["licence"], each["source"], files))
    return found


def _known() -> dict[str, list[dict[str, str]]]:
    with (ROOT / "packaging" / "bundled_libraries.toml").open("rb") as stream:
        return tomllib.load(stream)


def _is_meant(entry: dict[str, str], path: str, name: str) -> bool:
    return any(
        key in entry and re.search(entry[key], text, re.IGNORECASE)
        for key, text in (("pattern", name), ("place", path))
    )


def system_texts(libraries: Iterable[SharedLibrary]) -> dict[str, dict[str, str]]:
    """Licence texts of libraries that came from this machine's Debian, by library and package."""
    found: dict[str, dict[str, str]] = {}
    for library in libraries:
        for path in library.files if shutil.which("dpkg") else ():
            if "/" in path:
                continue  # That of a wheel, which says itself under which terms it stands.
            done = subprocess.run(
                ["dpkg", "-S", f"*/{path}"], capture_output=True, text=True, check=False
            )
            package = done.stdout.partition(":")[0]
            text = Path("/usr/share/doc") / package / "copyright"
            if package and text.is_file():
                told = text.read_text("utf-8", "replace")
                found.setdefault(library.name, {})[f"{package}/copyright"] = told
    return found


def _is_own(path: str) -> bool:
    """Part of a package's own work: in its folder, and not among what its wheel took along."""
    folders = path.split("/")[:-1]
    return bool(folders) and not any(each.endswith((".libs", ".dylibs")) for each in folders)


def files_of(distributions: Iterable[metadata.Distribution]) -> list[str]:
    """All files of distributions, as their wheels name them."""
    return [str(file) for each in distributions for file in each.files or []]


def files_in(dist: Path) -> list[str]:
    """All files of a built folder, as seen from where PyInstaller puts them."""
    top = _top(dist)
    return [
        file.relative_to(top).as_posix()
        for file in top.rglob("*")
        # Links lead to files that are told of at their own place.
        if file.is_file() and not file.is_symlink()
    ]


def _top(dist: Path) -> Path:
    inner = dist / "_internal"
    return inner if inner.is_dir() else dist


def folded(name: str) -> str:
    """A distribution's name as names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _models() -> str:
    card = (ROOT / "resources" / "models" / "starter" / "MODEL_CARD.md").read_text("utf-8")
    return card.strip()


def _python_text() -> str:
    for place in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        for name in ("LICENSE.txt", "LICENSE"):
            if (place / name).is_file():
                return (place / name).read_text("utf-8", "replace")
    return "The text: https://docs.python.org/3/license.html"


class Writer:
    """Puts the page together; every licence text stands in it once."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._seen: dict[str, str] = {}

    def heading(self, text: str) -> None:
        """Begin a part."""
        self._parts.append(f"\n{_LINE}\n{text}\n{_LINE}\n")

    def line(self, text: str = "") -> None:
        """One line."""
        self._parts.append(text)

    def text(self, where: str, text: str) -> None:
        """A licence's text, or where the same one stands already."""
        digest = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
        if digest in self._seen:
            self.line(f"    {where}: the same text as {self._seen[digest]}")
            return
        self._seen[digest] = where
        self.line(f"    {where}:\n")
        self._parts.extend(f"        {line}".rstrip() for line in text.strip().splitlines())
        self.line()

    def result(self) -> str:
        """The whole page."""
        return "\n".join(self._parts).strip() + "\n"


def compose(distributions: Iterable[Distribution], libraries: Iterable[SharedLibrary]) -> str:
    """The whole page."""
    from photoclip import __version__

    page = Writer()
    page.line(_NOTICE.format(version=__version__))
    page.heading("Python and its libraries")
    page.line(
        f"Python {sys.version.split()[0]}\n  Licence: PSF-2.0\n  Source: https://www.python.org"
    )
    page.text("Python/LICENSE", _python_text())
    for each in sorted(distributions, key=lambda one: one.name.lower()):
        page.line(f"\n{each.name} {each.version}")
        page.line(f"  Licence: {each.licence}\n  Source: {each.source}")
        if not each.texts:
            page.line("  The package has no text of its licence; see the end of this page.")
        for where, text in each.texts:
            page.text(where, text)
    page.heading("Shared libraries inside of them")
    known = list(libraries)
    texts = system_texts(known)
    for library in known:
        page.line(f"\n{library.name}\n  Licence: {library.licence}")
        page.line(f"  Source: {library.source or UNKNOWN}\n  Files: {', '.join(library.files)}")
        for where, text in texts.get(library.name, {}).items():
            page.text(where, text)
    page.heading("The starter model and what it was made of")
    page.text("resources/models/starter/MODEL_CARD.md", _models())
    page.heading("Drawings: Lucide")
    lucide = ROOT / "resources" / "icons" / "LICENSE-lucide.txt"
    page.line("  Licence: ISC\n  Source: https://github.com/lucide-icons/lucide")
    page.text("resources/icons/LICENSE-lucide.txt", lucide.read_text("utf-8"))
    page.heading("Texts of licences that are named above")
    page.text("GPL-3.0", (ROOT / "LICENSE").read_text("utf-8"))
    for file in sorted(TEXTS.glob("*.txt")):
        page.text(file.stem, file.read_text("utf-8"))
    return page.result()


def main(arguments: list[str] | None = None) -> int:
    """Write the page; what has no known licence is told on stderr."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("--dist", type=Path, help="a built folder; else this environment")
    options = parser.parse_args(arguments)
    found = wanted_distributions()
    if options.dist is not None:
        if not options.dist.is_dir():
            parser.error(f"there is no folder {options.dist}")
        found = bundled(found, options.dist)
    files = files_of(found.values()) if options.dist is None else files_in(options.dist)
    distributions = [describe(each) for each in found.values()]
    inside = [] if options.dist is None else parts_inside(options.dist)
    libraries = shared_libraries(files) + inside
    options.out.write_text(compose(distributions, libraries), encoding="utf-8")
    names = [each.name for each in (*distributions, *libraries) if each.licence == UNKNOWN]
    print(
        f"{options.out}: {len(distributions)} Python packages, {len(libraries)} shared libraries, "
        f"{options.out.stat().st_size / 1e6:.1f} MB"
    )
    if any(each.name == _NVIDIA for each in libraries) and options.dist is not None:
        print("NVIDIA's libraries are inside: use it yourself, but do not pass it on.")
    if not names:
        return 0
    print(f"No known licence: {', '.join(sorted(set(names)))}", file=sys.stderr)
    # A build must not hold what nobody has looked up; an environment may.
    return 0 if options.dist is None else 1


if __name__ == "__main__":
    sys.exit(main())
