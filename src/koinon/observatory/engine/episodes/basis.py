"""What episodes are found in: a panel, and the regimes on which they rest.

Two tables will do. V-Dem's country-years hold what regimes are made of; the published table of episodes holds
the regimes themselves, and where coding ends and pauses can be read off its rows. From the tables of versions
12 to 15 the same episodes come out of both, cell for cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from koinon.observatory.engine.episodes.finding import Episodes, episodes_of
from koinon.observatory.engine.episodes.panel import FIRST_YEAR, NA, Floats, Ints, Panel, Whole, balanced
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.episodes.reading import ELECTIONS, GAPS, NEEDED
from koinon.observatory.engine.episodes.regimes import Regimes, regimes

Column = NDArray[Any]
EDI, LOW, HIGH = "v2x_polyarchy", "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh"
SPELLS = {
    "event": "row_regch_event",
    "censored": "row_regch_censored",
    "dem_founding": "dem_founding_elec",
    "aut_founding": "aut_founding_elec",
    "start": "reg_start_year",
    "end": "reg_end_year",
    "type": "reg_type",
    "trans": "reg_trans",
}
COMPONENTS = tuple(column for column in NEEDED if column not in ("country_id", "country_name"))
PUBLISHED = ("country_text_id", "year", EDI, "v2x_regime", *SPELLS.values())


@dataclass(frozen=True)
class Basis:
    """A panel with the interval of its index, and its regimes where they were published with it.

    `low` and `high` have the shape of the panel's index, NaN where there is no interval. `published` are the
    regimes at a tolerance of five years; where they are None, they are made at any tolerance.
    """

    panel: Panel
    low: Floats
    high: Floats
    published: Regimes | None = None

    def regimes(self, tolerance: int) -> Regimes:
        """The regimes that episodes of this tolerance rest on."""
        return self.published if self.published is not None else regimes(self.panel, tolerance)

    def episodes(self, p: Parameters) -> tuple[Regimes, Episodes, Episodes]:
        """Regimes, episodes of democratization, episodes of autocratization."""
        spells = self.regimes(p.tolerance)
        return spells, episodes_of(self.panel, spells, p, 1), episodes_of(self.panel, spells, p, -1)


def readable(columns: Mapping[str, object] | frozenset[str]) -> bool:
    """Whether a table with these columns holds what episodes are found in."""
    return all(column in columns for column in COMPONENTS) or all(column in columns for column in PUBLISHED)


def basis(columns: Mapping[str, Column]) -> Basis:
    """Columns by their published names, one entry a country-year; NaN where a number is missing.

    Raises KeyError where neither the components nor the published regimes are there: ask `readable`.
    """
    after = np.asarray(columns["year"]) >= FIRST_YEAR
    kept = {name: np.asarray(values)[after] for name, values in columns.items()}
    return _made(kept) if all(name in kept for name in COMPONENTS) else _published(kept)


def _made(columns: Mapping[str, Column]) -> Basis:
    held = [_whole(columns[name]) == 1 for name in ELECTIONS]
    panel = balanced(
        names=columns["country_text_id"].tolist(),
        years=_whole(columns["year"]),
        edi=columns[EDI].astype(np.float64),
        regime=_whole(columns["v2x_regime"]),
        elected=held[0] | held[1] | held[2],
        assumed=_whole(columns["v2elasmoff_ord"]) > 1,
        coding_end=_whole(columns["codingend"]),
        gaps=np.column_stack([_whole(columns[name]) for name in GAPS]),
    )
    return Basis(panel, *_interval(panel, columns))


def _published(columns: Mapping[str, Column]) -> Basis:
    names, years = columns["country_text_id"].tolist(), _whole(columns["year"])
    none = np.zeros(len(names), dtype=np.bool_)
    end, gaps = _coding(names, years)
    panel = balanced(
        names=names,
        years=years,
        edi=columns[EDI].astype(np.float64),
        regime=_whole(columns["v2x_regime"]),
        elected=none,
        assumed=none,
        coding_end=end,
        gaps=gaps,
    )
    spells = Regimes(**{part: _laid(panel, _whole(columns[name])) for part, name in SPELLS.items()})
    return Basis(panel, *_interval(panel, columns), published=spells)


def _coding(names: list[str], years: Whole) -> tuple[Whole, Whole]:
    """Where coding of each row's unit ends, and its gaps: years without a row between those with one."""
    own: dict[str, list[int]] = {}
    for name, year in zip(names, years.tolist(), strict=True):
        own.setdefault(name, []).append(year)
    end, gaps = {}, {}
    for name, there in own.items():
        there.sort()
        edges = [(a + 1, b - 1) for a, b in pairwise(there) if b - a > 1][:3]
        end[name] = there[-1]
        gaps[name] = [edge for pair in (*edges, *[(NA, NA)] * (3 - len(edges))) for edge in pair]
    return np.array([end[name] for name in names]), np.array([gaps[name] for name in names])


def _interval(panel: Panel, columns: Mapping[str, Column]) -> tuple[Floats, Floats]:
    missing = np.full(len(panel.unit), np.nan)
    ends = []
    for name in (LOW, HIGH):
        grid = np.full(panel.edi.shape, np.nan)
        grid[panel.unit, panel.year] = columns.get(name, missing)
        ends.append(grid)
    return ends[0], ends[1]


def _laid(panel: Panel, values: Whole) -> Ints:
    grid = np.full(panel.edi.shape, NA, dtype=np.int16)
    grid[panel.unit, panel.year] = values
    return grid


def _whole(values: Column) -> Whole:
    """Whole numbers of figures in which NaN is missing."""
    told = np.asarray(values, dtype=np.float64)
    return np.where(np.isnan(told), NA, told).astype(np.int16)
