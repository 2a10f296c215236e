"""What every request to the API passes: no cookies, a turn to ask, and an answer with its tag.

The gate stands outside sessions and sign-in, so that nothing but a token can speak for a person, and
outside every error page, so that nothing but problem+json comes out.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from koinon.site import api_problems
from koinon.site.api_rates import Turn, turn_of

BELOW = "/api/v1/"
LARGEST_BODY = 2 * 1024 * 1024
LARGEST_FILE = 52 * 1024 * 1024  # a file of 50 MiB, and what a form puts around it
FILES = re.compile(  # where a form with a file is taken
    r"/api/v1/desk/(documents|intakes|sheets|loadings|documents/[^/]+/translations/[^/]+/file)"
)
EXPOSED = "ETag, Link, Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
Next = Callable[[HttpRequest], HttpResponseBase]


class ApiGate:
    """The middleware before everything below /api/v1/."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(BELOW):
            return self.get_response(request)
        request.COOKIES = {}  # neither a session nor a cookie of any kind speaks for anyone here
        turn = _turn(request)
        response = self._answer(request, turn)
        _dress(request, response, turn)
        return response

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """The caller's language, once the language of pages is set."""
        if request.path_info.startswith(BELOW):
            translation.activate(language_of(request))
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def _answer(self, request: HttpRequest, turn: Turn | None) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        status, allow = _turned_away(request, turn), None
        if status is None:
            response = self.get_response(request)
            if response.status_code < 400 or response.headers.get("Content-Type") == api_problems.MEDIA:
                return _tagged(request, response)
            status, allow = response.status_code, response.headers.get("Allow")
        with translation.override(language_of(request)):
            told = (
                api_problems.problem(429, "api.rate", _("Too many requests: wait a little, then go on."))
                if status == HTTPStatus.TOO_MANY_REQUESTS
                else api_problems.of_status(request, status)
            )
        if allow:
            told.headers["Allow"] = allow
        return told


def language_of(request: HttpRequest) -> str:
    """The language of the interface that Accept-Language asks for first."""
    return translation.get_language_from_request(request)


def _turn(request: HttpRequest) -> Turn | None:
    limit = settings.KOINON_API_RATE
    return turn_of(request, limit=limit, now=time.time()) if limit else None


def _turned_away(request: HttpRequest, turn: Turn | None) -> int | None:
    """The status for a request that is not looked at any further; None for all others."""
    if turn and turn.over:
        return HTTPStatus.TOO_MANY_REQUESTS
    if "%00" in request.META.get("QUERY_STRING", ""):
        return HTTPStatus.BAD_REQUEST
    if request.method not in ("POST", "PUT"):
        return None
    file = request.method == "POST" and FILES.fullmatch(request.path_info)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > (LARGEST_FILE if file else LARGEST_BODY):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if length.isdecimal() else HTTPStatus.BAD_REQUEST
    if file and int(length) and request.content_type != "multipart/form-data":
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    return None


def _tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with its tag; without its body where the caller holds the same one."""
    if not isinstance(response, HttpResponse) or response.status_code >= 300:
        return response
    version = getattr(request, "shown_version", "")
    if request.method not in ("GET", "HEAD"):
        if version:
            response.headers["ETag"] = f'"{version}"'
        return response
    digest = hashlib.sha256(response.content).hexdigest()[:16]
    tag = response.headers["ETag"] = f'"{version}-{digest}"' if version else f'"{digest}"'
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in held or tag in [one.removeprefix("W/") for one in held]:
        fresh = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        fresh.headers["ETag"] = tag
        del fresh.headers["Content-Type"]
        return fresh
    return response


def _dress(request: HttpRequest, response: HttpResponseBase, turn: Turn | None) -> None:
    """The headers of every answer."""
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"  # no cookie is looked at: a page of others gains nothing
    headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, DELETE"
        headers["Access-Control-Allow-Headers"] = (
            "Authorization, Content-Type, If-Match, If-None-Match, Accept-Language"
        )
        headers["Access-Control-Max-Age"] = "86400"
    private = "Authorization" in request.headers or request.method not in ("GET", "HEAD")
    headers["Cache-Control"] = "no-store" if private else "public, no-cache"
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    if links := getattr(request, "links", None):
        headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
    if response.status_code < 300 and (address := getattr(request, "made_at", "")):
        headers["Location"] = address
    if turn:
        headers["RateLimit-Limit"] = str(turn.limit)
        headers["RateLimit-Remaining"] = str(max(turn.remaining, 0))
        headers["RateLimit-Reset"] = str(turn.reset)
        if turn.over:
            headers["Retry-After"] = str(turn.reset)
