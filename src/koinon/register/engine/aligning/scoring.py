"""How well stretches of two texts fit each other: length, enumerator, figures, marks, in log odds.

Length after Gale and Church (1993), "A program for aligning sentences in bilingual corpora": the length
of a translation grows with that of its original, its spread with the square root. The other signs add to
the odds as they agree or disagree; what is rare in the two texts weighs more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from koinon.register.engine.aligning.units import Unit

#: (originals, translated) that one step takes together, with its log probability beforehand.
STEPS: dict[tuple[int, int], float] = {
    (1, 1): math.log(0.84),
    (1, 0): math.log(0.015),
    (0, 1): math.log(0.015),
    (1, 2): math.log(0.03),
    (2, 1): math.log(0.03),
    (1, 3): math.log(0.006),
    (3, 1): math.log(0.006),
    (2, 2): math.log(0.004),
    (4, 1): math.log(0.001),
    (5, 1): math.log(0.0002),
    (6, 1): math.log(0.00004),
}
_SKIPPED = math.log(0.015)
_SKIPPED_ON = math.log(0.5)  # once something is left out, its neighbour often is: a part that is missing
STEPS |= {step: _SKIPPED + (n - 1) * _SKIPPED_ON for n in (2, 3, 4, 8, 16) for step in ((n, 0), (0, n))}
#: Within one paragraph: a provision takes several sentences more easily.
FINE_STEPS: dict[tuple[int, int], float] = {
    (1, 1): math.log(0.5),
    (1, 0): math.log(0.02),
    (0, 1): math.log(0.02),
    **{(1, n): math.log(0.2 / 2**n) for n in range(2, 7)},
    (2, 1): math.log(0.03),
    (3, 1): math.log(0.01),
}
_SKIPPED_BETWEEN = math.log(0.06)  # a heading or recital is left out more often than a provision
_SPREAD = 0.03  # of the logarithm of the length, squared, however long
_SPREAD_SHORT = 7.0  # and as much again, divided by the length in characters (Gale and Church: 6.8)
_ANYTHING = 1.0  # the spread between stretches that have nothing to do with each other
_WORST = -6.0
_SAME_PLACE, _OTHER_PLACE, _NO_PLACE = 2.2, -2.2, -0.4
_SAME_FIGURES, _OTHER_FIGURES, _FIGURES_MISSING = 3.0, -1.8, -0.8
_MARKS = 9.0
_TORN = -1.0  # for each end of a paragraph of the translation within one of the original
_BOTH_HEADINGS, _ONE_HEADING = 1.2, -1.5


@dataclass(frozen=True)
class Scoring:
    """Scores for two sequences of units; all log odds, higher is better."""

    originals: Sequence[Unit]
    translated: Sequence[Unit]
    steps: dict[tuple[int, int], float] = field(default_factory=lambda: STEPS)
    known_ratio: float | None = None  # characters of translation for one of the original, where known

    @cached_property
    def ratio(self) -> float:
        """Characters of translation for one of the original, over both texts, within what languages do."""
        if self.known_ratio is not None:
            return self.known_ratio
        here = sum(len(u.text) for u in self.originals)
        there = sum(len(u.text) for u in self.translated)
        return min(1.6, max(0.6, there / here)) if here and there else 1.0

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Rare marks weigh more: the logarithm of how seldom they come in the two texts."""
        every = Counter(mark for u in (*self.originals, *self.translated) for mark in u.marks)
        total = len(self.originals) + len(self.translated)
        return {mark: math.log(1 + total / n) for mark, n in every.items()}

    @cached_property
    def _by_chance(self) -> float:
        """The agreement of marks between stretches that stand far apart, so hardly translations."""
        n, m = len(self.originals), len(self.translated)
        if n < 4 or m < 4:
            return 0.0
        pairs = [(i, (i * m // n + m // 2) % m) for i in range(n)]
        return sum(self.agreement(self.originals[i].marks, self.translated[j].marks) for i, j in pairs) / n

    def score(self, i: int, j: int, di: int, dj: int) -> float:
        """Of the step that lays `originals[i:i+di]` beside `translated[j:j+dj]`."""
        before = self._before(i, di, dj)
        if not dj and any(u.numbers for u in self.originals[i : i + di]):
            return before
        if not di or not dj:
            return before - _SKIPPED + _SKIPPED_BETWEEN
        here, there = self._joined(0, i, di), self._joined(1, j, dj)
        return (
            before
            + self.length(len(here.text), len(there.text))
            + place(here, there)
            + figures(here.figures, there.figures)
            + _MARKS * (self.agreement(here.marks, there.marks) - self._by_chance)
            + _headings(here, there)
        )

    def _before(self, i: int, di: int, dj: int) -> float:
        """What shares a paragraph in the original does so in a translation too, as a rule."""
        if not dj or self.steps is not STEPS:
            return self.steps[di, dj]
        together = di > 1 and all(u.follows for u in self.originals[i + 1 : i + di])
        torn = _TORN * (bool(di) and self.originals[i].follows)
        if i + di < len(self.originals) and self.originals[i + di].follows and di:
            torn += _TORN
        return (self.steps[1, 1] if together and dj == 1 else self.steps[di, dj]) + torn

    @cached_property
    def _joined(self) -> _Joined:
        return _Joined(self.originals, self.translated)

    def length(self, here: int, there: int) -> float:
        """Log odds that a stretch of `there` characters renders one of `here`."""
        if not here or not there:
            return _WORST
        return _length(here, there, round(self.ratio, 6))

    def agreement(self, here: Iterable[str], there: Iterable[str]) -> float:
        """The weighted share of marks that two stretches have in common, from 0 to 1 (Dice)."""
        here, there = frozenset(here), frozenset(there)
        both = sum(map(self._weights.__getitem__, here & there))
        if not both:
            return 0.0
        return 2 * both / sum(self._weights[m] for side in (here, there) for m in side)


class _Joined:
    """Neighbouring units as one, kept."""

    def __init__(self, *sides: Sequence[Unit]) -> None:
        self._sides = sides
        self._kept: dict[tuple[int, int, int], Unit] = {}

    def __call__(self, side: int, start: int, count: int) -> Unit:
        if count == 1:
            return self._sides[side][start]
        key = (side, start, count)
        if key not in self._kept:
            self._kept[key] = joined(self._sides[side][start : start + count])
        return self._kept[key]


def joined(units: Sequence[Unit]) -> Unit:
    """Several units read as one: the place of the first, a heading if all are."""
    return Unit(
        text=" ".join(u.text for u in units),
        numbers=tuple(n for u in units for n in u.numbers),
        place=units[0].place,
        heading=all(u.heading for u in units),
        figures=frozenset().union(*(u.figures for u in units)),
        marks=frozenset().union(*(u.marks for u in units)),
    )


@lru_cache(maxsize=65536)
def _length(here: int, there: int, ratio: float) -> float:
    off = math.log(there / (here * ratio))
    spread = _SPREAD + _SPREAD_SHORT / here
    expected = -off * off / (2 * spread) - 0.5 * math.log(spread)
    anything = -off * off / (2 * _ANYTHING) - 0.5 * math.log(_ANYTHING)
    return max(_WORST, expected - anything)


def place(here: Unit, there: Unit) -> float:
    """Log odds by the enumerators: the same, another, or one that only one side has."""
    if not here.place and not there.place:
        return 0.0
    if not here.place or not there.place:
        return _NO_PLACE
    if here.place & there.place:
        return _SAME_PLACE
    ends = {path[-1] for path in here.place} & {path[-1] for path in there.place}
    return 0.0 if ends else _OTHER_PLACE


def figures(here: frozenset[int], there: frozenset[int]) -> float:
    """Log odds by the numbers that two stretches name."""
    if not here and not there:
        return 0.0
    if not here or not there:
        return _FIGURES_MISSING
    shared = 2 * len(here & there) / (len(here) + len(there))
    return _SAME_FIGURES * shared if shared else _OTHER_FIGURES


def _headings(here: Unit, there: Unit) -> float:
    if here.heading and there.heading:
        return _BOTH_HEADINGS
    return _ONE_HEADING if here.heading != there.heading else 0.0
