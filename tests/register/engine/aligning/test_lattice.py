"""The fast way through the grid finds what the slow and obvious one finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from koinon.register.engine.aligning.lattice import path
from koinon.register.engine.aligning.scoring import STEPS
from tests.register.engine.aligning.obvious import weighed

SMALL = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1)]
SCORES = some.lists(some.floats(-4, 4), min_size=97, max_size=97)


@given(some.integers(0, 4), some.integers(0, 4), SCORES, some.sampled_from([1.0, 0.7]))
def test_the_best_path_and_how_sure_its_steps_are(n: int, m: int, table: list[float], calm: float) -> None:
    def score(i: int, j: int, di: int, dj: int) -> float:
        return table[(i * 31 + j * 17 + di * 7 + dj * 3) % len(table)]

    found = path(n, m, SMALL, score, calm=calm)
    best, shares = weighed(n, m, SMALL, score, calm)
    assert sum(score(s.i, s.j, s.di, s.dj) for s in found) == pytest.approx(best)
    for step in found:
        assert step.sure == pytest.approx(shares[step.i, step.j, step.di, step.dj])


@given(some.integers(0, 120), some.integers(0, 120))
def test_a_path_takes_everything_once_and_in_order(n: int, m: int) -> None:
    found = path(n, m, STEPS, lambda i, j, di, dj: STEPS[di, dj] - abs(i - j) * 0.1)
    assert [s.i for s in found] == [sum(s.di for s in found[:k]) for k in range(len(found))]
    assert [s.j for s in found] == [sum(s.dj for s in found[:k]) for k in range(len(found))]
    assert (sum(s.di for s in found), sum(s.dj for s in found)) == (n, m)
