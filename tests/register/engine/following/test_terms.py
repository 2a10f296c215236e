"""Which dates stand: the tables of cases, and steps against a slow reference."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.register.engine.following import terms
from koinon.register.engine.following.calendar import WorkingWeek, local_day
from koinon.register.engine.following.terms import USUAL, Clock, Rules, Step, To
from tests.register.engine.following.test_calendar import ZONES, days

SPEC = Path(__file__).parents[3] / "spec/following/terms.tsv"
CASES = list(csv.DictReader(SPEC.read_text("utf-8").splitlines(), delimiter="\t"))


def day_of(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def rules_in(case: dict[str, str]) -> Rules:
    count: Any = case["count"]
    return Rules(
        time_zone=case["zone"],
        answer_days=int(count) if case["kind"] == "answer" else None,
        report_months=int(count) if case["kind"] == "report" else None,
        due_on=day_of(count) if case["kind"] == "due" else None,
        grace_days=int(case["grace"]),
        working_days=case["working"] == "yes",
        week=WorkingWeek(
            frozenset(map(int, case["weekend"].split())),
            frozenset(map(date.fromisoformat, case["holidays"].split())),
        ),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_table_of_dates(case: dict[str, str]) -> None:
    rules, start = rules_in(case), date.fromisoformat(case["start"])
    clock: Clock | None = {
        "answer": lambda: terms.answer(rules, start),
        "report": lambda: terms.report(rules, start, date.fromisoformat(case["today"])),
        "due": lambda: terms.due(rules, day_of(case["text"])),
    }[case["kind"]]()
    assert clock is not None
    assert clock.due_on == date.fromisoformat(case["due_on"])
    assert clock.overdue_at == datetime.fromisoformat(case["overdue_at"])


def test_what_a_policy_does_not_ask_for_has_no_date() -> None:
    rules, day = Rules("UTC"), date(2026, 3, 1)
    assert terms.answer(rules, day) is None
    assert terms.report(rules, day, day) is None
    assert terms.report_round(rules, day, 2) is None
    assert terms.due(rules, None) is None


def slow_report(start: date, months: int, today: date) -> date:
    """Round after round from the first, until one is reached that has not passed."""
    number, reached = 0, start
    while number == 0 or reached < today:
        number += 1
        month = start.month - 1 + number * months
        year, last = start.year + month // 12, start.day
        while True:
            try:
                reached = date(year, month % 12 + 1, last)
                break
            except ValueError:
                last -= 1
    return reached


@given(start=days, months=st.integers(1, 60), today=days)
def test_the_round_that_runs_is_found_by_going_through_all_of_them(
    start: date, months: int, today: date
) -> None:
    clock = terms.report(Rules("UTC", report_months=months), start, today)
    assert clock is not None
    assert clock.due_on == slow_report(start, months, today)
    assert clock.counted_from is not None
    assert clock.counted_from < clock.due_on


@given(
    start=days,
    grace=st.integers(0, 30),
    working=st.booleans(),
    zone=st.sampled_from(ZONES),
    steps=st.lists(st.integers(-60, 60), max_size=6, unique=True),
)
def test_a_step_begins_its_local_day_and_steps_after_the_date_wait_for_grace(
    start: date, grace: int, working: bool, zone: str, steps: list[int]
) -> None:
    """The reference walks the local days, an hour at a time, until the day of the step is shown."""
    week = WorkingWeek(frozenset({6, 7}))
    told = tuple(Step(days, To.FOCAL_POINT) for days in steps)
    clock = terms.answer(
        Rules(zone, answer_days=20, grace_days=grace, working_days=working, week=week, steps=told), start
    )
    assert clock is not None
    last_of_grace = local_day(clock.overdue_at - timedelta(seconds=1), zone)
    assert [step.days for step in clock.steps] == sorted(steps)
    assert [step.at for step in clock.steps] == sorted(step.at for step in clock.steps)
    for step in clock.steps:
        wanted = (clock.due_on if step.days <= 0 else last_of_grace) + timedelta(days=step.days)
        assert local_day(step.at, zone) >= wanted
        assert local_day(step.at - timedelta(seconds=1), zone) < wanted or local_day(step.at, zone) > wanted
        if step.days == 1:
            assert step.at == clock.overdue_at


def test_the_usual_steps_have_their_days() -> None:
    clock = terms.agreed(Rules("UTC", steps=USUAL), terms.Expected.ANSWER, date(2026, 6, 30))
    moments = [step.at.date() for step in clock.steps]
    assert moments == [
        date(2026, 5, 31), date(2026, 6, 23), date(2026, 7, 1),
        date(2026, 7, 14), date(2026, 7, 30), date(2026, 8, 29),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("begun", "since", "issued", "from_issue", "start"),
    [
        ("2026-03-01T23:30Z", None, "2026-02-01", False, "2026-03-02"),  # already the next day in Paris
        ("2026-03-01T23:30Z", None, "2026-02-01", True, "2026-02-01"),
        ("2026-03-01T23:30Z", None, "", True, "2026-03-02"),  # a document without a date
        ("2026-05-01T12:00Z", None, "2026-02-01", True, "2026-05-01"),  # asked by a later correction
        ("2026-05-01T12:00Z", "2026-04-10", "2026-02-01", True, "2026-04-10"),  # joined the class
    ],
)
def test_from_which_day_a_clock_counts(
    begun: str, since: str | None, issued: str, from_issue: bool, start: str
) -> None:
    found = terms.start_day(
        begun=datetime.fromisoformat(begun),
        published=datetime.fromisoformat("2026-03-01T23:30Z"),
        issued=day_of(issued),
        since=day_of(since or ""),
        from_issue=from_issue,
        zone="Europe/Paris",
    )
    assert found == date.fromisoformat(start)


def test_the_columns_of_a_policy_are_read() -> None:
    rules = terms.rules_of(
        {
            "time_zone": "Asia/Jakarta",
            "answer_days": 90,
            "report_months": None,
            "due_on": None,
            "grace_days": 3,
            "working_days": True,
            "weekend": [6, 7],
            "holidays": ["2026-08-17"],
            "steps": [{"days": -7, "to": "focal-point"}],
        }
    )
    assert rules.week.holidays == {date(2026, 8, 17)}
    assert rules.steps == (Step(-7, To.FOCAL_POINT),)
