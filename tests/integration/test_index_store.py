"""A saved graph is right or noticed, whatever happens to its files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from photoclip.errors import IndexDamagedError
from photoclip.index.hnsw import HnswIndex
from photoclip.index.store import IndexStore, Manifest
from photoclip.jobs.job import run_to_end

DIM = 24
IDS = np.arange(1, 401)
REPOSITORY = Path(__file__).resolve().parents[2]


def vectors_of(ids: np.ndarray) -> np.ndarray:
    """The same unit vector for the same label, always."""
    rows = [np.random.default_rng(int(i)).standard_normal(DIM) for i in ids]
    x = np.array(rows).reshape(len(ids), DIM)
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float16)


def make_store(folder: Path, **changes: object) -> IndexStore:
    arguments = {"catalog_uuid": "cat-1", "fingerprint": "model-1", "dim": DIM, **changes}
    return IndexStore(folder, **arguments)  # type: ignore[arg-type]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    store = make_store(tmp_path)
    assert store.save(run_to_end(store.rebuild(IDS, vectors_of)))
    store.close()
    return tmp_path


def the_file(folder: Path) -> Path:
    (path,) = folder.glob("*.hnsw")
    return path


def the_manifest(folder: Path) -> Path:
    (path,) = folder.glob("*.json")
    return path


def assert_answers_exactly(index: HnswIndex | None, ids: np.ndarray) -> None:
    assert index is not None
    assert index.ids().tolist() == ids.tolist()
    vectors = vectors_of(ids)
    for row in range(0, len(ids), 37):
        query = vectors[row].astype(np.float32)
        assert index.search(query, 1)[0].tolist() == [ids[row]]


def test_what_was_saved_is_opened(saved: Path) -> None:
    store = make_store(saved)
    assert_answers_exactly(store.open(IDS, vectors_of), IDS)
    assert store.problem == ""


def test_opening_catches_up_with_the_catalog_by_set_difference(saved: Path) -> None:
    now = np.concatenate([IDS[50:], np.arange(500, 600)])
    asked: list[int] = []

    def fetch(ids: np.ndarray) -> np.ndarray:
        asked.extend(ids.tolist())
        return vectors_of(ids)

    index = make_store(saved).open(now, fetch)
    assert_answers_exactly(index, now)
    assert set(asked) >= set(range(500, 600))
    assert len(asked) < 200  # the rest came from the file


def test_deletions_survive_saving_and_opening(saved: Path) -> None:
    store = make_store(saved)
    index = store.open(IDS[20:], vectors_of)
    assert index is not None
    store.save(index)
    store.close()
    again = make_store(saved).open(IDS[20:], vectors_of)
    assert_answers_exactly(again, IDS[20:])
    assert again is not None
    assert again.dead().tolist() == IDS[:20].tolist()
    back = make_store(saved).open(IDS, vectors_of)
    assert_answers_exactly(back, IDS)


def test_a_graph_that_is_mostly_dead_is_built_anew(saved: Path) -> None:
    store = make_store(saved)
    assert store.open(IDS[200:], vectors_of) is None
    assert "out of date" in store.problem
    assert_answers_exactly(run_to_end(store.rebuild(IDS[200:], vectors_of)), IDS[200:])


@pytest.mark.parametrize("where", [0.001, 0.3, 0.6, 0.999])
def test_a_flipped_byte_is_noticed(saved: Path, where: float) -> None:
    data = bytearray(the_file(saved).read_bytes())
    data[int(len(data) * where)] ^= 1
    the_file(saved).write_bytes(data)
    store = make_store(saved)
    with pytest.raises(IndexDamagedError):
        store.load()
    assert store.open(IDS, vectors_of) is None
    assert "damaged" in store.problem


def truncate(folder: Path) -> None:
    path = the_file(folder)
    os.truncate(path, path.stat().st_size // 2)


def delete_file(folder: Path) -> None:
    the_file(folder).unlink()


def delete_manifest(folder: Path) -> None:
    the_manifest(folder).unlink()


def cut_manifest(folder: Path) -> None:
    path = the_manifest(folder)
    path.write_text(path.read_text()[:-20])


def empty_manifest(folder: Path) -> None:
    the_manifest(folder).write_bytes(b"\xff\x00")


def edit_manifest(folder: Path) -> None:
    path = the_manifest(folder)
    fields = json.loads(path.read_text())
    fields["dead"] = [1, 2, 3]
    path.write_text(json.dumps(fields))


def name_a_file_elsewhere(folder: Path) -> None:
    path = the_manifest(folder)
    fields = json.loads(path.read_text())
    fields.pop("check")
    fields["file"] = "../" + fields["file"]
    path.write_text(Manifest(**{**fields, "dead": tuple(fields["dead"])}).to_json())


def a_list_as_manifest(folder: Path) -> None:
    the_manifest(folder).write_text("[1, 2]")


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        delete_file,
        delete_manifest,
        cut_manifest,
        empty_manifest,
        edit_manifest,
        name_a_file_elsewhere,
        a_list_as_manifest,
    ],
)
def test_damage_is_noticed_and_a_new_graph_replaces_it(saved: Path, damage: object) -> None:
    damage(saved)  # type: ignore[operator]
    store = make_store(saved)
    assert store.open(IDS, vectors_of) is None
    assert store.problem.endswith(".")
    assert store.save(run_to_end(store.rebuild(IDS, vectors_of)))
    assert_answers_exactly(make_store(saved).open(IDS, vectors_of), IDS)
    assert len(list(saved.glob("*.hnsw"))) == 1


@pytest.mark.parametrize(
    "change", [{"catalog_uuid": "cat-2"}, {"dim": DIM + 1}, {"fingerprint": "model-2"}]
)
def test_the_graph_of_another_catalog_or_model_is_not_used(
    saved: Path, change: dict[str, object]
) -> None:
    other = make_store(saved, **change)
    if "fingerprint" in change:  # as if two fingerprints shared a file name
        the_manifest(saved).rename(other.manifest_path)
    assert other.open(IDS, vectors_of) is None
    assert "another" in other.problem


def test_labels_given_out_again_after_a_restore_are_noticed(saved: Path) -> None:
    def other_vectors(ids: np.ndarray) -> np.ndarray:
        return vectors_of(np.where(ids > 390, ids + 5000, ids))

    store = make_store(saved)
    assert store.open(IDS, other_vectors) is None
    assert "other vectors" in store.problem


def test_a_full_disk_is_noticed_and_the_old_pair_stays(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(saved)
    index = store.open(IDS, vectors_of)
    assert index is not None
    save = HnswIndex.save

    def cut_short(self: HnswIndex, path: Path) -> object:
        answer = save(self, path)
        os.truncate(path, path.stat().st_size - 1000)
        return answer

    def write_nothing(self: HnswIndex, path: Path) -> object:
        answer = save(self, path)
        path.unlink()
        return answer

    for fault in (cut_short, write_nothing):
        monkeypatch.setattr(HnswIndex, "save", fault)
        with pytest.raises(IndexDamagedError, match="disk"):
            store.save(index)
    monkeypatch.undo()
    assert not list(saved.glob("*.tmp"))
    assert_answers_exactly(make_store(saved).open(IDS, vectors_of), IDS)


@pytest.mark.parametrize("stop_after", ["written", "flushed", "renamed", "swapped"])
def test_a_stop_after_any_step_leaves_a_usable_pair(saved: Path, stop_after: str) -> None:
    store = make_store(saved)
    index = store.open(IDS, vectors_of)
    assert index is not None
    more = np.arange(401, 421)
    index.add(more, vectors_of(more))
    assert store.owned
    for step in store.save_steps(index):
        if step == stop_after:
            break
    store.close()
    now = np.concatenate([IDS, more])
    after = make_store(saved)
    opened = after.open(now, vectors_of)
    assert_answers_exactly(opened, now)
    assert opened is not None
    assert after.save(opened)  # and the next save clears what was left over
    assert len(list(saved.glob("*.hnsw"))) == 1
    assert not list(saved.glob("*.tmp"))


def test_a_process_killed_while_saving_never_leaves_a_damaged_pair(tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(REPOSITORY)!r})
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        import numpy as np
        from pathlib import Path
        from test_index_store import IDS, make_store, vectors_of
        from photoclip.jobs.job import run_to_end
        store = make_store(Path({str(tmp_path)!r}))
        index = store.open(IDS, vectors_of) or run_to_end(store.rebuild(IDS, vectors_of))
        store.save(index)
        print("saved", flush=True)
        while True:
            store.save(index)
        """
    )
    rng = np.random.default_rng(0)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
        )
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "saved"
        time.sleep(float(rng.uniform(0.0, 0.08)))
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.wait()
        process.stdout.close()
        store = make_store(tmp_path)
        assert_answers_exactly(store.open(IDS, vectors_of), IDS)
        assert store.owned  # the dead owner's lock file is free by itself
        store.close()


