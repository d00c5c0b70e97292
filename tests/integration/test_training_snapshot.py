"""What a training run gets to learn from: a real catalog, files with odd names, no twins apart."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from photoclip.catalog import captions, duplicates, embeddings, models, photos, training
from photoclip.catalog.rows import Pixels
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import snapshot
from photoclip.library import Library
from photoclip.run_reports import TrainOptions
from photoclip.runs import RunFolder, SnapshotPhoto, read_config, read_label_sets, read_photos

DIM = 8


def pixels(number: int) -> bytes:
    return hashlib.blake2b(b"%d" % number, digest_size=32).digest()


class Bench:
    """A library of files that are no pictures, and what decoding would have found in them."""

    def __init__(self, library: Library, top: Path) -> None:
        self.library = library
        self.top = top
        self.context = library._parts.context
        key = self.context.db.write(
            lambda conn: models.upsert(
                conn, key="base", fingerprint="f", arch="a", dim=DIM, source="imported"
            )
        )
        assert key
        with self.context.db.read() as conn:
            self.model = models.get(conn, "base")
        self._numbers = 0
        self._ids: dict[bytes, int] = {}

    def add(self, *names: str | bytes) -> list[int]:
        """Files in the library's folder, or anywhere if absolute."""
        for name in names:
            path = self.top / os.fsdecode(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(os.fsencode(name))
        run_to_end(self.library.scan())
        found = [self.library.photo_by_path(self.top / os.fsdecode(name)) for name in names]
        return [photo.id for photo in found if photo is not None]

    def ready(
        self,
        photo_id: int,
        picture: int | None = None,
        *,
        bits: int | None = None,
        vector: bool = True,
        taken: str | None = None,
        camera: str | None = None,
    ) -> int:
        """What decoding finds: another picture each time, unless one is named."""
        self._numbers += 1
        number = 10_000 + self._numbers if picture is None else picture
        photo = self.library.photo(photo_id)
        told = int.from_bytes(pixels(number)[:8], "little", signed=True) if bits is None else bits
        found = Pixels(pixels(number), told, 40, 30, 1, "JPEG", 1)

        def write(conn):
            photos.mark_ready(
                conn, photo_id, size=photo.size, mtime_ns=photo.mtime_ns,
                file_hash=photo.path_bytes[-32:], pixels=found,
            )  # fmt: skip
            conn.execute(
                "UPDATE photos SET taken_at = ?, camera = ? WHERE id = ?", (taken, camera, photo_id)
            )
            if vector:
                row = np.random.default_rng(number).standard_normal(DIM)
                unit = (row / np.linalg.norm(row)).astype(np.float16)
                embeddings.put_many(conn, self.model.id, [(found.pixel_hash, unit)])

        self.context.db.write(write)
        return photo_id

    def captioned(self, count: int, *, start: int = 0) -> list[int]:
        """Photos of different moments, a caption each."""
        ids = self.add(*[f"captioned/{start + n}.jpg" for n in range(count)])
        for n, photo_id in enumerate(ids, start=start):
            self.ready(photo_id, n)
            self.library.captions.set(photo_id, f"Sentence {n}.")
        return ids

    def uncaptioned(self, count: int) -> list[int]:
        return [self.ready(each) for each in self.add(*[f"plain/{n}.jpg" for n in range(count)])]

    def say(self, photo_id: int, text: str, source: str = "xmp", split: str | None = None) -> None:
        self.context.db.write(
            lambda conn: captions.add(conn, [(photo_id, text)], source=source, split=split)
        )

    def overview(self, **options):
        return snapshot.overview(self.context, self.model, **options)

    def run(self, where: str = "run", **options) -> Run:
        folder = RunFolder(self.top.parent / where)
        job = snapshot.prepare_run(self.context, self.model, TrainOptions(**options), folder)
        return Run(folder, run_to_end(job))


class Run:
    """A prepared run, read as the trainer reads it."""

    def __init__(self, folder: RunFolder, config) -> None:
        self.folder = folder
        self.config = read_config(folder.config)
        assert self.config == config
        data = config.data
        self.photos = read_photos(folder.resolve(data.snapshot))
        self.general = read_photos(folder.resolve(data.general))
        self.label_sets = read_label_sets(folder.resolve(data.label_sets))
        with np.load(folder.resolve(data.vectors)) as file:
            self.hashes = [row.tobytes().hex() for row in file["hashes"]]
            self.vectors = file["vectors"]

    def of(self, number: int) -> SnapshotPhoto:
        [found] = [each for each in self.photos if each.pixel_hash == pixels(number).hex()]
        return found

    def side(self, split: str) -> set[str]:
        return {each.pixel_hash for each in self.photos if each.split == split}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    top = tmp_path / "photos"
    top.mkdir()
    with Library.open(tmp_path / "library") as library:
        library.add_folder(top)
        yield Bench(library, top)


def test_a_snapshot_holds_every_captioned_photo_once(bench):
    bench.captioned(24)
    bench.uncaptioned(6)
    run = bench.run()
    assert len({each.pixel_hash for each in run.photos}) == len(run.photos) == 24
    assert {each.captions for each in run.photos} == {(f"Sentence {n}.",) for n in range(24)}
    assert all(each.file.is_file() for each in (*run.photos, *run.general))
    assert len(run.side("validation")) == 6
    assert len({each.group for each in run.photos}) == 24
    assert len(run.general) == 6
    assert all(not each.captions for each in run.general)


def test_the_base_models_vectors_go_along_and_missing_ones_are_left_out(bench):
    bench.captioned(20)
    plain = bench.uncaptioned(3)
    bench.ready(plain[0], 500, vector=False)
    run = bench.run()
    assert len(run.hashes) == 22
    assert run.vectors.shape == (22, DIM)
    assert run.vectors.dtype == np.float16
    assert pixels(500).hex() not in run.hashes
    assert pixels(500).hex() in {each.pixel_hash for each in run.general}
    with bench.context.db.read() as conn:
        stored = embeddings.vectors_for(conn, bench.model.id, [pixels(3)])
    assert (run.vectors[run.hashes.index(pixels(3).hex())] == stored[pixels(3)]).all()


def test_the_configuration_says_what_was_chosen(bench, tmp_path):
    bench.captioned(20)
    labelled = tmp_path / "labels.tsv"
    labelled.write_text("a.jpg\tdog\nb.jpg\tcat\n")
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).touch()
    run = bench.run(
        preset="adapter", epochs=3, batch_size=64, learning_rate=0.5, name="ours", title="Ours",
        labelled=(labelled,), device="cpu", seed=7,
    )  # fmt: skip
    model, how = run.config.model, run.config.training
    assert (model.key, model.name, model.title) == ("base", "ours", "Ours")
    assert model.models_dir == bench.context.models_dir
    assert (how.preset, how.epochs, how.batch_size, how.learning_rate) == ("adapter", 3, 64, 0.5)
    assert (how.device, how.seed) == ("cpu", 7)
    assert run.config.data.labelled == (labelled,)
    usual = bench.run("usual").config
    assert (usual.model.name, usual.training.batch_size) == ("my-photos", 0)
    assert usual.training.preset == "adapter"


