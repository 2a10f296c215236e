"""What lies ahead."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from koinon.observatory.actions import flashpoints as actions
from koinon.observatory.api import incident_shapes as shapes
from koinon.observatory.api.incidents import exact_day
from koinon.observatory.queries import flashpoints as queries
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import framed, made, site
from koinon.people.api.operations import get, operation
from koinon.people.api.places import place_named

TAG = "incidents"


@get("/flashpoints", shapes.FlashpointPart, "flashpoints", tag=TAG)
def flashpoints(request: HttpRequest, filters: Query[shapes.FlashpointFilter]) -> dict[str, Any]:
    """What lies ahead, the nearest first."""
    rows = queries.coming(
        timezone.localdate(), filters.until or date.max, **queries.chosen(filters.model_dump())
    )
    chosen = rows[filters.offset : filters.offset + filters.limit]
    items = [queries.record(one, site(request)) for one in chosen]
    return framed(request, len(rows), filters) | {"items": items}


@operation(
    "POST", "/flashpoints", answer=shapes.FlashpointOut, status=201, name="add_flashpoint", tag=TAG,
    scope="observe", acts="observatory.add_flashpoint",
)  # fmt: skip
def add_flashpoint(request: HttpRequest, flashpoint: shapes.FlashpointIn) -> dict[str, Any]:
    """Add something that lies ahead."""
    added = actions.add(by=caller(request), today=timezone.localdate(), **_clean(flashpoint))
    made(request, f"/flashpoints/{added.pk}")
    return _shown(request, added.pk)


@get("/flashpoints/{pk}", shapes.FlashpointOut, "flashpoint", tag=TAG)
def flashpoint(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One thing that lies ahead."""
    return _shown(request, pk)


@operation(
    "PUT", "/flashpoints/{pk}", answer=shapes.FlashpointOut, name="change_flashpoint", tag=TAG,
    scope="observe", acts="observatory.change_flashpoint", changes=True,
)  # fmt: skip
def change_flashpoint(request: HttpRequest, pk: int, flashpoint: shapes.FlashpointIn) -> dict[str, Any]:
    """Change what is said of something that lies ahead."""
    found = queries.flashpoint(pk)
    upon(request, found.revision)
    actions.change(
        by=caller(request),
        flashpoint=found,
        revision=found.revision,
        today=timezone.localdate(),
        **_clean(flashpoint),
    )
    return _shown(request, pk)


@operation(
    "DELETE", "/flashpoints/{pk}", answer=None, status=204, name="drop_flashpoint", tag=TAG,
    scope="observe", acts="observatory.drop_flashpoint", changes=True,
)  # fmt: skip
def drop_flashpoint(request: HttpRequest, pk: int) -> None:
    """Drop what lies ahead no longer."""
    found = queries.flashpoint(pk)
    upon(request, found.revision)
    actions.drop(by=caller(request), flashpoint=found, revision=found.revision, now=timezone.now())


def _shown(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = queries.flashpoint(pk)
    shows(request, found.revision)
    return queries.record(queries.shown(found), site(request))


def _clean(flashpoint: shapes.FlashpointIn) -> dict[str, Any]:
    on, exact = exact_day(flashpoint.on)
    names = ("title", "why", "source", "address", "process", "invented")
    return {
        **{name: getattr(flashpoint, name) for name in names},
        "place": place_named(flashpoint.place),
        "kind": flashpoint.kind.value,
        "on": on,
        "exact": exact,
    }
