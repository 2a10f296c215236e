"""The pass over all clocks: steps whose time has come are taken, rounds of reports follow each other.

Everything of a pass stands or falls together, so that a machine that dies in it has told nothing; one pass
at a time, so that none is told twice. Nothing is written for each follow-up: who was reminded of what follows
from the reminders of its terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from koinon.ledger import guard
from koinon.ledger.acts import Actor, action, record
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import rolling
from koinon.register.engine.following.stepping import Told, look
from koinon.register.models import Expectation, Term
from koinon.register.rules.reminders import may_remind

LOCK = 0x636C6F63  # of the pass, and of whoever makes letters of it
AT_ONCE = 10_000  # terms

_REMIND = """
INSERT INTO register_reminder (term_id, step, "to", due_at, at, told_at)
SELECT k.term, k.step, k.addressed, k.due_at, %(now)s, CASE WHEN k.addressed = 'public' THEN %(now)s END
FROM unnest(%(terms)s::bigint[], %(places)s::int[], %(addressed)s::text[], %(due)s::timestamptz[])
  AS k(term, step, addressed, due_at)
WHERE EXISTS (
  SELECT 1 FROM register_expectation AS x JOIN register_followup AS f ON f.id = x.follow_up_id
  WHERE x.term_id = k.term AND x.ended_at IS NULL AND x.met_at IS NULL AND f.ended_at IS NULL
)
"""
_MOVE = """
UPDATE register_term AS t SET done = k.done, next_at = k.next_at
FROM unnest(%(terms)s::bigint[], %(done)s::int[], %(next)s::timestamptz[]) AS k(id, done, next_at)
WHERE t.id = k.id
"""
_CONCERNED = """
SELECT count(*) FROM register_expectation AS x JOIN register_followup AS f ON f.id = x.follow_up_id
WHERE x.term_id IN (SELECT term_id FROM register_reminder WHERE at = %(now)s)
  AND x.ended_at IS NULL AND x.met_at IS NULL AND f.ended_at IS NULL
"""


@dataclass(frozen=True)
class Passed:
    """What a pass did: reminders of so many dates, about so many expectations; reports that follow."""

    reminders: int
    dates: int
    expectations: int
    rounds: int


def pass_over(*, now: datetime) -> Passed | None:
    """Take what is due; None where nobody is concerned by it, or where another pass is at it."""
    with transaction.atomic():
        if not alone():
            return None
        if rolling.due(now) or _anyone(now):
            return remind(by=PLATFORM, now=now)
        with guard.writing("steps that concern nobody are left behind"):
            while woken := _woken(now):
                _take(woken, now)
        return None


def alone() -> bool:
    """Whether nobody else passes over the clocks until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


@action("register.remind", permit=may_remind)
def remind(*, by: Actor, now: datetime) -> Passed:
    """Take the steps of dates whose time has come. Reports that follow those given or missed begin."""
    rounds = rolling.roll(now)
    reminders, dates = 0, 0
    while woken := _woken(now):
        dates += len(woken)
        reminders += _take(woken, now)
    passed = Passed(reminders, dates, _concerned(now) if reminders else 0, rounds)
    record("dates", passed.__dict__)
    return passed


def _anyone(now: datetime) -> bool:
    """Whether anyone is still expected to act by a date that has a step to be taken."""
    waiting = Expectation.objects.filter(
        term=OuterRef("pk"), ended_at=None, met_at=None, follow_up__ended_at=None
    )
    return Term.objects.filter(Exists(waiting), next_at__lte=now).exists()


def _woken(now: datetime) -> list[tuple[int, list[Any], int]]:
    found = Term.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    return list(found.values_list("pk", "steps", "done")[:AT_ONCE])


def _take(woken: Sequence[tuple[int, list[Any], int]], now: datetime) -> int:
    """Take the steps that are due of some terms; how many are told to anyone."""
    looks = [(pk, look(steps, done, now)) for pk, steps, done in woken]
    told: list[tuple[int, Told]] = [(pk, one) for pk, seen in looks for one in seen.told]
    with connection.cursor() as cursor:
        cursor.execute(
            _REMIND,
            {
                "now": now,
                "terms": [pk for pk, _ in told],
                "places": [one.step for _, one in told],
                "addressed": [one.to for _, one in told],
                "due": [one.due_at for _, one in told],
            },
        )
        reminded: int = cursor.rowcount
        cursor.execute(
            _MOVE,
            {
                "terms": [pk for pk, _ in looks],
                "done": [seen.done for _, seen in looks],
                "next": [seen.next_at for _, seen in looks],
            },
        )
    return reminded


def _concerned(now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, {"now": now})
        return int(cursor.fetchone()[0])
