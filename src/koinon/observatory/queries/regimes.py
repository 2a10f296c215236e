"""Regimes of the World of a place: by our own rule, as published, and in how many releases each class."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from koinon.observatory.engine.episodes.panel import NA
from koinon.observatory.engine.regimes.classes import (
    COUNTRY_YEARS,
    ELECTORAL,
    FIGURES,
    Classes,
    lacking,
    of_country_years,
)
from koinon.observatory.models import Release
from koinon.observatory.queries import episodes, frames, releases

PUBLISHED = "v2x_regime"


@dataclass(frozen=True)
class Class:
    """The class of a place in a year, 0 to 3; None where it cannot be told.

    `lower` and `upper`: the classes that the ends of the components' intervals give. `autocracy`: it is one,
    of which kind cannot be told. `published`: what the release says itself.
    """

    release: Release
    year: int
    regime: int | None
    lower: int | None
    upper: int | None
    autocracy: bool
    published: int | None


@dataclass(frozen=True)
class ByRelease:
    """How many releases give a class to a place in a year, and how many each one, the most frequent first."""

    year: int
    releases: int
    classes: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Published:
    """The classes that releases publish for a place and year, each with the names of these releases."""

    year: int
    classes: dict[int, list[str]]


def source() -> tuple[Release | None, tuple[str, ...]]:
    """The newest release that holds the components; else None, and what the newest release lacks of them."""
    found = episodes.sources()
    held = [(one, lacking(episodes.columns_of(one.pk, one.folder), COUNTRY_YEARS)) for one in found]
    whole = next((one for one, missing in held if not missing), None)
    return whole, held[0][1] if held and whole is None else ()


def of_place(release: Release, code: str) -> Class | None:
    """The class by our rule in the last year of which the release knows something; None without one."""
    return next(reversed(of_years(release, code)), None)


def of_years(release: Release, code: str) -> list[Class]:
    """The classes by our rule, of the years for which the release knows the index."""
    unit = episodes.unit_of(release, code)
    if unit is None:
        return []
    table, told = _classes(release.pk, release.folder)
    own = np.flatnonzero((table["known"] & (table["country_text_id"] == unit)).to_numpy()).tolist()
    years = table["year"].to_list()
    known = PUBLISHED in table.columns
    published: list[Any] = table[PUBLISHED].to_list() if known else [None] * len(years)
    return [
        Class(
            release,
            int(years[at]),
            _code(told.regime[at]),
            _code(told.lower[at]),
            _code(told.upper[at]),
            bool(told.autocracy[at]),
            None if published[at] is None else int(published[at]),
        )
        for at in own
    ]


def by_release(code: str, year: int | None = None) -> ByRelease | None:
    """In how many releases a place has which class, in a year or the last that all cover."""
    others = _others()
    if len(others) < 2:
        return None
    year = min(one.last for one in others if one.last is not None) if year is None else year
    found = next((one for one in _published(others, code) if one.year == year), None)
    if found is None:
        return None
    counts = Counter({regime: len(names) for regime, names in found.classes.items()})
    return ByRelease(year, counts.total(), tuple(counts.most_common()))


def record(code: str, since: int = 0) -> dict[str, Any]:
    """The classes of a place for programs: by our own rule, and as the releases publish them."""
    whole, missing = source()
    own, others = None, _others()
    if whole is not None:
        names = ("year", "regime", "lower", "upper", "autocracy", "published")
        items = [
            {name: getattr(one, name) for name in names} for one in of_years(whole, code) if one.year >= since
        ]
        own = {**releases.told(whole), "items": items}
    return {
        "own": own,
        "lacking": list(missing),
        "releases": [releases.told(one) for one in others],
        "by_release": [
            {
                "year": one.year,
                "classes": [
                    {"regime": regime, "releases": names} for regime, names in sorted(one.classes.items())
                ],
            }
            for one in _published(others, code)
            if one.year >= since
        ],
    }


def _others() -> list[Release]:
    newest = episodes.source()
    return episodes.by_version(newest) if newest is not None else []


def _published(others: list[Release], code: str) -> list[Published]:
    """What releases publish for a place, of the years in which one says something."""
    unit = next((unit for one in reversed(others) if (unit := episodes.unit_of(one, code))), None)
    if unit is None:
        return []
    told = episodes.laid_over(others)
    found = []
    for n, column in enumerate(told.row[:, told.names.index(unit)].T.tolist()):
        classes: dict[int, list[str]] = {}
        for release, regime in zip(others, column, strict=True):
            if regime != NA:
                classes.setdefault(regime, []).append(episodes.name_of(release))
        if classes:
            found.append(Published(told.first + n, classes))
    return found


@lru_cache(maxsize=4)
def _classes(pk: int, folder: str) -> tuple[pl.DataFrame, Classes]:
    """The rows by unit and year, and the class of each; `known` are those with an index."""
    there = episodes.columns_of(pk, folder)
    names = [name for name in (*FIGURES, ELECTORAL, PUBLISHED) if name in there]
    table = frames.frame(Release(pk=pk, folder=folder), ["country_text_id", "year", *names])
    table = table.sort("country_text_id", "year")
    unit = table["country_text_id"].rank("dense").to_numpy().astype(np.intp)
    columns = {name: table[name].cast(pl.Float64, strict=False).to_numpy() for name in names}
    told = of_country_years(columns, unit, table["year"].to_numpy())
    return table.with_columns(known=pl.col("v2x_polyarchy").is_not_null()), told


def _code(value: np.int16) -> int | None:
    return None if value == NA else int(value)
