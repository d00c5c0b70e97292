"""The commands on a real library of real photos, with the shipped starter model."""

from __future__ import annotations

import base64
import os
import shutil
import sys
from pathlib import Path

import pytest

from photoclip.cli.demo_photos import copy_demo_photos

pytestmark = [pytest.mark.starter]

ODD_NAME = b"caf\xe9.png"


@pytest.fixture(scope="module")
def photos(tmp_path_factory) -> Path:
    """Six photos, one of them in a folder below, a broken one and two other files."""
    pytest.importorskip("skimage")
    source = tmp_path_factory.mktemp("source")
    copy_demo_photos(source)
    folder = tmp_path_factory.mktemp("photos").resolve()
    for name in ("coffee.png", "cat.png", "rocket.jpg", "moon.png"):
        shutil.copy(source / name, folder)
    (folder / "places").mkdir()
    shutil.copy(source / "china-temple.jpg", folder / "places")
    if sys.platform == "linux":  # others refuse a name that is not UTF-8
        shutil.copy(source / "astronaut.png", os.fsencode(folder) + b"/" + ODD_NAME)
    else:
        shutil.copy(source / "astronaut.png", folder)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 this ends too early")
    (folder / "notes.txt").write_text("not a photo")
    (folder / "clip.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("library") / "mine"


@pytest.fixture(scope="module")
def indexed(photoclip, photos, library) -> dict:
    """The report of the first index run on the photos."""
    added = photoclip("--library", library, "add", photos, "--json").document
    assert added["added"][0]["path"] == str(photos)
    return photoclip("--library", library, "index", "--json").document


def test_index_counts_photos_broken_and_other_files(indexed):
    assert indexed["indexed"] == 6
    assert indexed["unreadable"] == 1
    assert indexed["scan"]["not_photos"] == 2


def test_a_second_index_has_nothing_to_do(photoclip, library, indexed):
    again = photoclip("--library", library, "index", "--json").document
    assert again["indexed"] == 0
    assert again["scan"]["new"] == again["scan"]["changed"] == again["scan"]["missing"] == 0


def test_search_finds_the_described_photo_first(photoclip, library, photos, indexed):
    found = photoclip("--library", library, "search", "a cup of coffee", "--json").document
    assert set(found) == {"query", "model", "results", "hidden", "more", "hints", "ms"}
    assert found["query"] == "a cup of coffee"
    first = found["results"][0]
    assert first["path"] == str(photos / "coffee.png")
    assert first["band"] in {"likely", "maybe"}
    scores = [row["score"] for row in found["results"]]
    assert scores == sorted(scores, reverse=True)
    assert len(found["results"]) + found["hidden"] == 6


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file name that is not UTF-8")
def test_a_name_that_is_not_utf8_is_found_and_printed(photoclip, library, photos, indexed):
    command = ("--library", library, "search", "an astronaut", "--all")
    rows = photoclip(*command, "--json").document["results"]
    odd = next(row for row in rows if "path_bytes" in row)
    assert base64.b64decode(odd["path_bytes"]) == os.fsencode(photos) + b"/" + ODD_NAME
    assert len(rows) == 6
    similar = photoclip(
        "--library", library, "similar", os.fsdecode(os.fsencode(photos) + b"/" + ODD_NAME)
    )
    assert similar.code == 0, similar.err


def test_info_tells_what_cannot_be_read_and_why(photoclip, library, photos, indexed):
    fields = photoclip("--library", library, "info", "--json").document
    assert (fields["ready"], fields["unreadable"], fields["roots"]) == (6, 1, 1)
    listed = photoclip("--library", library, "info", "--unreadable", "--json").document
    assert [row["path"] for row in listed["unreadable"]] == [str(photos / "broken.jpg")]
    assert listed["unreadable"][0]["reason"]


def test_labels_become_suggestions(photoclip, library, photos, indexed):
    for label in ("cat", "rocket", "submarine"):
        assert photoclip("--library", library, "labels", "add", "mine", label).code == 0
    sets = photoclip("--library", library, "labels", "list", "--json").document["label_sets"]
    assert sorted(sets["mine"]) == ["cat", "rocket", "submarine"]
    count = photoclip("--library", library, "suggest", "mine", "--json").document["suggested"]
    waiting = photoclip("--library", library, "review", "list", "--json").document["suggestions"]
    assert len(waiting) == count
    assert (str(photos / "cat.png"), "cat") in {(row["path"], row["label"]) for row in waiting}


def test_a_missing_folder_is_refused(photoclip, library, photos, indexed):
    missing = photos / "not here"
    photoclip("--library", library, "add", missing).assert_one_sentence(str(missing))
    folders = photoclip("--library", library, "folders", "--json").document["folders"]
    assert [row["path"] for row in folders] == [str(photos)]


def test_an_empty_query_is_refused(photoclip, library, indexed):
    photoclip("--library", library, "search", "  ").assert_one_sentence("empty")


@pytest.mark.parametrize(
    "command",
    [
        ("index", "--model", "nonsense"),
        ("models", "verify", "nonsense"),
        ("models", "activate", "nonsense"),
        ("models", "download", "nonsense"),
        ("models", "remove", "nonsense"),
    ],
)
def test_an_unknown_model_is_refused(photoclip, library, indexed, command):
    photoclip("--library", library, *command).assert_one_sentence("nonsense")


def test_corrupt_weights_are_refused_and_nothing_changes(photoclip, library, tmp_path, indexed):
    garbage = tmp_path / "weights.pt"
    garbage.write_bytes(b"PK\x03\x04 these are no weights" * 100)
    before = photoclip("--library", library, "models", "list", "--json").document
    photoclip(
        "--library", library, "models", "import", garbage, "--key", "bad", "--arch", "ViT-B-32"
    ).assert_one_sentence("weights.pt", "damaged")
    assert photoclip("--library", library, "models", "list", "--json").document == before
    assert garbage.exists()


def test_a_missing_or_foreign_photo_has_no_like(photoclip, library, photos, indexed):
    photoclip("--library", library, "similar", photos / "none.jpg").assert_one_sentence("none.jpg")


def test_backup_and_doctor(photoclip, library, tmp_path, indexed):
    copy = tmp_path / "copy.sqlite"
    assert photoclip("--library", library, "backup", copy, "--json").document["bytes"] > 0
    checks = photoclip("--library", library, "doctor", "--json").document
    assert checks["ok"] is True
    back = photoclip("--library", library, "restore", copy)
    assert back.code == 0
    assert str(copy) in back.out
    assert photoclip("--library", library, "doctor", "--json").document["ok"] is True


def test_evaluate_measures_captions_and_labels(photoclip, library, photos, tmp_path, indexed):
    captions = tmp_path / "captions.tsv"
    captions.write_text(
        "coffee.png\ta cup of coffee on a saucer\ncat.png\ta close-up of a cat\n"
        "rocket.jpg\ta rocket at night\nplaces/china-temple.jpg\tan old temple in China\n"
    )
    recall = photoclip("--library", library, "evaluate", captions, photos, "--json").document
    assert recall["model"] == "starter"
    assert recall["recall"]
    labels = tmp_path / "labels.tsv"
    labels.write_text("places/china-temple.jpg\ttemple\n")
    zeroshot = photoclip(
        "--library", library, "evaluate", "--zeroshot", labels, photos, "--json"
    ).document
    assert list(zeroshot["folders"]) == ["places"]
    photoclip(
        "--library", library, "evaluate", tmp_path / "no.tsv", photos
    ).assert_one_sentence("no.tsv")  # fmt: skip
