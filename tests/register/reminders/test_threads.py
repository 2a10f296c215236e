"""The thread of a follow-up tells what was told of it, and what comes if nothing does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from koinon.ledger import guard
from koinon.register.actions import passing, standing
from koinon.register.models import FollowUp, Term
from koinon.register.queries.following_threads import dates
from koinon.register.queries.reminders import told_of
from tests.register.reminders.worlds import asked, due, expect

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
