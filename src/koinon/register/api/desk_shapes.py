"""What the API takes and gives about work on documents, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from koinon.people.api.lists import Part
from koinon.people.api.shapes import Reason, body
from koinon.register.api.shapes import AddresseeOut, DeadlineOut, PartyRef
from koinon.register.engine.documents import Kind, Strength

Text = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(max_length=120)]
CONTENT = {
    "start": 21,
    "end": 54,
    "kind": "commitment",
    "strength": "binding",
    "label": "1",
    "section": ["Outcome of Harbour"],
    "issuer": "Harbour Conference",
    "addressees": [{"name": "states"}],
    "deadline": {"text": "by 2030", "due": "2030-12-31"},
    "themes": [],
    "groups": [],
}


class NamedIn(Schema):
    """Who is to perform a provision."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
    mention: str = Field("", max_length=500, description="The words of the text.")
    party: str | None = Field(
        None,
        max_length=120,
        description="Key of the party; null for none. Left out, the name is looked up among the parties.",
    )


class DeadlineIn(Schema):
    """When a provision is due."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    text: Text = Field("", description="The document's own words.")
    from_: date | None = Field(None, alias="from")
    due: date | None = None


class ContentIn(Schema):
    """The content of a provision. Its words are never typed: they are the text between two offsets."""

    model_config = body(**CONTENT)
    start: int = Field(ge=0, description="Offset of the first character in `text`, in code points.")
    end: int = Field(ge=1, description="Offset after the last character.")
    kind: Kind
    strength: Strength
    label: str = Field("", max_length=200)
    section: list[Text] = Field([], max_length=20, description="Heading path, outermost first.")
    issuer: str = Field("", max_length=500)
    addressees: list[NamedIn] = Field([], max_length=200)
    deadline: DeadlineIn | None = None
    themes: list[Key] = Field([], max_length=100, description="Keys of the vocabulary.")
    groups: list[Key] = Field([], max_length=100, description="Keys of the vocabulary.")


class ReasonIn(Schema):
    """Why; it is kept."""

    model_config = body(reason="It repeats the title.")
    reason: Reason


class PublishedContentIn(Schema):
    """A content for a published document, with the reason that everyone reads beside it."""

    model_config = body(content=CONTENT, reason="The verb is “may”.")
    content: ContentIn
    reason: Reason


class SplitIn(Schema):
    """Where a card is cut."""

    model_config = body(at=[97])
    at: list[int] = Field(min_length=1, max_length=100, description="Offsets of the document's text.")


class SeenIn(Schema):
    """A card as it was seen."""

    model_config = ConfigDict(extra="forbid")
    card: str = Field(pattern=r"^(proposal|provision)-[0-9]{1,18}$")
    revision: int = Field(ge=1)


class SeenListIn(Schema):
    """The cards that a decision is about, as they were seen."""

    model_config = body(seen=[{"card": "proposal-12", "revision": 1}, {"card": "proposal-13", "revision": 1}])
    seen: list[SeenIn] = Field(min_length=1, max_length=5000)


class DescriptionIn(Schema):
    """What a document is."""

    model_config = body(
        title="Outcome of Harbour", kind="declaration", issuers=["Harbour Conference"],
        issued_on="2031-05-04", place="Harbour", language="en",
    )  # fmt: skip
    title: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
    kind: str = Field(max_length=24)
    issuers: list[Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]] = (
        Field([], max_length=200, description="Names; known parties are linked.")
    )
    issued_on: date | None = None
    place: str = Field("", max_length=200)
    language: str = Field(description="ISO 639-1.", max_length=8)


class ReadingOut(Schema):
    """How far the reading of a file has come."""

    state: str = Field(description="waiting, running, done or failed.")
    step: str
    done: int
    total: int
    problem: str


class DeskDocumentOut(Schema):
    """A document on the desk, without its text."""

    id: int
    slug: str
    title: str
    kind: str
    state: str = Field(description="reading, failed, review, published or withdrawn.")
    issuers: list[str]
    issued_on: date | None
    place: str
    language: str
    behalf: str | None = Field(description="Key of the party on whose behalf it was brought.")
    invented: bool
    uploaded_at: datetime
    published_at: datetime | None
    open: int = Field(description="Proposals that wait for a decision.")
    decided: int = Field(description="Provisions so far.")
    revision: int


class DeskDocumentPart(Part):
    """A part of the documents on the desk."""

    items: list[DeskDocumentOut]


class DeskDocumentWithTextOut(DeskDocumentOut):
    """A document on the desk with its text; offsets of cards are into `text`."""

    text: str
    headings: list[list[int]] = Field(description="[start, end, level] of each heading in `text`.")
    apart: list[list[int]] = Field(description="[start, end] of what stands around the document in `text`.")
    reading: ReadingOut | None


class CardOut(Schema):
    """A proposal of the machine, or the provision that a person made of it."""

    card: str = Field(description="Its key, such as proposal-12 or provision-7.")
    state: str = Field(description="open, accepted or rejected for a proposal; confirmed for a provision.")
    number: int | None = Field(description="Number of the provision within the document.")
    revision: int
    reason: str = Field(description="Why it was rejected.")
    why: list[str] = Field(description="The machine's reasons.")
    text: str
    start: int
    end: int
    page: int | None
    kind: Kind
    strength: Strength
    label: str
    section: list[str]
    issuer: str
    addressees: list[AddresseeOut]
    deadline: DeadlineOut | None
    themes: list[str]
    groups: list[str]


class AcceptedOut(Schema):
    """What became of a decision on many cards."""

    accepted: int
    open: int = Field(description="Proposals that wait still, such as those that changed meanwhile.")


class ChangeOut(Schema):
    """How a published provision stood before a change, and why it was changed."""

    revision: int = Field(description="The revision that was replaced.")
    at: datetime
    reason: str
    start: int
    end: int
    kind: Kind
    strength: Strength
    label: str
    section: list[str]
    issuer: str
    addressees: list[AddresseeOut]
    deadline: DeadlineOut | None
    themes: list[str]
    groups: list[str]


class ActOut(Schema):
    """An act on a provision, as the ledger has it."""

    entry: int
    at: datetime
    verb: str


class HistoryOut(Schema):
    """What became of a provision after it was published."""

    document: str
    number: int
    revision: int
    withdrawn: bool
    issuers: list[PartyRef]
    changes: list[ChangeOut]
    acts: list[ActOut]
