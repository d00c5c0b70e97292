"""Builds the installers for the platform it runs on: ``python packaging/build.py``.

Needs what packaging/requirements.lock lists (``make package`` sees to it). The result lies
in ``dist/``: the folder ``photoclip``, and on Linux a .tar.gz and a .deb made of it.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import check
import elf
import sizes
import slim
import torch_build

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
TRAINER = "photoclip-trainer"


def main() -> int:
    """Build, and whatever else was asked for; the exit code tells whether all went well."""
    options = _options()
    if options.lock:
        return _write_lock()
    app = options.out / "photoclip"
    if not options.again:
        torch = torch_build.find()
        print(torch)
        if torch.cuda != options.cuda:
            wanted, given = ("CUDA", "CPU") if options.cuda else ("CPU", "CUDA")
            print(f"A {wanted} build was asked for, but this Python has a {given} build of torch.")
            return 1
        if sys.platform == "linux" and elf.wants_avx(hnswlib := _module("hnswlib")):
            print(
                f"{hnswlib} was compiled for this processor and would end the app on others. "
                "Compile it with HNSWLIB_NO_NATIVE=1, as `make package` does."
            )
            return 1
        _freeze(options.out, options.work)
    slim.slim(app)
    if not _put_licences(app):
        return 1
    sizes.report(app, limit_mb=None if options.cuda else sizes.LIMIT_MB)
    if options.check and not check.check(app):
        return 1
    for file in _packages(app, options.out, version()):
        print(f"{file.name}: {file.stat().st_size / 1e6:.0f} MB")
    return 0


def version() -> str:
    """The version in photoclip/__init__.py, which is the only place that says it."""
    text = (ROOT / "photoclip" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise SystemExit("photoclip/__init__.py names no version.")
    return found[1]


def _module(name: str) -> Path:
    """The file of a compiled module of this Python."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"This Python has no {name}; install packaging/requirements.lock.")
    return Path(found.origin)


def _freeze(out: Path, work: Path) -> None:
    shutil.rmtree(out / "photoclip", ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", str(out), "--workpath", str(work)),
            str(ROOT / "packaging" / "photoclip.spec"),
        ],
        # The sources beside this file, wherever an installed photoclip comes from; and
        # sets of strings are compiled in the same order in every build.
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
        check=True,
    )
    if sys.platform != "win32":
        (out / "photoclip" / TRAINER).symlink_to("photoclip")
    if sys.platform == "darwin":
        (out / "PhotoClip.app" / "Contents" / "MacOS" / TRAINER).symlink_to("photoclip")


def _put_licences(app: Path) -> bool:
    """Write what is bundled, and under which terms, into the app's folder; False if unknown."""
    command = [ROOT / "packaging" / "licences.py", app / "THIRD_PARTY_LICENSES.txt", "--dist", app]
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    if done.returncode != 0:
        print("Not everything that is bundled has a known licence (packaging/licences.py).")
    return done.returncode == 0


def _packages(app: Path, out: Path, number: str) -> list[Path]:
    if sys.platform != "linux":
        return []  # The installers of other systems are made by scripts of their own tools.
    from linux import archive, deb

    epoch = _epoch()
    return [archive.make(app, out, number, epoch), deb.make(app, out, number, epoch)]


def _epoch() -> int:
    """The time that all packed files bear: that of the commit, so that builds are alike."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return int(given)
    found = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    stamp = found.stdout.strip()
    return int(stamp) if stamp.isdecimal() else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def _write_lock() -> int:
    """Write requirements.lock anew with uv; where it finds packages is the machine's affair."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is needed for that: pip install uv")
        return 1
    command = [
        *("uv", "pip", "compile", "pyproject.toml", "--extra", "package", "--universal"),
        *("--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"),
        *("--no-emit-find-links", "--quiet", "--upgrade"),
        *("--custom-compile-command", "python packaging/build.py --lock"),
        *("--output-file", str(LOCK.relative_to(ROOT))),
    ]
    return subprocess.run([uv, *command[1:]], cwd=ROOT, check=False).returncode


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuda", action="store_true", help="build on a CUDA build of torch")
    parser.add_argument("--check", action="store_true", help="run the app's self-test, offline")
    parser.add_argument("--again", action="store_true", help="pack what was built before")
    parser.add_argument("--lock", action="store_true", help="write requirements.lock anew")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    parser.add_argument("--work", type=Path, default=ROOT / "build", metavar="DIR")
    options = parser.parse_args()
    options.out, options.work = options.out.resolve(), options.work.resolve()
    return options


if __name__ == "__main__":
    sys.exit(main())
