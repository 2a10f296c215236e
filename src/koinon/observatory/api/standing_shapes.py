"""Shapes of rule sets and standings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from koinon.observatory.api.figures import Worked
from koinon.people.api.lists import Paging, Part
from koinon.people.api.shapes import body

ON = Field("", max_length=10, description="A day, or a year for its last day; today if empty.")
DATE = Field("", max_length=10, description="The same as `on`; one of the two is enough.")
VerdictWord = Literal["meets", "does not", "cannot be decided"]
TruthWord = Literal["holds", "does not hold", "not known"]


class ReadReleaseOut(Schema):
    """A release that figures were read from."""

    dataset: str
    version: str


class AlternativeOut(Schema):
    """Another defensible reading of a rule set."""

    alternative: str = Field(description="Its key.")
    title: str
    why: str


class RuleSetOut(Schema):
    """A rule set with its source, and how many stand how at a date."""

    rule_set: str = Field(description="Its key.")
    version: str
    title: str
    question: str
    sentence: str = Field(description="The sentence of the source that it measures.")
    source: str
    on: date
    meets: int
    does_not: int
    undecided: int
    judged: int
    missing: list[str] = Field(description="Datasets that it needs and that are not loaded.")
    alternatives: list[AlternativeOut]
    releases: list[ReadReleaseOut]
    own: bool = Field(description="Whether the partnership wrote it.")
    invented: bool
    url: str


class RuleSetTextOut(RuleSetOut):
    """A rule set as it is written."""

    text: str = Field(description="TOML.")
    digest: str = Field(description="SHA-256 of the text.")


class CriterionStepOut(Schema):
    """One criterion: its figure, of which year and release, what it is held against, what came of it."""

    criterion: str
    title: str
    verdict: TruthWord
    figure: str | float | None
    year: int | None
    measure: str
    threshold: str
    dataset: str
    release: str | None
    distance: Worked | None = Field(description="How far from changing, in its unit; null where untold.")
    unit: str
    why: str = Field(description="Why it is not known; empty where it is.")


class StandingChangeOut(Schema):
    """A criterion that would have to change, and by how much."""

    criterion: str
    by: Worked | None
    unit: str


class NearestOut(Schema):
    """The nearest way to another verdict; `told` whether every distance is known."""

    told: bool
    changes: list[StandingChangeOut]


class StandingOut(Schema):
    """How a place stands under a rule set, and how that was reached."""

    rule_set: str
    version: str
    alternative: str
    on: date
    place: str = Field(description="Code of the place; dataset:unit where a unit leads to no place.")
    name: str
    verdict: VerdictWord
    because: list[str] = Field(description="The criteria that decided.")
    nearest: NearestOut
    trace: list[CriterionStepOut]
    how: dict[str, Any] = Field(description="Terms and criteria as they combine.")
    url: str | None


class AgreeingOut(Schema):
    """In which releases of a dataset the verdict holds."""

    dataset: str
    release: str
    holds: list[str]
    differs: list[str]
    silent: list[str]


class DrawnOut(Schema):
    """The share of draws from the published intervals in which the verdict holds."""

    errors: str = Field(description="How errors of different years hang together: common or lasting.")
    share: Worked
    least: bool = Field(description="In that many draws or more.")


class VerdictDrawsOut(Schema):
    """What draws say of the verdict."""

    state: str = Field(
        description="told; untouched: nothing that is drawn decides; waiting: not counted yet; apart: it "
        "hangs on what is not counted together; open: there is no verdict."
    )
    shares: list[DrawnOut]


class StandingOfPlaceOut(StandingOut):
    """The same, with the agreement of the releases and of draws."""

    agreement: list[AgreeingOut]
    draws: VerdictDrawsOut


class StandingPart(Part):
    """A part of the standings under a rule set."""

    items: list[StandingOut]


class DateFilter(Schema):
    """At which date."""

    on: str = ON
    date: str = DATE


class ReadingFilter(DateFilter):
    """At which date, under which reading."""

    alternative: str = Field("", max_length=60, description="Key of an alternative; empty for none.")


class StandingFilter(Paging):
    """Which standings."""

    on: str = ON
    date: str = DATE
    alternative: str = Field("", max_length=60, description="Key of an alternative; empty for none.")
    verdict: Literal["", "meets", "does not", "cannot be decided"] = ""


class RuleSetIn(Schema):
    """A rule set to publish."""

    model_config = body(text='key = "harbour-charter"\n…', reasons="As adopted by the plenary.")
    text: str = Field(min_length=1, max_length=200_000, description="TOML.")
    reasons: str = Field(min_length=1, max_length=5000)


class RuleSetEndIn(Schema):
    """Why a rule set ends."""

    model_config = body(reasons="The charter was amended.")
    reasons: str = Field(min_length=1, max_length=5000)


class PublishedOut(Schema):
    """A version of a rule set of the partnership."""

    rule_set: str
    version: str
    digest: str
    published_at: datetime
    ended_at: datetime | None
    reasons: str
    text: str
