"""``python -m trainer bench personal DATA_DIR``: does tuning help with what a model never saw?

A base model is trained without any photo of one kind. Then 300 captioned photos of that
kind tune it, through the code that the app runs, and 100 others tell whether it learnt.
"""

from __future__ import annotations

import argparse
import io
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from photoclip.runs import BaseModelTable, Preset, ProofTable, RunConfig, RunFolder, TrainingTable
from trainer.events import EventLog

if TYPE_CHECKING:
    from torch import Tensor

    from photoclip.runs import SnapshotPhoto
    from trainer.benches.personal_data import Draw, Questions, World
    from trainer.tuning.contract import Tunable
    from trainer.tuning.pairs import Pairs

_PRESETS: Final[tuple[Preset, ...]] = ("adapter", "heads")
_GAIN: Final = 25.0
_LOSS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Tuned:
    """What one preset made of one seed's photos.

    Attributes:
        preset: The preset.
        seed: The seed.
        kind: Text→image recall@1 among the others of the kind, before and after.
        dev: General recall@10 on held-out photos of other kinds, before and after.
        test: Recall@10 on the test folder, before and after; None without one.
        alpha: Weight of the tuned model that the proof chose; 0 = kept the old one.
        overlap: Retention at that weight, 0..1.
        seconds: For features, training and proof.
    """

    preset: str
    seed: int
    kind: tuple[float, float]
    dev: tuple[float, float]
    test: tuple[float, float] | None
    alpha: float
    overlap: float
    seconds: tuple[float, float, float]

    @property
    def gain(self) -> float:
        """Relative gain of recall@1 among the kind, in percent."""
        before, after = self.kind
        return 100 * (after - before) / max(before, 1e-9)


@dataclass(frozen=True, slots=True)
class _Exam:
    """What the models of one seed are measured on."""

    kind: Questions
    dev: Questions
    test: Questions | None


def main(arguments: Sequence[str]) -> int:
    """Run the bench and print its figures."""
    options = _parser().parse_args(arguments)
    from trainer.benches.personal_data import build_world, foreign_questions

    started = time.monotonic()
    world = build_world(options.data, options.kind, cache=options.cache, epochs=options.base_epochs)
    test = options.test
    if test is None and (options.data.parent / "captions-eval").is_dir():
        test = options.data.parent / "captions-eval"
    foreign = None if test is None else foreign_questions(world, test, cache=options.cache)
    _say(_heading(world, options, time.monotonic() - started))
    rows = []
    for seed in range(options.seeds):
        for row in _one_seed(world, foreign, options, seed):
            rows.append(row)
            _say(_line(row))
    for preset in options.presets:
        _say(_summary([row for row in rows if row.preset == preset]))
    return 0


def _one_seed(
    world: World, foreign: Questions | None, options: argparse.Namespace, seed: int
) -> Iterator[Tuned]:
    from trainer.benches.personal_data import draw, questions

    drawn = draw(
        world, photos=options.photos, others=options.others, general=options.general, seed=seed
    )
    held_out = world.known.dev.numpy()
    exam = _Exam(
        kind=questions(world, drawn.others),
        dev=questions(world, held_out[~world.of_kind[held_out]]),
        test=foreign,
    )
    for preset in options.presets:
        yield _tune(world, drawn, exam, preset, options)


def _tune(
    world: World, drawn: Draw, exam: _Exam, preset: Preset, options: argparse.Namespace
) -> Tuned:
    """Train, prove and measure one preset on one seed's photos, in a folder of its own."""
    from trainer.benches.personal_data import general_photos, recall, snapshot
    from trainer.proof.prove import Material, prove
    from trainer.proof.retention import general_queries
    from trainer.run_data import share_out
    from trainer.tuning.pairs import make_pairs

    photos = snapshot(world, drawn, captions=options.captions)
    anchors, measured = share_out(general_photos(world, drawn))
    train, validation = (make_pairs(photos, split=part) for part in ("train", "validation"))
    with tempfile.TemporaryDirectory() as name:
        folder = RunFolder(Path(name))
        config = _config(preset, folder, drawn.seed, len(photos), options)
        clock = [time.monotonic()]
        model = _warm_model(world, drawn, config, folder, photos, anchors, measured)
        clock.append(time.monotonic())
        state = _train(model, train, validation, config, folder)
        clock.append(time.monotonic())
        material = Material(validation, tuple(measured), (), (), general_queries())
        proof = prove(model, state, material, config.proof, report=_silent)
        clock.append(time.monotonic())

    def both(asked: Questions, k: int) -> tuple[float, float]:
        return recall(world, asked)[k], recall(world, asked, model)[k]

    return Tuned(
        preset=preset,
        seed=drawn.seed,
        kind=both(exam.kind, 0),
        dev=both(exam.dev, 1),
        test=None if exam.test is None else both(exam.test, 1),
        alpha=proof.alpha,
        overlap=proof.after.overlap if proof.improved else 1.0,
        seconds=(clock[1] - clock[0], clock[2] - clock[1], clock[3] - clock[2]),
    )


def _config(
    preset: Preset, folder: RunFolder, seed: int, photos: int, options: argparse.Namespace
) -> RunConfig:
    from trainer.tuning.defaults import resolve

    given = dict(
        pair.removeprefix(f"{preset}.").split("=", 1)
        for pair in options.set
        if pair.startswith(f"{preset}.") or "." not in pair.split("=")[0]
    )
    table = TrainingTable.model_validate({"preset": preset, "seed": seed, "device": "cpu", **given})
    return RunConfig(
        model=BaseModelTable(models_dir=folder.root),
        training=resolve(table, photos),
        proof=ProofTable(),
    )


