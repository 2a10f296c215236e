"""A criterion measured for every place at every date: figure, its year, truth, and how far from changing.

Arrays have the shape (places, dates).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from koinon.observatory.engine.standing.inputs import Events, Figures, Floats, Inputs, Ints
from koinon.observatory.engine.standing.logic import Truth, Truths
from koinon.observatory.engine.standing.rule_sets import AsOf, Bound, Criterion, Measure

NO_YEAR = 0
DIGITS = 9  # published figures have at most so many decimals: sums and differences are rounded to them
DAYS_A_MONTH = 365.2425 / 12


@dataclass(frozen=True)
class Measured:
    """What a criterion finds. `year` is `NO_YEAR` where no figure counts; `distance` NaN where untold."""

    figure: Floats
    year: Ints
    truth: Truths
    distance: Floats


def measured(criterion: Criterion, inputs: Inputs, dates: Sequence[date]) -> Measured:
    """The criterion at every date; not known throughout where its dataset is not there."""
    shape = (len(inputs.places), len(dates))
    if criterion.measure is Measure.EVENTS:
        events = inputs.events.get(criterion.key)
        return _unknown(shape) if events is None else _happened(criterion, events, dates, shape)
    if any((criterion.dataset, name) not in inputs.columns for name in criterion.columns):
        return _unknown(shape)
    by_name = {name: inputs.columns[criterion.dataset, name] for name in criterion.columns}
    main = by_name[criterion.column or criterion.since]
    columns = _own(main, _reference(main, criterion.as_of, dates), criterion.as_of.behind)
    figure = np.round(_figure(criterion, by_name, main.first, columns), DIGITS)
    truth = compared(figure, criterion.test, criterion.threshold)
    years = np.where(columns >= 0, columns + main.first, NO_YEAR)
    return Measured(figure, years, truth, _distance(criterion, by_name, main.first, columns, figure, truth))


def _unknown(shape: tuple[int, int]) -> Measured:
    nothing = np.full(shape, np.nan)
    return Measured(nothing, np.zeros(shape, np.int64), np.full(shape, Truth.UNKNOWN, np.int8), nothing)


def begun(main: Figures) -> int | None:
    """The first year in which anyone has a figure."""
    held = np.flatnonzero(~np.isnan(main.values).all(axis=0))
    return int(held[0]) + main.first if held.size else None


def _reference(main: Figures, as_of: AsOf, dates: Sequence[date]) -> Ints:
    """The column of the reference year at each date; -1 where the dataset says nothing that counts."""
    held = np.flatnonzero(~np.isnan(main.values).all(axis=0))
    wanted = np.array([day.year - as_of.lag - main.first for day in dates], dtype=np.int64)
    at = np.searchsorted(held, wanted, side="right") - 1
    found = np.where(at >= 0, held[np.maximum(at, 0)] if held.size else -1, -1)
    return np.where((found >= 0) & (wanted - found <= as_of.oldest), found, -1).astype(np.int64)


def _own(main: Figures, reference: Ints, behind: int) -> Ints:
    """The column that counts for each place at each date: the reference year, or the nearest before."""
    chosen = np.full((main.values.shape[0], len(reference)), -1, dtype=np.int64)
    for back in range(behind, -1, -1):
        column = reference - back
        there = (reference >= 0) & (column >= 0)
        has = ~np.isnan(main.values[:, np.maximum(column, 0)]) & there
        chosen = np.where(has, column, chosen)
    return chosen


def at(figures: Figures, first: int, columns: Ints) -> Floats:
    """The figures at columns counted from the year `first`; NaN outside, and where a column is below 0."""
    own = columns + (first - figures.first)
    inside = (columns >= 0) & (own >= 0) & (own < figures.values.shape[1])
    taken = np.take_along_axis(figures.values, np.where(inside, own, 0), axis=1)
    return np.where(inside, taken, np.nan)


def _figure(criterion: Criterion, by_name: dict[str, Figures], first: int, columns: Ints) -> Floats:
    if criterion.measure in (Measure.FALL_SINCE, Measure.YEARS_SINCE):
        return _since(criterion, by_name, first, columns)
    main = by_name[criterion.column]
    now = at(main, first, columns)
    if criterion.measure is Measure.FIGURE:
        return now
    window = np.stack([at(main, first, _back(columns, n)) for n in range(criterion.years)])
    return _over(criterion, window, now)


def _over(criterion: Criterion, window: Floats, now: Floats) -> Floats:
    """Of a window of years that has holes, what can still be said: see `_decides`."""
    missing = np.isnan(window).any(axis=0)
    filled = np.where(np.isnan(window), -np.inf, window)
    if criterion.measure is Measure.TOTAL:
        whole: Floats = np.nansum(window, axis=0)
    elif criterion.measure is Measure.HIGHEST:
        whole = filled.max(axis=0)
    else:
        whole = filled.max(axis=0) - now
    told = ~missing | _decides(criterion, whole)
    return np.where(told & ~np.isnan(now), whole, np.nan)


def _decides(criterion: Criterion, whole: Floats) -> Any:
    """Where a hole in the window cannot change the answer.

    The highest of a window, a fall from it, and a sum of counts can only grow by what is not known; one
    that is large enough for the test already stays so, whatever the missing years hold.
    """
    upward = criterion.test in (Bound.AT_LEAST, Bound.ABOVE)
    truth = compared(np.round(whole, DIGITS), criterion.test, criterion.threshold)
    return truth == (Truth.YES if upward else Truth.NO)


def _since(criterion: Criterion, by_name: dict[str, Figures], first: int, columns: Ints) -> Floats:
    """Measured from a year that a column tells; 0 where the column `within` says that it is not within."""
    within: Floats = np.ones(columns.shape)
    if criterion.within:
        within = at(by_name[criterion.within], first, columns)
    began = at(by_name[criterion.since], first, columns)
    start = np.where(np.isnan(began), -1, np.nan_to_num(began) - first).astype(np.int64)
    found: Floats = np.where(start >= 0, columns - start + 1.0, np.nan)
    if criterion.measure is Measure.FALL_SINCE:
        main = by_name[criterion.column]
        before = at(main, first, _back(start, 1))
        found = before - at(main, first, columns)
    return np.where(np.isnan(within), np.nan, np.where(within == 0, 0.0, found))


def compared(figure: Floats, test: Bound, threshold: float) -> Truths:
    """A figure held against a threshold; what is missing is not known."""
    with np.errstate(invalid="ignore"):
        passed = {
            Bound.AT_LEAST: figure >= threshold,
            Bound.AT_MOST: figure <= threshold,
            Bound.ABOVE: figure > threshold,
            Bound.BELOW: figure < threshold,
        }[test]
    truth = np.where(passed, Truth.YES, Truth.NO)
    return np.where(np.isnan(figure), Truth.UNKNOWN, truth).astype(np.int8)


def apart(figure: Floats, test: Bound, threshold: float, grain: float) -> Floats:
    """By how much a figure must move until the test answers otherwise; 0 is never told."""
    beyond = figure - threshold if test in (Bound.AT_LEAST, Bound.ABOVE) else threshold - figure
    strict = test in (Bound.ABOVE, Bound.BELOW)
    passes = beyond > 0 if strict else beyond >= 0
    grains = (0.0, grain) if strict else (grain, 0.0)
    more: Floats = np.where(passes, beyond + grains[0], grains[1] - beyond)
    rounded: Floats = np.round(more, DIGITS)
    return rounded


def _distance(
    criterion: Criterion,
    by_name: dict[str, Figures],
    first: int,
    columns: Ints,
    figure: Floats,
    truth: Truths,
) -> Floats:
    """How far the criterion is from changing, in its own unit; where other columns measure that, by their
    sum, and nothing is told where that sum and the criterion disagree."""
    near = criterion.near
    if near.columns and near.test is not None:
        total = sum((at(by_name[name], first, columns) for name in near.columns), np.zeros(columns.shape))
        agree = compared(total, near.test, near.threshold) == truth
        return np.where(agree, apart(total, near.test, near.threshold, near.grain), np.nan)
    found = np.where(np.isinf(figure), np.nan, apart(figure, criterion.test, criterion.threshold, near.grain))
    if criterion.measure is Measure.TOTAL:
        return np.where(
            truth == Truth.YES, _fading(criterion, by_name[criterion.column], first, columns), np.nan
        )
    if criterion.measure is Measure.YEARS_SINCE and criterion.test in (Bound.AT_LEAST, Bound.ABOVE):
        begun = (figure > 0) & (truth == Truth.NO)  # years only pass: what lasted long enough stays so
        return np.where(begun, found, np.nan)
    return np.where(truth == Truth.UNKNOWN, np.nan, found)


def _fading(criterion: Criterion, main: Figures, first: int, columns: Ints) -> Floats:
    """In how many years what was counted leaves the window, if nothing is added: what happens at once, such
    as a coup, has no distance before it does."""
    counted = [np.nan_to_num(at(main, first, _back(columns, n))) for n in range(criterion.years)]
    sums = np.cumsum(np.stack([np.zeros(columns.shape), *counted]), axis=0)
    few = (compared(sums, criterion.test, criterion.threshold) == Truth.NO).sum(axis=0)
    left: Floats = (criterion.years + 1.0) - few
    return left


def _back(columns: Ints, years: int) -> Ints:
    """The columns so many years earlier; -1 where there is none."""
    return np.where(columns >= years, columns - years, -1)


def _happened(
    criterion: Criterion, events: Events, dates: Sequence[date], shape: tuple[int, int]
) -> Measured:
    """Events in the months before each date, that day included, as far as they are known."""
    figure, year = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    truth, distance = np.full(shape, Truth.UNKNOWN, np.int8), np.full(shape, np.nan)
    length = round(criterion.months * DAYS_A_MONTH)
    oldest = round((criterion.as_of.oldest + 1) * 12 * DAYS_A_MONTH)
    least = int(criterion.threshold) + (criterion.test is Bound.ABOVE)
    for column, day in enumerate(dates):
        end = day.toordinal()
        known = min(end, events.last)
        recent = (events.day > end - length) & (events.day <= end)
        count = np.bincount(events.place[recent], minlength=shape[0]).astype(np.float64)
        covered = events.first <= end - length + 1 and end - known <= oldest
        enough = count >= least
        told = enough | covered | criterion.silence
        figure[:, column] = np.where(told, count, np.nan)
        looked = day if criterion.silence else date.fromordinal(max(known, 1))
        year[:, column] = np.where(told, looked.year, NO_YEAR)
        truth[:, column] = np.where(enough, Truth.YES, np.where(told, Truth.NO, Truth.UNKNOWN))
        left = _leaving(events, recent, shape[0], least) + length - end
        distance[:, column] = np.where(enough, left, np.nan)
    return Measured(figure, year, truth, distance)


def _leaving(events: Events, recent: Any, places: int, least: int) -> Floats:
    """The day of the event whose leaving the window makes them too few, of each place that has enough."""
    found = np.full(places, np.nan)
    place, day = events.place[recent], events.day[recent]
    for one in np.unique(place):
        days = np.sort(day[place == one])
        if len(days) >= least:
            found[one] = days[-least]
    return found
