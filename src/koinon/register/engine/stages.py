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

    A stage expected today is upcoming: it is overdue from the day after. A stage that was leapt over is no
    longer expected: a later one has happened, and not before the day on which this one was expected. So what
    is entered of earlier days takes nothing away that is still to come.
    """
    last = _last(stages)
    if ended:
        return Standing(When.ENDED, last, None, 0)
    awaited = [stage for n, stage in enumerate(stages) if _awaited(stage, stages[n + 1 :])]
    dated = [stage for stage in awaited if stage.expected_on]
    if not dated:
        return Standing(When.UNDATED, last, next(iter(awaited), None), 0)
    nearest = min(dated, key=lambda stage: (stage.expected_on, stages.index(stage)))
    assert nearest.expected_on is not None
    days = (today - nearest.expected_on).days
    return Standing(When.OVERDUE if days > 0 else When.UPCOMING, last, nearest, max(days, 0))


def _awaited(stage: Stage, later: Iterable[Stage]) -> bool:
    """Whether the stage is still to happen; `later` are those that stand after it."""
    if stage.happened_on:
        return False
    days = [one.happened_on for one in later if one.happened_on]
    return not any(stage.expected_on is None or day >= stage.expected_on for day in days)


def _last(stages: Iterable[Stage]) -> Stage | None:
    """What happened last, by its day; of one day, what stands later."""
    happened = [(stage.happened_on, n, stage) for n, stage in enumerate(stages) if stage.happened_on]
    return max(happened)[2] if happened else None
