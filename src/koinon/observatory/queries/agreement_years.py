"""Who is in an episode in a year by which of the releases that are loaded, at the published thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.episodes.panel import Bools
from koinon.observatory.models import Release
from koinon.observatory.queries import agreement, episodes, releases

KINDS = ("aut", "dem")


@dataclass(frozen=True)
class Called:
    """A unit of which some release says that it is in an episode; `place` is "" where it leads to none.

    The names of the releases that say so, of those that do not, and of those without a figure of it.
    """

    unit: str
    place: str
    name: str
    seen: tuple[str, ...]
    unseen: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """The releases that cover a year, one a version, the oldest first, and what they say of it by kind."""

    year: int
    releases: tuple[Release, ...]
    called: dict[str, tuple[Called, ...]]

    def every(self, kind: str) -> int:
        """Of how many all of these releases say so."""
        return sum(len(one.seen) == len(self.releases) for one in self.called[kind])


def year(wanted: int) -> Year:
    """Who is in an episode in a year, those of whom most releases say so first."""
    newest = episodes.source()
    if newest is None:
        raise episodes.nothing()
    others = episodes.by_version(newest)
    told = episodes.laid_over(others)
    at = wanted - told.first
    covering = [n for n in range(len(others)) if _covers(told.covered[n], at)]
    if not covering:
        raise NotFound(
            "observatory.agreement.year", "No release that is loaded has figures of {year}.", year=wanted
        )
    covered = told.covered[covering, :, at]
    names = [episodes.name_of(others[n]) for n in covering]
    known = {unit: pair for n in covering for unit, pair in episodes.units_of(others[n]).items()}
    called: dict[str, tuple[Called, ...]] = {}
    for kind, verdict in zip(KINDS, (told.aut, told.dem), strict=True):
        seen = verdict[covering, :, at]
        found = [
            Called(
                told.names[n],
                *known[told.names[n]],
                _chosen(names, seen[:, n]),
                _chosen(names, covered[:, n] & ~seen[:, n]),
                _chosen(names, ~covered[:, n] & ~seen[:, n]),
            )
            for n in np.flatnonzero(seen.any(axis=0)).tolist()
        ]
        called[kind] = tuple(sorted(found, key=lambda one: (-len(one.seen), one.name)))
    return Year(wanted, tuple(others[n] for n in covering), called)


def record(found: Year) -> dict[str, Any]:
    """The same for programs."""
    return {
        "year": found.year,
        "releases": [releases.told(one) for one in found.releases],
        **{
            kind: {
                "some": len(found.called[kind]),
                "every": found.every(kind),
                "places": [
                    {
                        "place": one.place or None,
                        "name": one.name,
                        "unit": one.unit,
                        "in_releases": list(one.seen),
                        "not_in": list(one.unseen),
                        "without": list(one.without),
                        "draws": _draws(found, one.unit, kind) or None,
                    }
                    for one in found.called[kind]
                ],
            }
            for kind in KINDS
        },
    }


def _draws(found: Year, unit: str, kind: str) -> list[dict[str, Any]]:
    """The shares of draws of the newest of the releases; nothing where they are not counted."""
    return [
        {"errors": one.errors.value, "draws": one.draws, "share": getattr(one, kind)}
        for one in agreement.of_year(found.releases[-1], unit, found.year)
    ]


def _covers(covered: Bools, at: int) -> bool:
    return 0 <= at < covered.shape[1] and bool(covered[:, at].any())


def _chosen(names: list[str], which: Bools) -> tuple[str, ...]:
    return tuple(name for name, one in zip(names, which.tolist(), strict=True) if one)
