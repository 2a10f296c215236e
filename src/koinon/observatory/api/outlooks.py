"""The outlook with its record, the runs it comes from, and having it made."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from koinon.observatory.actions import outlooks as actions
from koinon.observatory.api.figures import Worked
from koinon.observatory.queries import outlook_folds, places
from koinon.observatory.queries import outlooks as queries
from koinon.people.api.bearer import caller
from koinon.people.api.lists import Paging, Part, part
from koinon.people.api.operations import get, operation

TAG = "outlooks"


class OutlookDirection(StrEnum):
    """Which way the class of the regime moves."""

    ADVERSE = "adverse"
    FAVOURABLE = "favourable"


class OutlookOut(Schema):
    """A forecast, what it was compared with, and what came true of figures like it."""

    place: str = Field(description="Code of the place.")
    year: int = Field(description="The last year of the figures that it was made from.")
    direction: OutlookDirection
    probability: Worked = Field(description="That the class moves so in the two years after `year`.")
    base_rate: Worked | None = Field(description="How often it came in all places and years before.")
    such_forecasts: int | None = Field(description="How many tested forecasts were about as high.")
    such_came: int | None = Field(description="In how many of these it came.")
    came: bool | None = Field(description="Whether it came; null while that cannot be known.")
    run: str


class OutlookPart(Part):
    """A part of the outlooks."""

    items: list[OutlookOut]


class OutlookRunOut(Schema):
    """A model fitted and tested once, with its test."""

    version: str
    made_at: datetime
    ended_at: datetime | None
    year: int = Field(description="The last year of figures.")
    sources: dict[str, str] = Field(description="Dataset and version.")
    tests: dict[str, Any] = Field(description="Measures, differences with intervals, and reliability.")
    invented: bool


class OutlookRunPart(Part):
    """A part of the runs."""

    items: list[OutlookRunOut]


class OutlookWorkOut(Schema):
    """Whether an outlook waits to be made, and how far the work has come."""

    due: bool
    step: str
    done: int
    total: int


class Asked(Schema):
    """Which forecasts are wanted."""

    place: str = Field("", max_length=40)
    year: int | None = Field(None, ge=1900, le=2200)
    direction: OutlookDirection | None = None


@get("/outlooks", OutlookPart, "outlooks", tag=TAG)
def outlooks(request: HttpRequest, asked: Query[Asked], paging: Query[Paging]) -> dict[str, Any]:
    """The forecasts of the run that stands, by place, the newest year first."""
    direction = asked.direction.value if asked.direction else ""
    if asked.place:
        places.country(asked.place)
    return part(request, queries.listed(direction, asked.place, asked.year), paging, _record)


@get("/outlooks/runs", OutlookRunPart, "outlook_runs", tag=TAG)
def runs(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every run with its test, also those that were replaced."""
    return part(request, queries.runs(), paging, lambda run: run)


@get("/desk/outlooks/work", OutlookWorkOut, "outlook_work", tag=TAG, scope="read")
def work(request: HttpRequest) -> dict[str, Any]:
    """Whether an outlook waits to be made, and how far the work has come."""
    return _work()


@operation(
    "POST", "/desk/outlooks", answer=OutlookWorkOut, status=202, name="make_outlook", tag=TAG,
    scope="observe", acts="observatory.make_outlook",
)  # fmt: skip
def make(request: HttpRequest) -> dict[str, Any]:
    """Have the outlook made of the newest figures; a job does it."""
    actions.begin(by=caller(request))
    return _work()


def _work() -> dict[str, Any]:
    told = outlook_folds.told() or outlook_folds.Progress("", 0, 0)
    return {"due": actions.due(), "step": told.step, "done": told.done, "total": told.total}


def _record(row: Any) -> dict[str, Any]:
    such = queries.such(row.run, row.direction, row.probability)
    return {
        "place": row.place,
        "year": row.year,
        "direction": row.direction,
        "probability": row.probability,
        "base_rate": row.base,
        "such_forecasts": such.n if such else None,
        "such_came": such.came if such else None,
        "came": row.came,
        "run": row.run.version,
    }
