"""Classes of Regimes of the World of a place: by our own rule, and as the releases publish them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from koinon.observatory.queries import episodes, places, world
from koinon.observatory.queries import regimes as queries
from koinon.people.api.operations import get

TAG = "episodes"
CLASSES = "0 closed autocracy, 1 electoral autocracy, 2 electoral democracy, 3 liberal democracy"


class SourceReleaseOut(Schema):
    """A release that figures come from."""

    release: str = Field(description='Dataset and version, such as "ert v15".')
    dataset: str
    title: str
    version: str
    publisher: str
    licence: str
    loaded_at: datetime


class RegimeYearOut(Schema):
    """The class of a year by our own rule, and the one that the release publishes."""

    year: int
    regime: int | None = Field(description=f"{CLASSES}; null where it cannot be told.")
    lower: int | None = Field(description="What the lower ends of the components’ intervals give.")
    upper: int | None = Field(description="What the upper ends of the components’ intervals give.")
    autocracy: bool = Field(description="An autocracy of which kind cannot be told.")
    published: int | None = Field(description="What the release says itself.")


class OwnRegimesOut(SourceReleaseOut):
    """The classes by our own rule, from the components that a release holds."""

    items: list[RegimeYearOut]


class RegimeReleasesOut(Schema):
    """The releases that publish a class."""

    regime: int = Field(description=f"{CLASSES}.")
    releases: list[str] = Field(description="Their names, the oldest first.")


class PublishedRegimesOut(Schema):
    """What the releases publish for a year."""

    year: int
    classes: list[RegimeReleasesOut]


class PlaceRegimesOut(Schema):
    """Regimes of the World of a place, by year."""

    place: str
    name: str
    own: OwnRegimesOut | None = Field(description="Null where no release holds the components.")
    lacking: list[str] = Field(description="The columns that the newest release lacks, where `own` is null.")
    releases: list[SourceReleaseOut] = Field(description="One a version, the oldest first.")
    by_release: list[PublishedRegimesOut] = Field(description="By year.")


class RegimeFilter(Schema):
    """Which years are wanted."""

    since: int = Field(0, ge=0, le=9999, description="First year.")


@get("/places/{code}/regimes", PlaceRegimesOut, "place_regimes", tag=TAG)
def place_regimes(request: HttpRequest, code: str, wanted: Query[RegimeFilter]) -> dict[str, Any]:
    """The class by our own rule, those of the intervals’ ends, and which releases publish which class."""
    place = places.country(code)
    if episodes.source() is None:
        raise episodes.nothing()
    told = queries.record(place.code, wanted.since)
    return {"place": place.code, "name": world.name_of(place)} | told
