"""The library as a whole: real files, real catalog, real encoder process, a tiny model."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_model import make_tiny_model

from photoclip.changes import ChangeSet
from photoclip.errors import UnknownModelError, UserError
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks.context import EncoderPool
from photoclip.library import IndexReport, Library


@pytest.fixture(scope="module")
def two_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    make_tiny_model(folder, "tiny")
    make_tiny_model(folder, "other", seed=7)
    return folder


class KeptPool(EncoderPool):
    """Survives the closing of a library: starting a process anew for each test takes seconds."""

    def close(self) -> None:
        """Left to the end of the module."""


@pytest.fixture(scope="module")
def pool(two_models: Path) -> Iterator[EncoderPool]:
    pool = KeptPool(two_models)
    yield pool
    EncoderPool.close(pool)


@pytest.fixture
def photos_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    (folder / "trip").mkdir(parents=True)
    for number in range(6):
        pixels = np.random.default_rng(number).integers(0, 255, (48, 64, 3), np.uint8)
        where = folder if number < 3 else folder / "trip"
        Image.fromarray(pixels).save(where / f"photo{number}.png")
    (folder / "film.mp4").write_bytes(b"not looked at")
    return folder


@pytest.fixture
def library(
    tmp_path: Path, pool: EncoderPool, photos_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    monkeypatch.setenv("PHOTOCLIP_MODELS", str(pool.models_dir))
    monkeypatch.setattr("photoclip.library.core.EncoderPool", lambda _: pool)
    with Library.open(tmp_path / "library") as library:
        library.add_folder(photos_dir)
        yield library


def index(library: Library, **switches: object) -> IndexReport:
    return run_to_end(library.index(model="tiny", **switches))  # type: ignore[arg-type]


def test_every_photo_becomes_searchable_and_a_second_run_decodes_nothing(
    library: Library,
) -> None:
    first = index(library)
    assert (first.indexed, first.reused, first.unreadable) == (6, 0, 0)
    assert first.scan is not None
    assert first.scan.not_photos == 1
    second = index(library)
    assert (second.indexed, second.reused, second.unreadable) == (0, 0, 0)
    assert second.device == "", "no model was needed"


def test_a_moved_photo_keeps_its_id_and_costs_no_decoding(
    library: Library, photos_dir: Path
) -> None:
    index(library)
    before = library.photo_by_path(photos_dir / "photo0.png")
    (photos_dir / "photo0.png").rename(photos_dir / "trip" / "renamed.png")
    report = index(library)
    after = library.photo_by_path(photos_dir / "trip" / "renamed.png")
    assert before is not None
    assert after is not None
    assert after.id == before.id
    assert report.indexed == 0


def test_a_copied_photo_reuses_the_vector(library: Library, photos_dir: Path) -> None:
    index(library)
    shutil.copyfile(photos_dir / "photo1.png", photos_dir / "copy.png")
    heard: list[ChangeSet] = []
    library.subscribe(heard.append)
    report = index(library)
    assert (report.indexed, report.reused) == (0, 1)
    assert any(change.embeddings for change in heard), "answers on show must be asked again"
    copy = library.photo_by_path(photos_dir / "copy.png")
    assert copy is not None
    assert copy.state == "ready"


def test_copies_that_arrive_together_are_decoded_once(library: Library, photos_dir: Path) -> None:
    for number in range(3):
        shutil.copyfile(photos_dir / "photo2.png", photos_dir / f"twin{number}.png")
    report = index(library)
    assert (report.indexed, report.reused) == (6, 3)


def test_two_models_see_the_same_pixels_and_never_mix_vectors(library: Library) -> None:
    index(library)
    hashes = {photo.id: photo.pixel_hash for photo in library.photos(library.all_photo_ids())}
    report = run_to_end(library.activate_model("other"))
    assert report.indexed == 6
    again = {photo.id: photo.pixel_hash for photo in library.photos(library.all_photo_ids())}
    assert again == hashes
    info = library.info()
    assert (info.active_model, info.vectors, info.waiting) == ("other", 6, 0)
    back = run_to_end(library.activate_model("tiny"))
    assert (back.indexed, back.reused) == (0, 0)


def test_a_cancelled_index_keeps_what_was_done_and_goes_on_later(library: Library) -> None:
    job = library.index(model="tiny")
    for progress in job:
        if progress.phase == "Indexing" and progress.done:
            break
    job.close()
    done = sum(photo.state == "ready" for photo in library.photos(library.all_photo_ids()))
    rest = index(library)
    assert rest.indexed == 6 - done
    assert library.info().ready == 6


def test_thumbnails_come_back_after_the_cache_was_deleted(library: Library) -> None:
    index(library)
    photo_id = int(library.all_photo_ids()[0])
    assert library.thumbnail(photo_id)
    shutil.rmtree(library.path / "cache")
    made = library.thumbnail(photo_id)
    assert made is not None
    assert made.startswith(b"\xff\xd8")


def test_a_large_library_keeps_a_graph_and_answers_when_it_is_damaged(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoclip.jobs.tasks.searching.EXACT_LIMIT", 3)
    index(library)
    (saved,) = (library.path / "cache" / "index").rglob("*.hnsw")
    whole = saved.read_bytes()
    saved.write_bytes(whole[:-100] + bytes(100))
    with Library.open(library.path) as other:
        index(other)
        again = list((library.path / "cache" / "index").rglob("*.hnsw"))
        assert again
        run_to_end(other.activate_model("tiny"))
        photo_id = int(other.all_photo_ids()[0])
        assert other.similar(photo_id).candidates == 5


def test_listeners_are_told_of_new_photos_and_vectors(library: Library) -> None:
    heard: list[ChangeSet] = []
    stop = library.subscribe(heard.append)
    index(library)
    stop()
    assert any(change.added for change in heard)
    assert any(change.embeddings for change in heard)
    generation = library.generation
    assert generation >= len(heard)


def test_a_scan_that_is_cancelled_tells_what_it_has_found_out(
    library: Library, photos_dir: Path
) -> None:
    index(library)
    gone = library.photo_by_path(photos_dir / "photo0.png")
    assert gone is not None
    (photos_dir / "photo0.png").unlink()
    heard: list[ChangeSet] = []
    library.subscribe(heard.append)
    job = library.scan()
    next(job)
    job.close()
    assert library.photo(gone.id).state == "missing"
    assert [(each.photos, each.searchable) for each in heard] == [({gone.id}, True)]


def test_an_unreadable_file_is_listed_and_stops_nothing(library: Library, photos_dir: Path) -> None:
    (photos_dir / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
    (photos_dir / "empty.jpg").touch()
    report = index(library)
    assert (report.indexed, report.unreadable) == (6, 2)
    reasons = {photo.name: photo.error for photo in library.unreadable()}
    assert set(reasons) == {"broken.jpg", "empty.jpg"}
    assert all(reasons.values())
    assert index(library).unreadable == 0, "a file that has not changed is not tried again"


def test_an_offline_folder_loses_nothing(library: Library, photos_dir: Path) -> None:
    index(library)
    away = photos_dir.with_name("away")
    photos_dir.rename(away)
    report = index(library)
    assert report.scan is not None
    assert report.scan.offline == (photos_dir,)
    assert library.info().ready == 6
    assert library.folders()[0].state == "offline"
    away.rename(photos_dir)
    assert index(library).indexed == 0
    assert library.folders()[0].state == "online"


def test_similar_leaves_the_photo_itself_out(library: Library, photos_dir: Path) -> None:
    index(library)
    run_to_end(library.activate_model("tiny"))
    shutil.copyfile(photos_dir / "photo1.png", photos_dir / "copy.png")
    index(library)
    own = library.photo_by_path(photos_dir / "photo1.png")
    assert own is not None
    hits = library.similar(own.id).hits
    assert hits[0].path == photos_dir / "copy.png"
    assert own.id not in {hit.photo_id for hit in hits}


def test_an_empty_query_is_refused_in_plain_words(library: Library) -> None:
    with pytest.raises(UserError, match="what the photo shows"):
        library.search("   ")


def test_an_unknown_model_is_refused_before_anything_starts(library: Library) -> None:
    with pytest.raises(UnknownModelError, match="no model"):
        library.index(model="nonsense")


def test_an_unknown_label_set_is_refused_with_those_that_exist(library: Library) -> None:
    index(library)
    run_to_end(library.activate_model("tiny"))
    with pytest.raises(UserError, match="everyday"):
        library.studio.suggest("nonsense")


def test_the_model_in_use_cannot_be_removed(library: Library) -> None:
    index(library)
    run_to_end(library.activate_model("tiny"))
    with pytest.raises(UserError, match="in use"):
        library.remove_model("tiny")


def test_a_backup_is_a_whole_catalog_and_overwrites_nothing(
    library: Library, tmp_path: Path
) -> None:
    index(library)
    copy = library.backup(tmp_path / "copy.sqlite")
    (tmp_path / "restored").mkdir()
    shutil.copyfile(copy, tmp_path / "restored" / "catalog.sqlite")
    with Library.open(tmp_path / "restored") as other:
        assert other.info().ready == 6
    with pytest.raises(UserError, match="exists already"):
        library.backup(copy)


def test_a_sound_library_passes_the_doctor(library: Library) -> None:
    index(library)
    run_to_end(library.activate_model("tiny"))
    assert all(check.passed for check in library.doctor(repair=True))


def test_opening_twice_at_once_shows_the_other_ones_work(library: Library, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as other:
        index(library)
        assert other.info().ready == 6


def test_watching_indexes_what_appears_and_follows_a_move(
    library: Library, photos_dir: Path
) -> None:
    index(library)
    run_to_end(library.activate_model("tiny"))
    stop = threading.Event()
    moved = photos_dir / "trip" / "moved.png"
    before = library.photo_by_path(photos_dir / "photo0.png")
    assert before is not None
    for progress in library.watch(stop=stop):
        if progress.phase != "Watching" or progress.message:
            continue
        if not (photos_dir / "arrived.png").exists():
            noise = np.random.default_rng(99).integers(0, 255, (48, 64, 3), np.uint8)
            Image.fromarray(noise).save(photos_dir / "arrived.png")
            (photos_dir / "photo0.png").rename(moved)
        found = library.photo_by_path(photos_dir / "arrived.png")
        after = library.photo_by_path(moved)
        if found is not None and found.state == "ready" and after is not None:
            assert after.id == before.id
            stop.set()
    assert stop.is_set()
