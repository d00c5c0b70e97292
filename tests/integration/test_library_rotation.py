"""Turning photos: for the eye only, kept through all that happens to their files."""

from __future__ import annotations

import io

import numpy as np
import pytest
from files_bench import mark_ready, scan
from PIL import Image

from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.library import Library

NAMES = ("a.jpg", "b.jpg", "DSC_1.NEF", "DSC_1.JPG", "sub/c.jpg")


@pytest.fixture
def picture(library, top) -> int:
    """A real photo, 60 x 40, red on the left and blue on the right."""
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:, :30, 0] = pixels[:, 30:, 2] = 255
    Image.fromarray(pixels).save(top / "real.jpg", quality=95)
    run_to_end(library.scan())
    photo = library.photo_by_path(top / "real.jpg")
    mark_ready(library, photo)
    return photo.id


def _red_side(pixels: np.ndarray) -> str:
    half_h, half_w = pixels.shape[0] // 2, pixels.shape[1] // 2
    sides = {
        "left": pixels[:, :half_w], "right": pixels[:, -half_w:],
        "top": pixels[:half_h], "bottom": pixels[-half_h:],
    }  # fmt: skip
    return max(sides, key=lambda side: sides[side][..., 0].mean())


def _thumbnail(library: Library, photo_id: int) -> np.ndarray:
    data = library.thumbnail(photo_id)
    assert data is not None
    return np.array(Image.open(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("degrees", "rotation", "red", "shape"),
    [
        (90, 90, "top", (60, 40, 3)),
        (-90, 270, "bottom", (60, 40, 3)),
        (180, 180, "right", (40, 60, 3)),
        (450, 90, "top", (60, 40, 3)),
        (360, 0, "left", (40, 60, 3)),
    ],
)
def test_a_photo_is_shown_turned_clockwise_and_its_file_is_untouched(
    library, picture, top, heard, degrees, rotation, red, shape
):
    before = (top / "real.jpg").read_bytes()
    assert _red_side(_thumbnail(library, picture)) == "left"
    heard.clear()
    library.tags.rotate([picture], degrees)
    assert library.photo(picture).rotation == rotation
    for pixels in (_thumbnail(library, picture), library.full_image(picture, max_side=100)):
        assert (pixels.shape, _red_side(pixels)) == (shape, red)
    assert library.photo(picture).shown_size == (shape[1], shape[0])
    assert (top / "real.jpg").read_bytes() == before
    assert [change.photos for change in heard] == [frozenset({picture})]
    assert not heard[0].searchable and not heard[0].embeddings


def test_turns_add_up_and_the_kept_thumbnail_is_never_turned(library, picture):
    library.tags.rotate([picture], 90)
    assert _red_side(_thumbnail(library, picture)) == "top"
    kept = library._parts.context.thumbnails.get(library.photo(picture).pixel_hash)
    library.tags.rotate([picture], 90)
    library.tags.rotate([picture], 90)
    library.tags.rotate([picture], 90)
    assert library.photo(picture).rotation == 0
    assert _red_side(_thumbnail(library, picture)) == "left"
    assert library._parts.context.thumbnails.get(library.photo(picture).pixel_hash) == kept


def test_queries_for_size_know_how_a_photo_is_shown(library, picture):
    assert library.photos_matching("width:60") == [picture]
    library.tags.rotate([picture], 90)
    assert library.photos_matching("width:40 height:60") == [picture]


def test_a_scan_a_move_and_a_new_decoding_keep_the_turn(library, picture, top):
    library.tags.rotate([picture], 270)
    assert scan(library) == (0, 0, 0, 0)
    (top / "real.jpg").rename(top / "sub" / "real.jpg")
    scan(library)
    photo = library.photo(picture)
    assert (photo.path, photo.rotation) == (top / "sub" / "real.jpg", 270)
    mark_ready(library, photo, b"another decoder")
    assert library.photo(picture).rotation == 270
    library.files.rename(picture, "turned")
    assert library.photo(picture).rotation == 270


def test_only_right_angles_and_known_photos_are_turned(library, picture):
    with pytest.raises(UserError, match="not by 45"):
        library.tags.rotate([picture], 45)
    with pytest.raises(UserError, match="no photo number 99"):
        library.tags.rotate([picture, 99], 90)
    assert library.photo(picture).rotation == 0
