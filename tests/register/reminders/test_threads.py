"""The thread of a follow-up tells what was told of it, and what comes if nothing does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from koinon.ledger import guard
from koinon.register.actions import passing, standing
from koinon.register.engine.following import terms
from koinon.register.models import Expectation, FollowUp, Policy, Term
from koinon.register.queries.following_threads import dates
from koinon.register.queries.reminders import told_of
from tests.register.reminders.worlds import asked, due, expect, policy, term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MAY = date(2031, 5, 5)
STEPS = ((-7, "focal-point"), (-1, "focal-point"), (1, "focal-point"), (2, "validator"), (9, "public"))


def at(day: int) -> datetime:
    return datetime(2031, 5, day, tzinfo=UTC)


def told(of: FollowUp, now: datetime) -> list[list[tuple[datetime, int, str]]]:
    """What was told of each date of the follow-up."""
    return [[(one.at, one.days, one.to) for one in each.told] for each in dates(of, now)]


def coming(of: FollowUp, now: datetime) -> list[list[int]]:
    return [[one.days for one in each.coming] for each in dates(of, now)]


def test_of_a_late_date_the_thread_tells_what_was_told() -> None:
    (one,) = asked("Ardenia")
    expect([one], due(MAY, *STEPS), at=at(8))
    assert (told(one, at(8)), coming(one, at(8))) == ([[]], [[9]]), "nobody has looked yet"
    passing.pass_over(now=at(8))
    assert told(one, at(8)) == [[(at(8), 1, "focal-point"), (at(8), 2, "validator")]]
    passing.pass_over(now=at(14))
    assert told(one, at(15)) == [
        [(at(8), 1, "focal-point"), (at(8), 2, "validator"), (at(14), 9, "public")],
    ]
    assert coming(one, at(15)) == [[]]


def test_what_was_taken_back_is_not_said_to_be_told_twice() -> None:
    one, other = asked("Ardenia", "Borduria")
    expect([one, other], due(MAY, *STEPS))
    passing.pass_over(now=at(4))
    with guard.writing("a claim, withdrawn four days after"):
        standing.meet([one.pk], Term.Kind.DUE, at(5))
        passing.pass_over(now=at(6))
        standing.unmeet([one.pk], Term.Kind.DUE, at(9))
    passing.pass_over(now=at(14))
    later = [(at(14), 2, "validator"), (at(14), 9, "public")]
    assert told(one, at(15)) == [[(at(4), -1, "focal-point")], later]
    assert told(other, at(15)) == [[(at(4), -1, "focal-point"), (at(6), 1, "focal-point"), *later]]
    for each in (one, other):
        flat = [step for part in told(each, at(15)) for step in part]
        assert flat == [(step.at, step.days, step.to) for step in told_of([each.pk])]


def test_what_was_taken_back_is_expected_again_and_not_dropped(client: Client) -> None:
    (one,) = asked("Ardenia")
    expect([one], by := due(MAY, *STEPS))
    address = reverse("register:follow_up", args=[one.pk])
    with guard.writing("a claim, withdrawn four days after"):
        standing.meet([one.pk], Term.Kind.DUE, at(5))
        standing.unmeet([one.pk], Term.Kind.DUE, at(9))
    before, again = dates(one, at(15))
    assert (before.again, before.moved_to, before.past) == (True, None, None)
    assert (again.again, again.past is not None) == (False, True)
    page = client.get(address).content.decode()
    assert "Met on 5 May 2031" in page and "No longer expected" not in page
    assert "Taken back on 9 May 2031: it is expected again." in page
    with guard.writing("dropped"):
        by.expectations.filter(ended_at=None).update(ended_at=at(10))
        FollowUp.objects.update(revision=F("revision") + 1)
    assert "No longer expected since 10 May 2031" in client.get(address).content.decode()


def test_who_left_is_told_of_nothing_more() -> None:
    one, _ = found = asked("Ardenia", "Borduria")
    expect(found, due(MAY, *STEPS))
    passing.pass_over(now=at(4))
    with guard.writing("leaves"):
        FollowUp.objects.filter(pk=one.pk).update(ended_at=at(5), ended_because="left")
    passing.pass_over(now=at(14))
    one.refresh_from_db()
    assert told(one, at(15)) == [[(at(4), -1, "focal-point")]]
    (only,) = dates(one, at(15))
    assert (only.coming, only.past) == ((), None)


def shown(client: Client, of: FollowUp) -> str:
    return client.get(reverse("register:follow_up", args=[of.pk])).content.decode()


def policy_of(months: int) -> tuple[Policy, Term]:
    """A policy of reports, and the date of its first round: 5 May 2031."""
    own = policy(report_months=months, reaches_back=True)
    clock = terms.report(terms.rules_of(own.__dict__), date(2030, 11, 5), date(2031, 3, 1))
    return own, term(clock, by=own)


def test_a_report_that_was_met_and_followed_was_not_moved(client: Client) -> None:
    (one,) = asked("Ardenia")
    expect([one], policy_of(6)[1])
    with guard.writing("given before its date"):
        standing.meet([one.pk], Term.Kind.REPORT, at(1))
        standing.stand([one.pk])
    passing.pass_over(now=at(2))
    met, following = dates(one, at(3))
    assert (met.moved_to, met.again, met.taken_back) == (None, False, None)
    assert (met.met_at, met.ended_at, following.due_on) == (at(1), at(2), date(2031, 11, 1))
    page = shown(client, one)
    assert "Met on 1 May 2031" in page and "1 November 2031" in page
    assert not [words for words in ("Moved on", "No longer expected", "Taken back") if words in page]


def test_the_last_report_of_a_policy_was_met_and_nothing_more(client: Client) -> None:
    (one,) = asked("Ardenia")
    expect([one], policy_of(6)[1])
    policy(report_months=None, reaches_back=True)
    with guard.writing("given"):
        standing.meet([one.pk], Term.Kind.REPORT, at(1))
        standing.stand([one.pk])
    passing.pass_over(now=at(2))
    (met,) = dates(one, at(3))
    assert met.ended_at == at(2)
    page = shown(client, one)
    assert "Met on 1 May 2031" in page
    assert not [words for words in ("Moved on", "No longer expected") if words in page]


def test_a_round_that_moved_before_it_was_met_says_where_to_and_the_next_says_nothing(client: Client) -> None:
    (one,) = asked("Ardenia")
    own, first = policy_of(6)
    expect([one], first)
    with guard.writing("the policy asks for reports sooner"):
        rule = terms.rules_of(own.__dict__ | {"report_months": 5})
        sooner = term(terms.report_round(rule, date(2030, 11, 5), 1), at=at(1), by=own)
        Expectation.objects.filter(term=first).update(ended_at=at(1))
    expect([one], sooner, at=at(1))
    with guard.writing("given"):
        standing.meet([one.pk], Term.Kind.REPORT, at(2))
        standing.stand([one.pk])
    passing.pass_over(now=at(3))
    moved, met, following = dates(one, at(4))
    assert (moved.moved_to, moved.met_at) == (date(2031, 4, 5), None)
    assert (met.moved_to, met.met_at, following.met_at) == (None, at(2), None)
    page = shown(client, one)
    assert "Moved on 1 May 2031 to 5 April 2031." in page and page.count("Moved on") == 1


def test_two_rounds_met_by_one_report_that_is_taken_back_are_each_expected_again() -> None:
    (one,) = asked("Ardenia")
    expect([one], policy_of(6)[1])
    passing.pass_over(now=at(8))
    with guard.writing("given, and taken back before the next round"):
        standing.meet([one.pk], Term.Kind.REPORT, at(9))
        standing.unmeet([one.pk], Term.Kind.REPORT, at(10))
    found = dates(one, at(11))
    assert [(d.again, d.moved_to, d.taken_back) for d in found[:2]] == [(True, None, at(10))] * 2
    assert [(d.again, d.met_at, d.ended_at) for d in found[2:]] == [(False, None, None)] * 2


def test_a_date_set_again_by_the_same_day_neither_moved_nor_ended(client: Client) -> None:
    (one,) = asked("Ardenia")
    expect([one], before := due(MAY, *STEPS))
    with guard.writing("other steps"):
        before.expectations.update(ended_at=at(1))
    expect([one], due(MAY, (1, "public"), at=at(1)), at=at(1))
    assert [(d.again, d.moved_to, d.taken_back) for d in dates(one, at(2))] == [
        (True, None, None), (False, None, None),
    ]  # fmt: skip
    page = shown(client, one)
    assert not [words for words in ("Moved on", "No longer expected", "Taken back") if words in page]
