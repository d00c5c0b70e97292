"""RAW and JPEG of one shot are a stack, whatever happens to their files."""

from __future__ import annotations

import pytest
from ingest_bench import Bench

from photoclip.catalog import settings
from photoclip.ingest import stacks


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.db.close()


def stack_of(bench, *names):
    with bench.db.read() as conn:
        found = dict(conn.execute("SELECT id, stack_id FROM photos").fetchall())
    return [found[bench.photo(name).id] for name in names]


def test_a_raw_and_its_jpeg_are_a_stack_whatever_the_case_of_their_names(bench):
    bench.put("DSC_1.NEF")
    bench.put("dsc_1.jpg")
    bench.put("DSC_2.JPG")
    bench.scan()
    raw = bench.photo("DSC_1.NEF").id
    assert stack_of(bench, "DSC_1.NEF", "dsc_1.jpg", "DSC_2.JPG") == [raw, raw, None]


@pytest.mark.parametrize(
    "names",
    [
        ("a.jpg", "a.png"),
        ("a.nef", "a.dng"),
        ("a.nef", "b.jpg"),
        ("one/a.nef", "two/a.jpg"),
        ("a.nef", "a.jpg.txt"),
    ],
)
def test_other_files_of_one_name_are_no_stack(bench, names):
    for name in names:
        bench.put(name)
    bench.scan()
    assert set(stack_of(bench, *(n for n in names if not n.endswith("txt")))) == {None}


def test_what_was_developed_from_a_raw_joins_its_stack(bench):
    for name in ("a.cr2", "a.jpg", "a.tif"):
        bench.put(name)
    bench.scan()
    assert len(set(stack_of(bench, "a.cr2", "a.jpg", "a.tif"))) == 1


def test_a_stack_ends_when_a_half_moves_away_and_forms_when_it_comes_back(bench):
    bench.put("in/a.nef")
    jpeg = bench.put("in/a.jpg")
    bench.scan()
    (bench.top / "out").mkdir()
    jpeg.rename(bench.top / "out" / "a.jpg")
    bench.scan()
    assert stack_of(bench, "in/a.nef", "out/a.jpg") == [None, None]
    (bench.top / "out" / "a.jpg").rename(jpeg)
    bench.scan()
    assert stack_of(bench, "in/a.nef", "in/a.jpg") == [bench.photo("in/a.nef").id] * 2


def test_a_stack_ends_when_a_half_is_renamed_or_deleted(bench):
    raw = bench.put("a.nef")
    bench.put("a.jpg")
    bench.put("b.nef")
    gone = bench.put("b.jpg")
    bench.scan()
    raw.rename(raw.with_name("c.nef"))
    gone.unlink()
    bench.scan()
    assert stack_of(bench, "c.nef", "a.jpg", "b.nef") == [None, None, None]
    with bench.db.read() as conn:
        assert conn.execute("SELECT count(*) FROM photos WHERE stack_id > 0").fetchone() == (0,)


def test_a_moved_pair_stays_a_stack_when_the_move_is_seen_by_content_only(bench):
    """New name and time: only the hash, once indexed, tells that it is the old photo."""
    for name in ("one/a.nef", "one/a.jpg"):
        bench.put(name, f"content of {name}")
    bench.scan()
    bench.index()
    ids = {bench.photo("one/a.nef").id, bench.photo("one/a.jpg").id}
    for name in ("a.nef", "a.jpg"):
        (bench.top / "one" / name).unlink()
    bench.scan()
    for name in ("a.nef", "a.jpg"):
        bench.put(f"two/b{name[1:]}", f"content of one/{name}")
    bench.scan()
    bench.index()
    assert {bench.photo("two/b.nef").id, bench.photo("two/b.jpg").id} == ids
    raw, jpeg = stack_of(bench, "two/b.nef", "two/b.jpg")
    assert raw == jpeg is not None


def test_photos_of_an_older_version_get_their_stacks_once(bench):
    bench.put("a.nef")
    bench.put("a.jpg")
    bench.scan()
    bench.db.write(lambda conn: conn.execute("UPDATE photos SET stack_id = NULL"))
    stacks.fill_once(bench.db)
    assert None not in stack_of(bench, "a.nef", "a.jpg")
    with bench.db.read() as conn:
        assert settings.get(conn, "stacks")
    bench.db.write(lambda conn: conn.execute("UPDATE photos SET stack_id = NULL"))
    stacks.fill_once(bench.db)
    assert stack_of(bench, "a.nef", "a.jpg") == [None, None], "the second time costs nothing"
