"""Draws of the index from its published interval.

V-Dem publishes, beside each figure, the ends of an interval that holds the true value with a probability of
68 per cent (codelow, codehigh). A draw takes the figure as the median and the two ends as one standard
deviation below and above it, so that an interval that is longer on one side stays so (a normal distribution
in two pieces), and keeps what comes out between 0 and 1. Where there is no interval the figure stands.

How errors of one year and the next hang together is not published, and nothing matters more: see `Errors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.basis import Basis
from koinon.observatory.engine.episodes.panel import Bools, Floats

LASTING = 0.95


class Errors(StrEnum):
    """How the errors of a unit's years hang together.

    COMMON: a unit is judged too high or too low by one and the same share of its interval in all years; only
    where intervals grow or shrink do draws turn. It bounds from above how sure a verdict is.
    LASTING: an error fades by a twentieth a year, and stays as it is while neither figure nor interval moves,
    for then nobody has judged anew. SEPARATE: every year errs by itself; two years' errors then make turns
    that nobody has seen, and the verdicts are shown as less sure than they are: a bound from below.
    """

    COMMON = "common"
    LASTING = "lasting"
    SEPARATE = "separate"


@dataclass(frozen=True)
class Belief:
    """The index as figure, and as lengths of its interval below and above; shape (units, years).

    `anew`: where figure or interval differ from the year before.
    """

    middle: Floats
    below: Floats
    above: Floats
    anew: Bools


def belief(basis: Basis) -> Belief:
    """What is published of the index; an interval that does not hold its figure is refused."""
    middle, low, high = basis.panel.edi, basis.low, basis.high
    wrong = np.argwhere((low > middle) | (high < middle))
    if len(wrong):
        unit, year = wrong[0]
        raise Refused(
            "observatory.agreement.interval",
            "The interval of {unit} {year} does not hold its figure: correct codelow and codehigh.",
            unit=basis.panel.names[unit],
            year=int(year) + basis.panel.first,
        )
    below, above = np.nan_to_num(middle - low, nan=0.0), np.nan_to_num(high - middle, nan=0.0)
    same = np.ones((middle.shape[0], middle.shape[1] - 1), dtype=np.bool_)
    for part in (middle, below, above):
        same &= part[:, 1:] == part[:, :-1]
    anew = np.ones(middle.shape, dtype=np.bool_)
    anew[:, 1:] = ~same
    return Belief(middle, below, above, anew)


def draws(told: Belief, errors: Errors, seed: int, numbers: Sequence[int]) -> Floats:
    """The draws of those numbers: (draws, units, years). A draw is the same whatever others are made."""
    middle = told.middle
    shape = (len(numbers), *middle.shape)
    if errors is Errors.COMMON:
        size: tuple[int, ...] = (middle.shape[0], 1)
        made = [_of(seed, number).standard_normal(size) for number in numbers]
        error = np.broadcast_to(np.stack(made), shape)
    else:
        error = np.stack([_of(seed, number).standard_normal(middle.shape) for number in numbers])
        if errors is Errors.LASTING:
            _last(error, told.anew)
    value = middle + np.where(error > 0, told.above, told.below) * error
    return np.clip(value, 0.0, 1.0, out=value)


def _of(seed: int, number: int) -> np.random.Generator:
    return np.random.default_rng([seed, number])


def _last(error: Floats, anew: Bools) -> None:
    """Errors of their own become errors that fade; each year's still has a standard deviation of one."""
    fresh = float(np.sqrt(1 - LASTING**2))
    keep = np.where(anew, LASTING, 1.0)
    add = np.where(anew, fresh, 0.0)
    for year in range(1, error.shape[2]):
        error[:, :, year] *= add[:, year]
        error[:, :, year] += keep[:, year] * error[:, :, year - 1]
