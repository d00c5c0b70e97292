"""Writes the line drawings of the window from a package of Lucide, as ``icons.toml`` names them.

Usage: ``npm pack lucide-static@VERSION`` and ``python packaging/update_icons.py PACKAGE.tgz``.
"""

from __future__ import annotations

import re
import sys
import tarfile
import tomllib
from pathlib import Path

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"


def drawing(
    source: str, *, width: float, colour: str = "currentColor", filled: bool = False
) -> str:
    """One drawing on one line, with our width of lines."""
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>", source)
    if not shapes:
        raise ValueError("no shapes in the drawing")
    fill = colour if filled else "none"
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" '
        f'fill="{fill}" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" '
        'stroke-linejoin="round">'
    )
    return head + "".join(shapes) + "</svg>\n"


def main(package: Path) -> None:
    """Write every drawing that ``icons.toml`` names, and the licence."""
    table = tomllib.loads((ICONS / "icons.toml").read_text(encoding="utf-8"))
    width = table["stroke_width"]
    with tarfile.open(package) as tar:

        def text(member: str) -> str:
            file = tar.extractfile(f"package/{member}")
            assert file is not None
            return file.read().decode("utf-8")

        made = {
            name: drawing(text(f"icons/{theirs}.svg"), width=width)
            for name, theirs in table["drawings"].items()
        }
        for name, theirs in table["filled"].items():
            made[name] = drawing(text(f"icons/{theirs}.svg"), width=width, filled=True)
        for name, (theirs, colour) in table["coloured"].items():
            # Small ones in the style sheet need a heavier line.
            made[name] = drawing(text(f"icons/{theirs}.svg"), width=2.5, colour=colour)
        (ICONS / "LICENSE-lucide.txt").write_text(text("LICENSE"), encoding="utf-8")
    for name, drawn in made.items():
        (ICONS / f"{name}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
