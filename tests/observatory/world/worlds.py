"""Invented figures: three countries of one region, a former state, and a unit that is no place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from koinon.ledger import guard
from koinon.observatory.models import Release
from koinon.people.models import Membership, Place
from tests.factories.observatory import place, release

INDEX = {
    "key": "v2x_polyarchy", "title": "Electoral democracy index", "low": "v2x_polyarchy_codelow",
    "high": "v2x_polyarchy_codehigh", "worse": 0.0, "better": 1.0, "headline": True,
}  # fmt: skip
RATING = {
    "key": "pr", "title": "Political rights", "scale": "ordinal", "worse": 7.0, "better": 1.0,
    "headline": True,
}  # fmt: skip
YEARS = range(2008, 2025)
RISES, FALLS, WAVERS, FORMER, NO_PLACE = "THA", "PHL", "IDN", "SUN", "Zanzibar"
STEP = {RISES: 0.03, FALLS: -0.03, WAVERS: 0.002, FORMER: 0.0, NO_PLACE: 0.0}
HOSTILE = '<script>alert("x")</script> & Sons'


def index(
    codes: Sequence[str] = (RISES, FALLS, WAVERS), *, add: float = 0.0, half: float = 0.05
) -> list[Any]:
    """Rows of the index: 0.5 in 2016, and up or down from there; 2012 is missing for the first one."""
    return [
        {
            "place": code if code != NO_PLACE else None, "unit": code, "unit_name": code, "year": year,
            "v2x_polyarchy": 0.5 + add + STEP.get(code, 0.01) * (year - 2016),
            "v2x_polyarchy_codelow": 0.5 + add + STEP.get(code, 0.01) * (year - 2016) - half,
            "v2x_polyarchy_codehigh": 0.5 + add + STEP.get(code, 0.01) * (year - 2016) + half,
        }
        for code in codes
        for year in YEARS
        if not (code == RISES and year == 2012)
    ]  # fmt: skip


def ratings(codes: Sequence[str] = (RISES, FALLS, WAVERS)) -> list[Any]:
    """Rows of a rating without intervals, of which one is good and seven is bad."""
    return [
        {"place": code, "unit": code, "unit_name": code, "year": year, "pr": 4 - round(40 * STEP[code])}
        if year > 2015
        else {"place": code, "unit": code, "unit_name": code, "year": year, "pr": 4}
        for code in codes
        for year in YEARS
    ]


def measured(version: str = "v15", rows: list[Any] | None = None, dataset: str = "vdem") -> Release:
    """A release of the index."""
    every = index((RISES, FALLS, WAVERS, FORMER, NO_PLACE)) if rows is None else rows
    return release(dataset, version, every, indicators=[INDEX])


def rated() -> Release:
    """A release of the rating."""
    return release("fiw", "2025", ratings(), indicators=[RATING])


def region(code: str = "halcyon-coast", members: Sequence[str] = (RISES, FALLS, WAVERS)) -> Place:
    """A region with members."""
    made = place(code, "Halcyon Coast", "region")
    with guard.writing("factory"):
        for one in members:
            Membership.objects.get_or_create(
                group=made, member=place(one), defaults={"since": date(2000, 1, 1)}
            )
    return made
