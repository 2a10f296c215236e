"""Parties and themes: what is asked of each, what each has promised."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from koinon.register import charts
from koinon.register.engine.documents import Strength
from koinon.register.pages.serving import csv_file, json_file, page_of, public, site_of
from koinon.register.queries import figures, records, themes
from koinon.register.queries import parties as register

VIEWS = {"asked": _("What it is asked"), "promised": _("What it has promised"), "asks": _("What it asks")}


@public
def parties(request: HttpRequest) -> HttpResponse:
    """Every party that a published document names."""
    wanted = request.GET.get("q", "").strip()
    found = register.parties()
    if wanted:
        found = register.named(found, wanted)
    return render(request, "register/parties.html", {"page": page_of(request, found, 50), "wanted": wanted})


@public
def party(request: HttpRequest, key: str) -> HttpResponse:
    """What one party is asked, what it has promised, what it asks of others."""
    party = register.party(key)
    classes = register.classes_of(party)
    sheets = register.sheets(party, classes)
    view = _view(request)
    shown = sheets[view]
    strength = request.GET.get("strength", "")
    if strength in set(Strength):
        shown = shown.filter(strength=strength)
    page = page_of(request, shown)
    counts = {name: sheet.count() for name, sheet in sheets.items()}
    about = figures.by_theme(sheets["asked"])
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
    }
    return render(request, "register/party.html", context)


def _view(request: HttpRequest) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "asked"


@public
def party_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    """The provisions of one sheet of a party as a spreadsheet."""
    rows = map(records.flat_provision, _party_records(request, key))
    return csv_file(f"{key}-{_view(request)}", records.PROVISION_COLUMNS, rows)


@public
def party_json(request: HttpRequest, key: str) -> HttpResponseBase:
    """The provisions of one sheet of a party as JSON."""
    return json_file(f"{key}-{_view(request)}", _party_records(request, key))


def _party_records(request: HttpRequest, key: str) -> list[records.Record]:
    site, party = site_of(request), register.party(key)
    sheet = register.sheets(party, register.classes_of(party))[_view(request)]
    return [records.provision_record(provision, site) for provision in sheet]


@public
def all_themes(request: HttpRequest) -> HttpResponse:
    """The vocabulary of themes and groups, with what is published under each."""
    shelves, groups = themes.shelves()
    return render(request, "register/themes.html", {"themes": shelves, "groups": groups})


@public
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """What is asked and promised under one theme, and of whom."""
    theme = themes.theme(key)
    provisions = themes.provisions_of(theme)
    addressees = figures.by_addressee(provisions)
    context = {
        "theme": theme,
        "name": theme.label((get_language() or "en")[:2]),
        "page": page_of(request, provisions),
        "kinds": figures.of_kind(provisions),
        "addressees": addressees,
        "chart": charts.who_acts(addressees),
    }
    return render(request, "register/theme.html", context)


@public
def theme_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    """The provisions of a theme as a spreadsheet."""
    rows = map(records.flat_provision, _theme_records(request, key))
    return csv_file(f"{key}-provisions", records.PROVISION_COLUMNS, rows)


@public
def theme_json(request: HttpRequest, key: str) -> HttpResponseBase:
    """The provisions of a theme as JSON."""
    return json_file(f"{key}-provisions", _theme_records(request, key))


def _theme_records(request: HttpRequest, key: str) -> list[records.Record]:
    site = site_of(request)
    return [records.provision_record(p, site) for p in themes.provisions_of(themes.theme(key))]
