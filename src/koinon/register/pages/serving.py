"""How public pages are served: revalidated by the last public act, cut into pages, as files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from koinon.register.engine.following.silence import quarter
from koinon.register.pages import stored
from koinon.register.queries import figures, index, knowledge, remembered
from koinon.ui import files
from koinon.ui.assets import asset

VERSION = version("koinon")  # read once: it is looked up in the files of the package
View = Callable[..., HttpResponseBase]
SIZE = 25


def public(view: View) -> View:
    """A page for everyone: read only, compressed, kept, and not sent again while nothing has happened.

    Whoever is signed in, or brings any session, gets a page of their own that nobody keeps.
    """

    @wraps(view)
    @require_safe
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            response = stored.answer(request, "", lambda: view(request, *args, **kwargs))
            patch_cache_control(response, private=True, no_store=True)
            return response
        etag = _etag()
        unchanged = get_conditional_response(request, etag=etag)
        response = unchanged or stored.answer(request, etag, lambda: _timely(view, request, *args, **kwargs))
        if response.status_code in (200, 304) and not response.has_header("Cache-Control"):
            response.headers["ETag"] = etag
            patch_cache_control(response, public=True, no_cache=True)
            patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
        return response

    return serve


def _timely(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The page; nobody keeps it while one of its figures is that of an earlier state."""
    remembered.on_time()
    response = view(request, *args, **kwargs)
    if remembered.late():
        patch_cache_control(response, no_store=True)
    return response


def _etag() -> str:
    """Changes with every public act, each commit of the search index, the quarter of an hour, the language,
    the vocabulary and the built stylesheet: silence begins with a quarter, and so does every day."""
    style = asset("ui/build/koinon.css")[1]
    here = (settings.ENV.name, VERSION, style, knowledge.vocabulary_text())
    said = (figures.state(), index.state(), quarter(timezone.now()), get_language(), *here)
    return f'W/"{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"'


def reading_language() -> str:
    """The language of the interface, in which a reader is shown what exists in it: "fr"."""
    return (get_language() or "en").partition("-")[0]


def page_of(request: HttpRequest, rows: Any, size: int = SIZE, *, known: int | None = None) -> Page[Any]:
    """The page that `?page=` asks for; a number out of range gives the nearest page.

    `known`: how many rows there are, where a figure tells it.
    """
    paginator = Paginator(rows, size)
    if known is not None:
        paginator.count = known  # worked out once, when it is first asked for
    return paginator.get_page(request.GET.get("page"))


def site_of(request: HttpRequest) -> str:
    """Scheme and host, to which a path is joined: "https://register.example"."""
    return request.build_absolute_uri("/").rstrip("/")


def csv_file(name: str, columns: Sequence[str], rows: Iterable[files.Record]) -> HttpResponseBase:
    """Rows at hand as a spreadsheet file."""
    return files.separated(files.Listing(name, columns, lambda: rows))


def download(name: str, data: bytes, digest: str) -> HttpResponse:
    """An original file, never opened in the page's own origin."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["ETag"] = f'"{digest}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
