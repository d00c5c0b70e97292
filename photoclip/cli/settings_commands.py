"""Commands on settings: list, get, set, reset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.context import JsonFlag, open_library
from photoclip.cli.guard import tell
from photoclip.cli.output import print_json, print_table, say, shown

if TYPE_CHECKING:
    from photoclip.settings import Setting, Settings, Value

PANEL = "Care"

KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="A setting, such as look.theme.")]


def register(app: typer.Typer) -> None:
    """Add the group to the program."""
    settings = typer.Typer(no_args_is_help=True, help="What you chose: look, indexing, privacy.")
    settings.command("list")(list_all)
    settings.command("get")(get)
    settings.command("set")(set_one)
    settings.command("reset")(reset)
    app.add_typer(settings, name="settings", rich_help_panel=PANEL)


def list_all(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List all settings with their values."""
    from photoclip.settings import SETTINGS

    with open_library(ctx) as library:
        settings = library.settings
        rows = [(each, settings.get(each.key)) for each in SETTINGS]
        keys = settings.shortcuts()
    _tell_remarks(settings)
    if as_json:
        print_json(
            {
                "settings": [_fields(setting, value) for setting, value in rows],
                "shortcuts": {name: list(chosen) for name, chosen in keys.items()},
            }
        )
        return
    print_table(
        ("Setting", "Value", "Default", "Can be", "Meaning"),
        [
            (
                setting.key,
                shown(_text(value)),
                _text(setting.default),
                _range(setting),
                setting.help,
            )
            for setting, value in rows
        ],
    )


def get(ctx: typer.Context, key: KeyArgument, as_json: JsonFlag = False) -> None:
    """Print the value of a setting."""
    with open_library(ctx) as library:
        settings = library.settings
        value = settings.get(key)
    _tell_remarks(settings)
    if as_json:
        print_json(_fields(settings.setting(key), value))
    else:
        say(shown(_text(value)))


def set_one(
    ctx: typer.Context,
    key: KeyArgument,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="For switches on or off.")],
    as_json: JsonFlag = False,
) -> None:
    """Choose the value of a setting."""
    with open_library(ctx) as library:
        settings = library.settings
        settings.set_text(key, value)
    _print_now(settings, key, as_json=as_json)


def reset(
    ctx: typer.Context,
    key: KeyArgument,
    as_json: JsonFlag = False,
) -> None:
    """Give a setting its default back."""
    with open_library(ctx) as library:
        settings = library.settings
        settings.reset(key)
    _print_now(settings, key, as_json=as_json)


def _print_now(settings: Settings, key: str, *, as_json: bool) -> None:
    value = settings.get(key)
    _tell_remarks(settings)
    if as_json:
        print_json(_fields(settings.setting(key), value))
    else:
        say(f"{key} = {shown(_text(value))}")


def _tell_remarks(settings: Settings) -> None:
    for remark in settings.take_remarks():
        tell(remark)


def _fields(setting: Setting, value: Value) -> dict[str, Any]:
    return {
        "key": setting.key,
        "value": value,
        "default": setting.default,
        "choices": [choice for choice, _ in setting.choices],
        "minimum": setting.minimum,
        "maximum": setting.maximum,
        "unit": setting.unit,
        "restart": setting.restart,
        "help": setting.help,
    }


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _range(setting: Setting) -> str:
    if isinstance(setting.default, bool):
        return "on, off"
    if setting.choices:
        return ", ".join(choice for choice, _ in setting.choices)
    if isinstance(setting.default, str):
        return "a text"
    return f"{setting.minimum:g} to {setting.maximum:g} {setting.unit}".rstrip()
