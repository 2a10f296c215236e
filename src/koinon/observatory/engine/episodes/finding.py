"""Episodes of democratization and autocratization: which stretches count, how each ends, its outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.episodes.panel import NA, Bools, Floats, Index, Ints, Panel, near_end
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.episodes.regimes import Regimes, regimes
from koinon.observatory.engine.episodes.scanning import Spans, spans, steps, stops

CENSORED, STABLE, DROP, SLIDE, BREAKDOWN = 0, 1, 2, 3, 4  # how an episode ends


@dataclass(frozen=True)
class Episodes:
    """Episodes of one direction, one an entry; years as columns of the panel.

    `pre` is the year before the onset, `start` and `end` the first and last year, `last` the last year of
    change in its direction, `tail` the last of the years in which it was measured how far the index moves.
    `termination`, `outcome`, `potential` (whether a change of regime was possible)
    carry the codes of the ERT codebook, `NA` where missing; `uncertain`: too near to the end of coding or to
    a gap. `counted` is False where the index is missing in the years after and the rules then drop it.
    """

    sign: int  # +1 democratization, -1 autocratization
    unit: Index
    pre: Index
    start: Index
    end: Index
    last: Index
    tail: Index
    termination: Ints
    potential: Ints
    outcome: Ints
    uncertain: Bools
    counted: Bools

    def __len__(self) -> int:
        return len(self.unit)


def episodes(panel: Panel, p: Parameters) -> tuple[Regimes, Episodes, Episodes]:
    """Regimes, episodes of democratization, episodes of autocratization."""
    spells = regimes(panel, p.tolerance)
    return spells, episodes_of(panel, spells, p, 1), episodes_of(panel, spells, p, -1)


def episodes_of(panel: Panel, spells: Regimes, p: Parameters, sign: int) -> Episodes:
    """The episodes of one direction."""
    values = panel.edi * sign
    change = steps(values)
    found = _manifest(values, spans(change, stops(panel.row, spells.trans, sign), p), p)
    return _ended(panel, spells, p, sign, values, change, found)


def _manifest(values: Floats, found: Spans, p: Parameters) -> Spans:
    """Those in which the index moves far enough, whatever the order of its years."""
    if not len(found.series):
        return found
    length = int((found.tail - found.first).max()) + 1
    columns = found.first[:, None] + np.arange(length)
    inside = columns <= found.tail[:, None]
    window = values[found.series[:, None], np.where(inside, columns, 0)]
    highest = np.where(inside & ~np.isnan(window), window, -np.inf).max(axis=1)
    lowest = np.where(inside & ~np.isnan(window), window, np.inf).min(axis=1)
    kept = (highest - lowest >= p.cum_incl) & (found.tail > found.first)
    return Spans(found.series[kept], found.first[kept], found.tail[kept])


def _ended(
    panel: Panel, spells: Regimes, p: Parameters, sign: int, values: Floats, change: Floats, found: Spans
) -> Episodes:
    unit, pre, end = found.series, found.first, found.tail
    uncertain = near_end(panel, unit, (end + panel.first).astype(np.int16), p.tolerance, before=1)
    broken = _broken(panel, spells, sign, unit, pre + 1, end)
    end = np.where(broken >= 0, broken, end)
    last = _last_change(change, unit, pre, end, p)
    termination = _termination(values, change, unit, last, broken >= 0, uncertain, p)
    uncertain &= ~np.isin(termination, (STABLE, DROP, SLIDE, BREAKDOWN))
    end = np.where(uncertain, end, last)
    potential = _potential(spells, sign, unit, pre)
    outcome = _outcome(panel, spells, sign, unit, pre, end, potential, uncertain, termination)
    return Episodes(
        sign=sign,
        unit=unit,
        pre=pre,
        start=pre + 1,
        end=end,
        last=last,
        tail=found.tail,
        termination=termination,
        potential=potential,
        outcome=outcome,
        uncertain=uncertain,
        counted=termination != NA,
    )


def _broken(panel: Panel, spells: Regimes, sign: int, unit: Index, start: Index, end: Index) -> Index:
    """The first year after which the regime breaks off what was under way; -1 where none does."""
    after = np.zeros(panel.row.shape, dtype=np.bool_)
    after[:, :-1] = spells.trans[:, 1:] == -sign
    if sign > 0:
        after[:, :-1] |= (panel.row[:, 1:] == 0) & (panel.row[:, :-1] > 0)
    upcoming = _next(after)[unit, start]
    return np.where(upcoming <= end, upcoming, -1)


def _next(marked: Bools) -> Index:
    """For each column the nearest marked one from it on; beyond the last column where there is none."""
    columns = np.where(marked, np.arange(marked.shape[1]), marked.shape[1])
    nearest: Index = np.minimum.accumulate(columns[:, ::-1], axis=1)[:, ::-1]
    return nearest


def _last_change(change: Floats, unit: Index, pre: Index, end: Index, p: Parameters) -> Index:
    """The last year up to `end` that moved by `start_incl`; the onset always did."""
    moved = np.zeros((change.shape[0], change.shape[1] + 1), dtype=np.bool_)
    moved[:, 1:] = change >= p.start_incl
    latest = np.maximum.accumulate(np.where(moved, np.arange(moved.shape[1]), -1), axis=1)
    return np.maximum(latest[unit, end], pre + 1)


def _termination(
    values: Floats, change: Floats, unit: Index, last: Index, broken: Bools, uncertain: Bools, p: Parameters
) -> Ints:
    """How it ended, from the years after the last change: breakdown, drop, slide, standstill, not known."""
    columns = last[:, None] + 1 + np.arange(p.tolerance)
    there = columns < values.shape[1]
    columns = np.where(there, columns, 0)
    yearly = np.where(there, change[unit[:, None], np.maximum(columns - 1, 0)], np.nan)
    far = np.where(there, values[unit[:, None], columns], np.nan) - values[unit, last][:, None]
    calm = (yearly < p.start_incl) & (yearly >= -p.year_turn)
    choices = [
        broken,
        (yearly < -p.year_turn).any(axis=1),
        (far <= -p.cum_turn).any(axis=1),
        calm.all(axis=1),
    ]
    codes = [BREAKDOWN, DROP, SLIDE, STABLE]
    told = np.select([*choices, uncertain], [*codes, CENSORED], NA)
    return told.astype(np.int16)


def _potential(spells: Regimes, sign: int, unit: Index, pre: Index) -> Ints:
    """Whether the regime could change in that direction: 1, 0, or missing."""
    kind = spells.type[unit, pre]
    other = 1 - kind if sign > 0 else kind
    return np.where(kind == NA, NA, other).astype(np.int16)


def _outcome(
    panel: Panel,
    spells: Regimes,
    sign: int,
    unit: Index,
    pre: Index,
    end: Index,
    potential: Ints,
    uncertain: Bools,
    termination: Ints,
) -> Ints:
    """What became of it, by the first rule that fits.

    A regime that is missing inside an episode that would not be censored leaves the outcome missing, as in
    the published method.
    """
    could = potential == 1
    changed = could & _any(spells.trans == sign, unit, pre + 1, end)
    never_left = ~_any(panel.row != (0 if sign > 0 else 3), unit, pre, end)
    crossed = _any(spells.event == sign, unit, pre + 1, end)
    unknown = could & ~uncertain & _any(panel.row == NA, unit, pre, end)
    turned = np.isin(termination, (DROP, SLIDE, BREAKDOWN))
    told = np.select(
        [
            changed,
            unknown,
            could & ~uncertain & never_left,
            could & ~uncertain & crossed,
            could & (termination == STABLE),
            could & turned,
            potential == 0,
            uncertain,
        ],
        [1, NA, 4, 2, 3, 4, 5, 6],
        NA,
    )
    return told.astype(np.int16)


def _any(marked: Bools, unit: Index, first: Index, last: Index) -> Bools:
    """Whether any column from `first` to `last`, both included, is marked."""
    before = np.zeros((marked.shape[0], marked.shape[1] + 1), dtype=np.int32)
    np.cumsum(marked, axis=1, out=before[:, 1:])
    found: Bools = before[unit, last + 1] > before[unit, first]
    return found