def _warm_model(
    world: World,
    drawn: Draw,
    config: RunConfig,
    folder: RunFolder,
    photos: Sequence[SnapshotPhoto],
    anchors: Sequence[SnapshotPhoto],
    measured: Sequence[SnapshotPhoto],
) -> Tunable:
    """The base made ready by the preset, with features of everything that is to come."""
    from photoclip.search.background import background_texts
    from trainer.benches.personal_data import stored_vectors
    from trainer.presets.choose import make_tunable
    from trainer.proof.retention import general_queries

    indexed = np.concatenate([drawn.tune, drawn.general])
    cache = folder.resolve(config.data.features)
    model = make_tunable(world.encoder, config, cache=cache, stored=stored_vectors(world, indexed))
    crops = [photo for photo in photos if photo.split == "train"]
    plain = [photo for photo in photos if photo.split != "train"]
    texts = [text for photo in photos for text in photo.captions]
    held = background_texts()
    wanted = list(dict.fromkeys([*texts, *general_queries(), *held]))
    model.warm(crops, wanted, views=config.training.views, report=_silent)
    model.warm([*plain, *anchors, *measured], [], views=1, report=_silent)
    model.set_captions([text for photo in crops for text in photo.captions])
    model.set_anchors(anchors, held)
    return model


def _train(
    model: Tunable, train: Pairs, validation: Pairs, config: RunConfig, folder: RunFolder
) -> Mapping[str, Tensor]:
    from trainer.proof.validate import held_out_recall
    from trainer.tuning.loop import Training

    training = Training(
        model,
        train,
        config.training,
        folder=folder,
        log=EventLog(stream=io.StringIO()),
        validate=lambda: held_out_recall(model, validation),
        digest="bench",
    )
    return training.run(resume=False).state


def _heading(world: World, options: argparse.Namespace, seconds: float) -> str:
    import torch

    return (
        f"personal: {options.photos} captioned photos of “{options.kind}”"
        f" ({int(world.of_kind.sum()):,} of {len(world.of_kind):,} photos are; the base model saw"
        f" none of them), {options.others} others to find, {options.general:,} general photos\n"
        f"machine: {platform.machine()}, {torch.get_num_threads()} threads, torch"
        f" {torch.__version__}; base model and features ready after {seconds:.0f} s"
    )


def _line(row: Tuned) -> str:
    test = "" if row.test is None else f", test R@10 {row.test[0]:.1f} → {row.test[1]:.1f}"
    return (
        f"seed {row.seed} {row.preset:8}: R@1 of the kind {row.kind[0]:.1f} → {row.kind[1]:.1f}"
        f" ({row.gain:+.0f} %), general R@10 {row.dev[0]:.1f} → {row.dev[1]:.1f}{test};"
        f" α {row.alpha:g}, overlap {row.overlap:.2f};"
        f" {row.seconds[0]:.0f} s features + {row.seconds[1]:.0f} s training"
        f" + {row.seconds[2]:.0f} s proof"
    )


def _summary(rows: Sequence[Tuned]) -> str:
    gains = np.array([row.gain for row in rows])
    lost = np.array([row.dev[1] - row.dev[0] for row in rows])
    before, after = (np.mean([row.kind[i] for row in rows]) for i in (0, 1))
    text = (
        f"{rows[0].preset}: R@1 of the kind {before:.1f} → {after:.1f}, mean gain"
        f" {gains.mean():+.0f} % ± {gains.std():.0f}; general R@10 {lost.mean():+.2f}"
        f" ± {lost.std():.2f}"
    )
    tests = [row.test[1] - row.test[0] for row in rows if row.test is not None]
    if tests:
        text += f"; test R@10 {np.mean(tests):+.2f} ± {np.std(tests):.2f}"
        lost = np.minimum(lost, np.array(tests))
    seconds = np.mean([sum(row.seconds) for row in rows])
    good = gains.mean() >= _GAIN and lost.mean() >= -_LOSS
    return text + f"; {seconds:.0f} s in all; goal {'reached' if good else 'missed'}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _silent(what: str, done: int, total: int) -> None:
    pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="photoclip-trainer bench personal", description=__doc__)
    parser.add_argument(
        "data", type=Path, metavar="DATA_DIR", help="folder with captions.tsv (and splits.tsv)"
    )
    parser.add_argument("--kind", default="dogs", help="what the base model must not have seen")
    parser.add_argument("--presets", nargs="+", choices=_PRESETS, default=_PRESETS)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--photos", type=int, default=300, help="captioned photos to tune on")
    parser.add_argument("--others", type=int, default=100, help="photos of the kind to find")
    parser.add_argument("--general", type=int, default=1500, help="uncaptioned other photos")
    parser.add_argument("--captions", type=int, default=0, help="captions a photo; 0 = all")
    parser.add_argument("--base-epochs", type=int, default=20, help="of the base model")
    parser.add_argument("--cache", type=Path, default=Path(".cache") / "trainer")
    parser.add_argument(
        "--test", type=Path, metavar="DIR", help="captioned photos to measure on as well"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="[PRESET.]NAME=VALUE",
        help="a value of [training] other than the preset's own",
    )
    return parser
