"""Both programs of the installed app; the name it is started under tells which one is meant.

``photoclip`` and ``photoclip-trainer`` need the same libraries. One program with two names
holds them once, which saves sixty megabytes.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import MutableMapping
from pathlib import Path, PurePath
from typing import Final

TRAINER: Final = "photoclip-trainer"
_LIBRARY_PATH: Final = "LD_LIBRARY_PATH"
# Where OpenSSL as Debian builds it looks for certificates, and where others keep theirs.
_DEBIAN_CERTIFICATES: Final = Path("/usr/lib/ssl/certs")
_CERTIFICATES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def main() -> int:
    """Run the program that was asked for and return its exit code."""
    # Workers of both programs are started through this file too; here they go their own way.
    multiprocessing.freeze_support()
    if sys.platform == "linux":
        _leave_others_alone(os.environ)
        _find_certificates(os.environ)
    if PurePath(sys.argv[0]).stem == TRAINER:
        from trainer.__main__ import main as train

        return train()
    from photoclip.__main__ import main as window_or_command

    window_or_command()
    return 0


def _leave_others_alone(environment: MutableMapping[str, str]) -> None:
    """Keep our libraries from the programs that we start: viewers, file managers, browsers.

    This process has found its libraries; our own workers are told to look again.
    """
    before = environment.pop(f"{_LIBRARY_PATH}_ORIG", "")
    if before:
        environment[_LIBRARY_PATH] = before
    else:
        environment.pop(_LIBRARY_PATH, None)
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def _find_certificates(environment: MutableMapping[str, str]) -> None:
    """Trust what the system trusts, wherever it keeps that."""
    if "SSL_CERT_FILE" in environment or _DEBIAN_CERTIFICATES.is_dir():
        return
    found = next((file for file in _CERTIFICATES if Path(file).is_file()), None)
    if found is not None:
        environment["SSL_CERT_FILE"] = found


if __name__ == "__main__":
    sys.exit(main())
