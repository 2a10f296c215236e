"""Walking forward through the years, with an embargo on windows that have not closed.

A row has a year `at` up to whose end its figures reach, and a year `closes` at whose end its outcome is
known: with a window of two years, `closes = at + 2`. Whoever stands at the end of year t may learn only from
rows with `closes ≤ t`. A split that learns from all rows with `at < t` learns from windows that reach into
the years it is tested on; both published systems that this outlook is compared with are tested so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from koinon.kernel.refusals import Refused

Years = NDArray[np.int64]
Rows = NDArray[np.intp]
WINDOW = 2  # years after the last year of the figures in which the outcome comes, or does not


@dataclass(frozen=True)
class Fold:
    """One standpoint: the end of year `at`; the rows learnt from and the rows foretold, by position."""

    at: int
    learn: Rows
    foretell: Rows


def walk_forward(at: Years, closes: Years, standpoints: Iterable[int]) -> Iterator[Fold]:
    """A fold for each standpoint that has rows: what had closed by then, and what stands there.

    `at`, `closes`: calendar years, shape (rows,).
    """
    for year in standpoints:
        foretell = np.flatnonzero(at == year)
        if len(foretell):
            yield Fold(year, np.flatnonzero(closes <= year), foretell)


def overlapping(at: Years, standpoints: Iterable[int]) -> Iterator[Fold]:
    """The split of the published tests: every earlier row, closed or not. For comparison; it leaks."""
    for year in standpoints:
        foretell = np.flatnonzero(at == year)
        if len(foretell):
            yield Fold(year, np.flatnonzero(at < year), foretell)


def check(folds: Iterable[Fold], at: Years, closes: Years) -> None:
    """Refuse folds that learn from a window that was open at their standpoint, or from what they foretell.

    Also refused: a row that is foretold from another standpoint than its own.
    """
    for fold in folds:
        if len(fold.learn) and int(closes[fold.learn].max()) > fold.at:
            raise Refused(
                "observatory.outlook.leak",
                "The forecasts made at the end of {year} learn from outcomes known only in {known}: learn "
                "from rows whose window has closed.",
                year=fold.at,
                known=int(closes[fold.learn].max()),
            )
        if len(np.intersect1d(fold.learn, fold.foretell)):
            raise Refused(
                "observatory.outlook.same_rows",
                "The forecasts made at the end of {year} learn from rows that they foretell: keep "
                "them apart.",
                year=fold.at,
            )
        if len(fold.foretell) and (at[fold.foretell] != fold.at).any():
            raise Refused(
                "observatory.outlook.standpoint",
                "The forecasts made at the end of {year} use figures of another year: foretell each row from "
                "the last year of its figures.",
                year=fold.at,
            )
