"""A panel of places and years: what was known at the end of each year, and what came in the two after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from koinon.observatory.engine.outlook.folds import WINDOW, Years
from koinon.observatory.engine.outlook.measures import Floats


@dataclass(frozen=True)
class Panel:
    """Rows of country-years. `place`: what tells countries apart; `code`: our code of each, "" where none.

    `at`: the last year whose figures a row holds. `figures`: columns known then; NaN where missing.
    `came`: for each outcome 1, 0, or NaN where its window is not covered.
    """

    place: NDArray[Any]
    code: NDArray[Any]
    at: Years
    figures: Mapping[str, Floats]
    came: Mapping[str, Floats]

    @property
    def closes(self) -> Years:
        """The year at whose end each outcome is known."""
        return self.at + WINDOW

    def matrix(self, columns: tuple[str, ...]) -> Floats:
        """Columns side by side, shape (rows, columns)."""
        return np.column_stack([self.figures[name] for name in columns])


class Past:
    """Looks up what a country had some years before; NaN where the panel does not reach."""

    def __init__(self, place: NDArray[Any], at: Years) -> None:
        _, self._group = np.unique(place, return_inverse=True)
        self._at = at
        key = self._group.astype(np.int64) * 10_000 + at
        self._order = np.argsort(key, kind="stable")
        self._sorted = key[self._order]

    def rows(self, years: int) -> NDArray[np.intp]:
        """For each row the row of its country so many years before (after, if negative), -1 for none."""
        wanted = self._group.astype(np.int64) * 10_000 + self._at - years
        found = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        return np.where(self._sorted[found] == wanted, self._order[found], -1)

    def back(self, values: Floats, years: int) -> Floats:
        """The values so many years before."""
        rows = self.rows(years)
        return np.where(rows >= 0, values[rows], np.nan)

    def change(self, values: Floats, years: int) -> Floats:
        """What was gained in so many years."""
        return values - self.back(values, years)


def base_rate(panel: Panel, outcome: str, standpoints: Years) -> Floats:
    """For each standpoint the share of rows in which the outcome came, of all whose window had closed."""
    came = panel.came[outcome]
    known = ~np.isnan(came)
    told = np.empty(len(standpoints))
    for year in np.unique(standpoints):
        then = known & (panel.closes <= year)
        told[standpoints == year] = came[then].mean() if then.any() else np.nan
    return told
