"""Settings: defaults, what a file may say, what is kept, and what never goes wrong."""

from __future__ import annotations

import errno
import os
import tempfile
import threading
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from photoclip.errors import UserError
from photoclip.settings import SECTIONS, SETTINGS, Setting, Settings, Value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "library" / "settings.toml"


def values_of(setting: Setting) -> st.SearchStrategy[Value]:
    if isinstance(setting.default, bool):
        return st.booleans()
    if setting.choices:
        return st.sampled_from([choice for choice, _ in setting.choices])
    return st.integers(int(setting.minimum or 0), int(setting.maximum or 0))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_each_row_of_the_table_is_sound(setting: Setting, file: Path) -> None:
    assert setting.key.count(".") == 1
    assert setting.section in dict(SECTIONS)
    assert setting.title and setting.help.endswith(".")
    settings = Settings(file)
    settings.set(setting.key, setting.default)  # the default is one of the values it can have
    assert settings.get(setting.key) == setting.default
    number = isinstance(setting.default, (int, float)) and not isinstance(setting.default, bool)
    assert (setting.minimum is not None and setting.maximum is not None) == number


def test_keys_are_unique() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)


def test_without_a_file_all_is_as_by_default_and_nothing_is_written(file: Path) -> None:
    settings = Settings(file)
    assert all(settings.get(each.key) == each.default for each in SETTINGS)
    assert not settings.take_remarks()
    assert not file.exists()


@given(st.data())
@hypothesis_settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_what_is_set_is_read_again(tmp_path: Path, data: st.DataObject) -> None:
    file = tmp_path / "settings.toml"
    file.unlink(missing_ok=True)
    chosen = {
        setting.key: data.draw(values_of(setting), label=setting.key)
        for setting in data.draw(st.lists(st.sampled_from(SETTINGS), max_size=6))
    }
    first = Settings(file)
    for key, value in chosen.items():
        first.set(key, value)
    second = Settings(file)
    for setting in SETTINGS:
        assert second.get(setting.key) == chosen.get(setting.key, setting.default)
        assert type(second.get(setting.key)) is type(setting.default)
    assert not second.take_remarks()


toml_values = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=6,
)
names = st.sampled_from(
    sorted({part for setting in SETTINGS for part in setting.key.split(".")} | {"shortcuts", "x"})
)


@given(st.dictionaries(names, toml_values | st.dictionaries(names, toml_values, max_size=4)))
@hypothesis_settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_toml_gives_values_of_the_right_kind_and_loses_nothing_else(
    tmp_path: Path, document: dict[str, object]
) -> None:
    import tomli_w

    file = tmp_path / "settings.toml"
    file.write_text(tomli_w.dumps(document), encoding="utf-8")
    before = tomllib.loads(file.read_text(encoding="utf-8"))
    settings = Settings(file)
    for setting in SETTINGS:
        value = settings.get(setting.key)
        assert type(value) is type(setting.default)
        settings.set(setting.key, value)  # whatever it gives is accepted
        settings.reset(setting.key)
    after = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    known = {setting.key.split(".")[0] for setting in SETTINGS}
    for name, value in before.items():
        if name not in known and value != {}:
            assert repr(after[name]) == repr(value)  # nan is not equal to itself


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
@hypothesis_settings(
    max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_no_content_of_the_file_is_ever_an_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    settings = Settings(file)
    settings.set("look.theme", "dark")
    assert Settings(file).get("look.theme") == "dark"


def test_a_damaged_file_is_kept_aside_and_said_once(file: Path) -> None:
    file.parent.mkdir()
    for number in (1, 2):
        file.write_text(f"[look\ntheme = {number}")
        settings = Settings(file)
        (remark,) = settings.take_remarks()
        assert f"settings.damaged-{number}.toml" in remark
        assert not settings.take_remarks()
        assert settings.get("look.theme") == "system"
        kept = file.with_name(f"settings.damaged-{number}.toml")
        assert kept.read_text() == f"[look\ntheme = {number}"
        assert not file.exists()


def test_who_only_looks_leaves_a_damaged_file_for_the_next(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("[look")
    assert Settings(file, mend=False).get("look.theme") == "system"
    assert file.read_text() == "[look"
    assert Settings(file).take_remarks()


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('theme = "green"', "look.theme"),
        ("theme = 3", "look.theme"),
        ('show_names = "yes"', "look.show_names"),
        ("slideshow_seconds = 61", "look.slideshow_seconds"),
        ("slideshow_seconds = 2.5", "look.slideshow_seconds"),
        ("slideshow_seconds = true", "look.slideshow_seconds"),
    ],
)
def test_a_wrong_value_falls_back_with_a_remark(file: Path, line: str, key: str) -> None:
    file.parent.mkdir()
    file.write_text(f"[look]\n{line}\n")
    settings = Settings(file)
    assert settings.get(key) == settings.setting(key).default
    (remark,) = settings.take_remarks()
    assert key in remark and "default" in remark
    assert line in file.read_text()  # nobody asked to change it


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("look.theme", "green"),
        ("look.theme", True),
        ("look.show_names", 1),
        ("look.slideshow_seconds", 0),
        ("look.slideshow_seconds", 5.5),
        ("look.slideshow_seconds", True),
        ("look.nothing", 1),
    ],
)
def test_a_refused_value_changes_nothing(file: Path, key: str, value: Value) -> None:
    settings = Settings(file)
    with pytest.raises(UserError, match=r"\.$|list$"):
        settings.set(key, value)
    assert not file.exists()


