"""``python -m trainer bench unlock DATA_DIR``: is there more in the starter's towers?

Continues the shipped starter on captioned photos with a preset that changes the towers,
through the code that the app runs, and measures what is offered beside the shipped one:
the dev split and half A of labelled photos decide; a test folder is only looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from photoclip.runs import (
    BaseModelTable,
    LabelledSet,
    Preset,
    RunConfig,
    RunFolder,
    SnapshotPhoto,
    TrainingTable,
    write_config,
    write_lines,
)
from trainer.events import EventLog

if TYPE_CHECKING:
    from photoclip.encoders.base import Encoder
    from photoclip.search.evaluate import LabelSet
    from trainer.data import CaptionedPhotos

_PRESETS: Final[tuple[Preset, ...]] = ("heads", "lora", "last_blocks", "full")
_FIGURES: Final = "figures.json"


def main(arguments: Sequence[str]) -> int:
    """Run the bench and print its figures."""
    options = _parser().parse_args(arguments)
    from photoclip.encoders.device import resolve_device
    from photoclip.encoders.starter import load_starter
    from trainer.data import read_folder
    from trainer.run import run

    photos = read_folder(options.data)
    folder = RunFolder(options.out)
    started, cpu = time.monotonic(), time.process_time()
    resume = options.resume and folder.config.is_file()
    if not resume:
        _write_run(folder, photos, options)
    run(folder.config, resume=resume, log=EventLog(folder.events))
    _say(
        f"{options.preset}: {(time.monotonic() - started) / 60:.1f} minutes,"
        f" {(time.process_time() - cpu) / 60:.1f} of a processor"
    )
    device = resolve_device(options.device)
    found: dict[str, Any] = {"shipped": _measure(load_starter(device=device), photos, options)}
    if folder.model.is_dir():
        tuned = load_starter(folder=folder.model, device=device)
        found["tuned"] = _measure(tuned, photos, options)
        size = sum(file.stat().st_size for file in folder.model.iterdir()) / 1e6
        _say(f"the tuned model is {size:.1f} MB")
    else:
        _say("the proof kept the shipped model; the report says why")
    for name, rows in found.items():
        for line in _lines(rows):
            _say(f"{name:8} {line}")
    (folder.root / _FIGURES).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def _write_run(folder: RunFolder, photos: CaptionedPhotos, options: argparse.Namespace) -> None:
    """The run's folder as the app would write it."""
    folder.root.mkdir(parents=True, exist_ok=True)
    given = dict(pair.split("=", 1) for pair in options.set)
    table = TrainingTable.model_validate(
        {"preset": options.preset, "device": options.device, "advanced": True, **given}
    )
    config = RunConfig(
        model=BaseModelTable(models_dir=folder.root / "models", name="starter-unlocked"),
        training=table,
    )
    write_config(config, folder.config)
    write_lines(_snapshot(photos, options.photos), folder.resolve(config.data.snapshot))
    if options.zeroshot is not None:
        labels = _half_a(options.zeroshot)
        write_lines(labels, folder.resolve(config.data.label_sets))
        general = [photo for each in labels for photo in each.photos]
        write_lines(general, folder.resolve(config.data.general))


def _snapshot(photos: CaptionedPhotos, most: int) -> list[SnapshotPhoto]:
    """The set's own split, with at most so many photos to train on (0: all)."""
    found = photos.captions
    captions: list[list[str]] = [[] for _ in found.names]
    for caption, photo in zip(found.captions, found.image_index, strict=True):
        captions[photo].append(caption)
    train = np.random.default_rng(0).permutation(np.flatnonzero(~photos.dev))[: most or None]
    return [
        SnapshotPhoto(
            pixel_hash=_name_hash(found.names[i]),
            path=str(found.paths[i].resolve()),
            captions=tuple(captions[i]),
            split="validation" if photos.dev[i] else "train",
            group=int(i),
        )
        for i in [*np.flatnonzero(photos.dev), *train]
    ]


def _half_a(folder: Path) -> list[LabelledSet]:
    """The labelled photos that choices may use: a set for each top folder."""
    from photoclip.search.evaluate import default_templates, read_labels_tsv
    from trainer.evaluate import LABELS_FILE

    labels: LabelSet = read_labels_tsv(folder / LABELS_FILE, folder)
    half, sets = labels.half_a(), []
    for top in sorted(set(labels.folders)):
        rows = [i for i in np.flatnonzero(half) if labels.folders[i] == top]
        sets.append(
            LabelledSet(
                name=top or "labels",
                templates=tuple(default_templates()),
                classes={label: (label,) for label in sorted({labels.labels[i] for i in rows})},
                photos=tuple(
                    SnapshotPhoto(
                        pixel_hash=_name_hash(labels.names[i]), path=str(labels.paths[i].resolve())
                    )
                    for i in rows
                ),
                labels=tuple(labels.labels[i] for i in rows),
            )
        )
    return sets


def _name_hash(name: str) -> str:
    # A name stands for its pixels here: no two files of these sets show the same.
    return hashlib.blake2b(name.encode(), digest_size=16).hexdigest()


def _measure(
    encoder: Encoder, photos: CaptionedPhotos, options: argparse.Namespace
) -> dict[str, Any]:
    from trainer.evaluate import dev_figures, test_figures, zeroshot_figures

    found = dev_figures(encoder, photos)
    if options.zeroshot is not None:
        found |= zeroshot_figures(encoder, options.zeroshot)
    if options.test is not None:
        found |= test_figures(encoder, options.test)
    return found


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    for name, row in found.items():
        if name.startswith("zeroshot"):
            sets = (
                f"{top} {r['top1']:.1f} ({r['top1_low']:.1f} – {r['top1_high']:.1f})"
                for top, r in row.items()
            )
            yield f"{name:16} top-1 {', '.join(sets)}"
            continue
        for side in ("text_to_image", "image_to_text"):
            recall = (
                f"R@{k} {row[f'{side}_r{k}']:.1f}"
                f" ({row[f'{side}_r{k}_low']:.1f} – {row[f'{side}_r{k}_high']:.1f})"
                for k in (1, 5, 10)
            )
            yield f"{name:16} {side.replace('_', ' ')} {', '.join(recall)}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="photoclip-trainer bench unlock", description=__doc__)
    parser.add_argument(
        "data", type=Path, metavar="DATA_DIR", help="folder with captions.tsv (and splits.tsv)"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the run's folder")
    parser.add_argument("--preset", choices=_PRESETS, default="lora")
    parser.add_argument("--photos", type=int, default=0, help="photos to train on; 0 = all")
    parser.add_argument(
        "--zeroshot", type=_folder, metavar="DIR", help="labelled photos; half A decides"
    )
    parser.add_argument(
        "--test", type=_folder, metavar="DIR", help="captioned photos that decide nothing"
    )
    parser.add_argument("--device", default="auto")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a value of [training] other than the preset's own",
    )
    return parser


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"the folder {text} does not exist")
    return path
