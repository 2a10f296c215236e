"""When the database is away or the disk is full: a plain page at once, and no promise broken.

A request that ends here was rolled back, and was acknowledged to nobody. The page asks nothing of the
database. As soon as the database is back the next request finds it: connections are tried before use.
"""

from __future__ import annotations

import errno
import json
import logging
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from koinon.site.api_gate import LARGEST_FILE

AFTER = 30  # seconds after which it is worth trying again
RESERVE = 64 * 1024**2  # bytes that uploads leave free, for the database to go on writing what is small
_LARGE = 256 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
_PROBLEM = "application/problem+json"
_log = logging.getLogger("koinon.away")

Next = Callable[[HttpRequest], HttpResponse]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def what_is_missing(error: BaseException | None) -> str:
    """ "disk" or "database" when that is why the request failed; nothing when it is a fault of ours."""
    chain = list(_chain(error))
    if any(isinstance(e, psycopg.errors.DiskFull) or getattr(e, "errno", None) in _FULL for e in chain):
        return "disk"
    return "database" if any(isinstance(e, _LOST) for e in chain) else ""


def broken(request: HttpRequest) -> HttpResponse:
    """The answer to whatever nobody caught (Django's handler500)."""
    missing = what_is_missing(sys.exc_info()[1])
    if missing:
        return page(request, missing)
    with _in_its_language(request):
        told = (
            _("Something broke"),
            _("Something broke on our side."),
            _(
                "Nothing half-done was kept. Try again in a moment; if it happens again, tell the "
                "secretariat what you were doing."
            ),
        )
        return plain(request, 500, "broken", *told)


def page(request: HttpRequest, missing: str) -> HttpResponse:
    """503, in the language of the address."""
    with _in_its_language(request):
        why = {
            "disk": _("The disk of this installation is full, so nothing can be saved just now."),
            "database": _("The database of this installation does not answer just now."),
        }
        kept = _(
            "What was confirmed to you before is safe. What you sent just now was not saved: keep it, "
            "and try again in a minute."
        )
        response = plain(request, 503, f"away.{missing}", _("Closed for a moment"), why[missing], kept)
    response.headers["Retry-After"] = str(AFTER)
    return response


def _in_its_language(request: HttpRequest) -> AbstractContextManager[object]:
    code = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    return translation.override(code)


def plain(
    request: HttpRequest, status: int, code: str, heading: str, lede: str, paragraph: str = ""
) -> HttpResponse:
    """A page that asks nothing of the database, of the session or of the request's own address."""
    if _for_programs(request):
        response = _problem(code, heading, status, f"{lede} {paragraph}".strip())
    else:
        response = HttpResponse(_body(status, heading, lede, paragraph), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _body(status: int, heading: str, lede: str, paragraph: str) -> str:
    told = {
        "heading": heading,
        "lede": lede,
        "paragraphs": [paragraph] if paragraph else [],
        "overline": status,
    }
    try:
        return render_to_string("site/plain.html", {**told, "name": settings.ENV.name})
    except Exception:  # the fault may lie in the templates themselves
        _log.exception("The page that tells of a fault cannot be shown.")
        return f"<!DOCTYPE html><title>{heading}</title><h1>{heading}</h1><p>{lede}</p><p>{paragraph}</p>"


def _for_programs(request: HttpRequest) -> bool:
    wanted = request.headers.get("Accept", "")
    return request.path_info.startswith("/api/v") or ("json" in wanted and "html" not in wanted)


def _problem(code: str, title: str, status: int, detail: str) -> HttpResponse:
    body = {"type": f"urn:koinon:{code}", "title": title, "status": status, "detail": detail}
    headers = {"Access-Control-Allow-Origin": "*"}
    return HttpResponse(json.dumps(body), status=status, content_type=_PROBLEM, headers=headers)


def room_kept(get_response: Next) -> Next:
    """Middleware: a large body is refused before it takes the last of the disk; too large a one later."""

    def respond(request: HttpRequest) -> HttpResponse:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if (
            _LARGE < length <= LARGEST_FILE
            and shutil.disk_usage(settings.DATA_DIR).free < RESERVE + 3 * length
        ):
            _log.error("The disk is nearly full: a body of %d bytes was refused.", length)
            return page(request, "disk")
        return get_response(request)

    return respond
