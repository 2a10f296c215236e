"""The directory of parties as the tables hold it: the catalogue's, and the installation's own."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from django.db.models import Max

from koinon.kernel.directory import Directory, KnownParty, Membership
from koinon.ledger.models import Entry
from koinon.people import models
from koinon.people.models import Party, Place

NO_CATALOGUE = "roles.toml"
LOADING = "people.load_catalogue"
#: What changes the directory; each entry of these verbs makes the next reader build it anew.
CHANGES = (
    LOADING,
    "people.save_party",
    "people.save_place",
    "people.save_membership",
    "people.drop_membership",
)


def directory() -> Directory:
    """Every party that a name can be resolved to, built once after each change of the tables."""
    changes = Entry.objects.filter(verb__in=CHANGES).order_by("-number").values_list("hash", flat=True)
    return _directory(changes.first(), models.Alias.objects.aggregate(last=Max("pk"))["last"])


def members(party: Party, on: date | None) -> tuple[Party, ...]:
    """The members of a group, or of a class of its members, on a day (today's when None), by name."""
    known = directory()
    keys = known.members(party.key, on) if party.key in known.parties else ()
    return tuple(Party.objects.filter(key__in=keys).order_by("name"))


def party_of(place: Place) -> Party | None:
    """The party that speaks for a place: its state, or the body of the same key as the group."""
    bodies = Party.objects.filter(place=place)
    return (
        bodies.filter(kind=Party.Kind.STATE).order_by("pk").first() or bodies.filter(key=place.code).first()
    )


def packaged_digest() -> str:
    """The digest of the catalogue that ships with this version."""
    digest = hashlib.sha256()
    for name, content in sorted(_catalogue_files(resources.files("koinon.people.data"))):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _catalogue_files(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _catalogue_files(entry)
        elif entry.name.endswith((".toml", ".tsv")) and entry.name != NO_CATALOGUE:
            yield entry.name, entry.read_bytes()


def loaded_digest() -> str | None:
    """The digest of the catalogue that was loaded last."""
    last = Entry.objects.filter(verb=LOADING).order_by("-number").first()
    return last.facts["digest"] if last else None


@lru_cache(maxsize=2)
def _directory(_last_change: str | None, _last_name: int | None) -> Directory:
    """Read the tables; the last change in the ledger, and the youngest name, are the key of the cache."""
    names: dict[str, str] = {}
    acronyms: dict[str, str] = {}
    texts: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    rows = models.Alias.objects.order_by("pk").values_list("party__key", "text", "folded", "acronym")
    for key, text, form, acronym in rows:
        (acronyms if acronym else names)[form] = key
        texts[key][acronym].append(text)
    for form, key in list(acronyms.items()):
        if len(form) >= 4 and form.isupper():
            acronyms.setdefault(form.capitalize(), key)
    speakers, belonging = _speakers(), _memberships()
    known = {}
    for party in Party.objects.select_related("place", "members_of"):
        aliases, shorts = texts[party.key]
        groups = _names_its_members(party) and party.place_id
        known[party.key] = KnownParty(
            key=party.key,
            name=party.name,
            kind=party.kind,
            aliases=tuple(a for a in aliases if a != party.name),
            acronyms=tuple(shorts),
            members_of=party.members_of.key if party.members_of else None,
            members=tuple(
                Membership(speakers[place], since, until)
                for place, since, until in (belonging[groups] if groups else ())
                if place in speakers
            ),
        )
    return Directory(known, names, acronyms)


def _names_its_members(party: Party) -> bool:
    """Whether a party stands for its place's members: a class of them, or the group's own body."""
    place = party.place
    if place is None or place.kind not in (Place.Kind.GROUP, Place.Kind.REGION):
        return False
    return party.kind == Party.Kind.CLASS or party.key == place.code


def _speakers() -> dict[int, str]:
    """The key of the party that speaks for each place."""
    parties = Party.objects.filter(place__isnull=False).order_by("-pk")
    rows = list(parties.values_list("place_id", "place__code", "key", "kind"))
    bodies = {place: key for place, code, key, _ in rows if key == code}
    return bodies | {place: key for place, _, key, kind in rows if kind == Party.Kind.STATE}


def _memberships() -> dict[int, list[tuple[int, date | None, date | None]]]:
    found: dict[int, list[tuple[int, date | None, date | None]]] = defaultdict(list)
    rows = models.Membership.objects.order_by("pk").values_list("group_id", "member_id", "since", "until")
    for group, member, since, until in rows:
        found[group].append((member, since, until))
    return found
