"""Dates of follow-ups as events: one for all that someone is to do of a document by a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection

from koinon.ledger.queries import state
from koinon.people.models import Party
from koinon.register.models import Document
from koinon.ui.remembered import remembered

BACK = timedelta(days=92)  # of everyone's calendar

# What runs is asked by a provision that stands (see `following.running`).
# An event is known by the first follow-up of its group, answered or not, so that it stays itself while others
# answer and when its date is moved; how often it was moved is its sequence.
_EVENTS = """
SELECT g.*, (
  SELECT count(*) FROM register_expectation AS m JOIN register_term AS u ON u.id = m.term_id
  WHERE m.follow_up_id = g.first AND u.kind = g.kind AND u.round = g.round
    AND m.ended_at IS NOT NULL AND m.met_at IS NULL
) FROM (
  SELECT CASE WHEN %(by_party)s THEN f.name ELSE '' END AS who, d.title, d.slug, t.kind, t.round, t.due_on,
    min(f.id) AS first, count(*) FILTER (WHERE x.met_at IS NULL) AS open, count(*) AS all,
    max(GREATEST(x.set_at, x.met_at)) AS changed_at
  FROM register_followup AS f
  JOIN register_expectation AS x ON x.follow_up_id = f.id AND x.ended_at IS NULL
  JOIN register_term AS t ON t.id = x.term_id
  JOIN register_document AS d ON d.id = f.document_id
  WHERE f.ended_at IS NULL
    AND (%(parties)s::bigint[] IS NULL OR f.party_id = ANY(%(parties)s))
    AND (%(document)s::bigint IS NULL OR f.document_id = %(document)s)
    AND (%(since)s::date IS NULL OR t.due_on >= %(since)s)
  GROUP BY 1, 2, 3, 4, 5, 6
) AS g WHERE g.open > 0 ORDER BY g.due_on, g.first
"""


@dataclass(frozen=True, slots=True)
class Event:
    """All that someone ("" where everyone) is to do of a document by a day; `first` is its lasting key."""

    who: str
    title: str
    slug: str
    kind: str
    round: int
    due_on: date
    first: int
    open: int
    all: int
    changed_at: datetime
    moved: int


def events(*, parties: Iterable[Party] | None = None, document: Document | None = None) -> list[Event]:
    """The dates on which something is still expected of some parties, or in one document."""
    rows = _rows(parties=None if parties is None else [one.pk for one in parties], document=document)
    return [Event(*row) for row in rows]


def everyones(today: date) -> list[Event]:
    """The dates of everyone from `BACK` before today on: one for each document and day.

    What is overdue for longer stands in the lists of who is silent; a calendar of all of it, of a large
    register and many years, is more than the programs that subscribe to one can take.
    """
    count = partial(_rows, by_party=False, since=today - BACK)
    return [Event(*row) for row in remembered("everyone's dates", f"{state()}:{today}", count)]


def _rows(*, document: Document | None = None, **values: Any) -> list[tuple[Any, ...]]:
    chosen = {"by_party": True, "parties": None, "since": None} | values
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, chosen | {"document": document.pk if document else None})
        return list(cursor.fetchall())
