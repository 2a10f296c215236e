"""In how many releases a verdict holds: every release is judged anew, on its own figures, by one engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.agreement.counting import years_of
from koinon.observatory.engine.episodes.basis import Basis
from koinon.observatory.engine.episodes.panel import Bools, Index, Ints, Whole
from koinon.observatory.engine.episodes.parameters import Parameters


@dataclass(frozen=True)
class Across:
    """Verdicts of several releases, laid over each other; arrays of the shape (releases, units, years).

    `covered`: the release has a figure. `dem`, `aut`: it sees an episode; `open`: one whose end is not known
    there. `row`: the class of Regimes of the World, `NA` where missing.
    """

    releases: tuple[str, ...]
    names: tuple[str, ...]
    first: int
    covered: Bools
    dem: Bools
    aut: Bools
    open: Bools
    row: Ints

    def share(self, verdict: Bools) -> tuple[Whole, Whole]:
        """In how many releases a verdict holds of a country-year, and how many cover it."""
        return verdict.sum(axis=0), self.covered.sum(axis=0)

    def called(self, verdict: Bools, year: int) -> tuple[list[str], list[str]]:
        """The units of which a verdict holds in a year by some release, and by every one of all releases."""
        column = verdict[:, :, year - self.first]
        some, every = column.any(axis=0), column.all(axis=0)
        return [self.names[n] for n in np.flatnonzero(some)], [self.names[n] for n in np.flatnonzero(every)]


def across(releases: Mapping[str, Basis], p: Parameters) -> Across:
    """The verdicts of releases by their names, in their order."""
    names = sorted({name for basis in releases.values() for name in basis.panel.names})
    first = min(basis.panel.first for basis in releases.values())
    last = max(int(basis.panel.years[-1]) for basis in releases.values())
    shape = (len(releases), len(names), last - first + 1)
    told = {kind: np.zeros(shape, dtype=np.bool_) for kind in ("covered", "dem", "aut", "open")}
    row = np.full(shape, -9, dtype=np.int16)
    for n, basis in enumerate(releases.values()):
        units, years = np.ix_(_places(basis.panel.names, names), basis.panel.years.astype(np.intp) - first)
        at = (n, units, years)
        _, dem, aut = basis.episodes(p)
        told["covered"][at] = ~np.isnan(basis.panel.edi)
        row[at] = basis.panel.row
        for kind, found in (("dem", dem), ("aut", aut)):
            kept = found.counted
            told[kind][at] = years_of(found, kept, basis.panel.edi.shape) > 0
            told["open"][at] |= years_of(found, kept & found.uncertain, basis.panel.edi.shape) > 0
    return Across(tuple(releases), tuple(names), first, row=row, **told)


def _places(own: Sequence[str], names: Sequence[str]) -> Index:
    at = {name: n for n, name in enumerate(names)}
    return np.array([at[name] for name in own], dtype=np.intp)
