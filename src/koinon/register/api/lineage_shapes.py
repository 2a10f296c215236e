"""What the API takes and gives about restatements, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from koinon.people.api.lists import Part
from koinon.people.api.shapes import body


class AskedAtOut(Schema):
    """A provision by its document and number, with its words."""

    document: str = Field(description="Slug of the document.")
    document_title: str
    issued_on: date | None
    number: int
    label: str
    text: str
    url: str


class WhyOut(Schema):
    """What two provisions share, or where they differ."""

    reason: str = Field(description="identical, words, saying, addressees, others, themes or numbers.")
    left: list[str] = Field(description="Of the earlier provision.")
    right: list[str] = Field(description="Of the later provision, or of both.")


class RestatementOut(Schema):
    """A later provision that restates, or may restate, an earlier one."""

    id: int
    state: Literal["proposed", "confirmed", "rejected"]
    earlier: AskedAtOut
    later: AskedAtOut
    score: float | None = Field(description="0 to 1, by the machine; null where a person found it.")
    why: list[WhyOut]
    proposed_at: datetime
    decided_at: datetime | None
    reason: str


class RestatementPart(Part):
    """A part of the restatements."""

    items: list[RestatementOut]


class LinkOut(Schema):
    """A provision of a chain, and how many of those asked said what."""

    day: date | None
    document: str
    document_title: str
    number: int
    label: str
    text: str
    asked: int
    accepted: int
    accepted_in_part: int
    noted: int
    declined: int
    unanswered: int
    silent: int = Field(description="Of those without an answer, how many are overdue.")
    url: str


class ChainOut(Schema):
    """The same ask over the years, as persons confirmed it."""

    years: list[int]
    promised: bool = Field(description="All of them are commitments.")
    never_answered: bool
    links: list[LinkOut] = Field(description="From the earliest to the latest.")


class ChainPart(Part):
    """A part of the chains."""

    items: list[ChainOut]


class LineageOut(Schema):
    """The chain that a provision belongs to; null where no restatement is confirmed."""

    chain: ChainOut | None


class WordChangeOut(Schema):
    """What became of a provision from one edition to the next."""

    fate: Literal["kept", "reworded", "dropped", "new"]
    found_by: Literal["machine", "person"]
    likeness: float | None
    earlier_document: str
    earlier_number: int | None
    earlier_label: str
    earlier_text: str
    later_document: str
    later_number: int | None
    later_label: str
    later_text: str


class ComparisonOut(Schema):
    """Two documents compared, the earlier first."""

    earlier: str = Field(description="Slug of the earlier document.")
    later: str
    counts: dict[str, int]
    changes: list[WordChangeOut]


class AskedAtIn(Schema):
    """A provision by its document and number."""

    model_config = ConfigDict(extra="forbid")
    document: Annotated[str, StringConstraints(max_length=120)]
    number: int = Field(ge=1, le=2**31 - 1)


class RestatementIn(Schema):
    """That a provision restates an earlier one."""

    model_config = body(
        earlier={"document": "outcome-of-harbour", "number": 1},
        later={"document": "outcome-of-haven", "number": 4},
        reason="Both ask for the same moratorium.",
    )
    earlier: AskedAtIn
    later: AskedAtIn
    reason: str = Field("", max_length=500)


class SeveralIn(Schema):
    """Proposals to confirm together."""

    model_config = body(restatements=[1, 2])
    restatements: list[int] = Field(min_length=1, max_length=500)


class RejectionIn(Schema):
    """Why the one does not restate the other."""

    model_config = body(reason="It asks for a ban, not for a moratorium.")
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
