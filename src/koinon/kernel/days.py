"""Days that an address asks for, and days that people type: what is none, and what nobody can have meant."""

from __future__ import annotations

from datetime import date

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
YEARS_AHEAD = 50


def day_asked(given: str, missing: date, *, years: bool = False) -> date:
    """The day that is asked for, `missing` where none is; refuses what is no day.

    With `years`, "2024" asks for the last day of that year.
    """
    text = given.strip()
    if not text:
        return missing
    try:
        if years and len(text) == 4 and text.isdecimal():
            return date(int(text), 12, 31)
        if len(text) != len("2026-03-31"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            "day.unknown",
            "“{given}” is no day of the calendar: write it as year-month-day, such as 2026-03-31.",
            given=text[:40],
        ) from error


def unmeant(day: date | None, today: date | None = None) -> Sentence | None:
    """Why a day cannot be meant; None for one that can, and for none.

    A day lies in 1900 or later and at most 50 years ahead; where today is not known, before 2200.
    """
    last = min(date(today.year + YEARS_AHEAD, 12, 31), LAST) if today else LAST
    if day is None or FIRST <= day <= last:
        return None
    return sentence(
        "{day} cannot be meant: give a day from {first} to {last}.", day=day, first=FIRST, last=last
    )


def refuse_unmeant(field: str, *days: date | None, today: date | None = None) -> None:
    """Refuse a day that cannot be meant, at its field."""
    for day in days:
        if said := unmeant(day, today):
            raise Refused("day.unmeant", said, day=day, field=field)
