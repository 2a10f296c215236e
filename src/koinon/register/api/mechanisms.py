"""Mechanisms with their members and meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import Paging, Part, made, part, site
from koinon.people.api.operations import get, operation
from koinon.people.api.parties import party_named
from koinon.people.api.shapes import Line, body
from koinon.register.actions import mechanisms as actions
from koinon.register.queries import mechanisms as queries

TAG = "mechanisms"


class BelongsOut(Schema):
    """A member of a mechanism, since when and until before when."""

    id: int
    party: str = Field(description="Key of the party.")
    name: str
    since: date | None
    until: date | None


class MeetingOut(Schema):
    """A meeting of a mechanism."""

    id: int
    title: str
    begins: date
    ends: date | None
    place: str
    address: str


class MechanismOut(Schema):
    """A standing body or procedure."""

    key: str
    name: str
    acronym: str
    party: str | None = Field(description="Key of the party that it is itself, if it is one.")
    mandate: str
    legal_basis: str
    address: str
    themes: list[str]
    since: date | None
    until: date | None = Field(description="The first day on which it stands no more.")
    members: list[BelongsOut]
    meetings: list[MeetingOut]
    source: str
    invented: bool
    revision: int
    url: str


class MechanismPart(Part):
    """A part of the list of mechanisms."""

    items: list[MechanismOut]


class MechanismIn(Schema):
    """What can be said of a mechanism."""

    model_config = body(
        name="Harbour Rapporteur on Assembly", themes=["civic-space"], mandate="Visits members."
    )
    name: Line
    acronym: str = Field("", max_length=40)
    party: str = Field("", max_length=120, description="Key of the party that it is itself, if it is one.")
    mandate: str = Field("", max_length=20_000)
    legal_basis: str = Field("", max_length=20_000)
    address: str = Field("", max_length=2000, pattern="^(https?://\\S+)?$")
    themes: list[str] = []
    since: date | None = None
    until: date | None = None
    source: str = Field("", max_length=20_000)
    invented: bool = False


class BelongsIn(Schema):
    """Since when and until before when a party belongs to it."""

    model_config = body(party="harbour-council", since="2031-01-01")
    party: str = Field(min_length=1, max_length=120, description="Key of the party.")
    since: date | None = None
    until: date | None = None


class MeetingIn(Schema):
    """A meeting."""

    model_config = body(title="Third session", begins="2031-05-04")
    title: Line
    begins: date
    ends: date | None = None
    place: str = Field("", max_length=200)
    address: str = Field("", max_length=2000, pattern="^(https?://\\S+)?$")


class MechanismFilter(Paging):
    """Filter of mechanisms."""

    theme: str = Field("", max_length=80)
    member: str = Field("", max_length=120, description="Key of a party that belongs or belonged to it.")


@get("/mechanisms", MechanismPart, "mechanisms", tag=TAG)
def mechanisms(request: HttpRequest, filters: Query[MechanismFilter]) -> dict[str, Any]:
    """Standing bodies and procedures, by name."""
    found = queries.mechanisms(filters.theme, filters.member)
    return part(request, found, filters, lambda row: queries.record(row, site(request)))


@operation(
    "POST", "/mechanisms", answer=MechanismOut, status=201, name="add_mechanism", tag=TAG, scope="follow",
    acts="register.save_mechanism",
)  # fmt: skip
def add_mechanism(request: HttpRequest, mechanism: MechanismIn) -> dict[str, Any]:
    """Add a mechanism."""
    added = actions.save(by=caller(request), **_clean(mechanism))
    made(request, f"/mechanisms/{added.key}")
    return _shown(request, added.key)


@get("/mechanisms/{key}", MechanismOut, "mechanism", tag=TAG)
def mechanism(request: HttpRequest, key: str) -> dict[str, Any]:
    """One mechanism."""
    return _shown(request, key)


@operation(
    "PUT", "/mechanisms/{key}", answer=MechanismOut, name="change_mechanism", tag=TAG, scope="follow",
    acts="register.save_mechanism", changes=True,
)  # fmt: skip
def change_mechanism(request: HttpRequest, key: str, mechanism: MechanismIn) -> dict[str, Any]:
    """Change what is said of a mechanism; members and meetings have addresses of their own."""
    found = queries.mechanism(key)
    upon(request, found.revision)
    actions.save(by=caller(request), mechanism=found, revision=found.revision, **_clean(mechanism))
    return _shown(request, key)


@operation(
    "POST", "/mechanisms/{key}/members", answer=BelongsOut, status=201, name="add_mechanism_member",
    tag=TAG, scope="follow", acts="register.save_member",
)  # fmt: skip
def add_member(request: HttpRequest, key: str, member: BelongsIn) -> dict[str, Any]:
    """Say that a party belongs to a mechanism."""
    added = actions.save_member(
        by=caller(request),
        mechanism=queries.mechanism(key),
        party=party_named(member.party),
        since=member.since,
        until=member.until,
    )
    made(request, f"/mechanism-members/{added.pk}")
    return _of_member(request, added)


@get("/mechanism-members/{pk}", BelongsOut, "mechanism_member", tag=TAG)
def member(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One membership of a mechanism."""
    return _of_member(request, queries.member(pk))


