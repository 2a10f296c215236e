"""What lies ahead: the list, its files and calendar, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koinon.kernel.calendars import Due, calendar
from koinon.kernel.numbers import natural
from koinon.kernel.refusals import Refused
from koinon.observatory.actions import flashpoints as actions
from koinon.observatory.forms.incidents import FLASHPOINTS, FlashpointForm
from koinon.observatory.pages.incident_desk import form_page
from koinon.observatory.pages.serving import files, public, site_of
from koinon.observatory.queries import flashpoints as queries
from koinon.observatory.queries.incidents import regions, written
from koinon.observatory.queries.world import name_of
from koinon.observatory.rules import incidents as rules
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.requests import SignedInRequest
from koinon.ui.downloads import links
from koinon.ui.files import Listing
from koinon.ui.telling import told

keeping = permitted(rules.may_keep_flashpoints)


@public
def flashpoints(request: HttpRequest) -> HttpResponse:
    """What lies ahead, the nearest first."""
    chosen = queries.chosen(request.GET)
    context = {
        "rows": queries.coming(timezone.localdate(), date.max, **chosen),
        "chosen": chosen,
        "kinds": FLASHPOINTS,
        "regions": regions(),
        "may_keep": bool(rules.may_keep_flashpoints(by=request.user)),
        "downloads": links(request, "observatory:flashpoints"),
    }
    return render(request, "observatory/flashpoints/list.html", context)


@files
def flashpoints_files(request: HttpRequest) -> Listing:
    """What lies ahead, as it is known today."""
    site, rows = site_of(request), _rows(request)
    return Listing("flashpoints", queries.COLUMNS, lambda: (queries.record(one, site) for one in rows))


@public
def flashpoints_calendar(request: HttpRequest) -> HttpResponse:
    """What lies ahead, as a calendar to subscribe to."""
    name = _("What lies ahead: %(of)s") % {"of": settings.ENV.name}
    pieces = calendar(name, get_language() or "en", _dues(request))
    response = HttpResponse(b"".join(pieces), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="flashpoints.ics"'
    return response


def _dues(request: HttpRequest) -> Iterator[Due]:
    host, site = request.get_host().partition(":")[0], site_of(request)
    for one in _rows(request):
        known = f"flashpoint-{one.pk}" if one.pk else f"flashpoint-{one.process}-{one.on.isoformat()}"
        yield Due(
            uid=f"{known}@{host}",
            due=one.on,
            summary=f"{name_of(one.place)}: {one.title}",
            description="\n".join(part for part in (one.why, one.source, one.address) if part),
            url=site + one.page,
            revision=one.revision,
            changed_at=datetime.combine(one.on, time(), UTC),
        )


def _rows(request: HttpRequest) -> list[queries.Coming]:
    return queries.coming(timezone.localdate(), date.max, **queries.chosen(request.GET))


@keeping
def add_flashpoint(request: SignedInRequest) -> HttpResponse:
    """Something further that lies ahead."""
    form = FlashpointForm(posted(request))
    today = timezone.localdate()
    if form.is_valid() and tried(form, lambda: actions.add(by=request.user, today=today, **form.values())):
        return redirect("observatory:flashpoints")
    return _page(request, form, _("Add what lies ahead"))


@keeping
def edit_flashpoint(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what lies ahead, or take it out."""
    found = queries.flashpoint(pk)
    known = {name: getattr(found, name) for name in FlashpointForm.base_fields if name != "on"}
    form = FlashpointForm(posted(request), initial={**known, "on": written(found.on, found.exact)})

    def act() -> None:
        actions.change(
            by=request.user,
            flashpoint=found,
            revision=form.cleaned_data["revision"] or 0,
            today=timezone.localdate(),
            **form.values(),
        )

    if form.is_valid() and tried(form, act):
        return redirect("observatory:flashpoints")
    drop = reverse("observatory:drop_flashpoint", args=[pk])
    return _page(request, form, found.title, drop=drop, revision=found.revision)


@require_POST
@keeping
def drop_flashpoint(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take out what lies ahead no longer."""
    found = queries.flashpoint(pk)
    try:
        actions.drop(
            by=request.user,
            flashpoint=found,
            revision=natural(request.POST.get("revision", "")) or 0,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, told(refusal.message))
    return redirect("observatory:flashpoints")


def _page(request: HttpRequest, form: Any, heading: str, **rest: Any) -> HttpResponse:
    back = {"back": reverse("observatory:flashpoints"), "back_words": _("What lies ahead")}
    return form_page(request, form, heading, **back, **rest)
