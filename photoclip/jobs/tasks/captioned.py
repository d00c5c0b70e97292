"""Which pictures have captions, and which of them are of one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog import training
from photoclip.catalog.training import PictureFile
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.labeling.sentences import tag_sentences
from photoclip.search import duplicates as copying
from photoclip.search.splitting import Groups, Shot, Wish, burst_links, join_groups

PHASE: Final = "Preparing"
TAGS: Final = "tags"

_HELD_OUT: Final = frozenset({"dev", "test", "validation"})
_LONGEST: Final = 2_000
_NEAR_BITS: Final = 6  # if the model agrees
_SURE_BITS: Final = 4
_SAMPLE: Final = 512


@dataclass(slots=True)
class Picture:
    """A picture, whatever its files are.

    Attributes:
        captions: Text and source of its captions, by the text as it is compared.
        wish: The side of the split where an imported caption put it.
        files: Readable photos that show it.
    """

    pixel_hash: bytes
    captions: dict[str, tuple[str, str]] = field(default_factory=dict)
    wish: Wish | None = None
    files: list[PictureFile] = field(default_factory=list)

    @property
    def file(self) -> PictureFile | None:
        """The first of its files that is there."""
        return next((each for each in self.files if each.online), None)

    def add(self, text: str, source: str) -> None:
        """Add a caption, unless it is there already."""
        plain = " ".join(text.split())[:_LONGEST]
        if plain:
            self.captions.setdefault(plain.casefold(), (plain, source))


@dataclass(frozen=True, slots=True)
class Captioned:
    """Everything that has a caption.

    Attributes:
        online: Captioned pictures that can be opened, in the order of their captions.
        offline: Captioned pictures that cannot.
        tags: Ids of accepted tags by picture.
    """

    online: tuple[Picture, ...]
    offline: tuple[Picture, ...]
    tags: dict[bytes, list[int]]

    @property
    def sources(self) -> dict[str, int]:
        """Captions by source, of pictures that can be opened."""
        counts = Counter(source for each in self.online for _, source in each.captions.values())
        return dict(counts.most_common())


def collect(context: TaskContext, *, use_tags: bool) -> Job[Captioned]:
    """Read the captions of all readable photos; copies are one picture.

    Args:
        context: The library.
        use_tags: Whether accepted tags become captions.
    """
    found: dict[bytes, Picture] = {}
    after = 0
    while True:
        yield Progress(PHASE, message=f"{len(found):,} captioned photos")
        with context.db.read() as conn:
            page = training.captions_after(conn, after)
        for said in page:
            picture = found.setdefault(said.pixel_hash, Picture(said.pixel_hash))
            picture.add(said.text, said.source)
            if said.split in _HELD_OUT:
                picture.wish = "validation"
            elif said.split == "train":
                picture.wish = picture.wish or "train"
        if len(page) < training.PAGE:
            break
        after = page[-1].id
    tags = yield from _tags(context)
    if use_tags:
        yield from _add_tags(context, found, tags)
    yield from read_files(context, list(found.values()))
    named = [each for each in found.values() if each.captions]
    return Captioned(
        tuple(each for each in named if each.file is not None),
        tuple(each for each in named if each.file is None),
        tags,
    )


def read_files(context: TaskContext, pictures: Sequence[Picture]) -> Job[None]:
    """Find the files of pictures."""
    by_hash = {each.pixel_hash: each for each in pictures}
    hashes = list(by_hash)
    for start in range(0, len(hashes), training.HASHES_AT_ONCE):
        if not start % (20 * training.HASHES_AT_ONCE):
            yield Progress(PHASE, start, len(hashes))
        with context.db.read() as conn:
            rows = training.files_of(conn, hashes[start : start + training.HASHES_AT_ONCE])
        for row in rows:
            by_hash[row.pixel_hash].files.append(row)


def moments(pictures: Sequence[Picture]) -> list[list[int]]:
    """Links between pictures of one moment: copies as found last, stacks, bursts."""
    stacks: dict[int, list[int]] = {}
    copies: dict[int, list[int]] = {}
    shots: dict[Shot, None] = {}
    for at, picture in enumerate(pictures):
        for file in picture.files:
            if file.stack is not None:
                stacks.setdefault(file.stack, []).append(at)
            if file.copies is not None:
                copies.setdefault(file.copies, []).append(at)
            shots[Shot(at, file.taken_at, file.camera)] = None
    return [*stacks.values(), *copies.values(), *burst_links(shots)]


def grouped(
    pictures: Sequence[Picture], vectors: NDArray[np.float16], known: NDArray[np.bool_]
) -> Job[Groups]:
    """Groups of pictures of one moment, or nearly the same to the eye.

    Looked at more broadly than for deleting copies: more bits may differ, and where the model
    has not seen both pictures the bits alone decide. On 4,000 photos of the caption pack beside
    this repository at most 4 bits tell the one true pair from 8 million others; at most 6
    find 8 wrong ones, which the model then tells apart.

    Args:
        pictures: n pictures with their files.
        vectors: Their vectors, shape (n, dim).
        known: Which of them have one, shape (n,).
    """
    told = [(at, each.files[0].perceptual_hash) for at, each in enumerate(pictures)]
    rows = np.array([at for at, bits in told if bits is not None], np.int64)
    signed = np.array([bits for _, bits in told if bits is not None], np.int64)
    hashes = signed.view(np.uint64)
    found = yield from copying.near_pairs(hashes, _NEAR_BITS)
    differ = np.bitwise_count(hashes[found[:, 0]] ^ hashes[found[:, 1]])
    pairs = rows[found]
    seen = np.flatnonzero(known)
    sample = seen[:: max(len(seen) // _SAMPLE, 1)][:_SAMPLE]
    least = copying.nearest_allowed(vectors[sample].astype(np.float32))
    unseen = ~known[pairs].all(axis=1) & (differ <= _SURE_BITS)
    near = pairs[unseen | copying.alike(pairs, vectors, known, least)]
    return join_groups(len(pictures), [*moments(pictures), *near.tolist()])


def _tags(context: TaskContext) -> Job[dict[bytes, list[int]]]:
    tags: dict[bytes, list[int]] = {}
    after = (0, 0)
    while True:
        yield Progress(PHASE, message="reading tags")
        with context.db.read() as conn:
            page = training.tags_after(conn, *after)
        for row in page:
            known = tags.setdefault(row.pixel_hash, [])
            if row.tag_id not in known:
                known.append(row.tag_id)
        if len(page) < training.PAGE:
            return tags
        after = (page[-1].photo_id, page[-1].tag_id)


def _add_tags(
    context: TaskContext, found: dict[bytes, Picture], tags: dict[bytes, list[int]]
) -> Iterator[Progress]:
    with context.db.read() as conn:
        names = training.tag_names(conn)
    for at, (pixel_hash, tag_ids) in enumerate(tags.items()):
        if not at % training.PAGE:
            yield Progress(PHASE, at, len(tags), message="making sentences of tags")
        words = _known(names, tag_ids)
        sentences = tag_sentences(words, key=pixel_hash)
        if sentences:
            picture = found.setdefault(pixel_hash, Picture(pixel_hash))
            for sentence in sentences:
                picture.add(sentence, TAGS)


def _known(names: dict[int, str], tag_ids: Iterable[int]) -> list[str]:
    return [names[each] for each in tag_ids if each in names]
