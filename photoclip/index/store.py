"""Saved HNSW graphs that are either right or noticed.

A graph is a cache of the catalog. hnswlib reports no error when the disk is
full and loads a damaged file without a word, so a manifest beside the file says
what it must be: its size and digest, whose catalog and model it belongs to, and
which labels are dead. Saving never touches the file that the manifest names:

1. write the graph to a temporary file, 2. check its size, digest and flush it,
3. rename it to a new versioned name, 4. swap the manifest, 5. delete the rest.

A crash between any two steps leaves the old pair or the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from photoclip.errors import IndexDamagedError
from photoclip.index.base import Ids
from photoclip.index.hnsw import EF_CONSTRUCTION, SPACE, Fetch, HnswIndex, M, build
from photoclip.index.owner import OwnerLock
from photoclip.jobs.job import Job
from photoclip.paths import display_path

FORMAT = 1
_SPOT_CHECKS = 32


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a saved graph must be.

    Attributes:
        catalog: ``meta.catalog_uuid`` of the catalog it was made from.
        fingerprint: Model whose vectors it holds.
        count: Live labels in it.
        max_id: Largest label, dead or live.
        dead: Deleted labels, which the file cannot list.
        file: Name of the file, in the same folder.
        size: Bytes of the file.
        digest: BLAKE2b-256 of the file, hex.
    """

    catalog: str
    fingerprint: str
    dim: int
    count: int
    max_id: int
    dead: tuple[int, ...]
    file: str
    size: int
    digest: str
    format: int = FORMAT
    space: str = SPACE
    m: int = M
    ef_construction: int = EF_CONSTRUCTION

    def to_json(self) -> str:
        """JSON with a digest of itself."""
        fields = asdict(self)
        return json.dumps({**fields, "check": _digest_of(fields)})

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """The manifest, if the text is whole.

        Raises:
            IndexDamagedError: It is not.
        """
        try:
            fields: dict[str, Any] = json.loads(text)
            check = fields.pop("check")
            fields["dead"] = tuple(fields["dead"])
            manifest = cls(**fields)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError("The search index's manifest cannot be read.") from error
        if check != _digest_of(asdict(manifest)):
            raise IndexDamagedError("The search index's manifest was altered.")
        return manifest


def _digest_of(fields: dict[str, Any]) -> str:
    text = json.dumps(fields, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=32)).hexdigest()


