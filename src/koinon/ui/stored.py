"""Pages for everyone, kept in the memory of a web process as long as they say what is true.

Kept are answers to people who bring no session, under the state of the register at which they were
made; the next act that everyone may see, or the next commit of the search index, makes them worthless.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_sequence, compress_string

ROOM = 32 * 2**20  # bytes that each web process gives to kept pages
LARGEST = 2 * 2**20  # bytes of one page
LEAST_TO_PRESS = 200  # bytes below which compressing saves nothing
PADDING = 100  # most random bytes added, so that the length tells nothing (HTB, BREACH)
PACKED = ("application/vnd.openxmlformats", "application/zip", "application/gzip")  # gains nothing by it
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A finished answer: its body as it is and compressed, and its headers."""

    plain: bytes
    pressed: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.pressed)


class Shelf:
    """The pages used last, up to a number of bytes; safe for several threads."""

    def __init__(self, room: int) -> None:
        self.room, self.held = room, 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: Page) -> None:
        with self._lock:
            before = self._pages.pop(key, None)
            self.held += page.size - (before.size if before else 0)
            self._pages[key] = page
            while self.held > self.room:
                _, oldest = self._pages.popitem(last=False)
                self.held -= oldest.size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.held = 0


SHELF = Shelf(ROOM)


def answer(request: HttpRequest, state: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The kept page of this address at this state, or a new one, kept when it may be."""
    if not settings.KOINON_KEEP_PAGES or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return _pressed(request, make())
    key: Key = (state, request.get_host(), str(request.scheme), request.get_full_path())
    page = SHELF.find(key)
    if page is None:
        response = make()
        if not _keepable(request, response):
            return _pressed(request, response)
        page = _page(response)
        SHELF.keep(key, page)
    return _response(request, page)


def _keepable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A whole page without anything made for one person: no cookie, no token of a form."""
    return (
        isinstance(response, HttpResponse)
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and response.status_code == 200
        and not response.cookies
        and not response.has_header("Cache-Control")
        and len(response.content) <= LARGEST
    )


def _page(response: HttpResponseBase) -> Page:
    assert isinstance(response, HttpResponse)
    plain = response.content
    pressed = compress_string(plain, max_random_bytes=PADDING) if len(plain) >= LEAST_TO_PRESS else b""
    return Page(plain, pressed if len(pressed) < len(plain) else b"", tuple(response.headers.items()))


def _response(request: HttpRequest, page: Page) -> HttpResponse:
    press = bool(page.pressed) and _takes_gzip(request)
    response = HttpResponse(page.pressed if press else page.plain, headers=dict(page.headers))
    if press:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _pressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A page that is not kept, compressed on its way."""
    patch_vary_headers(response, ("Accept-Encoding",))
    if response.has_header("Content-Encoding") or not _takes_gzip(request):
        return response
    if response.headers.get("Content-Type", "").startswith(PACKED):
        return response
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = compress_sequence(
            cast("Iterable[bytes]", response.streaming_content), max_random_bytes=PADDING
        )
        del response.headers["Content-Length"]
    elif isinstance(response, HttpResponse) and len(response.content) >= LEAST_TO_PRESS:
        response.content = compress_string(response.content, max_random_bytes=PADDING)
        response.headers["Content-Length"] = str(len(response.content))
    else:
        return response
    response.headers["Content-Encoding"] = "gzip"
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    """Whether gzip is among the offered encodings with a weight above nought (RFC 9110, 12.5.3)."""
    offers = (offer.split(";") for offer in request.headers.get("Accept-Encoding", "").split(","))
    return any(name.strip() == "gzip" and not _refused(weights) for name, *weights in offers)


def _refused(weights: list[str]) -> bool:
    return any(w.strip().startswith("q=") and not w.strip(" q=0.") for w in weights)
