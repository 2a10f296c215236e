"""Episodes laid out on country-years: the columns of the published table."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from koinon.observatory.engine.episodes.finding import Episodes
from koinon.observatory.engine.episodes.panel import NA, Bools, Index, Ints, Panel, Whole
from koinon.observatory.engine.episodes.regimes import Regimes

Columns: TypeAlias = dict[str, Whole]
AGGREGATED = {1: 1, 2: 2, 3: 2, 4: 2, 5: 3, 6: 4, NA: NA}


def columns_of(found: Episodes, spells: Regimes) -> Columns:
    """The columns of one direction, each of the shape (units, years); `…_ep_number` is the episode's place
    in `found`, `NA` where there is none."""
    kind, after, sub = ("dem", "ptr", "subdep") if found.sign > 0 else ("aut", "pbr", "subreg")
    shape = spells.trans.shape
    number: Whole = np.full(shape, NA, dtype=np.int32)
    within = np.zeros(shape, dtype=np.bool_)
    pre_year = np.zeros(shape, dtype=np.int16)
    pre_year[found.unit, found.pre] = 1
    kept = np.flatnonzero(found.counted)
    number[found.unit[kept], found.pre[kept]] = kept
    rows, years = _inside(found, kept)
    number[rows, years] = np.repeat(kept, found.end[kept] - found.start[kept] + 1)
    within[rows, years] = True
    deeper = _deeper(found, spells, number, within)
    started = np.bincount(number[deeper], minlength=len(found)) > 0

    def told(values: Ints | Bools, blank: int) -> Ints:
        if not len(found):
            return np.full(shape, blank, dtype=np.int16)
        return np.where(within, values[np.maximum(number, 0)], blank).astype(np.int16)

    aggregated = np.array([AGGREGATED[int(code)] for code in found.outcome], dtype=np.int16)
    return {
        f"{kind}_ep": within.astype(np.int16),
        f"{kind}_ep_number": number,
        f"{kind}_pre_ep_year": pre_year,
        f"{kind}_ep_termination": told(found.termination, NA),
        f"{kind}_ep_prch": told(found.potential, NA),
        f"{kind}_ep_{after}": np.where(within, deeper, NA).astype(np.int16),
        f"{kind}_ep_{sub}": told(started, NA),
        f"{kind}_ep_outcome": told(found.outcome, 0),
        f"{kind}_ep_outcome_agg": told(aggregated, 0),
        f"{kind}_ep_censored": told(found.uncertain, 0),
    }


def _inside(found: Episodes, kept: Index) -> tuple[Index, Index]:
    """Units and columns of every year of the episodes, in their order."""
    lengths = found.end[kept] - found.start[kept] + 1
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(found.unit[kept], lengths), np.repeat(found.start[kept], lengths) + offsets


def _deeper(found: Episodes, spells: Regimes, number: Whole, within: Bools) -> Bools:
    """Years that go on in the same direction after the regime has changed."""
    if not len(found):
        return within
    changed = within & (found.outcome[np.maximum(number, 0)] == 1)
    new = spells.type == (1 if found.sign > 0 else 0)
    deeper: Bools = changed & new & (spells.trans != found.sign)
    return deeper


def identities(found: Episodes, panel: Panel) -> list[str]:
    """TEXTID_start_end of each episode."""
    starts, ends = found.start + panel.first, found.end + panel.first
    return [
        f"{panel.names[unit]}_{start}_{end}"
        for unit, start, end in zip(found.unit.tolist(), starts.tolist(), ends.tolist(), strict=True)
    ]
