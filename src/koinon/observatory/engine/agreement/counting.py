"""In how many draws a verdict holds: the same engine finds the episodes of many draws at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.agreement.drawing import Belief, Errors, belief, draws
from koinon.observatory.engine.episodes.basis import Basis
from koinon.observatory.engine.episodes.finding import Episodes, episodes_of
from koinon.observatory.engine.episodes.panel import Bools, Floats, Index, Panel, Whole
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.episodes.regimes import Regimes

A = TypeVar("A", bound=NDArray[Any])
AT_ONCE = 16  # draws of the whole panel that are held at a time: some hundred megabytes
MOST = 100_000


@dataclass(frozen=True)
class Held:
    """Numbers of draws, of one direction.

    By country-year, in the panel's shape: `within`, drawn into an episode; `open`, into one whose end is not
    known yet. By episode of the figures as published, in their order: `exists`, an episode of the draw
    shares a year with it; `begins`, one begins in the same year; `ends_alike`, one that shares a year has
    the same outcome.
    """

    within: Whole
    open: Whole
    exists: Whole
    begins: Whole
    ends_alike: Whole

    def __add__(self, other: Held) -> Held:
        """Both counts together."""
        return Held(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Agreement:
    """Verdicts on the figures as published, and how many of `draws` hold them."""

    draws: int
    found: tuple[Episodes, Episodes]  # democratization, autocratization
    held: tuple[Held, Held]


def agreement(
    basis: Basis,
    p: Parameters,
    errors: Errors,
    *,
    number: int,
    seed: int,
    tell: Callable[[int], None] = lambda done: None,
) -> Agreement:
    """Count over draws 1 … `number`; `tell` hears after each block how many are done.

    Regimes stay as published: they rest on elections and on figures whose intervals are not at hand.
    """
    if not 1 <= number <= MOST:
        raise Refused(
            "observatory.agreement.draws",
            "{number} draws were asked for: ask for 1 to {most}.",
            number=number,
            most=MOST,
        )
    _, dem, aut = basis.episodes(p)
    held = counted(basis, p, errors, first=1, last=number, seed=seed, tell=tell)
    return Agreement(number, (dem, aut), held)


def counted(
    basis: Basis,
    p: Parameters,
    errors: Errors,
    *,
    first: int,
    last: int,
    seed: int,
    tell: Callable[[int], None] = lambda done: None,
) -> tuple[Held, Held]:
    """What draws `first` to `last` hold, both included; counts of parts may be added up."""
    spells, *found = basis.episodes(p)
    dem, aut = nothing(basis, p)
    for done, panel, many, size in _blocks(basis, spells, errors, range(first, last + 1), seed):
        dem += _count(episodes_of(panel, many, p, 1), found[0], basis.panel, size)
        aut += _count(episodes_of(panel, many, p, -1), found[1], basis.panel, size)
        tell(done)
    return dem, aut


def nothing(basis: Basis, p: Parameters) -> tuple[Held, Held]:
    """The counts of no draws."""
    _, dem, aut = basis.episodes(p)
    return _none(basis.panel, dem), _none(basis.panel, aut)


def _blocks(
    basis: Basis, spells: Regimes, errors: Errors, asked: range, seed: int
) -> Iterator[tuple[int, Panel, Regimes, int]]:
    """The last draw, and the panels of a block of them below each other: one with all units, then another."""
    told: Belief = belief(basis)
    size, panel, many = 0, basis.panel, spells
    for at in range(0, len(asked), AT_ONCE):
        numbers = asked[at : at + AT_ONCE]
        if len(numbers) != size:
            size = len(numbers)
            panel, many = _repeated(basis.panel, spells, size)
        edi = draws(told, errors, seed, numbers)
        yield numbers[-1], panel.with_index(edi.reshape(-1, edi.shape[2])), many, size


def _repeated(panel: Panel, spells: Regimes, times: int) -> tuple[Panel, Regimes]:
    """A panel whose units stand there several times; its rows and names are those of the first."""

    def tiled(values: A) -> A:
        return np.tile(values, (times, *[1] * (values.ndim - 1)))  # type: ignore[return-value]

    many = {name: tiled(getattr(spells, name)) for name in spells.__dataclass_fields__}
    return replace(
        panel,
        row=tiled(panel.row),
        elected=tiled(panel.elected),
        assumed=tiled(panel.assumed),
        coding_end=tiled(panel.coding_end),
        gap_start=tiled(panel.gap_start),
        gap_end=tiled(panel.gap_end),
    ), Regimes(**many)


def _none(panel: Panel, found: Episodes) -> Held:
    years, one = np.zeros(panel.edi.shape, dtype=np.int32), np.zeros(len(found), dtype=np.int32)
    return Held(years, years.copy(), one, one.copy(), one.copy())


def _count(drawn: Episodes, found: Episodes, panel: Panel, size: int) -> Held:
    kept = np.flatnonzero(drawn.counted)
    unit, draw = drawn.unit[kept] % len(panel.names), drawn.unit[kept] // len(panel.names)
    start, end = drawn.start[kept], drawn.end[kept]
    unsure = drawn.uncertain[kept]
    shape = panel.edi.shape
    whole = _years(unit, start, end, shape)
    still = _years(unit[unsure], start[unsure], end[unsure], shape)
    marks = [np.zeros((size, len(found)), dtype=np.bool_) for _ in range(3)]
    for other in _others(found, len(panel.names)):
        candidate = other[unit]
        both = candidate >= 0
        at = np.maximum(candidate, 0)
        if not len(found):
            break
        shares = both & (start <= found.end[at]) & (end >= found.start[at])
        tests = (
            shares,
            both & (start == found.start[at]),
            shares & (drawn.outcome[kept] == found.outcome[at]),
        )
        for mark, test in zip(marks, tests, strict=True):
            mark[draw[test], at[test]] = True
    sums = (mark.sum(axis=0, dtype=np.int32) for mark in marks)
    return Held(whole, still, *sums)


def years_of(found: Episodes, which: Bools, shape: tuple[int, ...]) -> Whole:
    """How many of the marked episodes cover each year of each unit."""
    return _years(found.unit[which], found.start[which], found.end[which], shape)


def _years(unit: Index, start: Index, end: Index, shape: tuple[int, ...]) -> Whole:
    """How many of the stretches cover each year of each unit."""
    edges = np.zeros((shape[0], shape[1] + 1), dtype=np.int32)
    np.add.at(edges, (unit, start), 1)
    np.add.at(edges, (unit, end + 1), -1)
    covered: Whole = np.cumsum(edges, axis=1, dtype=np.int32)[:, :-1]
    return covered


def _others(found: Episodes, units: int) -> Iterator[Index]:
    """The first, second, … published episode of each unit, -1 where it has not so many."""
    counted = np.flatnonzero(found.counted)
    order = np.bincount(found.unit[counted], minlength=units)
    starts = np.cumsum(order) - order
    for k in range(int(order.max(initial=0))):
        yield np.where(k < order, counted[np.minimum(starts + k, max(len(counted) - 1, 0))], -1)


def shares(counts: Whole, number: int) -> Floats:
    """Counts as shares of the draws."""
    return counts / float(number)
