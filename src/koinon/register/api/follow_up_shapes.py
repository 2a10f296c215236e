"""What the API gives out of follow-ups, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from koinon.people.api.lists import Paging
from koinon.register.engine.documents import Kind
from koinon.register.engine.following.silence import Standing
from koinon.register.engine.following.words import Position


class FollowUpFilter(Paging):
    """What the list of follow-ups can be narrowed by; each narrows it further."""

    standing: Literal["", "silent", "expected", "answered", "overdue", "disputed", "ended"] = Field(
        "", description="How they stand; “overdue” is a report or the deed, “silent” the answer."
    )
    position: Position | Literal[""] = Field("", description="What was answered.")
    party: str = Field("", max_length=120, description="Key of the addressee.")
    document: str = Field("", max_length=120, description="Slug of the document.")
    number: str = Field("", pattern=r"^([0-9]{1,9})?$", description="Number of a provision of the document.")
    via: str = Field("", max_length=120, description="Key of the class through which they are asked.")
    theme: str = Field("", max_length=120, description="Key of the vocabulary.")
    kind: Kind | Literal[""] = Field("", description="Kind of provision.")
    q: str = Field("", max_length=400, description="Words; the 2,000 provisions that answer best count.")
    order: Literal["", "earliest", "latest"] = Field("", description="By the date of the standing.")


class FollowUpOut(Schema):
    """One provision with one of its addressees, as it stands at the moment of the answer."""

    id: int
    document: str = Field(description="Slug of the document.")
    document_title: str
    number: int = Field(description="Of the provision within the document.")
    label: str
    kind: Kind
    text: str
    addressee: str
    party: str | None = Field(description="Key of the addressee; null when it is not a known party.")
    via: str | None = Field(description="Key of the class through which it is asked, if it is.")
    since: date | None = Field(description="The day it joined the class, where that was after the document.")
    begun_on: date
    standing: Standing
    silent: bool = Field(description="An answer was expected, its date and grace have passed, none is there.")
    days_overdue: int | None = Field(description="Days since the date for the answer, while silent.")
    answer_by: date | None
    position: Position | None
    answered_on: date | None
    next_on: date | None = Field(description="The nearest date of what is still expected.")
    report_days_overdue: int | None
    deed_days_overdue: int | None
    claims: int = Field(description="Statements of completion that stand.")
    disputed: bool
    ended_on: date | None
    ended_because: str | None
    url: str


class FollowUpPage(Schema):
    """A part of the follow-ups. `next` and `prev` are whole addresses, also sent in the header Link."""

    total: int | None = Field(description="How many there are in all; null: more than 5,000, not counted.")
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next part; null at the end.")
    prev: str | None = Field(description="Address of the part before; null at the beginning.")
    items: list[FollowUpOut]


class StepOut(Schema):
    """Whom a date tells, and when."""

    at: datetime
    days: int = Field(description="From the date; before it where negative.")
    to: str


class DateOut(Schema):
    """A date that stands, or stood, for a follow-up."""

    kind: str = Field(description="“answer”, “report” or “due”.")
    due_on: date
    time_zone: str
    basis: str = Field(description="“text”, “policy”, “agreed”, or “review”: the response stage.")
    reason: str
    set_at: datetime
    met_at: datetime | None
    ended_at: datetime | None
    moved_to: date | None
    days_overdue: int | None
    told: list[StepOut]
    coming: list[StepOut]


class FollowUpWithDatesOut(FollowUpOut):
    """A follow-up with every date that it has or had."""

    dates: list[DateOut]
