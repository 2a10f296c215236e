"""Atom feeds (RFC 4287): what was published and changed after, as the ledger tells it, and of every list."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from koinon.register.engine.exports.papers import by_name
from koinon.register.pages.search import asked
from koinon.register.pages.serving import public
from koinon.register.queries import exports, knowledge, publications, themes
from koinon.register.queries import parties as register
from koinon.register.queries import public as published
from koinon.register.templatetags.register_text import plain
from koinon.register.templatetags.register_words import document_kind_label, language_label
from koinon.ui import feeds
from koinon.ui.feeds import MOST as MOST
from koinon.ui.feeds import answered as answered
from koinon.ui.templatetags.ui import kind_word

_HEADLINES = {
    "register.publish": gettext_noop("Published: %(title)s"),
    "register.adopt_outcome": gettext_noop("Published: %(title)s"),
    "register.correct": gettext_noop("Corrected: provision %(number)s of %(title)s"),
    "register.bring_back": gettext_noop("Corrected: several provisions of %(title)s"),
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
    name = knowledge.named(theme)
    return _feed(request, name, address, publications.of_provisions(themes.provisions_of(theme), most=MOST))


@public
def documents(request: HttpRequest) -> HttpResponse:
    """The documents of a filter, the latest publication first."""
    feed = opened(request, _("Documents"), reverse("register:documents"), query=True)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "issuer", "year", "language")}
    for document in exports.latest_documents(published.filtered_documents(**chosen), most=MOST):
        at = document.published_at or document.uploaded_at
        names = [party.name for party in document.issuers.all()] or document.issuer_names
        feed.add(
            f"document/{document.slug}",
            title=document.title,
            path=document.get_absolute_url(),
            text=" · ".join([document_kind_label(document.kind), *names]),
            since=at,
        )
    return answered(feed)


@public
def search(request: HttpRequest) -> HttpResponse:
    """What a search finds, the latest publication first."""
    wanted = asked(request)
    title = _("Search: %(words)s") % {"words": wanted.text} if wanted.text else _("Search")
    feed = opened(request, title, reverse("register:search"), query=True)
    for provision in exports.newest_found(wanted, most=MOST):
        item, document = exports.item(provision, ""), provision.document
        at = document.published_at or document.uploaded_at
        words = " ".join(plain(item.text).split())
        feed.add(
            f"provision/{document.slug}/{item.number}",
            title=f"{kind_word(item.kind)}: {words[:117]}{'…' if len(words) > 117 else ''}",
            path=item.url,
            text="\n".join(filter(None, (words, by_name(item.addressees), document.title))),
            since=at,
            changed=max(at, item.changed_at),
        )
    return answered(feed)


@public
def translations(request: HttpRequest) -> HttpResponse:
    """The translations of documents, the latest first."""
    feed = opened(request, _("Translations"), reverse("register:documents"))
    for row in exports.latest_translations(most=MOST):
        document = row.document
        feed.add(
            f"translation/{document.slug}/{row.language}",
            title=f"{language_label(row.language)}: {row.title or document.title}",
            path=document.get_absolute_url(),
            text=document.title,
            since=document.published_at or row.entered_at,
            changed=row.entered_at,
        )
    return answered(feed)


def opened(request: HttpRequest, title: str, address: str, *, query: bool = False) -> feeds.Atom:
    """A feed of the register about what stands at `address`; `query` keeps the words it was asked with."""
    about = _("What is new in the register of provisions")
    return feeds.opened(request, title, address, about=about, query=query)


def _feed(request: HttpRequest, title: str, address: str, told: Iterable[publications.News]) -> HttpResponse:
    feed = opened(request, title, address)
    for item in told:
        feed.add(
            f"entry/{item.entry}", title=_headline(item), path=_address(item), text=item.reason, since=item.at
        )
    return answered(feed)


def _address(item: publications.News) -> str:
    if item.number is None or item.document is None:
        return reverse("register:document", args=[item.slug])
    return reverse("register:provision", args=[item.slug, item.number])


def _headline(item: publications.News) -> str:
    title = item.document.title if item.document else item.slug
    return _(_HEADLINES[item.verb]) % {"title": title, "number": item.number}
