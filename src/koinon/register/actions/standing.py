"""Bringing follow-ups up to how they stand: after any change of their expectations, answers or claims.

Called within the action that makes the change. Set-based: a file of rows opens tens of thousands at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from koinon.register.models import Expectation, Term

AT_ONCE = 10_000

_STAND = """
UPDATE register_followup AS f SET
  position = COALESCE(a.position, ''),
  answered_at = a.published_at,
  answer_on = e.answer_on,
  silent_from = CASE WHEN a.position IS NULL THEN e.silent_from END,
  next_on = e.next_on,
  overdue_from = e.overdue_from,
  claims = COALESCE(c.standing, 0),
  disputed = f.disputed AND COALESCE(c.standing, 0) > 1,
  revision = f.revision + 1
FROM unnest(%(keys)s::bigint[]) AS k(id)
LEFT JOIN register_answer AS a ON a.follow_up_id = k.id AND a.state = 'published'
LEFT JOIN LATERAL (
  SELECT
    max(t.due_on) FILTER (WHERE t.kind = 'answer') AS answer_on,
    min(t.overdue_at) FILTER (WHERE t.kind = 'answer' AND x.met_at IS NULL) AS silent_from,
    min(t.due_on) FILTER (WHERE x.met_at IS NULL) AS next_on,
    min(t.overdue_at) FILTER (WHERE t.kind <> 'answer' AND x.met_at IS NULL) AS overdue_from
  FROM register_expectation AS x JOIN register_term AS t ON t.id = x.term_id
  WHERE x.follow_up_id = k.id AND x.ended_at IS NULL
) AS e ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS standing FROM register_claim AS s WHERE s.follow_up_id = k.id AND s.state = 'standing'
) AS c ON true
WHERE f.id = k.id
"""

# As if it had never been given: a round that nothing the addressee says since it began meets any more. Only
# while a later round stands: where reports are no longer asked for, none is expected again.
_REOPEN = """
INSERT INTO register_expectation (follow_up_id, term_id, basis, reason, set_at)
SELECT x.follow_up_id, x.term_id, x.basis, x.reason, %(at)s
FROM register_expectation AS x
JOIN register_term AS t ON t.id = x.term_id AND t.kind = 'report'
JOIN register_followup AS f ON f.id = x.follow_up_id AND f.ended_at IS NULL
WHERE x.follow_up_id = %(follow_up)s AND x.met_at IS NOT NULL AND x.ended_at IS NOT NULL
  AND LEAST(t.set_at, x.met_at) <= %(given_at)s
  AND NOT EXISTS (
    SELECT 1 FROM register_expectation AS y
    WHERE y.follow_up_id = x.follow_up_id AND y.term_id = x.term_id
      AND (y.ended_at IS NULL OR (y.set_at, y.id) > (x.set_at, x.id))
  )
  AND EXISTS (
    SELECT 1 FROM register_expectation AS z JOIN register_term AS u ON u.id = z.term_id
    WHERE z.follow_up_id = x.follow_up_id AND z.ended_at IS NULL AND u.kind = 'report' AND u.round > t.round
  )
  AND NOT EXISTS (
    SELECT 1 FROM register_claim AS c
    WHERE c.follow_up_id = x.follow_up_id AND c.state = 'standing' AND c.side = 'addressee'
      AND c.published_at >= LEAST(t.set_at, x.met_at)
  )
"""


def stand(follow_ups: Iterable[int]) -> None:
    """Rewrite what stands under "as it stands" of the follow-ups with those keys.

    A dispute is found by whoever changes claims (`engine/following/disputes.py`); here it only ends when
    fewer than two claims stand.
    """
    keys = sorted(set(follow_ups))
    with connection.cursor() as cursor:
        for start in range(0, len(keys), AT_ONCE):
            cursor.execute(_STAND, {"keys": keys[start : start + AT_ONCE]})


def meet(follow_ups: Iterable[int], kind: Term.Kind, at: datetime) -> None:
    """What was expected of that kind has come: an answer, a report, the deed. Then `stand`."""
    _open(follow_ups, kind).filter(met_at=None).update(met_at=at)


def unmeet(follow_ups: Iterable[int], kind: Term.Kind, at: datetime) -> None:
    """What had come was taken back: it is expected again, by the date it was. Then `stand`.

    The expectation that was met ends and another with the same date begins, so that an earlier day is told
    as it was.
    """
    taken_back = _open(follow_ups, kind).exclude(met_at=None)
    again = [
        Expectation(
            follow_up_id=met.follow_up_id, term_id=met.term_id, basis=met.basis, reason=met.reason, set_at=at
        )
        for met in taken_back.order_by("pk")
    ]
    taken_back.update(ended_at=at)
    Expectation.objects.bulk_create(again, batch_size=AT_ONCE)


def reopen_reports(follow_up: int, given_at: datetime, at: datetime) -> None:
    """A report given at a moment was taken back: rounds that it alone had met are expected again.

    They had been closed when the next round began, which stays as it is beside them. Then `stand`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REOPEN, {"follow_up": follow_up, "given_at": given_at, "at": at})


def _open(follow_ups: Iterable[int], kind: Term.Kind) -> QuerySet[Expectation]:
    return Expectation.objects.filter(follow_up__in=list(follow_ups), ended_at=None, term__kind=kind)
