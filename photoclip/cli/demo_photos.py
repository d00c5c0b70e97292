"""The demo's photos: real photographs that two Python packages carry as sample data.

They are read from the installed packages' folders, so nothing is downloaded and
no picture is kept in this repository. Diagrams, drawings and microscope stacks
of the same folders are left out.
"""

from __future__ import annotations

import filecmp
import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from photoclip.errors import UserError

_INSTALL = (
    "The demo's photos come with scikit-image and scikit-learn, which are not both installed; "
    "install them with: pip install 'photoclip[demo]'"
)


@dataclass(frozen=True, slots=True)
class _Source:
    """A package and the folder inside it that holds pictures."""

    package: str
    folder: str


_SKIMAGE = _Source("skimage", "data")
_SKLEARN = _Source("sklearn", "datasets/images")

_PHOTOS: tuple[tuple[_Source, str, str], ...] = (
    (_SKIMAGE, "astronaut.png", "astronaut.png"),
    (_SKIMAGE, "brick.png", "brick-wall.png"),
    (_SKIMAGE, "camera.png", "photographer.png"),
    (_SKIMAGE, "chelsea.png", "cat.png"),
    (_SKIMAGE, "coffee.png", "coffee.png"),
    (_SKIMAGE, "coins.png", "coins.png"),
    (_SKIMAGE, "grass.png", "grass.png"),
    (_SKIMAGE, "gravel.png", "gravel.png"),
    (_SKIMAGE, "hubble_deep_field.jpg", "hubble-galaxies.jpg"),
    (_SKIMAGE, "ihc.png", "tissue.png"),
    (_SKIMAGE, "moon.png", "moon.png"),
    (_SKIMAGE, "motorcycle_left.png", "motorcycle.png"),
    (_SKIMAGE, "page.png", "text-page.png"),
    (_SKIMAGE, "retina.jpg", "retina.jpg"),
    (_SKIMAGE, "rocket.jpg", "rocket.jpg"),
    (_SKIMAGE, "text.png", "handwriting.png"),
    (_SKLEARN, "china.jpg", "china-temple.jpg"),
    (_SKLEARN, "flower.jpg", "flower.jpg"),
)


def copy_demo_photos(folder: Path) -> list[Path]:
    """Copy the photos into a folder; those that are there already stay untouched.

    Args:
        folder: Made if missing.

    Returns:
        The photos in it, by name.

    Raises:
        UserError: The packages that carry the photos are not installed.
    """
    sources = {source: _installed(source) for source in (_SKIMAGE, _SKLEARN)}
    folder.mkdir(parents=True, exist_ok=True)
    copied = []
    for source, file_name, plain_name in _PHOTOS:
        original = sources[source] / file_name
        if not original.is_file():  # another release of the package may carry fewer
            continue
        copy = folder / plain_name
        # An untouched copy keeps its time stamp, so that a second demo reuses everything.
        if not copy.exists() or not filecmp.cmp(original, copy, shallow=False):
            shutil.copyfile(original, copy)
        copied.append(copy)
    if not copied:
        raise UserError(_INSTALL)
    return sorted(copied)


def _installed(source: _Source) -> Path:
    """Find a package's picture folder without importing the package."""
    spec = importlib.util.find_spec(source.package)
    if spec is None or not spec.submodule_search_locations:
        raise UserError(_INSTALL)
    folder = Path(next(iter(spec.submodule_search_locations)), source.folder)
    if not folder.is_dir():
        raise UserError(_INSTALL)
    return folder
