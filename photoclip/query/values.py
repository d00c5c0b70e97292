"""Reading the values of fields: numbers, spans, dates, places."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from photoclip.query.fields import BY_NAME, FieldSpec

_NUMBER = re.compile(r"[+-]?[0-9]{1,10}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,12})?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_YEARS = BY_NAME["year"]
_RELATIVE = frozenset({"today", "yesterday"})

MAX_KM = 20_100.0
"""Half of the Earth's circumference, rounded up."""


class ValueProblemError(ValueError):
    """A value cannot be read; the text is one plain sentence for the user."""


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from ``low`` to ``high``, both included; None: no limit on this side."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``first`` to before ``end``; None: no limit on this side."""

    first: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Circle:
    """Degrees north and east, and a radius in kilometres."""

    lat: float
    lon: float
    km: float


def check(spec: FieldSpec, op: str, value: str) -> None:
    """Judge what was typed behind a field.

    Raises:
        ValueProblemError: It has no meaning there; the text says what to type instead.
    """
    if op not in spec.operators:
        raise ValueProblemError(
            f"“{op}” cannot stand behind “{spec.name}:”; type for example {spec.example}."
        )
    if not value.strip():
        raise ValueProblemError(f"Type a value behind “{spec.name}:”, for example {spec.example}.")
    if spec.kind == "number":
        numbers(spec, op, value)
    elif spec.kind in ("date", "edge"):
        days(spec, op, value, today=date(2000, 1, 1))
    elif spec.kind == "choice":
        choice(spec, value)
    elif spec.kind == "place":
        circle(value)


def numbers(spec: FieldSpec, op: str, value: str) -> Span:
    """Which numbers ``op value`` lets in; for ``!=`` those that it keeps out.

    Raises:
        ValueProblemError: It is no number or range, or none of this field.
    """
    if ".." in value:
        low, high = (_number(spec, part) if part else None for part in _ends(spec, op, value))
        if low is not None and high is not None and low > high:
            raise _backwards(spec, value)
        return Span(low, high)
    number = _number(spec, value)
    return {
        "=": Span(number, number),
        "!=": Span(number, number),
        "<": Span(None, number - 1),
        "<=": Span(None, number),
        ">": Span(number + 1, None),
        ">=": Span(number, None),
    }[op]


def days(spec: FieldSpec, op: str, value: str, *, today: date) -> Days:
    """Which days ``op value`` lets in; for ``!=`` those that it keeps out.

    Args:
        spec: A field of kind ``"date"`` or ``"edge"``.
        op: One of its operators.
        value: As typed.
        today: What ``today`` and ``yesterday`` mean.

    Raises:
        ValueProblemError: It is no date or span of dates.
    """
    if ".." in value and spec.kind == "date":
        ends = _ends(spec, op, value)
        low, high = (_period(spec, part, today) if part else None for part in ends)
        # With "today" in it a span may run backwards tomorrow; then it is empty.
        if low and high and low[0] >= high[1] and _RELATIVE.isdisjoint(map(str.casefold, ends)):
            raise _backwards(spec, value)
        return Days(low and low[0], high and high[1])
    first, end = _period(spec, value, today)
    if spec.kind == "edge":
        return Days(None, first) if spec.name == "before" else Days(first, None)
    return {
        "=": Days(first, end),
        "!=": Days(first, end),
        "<": Days(None, first),
        "<=": Days(None, end),
        ">": Days(end, None),
        ">=": Days(first, None),
    }[op]


def choice(spec: FieldSpec, value: str) -> str:
    """The choice that was typed, in lower case.

    Raises:
        ValueProblemError: There is no such choice.
    """
    wanted = value.strip().casefold()
    if wanted in spec.choices:
        return wanted
    known = ", ".join(spec.choices)
    raise ValueProblemError(
        f"“{spec.name}:” does not know “{value}”{_meant(wanted, spec.choices)}; "
        f"type one of {known}."
    )


