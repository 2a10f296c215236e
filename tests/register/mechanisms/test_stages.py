"""How a watched process stands on a day."""

from __future__ import annotations

from datetime import date

import pytest

from koinon.register.engine.stages import Stage, When, standing

JUNE = date(2031, 6, 10)


def day(number: int) -> date:
    return date(2031, 6, number)


CASES = [
    ("expected today is not overdue", [Stage("a", JUNE)], When.UPCOMING, "a", 0),
    ("a day after it is", [Stage("a", day(9))], When.OVERDUE, "a", 1),
    (
        "what happened is expected no more",
        [Stage("a", day(1), day(5)), Stage("b", day(20))],
        When.UPCOMING,
        "b",
        0,
    ),
    ("leapt over", [Stage("a", day(1)), Stage("b", None, day(5)), Stage("c")], When.UNDATED, "c", 0),
    (
        "what is entered of earlier days leaps over nothing",
        [Stage("a", day(8)), Stage("b", None, day(2))],
        When.OVERDUE,
        "a",
        2,
    ),
    ("nor of what is to come", [Stage("a", day(20)), Stage("b", None, day(2))], When.UPCOMING, "a", 0),
    ("on the very day it does", [Stage("a", day(8)), Stage("b", None, day(8))], When.UNDATED, None, 0),
    (
        "one of several that happened is enough",
        [Stage("a", day(4)), Stage("b", None, day(5)), Stage("c", None, day(1))],
        When.UNDATED,
        None,
        0,
    ),
    (
        "what stands before leaps over nothing",
        [Stage("b", None, day(9)), Stage("a", day(8))],
        When.OVERDUE,
        "a",
        2,
    ),
    ("an undated one gives way to any", [Stage("a"), Stage("b", None, day(2))], When.UNDATED, None, 0),
    ("the earliest date counts", [Stage("a", day(12)), Stage("b", day(7))], When.OVERDUE, "b", 3),
    ("nothing ahead", [Stage("a", None, day(2))], When.UNDATED, None, 0),
    ("no stage at all", [], When.UNDATED, None, 0),
]


@pytest.mark.parametrize(("_name", "stages", "when", "following", "days"), CASES, ids=[c[0] for c in CASES])
def test_standing(_name: str, stages: list[Stage], when: When, following: str | None, days: int) -> None:
    told = standing(stages, ended=False, today=JUNE)
    assert (told.when, told.next.name if told.next else None, told.days) == (when, following, days)


def test_what_ended_expects_nothing() -> None:
    told = standing([Stage("a", day(1))], ended=True, today=JUNE)
    assert (told.when, told.next, told.days) == (When.ENDED, None, 0)


def test_the_last_stage_is_the_last_by_its_day() -> None:
    told = standing([Stage("a", None, day(5)), Stage("b", None, day(2))], ended=False, today=JUNE)
    assert told.last and told.last.name == "a"
