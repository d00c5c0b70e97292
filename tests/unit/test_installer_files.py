"""The installers' own files for Windows and macOS agree with the program they install."""

from __future__ import annotations

import importlib.util
import plistlib
import re
from pathlib import Path

from photoclip import __version__
from photoclip.media.formats import PHOTO_EXTENSIONS, RAW_EXTENSIONS

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
    for place in ("Desktop", "Documents", "Downloads"):
        assert "PhotoClip" in found[f"NS{place}FolderUsageDescription"]
    kinds = {kind for each in found["CFBundleDocumentTypes"] for kind in each["LSItemContentTypes"]}
    assert kinds == {"public.image", "public.camera-raw-image", "public.folder"}
    assert plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())


def test_the_workflow_names_files_that_are_there() -> None:
    text = (ROOT / ".github" / "workflows" / "build.yml").read_text("utf-8")
    named = set(re.findall(r"packaging/(?:windows|macos)/[\w./-]+|packaging/licences\.py", text))
    assert len(named) > 3
    for name in named:
        assert (ROOT / name).is_file(), name
