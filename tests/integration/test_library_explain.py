"""Why a photo is a result: the same place, score and band as the search itself gives."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoclip.catalog import label_models, labels, summaries
from photoclip.catalog.connection import Connection
from photoclip.cli.main import run
from photoclip.errors import QueryError, UserError
from photoclip.jobs.job import run_to_end
from photoclip.labeling.learn import Learned
from photoclip.library import Library, SearchResult
from photoclip.views import Explanation

COLOURS = {
    "red": (200, 30, 30),
    "green": (30, 160, 40),
    "blue": (30, 60, 200),
    "yellow": (230, 210, 40),
    "grey": (120, 120, 120),
    "white": (245, 245, 245),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Twelve pictures, tagged, captioned and rated, looked at by the starter model."""
    folder = tmp_path_factory.mktemp("explain")
    photos = folder / "photos"
    photos.mkdir()
    rng = np.random.default_rng(7)
    for name, colour in COLOURS.items():
        for kind in ("jpg", "png"):
            noise = rng.integers(-20, 20, (96, 128, 3))
            pixels = np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(photos / f"{name}_{kind}.{kind}")
    with Library.open(folder / "library") as library:
        library.add_folder(photos)
        run_to_end(library.index())
        library.tags.add([id_of(library, "red_jpg.jpg")], ("Colours", "Red"))
        library.tags.set_rating([id_of(library, f"{each}_png.png") for each in COLOURS], 4)
        library.captions.set(id_of(library, "blue_png.png"), "the deep sea")
        yield library


def id_of(library: Library, name: str) -> int:
    return next(photo.id for photo in every(library) if photo.path.name == name)


def every(library: Library):  # type: ignore[no-untyped-def]
    return library.photos(library.all_photo_ids().tolist())


def place(result: SearchResult, photo_id: int) -> tuple[float, str, int, str]:
    """Score, band, rank and matched of a photo, as search gives them."""
    for rank, hit in enumerate(result.hits, 1):
        if hit.photo_id == photo_id:
            return hit.score, hit.band, rank, hit.matched
    raise AssertionError("the photo is no result")


@pytest.mark.parametrize(
    "query",
    [
        "a red wall",
        "the deep sea",
        "something red -blue",
        "a red wall rating:>=4",
        "a red wall OR the deep sea",
        "(a red wall type:jpeg) OR (green type:png)",
        "like:1",
        "like:2 type:png",
        "like:3 a red wall",
    ],
)
@pytest.mark.parametrize("looseness", [0.0, 0.8])
def test_every_photo_has_the_place_that_search_gives(
    library: Library, query: str, looseness: float
) -> None:
    found = library.search(query, limit=100, include_hidden=True, looseness=looseness)
    given = {hit.photo_id for hit in found.hits}
    assert given
    for photo in every(library):
        why = library.explain(photo.id, query, looseness=looseness)
        assert why.candidates == found.candidates
        if photo.id not in given:
            assert (why.score, why.band, why.rank) == (None, "", 0)
            continue
        score, band, rank, matched = place(found, photo.id)
        assert why.score == pytest.approx(score, abs=1e-6)
        assert (why.band, why.rank, why.matched) == (band, rank, matched)


def test_similar_photos_are_explained_by_the_picture(library: Library) -> None:
    subject = id_of(library, "red_jpg.jpg")
    found = library.similar(subject)
    assert found.hits
    for hit in found.hits:
        why = library.explain(hit.photo_id, f"like:{subject}")
        assert why.score == pytest.approx(hit.score, abs=1e-6)
        assert why.band == hit.band


def test_a_query_of_fields_ranks_nothing(library: Library) -> None:
    why = library.explain(id_of(library, "red_png.png"), "rating:4 type:png")
    assert (why.score, why.rank, why.band) == (None, 0, "likely")
    assert why.filters == ("rating:4", "type:png")
    other = library.explain(id_of(library, "red_jpg.jpg"), "rating:4 type:png")
    assert (other.band, other.filters) == ("", ())


@pytest.mark.parametrize(
    ("query", "met"),
    [
        ('tag:"Colours/Red" sea', ('tag:"Colours/Red"',)),
        ("sea -tag:Green rating:5", ("-tag:Green",)),
        ("sea NOT rating:4", ("-rating:4",)),
        ("sea (type:jpeg OR type:png)", ("type:jpeg OR type:png",)),
        ("sea OR type:jpeg", ("type:jpeg",)),
        ("sea -(type:png rating:4)", ("-(type:png rating:4)",)),
        ("sea", ()),
    ],
)
def test_the_parts_that_a_photo_meets_are_named_as_typed(
    library: Library, query: str, met: tuple[str, ...]
) -> None:
    assert library.explain(id_of(library, "red_jpg.jpg"), query).filters == met


def test_an_explanation_follows_what_changes(library: Library) -> None:
    photo_id = id_of(library, "grey_jpg.jpg")
    assert library.explain(photo_id, "rating:2").filters == ()
    library.tags.set_rating([photo_id], 2)
    assert library.explain(photo_id, "rating:2").filters == ("rating:2",)


def test_words_that_stand_in_the_caption_are_told(library: Library) -> None:
    why = library.explain(id_of(library, "blue_png.png"), "deep sea")
    assert (why.matched, why.rank, why.band) == ("caption", 1, "likely")


# --- labels ---
def test_without_labels_of_ones_own_the_shipped_set_names_five(library: Library) -> None:
    why = library.explain(id_of(library, "red_jpg.jpg"))
    assert (why.rank, why.band, why.candidates) == (0, "", 0)
    assert [each.label_set for each in why.labels] == ["everyday"] * 5
    scores = [each.score for each in why.labels]
    assert scores == sorted(scores, reverse=True)
    assert len({each.label for each in why.labels}) == 5


