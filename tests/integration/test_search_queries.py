"""Queries through parser, SQL, full text and engine on a real catalog with made-up vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from query_world import DIM, QueryWorld, unit

from photoclip.catalog import albums, captions, tags
from photoclip.errors import QueryError, UserError
from photoclip.jobs.job import run_to_end
from photoclip.search.engine import open_store


@pytest.fixture
def world(vector_catalog: Any) -> QueryWorld:
    return QueryWorld(vector_catalog)


@pytest.fixture
def filled(world: QueryWorld) -> QueryWorld:
    """Twelve photos of each of twenty concepts: concept n has the ids 12 n + 1 … 12 n + 12."""
    for concept in range(20):
        world.add(concept, 12)
    return world


def tag(world: QueryWorld, photo_ids: list[int], *path: str) -> None:
    world.db.write(lambda c: tags.assign(c, photo_ids, tags.ensure(c, path)))
    world.changed()


def caption(world: QueryWorld, photo_id: int, text: str) -> None:
    world.db.write(lambda c: captions.set_manual(c, photo_id, text))
    world.changed()


def album(world: QueryWorld, name: str, query: str | None) -> int:
    return int(world.db.write(lambda c: albums.create(c, name, query=query)))


# --- filters are exact ----------------------------------------------------------------


def recall_at_50(world: QueryWorld, text: str, concept: int, allowed: np.ndarray) -> float:
    """Against brute force over all vectors in the catalog; ties within 1e-4 are equal."""
    vectors = world.engine(world.model).vectors()
    scores = vectors.view.vectors.astype(np.float32) @ world.concepts[concept]
    best: dict[int, float] = {}
    for row, photo in zip(vectors.pair_rows.tolist(), vectors.pair_photos.tolist(), strict=True):
        if photo in allowed:
            best[photo] = max(best.get(photo, -1.0), float(scores[row]))
    expected = sorted(best.values(), reverse=True)[:50]
    found = world.ids(text, limit=50, include_hidden=True)
    assert len(found) == len(set(found)) == len(expected)
    got = sorted((best[photo] for photo in found), reverse=True)
    return float(np.mean(np.array(got) >= np.array(expected) - 1e-4))


@pytest.mark.parametrize("kind", ["small", "graph"])
def test_filters_are_exact_for_every_selectivity(
    vector_catalog: Any, tmp_path: Path, kind: str
) -> None:
    large = kind == "graph"
    store = open_store(tmp_path / "i", vector_catalog.db, fingerprint="f", dim=DIM)
    world = QueryWorld(vector_catalog, store=store, exact_limit=50 if large else 50_000)
    for concept in range(12):
        world.add(concept, 30)
    world.add(3, 4, pixels=[9001, 9001, 9002, 9002])
    for photo_id in range(1, 60, 3):
        world.add_crops(photo_id, [3, 7, 200 + photo_id % 5])
    count = 12 * 30 + 4
    order = np.random.default_rng(5).permutation(count)
    for rank, at in enumerate(order.tolist()):
        world.sql("UPDATE photos SET iso = ? WHERE id = ?", rank + 1, at + 1)
    engine = world.engine(world.model)
    if large:
        run_to_end(engine.graph_job())
    recalls = [
        recall_at_50(world, f"c3 iso:<={share}", 3, order[:share] + 1)
        for share in [*range(1, 80), *range(80, count, 9), count]
    ]
    assert min(recalls) == 1.0
    used = engine.search_vector(world.concepts[3]).used
    assert used == ("hnsw" if large else "exact"), "an unfiltered query may use the graph"
    assert recall_at_50(world, "c3", 3, order + 1) >= 0.98
    engine.close()


def test_a_photo_with_crops_counts_once_and_by_its_best_crop(world: QueryWorld) -> None:
    for concept in range(10):
        world.add(concept, 6)
    world.add_crops(1, [50, 51, 52, 50])
    world.add_crops(2, [53, 54])
    answer = world.ask("c50", include_hidden=True, limit=1000)
    assert answer.photo_ids[0] == 1
    assert answer.scores[0] == pytest.approx(1.0, abs=1e-3)
    assert len(set(answer.photo_ids.tolist())) == len(answer.photo_ids) == 60
    assert answer.candidates == 60
    like_it = world.ask("like:1", include_hidden=True, limit=1000)
    assert len(set(like_it.photo_ids.tolist())) == len(like_it.photo_ids) == 59
    assert 1 not in like_it.photo_ids


def test_the_graph_gives_as_many_photos_as_wanted_though_each_has_many_crops(
    vector_catalog: Any, tmp_path: Path
) -> None:
    store = open_store(tmp_path / "i", vector_catalog.db, fingerprint="f", dim=DIM)
    world = QueryWorld(vector_catalog, store=store, exact_limit=50)
    ids = world.add(3, 150)
    for rank, photo_id in enumerate(ids):
        # The crops of the first photos are all nearer than any of the last ones.
        offsets = unit(world.rng.standard_normal((14, DIM)))
        world.concepts[200:214] = unit(world.concepts[3] + (0.1 + 0.004 * rank) * offsets)
        world.add_crops(photo_id, range(200, 214))
    engine = world.engine(world.model)
    run_to_end(engine.graph_job())
    hits = engine.search_vector(world.concepts[3], limit=120, include_hidden=True)
    assert hits.used == "hnsw"
    assert len(set(hits.photo_ids.tolist())) == len(hits.photo_ids) == 120
    engine.close()


def test_fields_alone_give_all_their_photos_as_likely_newest_first(filled: QueryWorld) -> None:
    for number, photo_id in enumerate([5, 3, 9]):
        filled.sql("UPDATE photos SET taken_at = ?, rating = 4 WHERE id = ?",
                   f"202{number}-01-01T00:00:00", photo_id)  # fmt: skip
    answer = filled.ask("rating:>=3")
    assert answer.photo_ids.tolist() == [9, 3, 5]
    assert answer.bands == ["likely"] * 3
    assert set(answer.scores.tolist()) == {1.0}
    few = filled.ask("rating:>=3", limit=2)
    assert (few.photo_ids.tolist(), few.candidates, few.fit) == ([9, 3], 3, 3)
    assert filled.encoded == [], "no model is needed"
    assert filled.runner.matching("rating:>=3") == [9, 3, 5]
    assert len(filled.runner.matching("")) == 240


def test_fields_find_photos_without_a_vector(filled: QueryWorld) -> None:
    filled.sql("UPDATE photos SET state = 'unreadable' WHERE id IN (4, 5)")
    assert sorted(filled.ids("is:unreadable")) == [4, 5]
    filled.sql("UPDATE photos SET state = 'missing' WHERE id = 4")
    assert filled.ids("name:3.jpg is:unreadable") == []


# --- words and pictures ---------------------------------------------------------------


def test_words_are_one_question_and_bands_end_where_the_concept_ends(filled: QueryWorld) -> None:
    answer = filled.ask("c3")
    assert set(answer.photo_ids[:6].tolist()) <= set(range(37, 49))
    assert 6 <= answer.likely <= 24
    assert answer.candidates == 240
    assert filled.ask("c70").likely == 0


def test_what_is_cut_off_by_the_limit_is_counted_as_fitting(filled: QueryWorld) -> None:
    whole = filled.ask("c3", limit=1000)
    cut = filled.ask("c3", limit=4)
    assert cut.photo_ids.tolist() == whole.photo_ids[:4].tolist()
    assert cut.fit == whole.fit == len(whole.photo_ids)
    assert filled.runner.matching("c3") == whole.photo_ids.tolist()


def test_looseness_widens_and_narrows_and_changes_no_order(filled: QueryWorld) -> None:
    answers = [filled.ask("c3", limit=1000, looseness=at) for at in (-1.0, 0.0, 1.0)]
    counts = [len(answer.photo_ids) for answer in answers]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]
    assert answers[2].photo_ids[: counts[0]].tolist() == answers[0].photo_ids.tolist()


def test_unwanted_words_are_subtracted(filled: QueryWorld) -> None:
    both = unit(filled.concepts[3] + 0.9 * filled.concepts[5])
    filled.concepts[60] = both
    mixed = filled.add(60, 3)
    plain = filled.ids("c3", include_hidden=True, limit=1000)
    minus = filled.ids("c3 -c5", include_hidden=True, limit=1000)
    for photo_id in mixed:
        assert minus.index(photo_id) > plain.index(photo_id)
    assert set(minus[:8]) <= set(range(37, 49))


def test_a_query_whose_parts_cancel_out_is_told(filled: QueryWorld) -> None:
    with pytest.raises(UserError, match="cancel"):
        filled.ask("c3 -c3")


def test_alternatives_give_each_photo_once_as_likely_as_in_its_best(filled: QueryWorld) -> None:
    one, other = filled.ask("c3"), filled.ask("c8")
    either = filled.ask("c3 OR c8")
    assert set(either.photo_ids.tolist()) == {*one.photo_ids.tolist(), *other.photo_ids.tolist()}
    assert len(set(either.photo_ids.tolist())) == len(either.photo_ids)
    assert either.photo_ids[0] == one.photo_ids[0]
    assert either.photo_ids[1] == other.photo_ids[0]
    assert either.likely >= max(one.likely, other.likely)
    assert either.candidates == 240
    filled.sql("UPDATE photos SET rating = 5 WHERE id IN (200, 201)")
    some = filled.ask("rating:5 OR (c3 rating:5)")
    assert set(some.photo_ids.tolist()) == {200, 201}
    assert (some.candidates, some.likely) == (2, 2)


# --- words that stand in texts --------------------------------------------------------


def test_words_in_captions_and_tags_win(filled: QueryWorld) -> None:
    caption(filled, 200, "Grandma's birthday c3 in the garden")
    tag(filled, [150], "People", "Anna c3")
    answer = filled.ask("c3")
    assert set(answer.photo_ids[:2].tolist()) == {150, 200}
    assert answer.literal == 2
    assert answer.bands[:2] == ["likely", "likely"]
    assert filled.runner.matched("c3", [150, 200]) == {150: "tag", 200: "caption"}
    assert len(set(answer.photo_ids.tolist())) == len(answer.photo_ids)
    whole = filled.ask("c3", limit=1000)
    assert filled.ask("c3", limit=5).fit == whole.fit == len(whole.photo_ids)
    assert filled.ask("c3", limit=1).literal == 1


def test_all_words_are_needed_and_small_ones_are_not(filled: QueryWorld) -> None:
    tag(filled, [150], "Anna")
    caption(filled, 151, "Anna and a dog")
    assert set(filled.ids("a photo of Anna")[:2]) == {150, 151}
    assert filled.ask("Anna dog").literal == 1
    assert filled.ask("Anna's").literal == 0
    assert filled.ask("Ann").literal == 0, "whole words only"
    assert filled.ask("photo of the").literal == 0
    tag(filled, [152], "dog")
    caption(filled, 152, "with ANNA!")
    assert filled.ask("dog, anna").literal == 2, "some in a tag, some in a caption"


def test_what_stands_in_quotes_is_looked_for_as_it_stands(filled: QueryWorld) -> None:
    caption(filled, 10, "the golden retriever sleeps")
    caption(filled, 11, "a retriever on golden grass")
    assert filled.ids('"golden retriever"')[0] == 10
    assert filled.ask('"golden retriever"').literal == 1
    assert filled.ask("golden retriever").literal == 2


def test_photos_with_an_unwanted_word_are_not_lifted(filled: QueryWorld) -> None:
    caption(filled, 10, "Anna at the beach")
    caption(filled, 11, "Anna at the beach with Tom")
    answer = filled.ask("Anna -Tom")
    assert (answer.photo_ids[0], answer.literal) == (10, 1)


def test_rejected_and_suggested_tags_are_no_words(filled: QueryWorld) -> None:
    tag(filled, [150], "Anna")
    filled.db.write(lambda c: tags.unassign(c, [150], tags.ensure(c, ["Anna"])))
    filled.db.write(lambda c: tags.suggest(c, [(151, tags.ensure(c, ["Anna"]), 0.9)]))
    assert filled.ask("Anna").literal == 0


def test_names_find_rare_words_and_camera_names_flood_nothing(filled: QueryWorld) -> None:
    filled.sql("UPDATE photos SET name = 'IMG_' || id || '.jpg'")
    filled.sql("UPDATE photos SET name = 'Screenshot 2023.png' WHERE id = 77")
    answer = filled.ask("screenshot")
    assert (answer.photo_ids[0], answer.literal) == (77, 1)
    assert filled.runner.matched("screenshot", [77]) == {77: "name"}
    assert filled.ask("img").literal == 0
    assert filled.ask("jpg").literal == 0
    assert filled.ids("IMG_12")[0] == 12


def test_photos_without_a_vector_are_found_by_their_words(filled: QueryWorld) -> None:
    filled.sql("UPDATE photos SET state = 'new', pixel_hash = NULL WHERE id = 30")
    caption(filled, 30, "a lighthouse")
    caption(filled, 31, "a lighthouse")
    answer = filled.ask("lighthouse")
    assert set(answer.photo_ids[:2].tolist()) == {30, 31}
    assert answer.photo_ids.tolist().count(30) == 1
    assert dict(zip(answer.photo_ids.tolist(), answer.scores.tolist(), strict=True))[30] == 0.0
    assert answer.candidates == 240
    filled.sql("UPDATE photos SET state = 'missing' WHERE id = 30")
    assert 30 not in filled.ids("lighthouse")


def test_words_find_photos_in_a_library_without_any_vector(world: QueryWorld) -> None:
    (only,) = world.add(1)
    world.sql("UPDATE photos SET state = 'new', pixel_hash = NULL")
    caption(world, only, "a lighthouse")
    assert world.ids("lighthouse") == [only]
    assert world.ids("harbour") == []
    assert world.encoded == []


def test_filters_hold_for_words_in_texts_too(filled: QueryWorld) -> None:
    caption(filled, 30, "a lighthouse")
    caption(filled, 31, "a lighthouse")
    filled.sql("UPDATE photos SET rating = 5 WHERE id = 31")
    assert filled.ids("lighthouse rating:5", include_hidden=True) == [31]


# --- pictures -------------------------------------------------------------------------


def test_like_finds_the_photo_by_number_path_or_name_and_leaves_only_it_out(
    filled: QueryWorld,
) -> None:
    by_number = filled.ask("like:40")
    assert 40 not in by_number.photo_ids
    assert set(by_number.photo_ids[:5].tolist()) <= set(range(37, 49))
    assert filled.ids("like:39.jpg") == by_number.photo_ids.tolist()
    assert by_number.candidates == 239
    (root,) = filled.one("SELECT path FROM roots")
    assert filled.ids(f'like:"{root}/x/39.jpg"') == by_number.photo_ids.tolist()


def test_like_takes_a_picture_that_is_in_no_library(filled: QueryWorld, tmp_path: Path) -> None:
    picture = tmp_path / "c3.png"
    picture.write_bytes(b"anything")
    answer = filled.ask(f'like:"{picture}"')
    assert set(answer.photo_ids[:5].tolist()) <= set(range(37, 49))
    assert answer.candidates == 240


def test_a_bare_name_means_the_photo_of_the_library_before_a_file_at_hand(
    filled: QueryWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("39.jpg").write_bytes(b"anything")
    Path("c3.jpg").write_bytes(b"anything")
    assert filled.ids("like:39.jpg") == filled.ids("like:40")
    assert filled.ask("like:c3.jpg").candidates == 240
    filled.sql("UPDATE photos SET name = 'c3.jpg' WHERE id IN (1, 2)")
    assert filled.ask("like:c3.jpg").candidates == 240, "the file decides where names do not"


def test_a_picture_that_is_nowhere_is_pointed_at(filled: QueryWorld) -> None:
    with pytest.raises(QueryError, match=r"no photo “pool\.jpg”") as caught:
        filled.ask("c3 like:pool.jpg")
    assert (caught.value.start, caught.value.end) == (3, 16)
    filled.sql("UPDATE photos SET name = 'twice.jpg' WHERE id IN (1, 2)")
    with pytest.raises(QueryError, match="Several photos"):
        filled.ask("like:twice.jpg")
    filled.sql("UPDATE photos SET state = 'new', pixel_hash = NULL WHERE id = 9")
    with pytest.raises(UserError, match="no vector yet"):
        filled.ask("like:9")


def test_a_picture_and_words_find_what_both_describe(filled: QueryWorld) -> None:
    filled.concepts[61] = unit(filled.concepts[3] + filled.concepts[5])
    both = filled.add(61, 5, noise=0.1)
    answer = filled.ask("like:40 c5")
    assert set(answer.photo_ids[:5].tolist()) == set(both)
    assert set(answer.photo_ids[: answer.likely].tolist()) <= set(both)
    assert answer.likely + answer.maybe >= 10, "there always are nearest ones"
    assert 40 not in answer.photo_ids
    assert filled.ask("like:40 c80").likely == 0, "nothing shows what the words say"
    less = filled.ask("like:40 -c5")
    assert not set(both) & set(less.photo_ids[:5].tolist())


def test_filters_hold_for_pictures_with_words(filled: QueryWorld) -> None:
    filled.sql("UPDATE photos SET rating = 5 WHERE id <= 60")
    answer = filled.ask("like:40 c3 rating:5", include_hidden=True, limit=1000)
    assert set(answer.photo_ids.tolist()) == set(range(1, 61)) - {40}
    assert answer.candidates == 59
    unfiltered = filled.ask("like:40 c3", include_hidden=True, limit=1000)
    expected = [each for each in unfiltered.photo_ids.tolist() if each <= 60]
    assert answer.photo_ids.tolist() == expected


# --- smart albums ---------------------------------------------------------------------


def test_smart_albums_are_asked_again_and_may_stand_in_each_other(filled: QueryWorld) -> None:
    filled.sql("UPDATE photos SET rating = 5 WHERE id IN (37, 38, 100)")
    album(filled, "Best", "rating:5")
    album(filled, "Best c3", "album:Best c3")
    assert sorted(filled.ids("album:best")) == [37, 38, 100]
    inside = filled.ids('album:"best c3"')
    assert set(inside) == set(filled.runner.matching("album:Best c3"))
    assert {37, 38} <= set(inside)
    assert filled.ids('is:untagged -album:"Best"', limit=1000).count(37) == 0


def test_albums_by_hand_are_found_too(filled: QueryWorld) -> None:
    made = album(filled, "Hand", None)
    filled.db.write(lambda c: albums.add_photos(c, made, [7, 3]))
    assert sorted(filled.ids("album:hand")) == [3, 7]


def test_smart_albums_that_contain_themselves_are_told(filled: QueryWorld) -> None:
    album(filled, "A", "album:B")
    album(filled, "B", "album:A OR rating:5")
    album(filled, "Self", "album:self")
    for query in ("album:A", "c3 album:b", "album:Self"):
        with pytest.raises(UserError, match="contains itself"):
            filled.ask(query)
    for number in range(12):
        album(filled, f"n{number}", f"album:n{number + 1}")
    with pytest.raises(UserError, match="inside one another"):
        filled.ask("album:n0")
