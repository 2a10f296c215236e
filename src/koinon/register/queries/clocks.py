"""Follow-ups with the same clock: what sets their dates, which dates stand, and which are to stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from koinon.register.engine.documents import Kind
from koinon.register.engine.following import settling
from koinon.register.engine.following.calendar import local_day
from koinon.register.engine.following.settling import Change, Stood
from koinon.register.engine.following.terms import Clock, Expected, Rules, Taken, To, rules_of, start_day
from koinon.register.models import Policy, Term

_GROUPS = """
SELECT {ids}, count(*), f.document_id, p.kind, p.deadline_due, d.issued_on, d.published_at, f.begun_at,
  f.since, q.id, q.document_id IS NOT NULL, s.due_on, COALESCE(e.standing, '')
FROM register_followup AS f
JOIN register_provision AS p ON p.id = f.provision_id
JOIN register_document AS d ON d.id = f.document_id
LEFT JOIN LATERAL (
  SELECT q.id, q.document_id FROM register_policy AS q
  WHERE (q.document_id = f.document_id OR q.document_id IS NULL)
    AND (q.reaches_back OR q.set_at <= f.begun_at)
  ORDER BY q.document_id NULLS LAST, q.version DESC LIMIT 1
) AS q ON true
LEFT JOIN LATERAL (
  SELECT string_agg(
    x.term_id || ':' || x.basis || ':' || (x.met_at IS NOT NULL)::int, ' ' ORDER BY x.term_id
  ) AS standing
  FROM register_expectation AS x WHERE x.follow_up_id = f.id AND x.ended_at IS NULL
) AS e ON true
LEFT JOIN register_review AS v ON v.outcome_id = f.document_id AND v.party_id = f.party_id
LEFT JOIN register_reviewstage AS s ON s.review_id = v.id AND s.kind = 'response' AND s.passed_at IS NULL
WHERE f.ended_at IS NULL AND {which}
GROUP BY f.document_id, p.kind, p.deadline_due, d.issued_on, d.published_at, f.begun_at, f.since,
  q.id, q.document_id, s.due_on, e.standing
ORDER BY f.document_id, p.deadline_due, f.begun_at, f.since, p.kind, q.id, e.standing
"""


@dataclass(frozen=True)
class Alike:
    """Follow-ups of one document that share what sets their dates and the dates that stand."""

    follow_ups: tuple[int, ...]  # their keys, if asked for
    count: int
    document: int
    kind: str
    text: date | None  # the date that the text sets
    issued: date | None
    published: datetime
    begun: datetime
    since: date | None
    policy: int | None  # that holds for them
    own: bool  # whether it is their document's own
    response: date | None  # until when the review, whose outcome asks for it, waits for the response
    standing: str  # "term:basis:met" of each date that stands

    def start(self, policy: Policy) -> date:
        """The day from which their clocks count under a policy."""
        return start_day(
            begun=self.begun,
            published=self.published,
            issued=self.issued,
            since=self.since,
            from_issue=policy.counted_from == Policy.CountedFrom.ISSUED,
            zone=policy.time_zone,
        )


def of_follow_ups(keys: Iterable[int]) -> list[Alike]:
    """The running ones among the follow-ups, in groups, with their keys."""
    return _alike("array_agg(f.id ORDER BY f.id)", "f.id = ANY(%(keys)s)", keys=sorted(set(keys)))


def of_scope(document: int | None, *, keys: bool = False) -> list[Alike]:
    """The running follow-ups of a published document, or of all of them, in groups."""
    which = "f.document_id = %(document)s" if document is not None else "true"
    ids = "array_agg(f.id ORDER BY f.id)" if keys else "'{}'::bigint[]"
    return _alike(ids, which, document=document)


def _alike(ids: str, which: str, **given: Any) -> list[Alike]:
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS.format(ids=ids, which=which), given)
        return [Alike(tuple(row[0]), *row[1:]) for row in cursor.fetchall()]


def policies(keys: Iterable[int | None]) -> dict[int, Policy]:
    """The policies of those keys."""
    return Policy.objects.in_bulk(key for key in set(keys) if key is not None)


def stood(groups: Sequence[Alike]) -> Mapping[str, list[Stood]]:
    """The dates that stand in the groups, by what the groups say of them; in one query."""
    told = {group.standing: [one.split(":") for one in group.standing.split()] for group in groups}
    rows = Term.objects.in_bulk({int(term) for parts in told.values() for term, _, _ in parts})
    clocks = {pk: clock_of(term) for pk, term in rows.items()}
    return {
        standing: [
            Stood(int(term), basis, met == "1", clocks[int(term)], rows[int(term)].policy_id)
            for term, basis, met in parts
        ]
        for standing, parts in told.items()
    }


def clock_of(term: Term) -> Clock:
    """The clock that a term holds."""
    return Clock(
        kind=Expected(term.kind),
        round=term.round,
        counted_from=term.counted_from,
        due_on=term.due_on,
        overdue_at=term.overdue_at,
        time_zone=term.time_zone,
        steps=tuple(
            Taken(datetime.fromisoformat(step["at"]), step["days"], To(step["to"])) for step in term.steps
        ),
    )


def changed(
    groups: Sequence[Alike], at: datetime, instead: Mapping[int | None, Policy] | None = None
) -> Iterator[tuple[Alike, list[Change]]]:
    """Each group with what becomes of its dates when those stand that text and policy set.

    `instead` gives the policy that is to hold in place of the one that does, by the key of that one.
    """
    held = policies(group.policy for group in groups)
    standing = stood(groups)
    for group in groups:
        policy = (instead or {}).get(group.policy) or held.get(group.policy or 0)
        yield group, _changes(group, policy, standing[group.standing], at, home())


def home() -> str:
    """The time zone of the installation: that of dates which no policy sets."""
    return timezone.get_default_timezone_name()


def _changes(
    group: Alike, policy: Policy | None, stands: list[Stood], at: datetime, home: str
) -> list[Change]:
    applies = policy is not None and group.kind in policy.kinds
    ruled = settling.Policy(policy.pk or 0, _rules(group, policy)) if policy and applies else None
    start = group.start(policy) if policy and applies else local_day(group.begun, home)
    today = local_day(at, policy.time_zone if policy and applies else home)
    text = None if group.kind == Kind.FINDING else group.text  # a finding asks for no deed
    return settling.changes(stands, settling.wanted(ruled, start, today, text, home, group.response), ruled)


def _rules(group: Alike, policy: Policy) -> Rules:
    """The rules of a policy for one kind of provision: a promise is reported on, not answered."""
    rules = rules_of(policy.__dict__)
    return replace(rules, answer_days=None) if group.kind == Kind.COMMITMENT else rules
