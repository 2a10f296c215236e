"""From a unit as published to a place: dated rows of `data/units.tsv`, and places that were added here.

A row of the crosswalk holds from the year `since` until before the year `until`; open where empty. One that
names no place tells in its note why there is none; `data/unit_reasons.tsv` has these reasons by language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import polars as pl

from koinon.kernel.directory import folded

NAMED = frozenset({"name", "fh"})  # schemes whose codes are names, compared as names are
OUT_OF_TIME = "The code is known, but not for these years."


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the crosswalk; years, `until` not included, None where open."""

    scheme: str
    code: str
    since: int | None
    until: int | None
    place: str
    name: str
    note: str

    def on(self, year: int | None) -> bool:
        """Whether the row holds in a year; one without dates always does."""
        if year is None:
            return self.until is None
        return (self.since or 0) <= year and (self.until is None or year < self.until)

    @property
    def key(self) -> str:
        """The code as it is compared."""
        return compared(self.scheme, self.code)


@dataclass(frozen=True, slots=True)
class Lost:
    """A unit that leads to no place: how many rows it has, between which years, and why (or "")."""

    code: str
    name: str
    rows: int
    first: int | None
    last: int | None
    reason: str


def compared(scheme: str, code: str) -> str:
    """A code as it is compared: names folded, others as they are."""
    return folded(code) if scheme in NAMED else code


@cache
def units() -> tuple[Unit, ...]:
    """Every row of the packaged crosswalk."""
    _, *rows = _table("units.tsv")
    return tuple(_unit(row) for row in rows)


@cache
def reasons() -> Mapping[str, Mapping[str, str]]:
    """Why units lead nowhere: the reason in English → language → the same in it."""
    languages, *rows = _table("unit_reasons.tsv")
    return {row[0]: dict(zip(languages, row, strict=True)) for row in rows}


def reason_in(language: str, reason: str) -> tuple[str, str]:
    """A reason in a language, or as it is where that is not there; and the language that it is in."""
    told = reasons().get(reason, {}).get(language, "")
    return (told, language) if told else (reason, "en")


def _table(file: str) -> list[list[str]]:
    text = resources.files("koinon.observatory.data").joinpath(file).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line]


def _unit(cells: Sequence[str]) -> Unit:
    scheme, code, since, until, place, name, note = cells
    return Unit(scheme, code, int(since) if since else None, int(until) if until else None, place, name, note)


class Crosswalk:
    """Leads units of some schemes, tried in order, to places.

    `own` maps codes and names of places added here; it is asked where the packaged rows lead nowhere.
    """

    def __init__(self, schemes: Sequence[str], own: Mapping[str, str], rows: Iterable[Unit] = ()) -> None:
        self._schemes = tuple(schemes)
        self._own = {folded(name): code for name, code in own.items()}
        self._rows: dict[tuple[str, str], list[Unit]] = {}
        for row in rows or units():
            if row.scheme in self._schemes:
                self._rows.setdefault((row.scheme, row.key), []).append(row)

    def place(self, code: str, year: int | None) -> tuple[str | None, str]:
        """The place of a unit in a year, or None with the reason; "" where nothing is known of the code."""
        place, reason = self._packaged(code, year)
        own = self._own.get(folded(code)) if place is None else None
        return (own, "") if own else (place, reason)

    def _packaged(self, code: str, year: int | None) -> tuple[str | None, str]:
        reason = ""
        for scheme in self._schemes:
            known = self._rows.get((scheme, compared(scheme, code)))
            if known is None:
                continue
            row = next((row for row in known if row.on(year)), None)
            if row is not None:
                return (row.place or None), row.note if not row.place else ""
            reason = OUT_OF_TIME
        return None, reason

    def led(self, keys: pl.DataFrame) -> pl.DataFrame:
        """Distinct pairs of unit and year with the columns place and reason."""
        found = [self.place(unit, year) for unit, year in keys.select("unit", "year").iter_rows()]
        return keys.with_columns(
            pl.Series("place", [place for place, _ in found], dtype=pl.String),
            pl.Series("reason", [reason for _, reason in found], dtype=pl.String),
        )


def lost(counted: pl.DataFrame) -> list[Lost]:
    """The units without a place; `counted` has unit, unit_name, year, rows, place, reason."""
    groups = (
        counted.filter(pl.col("place").is_null())
        .group_by("unit", "reason")
        .agg(
            name=pl.col("unit_name").drop_nulls().first(), rows=pl.col("rows").sum(),
            first=pl.col("year").min(), last=pl.col("year").max(),
        )
        .sort("unit", "first")
    )  # fmt: skip
    return [
        Lost(row["unit"], row["name"] or "", row["rows"], row["first"], row["last"], row["reason"])
        for row in groups.iter_rows(named=True)
    ]
