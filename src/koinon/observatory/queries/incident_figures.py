"""How many incidents there are, of which group, in how many of the places that could have had one; when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from koinon.observatory.engine.incidents import kinds
from koinon.observatory.queries import places
from koinon.observatory.queries.incidents import Chosen, incidents
from koinon.people.models import Place

MOST_BARS = 15
SPANS = (1, 2, 5, 10, 20, 50, 100)  # years that a bar may cover


@dataclass(frozen=True, slots=True)
class Tally:
    """Incidents of a group, and the places that had any, of how many: None where one place was asked for."""

    group: str
    incidents: int
    places: int
    of: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """The incidents of some years, by group in the order of `kinds.Group`."""

    first: int
    last: int
    incidents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of the incidents that are wanted."""

    total: int
    tallies: tuple[Tally, ...]
    bars: tuple[Bar, ...]
    of: int | None


def figures(wanted: Chosen, today: date) -> Figures:
    """Count the incidents that are wanted: two queries, one more for a region."""
    found = incidents(wanted, today).order_by()
    rows = list(
        found.values_list("kind", "place_id", "on__year").annotate(n=Count("pk"))  # one row a year and place
    )
    of = None if wanted.place else _could(wanted, today)
    group_of = {one.key: one.group for one in kinds.kinds()}
    tallies = []
    for group in kinds.Group:
        own = [row for row in rows if group_of.get(row[0]) == group]
        tallies.append(Tally(group, sum(row[3] for row in own), len({row[1] for row in own}), of))
    years = [(group_of[kind], year, n) for kind, _, year, n in rows if kind in group_of]
    return Figures(sum(row[3] for row in rows), tuple(tallies), bars(years), of)


def bars(rows: Sequence[tuple[str, int, int]]) -> tuple[Bar, ...]:
    """Counts by equal spans of years without gaps, at most `MOST_BARS`; rows of (group, year, number)."""
    if not rows:
        return ()
    earliest, latest = min(row[1] for row in rows), max(row[1] for row in rows)
    span = next((s for s in SPANS if latest // s - earliest // s < MOST_BARS), 1000)
    order = list(kinds.Group)
    counted = {n: [0] * len(order) for n in range(earliest // span, latest // span + 1)}
    for group, year, number in rows:
        counted[year // span][order.index(kinds.Group(group))] += number
    return tuple(Bar(n * span, n * span + span - 1, tuple(counts)) for n, counts in counted.items())


def _could(wanted: Chosen, today: date) -> int:
    """How many countries and territories there are where an incident could have been."""
    if wanted.region:
        return len(places.members(wanted.region, wanted.until or today))
    return Place.objects.filter(kind__in=places.COUNTRIES).count()
