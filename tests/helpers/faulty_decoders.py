"""Decoders that misbehave by the name of the file; the encoder process imports them by name."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from photoclip.errors import UnreadablePhotoError
from photoclip.media.decode import decode
from photoclip.media.types import DecodedPhoto, DecodeLimits

NAME = "faulty_decoders:faulty"


def faulty(path: Path, *, limits: DecodeLimits) -> DecodedPhoto:
    """Crash, hang or fail where the name says so, else decode."""
    name = path.name
    if "crash" in name:
        os._exit(139)
    if "segfault" in name:
        os.kill(os.getpid(), 11)
    if "hang" in name:
        threading.Event().wait()
    if "shout" in name:
        os.write(2, b"TIFFReadDirectory: Warning, Unknown field with tag 37388\n")
    if "bug" in name:
        raise ZeroDivisionError("a bug in the decoder")
    if "memory" in name:
        raise MemoryError
    if "hungry" in name and limits.max_decoded_bytes < DecodeLimits().max_decoded_bytes:
        raise UnreadablePhotoError("too much for one share")
    if "slow" in name:
        time.sleep(0.3)
    return decode(path, limits=limits)


def always_crash(path: Path, *, limits: DecodeLimits) -> DecodedPhoto:
    """Crash at every file."""
    os._exit(1)
