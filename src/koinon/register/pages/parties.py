"""Parties and themes: what is asked of each, what each has promised."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koinon.register import charts
from koinon.register.engine.documents import Strength
from koinon.register.pages.downloads import files, links, links_to_provisions, provisions
from koinon.register.pages.serving import page_of, public, reading_language, site_of
from koinon.register.queries import (
    figures,
    following_figures,
    following_tables,
    knowledge,
    records,
    themes,
    translations,
)
from koinon.register.queries import parties as register
from koinon.register.queries.sheets import flowing
from koinon.ui.downloads import Download
from koinon.ui.files import Listing

VIEWS = {"asked": _("What it is asked"), "promised": _("What it has promised"), "asks": _("What it asks")}


@public
def parties(request: HttpRequest) -> HttpResponse:
    """Every party that a published document names."""
    page, tally_of = page_of(request, _parties(request), 50), following_tables.by_party(timezone.now())
    for one in page:
        one.tally = tally_of(one)
    context = {
        "page": page,
        "wanted": request.GET.get("q", "").strip(),
        "downloads": [*links(request, "parties"), Download(reverse("people:popolo"), "Popolo (JSON)")],
    }
    return render(request, "register/parties.html", context)


def _parties(request: HttpRequest) -> Any:
    wanted = request.GET.get("q", "").strip()
    return register.named(register.parties(), wanted) if wanted else register.parties()


@public
def party(request: HttpRequest, key: str) -> HttpResponse:
    """What one party is asked, what it has promised, what it asks of others."""
    party = register.party(key)
    classes = register.classes_of(party)
    sheets = register.sheets(party, classes)
    view = _view(request)
    strength = request.GET.get("strength", "")
    counts, about = register.counted(party, sheets)
    known = None if strength in set(Strength) else counts[view]
    page = page_of(request, _of_strength(sheets[view], request), known=known)
    translations.dress(page, reading_language())
    context = {
        "party": party,
        "view": view,
        "counts": counts,
        "strength": strength,
        "strengths": [s.value for s in Strength],
        "page": page,
        "rows": [(p, register.through(p, party, classes)) for p in page],
        "members": register.members(party),
        "memberships": register.memberships(party),
        "tabs": [
            {"address": f"?view={name}", "words": words, "current": name == view, "count": counts[name]}
            for name, words in VIEWS.items()
        ],
        "chart": charts.by_theme(about),
        **_followed(party),
        "downloads": links_to_provisions(
            request, "party", key, feed=reverse("register:party-feed", args=[key])
        ),
    }
    return render(request, "register/party.html", context)


def _followed(party: Any) -> dict[str, Any]:
    """How a party answers; of a class, how those answer that are asked through it."""
    name = "via" if party.kind == "class" else "party"
    query = f"?{name}={party.key}"
    return {
        "tally": following_figures.by(name, timezone.now()).get(party.key),
        "tally_address": f"{reverse('register:follow_ups')}{query}&",
        "tally_feed": reverse("register:follow_ups-feed") + query,
    }


def _view(request: HttpRequest) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "asked"


@files
def party_files(request: HttpRequest, key: str) -> Listing:
    """The provisions of one sheet of a party, of one strength where asked."""
    view, sheet, _strength = chosen_sheet(request, register.party(key))
    return provisions(request, f"{key}-{view}", lambda: flowing(sheet))


def chosen_sheet(request: HttpRequest, party: Any) -> tuple[str, Any, str]:
    """The sheet of a party that a query string asks for: its name, its provisions, the strength if any."""
    view, strength = _view(request), request.GET.get("strength", "")
    sheet = register.sheets(party, register.classes_of(party))[view]
    return view, _of_strength(sheet, request), strength if strength in set(Strength) else ""


def _of_strength(found: Any, request: HttpRequest) -> Any:
    strength = request.GET.get("strength", "")
    return found.filter(strength=strength) if strength in set(Strength) else found


@files
def parties_files(request: HttpRequest) -> Listing:
    """Every party that a published document names, found by its names where asked."""
    site, found = site_of(request), _parties(request)
    tally_of = following_tables.by_party(timezone.now())
    return Listing(
        "parties",
        records.PARTY_COLUMNS,
        lambda: (records.counted_party(p, site, tally_of(p)) for p in found.iterator(chunk_size=500)),
        records.flat_party,
    )


@files
def themes_files(request: HttpRequest) -> Listing:
    """The vocabulary of themes and groups, with what is published under each."""
    shelves = list(themes.shelf_records(site_of(request)))
    return Listing("themes", records.THEME_COLUMNS, lambda: shelves, themes.flat_shelf)


@public
def all_themes(request: HttpRequest) -> HttpResponse:
    """The vocabulary of themes and groups, with what is published under each."""
    shelves, groups = themes.shelves()
    context = {"themes": shelves, "groups": groups, "downloads": links(request, "themes")}
    return render(request, "register/themes.html", context)


@public
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """What is asked and promised under one theme, and of whom."""
    theme = themes.theme(key)
    provisions = themes.provisions_of(theme)
    addressees = figures.by_addressee(provisions)
    page = page_of(request, provisions)
    translations.dress(page, reading_language())
    context = {
        "theme": theme,
        "name": knowledge.named(theme),
        "page": page,
        "kinds": figures.of_kind(provisions),
        "addressees": addressees,
        "chart": charts.who_acts(addressees),
        "downloads": links_to_provisions(
            request, "theme", key, feed=reverse("register:theme-feed", args=[key])
        ),
    }
    return render(request, "register/theme.html", context)


@files
def theme_files(request: HttpRequest, key: str) -> Listing:
    """The provisions of a theme."""
    found = themes.provisions_of(themes.theme(key))
    return provisions(request, f"{key}-provisions", lambda: flowing(found))
