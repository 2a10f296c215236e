"""The tables as Popolo: to everyone parties and offices, to each their own mandates, to the keepers all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from koinon.people import rules
from koinon.people.engine import popolo
from koinon.people.engine.popolo import Record
from koinon.people.engine.roles import ROLES
from koinon.people.models import Alias, Mandate, Membership, Party, Person, Place

CHUNK = 1_000


def collections(person: Any, url: Callable[[str], str]) -> dict[str, Iterator[Record]]:
    """The collections of a Popolo file, each read as it is written; `url(key)` is a party's address."""
    return {
        "areas": _areas(),
        "organizations": _organizations(url),
        "posts": _posts(),
        "persons": _persons(person),
        "memberships": _memberships(person),
    }


def _areas() -> Iterator[Record]:
    rows = Place.objects.order_by("code").values_list("code", "name", "kind", "alpha2", "m49")
    return (popolo.area(*row) for row in rows.iterator(chunk_size=CHUNK))


def _organizations(url: Callable[[str], str]) -> Iterator[Record]:
    yield popolo.organization(popolo.PARTNERSHIP, settings.ENV.name, popolo.PARTNERSHIP)
    names: dict[int, list[str]] = defaultdict(list)
    for owner, text in Alias.objects.order_by("pk").values_list("party", "text"):
        names[owner].append(text)
    parties = Party.objects.order_by("key").select_related("place", "members_of")
    for party in parties.iterator(chunk_size=CHUNK):
        named = [n for n in (*names[party.pk], party.acronym) if n and n not in party.names.values()]
        yield popolo.organization(
            party.key,
            party.name,
            party.kind,
            others=list(dict.fromkeys(named)),
            named=party.names,
            place=party.place.code if party.place else "",
            parent=party.members_of.key if party.members_of else "",
            url=url(party.key),
        )


def _posts() -> Iterator[Record]:
    """Every office that is or was held: which, never by whom."""
    held = Mandate.objects.order_by("role", "party__key").values_list("role", "party__key").distinct()
    return (popolo.post(role, _label(role), party) for role, party in held)


def _persons(person: Any) -> Iterator[Record]:
    return (popolo.person(str(p.pk), p.name, p.email) for p in _seen(person).order_by("name", "pk"))


def _seen(person: Any) -> QuerySet[Person]:
    """Whom a person may see: the keepers of mandates everyone, anyone else themselves."""
    if rules.may_keep_mandates(by=person):
        return Person.objects.all()
    return Person.objects.filter(pk=person.pk) if isinstance(person, Person) else Person.objects.none()


def _memberships(person: Any) -> Iterator[Record]:
    speaking = _speakers()
    rows = Membership.objects.order_by("group__code", "member__name", "since", "pk").values_list(
        "group", "member", "since", "until"
    )
    for group, member, since, until in rows.iterator(chunk_size=CHUNK):
        if group in speaking and member in speaking:
            (body, _), (key, name) = speaking[group], speaking[member]
            yield popolo.belonging(body, key, name, since, until)
    held = Mandate.objects.filter(person__in=_seen(person)).select_related("party").order_by("pk")
    for m in held:
        party = m.party.key if m.party else None
        yield popolo.mandate(m.pk, str(m.person_id), m.role, _label(m.role), party, m.since, m.until)


def _speakers() -> dict[int, tuple[str, str]]:
    """The party that speaks for each place: its state, or the body of the same key."""
    found: dict[int, tuple[str, str]] = {}
    rows = Party.objects.filter(place__isnull=False, members_of=None).order_by("-pk")
    for place, code, key, name, kind in rows.values_list("place", "place__code", "key", "name", "kind"):
        if kind == Party.Kind.STATE or (key == code and place not in found):
            found[place] = (key, name)
    return found


def _label(role: str) -> str:
    return ROLES[role].name if role in ROLES else role


HELD_COLUMNS = ("name", "email", "role", "party", "party_key", "since", "until", "open")


def held() -> Iterator[Record]:
    """Every mandate with who holds it, for those who keep them; persons without any mandate at the end."""
    rows = Mandate.objects.select_related("person", "party").order_by("person__name", "person", "since")
    for m in rows.iterator(chunk_size=CHUNK):
        yield {
            "name": m.person.name,
            "email": m.person.email,
            "role": m.role,
            "party": m.party.name if m.party else "",
            "party_key": m.party.key if m.party else "",
            "since": m.since,
            "until": m.until,
            "open": m.person.is_active,
        }
    for p in Person.objects.filter(mandates=None).order_by("name"):
        empty = {"role": "", "party": "", "party_key": "", "since": None, "until": None}
        yield {"name": p.name, "email": p.email, **empty, "open": p.is_active}
