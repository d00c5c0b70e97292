"""The label studio on a real catalog; words and photos are made-up vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from photoclip.catalog import albums, decisions, label_models, labels, tags
from photoclip.catalog.rows import ModelRow
from photoclip.catalog.thumbnails import ThumbnailStore
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks.context import EncoderPool, TaskContext
from photoclip.labeling.label_sets import read_label_set, shipped_sets
from photoclip.labeling.learn import Learned
from photoclip.library.parts import LibraryParts
from photoclip.library.studio import LabelStudio
from photoclip.paths import LibraryPaths
from photoclip.search.engine import SearchEngine

DIM = 48
WORDS = [f"thing{number}" for number in range(40)]


def unit(x: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


class World:
    """Concepts; the first forty have a word each, and photos of the first thirty are there."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(0)
        self.concepts = unit(self.rng.standard_normal((400, DIM)))
        self.asked: list[str] = []

    def near(self, concept: int, count: int, noise: float) -> np.ndarray:
        offset = unit(self.rng.standard_normal((count, DIM)))
        return unit(self.concepts[concept] + noise * offset)

    fingerprint = "f"

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        """A text is the mean of the things in it."""
        self.asked += texts
        return np.stack([self._one(text) for text in texts])

    def _one(self, text: str) -> np.ndarray:
        known = [self.concepts[WORDS.index(word)] for word in text.split() if word in WORDS]
        return unit(np.sum(known, axis=0)) if known else self.concepts[399]


class FakeSearcher:
    def __init__(self, engine: SearchEngine, world: World) -> None:
        self._engine, self._world = engine, world

    def engine(self, model: ModelRow) -> SearchEngine:
        self._engine.invalidate()
        return self._engine

    def text_encoder(self, model: ModelRow) -> World:
        return self._world


class Studio:
    """A studio with what stands around it."""

    def __init__(self, catalog: Any, folder: Path) -> None:
        self.world = World()
        self.db = catalog.db
        self.catalog = catalog
        self.photos = [
            catalog.add(self.world.near(concept, 10, 0.7).astype(np.float16)).tolist()
            for concept in range(30)
        ]
        bank = np.concatenate([self.world.near(concept, 1, 0.3) for concept in range(100, 400)])
        self.model = ModelRow(catalog.model_id, "m", "f", "a", DIM, "builtin", None, "active")
        engine = SearchEngine(self.db, model_id=self.model.id, dim=DIM, background=lambda: bank)
        self.changes: list[ChangeSet] = []
        self.searcher = FakeSearcher(engine, self.world)
        files = LibraryPaths(folder)
        parts = LibraryParts(
            TaskContext(
                db=self.db,
                thumbnails=ThumbnailStore(files.thumbnails),
                paths=files,
                models_dir=folder,
                encoders=EncoderPool(folder),
                publish=self.changes.append,
            ),
            searcher=lambda: self.searcher,  # type: ignore[arg-type,return-value]
            model=lambda key: self.model,
            check_query=lambda text: None,
            photos_matching=lambda text: self.photos[1],
        )
        self.room = LabelStudio(parts)

    def names(self, label_set: str) -> list[str]:
        return list(self.room.labels()[label_set])

    def label(self, label_set: str, name: str) -> Any:
        found = next(each for each in self.room.sets() if each.name == label_set)
        return next(each for each in found.labels if each.name == name)

    def state(self, name: str) -> dict[int, tuple[str, str]]:
        """Photo id to (source, status) of a top-level tag."""
        with self.db.read() as conn:
            rows = conn.execute(
                "SELECT photo_id, source, status FROM tag_assignments AS a "
                "JOIN tags AS t ON t.id = a.tag_id WHERE t.name = ?",
                (name,),
            )
            return {row[0]: (row[1], row[2]) for row in rows}

    def tag(self, *path: str) -> int:
        with self.db.read() as conn:
            found = tags.find(conn, path)
        assert found is not None
        return found


