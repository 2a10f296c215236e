"""Where a watched process stands: what is overdue, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class When(StrEnum):
    """How a process stands on a day."""

    OVERDUE = "overdue"  # a stage was expected by now and has not happened
    UPCOMING = "upcoming"
    UNDATED = "undated"  # nothing that lies ahead has a date
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: when it was expected, when it happened; None where not known, or not yet."""

    name: str
    expected_on: date | None = None
    happened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a process stands: the last stage that happened, the next with a date, days past that date."""

    when: When
    last: Stage | None
    next: Stage | None
    days: int


def standing(stages: Sequence[Stage], *, ended: bool, today: date) -> Standing:
    """How a process stands on that day.

    A stage expected today is upcoming: it is overdue from the day after. Stages that were leapt over (a
    later one has happened) are no longer expected.
    """
    last = _last(stages)
    if ended:
        return Standing(When.ENDED, last, None, 0)
    reached = max((n for n, stage in enumerate(stages) if stage.happened_on), default=-1)
    dated = [stage for stage in stages[reached + 1 :] if stage.expected_on]
    if not dated:
        return Standing(When.UNDATED, last, next(iter(stages[reached + 1 :]), None), 0)
    nearest = min(dated, key=lambda stage: (stage.expected_on, stages.index(stage)))
    assert nearest.expected_on is not None
    days = (today - nearest.expected_on).days
    return Standing(When.OVERDUE if days > 0 else When.UPCOMING, last, nearest, max(days, 0))


def _last(stages: Iterable[Stage]) -> Stage | None:
    happened = [stage for stage in stages if stage.happened_on]
    return happened[-1] if happened else None
