"""Half-open spans of days: from `since` until before `until`, open where None."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

Period: TypeAlias = tuple[date | None, date | None]


def meet(one: Period, other: Period) -> bool:
    """Whether two spans share a day."""
    (since, until), (start, end) = one, other
    return (until is None or start is None or start < until) and (end is None or since is None or since < end)


def holds(period: Period, day: date) -> bool:
    """Whether the day lies in the span."""
    since, until = period
    return (since is None or since <= day) and (until is None or day < until)
