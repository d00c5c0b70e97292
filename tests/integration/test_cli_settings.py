"""Settings, places and licences on the command line."""

from __future__ import annotations

import json

import pytest

from photoclip import paths
from photoclip.cli.main import run
from photoclip.library import Library
from photoclip.settings import SETTINGS


@pytest.fixture
def photoclip(tmp_path, capsys):
    def call(*arguments, library=True):
        where = ["--library", str(tmp_path / "library")] if library else []
        code = run([*where, *map(str, arguments)], open_window=lambda *_: 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_all_settings_are_listed_with_what_they_can_be(photoclip):
    code, out, _ = photoclip("settings", "list")
    assert code == 0
    assert all(setting.key in out for setting in SETTINGS)
    assert "1 to 60 s" in out and "on, off" in out
    code, out, _ = photoclip("settings", "list", "--json")
    found = json.loads(out)
    assert [each["key"] for each in found["settings"]] == [each.key for each in SETTINGS]
    assert found["shortcuts"] == {}


def test_what_is_set_is_got_and_acts_on_the_library(photoclip, tmp_path):
    assert photoclip("settings", "set", "cache.thumbnails_mb", "300")[:2] == (
        0,
        "cache.thumbnails_mb = 300\n",
    )
    assert photoclip("settings", "get", "cache.thumbnails_mb")[1] == "300\n"
    with Library.open(tmp_path / "library") as library:
        assert library._context.thumbnails.max_bytes == 300 * 2**20
        library.settings.set("cache.thumbnails_mb", 400)
        assert library._context.thumbnails.max_bytes == 400 * 2**20
    assert (
        photoclip("settings", "reset", "cache.thumbnails_mb")[1] == "cache.thumbnails_mb = 4096\n"
    )
    _, out, _ = photoclip("settings", "set", "search.history", "off", "--json")
    assert json.loads(out)["value"] is False


def test_the_device_of_the_settings_is_what_automatic_means(tmp_path):
    with Library.open(tmp_path / "library") as library:
        assert library._device("auto") == "auto"
        library.settings.set("index.device", "cpu")
        assert library._device("auto") == "cpu"
        assert library._device("cuda") == "cuda"


@pytest.mark.parametrize(
    "words",
    [
        ("get", "no.such"),
        ("set", "look.theme", "green"),
        ("set", "look.slideshow_seconds", "99"),
        ("reset", "x"),
    ],
)
def test_a_wrong_name_or_value_is_one_sentence(photoclip, words):
    code, out, err = photoclip("settings", *words)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1 and "Traceback" not in err


def test_remarks_on_the_file_go_to_stderr(photoclip, tmp_path):
    photoclip("settings", "list")
    (tmp_path / "library" / "settings.toml").write_text("[look]\ntheme = 3\n")
    code, out, err = photoclip("settings", "get", "look.theme")
    assert (code, out) == (0, "system\n")
    assert "look.theme" in err


def test_places_are_shown_and_thumbnails_cleared(photoclip, tmp_path):
    with Library.open(tmp_path / "library") as library:
        library._context.thumbnails.put_many([(b"hash", b"j" * 5_000)])
    _, out, _ = photoclip("data", "show", "--json")
    places = {each["kind"]: each for each in json.loads(out)["places"]}
    assert places["library"]["path"] == str(tmp_path / "library")
    assert places["thumbnails"]["bytes"] > 5_000
    _, out, _ = photoclip("data", "clear-thumbnails", "--json")
    assert json.loads(out) == {"freed_bytes": 5_000}
    with Library.open(tmp_path / "library") as library:
        assert library._context.thumbnails.get(b"hash") is None
        library._context.thumbnails.put_many([(b"hash", b"new")])  # the cache goes on
        assert library._context.thumbnails.get(b"hash") == b"new"


def test_the_default_library_is_moved_at_once(photoclip, tmp_path, monkeypatch):
    monkeypatch.delenv("PHOTOCLIP_LIBRARY")
    monkeypatch.setattr(paths, "usual_library_dir", lambda: tmp_path / "usual")
    monkeypatch.setattr(paths, "pointer_file", lambda: tmp_path / "config" / "library.toml")
    Library.open(tmp_path / "usual").close()
    code, out, _ = photoclip("data", "move", tmp_path / "new", library=False)
    assert code == 0
    assert str(tmp_path / "new") in out
    assert paths.default_library_dir() == tmp_path / "new"
    code, _, err = photoclip("data", "move", tmp_path / "again")
    assert code == 1
    assert "own path" in err


def test_licences_are_listed(photoclip):
    code, out, _ = photoclip("licences", "--json", library=False)
    assert code == 0
    found = json.loads(out)["components"]
    assert {"program", "library", "model", "icons"} == {each["kind"] for each in found}
    assert all(each["licence"] for each in found)


def test_any_command_says_that_damaged_settings_were_put_aside(photoclip, tmp_path):
    photoclip("info")
    (tmp_path / "library" / "settings.toml").write_text("[[[")
    code, out, err = photoclip("info", "--json")
    assert code == 0
    assert json.loads(out)
    assert "settings.damaged-1.toml" in err
    assert err.count("\n") == 1
    assert photoclip("info")[2] == ""
