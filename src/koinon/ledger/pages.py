"""The public pages of the ledger: the list, one entry, the export, the feed, the key."""

from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from koinon.ledger import queries
from koinon.ledger.checkpoints import public_key
from koinon.ledger.wording import address, shown, words
from koinon.ui.downloads import files, links
from koinon.ui.files import Listing

_PAGE, _FEED = 50, 50


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The acts, newest first, of one verb or about one thing where asked."""
    verb, about = request.GET.get("verb", ""), request.GET.get("about", "")
    page = Paginator(queries.entries(verb, about), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shown": [shown(entry) for entry in page],
        "verb": verb,
        "about": about,
        "verbs": [(name, words(name)) for name in queries.verbs()],
        "checkpoint": queries.last_checkpoint(),
        "downloads": links(request, "ledger:entries"),
    }
    return render(request, "ledger/entries.html", context)


def _entries(request: HttpRequest) -> Listing:
    """The acts, newest first, of one verb or about one thing where asked."""
    found = queries.entries(request.GET.get("verb", ""), request.GET.get("about", ""))
    return Listing(
        "ledger",
        ("number", "at", "verb", "about", "visibility", "facts", "facts_digest", "previous", "hash"),
        lambda: map(queries.exported, found.iterator(chunk_size=1000)),
        lambda row: {**row, "facts": json.dumps(row["facts"], ensure_ascii=False) if "facts" in row else ""},
    )


entries_files = files(_entries)


@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One act with its place in the chain; the facts only where they are public."""
    found = queries.entry(number)
    context = {
        "entry": found,
        "row": {"facts": None, **queries.exported(found)},
        "words": words(found.verb),
        "address": address(found),
        "before": number - 1,
    }
    return render(request, "ledger/entry.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole ledger as JSON Lines, streamed."""
    response = StreamingHttpResponse(queries.export(), content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="ledger.jsonl"'
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest acts as Atom (RFC 4287)."""
    newest = list(queries.entries(request.GET.get("verb", ""))[:_FEED])
    context = {
        "shown": [shown(entry) for entry in newest],
        "updated": newest[0].link.at if newest else "",
        "home": request.build_absolute_uri("/"),
    }
    return render(request, "ledger/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key of the checkpoints: keep it, and no later copy can be passed off on you."""
    return HttpResponse(public_key() + "\n", content_type="text/plain; charset=utf-8")
