"""The iCalendar form of a list of provisions: who is asked, for what, until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.kernel.calendars import Due, calendar
from koinon.register.engine.exports.papers import Item, by_name
from koinon.register.pages.serving import site_of
from koinon.register.queries import exports
from koinon.register.templatetags.register_text import plain
from koinon.ui.files import Format


@dataclass(frozen=True)
class Dated:
    """Provisions of which those with a date make a calendar, and whose they are."""

    of: str
    provisions: Any


def _calendar(request: HttpRequest, dated: Dated) -> StreamingHttpResponse:
    name = _("Deadlines: %(of)s") % {"of": dated.of}
    language = get_language() or "en"
    pieces = calendar(name, language, _dues(site_of(request), request.get_host(), dated.provisions))
    response = StreamingHttpResponse(pieces, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response


ICALENDAR = Format("deadlines", "ics", "iCalendar", _calendar)


def _dues(site: str, host: str, provisions: Any) -> Iterator[Due]:
    for provision, due in exports.dated(provisions):
        item, document = exports.item(provision, site), provision.document
        yield Due(
            uid=f"provision-{document.slug}-{item.number}@{host.partition(':')[0]}",
            due=due,
            summary=_summary(item),
            description="\n".join(_told(item, document.title)),
            url=item.url,
            revision=item.revision,
            changed_at=item.changed_at,
            categories=tuple(theme.name for theme in item.themes),
        )


def _summary(item: Item) -> str:
    who = by_name(item.addressees or item.issuers)
    text = " ".join(plain(item.text).split())
    return f"{who}: {text}" if who else text


def _told(item: Item, title: str) -> Iterable[str]:
    yield plain(item.text)
    yield ""
    if item.addressees:
        yield _("Who is asked: %(names)s") % {"names": by_name(item.addressees)}
    if item.issuers:
        yield _("Who asks or promises: %(names)s") % {"names": by_name(item.issuers)}
    if item.deadline:
        yield _("Deadline as the text has it: %(words)s") % {"words": item.deadline}
    if item.deadline_from:
        yield _("From %(day)s") % {"day": date_format(item.deadline_from, "DATE_FORMAT")}
    yield _("In: %(title)s") % {"title": title}
    yield item.url
