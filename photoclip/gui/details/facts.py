"""What is known of photos without anybody's doing, as small tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QPalette

from photoclip.catalog.rows import Photo
from photoclip.gui.core_texts import core_text
from photoclip.gui.details.reader import Details
from photoclip.gui.fitting import breakable
from photoclip.gui.texts import date_time, file_size, number

STARS = 5
Rows = list[tuple[str, str]]


def facts_html(details: Details, palette: QPalette) -> str:
    """What the cameras noted, of one photo or of all of them together."""
    single = details.single
    return _table(_of_many(details) if single is None else _of_one(details, single), palette)


def file_html(photo: Photo, *, online: bool, palette: QPalette) -> str:
    """Where a photo's file is, and whether it can be reached."""
    rows = [
        (_name(QT_TRANSLATE_NOOP("facts", "Name")), breakable(photo.name)),
        (
            _name(QT_TRANSLATE_NOOP("facts", "Folder")),
            breakable(photo.shown_path.rpartition("/")[0]),
        ),
        (_name(QT_TRANSLATE_NOOP("facts", "State")), state_text(photo, online=online)),
    ]
    return _table(rows, palette)


def state_text(photo: Photo, *, online: bool) -> str:
    """Whether a photo's file can be reached and read, in words."""
    if not online:
        return _name(QT_TRANSLATE_NOOP("facts", "Offline: its drive is not connected"))
    if photo.state == "missing":
        return _name(QT_TRANSLATE_NOOP("facts", "Missing: the file was not found"))
    if photo.state == "unreadable":
        text = _name(QT_TRANSLATE_NOOP("facts", "Cannot be read: {reason}"))
        return text.format(reason=core_text(photo.error or "?"))
    if photo.state == "new":
        return _name(QT_TRANSLATE_NOOP("facts", "Online, waits to be indexed"))
    return _name(QT_TRANSLATE_NOOP("facts", "Online"))


def place_text(photo: Photo) -> str:
    """Coordinates as people write them; empty where there are none."""
    if photo.lat is None or photo.lon is None:
        return ""
    north = QT_TRANSLATE_NOOP("facts", "{lat}° N") if photo.lat >= 0 else None
    east = QT_TRANSLATE_NOOP("facts", "{lon}° E") if photo.lon >= 0 else None
    latitude = _name(north or QT_TRANSLATE_NOOP("facts", "{lat}° S"))
    longitude = _name(east or QT_TRANSLATE_NOOP("facts", "{lon}° W"))
    return ", ".join(
        (
            latitude.format(lat=f"{abs(photo.lat):.5f}"),
            longitude.format(lon=f"{abs(photo.lon):.5f}"),
        )
    )


def _table(rows: Rows, palette: QPalette) -> str:
    quiet = palette.color(QPalette.ColorRole.PlaceholderText).name()
    lines = [
        f'<tr><td style="padding:0 12px 4px 0; color:{quiet}">{escape(name)}</td>'
        f'<td style="padding:0 0 4px 0">{escape(value)}</td></tr>'
        for name, value in rows
        if value
    ]
    return f'<table cellspacing="0" cellpadding="0">{"".join(lines)}</table>'


def _of_one(details: Details, photo: Photo) -> Rows:
    size = photo.shown_size
    pixels = f"{number(size[0])} × {number(size[1])}" if size else ""
    kind = ", ".join(name for name, _ in details.summary.formats)
    return [
        (
            _name(QT_TRANSLATE_NOOP("facts", "Taken")),
            date_time(photo.taken_at) if photo.taken_at else "",
        ),
        (_name(QT_TRANSLATE_NOOP("facts", "Camera")), photo.camera or ""),
        (_name(QT_TRANSLATE_NOOP("facts", "Lens")), photo.lens or ""),
        (_name(QT_TRANSLATE_NOOP("facts", "ISO")), str(photo.iso or "")),
        (_name(QT_TRANSLATE_NOOP("facts", "Pixels")), pixels),
        (_name(QT_TRANSLATE_NOOP("facts", "Format")), kind),
        (_name(QT_TRANSLATE_NOOP("facts", "File size")), file_size(photo.size)),
    ]


def _of_many(details: Details) -> Rows:
    found = details.summary
    flags = {
        1: _name(QT_TRANSLATE_NOOP("facts", "picked")),
        -1: _name(QT_TRANSLATE_NOOP("facts", "refused")),
    }
    ratings = [(_stars(stars), count) for stars, count in sorted(found.ratings, reverse=True)]
    picks = [(flags[pick], count) for pick, count in found.picks if pick in flags]
    return [
        (
            _name(QT_TRANSLATE_NOOP("facts", "From")),
            date_time(found.first) if found.first else "",
        ),
        (_name(QT_TRANSLATE_NOOP("facts", "To")), date_time(found.last) if found.last else ""),
        (_name(QT_TRANSLATE_NOOP("facts", "Stars")), _counted(ratings, found.count)),
        (_name(QT_TRANSLATE_NOOP("facts", "Flags")), _counted(picks, found.count)),
        (_name(QT_TRANSLATE_NOOP("facts", "Cameras")), _counted(found.cameras, found.count)),
        (_name(QT_TRANSLATE_NOOP("facts", "Formats")), _counted(found.formats, found.count)),
        (_name(QT_TRANSLATE_NOOP("facts", "File size")), file_size(found.size)),
        (
            _name(QT_TRANSLATE_NOOP("facts", "Offline")),
            number(found.offline) if found.offline else "",
        ),
    ]


def _stars(stars: int) -> str:
    if stars > 0:
        return "★" * stars
    if stars < 0:
        return _name(QT_TRANSLATE_NOOP("facts", "rejected"))
    return _name(QT_TRANSLATE_NOOP("facts", "none"))


def _counted(values: Sequence[tuple[str, int]], everyone: int) -> str:
    """Values with their counts; what all of the photos have needs none."""
    if len(values) == 1 and values[0][1] == everyone:
        return values[0][0]
    return ", ".join(f"{value} ({number(count)})" for value, count in values)


def _name(text: object) -> str:
    return QCoreApplication.translate("facts", str(text))
