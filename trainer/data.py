"""Captioned photos, and the locked towers' features of them, computed once and cached."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders import starter_files
from photoclip.encoders.base import Preprocess
from photoclip.errors import CaptionsError, UserError
from photoclip.media.decode import DECODER_REVISION, decode
from photoclip.media.resize import fit
from photoclip.paths import display_path
from photoclip.search.evaluate import CaptionSet, read_captions_tsv
from trainer.events import Report

if TYPE_CHECKING:
    from photoclip.encoders.starter import StarterModel

CAPTIONS_FILE = "captions.tsv"
SPLITS_FILE = "splits.tsv"
_BATCH = 8
_TEXT_BATCH = 64
_SMALLEST_CROP = 0.5
_WIDEST_CROP = 1.25
_DEV_SHARE = 10


@dataclass(frozen=True, slots=True)
class CaptionedPhotos:
    """A folder of captioned photos with its split.

    Attributes:
        captions: Photos and captions.
        dev: Mask of the photos of the dev split, shape (photos,).
        native: Mask of the photos that keep their own aspect ratio, shape (photos,).
        digest: Digest of names, pictures, captions and split.
    """

    captions: CaptionSet
    dev: NDArray[np.bool_]
    native: NDArray[np.bool_]
    digest: str


@dataclass(frozen=True, slots=True)
class ImageFeatures:
    """What the image tower sees in photos.

    Attributes:
        features: float16, shape (photos, image features).
        logits: float16, shape (photos, 1000).
    """

    features: NDArray[np.float16]
    logits: NDArray[np.float16]


def read_folder(folder: Path) -> CaptionedPhotos:
    """Read ``captions.tsv`` and, if there is one, ``splits.tsv`` of a folder.

    Without a split, every tenth photo by digest of its name is in the dev split.

    Raises:
        UserError: The folder is missing, or a split is empty.
        CaptionsError: A file of it cannot be read, or a picture is missing.
    """
    if not folder.is_dir():
        raise UserError(f"The data folder {display_path(folder)} does not exist.")
    captions = read_captions_tsv(folder / CAPTIONS_FILE, folder)
    if (folder / SPLITS_FILE).is_file():
        dev, native = _read_splits(folder / SPLITS_FILE, captions.names)
    else:
        dev = np.array([_hash(os.fsencode(n))[0] % _DEV_SHARE == 0 for n in captions.names])
        native = np.ones(len(dev), bool)
    if dev.all() or not dev.any():
        raise UserError(
            f"{display_path(folder)} has no photos in its {'train' if dev.all() else 'dev'} split;"
            " both are needed."
        )
    return CaptionedPhotos(captions, dev, native, _digest(captions, dev))


def _read_splits(path: Path, names: tuple[str, ...]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    lines = os.fsdecode(path.read_bytes()).splitlines()
    columns = lines[0].split("\t") if lines else []
    if not {"file", "split"} <= set(columns):
        raise CaptionsError(f"{display_path(path)}, line 1: the columns file and split are needed.")
    rows = {}
    for number, line in enumerate(lines[1:], start=2):
        row = dict(zip(columns, line.split("\t"), strict=False))
        if row.get("split") not in ("train", "dev"):
            raise CaptionsError(f"{display_path(path)}, line {number}: a split is train or dev.")
        rows[row["file"]] = row
    missing = [name for name in names if name not in rows]
    if missing:
        raise CaptionsError(f"{display_path(path)} does not name {display_path(missing[0])}.")
    dev = np.array([rows[name]["split"] == "dev" for name in names])
    native = np.array([rows[name].get("shape", "native") == "native" for name in names])
    return dev, native


def _digest(captions: CaptionSet, dev: NDArray[np.bool_]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for name, path in zip(captions.names, captions.paths, strict=True):
        digest.update(os.fsencode(name) + b"\0" + _hash(path.read_bytes()))
    digest.update("\0".join(captions.captions).encode())
    digest.update(captions.image_index.tobytes() + dev.tobytes())
    return digest.hexdigest()


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def view_of(
    pixels: NDArray[np.uint8], preprocess: Preprocess, *, view: int, seed: tuple[int, int]
) -> NDArray[np.uint8]:
    """One view of a photo as model input.

    Args:
        pixels: uint8, shape (h, w, 3).
        preprocess: The model's preprocess.
        view: 0 is the photo as search sees it; others are crops of at least half the
            area, every second one mirrored.
        seed: Decides the crop, together with ``view``.

    Returns:
        uint8, shape (size, size, 3).
    """
    if view > 0:
        rng = np.random.default_rng((*seed, view))
        height, width = pixels.shape[:2]
        area = rng.uniform(_SMALLEST_CROP, 1.0)
        ratio = np.exp(rng.uniform(-np.log(_WIDEST_CROP), np.log(_WIDEST_CROP)))
        rows = max(1, round(height * min(1.0, np.sqrt(area / ratio))))
        columns = max(1, round(width * min(1.0, np.sqrt(area * ratio))))
        top, left = rng.integers(height - rows + 1), rng.integers(width - columns + 1)
        pixels = pixels[top : top + rows, left : left + columns]
        if rng.random() < 0.5:
            pixels = pixels[:, ::-1]
    return fit(
        np.ascontiguousarray(pixels),
        size=preprocess.size,
        interpolation=preprocess.interpolation,
        resize_mode=preprocess.resize_mode,
        fill=preprocess.fill,
    )


def image_features(
    model: StarterModel,
    paths: tuple[Path, ...],
    *,
    digest: str,
    view: int,
    seed: int,
    cache: Path,
    report: Report,
) -> ImageFeatures:
    """Features of photos in one view, from the cache if they are there.

    Args:
        model: Its image tower looks at the photos.
        paths: The photos.
        digest: Digest of the photos; part of the cache's key.
        view: See :func:`view_of`.
        seed: Seed of the crops.
        cache: Folder of cached features; may be deleted at any time.
        report: Told how far it is.

    Raises:
        UnreadablePhotoError: A photo cannot be decoded.
    """
    preprocess = model.config.preprocess
    key = _key(digest, starter_files.IMAGE_WEIGHTS.sha256, preprocess, DECODER_REVISION, view, seed)
    file = cache / f"image-{key}.npz"
    if not file.is_file():
        features = np.empty((len(paths), model.config.image_features), np.float16)
        logits = np.empty((len(paths), starter_files.IMAGENET_CLASSES), np.float16)
        for start, batch in _batches(paths, preprocess, view, seed):
            report(f"photos, view {view}", start, len(paths))
            rows = slice(start, start + len(batch))
            features[rows], logits[rows] = _look(model, batch)
        _store(file, features=features, logits=logits)
    with np.load(file) as stored:
        return ImageFeatures(stored["features"], stored["logits"])


def _batches(
    paths: tuple[Path, ...], preprocess: Preprocess, view: int, seed: int
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    for start in range(0, len(paths), _BATCH):
        some = paths[start : start + _BATCH]
        views = [
            view_of(decode(path).pixels, preprocess, view=view, seed=(seed, start + i))
            for i, path in enumerate(some)
        ]
        yield start, np.stack(views)


def _look(
    model: StarterModel, batch: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    import torch

    from photoclip.encoders.starter import normalise

    with torch.inference_mode():
        pixels = normalise(torch.from_numpy(batch), model.config.preprocess)
        features, logits = model.need_image_tower()(pixels)
    return features.numpy(), logits.numpy()


def text_features(
    model: StarterModel, texts: tuple[str, ...], *, cache: Path, report: Report
) -> NDArray[np.float32]:
    """Features of texts, shape (texts, text features), from the cache if they are there."""
    joined = hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
    towers = (starter_files.TEXT_WEIGHTS.sha256, starter_files.TOKENIZER.sha256)
    file = cache / f"text-{_key(joined, *towers, model.config.text_features)}.npz"
    if not file.is_file():
        _store(file, features=read_texts(model, texts, report=report))
    with np.load(file) as stored:
        features: NDArray[np.float32] = stored["features"]
        return features


def read_texts(
    model: StarterModel, texts: tuple[str, ...], *, report: Report | None = None
) -> NDArray[np.float32]:
    """Features of the text tower, shape (texts, text features), not normalised."""
    import torch

    from photoclip.encoders import starter_towers

    tower, tokenizer = model.need_text_tower(), starter_towers.load_tokenizer()
    ids = tokenizer.ids(texts)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = np.empty((len(texts), model.config.text_features), np.float32)
    for start in range(0, len(order), _TEXT_BATCH):
        if report is not None:
            report("captions", start, len(order))
        rows = order[start : start + _TEXT_BATCH]
        batch, mask = starter_towers.pad_batch([ids[row] for row in rows])
        with torch.inference_mode():
            out[rows] = tower.features(batch, mask).numpy()
    return out


def _key(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def _store(file: Path, **arrays: NDArray[np.generic]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".part.npz")
    np.savez(temporary, **arrays)  # type: ignore[arg-type]
    temporary.replace(file)
