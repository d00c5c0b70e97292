"""A starter that never saw one kind of photo, and what the personal bench measures it on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from photoclip.encoders.starter import StarterEncoder, StarterModel, load_starter, save_starter
from photoclip.encoders.starter_files import CONFIG_FILE, TEXT_WIDTH
from photoclip.errors import UserError
from photoclip.runs import SnapshotPhoto, Split
from photoclip.search.evaluate import recall_report
from trainer import data
from trainer.clusters import cluster
from trainer.config import StarterTraining
from trainer.data import CaptionedPhotos
from trainer.loop import HeadTrainer, TrainingSet
from trainer.repeatable import seed_everything
from trainer.starter import prepare
from trainer.tuning.contract import Inputs, Tunable

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dogs": r"(dog|puppy|puppies|doggy|hound|poodle|terrier|retriever|labrador|greyhound"
        r"|dalmatian|collie|canine)s?",
        "cycles": r"bicycl\w*|bik(e|es|er|ers|ing)|cycl\w+|motorcycl\w*|motorbik\w*",
        "snow": r"snow\w*|skis?|skiers?|skiing|sled\w*|ice|icy",
        "sea": r"beach|ocean|sea|surf\w*|waves?|shore|sand",
        "balls": r"soccer|football|basketball|baseball|tennis|volleyball|rugby",
    }
)
"""Words, as regular expressions; a photo is of a kind if any of its captions has one."""

_CHUNK: Final = 512
_VALIDATION: Final = 0.15


@dataclass(frozen=True, slots=True)
class Questions:
    """Photos and captions to measure on, as the locked towers see them.

    Attributes:
        features: Image features, shape (photos, image features).
        semantic: Semantic part of each photo, shape (photos, 384).
        texts: Text features of captions, shape (captions, text features).
        owner: Position of each caption's photo, shape (captions,).
    """

    features: Tensor
    semantic: Tensor
    texts: Tensor
    owner: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class World:
    """All that is known about one kind.

    Attributes:
        photos: The captioned photos.
        known: Features of all of them, the kind included.
        of_kind: Mask of the kind's photos, shape (photos,).
        encoder: The base model: its heads were trained without the kind.
    """

    photos: CaptionedPhotos
    known: TrainingSet
    of_kind: NDArray[np.bool_]
    encoder: StarterEncoder


@dataclass(frozen=True, slots=True)
class Draw:
    """One seed's photos.

    Attributes:
        tune: Positions of the captioned photos to tune on.
        others: Positions of photos of the kind that are only measured.
        general: Positions of uncaptioned photos of other kinds.
        seed: The seed.
    """

    tune: NDArray[np.int64]
    others: NDArray[np.int64]
    general: NDArray[np.int64]
    seed: int


def build_world(folder: Path, kind: str, *, cache: Path, epochs: int) -> World:
    """Read the photos, and train or load a base model that never saw the kind.

    Args:
        folder: Captioned photos, see :func:`trainer.data.read_folder`.
        kind: One of :data:`KINDS`.
        cache: Folder of features and base models.
        epochs: Length of the base model's training.
    """
    photos = data.read_folder(folder)
    settings = replace(StarterTraining(), epochs=epochs, patience=epochs)
    seed_everything(settings.seed)
    dropout = (settings.image_dropout, settings.text_dropout)
    model = StarterModel(settings.model, dropout=dropout)
    known = prepare(model, photos, settings, cache=cache, report=_silent)
    mask = kind_mask(photos, KINDS[kind])
    words = hashlib.blake2b(f"{photos.digest}{KINDS[kind]}".encode(), digest_size=6).hexdigest()
    base = cache / f"personal-{kind}-{words}-{epochs}"
    if not (base / CONFIG_FILE).is_file():
        _train_base(model, known, mask, settings)
        save_starter(model, base)
    return World(photos, known, mask, load_starter(folder=base))


def kind_mask(photos: CaptionedPhotos, words: str) -> NDArray[np.bool_]:
    """Mask of the photos with one of the words in any caption, shape (photos,)."""
    pattern = re.compile(rf"\b({words})\b", re.IGNORECASE)
    mask = np.zeros(len(photos.dev), bool)
    found = photos.captions
    for caption, photo in zip(found.captions, found.image_index, strict=True):
        mask[photo] |= pattern.search(caption) is not None
    return mask


def _train_base(
    model: StarterModel, known: TrainingSet, mask: NDArray[np.bool_], settings: StarterTraining
) -> None:
    """Train heads as the shipped ones were trained, on everything but the kind."""
    other = torch.from_numpy(~mask)
    train, dev = known.train[other[known.train]], known.dev[other[known.dev]]
    if not len(train) or not len(dev):
        raise UserError("Without the photos of this kind a split is empty; choose another kind.")
    mine = known.texts[torch.isin(known.owner, train)]
    with torch.no_grad():
        model.image_head.standardise_on(known.views[0, train].float())
        model.text_head.standardise_on(mine)
        sentences = torch.nn.functional.normalize(mine[:, :TEXT_WIDTH], dim=-1)
        model.semantic.text_mean.copy_(sentences.mean(0))
        model.captions.copy_(cluster(sentences, settings.model.caption_kinds, settings.seed))
        rest = replace(
            known,
            text_semantic=model.semantic.text(known.texts),
            trust=model.trust(known.texts),
            train=train,
            dev=dev,
        )
    for _ in HeadTrainer(model, rest, settings).run():
        pass


def draw(world: World, *, photos: int, others: int, general: int, seed: int) -> Draw:
    """Choose a seed's photos.

    Raises:
        UserError: There are too few of the kind.
    """
    kind = np.flatnonzero(world.of_kind)
    if len(kind) < photos + others:
        raise UserError(
            f"There are only {len(kind):,} photos of this kind; {photos} to tune on and {others}"
            " others are asked for."
        )
    rng = np.random.default_rng((seed, 5))
    kind = rng.permutation(kind)
    rest = world.known.train.numpy()
    rest = rng.permutation(rest[~world.of_kind[rest]])[:general]
    return Draw(kind[:photos], kind[photos : photos + others], rest, seed)


def snapshot(world: World, drawn: Draw, *, captions: int) -> list[SnapshotPhoto]:
    """The captioned photos of a run, 15 % of them held out as the app does.

    Args:
        world: The photos.
        drawn: Which of them.
        captions: Captions a photo at most; 0 for all.
    """
    found = world.photos.captions
    held_out = round(_VALIDATION * len(drawn.tune))
    rows = []
    for position, photo in enumerate(drawn.tune):
        mine = [found.captions[i] for i in np.flatnonzero(found.image_index == photo)]
        turn = drawn.seed % len(mine)
        mine = (mine[turn:] + mine[:turn])[: captions or None]
        split: Split = "validation" if position < held_out else "train"
        rows.append(_snapshot_photo(world, int(photo), tuple(mine), split))
    return rows


def general_photos(world: World, drawn: Draw) -> list[SnapshotPhoto]:
    """Uncaptioned photos of other kinds."""
    return [_snapshot_photo(world, int(photo), (), "train") for photo in drawn.general]


def _snapshot_photo(
    world: World, photo: int, captions: tuple[str, ...], split: Split
) -> SnapshotPhoto:
    found = world.photos.captions
    # A name stands for its pixels here: no two files of the set show the same.
    digest = hashlib.blake2b(found.names[photo].encode(), digest_size=16).hexdigest()
    return SnapshotPhoto(
        pixel_hash=digest, path=str(found.paths[photo]), captions=captions, split=split
    )


def stored_vectors(world: World, photos: NDArray[np.int64]) -> Mapping[str, NDArray[np.float16]]:
    """Base vectors as a library stores them, by pixel hash."""
    model = world.encoder.model
    with torch.inference_mode():
        head = model.image_head(world.known.views[0, photos].float())
        vectors = model.join(head, world.known.semantic[0, photos]).numpy().astype(np.float16)
    names = [_snapshot_photo(world, int(photo), (), "train").pixel_hash for photo in photos]
    return dict(zip(names, vectors, strict=True))


def questions(world: World, photos: NDArray[np.int64]) -> Questions:
    """Photos of the set with all their captions."""
    known = world.known
    position = np.full(len(world.of_kind), -1)
    position[photos] = np.arange(len(photos))
    owner = position[known.owner.numpy()]
    asked = torch.from_numpy(np.flatnonzero(owner >= 0))
    return Questions(
        features=known.views[0, photos].float(),
        semantic=known.semantic[0, photos],
        texts=known.texts[asked],
        owner=owner[owner >= 0],
    )


def foreign_questions(world: World, folder: Path, *, cache: Path) -> Questions:
    """All photos of another captioned folder."""
    photos, model = data.read_folder(folder), world.encoder.model
    found = photos.captions
    seen = data.image_features(
        model, found.paths, digest=photos.digest, view=0, seed=0, cache=cache, report=_silent
    )
    texts = data.text_features(model, found.captions, cache=cache, report=_silent)
    with torch.inference_mode():
        semantic = model.semantic.image(torch.from_numpy(seen.logits).float())
    return Questions(
        torch.from_numpy(seen.features).float(),
        semantic,
        torch.from_numpy(texts),
        found.image_index,
    )


@torch.inference_mode()
def recall(world: World, asked: Questions, model: Tunable | None = None) -> tuple[float, float]:
    """Text→image recall@1 and recall@10 in percent.

    Args:
        world: Its encoder is the base model.
        asked: What to measure on.
        model: A tuned model; None for the base.
    """
    base = world.encoder.model
    sentence = asked.texts[:, :TEXT_WIDTH]
    images: Inputs = (asked.features, asked.semantic)
    texts: Inputs = (asked.texts, base.semantic.text(asked.texts), sentence)
    if model is None or model.backend == "adapter":
        head = base.text_head(texts[0])
        images = (base.join(base.image_head(images[0]), images[1]),)
        texts = (base.join(head, texts[1], base.trust(asked.texts)),)
    if model is not None:
        model.tower.eval()
        images = (_mapped(model.tower.image, images),)
        texts = (_mapped(model.tower.text, texts),)
    report = recall_report(texts[0].numpy(), images[0].numpy(), asked.owner)
    there = report.text_to_image
    return there.r1.percent, there.r10.percent


def _mapped(tower: Callable[[Inputs], Tensor], inputs: Inputs) -> Tensor:
    count = len(inputs[0])
    parts = [
        tower(tuple(tensor[start : start + _CHUNK] for tensor in inputs))
        for start in range(0, count, _CHUNK)
    ]
    return torch.cat(parts)


def _silent(what: str, done: int, total: int) -> None:
    pass
