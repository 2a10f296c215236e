"""Lines and openings towards a country, as each reader may see them.

`visible` is the only way to them: what is restricted is not there for those who may not read it, in no list,
count, file or history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from koinon.kernel.refusals import NotFound
from koinon.ledger.models import Entry, Visibility
from koinon.observatory.models import ApproachLine
from koinon.observatory.rules import approaches as rules
from koinon.people.models import Place
from koinon.ui.languages import permanent

COLUMNS = (
    "key", "place", "place_name", "kind", "text", "language", "sources", "since", "until", "restricted",
    "invented", "changed_at", "revision", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a line said from a moment on, until another moment; None while it still says so."""

    at: datetime
    until: datetime | None
    facts: dict[str, Any]
    restricted: bool


def visible(person: Any) -> QuerySet[ApproachLine]:
    """The lines that a reader may see, all of them only for those who may read what is restricted."""
    found = ApproachLine.objects.select_related("place")
    return found if rules.may_read(by=person) else found.filter(restricted=False)


def lines(person: Any, place: str = "", *, kind: str = "") -> QuerySet[ApproachLine]:
    """The lines towards a place, or towards all, in the order that the secretariat gave them."""
    found = visible(person).filter(kind=kind) if kind else visible(person)
    found = found.filter(place__code=place) if place else found
    return found.order_by("place__name", "kind", "position", "pk")


def line_for(person: Any, key: str | UUID) -> ApproachLine:
    """One line that the reader may see."""
    try:
        wanted = key if isinstance(key, UUID) else UUID(key)
    except ValueError:
        wanted = None
    found = visible(person).filter(key=wanted).first() if wanted else None
    if found is None:
        raise NotFound("observatory.no_approach", "There is no such line or opening.")
    return found


def holding(rows: list[ApproachLine], today: date) -> list[ApproachLine]:
    """Those that hold on a day."""
    return [row for row in rows if row.since <= today and (row.until is None or today < row.until)]


def places_of(person: Any) -> list[tuple[Place, int]]:
    """The places towards which the reader sees lines, by name, with how many."""
    counted: dict[Place, int] = {}
    for line in lines(person):
        counted[line.place] = counted.get(line.place, 0) + 1
    return sorted(counted.items(), key=lambda pair: pair[0].name)


def history(person: Any, place: str) -> list[list[Said]]:
    """What each line towards a place said, and until when, as the reader may know: one list a line."""
    keys = [str(line.key) for line in lines(person, place)]
    acts = Entry.objects.filter(about__in=("approach", f"approach:{place}"), facts__line__in=keys)
    if not rules.may_read(by=person):
        acts = acts.filter(visibility=Visibility.PUBLIC)
    by_line: dict[str, list[Entry]] = {key: [] for key in keys}
    for entry in acts.order_by("number"):
        by_line[entry.facts["line"]].append(entry)
    return [_said(entries) for entries in by_line.values() if len(entries) > 1]


def record(line: ApproachLine, site: str) -> dict[str, Any]:
    """A line as a plain record."""
    return {
        "key": str(line.key),
        "place": line.place.code,
        "place_name": line.place.name,
        "kind": line.kind,
        "text": line.text,
        "language": line.language,
        "sources": list(line.sources),
        "since": line.since,
        "until": line.until,
        "restricted": line.restricted,
        "invented": line.invented,
        "changed_at": line.changed_at,
        "revision": line.revision,
        "url": site + permanent(reverse("observatory:approach", args=[line.place.code])),
    }


def _said(entries: list[Entry]) -> list[Said]:
    ends: list[datetime | None] = [*(entry.at for entry in entries[1:]), None]
    return [
        Said(entry.at, until, entry.facts, entry.visibility == Visibility.RESTRICTED)
        for entry, until in zip(entries, ends, strict=True)
    ]
