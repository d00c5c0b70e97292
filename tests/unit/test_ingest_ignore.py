"""What is skipped below a root."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip.catalog.rows import Root
from photoclip.ingest.ignore import Rules


@pytest.mark.parametrize(
    ("pattern", "path", "skipped"),
    [
        ("*.tmp", b"a.tmp", True),
        ("*.tmp", b"deep/inside/a.TMP", True),
        ("*.tmp", b"a.tmp.jpg", False),
        ("@eaDir", b"x/@eaDir", True),
        ("thumbs", b"2023/Thumbs", True),
        ("thumbs", b"2023/mythumbs", False),
        ("**/thumbs", b"thumbs", True),
        ("**/thumbs", b"a/b/thumbs", True),
        ("**/thumbs", b"a/b/thumbs2", False),
        ("2023/raw", b"2023/raw", True),
        ("2023/raw", b"x/2023/raw", False),
        ("/2023/raw/", b"2023/raw", True),
        ("./2023/*", b"2023/x.jpg", True),
        ("2023/*", b"2023/x/y.jpg", False),
        ("2023/**", b"2023/x/y.jpg", True),
        ("2023\\raw", b"2023/raw", True),
        ("img_?.jpg", b"img_1.jpg", True),
        ("img_?.jpg", b"img_12.jpg", False),
        ("[ab].jpg", b"a.jpg", True),
        ("[!ab].jpg", b"a.jpg", False),
        ("[!ab].jpg", b"c.jpg", True),
        ("[.jpg", b"[.jpg", True),
        ("a+b (1).jpg", b"a+b (1).jpg", True),
        ("caf?.jpg", b"caf\xe9.jpg", True),
        ("", b"a.jpg", False),
        ("/", b"a.jpg", False),
        ("*", b"a.jpg", True),
    ],
)
def test_a_pattern_is_tried_on_the_path_and_on_single_names(pattern, path, skipped):
    assert Rules([pattern]).skips(path, folder=False) is skipped


@pytest.mark.parametrize(
    "name",
    [
        b".hidden",
        b"@eaDir",
        b"#recycle",
        b"$RECYCLE.BIN",
        b"System Volume Information",
        b"lost+found",
    ],
)
def test_hidden_folders_and_the_junk_of_nas_boxes_are_skipped(name):
    assert Rules().skips(name, folder=True)
    assert Rules().skips(b"deep/" + name, folder=True)


def test_a_hidden_file_is_skipped_and_a_file_named_like_junk_is_not():
    assert Rules().skips(b"x/.a.jpg", folder=False)
    assert not Rules().skips(b"lost+found", folder=False)
    assert not Rules().skips(b"x/a.jpg", folder=False)


def test_a_path_is_skipped_with_any_folder_above_it():
    rules = Rules(["raw"])
    assert rules.skips_path(b"2023/raw/x/a.jpg", folder=False)
    assert rules.skips_path(b".git/a.jpg", folder=False)
    assert not rules.skips_path(b"2023/x/a.jpg", folder=False)
    assert not rules.skips_path(b"", folder=True)


def test_a_root_inside_another_is_left_to_itself():
    outer, inner = Root(1, Path("/a")), Root(2, Path("/a/b/c"))
    assert Rules.of(outer, [outer, inner]).skips(b"b/c", folder=True)
    assert not Rules.of(outer, [outer, inner]).skips(b"b", folder=True)
    assert not Rules.of(inner, [outer, inner]).skips(b"b", folder=True)
