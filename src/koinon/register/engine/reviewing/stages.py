"""The stages of a review on the calendar, and how each of them stands on a day.

Dates are counted from the day of the session: "-84" is 84 days before, "+4w" four working days after. The
usual ones follow the Universal Periodic Review: the papers are out some weeks before the session, advance
questions come ten working days before it, the outcome is adopted days after it, by the plenary months later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from koinon.kernel import zones
from koinon.kernel.refusals import Refused
from koinon.register.engine.reviewing.words import Owner, Stage

OWNERS: Mapping[Stage, Owner] = {
    Stage.SUMMARY: Owner.SECRETARIAT,
    Stage.SELF_REPORT: Owner.PARTY,
    Stage.COMPILATION: Owner.SECRETARIAT,
    Stage.QUESTIONS: Owner.REVIEWERS,
    Stage.SESSION: Owner.SECRETARIAT,
    Stage.OUTCOME: Owner.SECRETARIAT,
    Stage.RESPONSE: Owner.PARTY,
    Stage.ADOPTION: Owner.SECRETARIAT,
    Stage.MID_TERM: Owner.PARTY,
}
USUAL: Mapping[Stage, tuple[str, str]] = {  # opens, due
    Stage.SUMMARY: ("-210", "-84"),
    Stage.SELF_REPORT: ("-180", "-84"),
    Stage.COMPILATION: ("-150", "-70"),
    Stage.QUESTIONS: ("-42", "-10w"),
    Stage.SESSION: ("0", "0"),
    Stage.OUTCOME: ("0", "+4w"),
    Stage.RESPONSE: ("+1", "+110"),
    Stage.ADOPTION: ("+110", "+140"),
    Stage.MID_TERM: ("+730", "+913"),
}
USUAL_WEEKEND = (6, 7)  # ISO weekdays: 1 is Monday
_OFFSET = re.compile(r"([+-]?)(\d{1,4})(w?)")


class State(StrEnum):
    """How a stage stands."""

    NOT_OPEN = "not-open"
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    PASSED = "passed"  # gone on without, for a stated reason
    WITHDRAWN = "withdrawn"  # the outcome was withdrawn: there is nothing to do any more


@dataclass(frozen=True, slots=True)
class Planned:
    """A stage with its dates; both days belong to it."""

    kind: Stage
    owner: Owner
    opens_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Dates:
    """On which days a stage opens and is due: as the calendar planned it, and as it stands after moves."""

    planned: tuple[date, date]
    now: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a stage on a day, and how many days it is overdue (0 unless it is)."""

    state: State
    overdue: int = 0


def offset(day: date, count: str, weekend: Sequence[int] = USUAL_WEEKEND) -> date:
    """The day that lies so far from another: "-84", "0", "+4w" (working days).

    `weekend`: days without work as ISO weekdays, 1 (Monday) to 7 (Sunday), as in policies of dates.
    """
    found = _OFFSET.fullmatch(count.strip())
    if not found:
        raise Refused(
            "register.review.offset",
            "“{count}” is no distance from the session: write days such as -84 or +110, or working days "
            "such as -10w.",
            count=count,
        )
    number = int(found[1] + found[2])
    try:
        return _working(day, number, weekend) if found[3] else day + timedelta(days=number)
    except OverflowError as error:
        raise Refused(
            "register.review.offset", "{count} days reach beyond the calendar.", count=count
        ) from error


def _working(day: date, number: int, weekend: Sequence[int]) -> date:
    if len(set(weekend)) > 6:
        raise Refused("register.review.weekend", "Leave at least one working day a week.")
    step = timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left:
        day += step
        left -= day.isoweekday() not in weekend
    return day


def planned(
    session: date,
    offsets: Mapping[str, Sequence[str]],
    weekend: Sequence[int] = USUAL_WEEKEND,
) -> list[Planned]:
    """All stages in their order. `offsets`: (opens, due) by stage, where they differ from the usual ones."""
    found = []
    for kind in Stage:
        opens, due = (offset(session, str(c), weekend) for c in offsets.get(kind.value, USUAL[kind]))
        if due < opens:
            raise Refused(
                "register.review.backwards",
                "The stage “{stage}” would be due on {due}, before it opens on {opens}: change its dates.",
                stage=kind.value,
                due=due,
                opens=opens,
            )
        found.append(Planned(kind, OWNERS[kind], opens, due))
    return found


def standing(
    opens_on: date | None, due_on: date | None, *, done: bool, passed: bool, today: date
) -> Standing:
    """How a stage stands: it is overdue from the day after the one it is due on."""
    if passed:
        return Standing(State.PASSED)
    if done:
        return Standing(State.DONE)
    if opens_on and today < opens_on:
        return Standing(State.NOT_OPEN)
    if due_on and today > due_on:
        return Standing(State.OVERDUE, (today - due_on).days)
    return Standing(State.OPEN)


def postponed(adopted: date, outcome: Dates, stage: Dates) -> tuple[date, date] | None:
    """When a stage that follows the outcome opens and is due, where the outcome is late; None if it stays.

    The party has as long from the day of adoption as the calendar gave it from the day the outcome was due;
    a stage that was moved further already stays there.
    """
    late = (adopted - outcome.planned[1]).days
    if late <= 0:
        return None
    opens, due = (
        max(now, planned + timedelta(days=late))
        for now, planned in zip(stage.now, stage.planned, strict=True)
    )
    found = (min(max(opens, adopted), due), due)
    return None if found == stage.now else found


def on_day(at: datetime, day: date, time_zone: str) -> datetime:
    """The same hour in the time zone on another day: 09:00 stays 09:00 in summer and winter."""
    zone = zones.zone(time_zone)
    return datetime.combine(day, at.astimezone(zone).time(), zone)


def sessions(days: Sequence[date], times: Sequence[time], time_zone: str, number: int) -> list[datetime]:
    """The first moments of so many sessions: on each day one at each of the times, in the time zone."""
    zone = zones.zone(time_zone)
    slots = [datetime.combine(day, at, zone) for day in sorted(set(days)) for at in sorted(set(times))]
    if len(slots) < number:
        raise Refused(
            "register.review.sessions",
            "{number} parties are under review, and the calendar has {slots} sessions: add days, or times "
            "of a day.",
            number=number,
            slots=len(slots),
        )
    return slots[:number]
