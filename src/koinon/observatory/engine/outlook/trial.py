"""The test of an outlook: honest forecasts of past years, beside baselines, and the leaky protocol beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from koinon.observatory.engine.outlook import measures, resampling, running
from koinon.observatory.engine.outlook.features import derived
from koinon.observatory.engine.outlook.measures import Floats
from koinon.observatory.engine.outlook.members import Given, Member, given
from koinon.observatory.engine.outlook.panel import Panel, base_rate

PUBLISHED = {"auc": 0.841, "ap": 0.395, "brier": 0.0455}  # the authors' best model by their own test


@dataclass(frozen=True)
class Trial:
    """What a test gave: `said`, the first member’s forecasts (NaN where it made none), and `told`."""

    said: Floats
    told: dict[str, Any]


def material(panel: Panel) -> Given:
    """What the members of a panel choose from."""
    return given(panel.at, panel.matrix(tuple(panel.figures)), derived(panel))


def trial(
    panel: Panel,
    drawn_from: Given,
    outcome: str,
    ours: Member,
    others: Sequence[Member],
    standpoints: Sequence[int],
    *,
    seed: int,
    draws: int = resampling.DRAWS,
    keep: running.Keep = running.at_once,
    leaky: bool = True,
) -> Trial:
    """Test one member beside others at the same standpoints, all with the embargo; ours leaky too, if wanted.

    `told` holds JSON: measures of each, 95 % intervals of ours, differences, reliability bins, years.
    """

    def forecast(member: Member, leaking: bool = False) -> Floats:
        return running.forecasts(
            panel, drawn_from, outcome, member, standpoints, seed=seed, leaky=leaking, keep=keep
        )

    said, theirs = forecast(ours), {member.name: forecast(member) for member in others}
    rows = np.flatnonzero(~np.isnan(said) & ~np.isnan(panel.came[outcome]))
    came, place = panel.came[outcome][rows], panel.place[rows]
    base = base_rate(panel, outcome, panel.at)[rows]
    told: dict[str, Any] = {
        "outcome": outcome,
        "years": [int(standpoints[0]), int(standpoints[-1])],
        "seed": seed,
        "base": float(came.mean()),
        "measures": {
            name: measures.measures(came, these[rows], base).as_dict()
            for name, these in {ours.name: said, **theirs}.items()
        },
        "intervals": resampling.intervals(came, said[rows], place, seed=seed, draws=draws),
        "differences": {
            name: {
                measure: difference.as_dict()
                for measure, difference in resampling.differences(
                    came, said[rows], these[rows], place, seed=seed, draws=draws
                ).items()
            }
            for name, these in theirs.items()
        },
        "bins": [one.as_dict() for one in measures.bins(came, said[rows]) if one.n],
    }
    if leaky:
        leaked = forecast(ours, leaking=True)[rows]
        told["leaky"] = measures.measures(came, leaked, base).as_dict()
    return Trial(said, told)
