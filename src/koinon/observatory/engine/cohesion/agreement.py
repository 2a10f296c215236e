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
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from koinon.observatory.engine.cohesion.votes import (
    ABSENT,
    ABSTAIN,
    NO,
    YES,
    Bools,
    Codes,
    Floats,
    Ints,
    Rolls,
)

HALF = 0.5
Words: TypeAlias = NDArray[np.uint64]


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
    """All pairs of the voters of `codes`, by counting the bits that two rows have in common.

    Products of matrices say the same; for so small ones a linear algebra library spends its time on threads.
    """
    yes, abstain, no, absent = (_packed(codes == code) for code in (YES, ABSTAIN, NO, ABSENT))
    took = yes | abstain | no
    against, away = _common(yes, no), _common(took, absent)
    same = _common(yes, yes) + _common(abstain, abstain) + _common(no, no)
    opposed = against + against.T
    return Pairs(same, _common(took, took) - same - opposed, opposed, away + away.T)


def _packed(there: Bools) -> Words:
    """Each voter's roll calls as bits: (units, words of 64)."""
    octets = np.packbits(there.T, axis=1)
    padded = np.zeros((octets.shape[0], -(-octets.shape[1] // 8) * 8), dtype=np.uint8)
    padded[:, : octets.shape[1]] = octets
    return padded.view(np.uint64)


def _common(one: Words, other: Words) -> Ints:
    """At how many roll calls both bits are set, of every pair; a word at a time."""
    found: Ints = np.zeros((len(one), len(other)), dtype=np.int32)
    for word in range(one.shape[1]):
        found += np.bitwise_count(one[:, word, None] & other[None, :, word])
    return found


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
