"""The measures as they are defined, by counting pairs and thresholds one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence


def auc(came: Sequence[float], said: Sequence[float]) -> float:
    """Over all pairs of a row where it came and one where it did not: which was given more?"""
    ones = [p for c, p in zip(came, said, strict=True) if c == 1]
    noughts = [p for c, p in zip(came, said, strict=True) if c == 0]
    wins = sum((p > q) + 0.5 * (p == q) for p in ones for q in noughts)
    return wins / (len(ones) * len(noughts))


def average_precision(came: Sequence[float], said: Sequence[float]) -> float:
    """From the highest figure down: at each, the precision, times the recall gained."""
    total, before = 0.0, 0.0
    for threshold in sorted(set(said), reverse=True):
        above = [c for c, p in zip(came, said, strict=True) if p >= threshold]
        recall = sum(above) / sum(came)
        total += (recall - before) * sum(above) / len(above)
        before = recall
    return total


def log_score(came: Sequence[float], said: Sequence[float]) -> float:
    """The mean surprise."""
    sure = [min(max(p, 1e-6), 1 - 1e-6) for p in said]
    return -sum(math.log(p if c else 1 - p) for c, p in zip(came, sure, strict=True)) / len(sure)
