"""Copies in a real catalog, and the trash: only what was named goes there, nothing is deleted."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from photoclip.catalog import duplicates as catalog
from photoclip.catalog import embeddings, models, photos, tags
from photoclip.catalog.rows import Pixels
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import duplicates as tasks
from photoclip.jobs.tasks import trash
from photoclip.library import Library

DIM = 16
TELLING = 0x0F3C_55AA_1234_8765


class Bench:
    """A library of files that are no pictures, and what decoding would have found in them."""

    def __init__(self, library: Library, top: Path) -> None:
        self.library = library
        self.top = top
        self.context = library._parts.context
        self.model = library._parts.model(None)
        # The shipped model's vectors are longer; its row alone is what counts here.
        self.context.db.write(
            lambda conn: conn.execute(
                "UPDATE models SET dim = ? WHERE id = ?", (DIM, self.model.id)
            )
        )
        self.model = library._parts.model(None)
        self._clock = 0

    def put(self, name: str, text: str = "") -> Path:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or name)
        self._clock += 1
        os.utime(path, ns=(10**18 + self._clock, 10**18 + self._clock))
        return path

    def scan(self) -> None:
        run_to_end(self.library.scan())

    def photo(self, name: str) -> photos.Photo:
        found = self.library.photo_by_path(self.top / name)
        assert found is not None, name
        return found

    def add(
        self,
        name: str,
        picture: int,
        *,
        bits: int = TELLING,
        direction: int | None = 0,
        size: tuple[int, int] = (400, 300),
        kind: str = "JPEG",
    ) -> int:
        """A photo; ``direction`` is what the model sees, None for no vector."""
        self.put(name)
        self.scan()
        photo = self.photo(name)
        signed = int(np.uint64(bits).astype(np.int64))
        pixels = Pixels(b"p%d" % picture, signed, *size, 1, kind, 1)

        def write(conn):
            photos.mark_ready(
                conn, photo.id, size=photo.size, mtime_ns=photo.mtime_ns,
                file_hash=name.encode(), pixels=pixels,
            )  # fmt: skip
            if direction is not None:
                vector = np.zeros(DIM, np.float16)
                vector[direction] = 1
                embeddings.put_many(conn, self.model.id, [(pixels.pixel_hash, vector)])

        self.context.db.write(write)
        return photo.id

    def find(self, **options) -> list[list[str]]:
        groups = run_to_end(self.library.duplicates.find(**options))
        return [[str(path.relative_to(self.top)) for path in group.paths] for group in groups]

    def grouped(self) -> set[int]:
        """What ``is:duplicate`` gives."""
        with self.context.db.read() as conn:
            return catalog.grouped(conn)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    top = tmp_path / "photos"
    top.mkdir()
    with Library.open(tmp_path / "library") as library:
        library.add_folder(top)
        yield Bench(library, top)


def test_equal_pixels_are_copies_whatever_the_hash_says(bench):
    bench.add("a.jpg", 1, bits=0, direction=None)
    bench.add("b.jpg", 1, bits=0, direction=None)
    bench.add("c.jpg", 2)
    assert bench.find() == [["a.jpg", "b.jpg"]]
    [group] = bench.library.duplicates.groups()
    assert (group.exact, group.reason) == (True, "older file")
    assert group.photo_ids == (bench.photo("a.jpg").id, bench.photo("b.jpg").id)


def test_near_copies_need_hash_and_model(bench):
    bench.add("a.jpg", 1)
    bench.add("small.jpg", 2, bits=TELLING ^ 0b11, size=(200, 150))
    bench.add("other sight.jpg", 3, direction=5)
    bench.add("no vector.jpg", 4, direction=None)
    bench.add("other hash.jpg", 5, bits=TELLING ^ 0b111)
    assert bench.find() == [["a.jpg", "small.jpg"]]
    [group] = bench.library.duplicates.groups()
    assert (group.exact, group.reason) == (False, "more pixels")
    assert bench.find(threshold=0) == []
    assert sorted(map(sorted, bench.find(threshold=3))) == [
        ["a.jpg", "other hash.jpg", "small.jpg"]
    ]


@pytest.mark.parametrize("bits", [0, 2**64 - 1, 0b101])
def test_flat_pictures_are_copies_only_if_their_pixels_are_equal(bench, bits):
    bench.add("sky1.jpg", 1, bits=bits)
    bench.add("sky2.jpg", 2, bits=bits)
    assert bench.find() == []


def test_raw_and_jpeg_of_one_shot_are_a_stack_and_no_copies(bench):
    bench.add("one/DSC.NEF", 1, kind="RAW")
    bench.add("one/DSC.JPG", 2)
    bench.add("apart/DSC.JPG", 2)
    assert bench.find() == [["one/DSC.JPG", "apart/DSC.JPG"]]


def test_what_the_user_tagged_is_kept(bench):
    bench.add("a.jpg", 1)
    second = bench.add("b.jpg", 1)
    bench.library.tags.add([second], ("sea",))
    assert bench.find() == [["b.jpg", "a.jpg"]]
    [group] = bench.library.duplicates.groups()
    assert group.reason == "has your tags, stars or captions"


@pytest.mark.parametrize("threshold", [-1, 9, 64])
def test_a_threshold_out_of_range_is_refused_at_once(bench, threshold):
    with pytest.raises(UserError, match="0 \\(strictest\\) to 8"):
        bench.library.duplicates.find(threshold=threshold)


def test_a_photo_that_goes_or_changes_leaves_its_group(bench):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        bench.add(name, 1)
    bench.find()
    assert len(bench.grouped()) == 3
    (bench.top / "a.jpg").unlink()
    bench.scan()
    [group] = bench.library.duplicates.groups()
    assert [path.name for path in group.paths] == ["b.jpg", "c.jpg"]
    bench.put("b.jpg", "quite another picture")
    bench.scan()
    assert bench.library.duplicates.groups() == []
    assert bench.grouped() == set()


def test_the_search_can_be_stopped_and_keeps_what_was_found_before(bench):
    bench.add("a.jpg", 1)
    bench.add("b.jpg", 1)
    bench.find()
    job = bench.library.duplicates.find()
    next(job)
    job.close()
    assert len(bench.library.duplicates.groups()) == 1


def test_indexing_finds_copies_by_itself_and_idle_runs_do_not_look_again(bench):
    bench.add("a.jpg", 1)
    bench.add("b.jpg", 1)
    refresh(bench)
    assert len(bench.grouped()) == 2, "the first run looks though nothing was indexed"
    bench.add("c.jpg", 1)
    refresh(bench)
    assert len(bench.grouped()) == 2
    tasks.expect_changes(bench.context)
    refresh(bench)
    assert len(bench.grouped()) == 3


def refresh(bench):
    run_to_end(tasks.refresh_duplicates(bench.context, bench.model))


def test_large_libraries_keep_near_copies_and_get_exact_ones_at_once(bench, monkeypatch):
    bench.add("a.jpg", 1)
    bench.add("near.jpg", 2, bits=TELLING ^ 1, size=(200, 150))
    bench.find()
    monkeypatch.setattr(tasks, "CHEAP_PHOTOS", 0)
    bench.add("copy of near.jpg", 2, bits=TELLING ^ 1, size=(200, 150))
    bench.add("x.jpg", 3, direction=7)
    bench.add("y.jpg", 3, direction=7)
    tasks.expect_changes(bench.context)
    refresh(bench)
    names = [[path.name for path in group.paths] for group in bench.library.duplicates.groups()]
    assert names == [["a.jpg", "near.jpg", "copy of near.jpg"], ["x.jpg", "y.jpg"]]


class Bin:
    """Stands for the system's trash."""

    def __init__(self, folder: Path, refuse: dict[str, OSError] | None = None) -> None:
        self.folder = folder
        self.refuse = refuse or {}
        folder.mkdir()

    def __call__(self, path: Path) -> None:
        if path.name in self.refuse:
            raise self.refuse[path.name]
        path.rename(self.folder / path.name)

    def names(self) -> set[str]:
        return {each.name for each in self.folder.iterdir()}


