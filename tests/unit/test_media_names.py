"""Names for photo files: what people type is a name that every system takes, or is refused."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.errors import UserError
from photoclip.media.formats import extension_of
from photoclip.media.names import check_stem, new_name

OLD = st.sampled_from(["a.jpg", "a.JPG", "IMG_1.NEF", "x.tar.tiff", "a.heic"])


@pytest.mark.parametrize(
    ("old", "typed", "new"),
    [
        ("a.jpg", "beach", "beach.jpg"),
        ("a.JPG", "beach", "beach.JPG"),
        ("a.jpg", "beach.jpg", "beach.jpg"),
        ("a.jpg", "beach.JPEG", "beach.JPEG"),
        ("a.tif", "scan.tiff", "scan.tiff"),
        ("a.jpg", " beach ", "beach.jpg"),
        ("a.jpg", "2023.06.12", "2023.06.12.jpg"),
        ("a.jpg", "Dr. No", "Dr. No.jpg"),
        ("a.jpg", "été", "été.jpg"),
        ("a.jpg", "concert", "concert.jpg"),
        ("a.jpg", "a.jpg.jpg", "a.jpg.jpg"),
    ],
)
def test_the_extension_stays_unless_one_of_the_same_format_is_typed(old, typed, new):
    assert new_name(old, typed) == new


@pytest.mark.parametrize("typed", ["beach.png", "beach.nef", "beach.mp4", "a.TIFF"])
def test_a_name_never_says_another_format(typed):
    with pytest.raises(UserError, match="leave the extension away"):
        new_name("a.jpg", typed)


@pytest.mark.parametrize(
    "typed",
    ["", " ", ".jpg", "..", ".", "a/b", "a/b.jpg", "/a.JPG", "a\\b", "a?", 'a"', "a|b", "a<b",
     "a\tb", "a\x7f", "nul", "COM1", "Lpt9.x", "com²", "CON .y", "CONIN$",
     "x.", "x .jpg", "a\udcff", "ü" * 128],
)  # fmt: skip
def test_what_some_system_refuses_is_refused_everywhere(typed):
    with pytest.raises(UserError) as refused:
        new_name("photo.jpg", typed)
    assert str(refused.value).endswith(".")


@given(old=OLD, typed=st.text())
def test_whatever_is_typed_gives_a_safe_name_or_one_sentence(old, typed):
    try:
        name = new_name(old, typed)
    except UserError:
        return
    assert PureWindowsPath(name).name == PurePath(name).name == name
    assert not PureWindowsPath(name).is_reserved()
    assert not name.startswith(".")
    assert len(name.encode()) <= 255
    assert new_name(old, name) == name
    if extension_of(name) != extension_of(old):
        assert {extension_of(name), extension_of(old)} <= {"tif", "tiff"} | {
            "jpg", "jpeg", "jpe", "jfif", "heic", "heics", "heif", "heifs", "hif",
        }  # fmt: skip


@given(st.text(alphabet="abcXYZ0189 _-()é.", min_size=1, max_size=40))
def test_plain_names_are_taken(stem):
    if stem.strip(". ") != stem or not stem:
        return
    check_stem(stem)
