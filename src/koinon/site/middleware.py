"""Security headers on every response, a line of log and a count for each, and refusals as pages."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from koinon.kernel.refusals import NotFound, NotPermitted, Refusal
from koinon.site import logs, metrics

_log = logging.getLogger("koinon.request")
Next = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

FRAMED = "frame-ancestors *"  # in the policy of the few pages that other sites may embed

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def security_headers(get_response: Next) -> Next:
    """Outermost: whatever is answered carries them, files and errors too. Beyond this machine, TLS only."""
    headers = dict(HEADERS)
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if FRAMED in response.headers["Content-Security-Policy"]:
            del response.headers["X-Frame-Options"]  # it knows no “everywhere”; the policy says it
        return response

    return respond


def noted(get_response: Next) -> Next:
    """Write down and count each answer by its route's name, under a number that means nothing else."""

    def respond(request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(6)
        logs.REQUEST.set(number)
        lasted = metrics.timed()
        response = get_response(request)
        found = request.resolver_match
        route = (found.view_name or "unnamed") if found else "none"
        seconds = lasted()
        metrics.count(route, response.status_code, seconds)
        if found or response.status_code >= 400:  # files of the interface leave no line
            level = logging.WARNING if response.status_code >= 500 else logging.INFO
            fields = {"route": route, "status": response.status_code, "duration_ms": round(seconds * 1000, 1)}
            _log.log(level, "answered", extra=fields)
        response.headers["X-Request-Id"] = number
        return response

    return respond


def no_null_characters(get_response: Next) -> Next:
    """An address with a null character, which no text of ours holds, finds nothing."""

    def respond(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or any("\0" in v for values in request.GET.lists() for v in values[1]):
            return page_not_found(request, Http404())
        return get_response(request)

    return respond


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    if isinstance(refusal, NotFound):
        return 404
    return 403 if isinstance(refusal, NotPermitted) else 422


class refusals_as_pages:  # noqa: N801  (named as the middleware functions beside it)
    """Turn a refusal into a page that says what, where and how to mend it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        context = {
            "refusal": exception,
            "missing": isinstance(exception, NotFound),
            "wrong": status_of(exception) == 422 and request.method in ("GET", "HEAD"),
        }
        return render(request, "refusal.html", context, status=status_of(exception))
