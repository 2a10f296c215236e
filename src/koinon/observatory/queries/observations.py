"""Figures of places over the years: a place's series, the world in a year, who moved the most.

All of it is worked out by polars on whole columns; a column is read once for each release and process.
A figure is a row: place, unit, unit_name, year, value, low, high (value a float; ends null where none are
published). Units that lead to no place are kept, with place null; where two units lead to one place in a
year, the first by code stands for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from koinon.observatory.models import Indicator, Release
from koinon.observatory.queries import frames, releases, world

COLUMNS = (
    "place", "place_name", "year", "value", "low", "high", "indicator", "dataset", "version", "publisher",
    "licence",
)  # fmt: skip
KEPT = 32  # columns that a process keeps ready
ENOUGH = 0.5  # of the most places of any year, for a year to count as covered


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a place and year; the ends of its interval are None where none are published."""

    place: str
    year: int
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Move:
    """How a figure of a place differs between two years. `beyond`: whether the intervals are apart (None:
    none are published)."""

    before: Figure
    after: Figure

    @property
    def place(self) -> str:
        return self.after.place

    @property
    def change(self) -> float:
        return self.after.value - self.before.value

    @property
    def beyond(self) -> bool | None:
        first, last = self.before, self.after
        if first.low is None or first.high is None or last.low is None or last.high is None:
            return None
        return last.low > first.high or last.high < first.low


def figures(release: Release, indicator: Indicator) -> pl.DataFrame:
    """Every figure of a column of a release; text that is no number is left out."""
    return _figures(str(frames.path(release)), indicator.key, indicator.low, indicator.high)


@lru_cache(maxsize=KEPT)
def _figures(file: str, key: str, low: str, high: str) -> pl.DataFrame:
    held = set(pl.read_parquet_schema(file))
    ends = [pl.col(e) if e in held else pl.lit(None) for e in (low, high)]
    wanted = [
        "place",
        "unit",
        "unit_name",
        pl.col("year").cast(pl.Int32),
        pl.col(key).cast(pl.Float64, strict=False).alias("value"),
        ends[0].cast(pl.Float64, strict=False).alias("low"),
        ends[1].cast(pl.Float64, strict=False).alias("high"),
    ]
    found = pl.scan_parquet(file).select(wanted).filter(pl.col("value").is_finite())
    return found.sort("place", "year", "unit", nulls_last=True).collect()


def of_places(release: Release, indicator: Indicator) -> pl.DataFrame:
    """The figures of places of ours, one for each place and year."""
    return _of_places(str(frames.path(release)), indicator.key, indicator.low, indicator.high)


@lru_cache(maxsize=KEPT)
def _of_places(file: str, key: str, low: str, high: str) -> pl.DataFrame:
    mapped = _figures(file, key, low, high).filter(pl.col("place").is_not_null())
    return mapped.unique(subset=["place", "year"], keep="first", maintain_order=True)


def series(release: Release, indicator: Indicator, place: str) -> list[Figure]:
    """The figures of a place, by year."""
    return _listed(of_places(release, indicator).filter(pl.col("place") == place))


def cross_section(release: Release, indicator: Indicator, year: int) -> list[Figure]:
    """The figures of all places in a year, by code."""
    return _listed(of_places(release, indicator).filter(pl.col("year") == year))


def years(release: Release, indicator: Indicator) -> list[int]:
    """The years that have figures."""
    found = of_places(release, indicator).get_column("year").unique().sort()
    return [int(year) for year in found]


def last_covered(release: Release, indicator: Indicator) -> int | None:
    """The last year with figures of at least half as many places as the fullest year has."""
    counted = of_places(release, indicator).group_by("year").len()
    if counted.is_empty():
        return None
    most = counted.get_column("len").max()
    full = counted.filter(pl.col("len") >= ENOUGH * pl.lit(most))
    return int(full.get_column("year").max())  # type: ignore[arg-type]


def without_place(release: Release, indicator: Indicator, year: int) -> list[str]:
    """The names of the units with a figure in a year that lead to no place of ours."""
    found = figures(release, indicator).filter((pl.col("year") == year) & pl.col("place").is_null())
    return found.get_column("unit_name").sort().to_list()


def moves(release: Release, indicator: Indicator, since: int, until: int) -> list[Move]:
    """How every place with figures in both years changed, the largest change first."""
    mine = of_places(release, indicator)
    first, last = (mine.filter(pl.col("year") == year) for year in (since, until))
    return _between(first, last, since, until)


def revisions(old: tuple[Release, Indicator], new: tuple[Release, Indicator], year: int) -> list[Move]:
    """How the figures of one year differ between two releases, the largest difference first."""
    first, last = (of_places(*held).filter(pl.col("year") == year) for held in (old, new))
    return _between(first, last, year, year)


def every(release: Release, indicator: Indicator) -> list[Figure]:
    """The figures of all places in all years, by code and year."""
    return _listed(of_places(release, indicator))


def record(indicator: Indicator, codes: Sequence[str], since: int) -> dict[str, Any]:
    """The figures of some places, or of all where none is named, with their source, for programs."""
    release = indicator.release
    named = [one for code in codes for one in series(release, indicator, code)]
    found = [one for one in (named if codes else every(release, indicator)) if one.year >= since]
    names, source = world.named(one.place for one in found), releases.told(release)
    about = {name: source[name] for name in ("dataset", "version", "publisher", "licence")}
    return {
        "indicator": f"{release.dataset.key}/{indicator.key}",
        "title": indicator.title,
        "source": source,
        "figures": [
            {
                "place": one.place, "place_name": names[one.place], "year": one.year, "value": one.value,
                "low": one.low, "high": one.high, "indicator": indicator.key, **about,
            }
            for one in found
        ],
    }  # fmt: skip


def _between(first: pl.DataFrame, last: pl.DataFrame, since: int, until: int) -> list[Move]:
    both = last.join(first, on="place", suffix="_before").with_columns(
        change=(pl.col("value") - pl.col("value_before")).abs()
    )
    return [
        Move(
            Figure(row["place"], since, row["value_before"], row["low_before"], row["high_before"]),
            Figure(row["place"], until, row["value"], row["low"], row["high"]),
        )
        for row in both.sort("change", "place", descending=[True, False]).iter_rows(named=True)
    ]


def _listed(rows: pl.DataFrame) -> list[Figure]:
    return [Figure(*row) for row in rows.select("place", "year", "value", "low", "high").iter_rows()]


def quartiles(release: Release, indicator: Indicator) -> list[tuple[int, float, float, float, int]]:
    """For every year: year, median, lower and upper quartile of all places, and how many these are."""
    value = pl.col("value")
    found = of_places(release, indicator).group_by("year").agg(
        value.median().alias("median"),
        value.quantile(0.25, "linear").alias("low"),
        value.quantile(0.75, "linear").alias("high"),
        pl.len().alias("places"),
    )  # fmt: skip
    return list(found.sort("year").iter_rows())
