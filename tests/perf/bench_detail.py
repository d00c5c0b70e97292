"""What the fine-detail option brings and costs: small things pasted into large scenes.

Run: python tests/perf/bench_detail.py ../shared/data [--scenes 400]

No set of photos with small labelled things is at hand, so they are made: each scene is a
dev photo of ``captions-train`` scaled to 768 pixels; into every fourth one a ``caltech101``
photo of another class each is pasted at a fifth to a third of its width. Class names are the
queries, the scene is what is to be found. Captions of the scenes without a paste show what
the crops cost the search for the whole.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

from photoclip.encoders.starter import load_starter
from photoclip.media.crops import CROPS, overlapping_crops
from photoclip.media.decode import WORK_SIDE
from photoclip.media.resize import fit

BATCH = 32


def main() -> None:
    """Make the scenes, encode them and print recall with and without crops."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--scenes", type=int, default=400)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    encoder = load_starter()
    rows = table(arguments.data / "captions-train" / "splits.tsv")
    names = [row[0] for row in rows if len(row) > 1 and row[1] == "dev"][: arguments.scenes]
    things = one_of_each_class(arguments.data / "zeroshot", rng)
    hosts = rng.permutation(len(names))[: min(len(things), len(names) // 4)]
    pasted = dict(zip(hosts.tolist(), things.items(), strict=False))
    whole, crops, seconds = [], [], [0.0, 0.0]
    for at, name in enumerate(names):
        scene = load(arguments.data / "captions-train" / name, WORK_SIDE)
        if at in pasted:
            scene = paste(scene, pasted[at][1], rng)
        for kind, pictures, found in (
            (0, [scene], whole),
            (1, overlapping_crops(scene), crops),
        ):
            start = time.perf_counter()
            found.append(encode(encoder, pictures))
            seconds[kind] += time.perf_counter() - start
    vectors, closer = np.concatenate(whole), np.stack(crops)
    labels = [label for label, _ in pasted.values()]
    say(f"{len(names)} scenes, {len(labels)} with a small thing")
    queries = encoder.encode_texts([label.replace("_", " ") for label in labels])
    report("small things", queries, vectors, closer, list(pasted))
    texts, targets = captions_of(arguments.data, names, set(pasted))
    report("captions of the rest", encoder.encode_texts(texts), vectors, closer, targets)
    n = len(names)
    say(f"encoding a photo: whole {seconds[0] / n * 1e3:.0f} ms, crops {seconds[1] / n * 1e3:.0f}")
    say(f"stored a photo: {vectors[0].nbytes // 2:,} B and {closer[0].nbytes // 2:,} B more")
    say(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def table(path: Path) -> list[list[str]]:
    """Lines of a TSV file."""
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def load(path: Path, side: int) -> np.ndarray:
    """A picture scaled so that its longest side is ``side``."""
    with Image.open(path) as file:
        image = file.convert("RGB")
    scale = side / max(image.size)
    size = (round(image.width * scale), round(image.height * scale))
    return np.asarray(image.resize(size, Image.Resampling.BICUBIC))


def one_of_each_class(folder: Path, rng: np.random.Generator) -> dict[str, Path]:
    """One photo of each object class."""
    by_class: dict[str, list[Path]] = {}
    for name, label in (row[:2] for row in table(folder / "labels.tsv")):
        if name.startswith("caltech101/"):
            by_class.setdefault(label, []).append(folder / name)
    return {label: files[rng.integers(len(files))] for label, files in sorted(by_class.items())}


def paste(scene: np.ndarray, thing: Path, rng: np.random.Generator) -> np.ndarray:
    """Put a small picture somewhere into a scene."""
    small = load(thing, round(WORK_SIDE * rng.uniform(0.2, 0.33)))
    top = rng.integers(scene.shape[0] - small.shape[0] + 1)
    left = rng.integers(scene.shape[1] - small.shape[1] + 1)
    scene = scene.copy()
    scene[top : top + small.shape[0], left : left + small.shape[1]] = small
    return scene


def encode(encoder: object, pictures: list[np.ndarray]) -> np.ndarray:
    """Vectors of pictures, shape (n, dim)."""
    cfg = encoder.preprocess
    inputs = [
        fit(
            each,
            size=cfg.size,
            interpolation=cfg.interpolation,
            resize_mode=cfg.resize_mode,
            fill=cfg.fill,
        )
        for each in pictures
    ]
    return encoder.encode_images(np.stack(inputs))


def captions_of(data: Path, names: list[str], without: set[int]) -> tuple[list[str], list[int]]:
    """Captions of scenes that nothing was pasted into, and which scene each is of."""
    at = {name: number for number, name in enumerate(names) if number not in without}
    rows = [row for row in table(data / "captions-train" / "captions.tsv") if row[0] in at]
    return [row[1] for row in rows], [at[row[0]] for row in rows]


def report(
    title: str, queries: np.ndarray, vectors: np.ndarray, closer: np.ndarray, targets: list[int]
) -> None:
    """Recall of the target scene among all scenes, by the whole and by the best of all parts."""
    scores = queries @ vectors.T
    best = np.maximum(scores, np.einsum("qd,ncd->qnc", queries, closer).max(axis=2))
    for kind, each in (("whole only", scores), (f"best of {CROPS + 1}", best)):
        own = each[np.arange(len(targets)), targets]
        rank = (each > own[:, None]).sum(axis=1)
        recalls = " / ".join(f"{(rank < k).mean() * 100:.1f}" for k in (1, 5, 10))
        say(f"{title:22} {kind:12} R@1/5/10 {recalls}  ({len(targets)} queries)")


if __name__ == "__main__":
    main()
