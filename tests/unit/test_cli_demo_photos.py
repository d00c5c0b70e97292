"""The demo's photos come out of installed packages and are copied once."""

from __future__ import annotations

import importlib.util
import zlib

import pytest

from photoclip.cli import demo_photos, selftest
from photoclip.errors import UserError


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Two stand-in packages, so that the test needs neither scikit-image nor scikit-learn."""
    for package, folder in (("skimage", "data"), ("sklearn", "datasets/images")):
        (tmp_path / package / folder).mkdir(parents=True)
    (tmp_path / "skimage/data/coffee.png").write_bytes(b"coffee")
    (tmp_path / "skimage/data/chelsea.png").write_bytes(b"a cat")
    (tmp_path / "skimage/data/logo.png").write_bytes(b"a drawing")
    (tmp_path / "sklearn/datasets/images/china.jpg").write_bytes(b"temple")

    def find_spec(name):
        if not (tmp_path / name).is_dir():
            return None
        spec = importlib.util.spec_from_loader(name, None, is_package=True)
        spec.submodule_search_locations.append(str(tmp_path / name))
        return spec

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    return tmp_path


def test_photographs_are_copied_under_plain_names(packages, tmp_path):
    copied = demo_photos.copy_demo_photos(tmp_path / "photos")
    assert [file.name for file in copied] == ["cat.png", "china-temple.jpg", "coffee.png"]
    assert copied[0].read_bytes() == b"a cat"


def test_a_second_demo_touches_no_photo(packages, tmp_path):
    first = {f: f.stat().st_mtime_ns for f in demo_photos.copy_demo_photos(tmp_path / "photos")}
    again = {f: f.stat().st_mtime_ns for f in demo_photos.copy_demo_photos(tmp_path / "photos")}
    assert again == first


def test_a_damaged_copy_is_replaced(packages, tmp_path):
    copied = demo_photos.copy_demo_photos(tmp_path / "photos")
    copied[0].write_bytes(b"a ca?")
    demo_photos.copy_demo_photos(tmp_path / "photos")
    assert copied[0].read_bytes() == b"a cat"


def test_a_missing_package_names_the_extra_to_install(packages, tmp_path):
    (packages / "sklearn").rename(packages / "elsewhere")
    with pytest.raises(UserError, match=r"photoclip\[demo\]"):
        demo_photos.copy_demo_photos(tmp_path / "photos")
    assert not (tmp_path / "photos").exists()


def test_the_self_test_draws_valid_pictures(tmp_path):
    first, second, *_ = selftest.write_pictures(tmp_path / "pictures")
    data = first.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    start = data.index(b"IDAT") + 4
    pixels = zlib.decompress(data[start : data.index(b"IEND") - 8])
    assert len(pixels) == 160 * (160 * 3 + 1)
    assert first.read_bytes() != second.read_bytes()
