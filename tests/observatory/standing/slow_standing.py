"""The rules of standing once more, place by place and year by year, as slowly and plainly as they read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from koinon.observatory.engine.standing.logic import Combination
from koinon.observatory.engine.standing.rule_sets import ROOT, Bound, Criterion, Measure, RuleSet

Column = Mapping[str, Mapping[int, float]]  # place → year → figure
Table = Mapping[tuple[str, str], Column]


def verdict(rules: RuleSet, table: Table, place: str, day: date) -> bool | None:
    """Whether a place meets the rules; None where it cannot be decided."""
    return _term(rules, ROOT, table, place, day)


def _term(rules: RuleSet, key: str, table: Table, place: str, day: date) -> bool | None:
    if key in rules.criteria:
        return criterion(rules.criteria[key], table, place, day)
    term = rules.terms[key]
    parts = [_term(rules, part, table, place, day) for part in term.parts]
    if term.how is Combination.ALL:
        return False if False in parts else None if None in parts else True
    met = True if True in parts else None if None in parts else False
    return met if term.how is Combination.ANY or met is None else not met


def criterion(one: Criterion, table: Table, place: str, day: date) -> bool | None:
    """Whether a criterion holds; None where its figure is missing."""
    if any((one.dataset, name) not in table for name in one.columns):
        return None
    main = table[one.dataset, one.column or one.since]
    year = _year(one, main, place, day)
    return None if year is None else _measured(one, table, place, year)


def _year(one: Criterion, main: Column, place: str, day: date) -> int | None:
    """The dataset's latest year that counts and is not too old; then the place's own, so far behind."""
    wanted = day.year - one.as_of.lag
    there = [year for figures in main.values() for year in figures if year <= wanted]
    if not there or wanted - max(there) > one.as_of.oldest:
        return None
    own = main.get(place, {})
    return next((max(there) - n for n in range(one.as_of.behind + 1) if max(there) - n in own), None)


def _measured(one: Criterion, table: Table, place: str, year: int) -> bool | None:
    def told(name: str, when: int) -> float | None:
        return table[one.dataset, name].get(place, {}).get(when)

    if one.measure in (Measure.FALL_SINCE, Measure.YEARS_SINCE):
        within = told(one.within, year) if one.within else 1.0
        if within is None:
            return None
        if within == 0:
            return _test(one, 0.0)
        since = told(one.since, year)
        if since is None:
            return None
        if one.measure is Measure.YEARS_SINCE:
            return _test(one, year - since + 1)
        before, now = told(one.column, int(since) - 1), told(one.column, year)
        return None if before is None or now is None else _test(one, before - now)
    now = told(one.column, year)
    if one.measure is Measure.FIGURE:
        return _test(one, now)
    window = [told(one.column, year - n) for n in range(one.years)]
    known = [figure for figure in window if figure is not None]
    whole = {
        Measure.TOTAL: sum(known),
        Measure.HIGHEST: max(known),
        Measure.FALL: max(known) - (now or 0.0),
    }[one.measure]
    if None not in window:
        return _test(one, whole)
    # What is missing can only raise it: it decides if it is beyond the threshold already.
    answer = _test(one, whole)
    return answer if answer is (one.test in (Bound.AT_LEAST, Bound.ABOVE)) else None


def _test(one: Criterion, figure: float | None) -> bool | None:
    if figure is None:
        return None
    figure = round(figure, 9)
    return {
        Bound.AT_LEAST: figure >= one.threshold,
        Bound.AT_MOST: figure <= one.threshold,
        Bound.ABOVE: figure > one.threshold,
        Bound.BELOW: figure < one.threshold,
    }[one.test]
