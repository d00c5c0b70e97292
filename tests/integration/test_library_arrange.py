"""Order, groups and stacks, against a plain reference that sorts tuples."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photoclip.catalog import folders
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.folding import fold
from photoclip.jobs.tasks.arranging import arrange, arrange_hits
from photoclip.natural_order import NaturalOrder
from photoclip.results import SearchHit
from photoclip.views import Arranged, Arrangement

FOLDERS = ("", "2023", "2023/a 2", "2023/a 10", "b")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(
                ["IMG_2.jpg", "IMG_10.jpg", "img_2.JPG", "a.cr2", "Ä.jpg", "x" * 70 + "2.jpg",
                 "x" * 70 + "10.jpg", "007.jpg", "7.jpg", "12345678901.jpg", "2.jpg"]
            ),
            "folder": st.integers(1, len(FOLDERS)),
            "taken": st.sampled_from(
                [None, "2023-06-12T08:00:00", "2023-06-12T23:59:59", "2023-07-01T00:00:00",
                 "2021-01-31T12:00:00", "1969-12-31T23:00:00", "nonsense"]
            ),
            "mtime": st.sampled_from([10**18, 10**18 + 1, 1_686_556_800 * 10**9]),
            "rating": st.sampled_from([None, -1, 0, 3, 5]),
            "state": st.sampled_from(["ready", "ready", "new", "unreadable", "missing"]),
            "stack": st.sampled_from([None, None, 1, 2]),
            "copy": st.sampled_from([None, None, 1, 2]),
            "keeper": st.booleans(),
        }
    ),
    max_size=14,
)  # fmt: skip
HOW = st.builds(
    Arrangement,
    st.sampled_from(["relevance", "date", "name", "rating", "folder"]),
    st.booleans(),
    st.sampled_from(["none", "day", "month", "folder"]),
    st.booleans(),
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "c.sqlite", backups=tmp_path / "b") as db:

        def make(conn: Connection) -> None:
            root = folders.add_root(conn, Path("/photos"))
            for folder in FOLDERS:
                folders.ensure_folder(conn, root.id, folder.encode())

        db.write(make)
        yield db


def fill(db: Database, rows: list[dict]) -> None:
    def write(conn: Connection) -> None:
        ids = dict(conn.execute("SELECT rel_path, id FROM folders"))
        conn.execute("DELETE FROM photos")
        conn.execute("DROP INDEX IF EXISTS photos_by_name")
        for number, row in enumerate(rows, 1):
            conn.execute(
                "INSERT INTO photos (id, folder_id, name, name_bytes, size, mtime_ns, state, "
                "taken_at, rating, stack_id) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)",
                (number, ids[FOLDERS[row["folder"] - 1]], row["name"], row["name"].encode(),
                 row["mtime"], row["state"], row["taken"], row["rating"], row["stack"]),
            )  # fmt: skip
            if row["copy"]:
                conn.execute(
                    "INSERT INTO duplicate_groups VALUES (?, ?, ?, '')",
                    (number, row["copy"], row["keeper"]),
                )

    db.write(write)


# --- the reference ------------------------------------------------------------------------
def natural(name: str) -> list[tuple[int, int]]:
    parts = re.findall(r"[0-9]+|[^0-9]", fold(name))
    return [(ord("0"), int(p)) if p[0] in "0123456789" else (ord(p), 0) for p in parts]


def moment(row: dict) -> str:
    try:
        return datetime.fromisoformat(row["taken"] or "").isoformat()
    except ValueError:
        return time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(row["mtime"] // 10**9))


def shown_folder(row: dict) -> str:
    return str(Path("/photos") / FOLDERS[row["folder"] - 1])


def folder_key(row: dict) -> list[list[tuple[int, int]]]:
    return [natural(part) for part in FOLDERS[row["folder"] - 1].split("/") if part]


def group_key(row: dict, group: str) -> str:
    if group == "folder":
        return shown_folder(row)
    return {"day": moment(row)[:10], "month": moment(row)[:7], "none": ""}[group]


def stacks_of(rows: dict[int, dict]) -> dict[int, tuple[int, ...]]:
    """By their leader: groups of what hangs together by stack or by copies."""
    parts = [{number} for number in rows]
    for what in ("stack", "copy"):
        for value in (1, 2):
            alike = {
                n for n, row in rows.items()
                if row[what] == value and (what == "stack" or row["state"] == "ready")
            }  # fmt: skip
            together = {n for part in parts if part & alike for n in part}
            parts = [part for part in parts if not part & alike] + ([together] if together else [])

    def cost(n: int) -> tuple[int, int]:
        row = rows[n]
        keeps = row["keeper"] and row["copy"] and row["state"] == "ready"
        kind = 0
        if row["stack"]:
            kind = 8 if row["name"].endswith("cr2") else 0
        return kind - 2 * bool(keeps), n

    return {
        min(part, key=cost): (min(part, key=cost), *sorted(part - {min(part, key=cost)}))
        for part in parts
        if len(part) > 1
    }


def reference(rows: dict[int, dict], how: Arrangement) -> tuple[list[int], dict]:
    """The ids in order; ``rows`` in the order given."""
    stacks = stacks_of(rows) if how.stacks else {}
    below = {n for stack in stacks.values() for n in stack[1:]}
    place = {n: i for i, n in enumerate(rows)}
    order = sorted(rows, key=lambda n: (moment(rows[n]), rows[n]["mtime"], n), reverse=True)
    if how.sort == "relevance":
        order = sorted(rows, key=lambda n: (min(place[m] for m in stacks.get(n, (n,))), n in below))
    elif how.sort == "name":
        order.sort(key=lambda n: natural(rows[n]["name"]))
    elif how.sort == "rating":
        order.sort(key=lambda n: -(rows[n]["rating"] or 0))
    elif how.sort == "folder":
        order.sort(key=lambda n: (folder_key(rows[n]), natural(rows[n]["name"])))
    order = order[::-1] if how.reverse else order
    same = {"date": ("day", "month"), "folder": ("folder",)}.get(how.sort, ())
    if how.group == "folder" and "folder" not in same:
        order.sort(key=lambda n: folder_key(rows[n]))
    elif how.group in ("day", "month") and how.group not in same:
        order.sort(key=lambda n: group_key(rows[n], how.group), reverse=True)
    return [n for n in order if n not in below], stacks


def check(rows: dict[int, dict], ids: np.ndarray, found: Arranged, how: Arrangement) -> None:
    wanted, stacks = reference(rows, how)
    shown = ids[found.order].tolist()
    assert shown == wanted
    assert dict(found.stacked) == stacks
    assert [each.start for each in found.groups] == [
        0,
        *np.cumsum([each.count for each in found.groups])[:-1].tolist(),
    ][: len(found.groups)]
    assert sum(each.count for each in found.groups) == len(shown)
    for each in found.groups:
        members = shown[each.start : each.start + each.count]
        assert {group_key(rows[n], how.group) for n in members} == {each.key}
    keys = [each.key for each in found.groups]
    assert len(set(keys)) == len(keys)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ROWS, HOW, st.randoms(use_true_random=False))
def test_order_groups_and_stacks_are_those_of_a_plain_sort(db, rows, how, rng) -> None:
    fill(db, rows)
    numbered = list(enumerate(rows, 1))
    rng.shuffle(numbered)
    numbered = numbered[: rng.randint(0, len(numbered))]
    given_ids = np.array([n for n, _ in numbered] + [999], dtype=np.int64)
    ids, found = arrange(db, given_ids, how)
    check(dict(numbered), ids, found, how)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ROWS, HOW)
def test_all_photos_come_newest_first_and_without_missing_ones(db, rows, how) -> None:
    fill(db, rows)
    there = {n: row for n, row in enumerate(rows, 1) if row["state"] != "missing"}
    newest = sorted(there, key=lambda n: (moment(there[n]), there[n]["mtime"], n), reverse=True)
    ids, found = arrange(db, None, how)
    assert ids.tolist() == newest
    check({n: there[n] for n in newest}, ids, found, how)


@given(st.lists(st.text("aAäÄß0123456789._ é日", max_size=9) | st.just("n" * 130 + "7")))
def test_names_are_ranked_as_people_count(names: list[str]) -> None:
    order = NaturalOrder()
    for start in range(0, len(names), 3):
        order.add(names[start : start + 3])
    keys = [natural(name) for name in names]
    # Equal to people is equal in rank: leading zeros and letter case do not count.
    in_order = sorted({tuple(key) for key in keys})
    assert order.ranks().tolist() == [in_order.index(tuple(key)) for key in keys]


def hit(number: int, band: str, score: float = 0.5) -> SearchHit:
    return SearchHit(number, Path(f"/photos/{number}.jpg"), score, band)  # type: ignore[arg-type]


def plain(**more: object) -> dict:
    row = {"name": "a.jpg", "folder": 1, "taken": None, "mtime": 10**18, "rating": None}
    return row | {"state": "ready", "stack": None, "copy": None, "keeper": False} | more


def test_sorting_hits_mixes_likely_and_maybe_and_keeps_hidden_last(db: Database) -> None:
    fill(db, [plain(taken=f"2023-0{n}-01T00:00:00") for n in (1, 3, 2, 9)])
    hits = [hit(1, "likely"), hit(2, "maybe"), hit(3, "maybe"), hit(4, "hidden")]
    found = arrange_hits(db, hits, Arrangement("date", group="month"))
    assert [each.photo_id for each in found.hits] == [2, 3, 1, 4]
    assert [(run.key, run.count) for run in found.groups] == [
        ("2023-03", 1), ("2023-02", 1), ("2023-01", 1), ("", 1)
    ]  # fmt: skip


def test_a_stack_is_as_good_as_its_best_photo(db: Database) -> None:
    fill(db, [plain(name="a.jpg", stack=1), plain(name="a.cr2", stack=1), plain()])
    hits = [hit(2, "likely", 0.9), hit(3, "likely", 0.8), hit(1, "maybe", 0.1)]
    found = arrange_hits(db, hits, Arrangement())
    assert [(each.photo_id, each.score, each.band) for each in found.hits] == [
        (1, 0.9, "likely"), (3, 0.8, "likely")
    ]  # fmt: skip
    assert found.hits[0].path.name == "1.jpg"
    assert found.stacked[1] == (1, 2)


def test_hits_in_their_own_order_come_one_band_after_the_other(db: Database) -> None:
    fill(db, [plain() for _ in range(4)])
    hits = [hit(1, "maybe"), hit(2, "likely"), hit(3, "hidden"), hit(4, "likely")]
    found = arrange_hits(db, hits, Arrangement())
    assert [each.photo_id for each in found.hits] == [2, 4, 1, 3]


def test_many_ids_give_what_few_give(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(db, [plain(name=f"{n}.jpg", stack=n // 4 or None) for n in range(20)])
    ids, how = np.arange(20, 3, -1), Arrangement("name", group="day")
    few = arrange(db, ids, how)[1]
    monkeypatch.setattr("photoclip.jobs.tasks.arranging._MANY", 3)
    many = arrange(db, ids, how)[1]
    assert few.order.tolist() == many.order.tolist()
    assert dict(few.stacked) == dict(many.stacked)
    assert SimpleNamespace(groups=few.groups) == SimpleNamespace(groups=many.groups)
