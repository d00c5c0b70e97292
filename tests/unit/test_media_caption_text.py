"""Text files beside photos: which belong to one, and what of them is a caption."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.media.caption_text import find_texts, joint_stamp, read_captions

STAMPS = st.lists(st.integers(1, 2**61), max_size=3)


def said(folder: Path, photo: str = "a.jpg") -> list[str]:
    found = read_captions(folder / photo)
    assert all(each.source == "text" for each in found)
    return [each.text for each in found]


def test_one_caption_a_line_and_the_photos_own_file_first(tmp_path):
    (tmp_path / "a.txt").write_text("A boat.\n\n  A ship. \r\nA BOAT.\n")
    (tmp_path / "a.jpg.txt").write_text("\ufeffA harbour at dawn.\n", encoding="utf-8")
    assert said(tmp_path) == ["A harbour at dawn.", "A boat.", "A ship."]
    assert said(tmp_path, "a.nef") == ["A boat.", "A ship."], "a RAW file shares it"
    assert said(tmp_path, "ab.jpg") == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\n",
        b"\xff\xfeA\x00 \x00b\x00",
        "Ein schönes Boot.".encode("latin-1"),
        b"A boat.\x00",
        b"line\n" * 21,
        b"A boat. " * 9_000,
        b"a.jpg\tA boat.\nb.jpg\tA ship.\n",
        b"1.jpg: A boat.\n2.jpg: A ship.\n",
        b"1.jpg#0 A boat.\n",
        b"2019-05-03\n12\n",
    ],
)
def test_what_is_no_caption_says_nothing(tmp_path, content):
    (tmp_path / "a.txt").write_bytes(content)
    assert said(tmp_path) == []


def test_twenty_lines_are_taken(tmp_path):
    (tmp_path / "a.txt").write_text("".join(f"Sentence number {n}.\n" for n in range(20)))
    assert len(said(tmp_path)) == 20


def test_folders_and_dead_links_are_no_texts(tmp_path):
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.jpg.txt").symlink_to(tmp_path / "nowhere")
    assert find_texts(tmp_path / "a.jpg") == ()
    assert said(tmp_path) == []


def test_names_that_are_no_text_work(tmp_path):
    photo = tmp_path / "caf\udce9.jpg"
    photo.with_suffix(".txt").write_text("A café.", encoding="utf-8")
    assert [each.text for each in read_captions(photo)] == ["A café."]


@given(STAMPS, STAMPS)
def test_a_stamp_tells_sidecars_from_texts_and_from_nothing(sidecars, texts):
    stamp = joint_stamp(sidecars, texts)
    assert (stamp is None) == (not sidecars and not texts)
    assert (stamp is not None and stamp > 0) == bool(sidecars)
    if not texts:
        assert stamp == max(sidecars, default=None)
    assert stamp is None or abs(stamp) < 2**63, "it fits a column of SQLite"


@given(STAMPS, STAMPS, st.integers(1, 1_000))
def test_a_stamp_changes_when_either_does(sidecars, texts, later):
    newer = max(sidecars, default=0) + later
    assert joint_stamp([*sidecars, newer], texts) != joint_stamp(sidecars, texts)
    newer = max(texts, default=0) + later
    assert joint_stamp(sidecars, [*texts, newer]) != joint_stamp(sidecars, texts)
