"""Parts of lists, and the way to the parts before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

LARGEST = 500
DEEPEST = 10_000


class Paging(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(50, ge=1, le=LARGEST, description="How many items, at most 500.")
    offset: int = Field(0, ge=0, le=DEEPEST, description="How many items to pass over, at most 10,000.")


class Part(Schema):
    """A part of a list. `next` and `prev` are whole addresses, also sent in the header Link."""

    total: int = Field(description="How many items there are in all.")
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next part; null at the end.")
    prev: str | None = Field(description="Address of the part before; null at the beginning.")


def site(request: HttpRequest) -> str:
    """Scheme and host by which the caller reached us."""
    return request.build_absolute_uri("/").rstrip("/")


def part(
    request: HttpRequest,
    rows: QuerySet[Any],
    paging: Paging,
    told: Callable[[Any], Any],
    total: int | None = None,
) -> dict[str, Any]:
    """The part of a list that was asked for, each row as `told` tells it; `total`: how many, where known."""
    chosen = rows[paging.offset : paging.offset + paging.limit]
    count = rows.count() if total is None else total
    return framed(request, count, paging) | {"items": [told(row) for row in chosen]}


def framed(request: HttpRequest, total: int, paging: Paging) -> dict[str, Any]:
    """Where a part stands in its list."""
    after, before = paging.offset + paging.limit, paging.offset - paging.limit
    links = {
        "next": _address(request, offset=after) if after < total and after <= DEEPEST else None,
        "prev": _address(request, offset=max(before, 0)) if paging.offset else None,
    }
    leads(request, links)
    return {"total": total, "limit": paging.limit, "offset": paging.offset, **links}


def following(request: HttpRequest, after: int | None) -> str | None:
    """The address of what comes after that key; None at the end."""
    address = None if after is None else _address(request, after=after)
    leads(request, {"next": address})
    return address


def leads(request: HttpRequest, links: dict[str, str | None]) -> None:
    """The answer leads on to those addresses."""
    request.links = {name: link for name, link in links.items() if link}  # type: ignore[attr-defined]


def _address(request: HttpRequest, **changed: int) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = str(value)
    return f"{site(request)}{request.path}?{query.urlencode()}"


def made(request: HttpRequest, path: str) -> None:
    """The answer tells of something new, which is found below the API at that path."""
    base = request.path.partition("/api/v1")[0]
    request.made_at = f"{site(request)}{base}/api/v1{path}"  # type: ignore[attr-defined]