def test_copies_are_one_photo_with_all_their_captions(bench):
    bench.captioned(20)
    first, second = (bench.ready(each, 100) for each in bench.add("one.jpg", "two.jpg"))
    bench.say(first, "A boat.")
    bench.say(first, "A  ship\nat sea.", "iptc")
    bench.say(second, "a boat.", "exif")
    bench.say(second, "An old boat.", "list.tsv")
    run = bench.run()
    assert run.of(100).captions == ("A boat.", "A ship at sea.", "An old boat.")
    assert len(run.photos) == 21
    overview = bench.overview()
    assert (overview.photos, overview.captions) == (21, 23)
    assert overview.sources == {"manual": 20, "xmp": 1, "iptc": 1, "list.tsv": 1}


def test_names_that_are_no_text_survive(bench):
    bench.captioned(20)
    [odd] = bench.add(b"d\xff/caf\xe9.jpg")
    bench.say(bench.ready(odd, 100), "A café.")
    assert os.fsencode(bench.run().of(100).file) == os.fsencode(bench.top) + b"/d\xff/caf\xe9.jpg"


def offline(bench: Bench, tmp_path: Path, count: int) -> Path:
    """Captioned photos of another folder, which then goes away."""
    drive = tmp_path / "drive"
    drive.mkdir()
    bench.library.add_folder(drive)
    ids = bench.add(*[str(drive / f"{n}.jpg") for n in range(count)])
    for n, photo_id in enumerate(ids):
        bench.say(bench.ready(photo_id, 200 + n), f"Away {n}.")
    shutil.move(drive, tmp_path / "unplugged")
    run_to_end(bench.library.scan())
    return drive


