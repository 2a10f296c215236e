"""Ideal points on one dimension, session by session, on one scale.

The model is that of Bailey, Strezhnev and Voeten, "Estimating Dynamic State Preferences from United Nations
Voting Data", Journal of Conflict Resolution 61 (2017): a voter leans to yes by slope × ideal point, two
cut points part no, abstention and yes, and a point moves from one session to the next by a random walk.
Here errors are logistic instead of normal, the most probable values are found instead of draws from the
posterior, and sessions are tied together by the walk alone instead of by repeated resolutions as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.cohesion import steps
from koinon.observatory.engine.cohesion.steps import Block, Prior
from koinon.observatory.engine.cohesion.votes import ABSTAIN, NO, POSITIONS, YES, Bools, Floats, Ints, Rolls

CLOSE = 0.002  # rounds end when points move by less than this part of their spread, as a root mean square
ROUNDS = 100


@dataclass(frozen=True)
class Points:
    """Ideal points, (sessions, units), NaN where a unit took no position in a session.

    The scale is that of all points of all sessions together: their mean is 0, their standard deviation 1.
    `errors` are standard errors given the roll calls' slopes and cut points, hence somewhat too small.
    `rounds` it took, and by how much the points still moved in the last (`moved`).
    """

    sessions: tuple[int, ...]
    units: tuple[str, ...]
    points: Floats
    errors: Floats
    positions: Ints
    divided: tuple[int, ...]
    rounds: int
    moved: float


def points(
    rolls: Rolls,
    higher: Sequence[str],
    lower: Sequence[str],
    prior: Prior | None = None,
    rounds: int = ROUNDS,
) -> Points:
    """The ideal points of all sessions. The units `higher` come to lie above the units `lower`.

    Roll calls at which all who took a position took the same one tell nothing and are left out.
    """
    prior = prior or Prior()
    told = [(session, rolls.codes[block]) for session, block in rolls.blocks()]
    taking = [np.isin(codes, POSITIONS) for _, codes in told]
    if not any(took.any() for took in taking):
        raise Refused("observatory.cohesion.empty", "No vote was cast in these roll calls.")
    blocks = [_block(codes, took) for (_, codes), took in zip(told, taking, strict=True)]
    there = np.stack([took.any(axis=0) for took in taking])
    up, down = _anchors(rolls.units, higher), _anchors(rolls.units, lower)
    theta = _start(blocks, there)
    parameters = [steps.start(block) for block in blocks]
    moved, done = np.inf, 0
    while done < rounds and moved >= CLOSE:
        done += 1
        parameters = [
            steps.parameters(block, theta[n, block.units], held, prior)
            for n, (block, held) in enumerate(zip(blocks, parameters, strict=True))
        ]
        new, _ = steps.points(blocks, parameters, theta, there, prior)
        moved = float(np.sqrt(np.mean((new - theta)[there] ** 2))) / _spread(new, there)
        theta = new
    _, errors = steps.points(blocks, parameters, theta, there, prior)
    centre, spread = float(theta[there].mean()), _spread(theta, there)
    return Points(
        sessions=tuple(session for session, _ in told),
        units=rolls.units,
        points=np.where(there, (theta - centre) / spread * _sign(theta, there, up, down), np.nan),
        errors=np.where(there, errors / spread, np.nan),
        positions=np.stack([took.sum(axis=0) for took in taking]).astype(np.int32),
        divided=tuple(block.codes.shape[0] for block in blocks),
        rounds=done,
        moved=moved,
    )


def _block(codes: np.ndarray[tuple[int, ...], np.dtype[np.int8]], took: Bools) -> Block:
    """The divided roll calls of a session, and the units that took a position at any of them."""
    kinds = sum(
        ((codes == code).any(axis=1).astype(int) for code in POSITIONS), np.zeros(len(codes), dtype=int)
    )
    kept = kinds > 1
    units = np.flatnonzero(took[kept].any(axis=0))
    part = codes[kept][:, units]
    return Block(part, part == YES, part == ABSTAIN, part == NO, units)


def _anchors(units: Sequence[str], named: Sequence[str]) -> list[int]:
    found = [units.index(name) for name in named if name in units]
    if not found:
        raise Refused(
            "observatory.cohesion.anchor",
            "None of {units} votes in this file: name voters that are to lie at either end.",
            units=", ".join(named) or "∅",
        )
    return found


def _start(blocks: Sequence[Block], there: Bools) -> Floats:
    """The first singular vector of each session, with the sign that follows the session before."""
    theta = np.zeros(there.shape)
    last = np.zeros(there.shape[1])
    for n, block in enumerate(blocks):
        if not block.codes.size:
            theta[n] = last
            continue
        took = block.yes | block.abstain | block.no
        lean = block.yes.astype(float) - block.no
        centred = np.where(took, lean - (lean.sum(axis=1) / took.sum(axis=1))[:, None], 0.0)
        vector = np.linalg.svd(centred, full_matrices=False)[2][0]
        spread = float(vector.std()) or 1.0
        theta[n, block.units] = vector / spread
        if float(theta[n] @ last) < 0:
            theta[n] *= -1
        last = np.where(theta[n] != 0, theta[n], last)
    return theta


def _spread(theta: Floats, there: Bools) -> float:
    return float(theta[there].std()) or 1.0


def _sign(theta: Floats, there: Bools, up: list[int], down: list[int]) -> float:
    """1 or −1, so that those who are to lie higher do, over all sessions together."""
    high = np.where(there, theta, 0.0)[:, up].sum(axis=1) / np.maximum(there[:, up].sum(axis=1), 1)
    low = np.where(there, theta, 0.0)[:, down].sum(axis=1) / np.maximum(there[:, down].sum(axis=1), 1)
    both = there[:, up].any(axis=1) & there[:, down].any(axis=1)
    return -1.0 if float((high - low)[both].sum()) < 0 else 1.0
