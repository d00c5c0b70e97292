"""Words of the headings, made from the keys of groups for what is in view."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from photoclip.gui.grid.content import BANDS, GridContent
from photoclip.gui.grid.sections import Section, Sections
from photoclip.gui.grid.words import band_text
from photoclip.gui.texts import photos
from photoclip.views import PhotoGroup

_ICONS = {"likely": "likely", "maybe": "maybe", "hidden": "hidden"}


def month_text(key: str) -> str:
    """``"2023-06"`` as ``"June 2023"`` in the user's language."""
    date = QDate.fromString(f"{key}-01", "yyyy-MM-dd")
    if not date.isValid():
        return key
    month = QLocale().standaloneMonthName(date.month())
    text = QCoreApplication.translate("headings", "{month} {year}")
    return text.format(month=month, year=date.year())


def day_text(key: str) -> str:
    """``"2023-06-12"`` as ``"Monday, 12 June 2023"`` in the user's language."""
    date = QDate.fromString(key, "yyyy-MM-dd")
    return QLocale().toString(date, QLocale.FormatType.LongFormat) if date.isValid() else key


def sections_of(content: GridContent) -> Sections:
    """A heading for each group, or for each band of a ranking; none where all is one."""
    if content.groups:
        return _of_groups(content)
    runs = content.runs()
    headed = content.is_ranked

    def make(place: int) -> Section:
        band, start, count = runs[place]
        if not headed or not band:
            return Section("", start, count)
        return _of_band(band, start, count)

    return Sections(
        [start for _, start, _ in runs],
        [count for _, _, count in runs],
        [headed and bool(band) for band, _, _ in runs],
        make,
    )


def _of_groups(content: GridContent) -> Sections:
    groups = content.groups

    def make(place: int) -> Section:
        group = groups[place]
        if group.key:
            return _of_group(group, content.grouping)
        if _is_hidden(content, group):
            return _of_band("hidden", group.start, group.count)
        return Section("", group.start, group.count)

    return Sections(
        [group.start for group in groups],
        [group.count for group in groups],
        [bool(group.key) or _is_hidden(content, group) for group in groups],
        make,
    )


def _is_hidden(content: GridContent, group: PhotoGroup) -> bool:
    bands = content.bands
    return bands is not None and not group.key and BANDS[bands[group.start]] == "hidden"


def _of_band(band: str, start: int, count: int) -> Section:
    return Section(band_text(band), start, count, _ICONS.get(band, ""), photos(count))


def _of_group(group: PhotoGroup, grouping: str) -> Section:
    note = photos(group.count)
    if grouping == "folder":
        path = PurePath(group.key)
        # The whole path: folders of different trips are often named alike.
        return Section(path.name or group.key, group.start, group.count, "folder",
                       f"{note} · {group.key}")  # fmt: skip
    title = day_text(group.key) if grouping == "day" else month_text(group.key)
    return Section(title, group.start, group.count, "", note)
