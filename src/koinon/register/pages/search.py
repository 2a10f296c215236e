"""Search: a question or words in, ranked provisions out, with who was asked and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from koinon.register.pages.downloads import feed_of, files, links_to_provisions, provisions
from koinon.register.pages.serving import SIZE, public, reading_language
from koinon.register.queries import excerpts, translations
from koinon.register.queries import parties as register
from koinon.register.queries import search as finding
from koinon.register.queries.index import FACETS
from koinon.register.queries.sheets import answering
from koinon.register.queries.themes import group_name, theme_name
from koinon.register.templatetags.register_words import deadline_label, language_label
from koinon.ui.files import Listing
from koinon.ui.templatetags.ui import kind_word, strength_word

LONGEST = 400  # characters of a question


@dataclass(frozen=True)
class Option:
    """A value of a facet as the page shows it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its options, the most frequent first; years newest first."""

    name: str
    title: str
    options: list[Option]


def asked(request: HttpRequest) -> finding.Search:
    """The search that a query string describes."""
    chosen = {name: tuple(filter(None, map(_clean, request.GET.getlist(name)))) for name in FACETS}
    text = _clean(request.GET.get("q", ""))
    return finding.Search(text, {n: v for n, v in chosen.items() if v}, "literal" in request.GET)


def _clean(typed: str) -> str:
    return typed.strip()[:LONGEST]


@public
def search(request: HttpRequest) -> HttpResponse:
    """Provisions that answer a question, with facets; everything when nothing is asked."""
    wanted = asked(request)
    number = _number(request.GET.get("page", ""))
    found = finding.found(wanted, offset=(number - 1) * SIZE, limit=SIZE)
    page = _page(found, number)
    facets = _facets(found, wanted)
    mentioned = register.names([m.party for m in found.question.mentions])
    translations.dress([hit.provision for hit in found.hits], reading_language())
    context = {
        "asked": wanted,
        "found": found,
        "page": page,
        "rows": [(hit.provision, excerpts.excerpt(hit.provision, found.question)) for hit in found.hits],
        "facets": facets,
        "chosen": _chosen(facets, wanted),
        "mentions": [(m, mentioned.get(m.party, m.party)) for m in found.question.mentions],
        "query": urlencode(request.GET, doseq=True),
        "literally": "?" + urlencode([("q", wanted.text), *_choices(wanted), ("literal", "1")]),
        "understanding": "?" + urlencode({"q": wanted.text}),
        "downloads": links_to_provisions(request, "search", feed=feed_of(request, "search")),
    }
    return render(request, "register/search.html", context)


def _choices(wanted: finding.Search) -> list[tuple[str, str]]:
    return [(name, value) for name, values in wanted.chosen.items() for value in values]


def _number(text: str) -> int:
    last = finding.DEEPEST // SIZE
    return min(max(int(text), 1), last) if text.isdecimal() and len(text) < 9 else 1


def _page(found: finding.Found, number: int) -> Page[None]:
    """The page for its links; its rows are already at hand."""
    reachable = min(found.total, finding.DEEPEST)
    return Paginator(range(reachable), SIZE).get_page(number)  # type: ignore[return-value]


def _facets(found: finding.Found, wanted: finding.Search) -> list[Facet]:
    keys = {value for name in ("addressee", "issuer") for value, _n in found.facets.get(name, [])}
    parties = register.names(keys)
    titles: dict[str, tuple[str, Callable[[str], object]]] = {
        "kind": (_("Kind"), kind_word),
        "strength": (_("Strength"), strength_word),
        "addressee": (_("Asked of"), lambda key: parties.get(key) or key.removeprefix("~")),
        "issuer": (_("Asked by"), lambda key: parties.get(key) or key.removeprefix("~")),
        "position": (_("Position of the State or body asked"), str),
        "theme": (_("Theme"), theme_name),
        "group": (_("Group concerned"), group_name),
        "deadline": (_("Deadline"), deadline_label),
        "year": (_("Year"), str),
        "language": (_("Language"), language_label),
    }
    facets = []
    for name, (title, label) in titles.items():
        selected = wanted.chosen.get(name, ())
        options = [
            Option(value, str(label(value)), count, value in selected)
            for value, count in found.facets.get(name, [])
        ]
        order: Callable[[Option], object] = lambda o: (not o.selected, -o.count, o.label)  # noqa: E731
        if name == "year":
            options.sort(key=lambda o: o.value, reverse=True)
        else:
            options.sort(key=order)  # type: ignore[arg-type]
        facets.append(Facet(name, title, options))
    return facets


def _chosen(facets: list[Facet], wanted: finding.Search) -> list[dict[str, str]]:
    """What is chosen, each with the query that takes it away."""
    result = []
    for facet in facets:
        for option in facet.options:
            if option.selected:
                rest = [
                    (name, value)
                    for name, values in wanted.chosen.items()
                    for value in values
                    if (name, value) != (facet.name, option.value)
                ]
                query = [("q", wanted.text), *rest, *([("literal", "1")] if wanted.literally else [])]
                result.append(
                    {"title": facet.title, "label": option.label, "without": "?" + urlencode(query)}
                )
    return result


def told(found: finding.Found, wanted: finding.Search) -> list[tuple[str, str]]:
    """What is chosen, in words: the facet's title and the value's label."""
    return [(choice["title"], choice["label"]) for choice in _chosen(_facets(found, wanted), wanted)]


@files
def search_files(request: HttpRequest) -> Listing:
    """What a search finds, best first."""
    wanted = asked(request)
    return provisions(request, "search", lambda: answering(wanted))
