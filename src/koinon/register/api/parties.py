"""Parties that published documents name, the vocabulary, and where the feeds are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query

from koinon.people.api.lists import Paging, part, site
from koinon.people.api.operations import get
from koinon.register.api import shapes
from koinon.register.queries import following_tables, records, themes
from koinon.register.queries import parties as parties_

TAG = "parties"


class PartyFilter(Paging):
    """Filter of parties."""

    q: str = Field("", max_length=200, description="Part of a name or an acronym.")


@get("/parties", shapes.PartyPage, "parties", tag=TAG)
def parties(request: HttpRequest, filters: Query[PartyFilter]) -> dict[str, Any]:
    """Every party that a published document names, the most often asked first."""
    rows = parties_.parties()
    where, tally_of = site(request), following_tables.by_party(timezone.now())
    return part(
        request,
        parties_.named(rows, filters.q) if filters.q else rows,
        filters,
        lambda p: records.counted_party(p, where, tally_of(p)),
    )


@get("/parties/{key}", shapes.PartyWithRelationsOut, "party", tag=TAG)
def party(request: HttpRequest, key: str) -> dict[str, Any]:
    """One party: its relations, and how much it is asked, has promised and asks."""
    found = parties_.party(key)
    sheets = parties_.sheets(found, parties_.classes_of(found))
    return records.party_record(found, site(request)) | {
        "members_of": found.members_of.key if found.members_of else None,
        "members": [_member(m) for m in parties_.members(found)],
        "memberships": [_member(m) for m in parties_.memberships(found)],
        **{name: sheet.count() for name, sheet in sheets.items()},
    }


def _member(member: parties_.Member) -> dict[str, Any]:
    key = member.party.key if member.party else None
    return {"name": member.name, "party": key, "since": member.since, "until": member.until}


@get("/themes", shapes.VocabularyOut, "themes", tag="themes")
def vocabulary(request: HttpRequest) -> dict[str, Any]:
    """The vocabulary of themes and groups, each with its count of published provisions."""
    shelves, groups = themes.shelves()
    return {"themes": [_shelf(s) for s in shelves], "groups": [_shelf(s) for s in groups]}


def _shelf(shelf: themes.Shelf) -> dict[str, Any]:
    return {
        "key": shelf.node.key,
        "name": shelf.name,
        "sdg": list(shelf.node.sdg),
        "uhri": list(shelf.node.uhri),
        "provisions": shelf.count,
    }


@get("/feeds", list[shapes.FeedOut], "feeds", tag="feeds")
def feeds(request: HttpRequest) -> list[dict[str, str]]:
    """Where the Atom feeds and the files are; `{key}` stands for the key of a party or theme."""
    where = site(request)
    addresses = [reverse(route, args=["KEY"] if keyed else []) for _, _, route, keyed in _FEEDS]
    return [
        {"name": name, "media": media, "address": where + address.replace("KEY", "{key}")}
        for (name, media, _, _), address in zip(_FEEDS, addresses, strict=True)
    ]


_ATOM, _CSV, _LINES = "application/atom+xml", "text/csv", "application/jsonl"
_FEEDS = (
    ("Publications and what is changed after them", _ATOM, "register:feed", False),
    ("The same of one party", _ATOM, "register:party-feed", True),
    ("The same of one theme", _ATOM, "register:theme-feed", True),
    ("Every public act", _ATOM, "ledger:feed", False),
    ("The whole ledger", _LINES, "ledger:export", False),
    ("Every document", _CSV, "register:documents-csv", False),
    ("What a search finds", _CSV, "register:search-csv", False),
)
