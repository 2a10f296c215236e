"""The slow, obvious way through two sequences: every path there is, written out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

Step = tuple[int, int, int, int]


def paths(n: int, m: int, steps: Iterable[tuple[int, int]]) -> Iterator[list[Step]]:
    """Every list of steps from (0, 0) to (n, m)."""
    allowed = list(steps)

    def onward(i: int, j: int) -> Iterator[list[Step]]:
        if (i, j) == (n, m):
            yield []
        for di, dj in allowed:
            if i + di <= n and j + dj <= m:
                for rest in onward(i + di, j + dj):
                    yield [(i, j, di, dj), *rest]

    return onward(0, 0)


def weighed(
    n: int,
    m: int,
    steps: Iterable[tuple[int, int]],
    score: Callable[[int, int, int, int], float],
    calm: float,
) -> tuple[float, dict[Step, float]]:
    """The score of the best path, and of each step the share that paths through it have of all."""
    every = [(path, sum(score(*step) for step in path)) for path in paths(n, m, steps)]
    whole = sum(math.exp(calm * total) for _, total in every)
    shares: dict[Step, float] = {}
    for path, total in every:
        for step in path:
            shares[step] = shares.get(step, 0.0) + math.exp(calm * total) / whole
    return max(total for _, total in every), shares
