"""Invented panels: countries whose outcome hangs on a figure, with windows of two years that overlap."""

from __future__ import annotations

import numpy as np
import polars as pl

from koinon.observatory.engine.outlook.members import Given
from koinon.observatory.engine.outlook.panel import Panel

STATES, FIRST, LAST = 40, 1980, 2009


def panel(seed: int = 3, *, states: int = STATES, first: int = FIRST, last: int = LAST) -> Panel:
    """A shock a year; `came` is a shock in the two years after. `signal` foretells it a little."""
    chance = np.random.default_rng(seed)
    years = np.arange(first, last + 1)
    risk = chance.normal(size=(states, len(years)))
    shock = chance.random((states, len(years) + 2)) < 0.06
    came = (shock[:, 1:-1] | shock[:, 2:]).astype(float)
    place, at = np.repeat(np.arange(states), len(years)), np.tile(years, states)
    signal = risk + 0.8 * came
    return Panel(
        place, place.astype(str), at, {"signal": signal.ravel(), "noise": risk[::-1].ravel()},
        {"adverse": came.ravel()},
    )  # fmt: skip


def given_of(found: Panel) -> Given:
    """Its figures, as members take them; all places are of one class."""
    rows = found.matrix(tuple(found.figures))
    return Given(found.at, rows, rows, np.ones((len(rows), 1)))


def part_table(seed: int = 5, *, states: int = 30, first: int = 1990, last: int = 2012) -> pl.DataFrame:
    """A table in the published layout of the PART features, every figure invented."""
    chance = np.random.default_rng(seed)
    rows = []
    for state in range(1, states + 1):
        regime = int(chance.integers(0, 4))
        classes = [regime := int(np.clip(regime + chance.choice([-1, 0, 0, 0, 0, 0, 0, 1]), 0, 3))
                   for _ in range(first - 1, last + 1)]  # fmt: skip
        for offset, year in enumerate(range(first, last + 1)):
            now, before = classes[offset + 1], classes[offset]
            after = classes[offset + 2] if year < last else None
            fell = None if after is None else float(now < before or after < now)
            rows.append(
                {"gwcode": float(state), "year": float(year), "country_text_id": f"X{state:02}",
                 "v2x_regime": float(now), "any_neg_change_2yr": fell, **_figures(chance, before)}
            )  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _figures(chance: np.random.Generator, regime: int) -> dict[str, float]:
    from koinon.observatory.engine.outlook.features import MOVING, STANDING

    edi = float(np.clip(0.2 + regime * 0.2 + chance.normal() * 0.05, 0, 1))
    own = {name: float(chance.normal()) for name in (*MOVING, *STANDING)}
    own |= {
        "v2x_polyarchy": edi, "v2x_regime": float(regime), "v2x_regime_amb": float(regime * 3),
        "yrs_since_any_neg_change": float(chance.integers(0, 40)),
        "currentRegimeDuration": float(chance.integers(1, 40)),
        "diff_year_prior_v2clkill": float(chance.normal() / 10),
        "diff_year_prior_v2juhcind": float(chance.normal() / 10),
    }  # fmt: skip
    return {f"lagged_{name}": value for name, value in own.items()}