def circle(value: str) -> Circle:
    """The place and radius of ``near:``.

    Raises:
        ValueProblemError: It is no place on Earth.
    """
    parts = [part.strip() for part in value.split(",")]
    if len(parts) not in (2, 3) or not all(_DECIMAL.fullmatch(part) for part in parts):
        raise ValueProblemError(
            "Behind “near:” type latitude, longitude and kilometres, for example "
            f"{BY_NAME['near'].example}."
        )
    lat, lon, km = (*(float(part) for part in parts), 1.0)[:3]
    if not -90 <= lat <= 90:
        raise ValueProblemError(f"The latitude {parts[0]} is not between -90 and 90.")
    if not -180 <= lon <= 180:
        raise ValueProblemError(f"The longitude {parts[1]} is not between -180 and 180.")
    if not 0 < km <= MAX_KM:
        raise ValueProblemError("Type more than 0 and at most 20100 kilometres behind “near:”.")
    return Circle(lat, lon, km)


def _ends(spec: FieldSpec, op: str, value: str) -> tuple[str, str]:
    low, _, high = (part.strip() for part in value.partition(".."))
    if op not in ("=", "!="):
        raise ValueProblemError(
            f"Type either “{op}” or a range with “..” behind “{spec.name}:”, not both."
        )
    if not low and not high:
        raise ValueProblemError(
            f"The range behind “{spec.name}:” has no end; type for example {spec.example}."
        )
    return low, high


def _backwards(spec: FieldSpec, value: str) -> ValueProblemError:
    low, _, high = value.partition("..")
    return ValueProblemError(
        f"The range {value} behind “{spec.name}:” runs backwards; type {high}..{low}."
    )


def _number(spec: FieldSpec, text: str) -> int:
    wanted = text.strip().casefold()
    if wanted in spec.words:
        return spec.words[wanted]
    if not _NUMBER.fullmatch(wanted):
        words = f", or one of {', '.join(spec.words)}" if spec.words else ""
        raise ValueProblemError(
            f"“{text}” is no whole number; behind “{spec.name}:” type one{words}, "
            f"for example {spec.example}."
        )
    number = int(wanted)
    if not spec.low <= number <= spec.high:
        raise ValueProblemError(
            f"{wanted} is out of range; behind “{spec.name}:” type a number from "
            f"{spec.low} to {spec.high}."
        )
    return number


def _period(spec: FieldSpec, text: str, today: date) -> tuple[date, date]:
    """First day of a year, month or day, and the day behind its end."""
    wanted = text.strip().casefold()
    if wanted in _RELATIVE:
        day = today - timedelta(days=wanted == "yesterday")
        return day, day + timedelta(days=1)
    found = _DATE.fullmatch(wanted)
    if found is None:
        raise ValueProblemError(
            f"“{text}” is no date; behind “{spec.name}:” type 2023, 2023-06, 2023-06-15, "
            "today or yesterday."
        )
    year, month, day_number = (int(part) if part else None for part in found.groups())
    assert year is not None
    if not _YEARS.low <= year <= _YEARS.high:
        raise ValueProblemError(f"Type a year from {_YEARS.low} to {_YEARS.high}, not {year}.")
    if month is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if not 1 <= month <= 12:
        raise ValueProblemError(f"There is no month {month}; type a month from 01 to 12.")
    last = calendar.monthrange(year, month)[1]
    if day_number is None:
        return date(year, month, 1), date(year, month, last) + timedelta(days=1)
    if not 1 <= day_number <= last:
        raise ValueProblemError(
            f"{year}-{month:02d} has no day {day_number}; type a day from 01 to {last}."
        )
    return date(year, month, day_number), date(year, month, day_number) + timedelta(days=1)


def _meant(word: str, choices: Iterable[str]) -> str:
    found = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f" (did you mean “{found[0]}”?)" if found else ""
