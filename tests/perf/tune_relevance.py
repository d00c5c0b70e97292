"""The seeded protocol by which the constants of relevance were chosen, on development data.

Run: python tests/perf/tune_relevance.py ../shared/data --cache FOLDER [--exists 0.9 0.95]

Only development data is used: the dev split of ``captions-train`` and the even half of
``zeroshot``. ``captions-eval`` is for the final test alone.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from photoclip import paths
from photoclip.encoders.starter import StarterEncoder, load_starter
from photoclip.media.decode import decode_full
from photoclip.media.resize import fit
from photoclip.search.background import background_vectors, load_reference
from photoclip.search.relevance import SEARCH, Calibration, Strictness, sample_rows

# Things of which no caption of the dev split tells, and which were not seen in its photos.
ABSENT = """a bowl of noodles; an octopus; a chessboard with pieces; a grand piano; a microscope;
a rhinoceros; giraffes on the savanna; a zebra; an elephant at a waterhole; penguins;
a scan of a brain; a dishwasher; a wristwatch; a stack of coins; a lobster on a plate;
an ancient Greek temple; a pagoda; a mushroom in the forest; a crocodile;
a screwdriver and screws; a hammer and nails; a pair of scissors; a road map;
handwritten notes; sushi rolls; a light bulb; a chandelier; a snake; an owl; a wheelchair;
a sunflower field; a lighthouse; a barcode; a thermometer; a spreadsheet on a screen;
a refrigerator full of vegetables; a nebula in space; the moon seen through a telescope;
a knitted sweater pattern; a cactus in the desert; a spider in its web;
a butterfly on a flower; a wine cellar with barrels; a dentist examining teeth;
an office desk with a printer; a space shuttle launch"""


class Encoded:
    """The starter model with its yardsticks; what it encodes is kept in a folder."""

    def __init__(self, cache: Path) -> None:
        self.encoder: StarterEncoder = load_starter()
        self._cache = cache
        self.bank = background_vectors(self.encoder, cache)
        self.reference = load_reference(
            paths.resource("models", "starter"), self.encoder.fingerprint
        )

    def images(self, files: list[Path]) -> np.ndarray:
        """Vectors of photos, float16, shape (n, dim)."""
        path = self._path("images", [str(file.resolve()) for file in files])
        if not path.exists():
            shape = self.encoder.preprocess
            parts = []
            for start in range(0, len(files), 32):
                pixels = [
                    fit(
                        decode_full(file, max_side=2 * shape.size),
                        size=shape.size,
                        interpolation=shape.interpolation,
                        resize_mode=shape.resize_mode,
                        fill=shape.fill,
                    )
                    for file in files[start : start + 32]
                ]
                parts.append(self.encoder.encode_images(np.stack(pixels)).astype(np.float16))
            np.save(path, np.concatenate(parts))
        return np.asarray(np.load(path))

    def texts(self, texts: list[str]) -> np.ndarray:
        """Vectors of texts, float32, shape (n, dim)."""
        path = self._path("texts", texts)
        if not path.exists():
            np.save(path, self.encoder.encode_texts(texts))
        return np.asarray(np.load(path))

    def _path(self, kind: str, names: list[str]) -> Path:
        key = "\n".join([self.encoder.fingerprint, *names])
        return (
            self._cache / f"{kind}-{hashlib.blake2b(key.encode(), digest_size=8).hexdigest()}.npy"
        )


class Data(Encoded):
    """Vectors of the development photos and texts."""

    def __init__(self, data: Path, cache: Path) -> None:
        super().__init__(cache)
        rows = read_rows(data / "captions-train" / "splits.tsv")
        files = [row[0] for row in rows if len(row) > 1 and row[1] == "dev"]
        self.photos = self.images([data / "captions-train" / name for name in files])
        of = {name: at for at, name in enumerate(files)}
        lines = [row for row in read_rows(data / "captions-train" / "captions.tsv") if row[0] in of]
        self.caption_of = np.array([of[row[0]] for row in lines])
        self.captions = self.texts([row[1] for row in lines])
        dog = re.compile(r"\b(dogs?|pupp(y|ies))\b", re.IGNORECASE)
        tells = np.array([bool(dog.search(row[1])) for row in lines])
        self.dogs = np.bincount(self.caption_of[tells], minlength=len(files))
        labels = read_rows(data / "zeroshot" / "labels.tsv")
        by_class: dict[str, list[str]] = {}
        for name, label in labels:
            by_class.setdefault(label, []).append(name)
        half = [(n, c) for c in sorted(by_class) for n in by_class[c][1::2]]
        self.objects = self.images([data / "zeroshot" / name for name, _ in half])
        self.object_class = np.array([label for _, label in half])
        self.classes = sorted(by_class)
        self.class_texts = self.texts(self.classes)
        self.absent = self.texts([text.strip() for text in ABSENT.split(";")])
        self.dog_text = self.texts(["dog"])


def read_rows(path: Path) -> list[list[str]]:
    """Lines of a file of tab-separated values."""
    return [line.split("\t") for line in path.read_text("utf-8").splitlines() if "\t" in line]


def likely(
    data: Encoded, library: np.ndarray, queries: np.ndarray, strictness: Strictness
) -> np.ndarray:
    """Which photos are likely for which query: bool, shape (queries, photos)."""
    rows = sample_rows(np.arange(len(library)))
    calibration = Calibration(
        data.bank, library[rows], photos=len(library), reference=data.reference
    )
    scores = queries @ library.astype(np.float32).T
    found = np.zeros(scores.shape, bool)
    for at, query in enumerate(queries):
        order = np.argsort(-scores[at], kind="stable")[:1024]
        cuts = calibration.cuts(
            query,
            scores[at][order],
            calibration.levels(library[order]),
            candidates=len(library),
            strictness=strictness,
        )
        found[at] = scores[at] >= cuts.likely
    return found


def captions(data: Data, strictness: Strictness) -> str:
    """Libraries of 500 photos: captions of 80 of them, and absent things."""
    right, size, wrong = [], [], []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        chosen = rng.permutation(len(data.photos))[:500]
        asked = rng.permutation(500)[:80]
        texts = [rng.choice(np.flatnonzero(data.caption_of == chosen[at])) for at in asked]
        library = data.photos[chosen]
        found = likely(data, library, data.captions[texts], strictness)
        right.append(found[np.arange(80), asked].mean())
        size.append(found.sum(axis=1).mean())
        wrong.append(likely(data, library, data.absent, strictness).any(axis=1).mean())
    return (
        f"500 photos: right photo likely {np.mean(right):.3f} (of {np.mean(size):.1f} likely), "
        f"absent things with a likely photo {np.mean(wrong):.3f}"
    )


def objects(data: Data, strictness: Strictness, *, kept: int, each: int, seeds: int) -> str:
    """Libraries of some of the classes: class names as queries, the rest is absent."""
    recall, precision, wrong = [], [], []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        present = np.isin(data.classes, rng.permutation(data.classes)[:kept])
        chosen = np.concatenate(
            [
                rng.permutation(np.flatnonzero(data.object_class == name))[:each]
                for name in np.array(data.classes)[present]
            ]
        )
        truth = np.array([data.object_class[chosen] == name for name in data.classes])
        found = likely(data, data.objects[chosen], data.class_texts, strictness)
        recall.append(found[truth].mean())
        precision.append((found & truth)[present].sum() / max(found[present].sum(), 1))
        wrong.append(found[~present].any(axis=1).mean())
    return (
        f"{kept} classes: recall {np.mean(recall):.3f}, precision {np.mean(precision):.3f}, "
        f"absent classes with a likely photo {np.mean(wrong):.3f}"
    )


def dogs(data: Data, strictness: Strictness) -> str:
    """The query "dog" among all photos, and where there are only dogs."""
    found = likely(data, data.photos, data.dog_text, strictness)[0]
    true = data.dogs >= 2
    only = data.photos[data.dogs >= 3][:150]
    alone = likely(data, only, np.concatenate([data.dog_text, data.absent]), strictness)
    return (
        f"dog: {true.sum()} of {len(found)} photos; likely {found[true].mean():.3f} of them, "
        f"precision {(found & true).sum() / max(found.sum(), 1):.3f}; "
        f"where all {len(only)} are dogs {alone[0].mean():.3f}, "
        f"absent there {alone[1:].any(axis=1).mean():.3f}"
    )


def main() -> int:
    """Print the protocol for each setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors")
    parser.add_argument("--exists", type=float, nargs="*", default=[SEARCH.exists])
    parser.add_argument("--false", type=float, nargs="*", default=[SEARCH.false_likely])
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    data = Data(options.data, options.cache)
    for exists in options.exists:
        for false in options.false:
            strictness = replace(SEARCH, exists=exists, false_likely=false)
            lines = [
                f"exists {exists}, false_likely {false}",
                captions(data, strictness),
                objects(data, strictness, kept=57, each=10, seeds=8),
                objects(data, strictness, kept=25, each=1, seeds=12),
                dogs(data, strictness),
            ]
            sys.stdout.write("\n  ".join(lines) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
