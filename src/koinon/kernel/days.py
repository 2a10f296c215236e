"""Days that an address asks for."""

from __future__ import annotations

from datetime import date

from koinon.kernel.refusals import Refused


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