def test_photos_that_are_not_there_are_counted_and_left_out(bench, tmp_path):
    bench.captioned(22)
    offline(bench, tmp_path, 3)
    overview = bench.overview()
    assert (overview.photos, overview.offline) == (22, 3)
    assert "3 more are in folders that are not connected" in overview.advice
    run = bench.run()
    assert len(run.photos) == 22
    assert not any("drive" in each.path for each in (*run.photos, *run.general))


def test_a_copy_that_is_there_lends_its_file_to_one_that_is_not(bench, tmp_path):
    bench.captioned(20)
    offline(bench, tmp_path, 1)
    [copy] = bench.add("copy.jpg")
    bench.ready(copy, 200)
    run = bench.run()
    assert run.of(200).captions == ("Away 0.",)
    assert run.of(200).file == bench.top / "copy.jpg"
    assert bench.overview().offline == 0


def one_group(run: Run, *numbers: int) -> None:
    found = [run.of(number) for number in numbers]
    assert len({each.group for each in found}) == 1
    assert len({each.split for each in found}) == 1


@pytest.mark.parametrize("seed", range(6))
def test_twins_of_any_kind_are_in_one_group_and_on_one_side(bench, seed):
    bench.captioned(30)
    names = ["burst1.jpg", "burst2.jpg", "DSC.NEF", "DSC.JPG", "near1.jpg", "near2.jpg",
             "copied1.jpg", "copied2.jpg"]  # fmt: skip
    ids = bench.add(*names)
    for n, photo_id in enumerate(ids):
        bench.say(photo_id, f"Twin {n}.")
        if n < 2:
            bench.ready(photo_id, 100 + n, taken=f"2024-05-01T10:00:{n * 40:02}", camera="A")
        elif n in (4, 5):
            # Three bits apart, and no vector that could speak against it.
            near = 0x0F3C_55AA_1234_8765 ^ (0b111 if n == 5 else 0)
            bench.ready(photo_id, 100 + n, bits=near, vector=False)
        else:
            bench.ready(photo_id, 100 + n)
    bench.context.db.write(lambda conn: duplicates.put_groups(conn, [(ids[6:], "found first")]))
    run = bench.run(seed=seed)
    for at in range(0, 8, 2):
        one_group(run, 100 + at, 101 + at)
    assert len({each.group for each in run.photos}) == 34


def test_general_photos_are_of_no_captioned_moment(bench):
    bench.captioned(20)
    [said, other, free] = bench.add("said.jpg", "burst.jpg", "free.jpg")
    bench.say(bench.ready(said, 100, taken="2024-05-01T10:00:01", camera="A"), "A boat.")
    bench.ready(other, 101, taken="2024-05-01T10:00:02", camera="A")
    bench.ready(free, 102, taken="2024-05-01T11:00:02", camera="A")
    assert [each.pixel_hash for each in bench.run().general] == [pixels(102).hex()]


def test_general_photos_are_a_bounded_sample_that_the_seed_decides(bench, monkeypatch):
    monkeypatch.setattr(snapshot, "MOST_GENERAL", 10)
    bench.captioned(20)
    bench.uncaptioned(60)
    first = [each.pixel_hash for each in bench.run("one").general]
    again = [each.pixel_hash for each in bench.run("two").general]
    other = [each.pixel_hash for each in bench.run("three", seed=1).general]
    assert len(first) == 10
    assert first == again
    assert set(first) != set(other)


