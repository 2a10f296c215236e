"""Published documents: the list, one with its text, its provisions, and its withdrawal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import Paging, made, part, site
from koinon.people.api.operations import get, operation
from koinon.register.actions import publishing
from koinon.register.api import desk_shapes, shapes
from koinon.register.api.contents import content
from koinon.register.queries import following_tables, public, records
from koinon.ui.languages import permanent

TAG = "documents"


class DocumentFilter(Paging):
    """Filters of documents; each narrows the list."""

    kind: str = Field("", max_length=24, description="Kind of document, such as “resolution”.")
    issuer: str = Field("", max_length=120, description="Key of the issuing party.")
    year: str = Field("", description="Year of issue.", pattern=r"^([0-9]{4})?$")
    language: str = Field("", max_length=8, description="Language of the text, ISO 639-1.")


@get("/documents", shapes.DocumentPage, "documents", tag=TAG)
def documents(request: HttpRequest, filters: Query[DocumentFilter]) -> dict[str, Any]:
    """Every published document, newest first."""
    chosen = filters.dict(include={"kind", "issuer", "year", "language"})
    where, tally_of = site(request), following_tables.by_document(timezone.now())
    rows = public.filtered_documents(**chosen)
    return part(request, rows, filters, lambda d: records.followed_document(d, where, tally_of(d)))


@get("/documents/{slug}", shapes.DocumentWithTextOut, "document", tag=TAG)
def document(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One published document with its text.

    `text` is all that was read out of the file, menus and running headers of a web page included:
    the offsets of provisions and headings count in it. `apart` says which spans stand around the
    document, and `shown` is the same text with those spans blanked, as readers see it; both texts
    have the same length.
    """
    where, found = site(request), public.published_document(slug)
    source = {
        "name": found.source.name,
        "sha256": found.source.digest,
        "url": where + permanent(reverse("register:source", args=[slug])),
    }
    shows(request, found.revision)
    tally = following_tables.by_document(timezone.now())(found)
    record = records.followed_document(found, where, tally) | {
        "provisions": public.provisions_of(found).count()
    }
    texts = {name: getattr(found, name) for name in ("text", "shown", "apart", "headings")}
    return record | texts | {"source": source}


@get("/documents/{slug}/provisions", shapes.ProvisionPart, "document_provisions", tag=TAG)
def document_provisions(request: HttpRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """The provisions that stand in a document, in the order of its text."""
    where, found = site(request), public.published_document(slug)
    rows = public.provisions_of(found)
    return part(request, rows, paging, lambda row: records.provision_record(row, where))


@operation(
    "POST", "/documents/{slug}/provisions", answer=shapes.ProvisionOut, status=201, name="insert", tag=TAG,
    scope="publish", acts="register.insert",
)  # fmt: skip
def insert(request: HttpRequest, slug: str, provision: desk_shapes.PublishedContentIn) -> dict[str, Any]:
    """Add a provision that the review had missed, with the reason that everyone reads."""
    found = public.published_document(slug)
    added = publishing.insert(
        by=caller(request), document=found, content=content(provision.content), reason=provision.reason
    )
    made(request, f"/documents/{slug}/provisions/{added.number}")
    shows(request, added.revision)
    return records.provision_record(public.standing_provision(slug, added.number), site(request))


@operation(
    "POST", "/documents/{slug}/withdrawal", answer=None, status=204, name="withdraw", tag=TAG,
    scope="publish", acts="register.withdraw", changes=True,
)  # fmt: skip
def withdraw(request: HttpRequest, slug: str, why: desk_shapes.ReasonIn) -> None:
    """Withdraw a published document; its address answers with the reason from now on."""
    found = public.published_document(slug)
    upon(request, found.revision)
    publishing.withdraw(by=caller(request), document=found, revision=found.revision, reason=why.reason)
