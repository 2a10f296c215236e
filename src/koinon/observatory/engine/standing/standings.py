"""What a rule set says of every place at every date, and how each verdict was reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isnan

import numpy as np

from koinon.observatory.engine.standing.inputs import Inputs
from koinon.observatory.engine.standing.logic import Combination, Truth, Truths, combined
from koinon.observatory.engine.standing.measuring import Measured, begun, measured
from koinon.observatory.engine.standing.rule_sets import ROOT, Criterion, Measure, RuleSet, Term


class Gap(StrEnum):
    """Why a criterion is not known."""

    NOT_LOADED = "not_loaded"  # its dataset is not there
    NO_COLUMN = "no_column"  # the release has not the column, or not the days, that it looks at
    BEFORE = "before"  # the date lies before the first year that counts
    TOO_OLD = "too_old"  # its dataset has no year that still counts at the date
    NO_FIGURE = "no_figure"  # the place has no figure in the year that counts
    INCOMPLETE = "incomplete"  # years of the window are missing, and they could change the answer
    NOT_COVERED = "not_covered"  # events of that time are not recorded


@dataclass(frozen=True)
class Standings:
    """Verdicts of the shape (places, dates), with the criteria and terms behind them, by key.

    YES is *meets*, NO *does not*, UNKNOWN *cannot be decided*.
    """

    rules: RuleSet
    inputs: Inputs
    dates: tuple[date, ...]
    truths: Mapping[str, Truths]
    leaves: Mapping[str, Measured]

    @property
    def verdicts(self) -> Truths:
        """What the rule set says."""
        return self.truths[ROOT]


@dataclass(frozen=True)
class Step:
    """One criterion of a trace. `figure` and `year` are None where there is none; so is `distance` where it
    is not told; `gap` says why it is not known, and `lacking` the release and the column that it lacks."""

    criterion: Criterion
    truth: Truth
    figure: float | None
    year: int | None
    distance: float | None
    gap: Gap | None = None
    lacking: tuple[str, str] | None = None

    @property
    def category(self) -> str:
        """The figure as the category that was published; "" where figures are numbers."""
        scale = self.criterion.scale
        return scale[int(self.figure)] if scale and self.figure is not None else ""


@dataclass(frozen=True)
class Joint:
    """A term of a trace with what stands below it."""

    term: Term
    truth: Truth
    parts: tuple[Joint | Step, ...]


def standings(rules: RuleSet, inputs: Inputs, dates: Sequence[date]) -> Standings:
    """Every place at every date, under a rule set: each criterion once, then the terms."""
    leaves = {criterion.key: measured(criterion, inputs, dates) for criterion in rules.leaves()}
    truths: dict[str, Truths] = {key: leaf.truth for key, leaf in leaves.items()}
    _join(rules, ROOT, truths)
    return Standings(rules, inputs, tuple(dates), truths, leaves)


def _join(rules: RuleSet, key: str, truths: dict[str, Truths]) -> Truths:
    if key not in truths:
        term = rules.terms[key]
        truths[key] = combined(term.how, [_join(rules, part, truths) for part in term.parts])
    return truths[key]


def trace(found: Standings, place: int, day: int, key: str = ROOT) -> Joint:
    """How the verdict on one place at one date was reached; both are positions in `found`."""
    term = found.rules.terms[key]
    parts = tuple(
        trace(found, place, day, part) if part in found.rules.terms else step(found, place, day, part)
        for part in term.parts
    )
    return Joint(term, Truth(int(found.truths[key][place, day])), parts)


def step(found: Standings, place: int, day: int, key: str) -> Step:
    """One criterion at one place and date."""
    criterion, leaf = found.rules.criteria[key], found.leaves[key]
    truth, year = Truth(int(leaf.truth[place, day])), int(leaf.year[place, day])
    open_ = truth is Truth.UNKNOWN
    return Step(
        criterion,
        truth,
        _number(leaf.figure[place, day]),
        year or None,
        _number(leaf.distance[place, day]),
        _gap(found, criterion, leaf, place, day) if open_ else None,
        _lacking(found.inputs, criterion) if open_ else None,
    )


def steps(joint: Joint) -> list[Step]:
    """The criteria of a trace in their order, once each."""
    found: dict[str, Step] = {}
    for part in joint.parts:
        below = [part] if isinstance(part, Step) else steps(part)
        found.update((one.criterion.key, one) for one in below)
    return list(found.values())


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _lacking(inputs: Inputs, criterion: Criterion) -> tuple[str, str] | None:
    """The release and the column that it lacks, where a criterion looks at one."""
    for column in looked_at(criterion):
        if release := inputs.lacking.get((criterion.dataset, column)):
            return release, column
    return None


def looked_at(criterion: Criterion) -> tuple[str, ...]:
    """Every column of its dataset without which a criterion is not known; of events, the flags."""
    return ("date", *criterion.flags) if criterion.measure is Measure.EVENTS else criterion.columns


def _gap(found: Standings, criterion: Criterion, leaf: Measured, place: int, day: int) -> Gap:
    inputs = found.inputs
    if _lacking(inputs, criterion):
        return Gap.NO_COLUMN
    if criterion.measure is Measure.EVENTS:
        return Gap.NOT_COVERED if criterion.key in inputs.events else Gap.NOT_LOADED
    if any((criterion.dataset, name) not in inputs.columns for name in criterion.columns):
        return Gap.NOT_LOADED
    if leaf.year[place, day]:
        return Gap.INCOMPLETE
    if np.any(leaf.year[:, day]):
        return Gap.NO_FIGURE
    main = inputs.columns[criterion.dataset, criterion.column or criterion.since]
    begins = begun(main)
    if begins is None:
        return Gap.NO_FIGURE
    return Gap.BEFORE if found.dates[day].year - criterion.as_of.lag < begins else Gap.TOO_OLD


def decisive(node: Joint | Step) -> list[Step]:
    """The criteria that made a verdict what it is, in their order: of what stands below a term, those that
    another outcome of the others would not have moved."""
    if isinstance(node, Step):
        return [node]
    settles = Truth.NO if node.term.how is Combination.ALL else Truth.YES
    settled = [part for part in node.parts if part.truth is settles]
    wanted = settled or [part for part in node.parts if part.truth is Truth.UNKNOWN] or node.parts
    found = {one.criterion.key: one for part in wanted for one in decisive(part)}
    return list(found.values())
