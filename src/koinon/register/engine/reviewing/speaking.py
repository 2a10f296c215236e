"""The speakers' list of a session: its order, the time of each, and how much of it is left.

The rule of the Universal Periodic Review (Human Rights Council decision 17/119), written down: the minutes
for speakers are divided equally among all who wish to speak, and nobody gets more than a maximum.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from koinon.kernel.refusals import Refused
from koinon.kernel.seeds import Stream

USUAL_MINUTES = 140  # of the 210 of a session; the party under review has the rest
USUAL_MOST = 180  # seconds of a speaker
LEAST = 30  # seconds below which nothing can be said
T = TypeVar("T", bound=str)


class Order(StrEnum):
    """What decides who speaks first."""

    ARRIVAL = "arrival"
    LOT = "lot"


def share(speakers: int, minutes: int, most: int) -> int:
    """The seconds of each speaker, whole and equal."""
    if not speakers:
        return most
    each = min(most, minutes * 60 // speakers)
    if each < LEAST:
        raise Refused(
            "register.review.crowded",
            "{speakers} speakers would have {each} seconds each: give them more than {minutes} minutes.",
            speakers=speakers,
            each=each,
            minutes=minutes,
        )
    return each


def by_lot(keys: Sequence[T], seed: str) -> list[T]:
    """The speakers in the order that the seed gives: their keys sorted, then shuffled by its stream."""
    return Stream(seed).shuffled(sorted(keys))


def left(seconds: int, began: datetime, now: datetime) -> int:
    """The seconds a speaker has left; negative once they are over."""
    return seconds - int((now - began).total_seconds())
