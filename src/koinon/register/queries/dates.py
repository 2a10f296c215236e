"""Dates that stand: one's own parties' on the desk, everyone's by how far they have escalated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.expressions import RawSQL

from koinon.ledger.queries import state
from koinon.people.models import Party, Person
from koinon.people.rules import mandates_in_force
from koinon.register.engine.following.calendar import local_day
from koinon.register.engine.following.terms import To
from koinon.register.models import Expectation, FollowUp, Letter, Term
from koinon.register.queries import following, offices
from koinon.ui.remembered import remembered

LEVELS = ("", *To)
COMING = 60  # days
SHOWN = 3  # documents of a date
DAY = timedelta(days=1)

_STANDING = """
SELECT t.id, t.kind, t.due_on, t.overdue_at, k.count, COALESCE(r.level, '')
FROM (
  SELECT term_id, count(*) FROM register_expectation
  WHERE ended_at IS NULL AND met_at IS NULL GROUP BY term_id
) AS k
JOIN register_term AS t ON t.id = k.term_id
LEFT JOIN LATERAL (
  SELECT "to" AS level FROM register_reminder AS r WHERE r.term_id = t.id
  ORDER BY array_position(%(levels)s, r."to"::text) DESC LIMIT 1
) AS r ON true
ORDER BY t.due_on, t.id
"""

# Materialized, since it is guessed to be far fewer than they are, and each would be looked up by itself.
_EXPECTED = """
WITH expected AS MATERIALIZED (
  SELECT x.follow_up_id FROM register_expectation AS x JOIN register_term AS t ON t.id = x.term_id
  WHERE x.ended_at IS NULL AND x.met_at IS NULL AND t.kind = %s
) SELECT follow_up_id FROM expected
"""


def parties_of(person: Person) -> list[Party]:
    """The parties for which a person is focal point or validator today, by name."""
    held = {m.party_id: m.party for m in mandates_in_force(person) if m.role in offices.SPEAKING and m.party}
    return sorted(held.values(), key=lambda party: party.name)


@dataclass(frozen=True)
class Filter:
    """By what one's own dates are narrowed; empty: by nothing."""

    which: str = ""  # "overdue" or "coming"
    kind: str = ""
    party: str = ""

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> Filter:
        """The filter of a page's query; what it does not know narrows nothing."""
        which, kind = str(query.get("which", "")), str(query.get("kind", ""))
        return cls(
            which if which in ("overdue", "coming") else "",
            kind if kind in Term.Kind else "",
            str(query.get("party", ""))[:200],
        )


def dates_of(parties: Iterable[Party], narrowed: Filter, now: datetime) -> list[int]:
    """The keys of the parties' follow-ups of which something is still expected, the nearest date first."""
    found = following.of_parties(parties).filter(next_on__isnull=False)
    passed = Q(silent_from__lte=now) | Q(overdue_from__lte=now)
    if narrowed.which == "overdue":
        found = found.filter(passed)
    elif narrowed.which == "coming":
        found = found.exclude(passed)
    if narrowed.kind:
        found = found.filter(pk__in=RawSQL(_EXPECTED, [narrowed.kind]))
    return list(found.order_by("next_on", "pk").values_list("pk", flat=True))


def with_dates(keys: Iterable[int]) -> list[FollowUp]:
    """Some of `dates_of`, in its order, with the dates that are open."""
    found = following.running().filter(pk__in=list(keys))
    return list(following.dated(found).order_by("next_on", "pk"))


@dataclass(frozen=True, slots=True)
class Standing:
    """A date with how many are still expected to act by it, and who was told last."""

    term: int
    kind: str
    due_on: date
    overdue_at: datetime
    count: int
    level: str


def standing() -> list[Standing]:
    """Every date by which anyone is still expected to act, the earliest first."""
    return [Standing(*row) for row in remembered("dates that stand", state(), _standing)]


def _standing() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"levels": list(LEVELS)})
        return list(cursor.fetchall())


def by_level(dates: Iterable[Standing]) -> dict[str, int]:
    """How many expectations have come how far."""
    counts: Counter[str] = Counter()
    for one in dates:
        counts[one.level] += one.count
    return {level: counts[level] for level in LEVELS}


@dataclass(frozen=True, slots=True)
class Shown:
    """A date as the list shows it: the first documents with how many of theirs, and what comes next."""

    standing: Standing
    term: Term
    documents: list[tuple[str, str, int]]
    more: int

    @property
    def next_on(self) -> date | None:
        """The day of the step that is taken next, where dates are counted."""
        at = self.term.next_at
        return local_day(at, self.term.time_zone) if at else None


def shown(dates: Sequence[Standing]) -> list[Shown]:
    """The dates of one page, each with its documents, the one with most first."""
    terms = Term.objects.in_bulk([one.term for one in dates])
    rows = (
        Expectation.objects.filter(term__in=terms, ended_at=None, met_at=None)
        .order_by()
        .values_list("term", "follow_up__document__title", "follow_up__document__slug")
        .annotate(count=Count("pk"))
        .order_by("term", "-count", "follow_up__document__title")
    )
    documents: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    for term, title, slug, count in rows:
        documents[term].append((title, slug, count))
    return [
        Shown(one, terms[one.term], documents[one.term][:SHOWN], max(0, len(documents[one.term]) - SHOWN))
        for one in dates
        if one.term in terms
    ]


def coming(dates: Iterable[Standing], today: date) -> list[tuple[date, dict[str, int]]]:
    """The days of the coming two months on which something is due: how many of each kind."""
    days: dict[date, Counter[str]] = defaultdict(Counter)
    for one in dates:
        if today <= one.due_on <= today + COMING * DAY:
            days[one.due_on][one.kind] += one.count
    return [(day, dict(days[day])) for day in sorted(days)]


def unspoken(today: date) -> QuerySet[Party]:
    """Parties of which something is expected and that have no focal point, those with nobody at all first."""
    return offices.unspoken(today)


def expected_of(parties: Iterable[Party]) -> dict[int, tuple[int, date]]:
    """Of each party: of how many follow-ups something is expected, and the nearest date."""
    found = FollowUp.objects.filter(party__in=list(parties), ended_at=None, next_on__isnull=False).order_by()
    counted = found.values("party").annotate(count=Count("pk"), first=Min(F("next_on")))
    return {row["party"]: (row["count"], row["first"]) for row in counted}


def unknown() -> int:
    """Follow-ups of which something is expected from someone whom the directory does not know."""
    return FollowUp.objects.filter(party=None, ended_at=None, next_on__isnull=False).count()


def not_arrived(now: datetime) -> QuerySet[Letter]:
    """Letters that were refused or came back, and those of which it is not known, the latest first."""
    lost = Q(state__in=(Letter.State.REFUSED, Letter.State.BOUNCED))
    stuck = Q(state=Letter.State.BEGUN) | Q(state=Letter.State.WAITING)
    return (
        Letter.objects.filter(lost | stuck & Q(on__lt=now.date()))
        .select_related("person")
        .order_by("-on", "pk")
    )
