"""The portable .tar.gz: unpack it anywhere and run ``photoclip`` in it."""

from __future__ import annotations

import platform
import subprocess
import tempfile
from pathlib import Path

from linux.staging import put_share


def make(app: Path, out: Path, version: str, epoch: int) -> Path:
    """Pack the app with its desktop files; the same input gives the same bytes."""
    top = f"photoclip-{version}"
    file = out / f"{top}-linux-{platform.machine()}.tar.gz"
    with tempfile.TemporaryDirectory(dir=out) as name:
        extra = Path(name) / top
        put_share(extra / "share", version, epoch)
        # The app itself is not copied: tar takes it under another name. Only that folder's:
        # the name of the other one begins alike.
        command = [
            *("tar", "--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"),
            *(
                "--mode=u=rwX,go=rX",
                f"--mtime=@{epoch}",
                rf"--transform=s,^{app.name}\(/\|$\),{top}\1,S",
            ),
            *("--use-compress-program", "gzip -n -6", "--file", str(file)),
            *("-C", str(app.parent), app.name, "-C", name, top),
        ]
        subprocess.run(command, check=True)
    return file
