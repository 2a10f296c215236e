"""Incidents as they are looked for, counted and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from koinon.kernel.directory import folded
from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.incidents import kinds, sheet
from koinon.observatory.engine.incidents.days import last
from koinon.observatory.engine.incidents.days import written as written
from koinon.observatory.models import Incident
from koinon.observatory.queries import asked, places
from koinon.observatory.rules import incidents as rules
from koinon.people import rules as people
from koinon.people.models import Alias, Party, Person, Place
from koinon.ui.languages import permanent

COLUMNS = sheet.WRITTEN
flat = sheet.flat
STANDING = "standing"  # every state but struck and refuted


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which incidents are wanted; empty means all. `state` is "standing" unless another is asked for."""

    place: str = ""
    region: str = ""
    kind: str = ""
    group: str = ""
    state: str = STANDING
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything at all was asked for."""
        return self != Chosen()


def chosen(given: Mapping[str, str]) -> Chosen:
    """What an address asks for; words that mean nothing are refused. Days may be years or months."""
    since = asked.exact_day("since", given.get("since", ""))
    until = asked.exact_day("until", given.get("until", ""))
    return Chosen(
        place=given.get("place", "")[:40],
        region=given.get("region", "")[:40],
        kind=asked.one_of("kind", given.get("kind"), (one.key for one in kinds.kinds())),
        group=asked.one_of("group", given.get("group"), kinds.Group),
        state=asked.one_of("state", given.get("state"), (*Incident.State.values, "all")) or STANDING,
        since=since[0] if since else None,
        until=last(*until) if until else None,
    )


def incidents(wanted: Chosen, today: date) -> QuerySet[Incident]:
    """The incidents that are wanted, the latest first, with all that lists show."""
    found = Incident.objects.select_related("place", "behalf", "release__dataset")
    if wanted.place:
        found = found.filter(place__code=wanted.place)
    if wanted.region:
        found = found.filter(place__code__in=places.members(wanted.region, wanted.until or today))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.group:
        found = found.filter(kind__in=kinds.of_group(wanted.group))
    if wanted.state == STANDING:
        found = found.exclude(state__in=(Incident.State.STRUCK, Incident.State.REFUTED))
    elif wanted.state != "all":
        found = found.filter(state=wanted.state)
    if wanted.since:
        found = found.annotate(over=Coalesce("ends", "on")).filter(over__gte=wanted.since)
    return found.filter(on__lte=wanted.until) if wanted.until else found


def incident(key: str) -> Incident:
    """The incident of that key."""
    found = incidents(Chosen(state="all"), date.max).filter(key=key).first()
    if found is None:
        raise NotFound("observatory.no_incident", "No incident is called “{key}”.", key=key)
    return found


def regions() -> list[Place]:
    """The groups and regions that incidents can be looked up by, by name."""
    return list(Place.objects.exclude(kind__in=places.COUNTRIES).only("code", "name", "names"))


def to_verify(most: int) -> list[Incident]:
    """Incidents that people told of and that nobody has weighed yet, the first told first."""
    found = Incident.objects.filter(state=Incident.State.REPORTED, release=None)
    return list(found.select_related("place", "behalf").order_by("added_at", "pk")[:most])


def parties_spoken_for(person: Any) -> list[Party]:
    """The parties on whose behalf the person may tell of incidents, by name."""
    if not isinstance(person, Person):
        return []
    keys = {m.party_id for m in people.mandates_in_force(person) if m.party_id}
    found = Party.objects.filter(pk__in=keys).order_by("name")
    return [party for party in found if people.may_for(person, rules.TELL, party)]


def resolver() -> Callable[[str], str | None]:
    """What leads the words of a sheet to the code of a country or territory; names are read once."""
    known: dict[str, str] = {}
    rows = Place.objects.filter(kind__in=places.COUNTRIES).order_by("invented", "code")
    for code, alpha2, name, names in rows.values_list("code", "alpha2", "name", "names"):
        for words in (code, alpha2, name, *names.values()):
            known.setdefault(folded(words), code)
    states = Alias.objects.filter(party__place__kind__in=places.COUNTRIES).order_by("party__invented", "pk")
    for words, code in states.values_list("text", "party__place__code"):
        known.setdefault(folded(words), code)
    known.pop("", None)
    return lambda words: known.get(folded(words))


def record(incident: Incident, site: str) -> dict[str, Any]:
    """An incident as a plain record."""
    kind = kinds.known(incident.kind)
    release = incident.release
    return {
        "key": incident.key,
        "place": incident.place.code,
        "place_name": incident.place.name,
        "kind": incident.kind,
        "group": kind.group.value if kind else "",
        "on": incident.on,
        "exact": incident.exact,
        "ends": incident.ends,
        "title": incident.title,
        "account": incident.account,
        "language": incident.language,
        "sources": list(incident.sources),
        "state": incident.state,
        "reasons": incident.reasons,
        "behalf": incident.behalf.key if incident.behalf else "",
        "dataset": release.dataset.key if release else "",
        "version": release.version if release else "",
        "row": incident.row,
        "invented": incident.invented,
        "revision": incident.revision,
        "url": site + permanent(reverse("observatory:incident", args=[incident.key])),
    }
