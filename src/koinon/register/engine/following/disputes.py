"""Which claims on one follow-up contradict each other.

Two claims contradict when no course of events in which nothing done is undone makes both of them true: a
level that is higher later is progress, one that is lower later, or another on the same day, cannot be.
"No evidence" says only that no more than limited completion could be found. Besides, a claim contradicts
the one that it contests in so many words. Levels are ordered, never measured: nothing is averaged or
outvoted, and an assessor's conclusion is one more statement, which ends no contradiction of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from koinon.register.engine.following.words import Level

ORDER = {level: place for place, level in enumerate(Level)}
FOUND = (Level.SUBSTANTIAL, Level.COMPLETE)  # of which there would be evidence


@dataclass(frozen=True, slots=True)
class Stated:
    """One claim as the rules see it. `claimant` is the same text for the claims of one claimant."""

    number: int
    claimant: str
    level: Level
    as_of: date
    contests: int | None = None
    standing: bool = True


class Why(StrEnum):
    """Why two claims contradict."""

    CONTESTED = "contested"
    SAME_DAY = "same-day"
    UNDONE = "undone"  # the later state is the lower one
    NO_EVIDENCE = "no-evidence"


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Two claims by their numbers, the smaller first."""

    one: int
    other: int
    why: Why


def counting(claims: Iterable[Stated]) -> list[Stated]:
    """The latest standing claim of each claimant, in the order of their numbers.

    Latest is what describes the latest day; of several on a day, what was said last.
    """
    latest: dict[str, Stated] = {}
    for claim in claims:
        held = latest.get(claim.claimant)
        if claim.standing and (held is None or _when(claim) > _when(held)):
            latest[claim.claimant] = claim
    return sorted(latest.values(), key=lambda claim: claim.number)


def contradictions(claims: Sequence[Stated]) -> list[Contradiction]:
    """Every pair of claims that count and contradict, in the order of their numbers."""
    found = []
    for one, other in combinations(counting(claims), 2):
        if (why := _why(one, other)) is not None:
            found.append(Contradiction(one.number, other.number, why))
    return found


def _when(claim: Stated) -> tuple[date, int]:
    return claim.as_of, claim.number


def _why(one: Stated, other: Stated) -> Why | None:
    if one.contests == other.number or other.contests == one.number:
        return Why.CONTESTED
    earlier, later = sorted((one, other), key=_when)
    same_day = earlier.as_of == later.as_of
    if Level.NO_EVIDENCE in (one.level, other.level):
        blind, seen = (one, other) if one.level == Level.NO_EVIDENCE else (other, one)
        return Why.NO_EVIDENCE if seen.level in FOUND and seen.as_of <= blind.as_of else None
    if same_day:
        return Why.SAME_DAY if earlier.level != later.level else None
    return Why.UNDONE if ORDER[later.level] < ORDER[earlier.level] else None
