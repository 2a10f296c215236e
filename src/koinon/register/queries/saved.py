"""Kept searches: whose they are, and what is new in them since their person was last told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from koinon.kernel.refusals import NotFound
from koinon.ledger.models import Entry, Follower, Visibility
from koinon.people.models import Person
from koinon.register.models import Document, Provision, SavedSearch
from koinon.register.queries import index, index_files, index_rows, publications
from koinon.register.queries import search as finding
from koinon.register.queries.index import FACETS

LONGEST = 400  # characters of a question or of a facet's value
AT_ONCE = 5_000  # provisions taken out that are searched; beyond, only their number could be told
WEEK = timedelta(days=7)


def searches_of(person: Person) -> QuerySet[SavedSearch]:
    """A person's kept searches, by name."""
    return SavedSearch.objects.filter(person=person)


def saved_for(person: Person, pk: int) -> SavedSearch:
    """The door to a kept search: nobody else's is found."""
    found = searches_of(person).filter(pk=pk).first()
    if found is None:
        raise NotFound("register.no_saved_search", "You keep no such search: it may be deleted already.")
    return found


def canonical(query: str) -> str:
    """The query string of a search, without the page and whatever else is no part of it."""
    given = QueryDict(query)
    kept = [("q", given.get("q", "").strip()[:LONGEST])]
    for name in FACETS:
        kept += [(name, value.strip()[:LONGEST]) for value in sorted(set(given.getlist(name)))]
    if "literal" in given:
        kept.append(("literal", "1"))
    return urlencode([(name, value) for name, value in kept if value])


def search_of(query: str) -> finding.Search:
    """The search that a query string describes."""
    given = QueryDict(canonical(query))
    chosen = {name: tuple(given.getlist(name)) for name in FACETS if given.getlist(name)}
    return finding.Search(given.get("q", ""), chosen, "literal" in given)


# What is new


@dataclass(frozen=True)
class New:
    """A provision that came, changed or was taken out; `verb` is the ledger's."""

    provision: Provision
    verb: str

    @property
    def gone(self) -> bool:
        """Whether it can no longer be read."""
        return self.provision.withdrawn or not self.provision.document.public


def head() -> int:
    """The last ledger entry that the search index has followed."""
    followed = Follower.objects.filter(name="index").values_list("position", flat=True).first()
    last = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return last if followed is None else min(followed, last)


def due(today: date) -> QuerySet[SavedSearch]:
    """Kept searches whose persons may be told today: none of theirs was told today already."""
    daily = Q(digest=SavedSearch.Digest.DAILY)
    weekly = Q(digest=SavedSearch.Digest.WEEKLY) & (Q(told_on=None) | Q(told_on__lte=today - WEEK))
    told = SavedSearch.objects.filter(told_on__gte=today).values("person")
    return (
        SavedSearch.objects.filter(daily | weekly, person__is_active=True)
        .exclude(person__in=told)
        .order_by("person", "name", "pk")
    )


def news_of(search: SavedSearch, *, until: int) -> list[New]:
    """What the search finds among what was published, changed or taken out since it was last told.

    Entries up to `until`; of several acts on one provision the last. Nothing unpublished is among it, but
    what was published and is taken out since is told as gone.
    """
    last = dict(_changed(search.told_entry, until))
    if not last:
        return []
    asked = search_of(search.query)
    here = [pk for pk, verb in last.items() if verb not in _GONE]
    standing = set(finding.every(asked)) & set(here)
    gone = _met_among_gone(asked, [pk for pk, verb in last.items() if verb in _GONE])
    rows = (
        Provision.objects.filter(pk__in=standing | gone)
        .select_related("document")
        .defer("document__text", "document__headings", "document__pages")
        .order_by("document__slug", "start", "number")
    )
    return [New(row, last[row.pk]) for row in rows if row.pk in gone or not New(row, "").gone]


_GONE = ("register.strike", "register.withdraw")


def _changed(after: int, until: int) -> Iterator[tuple[int, str]]:
    """(key, verb) of every provision that public entries act on, in the order of the ledger."""
    entries = Entry.objects.filter(
        visibility=Visibility.PUBLIC,
        verb__in=(publications.PUBLISHED, publications.OUTCOME, *publications.CHANGES),
        number__gt=after,
        number__lte=until,
    ).order_by("number")
    for entry in entries:
        for slug, numbers in index.named([entry]).items():
            found = Provision.objects.filter(document__slug=slug, document__published_at__isnull=False)
            if numbers is not None:
                found = found.filter(number__in=numbers)
            for pk in _touched(found, entry.verb):
                yield pk, entry.verb


def _touched(found: QuerySet[Provision], verb: str) -> Iterable[int]:
    if verb == "register.strike":
        found = found.filter(withdrawn=True)
    elif verb == "register.withdraw":
        found = found.filter(withdrawn=False, document__state=Document.State.WITHDRAWN)
    else:
        found = found.filter(withdrawn=False, document__state=Document.State.PUBLISHED)
    return found.values_list("pk", flat=True)


def _met_among_gone(asked: finding.Search, keys: list[int]) -> set[int]:
    """Which of the provisions that were taken out the search would have found: an index of them alone."""
    if not keys or len(keys) > AT_ONCE:
        return set()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        index.built(path, index_rows.rows(Provision.objects.filter(pk__in=keys)))
        return finding.met_in(index_files.read(path), asked)
