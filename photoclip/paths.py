"""Where things live: the library folder, shared caches and shipped resources."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

APP_NAME = "PhotoClip"


def default_library_dir() -> Path:
    """Folder of the library used when ``--library`` is not given."""
    override = os.environ.get("PHOTOCLIP_LIBRARY")
    if override:
        return Path(override)
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "library"


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
        """Dated copies of the catalog, written before each migration."""
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
    def features(self) -> Path:
        """Folder of what locked towers say of photos and sentences, for training."""
        return self.cache / "features"

    @property
    def settings(self) -> Path:
        """User settings of this library (TOML)."""
        return self.root / "settings.toml"
