"""What lies ahead: flashpoints that are kept here, and what other capabilities know of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.incidents.days import last
from koinon.observatory.models import Flashpoint
from koinon.observatory.queries import asked, places
from koinon.people.models import Place
from koinon.ui.languages import permanent

COLUMNS = (
    "id", "place", "place_name", "kind", "on", "exact", "title", "why", "source", "address", "process",
    "invented", "revision", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """Something ahead in a place. `pk` is None for what another capability keeps, `page` where it stands.

    `address` is that of the source, `process` the key of the register's watch.
    """

    place: Place
    kind: str
    on: date
    exact: str
    title: str
    why: str = ""
    source: str = ""
    address: str = ""
    process: str = ""
    page: str = ""
    invented: bool = False
    pk: int | None = None
    revision: int = 1


Ahead = Callable[[date, date], Iterable[Coming]]
_ELSEWHERE: list[Ahead] = []


def also(ahead: Ahead) -> Ahead:
    """Let what a function knows to lie ahead, between two days, stand among the flashpoints."""
    _ELSEWHERE.append(ahead)
    return ahead


def coming(today: date, until: date, *, place: str = "", region: str = "", kind: str = "") -> list[Coming]:
    """What lies ahead from a day to another, both included, in order; in a place or region where asked.

    What is known by month or year alone stays ahead until the month or year is over. A bill that the
    register watches stands once: as it is kept here, if it is kept here.
    """
    own = [_coming(one) for one in _standing().filter(on__lte=until)]
    kept = {one.process for one in own if one.process}
    found = own + [one for ahead in _ELSEWHERE for one in ahead(today, until) if one.process not in kept]
    within = places.members(region, today) if region else None
    rows = [
        one
        for one in found
        if last(one.on, one.exact) >= today
        and one.on <= until
        and (not place or one.place.code == place)
        and (within is None or one.place.code in within)
        and (not kind or one.kind == kind)
    ]
    return sorted(rows, key=lambda one: (one.on, one.place.name, one.title))


def chosen(given: Mapping[str, Any]) -> dict[str, str]:
    """The place, region and kind that an address asks for; what is not known is refused."""
    place, region = str(given.get("place", "")), str(given.get("region", ""))
    return {
        "place": places.country(place).code if place else "",
        "region": places.region(region).code if region else "",
        "kind": asked.one_of("kind", given.get("kind"), Flashpoint.Kind.values),
    }


def flashpoint(pk: int) -> Flashpoint:
    """One that is kept here and was not dropped."""
    found = _standing().filter(pk=pk).first()
    if found is None:
        raise NotFound("observatory.no_flashpoint", "There is no such flashpoint: it may have been dropped.")
    return found


def shown(flashpoint: Flashpoint) -> Coming:
    """A flashpoint as lists show it."""
    return _coming(flashpoint)


def record(one: Coming, site: str) -> dict[str, Any]:
    """What lies ahead as a plain record; `id` is null for what another capability keeps."""
    return {
        "id": one.pk,
        "place": one.place.code,
        "place_name": one.place.name,
        "kind": one.kind,
        "on": one.on,
        "exact": one.exact,
        "title": one.title,
        "why": one.why,
        "source": one.source,
        "address": one.address,
        "process": one.process,
        "invented": one.invented,
        "revision": one.revision,
        "url": site + permanent(one.page),
    }


def _standing() -> QuerySet[Flashpoint]:
    return Flashpoint.objects.filter(dropped_at=None).select_related("place")


def _coming(one: Flashpoint) -> Coming:
    return Coming(
        one.place, str(one.kind), one.on, str(one.exact), one.title, one.why, one.source, one.address,
        one.process, f"{reverse('observatory:flashpoints')}#f-{one.pk}", one.invented, one.pk, one.revision,
    )  # fmt: skip
