"""How often two voters stood together, for all pairs at once.

A pair's votes are counted at the roll calls at which both took a position. Two conventions are in use for an
abstention against a yes or a no: the table published with Bailey, Strezhnev and Voeten (2017) counts it as
no agreement (weight 0), Lijphart (American Political Science Review 57, 1963) as half of one (weight ½). An
absence is left out, or counted as not agreeing with whoever was there. Both are said beside every figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from koinon.observatory.engine.cohesion.votes import ABSENT, ABSTAIN, NO, YES, Codes, Floats, Ints, Rolls

HALF = 0.5


class Absences(StrEnum):
    """What becomes of a roll call at which one of the two was absent."""

    LEFT_OUT = "left-out"
    DISAGREE = "disagree"


@dataclass(frozen=True)
class Pairs:
    """Counts of roll calls for every pair; each array has the shape (units, units) and is symmetric.

    `same`: the same position; `half`: one abstained, the other did not; `opposed`: yes against no;
    `missed`: one took a position and the other was absent.
    """

    same: Ints
    half: Ints
    opposed: Ints
    missed: Ints

    @property
    def both(self) -> Ints:
        """At how many roll calls both took a position."""
        return self.same + self.half + self.opposed


def pairs(codes: Codes) -> Pairs:
    """All pairs of the voters of `codes`, by products of matrices."""
    yes, abstain, no, absent = ((codes == code).astype(np.float32) for code in (YES, ABSTAIN, NO, ABSENT))
    took = yes + abstain + no
    against = yes.T @ no
    opposed = against + against.T
    same = yes.T @ yes + abstain.T @ abstain + no.T @ no
    away = took.T @ absent
    whole = [_whole(part) for part in (same, took.T @ took - same - opposed, opposed, away + away.T)]
    return Pairs(*whole)


def _whole(counts: NDArray[np.float32]) -> Ints:
    """Sums of ones are exact in single precision up to 2²⁴ roll calls."""
    return counts.astype(np.int32)


def coincidence(counted: Pairs, abstention: float = HALF, absences: Absences = Absences.LEFT_OUT) -> Floats:
    """The share of agreement of every pair, from 0 to 1; NaN where there is nothing to compare.

    `abstention` is what an abstention against a yes or a no counts, from 0 to 1.
    """
    whole = counted.both + (counted.missed if absences == Absences.DISAGREE else 0)
    found = np.full(whole.shape, np.nan)
    np.divide(counted.same + abstention * counted.half, whole, out=found, where=whole > 0)
    return found


def by_session(rolls: Rolls) -> Iterator[tuple[int, Pairs]]:
    """The pairs of each session, the earliest first."""
    for session, block in rolls.blocks():
        yield session, pairs(rolls.codes[block])
