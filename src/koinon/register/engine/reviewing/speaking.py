"""The speakers' list of a session: its order, the time of each, and how much of it is left.

The rule of the Universal Periodic Review (Human Rights Council decision 17/119), written down: the minutes
for speakers are divided equally among all who wish to speak, and nobody gets more than a maximum.

Where the order falls by lot, each party has one lot in each session: SHA-256 of the stream of the cycle's
draw, a colon, the key of the party under review, a slash, and its own key. They speak in ascending order of
their lots. So who comes before whom was decided when the cycle was drawn: whoever runs the list chooses
nothing, and joining or leaving it moves nobody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from koinon.kernel.refusals import Refusal, Refused
from koinon.kernel.sentences import Sentence, sentence

VERSION = "koinon-speakers-1"

USUAL_MINUTES = 140  # of the 210 of a session; the party under review has the rest
USUAL_MOST = 180  # seconds of a speaker
LEAST = 30  # seconds below which nothing can be said


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


@dataclass(frozen=True, slots=True)
class Closed:
    """A list of speakers that has closed, and all that decides its order and its times.

    `digest`, `seed`: of the cycle's draw. `review`: key of the party under review. `arrived`: keys of the
    speakers as they put themselves on the list. `minutes` for all, `most` seconds for one.
    """

    cycle: str
    digest: str
    seed: str
    review: str
    rule: Order
    arrived: tuple[str, ...]
    minutes: int
    most: int

    @property
    def stream(self) -> str:
        """What the lots are computed from."""
        return f"{self.digest}:{self.seed}:{self.review}"

    def record(self) -> dict[str, Any]:
        """The list in order, with all that anyone needs to compute it again."""
        lots = lots_of(self.arrived, self.stream) if self.rule is Order.LOT else {}
        return {
            "version": VERSION,
            "cycle": self.cycle,
            "digest": self.digest,
            "seed": self.seed,
            "review": self.review,
            "rule": self.rule.value,
            "arrived": list(self.arrived),
            "lots": lots,
            "order": sorted(self.arrived, key=lambda key: lots[key]) if lots else list(self.arrived),
            "minutes": self.minutes,
            "most": self.most,
            "seconds": share(len(self.arrived), self.minutes, self.most),
        }


def lots_of(keys: Iterable[str], stream: str) -> dict[str, str]:
    """The lot of each speaker: SHA-256, hexadecimal, of the stream, a slash and its key, in UTF-8."""
    return {key: hashlib.sha256(f"{stream}/{key}".encode()).hexdigest() for key in sorted(keys)}


def faults(record: Mapping[str, Any]) -> list[Sentence]:
    """What in the record of a list does not follow from the seed of the cycle; of a true record, nothing."""
    try:
        names = ("cycle", "digest", "seed", "review", "minutes", "most")
        given: dict[str, Any] = {name: record[name] for name in names}
        again = Closed(**given, rule=Order(record["rule"]), arrived=tuple(record["arrived"])).record()
    except Refusal as refusal:
        return [sentence("The record cannot be computed again: {problem}", problem=refusal.message)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [sentence("This is no record of a list: {problem} is missing or unreadable.", problem=error)]
    return [
        sentence("{part} differs from what the seed gives.", part=name)
        for name in ("version", "lots", "order", "seconds")
        if again[name] != record.get(name)
    ]


def left(seconds: int, began: datetime, now: datetime) -> int:
    """The seconds a speaker has left; negative once they are over."""
    return seconds - int((now - began).total_seconds())
