"""Deadlines as calendars to subscribe to: of everything, a document, a party, a theme, a search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.register.engine.exports.calendars import Due, calendar
from koinon.register.engine.exports.papers import Item, by_name
from koinon.register.pages.search import asked
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import exports, themes
from koinon.register.queries import parties as register
from koinon.register.queries import public as published
from koinon.register.templatetags.register_text import plain


@public
def everything(request: HttpRequest) -> StreamingHttpResponse:
    """Every deadline that has a date."""
    return _calendar(request, settings.ENV.name, published.provisions())


@public
def document(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The deadlines of a document."""
    document = published.published_document(slug)
    return _calendar(request, document.title, published.provisions_of(document))


@public
def party(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The deadlines of what is asked of a party, or promised or asked by it."""
    party = register.party(key)
    about = register.concerning(party, register.classes_of(party))
    return _calendar(request, party.name, about)


@public
def theme(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The deadlines under a theme."""
    theme = themes.theme(key)
    name = theme.label((get_language() or "en")[:2])
    return _calendar(request, name, themes.provisions_of(theme))


@public
def search(request: HttpRequest) -> StreamingHttpResponse:
    """The deadlines of what a search finds."""
    wanted = asked(request)
    return _calendar(request, wanted.text or settings.ENV.name, exports.deadlines_found(wanted))


def _calendar(request: HttpRequest, of: str, provisions: Any) -> StreamingHttpResponse:
    name = _("Deadlines: %(of)s") % {"of": of}
    language = get_language() or "en"
    pieces = calendar(name, language, _dues(site_of(request), request.get_host(), provisions))
    response = StreamingHttpResponse(pieces, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response


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
