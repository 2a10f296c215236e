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
from koinon.observatory.engine.standing.measuring import Measured, measured
from koinon.observatory.engine.standing.rule_sets import ROOT, Criterion, Measure, RuleSet, Term


class Gap(StrEnum):
    """Why a criterion is not known."""

    NOT_LOADED = "not_loaded"  # its dataset is not there
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
    is not told; `gap` says why it is not known."""

    criterion: Criterion
    truth: Truth
    figure: float | None
    year: int | None
    distance: float | None
    gap: Gap | None = None

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
    return Step(
        criterion,
        truth,
        _number(leaf.figure[place, day]),
        year or None,
        _number(leaf.distance[place, day]),
        _gap(found, criterion, leaf, place, day) if truth is Truth.UNKNOWN else None,
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


def _gap(found: Standings, criterion: Criterion, leaf: Measured, place: int, day: int) -> Gap:
    inputs = found.inputs
    if criterion.measure is Measure.EVENTS:
        return Gap.NOT_COVERED if criterion.key in inputs.events else Gap.NOT_LOADED
    if any((criterion.dataset, name) not in inputs.columns for name in criterion.columns):
        return Gap.NOT_LOADED
    if leaf.year[place, day]:
        return Gap.INCOMPLETE
    return Gap.NO_FIGURE if np.any(leaf.year[:, day]) else Gap.TOO_OLD


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
