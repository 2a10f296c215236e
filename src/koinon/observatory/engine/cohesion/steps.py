"""One round of finding ideal points: Fisher scoring of the roll calls' parameters, then of the points.

The chance of a no is Λ(lower − slope·θ), of a no or an abstention Λ(upper − slope·θ), with Λ the logistic
function and upper = lower + exp(gap). Arrays of a session are (roll calls, units) or (roll calls,).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.cohesion.votes import Bools, Codes, Floats, Index

FLOOR = 1e-10  # no chance is taken for smaller
STEP = 1.0  # no value moves further in one round


@dataclass(frozen=True)
class Prior:
    """Variances: of a voter's walk from one session to the next, of slopes, lower cuts, log gaps.

    Points have variance 1 in every session: a walk of variance w keeps the part √(1 − w) of where it was.
    """

    walk: float = 0.05
    slope: float = 1.0
    lower: float = 25.0
    gap: float = 4.0


@dataclass(frozen=True)
class Block:
    """The divided roll calls of a session; `units` are the columns' places among all units."""

    codes: Codes
    yes: Bools
    abstain: Bools
    no: Bools
    units: Index


@dataclass(frozen=True)
class Parameters:
    """Of each roll call of a session."""

    slope: Floats
    lower: Floats
    gap: Floats


def start(block: Block) -> Parameters:
    """Slopes of zero, and the cut points that fit how many said what; half a vote is added to each."""
    yes, abstain, no = (part.sum(axis=1) + 0.5 for part in (block.yes, block.abstain, block.no))
    lower = np.log(no / (yes + abstain))
    upper = np.log((no + abstain) / yes)
    return Parameters(np.zeros(len(yes)), lower, np.log(np.maximum(upper - lower, 1e-2)))


@dataclass(frozen=True)
class _Slopes:
    """Derivatives of the log-likelihood by both cuts (`by_lower`, `by_upper`), and expected information."""

    by_lower: Floats
    by_upper: Floats
    lower: Floats
    upper: Floats
    cross: Floats


def _logistic(values: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return found


def _slopes(block: Block, theta: Floats, held: Parameters) -> _Slopes:
    leaning = held.slope[:, None] * theta
    below = _logistic(held.lower[:, None] - leaning)
    under = _logistic((held.lower + np.exp(held.gap))[:, None] - leaning)
    thin, thick = below * (1 - below), under * (1 - under)  # densities at both cuts
    no, yes = np.maximum(below, FLOOR), np.maximum(1 - under, FLOOR)
    between = np.maximum(under - below, FLOOR)
    took = block.yes | block.abstain | block.no
    return _Slopes(
        by_lower=np.where(block.no, 1 - below, np.where(block.abstain, -thin / between, 0.0)),
        by_upper=np.where(block.yes, -under, np.where(block.abstain, thick / between, 0.0)),
        lower=np.where(took, thin**2 * (1 / no + 1 / between), 0.0),
        upper=np.where(took, thick**2 * (1 / yes + 1 / between), 0.0),
        cross=np.where(took, -thin * thick / between, 0.0),
    )


def parameters(block: Block, theta: Floats, held: Parameters, prior: Prior) -> Parameters:
    """One step of slope, lower cut and log gap of every roll call, given the points of the block's units."""
    if not block.codes.size:
        return held
    found = _slopes(block, theta, held)
    wide = np.exp(held.gap)
    every = found.by_lower + found.by_upper
    gradient = np.stack(
        (
            -(every @ theta) - held.slope / prior.slope,
            every.sum(axis=1) - held.lower / prior.lower,
            found.by_upper.sum(axis=1) * wide - held.gap / prior.gap,
        ),
        axis=1,
    )
    both = found.lower + found.upper + 2 * found.cross
    upper = found.upper + found.cross
    information = np.empty((len(wide), 3, 3))
    information[:, 0, 0] = both @ theta**2 + 1 / prior.slope
    information[:, 0, 1] = information[:, 1, 0] = -(both @ theta)
    information[:, 0, 2] = information[:, 2, 0] = -(upper @ theta) * wide
    information[:, 1, 1] = both.sum(axis=1) + 1 / prior.lower
    information[:, 1, 2] = information[:, 2, 1] = upper.sum(axis=1) * wide
    information[:, 2, 2] = found.upper.sum(axis=1) * wide**2 + 1 / prior.gap
    step = np.clip(np.linalg.solve(information, gradient[..., None])[..., 0], -STEP, STEP)
    return Parameters(held.slope + step[:, 0], held.lower + step[:, 1], held.gap + step[:, 2])


def points(
    blocks: Sequence[Block], held: Sequence[Parameters], theta: Floats, there: Bools, prior: Prior
) -> tuple[Floats, Floats]:
    """One step of all points, and their standard errors: both (sessions, units)."""
    gradient, information = np.zeros(theta.shape), np.zeros(theta.shape)
    for n, (block, own) in enumerate(zip(blocks, held, strict=True)):
        if not block.codes.size:
            continue
        found = _slopes(block, theta[n, block.units], own)
        gradient[n, block.units] = -own.slope @ (found.by_lower + found.by_upper)
        information[n, block.units] = own.slope**2 @ (found.lower + found.upper + 2 * found.cross)
    new, errors = walked(information, gradient + information * theta, there, prior)
    return theta + np.clip(new - theta, -STEP, STEP), errors


def walked(information: Floats, weighted: Floats, there: Bools, prior: Prior) -> tuple[Floats, Floats]:
    """The most probable walk of each voter through its sessions, and its standard errors.

    Each session offers weighted ÷ information as a measurement with that information. From a voter's first
    session to its last one point follows the other; the system is tridiagonal and is solved from both ends.
    """
    sessions = len(there)
    held = np.logical_or.accumulate(there, axis=0) & np.logical_or.accumulate(there[::-1], axis=0)[::-1]
    first = held.copy()
    first[1:] &= ~held[:-1]
    linked = held[1:] & held[:-1]
    link = np.where(linked, np.sqrt(1 - prior.walk) / prior.walk, 0.0)
    own = np.where(held, information, 1.0) + first
    own[1:] += linked / prior.walk
    own[:-1] += linked * (1 - prior.walk) / prior.walk
    forth, back = own.copy(), own.copy()
    right, left = np.where(held, weighted, 0.0), np.where(held, weighted, 0.0)
    for n in range(1, sessions):
        part = link[n - 1] / forth[n - 1]
        forth[n] -= part * link[n - 1]
        right[n] += part * right[n - 1]
    for n in range(sessions - 2, -1, -1):
        part = link[n] / back[n + 1]
        back[n] -= part * link[n]
        left[n] += part * left[n + 1]
    whole = forth + back - own
    return (right + left - np.where(held, weighted, 0.0)) / whole, 1 / np.sqrt(whole)