def test_imported_splits_are_kept(bench):
    ids = bench.captioned(40)
    file = bench.top / "captioned" / "more.csv"
    sides = ["test"] * 3 + ["val"] * 4 + ["train"] * 30
    rows = [f"{n}.jpg,Another {n}.,{side}" for n, side in enumerate(sides)]
    file.write_text("image,caption,split\n" + "\n".join(rows))
    assert bench.library.captions.import_file(file) == 37
    run = bench.run()
    held = run.side("validation")
    assert {pixels(n).hex() for n in range(7)} <= held
    assert held.isdisjoint(pixels(n).hex() for n in range(7, 37))
    with bench.context.db.read() as conn:
        told = {each.split for each in captions.of_photo(conn, ids[3])}
    assert told == {"dev"}, "the split is the photo's, not one caption's"


def test_accepted_tags_become_sentences_unless_they_are_not_wanted(bench):
    bench.captioned(20)
    [tagged, suggested] = bench.add("tagged.jpg", "suggested.jpg")
    bench.ready(tagged, 100)
    bench.ready(suggested, 101)
    bench.library.tags.add([tagged], ("Animals", "dog"))
    bench.library.tags.add([tagged], ("beach",))
    tag = bench.library.tags.add([suggested], ("lake",))
    bench.context.db.write(
        lambda conn: conn.execute(
            "UPDATE tag_assignments SET status = 'suggested' WHERE photo_id = ?", (suggested,)
        )
    )
    del tag
    said = bench.run().of(100).captions
    assert any("beach and dog" in each for each in said)
    assert not any("Animals" in each for each in said)
    assert len(bench.run("again").photos) == 21
    assert len(bench.run("without", use_tags=False).photos) == 20
    overview = bench.overview()
    assert (overview.photos, overview.sources["tags"]) == (21, len(said))
    assert "1 suggested tag waits" in overview.advice
    assert bench.overview(use_tags=False).photos == 20


def test_label_sets_are_measured_on_photos_that_nothing_is_learned_from(bench):
    bench.captioned(20)
    plain = bench.uncaptioned(14)
    bench.library.studio.put_label("Pets", "dog", prompts=("a dog", "a puppy"))
    bench.library.studio.put_label("Pets", "cat")
    bench.library.studio.put_label("Small", "few")
    bench.library.studio.put_label("Small", "fewer")
    bench.library.tags.add(plain[:7], ("dog",))
    bench.library.tags.add(plain[6:13], ("cat",))
    bench.library.tags.add(plain[:2], ("few",))
    [pets] = bench.run(use_tags=False).label_sets
    assert pets.name == "Pets"
    assert dict(pets.classes) == {"dog": ("a dog", "a puppy"), "cat": ("cat",)}
    assert "{}" in pets.templates
    assert sorted(pets.labels) == ["cat"] * 6 + ["dog"] * 6, "the one with both is neither"
    by_hash = {each.pixel_hash: label for each, label in zip(pets.photos, pets.labels, strict=True)}
    dog = bench.library.photo(plain[0]).pixel_hash.hex()
    assert by_hash[dog] == "dog"
    # With tags as captions most of these photos are learned from.
    assert bench.run("tags").label_sets == []


def test_label_sets_may_use_validation_but_never_training_photos(bench):
    ids = bench.captioned(120)
    bench.library.studio.put_label("Pets", "dog")
    bench.library.studio.put_label("Pets", "cat")
    bench.library.tags.add(ids[::2], ("dog",))
    bench.library.tags.add(ids[1::2], ("cat",))
    run = bench.run()
    [pets] = run.label_sets
    assert {each.pixel_hash for each in pets.photos} == run.side("validation")


def test_too_few_captions_get_a_plain_answer(bench):
    with pytest.raises(UserError, match="No photo that is there has a caption"):
        bench.run()
    bench.captioned(12)
    overview = bench.overview()
    assert [each.allowed for each in overview.presets] == [False] * 5
    assert "12 photos have captions, and training needs 8 more" in overview.advice
    with pytest.raises(UserError, match="training needs 8 more"):
        bench.run()
    assert not (bench.top.parent / "run").exists()


