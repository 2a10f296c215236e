"""The pass beside a slow, obvious one that walks time quarter by quarter and looks at each follow-up.

The reference knows no moments of steps: at every quarter of an hour it asks the clocks of the place what day
they show. It is compared over daylight saving in both directions, moved dates, answers that come in between,
follow-ups that end, and machines that stand still.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.ledger import guard
from koinon.register.actions import passing
from koinon.register.models import Expectation, FollowUp, Reminder
from koinon.register.queries.reminders import told_of
from tests.register.reminders.worlds import asked, due, expect

pytestmark = pytest.mark.django_db
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
QUARTERS = 9 * 96  # nine days
TO = ("focal-point", "validator", "secretariat", "public")
# zone, and a day in whose neighbourhood its clocks are changed, or the zone has a strange offset
PLACES = [
    ("UTC", date(2031, 3, 30)),
    ("Europe/Brussels", date(2031, 3, 30)),
    ("Europe/Brussels", date(2031, 10, 26)),
    ("America/New_York", date(2031, 11, 2)),
    ("America/Havana", date(2031, 3, 9)),  # at midnight
    ("America/Santiago", date(2031, 9, 7)),  # over midnight
    ("Africa/Cairo", date(2031, 4, 25)),
    ("Australia/Lord_Howe", date(2031, 10, 5)),  # by half an hour
    ("Asia/Kathmandu", date(2031, 3, 30)),
    ("Pacific/Chatham", date(2031, 4, 6)),
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that never was
]


@dataclass(frozen=True)
class Date:
    """A date set for some follow-ups at a quarter, from which they are moved to it."""

    day: date
    zone: str
    steps: tuple[tuple[int, str], ...]
    set_in: int


@dataclass
class Case:
    """What happens in nine days: quarters are numbered from the beginning."""

    beginning: datetime
    dates: list[Date]
    of: list[int]  # of each follow-up, which date it has first
    moved: dict[int, int]  # follow-up → the date it is moved to
    met: dict[int, int]  # follow-up → in which quarter
    left: dict[int, int]
    looks: list[int]
    told: set[tuple[int, date, int, str, int]] = field(default_factory=set)

    def at(self, quarter: int) -> datetime:
        return self.beginning + quarter * QUARTER


@st.composite
def cases(draw: st.DrawFn) -> Case:
    place, around = draw(st.sampled_from(PLACES))
    beginning = datetime.combine(around - 4 * DAY, datetime.min.time(), UTC)
    zones = st.sampled_from([place, place, "UTC", "Asia/Kathmandu"])
    step = st.tuples(st.integers(-3, 3), st.sampled_from(TO))
    quarter = st.integers(1, QUARTERS - 1)

    def a_date(set_in: int) -> Date:
        day = around + draw(st.integers(-3, 4)) * DAY
        steps = tuple(sorted(set(draw(st.lists(step, min_size=1, max_size=5)))))
        return Date(day, draw(zones), steps, set_in)

    dates = [a_date(0) for _ in range(draw(st.integers(1, 2)))]
    follow_ups = draw(st.integers(1, 4))
    moves = draw(st.dictionaries(st.integers(0, follow_ups - 1), quarter, max_size=2))
    moved = {}
    for one, when in moves.items():
        moved[one] = len(dates)
        dates.append(a_date(when))
    return Case(
        beginning,
        dates,
        [draw(st.integers(0, len(dates) - 1 - len(moves))) for _ in range(follow_ups)],
        moved,
        draw(st.dictionaries(st.integers(0, follow_ups - 1), quarter, max_size=2)),
        draw(st.dictionaries(st.integers(0, follow_ups - 1), quarter, max_size=1)),
        sorted(set(draw(st.lists(st.integers(0, QUARTERS), min_size=1, max_size=8))) | {QUARTERS}),
    )


def slowly(case: Case) -> Iterator[tuple[int, date, int, str, int]]:
    """(follow-up, date, days, to, quarter of the look) of everything told, found by walking."""
    passed: dict[int, set[tuple[int, str]]] = {n: set() for n in range(len(case.dates))}
    waiting: dict[int, list[tuple[int, str]]] = {n: [] for n in range(len(case.dates))}
    for quarter in range(QUARTERS + 1):
        for number, one in enumerate(case.dates):
            if one.set_in > quarter:
                continue
            shown = case.at(quarter).astimezone(ZoneInfo(one.zone)).date()
            come = [s for s in one.steps if s not in passed[number] and shown >= one.day + s[0] * DAY]
            passed[number].update(come)
            waiting[number] += come[-1:] if quarter == one.set_in else come
        if quarter not in case.looks:
            continue
        for number in waiting:
            latest = {to: days for days, to in waiting[number]}
            waiting[number] = []
            for to, days in latest.items():
                for one in range(len(case.of)):
                    if expected(case, one, quarter) == number:
                        yield one, case.dates[number].day, days, to, quarter


def expected(case: Case, one: int, quarter: int) -> int | None:
    """Which date a follow-up is expected to act by in that quarter."""
    if case.met.get(one, QUARTERS + 1) <= quarter or case.left.get(one, QUARTERS + 1) <= quarter:
        return None
    later = case.moved.get(one)
    return later if later is not None and case.dates[later].set_in <= quarter else case.of[one]


def quickly(case: Case) -> set[tuple[int, date, int, str, int]]:
    """The same by the platform: events as they come, a pass at each look."""
    found = asked(*(f"Asked {n}" for n in range(len(case.of))))
    rows = [due(d.day, *d.steps, zone=d.zone, at=case.at(0)) for d in case.dates if not d.set_in]
    for one, number in zip(found, case.of, strict=True):
        expect([one], rows[number], at=case.at(0))
    for quarter in range(QUARTERS + 1):
        with guard.writing("what happens"):
            happens(case, found, quarter)
        if quarter in case.looks:
            passing.pass_over(now=case.at(quarter))
    place = {one.pk: number for number, one in enumerate(found)}
    quarters = {case.at(quarter): quarter for quarter in case.looks}
    return {(place[t.follow_up], t.due_on, t.days, t.to, quarters[t.at]) for t in told_of(place)}


def happens(case: Case, found: list[FollowUp], quarter: int) -> None:
    """What happens in that quarter, before anyone looks."""
    now = case.at(quarter)
    for one, number in enumerate(found):
        standing = Expectation.objects.filter(follow_up=number, ended_at=None)
        if case.left.get(one) == quarter:
            FollowUp.objects.filter(pk=number.pk).update(ended_at=now, ended_because="left")
        if case.met.get(one) == quarter:
            standing.update(met_at=now)
        if one in case.moved and case.dates[case.moved[one]].set_in == quarter:
            later = case.dates[case.moved[one]]
            met = standing.filter(met_at__isnull=False).exists()
            if not met:
                standing.update(ended_at=now)
                expect([number], due(later.day, *later.steps, zone=later.zone, at=now), at=now)


@given(cases())
@settings(max_examples=40)
def test_the_pass_tells_what_walking_through_time_tells(case: Case) -> None:
    with transaction.atomic():
        told = quickly(case)
        assert Reminder.objects.count() == len(set(Reminder.objects.values_list("term", "step")))
        transaction.set_rollback(True)
    assert told == set(slowly(case))
