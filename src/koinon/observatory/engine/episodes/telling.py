"""How an episode came about: the years, figures and thresholds that decided it, what would have changed it.

Facts, no words: pages say them in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.episodes.basis import Basis
from koinon.observatory.engine.episodes.finding import BREAKDOWN, DROP, SLIDE, Episodes
from koinon.observatory.engine.episodes.panel import NA, relevant_gap
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.episodes.regimes import Regimes

NEAR = 0.005  # of the index: less than this beside a threshold is worth a word
TIE = 1e-9  # what binary fractions make of a tie


@dataclass(frozen=True)
class Turn:
    """What ended it: the year, the change to that year, and the distance to the last year of change."""

    year: int
    step: float
    far: float


@dataclass(frozen=True)
class Limit:
    """A threshold that decided: with a value beyond `limit` in place of `value` it would be otherwise."""

    name: str  # of the parameter
    value: float
    limit: float

    @property
    def near(self) -> bool:
        """Whether a small difference in the figures would have changed it."""
        return abs(self.value - self.limit) < NEAR

    @property
    def tie(self) -> bool:
        """Whether figure and threshold are the same number, so that rounding decides."""
        return abs(self.value - self.limit) < TIE


@dataclass(frozen=True)
class Story:
    """One episode; years are calendar years, figures those of the index (0 to 1).

    `kind` is "dem" or "aut". `before` and `first` are the figures of the year before the onset and of the
    onset, `after` that of the last year. `low` and `high`: the least and the most within the years in which
    it was measured, up to `measured_to`. `moves`: years that moved in its direction by `start_incl`.
    `termination` and `outcome` carry the codes of the ERT codebook. `turn` is there where a drop, a slide or
    the regime ended it; `known_to` is the last year that is coded in a row; `ends_if_calm` the year whose
    figure would end an episode that is still open, if nothing moved until then.
    """

    unit: str
    kind: str
    pre: int
    start: int
    end: int
    last: int
    measured_to: int
    before: float
    first: float
    after: float
    low: float
    high: float
    moves: int
    regime_before: int | None
    regime_after: int | None
    crossed: int | None
    changed: int | None
    potential: int | None
    termination: int
    outcome: int | None
    open: bool
    turn: Turn | None
    known_to: int
    ends_if_calm: int | None
    limits: tuple[Limit, ...]

    @property
    def step(self) -> float:
        """The change of the onset."""
        return self.first - self.before

    @property
    def span(self) -> float:
        """How far the index moved in all."""
        return self.high - self.low


def story(
    basis: Basis, spells: Regimes, found: Episodes, number: int, p: Parameters, scale: float = 1
) -> Story:
    """The story of one of the episodes found with these parameters.

    `scale`: what index and thresholds were multiplied with, so that they are exact; figures are told without.
    """
    panel, sign = basis.panel, found.sign
    unit = int(found.unit[number])
    pre, start, end, last, tail = (
        int(part[number]) for part in (found.pre, found.start, found.end, found.last, found.tail)
    )
    series = panel.edi[unit]
    measured = series[pre : tail + 1]
    moved = (series[start : end + 1] - series[pre:end]) * sign
    inside = slice(start, end + 1)
    termination = int(found.termination[number])
    told = _turn(series * sign, last, end, termination, p)
    limits = _limits(float(moved[0]), float(np.nanmax(measured) - np.nanmin(measured)), told, termination, p)
    is_open = bool(found.uncertain[number])
    return Story(
        unit=panel.names[unit],
        kind="dem" if sign > 0 else "aut",
        pre=pre + panel.first,
        start=start + panel.first,
        end=end + panel.first,
        last=last + panel.first,
        measured_to=tail + panel.first,
        before=float(series[pre]) / scale,
        first=float(series[start]) / scale,
        after=float(series[end]) / scale,
        low=float(np.nanmin(measured)) / scale,
        high=float(np.nanmax(measured)) / scale,
        moves=int((moved >= p.start_incl).sum()),
        regime_before=_code(int(panel.row[unit, pre])),
        regime_after=_code(int(panel.row[unit, end])),
        crossed=_year(spells.event[unit, inside] == sign, start + panel.first),
        changed=_year(spells.trans[unit, inside] == sign, start + panel.first),
        potential=_code(int(found.potential[number])),
        termination=termination,
        outcome=_code(int(found.outcome[number])),
        open=is_open,
        turn=_calendar(told, panel.first, sign / scale),
        known_to=_known_to(basis, unit, end),
        ends_if_calm=last + p.tolerance + panel.first if is_open else None,
        limits=tuple(Limit(one.name, one.value / scale, one.limit / scale) for one in limits),
    )


def stories(basis: Basis, spells: Regimes, found: Episodes, p: Parameters, scale: float = 1) -> list[Story]:
    """The stories of all episodes of one direction that count."""
    return [story(basis, spells, found, int(n), p, scale) for n in np.flatnonzero(found.counted)]


def _turn(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    last: int,
    end: int,
    termination: int,
    p: Parameters,
) -> Turn | None:
    """What ended it, years as columns and changes in its direction."""
    if termination == BREAKDOWN and end + 1 < len(values):
        at = end + 1
        return Turn(at, float(values[at] - values[at - 1]), float(values[at] - values[last]))
    for at in range(last + 1, min(last + 1 + p.tolerance, len(values))):
        step, far = float(values[at] - values[at - 1]), float(values[at] - values[last])
        dropped = termination == DROP and step < -p.year_turn
        if dropped or (termination == SLIDE and far <= -p.cum_turn):
            return Turn(at, step, far)
    return None


def _calendar(told: Turn | None, first: int, factor: float) -> Turn | None:
    return told and Turn(told.year + first, told.step * factor, told.far * factor)


def _limits(
    onset: float, span: float, told: Turn | None, termination: int, p: Parameters
) -> tuple[Limit, ...]:
    found = [Limit("start_incl", p.start_incl, onset), Limit("cum_incl", p.cum_incl, span)]
    if told and termination == DROP:
        found.append(Limit("year_turn", p.year_turn, -told.step))
    if told and termination == SLIDE:
        found.append(Limit("cum_turn", p.cum_turn, -told.far))
    return tuple(found)


def _known_to(basis: Basis, unit: int, end: int) -> int:
    """The last year after an episode that is coded without a gap between."""
    panel = basis.panel
    year = np.array([end + panel.first], dtype=np.int16)
    gap = int(relevant_gap(panel, np.array([unit]), year)[0])
    return min(int(panel.coding_end[unit]), gap - 1)


def _year(marked: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], first: int) -> int | None:
    at = np.flatnonzero(marked)
    return int(at[0]) + first if len(at) else None


def _code(value: int) -> int | None:
    return None if value == NA else value
