"""Clean values out of what cameras and programs write."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.media import metadata, tidy
from photoclip.media.types import CaptionText


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2008:10:22 16:28:39", "2008-10-22T16:28:39"),
        ("2008-10-22T16:28:39+02:00", "2008-10-22T16:28:39"),
        ("2008-10-22T16:28:39.25Z", "2008-10-22T16:28:39"),
        ("2008-10-22T16:28", "2008-10-22T16:28:00"),
        ("2008:10:22", "2008-10-22T00:00:00"),
        ("2008-10", "2008-10-01T00:00:00"),
        ("1985", "1985-01-01T00:00:00"),
        ("2016:12:31 23:59:60", "2016-12-31T23:59:59"),
        ("0000:00:00 00:00:00", None),
        ("0000", None),
        ("    :  :     :  :  ", None),
        ("2008:13:01 00:00:00", None),
        ("2008:02:30 00:00:00", None),
        ("2008:10:22 25:00:00", None),
        ("0123:01:01 00:00:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_local_time_or_nothing(text: str | None, iso: str | None):
    assert tidy.parse_date(text) == iso


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 40D", "Canon EOS 40D"),
        ("NIKON CORPORATION", "NIKON D70", "NIKON D70"),
        ("NIKON", "COOLPIX P6000", "NIKON COOLPIX P6000"),
        ("NIKON CORPORATION", "COOLPIX P1", "NIKON COOLPIX P1"),
        ("EASTMAN KODAK COMPANY", "KODAK CX7530", "KODAK CX7530"),
        ("OLYMPUS OPTICAL CO.,LTD", "C8080WZ", "OLYMPUS C8080WZ"),
        ("OLYMPUS IMAGING CORP.", "E-420", "OLYMPUS E-420"),
        ("Apple\x00garbage", "iPhone 4 ", "Apple iPhone 4"),
        ("Make", None, "Make"),
        (None, "Jolla", "Jolla"),
        ("  \x00", "", None),
    ],
)
def test_a_camera_has_its_make_once(make: str | None, model: str | None, camera: str | None):
    assert tidy.camera_name(make, model) == camera


@pytest.mark.parametrize("text", ["n/a", "(65535)", "0.0 0.0", "----", "Unknown (12)", "", None])
def test_a_placeholder_is_no_lens(text: str | None):
    assert tidy.lens_name(text) is None


@pytest.mark.parametrize(
    ("text", "stars"),
    [("3", 3), ("-1", -1), ("4.0", 4), ("0", 0), ("6", None), ("-2", None), ("nan", None),
     ("inf", None), ("many", None), ("", None), (None, None)],
)  # fmt: skip
def test_a_rating_has_at_most_five_stars(text: str | None, stars: int | None):
    assert tidy.rating(text) == stars


@pytest.mark.parametrize(
    ("text", "speed"),
    [("200", 200), ("ISO 200", 200), ("102400", 102400), ("0", None), ("65535", None),
     ("Auto", None), ("9" * 40, None), (None, None)],
)  # fmt: skip
def test_an_iso_speed_is_known_or_nothing(text: str | None, speed: int | None):
    assert tidy.iso_speed(text) == speed


def test_a_plain_keyword_that_is_a_level_of_a_path_is_not_listed_again():
    paths = [("Animals", "Cats"), ("cats",), ("Animals",), ("beach",), ("Beach",)]
    assert tidy.keyword_paths(paths) == (("Animals", "Cats"), ("beach",))


def test_keywords_are_clean_and_bounded():
    assert tidy.keyword_paths([(" a\x00b ",), ("",), ("x" * 5000,), ()]) == (("a",),)
    assert len(tidy.keyword_paths((str(n),) for n in range(50_000))) == tidy.MAX_KEYWORDS


def test_equal_words_in_two_unicode_forms_are_one_keyword():
    assert tidy.keyword_paths([("café",), ("cafe\u0301",)]) == (("café",),)


@pytest.mark.parametrize(
    "junk",
    ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "DCIM\\100MEDIA", "charset=Ascii", "   ",
     "SAMSUNG", "Exif_JPEG_PICTURE", "12:34", "<Digimax i50 MP3, Samsung #1 MP3>",
     "a5cb01550dbb9a6bf732f87e413f6e231cc4581e", "\x00\x00"],
)  # fmt: skip
def test_what_cameras_put_into_captions_is_no_caption(junk: str):
    assert tidy.distinct_captions([CaptionText(junk, "exif")]) == ()


def test_captions_are_distinct_and_keep_their_order():
    captions = [
        CaptionText("A dog  in\nwater", "xmp"),
        CaptionText("a dog in water ", "iptc"),
        CaptionText("Ein Hund", "exif"),
    ]
    assert [c.text for c in tidy.distinct_captions(captions)] == ["A dog  in\nwater", "Ein Hund"]


def test_text_is_utf8_or_latin1():
    assert tidy.decode_text("Größe 写真".encode()) == "Größe 写真"
    assert tidy.decode_text(b"Gr\xf6\xdfe") == "Größe"
    assert tidy.decode_text(b"\x81") == "\ufffd"


def _exif(lat: str, lat_ref: str, lon: str, lon_ref: str) -> dict[str, str]:
    return {
        "Exif.GPSInfo.GPSLatitude": lat,
        "Exif.GPSInfo.GPSLatitudeRef": lat_ref,
        "Exif.GPSInfo.GPSLongitude": lon,
        "Exif.GPSInfo.GPSLongitudeRef": lon_ref,
    }


def test_south_and_west_are_negative():
    place = metadata.exif_position(_exif("33/1 51/1 3150/100", "S", "70/1 30/1 0/1", "W"))
    assert place == pytest.approx((-33.85875, -70.5))


@pytest.mark.parametrize(
    "exif",
    [
        {},
        _exif("43/1 28/1 0/1", "", "11/1 53/1 0/1", "E"),
        _exif("43/1 28/1 0/1", "N", "11/1 53/1 0/1", "X"),
        _exif("43/0 28/1 0/1", "N", "11/1 53/1 0/1", "E"),
        _exif("0/0 0/0 0/0", "N", "0/0 0/0 0/0", "E"),
        _exif("0/1 0/1 0/1", "N", "0/1 0/1 0/1", "E"),
        _exif("91/1 0/1 0/1", "N", "11/1 0/1 0/1", "E"),
        _exif("43/1 0/1 0/1", "N", "181/1 0/1 0/1", "E"),
        _exif("-43/1 0/1 0/1", "N", "11/1 0/1 0/1", "E"),
        _exif("4294967295/1", "N", "11/1", "E"),
        _exif("text", "N", "11/1", "E"),
        _exif("43/1 1/1 1/1 1/1", "N", "11/1", "E"),
    ],
)
def test_a_place_that_cannot_be_is_no_place(exif: dict[str, str]):
    assert metadata.exif_position(exif) is None


@given(
    st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)), max_size=5),
    st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)), max_size=5),
    st.text(max_size=3),
    st.sampled_from(["N", "S", "E", "W", "n\x00", "", " "]),
)
def test_any_rationals_give_a_place_on_earth_or_none(lat, lon, lat_ref, lon_ref):
    texts = [" ".join(f"{a}/{b}" for a, b in parts) for parts in (lat, lon)]
    place = metadata.exif_position(_exif(texts[0], lat_ref, texts[1], lon_ref))
    if place is not None:
        assert all(map(math.isfinite, place))
        assert -90 <= place[0] <= 90
        assert -180 <= place[1] <= 180


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_place_survives_the_way_cameras_write_it(lat: float, lon: float):
    def written(angle: float) -> str:
        whole = int(abs(angle))
        minutes = (abs(angle) - whole) * 60
        seconds = round((minutes - int(minutes)) * 60 * 10_000)
        return f"{whole}/1 {int(minutes)}/1 {seconds}/10000"

    refs = "S" if lat < 0 else "N", "W" if lon < 0 else "E"
    place = metadata.exif_position(_exif(written(lat), refs[0], written(lon), refs[1]))
    if place is None:
        assert abs(lat) < 1e-6
        assert abs(lon) < 1e-6
    else:
        assert place == pytest.approx((lat, lon), abs=1e-7)


@given(st.text())
def test_no_text_breaks_the_tidying(text: str):
    tidy.parse_date(text)
    tidy.rating(text)
    tidy.iso_speed(text)
    tidy.lens_name(text)
    tidy.camera_name(text, text)
    tidy.keyword_paths([(text,), (text, text)])
    tidy.distinct_captions([CaptionText(text, "exif")])
