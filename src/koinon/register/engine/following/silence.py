"""Silence: an answer was expected, its date and its days of grace passed, and none is published.

A day has passed when clocks of the policy's time zone never show it again (`calendar.moment_after`); silence
and its days are counted so, wherever the reader is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from koinon.register.engine.following.calendar import local_day, moment_of

QUARTER = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Standing(StrEnum):
    """How a follow-up stands towards its answer. Every follow-up stands in exactly one of these ways."""

    SILENT = "silent"
    EXPECTED = "expected"  # an answer, by a date that has not passed
    ANSWERED = "answered"
    NOTHING = "not-expected"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Past:
    """A date that passed: its day, and how many days ago it was."""

    on: date
    days: int


def standing(*, position: str, silent_from: datetime | None, ended: bool, now: datetime) -> Standing:
    """How a follow-up stands. `silent_from`: when silence begins unless an answer comes; none where none is
    expected. An answer counts whenever it came, and whether or not one was expected."""
    if ended:
        return Standing.ENDED
    if position:
        return Standing.ANSWERED
    if silent_from is None:
        return Standing.NOTHING
    return Standing.SILENT if silent_from <= now else Standing.EXPECTED


def days_past(due_on: date, zone: str, now: datetime) -> int:
    """How many days a date lies back by the calendar of its time zone; negative while it lies ahead.

    The day that counts is the earliest that clocks there will yet show: where they are put back over
    midnight, the new day begins when it is struck for the second time.
    """
    today = local_day(now, zone)
    if moment_of(today, zone) > now:
        today -= timedelta(days=1)
    return (today - due_on).days


def past(due_on: date, overdue_at: datetime, zone: str, now: datetime) -> Past | None:
    """Since when and by how many days something is overdue; None until the grace has passed too."""
    return Past(due_on, days_past(due_on, zone, now)) if overdue_at <= now else None


def quarter(now: datetime) -> int:
    """The number of the quarter of an hour since 1970 in which a moment lies.

    Every time zone in use is apart from UTC by whole quarters, so wherever a day begins, a quarter does:
    within one, no silence begins and no day passes anywhere.
    """
    return (now - _EPOCH) // QUARTER
