"""How alike a group votes at a roll call: Rice's index and the agreement index.

Rice, *Quantitative Methods in Politics* (1928): how far yes and no lie apart, as a share of both; abstentions
do not enter. Hix, Noury and Roland, "Power to the Parties", British Journal of Political Science 35 (2005):
of three positions, what the largest has beyond half of what the two others have together, as a share of all;
1 where everyone stands together, 0 where the three are of one size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.cohesion.votes import (
    ABSENT,
    ABSTAIN,
    NO,
    NOT_RECORDED,
    YES,
    Bools,
    Codes,
    Floats,
    Ints,
)

LEAST = 2  # so many must take a position for an index: of one alone it is always 1


@dataclass(frozen=True)
class Tally:
    """What the members of a group did at each roll call; every array has the shape (roll calls,)."""

    yes: Ints
    abstain: Ints
    no: Ints
    absent: Ints
    unrecorded: Ints

    @property
    def taking(self) -> Ints:
        """How many took a position."""
        return self.yes + self.abstain + self.no

    @property
    def eligible(self) -> Ints:
        """How many could have: those who took a position and those who are recorded as absent."""
        return self.taking + self.absent

    def within(self, kept: Bools) -> Tally:
        """The tally of some of the roll calls."""
        parts = (self.yes, self.abstain, self.no, self.absent, self.unrecorded)
        return Tally(*(part[kept] for part in parts))


def tally(codes: Codes, members: Bools) -> Tally:
    """Count a group. `members` says who belongs to it: (units,), or (roll calls, units) as it changes."""
    yes, abstain, no, absent, unrecorded = (
        np.asarray(((codes == code) & members).sum(axis=1), dtype=np.int32)
        for code in (YES, ABSTAIN, NO, ABSENT, NOT_RECORDED)
    )
    return Tally(yes, abstain, no, absent, unrecorded)


def rice(counted: Tally, least: int = LEAST) -> Floats:
    """|yes − no| ÷ (yes + no), from 0 to 1; NaN where fewer than `least` said yes or no."""
    said = counted.yes + counted.no
    return _share(np.abs(counted.yes - counted.no).astype(float), said, said >= max(least, 1))


def agreement_index(counted: Tally, least: int = LEAST) -> Floats:
    """(largest − (rest ÷ 2)) ÷ all three, from 0 to 1; NaN where fewer than `least` took a position."""
    taking = counted.taking
    largest = np.maximum(np.maximum(counted.yes, counted.abstain), counted.no)
    return _share(largest - (taking - largest) / 2, taking, taking >= max(least, 1))


def _share(part: Floats, whole: Ints, there: Bools) -> Floats:
    found: Floats = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=there)
    return found


@dataclass(frozen=True)
class Summary:
    """A group over several roll calls. The indices are means in which every roll call weighs the same.

    `roll_calls`: all of them; `counted`, `counted_rice`: those at which the index exists. `members`: how
    many could vote, a mean over all roll calls; `fewest`, `most`: its range. `absences`, `chances`: how often
    a member that could vote was absent, and how often it could. `unrecorded`: votes that no source tells.
    """

    roll_calls: int
    counted: int
    counted_rice: int
    agreement: float | None
    rice: float | None
    members: float
    fewest: int
    most: int
    absences: int
    chances: int
    unrecorded: int


def summary(counted: Tally, least: int = LEAST) -> Summary:
    """One group over all roll calls of a tally."""
    agreements, rices = agreement_index(counted, least), rice(counted, least)
    could = counted.eligible
    return Summary(
        roll_calls=len(could),
        counted=int(np.count_nonzero(~np.isnan(agreements))),
        counted_rice=int(np.count_nonzero(~np.isnan(rices))),
        agreement=mean(agreements),
        rice=mean(rices),
        members=float(could.mean()) if len(could) else 0.0,
        fewest=int(could.min()) if len(could) else 0,
        most=int(could.max()) if len(could) else 0,
        absences=int(counted.absent.sum()),
        chances=int(could.sum()),
        unrecorded=int(counted.unrecorded.sum()),
    )


def mean(values: Floats) -> float | None:
    """The mean of what there is; None where there is nothing."""
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else None
