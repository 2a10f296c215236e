"""What the API gives out of datasets."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from koinon.people.api.lists import Part
from koinon.people.api.shapes import body


class TableOut(Schema):
    """One table of a release."""

    name: str
    rows: int
    columns: int


class ReleaseOut(Schema):
    """One version of a dataset as it was loaded."""

    dataset: str = Field(description="Key of the dataset.")
    version: str
    citation: str
    published_on: date | None
    loaded_at: datetime
    file: str
    sha256: str = Field(
        description="Of the file as it came; of the sorted digests, where there were several."
    )
    bytes: int
    tables: list[TableOut]
    rows: int
    units: int
    first: int | None = Field(description="First year.")
    last: int | None
    unmapped: int = Field(description="How many units lead to no place.")
    invented: bool


class DatasetOut(Schema):
    """A dataset with its releases, the newest first."""

    key: str
    title: str
    publisher: str
    address: str
    licence: str
    licence_address: str
    invented: bool = Field(description="Nothing but invented releases of it stand here.")
    releases: list[ReleaseOut]
    url: str


class DatasetList(Schema):
    """Every dataset of which a release is here."""

    items: list[DatasetOut]


class UnmappedOut(Schema):
    """A unit of a release that leads to no place; its rows are kept."""

    unit: str
    name: str
    rows: int
    first: int | None
    last: int | None
    reason: str


class UnmappedPart(Part):
    """A part of the list of such units."""

    items: list[UnmappedOut]


class DatasetIndicatorOut(Schema):
    """A column of a release that is a figure."""

    indicator: str
    title: str
    about: str
    scale: str
    low: str = Field(description="Column of the lower end of its interval; empty where none is published.")
    high: str
    worse: float | None
    better: float | None
    headline: bool


class DatasetIndicatorPart(Part):
    """A part of the list of indicators."""

    items: list[DatasetIndicatorOut]


class ObservationOut(Schema):
    """A figure of a unit in a year, with its source."""

    place: str | None = Field(description="Code of the place; null where the unit leads to none.")
    unit: str
    unit_name: str | None
    year: int
    indicator: str
    value: float
    low: float | None
    high: float | None
    dataset: str
    version: str
    publisher: str
    licence: str


class ObservationPart(Part):
    """A part of the figures of an indicator."""

    items: list[ObservationOut]


class LoadingOut(Schema):
    """Files that were brought to become a release, and what became of them."""

    id: int
    source: str
    version: str
    files: list[str]
    state: str = Field(description="waiting, done or failed.")
    problem: str
    release: str | None = Field(description="Version of the release that was made of it.")
    brought_at: datetime
    finished: datetime | None


class LoadingPart(Part):
    """A part of the list of what was brought."""

    items: list[LoadingOut]


class EndReleaseIn(Schema):
    """Why a release is taken out."""

    model_config = body(reasons="Its publisher withdrew it.")
    reasons: str = Field(min_length=1, max_length=5000)
