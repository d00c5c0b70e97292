"""Programs of a Linux desktop: found by what they open, called without a shell."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.gui.programs import Program, programs_for, split_command

JPEG, PNG = frozenset({"image/jpeg"}), frozenset({"image/png", "image/x-png"})
ONE, TWO = Path("/p/a b.jpg"), Path("/p/c.jpg")


@pytest.fixture
def desktop(tmp_path: Path):
    """Writes desktop files into the user's or the system's folder; gives what is found."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    for name in ("viewer", "editor"):
        (binaries / name).write_text("#!/bin/sh\n")
        (binaries / name).chmod(0o755)
    environment = {
        "XDG_DATA_HOME": str(tmp_path / "home"),
        "XDG_DATA_DIRS": f"{tmp_path / 'sys'}:{tmp_path / 'none'}",
        "PATH": str(binaries),
        "XDG_CURRENT_DESKTOP": "KDE:Plasma",
    }

    class Desktop:
        def put(self, name: str, where: str = "sys", **lines: str) -> None:
            entry = {
                "Type": "Application", "Name": "Viewer", "Exec": "viewer %F",
                "MimeType": "image/jpeg;image/png;", **lines,
            }  # fmt: skip
            file = tmp_path / where / "applications" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            text = "\n".join(f"{key}={value}" for key, value in entry.items())
            file.write_text(f"# a comment\n[Desktop Entry]\n{text}\n[Desktop Action x]\nName=No\n")

        def find(self, *kinds: frozenset[str], **options) -> list[Program]:
            return programs_for(kinds or (JPEG,), environment=environment, **options)

    return Desktop()


def test_a_program_is_found_by_the_kind_of_file_it_opens(desktop) -> None:
    desktop.put("viewer.desktop")
    desktop.put("sub/editor.desktop", Name="Editor", Exec="editor %f", MimeType="image/x-png")
    assert [each.key for each in desktop.find(JPEG)] == ["viewer.desktop"]
    assert [each.key for each in desktop.find(PNG)] == ["sub-editor.desktop", "viewer.desktop"]
    assert [each.key for each in desktop.find(JPEG, PNG)] == ["viewer.desktop"]
    assert programs_for([], environment={"XDG_DATA_DIRS": "/none"}) == []


@pytest.mark.parametrize(
    "lines",
    [
        {"Hidden": "true"},
        {"Terminal": "true"},
        {"Type": "Link"},
        {"Exec": ""},
        {"Exec": "not-installed %F"},
        {"TryExec": "not-installed"},
        {"OnlyShowIn": "GNOME;"},
        {"NotShowIn": "KDE;"},
    ],
)
def test_what_cannot_be_used_here_is_not_offered(desktop, lines) -> None:
    desktop.put("viewer.desktop", **lines)
    assert desktop.find() == []


def test_the_users_own_file_replaces_that_of_the_system(desktop) -> None:
    desktop.put("viewer.desktop")
    desktop.put("viewer.desktop", "home", Name="Mine")
    assert [each.name for each in desktop.find()] == ["Mine"]
    desktop.put("viewer.desktop", "home", Hidden="true")
    assert desktop.find() == []


def test_names_are_in_the_users_language(desktop) -> None:
    desktop.put("viewer.desktop", **{"Name[de]": "Betrachter", "Icon": "eog"})
    [found] = desktop.find(languages=("de_AT", "de"))
    assert (found.name, found.icon) == ("Betrachter", "eog")
    assert desktop.find(languages=("fr",))[0].name == "Viewer"


def test_a_damaged_file_is_passed_over(desktop, tmp_path) -> None:
    desktop.put("viewer.desktop")
    folder = tmp_path / "sys/applications"
    (folder / "bad.desktop").write_bytes(b"[Desktop Entry]\nName=\xff\xfe\nnonsense\nExec")
    (folder / "dir.desktop").mkdir()
    assert [each.key for each in desktop.find()] == ["viewer.desktop"]


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("viewer %F", [["viewer", "/p/a b.jpg", "/p/c.jpg"]]),
        ("viewer %U", [["viewer", "file:///p/a%20b.jpg", "file:///p/c.jpg"]]),
        ("viewer %f", [["viewer", "/p/a b.jpg"], ["viewer", "/p/c.jpg"]]),
        ("viewer --new %u", [["viewer", "--new", "file:///p/a%20b.jpg"],
                             ["viewer", "--new", "file:///p/c.jpg"]]),
        ("viewer", [["viewer", "/p/a b.jpg", "/p/c.jpg"]]),
        ("viewer %i -t %c %k %F", [["viewer", "-t", "/p/a b.jpg", "/p/c.jpg"]]),
        ("viewer --scale=50%% %F", [["viewer", "--scale=50%", "/p/a b.jpg", "/p/c.jpg"]]),
        ("viewer --file=%f", [["viewer", "--file=/p/a b.jpg"], ["viewer", "--file=/p/c.jpg"]]),
        ('"/opt/my viewer" "a\\$b" %F', [["/opt/my viewer", "a$b", "/p/a b.jpg", "/p/c.jpg"]]),
    ],
)  # fmt: skip
def test_a_command_line_gets_the_photos_as_words_of_their_own(line, calls) -> None:
    assert Program("k", "n", tuple(split_command(line))).calls([ONE, TWO]) == calls


@given(st.lists(st.text(alphabet=st.characters(exclude_characters='"\\`$'), max_size=8)))
def test_quoted_words_come_apart_as_they_were_put_together(words) -> None:
    assert split_command(" ".join(f'"{word}"' for word in words)) == words


@given(st.text(max_size=40))
def test_any_command_line_gives_words_and_paths_stay_whole(line) -> None:
    evil = Path("/p/$(touch x); rm -rf ~ %F.jpg")
    for words in Program("k", "n", tuple(split_command(line))).calls([evil]):
        assert all(isinstance(word, str) for word in words)
        if "%" not in line:
            assert words[-1] == str(evil)


def test_plain_words_are_split_as_a_shell_does() -> None:
    line = "viewer  --flag=1\t'single' x"
    assert split_command(line) == ["viewer", "--flag=1", "'single'", "x"]
    assert split_command('a "b c" d') == shlex.split('a "b c" d')
