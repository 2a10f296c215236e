"""How public pages are served: revalidated while nothing has happened, cut into pages, as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from koinon.ui import files, remembered, stored

View = Callable[..., HttpResponseBase]
SIZE = 25


def revalidated(etag: Callable[[], str]) -> Callable[[View], View]:
    """A page for everyone: read only, compressed, kept, and not sent again while `etag()` stays the same.

    Whoever is signed in, or brings any session, gets a page of their own that nobody keeps.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @require_safe
        def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated:
                response = stored.answer(request, "", lambda: view(request, *args, **kwargs))
                patch_cache_control(response, private=True, no_store=True)
                return response
            tag = etag()
            unchanged = get_conditional_response(request, etag=tag)
            response = unchanged or stored.answer(
                request, tag, lambda: _timely(view, request, *args, **kwargs)
            )
            if response.status_code in (200, 304) and not response.has_header("Cache-Control"):
                response.headers["ETag"] = tag
                patch_cache_control(response, public=True, no_cache=True)
                patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
            return response

        return serve

    return decorate


def _timely(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The page; nobody keeps it while one of its figures is that of an earlier state."""
    remembered.on_time()
    response = view(request, *args, **kwargs)
    if remembered.late():
        patch_cache_control(response, no_store=True)
    return response


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
