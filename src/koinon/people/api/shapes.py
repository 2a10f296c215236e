"""What the API takes and gives about people, parties and places, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict, StringConstraints

from koinon.people.api.lists import Part
from koinon.people.engine.kinds import PartyKind, PlaceKind
from koinon.people.engine.roles import ROLES

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]


def _address(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValueError("This is no e-mail address.") from error
    return value


Email = Annotated[str, StringConstraints(max_length=254), AfterValidator(_address)]
Languages = dict[str, str]


def body(**example: Any) -> ConfigDict:
    """The configuration of a body: nothing beyond its fields, and an example of it."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class Problem(Schema):
    """A refusal (RFC 9457): what, where, how to mend, in the language of Accept-Language."""

    type: str = Field(description="Stable code as a URN, such as urn:koinon:register.document.unknown.")
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = Field(None, description="Each wrong field, where fields are wrong.")


class FieldError(Schema):
    """One wrong field."""

    field: str = Field(description="Where it stands, such as body.content.start.")
    problem: str


class RoleOut(Schema):
    """A role in which persons act, and what it may do."""

    key: str
    name: str
    bound: str = Field(description="Whether it is held for the partnership, for a party, or for either.")
    may: list[str] = Field(description="Permissions.")


class PlaceOut(Schema):
    """A country or territory (ISO 3166-1 alpha-3), or a group of them (its own code)."""

    code: str
    name: str
    names: Languages = Field(description="Names by language, ISO 639-1.")
    kind: str
    alpha2: str
    m49: str
    source: str
    invented: bool


class PlacePart(Part):
    """A part of the places."""

    items: list[PlaceOut]


class MembershipOut(Schema):
    """A place belongs to a group from `since` until before `until`; open where null."""

    id: int
    group: str
    group_name: str
    member: str
    member_name: str
    since: date | None
    until: date | None


class PlaceWithMembersOut(PlaceOut):
    """A place with its members, if it is a group, and the groups it belongs or belonged to."""

    members: list[MembershipOut]
    memberships: list[MembershipOut]


class PlaceIn(Schema):
    """What can be said of a place."""

    model_config = body(name="Halcyon Partnership", kind="group", source="Its charter, article 2")
    name: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    kind: PlaceKind
    source: str = Field("", max_length=2000)
    invented: bool = False


class NewPlaceIn(PlaceIn):
    """A place to add."""

    model_config = body(code="halcyon", name="Halcyon Partnership", kind="group")
    code: str = Field("", pattern=r"^[-a-zA-Z0-9_]{0,40}$", description="Made of the name when empty.")


class MembershipIn(Schema):
    """From when until when a place belongs to a group."""

    model_config = body(member="ard", since="2031-05-04", until=None)
    member: str = Field(description="Code of the place.", max_length=40)
    since: date | None = None
    until: date | None = None


class PartyIn(Schema):
    """A party with all its names."""

    model_config = body(name="Harbour League", kind="network", acronyms=["HRBL"], aliases=["Liga del Puerto"])
    name: Line
    kind: PartyKind
    aliases: list[Line] = Field([], max_length=500)
    acronyms: list[Annotated[Line, StringConstraints(max_length=40)]] = Field([], max_length=50)
    place: str | None = Field(None, description="Code of the place it speaks for.", max_length=40)
    members_of: str | None = Field(None, description="For a class only: key of the group.", max_length=120)
    invented: bool = False


class NamedPartyOut(Schema):
    """A party as the secretariat keeps it, with every name that leads to it."""

    key: str
    name: str
    names: Languages
    kind: str
    acronym: str
    aliases: list[str]
    acronyms: list[str]
    place: str | None = Field(description="Code of the place.")
    members_of: str | None = Field(description="Key of the group whose members this class is.")
    invented: bool


class MandateOut(Schema):
    """A dated role; `until` is its last day."""

    id: int
    role: str
    party: str | None = Field(description="Key of the party; null for the partnership.")
    since: date
    until: date | None


class MandateIn(Schema):
    """A mandate to grant."""

    model_config = body(role="assessor", party=None, since="2031-05-04", until=None)
    role: str = Field(json_schema_extra={"enum": list(ROLES)})
    party: str | None = Field(None, description="Key of a party, for roles held for one.", max_length=120)
    since: date
    until: date | None = None


class EndIn(Schema):
    """When a mandate ends."""

    model_config = body(last_day="2031-12-31")
    last_day: date


class PersonOut(Schema):
    """Someone with an account."""

    id: UUID
    name: str
    email: str
    open: bool = Field(description="Whether the account is open.")
    mandates: list[MandateOut]


class PersonPart(Part):
    """A part of the persons."""

    items: list[PersonOut]


class InvitationIn(Schema):
    """Whom to invite into which mandate."""

    model_config = body(email="lea@ardenia.example", name="Lea", role="observer", party=None)
    email: Email = Field(json_schema_extra={"format": "email"})
    name: str = Field("", max_length=200)
    role: str = Field(json_schema_extra={"enum": list(ROLES)})
    party: str | None = Field(None, max_length=120)


class InvitationOut(Schema):
    """An invitation that waits for an answer."""

    id: UUID
    email: str
    name: str
    role: str
    party: str | None
    expires: datetime


class InvitedOut(InvitationOut):
    """An invitation with the link that opens it, given out this once."""

    link: str


class TokenOut(Schema):
    """The token that the call is made with."""

    name: str
    scopes: list[str]
    expires: datetime


class SelfOut(Schema):
    """The person for whom the call is made."""

    id: UUID
    name: str
    email: str
    language: str
    mandates: list[MandateOut]
    token: TokenOut


class SelfIn(Schema):
    """One's own data."""

    model_config = body(name="Ola Berg", language="en")
    name: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    language: str = Field(max_length=8)
