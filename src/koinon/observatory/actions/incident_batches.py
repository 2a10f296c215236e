"""Many incidents at once: the rows of a sheet, all or none; the events of a dataset, those that are new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from koinon.kernel.keys import free_key
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.observatory.actions.incidents import described, refuse_alike, whoever, wish
from koinon.observatory.engine.incidents.told import Told, checked
from koinon.observatory.models import Incident, Release
from koinon.observatory.queries import incident_events, places
from koinon.observatory.queries.incident_alike import alike_each
from koinon.observatory.rules import incidents as rules
from koinon.people.models import Party, Place

MOST = 20_000  # incidents of one sheet
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a dataset's rows.

    `new` incidents were made; `known` stood already, from this or an earlier release; `alike` were left out
    because another source tells of such an incident within a week; `others` are rows that are no incident
    here, or of a unit that is not known.
    """

    release: Release
    new: int
    known: int
    alike: int
    others: int


@action("observatory.bring_incidents", permit=rules.may_tell)
def bring(
    *,
    by: Any,
    behalf: Party | None = None,
    told: Sequence[Told],
    invented: bool = False,
    anyway: bool = False,
    today: date,
    now: datetime,
) -> list[Incident]:
    """Tell of many incidents at once: all of them, or none where one cannot be."""
    if not told or len(told) > MOST:
        raise Refused(
            "observatory.incidents.number", "Bring between 1 and {most} incidents at once.", most=MOST
        )
    rows = [checked(one, today=today) for one in told]
    held = _held(rows)
    if not anyway:
        refuse_alike(rows)
    made = [
        described(Incident(behalf=behalf, added_at=now, added_by=whoever(by), invented=invented), one, place)
        for one in rows
        for place in (held[one.place],)
    ]
    _create(made, rows)
    record(
        "incidents",
        {
            "number": len(made),
            "places": sorted(held),
            "behalf": behalf.key if behalf else None,
            "invented": invented,
        },
    )
    return made


@action("observatory.take_incidents", permit=rules.may_take)
def take(*, by: Any, dataset: str, anyway: bool = False, now: datetime) -> Taken:
    """Take the events of a loaded dataset in as incidents. Those that stand already are passed over.

    `anyway` takes those in as well of which another source tells within a week.
    """
    release = incident_events.release(dataset)
    events = list(incident_events.told(release))
    held = _there(one.place for one in events if one is not None)
    rows = [one for one in events if one is not None and one.place in held]
    before = set(Incident.objects.filter(release__dataset=release.dataset).values_list("row", flat=True))
    fresh = [one for one in rows if one.row not in before]
    alike = [[]] * len(fresh) if anyway else alike_each(fresh, but=release)
    told = [one for one, others in zip(fresh, alike, strict=True) if not others]
    made = [
        described(
            Incident(release=release, row=one.row, added_at=now, added_by=whoever(by)), one, held[one.place]
        )
        for one in told
    ]
    for incident in made:
        incident.title = f"{incident.title}: {incident.place.name}"[:300]
        incident.invented = release.dataset.invented
    _create(made, told)
    taken = Taken(release, len(made), len(rows) - len(fresh), len(fresh) - len(told), len(events) - len(rows))
    record(
        "incidents",
        {
            "dataset": dataset,
            "version": release.version,
            "number": taken.new,
            "known": taken.known,
            "alike": taken.alike,
            "others": taken.others,
        },
    )
    return taken


def _held(rows: Iterable[Told]) -> dict[str, Place]:
    """The places of the rows by code, held until the act is done; refuses one that is no country."""
    held = _there(one.place for one in rows)
    if missing := sorted({one.place for one in rows} - set(held)):
        raise Refused(
            "observatory.incidents.place",
            "There is no country or territory of the code {missing}.",
            missing=", ".join(missing[:5]),
        )
    return held


def _there(codes: Iterable[str]) -> dict[str, Place]:
    """The countries and territories of those codes that there are, held until the act is done."""
    found = Place.objects.select_for_update().filter(code__in=set(codes), kind__in=places.COUNTRIES)
    return {place.code: place for place in found.order_by("pk")}


def _create(made: Sequence[Incident], rows: Sequence[Told]) -> None:
    """Give each a key of its own and save them all."""
    codes = {incident.place_id for incident in made}
    taken = set(Incident.objects.filter(place__in=codes).values_list("key", flat=True))
    for incident, told in zip(made, rows, strict=True):
        incident.key = free_key(wish(told), taken)
        taken.add(incident.key)
    Incident.objects.bulk_create(made, batch_size=AT_ONCE)
