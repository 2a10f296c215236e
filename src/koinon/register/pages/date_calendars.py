"""Dates of follow-ups as calendars to subscribe to: everyone's, a party's, a document's, one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from koinon.kernel.calendars import Due, calendar
from koinon.register.actions import calendar_address
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import date_calendars as queries
from koinon.register.queries import dates
from koinon.register.queries import parties as register
from koinon.register.queries import public as published
from koinon.register.queries.date_calendars import Event
from koinon.register.templatetags.register_reminders import counted
from koinon.ui import downloads
from koinon.ui.files import Format


@dataclass(frozen=True)
class Expected:
    """Events and whose they are; `scope` sets apart the same event told in other words elsewhere."""

    of: str
    scope: str
    events: list[Event]


def _calendar(request: HttpRequest, expected: Expected) -> StreamingHttpResponse:
    name = _("Follow-ups: %(of)s") % {"of": expected.of}
    pieces = calendar(name, get_language() or "en", _dues(request, expected))
    response = StreamingHttpResponse(pieces, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="follow-ups.ics"'
    return response


ICALENDAR = Format("ics", "ics", "iCalendar", _calendar)


def _dues(request: HttpRequest, expected: Expected) -> Iterator[Due]:
    site, host = site_of(request), request.get_host().partition(":")[0]
    for one in expected.events:
        what = counted(one.open, one.kind)
        url = site + reverse("register:document", args=[one.slug])
        told = _("%(what)s still expected, of %(all)s.") % {"what": what, "all": one.all}
        yield Due(
            uid=f"{expected.scope}-{one.first}-{one.kind}-{one.round}@{host}",
            due=one.due_on,
            summary=": ".join(filter(None, (one.who, what, one.title))),
            description="\n".join((told, _("In: %(title)s") % {"title": one.title}, url)),
            url=url,
            revision=one.moved + 1,
            changed_at=one.changed_at,
        )


def _view(find: Callable[..., Expected]) -> downloads.View:
    return downloads.files(find, guard=public)


@_view
def everyone(request: HttpRequest) -> Expected:
    """Everyone's dates, but those overdue for months: one event for each document and day."""
    today = timezone.localdate()
    return Expected(settings.ENV.name, "document-dates", queries.everyones(today))


@_view
def party(request: HttpRequest, key: str) -> Expected:
    """The dates of a party: one event for each document and day."""
    party = register.party(key)
    return Expected(party.name, "follow-up", queries.events(parties=[party]))


@_view
def document(request: HttpRequest, slug: str) -> Expected:
    """The dates of a document: one event for each party and day."""
    document = published.published_document(slug)
    return Expected(document.title, "follow-up", queries.events(document=document))


@require_safe
def own(request: HttpRequest, token: str) -> HttpResponseBase:
    """The dates of the parties that someone speaks for, by the secret address that they made."""
    person = calendar_address.opened(token=token)
    parties = dates.parties_of(person)
    response = _calendar(request, Expected(person.name, "follow-up", queries.events(parties=parties)))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
