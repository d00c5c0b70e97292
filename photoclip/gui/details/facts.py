"""What the file itself says about a photo, as a small table."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QPalette

from photoclip.catalog.rows import Photo
from photoclip.gui.details.reader import Details
from photoclip.gui.texts import date_time, file_size, number


def facts_html(details: Details, palette: QPalette) -> str:
    """Rows of name and value, for one photo or for all of them together."""
    rows = _of_one(details.photos[0]) if len(details.photo_ids) == 1 else _of_many(details)
    quiet = palette.color(QPalette.ColorRole.PlaceholderText).name()
    lines = [
        f'<tr><td style="padding:0 12px 4px 0; color:{quiet}">{escape(name)}</td>'
        f'<td style="padding:0 0 4px 0">{escape(value)}</td></tr>'
        for name, value in rows
        if value
    ]
    return f'<table cellspacing="0" cellpadding="0">{"".join(lines)}</table>'


def _of_one(photo: Photo) -> list[tuple[str, str]]:
    size = f"{number(photo.width)} × {number(photo.height)}" if photo.width and photo.height else ""
    place = f"{photo.lat:.4f}, {photo.lon:.4f}" if photo.lat and photo.lon else ""
    return [
        (
            _name(QT_TRANSLATE_NOOP("facts", "Taken")),
            date_time(photo.taken_at) if photo.taken_at else "",
        ),
        (_name(QT_TRANSLATE_NOOP("facts", "Size")), size),
        (_name(QT_TRANSLATE_NOOP("facts", "File")), file_size(photo.size)),
        (_name(QT_TRANSLATE_NOOP("facts", "Camera")), photo.camera or ""),
        (_name(QT_TRANSLATE_NOOP("facts", "Lens")), photo.lens or ""),
        (_name(QT_TRANSLATE_NOOP("facts", "ISO")), str(photo.iso or "")),
        (_name(QT_TRANSLATE_NOOP("facts", "Place")), place),
        (
            _name(QT_TRANSLATE_NOOP("facts", "Folder")),
            _breakable(photo.shown_path.rpartition("/")[0]),
        ),
    ]


def _of_many(details: Details) -> list[tuple[str, str]]:
    found = details.photos
    dates = sorted(photo.taken_at for photo in found if photo.taken_at)
    whole = len(found) == len(details.photo_ids)
    rows = []
    if dates:
        rows.append((_name(QT_TRANSLATE_NOOP("facts", "From")), date_time(dates[0])))
        rows.append((_name(QT_TRANSLATE_NOOP("facts", "To")), date_time(dates[-1])))
    if whole:
        rows.append(
            (
                _name(QT_TRANSLATE_NOOP("facts", "Files")),
                file_size(sum(photo.size for photo in found)),
            )
        )
    cameras = sorted({photo.camera for photo in found if photo.camera})
    rows.append((_name(QT_TRANSLATE_NOOP("facts", "Cameras")), ", ".join(cameras)))
    return rows


def _breakable(path: str) -> str:
    """Lets a long path break behind its slashes."""
    return path.replace("/", "/\u200b")


def _name(text: object) -> str:
    return QCoreApplication.translate("facts", str(text))
