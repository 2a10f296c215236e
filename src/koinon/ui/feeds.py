"""Atom feeds (RFC 4287) of this site."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from koinon.kernel.lines import writable
from koinon.ui.serving import site_of

MOST = 50  # entries


class Atom(Atom1Feed):
    """A feed whose identities and links belong to this site, and whose text any XML parser reads."""

    def __init__(self, site: str, host: str, **facts: Any) -> None:
        super().__init__(**facts)
        self.site, self.host = site, host

    def add(
        self, name: str, *, title: str, path: str, text: str, since: datetime, changed: datetime | None = None
    ) -> None:
        """An entry under a lasting identity (RFC 4151): `name` is unique here, `since` never changes."""
        self.add_item(
            title=writable(title),
            link=self.site + path,
            description=escape(writable(text)).replace("\n", "<br>"),  # Atom says that it is HTML
            unique_id=f"tag:{self.host},{since.date().isoformat()}:{name}",
            pubdate=since,
            updateddate=changed or since,
        )

    def latest_post_date(self) -> datetime:
        """An empty feed has not changed since the beginning, whenever it is asked for."""
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


def opened(request: HttpRequest, title: str, address: str, *, about: str, query: bool = False) -> Atom:
    """A feed of this site about what stands at `address`; `query` keeps the words it was asked with.

    Its identity is its own address: readers take two feeds of one identity for one.
    """
    site = site_of(request)
    asked_for = f"?{request.META['QUERY_STRING']}" if query and request.META.get("QUERY_STRING") else ""
    return Atom(
        site,
        request.get_host().partition(":")[0],
        title=writable(title),
        link=site + address + asked_for,
        description=about,
        language=get_language(),
        feed_url=request.build_absolute_uri(),
        feed_guid=site + request.path + asked_for,
        author_name=settings.ENV.name,
    )


def answered(feed: Atom) -> HttpResponse:
    """The feed as a response."""
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
