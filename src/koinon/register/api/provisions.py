"""Provisions: searching and walking them, one with its history, and correcting it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import Paging, following, framed, site
from koinon.people.api.operations import get, operation
from koinon.register.actions import publishing
from koinon.register.api import desk_shapes, shapes
from koinon.register.api.contents import change_record, content
from koinon.register.engine.documents import Kind, Strength
from koinon.register.queries import public, records, search, walking
from koinon.register.queries.index import FACETS

TAG = "provisions"


class ProvisionFilter(Paging):
    """The question and facets of the search page; several values of one facet mean any of them."""

    q: str = Field("", max_length=400, description="A question or words.")
    literal: bool = Field(False, description="Take the words as typed, understand no question.")
    kind: list[Kind] = Field([], description="Kinds.")
    strength: list[Strength] = Field([], description="Strengths.")
    addressee: list[str] = Field([], description="Keys of parties, or “~” and a name.")
    issuer: list[str] = Field([], description="Keys of parties, or “~” and a name.")
    theme: list[str] = Field([], description="Keys of the vocabulary.")
    group: list[str] = Field([], description="Keys of the vocabulary.")
    year: list[str] = Field([], description="Years of issue.")
    language: list[str] = Field([], description="Languages, ISO 639-1.")
    deadline: list[str] = Field([], description="“dated”, “worded” or “none”.")
    position: list[str] = Field([], description="What the one asked said, in a data set’s words.")

    @property
    def search(self) -> search.Search:
        """The search that the filter describes."""
        chosen = {name: tuple(getattr(self, name)) for name in FACETS}
        return search.Search(self.q, {n: v for n, v in chosen.items() if v}, self.literal)


@get("/provisions", shapes.ProvisionPage, "provisions", tag=TAG)
def provisions(request: HttpRequest, filters: Query[ProvisionFilter]) -> dict[str, Any]:
    """Provisions by question, words and facets; best first, or the newest document first.

    Paging reaches the first 10,000. To take everything, walk `/every-provision`.
    """
    where = site(request)
    found = search.found(filters.search, offset=filters.offset, limit=filters.limit)
    return framed(request, found.total, filters) | {
        "items": [records.provision_record(hit.provision, where) for hit in found.hits],
        "facets": {
            name: [{"value": value, "count": count} for value, count in counts]
            for name, counts in found.facets.items()
        },
    }


@get("/every-provision", shapes.ProvisionWalk, "every_provision", tag=TAG)
def every_provision(
    request: HttpRequest,
    after: int = Query(0, ge=0, le=2**62, description="Where the step before ended; 0 to begin."),  # type: ignore[type-arg]
    limit: int = Query(500, ge=1, le=500, description="How many, at most 500."),  # type: ignore[type-arg]
) -> dict[str, Any]:
    """Every published provision, in a lasting order, however many there are.

    Follow `next` until it is null. What is published during the walk comes at its end; what is
    corrected behind you is told by the ledger and the feeds.
    """
    where = site(request)
    rows = walking.walked(after, limit)
    end = rows[-1].pk if len(rows) == limit else None
    return {
        "next": following(request, end),
        "items": [records.provision_record(row, where) for row in rows],
    }


@get("/documents/{slug}/provisions/{number}", shapes.ProvisionOut, "provision", tag=TAG)
def provision(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """One provision that stands in a published document."""
    found = public.standing_provision(slug, number)
    shows(request, found.revision)
    return records.provision_record(found, site(request))


@get("/documents/{slug}/provisions/{number}/history", desk_shapes.HistoryOut, "history", tag=TAG)
def history(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """How a published provision stood before each change, why it was changed, and the acts on it.

    A provision that was taken out of the register has its history still.
    """
    found = public.provision(slug, number)
    shows(request, found.revision)
    return {
        "document": slug,
        "number": number,
        "revision": found.revision,
        "withdrawn": found.withdrawn,
        "issuers": records.provision_record(found, "")["issuers"],
        "changes": [change_record(change) for change in found.revisions.all()],
        "acts": [
            {"entry": entry.number, "at": entry.at, "verb": entry.verb}
            for entry in public.entries_about(f"provision:{slug}/{number}")
        ],
    }


@operation(
    "PUT", "/documents/{slug}/provisions/{number}", answer=shapes.ProvisionOut, name="correct", tag=TAG,
    scope="publish", acts="register.correct", changes=True,
)  # fmt: skip
def correct(
    request: HttpRequest, slug: str, number: int, provision: desk_shapes.PublishedContentIn
) -> dict[str, Any]:
    """Correct a published provision; how it stood, and why it changed, stays visible."""
    given = _under(request, slug, number)
    saved = publishing.correct(**given, content=content(provision.content), reason=provision.reason)
    shows(request, saved.revision)
    return records.provision_record(public.standing_provision(slug, number), site(request))


@operation(
    "POST", "/documents/{slug}/provisions/{number}/striking", answer=None, status=204, name="strike",
    tag=TAG, scope="publish", acts="register.strike", changes=True,
)  # fmt: skip
def strike(request: HttpRequest, slug: str, number: int, why: desk_shapes.ReasonIn) -> None:
    """Take a provision out of the register; its page says so and why."""
    publishing.strike(**_under(request, slug, number), reason=why.reason)


def _under(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """The arguments of an act on a published provision, if it stands as the caller saw it."""
    found = public.standing_provision(slug, number)
    upon(request, found.revision)
    return {"by": caller(request), "provision": found, "revision": found.revision}
