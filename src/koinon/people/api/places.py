"""Places and who belongs to which group of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query

from koinon.kernel.refusals import NotFound, Refused
from koinon.people.actions import parties as actions
from koinon.people.api import shapes
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import Paging, made, part
from koinon.people.api.operations import get, operation
from koinon.people.queries import parties as queries

TAG = "places"


class PlaceFilter(Paging):
    """Filter of places."""

    q: str = Field("", max_length=200, description="Part of a name or a code.")
    kind: str = Field("", max_length=12, description="country, territory, region or group.")


@get("/places", shapes.PlacePart, "places", tag=TAG)
def places(request: HttpRequest, filters: Query[PlaceFilter]) -> dict[str, Any]:
    """Countries, territories, regions and groups, by name."""
    return part(request, queries.places(filters.q, filters.kind), filters, place_record)


@operation(
    "POST", "/places", answer=shapes.PlaceOut, status=201, name="add_place", tag=TAG, scope="people",
    acts="people.save_place",
)  # fmt: skip
def add_place(request: HttpRequest, place: shapes.NewPlaceIn) -> dict[str, Any]:
    """Add a place, or a group of places."""
    added = actions.save_place(by=caller(request), **place.dict())
    made(request, f"/places/{added.code}")
    shows(request, _version(added))
    return place_record(added)


@get("/places/{code}", shapes.PlaceWithMembersOut, "place", tag=TAG)
def place(request: HttpRequest, code: str) -> dict[str, Any]:
    """One place with its members and memberships."""
    found = queries.place(code)
    shows(request, _version(found))
    return place_record(found) | {
        "members": [membership_record(m) for m in queries.memberships(found)],
        "memberships": [membership_record(m, member=found) for m in queries.belongings(found)],
    }


@operation(
    "PUT", "/places/{code}", answer=shapes.PlaceOut, name="change_place", tag=TAG, scope="people",
    acts="people.save_place", changes=True,
)  # fmt: skip
def change_place(request: HttpRequest, code: str, place: shapes.PlaceIn) -> dict[str, Any]:
    """Change what is said of a place."""
    with alone(f"place:{code}"):
        found = queries.place(code)
        upon(request, _version(found))
        saved = actions.save_place(by=caller(request), place=found, **place.dict())
    shows(request, _version(saved))
    return place_record(saved)


@operation(
    "POST", "/places/{code}/members", answer=shapes.MembershipOut, status=201, name="add_member", tag=TAG,
    scope="people", acts="people.save_membership",
)  # fmt: skip
def add_member(request: HttpRequest, code: str, membership: shapes.MembershipIn) -> dict[str, Any]:
    """Say that a place belongs to a group."""
    group = queries.place(code)
    added = actions.save_membership(
        by=caller(request),
        group=group,
        member=place_named(membership.member),
        since=membership.since,
        until=membership.until,
    )
    made(request, f"/memberships/{added.pk}")
    shows(request, _membership_version(added))
    return membership_record(added, group=group)


@get("/memberships/{pk}", shapes.MembershipOut, "membership", tag=TAG)
def membership(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One membership of a group."""
    found = queries.membership(pk)
    shows(request, _membership_version(found))
    return membership_record(found)


@operation(
    "PUT", "/memberships/{pk}", answer=shapes.MembershipOut, name="change_membership", tag=TAG,
    scope="people", acts="people.save_membership", changes=True,
)  # fmt: skip
def change_membership(request: HttpRequest, pk: int, membership: shapes.MembershipIn) -> dict[str, Any]:
    """Change who belongs to the group, or from when until when."""
    with alone(f"membership:{pk}"):
        found = queries.membership(pk)
        upon(request, _membership_version(found))
        saved = actions.save_membership(
            by=caller(request),
            group=found.group,
            membership=found,
            member=place_named(membership.member),
            since=membership.since,
            until=membership.until,
        )
    shows(request, _membership_version(saved))
    return membership_record(saved)


@operation(
    "DELETE", "/memberships/{pk}", answer=None, status=204, name="drop_membership", tag=TAG,
    scope="people", acts="people.drop_membership", changes=True,
)  # fmt: skip
def drop_membership(request: HttpRequest, pk: int) -> None:
    """Take out a membership that never was; one that ended is given its end instead."""
    with alone(f"membership:{pk}"):
        found = queries.membership(pk)
        upon(request, _membership_version(found))
        actions.drop_membership(by=caller(request), membership=found)


def place_named(code: str) -> Any:
    """The place that a body names by its code."""
    try:
        return queries.place(code)
    except NotFound as missing:
        raise Refused(missing.code, missing.message, **missing.data) from missing


def place_record(place: Any) -> dict[str, Any]:
    """A place as it is told."""
    columns = ("code", "name", "names", "kind", "alpha2", "m49", "source", "invented")
    return {column: getattr(place, column) for column in columns}


def membership_record(row: Any, *, group: Any = None, member: Any = None) -> dict[str, Any]:
    """A membership as it is told; `group` and `member` where they are at hand already."""
    group, member = group or row.group, member or row.member
    return {
        "id": row.pk,
        "group": group.code,
        "group_name": group.name,
        "member": member.code,
        "member_name": member.name,
        "since": row.since,
        "until": row.until,
    }


def _version(place: Any) -> str:
    return version_of(place.name, str(place.kind), place.source, place.invented)


def _membership_version(row: Any) -> str:
    return version_of(row.member_id, row.since, row.until)