@pytest.fixture
def studio(vector_catalog: Any, tmp_path: Path) -> Iterator[Studio]:
    made = Studio(vector_catalog, tmp_path / "library")
    made.room.create_set("mine", templates=["{}", "a photo of {}"])
    for name in ("thing0", "thing1"):
        made.room.put_label("mine", name)
    yield made


# --- sets and labels ---------------------------------------------------------------


def test_shipped_sets_are_on_offer_until_they_are_used(studio: Studio) -> None:
    before = {each.name: each for each in studio.room.sets()}
    assert set(shipped_sets()) < set(before)
    assert not before["everyday"].in_library
    assert before["everyday"].labels[0].prompts
    assert "everyday" not in studio.room.labels()
    run_to_end(studio.room.suggest("Everyday"))
    after = {each.name: each for each in studio.room.sets()}
    assert after["everyday"].in_library
    assert [each.name for each in after["everyday"].labels] == [
        each.name for each in before["everyday"].labels
    ]


def test_a_shipped_set_that_was_changed_stays_the_users(studio: Studio) -> None:
    room = studio.room
    room.remove_label("everyday", "dog")
    room.put_label("everyday", "cat", prompts=["our cat"])
    room.set_threshold("everyday", "bird", 4.0)
    run_to_end(room.suggest("everyday"))
    found = next(each for each in room.sets() if each.name == "everyday")
    shipped = read_label_set(shipped_sets()["everyday"])
    assert len(found.labels) == len(shipped.labels) - 1
    assert studio.label("everyday", "cat").prompts == ("our cat",)
    assert studio.label("everyday", "bird").threshold == 4.0
    assert sum(each.name == "everyday" for each in room.sets()) == 1


def test_a_removed_shipped_set_is_on_offer_again_as_it_was(studio: Studio) -> None:
    studio.room.remove_label("everyday", "dog")
    studio.room.remove_set("everyday")
    found = next(each for each in studio.room.sets() if each.name == "everyday")
    assert not found.in_library
    assert "dog" in [each.name for each in found.labels]
    with pytest.raises(UserError, match="no label set"):
        studio.room.remove_set("everyday")


def test_a_label_keeps_what_is_not_given(studio: Studio) -> None:
    studio.room.put_label(
        "mine", "thing0", parents=["Things", "Odd"], prompts=[" a ", ""], negatives=["b"]
    )
    studio.room.put_label("MINE", "THING0", negatives=[])
    found = studio.label("mine", "thing0")
    assert (found.parents, found.prompts, found.negatives) == (("Things", "Odd"), ("a",), ())
    assert studio.tag("Things", "Odd", "thing0") == found.tag_id


def test_a_new_name_or_place_loses_no_decision(studio: Studio) -> None:
    first, second = studio.photos[0][:2]
    tag = studio.label("mine", "thing0").tag_id
    studio.db.write(lambda c: tags.suggest(c, [(first, tag, 5.0), (second, tag, 5.0)]))
    studio.db.write(lambda c: decisions.decide(c, [(first, tag)], "accepted"))
    studio.room.set_threshold("mine", "thing0", 2.5)
    studio.room.put_label("mine", "thing0", new_name="wonder", parents=["Things"])
    studio.room.update_set("mine", new_name="ours")
    found = studio.label("ours", "wonder")
    assert (found.tag_id, found.parents, found.threshold) == (tag, ("Things",), 2.5)
    assert (found.accepted, found.suggested) == (1, 1)
    assert studio.names("ours") == ["wonder", "thing1"]


def test_a_label_may_take_a_tag_that_is_there_unless_photos_are_decided(studio: Studio) -> None:
    kept = studio.db.write(lambda c: tags.ensure(c, ("Animals", "Dog")))
    studio.room.put_label("mine", "thing0", new_name="dog", parents=["animals"])
    assert studio.label("mine", "Dog").tag_id == kept
    with studio.db.read() as conn:
        assert tags.find(conn, ("thing0",)) is None
    photo = studio.photos[0][0]
    studio.db.write(lambda c: tags.assign(c, [photo], studio.tag("thing1")))
    studio.db.write(lambda c: tags.ensure(c, ("sea",)))
    with pytest.raises(UserError, match="decided photos"):
        studio.room.put_label("mine", "thing1", new_name="sea")
    assert studio.names("mine") == ["Dog", "thing1"]


