"""Pictures that the self-test works on: drawn here, but for three that need an encoder.

Those were made once, of colour gradients, by Pillow and libheif; the app needs no encoder
of these formats, and a build may lack one.
"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Colour = tuple[int, int, int]

TAKEN: Final = "2024-05-06T07:08:09"
CAMERA: Final = "PhotoClip Self-test"
EXIF_SIZE: Final = (48, 96)
"""Width and height of the picture with EXIF once it was turned upright."""

_SIDE: Final = 160
_WHITE: Colour = (245, 245, 245)
_RED: Colour = (200, 20, 30)

_HEIC: Final = """
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA
AAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAAFIAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABo
dmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEA
GEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAA
AwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBwaXhpAAAAAAMI
CAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAFptZGF0AAAATigBrxmA94D6CvArO/HEmMJiVFs34Wxsk+rpRVHOPyVP
3IGgZ8KiVHpO7lk+3N1irfh7fuKGufvbbQixMo0oZZ2V2e8IJuNp+zSFKxm/gA==
"""
_AVIF: Final = """
AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAA
AAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAZAAAAChpaW5mAAAAAAABAAAA
GmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAA
AAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAAbG1kYXQS
AAoJGBV/vaICGg0IMlUax4eF4cwwwwKFAADPyMlEj9vcOfu/9UYi8ay/kU7ddvRv/JUuNV1AjVnew5B/Q4j1A/8uC9bM
lNCbkUDTYFjqtHItCRe4X0HMCDAcEh2QDISYKkaA
"""
_EXIF_JPEG: Final = """
/9j/4AAQSkZJRgABAQAAAQABAAD/4QCARXhpZgAATU0AKgAAAAgABAEPAAIAAAAKAAAAPgEQAAIAAAAKAAAASAESAAMA
AAABAAYAAIdpAAQAAAABAAAAUgAAAABQaG90b0NsaXAAU2VsZi10ZXN0AAABkAMAAgAAABQAAABkAAAAADIwMjQ6MDU6
MDYgMDc6MDg6MDkA/9sAQwAUDg8SDw0UEhASFxUUGB4yIR4cHB49LC4kMklATEtHQEZFUFpzYlBVbVZFRmSIZW13e4GC
gU5gjZeMfZZzfoF8/9sAQwEVFxceGh47ISE7fFNGU3x8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8
fHx8fHx8fHx8fHx8/8AAEQgAMABgAwEiAAIRAQMRAf/EABcAAQEBAQAAAAAAAAAAAAAAAAQBAgX/xAAXEAEBAQEAAAAA
AAAAAAAAAAAAEgEC/8QAFwEBAQEBAAAAAAAAAAAAAAAABAMFBv/EABURAQEAAAAAAAAAAAAAAAAAAAIA/9oADAMBAAIR
AxEAPwAUJBEJDMKulTjQkE7wm8EFUE40JvBO8M7wQVQTj7wzvBMJBJVBONvCQTCQQVQTjQkEQm8EFUE7q7wm8EQkOOKt
lONvCQTCQQVQTjQkEwzvBBVBOPDME7wm8EFUE428JvBMJBJVBONvCQRCQQVQTurCQRvCbw44q2U428JvBMJBBVBONvCQ
TDMEFUE48JBEJvBBVBONCQTvCbwSVQTjbwm8EbwkEFR07//Z
"""


def write_pictures(folder: Path) -> list[Path]:
    """Draw four pictures; the first two are alike."""
    folder.mkdir(parents=True, exist_ok=True)
    drawings: dict[str, Callable[[int, int], Colour]] = {
        "red-disc.png": lambda x, y: _RED if math.hypot(x - 80, y - 80) < 50 else _WHITE,
        "red-disc-again.png": lambda x, y: _RED if math.hypot(x - 84, y - 78) < 46 else _WHITE,
        "blue-stripes.png": lambda x, y: (20, 40, 190) if y // 16 % 2 else (230, 230, 60),
        "grey-ramp.png": lambda x, y: (x * 255 // _SIDE,) * 3,
    }
    files = []
    for name, colour_at in drawings.items():
        file = folder / name
        rows = (b"".join(bytes(colour_at(x, y)) for x in range(_SIDE)) for y in range(_SIDE))
        file.write_bytes(_png(b"".join(b"\0" + row for row in rows), _SIDE))
        files.append(file)
    return files


def write_formats(folder: Path) -> dict[str, Path]:
    """Write a HEIC, an AVIF, and a JPEG with EXIF that lies on its side, by these names."""
    found = {}
    for name, file, content in (
        ("HEIC", "gradient.heic", _HEIC),
        ("AVIF", "gradient.avif", _AVIF),
        ("EXIF", "exif.jpg", _EXIF_JPEG),
    ):
        found[name] = folder / file
        found[name].write_bytes(base64.b64decode(content))
    return found


def write_canaries(folder: Path) -> dict[Path, str]:
    """Write the drawings of the model's canary; returns the sentence of each.

    Their names say nothing: a search looks at names, too.
    """
    from photoclip.encoders.canary import SENTENCES
    from photoclip.encoders.canary_pictures import draw

    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for number, (name, sentence) in enumerate(SENTENCES.items()):
        file = folder / f"{number:02}.png"
        file.write_bytes(_png_of(draw(name)))
        found[file] = sentence
    return found


def _png_of(pixels: NDArray[np.uint8]) -> bytes:
    return _png(b"".join(b"\0" + row.tobytes() for row in pixels), len(pixels))


def _png(rows: bytes, side: int) -> bytes:
    """A square PNG (8-bit RGB, no filter) with the standard library alone.

    Args:
        rows: Pixels, each row behind its filter byte.
        side: Of the square.
    """
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
