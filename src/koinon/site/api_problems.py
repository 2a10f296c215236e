"""Every refusal of the API as problem+json (RFC 9457), in the language that the caller reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from koinon.kernel.refusals import NotFound, NotPermitted, Refusal
from koinon.people.api.bearer import Unknown
from koinon.people.api.conditions import Stale, Unconditional
from koinon.ui.telling import told

MEDIA = "application/problem+json"
CHALLENGE = 'Bearer realm="koinon"'


def problem(
    status: int, code: str, detail: str, *, title: str = "", errors: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    """An answer that says what, where and how to mend; `code` is stable."""
    body: dict[str, Any] = {
        "type": f"urn:koinon:{code}",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = list(errors)
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA)
    if status == HTTPStatus.UNAUTHORIZED:
        error = ', error="invalid_token"' if code == "api.token" else ""
        response.headers["WWW-Authenticate"] = CHALLENGE + error
    return response


def status_of(refusal: Refusal) -> int:
    """The status of a refusal."""
    if refusal.code == "register.changed_meanwhile":
        return HTTPStatus.PRECONDITION_FAILED
    statuses: tuple[tuple[type[Refusal], int], ...] = (
        (Unknown, HTTPStatus.UNAUTHORIZED),
        (Unconditional, HTTPStatus.PRECONDITION_REQUIRED),
        (Stale, HTTPStatus.PRECONDITION_FAILED),
        (NotFound, HTTPStatus.NOT_FOUND),
        (NotPermitted, HTTPStatus.FORBIDDEN),
    )
    found = (int(status) for sort, status in statuses if isinstance(refusal, sort))
    return next(found, HTTPStatus.UNPROCESSABLE_ENTITY)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal keeps its code and its sentence."""
    return problem(status_of(refusal), refusal.code, told(refusal.message))


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A wrong parameter or field is named with what is wrong with it."""
    errors = [{"field": _place(e["loc"]), "problem": str(e["msg"])} for e in error.errors]
    detail = "; ".join(f"{_last(e['field'])}: {e['problem']}" for e in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "api.invalid", detail, errors=errors)


def _place(parts: Sequence[object]) -> str:
    """Where a field stands, without the name that the operation gives its one body or its filters."""
    names = [str(part) for part in parts]
    return ".".join([names[0], *names[2:]] if len(names) > 2 else names)


def _last(place: str) -> str:
    """The name at the end of a place, not the number of an item within it."""
    return next(part for part in reversed(place.split(".")) if not part.isdecimal())


def malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A request that cannot be read; what our parser said of it stands behind the library's own words."""
    said = error.__cause__ if isinstance(error.__cause__, HttpError) else error
    unread = said.status_code == HTTPStatus.BAD_REQUEST
    body = _("The body cannot be read as JSON: check its syntax and that it is UTF-8.")
    return of_status(request, said.status_code, detail=body if unread else str(said))


def of_status(request: HttpRequest, status: int, *, detail: str = "") -> HttpResponse:
    """The problem for a status that came without a refusal."""
    details = {
        400: _("The request cannot be read: check its address, headers and body."),
        404: _("There is nothing at %(path)s.") % {"path": request.path},
        405: _("%(method)s is not possible at this address.") % {"method": request.method},
        413: _("The request is too large: 2 MiB is the most, 50 MiB for a file."),
        415: _("Send the body as %(media)s.") % {"media": "multipart/form-data"},
        500: _("Something went wrong here, and nothing was changed. It is noted; try again later."),
    }
    codes = {404: "missing", 405: "method", 413: "large", 415: "media", 422: "invalid", 500: "fault"}
    known = status if status in details else 500 if status >= 500 else 400
    return problem(status, f"api.{codes.get(status, 'malformed')}", detail or details[known])
