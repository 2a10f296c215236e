"""Potential episodes: stretches in which the index moves one way, by the scan of the ERT method.

All series are scanned at once, year by year. A series is a unit's index, or its negative for autocratization:
then the thresholds are the same for both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.episodes.panel import Bools, Floats, Index, Ints
from koinon.observatory.engine.episodes.parameters import Parameters


@dataclass(frozen=True)
class Spans:
    """Stretches of series from `first`, the year before the onset, to `tail`; both included, in order."""

    series: Index
    first: Index
    tail: Index


def steps(values: Floats) -> Floats:
    """The change to the next year: (series, years - 1), NaN where either year is missing."""
    return values[:, 1:] - values[:, :-1]


def stops(row: Ints, trans: Ints, sign: int) -> Bools:
    """Where the regime itself ends an episode between a year and the next.

    Democratization ends when the regime falls to closed autocracy or breaks down; autocratization when it
    rises to liberal democracy or there is a transition.
    """
    now, after = row[:, :-1], row[:, 1:]
    known = (now >= 0) & (after >= 0)
    turned = (after < now) & (after == 0) if sign > 0 else (after > now) & (after == 3)
    told: Bools = (known & turned) | (trans[:, 1:] == -sign)
    return told


def spans(change: Floats, stop: Bools, p: Parameters) -> Spans:
    """The potential episodes of all series.

    `change` and `stop` have the shape (series, years - 1). Onsets wait in a queue of which only the first
    and the last are ever asked for.
    """
    number, length = change.shape
    onset, latest = np.full(number, -1), np.full(number, -1)
    stasis, drift = np.zeros(number, dtype=np.int32), np.zeros(number)
    found: list[tuple[Index, Index, Index]] = []
    missing = np.isnan(change)
    rising = change >= p.start_incl
    holding = (change >= -p.year_turn) & ~rising
    falling = change < -p.year_turn
    for i in range(length):
        up = rising[:, i]
        onset[up & (onset < 0)] = i
        latest[up] = i
        stasis[up] = 0
        drift[up] = 0.0
        open_ = onset >= 0
        still = open_ & holding[:, i]
        stasis[still] += 1
        drift[still] += change[still, i]
        ending = missing[:, i] | falling[:, i] | stop[:, i]
        ending |= (stasis == p.tolerance) | (drift < -p.cum_turn) | (i == length - 1)
        ending &= open_
        if not ending.any():
            continue
        at = np.flatnonzero(ending)
        tail = np.where(stasis[at] > 0, i, latest[at] + 1)
        if i == length - 1:
            lasting = (stasis[at] > 0) & (change[at, i] >= -p.year_turn)
            tail = np.where(lasting, i + 1, tail)
        found.append((at, onset[at].copy(), tail))
        onset[at] = latest[at] = -1
        stasis[at] = 0
        drift[at] = 0.0
    return _apart(found)


def _apart(found: list[tuple[Index, Index, Index]]) -> Spans:
    """By series and year; where one begins in the year in which another ends, the year is the later one's."""
    if not found:
        none = np.zeros(0, dtype=np.intp)
        return Spans(none, none, none)
    series, first, tail = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((first, series))
    series, first, tail = series[order], first[order], tail[order]
    shared = (series[1:] == series[:-1]) & (first[1:] == tail[:-1])
    tail[:-1][shared] -= 1
    return Spans(series, first, tail)
