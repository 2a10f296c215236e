"""What the API of the register gives out, field by field."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from koinon.people.api.lists import Part
from koinon.register.engine.documents import Kind, Strength


class PartyRef(Schema):
    """A name as the text has it, and the key of the party it was resolved to, if it was."""

    name: str
    party: str | None = Field(description="Key of the party; null when the name is not a known party's.")


class AddresseeOut(PartyRef):
    """Who is to perform a provision."""

    mention: str = Field(description="The words of the text; empty where the name is those words.")


class DeadlineOut(Schema):
    """When a provision is due."""

    text: str = Field(description="The document's own words.")
    from_: date | None = Field(alias="from", description="First day of the period, if one is fixed.")
    due: date | None = Field(description="Last day, if one is fixed.")


class FollowedOut(Schema):
    """How many follow-ups of a provision run; how many of them are answered, and how many silent now."""

    running: int
    answered: int
    silent: int = Field(description="An answer was expected, its date and grace have passed, none is there.")


class AnsweredOut(FollowedOut):
    """How follow-ups stand altogether: those that run, and how many answers should be there by now."""

    expected_answers: int = Field(
        description="Answers that were expected and have come, and those whose date and grace have passed: "
        "what `silent` is counted among."
    )


class ProvisionOut(Schema):
    """One separately actionable item, anchored to its span of the document's text."""

    document: str = Field(description="Slug of the document.")
    document_title: str
    document_kind: str
    issued_on: date | None
    place: str
    language: str = Field(description="Language of the text, ISO 639-1.")
    invented: bool = Field(description="Made up for a demonstration.")
    number: int = Field(description="Stable number within the document.")
    label: str = Field(description="The document's own label, such as “1-5 bullet 2”.")
    section: list[str] = Field(description="Heading path, outermost first.")
    kind: Kind
    strength: Strength
    issuer: str = Field(description="Who asks or promises, joined by “; ”.")
    issuers: list[PartyRef]
    addressees: list[AddresseeOut]
    deadline: DeadlineOut | None
    themes: list[str] = Field(description="Keys of the vocabulary.")
    groups: list[str] = Field(description="Keys of the vocabulary.")
    text: str = Field(description="Verbatim, runs of white space folded to one space.")
    page: int | None
    start: int = Field(description="Offset of the first character in the document's text, in code points.")
    end: int = Field(description="Offset after the last character.")
    follow_ups: FollowedOut
    revision: int
    url: str


class DocumentOut(Schema):
    """A published document, without its text."""

    slug: str
    title: str
    kind: str
    issuers: list[PartyRef]
    issued_on: date | None
    place: str
    language: str
    provisions: int = Field(description="How many provisions stand in it.")
    invented: bool
    published_at: datetime
    revision: int
    url: str


class FollowedDocumentOut(DocumentOut):
    """A published document and how it was followed up."""

    follow_ups: AnsweredOut


class SourceOut(Schema):
    """The file as it was uploaded."""

    name: str
    sha256: str
    url: str


class DocumentWithTextOut(FollowedDocumentOut):
    """A published document with its authoritative text."""

    text: str = Field(
        description="All that was read out of the file; every offset counts in it, in code points."
    )
    shown: str = Field(description="`text` with the spans of `apart` blanked: what readers see.")
    apart: list[list[int]] = Field(
        description="[start, end] of what stands around the document in `text`: menus, running headers."
    )
    headings: list[list[int]] = Field(description="[start, end, level] of each heading in `text`.")
    source: SourceOut


class PartyOut(Schema):
    """Any body that can speak, be asked or act; also a class of them."""

    key: str
    name: str
    kind: str
    acronym: str
    invented: bool
    url: str


class CountedPartyOut(PartyOut):
    """A party that published documents name, with counts of provisions that name the party itself."""

    asked: int
    promised: int
    issued: int
    follow_ups: AnsweredOut = Field(description="Also of what reaches it through a class.")


class MemberOut(Schema):
    """A member of a group, or a group that a party belongs to; `until` is exclusive."""

    name: str
    party: str | None
    since: date | None
    until: date | None


class PartyWithRelationsOut(PartyOut):
    """A party with its relations; the counts include what reaches it through classes of members."""

    members_of: str | None
    members: list[MemberOut]
    memberships: list[MemberOut]
    asked: int
    promised: int
    asks: int


class ThemeOut(Schema):
    """A theme or group of the vocabulary, with how many published provisions concern it."""

    key: str
    name: str
    sdg: list[str] = Field(description="Targets of the Sustainable Development Goals.")
    uhri: list[str] = Field(description="Themes of the Universal Human Rights Index.")
    provisions: int


class VocabularyOut(Schema):
    """The vocabulary in force."""

    themes: list[ThemeOut]
    groups: list[ThemeOut]


class Counted(Schema):
    """A value of a facet and how many provisions a choice of it would give."""

    value: str
    count: int


class DocumentPage(Part):
    """A part of the documents."""

    items: list[FollowedDocumentOut]


class ProvisionPart(Part):
    """A part of the provisions of a document."""

    items: list[ProvisionOut]


class ProvisionWalk(Schema):
    """A step of the walk over every provision."""

    next: str | None = Field(description="Address of the next step; null at the end.")
    items: list[ProvisionOut]


class ProvisionPage(ProvisionPart):
    """A part of the provisions found, best or newest first, with the counts of each facet."""

    facets: dict[str, list[Counted]]


class PartyPage(Part):
    """A part of the parties."""

    items: list[CountedPartyOut]


class FeedOut(Schema):
    """A feed or a file, and where it is."""

    name: str
    media: str
    address: str = Field(description="`{key}` stands for the key of a party or theme.")
