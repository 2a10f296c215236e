"""Answers that data sets state: the position of a row becomes the published answer of the one it asks.

Called within the action that takes a file in, after its follow-ups are opened. Set-based: a file holds tens
of thousands of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from koinon.register.actions import answer_steps as steps
from koinon.register.actions import standing
from koinon.register.actions.answers import AT_ONCE, replace
from koinon.register.engine.following.answers import asks_for_none, stated
from koinon.register.models import Answer, FollowUp, Row, Term
from koinon.register.queries.intake import chunks

CHANGED = "Changed in the data set."
TOGETHER = 10_000  # rows weighed at a time


@dataclass(frozen=True)
class Given:
    """How many answers were written, left as the party itself gave them, and not clear enough to write."""

    written: int = 0
    kept: int = 0
    unclear: int = 0

    def __add__(self, other: Given) -> Given:
        return Given(self.written + other.written, self.kept + other.kept, self.unclear + other.unclear)

    def plain(self) -> dict[str, int]:
        """The counts as JSON values."""
        return {"answers": self.written, "answers_kept": self.kept, "positions_unclear": self.unclear}


def give(provisions: Iterable[int], now: datetime) -> Given:
    """Write the answers that the rows of those provisions state; the same rows twice change nothing.

    A row speaks for its addressee only where it has one alone, named itself and not by a class. What the
    party answered here itself stands: a data set does not speak over it.
    """
    told = Given()
    for keys in chunks(sorted(set(provisions)), TOGETHER):
        told += _give(keys, now)
    return told


def _give(provisions: list[int], now: datetime) -> Given:
    rows = Row.objects.filter(provision__in=provisions).exclude(facts__position=None)
    said = {provision: (form, facts) for provision, form, facts in rows.values_list("pk", "format", "facts")}
    asked = _asked(said)
    published = {
        a.follow_up_id: a
        for a in Answer.objects.filter(follow_up__in=asked.values(), state=Answer.State.PUBLISHED)
    }
    numbers = steps.numbers_of(asked.values())
    fresh: list[Answer] = []
    kept = unclear = 0
    for provision, (form, facts) in said.items():
        if asks_for_none(facts["position"]):
            continue
        position, follow_up = stated(facts["position"]), asked.get(provision)
        if position is None or follow_up is None:
            unclear += 1
            continue
        before = published.get(follow_up)
        if before and not before.origin:
            kept += before.position != position
        elif before is None or (before.position, before.reasons) != (position, _reasons(facts)):
            fresh.append(_answer(follow_up, numbers[follow_up] + 1, position, form, facts, before, now))
    _written(fresh, now)
    return Given(len(fresh), kept, unclear)


def _asked(said: Mapping[int, Any]) -> dict[int, int]:
    """By provision, the follow-up of its only addressee."""
    running = FollowUp.objects.filter(provision__in=said, ended_at=None)
    listed = list(running.order_by().values_list("provision", "pk", "via"))
    alone = Counter(provision for provision, _, _ in listed)
    return {provision: pk for provision, pk, via in listed if alone[provision] == 1 and via is None}


def _reasons(facts: Mapping[str, Any]) -> str:
    """What a data set says besides of why: IMPACT OSS has a column of it."""
    return str(facts.get("response", ""))


def _answer(
    follow_up: int,
    number: int,
    position: str,
    form: str,
    facts: Mapping[str, Any],
    before: Answer | None,
    now: datetime,
) -> Answer:
    return Answer(
        follow_up_id=follow_up,
        number=number,
        state=Answer.State.PUBLISHED,
        position=position,
        reasons=_reasons(facts),
        origin=form,
        change=CHANGED if before else "",
        drafted_at=now,
        published_at=now,
    )


def _written(fresh: list[Answer], now: datetime) -> None:
    keys = [answer.follow_up_id for answer in fresh]
    if not keys:
        return
    replace(keys, now)
    Answer.objects.bulk_create(fresh, batch_size=AT_ONCE)
    standing.meet(keys, Term.Kind.ANSWER, now)
    standing.stand(keys)
