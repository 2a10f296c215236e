"""The register over HTTP: documents, provisions, parties, themes; all that is published, nothing else."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from koinon.register.api import shapes
from koinon.register.engine.documents import Kind, Strength
from koinon.register.queries import parties as parties_
from koinon.register.queries import public, records, search, themes
from koinon.register.queries.index import FACETS

router = Router()
ERRORS = {404: shapes.Problem, 422: shapes.Problem}
LARGEST = 500


class Paging(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(50, ge=1, le=LARGEST, description="How many items, at most 500.")
    offset: int = Field(0, ge=0, le=search.DEEPEST, description="How many items to pass over.")


class DocumentFilter(Paging):
    """Filters of documents; each narrows the list."""

    kind: str = Field("", description="Kind of document, such as “resolution”.")
    issuer: str = Field("", description="Key of the issuing party.")
    year: str = Field("", description="Year of issue.", pattern=r"^(\d{4})?$")
    language: str = Field("", description="Language of the text, ISO 639-1.")


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

    @property
    def search(self) -> search.Search:
        """The search that the filter describes."""
        chosen = {name: tuple(getattr(self, name)) for name in FACETS}
        return search.Search(self.q, {n: v for n, v in chosen.items() if v}, self.literal)


class PartyFilter(Paging):
    """Filter of parties."""

    q: str = Field("", max_length=200, description="Part of a name or an acronym.")


Slug = Annotated[str, Field(description="Slug of the document.")]


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _part(rows: QuerySet[Any], paging: Paging) -> dict[str, Any]:
    return {
        "total": rows.count(),
        "limit": paging.limit,
        "offset": paging.offset,
        "items": list(rows[paging.offset : paging.offset + paging.limit]),
    }


@router.get(
    "/documents", response={200: shapes.DocumentPage, **ERRORS}, operation_id="documents", by_alias=True
)
def documents(request: HttpRequest, filters: Query[DocumentFilter]) -> dict[str, Any]:
    """Every published document, newest first."""
    chosen = filters.dict(include={"kind", "issuer", "year", "language"})
    page = _part(public.filtered_documents(**chosen), filters)
    return page | {"items": [records.document_record(d, _site(request)) for d in page["items"]]}


@router.get(
    "/documents/{slug}",
    response={200: shapes.DocumentWithTextOut, **ERRORS},
    operation_id="document",
    by_alias=True,
)
def document(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One published document with its text."""
    site, found = _site(request), public.published_document(slug)
    source = {
        "name": found.source.name,
        "sha256": found.source.digest,
        "url": site + reverse("register:source", args=[slug]),
    }
    record = records.document_record(found, site) | {"provisions": public.provisions_of(found).count()}
    return record | {"text": found.text, "headings": found.headings, "source": source}


@router.get(
    "/provisions", response={200: shapes.ProvisionPage, **ERRORS}, operation_id="provisions", by_alias=True
)
def provisions(request: HttpRequest, filters: Query[ProvisionFilter]) -> dict[str, Any]:
    """Provisions by question, words and facets; best first, or the newest document first."""
    site = _site(request)
    found = search.found(filters.search, offset=filters.offset, limit=filters.limit)
    return {
        "total": found.total,
        "limit": filters.limit,
        "offset": filters.offset,
        "items": [records.provision_record(hit.provision, site) for hit in found.hits],
        "facets": {
            name: [{"value": value, "count": count} for value, count in counts]
            for name, counts in found.facets.items()
        },
    }


@router.get(
    "/documents/{slug}/provisions/{number}",
    response={200: shapes.ProvisionOut, **ERRORS},
    operation_id="provision",
    by_alias=True,
)
def provision(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """One provision that stands in a published document."""
    return records.provision_record(public.standing_provision(slug, number), _site(request))


@router.get("/parties", response={200: shapes.PartyPage, **ERRORS}, operation_id="parties", by_alias=True)
def parties(request: HttpRequest, filters: Query[PartyFilter]) -> dict[str, Any]:
    """Every party that a published document names, the most often asked first."""
    rows = parties_.parties()
    page = _part(parties_.named(rows, filters.q) if filters.q else rows, filters)
    site = _site(request)
    items = [
        records.party_record(p, site)
        | {"asked": p.asked_count, "promised": p.promised_count, "issued": p.issued_count}
        for p in page["items"]
    ]
    return page | {"items": items}


@router.get(
    "/parties/{key}",
    response={200: shapes.PartyWithRelationsOut, **ERRORS},
    operation_id="party",
    by_alias=True,
)
def party(request: HttpRequest, key: str) -> dict[str, Any]:
    """One party: its relations, and how much it is asked, has promised and asks."""
    found = parties_.party(key)
    sheets = parties_.sheets(found, parties_.classes_of(found))
    return records.party_record(found, _site(request)) | {
        "members_of": found.members_of.key if found.members_of else None,
        "members": [_member(m) for m in parties_.members(found)],
        "memberships": [_member(m) for m in parties_.memberships(found)],
        **{name: sheet.count() for name, sheet in sheets.items()},
    }


def _member(member: parties_.Member) -> dict[str, Any]:
    key = member.party.key if member.party else None
    return {"name": member.name, "party": key, "since": member.since, "until": member.until}


@router.get("/themes", response={200: shapes.VocabularyOut}, operation_id="themes", by_alias=True)
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
