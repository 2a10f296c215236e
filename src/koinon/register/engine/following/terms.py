"""From what a policy says and the day it counts from: which dates stand, when they pass, who is told when.

A date passes with the last of its days of grace, in the policy's time zone. Steps before the date are
counted from it; steps after it from the last day of grace, so that nobody is pressed while grace runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from koinon.register.engine.following.calendar import (
    WorkingWeek,
    days_after,
    local_day,
    moment_after,
    moment_of,
    months_after,
)

EVERY_DAY = WorkingWeek()
LATEST = date(9000, 1, 1)  # a text that says "by 9999" sets no date


class Expected(StrEnum):
    """What a date is for."""

    ANSWER = "answer"
    REPORT = "report"
    DUE = "due"


class To(StrEnum):
    """Whom a step tells; each keeps informed those before."""

    FOCAL_POINT = "focal-point"
    VALIDATOR = "validator"
    SECRETARIAT = "secretariat"
    PUBLIC = "public"


@dataclass(frozen=True, order=True)
class Step:
    """So many calendar days after the date (before it, where negative), someone is told."""

    days: int
    to: To


#: What a policy offers unless it says otherwise.
USUAL = (
    Step(-30, To.FOCAL_POINT),
    Step(-7, To.FOCAL_POINT),
    Step(1, To.FOCAL_POINT),
    Step(14, To.VALIDATOR),
    Step(30, To.SECRETARIAT),
    Step(60, To.PUBLIC),
)


@dataclass(frozen=True)
class Rules:
    """What a policy says of dates. Without days, months or a date, nothing of that kind is expected."""

    time_zone: str
    answer_days: int | None = None
    report_months: int | None = None
    due_on: date | None = None
    grace_days: int = 0
    working_days: bool = False
    week: WorkingWeek = EVERY_DAY
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Taken:
    """A step with its moment in UTC."""

    at: datetime
    days: int
    to: To


@dataclass(frozen=True)
class Clock:
    """One date with its steps: what it is for, from which day it counts, when it has passed."""

    kind: Expected
    round: int
    counted_from: date | None  # none: a date that was set as such
    due_on: date
    overdue_at: datetime
    time_zone: str
    steps: tuple[Taken, ...]


def start_day(
    *,
    begun: datetime,
    published: datetime,
    issued: date | None,
    since: date | None,
    from_issue: bool,
    zone: str,
) -> date:
    """The day from which the clock of one follow-up counts.

    That of publication, or the document's own date where the policy says so; a follow-up that began after
    the document was published counts from then, one through joining a class from the day of joining.
    """
    if since is not None:
        return since
    began, out = local_day(begun, zone), local_day(published, zone)
    if began > out:
        return began
    return issued if from_issue and issued is not None else out


def answer(rules: Rules, start: date) -> Clock | None:
    """By when an answer is expected."""
    if rules.answer_days is None:
        return None
    return _clock(rules, Expected.ANSWER, _counted(rules, start, rules.answer_days), start)


def report(rules: Rules, start: date, today: date) -> Clock | None:
    """By when the report of the round that runs on `today` is expected; earlier ones are not asked for."""
    if rules.report_months is None:
        return None
    passed = ((today.year - start.year) * 12 + today.month - start.month) // rules.report_months
    number = max(1, passed)
    while months_after(start, number * rules.report_months) < today:
        number += 1
    begun = months_after(start, (number - 1) * rules.report_months)
    reached = months_after(start, number * rules.report_months)
    return _clock(rules, Expected.REPORT, reached, begun, number)


def report_round(rules: Rules, start: date, number: int) -> Clock | None:
    """By when the report of that round is expected, which began on the day `start`."""
    if rules.report_months is None:
        return None
    return _clock(rules, Expected.REPORT, months_after(start, rules.report_months), start, number)


def due(rules: Rules, text: date | None) -> Clock | None:
    """By when the deed is due: on the text's own date, else on the policy's."""
    day = text if text is not None and text < LATEST else rules.due_on
    return _clock(rules, Expected.DUE, day, None) if day is not None else None


def agreed(rules: Rules, kind: Expected, day: date, number: int = 1) -> Clock:
    """A date that was agreed with one addressee, with the grace and the steps of the policy."""
    return _clock(rules, kind, day, None, number)


def _counted(rules: Rules, start: date, days: int) -> date:
    return rules.week.after(start, days) if rules.working_days else days_after(start, days)


def _clock(rules: Rules, kind: Expected, day: date, start: date | None, number: int = 1) -> Clock:
    grace = _counted(rules, day, rules.grace_days)
    return Clock(
        kind=kind,
        round=number,
        counted_from=start,
        due_on=day,
        overdue_at=moment_after(grace, rules.time_zone),
        time_zone=rules.time_zone,
        steps=tuple(_taken(rules, step, day, grace) for step in sorted(rules.steps)),
    )


def _taken(rules: Rules, step: Step, day: date, grace: date) -> Taken:
    reached = days_after(grace if step.days > 0 else day, step.days)
    return Taken(moment_of(reached, rules.time_zone), step.days, step.to)


def rules_of(row: Mapping[str, Any]) -> Rules:
    """The rules that the columns of a policy hold: dates as ISO text, steps as {"days", "to"}."""
    return Rules(
        time_zone=row["time_zone"],
        answer_days=row["answer_days"],
        report_months=row["report_months"],
        due_on=row["due_on"],
        grace_days=row["grace_days"],
        working_days=row["working_days"],
        week=WorkingWeek(frozenset(row["weekend"]), frozenset(map(date.fromisoformat, row["holidays"]))),
        steps=tuple(Step(step["days"], To(step["to"])) for step in row["steps"]),
    )
