"""What the API takes and gives about claims, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from koinon.people.api.lists import Part
from koinon.people.api.shapes import Reason, body
from koinon.register.engine.following.words import Level, Side

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
SAID = {
    "level": "limited",
    "as_of": "2026-01-15",
    "text": "Two of nine inspectors were named.",
    "language": "en",
}


class EvidenceOut(Schema):
    """A piece of evidence. Of one that is sealed, only its title."""

    id: int
    kind: str = Field(description="file or link.")
    title: str
    sealed: bool
    state: str = Field(description="kept, waiting or failed.")
    address: str | None = Field(description="Where the page was; null for files and what is sealed.")
    copy_url: str | None = Field(description="Where the kept bytes are; null for what is sealed.")
    kept_at: datetime | None


class AgainstOut(Schema):
    """Another claim that contradicts this one."""

    number: int
    why: str = Field(description="contested, same-day, undone or no-evidence.")


class ClaimOut(Schema):
    """A statement of how far a follow-up is completed."""

    id: int
    number: int = Field(description="Within its follow-up.")
    side: Side
    party: str | None = Field(description="Key of the party; null under a pseudonym and for the partnership.")
    pseudonymous: bool
    level: Level
    as_of: date = Field(description="The day whose state it describes.")
    text: str
    language: str
    conclusion: bool = Field(description="Whether an assessor concludes by it.")
    contests: int | None = Field(description="Number of the claim that it contests.")
    corrects: int | None = Field(description="Number of the claim in whose place it stands.")
    state: str = Field(description="standing, corrected or withdrawn.")
    counts: bool = Field(description="Whether it is the latest standing one of its claimant.")
    published_on: date
    ended_on: date | None
    ended_because: str
    evidence: list[EvidenceOut]
    contradicts: list[AgainstOut]


class ClaimsOut(Schema):
    """The claims on one follow-up, side by side."""

    follow_up: int
    addressee: str
    party: str | None = Field(description="Key of the addressee, where it is known.")
    document: str
    provision: int
    disputed: bool
    claims: list[ClaimOut]


class JudgementOut(Schema):
    """Whether a provision can be verified, as an assessor judges it."""

    id: int
    party: str | None
    verifiable: bool
    reasons: str
    language: str
    published_on: date
    ended_on: date | None
    ended_because: str


class ProvisionClaimsOut(Schema):
    """What is stated of a provision: on each follow-up, and whether it can be verified."""

    follow_ups: list[ClaimsOut]
    judgements: list[JudgementOut]


class ClaimPart(Part):
    """A part of one's own claims."""

    items: list[ClaimOut]


class DisputePart(Part):
    """A part of the disputes."""

    items: list[ClaimsOut]


class SideFigures(Schema):
    """The counting statements of one side."""

    side: Side
    counts: dict[str, int] = Field(description="By level.")
    statements: int
    follow_ups: int = Field(description="On which this side has stated anything.")


class FiguresOut(Schema):
    """Counts with what they are counted among."""

    follow_ups: int
    claimed: int
    disputed: int
    provisions: int
    judged: int
    verifiable: int
    sides: list[SideFigures]


class LinkIn(Schema):
    """A page that a claim rests on; a dated copy of it is kept."""

    model_config = body(address="https://example.org/inspectors", title="List of inspectors")
    address: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    title: Title = ""


class SaidIn(Schema):
    """What is stated."""

    level: Level
    as_of: date
    text: Text
    language: str = Field(description="ISO 639-1, of the text.", max_length=8)
    contests: int | None = Field(None, ge=1, description="Number of a claim on the same follow-up.")
    links: list[LinkIn] = Field([], max_length=12)


class ClaimIn(SaidIn):
    """What is stated, and in whose name."""

    model_config = body(**SAID)
    speaker: Title = Field(
        "", description="Side and key of the party, as “civil-society:lantern”; left out where only one fits."
    )
    pseudonymous: bool = False


class ConclusionIn(SaidIn):
    """What an assessor concludes."""

    model_config = body(**SAID)
    speaker: Title = Field("", description="As in a claim.")


class CorrectionIn(SaidIn):
    """What is stated in the place of an earlier claim, and why."""

    model_config = body(**SAID, reason="The first count was wrong.")
    reason: Reason
    keep_evidence: bool = True


class JudgementIn(Schema):
    """Whether a provision can be verified, and why."""

    model_config = body(verifiable=False, reasons="It names no measure.", language="en")
    party: str = Field(
        "", max_length=120, description="Key of the party for which it is judged; empty for none."
    )
    verifiable: bool
    reasons: Text
    language: str = Field(max_length=8)


class BehindOut(Schema):
    """Who stands behind a pseudonym."""

    party: str | None