def test_a_label_of_two_sets_keeps_its_suggestions_until_both_are_gone(studio: Studio) -> None:
    studio.room.put_label("other", "thing0")
    run_to_end(studio.room.suggest("mine"))
    assert studio.state("thing0")
    studio.room.remove_label("mine", "thing0")
    assert studio.state("thing0")
    studio.room.remove_set("other")
    assert not studio.state("thing0")


def test_an_emptied_set_stays(studio: Studio) -> None:
    for name in ("thing0", "thing1"):
        studio.room.remove_label("mine", name)
    assert studio.names("mine") == []
    with pytest.raises(UserError, match="no label yet"):
        studio.room.suggest("mine")


def test_counts_leave_missing_photos_out(studio: Studio) -> None:
    run_to_end(studio.room.suggest("mine"))
    before = studio.label("mine", "thing0").suggested
    gone = next(iter(studio.state("thing0")))
    studio.db.write(lambda c: c.execute("UPDATE photos SET state='missing' WHERE id=?", (gone,)))
    assert studio.label("mine", "thing0").suggested == before - 1


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda room: room.create_set(" "), "needs a name"),
        (lambda room: room.create_set("MINE"), "already"),
        (lambda room: room.create_set("everyday"), "already"),
        (lambda room: room.create_set("new", templates=["a photo"]), "needs {} where"),
        (lambda room: room.update_set("mine", templates=["a photo"]), "needs {} where"),
        (lambda room: room.update_set("nothing"), "no label set"),
        (lambda room: room.update_set("mine", new_name=" "), "needs a name"),
        (lambda room: room.update_set("mine", new_name="taken"), "already"),
        (lambda room: room.remove_set("nothing"), "no label set"),
        (lambda room: room.put_label(" ", "dog"), "give both a name"),
        (lambda room: room.put_label("mine", " "), "give both a name"),
        (lambda room: room.put_label("mine", "thing0", new_name=" "), "needs a name"),
        (lambda room: room.put_label("mine", "thing0", new_name="a/b"), "has a “/”"),
        (lambda room: room.put_label("mine", "thing0", parents=["a/b"]), "has a “/”"),
        (lambda room: room.put_label("mine", "new/thing"), "has a “/”"),
        (lambda room: room.put_label("mine", "thing0", new_name="THING1"), "already"),
        (lambda room: room.put_label("mine", "thing0", parents=["thing0"]), "below itself"),
        (lambda room: room.put_label("mine", "new", parents=["a", " "]), "needs a name"),
        (lambda room: room.remove_label("mine", "dog"), "no label “dog”"),
        (lambda room: room.remove_label("nothing", "dog"), "no label set"),
        (lambda room: room.set_threshold("mine", "dog", 1.0), "no label “dog”"),
        (lambda room: room.set_threshold("mine", "thing0", float("nan")), "is a number"),
        (lambda room: room.set_auto_accept("mine", "thing0", float("inf")), "is a number"),
        (lambda room: room.suggest("nothing"), "everyday"),
        (lambda room: room.preview("mine", " ", prompts=[]), "a name first"),
        (lambda room: room.preview("mine", "x", prompts=[], templates=["a"]), "needs {} where"),
        (lambda room: room.export_file("nothing", Path("x.toml")), "no label set"),
        (lambda room: room.import_file(Path("nothing.toml")), "cannot be read"),
    ],
)
def test_a_mistake_is_told_in_one_sentence_and_changes_nothing(
    studio: Studio, call: Any, match: str
) -> None:
    studio.room.create_set("taken")
    before, studio.changes[:] = studio.room.labels(), []
    with pytest.raises(UserError, match=match) as error:
        call(studio.room)
    assert str(error.value).endswith(".")
    assert studio.room.labels() == before
    assert studio.changes == []


# --- files -------------------------------------------------------------------------


