"""``photoclip train``: tune the model in use on captioned photos, and see what came of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from photoclip.cli.context import DeviceOption, JsonFlag, flag, open_library
from photoclip.cli.folder_commands import index_fields
from photoclip.cli.guard import tell
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.cli.progress import drive, duration
from photoclip.errors import UserError
from photoclip.jobs.job import Job

if TYPE_CHECKING:
    from photoclip.library import (
        IndexReport,
        Library,
        RunInfo,
        TrainEstimate,
        TrainingOverview,
        TrainOptions,
    )

_Run = Annotated[
    str | None,
    typer.Argument(metavar="RUN", help="A run: with --resume, with --activate, or to be shown."),
]
_PresetOption = Annotated[
    Literal["adapter", "heads", "lora", "last_blocks", "full"] | None,
    typer.Option("--preset", help="What is trained; by default the adapter, the quickest."),
]
_Epochs = Annotated[
    int, typer.Option("--epochs", min=0, help="Passes over the photos; 0: the preset's own.")
]
_BatchSize = Annotated[
    int, typer.Option("--batch-size", min=0, help="Captions a step; 0: the preset's own.")
]
_LearningRate = Annotated[
    float, typer.Option("--learning-rate", min=0.0, help="Peak; 0: the preset's own.")
]
_Name = Annotated[str, typer.Option("--name", metavar="KEY", help="Name of the tuned model.")]
_NoTags = Annotated[bool, flag("--no-tags", "Learn from captions only, not from tags.")]
_Labelled = Annotated[
    list[Path] | None,
    typer.Option(
        "--labelled",
        metavar="FILE",
        help="Lines of file<TAB>label that must not get worse; may be repeated.",
    ),
]
_Seed = Annotated[int, typer.Option("--seed", min=0, help="Of everything by chance.")]
_Advanced = Annotated[bool, flag("--advanced", "Unlock the preset full.")]
_Estimate = Annotated[bool, flag("--estimate", "Only say what it would cost.")]
_Resume = Annotated[bool, flag("--resume", "Go on with RUN, or with the newest that was stopped.")]
_List = Annotated[bool, flag("--list", "List the runs, the newest first.")]
_Delete = Annotated[
    str | None, typer.Option("--delete", metavar="RUN", help="Delete a run and its report.")
]
_Activate = Annotated[
    bool, flag("--activate", "Use the tuned model if it is better; with RUN: that run's.")
]

_PATHS: Final = ("folder", "report", "figures")
_UNFINISHED: Final = ("stopped", "failed", "prepared")
_MEASURES: Final[Mapping[str, str]] = {
    **{
        f"{side}_{figure}": f"{words}, {name}"
        for side, words in (("text_to_image", "text → photo"), ("image_to_text", "photo → text"))
        for figure, name in {
            "r1": "R@1 %",
            "r5": "R@5 %",
            "r10": "R@10 %",
            "median_rank": "median rank",
        }.items()
    },
    "score": "mean of the six recalls %",
    "overlap": "same results of general queries %",
}


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(rich_help_panel="Models")(train)


def train(
    ctx: typer.Context,
    run: _Run = None,
    preset: _PresetOption = None,
    epochs: _Epochs = 0,
    batch_size: _BatchSize = 0,
    learning_rate: _LearningRate = 0.0,
    name: _Name = "",
    no_tags: _NoTags = False,
    labelled: _Labelled = None,
    device: DeviceOption = "auto",
    seed: _Seed = 0,
    advanced: _Advanced = False,
    estimate: _Estimate = False,
    resume: _Resume = False,
    list_runs: _List = False,
    delete: _Delete = None,
    activate: _Activate = False,
    as_json: JsonFlag = False,
) -> None:
    """Teach the model in use your captions; the old one stays one command away.

    What was learned is measured on photos that were held out. Only a model
    that finds them better without forgetting the rest is offered.
    """
    from photoclip.library import TrainOptions

    _refuse_mixed(run, estimate=estimate, resume=resume, list=list_runs, delete=delete is not None)

    options = TrainOptions(
        preset=preset,
        epochs=epochs,
        batch_size=batch_size,
        learning_rate=learning_rate,
        name=name,
        use_tags=not no_tags,
        labelled=tuple(path.absolute() for path in labelled or ()),
        advanced=advanced,
        device=device,
        seed=seed,
    )
    _refuse_options(options, there=resume or list_runs or (run or delete) is not None)
    with open_library(ctx) as library:
        if list_runs:
            _list(library, as_json=as_json)
        elif delete is not None:
            _delete(library, delete, as_json=as_json)
        elif estimate:
            _estimate(library, options, as_json=as_json)
        else:
            info = _run_of(library, options, run, resume=resume, as_json=as_json)
            new = resume or run is None
            _finish(library, info, activate=activate, was_trained=new, as_json=as_json)


def _refuse_mixed(run: str | None, **chosen: bool) -> None:
    names = [f"--{name}" for name, is_given in chosen.items() if is_given]
    if len(names) > 1:
        raise typer.BadParameter(f"it does not go with {names[0]}", param_hint=names[1])
    if run is not None and names not in ([], ["--resume"]):
        raise typer.BadParameter(f"it does not go with {names[0]}", param_hint="RUN")


def _refuse_options(options: TrainOptions, *, there: bool) -> None:
    from photoclip.library import TrainOptions

    if there and options != TrainOptions():
        raise typer.BadParameter("options of a new run do not go with a run that is there")


def _run_of(
    library: Library, options: TrainOptions, run: str | None, *, resume: bool, as_json: bool
) -> RunInfo:
    """The run that is named, resumed or, without either, made."""
    known = frozenset(info.name for info in library.training.runs())
    if resume:
        name = run or _newest_unfinished(library)
        return _driven(library, library.training.resume(name), known=known - {name})
    if run is not None:
        return _named(library, run)
    overview = library.training.overview(use_tags=options.use_tags)
    # With too little, the refusal to come says the same.
    if not as_json and any(choice.allowed for choice in overview.presets):
        _tell_overview(overview)
    return _driven(library, library.training.train(options), known=known)


def _driven(library: Library, job: Job[RunInfo], *, known: frozenset[str]) -> RunInfo:
    """Run a training; Ctrl-C lets the trainer save where it is and says how to go on.

    Args:
        library: The library.
        job: The training.
        known: Runs that it is not.
    """
    try:
        with _heard_at_once():
            return drive(job)
    except KeyboardInterrupt:
        for info in library.training.runs():
            if info.state == "stopped" and info.name not in known:
                tell(f"Go on with: photoclip train --resume {info.name}")
                break
        raise


@contextmanager
def _heard_at_once() -> Iterator[None]:
    """Answer Ctrl-C before the trainer has written its checkpoint; a second one ends it."""

    def interrupt(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.default_int_handler)
        tell("Stopping: the trainer saves where it is. Ctrl-C again ends it at once.")
        raise KeyboardInterrupt

    on_main = threading.current_thread() is threading.main_thread()
    previous = signal.signal(signal.SIGINT, interrupt) if on_main else None
    try:
        yield
    finally:
        if on_main:
            signal.signal(signal.SIGINT, previous)


def _newest_unfinished(library: Library) -> str:
    for info in library.training.runs():
        if info.state in _UNFINISHED:
            return info.name
    raise UserError("There is no training run to go on with; “photoclip train --list” shows all.")


def _named(library: Library, run: str) -> RunInfo:
    infos = library.training.runs()
    for info in infos:
        if info.name == run:
            return info
    names = ", ".join(info.name for info in infos[:3])
    there = f"the newest are {names}" if names else "nothing has been trained yet"
    raise UserError(f"There is no training run “{shown(run)}”; {there}.")


def _finish(
    library: Library, info: RunInfo, *, activate: bool, was_trained: bool, as_json: bool
) -> None:
    """Tell what came of a run, and let its model answer if that is wanted and deserved."""
    report: IndexReport | None = None
    # A run that was named for it and has no model is refused.
    if activate and (info.state == "improved" or not was_trained):
        report = drive(library.training.activate(info.name))
        info = next((each for each in library.training.runs() if each.name == info.name), info)
    if as_json:
        index = None if report is None else index_fields(report)
        print_json({**run_fields(info), "index": index})
        return
    if report is None or was_trained:
        _tell_run(info)
    if report is not None:
        opened = plural(report.indexed, "photo") if report.indexed else "no photo"
        say(f"“{shown(info.model)}” answers from now on ({opened} had to be opened).")
        say(f"To go back: photoclip models activate {shown(info.base)}")
    elif info.state == "improved" and not info.active:
        say(f"To use it: photoclip train --activate {info.name}")


def _tell_overview(overview: TrainingOverview) -> None:
    away = plural(overview.offline, "captioned photo is", "captioned photos are")
    offline = f"; {away} not there now" if overview.offline else ""
    say(f"{overview.advice} {plural(overview.captions, 'caption')} in all{offline}.")


def _tell_run(info: RunInfo) -> None:
    rows = figure_rows(info.figures)
    if rows:
        title = f"Held-out photos, “{info.base}” and tuned"
        table = [
            # Zero is added so that a loss too small to be shown is no "-0.0".
            (what, f"{before:.1f}", f"{after:.1f}", f"{round(after - before, 1) + 0.0:+.1f}")
            for what, before, after in rows
        ]
        numbers = frozenset({"Before", "After", "Change"})
        columns = ("Measure", "Before", "After", "Change")
        print_table(columns, table, title=title, numbers=numbers)
    if info.message:
        say(shown(info.message))
    if info.report is not None:
        say(f"Report: {shown(info.report)}")
    if info.state in _UNFINISHED:
        say(f"Go on with: photoclip train --resume {info.name}")


def figure_rows(figures: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """Measures with their values before and after, the best known ones first."""
    names = [name.removeprefix("before_") for name in figures if name.startswith("before_")]
    names = [name for name in names if f"after_{name}" in figures]
    known = [name for name in _MEASURES if name in names]
    others = [name for name in names if name not in _MEASURES]
    return [
        (
            _MEASURES.get(name) or shown(name.replace("_", " ")),
            figures[f"before_{name}"],
            figures[f"after_{name}"],
        )
        for name in (*known, *others)
    ]


def run_fields(info: RunInfo) -> dict[str, Any]:
    """JSON fields of a run."""
    fields = {name: value for name, value in asdict(info).items() if name not in _PATHS}
    return {
        "run": fields.pop("name"),
        "outcome": fields.pop("state"),
        **fields,
        "figures": dict(info.figures),
        "folder": path_fields(info.folder)["path"],
        "report": None if info.report is None else path_fields(info.report)["path"],
    }


def _list(library: Library, *, as_json: bool) -> None:
    runs = library.training.runs()
    if as_json:
        print_json({"runs": [run_fields(info) for info in runs]})
        return
    if not runs:
        say("Nothing has been trained yet.")
        return
    print_table(
        ("Run", "State", "Preset", "From", "Model", "Photos", "What came of it"),
        [
            (
                shown(info.name),
                "in use" if info.active else info.state,
                info.preset,
                shown(info.base),
                shown(info.model),
                f"{info.photos:,}",
                _in_short(info),
            )
            for info in runs
        ],
        numbers=frozenset({"Photos"}),
    )


def _in_short(info: RunInfo) -> str:
    """What came of a run, short enough for a terminal of 80 columns."""
    rows = figure_rows(info.figures)
    if not rows:
        # Only what went wrong says more than the state.
        return shown(info.message) if info.state == "failed" else ""
    measure, before, after = rows[0]
    return f"{measure.removeprefix('text → photo, ')} {before:.1f} → {after:.1f}"


def _delete(library: Library, run: str, *, as_json: bool) -> None:
    library.training.delete(run)
    if as_json:
        print_json({"deleted": shown(run)})
    else:
        say(f"Deleted the training run {shown(run)}.")


def _estimate(library: Library, options: TrainOptions, *, as_json: bool) -> None:
    overview = library.training.overview(use_tags=options.use_tags)
    found = drive(library.training.estimate(options))
    if as_json:
        print_json({"estimate": asdict(found), "overview": _overview_fields(overview)})
        return
    _tell_overview(overview)
    say(
        f"It would take about {duration(found.seconds)} ({_device(found)}): reading photos "
        f"{duration(found.features_seconds)}, training {duration(found.training_seconds)}, "
        f"measuring {duration(found.proof_seconds)}."
    )


def _device(found: TrainEstimate) -> str:
    return found.device or "measured here"


def _overview_fields(overview: TrainingOverview) -> dict[str, Any]:
    # Not asdict alone: a mapping of sources need not be a dict.
    presets: Sequence[Any] = [asdict(choice) for choice in overview.presets]
    return {
        "photos": overview.photos,
        "captions": overview.captions,
        "sources": dict(overview.sources),
        "offline": overview.offline,
        "base": overview.base,
        "presets": presets,
        "advice": overview.advice,
    }
