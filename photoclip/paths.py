"""Where things live: the library folder, shared caches and shipped resources."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

from photoclip.errors import UserError

APP_NAME = "PhotoClip"


def default_library_dir() -> Path:
    """Folder of the library used when ``--library`` is not given.

    Raises:
        UserError: The library was moved, and the note of its new place cannot be read, or
            there is nothing there now.
    """
    override = os.environ.get("PHOTOCLIP_LIBRARY")
    if override:
        return Path(override)
    moved = read_pointer().get("library")
    if moved is None:
        return usual_library_dir()
    # An empty library at that place would look like a loss.
    if not Path(moved).is_dir():
        raise UserError(
            f"The library was moved to {display_path(moved)}, which is not there now; connect "
            "the drive, or name another library with --library."
        )
    return Path(moved)


def usual_library_dir() -> Path:
    """Where the library lies before it is ever moved."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "library"


def pointer_file() -> Path:
    """The note (TOML) of where the library was moved to; see :mod:`photoclip.relocation`."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False)) / "library.toml"


def read_pointer() -> dict[str, str]:
    """What the note says; empty where there is none.

    Raises:
        UserError: It is damaged or cannot be read.
    """
    file = pointer_file()
    try:
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise _pointer_error(file) from error
    import tomllib  # Most people never move their library.

    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _pointer_error(file) from error
    return {key: value for key, value in found.items() if isinstance(value, str) and value}


def _pointer_error(file: Path) -> UserError:
    return UserError(
        f"The note {display_path(file)} of where your library lies cannot be read; mend it or "
        "delete it, or name the library with --library."
    )


def models_dir() -> Path:
    """Folder of downloaded and imported models, shared by all libraries."""
    override = os.environ.get("PHOTOCLIP_MODELS")
    if override:
        return Path(override)
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "models"


def resources_dir() -> Path:
    """Folder of shipped resources, in a source tree, a wheel or a frozen app.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    candidates = [package / "_resources", package.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        candidates.insert(0, Path(frozen) / "resources")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"PhotoClip's resources folder is missing beside {package}; reinstall PhotoClip."
    )


def resource(*parts: str) -> Path:
    """Path of one shipped resource, for example ``resource("models", "starter")``."""
    return resources_dir().joinpath(*parts)


def display_path(path: Path | str | bytes) -> str:
    """Text of a path that can always be printed, even when its name is not UTF-8.

    Bytes that are no valid UTF-8 show as the replacement character; such text
    is for people only and must never be used to open the file.
    """
    return os.fsencode(path).decode("utf-8", "replace")


class LibraryPaths:
    """File names inside one library folder.

    Attributes:
        root: The library folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def catalog(self) -> Path:
        """The SQLite catalog: the only file that is not a cache."""
        return self.root / "catalog.sqlite"

    @property
    def backups(self) -> Path:
        """Dated copies of the catalog: of each day, and before what could cost decisions."""
        return self.root / "backups"

    @property
    def cache(self) -> Path:
        """Everything in here may be deleted at any time."""
        return self.root / "cache"

    @property
    def thumbnails(self) -> Path:
        """Thumbnail cache, a SQLite file of JPEG blobs keyed by pixel hash."""
        return self.cache / "thumbnails.sqlite"

    @property
    def index(self) -> Path:
        """Folder of saved HNSW files and their manifests."""
        return self.cache / "index"

    @property
    def text_vectors(self) -> Path:
        """Folder of encoded reference texts, one file per model fingerprint."""
        return self.cache / "texts"

    @property
    def runs(self) -> Path:
        """Folder of training runs, a folder each; see ``photoclip.runs.RunFolder``."""
        return self.root / "runs"

    @property
    def asked_pictures(self) -> Path:
        """Folder of pictures without a file of their own that were asked for, bounded."""
        return self.cache / "asked"

    @property
    def features(self) -> Path:
        """Folder of what locked towers say of photos and sentences, for training."""
        return self.cache / "features"

    @property
    def settings(self) -> Path:
        """User settings of this library (TOML)."""
        return self.root / "settings.toml"
