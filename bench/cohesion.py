"""All pairwise agreements of the General Assembly, from the CSV file: ours beside a loop and scikit-learn.

    python bench/cohesion.py [voeten_raw_with_absences_1946_2015.csv.gz]

Without a file it looks for ../shared/data/un/voeten_raw_with_absences_1946_2015.csv.gz.

The loop counts pairs in dictionaries, roll call by roll call, as one writes it first; scikit-learn's
`pairwise_distances` compares voters by a function of two rows. Both are run on every tenth session, from the
votes in memory, and scaled by roll calls × pairs; neither is charged for reading the file, which ours is.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.metrics import pairwise_distances

from koinon.observatory.engine.cohesion import agreement, reading
from koinon.observatory.engine.cohesion.votes import Codes, Rolls

REAL = Path(__file__).resolve().parents[2] / "shared/data/un/voeten_raw_with_absences_1946_2015.csv.gz"
RUNS = 3
EVERY = 10  # of so many sessions one is given to the peers


def ours(path: Path) -> Rolls:
    """From the file to the shares of all pairs of all sessions."""
    rolls = reading.read([path]).rolls
    for _, counted in agreement.by_session(rolls):
        agreement.coincidence(counted)
    return rolls


def loop(codes: Codes) -> dict[tuple[int, int], float]:
    """Every pair at every roll call."""
    agreed: dict[tuple[int, int], float] = defaultdict(float)
    both: dict[tuple[int, int], int] = defaultdict(int)
    for row in codes.tolist():
        there = [(unit, code) for unit, code in enumerate(row) if code in (1, 2, 3)]
        for (one, a), (other, b) in combinations(there, 2):
            both[one, other] += 1
            agreed[one, other] += 1 if a == b else 0.5 if 2 in (a, b) else 0
    return {pair: agreed[pair] / count for pair, count in both.items()}


def by_function(codes: Codes) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """scikit-learn with a function of two voters."""

    def share(one: Codes, other: Codes) -> float:
        there = (one >= 1) & (one <= 3) & (other >= 1) & (other <= 3)
        return float(1 - np.abs(one - other)[there].mean() / 2) if there.any() else np.nan

    return pairwise_distances(codes.T, metric=share, ensure_all_finite=False)


def timed(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(path: Path) -> None:
    """Print medians and ratios."""
    rolls = ours(path)
    blocks = [(rolls.codes[block]) for _, block in rolls.blocks()]
    some = blocks[EVERY // 2 :: EVERY]
    work = sum(len(block) for block in blocks) / sum(len(block) for block in some)
    for block in some:
        share = agreement.coincidence(agreement.pairs(block))
        assert all(abs(share[pair] - value) < 1e-9 for pair, value in loop(block).items())
    own = statistics.median(timed(lambda: ours(path)) for _ in range(RUNS))
    print(f"{rolls.votes:,} votes, {len(blocks)} sessions, {len(rolls.units)} units; medians of {RUNS} runs")
    print(f"ours, from the file             {own:8.2f} s")
    for name, peer in (
        ("a loop over pairs, in memory", loop),
        ("pairwise_distances, in memory", by_function),
    ):
        took = statistics.median(timed(lambda p=peer: [p(b) for b in some]) for _ in range(RUNS)) * work
        print(f"{name:<31} {took:8.2f} s  {took / own:6.1f} times ours (scaled from {len(some)} sessions)")


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL
    if given.is_file():
        main(given)
    else:
        print(f"There is no file {given}: name Voeten’s file of roll calls with absences.")
