"""The pass beside a slow, obvious one that walks time quarter by quarter and looks at each follow-up.

The reference knows no moments of steps: at every quarter of an hour it asks the clocks of the place what day
they show. It is compared over daylight saving in both directions, dates that are moved or set late,
deeds that are told in between and taken back, follow-ups that end, and machines that stand still.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from koinon.ledger import guard
from koinon.register.actions import passing, standing
from koinon.register.models import Expectation, FollowUp, Reminder, Term
from koinon.register.queries.reminders import told_of
from tests.register.reminders.worlds import asked, due, expect

pytestmark = pytest.mark.django_db
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
QUARTERS = 9 * 96  # nine days
NEVER = QUARTERS + 1
TO = ("focal-point", "validator", "secretariat", "public")
Told = tuple[int, date, int, str, int]  # follow-up, date, days, to, quarter of the look
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


@dataclass(frozen=True)
class Case:
    """What happens in nine days: quarters are numbered from the beginning."""

    beginning: datetime
    dates: list[Date]
    of: list[int]  # of each follow-up, which date it has first
    moved: dict[int, int]  # follow-up → the date it is moved to
    met: dict[int, tuple[int, int]]  # follow-up → from which quarter until it is taken back
    left: dict[int, int]
    looks: list[int]

    def at(self, quarter: int) -> datetime:
        return self.beginning + quarter * QUARTER

    def is_met(self, one: int, quarter: int) -> bool:
        since, until = self.met.get(one, (NEVER, NEVER))
        return since <= quarter < until

    def events(self) -> list[int]:
        """The quarters in which anything happens or someone looks."""
        sets = [one.set_in for one in self.dates]
        spans = [quarter for span in self.met.values() for quarter in span if quarter < NEVER]
        return sorted({*sets, *spans, *self.left.values(), *self.looks})


@st.composite
def cases(draw: st.DrawFn) -> Case:
    place, around = draw(st.sampled_from(PLACES))
    beginning = datetime.combine(around - 4 * DAY, datetime.min.time(), UTC)
    zones = st.sampled_from([place, place, "UTC", "Asia/Kathmandu"])
    steps = st.lists(st.tuples(st.integers(-3, 3), st.sampled_from(TO)), min_size=1, max_size=5)
    # most near the change of clocks, where an hour more or less turns the day
    quarter = st.one_of(st.integers(3 * 96, 6 * 96), st.integers(1, QUARTERS - 1))

    def a_date(set_in: int) -> Date:
        day = around + draw(st.integers(-3, 4)) * DAY
        return Date(day, draw(zones), tuple(sorted(set(draw(steps)))), set_in)

    dates = [a_date(0) for _ in range(draw(st.integers(1, 2)))]
    first = st.integers(0, len(dates) - 1)
    of = draw(st.lists(first, min_size=2, max_size=4))
    some = st.integers(0, len(of) - 1)
    moved = {}
    for one, when in draw(st.dictionaries(some, quarter, max_size=2)).items():
        moved[one] = len(dates)
        dates.append(a_date(when))
    spans = st.tuples(quarter, quarter | st.just(NEVER)).filter(lambda span: span[0] != span[1])
    met = draw(st.dictionaries(some, spans.map(lambda span: (min(span), max(span))), max_size=2))
    left = draw(st.dictionaries(some, quarter, max_size=1))
    # some look in the very quarter in which something happens, or right before
    happening = sorted({one.set_in for one in dates} | {one for span in met.values() for one in span[:1]})
    beside = st.tuples(st.sampled_from(happening), st.integers(0, 1)).map(
        lambda pair: max(0, pair[0] - pair[1])
    )
    looks = draw(st.sets(st.one_of(quarter, beside), min_size=1, max_size=8))
    return Case(beginning, dates, of, moved, met, left, sorted(looks | {QUARTERS}))


def slowly(case: Case) -> Iterator[Told]:
    """Everything told, found by walking.

    Of the steps that came since the last look, or lay behind when the date was set, the latest for each of
    those addressed is told.
    """
    passed: dict[int, set[tuple[int, str]]] = {n: set() for n in range(len(case.dates))}
    waiting: dict[int, list[tuple[int, str]]] = {n: [] for n in range(len(case.dates))}
    for quarter in range(QUARTERS + 1):
        for number, one in enumerate(case.dates):
            if one.set_in > quarter:
                continue
            shown = case.at(quarter).astimezone(ZoneInfo(one.zone)).date()
            come = [s for s in one.steps if s not in passed[number] and shown >= one.day + s[0] * DAY]
            passed[number].update(come)
            waiting[number] += come
        if quarter not in case.looks:
            continue
        for number in waiting:
            latest = {to: days for days, to in waiting[number]}
            waiting[number] = []
            for to, days in latest.items():
                for asked_one in range(len(case.of)):
                    if expected(case, asked_one, quarter) == number:
                        yield asked_one, case.dates[number].day, days, to, quarter


def expected(case: Case, one: int, quarter: int) -> int | None:
    """Which date a follow-up is expected to act by in that quarter."""
    if case.is_met(one, quarter) or case.left.get(one, NEVER) <= quarter:
        return None
    later = case.moved.get(one)
    if later is None or (when := case.dates[later].set_in) > quarter or case.is_met(one, when):
        return case.of[one]
    return later


def quickly(case: Case) -> list[Told]:
    """The same by the platform: events as they come, a pass at each look."""
    found = asked(*(f"Asked {n}" for n in range(len(case.of))))
    rows = [due(d.day, *d.steps, zone=d.zone, at=case.at(0)) for d in case.dates if not d.set_in]
    for one, number in zip(found, case.of, strict=True):
        expect([one], rows[number], at=case.at(0))
    for quarter in case.events():
        with guard.writing("what happens"):
            for number, one in enumerate(found):
                happens(case, number, one, quarter)
        if quarter in case.looks:
            passing.pass_over(now=case.at(quarter))
    place = {one.pk: number for number, one in enumerate(found)}
    quarters = {case.at(quarter): quarter for quarter in case.looks}
    return [(place[t.follow_up], t.due_on, t.days, t.to, quarters[t.at]) for t in told_of(place)]


def happens(case: Case, number: int, one: FollowUp, quarter: int) -> None:
    """What happens to a follow-up in that quarter, before anyone looks."""
    now = case.at(quarter)
    since, until = case.met.get(number, (NEVER, NEVER))
    if case.left.get(number) == quarter:
        FollowUp.objects.filter(pk=one.pk).update(ended_at=now, ended_because="left")
    if since == quarter:
        standing.meet([one.pk], Term.Kind.DUE, now)
    if until == quarter:
        standing.unmeet([one.pk], Term.Kind.DUE, now)
    if number not in case.moved or case.is_met(number, quarter):
        return
    later = case.dates[case.moved[number]]
    if later.set_in == quarter:
        Expectation.objects.filter(follow_up=one, ended_at=None).update(ended_at=now)
        expect([one], due(later.day, *later.steps, zone=later.zone, at=now), at=now)


@given(cases())
@settings(max_examples=60, phases=(Phase.explicit, Phase.generate))  # making it small takes minutes
def test_the_pass_tells_what_walking_through_time_tells(case: Case) -> None:
    with transaction.atomic():
        told = quickly(case)
        assert Reminder.objects.count() == len(set(Reminder.objects.values_list("term", "step")))
        transaction.set_rollback(True)
    assert sorted(told) == sorted(slowly(case)), case