def test_what_this_version_does_not_know_is_kept(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('later = [1, 2]\n[look]\nglow = "much"\n[future]\nday = 2030-01-01\n')
    settings = Settings(file)
    settings.set("look.theme", "dark")
    settings.reset("look.theme")
    settings.set_shortcuts("find", ["Ctrl+K"])
    found = tomllib.loads(file.read_text())
    assert found["later"] == [1, 2]
    assert found["look"] == {"glow": "much"}
    assert str(found["future"]["day"]) == "2030-01-01"


def test_two_programs_do_not_undo_each_other(file: Path) -> None:
    one, other = Settings(file), Settings(file)
    one.set("look.theme", "dark")
    other.set("search.history", False)
    assert Settings(file).get("look.theme") == "dark"
    assert Settings(file).get("search.history") is False
    assert other.get("look.theme") == "dark"


def test_a_change_is_told_once_and_to_nobody_who_left(file: Path) -> None:
    settings = Settings(file)
    told: list[str] = []
    leave = settings.subscribe(told.append)
    settings.set("look.theme", "dark")
    settings.set("look.theme", "dark")
    settings.set_shortcuts("find", ["Ctrl+K"])
    settings.reset("look.theme")
    assert told == ["look.theme", "shortcuts.find", "look.theme"]
    leave()
    leave()
    settings.set("look.theme", "light")
    assert len(told) == 3


def test_keys_of_actions_are_kept_none_of_them_too(file: Path) -> None:
    settings = Settings(file)
    settings.set_shortcuts("find", ["Ctrl+K", "Ctrl+L"])
    settings.set_shortcuts("quit", [])
    assert Settings(file).shortcuts() == {"find": ("Ctrl+K", "Ctrl+L"), "quit": ()}
    settings.set_shortcuts("find", None)
    assert Settings(file).shortcuts() == {"quit": ()}


def test_where_nothing_can_be_written_settings_hold_for_this_run(file: Path) -> None:
    file.parent.write_text("a file where the folder should be")
    settings = Settings(file)
    settings.take_remarks()
    settings.set("look.theme", "dark")
    settings.set("search.history", False)
    assert (settings.get("look.theme"), settings.get("search.history")) == ("dark", False)
    assert len(settings.take_remarks()) <= 1
    assert file.parent.is_file()


def test_in_a_read_only_folder_one_sentence_says_so(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    file.parent.mkdir()
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    settings = Settings(file)
    settings.set("look.theme", "dark")
    settings.set("look.theme", "light")
    (remark,) = settings.take_remarks()
    assert "until PhotoClip is closed" in remark
    assert settings.get("look.theme") == "light"
    assert not list(file.parent.iterdir())


def test_a_full_disk_leaves_the_old_file_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(file)
    settings.set("look.theme", "dark")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    settings.set("look.theme", "light")
    assert settings.get("look.theme") == "light"
    assert Settings(file).get("look.theme") == "dark"
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]
    assert len(settings.take_remarks()) == 1


def test_many_threads_lose_nothing(file: Path) -> None:
    settings = Settings(file)
    names = [f"action_{number}" for number in range(24)]

    def work(part: list[str]) -> None:
        for name in part:
            settings.set_shortcuts(name, ["F9"])

    threads = [threading.Thread(target=work, args=(names[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(Settings(file).shortcuts()) == set(names)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("look.show_names", "On", True),
        ("look.show_names", "no", False),
        ("look.slideshow_seconds", " 7 ", 7),
        ("look.theme", "dark", "dark"),
    ],
)
def test_values_may_be_typed(file: Path, key: str, text: str, value: Value) -> None:
    settings = Settings(file)
    settings.set_text(key, text)
    assert settings.get(key) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [("look.show_names", "perhaps"), ("look.slideshow_seconds", "five"), ("look.theme", "red")],
)
def test_typed_nonsense_is_refused_in_one_sentence(file: Path, key: str, text: str) -> None:
    with pytest.raises(UserError, match=rf"^The setting {key} .*{text}.*\.$"):
        Settings(file).set_text(key, text)
