"""A whole outlook of one panel: honest forecasts of past years with their test, and the newest ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.outlook import recipes, resampling, running
from koinon.observatory.engine.outlook.measures import Floats
from koinon.observatory.engine.outlook.members import Member
from koinon.observatory.engine.outlook.panel import Panel, base_rate
from koinon.observatory.engine.outlook.part import ADVERSE, FAVOURABLE
from koinon.observatory.engine.outlook.trial import material, trial

OUTCOMES = (ADVERSE, FAVOURABLE)
FIRST = recipes.TESTED_ON[0]


@dataclass(frozen=True)
class Said:
    """One forecast: of a place, made at the end of `year`; `came` is None while it cannot be known."""

    place: str
    year: int
    outcome: str
    probability: float
    base: float
    came: bool | None


@dataclass(frozen=True)
class Outlooks:
    """Forecasts of every standpoint up to `year`, the newest; and what the test told of each outcome."""

    year: int
    said: tuple[Said, ...]
    tests: dict[str, Any]


@dataclass(frozen=True)
class Recipe:
    """Which member is shown, what it is compared with, from which standpoint on, and how often is drawn."""

    ours: Member = recipes.OUTLOOK
    others: Sequence[Member] = (recipes.CLIMATOLOGY, *recipes.BASELINES)
    first: int = FIRST
    draws: int = resampling.DRAWS


SHOWN = Recipe()


def outlooks(
    panel: Panel, *, seed: int, recipe: Recipe = SHOWN, keep: running.Keep = running.at_once
) -> Outlooks:
    """Test, then tell. The newest forecasts learn from every row whose window has closed.

    Raises Refused where the panel is too short for a test.
    """
    drawn_from = material(panel)
    year = int(panel.at.max())
    said: list[Said] = []
    tests: dict[str, Any] = {}
    for outcome in OUTCOMES:
        tested = standpoints(panel, outcome, recipe.first)
        told = trial(
            panel, drawn_from, outcome, recipe.ours, recipe.others, tested, seed=seed, draws=recipe.draws,
            keep=keep,
        )  # fmt: skip
        after = [t for t in range(recipe.first, year + 1) if t not in tested]
        later = running.forecasts(panel, drawn_from, outcome, recipe.ours, after, seed=seed, keep=keep)
        said += _rows(panel, outcome, np.where(np.isnan(told.said), later, told.said))
        tests[outcome] = told.told
    return Outlooks(year, tuple(said), tests)


def standpoints(panel: Panel, outcome: str, first: int) -> list[int]:
    """The years from which it was foretold and of which is known what came."""
    known = np.unique(panel.at[~np.isnan(panel.came[outcome]) & (panel.at >= first)])
    if not len(known):
        raise Refused(
            "observatory.outlook.short",
            "These figures tell of no outcome after {year}: a test needs some. Load a newer release.",
            year=first,
        )
    return [int(year) for year in known]


def steps(panel: Panel, recipe: Recipe = SHOWN) -> int:
    """How many folds a whole outlook takes."""
    year, total = int(panel.at.max()), 0
    for outcome in OUTCOMES:
        tested = len(standpoints(panel, outcome, recipe.first))
        total += tested * (2 + len(recipe.others)) + (year - recipe.first + 1 - tested)
    return total


def _rows(panel: Panel, outcome: str, probability: Floats) -> list[Said]:
    came, base = panel.came[outcome], base_rate(panel, outcome, panel.at)
    return [
        Said(
            place=str(panel.code[row]),
            year=int(panel.at[row]),
            outcome=outcome,
            probability=float(probability[row]),
            base=float(base[row]),
            came=None if np.isnan(came[row]) else bool(came[row]),
        )
        for row in np.flatnonzero(~np.isnan(probability) & (panel.code != ""))
    ]
