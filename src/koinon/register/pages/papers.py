"""A document as a file for other programs: Akoma Ntoso, in each language it has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from koinon.kernel.refusals import NotFound
from koinon.register.engine.exports.akn import statement
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import exports
from koinon.register.queries import public as published


@public
def akoma_ntoso(request: HttpRequest, slug: str) -> HttpResponse:
    """The document as Akoma Ntoso 3.0; `?language=` gives the expression of a translation."""
    document = published.published_document(slug)
    shown = request.GET.get("language", document.language)
    renderings = exports.renderings(document)
    if shown != document.language and shown not in {r.language for r in renderings}:
        raise NotFound(
            "register.document.language",
            "The document “{slug}” is not here in the language “{language}”: leave ?language= out.",
            slug=slug,
            language=shown,
        )
    data = statement(exports.paper(document, site_of(request)), renderings, shown=shown)
    response = HttpResponse(data, content_type="application/akn+xml; charset=utf-8")
    tail = "" if shown == document.language else f"-{shown}"
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}{tail}.akn.xml"'
    return response
