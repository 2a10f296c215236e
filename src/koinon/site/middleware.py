"""Security headers on every response, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from koinon.kernel.refusals import NotFound, NotPermitted, Refusal

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


def security_headers(get_response: Next) -> Next:
    """A strict content security policy: nothing inline, nothing from elsewhere."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"
        )
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
        context = {"refusal": exception, "missing": isinstance(exception, NotFound)}
        return render(request, "refusal.html", context, status=status_of(exception))
