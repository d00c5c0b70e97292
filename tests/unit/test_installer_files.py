"""The installers' own files for Windows and macOS agree with the program they install."""

from __future__ import annotations

import importlib.util
import plistlib
import re
import sys
import tarfile
from pathlib import Path

import pytest

from photoclip import APP_ID, __version__
from photoclip.media.formats import PHOTO_EXTENSIONS, RAW_EXTENSIONS
from photoclip.paths import APP_NAME

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def test_search_by_this_picture_stands_at_pictures_that_can_be_read() -> None:
    script = (PACKAGING / "windows" / "photoclip.nsi").read_text("utf-8")
    kinds = re.findall(r'!insertmacro \$\{DO\} "([^"]+)"', script)
    assert kinds[0] == "image"
    assert {kind.removeprefix(".") for kind in kinds[1:]} <= PHOTO_EXTENSIONS | RAW_EXTENSIONS
    assert len(set(kinds)) == len(kinds)


def test_no_installer_removes_a_library() -> None:
    script = (PACKAGING / "windows" / "photoclip.nsi").read_text("utf-8")
    commands = [line.strip() for line in script.splitlines() if not line.lstrip().startswith(";")]
    trees = [line for line in commands if line.startswith("RMDir /r")]
    # Folders are removed with all that is in them only where PyInstaller made them.
    assert trees == [r'RMDir /r "$INSTDIR\_internal"']


def test_macos_is_told_why_folders_are_read_and_what_can_be_opened() -> None:
    spec = importlib.util.spec_from_file_location("bundle", PACKAGING / "macos" / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    bundle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bundle)
    found = plistlib.loads(plistlib.dumps(bundle.info_plist(__version__)))
    assert found["CFBundleShortVersionString"] == __version__
    # Else it would have neither menu nor a place in the Dock.
    assert found["LSBackgroundOnly"] is False
    for place in ("Desktop", "Documents", "Downloads"):
        assert "PhotoClip" in found[f"NS{place}FolderUsageDescription"]
    kinds = {kind for each in found["CFBundleDocumentTypes"] for kind in each["LSItemContentTypes"]}
    assert kinds == {"public.image", "public.camera-raw-image", "public.folder"}
    assert plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())


def test_one_name_stands_in_all_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))
    from linux.staging import put_share

    put_share(tmp_path, __version__, 0)
    desktop = (tmp_path / "applications" / f"{APP_ID}.desktop").read_text("utf-8")
    about = (tmp_path / "metainfo" / f"{APP_ID}.metainfo.xml").read_text("utf-8")
    assert f"\nIcon={APP_ID}\n" in desktop
    # X11 knows a window by the application's name, which Qt gives it as its class.
    assert f"\nStartupWMClass={APP_NAME}\n" in desktop
    assert f"<id>{APP_ID}</id>" in about
    assert f">{APP_ID}.desktop</launchable>" in about
    icons = [file.stem for file in (tmp_path / "icons").rglob("*") if file.is_file()]
    assert set(icons) == {APP_ID}
    assert "@" not in desktop + about
    (flatpak,) = (PACKAGING / "linux" / "flatpak").glob("*.yaml")
    assert flatpak.stem == APP_ID
    assert f"app-id: {APP_ID}\n" in flatpak.read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="made by GNU tar")
def test_the_archive_is_one_folder_with_the_app_and_its_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))
    from linux import archive

    app = tmp_path / "photoclip"
    app.mkdir()
    (app / "photoclip").write_text("program")
    (app / "photoclip-trainer").symlink_to("photoclip")
    with tarfile.open(archive.make(app, tmp_path, __version__, 0)) as tar:
        names = tar.getnames()
        assert tar.getmember(f"photoclip-{__version__}/photoclip-trainer").linkname == "photoclip"
    assert {name.partition("/")[0] for name in names} == {f"photoclip-{__version__}"}
    assert f"photoclip-{__version__}/photoclip" in names
    assert f"photoclip-{__version__}/share/applications/{APP_ID}.desktop" in names


def test_the_workflow_names_files_that_are_there() -> None:
    text = (ROOT / ".github" / "workflows" / "build.yml").read_text("utf-8")
    named = set(re.findall(r"packaging/[\w./-]+", text))
    assert len(named) > 5
    for name in named:
        assert (ROOT / name).is_file(), name