@operation(
    "PUT", "/mechanism-members/{pk}", answer=BelongsOut, name="change_mechanism_member", tag=TAG,
    scope="follow", acts="register.save_member", changes=True,
)  # fmt: skip
def change_member(request: HttpRequest, pk: int, member: BelongsIn) -> dict[str, Any]:
    """Change since when and until when a party belongs to a mechanism."""
    with alone(f"mechanism-member:{pk}"):
        found = queries.member(pk)
        upon(request, _member_version(found))
        saved = actions.save_member(
            by=caller(request),
            mechanism=found.mechanism,
            member=found,
            party=party_named(member.party),
            since=member.since,
            until=member.until,
        )
    return _of_member(request, saved)


@operation(
    "DELETE", "/mechanism-members/{pk}", answer=None, status=204, name="drop_mechanism_member", tag=TAG,
    scope="follow", acts="register.drop_member", changes=True,
)  # fmt: skip
def drop_member(request: HttpRequest, pk: int) -> None:
    """Take out a membership that never was."""
    with alone(f"mechanism-member:{pk}"):
        found = queries.member(pk)
        upon(request, _member_version(found))
        actions.drop_member(by=caller(request), member=found)


@operation(
    "POST", "/mechanisms/{key}/meetings", answer=MeetingOut, status=201, name="add_meeting", tag=TAG,
    scope="follow", acts="register.save_meeting",
)  # fmt: skip
def add_meeting(request: HttpRequest, key: str, meeting: MeetingIn) -> dict[str, Any]:
    """Add a meeting of a mechanism."""
    mechanism = queries.mechanism(key)
    added = actions.save_meeting(by=caller(request), mechanism=mechanism, **meeting.dict())
    made(request, f"/mechanism-meetings/{added.pk}")
    return _of_meeting(request, added)


@get("/mechanism-meetings/{pk}", MeetingOut, "meeting", tag=TAG)
def meeting(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One meeting of a mechanism."""
    return _of_meeting(request, queries.meeting(pk))


@operation(
    "PUT", "/mechanism-meetings/{pk}", answer=MeetingOut, name="change_meeting", tag=TAG, scope="follow",
    acts="register.save_meeting", changes=True,
)  # fmt: skip
def change_meeting(request: HttpRequest, pk: int, meeting: MeetingIn) -> dict[str, Any]:
    """Change a meeting."""
    with alone(f"mechanism-meeting:{pk}"):
        found = queries.meeting(pk)
        upon(request, _meeting_version(found))
        saved = actions.save_meeting(
            by=caller(request), mechanism=found.mechanism, meeting=found, **meeting.dict()
        )
    return _of_meeting(request, saved)


@operation(
    "DELETE", "/mechanism-meetings/{pk}", answer=None, status=204, name="drop_meeting", tag=TAG,
    scope="follow", acts="register.drop_meeting", changes=True,
)  # fmt: skip
def drop_meeting(request: HttpRequest, pk: int) -> None:
    """Take out a meeting that does not take place."""
    with alone(f"mechanism-meeting:{pk}"):
        found = queries.meeting(pk)
        upon(request, _meeting_version(found))
        actions.drop_meeting(by=caller(request), meeting=found)


def _shown(request: HttpRequest, key: str) -> dict[str, Any]:
    found = queries.mechanism(key)
    shows(request, found.revision)
    return queries.record(found, site(request))


def _clean(mechanism: MechanismIn) -> dict[str, Any]:
    return {**mechanism.dict(), "party": party_named(mechanism.party)}


def _of_member(request: HttpRequest, row: Any) -> dict[str, Any]:
    shows(request, _member_version(row))
    return queries.member_record(row)


def _of_meeting(request: HttpRequest, row: Any) -> dict[str, Any]:
    shows(request, _meeting_version(row))
    return queries.meeting_record(row)


def _member_version(row: Any) -> str:
    return version_of(row.party_id, row.since, row.until)


def _meeting_version(row: Any) -> str:
    return version_of(row.title, row.begins, row.ends, row.place, row.address)
