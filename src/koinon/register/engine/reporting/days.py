"""When a day ends, and how late something is on it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from koinon.register.engine.following.calendar import local_day, moment_after

_LAST = date.max - timedelta(days=2)  # so that its end has a date in every time zone
_TICK = timedelta(microseconds=1)


def end_of(day: date, time_zone: str) -> datetime:
    """The first moment after a day of that time zone: what happened before it belongs to the day."""
    return moment_after(min(day, _LAST), time_zone)


def last_day(moment: datetime, time_zone: str) -> date:
    """The date that the calendar of a time zone showed just before the moment."""
    return local_day(moment - _TICK, time_zone)


def days_late(due_on: date, moment: datetime, time_zone: str) -> int:
    """Days of that time zone between the date and the moment before `moment`."""
    return (last_day(moment, time_zone) - due_on).days
