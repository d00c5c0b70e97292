"""What the window asks of several rooms at once, on a real library without its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photoclip.catalog import metadata_conflicts
from photoclip.errors import UserError
from photoclip.gui.album_actions import ALL_THE_WAY, move_in
from photoclip.gui.answering import answer_view
from photoclip.gui.conflict_actions import settle
from photoclip.gui.events import ViewRequest
from photoclip.gui.fine_detail import read_fine_detail
from photoclip.gui.training.follow import Follower, follow
from photoclip.library import Library
from photoclip.runs import BaseModelTable, RunConfig, RunFolder, write_config

pytestmark = pytest.mark.gui


@pytest.fixture
def library(tmp_path: Path, thumb_bytes: bytes) -> Iterator[Library]:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(4):
        # Bytes behind the picture make each file another one.
        (folder / f"{number}.jpg").write_bytes(thumb_bytes + bytes([number]))
    with Library.open(tmp_path / "library") as opened:
        opened.add_folder(folder)
        for _ in opened.scan():
            pass
        yield opened


def shown(library: Library, query: str) -> list[int]:
    answer = answer_view(library, ViewRequest("text", text=query), 1)
    assert answer.error is None
    assert answer.content is not None
    return answer.content.ids.tolist()


def test_a_hand_picked_album_is_shown_in_its_order_and_keeps_what_is_moved(
    library: Library,
) -> None:
    first, second, third, _ = sorted(library.all_photo_ids().tolist())
    library.albums.create("Best")
    library.albums.add("Best", [second, third, first])
    assert shown(library, 'album:"Best"') == [second, third, first]
    move_in(library, "Best", [first], -1)
    assert shown(library, "album:best") == [second, first, third]
    move_in(library, "Best", [third], -ALL_THE_WAY)
    assert shown(library, 'album:"Best"') == [third, second, first]
    assert sorted(shown(library, 'album:"Best" name:jpg')) == sorted([first, second, third])


def test_an_album_that_is_not_there_is_an_ordinary_answer(library: Library) -> None:
    answer = answer_view(library, ViewRequest("text", text='album:"Nothing"'), 1)
    assert answer.content is None or len(answer.content) == 0


def test_where_metadata_goes_is_read_with_the_folders(library: Library) -> None:
    (root,) = library.folders()
    assert root.write_to == "sidecar"
    library.sidecars.write_to(root.path, "file")
    assert library.folders()[0].write_to == "file"


def test_conflicts_are_settled_in_the_catalog(library: Library) -> None:
    photo_id = int(library.all_photo_ids()[0])
    library.captions.set(photo_id, "Anna swims")
    library._context.db.write(
        lambda conn: metadata_conflicts.note(
            conn, photo_id, "caption", ours="Anna swims", theirs="A lake"
        )
    )
    conflicts = library.sidecars.conflicts()
    assert settle(library, conflicts, "theirs") == 1
    assert library.sidecars.conflicts() == []
    assert [caption.text for caption in library.captions.of_photo(photo_id)] == ["A lake"]
    with pytest.raises(UserError):
        settle(library, conflicts, "ours")


def test_fine_detail_is_read_as_it_was_set(library: Library) -> None:
    assert not read_fine_detail(library)
    library.set_fine_detail(True)
    assert read_fine_detail(library)


def test_a_run_is_followed_from_its_folder(library: Library, tmp_path: Path) -> None:
    folder = RunFolder(library.path / "runs" / "2026-11-28-1")
    folder.root.mkdir(parents=True)
    write_config(RunConfig(model=BaseModelTable(models_dir=tmp_path)), folder.config)
    follower = Follower("2026-11-28-1")
    assert follow(library, follower).step == 0
    line = '{"event": "step", "step": 1, "steps": 2, "epoch": 1, "loss": 3.0}\n'
    folder.events.write_text(line + line[:20])
    view = follow(library, follower)
    assert (view.step, view.steps, view.losses.tolist()) == (1, 2, [3.0])
    folder.events.write_text(line + line.replace('"step": 1', '"step": 2'))
    assert follow(library, follower).loss_steps.tolist() == [1, 2]
    (info,) = library.training.runs()
    assert (info.name, info.state) == ("2026-11-28-1", "stopped")
