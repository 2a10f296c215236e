"""What a published file must look like: its columns, what a row is named by, and the checks on every cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1700, 2100
MISSING = frozenset({"NA", "N/A", "NaN", "nan", "n/a", ".", "-"})  # a figure that is not there


class Kind(StrEnum):
    """What the cells of a column are; `FOUND` lets the cells themselves decide."""

    CODE = "code"  # names a unit: "NA" is Namibia here, not a missing value
    TEXT = "text"
    WHOLE = "whole"
    FIGURE = "figure"
    DAY = "day"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is known. `low` and `high` bound its figures, `allowed` its words.

    `needed`: the file is refused without it. `filled`: no cell of it may be empty. `past`: it tells of years
    that have begun, so that none may lie ahead; days never may.
    """

    name: str
    kind: Kind = Kind.FIGURE
    low: float | None = None
    high: float | None = None
    allowed: frozenset[str] = frozenset()
    needed: bool = True
    filled: bool = False
    past: bool = False


def code(name: str) -> Column:
    """A column that names units; never empty."""
    return Column(name, Kind.CODE, filled=True)


def year(name: str = "year") -> Column:
    """A column of the years that rows tell of; never empty."""
    return Column(name, Kind.WHOLE, FIRST_YEAR, LAST_YEAR, filled=True, past=True)


def begun(name: str, low: int = FIRST_YEAR, *, needed: bool = True) -> Column:
    """A column of other years that have begun: of an edition, of the end of coding; may be empty."""
    return Column(name, Kind.WHOLE, low, LAST_YEAR, needed=needed, past=True)


def whole(
    name: str,
    low: float | None = None,
    high: float | None = None,
    *,
    needed: bool = True,
    filled: bool = False,
) -> Column:
    """A column of whole numbers."""
    return Column(name, Kind.WHOLE, low, high, needed=needed, filled=filled)


def figure(name: str, low: float | None = None, high: float | None = None, *, needed: bool = True) -> Column:
    """A column of numbers."""
    return Column(name, Kind.FIGURE, low, high, needed=needed)


def text(name: str, *, needed: bool = True) -> Column:
    """A column of words."""
    return Column(name, Kind.TEXT, needed=needed)


def choice(name: str, *allowed: str) -> Column:
    """A column of some words only; never empty."""
    return Column(name, Kind.TEXT, allowed=frozenset(allowed), filled=True)


@dataclass(frozen=True, slots=True)
class Layout:
    """One file as its publisher lays it out.

    `once`: the columns that together name a row. `intervals`: how the columns of an interval's two ends end.
    `astray`: what the file as published has written wrongly, each with what it stands for.
    `hollow`: columns of which a row that has none says nothing, and is passed over.
    """

    columns: tuple[Column, ...]
    once: tuple[str, ...] = ()
    intervals: tuple[str, str] | None = None
    hollow: tuple[str, ...] = ()
    astray: tuple[tuple[bytes, bytes], ...] = ()
    left_out: tuple[str, ...] = ()  # columns of the file that say nothing: row numbers

    @property
    def known(self) -> dict[str, Column]:
        """The known columns by name."""
        return {column.name: column for column in self.columns}

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which the file is not the one it should be."""
        return tuple(column.name for column in self.columns if column.needed)