@pytest.fixture
def bin_(tmp_path):
    return Bin(tmp_path / "bin")


def throw_away(bench, bin_, *names):
    ids = [bench.photo(name).id for name in names]
    return trash.trash_photos(bench.context, ids, send=bin_)


def test_named_photos_go_to_the_trash_and_keep_their_rows_and_tags(bench, bin_):
    photo = bench.add("a.jpg", 1)
    bench.add("b.jpg", 1)
    bench.library.tags.add([photo], ("sea",))
    bench.find()
    report = throw_away(bench, bin_, "a.jpg")
    assert report.trashed == (bench.top / "a.jpg",)
    assert report.failed == ()
    assert bin_.names() == {"a.jpg"}
    row = bench.library.photo(photo)
    assert row.state == "missing"
    with bench.context.db.read() as conn:
        assert [each.tag for each in tags.of_photo(conn, photo)] == ["sea"]
    assert bench.library.duplicates.groups() == []
    assert bench.grouped() == set()
    (bin_.folder / "a.jpg").rename(bench.top / "a.jpg")
    bench.scan()
    assert bench.photo("a.jpg").id == photo, "what comes back from the trash is known again"


@pytest.mark.parametrize(
    ("others", "gone"),
    [
        ((), {"a.jpg", "a.xmp", "a.jpg.xmp"}),
        (("a.nef",), {"a.jpg", "a.jpg.xmp"}),
        (("A.MOV",), {"a.jpg", "a.jpg.xmp"}),
        (("a.jpg.png",), {"a.jpg", "a.xmp"}),
        (("a.txt", "ab.jpg"), {"a.jpg", "a.xmp", "a.jpg.xmp"}),
    ],
)
def test_a_sidecar_goes_along_unless_another_picture_shares_it(bench, bin_, others, gone):
    for name in ("a.jpg", "a.xmp", "a.jpg.xmp", *others):
        bench.put(name)
    bench.scan()
    report = throw_away(bench, bin_, "a.jpg")
    assert report.failed == ()
    assert bin_.names() == gone == {path.name for path in report.trashed}


