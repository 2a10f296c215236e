"""The balanced panel: every unit with every year, so that a year is a column.

Arrays have the shape (units, years). Integers that are missing are `NA`; the index is NaN where missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int16]
Bools: TypeAlias = NDArray[np.bool_]
Index: TypeAlias = NDArray[np.intp]
Whole: TypeAlias = NDArray[np.integer[Any]]

NA = -9
FIRST_YEAR = 1900


@dataclass(frozen=True)
class Panel:
    """V-Dem's country-years, balanced.

    `unit` and `year` say where each row of the table stands, in the table's order; `edi` is the electoral
    democracy index (v2x_polyarchy), `row` the regime (v2x_regime: 0 closed autocracy to 3 liberal
    democracy). `elected` marks years with a first-round election (v2eltype_0, 4 or 6), `assumed` those whose
    winners took office (v2elasmoff_ord above 1). `coding_end` and the gaps (units × 3, `NA` where there is
    none) are constant within a unit.
    """

    names: tuple[str, ...]  # v2x text ids, one a unit
    first: int
    unit: Index
    year: Index  # counted from `first`
    edi: Floats
    row: Ints
    elected: Bools
    assumed: Bools
    coding_end: Ints
    gap_start: Ints
    gap_end: Ints

    @property
    def years(self) -> Ints:
        """The calendar years of the columns."""
        return np.arange(self.first, self.first + self.edi.shape[1], dtype=np.int16)

    def with_index(self, edi: Floats) -> Panel:
        """The same with another index: a draw from its interval, say."""
        return replace(self, edi=edi)


def balanced(
    *,
    names: Sequence[str],
    years: Sequence[int] | Whole,
    edi: Sequence[float] | Floats,
    regime: Sequence[int] | Whole,
    elected: Sequence[bool] | Bools,
    assumed: Sequence[bool] | Bools,
    coding_end: Sequence[int] | Whole,
    gaps: Sequence[tuple[int, ...]] | Whole,
) -> Panel:
    """Rows of a table laid out as a panel. `gaps`: start 1, end 1, start 2 … of each row; `NA` for none.

    A unit is known by its text id; of what is constant within it, its first row counts.
    """
    known: dict[str, int] = {}
    unit = np.array([known.setdefault(name, len(known)) for name in names], dtype=np.intp)
    year = np.asarray(years, dtype=np.intp)
    first, last = int(year.min()), int(year.max())
    shape = (len(known), last - first + 1)
    opening = np.unique(unit, return_index=True)[1]
    edges = np.asarray([gaps[n] for n in opening], dtype=np.int16).reshape(len(known), 6)
    place = (unit, year - first)

    def laid(values: Any, blank: Any, dtype: Any) -> Any:
        grid = np.full(shape, blank, dtype=dtype)
        grid[place] = values
        return grid

    return Panel(
        names=tuple(known),
        first=first,
        unit=unit,
        year=year - first,
        edi=laid(edi, np.nan, np.float64),
        row=laid(regime, NA, np.int16),
        elected=laid(elected, False, np.bool_),
        assumed=laid(assumed, False, np.bool_),
        coding_end=np.asarray([coding_end[n] for n in opening], dtype=np.int16),
        gap_start=edges[:, 0::2],
        gap_end=edges[:, 1::2],
    )


def relevant_gap(panel: Panel, unit: Index, year: Ints) -> Ints:
    """The first year of the gap that a year stands before or in; a year beyond every other where none."""
    starts = np.full(len(unit), np.iinfo(np.int16).max, dtype=np.int16)
    for k in (2, 1, 0):
        end = panel.gap_end[unit, k]
        starts = np.where((end != NA) & (year <= end), panel.gap_start[unit, k], starts)
    return starts


def near_end(panel: Panel, unit: Index, year: Ints, tolerance: int, before: int = 0) -> Bools:
    """Whether a year lies too near to the end of coding, or to a gap, for what follows to be known."""
    left = panel.coding_end[unit].astype(np.int32) - year
    until = relevant_gap(panel, unit, year).astype(np.int32) - before - year
    return (left < tolerance) | (until < tolerance)
