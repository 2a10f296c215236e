"""A report is taken back after the next round began: its own is expected again, beside the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from koinon.ledger import guard
from koinon.register.actions import claims, passing, standing
from koinon.register.engine.following import terms
from koinon.register.models import Claim, Expectation, FollowUp
from koinon.register.queries.following_threads import dates
from tests.register.claims.cast import Cast
from tests.register.reminders.worlds import expect, policy, term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = date(2032, 3, 10)


def noon(day: int, hour: int = 12) -> datetime:
    return datetime.combine(FIRST + day * DAY, time(hour), UTC)


@pytest.fixture
def cast() -> Cast:
    return reporting(2)


def reporting(months: int) -> Cast:
    """Arcadia is to report every so many months, the first time counted from 10 March 2032."""
    made = Cast()
    own = policy(report_months=months, reaches_back=True)
    clock = terms.report(terms.rules_of(own.__dict__), FIRST, FIRST)
    expect([made.follow_up], term(clock, by=own, at=noon(0, 9)), at=noon(0, 9))
    return made


def reports(cast: Cast, day: int) -> Claim:
    return cast.speaks(cast.fiona, "limited", now=noon(day))


def takes_back(cast: Cast, made: Claim, day: int) -> None:
    claims.withdraw(by=cast.fiona, claim=made, reason="Of another year.", now=noon(day, 14))


def open_rounds(of: FollowUp) -> list[tuple[int, date]]:
    found = Expectation.objects.filter(follow_up=of, term__kind="report", ended_at=None, met_at=None)
    return list(found.order_by("term__round").values_list("term__round", "term__due_on"))


def test_its_round_is_overdue_from_its_own_date_and_the_next_stays_as_it_is(cast: Cast) -> None:
    made = reports(cast, 30)
    passing.pass_over(now=noon(31))
    assert open_rounds(cast.follow_up) == [(2, date(2032, 6, 9))]
    takes_back(cast, made, 80)
    assert open_rounds(cast.follow_up) == [(1, date(2032, 5, 10)), (2, date(2032, 6, 9))]
    assert (cast.stands().next_on, cast.stands().overdue_from) == (
        date(2032, 5, 10), datetime(2032, 5, 11, tzinfo=UTC),
    )  # fmt: skip
    first, _, again = (one for one in dates(cast.follow_up, noon(81)) if one.kind == "report")
    assert (first.taken_back, first.past, first.moved_to) == (noon(80, 14), None, None)
    assert again.past and again.past.days == (FIRST + 81 * DAY - date(2032, 5, 10)).days


def test_its_page_says_so(cast: Cast, client: Client) -> None:
    made = reports(cast, 30)
    passing.pass_over(now=noon(31))
    address = reverse("register:follow_up", args=[cast.follow_up.pk])
    before = client.get(address).content.decode()
    assert "Met on 9 April 2032" in before and "Taken back" not in before
    assert "Moved on" not in before and "No longer expected" not in before
    takes_back(cast, made, 80)
    page = client.get(address).content.decode()
    assert "Met on 9 April 2032" in page and "Taken back on 29 May 2032: it is expected again." in page
    assert "Moved on" not in page and "No longer expected" not in page


def test_a_report_given_after_it_meets_both_and_one_round_follows(cast: Cast) -> None:
    made = reports(cast, 30)
    passing.pass_over(now=noon(31))
    takes_back(cast, made, 80)
    reports(cast, 81)
    assert open_rounds(cast.follow_up) == []
    passing.pass_over(now=noon(82))
    assert [number for number, _ in open_rounds(cast.follow_up)] == [3]


def test_where_another_report_stands_that_meets_it_nothing_is_expected_again(cast: Cast) -> None:
    first, second = reports(cast, 30), reports(cast, 31)
    passing.pass_over(now=noon(32))
    takes_back(cast, first, 40)
    assert [number for number, _ in open_rounds(cast.follow_up)] == [2]
    takes_back(cast, second, 41)
    assert [number for number, _ in open_rounds(cast.follow_up)] == [1, 2]


def test_a_correction_is_still_a_report(cast: Cast) -> None:
    made = reports(cast, 30)
    passing.pass_over(now=noon(31))
    again = claims.correct(
        by=cast.fiona, claim=made, said=claims.Said(made.level, made.as_of, "Better words.", "en"),
        reason="A slip.", keep_evidence=False, now=noon(40),
    )  # fmt: skip
    assert open_rounds(cast.follow_up) == []
    takes_back(cast, again, 41)
    assert [number for number, _ in open_rounds(cast.follow_up)] == [1, 2]


def test_what_others_take_back_opens_nothing(cast: Cast) -> None:
    reports(cast, 30)
    passing.pass_over(now=noon(31))
    theirs = cast.speaks(cast.cora, "limited", now=noon(32))
    claims.withdraw(by=cast.cora, claim=theirs, reason="Mistaken.", now=noon(33))
    assert [number for number, _ in open_rounds(cast.follow_up)] == [2]


def test_where_reports_are_no_longer_asked_for_none_is_expected_again(cast: Cast) -> None:
    made = reports(cast, 30)
    passing.pass_over(now=noon(31))
    with guard.writing("the policy asks for none"):
        Expectation.objects.filter(follow_up=cast.follow_up, ended_at=None).update(ended_at=noon(40))
        standing.stand([cast.follow_up.pk])
    takes_back(cast, made, 80)
    assert open_rounds(cast.follow_up) == []


events = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(["report", "take back", "look"]), st.integers(0, 3)),
    min_size=3, max_size=12,
)  # fmt: skip


@given(st.sampled_from((1, 2, 3)), events)
@settings(max_examples=20, phases=(Phase.explicit, Phase.generate))
def test_a_round_is_open_as_long_as_no_report_stands_that_was_given_since_it_began(
    months: int, story: Sequence[tuple[int, str, int]]
) -> None:
    with transaction.atomic():
        cast, day, made = reporting(months), 0, []
        for days, what, which in story:
            day += days
            if what == "report":
                made.append(reports(cast, day))
            elif what == "take back" and made:
                takes_back(cast, made.pop(which % len(made)), day)
            else:
                passing.pass_over(now=noon(day, 16))
            rows = Expectation.objects.filter(follow_up=cast.follow_up, term__kind="report")
            begun = {e.term.round: (e.term.set_at, e.term.due_on) for e in rows.select_related("term")}
            wanted = [
                (number, due_on)
                for number, (since, due_on) in sorted(begun.items())
                if not any(one.published_at >= since for one in made)
            ]
            assert open_rounds(cast.follow_up) == wanted, (day, what)
            nearest = min((due_on for _, due_on in [*wanted, (0, date(2033, 1, 1))]))
            assert cast.stands().next_on == nearest, "of the reports, or of the deed"
        transaction.set_rollback(True)
