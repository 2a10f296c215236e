"""In how many draws from the published intervals a verdict holds, as far as what is counted can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from koinon.observatory.engine.agreement.chances import at_least
from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.engine.episodes.basis import EDI, readable
from koinon.observatory.engine.standing.hinging import held
from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.engine.standing.rule_sets import Bound, Criterion, Measure
from koinon.observatory.engine.standing.standings import Step, steps
from koinon.observatory.models import Release
from koinon.observatory.queries import agreement, episodes
from koinon.observatory.queries.standing import Reading, Row
from koinon.observatory.queries.standing_inputs import Gathered

EPISODES = ("aut_ep", "dem_ep")
Shares = Mapping[Errors, float]


@dataclass(frozen=True)
class Drawn:
    """The share of draws in which the verdict holds; `least`: in that many or more."""

    errors: Errors
    share: float
    least: bool


@dataclass(frozen=True)
class Draws:
    """What draws say of a verdict.

    `state`: "told"; "untouched", no criterion rests on what is drawn; "waiting", draws are not counted yet;
    "apart", it hangs on what is not counted, or on several criteria that are counted each by itself; "open",
    there is no verdict.
    """

    state: str
    rows: tuple[Drawn, ...] = ()


def draws(chosen: Reading, row: Row, of: Gathered) -> Draws:
    """How many draws hold the verdict on a place. Classes of regimes stay as published in every draw."""
    if row.truth is Truth.UNKNOWN:
        return Draws("open")
    every = steps(row.joint)
    drawn = [one for one in every if _drawn(one, of.releases.get(one.criterion.dataset))]
    if not drawn:
        return Draws("untouched")
    shares = {one.criterion.key: _shares(one, row.subject.code, of) for one in drawn}
    truths = {one.criterion.key: one.truth for one in every}
    rows = []
    for errors in agreement.ASSUMED:
        told = {key: None if of_key is None else of_key.get(errors) for key, of_key in shares.items()}
        found = held(chosen.rules, truths, told)
        if found is not None:
            rows.append(Drawn(errors, found.share, found.least))
    if rows:
        return Draws("told", tuple(rows))
    waits = any(of_key is not None and not of_key for of_key in shares.values())
    return Draws("waiting" if waits else "apart")


def _drawn(step: Step, release: Release | None) -> bool:
    """Whether draws can change a criterion; a figure that is missing stays missing."""
    if release is None or step.truth is Truth.UNKNOWN or release.dataset.key not in episodes.DATASETS:
        return False
    there = episodes.columns_of(release.pk, release.folder)
    return any(
        name == EDI or name.startswith(("aut_", "dem_")) or f"{name}_codelow" in there
        for name in step.criterion.columns
    )


def _shares(step: Step, code: str, of: Gathered) -> Shares | None:
    """The shares that leave a criterion as it is; empty where draws wait, None where none are kept."""
    criterion, release = step.criterion, of.releases[step.criterion.dataset]
    if criterion.measure is not Measure.FIGURE or criterion.scale or step.year is None:
        return None
    if not readable(episodes.columns_of(release.pk, release.folder)):
        return None
    unit = episodes.unit_of(release, code)
    if unit is None:
        return None
    if criterion.column in EPISODES:
        return _of_episode(step, release, unit)
    return _of_index(step, release, unit) if criterion.column == EDI else None


def _of_episode(step: Step, release: Release, unit: str) -> Shares:
    kind = step.criterion.column.partition("_")[0]
    within, without = (_passes(step.criterion, figure) == (step.truth is Truth.YES) for figure in (1.0, 0.0))
    return {
        one.errors: within * getattr(one, kind) + without * (1 - getattr(one, kind))
        for one in agreement.of_year(release, unit, step.year or 0)
    }


def _of_index(step: Step, release: Release, unit: str) -> Shares | None:
    figures = {year: rest for year, *rest in episodes.interval_of(release, unit)}
    if step.year not in figures:
        return None
    figure, low, high = (float("nan") if part is None else part for part in figures[step.year])
    criterion = step.criterion
    beyond = criterion.test in (Bound.ABOVE, Bound.AT_MOST)
    share = at_least(criterion.threshold, figure, low, high, strictly=beyond)
    upwards = criterion.test in (Bound.ABOVE, Bound.AT_LEAST)
    holds = share if upwards else 1 - share
    return dict.fromkeys(agreement.ASSUMED, holds if step.truth is Truth.YES else 1 - holds)


def _passes(criterion: Criterion, figure: float) -> bool:
    t = criterion.threshold
    return {
        Bound.AT_LEAST: figure >= t, Bound.AT_MOST: figure <= t,
        Bound.ABOVE: figure > t, Bound.BELOW: figure < t,
    }[criterion.test]  # fmt: skip
