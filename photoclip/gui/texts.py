"""Numbers, dates and sizes as people write them."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Qt

RATE_WINDOW_S = 15.0


def number(value: int) -> str:
    """A count with the locale's grouping, for example ``12,340``."""
    return QLocale().toString(value)


class Counted(QObject):
    """Texts with plural forms; the translation tools find these in ``tr`` only."""

    def photos(self, count: int) -> str:
        """``"1 photo"``, ``"12,340 photos"``."""
        return self.tr("%Ln photo(s)", "", count)

    def files(self, count: int) -> str:
        """``"1 file"``, ``"12,340 files"``."""
        return self.tr("%Ln file(s)", "", count)


def files(count: int) -> str:
    """``"1 file"``, ``"12,340 files"``; on the GUI thread."""
    return Counted().files(count)


def photos(count: int) -> str:
    """``"1 photo"``, ``"12,340 photos"``; on the GUI thread."""
    return Counted().photos(count)


def counted(shown: int, behind: int) -> str:
    """Photos as they are shown, with their files: ``"1 photo"``, ``"1 photo (2 files)"``."""
    if shown == behind:
        return photos(shown)
    both = QCoreApplication.translate("texts", "{photos} ({files})")
    return both.format(photos=photos(shown), files=files(behind))


def without_command(text: str) -> str:
    """A sentence of the library without its way to go on at the command line."""
    before, found, _ = text.partition("; see: photoclip ")
    return f"{before}." if found else text


def file_size(size: int) -> str:
    """A file size, for example ``4.2 MB``."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def date_time(iso: str) -> str:
    """A local ISO time in the locale's short form; unchanged when it is none."""
    moment = QDateTime.fromString(iso, Qt.DateFormat.ISODate)
    if not moment.isValid():
        return iso
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def duration(seconds: float) -> str:
    """A rough time span: ``"20 s"``, ``"3 min"``, ``"2 h 10 min"``."""
    if seconds < 60:
        return QCoreApplication.translate("texts", "{n} s").format(n=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("texts", "{n} min").format(n=minutes)
    hours, minutes = divmod(minutes, 60)
    return QCoreApplication.translate("texts", "{h} h {m} min").format(h=hours, m=minutes)


class RateMeter:
    """How fast a count grows, over the last seconds.

    Times are given by the caller, in seconds of any steady clock.
    """

    def __init__(self) -> None:
        self._steps: deque[tuple[float, int]] = deque()

    def clear(self) -> None:
        """Forget all steps."""
        self._steps.clear()

    def add(self, now: float, done: int) -> None:
        """Note that ``done`` items are finished; a falling count starts anew."""
        if self._steps and done < self._steps[-1][1]:
            self._steps.clear()
        self._steps.append((now, done))
        while len(self._steps) > 2 and now - self._steps[0][0] > RATE_WINDOW_S:
            self._steps.popleft()

    def per_second(self) -> float | None:
        """Items per second, or None while that cannot be told."""
        if len(self._steps) < 2:
            return None
        (start, first), (end, last) = self._steps[0], self._steps[-1]
        return (last - first) / (end - start) if end - start > 0.5 and last > first else None
