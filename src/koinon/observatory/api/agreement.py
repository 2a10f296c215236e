"""In which of the releases that are loaded who is in an episode, year by year."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema

from koinon.observatory.api.figures import Worked
from koinon.observatory.api.regimes import SourceReleaseOut
from koinon.observatory.queries import agreement_years
from koinon.people.api.operations import get

TAG = "episodes"


class CalledDrawsOut(Schema):
    """The share of draws from the intervals of the newest release in which it is so."""

    errors: str = Field(description="How errors of different years hang together: common or lasting.")
    draws: int
    share: Worked


class CalledOut(Schema):
    """A country of which some release says that it is in an episode in the year."""

    place: str | None = Field(description="Code of the place; null where the unit leads to none.")
    name: str
    unit: str
    in_releases: list[str] = Field(description="The releases that say so.")
    not_in: list[str] = Field(description="The releases that do not.")
    without: list[str] = Field(description="The releases that have no figure of it.")
    draws: list[CalledDrawsOut] | None = Field(description="Null where they are not counted yet.")


class CalledKindOut(Schema):
    """Who is in an episode of one direction."""

    some: int = Field(description="How many are so by some release.")
    every: int = Field(description="How many are so by every release that covers the year.")
    places: list[CalledOut] = Field(description="Those of whom most releases say so first.")


class AgreementYearOut(Schema):
    """How far the releases agree on who is autocratizing (aut) and democratizing (dem) in a year."""

    year: int
    releases: list[SourceReleaseOut] = Field(
        description="Those that cover the year, one a version, the oldest first."
    )
    aut: CalledKindOut
    dem: CalledKindOut


@get("/agreement/{year}", AgreementYearOut, "agreement", tag=TAG)
def agreement(request: HttpRequest, year: int) -> dict[str, Any]:
    """Who is in an episode in a year by which releases, each judged anew on its own figures."""
    return agreement_years.record(agreement_years.year(year))
