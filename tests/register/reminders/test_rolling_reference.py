"""Rounds of reports beside a slow reference that walks day by day while machines stand still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from koinon.ledger import guard
from koinon.register.actions import passing, standing
from koinon.register.engine.following import terms
from koinon.register.models import Expectation, Term
from tests.register.reminders.worlds import asked, expect, policy, term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, DAYS = (
    date(2031, 1, 10),
    400,
)


@dataclass(frozen=True)
class Case:
    """Every how many months, with how many days of grace; on which days a report comes, and someone looks."""

    months: int
    grace: int
    given: frozenset[int]
    looks: frozenset[int]


cases = st.builds(
    Case,
    st.sampled_from((1, 2, 5)),
    st.integers(0, 12),
    st.frozensets(st.integers(1, DAYS), max_size=4),
    st.frozensets(st.integers(1, DAYS), max_size=6).map(lambda some: some | {DAYS}),
)


def noon(day: int) -> datetime:
    return datetime.combine(FIRST + day * DAY, time(12), UTC)


def later(day: date, months: int) -> date:
    """The same day of a later month, or the last of one that is shorter: stepping from first to first."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + 31 * DAY).replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return min(first + (day.day - 1) * DAY, last)


def slowly(case: Case) -> list[tuple[int, date, bool]]:
    """(round, date, whether a report is still expected) of every round."""
    rounds: list[tuple[int, date]] = [(1, later(FIRST, case.months))]
    open_, given = {1}, None
    for number in range(1, DAYS + 1):
        today = FIRST + number * DAY
        if number in case.given and open_:
            open_, given = set(), today
        if number not in case.looks:
            continue
        newest, due = rounds[-1]
        if not open_:
            assert given
            newest, due = newest + 1, later(given, case.months)
            rounds.append((newest, due))
            open_ = {newest}
        while today > due + case.grace * DAY:
            newest, due = newest + 1, later(due, case.months)
            rounds.append((newest, due))
            open_.add(newest)
    return [(number, due, number in open_) for number, due in rounds]


@given(cases)
@settings(max_examples=20, phases=(Phase.explicit, Phase.generate))  # making it small takes minutes
def test_rounds_follow_as_walking_through_the_days_finds_them(case: Case) -> None:
    with transaction.atomic():
        found = quickly(case)
        transaction.set_rollback(True)
    assert found == slowly(case)


def quickly(case: Case) -> list[tuple[int, date, bool]]:
    own = policy(report_months=case.months, grace_days=case.grace, reaches_back=True)
    (one,) = asked("Ardenia")
    begun = noon(0)
    clock = terms.report(terms.rules_of(own.__dict__), FIRST, FIRST)
    expect([one], term(clock, by=own, at=begun), at=begun)
    for number in range(1, DAYS + 1):
        if number in case.given:
            with guard.writing("a report comes"):
                standing.meet([one.pk], Term.Kind.REPORT, noon(number))
                standing.stand([one.pk])
        if number in case.looks:
            passing.pass_over(now=noon(number))
    one.refresh_from_db()
    kept = Expectation.objects.filter(follow_up=one).select_related("term").order_by("term__round")
    open_ = [e for e in kept if e.ended_at is None and e.met_at is None]
    assert one.next_on == min((e.term.due_on for e in open_), default=None), "how it stands fits"
    return [(e.term.round, e.term.due_on, e in open_) for e in kept]
