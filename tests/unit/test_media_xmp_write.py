"""Editing XMP packets: ours changes, all else stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xmp_samples import DARKTABLE, DIGIKAM, LIGHTROOM, SAMPLES, STRANGE, foreign

from photoclip.media.sidecar import packet_metadata
from photoclip.media.tidy import folded_path
from photoclip.media.xmp import parse_xmp
from photoclip.media.xmp_nodes import RDF
from photoclip.media.xmp_write import DamagedXmpError, XmpEdit, check_packet, edit_packet

EVERYTHING = XmpEdit(
    add=(("People", "Bob"), ("sunset",)), remove=(("Places", "Harbour"),), caption="Ours", rating=5
)


def edited(packet: str | bytes | None, edit: XmpEdit) -> bytes:
    before = packet.encode() if isinstance(packet, str) else packet
    after = edit_packet(before, edit)
    assert after is not None
    return after


def said(packet: bytes) -> tuple[set[tuple[str, ...]], int | None, str | None]:
    found = packet_metadata(packet)
    caption = found.captions[0].text if found.captions else None
    return set(found.agreed_keywords), found.rating, caption


@pytest.mark.parametrize("name", SAMPLES)
def test_everything_that_is_not_ours_stays(name):
    before = SAMPLES[name].encode()
    after = edited(before, EVERYTHING)
    assert after != before
    assert foreign(after) == foreign(before)
    keywords, rating, caption = said(after)
    assert {("People", "Bob"), ("sunset",)} <= keywords
    assert ("Places", "Harbour") not in keywords
    assert (rating, caption) == (5, "Ours")


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_said_already_changes_no_byte(name):
    once = edited(SAMPLES[name], EVERYTHING)
    assert edit_packet(once, EVERYTHING) is once
    before = SAMPLES[name].encode()
    assert edit_packet(before, XmpEdit()) is before


def test_head_and_tail_of_a_packet_stay_to_the_byte():
    before = b"\xef\xbb\xbf" + STRANGE.encode() + b" \n\n\t "
    after = edited(before, EVERYTHING)
    assert after.startswith(before[: before.index(b"<x:xmpmeta")])
    assert after.endswith(before[before.index(b"</x:xmpmeta>") :])
    assert b"<![CDATA[<a> & b]]>" in after


@pytest.mark.parametrize("tail", ["", "\n", "<?xpacket end='w'?>\n"])
@pytest.mark.parametrize("gap", ["", " "])
def test_an_outermost_element_that_closes_itself_is_replaced_and_not_doubled(gap, tail):
    before = f'<rdf:RDF xmlns:rdf="{RDF[1:-1]}"{gap}/>{tail}'
    after = edited(before, EVERYTHING)
    check_packet(after)
    assert said(after)[0] == {("People", "Bob"), ("sunset",)}
    assert after.endswith(f"</rdf:RDF>{tail}".encode())


def test_a_new_sidecar_says_all_of_it_in_every_list():
    properties = parse_xmp(edited(None, EVERYTHING))
    assert properties["dc:subject"] == ["Bob", "sunset"]
    assert properties["lr:hierarchicalSubject"] == ["People|Bob", "sunset"]
    assert properties["digiKam:TagsList"] == ["People/Bob", "sunset"]
    assert properties["dc:description"] == ["Ours"]
    assert properties["xmp:Rating"] == ["5"]


def test_no_sidecar_is_made_for_nothing():
    nothing = XmpEdit(remove=(("a",),), caption="", rating=0)
    assert edit_packet(None, nothing) is None


def test_keywords_of_others_stay_and_only_the_removed_ones_go():
    after = edited(DIGIKAM, XmpEdit(add=(("x",),), remove=(("People", "Anna"),)))
    properties = parse_xmp(after)
    assert properties["dc:subject"] == ["Harbour", "x"]
    assert properties["lr:hierarchicalSubject"] == ["Places|Harbour", "x"]
    assert properties["digiKam:TagsList"] == ["Places/Harbour", "x"]


def test_upper_levels_that_lightroom_wrote_as_words_go_with_the_last_keyword_below_them():
    after = edited(LIGHTROOM, XmpEdit(remove=(("Animals", "Cat"),)))
    assert "dc:subject" not in parse_xmp(after)
    other = edited(LIGHTROOM, XmpEdit(add=(("Animals", "Dog"),), remove=(("Animals", "Cat"),)))
    assert parse_xmp(other)["dc:subject"] == ["Animals", "Dog"]


def test_a_word_that_another_tag_needs_stays():
    both = edited(DIGIKAM, XmpEdit(add=(("Friends", "Anna"),)))
    after = edited(both, XmpEdit(add=(("Friends", "Anna"),), remove=(("People", "Anna"),)))
    assert "Anna" in parse_xmp(after)["dc:subject"]
    assert parse_xmp(after)["lr:hierarchicalSubject"] == ["Places|Harbour", "Friends|Anna"]


def test_a_word_stays_that_only_a_path_needs_which_no_list_with_levels_can_hold():
    before = edited(None, XmpEdit(add=(("Anna",),)))
    after = edited(before, XmpEdit(add=(("a|b/c", "Anna"),), remove=(("Anna",),)))
    assert parse_xmp(after)["dc:subject"] == ["Anna"]
    assert "lr:hierarchicalSubject" not in parse_xmp(after)


def test_upper_and_lower_case_are_one_keyword():
    before = DIGIKAM.encode()
    assert edit_packet(before, XmpEdit(add=(("places", "HARBOUR"),))) is before


def test_a_plain_attribute_becomes_a_list_and_keeps_its_word():
    assert parse_xmp(edited(STRANGE, XmpEdit(add=(("new",),))))["dc:subject"] == ["lonely", "new"]


def test_other_languages_of_a_caption_stay():
    changed = parse_xmp(edited(DIGIKAM, XmpEdit(caption="Ours")))
    assert changed["dc:description"] == ["Ours", "Boote am Mittag"]
    removed = parse_xmp(edited(DIGIKAM, XmpEdit(caption="")))
    assert removed["dc:description"] == ["Boote am Mittag"]


@pytest.mark.parametrize("form", ['dc:description="old"', ""])
def test_a_caption_in_a_simple_form_is_replaced(form):
    inside = "" if form else "<dc:description>old</dc:description>"
    before = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" {form}>{inside}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    )
    assert parse_xmp(edited(before, XmpEdit(caption="new")))["dc:description"] == ["new"]
    assert "dc:description" not in parse_xmp(edited(before, XmpEdit(caption="")))


def test_taking_the_stars_away_leaves_no_other_programs_stars_behind():
    assert said(edited(DIGIKAM, XmpEdit(rating=0)))[1] == 0
    only_percent = edited(DIGIKAM.replace('xmp:Rating="2"', ""), XmpEdit(rating=0))
    assert said(only_percent)[1] == 0
    before = LIGHTROOM.encode()
    assert edit_packet(before, XmpEdit(rating=0)) is before


def test_stars_in_an_element_stay_an_element():
    before = LIGHTROOM.replace("<dc:subject>", "<xmp:Rating>1</xmp:Rating><dc:subject>", 1)
    after = edited(before, XmpEdit(rating=-1))
    assert b"<xmp:Rating>-1</xmp:Rating>" in after


@pytest.mark.parametrize(
    ("packet", "reason"),
    [
        (b"", "not well-formed"),
        (b"<x:xmpmeta", "not well-formed"),
        (DIGIKAM.encode()[:1500], "not well-formed"),
        (b"<a><b></a>", "not well-formed"),
        (b"\xff\xfe\x00", "not well-formed"),
        (b"<html/>", "no XMP"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "defines entities"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "not well-formed"),
    ],
)
def test_what_is_no_sound_packet_is_refused(packet, reason):
    with pytest.raises(DamagedXmpError, match=reason):
        edit_packet(packet, EVERYTHING)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_keep_their_nodes(encoding):
    text = DARKTABLE.replace("UTF-8", encoding)
    after = edited(text.encode(encoding), EVERYTHING)
    keywords, rating, caption = said(after)
    assert (("People", "Bob") in keywords, rating, caption) == (True, 5, "Ours")
    assert parse_xmp(after)["exif:DateTimeOriginal"] == ["2019:07:04 10:11:12.000"]
    assert "gz08eJxjYGBgYAFiCQYYOOHEgAZY0QWAgBGLGANDgz0Ej1Q" in after.decode(encoding)


_names = st.text(
    st.characters(exclude_characters="/|", exclude_categories=("Cs",)), min_size=1, max_size=12
)
_paths = st.lists(_names, min_size=1, max_size=3).map(tuple)


@settings(max_examples=150, deadline=None)
@given(st.lists(_paths, max_size=5), st.text(st.characters(exclude_categories=("Cs",))))
def test_any_tag_and_caption_comes_back_as_it_went_in(paths, caption):
    sound = [path for path in paths if len(folded_path(path)) == len(path)]
    packet = edit_packet(DIGIKAM.encode(), XmpEdit(add=tuple(sound), caption=caption))
    assert packet is not None
    keys = {folded_path(path) for path in packet_metadata(packet).agreed_keywords}
    levels = {level for key in keys for level in key}
    for path in sound:
        key = folded_path(path)
        assert key in keys or (len(key) == 1 and key[0] in levels)
    assert foreign(packet) == foreign(DIGIKAM.encode())
    assert edit_packet(packet, XmpEdit(add=tuple(sound), caption=caption)) is packet
