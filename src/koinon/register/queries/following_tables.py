"""Tallies of follow-ups as tables: each row with its name, in the order of the names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from koinon.people.models import Party
from koinon.register.models import Document, FollowUp
from koinon.register.queries import following_figures as figures
from koinon.register.queries.following_figures import Tally


@dataclass(frozen=True)
class Row:
    """A row of a table: what it counts, and the language of its name where that is a document's."""

    key: str
    name: str
    tally: Tally
    language: str


def named(tallies: Mapping[str, Tally], name: Callable[[str], str]) -> list[Row]:
    """Rows of tallies, by name."""
    return sorted((Row(key, name(key), one, "") for key, one in tallies.items()), key=_by_name)


def _by_name(row: Row) -> tuple[str, str]:
    return row.name.casefold(), row.key


def documents(now: datetime) -> list[Row]:
    """Every published document that is followed up."""
    tallies = figures.by("document", now)
    published = Document.objects.filter(state=Document.State.PUBLISHED).order_by()
    rows = published.values_list("slug", "title", "language")
    return sorted(
        (Row(slug, title, tallies[slug], language) for slug, title, language in rows if slug in tallies),
        key=_by_name,
    )


def by_document(now: datetime) -> Callable[[Document], Tally]:
    """How each document was followed up; the tallies are at hand."""
    tallies = figures.by("document", now)
    return lambda document: tallies.get(document.slug, figures.NONE)


def by_party(now: datetime) -> Callable[[Party], Tally]:
    """How each party answers, also what it is asked as one of a class; of a class, how its members do."""
    tallies, classes = figures.by("party", now), figures.by("via", now)

    def found(party: Party) -> Tally:
        own: Tally = tallies.get(party.key, figures.NONE)
        return own + classes.get(party.key, figures.NONE) if party.kind == Party.Kind.CLASS else own

    return found


def classes_of_document(document: Document, now: datetime) -> list[Row]:
    """The classes through which a document asks, each with the tally of its members."""
    rows = FollowUp.objects.filter(document=document, via__isnull=False)
    tallies = figures.tallies(rows, "via__key", now)
    names = dict(Party.objects.filter(key__in=tallies).values_list("key", "name"))
    return named(tallies, lambda key: names[key])