def _flush(path: Path) -> None:
    """Make a file (or, where the system can, a folder) survive a power cut."""
    try:
        handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    except PermissionError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class IndexStore:
    """The saved graph of one model of one catalog.

    Several processes may open one library: the first store takes the lock file
    and owns the saved graph, the others load it but never save.

    Attributes:
        problem: Why the last :meth:`open` gave nothing, one sentence, or "".
    """

    def __init__(self, folder: Path, *, catalog_uuid: str, fingerprint: str, dim: int) -> None:
        self.problem = ""
        self._folder = folder
        self._catalog = catalog_uuid
        self._fingerprint = fingerprint
        self._dim = dim
        self._stem = hashlib.blake2b(fingerprint.encode(), digest_size=8).hexdigest()
        with contextlib.suppress(OSError):  # then nothing can be saved, which is told there
            folder.mkdir(parents=True, exist_ok=True)
        self._kept: tuple[HnswIndex, Ids] | None = None
        self._lock = OwnerLock(folder / f"{self._stem}.lock")

    @property
    def manifest_path(self) -> Path:
        """Where the manifest lies."""
        return self._folder / f"{self._stem}.json"

    @property
    def owned(self) -> bool:
        """Whether this process may save; tries to become the owner if nobody is."""
        return self._lock.acquire()

    def close(self) -> None:
        """Give the saved graph to whoever wants it next."""
        self._lock.release()

    def load(self) -> HnswIndex:
        """Read the saved graph after checking everything its manifest says.

        Raises:
            IndexDamagedError: There is none, or it is not what it must be.
        """
        manifest = self._read_manifest()
        self._compare(manifest)
        path = self._folder / manifest.file
        try:
            whole = path.stat().st_size == manifest.size and (
                _digest_of_file(path) == manifest.digest
            )
        except OSError as error:
            raise IndexDamagedError(
                f"The search index {display_path(path)} cannot be read."
            ) from error
        if not whole:
            raise IndexDamagedError(f"The search index {display_path(path)} is damaged.")
        try:
            index = HnswIndex.load(path, self._dim, dead=np.asarray(manifest.dead, np.int64))
        except RuntimeError as error:
            raise IndexDamagedError(
                f"The search index {display_path(path)} cannot be loaded."
            ) from error
        if len(index) != manifest.count:
            raise IndexDamagedError(f"The search index {display_path(path)} misses vectors.")
        self._kept = index, index.ids()
        return index

    def _read_manifest(self) -> Manifest:
        try:
            text = self.manifest_path.read_text("utf-8")
        except FileNotFoundError as error:
            raise IndexDamagedError("No search index was saved yet.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamagedError("The search index's manifest cannot be read.") from error
        return Manifest.from_json(text)

    def _compare(self, manifest: Manifest) -> None:
        expected = {
            "format": FORMAT,
            "space": SPACE,
            "dim": self._dim,
            "catalog": self._catalog,
            "fingerprint": self._fingerprint,
        }
        for name, value in expected.items():
            if getattr(manifest, name) != value:
                raise IndexDamagedError(f"The saved search index has another {name}.")
        if Path(manifest.file).name != manifest.file:
            raise IndexDamagedError("The search index's manifest names a file elsewhere.")

    def open(self, ids_in_db: Ids, fetch: Fetch) -> HnswIndex | None:
        """Load the saved graph and bring it up to the catalog by set difference.

        Args:
            ids_in_db: All labels the catalog has for this model.
            fetch: Gives their stored vectors.

        Returns:
            The graph, holding exactly ``ids_in_db``; None when there is none
            that can be trusted or most of it is dead (see :attr:`problem`):
            answer exactly and run :meth:`rebuild` in a job.
        """
        self.problem = ""
        try:
            index = self.load()
            self._spot_check(index, ids_in_db, fetch)
        except IndexDamagedError as error:
            self.problem = str(error)
            return None
        missing = np.setdiff1d(ids_in_db, index.ids())
        index.remove(np.setdiff1d(index.ids(), ids_in_db))
        if index.needs_rebuild or len(missing) > len(index):
            self.problem = "The saved search index is mostly out of date."
            return None
        if len(missing):
            index.add(missing, fetch(missing))
        return index

    def _spot_check(self, index: HnswIndex, ids_in_db: Ids, fetch: Fetch) -> None:
        """Compare some vectors: a restored catalog may use labels a second time."""
        common = np.intersect1d(ids_in_db, index.ids())
        if not len(common):
            return
        step = max(1, len(common) // _SPOT_CHECKS)
        some = np.union1d(common[::step], common[-_SPOT_CHECKS:])
        stored = fetch(some).astype(np.float32)
        if not np.allclose(index.vectors(some), stored, atol=1e-3):
            raise IndexDamagedError("The saved search index holds other vectors.")

    def rebuild(self, ids_in_db: Ids, fetch: Fetch) -> Job[HnswIndex]:
        """Build the graph anew, aside; save it afterwards."""
        return (yield from build(ids_in_db, fetch, self._dim))

    def holds(self, index: HnswIndex) -> bool:
        """Whether this very state of the graph was loaded or saved last."""
        return self._kept is not None and self._kept[0] is index and self._kept[1] is index.ids()

    def save(self, index: HnswIndex) -> bool:
        """Save the graph so that a crash at any moment leaves a usable pair.

        Commit the vectors to the catalog (and checkpoint its log) first: labels
        that a power cut takes back from the catalog would be given out again.

        Returns:
            False when another process owns the saved graph (nothing was done).

        Raises:
            IndexDamagedError: The file could not be written whole (a full
                disk); the pair saved before is untouched.
        """
        if not self.owned:
            return False
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for _ in self.save_steps(index):
                pass
        except OSError as error:
            raise self._not_saved(error.strerror or str(error)) from error
        return True

    def _not_saved(self, reason: str) -> IndexDamagedError:
        return IndexDamagedError(
            f"The search index could not be saved in {display_path(self._folder)}: {reason}."
        )

    def save_steps(self, index: HnswIndex) -> Iterator[str]:
        """The steps of :meth:`save`, yielded by name so that tests can stop between them."""
        temporary = self._folder / f"{self._stem}-{os.getpid()}.tmp"
        size, ids, dead = index.save(temporary)
        yield "written"
        written = temporary.stat().st_size if temporary.exists() else -1
        if written != size:
            temporary.unlink(missing_ok=True)
            raise self._not_saved("check that the disk is not full")
        digest = _digest_of_file(temporary)
        _flush(temporary)
        yield "flushed"
        path = self._new_name()
        temporary.rename(path)
        _flush(self._folder)
        yield "renamed"
        manifest = Manifest(
            catalog=self._catalog,
            fingerprint=self._fingerprint,
            dim=self._dim,
            count=len(ids),
            max_id=int(max(ids.max(initial=0), dead.max(initial=0))),
            dead=tuple(dead.tolist()),
            file=path.name,
            size=size,
            digest=digest,
        )
        self._swap_manifest(manifest)
        self._kept = index, ids
        yield "swapped"
        self._delete_all_but(path.name)

    def _new_name(self) -> Path:
        taken = [
            int(number)
            for path in self._folder.glob(f"{self._stem}-*.hnsw")
            if (number := path.stem.removeprefix(f"{self._stem}-")).isdecimal()
        ]
        return self._folder / f"{self._stem}-{max(taken, default=0) + 1}.hnsw"

    def _swap_manifest(self, manifest: Manifest) -> None:
        temporary = self.manifest_path.with_suffix(".json.tmp")
        try:
            temporary.write_text(manifest.to_json(), "utf-8")
            _flush(temporary)
            temporary.replace(self.manifest_path)
        finally:
            temporary.unlink(missing_ok=True)
        _flush(self._folder)

    def _delete_all_but(self, name: str) -> None:
        for pattern in (f"{self._stem}-*.hnsw", f"{self._stem}-*.tmp"):
            for path in self._folder.glob(pattern):
                if path.name != name:
                    try:
                        path.unlink()
                    except OSError:  # open elsewhere (Windows): the next save deletes it
                        continue
