"""Commands on folders of photos: add, remove, scan, index, watch."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from photoclip.cli.context import DeviceOption, JsonFlag, ModelOption, flag, open_library
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.cli.progress import counts_text, drive, meter

if TYPE_CHECKING:
    from photoclip.catalog.rows import Root
    from photoclip.library import IndexReport, ScanReport

_PHOTOS = "Photos"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("add", rich_help_panel=_PHOTOS)(add)
    app.command("remove", rich_help_panel=_PHOTOS)(remove)
    app.command("folders", rich_help_panel=_PHOTOS)(folders)
    app.command("folder", rich_help_panel=_PHOTOS)(folder)
    app.command("scan", rich_help_panel=_PHOTOS)(scan)
    app.command("index", rich_help_panel=_PHOTOS)(index)
    app.command("watch", rich_help_panel=_PHOTOS)(watch)


def add(
    ctx: typer.Context,
    folder: Annotated[list[Path], typer.Argument(metavar="FOLDER…", help="Folders with photos.")],
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="GLOB", help="Paths below the folder to skip."),
    ] = None,
    watch_mode: Annotated[
        Literal["auto", "poll", "off"],
        typer.Option("--watch", help="How changes are noticed; poll suits network drives."),
    ] = "auto",
    as_json: JsonFlag = False,
) -> None:
    """Add folders to the library; their files stay where they are and as they are."""
    with open_library(ctx) as library:
        added = [
            library.add_folder(each, excludes=tuple(exclude or ()), watch=watch_mode)
            for each in folder
        ]
    if as_json:
        print_json({"added": [_root_fields(root) for root in added]})
        return
    for root in added:
        say(f"Added {shown(root.path)}")
    say("Next: photoclip index")


def remove(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder that was added.")],
    as_json: JsonFlag = False,
) -> None:
    """Forget a folder; its files are not touched."""
    with open_library(ctx) as library:
        root = library.remove_folder(folder)
    if as_json:
        print_json({"removed": _root_fields(root)})
    else:
        say(f"Forgot {shown(root.path)}; its files are untouched.")


def folders(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the folders of the library."""
    with open_library(ctx) as library:
        roots = library.folders()
    if as_json:
        print_json({"folders": [_root_fields(root) for root in roots]})
    elif not roots:
        say("No folders yet. Add one with: photoclip add FOLDER")
    else:
        print_table(
            ("Folder", "State", "Photos", "Watch", "Skipped"),
            [
                (shown(r.path), r.state, f"{r.photos:,}", r.watch, shown(", ".join(r.excludes)))
                for r in roots
            ],
            numbers=frozenset({"Photos"}),
        )


