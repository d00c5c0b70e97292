"""Models and hardware in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from photoclip.jobs.job import Progress
from photoclip.results import ModelInfo
from photoclip.views import Hardware

SHOWN_FIGURES = ("imagenet", "coco_t2i", "flickr30k_t2i")
"""Figures shown in a line; all of them stand in the tooltip."""


def _size(count: int) -> str:
    """A size of a model: whole megabytes are as exact as it needs."""
    places = 1 if count >= 1_000_000_000 else 0
    return QLocale().formattedDataSize(count, places, QLocale.DataSizeFormat.DataSizeSIFormat)


def hardware_text(hardware: Hardware) -> str:
    """What this machine has, in one line."""
    kind = {
        "cuda": QCoreApplication.translate("models", "{name}, {memory}"),
        "mps": QCoreApplication.translate("models", "{name} with its graphics, {memory}"),
    }.get(
        hardware.device,
        QCoreApplication.translate("models", "{name}, {cores} cores, {memory}, no graphics card"),
    )
    memory = QLocale().formattedDataSize(
        hardware.memory, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat
    )
    return kind.format(name=hardware.name, cores=hardware.cores, memory=memory)


def size_text(info: ModelInfo) -> str:
    """How much is to be downloaded."""
    if info.source == "builtin":
        return QCoreApplication.translate("models", "comes with PhotoClip")
    if info.size_mb is None:
        return ""
    size = _size(info.size_mb * 1_000_000)
    if info.installed:
        return size
    return QCoreApplication.translate("models", "{size} to download").format(size=size)


def figure_name(name: str) -> str:
    """What a published figure measures."""
    names = {
        "imagenet": QCoreApplication.translate("models", "ImageNet {value} %"),
        "coco_t2i": QCoreApplication.translate("models", "COCO, first hit {value} %"),
        "coco_i2t": QCoreApplication.translate("models", "COCO, photo to text {value} %"),
        "flickr30k_t2i": QCoreApplication.translate("models", "Flickr30k, first hit {value} %"),
        "flickr30k_i2t": QCoreApplication.translate("models", "Flickr30k, photo to text {value} %"),
    }
    return names.get(name, f"{name} {{value}} %")


def figures_text(info: ModelInfo, *, everything: bool = False) -> str:
    """Published figures; empty where none is known."""
    names = list(info.figures) if everything else [n for n in SHOWN_FIGURES if n in info.figures]
    parts = [
        figure_name(name).format(value=QLocale().toString(info.figures[name], "f", 1))
        for name in names
    ]
    return (", " if not everything else "\n").join(parts)


def checked_text(info: ModelInfo) -> str:
    """How sure it is that the files are the published ones."""
    if not info.installed or info.source == "builtin":
        return ""
    if info.verified == "sha256":
        return QCoreApplication.translate("models", "files verified")
    return QCoreApplication.translate("models", "unverified, passed its self-test")


def facts_text(info: ModelInfo) -> str:
    """Size, licence and figures in one line."""
    licence = QCoreApplication.translate("models", "licence {name}").format(
        name=info.licence or QCoreApplication.translate("models", "unknown")
    )
    return "  ·  ".join(filter(None, (size_text(info), licence, checked_text(info))))


def download_text(progress: Progress | None) -> str:
    """One step of a download or an import."""
    if progress is None:
        return QCoreApplication.translate("models", "Getting ready…")
    if progress.phase == "Checking":
        return QCoreApplication.translate("models", "Checking that it works…")
    if not progress.total:
        return QCoreApplication.translate("models", "Asking for the files…")
    done, total = _size(progress.done), _size(progress.total)
    text = QCoreApplication.translate("models", "{done} of {total}")
    return text.format(done=done, total=total)
