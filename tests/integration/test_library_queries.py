"""Asking a whole library: fields, words in texts, help while typing; no model is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photoclip.errors import QueryError, UserError
from photoclip.jobs.job import run_to_end
from photoclip.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    folder = tmp_path / "photos" / "Italy"
    folder.mkdir(parents=True)
    for name in ("a.jpg", "b.jpg", "lighthouse.jpg"):
        (folder / name).write_bytes(b"not looked at yet: " + name.encode())
    with Library.open(tmp_path / "library") as library:
        library.add_folder(tmp_path / "photos")
        run_to_end(library.scan())
        yield library


def names(library: Library, query: str, **switches: object) -> list[str]:
    return [hit.path.name for hit in library.search(query, **switches).hits]  # type: ignore[arg-type]


def photo_id(library: Library, tmp_path: Path, name: str) -> int:
    photo = library.photo_by_path(tmp_path / "photos" / "Italy" / name)
    assert photo is not None
    return photo.id


def test_fields_are_answered_before_anything_is_indexed(library: Library, tmp_path: Path) -> None:
    library.tags.set_rating([photo_id(library, tmp_path, "b.jpg")], 5)
    assert names(library, "rating:>=3") == ["b.jpg"]
    result = library.search("in:Italy", limit=2)
    assert len(result.hits) == 2
    assert (result.candidates, result.hidden, result.more) == (3, 1, 1)
    assert {hit.band for hit in result.hits} == {"likely"}
    assert result.generation == library.generation


def test_words_are_found_where_they_stand(library: Library, tmp_path: Path) -> None:
    library.captions.set(photo_id(library, tmp_path, "a.jpg"), "The lighthouse at dusk")
    hits = library.search("a photo of the lighthouse").hits
    assert [(hit.path.name, hit.matched, hit.band) for hit in hits] == [
        ("a.jpg", "caption", "likely"),
        ("lighthouse.jpg", "name", "likely"),
    ]
    assert names(library, "lighthouse -rating:0") == []


def test_a_wrong_query_is_pointed_at_and_never_run(library: Library) -> None:
    problem = library.check_query("dog rating:high")
    assert problem is not None
    assert "dog rating:high"[problem.start : problem.end] in "rating:high"
    with pytest.raises(QueryError) as caught:
        library.search("dog rating:high")
    assert (str(caught.value), caught.value.start) == (problem.message, problem.start)
    assert library.check_query("dog rating:>=3") is None
    assert library.check_query("") is None
    assert library.check_query("like:nowhere.jpg") is None, "files are looked for when it is run"
    with pytest.raises(UserError, match="Say what the photo shows"):
        library.search("  ")


def test_values_of_the_library_are_proposed(library: Library, tmp_path: Path) -> None:
    library.tags.add([photo_id(library, tmp_path, "a.jpg")], ("Holiday", "Beach"))
    texts = [each.text for each in library.complete_query("dog tag:hol", 11)]
    assert any("Holiday" in text for text in texts)
    assert library.complete_query("", 0) == []
    proposed = library.complete_query("rati", 4)
    assert any(each.text.startswith("rating") for each in proposed)


def test_all_photos_of_a_query_are_given_for_albums_and_exports(
    library: Library, tmp_path: Path
) -> None:
    library.tags.set_rating([photo_id(library, tmp_path, "b.jpg")], 5)
    assert library.photos_matching("rating:5") == [photo_id(library, tmp_path, "b.jpg")]
    assert sorted(library.photos_matching("")) == sorted(library.all_photo_ids().tolist())
    library.albums.create("Best", query="rating:5")
    assert names(library, "album:best") == ["b.jpg"]


def test_hints_come_with_the_answer_and_change_nothing(library: Library, tmp_path: Path) -> None:
    result = library.search("ligthhouse")
    assert [hint.replacement for hint in result.hints] == ["lighthouse"]
    assert result.hits == ()
    assert library.search("lighthouse").hints == ()
    (language,) = library.search("hund im schnee").hints
    assert "English only" in language.text
    library.captions.set(photo_id(library, tmp_path, "a.jpg"), "ligthhouse")
    assert library.search("ligthhouse").hints == (), "it stands in the library so"
    assert library.search("rating:>=3").hints == ()


def test_a_name_that_is_not_there_is_told_with_what_may_be_meant(library: Library) -> None:
    library.tags.add([1], ("Trips", "Holiday"))
    library.albums.create("Best of")
    (hint,) = library.search("tag:holliday").hints
    assert hint.text == "There is no tag named “holliday”. Did you mean “Holiday”?"
    assert hint.replacement == "tag:Holiday"
    (hint,) = library.search('rating:0 album:"bestof"').hints
    assert hint.replacement == 'rating:0 album:"Best of"'
    assert [hint.replacement for hint in library.search("album:zzzz").hints] == [""]
    for known in ("tag:trips/holiday", "tag:HOLIDAY", 'album:"best of"'):
        assert library.search(known).hints == ()
