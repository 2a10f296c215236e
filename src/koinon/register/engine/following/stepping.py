"""Taking the steps of a clock: which are told when it is looked at, and to whom they fall.

A clock is looked at every quarter of an hour. Where several of its steps have passed since the last look,
because the machine stood still or the date was set late, only the latest for each of those addressed is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from koinon.register.engine.following.terms import To

Holder = TypeVar("Holder")

#: Who is told in whose stead: the next one up, where nobody holds the office.
LADDER = (To.FOCAL_POINT, To.VALIDATOR, To.SECRETARIAT)


@dataclass(frozen=True, slots=True)
class Told:
    """A step that is told: its place in the clock's steps, and when it was to be taken."""

    step: int
    to: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a clock comes to: what is told, how many steps are behind, when to look next."""

    told: tuple[Told, ...]
    done: int
    next_at: datetime | None


def look(steps: Sequence[Mapping[str, Any]], done: int, now: datetime) -> Look:
    """Look at a clock whose `steps` (in order, "at" an ISO moment) are behind up to `done`."""
    latest: dict[str, Told] = {}
    for place in range(done, len(steps)):
        at = datetime.fromisoformat(steps[place]["at"])
        if at > now:
            return Look(_in_order(latest), place, at)
        latest[steps[place]["to"]] = Told(place, steps[place]["to"], at)
    return Look(_in_order(latest), max(done, len(steps)), None)


def _in_order(latest: Mapping[str, Told]) -> tuple[Told, ...]:
    return tuple(sorted(latest.values(), key=lambda told: told.step))


def fallen(to: To, holders: Callable[[To], Collection[Holder]]) -> tuple[To, Collection[Holder]]:
    """To whom a step falls: those who hold the office, else the next one up at once.

    `holders` gives who holds an office for the party concerned. Nobody at all: the secretariat's, with none.
    """
    if to not in LADDER:
        return to, ()
    for rung in LADDER[LADDER.index(to) :]:
        if found := holders(rung):
            return rung, found
    return To.SECRETARIAT, ()
