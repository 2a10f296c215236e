"""How good probabilities were: ranking, sharpness, calibration, and skill over knowing only the base rate.

Everywhere `came` is 0 or 1 and `said` a probability, both of shape (rows,).
Sources: Brier (1950); area under the curve as the Mann–Whitney statistic (Hanley & McNeil 1982); average
precision as the step sum over recall; calibration slope after Cox (1958); Wilson (1927) intervals.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

Floats = NDArray[np.float64]
SURE = 1e-6  # how near to 0 or 1 a probability may come before its logarithm is taken
BINS = (0.0, 0.01, 0.02, 0.05, 0.10, 0.20, 0.40, 1.0)  # half the world is foretold less than 2 %
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Measures:
    """What is told of a set of forecasts. `skill`: of the Brier score over the base rate known then."""

    n: int
    events: int
    auc: float
    ap: float
    brier: float
    log: float
    skill: float
    slope: float
    intercept: float

    def as_dict(self) -> dict[str, Any]:
        """The same as a plain table."""
        return asdict(self)


@dataclass(frozen=True)
class Bin:
    """Forecasts from `low` up to, not including, `high`: how many, how often it came, a 95 % interval."""

    low: float
    high: float
    n: int
    came: int
    said: float
    share: float
    share_low: float
    share_high: float

    def as_dict(self) -> dict[str, Any]:
        """The same as a plain table."""
        return asdict(self)


def auc(came: Floats, said: Floats) -> float:
    """The chance that a row where it came was given more than one where it did not; ties count half."""
    ones = came == 1
    n1, n0 = int(ones.sum()), int((~ones).sum())
    if not n1 or not n0:
        return float("nan")
    return float((_ranks(said)[ones].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, ties sharing the mean of theirs."""
    _, where, many = np.unique(values, return_inverse=True, return_counts=True)
    shared: Floats = (np.cumsum(many) - (many - 1) / 2)[where]
    return shared


def average_precision(came: Floats, said: Floats) -> float:
    """Precision at each distinct figure, weighted by the recall gained there."""
    if not came.sum():
        return float("nan")
    order = np.argsort(-said, kind="stable")
    last = np.append(np.flatnonzero(np.diff(said[order])), len(said) - 1)  # the last row of each tie
    hits = np.cumsum(came[order])[last]
    gained = np.diff(hits, prepend=0.0) / hits[-1]
    return float((gained * hits / (last + 1)).sum())


def brier(came: Floats, said: Floats) -> float:
    """The mean squared distance of what was said from what came."""
    return float(np.mean((said - came) ** 2))


def log_score(came: Floats, said: Floats) -> float:
    """The mean negative logarithm of the probability given to what came, in nats."""
    sure = np.clip(said, SURE, 1 - SURE)
    return float(-np.mean(came * np.log(sure) + (1 - came) * np.log1p(-sure)))


def calibration(came: Floats, said: Floats) -> tuple[float, float]:
    """(slope, intercept) of the logistic regression of what came on the log odds of what was said.

    1 and 0 where figures are right on average; a slope below 1 says that they are too extreme.
    """
    if not 0 < came.sum() < len(came) or np.ptp(said) == 0:
        return float("nan"), float("nan")
    design = np.column_stack([np.ones(len(said)), logit(np.clip(said, SURE, 1 - SURE))])
    weights = np.zeros(2)
    for _ in range(50):  # Newton; concave, so that it ends well before
        fitted = expit(design @ weights)
        curve = design.T @ (design * (fitted * (1 - fitted))[:, None])
        step = np.linalg.lstsq(curve, design.T @ (came - fitted), rcond=None)[0]
        weights += np.clip(step, -5, 5)
        if float(np.abs(step).max()) < 1e-10:
            break
    return float(weights[1]), float(weights[0])


def measures(came: Floats, said: Floats, base: Floats) -> Measures:
    """Everything of a set of forecasts. `base`: the base rate known when each was made, (rows,)."""
    slope, intercept = calibration(came, said)
    known = brier(came, base)
    return Measures(
        n=len(came),
        events=int(came.sum()),
        auc=auc(came, said),
        ap=average_precision(came, said),
        brier=brier(came, said),
        log=log_score(came, said),
        skill=1 - brier(came, said) / known if known else float("nan"),
        slope=slope,
        intercept=intercept,
    )


def wilson(came: int, n: int) -> tuple[float, float]:
    """A 95 % interval of a share, between 0 and 1; the whole range where nothing was seen."""
    if not n:
        return 0.0, 1.0
    share, z2 = came / n, Z95**2
    middle, spread = share + z2 / (2 * n), Z95 * float(np.sqrt(share * (1 - share) / n + z2 / (4 * n * n)))
    # the ends of a share of none or all are exact; the sum above misses them by rounding
    low = 0.0 if came == 0 else (middle - spread) / (1 + z2 / n)
    return low, 1.0 if came == n else (middle + spread) / (1 + z2 / n)


def bins(came: Floats, said: Floats, edges: tuple[float, ...] = BINS) -> list[Bin]:
    """The reliability table: forecasts by how high they were; classes without any are kept, as empty."""
    told = []
    for low, high in pairwise(edges):
        here = (said >= low) & ((said < high) | (high == edges[-1]))
        n, hits = int(here.sum()), int(came[here].sum())
        ends = wilson(hits, n)
        mean = float(said[here].mean()) if n else float("nan")
        told.append(Bin(low, high, n, hits, mean, hits / n if n else float("nan"), *ends))
    return told
