"""The public face of the register: home, documents, one document, one provision."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from koinon.kernel.numbers import natural
from koinon.register import charts
from koinon.register.engine.citation import citation
from koinon.register.engine.edition import Block, Span, edition, headings, parts
from koinon.register.pages.downloads import feed_of, files, links, links_to_a_document, provisions
from koinon.register.pages.serving import download, page_of, public, reading_language, site_of
from koinon.register.queries import (
    deadlines,
    figures,
    following,
    following_figures,
    following_tables,
    provenance,
    publications,
    records,
    translations,
)
from koinon.register.queries import public as register
from koinon.register.queries.sheets import flowing
from koinon.ui.files import Listing
from koinon.ui.languages import permanent

PART_COST = 64_000  # characters of a page; a note beside the text weighs as much as NOTE_COST of them
NOTE_COST = 560


@public
def home(request: HttpRequest) -> HttpResponse:
    """What is new, and what is asked of whom."""
    addressees, themes = figures.most_asked(), figures.all_themes()[:12]
    context = {
        "totals": figures.totals(),
        "years": register.years(),
        "documents": figures.recently_published(5),
        "changes": publications.of_everything(publications.CHANGES, most=4),
        "due": deadlines.next_due(timezone.localdate())[:5],
        "addressees": addressees,
        "addressee_chart": charts.by_addressee(addressees),
        "themes": themes,
        "theme_chart": charts.by_theme(themes),
        "tally": following_figures.of_everything(timezone.now()),
        "tally_address": f"{reverse('register:follow_ups')}?",
    }
    return render(request, "register/home.html", context)


@public
def documents(request: HttpRequest) -> HttpResponse:
    """Every published document, filtered."""
    chosen = _chosen(request)
    found = register.filtered_documents(**chosen)
    page, tally_of = page_of(request, found, 20), following_tables.by_document(timezone.now())
    for document in page:
        document.tally = tally_of(document)
    context = {
        "page": page,
        "choices": register.document_choices(),
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "downloads": links(request, "documents", feed=feed_of(request, "documents")),
    }
    return render(request, "register/documents.html", context)


@files
def documents_files(request: HttpRequest) -> Listing:
    """The documents of a filter."""
    site, found = site_of(request), register.filtered_documents(**_chosen(request))
    tally_of = following_tables.by_document(timezone.now())
    return Listing(
        "documents",
        records.DOCUMENT_COLUMNS,
        lambda: (records.followed_document(d, site, tally_of(d)) for d in found.iterator(chunk_size=500)),
        records.flat_document,
    )


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("kind", "issuer", "year", "language")}


@public
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """The authoritative text with its provisions marked, and their notes in the margin."""
    document = register.document(slug)
    if not document.public:
        changes = publications.of_document(document, most=1)
        return render(
            request,
            "register/document_withdrawn.html",
            {
                "document": document,
                "changes": changes,
                "page": page_of(request, following.of_withdrawn(document)),
            },
            status=410,
        )
    own = {p.number: p for p in register.provisions_of(document)}
    spans = [Span(p.number, p.start, p.end) for p in own.values()]
    heads = document.headings or headings(document.shown, ((p.start, p.section) for p in own.values()))
    laid_out = edition(document.shown, heads, spans)
    pieces = parts(laid_out, most=PART_COST, per_span=NOTE_COST)
    number = _part(request, [{n for block in part for n in block.opens} for part in pieces])
    offered = translations.languages_of(document)
    language = translations.language_shown(document, offered, request.GET.get("text", ""), reading_language())
    translations.dress(own.values(), language)
    context = {
        "document": document,
        "offered": offered,
        "language": language,
        "blocks": laid_out if number == 0 else pieces[number - 1] if pieces else (),
        "contents": _contents(pieces),
        "part": number,
        "parts": range(1, len(pieces) + 1),
        "provisions": own,
        "kinds": figures.of_kind(register.provisions_of(document)),
        "changes": publications.of_document(document, most=20),
        "downloads": links_to_a_document(request, slug),
        **_followed(document),
    }
    return render(request, "register/document.html", context)


def _followed(document: Any) -> dict[str, Any]:
    """How a document was followed up, by every addressee and by class."""
    now, query = timezone.now(), f"?document={document.slug}"
    return {
        "tally": following_figures.by("document", now).get(document.slug),
        "classes": following_tables.classes_of_document(document, now),
        "tally_address": f"{reverse('register:follow_ups')}{query}&",
        "tally_feed": reverse("register:follow_ups-feed") + query,
    }


def _part(request: HttpRequest, numbers: list[set[int]]) -> int:
    """Which part is shown: `?part=`, the one that holds provision `?at=`, or 0 for all of it."""
    if request.GET.get("part") == "all":
        return 0
    wanted = natural(request.GET.get("at", ""))
    if wanted is not None:
        return next((i for i, held in enumerate(numbers, 1) if wanted in held), 1)
    part = natural(request.GET.get("part", ""))
    return part if part and part <= len(numbers) else 1


def _contents(pieces: list[tuple[Block, ...]]) -> list[dict[str, object]]:
    """The headings, each with the part it stands in."""
    return [
        {"text": block.text.strip("#* "), "level": block.level, "start": block.start, "part": number}
        for number, part in enumerate(pieces, 1)
        for block in part
        if block.level
    ]


@files
def document_files(request: HttpRequest, slug: str) -> Listing:
    """The provisions of a document."""
    found = register.provisions_of(register.published_document(slug))
    return provisions(request, f"{slug}-provisions", lambda: flowing(found))


@public
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The file as it was uploaded."""
    found = register.source(slug)
    return download(found.name, bytes(found.data), found.digest)


@public
def provision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Everything known about one provision."""
    provision = register.provision(slug, number)
    document = provision.document
    renderings = translations.wordings_of_one(provision)
    offered = translations.offered_of(renderings)
    language = translations.language_shown(document, offered, request.GET.get("text", ""), reading_language())
    provision.rendered = next((w for w in renderings if w.language == language), None)
    url = site_of(request) + permanent(provision.get_absolute_url())
    context = {
        "provision": provision,
        "document": document,
        "offered": offered,
        "language": language,
        "provenance": provenance.provenance(provision),
        "revisions": provenance.history(provision),
        "neighbours": register.neighbours(provision),
        "entries": register.entries_about(f"document:{slug}", f"provision:{slug}/{number}"),
        "url": url,
        "citation": citation(
            issuers=[p.name for p in document.issuers.all()] or document.issuer_names,
            title=document.title,
            place=document.place,
            issued_on=document.issued_on,
            label=provision.label,
            number=provision.number,
            register=settings.ENV.name,
            revision=provision.revision,
            url=url,
        ),
    }
    return render(request, "register/provision.html", context, status=410 if provision.withdrawn else 200)
