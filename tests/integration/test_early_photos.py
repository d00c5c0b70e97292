"""Photos before they are indexed: seen at once, found without being looked into."""

from __future__ import annotations

import io
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import faulty_decoders
import numpy as np
import pytest
from PIL import Image

from photoclip.changes import ChangeSet
from photoclip.encoders.messages import DECODER_VARIABLE
from photoclip.ingest.glance import glance
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import indexing
from photoclip.jobs.tasks.first_looks import FirstLooks
from photoclip.library import Library


def draw(folder: Path, name: str, size: tuple[int, int] = (64, 48)) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(len(name)).integers(0, 255, (*size[::-1], 3), np.uint8)
    Image.fromarray(pixels).save(folder / name)
    return folder / name


@pytest.fixture
def photos_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    for name in ("a.png", "bb.png", "ccc.jpg"):
        draw(folder, name)
    return folder


@pytest.fixture
def library(tmp_path: Path, photos_dir: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        library.add_folder(photos_dir)
        run_to_end(library.scan())
        yield library


def by_name(library: Library) -> dict[str, int]:
    return {photo.name: photo.id for photo in library.photos(library.all_photo_ids().tolist())}


def test_a_photo_has_a_thumbnail_before_it_is_indexed(library: Library) -> None:
    for photo_id in by_name(library).values():
        data = library.thumbnail(photo_id)
        assert data is not None
        assert Image.open(io.BytesIO(data)).size == (64, 48)
    assert library.info().vectors == 0
    assert library.info().waiting == 3


def test_no_model_is_loaded_for_a_first_look(library: Library) -> None:
    library.thumbnail(min(by_name(library).values()))
    assert [key for key, _ in library._context.encoders._leases] == [None]


def test_a_file_is_looked_at_once(library: Library, photos_dir: Path) -> None:
    photo_id = by_name(library)["a.png"]
    first = library.thumbnail(photo_id)
    shutil.rmtree(photos_dir)
    assert library.thumbnail(photo_id) == first


def test_a_file_that_changed_is_looked_at_again(library: Library, photos_dir: Path) -> None:
    photo_id = by_name(library)["a.png"]
    before = library.thumbnail(photo_id)
    Image.new("RGB", (80, 30), "red").save(photos_dir / "a.png")
    run_to_end(library.scan())
    after = library.thumbnail(photo_id)
    assert after is not None
    assert after != before


def test_a_file_that_is_no_picture_has_no_thumbnail(library: Library, photos_dir: Path) -> None:
    (photos_dir / "bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    run_to_end(library.scan())
    assert library.thumbnail(by_name(library)["bad.jpg"]) is None


@pytest.mark.skipif(sys.platform == "win32", reason="the faulty decoder sends itself a signal")
def test_a_file_that_kills_its_decoder_harms_nobody(
    library: Library, photos_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DECODER_VARIABLE, faulty_decoders.NAME)
    draw(photos_dir, "crash.png")
    run_to_end(library.scan())
    restarts = []
    library.watch_encoder(lambda: restarts.append(1))
    names = by_name(library)
    assert library.thumbnail(names["crash.png"]) is None
    assert library.thumbnail(names["a.png"]) is not None
    assert restarts


def test_what_is_kept_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photoclip.jobs.tasks.first_looks._MOST_BYTES", 1_000)
    looks = FirstLooks()
    for number in range(50):
        looks._keep((number, 0, 0), b"x" * 100 if number % 2 else None)
    assert looks._bytes <= 1_000
    assert (49, 0, 0) in looks._found
    assert (0, 0, 0) not in looks._found


# --- finding without indexing ---
def test_watching_that_may_not_index_still_finds_photos(library: Library, photos_dir: Path) -> None:
    stop, allowed = threading.Event(), threading.Event()
    found = threading.Event()
    library.subscribe(lambda changes: found.set() if changes.added else None)
    watching = library.watch(stop=stop, may_index=allowed.is_set)
    step = next(watching)
    while step.phase != "Watching":
        step = next(watching)
    assert library.info().vectors == 0
    draw(photos_dir, "later.png")
    thread = threading.Thread(target=lambda: [None for _ in watching])
    thread.start()
    assert found.wait(60)
    stop.set()
    thread.join(60)
    assert library.info().photos == 4
    assert library.info().vectors == 0


def test_a_long_scan_tells_what_it_found_before_it_ends(
    library: Library, photos_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "FIRST_TOLD_S", 0.0)
    for name in ("one", "two", "three"):
        draw(photos_dir / name, "x.png")
    told: list[ChangeSet] = []
    library.subscribe(told.append)
    scanning = library.scan()
    while not any(changes.added for changes in told):
        next(scanning)
    assert sum(1 for _ in scanning) > 0
    assert len(frozenset().union(*(changes.added for changes in told))) == 3


# --- a look into a folder that is not in the library ---
def test_photos_are_counted_with_those_in_folders_inside(photos_dir: Path) -> None:
    draw(photos_dir / "trip" / "day", "x.png")
    (photos_dir / "film.mp4").touch()
    draw(photos_dir / ".hidden", "y.png")
    found = glance(photos_dir)
    assert (found.photos, found.complete, found.problem) == (4, True, "")


def test_counting_ends_when_it_takes_too_long(photos_dir: Path) -> None:
    for number in range(4):
        draw(photos_dir / str(number), "x.png")
    found = glance(photos_dir, files=3)
    assert not found.complete
    assert 0 < found.photos < 7
    assert glance(photos_dir, seconds=-1.0).complete is False


def test_a_single_folder_with_very_many_files_is_not_counted_to_the_end(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.jpg").touch()
    found = glance(tmp_path, files=4)
    assert (found.photos, found.complete, found.problem) == (4, False, "")


def test_what_cannot_be_added_is_answered_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").touch()
    for path, words in (
        (tmp_path / "empty", "no photos"),
        (tmp_path / "file.txt", "is a file"),
        (tmp_path / "nowhere", "no folder"),
        (Path(tmp_path.anchor), "whole computer"),
    ):
        problem = glance(path).problem
        assert words in problem
        assert problem.count(". ") == 0


def test_a_look_changes_nothing(library: Library, tmp_path: Path) -> None:
    draw(tmp_path / "elsewhere", "x.png")
    assert library.glance(tmp_path / "elsewhere").photos == 1
    assert len(library.folders()) == 1
