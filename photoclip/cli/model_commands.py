"""Commands on models: what is there, fetching, checking, switching."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.context import DeviceOption, JsonFlag, open_library
from photoclip.cli.folder_commands import index_fields
from photoclip.cli.guard import USER_ERROR, tell
from photoclip.cli.output import path_fields, print_checks, print_json, print_table, say, shown
from photoclip.cli.progress import drive

if TYPE_CHECKING:
    from photoclip.encoders.registry import EncoderInfo
    from photoclip.library import ModelInfo

Key = Annotated[str, typer.Argument(metavar="KEY", help="Name as listed by: models list")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    models = typer.Typer(no_args_is_help=True, help="List, fetch, check and switch models.")
    models.command("list")(list_models)
    models.command("download")(download)
    models.command("import")(import_model)
    models.command("verify")(verify)
    models.command("activate")(activate)
    models.command("remove")(remove)
    models.command("hardware")(hardware)
    app.add_typer(models, name="models", rich_help_panel="Models")


def list_models(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the models that are here and those that can be fetched."""
    with open_library(ctx) as library:
        models = library.models()
    if as_json:
        print_json({"models": [_model_fields(model) for model in models]})
        return
    print_table(
        ("Key", "State", "Model", "Size", "Licence", "Published figures"),
        [
            (
                shown(m.key),
                "active" if m.active else "installed" if m.installed else "",
                shown(m.title),
                "" if m.size_mb is None else f"{m.size_mb:,} MB",
                shown(m.licence),
                ", ".join(f"{name} {value:g}" for name, value in m.figures.items()),
            )
            for m in models
        ],
        numbers=frozenset({"Size"}),
    )


def download(ctx: typer.Context, key: Key, as_json: JsonFlag = False) -> None:
    """Download a model of the list and check it."""
    with open_library(ctx) as library:
        model = drive(library.download_model(key))
    _print_installed("Downloaded", model, as_json=as_json)


def import_model(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(help="Weight file or model folder.")],
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="Name to give it; by default the file's own."),
    ] = None,
    arch: Annotated[
        str | None,
        typer.Option("--arch", metavar="NAME", help="OpenCLIP architecture, if the file has none."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Import OpenCLIP weights from a file or folder, for machines without a network."""
    with open_library(ctx) as library:
        model = drive(library.import_model(path, key=key or shown(path.stem), arch=arch))
    _print_installed("Imported", model, as_json=as_json)


def verify(ctx: typer.Context, key: Key, as_json: JsonFlag = False) -> None:
    """Check that a model ranks pictures and sentences right; exit code 1 if not."""
    with open_library(ctx) as library:
        checks = drive(library.verify_model(key))
    if not print_checks(checks, as_json=as_json):
        tell(f"The model “{shown(key)}” does not rank right; download or import it again.")
        raise typer.Exit(USER_ERROR)


def activate(
    ctx: typer.Context, key: Key, device: DeviceOption = "auto", as_json: JsonFlag = False
) -> None:
    """Index the library with a model, then switch to it; the old one answers until then."""
    with open_library(ctx) as library:
        report = drive(library.activate_model(key, device=device))
    if as_json:
        print_json({"active": key, "index": index_fields(report)})
    else:
        say(f"“{shown(key)}” answers from now on ({report.indexed:,} photos indexed for it).")


def remove(ctx: typer.Context, key: Key, as_json: JsonFlag = False) -> None:
    """Delete a downloaded or imported model and its vectors."""
    with open_library(ctx) as library:
        model = library.remove_model(key)
    _print_installed("Removed", model, as_json=as_json)


def hardware(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Say what this computer has for a model, and which one suits it."""
    with open_library(ctx) as library:
        found = library.hardware()
    if as_json:
        print_json({"hardware": asdict(found)})
        return
    memory = f"{found.memory / (1 << 30):,.0f} GB"
    say(f"{shown(found.name)} ({found.device}), {found.cores} cores, {memory}.")
    say(f"The model that suits it: {shown(found.recommended)}.")


def _model_fields(model: ModelInfo) -> dict[str, Any]:
    # Not asdict alone: a mapping of figures need not be a dict.
    return {**asdict(model), "figures": dict(model.figures)}


def _print_installed(what: str, model: EncoderInfo, *, as_json: bool) -> None:
    if as_json:
        fields = {name: value for name, value in asdict(model).items() if name != "device"}
        print_json({"model": fields | {"path": model.path and path_fields(model.path)["path"]}})
        return
    title = f": {shown(model.title)}" if model.title else ""
    checked = f" ({model.verified})" if model.verified else ""
    say(f"{what} {shown(model.key)}{title}{checked}.")
