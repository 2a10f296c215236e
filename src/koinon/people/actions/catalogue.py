"""Filling places, memberships and parties from the packaged catalogue."""

from __future__ import annotations

from django.utils import timezone

from koinon.kernel.directory import KnownParty, folded, written
from koinon.ledger.acts import Actor, action, record
from koinon.ledger.platform import PLATFORM
from koinon.people import rules
from koinon.people.engine import catalogue
from koinon.people.engine.groups import Group, groups
from koinon.people.engine.places import Place as PackagedPlace
from koinon.people.engine.places import places
from koinon.people.models import Alias, Membership, Naming, Party, Place
from koinon.people.queries import directory

BATCH = 2000


def keep_current() -> bool:
    """Load the packaged catalogue if it is not the one that was loaded last; whether it was loaded."""
    if directory.loaded_digest() == directory.packaged_digest():
        return False
    load(by=PLATFORM)
    return True


@action("people.load_catalogue", permit=rules.only_the_platform)
def load(*, by: Actor) -> None:
    """Load the catalogue of places and parties. Memberships and names come to the packaged state.

    What a person added or edited (`kept_here`) stays as it is, and keeps its names against the
    catalogue's. Nothing is removed that a document may refer to.
    """
    _load_places()
    _load_memberships()
    _load_parties()
    loaded, passed_over = _load_names()
    record(
        "catalogue",
        {
            "digest": directory.packaged_digest(),
            "places": Place.objects.filter(kept_here=False).count(),
            "parties": Party.objects.filter(kept_here=False).count(),
            "names": loaded,
            "names_passed_over": passed_over,
        },
    )


def _load_places() -> None:
    kept = set(Place.objects.filter(kept_here=True).values_list("code", flat=True))
    rows = [*map(_place_row, places()), *map(_group_row, groups())]
    Place.objects.bulk_create(
        [row for row in rows if row.code not in kept],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["alpha2", "m49", "kind", "name", "names", "source"],
    )


def _place_row(place: PackagedPlace) -> Place:
    return Place(
        code=place.code,
        alpha2=place.alpha2,
        m49=place.m49,
        kind=place.kind.value,
        name=place.name,
        names={language: name for language, name in place.names.items() if name},
        source=place.note or "ISO 3166-1; names as used by the United Nations",
    )


def _group_row(group: Group) -> Place:
    return Place(
        code=group.key,
        m49=group.m49,
        kind=group.kind.value,
        name=group.name,
        names={language: name for language, name in group.names.items() if name},
        source=" ".join(filter(None, (group.source, group.note))),
    )


def _load_memberships() -> None:
    pks = dict(Place.objects.values_list("code", "pk"))
    kept = set(Place.objects.filter(kept_here=True).values_list("code", flat=True))
    ours = [group for group in groups() if group.key not in kept]
    Membership.objects.filter(group__in=[pks[group.key] for group in ours]).delete()
    Membership.objects.bulk_create(
        [
            Membership(group_id=pks[group.key], member_id=pks[m.code], since=m.since, until=m.until)
            for group in ours
            for m in group.members
        ],
        batch_size=BATCH,
    )


def _load_parties() -> None:
    """Classes come after the groups whose members they name."""
    kept = set(Party.objects.filter(kept_here=True).values_list("key", flat=True))
    ours = [party for party in catalogue.parties() if party.key not in kept]
    stand_for = _places_of_parties()
    for turn in (False, True):
        pks = dict(Party.objects.values_list("key", "pk"))
        rows = [
            _party_row(party, stand_for.get(party.key), pks)
            for party in ours
            if (party.members_of is not None) is turn
        ]
        _remember_names(rows)
        Party.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["kind", "name", "names", "acronym", "place", "members_of"],
        )


def _remember_names(rows: list[Party]) -> None:
    """Keep what a party was called where the catalogue calls it otherwise now."""
    new = {row.key: row for row in rows}
    stored = Party.objects.filter(key__in=new).only("key", "name", "names")
    now = timezone.now()
    Naming.objects.bulk_create(
        Naming(party=party, name=party.name, names=party.names, until=now)
        for party in stored
        if (party.name, party.names) != (new[party.key].name, new[party.key].names)
    )


def _places_of_parties() -> dict[str, Place]:
    """Which place a party of the catalogue speaks for, by the party's key."""
    rows = {place.code: place for place in Place.objects.all()}
    return (
        {place.party: rows[place.code] for place in places()}
        | {group.key: rows[group.key] for group in groups()}
        | {f"states-of-{group.key}": rows[group.key] for group in groups()}
    )


def _party_row(party: KnownParty, place: Place | None, pks: dict[str, int]) -> Party:
    return Party(
        key=party.key,
        kind=str(party.kind),
        name=party.name,
        names=place.names if place and party.name == place.name else {},
        acronym=party.acronyms[0] if party.acronyms else "",
        place=place,
        members_of_id=pks[party.members_of] if party.members_of else None,
    )


def _load_names() -> tuple[int, int]:
    """Replace the names of the catalogue's parties; how many stand, how many another party holds."""
    ours = list(Party.objects.filter(kept_here=False).values_list("pk", flat=True))
    Alias.objects.filter(party__in=ours).delete()
    pks = dict(Party.objects.filter(kept_here=False).values_list("key", "pk"))
    taken = set(Alias.objects.values_list("folded", flat=True))
    rows, passed_over = [], 0
    for party in catalogue.parties():
        if party.key not in pks:
            continue
        claimed: set[str] = set()
        for text, form, acronym in _forms(party):
            if form in claimed:
                continue
            claimed.add(form)
            if form in taken:
                passed_over += 1
                continue
            taken.add(form)
            rows.append(Alias(party_id=pks[party.key], text=text, folded=form, acronym=acronym))
    Alias.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows), passed_over


def _forms(party: KnownParty) -> list[tuple[str, str, bool]]:
    """The party's names with the form each is compared in; its own name first."""
    named = [(text, folded(text), False) for text in (party.name, *party.aliases)]
    short = [(text, written(text), True) for text in party.acronyms]
    return [(text, form, acronym) for text, form, acronym in (*named, *short) if form]