def test_a_preset_that_needs_more_is_refused_with_what_is_possible(bench):
    bench.captioned(20)
    allowed = {each.preset: each.allowed for each in bench.overview().presets}
    assert [name for name, is_allowed in allowed.items() if is_allowed] == ["adapter", "heads"]
    with pytest.raises(
        UserError, match=r"needs 200 captioned photos.*possible now: adapter, heads"
    ):
        bench.run(preset="lora")


def test_photos_of_one_moment_are_too_little_however_many(bench):
    ids = bench.add(*[f"{n}.jpg" for n in range(30)])
    for n, photo_id in enumerate(ids):
        bench.say(bench.ready(photo_id, n, taken=f"2024-05-01T10:00:{n:02}", camera="A"), f"{n} b")
    assert "30 photos have captions, but all are of one moment" in bench.overview().advice
    assert not any(each.allowed for each in bench.overview().presets)
    with pytest.raises(UserError, match="one moment"):
        bench.run()


def test_a_test_set_of_everything_leaves_nothing_to_learn_from(bench):
    ids = bench.captioned(20)
    bench.context.db.write(lambda conn: captions.put_into(conn, dict.fromkeys(ids, "test")))
    with pytest.raises(UserError, match="cannot be split"):
        bench.run()


def test_a_labelled_set_that_is_not_there_is_named_before_anything_is_written(bench, tmp_path):
    bench.captioned(20)
    with pytest.raises(UserError, match=r"gone\.tsv is not there"):
        bench.run(labelled=(tmp_path / "gone.tsv",))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("a.jpg\n", r"labels\.tsv, line 1: expected a file name, a tab and a class"),
        ("a.jpg\tdog\nb.jpg\tcat\n", r"labels\.tsv, line 2: the picture .*b\.jpg does not exist"),
        ("a.jpg\tdog\n", r"labels\.tsv has one class only"),
        ("", r"labels\.tsv has no lines"),
    ],
)
def test_a_fault_in_a_labelled_set_shows_before_anything_is_written(bench, tmp_path, lines, said):
    bench.captioned(20)
    (tmp_path / "a.jpg").touch()
    (tmp_path / "labels.tsv").write_text(lines)
    with pytest.raises(UserError, match=said):
        bench.run(labelled=(tmp_path / "labels.tsv",))
    assert not (tmp_path / "run").exists()


def test_stopping_at_any_point_leaves_whole_files_and_no_configuration(bench, tmp_path):
    bench.captioned(20)
    bench.uncaptioned(5)
    steps = 0
    while True:
        folder = RunFolder(tmp_path / f"run{steps}")
        job = snapshot.prepare_run(bench.context, bench.model, TrainOptions(), folder)
        try:
            for _ in range(steps + 1):
                next(job)
        except StopIteration:
            break
        job.close()
        steps += 1
        assert not folder.config.exists()
        if folder.root.exists():
            assert not list(folder.root.glob("*.part"))
            for name in ("snapshot.jsonl", "general.jsonl"):
                if (folder.root / name).exists():
                    assert read_photos(folder.root / name)
    assert steps > 8
    assert folder.config.exists()


def test_a_full_disk_is_one_sentence_and_leaves_no_half_file(bench, tmp_path, monkeypatch):
    bench.captioned(20)

    def full(stream, **arrays):
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(UserError, match=r"could not be written.*No space left"):
        bench.run()
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == [
        "general.jsonl", "label_sets.jsonl", "snapshot.jsonl",
    ]  # fmt: skip


def test_pages_that_end_anywhere_give_the_same_snapshot(bench, monkeypatch):
    ids = bench.captioned(25)
    for photo_id in ids[:9]:
        bench.say(photo_id, f"More about {photo_id}.")
        bench.library.tags.add([photo_id], ("dog",))
        bench.library.tags.add([photo_id], ("sea",))
    bench.uncaptioned(9)
    whole = bench.run("whole")
    monkeypatch.setattr(training, "PAGE", 4)
    monkeypatch.setattr(training, "HASHES_AT_ONCE", 3)
    paged = bench.run("paged")
    assert (paged.photos, paged.general) == (whole.photos, whole.general)
    assert (paged.vectors == whole.vectors).all()
