"""Two documents compared: what was kept, reworded, dropped, and what is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from koinon.register.pages.downloads import files, links
from koinon.register.pages.serving import page_of, public
from koinon.register.queries import comparisons as queries
from koinon.register.queries import public as register
from koinon.ui.files import Listing


@public
def compare_with(request: HttpRequest, slug: str) -> HttpResponse:
    """To the comparison with the document that was chosen."""
    other = register.published_document(request.GET.get("other", ""))
    return redirect("register:compare", slug, other.slug)


@public
def compare(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """Every provision of both, matched one to one."""
    found, only = queries.comparison(slug, other), request.GET.get("only", "")
    rows = [change for change in found.changes if only in ("", change.fate)]
    context = {
        "found": found,
        "only": only,
        "page": page_of(request, rows, 40),
        "downloads": links(request, "compare", slug, other),
    }
    return render(request, "register/lineage/compare.html", context)


@files
def compare_files(request: HttpRequest, slug: str, other: str) -> Listing:
    """The comparison, row by row."""
    found = queries.comparison(slug, other)
    name = f"{found.earlier.slug}-compared-with-{found.later.slug}"
    return Listing(name, queries.COLUMNS, lambda: (change.record() for change in found.changes))
