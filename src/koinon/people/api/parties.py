"""Parties with all their names, as the secretariat keeps them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from koinon.kernel.refusals import NotFound, Refused
from koinon.people.actions import parties as actions
from koinon.people.api import shapes
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import made
from koinon.people.api.operations import get, operation
from koinon.people.api.places import place_named
from koinon.people.engine.kinds import PartyKind
from koinon.people.queries import parties as queries

TAG = "parties"


@operation(
    "POST", "/parties", answer=shapes.NamedPartyOut, status=201, name="add_party", tag=TAG, scope="people",
    acts="people.save_party",
)  # fmt: skip
def add_party(request: HttpRequest, party: shapes.PartyIn) -> dict[str, Any]:
    """Add a party; its names lead readers to it from now on."""
    added = actions.save(by=caller(request), **_clean(party))
    made(request, f"/parties/{added.key}/names")
    shows(request, _version(added))
    return named_record(added)


@get("/parties/{key}/names", shapes.NamedPartyOut, "party_names", tag=TAG)
def party_names(request: HttpRequest, key: str) -> dict[str, Any]:
    """A party with every name that leads to it."""
    found = queries.party(key)
    shows(request, _version(found))
    return named_record(found)


@operation(
    "PUT", "/parties/{key}/names", answer=shapes.NamedPartyOut, name="change_party", tag=TAG,
    scope="people", acts="people.save_party", changes=True,
)  # fmt: skip
def change_party(request: HttpRequest, key: str, party: shapes.PartyIn) -> dict[str, Any]:
    """Change a party and its names; the key stays."""
    with alone(f"party:{key}"):
        found = queries.party(key)
        upon(request, _version(found))
        saved = actions.save(by=caller(request), party=found, **_clean(party))
    shows(request, _version(saved))
    return named_record(saved)


def party_named(key: str | None) -> Any:
    """The party that a body names by its key; None where it names none."""
    if not key:
        return None
    try:
        return queries.party(key)
    except NotFound as missing:
        raise Refused(missing.code, missing.message, **missing.data) from missing


def named_record(party: Any) -> dict[str, Any]:
    """A party with its names."""
    names, shorts = queries.names_of(party)
    return {
        "key": party.key,
        "name": party.name,
        "names": party.names,
        "kind": party.kind,
        "acronym": party.acronym,
        "aliases": names,
        "acronyms": shorts,
        "place": party.place.code if party.place else None,
        "members_of": party.members_of.key if party.members_of else None,
        "invented": party.invented,
    }


def _clean(party: shapes.PartyIn) -> dict[str, Any]:
    if party.members_of and party.kind != PartyKind.CLASS:
        raise Refused(
            "people.party.members_of",
            "Only a class of parties has members of a group: choose the kind class.",
        )
    return {
        "name": party.name,
        "kind": party.kind.value,
        "aliases": list(dict.fromkeys(party.aliases)),
        "acronyms": list(dict.fromkeys(party.acronyms)),
        "place": place_named(party.place) if party.place else None,
        "members_of": party_named(party.members_of),
        "invented": party.invented,
    }


def _version(party: Any) -> str:
    told = named_record(party)
    return version_of(*(told[name] for name in sorted(told)))
