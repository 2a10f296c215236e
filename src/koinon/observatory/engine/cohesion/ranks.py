"""Who leaves the line of its group, and on what.

A group has a line at a roll call where more than half of those who took a position took the same one, at
least `LEAST` took one, and at least half of those who could did. A tie is no line, and nobody breaks it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.cohesion.indices import Tally
from koinon.observatory.engine.cohesion.votes import (
    ABSTAIN,
    NO,
    NOT_RECORDED,
    POSITIONS,
    YES,
    Bools,
    Codes,
    Ints,
)

LEAST = 3


def lines(counted: Tally, least: int = LEAST) -> Codes:
    """The position of the group at each roll call, 0 where it has none: (roll calls,)."""
    taking = counted.taking
    enough = (taking >= least) & (2 * taking >= counted.eligible)
    counts = np.stack((counted.yes, counted.abstain, counted.no), axis=1)
    holds = (2 * counts > taking[:, None]) & enough[:, None]
    found: Codes = np.where(
        holds.any(axis=1), np.array(POSITIONS)[holds.argmax(axis=1)], NOT_RECORDED
    ).astype(np.int8)
    return found


@dataclass(frozen=True)
class Departures:
    """Who took another position than the group's line. The arrays have the shape (roll calls, units).

    `opposed` is yes against no; `apart` is an abstention beside a line of yes or no, or the reverse.
    `with_line` is who stood with it. Whoever was absent is in none of them.
    """

    with_line: Bools
    apart: Bools
    opposed: Bools

    @property
    def counts(self) -> tuple[Ints, Ints, Ints]:
        """With the line, apart and opposed, for each unit."""
        with_line, apart, opposed = (
            np.asarray(part.sum(axis=0), dtype=np.int32)
            for part in (self.with_line, self.apart, self.opposed)
        )
        return with_line, apart, opposed


def departures(codes: Codes, members: Bools, line: Codes) -> Departures:
    """What each member did where its group had a line; `members` as in `indices.tally`."""
    there = line[:, None] != NOT_RECORDED
    took = np.isin(codes, POSITIONS) & members & there
    same = took & (codes == line[:, None])
    against = took & (((codes == YES) & (line[:, None] == NO)) | ((codes == NO) & (line[:, None] == YES)))
    beside = took & ((codes == ABSTAIN) ^ (line[:, None] == ABSTAIN))
    return Departures(same, beside, against)
