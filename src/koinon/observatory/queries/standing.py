"""Where places stand under rule sets: at a date, over the years, between two dates or two sets of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.utils.translation import get_language

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.engine.standing.nearness import Way, nearest
from koinon.observatory.engine.standing.rule_sets import Measure, RuleSet, Words
from koinon.observatory.engine.standing.standings import Joint, Standings, standings, trace
from koinon.observatory.models import Release
from koinon.observatory.queries import place_words, places, standing_inputs
from koinon.observatory.queries.rule_sets import Held, rule_set
from koinon.observatory.queries.standing_inputs import Gathered
from koinon.people.models import Place

VERDICTS = {Truth.YES: "meets", Truth.NO: "does not", Truth.UNKNOWN: "cannot be decided"}
ORDER = (Truth.YES, Truth.NO, Truth.UNKNOWN)
SHOWN = 75  # years of a place's history


@dataclass(frozen=True)
class Reading:
    """A rule set under one of its alternatives ("" for the main one)."""

    held: Held
    alternative: str = ""

    @property
    def rules(self) -> RuleSet:
        """The rules that decide."""
        return self.held.rules.read_as(self.alternative)

    @property
    def title(self) -> Words:
        """What it is called."""
        rules = self.held.rules
        return rules.alternatives[self.alternative].title if self.alternative else rules.title

    @property
    def name(self) -> str:
        """The key, with the alternative where one is chosen."""
        return f"{self.held.key}:{self.alternative}" if self.alternative else self.held.key


@dataclass(frozen=True)
class Subject:
    """Whoever is judged: a place of ours, or a unit of a dataset that leads to none (`place` is None)."""

    code: str
    name: str
    place: Place | None


@dataclass(frozen=True)
class Row:
    """One subject at a date: the verdict, how it was reached, and what would change it."""

    subject: Subject
    truth: Truth
    joint: Joint
    way: Way

    @property
    def verdict(self) -> str:
        """In the words of the rule sets."""
        return VERDICTS[self.truth]


@dataclass(frozen=True)
class World:
    """A reading at a date: who is judged, and how they stand. `lacking`: columns that a release has not."""

    reading: Reading
    on: date
    rows: tuple[Row, ...]
    releases: Mapping[str, Release]
    missing: tuple[str, ...]
    counts: Mapping[Truth, int] = field(default_factory=dict)
    lacking: tuple[tuple[str, str], ...] = ()

    @property
    def judged(self) -> int:
        """How many are judged."""
        return len(self.rows)

    @property
    def decided(self) -> int:
        """Of how many the verdict is known."""
        return self.judged - self.counts[Truth.UNKNOWN]

    def of(self, truth: Truth) -> list[Row]:
        """Those of one verdict, by name."""
        return [row for row in self.rows if row.truth is truth]

    @property
    def yes(self) -> list[Row]:
        """Those that meet it."""
        return self.of(Truth.YES)

    @property
    def no(self) -> list[Row]:
        """Those that do not."""
        return self.of(Truth.NO)

    @property
    def open(self) -> list[Row]:
        """Those that cannot be decided."""
        return self.of(Truth.UNKNOWN)


def reading(name: str) -> Reading:
    """A rule set by its key; after a colon, one of its alternatives."""
    key, _, alternative = name.partition(":")
    held = rule_set(key)
    if alternative and alternative not in held.rules.alternatives:
        raise NotFound("observatory.alternative", "This rule set has no such alternative.")
    return Reading(held, alternative)


def world(chosen: Reading, on: date) -> World:
    """Everyone at a date."""
    found, of = _standings(chosen.rules, [on])
    inside = np.flatnonzero(_inside(found, chosen.rules)[:, 0])
    subjects = _subjects([of.inputs.places[n] for n in inside], of)
    rows = []
    for number, subject in zip(inside.tolist(), subjects, strict=True):
        joint = trace(found, number, 0)
        rows.append(Row(subject, joint.truth, joint, nearest(joint)))
    rows.sort(key=lambda row: (row.subject.name.casefold(), row.subject.code))
    counts = {truth: sum(row.truth is truth for row in rows) for truth in Truth}
    return World(chosen, on, tuple(rows), of.releases, of.missing, counts, of.lacking)


def counts(chosen: Reading, on: date) -> Mapping[Truth, int]:
    """How many stand how at a date."""
    return counts_by_day(chosen, [on])[0]


def counts_by_day(chosen: Reading, days: Sequence[date]) -> list[dict[Truth, int]]:
    """How many stood how, at each of several days."""
    found, _of = _standings(chosen.rules, days)
    inside = _inside(found, chosen.rules)
    return [
        {truth: int((inside[:, n] & (found.verdicts[:, n] == truth)).sum()) for truth in Truth}
        for n in range(len(days))
    ]


def verdicts(chosen: Reading, on: date) -> dict[str, str]:
    """The verdict on every subject at a date, by code, without traces: for whoever watches changes."""
    found, of = _standings(chosen.rules, [on])
    return {code: VERDICTS[truth] for code, truth in _by_code(chosen, found, of).items()}


def row(chosen: Reading, place: Place, on: date) -> tuple[Row, Gathered]:
    """One place at a date; one that nothing is known of cannot be decided, whoever it is."""
    found, of = _standings(chosen.rules, [on], (place.code,))
    return _row(found, of, place, 0), of


def row_of(chosen: Reading, words: str, on: date) -> tuple[Row, Gathered]:
    """One subject at a date, by any words that name it: also a unit that leads to no place of ours."""
    listed = standing_inputs.gathered(chosen.rules)
    code = place_words.code(words, {one: listed.names.get(one, one) for one in listed.inputs.places})
    found, of = _standings(chosen.rules, [on], (code,))
    joint = trace(found, of.inputs.places.index(code), 0)
    return Row(_subjects([code], of)[0], joint.truth, joint, nearest(joint)), of


@dataclass(frozen=True)
class Past:
    """A place under one reading: at the last of several days with its trace, and the verdict at each; None
    where no dataset and no membership knew it."""

    reading: Reading
    row: Row
    verdicts: Mapping[date, Truth | None]
    gathered: Gathered


def past(chosen: Reading, place: Place, days: Sequence[date]) -> Past:
    """A place under one reading over several days."""
    found, of = _standings(chosen.rules, days, (place.code,))
    at = of.inputs.places.index(place.code)
    inside = _inside(found, chosen.rules, place.code)[at]
    told = {day: Truth(int(found.verdicts[at, n])) if inside[n] else None for n, day in enumerate(days)}
    return Past(chosen, _row(found, of, place, len(days) - 1), told, of)


def _row(found: Standings, of: Gathered, place: Place, day: int) -> Row:
    joint = trace(found, of.inputs.places.index(place.code), day)
    return Row(Subject(place.code, named(place), place), joint.truth, joint, nearest(joint))


def years(chosen: Reading, until: date) -> tuple[int, int]:
    """The first and the last year over which a reading can say anything, `SHOWN` years back at most."""
    found = standing_inputs.gathered(chosen.rules).releases.values()
    first = min((one.first for one in found if one.first is not None), default=until.year)
    return max(first, until.year - SHOWN), until.year


def ends_of(first: int, last: int) -> list[date]:
    """The last days of these years."""
    return [date(year, 12, 31) for year in range(first, last + 1)]


@dataclass(frozen=True)
class Change:
    """A subject whose verdict differs between two looks."""

    subject: Subject
    before: Truth | None
    after: Truth | None


@dataclass(frozen=True)
class Turn:
    """A subject whose verdict differs at the end of a year from the end of the year before."""

    subject: Subject
    year: int
    before: Truth
    after: Truth


def turns(chosen: Reading, until: int, years: int) -> list[Turn]:
    """Who stood otherwise than a year before, over the last years, the latest first."""
    found, of = _standings(chosen.rules, ends_of(until - years, until))
    inside = _inside(found, chosen.rules)
    both = inside[:, 1:] & inside[:, :-1] & (found.verdicts[:, 1:] != found.verdicts[:, :-1])
    where = [(int(at), int(n)) for at, n in np.argwhere(both)]
    positions = sorted({at for at, _ in where})
    subjects = dict(zip(positions, _subjects([of.inputs.places[at] for at in positions], of), strict=True))
    told = found.verdicts.tolist()
    every = [
        Turn(subjects[at], until - years + n + 1, Truth(told[at][n]), Truth(told[at][n + 1]))
        for at, n in where
    ]
    return sorted(every, key=lambda turn: (-turn.year, turn.subject.name.casefold()))


def changes(one: tuple[Reading, date], other: tuple[Reading, date]) -> list[Change]:
    """Who stands otherwise under another reading, or at another date; None: not judged there at all."""
    sides = []
    names: dict[str, str] = {}
    for chosen, on in (one, other):
        found, of = _standings(chosen.rules, [on])
        names |= of.names
        sides.append(_by_code(chosen, found, of))
    before, after = sides
    codes = [code for code in sorted(before.keys() | after.keys()) if before.get(code) != after.get(code)]
    known = places.named(codes)
    found_changes = [
        Change(_subject(code, known, names), before.get(code), after.get(code)) for code in codes
    ]
    return sorted(found_changes, key=lambda change: change.subject.name.casefold())


def sources(readings: Sequence[Reading]) -> list[Release]:
    """The releases that decide under any of these, each once."""
    found = {
        release.pk: release
        for one in readings
        for release in standing_inputs.gathered(one.rules).releases.values()
    }
    return list(found.values())


def _by_code(chosen: Reading, found: Standings, of: Gathered) -> dict[str, Truth]:
    """The verdicts at the first day, of whoever is judged."""
    inside = _inside(found, chosen.rules)[:, 0]
    told = found.verdicts[:, 0].tolist()
    return {code: Truth(told[n]) for n, code in enumerate(of.inputs.places) if inside[n]}


def _standings(rules: RuleSet, days: Sequence[date], also: Sequence[str] = ()) -> tuple[Standings, Gathered]:
    of = standing_inputs.gathered(rules, also=tuple(also))
    return standings(rules, of.inputs, days), of


def _inside(
    found: Standings, rules: RuleSet, only: str = ""
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Who is judged at each day: whoever has a figure that counts then, and the members of the groups."""
    shape = found.verdicts.shape
    inside = np.zeros(shape, dtype=np.bool_)
    for key, leaf in found.leaves.items():
        if found.rules.criteria[key].measure is not Measure.EVENTS:
            inside |= leaf.year > 0
    by_day = standing_inputs.members_by_day(rules.groups, found.dates, only)
    for day, members in enumerate(by_day):
        inside[:, day] |= standing_inputs.among(found.inputs.places, members)
    return inside


def _subjects(codes: Sequence[str], of: Gathered) -> list[Subject]:
    known = places.named(codes)
    return [_subject(code, known, of.names) for code in codes]


def _subject(code: str, known: Mapping[str, Place], names: Mapping[str, str]) -> Subject:
    place = known.get(code)
    return Subject(code, named(place) if place else names.get(code, code), place)


def named(place: Place) -> str:
    """A place by its name in the reader's language, where it has one."""
    return str(place.names.get(get_language() or "en") or place.name)