def folder(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder of the library, or one inside.")
    ],
    watch_mode: Annotated[
        Literal["auto", "poll", "off"] | None,
        typer.Option("--watch", help="How changes in an added folder are noticed from now on."),
    ] = None,
    moved_to: Annotated[
        Path | None,
        typer.Option("--moved-to", metavar="NEW", help="Where it lies now; its tags stay."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Show what lies in a folder, change how it is watched, or say that you moved it."""
    with open_library(ctx) as library:
        if moved_to is not None:
            folder = library.move_folder(folder, moved_to).path
        changed = None if watch_mode is None else library.set_watch(folder, watch_mode)
        inside = library.subfolders(folder)
    if as_json:
        found = [path_fields(each.path) | {"photos": each.photos} for each in inside]
        watched = {} if changed is None else {"watch": changed.watch}
        print_json({"folders": found} | watched)
        return
    if changed is not None:
        say(f"{shown(changed.path)} is watched: {changed.watch}.")
    if inside:
        print_table(
            ("Folder", "Photos"),
            [(shown(each.path), f"{each.photos:,}") for each in inside],
            numbers=frozenset({"Photos"}),
        )
    elif changed is None:
        say("No folders with photos inside.")


def scan(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Look for new, changed, moved and missing photos without indexing them."""
    with open_library(ctx) as library:
        report = drive(library.scan())
    if as_json:
        print_json(_scan_fields(report))
    else:
        _print_scan(report)


def index(
    ctx: typer.Context,
    no_scan: Annotated[bool, flag("--no-scan", "Do not look for changed files first.")] = False,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Scan only this folder.")
    ] = None,
    model: ModelOption = None,
    device: DeviceOption = "auto",
    fine_detail: Annotated[
        Literal["on", "off"] | None,
        typer.Option(
            "--fine-detail",
            help="Look closer: crops find small things; seven times the work. Is remembered.",
        ),
    ] = None,
    retry: Annotated[bool, flag("--retry", "Try unreadable photos again.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Scan the folders and make every new photo searchable; unchanged ones cost nothing."""
    with open_library(ctx) as library:
        if fine_detail is not None:
            library.set_fine_detail(fine_detail == "on")
        if retry:
            library.files.retry()
        report = drive(library.index(scan=not no_scan, folder=folder, model=model, device=device))
        info = library.info()
    if as_json:
        print_json(index_fields(report))
    else:
        print_index(report, left=info.waiting + info.out_of_reach if model is None else 0)


def watch(ctx: typer.Context, device: DeviceOption = "auto", as_json: JsonFlag = False) -> None:
    """Index, then keep the library up to date until Ctrl-C."""
    counts: dict[str, int] = {}
    with open_library(ctx) as library, _stop_on_signal() as stop:
        with meter() as show:
            for progress in library.watch(stop=stop, device=device):
                show(progress)
                counts.update(progress.counts)
    if as_json:
        print_json({"watching": False, "counts": counts})
    else:
        done = counts_text(counts)
        say(f"Stopped watching ({done})." if done else "Stopped watching.")


def index_fields(report: IndexReport) -> dict[str, Any]:
    """JSON fields of an index report."""
    return {
        "indexed": report.indexed,
        "reused": report.reused,
        "unreadable": report.unreadable,
        "seconds": round(report.seconds, 3),
        "photos_per_second": round(report.photos_per_second, 2),
        "device": report.device,
        "scan": None if report.scan is None else _scan_fields(report.scan),
    }


def print_index(report: IndexReport, *, left: int = 0) -> None:
    """Print an index report for people, and how many photos are left for later."""
    if report.scan is not None:
        _print_scan(report.scan)
    if not (report.indexed or report.reused or report.unreadable):
        done = "Nothing to index: every photo is searchable already."
        say("Nothing to index now." if left else done)
        _tell_left(left)
        return
    line = f"Indexed {plural(report.indexed, 'photo')}, reused {report.reused:,}"
    if report.indexed and report.photos_per_second:
        line += f" ({report.photos_per_second:.1f} photos/s on {report.device or 'cpu'})"
    say(line + ".")
    if report.unreadable:
        files = plural(report.unreadable, "file")
        say(f"{files} could not be read; why: photoclip info --unreadable")
    _tell_left(left)


def _tell_left(left: int) -> None:
    if left:
        what = "whose files are offline or still being written"
        say(f"Left for later: {plural(left, 'photo')} {what}.")


def _print_scan(report: ScanReport) -> None:
    line = (
        f"Found {plural(report.found, 'photo')}: {report.new:,} new, {report.changed:,} changed, "
        f"{report.moved:,} moved, {report.missing:,} missing"
    )
    if report.back:
        line += f", {report.back:,} back again"
    if report.not_photos:
        line += f"; {plural(report.not_photos, 'other file')} passed over"
    say(line + ".")
    for folder in report.offline:
        say(f"Offline, kept as it was: {shown(folder)}")
    for folder, why in report.skipped:
        say(f"Skipped {shown(folder)}: {shown(why)}")


def _scan_fields(report: ScanReport) -> dict[str, Any]:
    counts = ("found", "new", "changed", "moved", "back", "missing", "metadata", "not_photos")
    return {name: getattr(report, name) for name in counts} | {
        "offline": [path_fields(folder) for folder in report.offline],
        "skipped": [path_fields(folder) | {"reason": why} for folder, why in report.skipped],
    }


def _root_fields(root: Root) -> dict[str, Any]:
    return path_fields(root.path) | {
        "state": root.state,
        "photos": root.photos,
        "watch": root.watch,
        "excludes": list(root.excludes),
    }


@contextmanager
def _stop_on_signal() -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C or a polite kill sets; a second Ctrl-C interrupts at once."""
    stop = threading.Event()
    previous: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, previous[number])

    if threading.current_thread() is threading.main_thread():
        for wanted in (signal.SIGINT, signal.SIGTERM):
            previous[wanted] = signal.signal(wanted, ask_to_stop)
    try:
        yield stop
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
