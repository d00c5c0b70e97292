"""Command line of the trainer: ``python -m trainer COMMAND`` or ``photoclip-trainer``."""

from __future__ import annotations

import argparse
import importlib
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from photoclip.errors import PhotoClipError, UserError
from photoclip.probing import Part, probe
from trainer.config import StarterTraining
from trainer.events import EventLog

_BENCHES = ("personal", "unlock", "throughput", "gradcache")
_PARTS = (
    Part("peft", "peft", "inject_adapter_in_model"),
    Part("matplotlib", "matplotlib.backends.backend_svg", "FigureCanvasSVG"),
    Part("jinja2", "jinja2", "Environment"),
)
_DEFAULT_CACHE = Path(".cache") / "trainer"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when it is done, 1 after a user error, which is one sentence on stderr.
    """
    options = _parser().parse_args(arguments)
    try:
        if options.command == "run":
            return _run(options)
        if options.command == "bench":
            return _bench(options)
        if options.command == "check":
            return _check()
        given = sys.argv[1:] if arguments is None else arguments
        _starter(options, command=shlex.join(["python", "-m", "trainer", *given]))
    except PhotoClipError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; the same command with --resume goes on.\n")
        return 130
    return 0


def _run(options: argparse.Namespace) -> int:
    from trainer.run_process import run_here

    return run_here(options.config, resume=options.resume, estimate=options.estimate)


def _bench(options: argparse.Namespace) -> int:
    name = f"trainer.benches.{options.name}"
    bench: Callable[[Sequence[str]], int] = importlib.import_module(name).main
    return bench(options.arguments)


def _check() -> int:
    """Import what only the trainer has, for the self-test; a line of JSON each."""
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    found = probe(_PARTS, ensure_torchvision_operators)
    for each in found:
        sys.stdout.write(json.dumps(asdict(each)) + "\n")
    return 0 if all(each.passed for each in found) else 1


def _starter(options: argparse.Namespace, *, command: str) -> None:
    defaults = StarterTraining()
    settings = replace(
        defaults,
        seed=options.seed,
        epochs=options.epochs or defaults.epochs,
        batch_size=options.batch_size or defaults.batch_size,
        views=options.views or defaults.views,
    )
    for folder in (options.data, options.test, options.zeroshot):
        if folder is not None and not folder.is_dir():
            raise UserError(f"The folder {folder} does not exist.")
    from trainer.starter import EVENTS_FILE, train_starter

    train_starter(
        options.data,
        options.out,
        settings,
        cache=options.cache,
        resume=options.resume,
        test=options.test,
        zeroshot=options.zeroshot,
        command=command,
        log=EventLog(options.cache / EVENTS_FILE),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="photoclip-trainer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    starter = commands.add_parser(
        "starter", help="train the starter model's heads on captioned photos"
    )
    starter.add_argument(
        "data", type=Path, metavar="DATA_DIR", help="folder with captions.tsv (and splits.tsv)"
    )
    starter.add_argument(
        "--out", type=Path, default=Path("starter-model"), help="folder for the model"
    )
    starter.add_argument("--epochs", type=_positive, help="length of the schedule")
    starter.add_argument("--batch-size", type=_positive, help="photos a step")
    starter.add_argument("--views", type=_positive, help="the plain photo and its crops")
    starter.add_argument("--seed", type=int, default=0)
    starter.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    starter.add_argument(
        "--cache", type=Path, default=_DEFAULT_CACHE, help="folder of features and checkpoints"
    )
    starter.add_argument(
        "--test", type=Path, metavar="DIR", help="captioned photos to measure at the end"
    )
    starter.add_argument(
        "--zeroshot", type=Path, metavar="DIR", help="labelled photos to measure at the end"
    )
    run = commands.add_parser("run", help="tune a model on captioned photos, and prove it")
    run.add_argument("config", type=Path, metavar="CONFIG", help="config.toml in a run's folder")
    how = run.add_mutually_exclusive_group()
    how.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    how.add_argument("--estimate", action="store_true", help="only say what it would cost")
    commands.add_parser("check", help="say whether everything can be imported")
    bench = commands.add_parser("bench", help="print figures; each has its own --help")
    bench.add_argument("name", choices=_BENCHES, help="what is measured")
    bench.add_argument("arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("a number from 1 on is needed")
    return value


if __name__ == "__main__":
    sys.exit(main())
