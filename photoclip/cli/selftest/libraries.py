"""Can everything be imported that the app is built on?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from photoclip.cli.output import Check
from photoclip.cli.selftest.outcome import Outcome, finished
from photoclip.encoders.spawn import call_in_child
from photoclip.encoders.torch_compat import ensure_torchvision_operators
from photoclip.errors import EncoderProcessError
from photoclip.probing import Part, Probe, probe

# By the process that they work in: some do not get on with each other.
_MODEL: Final = (
    Part("torch", "torch", "nn"),
    Part("torchvision transforms", "torchvision.transforms", "Compose"),
    Part("open_clip", "open_clip", "create_model"),
    Part("timm", "timm", "create_model"),
    Part("BERT of transformers", "transformers.models.bert.modeling_bert", "BertModel"),
    Part("tokenizers", "tokenizers", "Tokenizer"),
    Part("scikit-learn", "sklearn.linear_model", "LogisticRegression"),
    Part("hnswlib", "hnswlib", "Index"),
)
_FILES: Final = (
    Part("Pillow", "PIL._imaging"),
    Part("Pillow's AVIF", "PIL._avif"),
    Part("Pillow's colour management", "PIL._imagingcms"),
    # The package itself can be imported without its library.
    Part("HEIF", "_pillow_heif", "load_file"),
    Part("LibRaw", "rawpy._rawpy"),
    Part("Exiv2", "exiv2", "ImageFactory"),
    Part("lxml", "lxml.etree"),
    Part("query grammar", "lark", "Lark"),
    Part("trash", "send2trash", "send2trash"),
    Part("watching of folders", "watchdog.observers", "Observer"),
    Part("psutil", "psutil", "virtual_memory"),
)
_WINDOW: Final = (
    Part("Qt's widgets", "PySide6.QtWidgets", "QApplication"),
    Part("Qt's drawings", "PySide6.QtSvg", "QSvgRenderer"),
    Part("Qt's sockets", "PySide6.QtNetwork", "QLocalServer"),
    Part("curves of training", "pyqtgraph", "PlotWidget"),
)


def check_libraries() -> list[Check]:
    """Import every library in a process of the kind that uses it."""
    checks: list[Check] = []
    # As the encoder process does it; the others must not wait for torch.
    for parts, prepare in ((_MODEL, ensure_torchvision_operators), (_FILES, None), (_WINDOW, None)):
        checks.extend(
            Outcome(f"import: {found.name}", found.passed, found.note)
            for found in _probed(parts, prepare)
        )
    return checks


def _probed(parts: tuple[Part, ...], prepare: Callable[[], None] | None) -> list[Probe]:
    try:
        job = call_in_child(probe, parts, prepare)
        return finished("Importing libraries", job)
    except EncoderProcessError as error:
        if len(parts) == 1:
            return [Probe(parts[0].name, False, str(error))]
    # One of them took the process down: which one?
    return [found for part in parts for found in _probed((part,), prepare)]
