"""Atom feeds of what was published and what was changed after, as the ledger tells it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from koinon.register.pages.serving import public, site_of
from koinon.register.queries import parties as register
from koinon.register.queries import publications, themes

MOST = 50
_HEADLINES = {
    "register.publish": gettext_noop("Published: %(title)s"),
    "register.correct": gettext_noop("Corrected: provision %(number)s of %(title)s"),
    "register.insert": gettext_noop("Added after publication: provision %(number)s of %(title)s"),
    "register.strike": gettext_noop("Taken out: provision %(number)s of %(title)s"),
    "register.withdraw": gettext_noop("Withdrawn: %(title)s"),
}


@public
def everything(request: HttpRequest) -> HttpResponse:
    """New documents, and what was changed after publication."""
    return _feed(request, settings.ENV.name, reverse("register:home"), publications.of_everything(most=MOST))


@public
def party(request: HttpRequest, key: str) -> HttpResponse:
    """What is new of the documents that ask something of a party, or in which it promises or asks."""
    party = register.party(key)
    about = register.concerning(party, register.classes_of(party))
    return _feed(request, party.name, party.get_absolute_url(), publications.of_provisions(about, most=MOST))


@public
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """What is new of the documents with provisions under a theme."""
    theme = themes.theme(key)
    address = reverse("register:theme", args=[key])
    name = theme.label(get_language() or "en")
    return _feed(request, name, address, publications.of_provisions(themes.provisions_of(theme), most=MOST))


def _feed(request: HttpRequest, title: str, address: str, told: Iterable[publications.News]) -> HttpResponse:
    site = site_of(request)
    feed = Atom1Feed(
        title=title,
        link=site + address,
        description=_("What is new in the register of provisions"),
        language=get_language(),
        feed_url=site + request.path,
        author_name=settings.ENV.name,
    )
    for item in told:
        place = _address(item)
        feed.add_item(
            title=_headline(item),
            link=site + place,
            description=item.reason,
            unique_id=f"{site}{place}#entry-{item.entry}",
            pubdate=item.at,
            updateddate=item.at,
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _address(item: publications.News) -> str:
    if item.number is None or item.document is None:
        return reverse("register:document", args=[item.slug])
    return reverse("register:provision", args=[item.slug, item.number])


def _headline(item: publications.News) -> str:
    title = item.document.title if item.document else item.slug
    return _(_HEADLINES[item.verb]) % {"title": title, "number": item.number}
