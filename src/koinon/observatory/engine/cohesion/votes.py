"""Roll calls × voters: who took which position, as the one matrix that everything else is computed from.

Codes follow Voeten, "United Nations General Assembly Voting Data": 1 yes, 2 abstention, 3 no, 8 absent,
9 not a member; 0 stands where the source says nothing of a voter at a roll call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from koinon.kernel.refusals import Refused

NOT_RECORDED, YES, ABSTAIN, NO, ABSENT, NON_MEMBER = 0, 1, 2, 3, 8, 9
POSITIONS = (YES, ABSTAIN, NO)
CODES = (*POSITIONS, ABSENT, NON_MEMBER)
OPENED = 1945  # session n opened in the year 1945 + n

Codes: TypeAlias = NDArray[np.int8]
Ints: TypeAlias = NDArray[np.int32]
Index: TypeAlias = NDArray[np.intp]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Rolls:
    """Roll calls by session and number: `codes` is (roll calls, units), the other arrays (roll calls,)."""

    codes: Codes
    roll_calls: Ints
    sessions: Ints
    units: tuple[str, ...]

    def within(self, kept: Bools | Index) -> Rolls:
        """Some of the roll calls, in their order."""
        return Rolls(self.codes[kept], self.roll_calls[kept], self.sessions[kept], self.units)

    def blocks(self) -> Iterator[tuple[int, slice]]:
        """Each session with the roll calls that are its own."""
        told, first = np.unique(self.sessions, return_index=True)
        ends = [*first[1:].tolist(), len(self.sessions)]
        for session, begin, end in zip(told.tolist(), first.tolist(), ends, strict=True):
            yield session, slice(begin, end)

    @property
    def votes(self) -> int:
        """How many cells the source says something of."""
        return int(np.count_nonzero(self.codes))


def rolls(votes: pl.DataFrame, name: str = "votes") -> Rolls:
    """The matrix of a long table with the columns session, roll_call, unit, vote; `name` is for refusals.

    Refuses an unknown code, a voter twice at one roll call, and a roll call in two sessions.
    """
    _refuse_codes(votes, name)
    units = votes["unit"].unique().sort()
    column = votes["unit"].cast(pl.Enum(units)).to_physical().to_numpy()
    number = votes["roll_call"].to_numpy()
    session = votes["session"].to_numpy()
    key = session.astype(np.int64) * (1 << 32) + number
    told, row = np.unique(key, return_inverse=True)
    calls = (told & 0xFFFFFFFF).astype(np.int32)
    _refuse_two_sessions(calls, name)
    codes = np.zeros((len(told), len(units)), dtype=np.int8)
    codes[row, column] = votes["vote"].to_numpy()
    if np.count_nonzero(codes) < votes.height:
        _refuse_twins(votes, name)
    return Rolls(codes, calls, (told >> 32).astype(np.int32), tuple(units.to_list()))


def _refuse_codes(votes: pl.DataFrame, name: str) -> None:
    wrong = votes.filter(~pl.col("vote").is_in(CODES) | pl.any_horizontal(pl.all().is_null()))
    if wrong.height:
        row = wrong.row(0, named=True)
        raise Refused(
            "observatory.cohesion.code",
            "{file}, roll call {roll_call}, {unit}: the vote is {vote}; it is 1 yes, 2 abstention, 3 no, "
            "8 absent or 9 not a member.",
            file=name,
            roll_call=row["roll_call"],
            unit=row["unit"],
            vote=row["vote"],
        )


def _refuse_two_sessions(calls: Ints, name: str) -> None:
    told, times = np.unique(calls, return_counts=True)
    if (times > 1).any():
        raise Refused(
            "observatory.cohesion.sessions",
            "{file}: roll call {roll_call} stands in two sessions: give it one.",
            file=name,
            roll_call=int(told[times > 1][0]),
        )


def _refuse_twins(votes: pl.DataFrame, name: str) -> None:
    row = votes.filter(pl.struct("roll_call", "unit").is_duplicated()).row(0, named=True)
    raise Refused(
        "observatory.cohesion.twice",
        "{file} holds the vote of {unit} at roll call {roll_call} twice: keep one of them.",
        file=name,
        unit=row["unit"],
        roll_call=row["roll_call"],
    )
