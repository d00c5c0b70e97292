"""The Debian package: the app in /opt, links in /usr/bin, and what a desktop expects."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from elf import needed

from linux.staging import HERE, NAME, ROOT, pack, put, put_share

PREFIX: Final = Path("opt") / NAME
_DEPENDS_ALWAYS: Final = ("shared-mime-info",)
_RECOMMENDS: Final = ("ca-certificates", "fonts-dejavu-core | fonts-freefont-ttf", "xdg-utils")


def make(app: Path, out: Path, version: str, epoch: int) -> Path:
    """Stage the tree and build the package; needs dpkg-deb, readelf and dpkg."""
    machine = _said("dpkg", "--print-architecture")
    stage = out / "deb"
    shutil.rmtree(stage, ignore_errors=True)
    home = stage / PREFIX
    home.parent.mkdir(parents=True)
    # Links instead of copies: the app has nearly a gigabyte.
    shutil.copytree(app, home, symlinks=True, copy_function=os.link)
    for program in (NAME, "photoclip-trainer"):
        link = stage / "usr" / "bin" / program
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(Path("/") / PREFIX / program)
    put_share(stage / "usr" / "share", version, epoch)
    _put_documents(stage / "usr" / "share" / "doc" / NAME, version, epoch)
    put(HERE / "lintian-overrides", stage / "usr/share/lintian/overrides" / NAME)
    _set_modes(stage)
    control = stage / "DEBIAN" / "control"
    control.parent.mkdir(mode=0o755)
    control.write_text(_control(stage, version, machine), "utf-8")
    _put_checksums(stage)
    file = out / f"{NAME}_{version}-1_{machine}.deb"
    subprocess.run(
        # Level 1 of 9: a few percent larger, and many times as fast.
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(stage), str(file)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    shutil.rmtree(stage)
    return file


def maintainer() -> str:
    """Who answers for the package: DEBFULLNAME and DEBEMAIL, as Debian's tools take it.

    Without them an address that cannot be anybody's: no name ends in "invalid" (RFC 2606),
    and lintian takes it, as it does not take one at localhost.
    """
    name = os.environ.get("DEBFULLNAME", "The PhotoClip founders")
    return f"{name} <{os.environ.get('DEBEMAIL', 'photoclip@photoclip.invalid')}>"


def depends(app: Path) -> list[str]:
    """Packages that hold the libraries which the app asks for and does not bring along."""
    files = [f for f in app.rglob("*") if f.is_file() and not f.is_symlink() and _is_elf(f)]
    present = {f.name for f in app.rglob("*") if f.is_file()}
    packages = {"libc6"} | {_package_of(name) for name in needed(files) - present}
    return sorted(_with_version(package) for package in packages if package)


def _package_of(library: str) -> str:
    """The installed package that has a library; "" for what only some machines have."""
    places = _said("/sbin/ldconfig", "-p")
    found = re.search(
        rf"^\s*{re.escape(library)} \(libc6,x86-64\b.*=> (\S+)$", places, re.MULTILINE
    )
    if found is None:
        # Such as a graphics card's driver, which is looked for only where there is one.
        print(f"No package of this machine has {library}; it is not asked for.")
        return ""
    names = (found[1], str(Path(found[1]).resolve()), f"/usr{found[1]}")
    for name in names:
        done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.partition(":")[0]
    raise SystemExit(f"No package has {found[1]}.")


def _with_version(package: str) -> str:
    """Only these two promise upwards what they hold by their version."""
    if package not in ("libc6", "libstdc++6"):
        return package
    version = _said("dpkg-query", "-W", "-f=${Version}", package).partition("-")[0]
    return f"{package} (>= {'.'.join(version.split('.')[:2])})"


def _control(stage: Path, version: str, machine: str) -> str:
    packages = sorted({*depends(stage / PREFIX), *_DEPENDS_ALWAYS})
    size = sum(f.lstat().st_size for f in stage.rglob("*") if f.is_file() and not f.is_symlink())
    fields = {
        "Package": NAME,
        "Version": f"{version}-1",
        "Architecture": machine,
        "Maintainer": maintainer(),
        "Installed-Size": str(size // 1024),
        "Depends": ", ".join(packages),
        "Recommends": ", ".join(_RECOMMENDS),
        "Section": "graphics",
        "Priority": "optional",
    }
    lines = [f"{name}: {value}" for name, value in fields.items()]
    description = (HERE / "share" / "description.txt").read_text("utf-8").splitlines()
    lines.append(f"Description: {description[0]}")
    lines += [f" {line}" if line else " ." for line in description[2:]]
    return "\n".join(lines) + "\n"


def _put_documents(folder: Path, version: str, epoch: int) -> None:
    put(HERE / "copyright", folder / "copyright")
    pack((ROOT / "CHANGELOG.md").read_text("utf-8"), folder / "changelog.gz")
    stamp = format_datetime(datetime.fromtimestamp(epoch, UTC))
    pack(
        f"{NAME} ({version}-1) unstable; urgency=medium\n\n"
        f"  * PhotoClip {version}; what is new is told in changelog.gz.\n\n"
        f" -- {maintainer()}  {stamp}\n",
        folder / "changelog.Debian.gz",
    )


def _put_checksums(stage: Path) -> None:
    files = sorted(
        f.relative_to(stage).as_posix()
        for folder in ("opt", "usr")
        for f in (stage / folder).rglob("*")
        if f.is_file() and not f.is_symlink()
    )
    lines = []
    for start in range(0, len(files), 500):
        done = subprocess.run(
            ["md5sum", *files[start : start + 500]],
            cwd=stage,
            capture_output=True,
            text=True,
            check=True,
        )
        lines.append(done.stdout)
    (stage / "DEBIAN" / "md5sums").write_text("".join(lines), "utf-8")


def _set_modes(stage: Path) -> None:
    """Programs may be run, everything else only read; nothing hangs on the builder's umask."""
    for path in stage.rglob("*"):
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.parent.name == "bin" or path == stage / PREFIX / NAME
        path.chmod(0o755 if runs else 0o644)


def _is_elf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
