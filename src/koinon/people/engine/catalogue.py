"""The directory of known parties, built from the packaged data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from koinon.kernel.directory import Directory, KnownParty, Membership
from koinon.people.engine.forms import government_forms, members_forms, region_forms
from koinon.people.engine.groups import Group, Member, group, groups
from koinon.people.engine.kinds import PartyKind, PlaceKind
from koinon.people.engine.packaged import listed, rows
from koinon.people.engine.places import Place, place, places

# Beside English, the languages of papers in which names are looked for: “Swiss” names no state there.
READ = ("fr", "es")


@cache
def directory() -> Directory:
    """Every known party: states and territories, groups, their classes of members, bodies, classes."""
    return Directory.of(parties())


@cache
def parties() -> tuple[KnownParty, ...]:
    """The parties of the directory; no two of them claim the same name."""
    return (
        *map(_speaker, places()),
        *(_body_of(g) for g in groups() if g.kind is PlaceKind.GROUP),
        *(_class_of(g) for g in groups() if g.kind is PlaceKind.GROUP),
        *(_states_of(g) for g in groups() if g.adjectives.get("en")),
        *(_known(row) for row in rows("parties.tsv")),
        *(_known(row | {"kind": PartyKind.CLASS}) for row in rows("classes.tsv")),
    )


def _speaker(p: Place) -> KnownParty:
    names = (*(p.names[language] for language in READ), *p.aliases, *government_forms(p.demonyms))
    return KnownParty(p.party, p.name, PartyKind.STATE, _distinct(p.name, names), p.acronyms)


def _body_of(g: Group) -> KnownParty:
    names = (*(g.names[language] for language in READ), *g.aliases)
    kind = g.party or PartyKind.NETWORK
    acronyms = (*g.acronyms, *g.foreign_acronyms)
    return KnownParty(g.key, g.name, kind, _distinct(g.name, names), acronyms, members=_memberships(g))


def _class_of(g: Group) -> KnownParty:
    name, *others = members_forms(g)
    return KnownParty(
        f"{g.key}-member-states", name, PartyKind.CLASS, _distinct(name, others), members_of=g.key
    )


def _states_of(g: Group) -> KnownParty:
    name, *others = region_forms(g)
    key = f"states-of-{g.key}"
    return KnownParty(key, name, PartyKind.CLASS, _distinct(name, others), members=_memberships(g))


def _memberships(g: Group) -> tuple[Membership, ...]:
    return tuple(Membership(_party(m), m.since, m.until) for m in g.members)


def _party(member: Member) -> str:
    """The party key of a member that is a place or another group."""
    found = place(member.code)
    if found:
        return found.party
    inner = group(member.code)
    if inner is None:
        raise LookupError(member.code)
    return inner.key


def _known(row: Mapping[str, str]) -> KnownParty:
    names = (*listed(row["fr"]), *listed(row["es"]), *listed(row["aliases"]))
    kind = PartyKind(row["kind"])
    return KnownParty(row["key"], row["name"], kind, _distinct(row["name"], names), listed(row["acronyms"]))


def _distinct(name: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(n for n in dict.fromkeys(names) if n != name)
