"""Crops are extra vectors of a photo: made on request, dropped on request, never a second hit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoclip.jobs.job import run_to_end
from photoclip.library import Library
from photoclip.media.crops import CROPS


@pytest.fixture
def library(
    tmp_path: Path, tiny_models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    monkeypatch.setenv("PHOTOCLIP_MODELS", str(tiny_models_dir))
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(5):
        pixels = np.random.default_rng(number).integers(0, 255, (48, 64, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"photo{number}.png")
    with Library.open(tmp_path / "library") as library:
        library.add_folder(folder)
        run_to_end(library.activate_model("tiny"))
        run_to_end(library.index())
        yield library


def hits(library: Library) -> list[int]:
    found = library.search("a drawing", include_hidden=True)
    return sorted(hit.photo_id for hit in found.hits)


def test_crops_are_off_until_they_are_asked_for(library: Library) -> None:
    assert not library.fine_detail
    assert library.info().vectors == 5


def test_each_photo_gets_its_crops_once_and_is_one_hit(library: Library) -> None:
    before = hits(library)
    library.set_fine_detail(True)
    run_to_end(library.index())
    assert library.info().vectors == 5 * (1 + CROPS)
    assert hits(library) == before
    steps = [step.phase for step in library.index()]
    assert "Looking closer" not in steps, "nothing is lacking any more"


def test_turning_it_off_drops_the_crops_and_keeps_the_wholes(library: Library) -> None:
    before = hits(library)
    library.set_fine_detail(True)
    run_to_end(library.index())
    library.set_fine_detail(False)
    assert library.info().vectors == 5
    assert hits(library) == before


def test_a_cancelled_run_goes_on_where_it_stopped(library: Library) -> None:
    library.set_fine_detail(True)
    job = library.index()
    for step in job:
        if step.phase == "Looking closer" and step.done == 2:
            break
    job.close()
    run_to_end(library.index())
    assert library.info().vectors == 5 * (1 + CROPS)


def test_a_photo_whose_file_is_gone_is_passed_over(library: Library, tmp_path: Path) -> None:
    (tmp_path / "photos" / "photo3.png").unlink()
    library.set_fine_detail(True)
    run_to_end(library.index(scan=False))
    assert library.info().vectors == 5 + 4 * CROPS


def test_similar_never_gives_the_photo_itself_through_its_crops(library: Library) -> None:
    library.set_fine_detail(True)
    run_to_end(library.index())
    photo_id = int(library.all_photo_ids()[0])
    assert photo_id not in {hit.photo_id for hit in library.similar(photo_id).hits}
