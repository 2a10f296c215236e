"""The panel of the Predicting Adverse Regime Transitions project, as its authors publish the features.

A row of the file is called by its year T and holds V-Dem's figures of T-1 (columns `lagged_…`) and what
became of the Regimes of the World class in T and T+1. We call it by the year of its figures, T-1.
`any_neg_change_2yr` is taken as published; the favourable outcome is made the same way from `v2x_regime`.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.outlook.measures import Floats
from koinon.observatory.engine.outlook.panel import Panel, Past

ADVERSE, FAVOURABLE = "adverse", "favourable"
KNOWN = "lagged_"
NEEDED = ("gwcode", "year", "any_neg_change_2yr", "v2x_regime", "lagged_v2x_regime", "lagged_v2x_polyarchy")


def part(frame: pl.DataFrame) -> Panel:
    """The panel of a table of PART features; every numeric column `lagged_…` is a figure, without its prefix.

    Raises Refused where a column is missing or a country-year stands twice.
    """
    if missing := [name for name in NEEDED if name not in frame.columns]:
        raise Refused(
            "observatory.outlook.column",
            "The table has no column {column}: take the features of the project as they are published.",
            column=missing[0],
        )
    twice = frame.filter(frame.select("gwcode", "year").is_duplicated())
    if twice.height:
        raise Refused(
            "observatory.outlook.twice",
            "State {unit} stands twice in {year}: keep one row.",
            unit=int(twice["gwcode"][0]),
            year=int(twice["year"][0]),
        )
    frame = frame.sort("gwcode", "year")
    figures = {
        name.removeprefix(KNOWN): frame[name].cast(pl.Float64).to_numpy()
        for name, kind in frame.schema.items()
        if name.startswith(KNOWN) and kind.is_numeric()
    }
    place, at = frame["gwcode"].cast(pl.Int64).to_numpy(), frame["year"].cast(pl.Int64).to_numpy() - 1
    published = frame["any_neg_change_2yr"].cast(pl.Float64).to_numpy()
    regime = frame["v2x_regime"].cast(pl.Float64).to_numpy()
    up = _rises(Past(place, at), regime, figures["v2x_regime"])
    return Panel(place, _codes(frame), at, figures, {ADVERSE: published, FAVOURABLE: up})


def _codes(frame: pl.DataFrame) -> np.ndarray:
    """Our codes where the crosswalk gave them, else those of V-Dem, which are ISO's for nearly all states."""
    column = next((name for name in ("place", "country_text_id") if name in frame.columns), None)
    if column is None:
        return np.array([""] * frame.height)
    return frame[column].fill_null("").to_numpy().astype(str)


def _rises(past: Past, regime: Floats, before: Floats) -> Floats:
    """1 where the class rises in the first or second year after the figures, NaN where either is unknown."""
    step = np.where(np.isnan(regime), np.nan, (regime > before).astype(np.float64))
    return np.fmax(step, past.back(step, -1)) + 0 * (step + past.back(step, -1))
