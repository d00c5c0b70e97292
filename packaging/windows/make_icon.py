"""Makes the icon for Windows: ``python packaging/windows/make_icon.py OUT.ico``."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def make_icon(out: Path) -> None:
    """Write the icon in all sizes that Windows shows."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(ICONS / "photoclip-256.png") as picture:
        picture.save(out, format="ICO", sizes=[(side, side) for side in SIZES])


if __name__ == "__main__":
    make_icon(Path(sys.argv[1]))
