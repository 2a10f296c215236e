"""Publications and what was changed after them, as the ledger tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from koinon.ledger.models import Entry, Visibility
from koinon.register.models import Document, Provision
from koinon.register.queries import public

PUBLISHED = "register.publish"
OUTCOME = "register.adopt_outcome"  # of a peer review: published as it is adopted
BY_SHEET = "register.bring_back"  # provisions of one document or of several
CHANGES = ("register.correct", "register.insert", "register.strike", "register.withdraw", BY_SHEET)


@dataclass(frozen=True)
class News:
    """One public act on a published document: which, when, why.

    `number` is the provision's, if one was changed; `document` is None once it was withdrawn.
    """

    entry: int
    at: datetime
    verb: str
    slug: str
    number: int | None
    reason: str
    document: Document | None


def of_everything(verbs: Iterable[str] = (PUBLISHED, OUTCOME, *CHANGES), *, most: int) -> list[News]:
    """The latest acts of those verbs, newest first, in two queries.

    What was published or corrected in a document that was withdrawn since is left out; the withdrawal stays.
    """
    entries = _entries().filter(verb__in=tuple(verbs)).order_by("-number")
    return _told(entries[:most])


def of_document(document: Document, *, most: int) -> list[News]:
    """What was changed in one document after it was published, newest first."""
    own = Q(about=f"document:{document.slug}") | Q(about__startswith=f"provision:{document.slug}/")
    shared = Q(verb=BY_SHEET, facts__documents__contains=[document.slug])
    found = _entries().filter(own | shared, verb__in=CHANGES).order_by("-number")
    return [news for news in _told(found[:most]) if news.slug == document.slug]


def of_provisions(provisions: QuerySet[Provision], *, most: int) -> list[News]:
    """The latest acts on the documents that hold any of the provisions, or on the provisions themselves."""
    held = set(provisions.order_by().values_list("document__slug", "number").distinct())
    slugs = {slug for slug, _ in held}
    abouts = [f"document:{slug}" for slug in slugs] + [f"provision:{slug}/{n}" for slug, n in held]
    outcomes = Q(verb=OUTCOME, facts__document__in=sorted(slugs))
    return _told(_entries().filter(Q(about__in=abouts) | outcomes).order_by("-number")[:most])


def _entries() -> QuerySet[Entry]:
    return Entry.objects.filter(visibility=Visibility.PUBLIC, verb__in=(PUBLISHED, OUTCOME, *CHANGES))


def slugs(entry: Entry) -> list[str]:
    """The documents that an entry is about."""
    return [str(slug) for slug in entry.facts.get("documents") or [entry.facts["document"]]]


def _told(entries: Iterable[Entry]) -> list[News]:
    """One piece of news for each document that an entry is about."""
    listed = [(entry, slug) for entry in entries for slug in slugs(entry)]
    documents = {d.slug: d for d in public.documents().filter(slug__in={slug for _, slug in listed})}
    told = [
        News(
            entry=entry.number,
            at=entry.at,
            verb=entry.verb,
            slug=slug,
            number=entry.facts.get("provision"),
            reason=str(entry.facts.get("reason", "")) or "; ".join(entry.facts.get("reasons", ())),
            document=documents.get(slug),
        )
        for entry, slug in listed
    ]
    return [news for news in told if news.document or news.verb == "register.withdraw"]
