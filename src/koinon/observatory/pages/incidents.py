"""Incidents for everyone: the list with its counts, each one with its history, files and feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.observatory.charts.incidents import incidents_over_time
from koinon.observatory.engine.incidents import kinds as vocabulary
from koinon.observatory.forms.incidents import GROUPS, STATES, kind_choices
from koinon.observatory.pages.serving import files, page_of, public, site_of
from koinon.observatory.queries import incident_figures, incident_history, places
from koinon.observatory.queries import incidents as queries
from koinon.observatory.queries.incidents import Chosen
from koinon.observatory.queries.world import name_of
from koinon.observatory.rules import incidents as rules
from koinon.observatory.templatetags.observatory_incidents import exactly, incident_kind, incident_state
from koinon.people.queries import parties
from koinon.people.rules import may_somewhere
from koinon.ui.beside import beside
from koinon.ui.downloads import links
from koinon.ui.feeds import MOST, answered, opened
from koinon.ui.files import Listing

SHOWN = 5  # incidents in a section of another page


@public
def incidents(request: HttpRequest) -> HttpResponse:
    """The incidents of a filter: counted by group and over time, then one by one."""
    wanted, today = _wanted(request), timezone.localdate()
    figures = incident_figures.figures(wanted, today)
    query = request.GET.urlencode()
    feed = reverse("observatory:incidents-feed") + (f"?{query}" if query else "")
    context = {
        "wanted": wanted,
        "asked": request.GET,
        "figures": figures,
        "chart": incidents_over_time(figures),
        "page": page_of(request, queries.incidents(wanted, today), known=figures.total),
        "kinds": kind_choices(),
        "groups": GROUPS,
        "states": STATES,
        "unknown_place": bool(wanted.place) and not places.named([wanted.place]),
        "regions": queries.regions(),
        "may_tell": bool(may_somewhere(request.user, rules.TELL)),
        "feed": feed,
        "downloads": links(request, "observatory:incidents", feed=feed),
    }
    return render(request, "observatory/incidents/list.html", context)


def _wanted(request: HttpRequest) -> Chosen:
    """What the address asks for; a place by any of its names."""
    wanted = queries.chosen(request.GET)
    if wanted.region:
        places.region(wanted.region)
    place = parties.place_named(wanted.place) if wanted.place else None
    return replace(wanted, place=place.code) if place else wanted


def _known(request: HttpRequest) -> Chosen:
    """The same where nobody reads a notice: a place that is not known is refused."""
    wanted = _wanted(request)
    if wanted.place:
        places.country(wanted.place)
    return wanted


@files
def incidents_files(request: HttpRequest) -> Listing:
    """The incidents of a filter; the spreadsheets can be brought back."""
    site, found = site_of(request), queries.incidents(_known(request), timezone.localdate())
    return Listing(
        "incidents",
        queries.COLUMNS,
        lambda: (queries.record(one, site) for one in found.iterator(2000)),
        queries.flat,
    )


@public
def incidents_feed(request: HttpRequest) -> HttpResponse:
    """The incidents of a filter that were told last."""
    feed = opened(
        request, _("Incidents"), reverse("observatory:incidents"), about=_("Dated events"), query=True
    )
    found = queries.incidents(_known(request), timezone.localdate())
    for one in found.order_by("-added_at", "-pk")[:MOST]:
        feed.add(
            f"incident/{one.key}",
            title=f"{name_of(one.place)}, {exactly(one.on, one.exact)}: {one.title}",
            path=one.get_absolute_url(),
            text="\n".join(
                filter(None, (incident_kind(one.kind), str(incident_state(one.state)), one.account))
            ),
            since=one.added_at,
        )
    return answered(feed)


@public
def incident(request: HttpRequest, key: str) -> HttpResponse:
    """One incident: what is said, by whom, how it stands and why, and what was said before."""
    found = queries.incident(key)
    context = {
        "incident": found,
        "kind": vocabulary.known(found.kind),
        "history": incident_history.history(found),
        "may_correct": bool(rules.may_correct(by=request.user, incident=found)) and found.state != "struck",
        "may_verify": bool(rules.may_verify(by=request.user)) and found.state != "struck",
        "may_strike": bool(rules.may_strike(by=request.user, incident=found)) and found.state != "struck",
    }
    return render(request, "observatory/incidents/incident.html", context)


@public
def incident_kinds(request: HttpRequest) -> HttpResponse:
    """What counts as an incident of each kind, and what does not."""
    groups = [(key, label, [one for one in vocabulary.kinds() if one.group == key]) for key, label in GROUPS]
    return render(request, "observatory/incidents/kinds.html", {"groups": groups})


@files
def incident_kinds_files(request: HttpRequest) -> Listing:
    """The kinds of incidents, in the language of the page."""
    language = get_language() or "en"
    columns = ("key", "group", "title", "definition", "counts", "excludes", "source", "codes")

    def records() -> Any:
        for one in vocabulary.kinds():
            yield {
                "key": one.key,
                "group": one.group.value,
                "title": one.title(language),
                "definition": one.definition(language),
                "counts": one.counts(language),
                "excludes": one.excludes(language),
                "source": one.source,
                "codes": "; ".join(f"{dataset}: {', '.join(c)}" for dataset, c in one.codes.items()),
            }

    return Listing("incident-kinds", columns, records)


@beside("country", 50)
def of_country(request: HttpRequest, *, place: Any) -> SafeString | str:
    """The latest incidents of a country."""
    return _section(request, Chosen(place=place.code), f"place={place.code}")


@beside("region", 50)
def of_region(request: HttpRequest, *, place: Any, since: Any = None, **_rest: Any) -> SafeString | str:
    """The incidents of a region since a year."""
    begins = since if isinstance(since, date) or since is None else date(int(since), 1, 1)
    tail = f"&since={begins.year}" if begins else ""
    return _section(request, Chosen(region=place.code, since=begins), f"region={place.code}{tail}")


@beside("world", 50)
def of_world(request: HttpRequest, **_rest: Any) -> SafeString | str:
    """The latest incidents of the world."""
    return _section(request, Chosen(), "")


def _section(request: HttpRequest, wanted: Chosen, query: str) -> SafeString:
    today = timezone.localdate()
    context = {
        "figures": incident_figures.figures(wanted, today),
        "rows": list(queries.incidents(wanted, today)[:SHOWN]),
        "alone": bool(wanted.place),
        "address": reverse("observatory:incidents") + (f"?{query}" if query else ""),
    }
    return render_to_string("observatory/incidents/section.html", context, request)
