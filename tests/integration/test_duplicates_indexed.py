"""From files to groups: real pictures, a real encoder process, a tiny model."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoclip.jobs.job import run_to_end
from photoclip.library import Library


def picture(seed: int) -> Image.Image:
    """Soft blobs of colour: like photos, and unlike noise, they survive being made smaller."""
    rough = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
    return Image.fromarray(rough).resize((320, 240), Image.Resampling.BICUBIC)


@pytest.fixture
def top(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed in range(5):
        picture(seed).save(folder / f"photo{seed}.png")
    shutil.copyfile(folder / "photo0.png", folder / "photo0 (1).png")
    picture(1).save(folder / "compressed.jpg", quality=60)
    picture(2).resize((160, 120)).save(folder / "small.png")
    Image.new("RGB", (320, 240), "black").save(folder / "black.png")
    Image.new("RGB", (320, 240), (0, 0, 3)).save(folder / "nearly black.png")
    return folder


@pytest.fixture
def library(
    tmp_path: Path, top: Path, tiny_models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    monkeypatch.setenv("PHOTOCLIP_MODELS", str(tiny_models_dir))
    with Library.open(tmp_path / "library") as library:
        library.add_folder(top)
        yield library


def test_indexing_groups_copies_and_the_query_finds_them(library: Library, top: Path) -> None:
    run_to_end(library.activate_model("tiny"))
    run_to_end(library.index())
    groups = {
        tuple(sorted(path.name for path in group.paths)): group
        for group in library.duplicates.groups()
    }
    assert set(groups) == {
        ("photo0 (1).png", "photo0.png"),
        ("compressed.jpg", "photo1.png"),
        ("photo2.png", "small.png"),
    }
    copied = groups["photo0 (1).png", "photo0.png"]
    assert (copied.exact, copied.paths[0].name) == (True, "photo0.png")
    smaller = groups["photo2.png", "small.png"]
    assert (smaller.exact, smaller.reason) == (False, "more pixels")
    found = {photo.path.name for photo in library.photos(library.photos_matching("is:duplicate"))}
    assert found == {name for names in groups for name in names}

    (top / "small.png").unlink()
    run_to_end(library.index())
    found = {photo.path.name for photo in library.photos(library.photos_matching("is:duplicate"))}
    assert found == {"photo0 (1).png", "photo0.png", "compressed.jpg", "photo1.png"}
    assert len(run_to_end(library.duplicates.find(threshold=0))) in (1, 2)
    assert all(path.exists() for path in top.iterdir())
