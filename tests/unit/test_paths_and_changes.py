"""Small rooms: where things live and what changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from photoclip.changes import ChangeSet
from photoclip.paths import LibraryPaths, default_library_dir, display_path, resource


def test_an_undecodable_name_can_always_be_shown() -> None:
    path = Path(os.fsdecode(b"/photos/caf\xe9.jpg"))
    assert display_path(path) == "/photos/caf\ufffd.jpg"
    display_path(path).encode("utf-8")


def test_shipped_resources_are_found() -> None:
    assert resource("models").is_dir()


def test_only_the_catalog_and_settings_live_outside_the_cache(tmp_path: Path) -> None:
    paths = LibraryPaths(tmp_path)
    for cache in (paths.thumbnails, paths.index, paths.text_vectors):
        assert cache.is_relative_to(paths.cache)
    assert not paths.catalog.is_relative_to(paths.cache)


def test_the_library_folder_can_be_set_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOCLIP_LIBRARY", str(tmp_path))
    assert default_library_dir() == tmp_path


def test_an_empty_change_set_is_false_and_union_keeps_all() -> None:
    assert not ChangeSet()
    union = ChangeSet(photos=frozenset({1})) | ChangeSet(added=frozenset({2}), tags=True)
    assert union == ChangeSet(photos=frozenset({1}), added=frozenset({2}), tags=True)
