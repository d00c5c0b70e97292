"""Model, thumbnails and content of the grid."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPixmap

from photoclip.gui.grid.content import (
    content_of_arranged,
    content_of_ids,
    content_of_result,
    months_of,
)
from photoclip.gui.grid.model import WINDOW, PhotoGridModel, Role
from photoclip.library import SearchHit, SearchResult
from photoclip.stacked import Stacked
from photoclip.views import Arrangement, PhotoGroup

pytestmark = pytest.mark.gui


@pytest.fixture
def make_model(make_loader, make_library):  # type: ignore[no-untyped-def]
    def make(count: int):  # type: ignore[no-untyped-def]
        library = make_library(count)
        model = PhotoGridModel(library.photos, make_loader(library.thumbnail))
        model.set_content(content_of_ids(library.all_photo_ids()))
        return model, library

    return make


def test_the_model_keeps_qts_contract(make_model, qtmodeltester) -> None:
    model, _ = make_model(20)
    qtmodeltester.check(model)


def test_the_model_keeps_qts_contract_when_content_changes(make_model, qtmodeltester) -> None:
    model, library = make_model(0)
    qtmodeltester.check(model)
    library.fill(5)
    model.set_content(content_of_ids(library.all_photo_ids()))
    assert model.rowCount() == 5
    model.set_content(content_of_ids(np.array([2, 9], dtype=np.int64)))
    assert model.rowCount() == 2
    assert model.rowCount(model.index(0)) == 0


def test_rows_are_read_in_windows_and_only_where_looked_at(make_loader, make_library) -> None:
    library = make_library(1_000)
    asked: list[list[int]] = []

    def read(ids):  # type: ignore[no-untyped-def]
        asked.append(list(ids))
        return library.photos(asked[-1])

    model = PhotoGridModel(read, make_loader(library.thumbnail))
    model.set_content(content_of_ids(library.all_photo_ids()))
    assert asked == []
    names = [model.data(model.index(row)) for row in range(500, 520)]
    assert names[0] == "photo_500.jpg"
    assert 1 <= len(asked) <= 2
    assert all(len(ids) <= WINDOW for ids in asked)


def test_a_photo_that_left_the_catalog_is_no_crash(make_model) -> None:
    model, library = make_model(3)
    del library.rows[2]
    index = model.index(1)
    assert model.data(index) == ""
    assert model.data(index, Role.STATE) == "missing"
    assert "no longer" in model.data(index, Qt.ItemDataRole.ToolTipRole)


def test_the_tooltip_tells_name_rank_path_and_reason(make_loader, make_library) -> None:
    library = make_library(2)
    library.rows[2] = replace(library.rows[2], state="unreadable", error="The file is empty.")
    model = PhotoGridModel(library.photos, make_loader(library.thumbnail))
    hits = (
        SearchHit(1, library.rows[1].path, 0.31, "likely"),
        SearchHit(2, library.rows[2].path, 0.2, "maybe"),
    )
    model.set_content(content_of_result(SearchResult("q", "m", hits, 0, 1.0)))
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines() == [
        "photo_001.jpg", "Likely · 0.310", "/photos/holiday/photo_001.jpg"
    ]  # fmt: skip
    assert "The file is empty." in model.data(model.index(1), Qt.ItemDataRole.ToolTipRole)
    spoken = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert "Maybe" in spoken
    assert "cannot be read" in spoken


def test_content_of_a_ranking_has_one_run_per_band() -> None:
    bands = ["likely", "maybe", "likely", "hidden", "maybe"]
    hits = tuple(SearchHit(i + 1, None, 1 - i / 10, b) for i, b in enumerate(bands))  # type: ignore[arg-type]
    content = content_of_result(SearchResult("q", "m", hits, 0, 1.0))
    assert content.ids.tolist() == [1, 3, 2, 5, 4]
    assert content.runs() == [("likely", 0, 2), ("maybe", 2, 2), ("hidden", 4, 1)]
    assert content.rows_of([5, 77, 3]) == [1, 3]


def test_rows_of_many_are_those_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = np.random.default_rng(1).permutation(3_000)[:2_000].astype(np.int64) + 5
    wanted = np.arange(-3, 4_000, 3, dtype=np.int64)
    content = content_of_ids(ids)
    few = content.rows_of_array(wanted).tolist()
    monkeypatch.setattr("photoclip.gui.grid.content.MANY", 10)
    assert content.rows_of_array(wanted).tolist() == few
    assert [int(each) for each in ids[few]] == [int(each) for each in ids if each in wanted]


def test_ids_beyond_32_bits_survive(make_loader, qtbot) -> None:
    big = 2**40 + 5
    model = PhotoGridModel(lambda ids: [], make_loader(lambda _: None))
    model.set_content(content_of_ids(np.array([big], dtype=np.int64)))
    assert model.data(model.index(0), Role.PHOTO_ID) == big
    assert model.row_of(big) == 0


def test_a_thumbnail_arrives_and_repaints_its_row(make_model, qtbot) -> None:
    model, _ = make_model(3)
    with qtbot.waitSignal(model.dataChanged) as changed:
        assert model.data(model.index(1), Role.THUMBNAIL) is None
    assert changed.args is not None
    assert changed.args[0].row() == 1
    assert isinstance(model.data(model.index(1), Role.THUMBNAIL), QPixmap)


def test_an_invalid_index_has_no_data(make_model) -> None:
    model, _ = make_model(1)
    assert model.data(QModelIndex()) is None


def test_painting_reads_rows_in_the_background_and_each_window_once(
    make_loader, make_library, qtbot
) -> None:
    library = make_library(400)
    gate, asked = threading.Event(), []

    def read(ids):  # type: ignore[no-untyped-def]
        asked.append(list(ids))
        gate.wait(10)
        return library.photos(asked[-1])

    model = PhotoGridModel(read, make_loader(library.thumbnail))
    model.set_content(content_of_ids(library.all_photo_ids()))
    # Nothing waits for the reader: what is not here yet is not known yet.
    assert [model.soon(row) for row in range(20)] == [(False, None)] * 20
    with qtbot.waitSignal(model.dataChanged) as changed:
        gate.set()
    assert changed.args[0].row() == 0
    known, photo = model.soon(5)
    assert known
    assert photo.id == model.id_at(5)
    assert len(asked) == 1


def test_rows_read_before_a_change_are_not_taken(make_loader, make_library, qtbot) -> None:
    library = make_library(3)
    gate, reads = threading.Event(), []

    def read(ids):  # type: ignore[no-untyped-def]
        found = library.photos(list(ids))
        reads.append(found)
        if len(reads) == 1:
            gate.wait(10)
        return found

    model = PhotoGridModel(read, make_loader(library.thumbnail))
    model.set_content(content_of_ids(library.all_photo_ids()))
    model.soon(0)
    qtbot.waitUntil(lambda: len(reads) == 1)
    library.rows[3] = replace(library.rows[3], rating=5)
    model.refresh([3])
    gate.set()
    model.soon(0)
    qtbot.waitUntil(lambda: model.soon(0)[0])
    assert model.soon(0)[1].rating == 5


def test_a_changed_row_is_shown_as_before_until_it_is_read_again(make_model, qtbot) -> None:
    model, library = make_model(3)
    assert model.photo_at(0).rating is None
    library.rows[3] = replace(library.rows[3], rating=4)
    model.refresh([3])
    known, photo = model.soon(0)
    assert known
    assert photo.rating is None
    qtbot.waitUntil(lambda: model.soon(0)[1].rating == 4)


def test_a_row_that_cannot_be_read_is_asked_for_again(make_loader, make_library, qtbot) -> None:
    library = make_library(2)
    reads: list[int] = []

    def read(ids):  # type: ignore[no-untyped-def]
        reads.append(1)
        if len(reads) == 1:
            raise OSError("disk gone")
        return library.photos(ids)

    model = PhotoGridModel(read, make_loader(library.thumbnail))
    model.set_content(content_of_ids(library.all_photo_ids()))
    qtbot.waitUntil(lambda: model.soon(0)[0])
    assert len(reads) == 2


def stacked_model(make_model):  # type: ignore[no-untyped-def]
    model, library = make_model(6)
    library.stacks = {5: (5, 2, 1)}
    how = Arrangement("date", group="month")
    ids, found = library.arrange(None, how)
    model.set_content(content_of_arranged(ids, found, how))
    return model, library


def test_a_stack_is_one_row_and_stands_for_all_its_photos(make_model, qtmodeltester) -> None:
    model, _ = stacked_model(make_model)
    qtmodeltester.check(model)
    assert model.content.ids.tolist() == [6, 5, 4, 3]
    assert [model.stack_size(row) for row in range(4)] == [1, 3, 1, 1]
    assert model.stack_at(1) == (5, 2, 1)
    assert model.expanded([6, 5, 3]) == [6, 5, 2, 1, 3]
    assert model.content.photo_count == 6
    assert "3 file" in model.data(model.index(1), Qt.ItemDataRole.ToolTipRole)


def test_a_screen_reader_says_name_date_stars_flag_and_files(make_model) -> None:
    model, library = stacked_model(make_model)
    library.rows[5] = replace(
        library.rows[5], rating=4, pick=1, taken_at="2023-06-12T10:00:00", root_id=1
    )
    model.set_offline([1])
    spoken = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("photo_005.jpg, ")
    for words in ("4 star", "Picked", "3 file", "not connected"):
        assert words in spoken


@given(
    st.dictionaries(st.integers(1, 40), st.sets(st.integers(100, 140), max_size=4), max_size=8),
    st.lists(st.integers(1, 140), max_size=20, unique=True),
)
def test_stacks_as_arrays_are_what_the_mapping_says(
    below: dict[int, set[int]], wanted: list[int]
) -> None:
    mapping = {leader: (leader, *sorted(rest)) for leader, rest in below.items()}
    stacked = Stacked.of(mapping)
    assert dict(stacked) == mapping
    ids = np.array(wanted, dtype=np.int64)
    assert stacked.expanded(ids).tolist() == [
        each for photo_id in wanted for each in mapping.get(photo_id, (photo_id,))
    ]
    assert stacked.sizes_of(ids).tolist() == [len(mapping.get(each, (each,))) for each in wanted]


def test_days_become_months_for_the_date_scrubber() -> None:
    groups = [
        PhotoGroup("2023-06-12", 0, 2), PhotoGroup("2023-06-01", 2, 1),
        PhotoGroup("2021-01-01", 3, 4), PhotoGroup("", 7, 2),
    ]  # fmt: skip
    assert months_of(groups) == (PhotoGroup("2023-06", 0, 3), PhotoGroup("2021-01", 3, 4))
