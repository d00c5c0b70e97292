"""Parts of queries, pasted pictures and their bounds, on a real library; no model is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoclip.errors import QueryError, UserError
from photoclip.jobs.tasks import asked_pictures
from photoclip.jobs.tasks.querying import QueryRunner
from photoclip.jobs.tasks.searching import Searcher
from photoclip.library import Library
from photoclip.query.ast import Term

NAMES = ("Italy/a.jpg", "Italy/b.jpg", "Rome/a.jpg", "c.jpg")


@pytest.fixture
def bounded(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setattr(asked_pictures, "MOST_KEPT", 3)
    monkeypatch.setattr(asked_pictures, "MOST_BYTES", 1000)
    yield library


def kept(library: Library) -> set[str]:
    return {path.name for path in (library.path / "cache" / "asked").iterdir()}


def keep(library: Library, data: bytes, age: int) -> Path:
    path = library.asking.keep_picture(data)
    os.utime(path, (2_000_000_000 - age, 2_000_000_000 - age))
    return path


def test_the_parts_of_a_query_are_told_and_taken_out_one_by_one(library: Library) -> None:
    found = library.asking.terms("dog -tag:x like:7")
    assert [(t.kind, t.name, t.negative) for t in found] == [
        ("words", "", False),
        ("field", "tag", True),
        ("picture", "like", False),
    ]
    assert library.asking.without("dog -tag:x like:7", 1) == "dog like:7"


def test_a_misspelt_query_comes_with_the_right_one(library: Library) -> None:
    problem = library.check_query("dog raiting:>=3")
    assert problem is not None
    assert problem.replacement == "dog rating:>=3"
    other = library.check_query("rating:9")
    assert other is not None
    assert other.replacement == ""


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="every name is text there")
def test_a_picture_whose_name_is_no_text_can_be_named_in_a_query(
    library: Library, tmp_path: Path
) -> None:
    plain, odd = tmp_path / "a #b 50% ü.png", tmp_path / os.fsdecode(b"caf\xe9.png")
    for path in (plain, odd):
        path.write_bytes(b"pixels")
    assert library.asking.value_of(plain) == str(plain)
    copy = Path(library.asking.value_of(odd))
    assert copy.parent == library.path / "cache" / "asked"
    assert copy.read_bytes() == b"pixels"
    odd.unlink()
    with pytest.raises(UserError, match="cannot be read"):
        library.asking.value_of(odd)


def test_the_same_pasted_picture_is_kept_once(library: Library) -> None:
    first = library.asking.keep_picture(b"pixels")
    assert library.asking.keep_picture(b"pixels") == first
    assert first.read_bytes() == b"pixels"
    assert kept(library) == {first.name}


def test_the_oldest_pasted_pictures_are_dropped_beyond_the_bounds(bounded: Library) -> None:
    paths = [keep(bounded, b"%d" % age, age) for age in (50, 40, 30)]
    newest = bounded.asking.keep_picture(b"new")
    assert kept(bounded) == {paths[1].name, paths[2].name, newest.name}
    large = bounded.asking.keep_picture(b"x" * 999)
    assert large.name in kept(bounded)
    assert len(kept(bounded)) == 1


def test_a_pasted_picture_of_a_smart_album_stays(bounded: Library) -> None:
    path = keep(bounded, b"old", 1000)
    bounded.albums.create("like this", query=f'like:"{path}"')
    for age in range(6):
        keep(bounded, b"%d" % age, age)
    assert path.name in kept(bounded)


def test_a_pasted_picture_is_found_by_its_old_path_after_the_library_moved(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_at = library.asking.keep_picture(b"pixels")
    before = Path("/gone/library/cache/asked") / kept_at.name
    elsewhere = Path("/gone/pictures") / kept_at.name
    looked: list[Path] = []

    def look(_self: Searcher, _model: object, picture: Path) -> bytes:
        looked.append(picture)
        raise UserError("seen")

    monkeypatch.setattr(Searcher, "picture_thumbnail", look)
    monkeypatch.setattr(Searcher, "picture_vector", look)
    library.asking.picture(str(before))
    parts = library._parts
    runner = QueryRunner(parts.context, parts.searcher(), parts.model(None))
    with pytest.raises(UserError, match="seen"):
        runner.picture(Term("picture", str(before), 1.0), None)
    assert looked == [kept_at, kept_at]
    with pytest.raises(QueryError, match="no such file"):
        runner.picture(Term("picture", str(elsewhere), 1.0), None)


def test_a_picture_that_cannot_be_kept_is_told_in_a_sentence(library: Library) -> None:
    folder = library.path / "cache" / "asked"
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the way")
    with pytest.raises(UserError, match="could not be kept"):
        library.asking.keep_picture(b"pixels")


def test_what_like_means_has_no_picture_where_it_is_nothing(library: Library) -> None:
    assert library.asking.picture("nothing.jpg") is None
    # Two photos share the name, and neither was looked at yet.
    assert library.asking.picture("a.jpg") is None
    assert library.asking.picture("b.jpg") is None


def test_only_what_needs_the_model_waits_for_it(library: Library) -> None:
    assert library.asking.must_start("dog")
    assert library.asking.must_start("tag:x like:7")
    assert not library.asking.must_start("tag:x rating:>=3")
    assert not library.asking.must_start("")


def test_years_and_months_of_the_library_are_offered_for_dates(library: Library) -> None:
    library._context.db.write(
        lambda conn: conn.execute(
            "UPDATE photos SET taken_at = '2023-0' || (4 + id) || '-01T10:00:00'"
        )
    )
    text = "after:2023-"
    offered = [(c.text, c.detail) for c in library.complete_query(text, len(text))]
    assert offered == [
        ("after:2023-08", "August 2023"),
        ("after:2023-07", "July 2023"),
        ("after:2023-06", "June 2023"),
        ("after:2023-05", "May 2023"),
    ]


def test_every_hit_of_a_search_tells_where_its_photo_lies(library: Library) -> None:
    hits = library.search("rating:0").hits
    assert len(hits) == len(NAMES)
    assert all(library.photo(hit.photo_id).path == hit.path for hit in hits)
