"""Published reports: every edition with its files and their digests, and its figures for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe

from koinon.kernel.refusals import NotFound
from koinon.register.engine.exports.docx import MEDIA
from koinon.register.engine.reporting import html, screen
from koinon.register.pages.downloads import files, links
from koinon.register.pages.serving import page_of, public, site_of
from koinon.register.queries import report_editions as queries
from koinon.register.queries import report_files
from koinon.register.rules import reports as rules
from koinon.ui.downloads import Download
from koinon.ui.files import Listing

_MEDIA = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "docx": MEDIA}


@public
def all_reports(request: HttpRequest) -> HttpResponse:
    """Every published report, the latest day first."""
    context = {
        "editions": queries.latest(),
        "may_make": bool(rules.may_make_reports(by=request.user)),
        "downloads": links(request, "reports"),
    }
    return render(request, "register/reports/list.html", context)


@files
def all_reports_files(request: HttpRequest) -> Listing:
    """Every edition of every report, with the digests of its files."""
    site = site_of(request)
    return Listing("reports", queries.COLUMNS, lambda: queries.records(site), queries.flat)


@public
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest edition of a report."""
    return _page(request, queries.edition(slug))


@public
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition of a report, as it was published."""
    return _page(request, queries.edition(slug, number))


def _page(request: HttpRequest, found: Any) -> HttpResponse:
    slug, number = found.report.slug, found.number
    others = list(queries.of_report(found.report))
    told = [
        (form, reverse("register:edition-file", args=[slug, number, form]), found.digests[form])
        for form in report_files.FORMATS
    ]
    figures = [
        Download(reverse(f"register:figures-{form}", args=[slug, number]), form.upper())
        for form in ("json", "csv", "xlsx")
    ]
    context = {
        "edition": found,
        "others": [other for other in others if other.number != number],
        "newer": max(other.number for other in others) > number,
        "files": told,
        "figures": figures,
        "may_make": bool(rules.may_make_reports(by=request.user)),
    }
    return render(request, "register/reports/edition.html", context | on_screen(request, _part(found)))


@public
def edition_table(request: HttpRequest, slug: str, number: int, table: int) -> HttpResponse:
    """A table of an edition with all its rows, page by page."""
    found = queries.edition(slug, number)
    rows = screen.rows(_part(found), table)
    if rows is None:
        raise NotFound("register.edition.no_table", "This edition has no table {number}.", number=table)
    page = page_of(request, rows.pages, 1)
    context = {
        "edition": found,
        "caption": rows.caption,
        "count": rows.count,
        "page": page,
        "table": mark_safe(rows.html(page.number)),
    }
    return render(request, "register/reports/table.html", context)


def on_screen(request: HttpRequest, part: str) -> dict[str, Any]:
    """What a template needs to show the page of a report that is asked for, long tables in part."""
    shown = screen.screen(part)
    page = page_of(request, shown.pages, 1)
    return {
        "title": mark_safe(shown.title),
        "about": mark_safe(shown.about),
        "contents": mark_safe(shown.contents(page.number)),
        "pieces": [(mark_safe(piece.html), piece) for piece in page.object_list[0]],
        "page": page,
    }


def _part(found: Any) -> str:
    return html.within(bytes(queries.file(found, "html").data))


@public
def edition_file(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponseBase:
    """The bytes of an edition, as they were published."""
    found = queries.file(queries.edition(slug, number), form)
    return sent(bytes(found.data), form, f"{slug}-{number}")


def sent(data: bytes, form: str, name: str) -> HttpResponse:
    """A file of a report; a page among them opens in no origin of ours."""
    response = HttpResponse(data, content_type=_MEDIA[form])
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, f"{name}.{form}") or "attachment"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"  # it is saved, not opened
    return response


@files
def figures(request: HttpRequest, slug: str, number: int) -> Listing:
    """The figures of an edition, each with what it is a part of."""
    found = queries.edition(slug, number)
    return Listing(f"{slug}-{number}-figures", queries.FIGURE_COLUMNS, lambda: queries.figure_records(found))