def test_only_the_owner_saves(saved: Path) -> None:
    first, second = make_store(saved), make_store(saved)
    index = second.open(IDS, vectors_of)
    assert index is not None
    assert first.owned
    assert not second.owned
    before = the_file(saved).name
    assert not second.save(index)
    assert the_file(saved).name == before
    first.close()
    assert second.save(index)
    assert the_file(saved).name != before


def test_another_process_owns_until_it_ends(saved: Path) -> None:
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        from test_index_store import make_store
        store = make_store(Path({str(saved)!r}))
        print(store.owned, flush=True)
        sys.stdin.readline()
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    store = make_store(saved)
    assert not store.owned
    process.communicate("\n")
    assert store.owned


def test_a_stale_lock_file_is_no_owner(saved: Path) -> None:
    store = make_store(saved)
    (lock,) = saved.glob("*.lock")
    lock.write_text('{"pid": 999999, "host": "elsewhere"}')
    assert store.owned
    assert json.loads(lock.read_text())["pid"] == os.getpid()


def test_where_no_lock_can_be_had_nothing_is_saved(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError("no locks available")

    monkeypatch.setattr("photoclip.index.owner._try_lock", refuse)
    store = make_store(saved)
    index = store.open(IDS, vectors_of)
    assert index is not None
    assert not store.save(index)


def test_two_models_keep_their_own_files(saved: Path) -> None:
    other = make_store(saved, fingerprint="model-2")
    assert other.open(IDS, vectors_of) is None
    assert other.save(run_to_end(other.rebuild(IDS, vectors_of)))
    assert len(list(saved.glob("*.hnsw"))) == 2
    assert_answers_exactly(make_store(saved).open(IDS, vectors_of), IDS)


def test_a_folder_that_cannot_be_made_only_means_that_nothing_is_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = make_store(tmp_path / "file" / "index")
    assert store.open(IDS, vectors_of) is None
    index = run_to_end(store.rebuild(IDS, vectors_of))
    assert_answers_exactly(index, IDS)
    assert not store.save(index)