def test_ones_own_labels_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for name, colour in COLOURS.items():
        Image.new("RGB", (64, 64), colour).save(photos / f"{name}.png")
    with Library.open(tmp_path / "library") as library:
        library.add_folder(photos)
        run_to_end(library.index())
        for name in ("red wall", "blue sky"):
            library.studio.put_label("Mine", name)
        photo_id = id_of(library, "red.png")
        assert {each.label for each in library.explain(photo_id).labels} == {"red wall", "blue sky"}
        library.studio.set_threshold("Mine", "red wall", -100.0)
        library.studio.set_threshold("Mine", "blue sky", 100.0)
        likely = {each.label: each.likely for each in library.explain(photo_id).labels}
        assert likely == {"red wall": True, "blue sky": False}
        shown = {each.label: each.score for each in library.explain(photo_id).labels if each.likely}
        found = library.studio.preview("Mine", "red wall", prompts=())
        mine = next(each.score for each in found.top if each.photo_id == photo_id)
        assert shown["red wall"] == pytest.approx(mine, abs=1e-4)


def test_what_a_label_learned_counts_here_too(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for name, colour in COLOURS.items():
        Image.new("RGB", (64, 64), colour).save(photos / f"{name}.png")
    with Library.open(tmp_path / "library") as library:
        library.add_folder(photos)
        run_to_end(library.index())
        library.studio.put_label("Mine", "red wall")
        photo_id = id_of(library, "red.png")
        plain = library.explain(photo_id).labels[0]
        model = library._model(None)
        vector = library._searcher.engine(model).vector_of(photo_id)
        assert vector is not None
        learned = Learned(vector * np.float32(100.0), -60.0, 2.0).dump(model.fingerprint)

        def teach(conn: Connection) -> None:
            label = labels.find_label(conn, "Mine", "red wall")
            assert label is not None
            label_models.set_weights(conn, label.id, model.id, learned)

        library._context.db.write(teach)
        taught = library.explain(photo_id).labels[0]
        found = library.studio.preview("Mine", "red wall", prompts=())
        mine = next(each.score for each in found.top if each.photo_id == photo_id)
        assert taught.score == pytest.approx(mine, abs=1e-4)
        assert taught.score != pytest.approx(plain.score, abs=1e-2)
        assert taught.likely


def test_a_photo_that_was_not_looked_at_has_no_labels(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    Image.new("RGB", (64, 64)).save(photos / "a.png")
    with Library.open(tmp_path / "library") as library:
        library.add_folder(photos)
        run_to_end(library.scan())
        photo_id = id_of(library, "a.png")
        assert library.explain(photo_id) == Explanation()


# --- what is refused ---
def test_a_wrong_query_and_an_unknown_photo_are_refused(library: Library) -> None:
    with pytest.raises(QueryError):
        library.explain(1, "rating:>=many")
    with pytest.raises(UserError, match="no photo number 9999"):
        library.explain(9999, "sea")


# --- the command ---
def test_the_command_tells_the_same(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    photo = library.photo(id_of(library, "red_png.png"))
    why = library.explain(photo.id, "a red wall type:png")
    arguments = ["--library", str(library.path), "explain"]
    words = [os.fspath(photo.path), "a red wall type:png"]
    assert run([*arguments, *words, "--json"], open_window=lambda _: 0) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["id"], document["rank"], document["band"]) == (photo.id, why.rank, why.band)
    assert document["filters"] == ["type:png"]
    assert [each["label"] for each in document["labels"]] == [each.label for each in why.labels]
    assert run([*arguments, str(photo.id), "a red wall type:png"], open_window=lambda _: 0) == 0
    text = capsys.readouterr().out
    assert f"Place {why.rank} of {why.candidates}" in text
    assert why.labels[0].label in text


def test_the_command_shows_where_a_query_is_wrong(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--library", str(library.path), "explain", "1", "rating:many"]
    assert run(arguments, open_window=lambda _: 0) == 1
    assert "^" in capsys.readouterr().err


# --- what many photos share ---
def test_what_photos_share_is_counted_for_all_of_them(library: Library) -> None:
    ids = library.all_photo_ids().tolist()
    album = library.albums.create("Some")
    library.albums.add(album.name, ids[:3])
    found = library.summary([*ids, 9999])
    rows = every(library)
    assert found.count == len(rows) == 12
    assert found.size == sum(row.size for row in rows)
    assert found.tags == ((("Colours", "Red"), 1),)
    assert found.albums == (("Some", 3),)
    assert dict(found.formats) == {"JPEG": 6, "PNG": 6}
    assert sum(count for _, count in found.ratings) == 12
    assert dict(found.ratings)[4] == 6
    assert found.picks == ((0, 12),)
    assert found.offline == 0
    assert library.summary([]).count == 0


def test_a_summary_is_the_same_however_few_photos_are_counted_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = library.all_photo_ids().tolist()
    library.albums.create("Half")
    library.albums.add("Half", ids[::2])
    library.tags.add(ids[1:], ("x",))
    library.tags.set_rating(ids[:5], 2)
    at_once = library.summary([*ids, 9999])
    monkeypatch.setattr(summaries, "_AT_ONCE", 5)
    assert library.summary([*ids, 9999]) == at_once
    assert (at_once.count, len(at_once.albums), sum(n for _, n in at_once.ratings)) == (12, 2, 12)
