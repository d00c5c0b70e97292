"""Whatever a picture library raises becomes one plain sentence."""

from __future__ import annotations

import struct

import pytest
from PIL import Image, UnidentifiedImageError

from photoclip.errors import UnreadablePhotoError
from photoclip.media import failures
from photoclip.media.types import DecodeLimits


def _reason(error: BaseException) -> str:
    with pytest.raises(UnreadablePhotoError) as caught, failures.plain_reasons(DecodeLimits()):
        raise error
    return str(caught.value)


@pytest.mark.parametrize(
    "error",
    [struct.error("unpack requires 4 bytes"), SyntaxError("not a TIFF"), ValueError("bad"),
     OSError("broken data stream"), KeyError(3), IndexError(), RuntimeError("libheif: -3"),
     ZeroDivisionError(), RecursionError(), UnidentifiedImageError("cannot identify"),
     EOFError("Unexpected end of file"), OSError("image file is truncated (3 bytes)")],
)  # fmt: skip
def test_damage_has_no_jargon(error: Exception):
    reason = _reason(error)
    assert reason in (failures.DAMAGED, failures.CUT_OFF)


def test_a_file_that_vanished_is_not_called_damaged():
    assert "no longer there" in _reason(FileNotFoundError(2, "No such file"))


def test_a_forbidden_file_is_not_called_damaged():
    assert "permissions" in _reason(PermissionError(13, "Permission denied"))


def test_a_failing_disk_is_not_called_damaged():
    assert "disk (Input/output error)" in _reason(OSError(5, "Input/output error"))


def test_lack_of_memory_is_said():
    assert _reason(MemoryError()) == failures.NO_MEMORY


def test_a_bomb_is_told_with_its_size():
    error = Image.DecompressionBombError("Image size (4225000000 pixels) exceeds limit of 6 pixels")
    assert "4,225,000,000 pixels; the limit is 300,000,000" in _reason(error)


def test_a_known_reason_passes_unchanged():
    assert _reason(UnreadablePhotoError("The file is empty.")) == "The file is empty."


def test_an_interrupt_is_no_reason():
    with pytest.raises(KeyboardInterrupt), failures.plain_reasons(DecodeLimits()):
        raise KeyboardInterrupt
