"""Which build of torch goes into the app, and whether it is one that we know."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

_KNOWN: Final = Path(__file__).with_name("torch-builds.toml")
_LIBRARIES: Final = ("libtorch_cpu.so", "torch_cpu.dll", "libtorch_cpu.dylib")


@dataclass(frozen=True, slots=True)
class TorchBuild:
    """One build of torch.

    Attributes:
        sha256: Of its largest library.
        known: What torch-builds.toml says it should be; "" where it says nothing.
    """

    version: str
    cuda: bool
    sha256: str
    known: str

    def __str__(self) -> str:
        kind = "CUDA" if self.cuda else "CPU"
        state = "verified" if self.known == self.sha256 else "unverified: no checksum is on record"
        return f"torch {self.version} ({kind}), {state}"


def find() -> TorchBuild:
    """Look at the torch of this Python, without importing it.

    Raises:
        SystemExit: There is none, or it differs from the one on record.
    """
    try:
        files = metadata.files("torch") or []
    except metadata.PackageNotFoundError:
        raise SystemExit("This Python has no torch; install packaging/requirements.lock.") from None
    library = next((entry for entry in files if entry.name in _LIBRARIES), None)
    if library is None:
        raise SystemExit("This torch has no library; install it again.")
    with Path(str(library.locate())).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    version = metadata.version("torch")
    known = _on_record(version, library.name)
    if known and known != digest:
        raise SystemExit(f"{library.name} of torch {version} is not the one on record.")
    # CUDA builds bring this library or name their version.
    cuda = "+cu" in version or any("torch_cuda." in entry.name for entry in files)
    return TorchBuild(version, cuda, digest, known)


def _on_record(version: str, library: str) -> str:
    entries = tomllib.loads(_KNOWN.read_text("utf-8")).get("build", [])
    return next(
        (e["sha256"] for e in entries if (e["version"], e["library"]) == (version, library)), ""
    )
