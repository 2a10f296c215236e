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

from django.db import connection

from koinon.register.actions import answer_steps as steps
from koinon.register.actions import standing
from koinon.register.actions.answers import replace
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
    columns = rows.values_list("pk", "format", "facts__position", "facts__response")
    said = {pk: (form, str(words), str(why or "")) for pk, form, words, why in columns}
    asked = _asked(said)
    standing_ = Answer.objects.filter(follow_up__in=asked.values(), state=Answer.State.PUBLISHED)
    published = {
        pk: rest for pk, *rest in standing_.values_list("follow_up", "position", "reasons", "origin")
    }
    numbers = steps.numbers_of(asked.values())
    fresh: list[Fresh] = []
    kept = unclear = 0
    for provision, (form, words, why) in said.items():
        if asks_for_none(words):
            continue
        position, follow_up = stated(words), asked.get(provision)
        if position is None or follow_up is None:
            unclear += 1
            continue
        before = published.get(follow_up)
        if before and not before[2]:
            kept += before[0] != position
        elif before is None or before[:2] != [position, why]:
            change = CHANGED if before else ""
            fresh.append((follow_up, numbers[follow_up] + 1, position.value, why, form, change))
    _written(fresh, now)
    return Given(len(fresh), kept, unclear)


def _asked(said: Mapping[int, Any]) -> dict[int, int]:
    """By provision, the follow-up of its only addressee."""
    running = FollowUp.objects.filter(provision__in=said, ended_at=None)
    listed = list(running.order_by().values_list("provision", "pk", "via"))
    alone = Counter(provision for provision, _, _ in listed)
    return {provision: pk for provision, pk, via in listed if alone[provision] == 1 and via is None}


#: Follow-up, number, position, reasons (IMPACT OSS has a column of them), origin, why it changed.
Fresh = tuple[int, int, str, str, str, str]

_WRITE = """
INSERT INTO register_answer (
  follow_up_id, number, position, reasons, origin, change, state, part, language, note, drafted_at,
  published_at, revision
)
SELECT *, 'published', '', 'en', '', %s::timestamptz, %s::timestamptz, 1
FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[])
"""


def _written(fresh: list[Fresh], now: datetime) -> None:
    if not fresh:
        return
    keys = [one[0] for one in fresh]
    replace(keys, now)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [now, now, *(list(column) for column in zip(*fresh, strict=True))])
    standing.meet(keys, Term.Kind.ANSWER, now)
    standing.stand(keys)
