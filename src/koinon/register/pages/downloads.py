"""Lists of the register as files, and the links under each: every format of a list stands here once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from koinon.kernel.workbooks import Column, Sheet
from koinon.people.rules import may
from koinon.register.engine.sheets import uhri as layout
from koinon.register.pages import sheets
from koinon.register.pages.ical import ICALENDAR
from koinon.register.pages.printed import REPORTS
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import knowledge, records
from koinon.register.queries.sheets import with_rows
from koinon.ui import downloads
from koinon.ui.files import CSV, FORMATS, JSON, Format, Listing, workbook_file, xlsx_file


@dataclass(frozen=True)
class Provisions(Listing):
    """A list of provisions: `found` gives them anew whenever it is called."""

    found: Callable[[], Iterable[Any]] = tuple


def provisions(request: HttpRequest, name: str, found: Callable[[], Iterable[Any]]) -> Provisions:
    """Some provisions as a list to take along."""
    site = site_of(request)
    return Provisions(
        name,
        records.PROVISION_COLUMNS,
        lambda: (records.provision_record(provision, site) for provision in found()),
        records.flat_provision,
        found,
    )


def workbook(request: HttpRequest, listing: Provisions) -> HttpResponseBase:
    """A workbook; for who may correct what is published, one that can be filled in and brought back."""
    if not may(request.user, "documents.publish"):
        return xlsx_file(request, listing)
    return workbook_file(f"{listing.name}.xlsx", sheets.to_fill_in(listing.found()))


def uhri(request: HttpRequest, listing: Provisions) -> HttpResponseBase:
    """A workbook laid out as the Universal Human Rights Index exports its own."""
    words = knowledge.vocabulary()
    described = [Column(name, width=70 if name == "Text" else 20) for name in layout.COLUMNS]
    rows = (
        layout.row(records.provision_record(provision, ""), words, row.format, row.facts)
        if row
        else layout.row(records.provision_record(provision, ""), words)
        for provision, row in with_rows(listing.found())
    )
    return workbook_file(f"{listing.name}.uhri.xlsx", [Sheet("UHRI", described, rows)])


PROVISION_FORMATS: tuple[Format, ...] = (
    Format("xlsx", "xlsx", "XLSX", workbook),
    CSV,
    JSON,
    Format("uhri", "uhri.xlsx", "UHRI (XLSX)", uhri),
)


def files(listing: Callable[..., Listing]) -> downloads.View:
    """The view of a public list as files."""
    return downloads.files(listing, guard=public)


def links(request: HttpRequest, name: str, *args: object, feed: str = "") -> list[downloads.Download]:
    """The links under a list of something other than provisions."""
    return downloads.links(request, f"register:{name}", *args, formats=FORMATS, feed=feed)


def links_to_provisions(
    request: HttpRequest, name: str, *args: object, feed: str = ""
) -> list[downloads.Download]:
    """The links under a list of provisions."""
    return downloads.links(
        request, f"register:{name}", *args, formats=(*PROVISION_FORMATS, *REPORTS, ICALENDAR), feed=feed
    )


def links_to_a_document(request: HttpRequest, slug: str) -> list[downloads.Download]:
    """The links under a document: its provisions, and the document itself for other programs."""
    akn = downloads.Download(reverse("register:document-akn", args=[slug]), "Akoma Ntoso (XML)")
    return [*links_to_provisions(request, "document", slug), akn]


def feed_of(request: HttpRequest, name: str) -> str:
    """The address of the feed of a list, with the query the page was asked with."""
    query = request.GET.copy()
    for gone in downloads.NOT_KEPT:
        query.pop(gone, None)
    return reverse(f"register:{name}-feed") + (f"?{query.urlencode()}" if query else "")
