"""In which episode each place was, as the table of episodes that is loaded says."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from koinon.observatory.models import Release
from koinon.observatory.queries import frames, releases

DATASET = "ert"
NEEDED = ("place", "year", "aut_ep", "dem_ep")


def release() -> Release | None:
    """The table of episodes that holds, if one is loaded; a release without its columns is none."""
    found = releases.newest(DATASET)
    if found is None or not frames.path(found).is_file():
        return None
    return found if set(NEEDED) <= _columns(str(frames.path(found))) else None


@lru_cache(maxsize=16)
def _columns(file: str) -> frozenset[str]:
    return frozenset(pl.read_parquet_schema(file))


def years(held: Release) -> list[int]:
    """The years that the table covers."""
    return [int(year) for year in _rows(held).get_column("year").unique().sort()]


def under_way(held: Release, year: int) -> dict[str, str]:
    """By place: "aut" or "dem" for an episode in that year, "none" for a place that was looked at."""
    found = _rows(held).filter(pl.col("year") == year)
    return {
        place: _kind(aut, dem) for place, aut, dem in found.select("place", "aut_ep", "dem_ep").iter_rows()
    }


def since(held: Release, first: int) -> dict[str, list[str]]:
    """By place: which kinds of episodes it was in at any time since a year."""
    found = (
        _rows(held)
        .filter(pl.col("year") >= first)
        .group_by("place")
        .agg(pl.col("aut_ep").max(), pl.col("dem_ep").max())
    )
    return {
        place: [kind for kind, there in (("aut", aut), ("dem", dem)) if there]
        for place, aut, dem in found.select("place", "aut_ep", "dem_ep").iter_rows()
    }


def spans(held: Release, place: str) -> list[tuple[str, int, int]]:
    """The episodes of a place: "aut" or "dem", first and last year."""
    found: list[tuple[str, int, int]] = []
    own = _rows(held).filter(pl.col("place") == place).sort("year")
    for year, aut, dem in own.select("year", "aut_ep", "dem_ep").iter_rows():
        kind = _kind(aut, dem)
        if kind == "none":
            continue
        if found and found[-1][0] == kind and found[-1][2] == year - 1:
            found[-1] = (kind, found[-1][1], year)
        else:
            found.append((kind, year, year))
    return found


def _rows(held: Release) -> pl.DataFrame:
    return frames.frame(held, NEEDED).filter(pl.col("place").is_not_null())


def _kind(aut: float | None, dem: float | None) -> str:
    return "aut" if aut == 1 else "dem" if dem == 1 else "none"
