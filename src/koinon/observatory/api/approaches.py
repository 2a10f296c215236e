"""Lines and openings towards countries, as far as the caller may know."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from koinon.observatory.actions import approaches as actions
from koinon.observatory.api import incident_shapes as shapes
from koinon.observatory.api.incidents import sources_of
from koinon.observatory.queries import approaches as queries
from koinon.observatory.queries import places
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import made, part, site
from koinon.people.api.operations import get, operation
from koinon.people.api.places import place_named

TAG = "approaches"


@get("/approaches", shapes.ApproachPart, "approaches", tag=TAG)
def approaches(request: HttpRequest, filters: Query[shapes.ApproachFilter]) -> dict[str, Any]:
    """The lines and openings that everyone may read."""
    found = _lines(None, filters)
    return part(request, found, filters, lambda line: queries.record(line, site(request)))


@get("/desk/approaches", shapes.ApproachPart, "approaches_desk", tag=TAG, scope="read")
def approaches_desk(request: HttpRequest, filters: Query[shapes.ApproachFilter]) -> dict[str, Any]:
    """The lines and openings that the caller may read."""
    found = _lines(caller(request), filters)
    return part(request, found, filters, lambda line: queries.record(line, site(request)))


@get("/approaches/{key}", shapes.ApproachOut, "approach", tag=TAG)
def approach(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """One line or opening that everyone may read."""
    return _told(request, queries.line_for(None, key))


@get("/desk/approaches/{key}", shapes.ApproachOut, "approach_desk", tag=TAG, scope="read")
def approach_desk(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """One line or opening that the caller may read."""
    return _told(request, queries.line_for(caller(request), key))


@operation(
    "POST", "/approaches", answer=shapes.ApproachOut, status=201, name="add_approach", tag=TAG,
    scope="observe", acts="observatory.add_approach",
)  # fmt: skip
def add_approach(request: HttpRequest, line: shapes.NewApproachIn) -> dict[str, Any]:
    """Add a line or an opening towards a country."""
    added = actions.add(
        by=caller(request),
        place=place_named(line.place),
        restricted=line.restricted,
        invented=line.invented,
        now=timezone.now(),
        **_clean(line),
    )
    made(request, f"/desk/approaches/{added.key}")
    return _told(request, added)


@operation(
    "PUT", "/approaches/{key}", answer=shapes.ApproachOut, name="change_approach", tag=TAG, scope="observe",
    acts="observatory.change_approach", changes=True,
)  # fmt: skip
def change_approach(request: HttpRequest, key: UUID, line: shapes.ApproachIn) -> dict[str, Any]:
    """Change a line or an opening."""
    found = _seen(request, key)
    changed = actions.change(
        by=caller(request), line=found, revision=found.revision, now=timezone.now(), **_clean(line)
    )
    return _told(request, changed)


@operation(
    "POST", "/approaches/{key}/end", answer=shapes.ApproachOut, name="end_approach", tag=TAG,
    scope="observe", acts="observatory.end_approach", changes=True,
)  # fmt: skip
def end_approach(request: HttpRequest, key: UUID, end: shapes.ApproachEndIn) -> dict[str, Any]:
    """Say until when a line or an opening held."""
    found = _seen(request, key)
    ended = actions.end(
        by=caller(request), line=found, revision=found.revision, until=end.until, now=timezone.now()
    )
    return _told(request, ended)


@operation(
    "POST", "/approaches/{key}/opening", answer=shapes.ApproachOut, name="open_approach", tag=TAG,
    scope="observe", acts="observatory.open_approach", changes=True,
)  # fmt: skip
def open_approach(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """Let everyone read a line or an opening from now on."""
    found = _seen(request, key)
    opened = actions.open_approach(
        by=caller(request), line=found, revision=found.revision, now=timezone.now()
    )
    return _told(request, opened)


def _lines(person: Any, filters: shapes.ApproachFilter) -> Any:
    place = places.country(filters.place).code if filters.place else ""
    return queries.lines(person, place, kind=filters.kind)


def _seen(request: HttpRequest, key: UUID) -> Any:
    """The line, for whoever may know of it and names the version that stands."""
    found = queries.line_for(caller(request), key)
    upon(request, found.revision)
    return found


def _clean(line: shapes.ApproachIn) -> dict[str, Any]:
    return {
        "kind": line.kind.value,
        "text": line.text,
        "language": line.language,
        "since": line.since,
        "sources": sources_of(line.sources),
    }


def _told(request: HttpRequest, line: Any) -> dict[str, Any]:
    shows(request, line.revision)
    return queries.record(line, site(request))
