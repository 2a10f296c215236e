"""What a list can be taken along as: its routes, its views and its links, from one table of formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from koinon.ui.files import FORMATS, Format

View = Callable[..., HttpResponseBase]
NOT_KEPT = ("page", "part", "at")  # what a page's query holds that its list does not


@dataclass(frozen=True)
class Download:
    """A link under a list: a file, a feed or a calendar. `icon` is one of templates/ui/icons."""

    url: str
    label: str
    icon: str = "download"


def routes(stem: str, view: View, name: str, formats: Iterable[Format] = FORMATS) -> list[URLPattern]:
    """A route for each format of a list: `documents.csv` is `documents-csv`."""
    return [path(f"{stem}.{f.ending}", view, {"form": f}, name=f"{name}-{f.key}") for f in formats]


def files(listing: Callable[..., Any], guard: Callable[[View], View] = require_safe) -> View:
    """The view of a list as files: `listing` makes it of the request, `guard` says who may have it."""

    @wraps(listing)
    def answer(request: HttpRequest, *args: Any, form: Format, **kwargs: Any) -> HttpResponseBase:
        return form.respond(request, listing(request, *args, **kwargs))

    return guard(answer)


def links(
    request: HttpRequest, name: str, *args: object, formats: Iterable[Format] = FORMATS, feed: str = ""
) -> list[Download]:
    """The links under a list: each format of the route `name`, with the query the page was asked with."""
    query = request.GET.copy()
    for gone in NOT_KEPT:
        query.pop(gone, None)
    tail = f"?{query.urlencode()}" if query else ""
    found = [Download(reverse(f"{name}-{f.key}", args=args) + tail, f.label) for f in formats]
    return found + ([Download(feed, _("Feed"), "feed")] if feed else [])
