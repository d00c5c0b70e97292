"""Whole pictures as the viewer gets them: upright, in sRGB, turned, or one sentence why not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from photoclip.errors import UnreadablePhotoError
from photoclip.jobs.job import run_to_end
from photoclip.library import Library

LEFT, RIGHT = (200, 40, 60), (30, 90, 210)


def scene() -> Image.Image:
    """80 x 40: one colour on the left, another on the right."""
    pixels = np.empty((40, 80, 3), np.uint8)
    pixels[:, :40], pixels[:, 40:] = LEFT, RIGHT
    return Image.fromarray(pixels)


def swapped_profile() -> bytes:
    """A profile in which red and green have changed places: certainly not sRGB."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = data.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))
    return (
        data.replace(b"rXYZ", b"?XYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"?XYZ", b"gXYZ", 1)
    )


def shown(library: Library, folder: Path, name: str) -> np.ndarray:
    run_to_end(library.scan())
    photo = library.photo_by_path(folder / name)
    assert photo is not None
    return library.full_image(photo.id, max_side=1000).astype(int)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path):  # type: ignore[no-untyped-def]
    with Library.open(tmp_path / "library") as library:
        library.add_folder(folder)
        yield library


def test_an_embedded_colour_profile_is_applied(library: Library, folder: Path) -> None:
    scene().save(folder / "wide.png", icc_profile=swapped_profile())
    pixels = shown(library, folder, "wide.png")
    red, green, blue = LEFT
    assert np.abs(pixels[20, 10] - (green, red, blue)).max() <= 4


def test_a_picture_without_a_profile_keeps_its_colours(library: Library, folder: Path) -> None:
    scene().save(folder / "plain.png")
    assert shown(library, folder, "plain.png")[20, 10].tolist() == list(LEFT)


@pytest.mark.parametrize(
    ("orientation", "shape", "where"),
    [
        (1, (40, 80), (20, 5)),
        (3, (40, 80), (20, 75)),
        (6, (80, 40), (5, 20)),
        (8, (80, 40), (75, 20)),
    ],
)
def test_the_orientation_of_the_camera_is_applied_once(
    library: Library,
    folder: Path,
    orientation: int,
    shape: tuple[int, int],
    where: tuple[int, int],
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    scene().save(folder / "turned.jpg", quality=95, subsampling=0, exif=exif)
    pixels = shown(library, folder, "turned.jpg")
    assert pixels.shape[:2] == shape
    assert np.abs(pixels[where] - LEFT).max() <= 8


def test_profile_orientation_and_turning_go_together(library: Library, folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = swapped_profile()
    scene().save(folder / "all.jpg", quality=95, subsampling=0, exif=exif, icc_profile=profile)
    assert shown(library, folder, "all.jpg").shape[:2] == (80, 40)
    photo = library.photo_by_path(folder / "all.jpg")
    assert photo is not None
    library.tags.rotate([photo.id], 270)
    pixels = library.full_image(photo.id, max_side=1000).astype(int)
    assert pixels.shape[:2] == (40, 80)
    red, green, blue = LEFT
    assert np.abs(pixels[20, 10] - (green, red, blue)).max() <= 8


def test_a_photo_that_is_gone_says_so(library: Library, folder: Path) -> None:
    scene().save(folder / "a.png")
    shown(library, folder, "a.png")
    (folder / "a.png").unlink()
    photo = library.photo_by_path(folder / "a.png")
    assert photo is not None
    with pytest.raises(UnreadablePhotoError, match="no longer there"):
        library.full_image(photo.id, max_side=1000)


def test_of_an_offline_folder_the_drive_is_named_not_the_photo(
    library: Library, folder: Path
) -> None:
    scene().save(folder / "a.png")
    shown(library, folder, "a.png")
    photo = library.photo_by_path(folder / "a.png")
    assert photo is not None
    shutil.move(folder, folder.with_name("away"))
    with pytest.raises(UnreadablePhotoError, match="offline"):
        library.full_image(photo.id, max_side=1000)
    run_to_end(library.scan())
    assert library.summary([photo.id]).offline == 1
