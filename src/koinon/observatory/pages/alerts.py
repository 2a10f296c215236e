"""Alerts for everyone: the list with its counts, each one with its evidence and thread, the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.kernel.calendars import Due, calendar
from koinon.observatory.forms.alerts import KIND_CHOICES
from koinon.observatory.pages.serving import files, page_of, public, site_of
from koinon.observatory.queries import alert_evidence, alert_rules, asked, places
from koinon.observatory.queries import alerts as queries
from koinon.observatory.queries.alert_words import OUTCOMES, STATES, headline
from koinon.observatory.queries.alerts import Chosen
from koinon.observatory.rules import alerts as rules
from koinon.people.queries import parties
from koinon.ui.beside import beside
from koinon.ui.downloads import links
from koinon.ui.feeds import MOST, answered, opened
from koinon.ui.files import Listing

SHOWN = 5  # alerts in a section of another page


@public
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts of a filter, the latest change first."""
    wanted, today = _wanted(request), timezone.localdate()
    query = request.GET.urlencode()
    feed = reverse("observatory:alerts-feed") + (f"?{query}" if query else "")
    context = {
        "wanted": wanted,
        "asked": request.GET,
        "counts": queries.counts(today, wanted.place),
        "page": page_of(request, queries.alerts(wanted, today)),
        "kinds": KIND_CHOICES,
        "states": list(STATES.items()),
        "unknown_place": bool(wanted.place) and not places.named([wanted.place]),
        "today": today,
        "feed": feed,
        "may_handle": bool(rules.may_handle(by=request.user)),
        "downloads": links(request, "observatory:alerts", feed=feed),
    }
    return render(request, "observatory/alerts/list.html", context)


def _wanted(request: HttpRequest) -> Chosen:
    """What the address asks for; a place by any of its names."""
    wanted = queries.chosen(request.GET)
    place = parties.place_named(wanted.place) if wanted.place else None
    return replace(wanted, place=place.code) if place else wanted


def _known(request: HttpRequest) -> Chosen:
    """The same where nobody reads a notice: a place that is not known is refused."""
    wanted = _wanted(request)
    asked.place(wanted.place)
    return wanted


@files
def alerts_files(request: HttpRequest) -> Listing:
    """The alerts of a filter, as they stand today."""
    site, today = site_of(request), timezone.localdate()
    found = queries.alerts(_known(request), today)
    return Listing(
        "alerts",
        queries.COLUMNS,
        lambda: (queries.record(one, site, today) for one in found.iterator(2000)),
        queries.flat,
    )


@public
def alerts_feed(request: HttpRequest) -> HttpResponse:
    """The alerts of a filter that were raised last."""
    about = _("Changes that someone must look at, raised by written rules")
    feed = opened(request, _("Alerts"), reverse("observatory:alerts"), about=about, query=True)
    found = queries.alerts(_known(request), timezone.localdate())
    for one in found.order_by("-raised_at", "-pk")[:MOST]:
        feed.add(
            f"alert/{one.pk}",
            title=headline(one),
            path=one.get_absolute_url(),
            text=str(OUTCOMES[one.outcome] if one.outcome else STATES[one.state]),
            since=one.raised_at,
            changed=one.closed_at or one.raised_at,
        )
    return answered(feed)


@public
def alerts_calendar(request: HttpRequest) -> HttpResponse:
    """The days on which the next steps of alerts are due."""
    name = _("Alerts: %(of)s") % {"of": settings.ENV.name}
    pieces = calendar(name, get_language() or "en", _dues(request))
    response = HttpResponse(b"".join(pieces), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="alerts.ics"'
    return response


def _dues(request: HttpRequest) -> Iterator[Due]:
    host, site = request.get_host().partition(":")[0], site_of(request)
    for one in queries.alerts(replace(_known(request), state="standing"), timezone.localdate()):
        if one.due_on:
            yield Due(
                uid=f"alert-{one.pk}@{host}",
                due=one.due_on,
                summary=headline(one),
                description=str(STATES[one.state]),
                url=site + one.get_absolute_url(),
                revision=one.revision,
                changed_at=one.raised_at,
            )


@public
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert: what it rests on, the rule and its record, the thread as far as it is open."""
    found = queries.alert(pk)
    inside = bool(rules.may_handle(by=request.user))
    figures = alert_evidence.figures(found, queries.sources([found]))
    rule = alert_rules.rule_of(found.rule)
    context = {
        "alert": found,
        "figures": figures,
        "releases": alert_evidence.releases(figures),
        "rule": rule,
        "record": alert_rules.records()[rule.key],
        "steps": queries.steps(found, request.user),
        "late": queries.overdue(found, timezone.localdate()),
        "may_handle": inside,
        "may_follow": queries.may_follow(found) if inside else [],
    }
    return render(request, "observatory/alerts/alert.html", context)


@public
def alert_rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule by which alerts are raised, and how often each was right."""
    records = alert_rules.records()
    rows = [(rule, records[rule.key]) for rule in alert_rules.every().values()]
    return render(request, "observatory/alerts/rules.html", {"rows": rows})


@beside("country", 40)
def of_country(request: HttpRequest, *, place: Any, **_rest: Any) -> SafeString | str:
    """The alerts of a country."""
    return _section(request, place.code, f"?place={place.code}")


@beside("region", 40)
def of_region(request: HttpRequest, *, place: Any, **_rest: Any) -> SafeString | str:
    """The alerts of a region."""
    return _section(request, place.code, f"?place={place.code}")


@beside("world", 20)
def of_world(request: HttpRequest, **_rest: Any) -> SafeString | str:
    """The latest alerts of the world."""
    return _section(request, "", "")


def _section(request: HttpRequest, place: str, query: str) -> SafeString:
    today = timezone.localdate()
    context = {
        "rows": queries.latest(today, place=place, most=SHOWN),
        "counts": queries.counts(today, place),
        "address": reverse("observatory:alerts") + query,
        "today": today,
    }
    return render_to_string("observatory/alerts/section.html", context, request)
