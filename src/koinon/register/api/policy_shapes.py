"""What the API takes and gives about the dates that policies set, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from koinon.people.api.lists import Part
from koinon.people.api.shapes import Reason, body
from koinon.register.engine.documents import Kind
from koinon.register.engine.following import policy as limits
from koinon.register.engine.following.terms import Expected, To

POLICY: dict[str, Any] = {
    "kinds": ["commitment", "recommendation"],
    "counted_from": "published",
    "answer_days": 90,
    "report_months": 12,
    "due_on": None,
    "grace_days": 14,
    "working_days": True,
    "weekend": [6, 7],
    "holidays": ["2031-12-25"],
    "time_zone": "Europe/Paris",
    "steps": [{"days": -30, "to": "focal-point"}, {"days": 60, "to": "public"}],
}


class StepIO(Schema):
    """So many days after the date, or before it where negative, someone is told."""

    model_config = ConfigDict(extra="forbid")
    days: int = Field(ge=-limits.FARTHEST_STEP, le=limits.FARTHEST_STEP)
    to: To


class PolicyIO(Schema):
    """What is expected by when. Where a number is null, nothing of that kind is expected."""

    model_config = ConfigDict(extra="forbid")
    kinds: list[Kind] = Field(max_length=4, description="Of provisions to which it applies.")
    counted_from: str = Field("published", pattern="^(published|issued)$")
    answer_days: int | None = Field(None, ge=0, le=limits.MOST_DAYS)
    report_months: int | None = Field(None, ge=1, le=limits.MOST_MONTHS)
    due_on: date | None = Field(None, description="Where the text sets no date.")
    grace_days: int = Field(0, ge=0, le=limits.MOST_GRACE)
    working_days: bool = Field(False, description="Whether days to answer and of grace are working days.")
    weekend: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        [], max_length=7, description="ISO weekdays that are not worked: 1 Monday … 7 Sunday."
    )
    holidays: list[date] = Field([], max_length=limits.MOST_HOLIDAYS)
    time_zone: str = Field(max_length=64, description="Of the IANA database: Asia/Jakarta.")
    steps: list[StepIO] = Field([], max_length=limits.MOST_STEPS)


class PreviewIn(Schema):
    """A policy to look at before it is set."""

    model_config = body(document=None, policy=POLICY, reaches_back=True)
    document: str | None = Field(
        None,
        max_length=120,
        description="Slug of the document; null for all that have no policy of their own.",
    )
    policy: PolicyIO
    reaches_back: bool = Field(False, description="Whether the dates of what is published are set anew.")


class PolicyIn(PreviewIn):
    """A policy to set, after its preview was looked at."""

    model_config = body(
        document=None, policy=POLICY, reaches_back=True, reason="Agreed in the plenary.", seen="0" * 64
    )
    reason: Reason
    seen: Annotated[str, StringConstraints(min_length=64, max_length=64)] = Field(
        description="The fingerprint of the preview."
    )


class DatedOut(Schema):
    """Follow-ups of one document whose date is, and would be, the same."""

    document: str | None = Field(description="Slug of the document.")
    kind: Expected
    before: date | None
    after: date | None
    passed_before: bool
    passed_after: bool
    fate: str = Field(description="new, moved, otherwise (other steps or grace), ended, or stays.")
    count: int = Field(description="Follow-ups.")


class PreviewOut(Part):
    """A part of the dates that a policy would produce."""

    fingerprint: str = Field(description="To be sent back as `seen` when the policy is set.")
    totals: dict[str, int] = Field(description="How many dates of follow-ups, by what becomes of them.")
    items: list[DatedOut]


class PolicyOut(PolicyIO):
    """A version of a policy."""

    document: str | None = Field(description="Slug of the document; null for the partnership's.")
    version: int
    in_force: bool
    reaches_back: bool
    reason: str
    set_at: datetime


class PolicyPart(Part):
    """A part of the policies."""

    items: list[PolicyOut]


class AgreedIn(Schema):
    """Another date for one addressee."""

    model_config = body(follow_ups=[1], kind="answer", day="2031-12-01", reason="A new government.")
    follow_ups: list[int] = Field(min_length=1, max_length=200, description="Their keys, of one addressee.")
    kind: Expected
    day: date
    reason: Reason


class AgreedOut(Schema):
    """For how many follow-ups the date is agreed."""

    follow_ups: int
