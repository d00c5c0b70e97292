"""The three-way comparison, against its own definition, on any combination of changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photoclip.catalog import (
    decisions,
    folders,
    metadata_base,
    metadata_conflicts,
    photo_files,
    photos,
    tags,
)
from photoclip.catalog.database import Database
from photoclip.catalog.photo_files import FileStat
from photoclip.media.types import CaptionText, PhotoMetadata

NAMES = ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("merge")
    with Database.open(folder / "c.sqlite", backups=folder / "b") as db:
        root = db.write(lambda conn: folders.add_root(conn, Path("/photos")))
        top = db.write(lambda conn: folders.ensure_folder(conn, root.id, b""))
        yield db, top


_counter = iter(range(10**9))


def said(names, rating=None, caption=None, sidecars=1):
    captions = (CaptionText(caption, "sidecar"),) if caption else ()
    keywords = tuple((name,) for name in sorted(names))
    return PhotoMetadata(rating=rating, keywords=keywords, captions=captions, sidecars=sidecars)


def outcome(stage, base, ours, theirs, *, sidecars=1):
    """Write ``base``, let the user go to ``ours``, read ``theirs``; tags and conflicts after."""
    db, top = stage

    def run(conn):
        file = FileStat(b"%d.jpg" % next(_counter), 1, 1)
        (photo,) = photo_files.insert(conn, top, [file])
        ids = {name: tags.ensure(conn, [name]) for name in NAMES}
        for name in base:
            decisions.decide(conn, [(photo, ids[name])], "accepted", create=True)
        metadata_base.put(conn, photo, said(base), own_caption=None)
        for name in ours ^ base:
            after = "accepted" if name in ours else "rejected"
            decisions.decide(conn, [(photo, ids[name])], after, create=True)
        photos.apply_metadata(conn, photo, said(theirs, sidecars=sidecars))
        has = {a.tag for a in tags.of_photo(conn, photo) if a.status == "accepted"}
        return has, {row.tag for row in metadata_conflicts.waiting(conn, photo)}

    return db.write(run)


_sets = st.sets(st.sampled_from(NAMES)).map(frozenset)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_sets, _sets, _sets)
def test_only_what_one_side_changed_is_taken_and_what_both_changed_is_asked(
    stage, base, ours, theirs
):
    has, asked = outcome(stage, base, ours, theirs)
    for name in NAMES:
        was, here, there = name in base, name in ours, name in theirs
        if here == there or there == was:
            assert (name in has, name in asked) == (here, False)
        elif here == was and (there or theirs):
            assert (name in has, name in asked) == (there, False)
        else:  # the file has lost all of its keywords
            assert (name in has, name in asked) == (here, True)


@settings(max_examples=60, deadline=None)
@given(_sets, _sets, _sets)
def test_with_a_sidecar_less_nothing_goes_and_nothing_is_asked_about_removals(
    stage, base, ours, theirs
):
    has, asked = outcome(stage, base, ours, theirs, sidecars=0)
    assert ours <= has
    assert not asked & ours
    assert theirs - base <= has | asked
