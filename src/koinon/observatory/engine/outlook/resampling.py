"""Intervals of differences between two sets of forecasts of the same rows: countries are drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from koinon.observatory.engine.outlook import measures
from koinon.observatory.engine.outlook.measures import Floats

DRAWS = 2000
MEASURED = {"auc": measures.auc, "ap": measures.average_precision, "brier": measures.brier}


@dataclass(frozen=True)
class Difference:
    """Ours minus theirs with a 95 % interval; `better` is the share of draws in which ours is better."""

    value: float
    low: float
    high: float
    better: float

    def as_dict(self) -> dict[str, Any]:
        """The same as a plain table."""
        return asdict(self)


def differences(
    came: Floats, ours: Floats, theirs: Floats, groups: NDArray[Any], *, seed: int, draws: int = DRAWS
) -> dict[str, Difference]:
    """Paired bootstrap: whole countries (`groups`, shape (rows,)) are drawn with replacement.

    The rows of a country hang together over the years, so that drawing rows would feign certainty.
    """
    drawn = _draws(came, {"ours": ours, "theirs": theirs}, groups, seed=seed, draws=draws)
    told = {}
    for name, measure in MEASURED.items():
        value = measure(came, ours) - measure(came, theirs)
        spread = drawn["ours"][name] - drawn["theirs"][name]
        low, high = np.quantile(spread, (0.025, 0.975))
        better = spread < 0 if name == "brier" else spread > 0
        told[name] = Difference(float(value), float(low), float(high), float(better.mean()))
    return told


def intervals(
    came: Floats, said: Floats, groups: NDArray[Any], *, seed: int, draws: int = DRAWS
) -> dict[str, tuple[float, float]]:
    """A 95 % interval of each measure of one set of forecasts, by the same draws."""
    drawn = _draws(came, {"said": said}, groups, seed=seed, draws=draws)["said"]
    return {name: tuple(np.quantile(found, (0.025, 0.975)).tolist()) for name, found in drawn.items()}


def _draws(
    came: Floats, sets: Mapping[str, Floats], groups: NDArray[Any], *, seed: int, draws: int
) -> dict[str, dict[str, Floats]]:
    """Each measure of each set in each draw. A draw in which nothing came is drawn again."""
    _, inverse = np.unique(groups, return_inverse=True)
    rows_of = [np.flatnonzero(inverse == g) for g in range(int(inverse.max()) + 1)]
    chance = np.random.default_rng(seed)
    told = {s: {m: np.empty(draws) for m in MEASURED} for s in sets}
    for draw in range(draws):
        while True:
            picked = chance.integers(0, len(rows_of), len(rows_of))
            rows = np.concatenate([rows_of[g] for g in picked])
            if 0 < came[rows].sum() < len(rows):
                break
        for name, said in sets.items():
            for measured, measure in MEASURED.items():
                told[name][measured][draw] = measure(came[rows], said[rows])
    return told