def test_a_set_survives_the_way_through_a_file(studio: Studio, tmp_path: Path) -> None:
    room = studio.room
    room.put_label(
        "mine", "thing0", parents=["Ä", 'b"c'], prompts=["a\\b", "“x”"], negatives=["no"]
    )
    room.update_set("mine", multi_label=False)
    before = next(each for each in room.sets() if each.name == "mine")
    written = room.export_file("mine", tmp_path / "mine.toml")
    room.remove_set("mine")
    after = room.import_file(written)
    assert (after.templates, after.multi_label) == (("{}", "a photo of {}"), False)
    for one, other in zip(before.labels, after.labels, strict=True):
        assert (one.name, one.parents, one.prompts, one.negatives) == (
            other.name, other.parents, other.prompts, other.negatives
        )  # fmt: skip


def test_every_shipped_set_can_be_exported_and_read_again(studio: Studio, tmp_path: Path) -> None:
    for name, path in shipped_sets().items():
        written = studio.room.export_file(name, tmp_path / f"{name}.toml")
        assert read_label_set(written) == read_label_set(path)
    assert "everyday" not in studio.room.labels()


def test_reading_an_edited_file_again_loses_neither_decisions_nor_other_labels(
    studio: Studio, tmp_path: Path
) -> None:
    photo, tag = studio.photos[0][0], studio.tag("thing0")
    studio.db.write(lambda c: tags.assign(c, [photo], tag))
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\n[[labels]]\nname = "thing0"\nprompts = ["new"]\n', "utf-8")
    found = studio.room.import_file(file)
    assert [each.name for each in found.labels] == ["thing0", "thing1"]
    assert (found.labels[0].prompts, found.labels[0].accepted) == (("new",), 1)


