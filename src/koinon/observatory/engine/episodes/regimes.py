"""From the Regimes of the World to regime spells: which changes are genuine, where each regime begins.

Steps and names follow the ERT codebook, version 15; where codebook and published data disagree, the data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.episodes.panel import NA, Bools, Index, Ints, Panel, near_end


@dataclass(frozen=True)
class Regimes:
    """Regimes of a panel; arrays of the shape (units, years), years as calendar years, `NA` where missing.

    `event`: +1 where the regime crosses to democracy (2 or 3), -1 where it crosses back. `founding`: years of
    the founding elections, democratic and autocratic, of the spell between events. `type`: 1 democracy, 0
    autocracy. `trans`: the change of `type` from the year before.
    """

    event: Ints
    censored: Ints
    dem_founding: Ints
    aut_founding: Ints
    start: Ints
    end: Ints
    type: Ints
    trans: Ints


def regimes(panel: Panel, tolerance: int) -> Regimes:
    """The regimes of a panel. They depend on the tolerance, and not on the index."""
    event = _changes(panel.row)
    since = _carried(panel, np.isin(event, (-1, 1)))
    dem, aut, censored, genuine = _spells(panel, event, since, tolerance)
    fixed = _openings(panel)
    kind = _types(panel, _carried(panel, fixed | genuine))
    trans = np.full_like(kind, NA)
    both = (kind[:, 1:] != NA) & (kind[:, :-1] != NA)
    trans[:, 1:] = np.where(both, kind[:, 1:] - kind[:, :-1], NA)
    start = _carried(panel, fixed | np.isin(trans, (-1, 1)))
    return Regimes(event, censored, dem, aut, start, _ends(panel, start), kind, trans)


def _changes(row: Ints) -> Ints:
    event = np.full_like(row, NA)
    both = (row[:, 1:] != NA) & (row[:, :-1] != NA)
    step = (row[:, 1:] >= 2).astype(np.int16) - (row[:, :-1] >= 2).astype(np.int16)
    event[:, 1:] = np.where(both, step, NA)
    return event


def _carried(panel: Panel, begins: Bools) -> Ints:
    """The latest year that begins something, carried forward; blank from a gap on for what began before."""
    years = panel.years
    latest = np.maximum.accumulate(np.where(begins, years, NA), axis=1)
    for k in range(3):
        gap = panel.gap_start[:, k : k + 1]
        latest = np.where((latest != NA) & (latest < gap) & (gap <= years), NA, latest)
    # a beginning before the gap stays blank after it, until the next one
    return latest.astype(np.int16)


def _openings(panel: Panel) -> Bools:
    """Where coding begins, and the year after each gap."""
    fixed = np.zeros(panel.row.shape, dtype=np.bool_)
    coded = panel.row != NA
    units = np.flatnonzero(coded.any(axis=1))
    fixed[units, np.argmax(coded, axis=1)[units]] = True
    for k in range(3):
        column = panel.gap_end[:, k].astype(np.intp) + 1 - panel.first
        there = (panel.gap_end[:, k] != NA) & (column >= 0) & (column < len(panel.years))
        fixed[np.flatnonzero(there), column[there]] = True
    return fixed


def _types(panel: Panel, start: Ints) -> Ints:
    begun = start != NA
    column = np.where(begun, start - panel.first, 0).astype(np.intp)
    first = np.take_along_axis(panel.row, column, axis=1)
    return np.where(begun & (first != NA), (first >= 2).astype(np.int16), NA).astype(np.int16)


def _ends(panel: Panel, start: Ints) -> Ints:
    """The last year of each spell, padded years included; years without a spell are one group too."""
    units = np.arange(start.shape[0])[:, None] * 10_000
    _, group = np.unique(units + start, return_inverse=True)
    group = group.reshape(start.shape)
    ends = np.zeros(group.max() + 1, dtype=np.int16)
    np.maximum.at(ends, group, np.broadcast_to(panel.years, start.shape))
    return ends[group]


def _spells(panel: Panel, event: Ints, since: Ints, tolerance: int) -> tuple[Ints, Ints, Ints, Bools]:
    """Founding elections of each spell between events; whether the event is censored, whether genuine.

    A crossing to democracy is a transition if a founding election follows in its spell; a crossing back is a
    breakdown if an autocratic founding election follows, or the regime is an electoral autocracy then and
    `tolerance` years later, or it closes.
    """
    dem, aut = np.full_like(event, NA), np.full_like(event, NA)
    censored, genuine = np.full_like(event, NA), np.zeros(event.shape, dtype=np.bool_)
    free = panel.elected & panel.assumed & (panel.row >= 2)
    unfree = panel.elected & (panel.row == 1)
    units, columns = np.nonzero(np.isin(event, (-1, 1)))
    near = near_end(panel, units, (columns + panel.first).astype(np.int16), tolerance)
    for unit, began, soon in zip(units.tolist(), columns.tolist(), near.tolist(), strict=True):
        after = _spell(since[unit], began)
        dem[unit, after] = founded = _first(free[unit], after, panel.first)
        aut[unit, after] = closed = _first(unfree[unit], after, panel.first)
        if event[unit, began] == 1:
            genuine[unit, began] = founded != NA
            censored[unit, began] = 0 if founded != NA else int(soon)
        else:
            row = panel.row[unit, after]
            lasting = len(row) > tolerance and row[0] == 1 and row[tolerance] == 1
            genuine[unit, began] = closed != NA or lasting or bool((row == 0).any())
            censored[unit, began] = 0 if genuine[unit, began] else NA
    return dem, aut, censored, genuine


def _spell(since: Ints, began: int) -> slice:
    same = since[began:] == since[began]
    return slice(began, began + (len(same) if same.all() else int(same.argmin())))


def _first(marked: Bools, where: slice, first: int) -> int:
    found: Index = np.flatnonzero(marked[where])
    return int(found[0]) + where.start + first if len(found) else NA
