"""A written rule set: its sentence, what each word of it is measured by, and what could be argued instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from koinon.observatory.engine.standing.logic import Combination

Words: TypeAlias = Mapping[str, str]  # language → text; English always
INCIDENTS = "incidents"  # the installation's own table of incidents, where a dataset is named
ROOT = "meets"


class Measure(StrEnum):
    """What of a column is looked at; the reference year is the one that counts at the date."""

    FIGURE = "figure"  # the figure of the reference year
    HIGHEST = "highest"  # the highest of the last `years` years
    TOTAL = "total"  # the sum of the last `years` years
    FALL = "fall"  # from the highest of the last `years` years to the figure now
    FALL_SINCE = "fall_since"  # from the year before that of column `since` to now, where `within` is not 0
    YEARS_SINCE = "years_since"  # from the year of column `since` to now, both counted; likewise
    EVENTS = "events"  # how many events in the `months` before the date


class Bound(StrEnum):
    """How a figure is held against its threshold."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Source:
    """Where the sentence stands: whose document, of when, at which place of it."""

    sentence: str
    document: str
    issuer: str
    place: str
    language: str = "en"
    on: date | None = None
    address: str = ""


@dataclass(frozen=True)
class AsOf:
    """Which year's figure counts at a date, and how old it may be; all in years.

    A dataset's year counts from 1 January `lag` years later. Its latest year that counts is the reference
    year; it decides nothing once it is more than `oldest` years behind. A place whose own figure is missing
    there may be judged by one up to `behind` years earlier.
    """

    lag: int = 0
    oldest: int = 2
    behind: int = 0


@dataclass(frozen=True)
class Near:
    """How near a criterion is to changing: in which unit, in what steps, by other columns where given.

    `grain` is the least by which the figure can differ. `step` is what counts as one step when criteria of
    different units are weighed against each other. With `columns`, their sum is held against `threshold`.
    `unit_one` is the unit where there is one of it.
    """

    unit: Words = field(default_factory=dict)
    unit_one: Words = field(default_factory=dict)
    grain: float = 1.0
    step: float = 1.0
    columns: tuple[str, ...] = ()
    test: Bound | None = None
    threshold: float = 0.0


@dataclass(frozen=True)
class Criterion:
    """What a word of the sentence is measured by.

    `scale` lists the categories of a column that holds no numbers, the worst first; the threshold is then a
    place in it. `kinds` and `states` choose incidents, `flags` the rows of a dataset of events in which
    these columns are 1. `silence`: whether no event known means that there was none.
    """

    key: str
    title: Words
    phrase: str
    why: Words
    dataset: str
    measure: Measure
    test: Bound
    threshold: float
    column: str = ""
    scale: tuple[str, ...] = ()
    years: int = 1
    months: int = 12
    since: str = ""
    within: str = ""
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    silence: bool = False
    as_of: AsOf = field(default_factory=AsOf)
    near: Near = field(default_factory=Near)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of its dataset that it looks at, once each; of events none."""
        named = (self.column, self.since, self.within, *self.near.columns)
        return () if self.measure is Measure.EVENTS else tuple(dict.fromkeys(filter(None, named)))


@dataclass(frozen=True)
class Term:
    """Several criteria or terms, by key, and how they combine."""

    key: str
    how: Combination
    parts: tuple[str, ...]
    title: Words = field(default_factory=dict)
    phrase: str = ""
    why: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Alternative:
    """Another defensible reading of the sentence: other criteria in the place of some, or another whole."""

    key: str
    title: Words
    why: Words
    instead: Mapping[str, str] = field(default_factory=dict)
    meets: Term | None = None


@dataclass(frozen=True)
class RuleSet:
    """A rule set as written. `terms` holds the root too, under `ROOT`; `groups` whose members are judged
    even where no dataset knows them."""

    key: str
    version: str
    title: Words
    question: Words
    source: Source
    criteria: Mapping[str, Criterion]
    terms: Mapping[str, Term]
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    invented: bool = False
    weaknesses: Words = field(default_factory=dict)

    @property
    def root(self) -> Term:
        """What decides."""
        return self.terms[ROOT]

    def read_as(self, alternative: str) -> RuleSet:
        """The rule set under one of its alternatives; itself where none is named."""
        if not alternative:
            return self
        chosen = self.alternatives[alternative]
        terms = dict(self.terms)
        if chosen.meets is not None:
            terms[ROOT] = chosen.meets
        for key, term in terms.items():
            terms[key] = replace(term, parts=tuple(chosen.instead.get(part, part) for part in term.parts))
        return replace(self, terms=terms)

    def leaves(self) -> Iterator[Criterion]:
        """The criteria that decide, in their order, once each."""
        yield from (self.criteria[key] for key in dict.fromkeys(self._below(ROOT)))

    def _below(self, key: str) -> Iterator[str]:
        for part in self.terms[key].parts:
            if part in self.terms:
                yield from self._below(part)
            else:
                yield part

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that decide, in the order of their criteria, without the incidents of one's own."""
        return tuple(dict.fromkeys(c.dataset for c in self.leaves() if c.dataset != INCIDENTS))


def said(words: Words, language: str = "en") -> str:
    """A text in that language, else in English, else nothing."""
    return words.get(language) or words.get("en", "")