def test_nothing_is_written_over_or_into_nowhere(studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        studio.room.export_file("mine", file)
    with pytest.raises(UserError, match="cannot be written"):
        studio.room.export_file("mine", tmp_path / "nowhere" / "mine.toml")
    studio.room.create_set("empty")
    with pytest.raises(UserError, match="no label yet"):
        studio.room.export_file("empty", tmp_path / "empty.toml")
    assert file.read_text() == "mine"
    assert not (tmp_path / "empty.toml").exists()


# --- what labels find --------------------------------------------------------------


def test_labels_are_suggested_for_their_photos(studio: Studio) -> None:
    count = run_to_end(studio.room.suggest("mine"))
    found = studio.state("thing0")
    assert len(set(found) & set(studio.photos[0])) >= 6
    assert len(set(found) & set(studio.photos[0])) >= 0.8 * len(found)
    assert set(found.values()) == {("zero_shot", "suggested")}
    assert count == len(found) + len(studio.state("thing1"))
    assert studio.changes[-1].tags
    assert set(found) <= studio.changes[-1].photos


def test_a_threshold_moves_the_line_and_none_brings_the_calibrated_one_back(
    studio: Studio,
) -> None:
    run_to_end(studio.room.suggest("mine"))
    calibrated = set(studio.state("thing0"))
    line = studio.room.preview("mine", "thing0", prompts=[]).calibrated
    studio.room.set_threshold("mine", "thing0", line + 1000)
    run_to_end(studio.room.suggest("mine"))
    assert not studio.state("thing0")
    studio.room.set_threshold("mine", "thing0", line - 1000)
    run_to_end(studio.room.suggest("mine"))
    assert len(studio.state("thing0")) == 300
    studio.room.set_threshold("mine", "thing0", None)
    run_to_end(studio.room.suggest("mine"))
    assert set(studio.state("thing0")) == calibrated


def test_lines_belong_to_one_model(studio: Studio) -> None:
    studio.room.set_threshold("mine", "thing0", 3.0)
    label = studio.db.write(lambda c: labels.find_label(c, "mine", "thing0"))
    with studio.db.read() as conn:
        assert label_models.get(conn, label.id, studio.model.id).threshold == 3.0
        assert label_models.get(conn, label.id, studio.model.id + 1).threshold is None


def test_suggesting_again_never_overwrites_a_decision(studio: Studio) -> None:
    room, tag = studio.room, studio.tag("thing0")
    run_to_end(room.suggest("mine"))
    one, two, *_, last = list(studio.state("thing0"))
    studio.db.write(lambda c: decisions.decide(c, [(one, tag)], "accepted"))
    studio.db.write(lambda c: decisions.decide(c, [(two, tag)], "rejected"))
    stranger = studio.photos[20][0]
    studio.db.write(lambda c: tags.assign(c, [stranger], tag))
    room.set_threshold("mine", "thing0", -1000.0)
    room.set_auto_accept("mine", "thing0", -1000.0)
    run_to_end(room.suggest("mine"))
    state = studio.state("thing0")
    assert state[one] == ("zero_shot", "accepted")
    assert state[two] == ("zero_shot", "rejected")
    assert state[stranger] == ("manual", "accepted")
    assert state[last] == ("zero_shot", "accepted")


def test_nothing_is_tagged_unasked_unless_it_was_turned_on(studio: Studio) -> None:
    run_to_end(studio.room.suggest("mine"))
    assert {status for _, status in studio.state("thing0").values()} == {"suggested"}


def test_above_the_auto_accept_line_photos_are_tagged_and_that_can_be_taken_back(
    studio: Studio,
) -> None:
    room, tag = studio.room, studio.tag("thing0")
    run_to_end(room.suggest("mine"))
    with studio.db.read() as conn:
        scores = dict(
            conn.execute("SELECT photo_id, score FROM tag_assignments WHERE tag_id = ?", (tag,))
        )
    line = sorted(scores.values())[-3]
    room.set_auto_accept("mine", "thing0", line)
    progress = list(room.suggest("mine"))
    state = studio.state("thing0")
    tagged = {photo for photo, (_, status) in state.items() if status == "accepted"}
    assert tagged == {photo for photo, score in scores.items() if score >= line}
    assert progress[-1].counts["tagged"] == 3
    assert {status for _, status in studio.state("thing1").values()} == {"suggested"}
    undone = studio.db.write(decisions.undo_last)
    assert set(undone.photo_ids) == tagged
    # What the user took back is not tagged unasked again.
    run_to_end(room.suggest("mine"))
    assert {status for _, status in studio.state("thing0").values()} == {"suggested"}


def test_what_a_label_learned_is_used_for_its_model_only(studio: Studio) -> None:
    label = studio.db.write(lambda c: labels.find_label(c, "mine", "thing0"))
    learned = Learned(studio.world.concepts[7] * np.float32(100.0), -60.0, 2.0)

    def keep(weights: bytes) -> None:
        studio.db.write(lambda c: label_models.set_weights(c, label.id, studio.model.id, weights))

    keep(learned.dump("f"))
    run_to_end(studio.room.suggest("mine"))
    state = studio.state("thing0")
    assert len(set(state) & set(studio.photos[7])) >= 5
    assert {source for source, _ in state.values()} == {"learned"}
    assert studio.label("mine", "thing0").learned
    found = studio.room.preview("mine", "thing0", prompts=[])
    assert (found.calibrated, found.above) == (2.0, len(state))
    keep(learned.dump("another model"))
    run_to_end(studio.room.suggest("mine"))
    assert set(studio.state("thing0").values()) == {("zero_shot", "suggested")}


def test_in_an_album_only_its_photos_are_looked_at(studio: Studio) -> None:
    room, inside = studio.room, studio.photos[0][:4] + studio.photos[1][:2]

    def make(conn: Any) -> None:
        album = albums.create(conn, "Trip")
        albums.add_photos(conn, album, inside)

    studio.db.write(make)
    room.set_threshold("mine", "thing0", -1000.0)
    assert run_to_end(room.suggest("mine", album="trip")) >= len(inside)
    assert set(studio.state("thing0")) == set(inside)
    run_to_end(room.suggest("mine"))
    assert len(studio.state("thing0")) == 300
    room.set_threshold("mine", "thing0", 1000.0)
    run_to_end(room.suggest("mine", album="Trip"))
    assert set(studio.state("thing0")) == set(range(1, 301)) - set(inside)
    with pytest.raises(UserError, match="album"):
        room.suggest("mine", album="nothing")


def test_in_a_smart_album_the_query_is_asked(studio: Studio) -> None:
    studio.db.write(lambda c: albums.create(c, "Smart", query="whatever"))
    studio.room.set_threshold("mine", "thing0", -1000.0)
    run_to_end(studio.room.suggest("mine", album="Smart"))
    assert set(studio.state("thing0")) == set(studio.photos[1])


def test_a_copy_outside_the_album_is_left_alone(studio: Studio) -> None:
    vector = studio.world.near(0, 1, 0.1).astype(np.float16)
    one = studio.catalog.add(vector, pixels=[9999])[0]
    other = studio.catalog.add(vector, pixels=[9999])[0]

    def make(conn: Any) -> None:
        albums.add_photos(conn, albums.create(conn, "One"), [one])

    studio.db.write(make)
    run_to_end(studio.room.suggest("mine", album="One"))
    assert set(studio.state("thing0")) == {one}
    run_to_end(studio.room.suggest("mine"))
    assert {one, other} <= set(studio.state("thing0"))


def test_an_empty_library_gets_no_suggestions(vector_catalog: Any, tmp_path: Path) -> None:
    vector_catalog.add(np.eye(1, DIM, dtype=np.float16))
    studio = Studio(vector_catalog, tmp_path)
    studio.db.write(lambda c: c.execute("UPDATE photos SET state = 'missing'"))
    studio.room.put_label("mine", "thing0")
    assert run_to_end(studio.room.suggest("mine")) == 0
    found = studio.room.preview("mine", "thing0", prompts=[])
    assert (sum(found.counts), found.above, found.top, found.borderline) == (0, 0, (), ())
    assert studio.world.asked == []


# --- preview -----------------------------------------------------------------------


def test_the_preview_shows_what_suggesting_would_find(studio: Studio) -> None:
    found = studio.room.preview("mine", "thing0", prompts=[])
    run_to_end(studio.room.suggest("mine"))
    suggested = studio.state("thing0")
    assert found.above == len(suggested)
    assert {each.photo_id for each in found.top[: found.above]} == set(suggested)
    assert sum(found.counts) == 300
    assert found.threshold == found.calibrated
    scores = [each.score for each in found.top]
    assert scores == sorted(scores, reverse=True)
    assert found.top[0].path.name.endswith(".jpg")


def test_the_preview_needs_no_saved_label_and_saves_nothing(studio: Studio) -> None:
    before, studio.changes[:] = studio.room.labels(), []
    found = studio.room.preview("nothing", "whatever", prompts=["thing5"], threshold=0.0, top=4)
    assert {each.photo_id for each in found.top} <= set(studio.photos[5])
    assert len(found.top) == len(found.borderline) == 4
    assert found.borderline[0].score >= 0.0 > found.borderline[-1].score
    assert (studio.room.labels(), studio.changes) == (before, [])
    with studio.db.read() as conn:
        assert conn.execute("SELECT count(*) FROM tag_assignments").fetchone() == (0,)


def test_the_preview_counts_what_is_nearer_to_a_negative_out(studio: Studio) -> None:
    both = studio.room.preview("mine", "x", prompts=["thing0 thing1"], threshold=2.0)
    one = studio.room.preview(
        "mine", "x", prompts=["thing0 thing1"], negatives=["thing1"], threshold=2.0
    )
    assert one.above < both.above
    assert sum(one.counts) < sum(both.counts)
    assert not {each.photo_id for each in one.top} & set(studio.photos[1])


def test_only_texts_that_changed_are_encoded_again(studio: Studio) -> None:
    studio.room.preview("mine", "x", prompts=["thing0", "thing1"])
    studio.world.asked.clear()
    studio.room.preview("mine", "x", prompts=["thing0", "thing2"])
    assert studio.world.asked == ["thing2", "a photo of thing2"]


def test_the_preview_uses_templates_as_typed(studio: Studio) -> None:
    studio.room.preview("mine", "x", prompts=["thing0"], templates=[" see {} "])
    assert studio.world.asked == ["see thing0"]
