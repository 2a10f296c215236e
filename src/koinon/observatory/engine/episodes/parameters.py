"""The thresholds of episodes of regime transformation, as positive magnitudes.

Source: Maerz, Edgell, Wilson, Hellmeier and Lindberg, "Episodes of regime transformation", Journal of Peace
Research 61 (2024), and the ERT codebook, version 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from koinon.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Parameters:
    """What counts as an episode; the index runs from 0 to 1.

    `start_incl`: the yearly change with which one begins. `cum_incl`: how far the index moves in all for it
    to count. `year_turn`, `cum_turn`: the yearly and the cumulated change against its direction that end it.
    `tolerance`: years of standing still after which it ends.
    """

    start_incl: float = 0.01
    cum_incl: float = 0.1
    year_turn: float = 0.03
    cum_turn: float = 0.1
    tolerance: int = 5

    def __post_init__(self) -> None:
        for name in ("start_incl", "cum_incl", "year_turn", "cum_turn"):
            value = getattr(self, name)
            if not isfinite(value) or value < 0:
                raise Refused(
                    "observatory.episodes.parameter",
                    "{name} is {value}: give a positive number, such as 0.01.",
                    name=name,
                    value=value,
                )
        if self.start_incl == 0:
            raise Refused(
                "observatory.episodes.start",
                "start_incl is 0: then standing still would begin an episode. Give a number above 0.",
            )
        if self.tolerance < 1:
            raise Refused(
                "observatory.episodes.tolerance",
                "tolerance is {years} years: give 1 or more.",
                years=self.tolerance,
            )
