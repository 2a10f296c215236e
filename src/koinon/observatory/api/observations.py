"""Figures of a place over the years, and how places moved between two years."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from koinon.observatory.api.figures import Worked
from koinon.observatory.queries import observations as queries
from koinon.observatory.queries import places, world
from koinon.people.api.lists import Paging, Part, framed
from koinon.people.api.operations import get

TAG = "datasets"


class HeadlineOut(Schema):
    """An indicator that is shown without asking, in the newest release of its dataset."""

    dataset: str
    version: str
    key: str
    title: str
    scale: str
    worse: float | None = Field(description="The worse end of the scale; above `better` where low is good.")
    better: float | None
    licence: str


class HeadlineList(Schema):
    """The headline indicators of every dataset that is loaded."""

    items: list[HeadlineOut]


class PlaceFigureOut(Schema):
    """A figure of a place and year; the ends of its interval are null where none are published."""

    dataset: str
    version: str
    indicator: str
    year: int
    value: float
    low: float | None
    high: float | None


class PlaceFigureList(Schema):
    """The figures of a place, by indicator and year."""

    place: str
    name: str
    items: list[PlaceFigureOut]


class PlaceFigureFilter(Schema):
    """Which figures of a place are wanted."""

    indicator: str = Field("", max_length=200, description="As dataset/key; empty: all headline indicators.")
    version: str = Field("", max_length=60, description="Of the dataset; empty: the newest release.")
    since: int = Field(0, ge=0, le=9999, description="First year.")


class MoveOut(Schema):
    """How a figure of a place differs between two years."""

    place: str
    name: str
    before: float
    after: float
    change: Worked
    beyond: bool | None = Field(description="The intervals are apart; null where none are published.")


class MovePart(Part):
    """A part of the moves, the largest first."""

    items: list[MoveOut]
    since: int
    until: int
    version: str


class MoveFilter(Paging):
    """Between which years moves are wanted."""

    since: int | None = Field(None, ge=0, le=9999, description="Empty: ten years before `until`.")
    until: int | None = Field(None, ge=0, le=9999, description="Empty: the last covered year.")
    version: str = Field("", max_length=60, description="Of the dataset; empty: the newest release.")


@get("/indicators", HeadlineList, "indicators", tag=TAG)
def indicators(request: HttpRequest) -> dict[str, Any]:
    """The headline indicators of the newest release of every dataset."""
    columns = ("key", "title", "scale", "worse", "better")
    return {
        "items": [
            {name: getattr(one, name) for name in columns}
            | {
                "dataset": one.release.dataset.key,
                "version": one.release.version,
                "licence": one.release.dataset.licence,
            }
            for one in world.headlines(world.current())
        ]
    }


@get("/places/{code}/observations", PlaceFigureList, "place_observations", tag=TAG)
def place_observations(request: HttpRequest, code: str, wanted: Query[PlaceFigureFilter]) -> dict[str, Any]:
    """The figures of a country or territory over the years, with their intervals."""
    place = places.country(code)
    if wanted.indicator:
        dataset, _slash, key = wanted.indicator.partition("/")
        chosen = [world.indicator(dataset, key, wanted.version)]
    else:
        chosen = world.headlines(world.current())
    return {
        "place": place.code,
        "name": world.name_of(place),
        "items": [
            {
                "dataset": one.release.dataset.key, "version": one.release.version, "indicator": one.key,
                "year": figure.year, "value": figure.value, "low": figure.low, "high": figure.high,
            }
            for one in chosen
            for figure in queries.series(one.release, one, place.code)
            if figure.year >= wanted.since
        ],
    }  # fmt: skip


@get("/indicators/{dataset}/{key}/moves", MovePart, "moves", tag=TAG)
def moves(request: HttpRequest, dataset: str, key: str, wanted: Query[MoveFilter]) -> dict[str, Any]:
    """How the figures of all places changed between two years, the largest change first."""
    chosen = world.indicator(dataset, key, wanted.version)
    until = wanted.until or queries.last_covered(chosen.release, chosen) or 0
    since = wanted.since if wanted.since is not None else until - 10
    found = queries.moves(chosen.release, chosen, since, until)
    shown = found[wanted.offset : wanted.offset + wanted.limit]
    names = world.named(move.place for move in shown)
    return framed(request, len(found), wanted) | {
        "since": since,
        "until": until,
        "version": chosen.release.version,
        "items": [
            {
                "place": move.place, "name": names[move.place], "before": move.before.value,
                "after": move.after.value, "change": move.change, "beyond": move.beyond,
            }
            for move in shown
        ],
    }  # fmt: skip
