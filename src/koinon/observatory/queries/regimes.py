"""Regimes of the World of a place: by our own rule, as published, and in how many releases each class."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from koinon.observatory.engine.episodes.panel import NA, Bools, Index
from koinon.observatory.engine.regimes.classes import (
    DEMOCRACY,
    LIBERAL,
    MULTIPARTY,
    Classes,
    carried,
    classes,
    lacking,
)
from koinon.observatory.models import Release
from koinon.observatory.queries import episodes, frames

ELECTORAL = "v2x_elecreg"  # whether the electoral regime stands, so that the last election holds
PUBLISHED = "v2x_regime"
ENDS = ("", "_codelow", "_codehigh")


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
    """The newest release with the components; else None, and what the newest release lacks of them."""

    year: int
    releases: int
    classes: tuple[tuple[int, int], ...]


def source() -> tuple[Release | None, tuple[str, ...]]:
    """The newest release that holds the components; else None, and what the newest release lacks of them."""
    found = episodes.sources()
    held = [(one, lacking(episodes.columns_of(one.pk, one.folder))) for one in found]
    whole = next((one for one, missing in held if not missing), None)
    return whole, held[0][1] if held and whole is None else ()


def of_place(release: Release, code: str) -> Class | None:
    """The class by our rule in the last year of which the release knows something; None without one."""
    table, told = _classes(release.pk, release.folder)
    unit = episodes.unit_of(release, code)
    own = np.flatnonzero((table["country_text_id"] == unit).to_numpy())
    if unit is None or not len(own):
        return None
    at = int(own[-1])
    published = table[PUBLISHED][at] if PUBLISHED in table.columns else None
    return Class(
        release,
        int(table["year"][at]),
        _code(told.regime[at]),
        _code(told.lower[at]),
        _code(told.upper[at]),
        bool(told.autocracy[at]),
        None if published is None else int(published),
    )


def by_release(code: str, year: int | None = None) -> ByRelease | None:
    """In how many releases a place has which class, in a year or the last that all cover."""
    newest = episodes.source()
    others = episodes.by_version(newest) if newest is not None else []
    if newest is None or len(others) < 2:
        return None
    told, unit = episodes.laid_over(others), episodes.unit_of(newest, code)
    year = min(one.last for one in others if one.last is not None) if year is None else year
    if unit not in told.names or not 0 <= year - told.first < told.row.shape[2]:
        return None
    column = told.row[:, told.names.index(unit), year - told.first]
    counts = Counter(int(one) for one in column if one != NA)
    if not counts:
        return None
    return ByRelease(year, sum(counts.values()), tuple(counts.most_common()))


@lru_cache(maxsize=4)
def _classes(pk: int, folder: str) -> tuple[pl.DataFrame, Classes]:
    """The rows with an index, by unit and year, and the class of each."""
    there = episodes.columns_of(pk, folder)
    names = [f"{name}{end}" for name in (*DEMOCRACY, *LIBERAL, *MULTIPARTY) for end in ENDS]
    names = [name for name in names if name in there]
    more = [name for name in (ELECTORAL, PUBLISHED) if name in there]
    table = frames.frame(Release(pk=pk, folder=folder), ["country_text_id", "year", *names, *more])
    table = table.filter(pl.col("v2x_polyarchy").is_not_null()).sort("country_text_id", "year")
    unit: Index = table["country_text_id"].rank("dense").to_numpy().astype(np.intp)
    columns = {name: table[name].cast(pl.Float64, strict=False).to_numpy() for name in names}
    if ELECTORAL in more:
        stands: Bools = (table[ELECTORAL].cast(pl.Float64, strict=False) == 1).fill_null(False).to_numpy()
        columns |= {n: carried(columns[n], unit, stands) for n in names if n.startswith("v2el")}
    return table, classes(columns)


def _code(value: np.int16) -> int | None:
    return None if value == NA else int(value)
