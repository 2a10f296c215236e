"""Open data: the last dump of everything published, with its manifest, for anyone to take whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from koinon.kernel.refusals import NotFound
from koinon.register.engine.exports.dumps import FILES
from koinon.register.queries import opendata

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK = 1 << 16  # bytes sent at once


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is in the dump, when it was made, and how to check a copy."""
    offers = opendata.offers()
    return render(request, "register/data.html", {"offered": offers[0] if offers else None, "files": FILES})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest of the newest dump, so that a program sees whether there is a newer one."""
    newest = _newest()
    found = {"file": newest.name, "bytes": newest.bytes, "sha256": newest.sha256, **newest.manifest}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The newest dump under an address that lasts."""
    return redirect("register:data-file", _newest().path.stem)


@require_safe
def file(request: HttpRequest, stem: str) -> HttpResponseBase:
    """A dump by its name, whole or from where an earlier download broke off (RFC 9110, section 14)."""
    found = opendata.opened(f"{stem}.zip")
    if found is None:
        raise NotFound(
            "register.dump.unknown",
            "There is no dump called “{name}” any more: take the newest.",
            name=f"{stem}.zip",
        )
    offered, stream = found
    etag = f'"{offered.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        stream.close()
        return unchanged
    response = _ranged(request, stream, offered.bytes, etag)
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Content-Disposition"] = f'attachment; filename="{offered.name}"'
    return response


def _ranged(request: HttpRequest, stream: IO[bytes], size: int, etag: str) -> HttpResponseBase:
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not wanted or request.headers.get("If-Range", etag) != etag or not (wanted[1] or wanted[2]):
        return FileResponse(stream, content_type="application/zip")
    if wanted[1]:
        start, end = int(wanted[1]), min(int(wanted[2] or size - 1), size - 1)
    else:
        start, end = max(size - int(wanted[2]), 0), size - 1
    if start > end:
        stream.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _part(stream, start, end + 1 - start), status=206, content_type="application/zip"
    )
    response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    response.headers["Content-Length"] = str(end + 1 - start)
    return response


def _part(stream: IO[bytes], start: int, left: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        while left and (chunk := stream.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _newest() -> opendata.Offered:
    offers = opendata.offers()
    if not offers:
        raise NotFound(
            "register.dump.none",
            "No dump has been made here yet: one is made every night, or by `koinon register dump`.",
        )
    return offers[0]
