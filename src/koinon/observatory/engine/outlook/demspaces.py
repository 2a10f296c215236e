"""The panel of the Democratic Spaces project: six spaces, each of which may close or open in two years.

A row of the file is called by the year t of its newest figures (columns `lag0_…`, and the indices of the six
spaces); the World Bank's are of t-1. Outcomes are of t+1 and t+2: whether an index falls, or rises, by more
than its usual yearly change. They are taken as published.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.outlook.measures import Floats
from koinon.observatory.engine.outlook.members import Average, Given, Trees
from koinon.observatory.engine.outlook.panel import Panel, Past
from koinon.observatory.engine.outlook.recipes import derived

SPACES = {
    "v2x_veracc_osp": "elections",
    "v2xcs_ccsi": "associations",
    "v2xcl_rol": "individual",
    "v2x_freexp_altinf": "information",
    "v2x_horacc_osp": "governing",
    "v2x_pubcorr": "economic",
}
DIRECTIONS = {"closing": "down", "opening": "up"}
SPANS = (1, 2, 3, 5)  # years
BESIDE = (
    "lag0_v2x_polyarchy", "lag0_is_election_year", "lag0_is_leg", "lag1_log_gdp_pc", "lag1_gdp_growth",
    "lag0_log_pop", "lag0_v2x_ex_military", "lag0_v2x_ex_party",
)  # fmt: skip
TESTED_ON = range(2005, 2020)  # the first standpoint of the published forecasts … the last known outcome
CHOSEN_ON = range(1995, 2003)
SPACES_OUTLOOK = Average(
    "outlook",
    (
        Trees(
            "boosting of derived figures",
            derived,
            "HistGradientBoostingClassifier",
            (
                ("max_iter", 80), ("learning_rate", 0.05), ("max_leaf_nodes", 6), ("min_samples_leaf", 30),
                ("l2_regularization", 5.0),
            ),
        ),
        Trees(
            "extra trees of derived figures",
            derived,
            "ExtraTreesClassifier",
            (("n_estimators", 100), ("min_samples_leaf", 8), ("max_features", 0.3), ("n_jobs", 1)),
        ),
    ),
)  # fmt: skip


def demspaces(frame: pl.DataFrame) -> Panel:
    """The panel of a table of features and outcomes as published; outcomes are "closing elections", ….

    Raises Refused where a column is missing.
    """
    needed = ["gwcode", "year", *(_outcome(s, d) for s in SPACES for d in DIRECTIONS.values())]
    if missing := [name for name in needed if name not in frame.columns]:
        raise Refused(
            "observatory.outlook.column",
            "The table has no column {column}: take the features of the project as they are published.",
            column=missing[0],
        )
    frame = frame.sort("gwcode", "year")
    figures = {
        name: frame[name].cast(pl.Float64).to_numpy()
        for name, kind in frame.schema.items()
        if kind.is_numeric() and (name.startswith(("lag0_", "lag1_")) or name in SPACES)
    }
    came = {
        f"{said} {title}": frame[_outcome(space, way)].cast(pl.Float64).to_numpy()
        for space, title in SPACES.items()
        for said, way in DIRECTIONS.items()
    }
    place = frame["gwcode"].cast(pl.Int64).to_numpy()
    code = frame["place"].fill_null("").to_numpy() if "place" in frame.columns else place
    return Panel(place, code.astype(str), frame["year"].cast(pl.Int64).to_numpy(), figures, came)


def material(panel: Panel, outcome: str) -> Given:
    """What members choose from for one outcome: all figures; and the space's own past beside the others'."""
    title = outcome.partition(" ")[2]
    own = next(space for space, name in SPACES.items() if name == title)
    past = Past(panel.place, panel.at)
    moved = {(s, n): past.change(panel.figures[s], n) for s in SPACES for n in SPANS}
    columns = [panel.figures[s] for s in SPACES] + list(moved.values())
    columns += [panel.figures[own] ** 2, *(np.abs(moved[own, n]) for n in SPANS)]
    columns += [past.back(moved[own, 1], n) for n in (1, 2, 3)]
    columns += [panel.figures[name] for name in panel.figures if name.endswith(("_sd10", "_age", "attempt"))]
    columns += [panel.figures[name] for name in BESIDE if name in panel.figures]
    every = panel.matrix(tuple(panel.figures))
    kinds: Floats = np.ones((len(panel.at), 1))
    return Given(panel.at, every, np.column_stack(columns), kinds)


def _outcome(space: str, way: str) -> str:
    return f"dv_{space}_{way}_next2"
