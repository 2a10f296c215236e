"""Reports follow each other: the next is expected once one was given, or its date and grace have passed.

A report that was not given stays expected, and overdue, beside the next one. The dates of the next are those
that the policy in force sets; where it no longer asks for reports, none follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from koinon.register.actions import expecting
from koinon.register.actions.standing import stand
from koinon.register.engine.following import calendar, terms
from koinon.register.models import Expectation, NextRound, Policy, Term

_OF_POLICY = """
  JOIN register_followup AS f ON f.id = x.follow_up_id AND f.ended_at IS NULL
  JOIN register_provision AS v ON v.id = f.provision_id
  LEFT JOIN LATERAL (
    SELECT y.id FROM (
      SELECT o.id, o.report_months, o.kinds FROM register_policy AS o
      WHERE (o.document_id = f.document_id OR o.document_id IS NULL)
        AND (o.reaches_back OR o.set_at <= f.begun_at)
      ORDER BY o.document_id NULLS LAST, o.version DESC LIMIT 1
    ) AS y WHERE y.report_months IS NOT NULL AND y.kinds ? v.kind
  ) AS y ON true
"""
_GIVEN = """
CREATE TEMPORARY TABLE rolling ON COMMIT DROP AS
SELECT x.follow_up_id AS follow_up, t.id AS term, t.round, t.time_zone, x.met_at AS at, y.id AS policy
FROM register_term AS t JOIN register_expectation AS x ON x.term_id = t.id
""" + _OF_POLICY + """
WHERE t.kind = 'report' AND x.ended_at IS NULL AND x.met_at IS NOT NULL
"""  # fmt: skip
_MISSED = """
CREATE TEMPORARY TABLE rolling ON COMMIT DROP AS
SELECT x.follow_up_id AS follow_up, t.id AS term, t.round, t.time_zone, t.due_on AS at, y.id AS policy
FROM register_term AS t JOIN register_expectation AS x ON x.term_id = t.id
""" + _OF_POLICY + """
WHERE t.id = ANY(%(terms)s) AND x.ended_at IS NULL AND x.met_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM register_expectation AS z JOIN register_term AS u ON u.id = z.term_id
  WHERE z.follow_up_id = x.follow_up_id AND z.ended_at IS NULL AND u.kind = 'report' AND u.round > t.round
)
"""  # fmt: skip
_EXPECT = """
INSERT INTO register_expectation (follow_up_id, term_id, basis, reason, set_at)
SELECT r.follow_up, k.following, 'policy', '', %(now)s
FROM rolling AS r
JOIN unnest(%(terms)s::bigint[], %(policies)s::bigint[], %(at)s::text[], %(following)s::bigint[])
  AS k(term, policy, at, following)
ON k.term = r.term AND k.policy = r.policy AND k.at = r.at::text
"""
_KEEP_LAST = """
DELETE FROM rolling AS r WHERE EXISTS (
  SELECT 1 FROM rolling AS s WHERE s.follow_up = r.follow_up AND (s.round, s.term) > (r.round, r.term)
) OR EXISTS (
  SELECT 1 FROM register_expectation AS z JOIN register_term AS u ON u.id = z.term_id
  WHERE z.follow_up_id = r.follow_up AND z.ended_at IS NULL AND z.met_at IS NULL AND u.kind = 'report'
)
"""
_CLOSE = """
UPDATE register_expectation AS x SET ended_at = %(now)s
FROM register_term AS t
WHERE t.id = x.term_id AND t.kind = 'report' AND x.ended_at IS NULL AND x.met_at IS NOT NULL
"""


def due(now: datetime) -> bool:
    """Whether a report was given, or its date passed, since the last look."""
    return _given() or bool(_missed(now))


def roll(now: datetime) -> int:
    """Begin the rounds that follow; how many expectations that makes. Called within the pass."""
    count = _after_given(now) if _given() else 0
    while missed := _missed(now):  # of a clock that stood still for years, one round after the other
        count += _after_missed(missed, now)
    return count


def _given() -> bool:
    return Expectation.objects.filter(
        ended_at=None, met_at__isnull=False, term__kind=Term.Kind.REPORT
    ).exists()


def _missed(now: datetime) -> list[int]:
    """Report dates that have passed with their grace and that nothing followed yet."""
    followed = NextRound.objects.filter(term=OuterRef("pk"))
    passed = Term.objects.filter(~Exists(followed), kind=Term.Kind.REPORT, overdue_at__lte=now)
    return list(passed.order_by("pk").values_list("pk", flat=True))


def _after_given(now: datetime) -> int:
    """Of whoever gave a report, the next one is expected, counted from that day; the given one is closed."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN)
        cursor.execute(_KEEP_LAST)
        count = _expect(cursor, now)[0]
        cursor.execute("SELECT follow_up FROM rolling WHERE policy IS NOT NULL")
        changed = [key for (key,) in cursor.fetchall()]
        cursor.execute(_CLOSE, {"now": now})
        cursor.execute("DROP TABLE rolling")
    stand(changed)
    return count


def _after_missed(missed: list[int], now: datetime) -> int:
    """Of whoever gave none, the next one is expected besides, counted from the date that passed.

    How they stand does not change: the nearest date is still the one that passed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISSED, {"terms": missed})
        count, following = _expect(cursor, now)
        cursor.execute("DROP TABLE rolling")
    left = set(missed) - {term for term, _ in following}
    NextRound.objects.bulk_create(
        NextRound(term_id=term, following_id=after, at=now)
        for term, after in [*sorted(following), *((term, None) for term in sorted(left))]
    )
    return count


def _expect(cursor: Any, now: datetime) -> tuple[int, set[tuple[int, int]]]:
    """Write the expectations that the table `rolling` asks for: how many, and which term follows which."""
    cursor.execute("SELECT DISTINCT term, round, policy, at, at::text FROM rolling WHERE policy IS NOT NULL")
    rows = cursor.fetchall()
    rules = _rules({policy for _, _, policy, _, _ in rows})
    wanted = {}
    for term, number, policy, at, written in rows:
        start = calendar.local_day(at, rules[policy].time_zone) if isinstance(at, datetime) else at
        wanted[term, policy, written] = (policy, number + 1, start)
    made = _terms(sorted(set(wanted.values())), rules, now)
    cursor.execute(
        _EXPECT,
        {
            "now": now,
            "terms": [term for term, _, _ in wanted],
            "policies": [policy for _, policy, _ in wanted],
            "at": [written for _, _, written in wanted],
            "following": [made[key].pk for key in wanted.values()],
        },
    )
    return cursor.rowcount, {(term, made[key].pk) for (term, _, _), key in wanted.items()}


def _rules(policies: Iterable[int]) -> dict[int, terms.Rules]:
    return {row["id"]: terms.rules_of(row) for row in Policy.objects.filter(pk__in=policies).values()}


def _terms(
    keys: Iterable[tuple[int, int, date]], rules: Mapping[int, terms.Rules], now: datetime
) -> dict[tuple[int, int, date], Term]:
    """A term for each (policy, round, first day)."""
    made = {}
    for policy, number, start in keys:
        clock = terms.report_round(rules[policy], start, number)
        assert clock, "the policy asks for reports"
        made[policy, number, start] = expecting.term_of(clock, policy, now)
    Term.objects.bulk_create(made.values())
    return made
