"""How exact a day is known: "2031", "2031-05" or "2031-05-04", and which days two incidents may share."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from enum import StrEnum

NEAR = timedelta(days=7)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Exact(StrEnum):
    """How exact a day is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def dated(text: str) -> tuple[date, Exact] | None:
    """The first day of what is written, and how exact it is; None for anything that is no such date."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        on = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return on, Exact.DAY if day else Exact.MONTH if month else Exact.YEAR


def written(on: date, exact: str) -> str:
    """A day as it is written when it is known so exactly: what `dated` reads."""
    return on.isoformat()[: {Exact.YEAR: 4, Exact.MONTH: 7}.get(Exact(exact), 10)]


def first(on: date, exact: str) -> date:
    """The first of the days on which it may have been."""
    if exact == Exact.YEAR:
        return on.replace(month=1, day=1)
    return on.replace(day=1) if exact == Exact.MONTH else on


def last(on: date, exact: str) -> date:
    """The last of the days on which it may have been."""
    if exact == Exact.YEAR:
        return on.replace(month=12, day=31)
    return on.replace(day=calendar.monthrange(on.year, on.month)[1]) if exact == Exact.MONTH else on


def near(one: tuple[date, str], other: tuple[date, str]) -> bool:
    """Whether two days, each known so exactly, may lie within a week of each other."""
    return (
        first(*one) - last(*other) <= NEAR and first(*other) - last(*one) <= NEAR
    )  # differences of days: nothing runs over the ends of the calendar
