"""The pass over all clocks: what is told when, exactly once, whatever happens in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.register.actions import passing, standing
from koinon.register.engine.following import terms
from koinon.register.models import Expectation, FollowUp, NextRound, Reminder, Term
from koinon.register.queries.reminders import notices_of, told_of
from tests.factories.following import answer
from tests.register.reminders.worlds import asked, due, expect, policy, rules, term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MAY = date(2031, 5, 5)


def at(day: int, month: int = 5, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2031, month, day, hour, minute, tzinfo=UTC)


def told(of: FollowUp) -> list[tuple[int, str]]:
    return [(one.days, one.to) for one in told_of([of.pk])]


def test_a_step_is_taken_once_when_its_moment_has_come() -> None:
    (one,) = asked("Ardenia")
    expect([one], due(MAY, (-1, "focal-point"), (1, "validator")))
    assert passing.pass_over(now=at(3, hour=23, minute=59)) is None
    done = passing.pass_over(now=at(4))
    assert done == passing.Passed(reminders=1, dates=1, expectations=1, rounds=0)
    assert passing.pass_over(now=at(4)) is None
    assert passing.pass_over(now=at(6)) == done
    assert told(one) == [(-1, "focal-point"), (1, "validator")]
    assert Entry.objects.filter(verb="register.remind").count() == 2
    facts = Entry.objects.filter(verb="register.remind").earliest("number").facts
    assert facts == {"reminders": 1, "dates": 1, "expectations": 1, "rounds": 0}


def test_one_row_tells_all_who_are_still_expected_and_nobody_else() -> None:
    one, answered, left, moved = asked("Ardenia", "Borduria", "Cordovia", "Dalmara")
    expect([one, answered, left, moved], by := due(MAY, (1, "public")))
    with guard.writing("factory"):
        standing.meet([answered.pk], Term.Kind.DUE, at(1))
        FollowUp.objects.filter(pk=left.pk).update(ended_at=at(1), ended_because="left")
        Expectation.objects.filter(follow_up=moved).update(ended_at=at(1))
    done = passing.pass_over(now=at(6))
    assert done and (done.reminders, done.expectations) == (1, 1)
    assert Reminder.objects.get().term == by
    assert notices_of(one)
    assert not notices_of(answered) and not notices_of(left) and not notices_of(moved)


def test_an_answer_after_the_notice_does_not_undo_that_it_was_given() -> None:
    (one,) = asked("Ardenia")
    expect([one], term(terms.answer(rules("UTC", (1, "public"), answer_days=3), MAY)))
    passing.pass_over(now=at(9))
    answer(one, "accepted", at=at(10))
    with guard.writing("factory"):
        standing.meet([one.pk], Term.Kind.ANSWER, at(10))
    assert [notice.at for notice in notices_of(one)] == [at(9)]


def test_after_a_stop_only_the_latest_of_each_is_told() -> None:
    (one,) = asked("Ardenia")
    steps = ((-30, "focal-point"), (-7, "focal-point"), (1, "focal-point"), (14, "validator"), (40, "public"))
    expect([one], due(MAY, *steps))
    passing.pass_over(now=at(30))
    assert told(one) == [(1, "focal-point"), (14, "validator")]
    passing.pass_over(now=at(30, 6))
    assert told(one)[2:] == [(40, "public")]


def test_a_date_that_nobody_waits_by_is_left_behind_without_an_entry() -> None:
    (one,) = asked("Ardenia")
    expect([one], by := due(MAY, (-1, "focal-point"), (1, "validator")))
    with guard.writing("factory"):
        standing.meet([one.pk], Term.Kind.DUE, at(1))
    assert passing.pass_over(now=at(4)) is None
    by.refresh_from_db()
    assert (by.done, by.next_at) == (1, at(6))
    assert not Reminder.objects.exists() and not Entry.objects.exists()


def test_what_was_taken_back_is_reminded_of_again() -> None:
    (one,) = asked("Ardenia")
    expect([one], due(MAY, (-1, "focal-point"), (1, "validator")))
    with guard.writing("factory"):
        standing.meet([one.pk], Term.Kind.DUE, at(1))
    passing.pass_over(now=at(4))
    with guard.writing("factory"):
        standing.unmeet([one.pk], Term.Kind.DUE, at(5))
    passing.pass_over(now=at(6))
    assert told(one) == [(1, "validator")]


# Rounds of reports


def reporting(*names: str) -> list[FollowUp]:
    """Follow-ups of which a report is expected every six months, the first by 5 May 2031."""
    own = policy(report_months=6, steps=[{"days": -7, "to": "focal-point"}], grace_days=2)
    found = asked(*names)
    clock = terms.report(terms.rules_of(own.__dict__), date(2030, 11, 5), date(2031, 3, 1))
    expect(found, term(clock, by=own))
    return found


def expected(of: FollowUp) -> list[tuple[int, date, bool]]:
    """(round, date, whether it still stands) of every report expected."""
    found = Expectation.objects.filter(follow_up=of, term__kind="report").select_related("term")
    return [(e.term.round, e.term.due_on, e.ended_at is None) for e in found.order_by("term__due_on", "pk")]


def test_when_a_report_is_missed_the_next_is_expected_besides() -> None:
    one, two = reporting("Ardenia", "Borduria")
    assert passing.pass_over(now=at(7)), "the reminder of the first"
    assert expected(one) == [(1, MAY, True)]
    done = passing.pass_over(now=at(8))
    assert done and done.rounds == 2
    for each in (one, two):
        assert expected(each) == [(1, MAY, True), (2, date(2031, 11, 5), True)]
        each.refresh_from_db()
        before = (each.next_on, each.overdue_from)
        standing_again(each)
        assert (each.next_on, each.overdue_from) == before == (MAY, at(8)), "how it stands is as it was"
    assert NextRound.objects.get().following == Expectation.objects.latest("pk").term, "one clock for both"
    assert passing.pass_over(now=at(9)) is None


def standing_again(of: FollowUp) -> None:
    with guard.writing("factory"):
        standing.stand([of.pk])
    of.refresh_from_db()


def test_when_a_report_is_given_the_next_is_expected_from_that_day() -> None:
    one, two = reporting("Ardenia", "Borduria")
    with guard.writing("factory"):
        standing.meet([one.pk], Term.Kind.REPORT, at(20, 3, hour=23))
        standing.stand([one.pk])
    done = passing.pass_over(now=at(21, 3))
    assert done and (done.rounds, done.reminders) == (1, 0)
    assert expected(one) == [(1, MAY, False), (2, date(2031, 9, 20), True)]
    assert expected(two) == [(1, MAY, True)]
    one.refresh_from_db()
    assert one.next_on == date(2031, 9, 20)
    assert passing.pass_over(now=at(22, 3)) is None


def test_one_report_stands_for_all_that_were_missed_and_one_round_follows() -> None:
    (one,) = reporting("Ardenia")
    passing.pass_over(now=at(8))
    passing.pass_over(now=at(8, 11))
    assert [row[0] for row in expected(one)] == [1, 2, 3]
    with guard.writing("factory"):
        standing.meet([one.pk], Term.Kind.REPORT, at(10, 11))
    passing.pass_over(now=at(10, 11, hour=1))
    assert [row for row in expected(one) if row[2]] == [(4, date(2032, 5, 10), True)]


def test_a_machine_that_stood_still_for_years_begins_every_round_that_was_missed() -> None:
    (one,) = reporting("Ardenia")
    done = passing.pass_over(now=datetime(2033, 1, 1, tzinfo=UTC))
    assert done and done.rounds == 4
    days = [date(2031, 5, 5), date(2031, 11, 5), date(2032, 5, 5), date(2032, 11, 5), date(2033, 5, 5)]
    assert [row[1] for row in expected(one)] == days
    assert len(told_of([one.pk])) == 4, "of each date that passed, the latest step"


def test_the_policy_in_force_sets_the_next_round_and_may_end_them() -> None:
    one, other = reporting("Ardenia"), asked("Borduria", slug="second")
    expect(other, one[0].expectations.get().term)
    policy(one[0].document, report_months=12)
    policy(other[0].document, report_months=None)
    passing.pass_over(now=at(8))
    assert [row[1] for row in expected(one[0])] == [MAY, date(2032, 5, 5)]
    assert [row[1] for row in expected(other[0])] == [MAY]
    assert passing.pass_over(now=at(9)) is None, "looked at once"


def test_kinds_that_a_policy_does_not_name_report_no_further() -> None:
    (one,) = reporting("Ardenia")
    policy(one.document, report_months=6, kinds=["commitment"])
    passing.pass_over(now=at(8))
    assert [row[1] for row in expected(one)] == [MAY]


# Exactly once


@pytest.mark.django_db(transaction=True)
def test_one_pass_at_a_time() -> None:
    (one,) = asked("Ardenia")
    expect([one], due(MAY, (1, "focal-point")))
    other = connection.copy()
    try:
        with transaction.atomic(), connection.cursor():
            assert passing.alone()
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [passing.LOCK])
                assert cursor.fetchone() == (False,)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [passing.LOCK])
        assert passing.pass_over(now=at(6)) is None
        assert not Reminder.objects.exists()
        with other.cursor() as cursor:  # a connection that closes lets go a little later
            cursor.execute("SELECT pg_advisory_unlock(%s)", [passing.LOCK])
    finally:
        other.close()
    assert passing.pass_over(now=at(6))


_DYING = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from django.db import connections
connections["default"].settings_dict.update(HOST=sys.argv[1], NAME=sys.argv[2])
from koinon.register.actions import passing, rolling

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(passing, sys.argv[3], die)
passing.pass_over(now=datetime.fromisoformat(sys.argv[4]))
"""


def _wait_until_gone() -> None:
    """The database server takes a moment to see that a process was killed, and holds its lock until then."""
    with connection.cursor() as cursor:
        for _attempt in range(600):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)
    raise AssertionError("The killed process still holds its lock.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["_take", "_concerned", "record"])
def test_a_process_that_is_killed_has_told_nothing_and_the_next_one_tells_it(where: str) -> None:
    (one,) = reporting("Ardenia")
    held = connection.settings_dict
    command = [sys.executable, "-c", _DYING, str(held["HOST"]), str(held["NAME"]), where, at(8).isoformat()]
    killed = subprocess.run(command, env={**os.environ}, cwd=Path(__file__).parents[3], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not Reminder.objects.exists() and not Entry.objects.exists()
    assert expected(one) == [(1, MAY, True)]
    _wait_until_gone()
    assert passing.pass_over(now=at(8))
    assert [row[0] for row in expected(one)] == [1, 2]
    assert told(one) == [(-7, "focal-point")]
