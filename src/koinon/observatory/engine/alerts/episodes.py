"""New episodes of regime transformation, and those that turn: of a panel, and of the release before.

An episode is new in the year in which its index has moved by `cum_incl` since before its onset: before that
year nobody could have called it one. It turns in the first year after its last year of change in which the
index goes back by `year_turn` at once or by `cum_turn` in all, or in the year of the breakdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from koinon.observatory.engine.alerts.findings import Evidence, Finding
from koinon.observatory.engine.alerts.rules import Rule
from koinon.observatory.engine.episodes.finding import BREAKDOWN, DROP, SLIDE, Episodes, episodes
from koinon.observatory.engine.episodes.panel import Panel
from koinon.observatory.engine.episodes.parameters import Parameters

INDEX = "v2x_polyarchy"
DIRECTIONS = {1: "democratization", -1: "autocratization"}


@dataclass(frozen=True)
class Seen:
    """A panel with its episodes. `places`: our code of each unit, "" where the crosswalk leads nowhere;
    `source`: the release ("vdem@15"); `parameters`: the thresholds of the method."""

    panel: Panel
    places: Sequence[str]
    source: str
    parameters: Parameters
    found: tuple[Episodes, Episodes]

    @property
    def newest(self) -> int:
        """The last year in which any unit has the index."""
        return self.panel.first + int(np.flatnonzero(~np.isnan(self.panel.edi).all(axis=0)).max())


def seen(panel: Panel, places: Sequence[str], source: str, parameters: Parameters | None = None) -> Seen:
    """A panel with the episodes that its figures come to."""
    chosen = parameters or Parameters()
    _, dem, aut = episodes(panel, chosen)
    return Seen(panel, places, source, chosen, (dem, aut))


def new(now: Seen, before: Seen | None, rule: Rule) -> list[Finding]:
    """Episodes recognised in the newest `reach_years` years; of those that the release before has not,
    also such as were recognised in the newest `release_reach_years`."""
    held = _held(before) if before else set()
    found = []
    for spell in _spells(now):
        lasting = (spell.place, spell.direction)
        revised = before is not None and not any(
            (*lasting, year) in held for year in range(spell.start, spell.end + 1)
        )
        reach = int(rule.thresholds["release_reach_years"]) if revised else int(rule.reach_years or 0)
        if spell.recognised > now.newest - reach:
            found.append(_new(now, spell, rule, revised=revised))
    return found


def turning(now: Seen, rule: Rule) -> list[Finding]:
    """Episodes that turned in the newest `reach_years` years."""
    return [
        _turned(now, spell, rule)
        for spell in _spells(now)
        if spell.turned is not None and spell.turned > now.newest - int(rule.reach_years or 0)
    ]


@dataclass(frozen=True)
class _Spell:
    """One episode in calendar years. `recognised`, `turned`: see above."""

    place: str
    unit: int
    direction: str
    start: int
    end: int
    last: int
    recognised: int
    turned: int | None


def _spells(of: Seen) -> Iterator[_Spell]:
    for many in of.found:
        for n in range(len(many)):
            place = of.places[int(many.unit[n])]
            if place and many.counted[n]:
                yield _spell(of, many, n, place)


def _spell(of: Seen, many: Episodes, n: int, place: str) -> _Spell:
    first = of.panel.first
    unit, pre, last = int(many.unit[n]), int(many.pre[n]), int(many.last[n])
    values = of.panel.edi[unit] * many.sign
    ahead = values[pre : int(many.end[n]) + 1]
    moved = np.fmax.accumulate(ahead) - np.fmin.accumulate(ahead)
    reached = np.flatnonzero(moved >= of.parameters.cum_incl)
    recognised = pre + int(reached[0]) if len(reached) else last
    return _Spell(
        place, unit, DIRECTIONS[many.sign], first + int(many.start[n]), first + int(many.end[n]),
        first + last, first + recognised, _turn(of, many, n, values, last),
    )  # fmt: skip


def _turn(of: Seen, many: Episodes, n: int, values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
          last: int) -> int | None:  # fmt: skip
    """The calendar year in which an episode turned, None where it did not."""
    ended = int(many.termination[n])
    if ended not in (DROP, SLIDE, BREAKDOWN):
        return None
    for column in range(last + 1, min(last + 1 + of.parameters.tolerance, len(values))):
        back = values[column - 1] - values[column]
        if back > of.parameters.year_turn or values[last] - values[column] >= of.parameters.cum_turn:
            return of.panel.first + column
    return of.panel.first + last + 1 if ended == BREAKDOWN and last + 1 < len(values) else None


def _held(before: Seen) -> set[tuple[str, str, int]]:
    return {
        (spell.place, spell.direction, year)
        for spell in _spells(before)
        for year in range(spell.start, spell.end + 1)
    }


def _new(now: Seen, spell: _Spell, rule: Rule, *, revised: bool) -> Finding:
    pre, at = spell.start - 1, min(now.newest, spell.end)
    return Finding(
        rule.key, rule.version, rule.kind.value, spell.place, f"new {spell.direction}",
        date(spell.recognised, 12, 31), spell.direction == "democratization",
        {
            "what": "new", "direction": spell.direction, "start": spell.start, "until": at,
            "recognised": spell.recognised, "revised": revised,
        },
        (_figure(now, spell.unit, at, pre),),
    )  # fmt: skip


def _turned(now: Seen, spell: _Spell, rule: Rule) -> Finding:
    assert spell.turned is not None
    return Finding(
        rule.key, rule.version, rule.kind.value, spell.place, f"turned {spell.direction}",
        date(spell.turned, 12, 31), spell.direction == "autocratization",
        {
            "what": "turned", "direction": spell.direction, "start": spell.start, "last": spell.last,
            "turned": spell.turned,
        },
        (_figure(now, spell.unit, spell.turned, spell.last),),
    )  # fmt: skip


def _figure(now: Seen, unit: int, year: int, before: int) -> Evidence:
    def at(year: int) -> float | None:
        value = float(now.panel.edi[unit, year - now.panel.first])
        return None if np.isnan(value) else round(value, 6)

    return Evidence(INDEX, at(year), now.source, at(before), year, before)
