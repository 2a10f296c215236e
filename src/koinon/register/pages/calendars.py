"""Deadlines as calendars to subscribe to: of everything, a document, a party, a theme, a search."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from koinon.register.pages.ical import Dated
from koinon.register.pages.search import asked
from koinon.register.pages.serving import public
from koinon.register.queries import exports, knowledge, themes
from koinon.register.queries import parties as register
from koinon.register.queries import public as published
from koinon.ui import downloads


def _view(find: Callable[..., Dated]) -> downloads.View:
    return downloads.files(find, guard=public)


@_view
def everything(request: HttpRequest) -> Dated:
    """Every deadline that has a date."""
    return Dated(settings.ENV.name, published.provisions())


@_view
def document(request: HttpRequest, slug: str) -> Dated:
    """The deadlines of a document."""
    document = published.published_document(slug)
    return Dated(document.title, published.provisions_of(document))


@_view
def party(request: HttpRequest, key: str) -> Dated:
    """The deadlines of what is asked of a party, or promised or asked by it."""
    party = register.party(key)
    return Dated(party.name, register.concerning(party, register.classes_of(party)))


@_view
def theme(request: HttpRequest, key: str) -> Dated:
    """The deadlines under a theme."""
    theme = themes.theme(key)
    return Dated(knowledge.named(theme), themes.provisions_of(theme))


@_view
def search(request: HttpRequest) -> Dated:
    """The deadlines of what a search finds."""
    wanted = asked(request)
    return Dated(wanted.text or settings.ENV.name, exports.deadlines_found(wanted))
