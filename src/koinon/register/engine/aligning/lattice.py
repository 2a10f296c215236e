"""The best way through two sequences in order, and how sure each of its steps is.

Dynamic programming over the grid of positions: the best path (Viterbi), and for each of its steps the
share that the paths through it have in the weight of all paths (forward and backward sums).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Score = Callable[[int, int, int, int], float]
NEVER = -math.inf
_NARROWEST = 40  # positions on either side of the diagonal that are looked at
_HOPELESS = 70.0  # so far behind the best of its row, a position is not gone on from (odds of e^70 to 1)


@dataclass(frozen=True, slots=True)
class Step:
    """`di` of the one sequence from `i` on beside `dj` of the other from `j` on.

    `sure`: from 0 to 1, the share of this step among everything else that could be.
    """

    i: int
    j: int
    di: int
    dj: int
    sure: float


def path(n: int, m: int, steps: Iterable[tuple[int, int]], score: Score, *, calm: float = 1.0) -> list[Step]:
    """The best steps from (0, 0) to (n, m), in order.

    `score` in log odds. `calm`: the scores are multiplied by it before they are weighed against each
    other for `sure`, since signs that hang together count too often; the path itself does not change.
    """
    return _Grid(n, m, tuple(steps), score, calm).path()


class _Grid:
    def __init__(self, n: int, m: int, steps: tuple[tuple[int, int], ...], score: Score, calm: float) -> None:
        self.n, self.m, self.steps, self.score, self.calm = n, m, steps, score, calm
        self.wide = min(m, max(_NARROWEST, abs(n - m) + n // 20))
        rows = [self._columns(i) for i in range(n + 1)]
        self.low = [low for low, _ in rows]
        self.width = [high - low + 1 for low, high in rows]
        self.scores = [array("d", [NEVER]) * (width * len(steps)) for width in self.width]

    def _columns(self, i: int) -> tuple[int, int]:
        """The band of columns in a row: around the diagonal, and the corners in any case."""
        middle = i * self.m // self.n if self.n else 0
        low = 0 if i == 0 else max(0, middle - self.wide)
        high = self.m if i == self.n else min(self.m, middle + self.wide)
        return low, high

    def _at(self, i: int, j: int) -> int | None:
        """The place of a column in its row, None outside the band."""
        place = j - self.low[i]
        return place if 0 <= place < self.width[i] else None

    def path(self, *, thorough: bool = False) -> list[Step]:
        """`thorough`: hopeless positions too, for sequences that have hardly anything in common."""
        best = [array("d", [NEVER]) * width for width in self.width]
        back = [array("b", [-1]) * width for width in self.width]
        sums = [array("d", [NEVER]) * width for width in self.width]
        best[0][0] = sums[0][0] = 0.0
        hopeless = math.inf if thorough else _HOPELESS
        for i in range(self.n + 1):
            least = max(best[i]) - hopeless
            for here in range(self.width[i]):
                if best[i][here] > NEVER and best[i][here] >= least:
                    self._go_on(i, here, best, back, sums)
        if not thorough and best[self.n][self.m - self.low[self.n]] == NEVER:
            return self.path(thorough=True)
        return self._traced(back, sums)

    def _go_on(
        self,
        i: int,
        here: int,
        best: list[array[float]],
        back: list[array[int]],
        sums: list[array[float]],
    ) -> None:
        """From one position by every step that stays within the grid."""
        j = here + self.low[i]
        for k, (di, dj) in enumerate(self.steps):
            if i + di > self.n or j + dj > self.m:
                continue
            there = self._at(i + di, j + dj)
            if there is None:
                continue
            gain = self.score(i, j, di, dj)
            self.scores[i][here * len(self.steps) + k] = gain
            total = best[i][here] + gain
            if total > best[i + di][there]:
                best[i + di][there], back[i + di][there] = total, k
            sums[i + di][there] = _added(sums[i + di][there], sums[i][here] + self.calm * gain)

    def _rests(self) -> list[array[float]]:
        """The weight of all ways from each position to the end."""
        rests = [array("d", [NEVER]) * width for width in self.width]
        rests[self.n][self.m - self.low[self.n]] = 0.0
        for i in range(self.n, -1, -1):
            for here in range(self.width[i] - 1, -1, -1):
                for k, (di, dj) in enumerate(self.steps):
                    gain = self.scores[i][here * len(self.steps) + k]
                    if gain > NEVER:
                        there = here + self.low[i] + dj - self.low[i + di]
                        after = rests[i + di][there]
                        rests[i][here] = _added(rests[i][here], self.calm * gain + after)
        return rests

    def _traced(self, back: list[array[int]], sums: list[array[float]]) -> list[Step]:
        rests = self._rests()
        whole = rests[0][0]
        i, j = self.n, self.m
        found: list[Step] = []
        while i or j:
            k = back[i][j - self.low[i]]
            di, dj = self.steps[k]
            i, j = i - di, j - dj
            here = j - self.low[i]
            gain = self.calm * self.scores[i][here * len(self.steps) + k]
            after = rests[i + di][j + dj - self.low[i + di]]
            weight = sums[i][here] + gain + after - whole
            found.append(Step(i, j, di, dj, min(1.0, math.exp(weight))))
        return found[::-1]


def _added(one: float, other: float) -> float:
    """log(exp(one) + exp(other)) without overflow."""
    if one < other:
        one, other = other, one
    return one + math.log1p(math.exp(other - one)) if other > NEVER else one
