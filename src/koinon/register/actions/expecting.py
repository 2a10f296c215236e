"""Writing down which dates stand for follow-ups: what changes ends, and another date begins.

Called within an action or a follower; nothing here decides or records. Set-based: one date for all whom one
act expects something of by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from koinon.register.actions.standing import AT_ONCE, stand
from koinon.register.engine.following.calendar import moment_of
from koinon.register.engine.following.settling import Change, Wanted, moved
from koinon.register.engine.following.terms import Clock
from koinon.register.models import Term
from koinon.register.queries import clocks
from koinon.register.queries.clocks import Alike

ONE_AT_A_TIME = 0x64_61_74_65

_END = """
UPDATE register_expectation AS x SET ended_at = GREATEST(%(at)s, x.set_at)
FROM unnest(%(follow_ups)s::bigint[], %(terms)s::bigint[]) AS k(follow_up, term)
WHERE x.follow_up_id = k.follow_up AND x.term_id = k.term AND x.ended_at IS NULL
"""

# What had come before it was asked for meets the date at once; a correction of the text leaves it met.
_BEGIN = """
INSERT INTO register_expectation (follow_up_id, term_id, basis, reason, set_at, met_at)
SELECT k.follow_up, k.term, k.basis, %(reason)s, %(at)s, CASE t.kind
  WHEN 'answer' THEN (
    SELECT a.published_at FROM register_answer AS a
    WHERE a.follow_up_id = k.follow_up AND a.state = 'published'
  )
  WHEN 'due' THEN (
    SELECT min(c.published_at) FROM register_claim AS c
    WHERE c.follow_up_id = k.follow_up AND c.state = 'standing' AND c.side = 'addressee'
      AND c.level = 'complete'
  )
  ELSE (
    SELECT min(c.published_at) FROM register_claim AS c
    WHERE c.follow_up_id = k.follow_up AND c.state = 'standing' AND c.side = 'addressee'
      AND c.published_at >= k.since
  )
END
FROM unnest(
  %(follow_ups)s::bigint[], %(terms)s::bigint[], %(bases)s::text[], %(since)s::timestamptz[]
) AS k(follow_up, term, basis, since)
JOIN register_term AS t ON t.id = k.term
"""


@dataclass
class Writing:
    """The dates of one act, written at its end: each distinct date is one term."""

    at: datetime
    reason: str = ""
    ended: list[tuple[int, int]] = field(default_factory=list)  # follow-up, term
    begun: list[tuple[int, Wanted]] = field(default_factory=list)

    def add(self, follow_ups: Sequence[int], changes: Iterable[Change]) -> None:
        """Note what changes for follow-ups that are alike."""
        for change in moved(changes):
            if change.old:
                self.ended += [(key, change.old.term) for key in follow_ups]
            if change.new:
                self.begun += [(key, change.new) for key in follow_ups]

    def write(self) -> set[int]:
        """Write it; the follow-ups whose dates changed. Then `stand`."""
        terms = self._terms()
        with connection.cursor() as cursor:
            for start in range(0, len(self.ended), AT_ONCE):
                part = self.ended[start : start + AT_ONCE]
                keys = {"follow_ups": [k for k, _ in part], "terms": [t for _, t in part]}
                cursor.execute(_END, {"at": self.at, **keys})
            for start in range(0, len(self.begun), AT_ONCE):
                some = self.begun[start : start + AT_ONCE]
                given: dict[str, Any] = {
                    "at": self.at,
                    "reason": self.reason,
                    "follow_ups": [key for key, _ in some],
                    "terms": [terms[new.clock, new.policy] for _, new in some],
                    "bases": [new.basis for _, new in some],
                    "since": [_since(new.clock.counted_from, new.clock.time_zone) for _, new in some],
                }
                cursor.execute(_BEGIN, given)
        return {key for key, _ in self.ended} | {key for key, _ in self.begun}

    def _terms(self) -> dict[tuple[Clock, int | None], int]:
        distinct = list(dict.fromkeys((new.clock, new.policy) for _, new in self.begun))
        made = Term.objects.bulk_create(
            [term_of(clock, policy, self.at) for clock, policy in distinct], batch_size=AT_ONCE
        )
        return {key: term.pk for key, term in zip(distinct, made, strict=True)}


@lru_cache(maxsize=1_000)
def _since(first: date | None, time_zone: str) -> datetime | None:
    """The moment from which a report is one of the round: that at which its first day begins."""
    return moment_of(first, time_zone) if first else None


def term_of(clock: Clock, policy: int | None, at: datetime) -> Term:
    """The row of a clock that is set at a moment; steps whose time has passed are taken by the next pass."""
    return Term(
        policy_id=policy,
        kind=clock.kind.value,
        round=clock.round,
        counted_from=clock.counted_from,
        due_on=clock.due_on,
        overdue_at=clock.overdue_at,
        time_zone=clock.time_zone,
        steps=[{"at": step.at.isoformat(), "days": step.days, "to": step.to.value} for step in clock.steps],
        next_at=clock.steps[0].at if clock.steps else None,
        set_at=at,
    )


def alone() -> None:
    """Nobody else sets dates until this transaction ends: two would each begin the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def settle(groups: Sequence[Alike], at: datetime, reason: str = "") -> set[int]:
    """Let the dates stand that text and policy set; the follow-ups whose dates changed, brought up to it."""
    writing = Writing(at, reason)
    for group, changes in clocks.changed(groups, at):
        writing.add(group.follow_ups, changes)
    touched = writing.write()
    stand(touched)
    return touched
