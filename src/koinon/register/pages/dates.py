"""Dates on the desk: one's own, and for the secretariat everyone's, with whom letters do not reach."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from koinon.kernel.refusals import NotPermitted
from koinon.people.requests import SignedInRequest
from koinon.register.actions import calendar_address
from koinon.register.pages.serving import page_of, site_of
from koinon.register.queries import dates as queries
from koinon.register.queries import following
from koinon.register.queries import parties as register
from koinon.register.rules import reminders as rules
from koinon.register.templatetags.register_reminders import level_words

AT_ONCE = 50
KINDS = ("answer", "report", "due")


@login_required
@require_safe
def dates(request: SignedInRequest) -> HttpResponse:
    """The dates of the parties that one speaks for; the secretariat's begin with everyone's."""
    mine = queries.parties_of(request.user)
    overseer = bool(rules.may_oversee(by=request.user))
    narrowed = queries.Filter.of(request.GET)
    if overseer and not narrowed.party and not ("mine" in request.GET and mine):
        return _everyones(request, mine)
    parties = mine
    if narrowed.party and overseer:
        parties = [register.party(narrowed.party)]
    elif narrowed.party:
        parties = [party for party in mine if party.key == narrowed.party] or mine
    now = timezone.now()
    page = page_of(request, queries.dates_of(parties, narrowed, now), AT_ONCE)
    told = {
        "page": page,
        "rows": [(one, following.stands(one, now)) for one in queries.with_dates(page)],
        "chosen": narrowed,
        "parties": mine,
        "of": parties[0] if len(parties) == 1 else None,
        "kinds": KINDS,
        "overseer": overseer,
        "address": _address(request),
        "now": now,
    }
    return render(request, "register/dates/own.html", told)


def _everyones(request: SignedInRequest, mine: list[Any]) -> HttpResponse:
    every = queries.standing()
    level = request.GET.get("level")
    chosen = level if level in queries.LEVELS else None
    kind = request.GET.get("kind", "")
    found = [
        one
        for one in every
        if (chosen is None or one.level == chosen) and (kind not in KINDS or one.kind == kind)
    ]
    page = page_of(request, found)
    counts = queries.by_level(every)
    tabs = [{"address": "?", "words": _("All"), "current": chosen is None, "count": sum(counts.values())}]
    tabs += [
        {"address": f"?level={key}", "words": level_words(key), "current": chosen == key, "count": count}
        for key, count in counts.items()
    ]
    now = timezone.now()
    told = {
        "page": page,
        "rows": queries.shown(list(page.object_list)),
        "tabs": tabs,
        "kinds": KINDS,
        "kind": kind,
        "level": chosen,
        "mine": mine,
        "lost": queries.not_arrived(now).count(),
        "unspoken": queries.unspoken(timezone.localdate(now)).count(),
        "address": _address(request),
        "now": now,
    }
    return render(request, "register/dates/everyones.html", told)


def _address(request: SignedInRequest) -> str:
    """The address of one's own calendar, where there is one."""
    path = calendar_address.path_of(request.user)
    return site_of(request) + path if path else ""


def _let_oversee(request: SignedInRequest) -> None:
    if not (verdict := rules.may_oversee(by=request.user)):
        raise NotPermitted("register.dates.not_permitted", verdict.reason)


@login_required
@require_safe
def lost_letters(request: SignedInRequest) -> HttpResponse:
    """Letters that did not arrive."""
    _let_oversee(request)
    page = page_of(request, queries.not_arrived(timezone.now()), AT_ONCE)
    return render(request, "register/dates/letters.html", {"page": page})


@login_required
@require_safe
def unspoken_parties(request: SignedInRequest) -> HttpResponse:
    """Parties of which something is expected and for which nobody speaks."""
    _let_oversee(request)
    page = page_of(request, queries.unspoken(timezone.localdate()), AT_ONCE)
    expected = queries.expected_of(page.object_list)
    rows = [(party, *expected[party.pk]) for party in page if party.pk in expected]
    told = {"page": page, "rows": rows, "unknown": queries.unknown()}
    return render(request, "register/dates/parties.html", told)


@login_required
@require_safe
def coming_dates(request: SignedInRequest) -> HttpResponse:
    """What is due on which day of the coming two months."""
    _let_oversee(request)
    days = queries.coming(queries.standing(), timezone.localdate())
    rows = [(day, [(kind, counts[kind]) for kind in KINDS if kind in counts]) for day, counts in days]
    return render(request, "register/dates/coming.html", {"rows": rows, "days": queries.COMING})


@login_required
@require_POST
def new_calendar(request: SignedInRequest) -> HttpResponse:
    """Make an address of one's own calendar; one that was made before opens nothing from then on."""
    calendar_address.make(by=request.user, now=timezone.now())
    messages.success(request, _("The calendar has a new address. One made before opens nothing any more."))
    return redirect("register:dates")
