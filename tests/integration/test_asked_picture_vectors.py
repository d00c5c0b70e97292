"""A picture that is asked for is looked at once, as long as its file stays the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from photoclip.catalog.rows import ModelRow
from photoclip.encoders.messages import PhotoOutcome, PhotoRequest
from photoclip.errors import UnreadablePhotoError, UserError
from photoclip.jobs.tasks.searching import Searcher

MODEL = ModelRow(1, "m", "print", "a", 4, "builtin", None, "active")


class Pool:
    """An encoder that counts what it looks at."""

    def __init__(self) -> None:
        self.seen: list[Path] = []

    def is_warm(self, _key: str) -> bool:
        return bool(self.seen)

    @contextmanager
    def lease(self, _key: str) -> Iterator[Any]:
        yield self

    def encode_photos(self, requests: list[PhotoRequest]) -> Iterator[PhotoOutcome]:
        for request in requests:
            self.seen.append(request.path)
            if request.path.name == "broken.jpg":
                yield PhotoOutcome(0, request.path, error="It is no picture.")
            else:
                vector = np.array([1, 0, 0, 0], np.float16)
                yield PhotoOutcome(0, request.path, thumbnail=b"small", vector=vector)


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
def searcher(pool: Pool) -> Searcher:
    return Searcher(SimpleNamespace(encoders=pool), in_process=False)  # type: ignore[arg-type]


def test_words_behind_a_picture_do_not_look_at_it_again(
    searcher: Searcher, pool: Pool, tmp_path: Path
) -> None:
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"one")
    assert not searcher.is_warm(MODEL)
    for _letter in range(5):
        assert searcher.picture_vector(MODEL, picture).tolist() == [1, 0, 0, 0]
    assert searcher.picture_thumbnail(MODEL, picture) == b"small"
    assert pool.seen == [picture]
    assert searcher.is_warm(MODEL)


def test_a_changed_file_is_looked_at_again(searcher: Searcher, pool: Pool, tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"one")
    searcher.picture_vector(MODEL, picture)
    os.utime(picture, (1, 1))
    searcher.picture_vector(MODEL, picture)
    assert len(pool.seen) == 2


def test_what_is_no_picture_is_told_each_time(
    searcher: Searcher, pool: Pool, tmp_path: Path
) -> None:
    picture = tmp_path / "broken.jpg"
    picture.write_bytes(b"no")
    for _ in range(2):
        with pytest.raises(UnreadablePhotoError):
            searcher.picture_vector(MODEL, picture)
    assert len(pool.seen) == 2
    with pytest.raises(UserError, match="no file"):
        searcher.picture_vector(MODEL, tmp_path / "gone.jpg")
    with pytest.raises(UserError, match="no file"):
        searcher.picture_vector(MODEL, tmp_path)