def test_both_halves_of_a_shot_take_their_sidecar_along(bench, bin_):
    for name in ("a.jpg", "a.nef", "a.xmp"):
        bench.put(name)
    bench.scan()
    throw_away(bench, bin_, "a.jpg", "a.nef")
    assert bin_.names() == {"a.jpg", "a.nef", "a.xmp"}


def test_a_file_that_changed_since_the_scan_is_left_alone(bench, bin_):
    bench.put("a.jpg")
    bench.scan()
    bench.put("a.jpg", "another picture")
    report = throw_away(bench, bin_, "a.jpg")
    assert report.trashed == ()
    assert "has changed" in report.failed[0][1]
    assert (bench.top / "a.jpg").read_text() == "another picture"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "not allowed"),
        (OSError(errno.EROFS, "Read-only file system"), "read-only"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left"),
        (OSError("no mount point"), "no mount point"),
    ],
)
def test_a_failure_is_reported_and_the_rest_goes_on(bench, tmp_path, error, words):
    for name in ("a.jpg", "b.jpg"):
        bench.put(name)
    bench.scan()
    report = throw_away(bench, Bin(tmp_path / "bin", {"a.jpg": error}), "a.jpg", "b.jpg")
    assert report.trashed == (bench.top / "b.jpg",)
    [(path, reason)] = report.failed
    assert path == bench.top / "a.jpg"
    assert words in reason
    assert reason.endswith(".")
    assert path.exists()
    assert bench.photo("a.jpg").state == "new"


def test_a_photo_that_is_gone_is_reported(bench, bin_):
    bench.put("a.jpg")
    bench.scan()
    (bench.top / "a.jpg").unlink()
    assert "not there" in throw_away(bench, bin_, "a.jpg").failed[0][1]


def test_an_unknown_number_stops_before_anything_moves(bench, bin_):
    bench.put("a.jpg")
    bench.scan()
    with pytest.raises(UserError, match="number 99"):
        trash.trash_photos(bench.context, [bench.photo("a.jpg").id, 99], send=bin_)
    assert bin_.names() == set()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into the freedesktop.org trash")
def test_the_systems_trash_is_used_and_can_give_the_file_back(tmp_path):
    """In a process of its own: the trash's place is read from the environment at import."""
    top, home = tmp_path / "photos", tmp_path / "home"
    top.mkdir()
    home.mkdir()
    (top / "a.jpg").write_text("picture")
    (top / "a.xmp").write_text("sidecar")
    script = (
        "import sys; from pathlib import Path\n"
        "from photoclip.jobs.job import run_to_end; from photoclip.library import Library\n"
        "top, where = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "with Library.open(where) as library:\n"
        "    library.add_folder(top); run_to_end(library.scan())\n"
        "    photo = library.photo_by_path(top / 'a.jpg')\n"
        "    report = library.files.trash([photo.id])\n"
        "    assert not report.failed, report.failed\n"
    )
    environment = os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    subprocess.run(
        [sys.executable, "-c", script, str(top), str(tmp_path / "library")],
        env=environment, check=True, timeout=120,
    )  # fmt: skip
    assert list(top.iterdir()) == []
    kept = home / "data" / "Trash" / "files"
    assert {each.name: each.read_text() for each in kept.iterdir()} == {
        "a.jpg": "picture",
        "a.xmp": "sidecar",
    }
    note = (home / "data" / "Trash" / "info" / "a.jpg.trashinfo").read_text()
    assert str(top / "a.jpg") in note


def test_vectors_of_another_model_do_not_count(bench):
    bench.add("a.jpg", 1, direction=None)
    bench.add("b.jpg", 2, direction=None)

    def other(conn):
        model = models.upsert(conn, key="m", fingerprint="f", arch="a", dim=DIM, source="imported")
        vector = np.eye(DIM, dtype=np.float16)[0]
        embeddings.put_many(conn, model, [(b"p1", vector), (b"p2", vector)])

    bench.context.db.write(other)
    assert bench.find() == []
