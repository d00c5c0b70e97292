"""Whatever happens to the files, the catalog follows the disk and tags follow content."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)
from ingest_bench import Bench

FOLDERS = ("", "a", "b", "a/c")
NAMES = ("1.jpg", "2.jpg", "3.jpg")


@dataclass
class Shot:
    """A file as a person sees it: the same photo wherever it goes.

    Attributes:
        tag: The tag it got once it was indexed; None before.
        moved: Moved since it was last indexed.
        edited: Changed since it was last indexed.
        copied: There is, or was, a second file of the same content.
    """

    tag: str | None = None
    moved: bool = False
    edited: bool = False
    copied: bool = False


class Disk(RuleBasedStateMachine):
    """Random file operations; between them, looks of every kind at the folders."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="photoclip-disk-"))
        self.bench = Bench(self.base)
        self.number = itertools.count()
        self.shots: dict[str, Shot] = {}
        for folder in FOLDERS:
            (self.bench.top / folder).mkdir(exist_ok=True)

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            self.bench.close()
            shutil.rmtree(self.base)

    # --- what a person does ------------------------------------------------------

    @rule(folder=st.sampled_from(FOLDERS))
    def create(self, folder: str) -> None:
        path = str(Path(folder, f"new{next(self.number)}.jpg"))
        self.bench.put(path, f"content {next(self.number)}")
        self.shots[path] = Shot()

    @precondition(lambda self: self.shots)
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.shots)))
        shot = self.shots[path]
        if not shot.moved:
            self.bench.put(path, f"edited content {next(self.number)}")
            shot.edited = True
            shot.copied = False

    @precondition(lambda self: self.shots)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.shots)))
        if self.shots[path].copied:
            return
        (self.bench.top / path).unlink()
        del self.shots[path]

    @precondition(lambda self: self.shots)
    @rule(data=st.data(), folder=st.sampled_from(FOLDERS), name=st.sampled_from(NAMES))
    def move(self, data: st.DataObject, folder: str, name: str) -> None:
        source = data.draw(st.sampled_from(sorted(self.shots)))
        self._move(source, str(Path(folder, name)))

    @precondition(lambda self: len(self.shots) > 1)
    @rule(data=st.data())
    def move_over_another(self, data: st.DataObject) -> None:
        source = data.draw(st.sampled_from(sorted(self.shots)))
        target = data.draw(st.sampled_from(sorted(self.shots)))
        self._move(source, target)

    @precondition(lambda self: len(self.shots) > 1)
    @rule(data=st.data())
    def swap(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(sorted(self.shots)))
        other = data.draw(st.sampled_from(sorted(self.shots)))
        movable = all(self._movable(self.shots[each]) for each in (one, other))
        if one == other or not movable:
            return
        aside = self.bench.top / "aside"
        (self.bench.top / one).rename(aside)
        (self.bench.top / other).rename(self.bench.top / one)
        aside.rename(self.bench.top / other)
        self.shots[one], self.shots[other] = self.shots[other], self.shots[one]
        for each in (one, other):
            self.shots[each].moved = True

    @precondition(lambda self: self.shots)
    @rule(data=st.data(), folder=st.sampled_from(FOLDERS))
    def copy(self, data: st.DataObject, folder: str) -> None:
        source = data.draw(st.sampled_from(sorted(self.shots)))
        shot = self.shots[source]
        if shot.moved or shot.edited or shot.copied:
            return
        path = str(Path(folder, f"copy{next(self.number)}.jpg"))
        shutil.copy2(self.bench.top / source, self.bench.top / path)
        self.shots[path] = Shot(copied=True)
        shot.copied = True
        self.settle()

    @rule(folder=st.sampled_from(("a", "b")))
    def rename_folder_and_back(self, folder: str) -> None:
        inside = [shot for path, shot in self.shots.items() if path.startswith(folder + "/")]
        if any(shot.edited for shot in inside):
            return
        aside = self.bench.top / "elsewhere"
        (self.bench.top / folder).rename(aside)
        self.look()
        aside.rename(self.bench.top / folder)
        for shot in inside:
            shot.moved = True

    # --- what PhotoClip does -----------------------------------------------------

    @rule()
    def look(self) -> None:
        self.bench.scan()

    @rule(order=st.permutations(FOLDERS))
    def look_as_the_watcher_does(self, order: list[str]) -> None:
        for folder in order:
            self.bench.walk(folder, only_new=True)

    @rule()
    def settle(self) -> None:
        """Look, index, compare, and tag what has no tag yet."""
        self.bench.scan()
        self.bench.index()
        self.bench.scan()
        rows = self.bench.rows()
        assert set(rows) == set(self.shots)
        for path, shot in self.shots.items():
            assert rows[path].state == "ready"
            expected = {shot.tag} if shot.tag else set()
            assert self.bench.tags(path) == expected, path
        for path, shot in self.shots.items():
            if shot.tag is None:
                shot.tag = f"tag{next(self.number)}"
                self.bench.tag(path, shot.tag)
            shot.moved = shot.edited = False

    @invariant()
    def no_tag_is_lost(self) -> None:
        """Every tag that was ever given is still on a row, live or missing."""
        [(tagged,)] = self.bench.sql("SELECT count(DISTINCT tag_id) FROM tag_assignments")
        [(tags,)] = self.bench.sql("SELECT count(*) FROM tags")
        assert tagged == tags

    # --- what even a person could not tell from the files ------------------------

    def _movable(self, shot: Shot) -> bool:
        """Edited and moved between two looks is a new photo, and of two equal files that
        moved or vanished nobody can tell which is which."""
        return shot.tag is not None and not shot.edited and not shot.copied

    def _move(self, source: str, target: str) -> None:
        if source == target or not self._movable(self.shots[source]):
            return
        if target in self.shots and self.shots[target].copied:
            return
        (self.bench.top / source).rename(self.bench.top / target)
        self.shots[target] = self.shots.pop(source)
        self.shots[target].moved = True


Disk.TestCase.settings = settings(
    max_examples=int(os.environ.get("PHOTOCLIP_EXAMPLES", "10")),
    stateful_step_count=int(os.environ.get("PHOTOCLIP_STEPS", "15")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestDisk = pytest.mark.slow(Disk.TestCase)
