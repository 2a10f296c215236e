"""What a letter says: the dates it tells of that are still open when it goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from koinon.people.models import Mandate, Party
from koinon.register.engine.following.terms import To
from koinon.register.models import Letter
from koinon.register.queries.offices import mandates

NEAREST = 20  # dates that a letter shows
GROUPS = 20  # documents that it counts

# What is open is found once; document and provision are looked up for what is shown alone.
_OPEN = """
CREATE TEMPORARY TABLE letter_open ON COMMIT DROP AS
SELECT DISTINCT x.id, f.document_id AS document, f.provision_id AS provision, f.name AS who, t.kind,
  t.due_on, t.overdue_at <= %(now)s AS overdue
FROM (
  SELECT DISTINCT term, party FROM unnest(%(terms)s::bigint[], %(parties)s::bigint[]) AS u(term, party)
) AS k
JOIN register_term AS t ON t.id = k.term
JOIN register_expectation AS x ON x.term_id = k.term AND x.ended_at IS NULL AND x.met_at IS NULL
JOIN register_followup AS f ON f.id = x.follow_up_id AND f.ended_at IS NULL
  AND (k.party = -1 OR k.party = COALESCE(f.party_id, 0))
WHERE EXISTS (SELECT 1 FROM register_document AS d WHERE d.id = f.document_id AND d.state = 'published')
  AND EXISTS (SELECT 1 FROM register_provision AS v WHERE v.id = f.provision_id AND NOT v.withdrawn)
"""
_COUNT = "SELECT count(*), count(*) FILTER (WHERE overdue) FROM letter_open"
_GROUPED = """
SELECT g.who, d.title, d.slug, g.kind, g.count, g.parties, g.first, g.overdue, g.groups
FROM (
  SELECT CASE WHEN %(by_party)s THEN who ELSE '' END AS who, document, kind, count(*) AS count,
    count(DISTINCT who) AS parties, min(due_on) AS first, bool_or(overdue) AS overdue,
    count(*) OVER () AS groups
  FROM letter_open GROUP BY 1, 2, 3 ORDER BY 6, 2, 1, 3 LIMIT %(most)s
) AS g JOIN register_document AS d ON d.id = g.document
ORDER BY g.first, g.document, g.who, g.kind
"""
_NEAREST = """
SELECT g.due_on, g.kind, g.overdue, g.who, v.text, v.number, d.title, d.slug
FROM (SELECT * FROM letter_open ORDER BY due_on, id LIMIT %(most)s) AS g
JOIN register_provision AS v ON v.id = g.provision
JOIN register_document AS d ON d.id = g.document
ORDER BY g.due_on, g.id
"""


@dataclass(frozen=True, slots=True)
class Group:
    """What is open of one document: by one party, or ("") by so many."""

    who: str
    title: str
    slug: str
    kind: str
    count: int
    parties: int
    first: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class Open:
    """One date of one follow-up."""

    due_on: date
    kind: str
    overdue: bool
    who: str
    text: str
    number: int
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says. `unspoken`: parties for whom nobody got what falls to the reader instead."""

    total: int
    overdue: int
    groups: list[Group]
    groups_more: int
    nearest: list[Open]
    nearest_more: int
    offices: list[Mandate]
    unspoken: list[str]
    unspoken_more: int


def content(letter: Letter, now: datetime, today: date) -> Content | None:
    """What is still open of what a letter was to tell; None where nothing is."""
    held = list(mandates(today).filter(person=letter.person_id).select_related("party").order_by("pk"))
    items = _still_theirs(letter, held)
    of: dict[str, Any] = {
        "terms": [item["term"] for item in items],
        "parties": [item["party"] for item in items],
        "now": now,
        "by_party": all(item["to"] != To.SECRETARIAT for item in items),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OPEN, of)
        ((total, overdue),) = _rows(cursor, _COUNT, of)
        grouped = _rows(cursor, _GROUPED, {**of, "most": GROUPS})
        nearest = [_open(*row) for row in _rows(cursor, _NEAREST, {**of, "most": NEAREST})]
        cursor.execute("DROP TABLE letter_open")
    if not total:
        return None
    silent = sorted({item["party"] for item in items if "instead" in item and item["to"] == To.SECRETARIAT})
    names = list(Party.objects.filter(pk__in=silent).order_by("name").values_list("name", flat=True))
    return Content(
        total=total,
        overdue=overdue,
        groups=[Group(*row[:8]) for row in grouped],
        groups_more=grouped[0][8] - len(grouped),
        nearest=nearest,
        nearest_more=total - len(nearest),
        offices=held,
        unspoken=names[:GROUPS],
        unspoken_more=max(0, len(names) - GROUPS),
    )


def _still_theirs(letter: Letter, held: Sequence[Mandate]) -> list[dict[str, Any]]:
    """What the reader may still be told as who they are today; the secretariat's is told to it alone."""
    mine = {(mandate.role, mandate.party_id or 0) for mandate in held}
    return [
        item
        for item in letter.told
        if (item["to"], 0 if item["to"] == To.SECRETARIAT else item["party"]) in mine
    ]


def _open(
    due_on: date, kind: str, overdue: bool, who: str, text: str, number: int, title: str, slug: str
) -> Open:
    address = reverse("register:provision", args=[slug, number])
    return Open(due_on, kind, overdue, who, text, number, title, address)


def _rows(cursor: Any, sql: str, values: dict[str, Any]) -> list[Any]:
    cursor.execute(sql, values)
    return list(cursor.fetchall())


def letter_of(pk: int) -> Letter | None:
    """A letter with its reader, if it is still there and their account is open."""
    return Letter.objects.select_related("person").filter(pk=pk, person__is_active=True).first()
