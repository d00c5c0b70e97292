"""What a cell says: its tooltip, and what a screen reader speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from photoclip.catalog.rows import Photo, TagAssignment
from photoclip.gui.core_texts import core_text
from photoclip.gui.texts import date_time

if TYPE_CHECKING:
    from photoclip.gui.grid.model import PhotoGridModel


class Counted(QObject):
    """Texts with plural forms; the translation tools find these in ``tr`` only."""

    def stars(self, count: int) -> str:
        """``"1 star"``, ``"5 stars"``."""
        return self.tr("%Ln star(s)", "", count)

    def files(self, count: int) -> str:
        """``"2 files"``."""
        return self.tr("%Ln file(s)", "", count)


def band_text(band: str) -> str:
    """Name of a relevance band for people."""
    names = {
        "likely": QCoreApplication.translate("bands", "Likely"),
        "maybe": QCoreApplication.translate("bands", "Maybe"),
        "hidden": QCoreApplication.translate("bands", "Least unlikely"),
    }
    return names.get(band, "")


def match_text(match: str) -> str:
    """Where the words of the query stand, for people; empty for nowhere."""
    texts = {
        "caption": QCoreApplication.translate("matches", "The words stand in its caption"),
        "tag": QCoreApplication.translate("matches", "The words are one of its tags"),
        "name": QCoreApplication.translate("matches", "The words stand in its file name"),
    }
    return texts.get(match, "")


def flag_text(pick: int) -> str:
    """``"Picked"``, ``"Refused"``, or empty for no flag."""
    if pick > 0:
        return QCoreApplication.translate("cells", "Picked")
    return QCoreApplication.translate("cells", "Refused") if pick < 0 else ""


def marks_of(photo: Photo) -> list[str]:
    """Stars and flag in words."""
    stars = photo.rating or 0
    parts = [Counted().stars(stars)] if stars > 0 else []
    if stars < 0 and not photo.pick:
        parts.append(flag_text(-1))
    return [*parts, *([flag_text(photo.pick)] if photo.pick else [])]


def tool_tip(model: PhotoGridModel, row: int, photo: Photo | None) -> str:
    """All there is to know of a photo at a glance, one thing a line."""
    if photo is None:
        return QCoreApplication.translate("cells", "This photo is no longer in the library.")
    lines = [photo.name, model.rank_text(row), match_text(model.match_at(row))]
    lines += marks_of(photo)
    files = model.stack_size(row)
    if files > 1:
        text = QCoreApplication.translate(
            "cells", "{files}, shown as one; stars, tags and albums are given to all of them"
        )
        lines.append(text.format(files=Counted().files(files)))
    if photo.state == "unreadable":
        text = QCoreApplication.translate("cells", "Cannot be read: {reason}")
        lines.append(text.format(reason=core_text(photo.error or "?")))
    elif photo.state == "new":
        lines.append(QCoreApplication.translate("cells", "Waits to be indexed"))
    lines.append(where_text(model, photo))
    lines.append(photo.shown_path)
    return "\n".join(line for line in lines if line)


def where_text(model: PhotoGridModel, photo: Photo) -> str:
    """What is the matter with the file, or empty."""
    if photo.state == "missing":
        return QCoreApplication.translate("cells", "The file is gone")
    if model.is_offline(photo):
        return QCoreApplication.translate("cells", "Its disk is not connected")
    return ""


def _tags_text(names: list[str]) -> str:
    if not names:
        return ""
    text = QCoreApplication.translate("cells", "tags {tags}")
    return text.format(tags=", ".join(name.replace("/", " / ") for name in names))


def spoken_parts(
    model: PhotoGridModel, row: int, photo: Photo | None, tags: Sequence[TagAssignment] = ()
) -> list[str]:
    """What a screen reader says: name, date, stars, flag, tags, and what else is painted."""
    if photo is None:
        return [QCoreApplication.translate("cells", "Photo no longer in the library")]
    files = model.stack_size(row)
    parts = [
        photo.name,
        date_time(photo.taken_at) if photo.taken_at else "",
        *marks_of(photo),
        _tags_text([tag.tag for tag in tags if tag.status == "accepted"]),
        Counted().files(files) if files > 1 else "",
        band_text(model.band_at(row)),
        match_text(model.match_at(row)),
    ]
    if photo.state == "unreadable":
        parts.append(QCoreApplication.translate("cells", "cannot be read"))
    parts.append(where_text(model, photo))
    return [part for part in parts if part]
