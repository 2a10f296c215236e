"""The engine of standings against a slow reading of the same rules, and what must hold of any rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.observatory.engine.standing.inputs import Figures, Inputs
from koinon.observatory.engine.standing.logic import Combination, Truth, combined
from koinon.observatory.engine.standing.nearness import nearest
from koinon.observatory.engine.standing.rule_sets import (
    ROOT,
    AsOf,
    Bound,
    Criterion,
    Measure,
    RuleSet,
    Source,
    Term,
)
from koinon.observatory.engine.standing.standings import Standings, decisive, standings, steps, trace
from tests.observatory.standing import slow_standing
from tests.observatory.standing.slow_standing import Table

PLACES = ("A", "B", "C")
YEARS = range(2000, 2008)
DAYS = [date(year, 7, 1) for year in range(1999, 2012)]
WORDS = {"en": "x"}
AS_BOOL = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}

numbers = st.sampled_from([0.0, 0.1, 0.2, 0.3, 1.0, 2.0])
columns = st.dictionaries(
    st.sampled_from(PLACES), st.dictionaries(st.sampled_from(YEARS), numbers, max_size=8), max_size=3
)
starts = st.dictionaries(
    st.sampled_from(PLACES),
    st.dictionaries(st.sampled_from(YEARS), st.sampled_from([float(y) for y in YEARS]), max_size=8),
    max_size=3,
)
tables = st.fixed_dictionaries({
    ("one", "a"): columns,
    ("one", "start"): starts,
    ("one", "within"): st.dictionaries(
        st.sampled_from(PLACES),
        st.dictionaries(st.sampled_from(YEARS), st.sampled_from([0.0, 1.0]), max_size=8),
        max_size=3,
    ),
})  # fmt: skip


def of_test(key: str, measure: Measure, test: Bound, threshold: float, years: int, as_of: AsOf) -> Criterion:
    since = measure in (Measure.FALL_SINCE, Measure.YEARS_SINCE)
    return Criterion(
        key, WORDS, "", WORDS, "one", measure, test, threshold,
        column="" if measure is Measure.YEARS_SINCE else "a", years=years, as_of=as_of,
        since="start" if since else "", within="within" if since else "",
    )  # fmt: skip


criteria = st.builds(
    of_test,
    st.just("k"),
    st.sampled_from([m for m in Measure if m is not Measure.EVENTS]),
    st.sampled_from(Bound),
    numbers,
    st.integers(1, 4),
    st.builds(AsOf, st.integers(0, 2), st.integers(0, 3), st.integers(0, 2)),
)


@st.composite
def rule_sets(draw: st.DrawFn, kinds: tuple[Combination, ...] = tuple(Combination)) -> RuleSet:
    """Two to four criteria in one or two terms below the root."""
    made = [replace(draw(criteria), key=f"k{n}") for n in range(draw(st.integers(2, 4)))]
    keys = [one.key for one in made]
    cut = draw(st.integers(1, len(keys)))
    term = Term("t", draw(st.sampled_from(kinds)), tuple(keys[:cut]))
    root = Term(ROOT, draw(st.sampled_from(kinds)), ("t", *keys[cut:]))
    source = Source("x", "x", "x", "x")
    return RuleSet("r", "1", WORDS, WORDS, source, {one.key: one for one in made}, {"t": term, ROOT: root})


def inputs(table: Table) -> Inputs:
    """The same figures as arrays."""
    found = {}
    for name, column in table.items():
        values = np.full((len(PLACES), len(YEARS)), np.nan)
        for place, figures in column.items():
            for year, figure in figures.items():
                values[PLACES.index(place), year - YEARS[0]] = figure
        found[name] = Figures(YEARS[0], values)
    return Inputs(PLACES, found)


def verdicts(found: Standings) -> dict[tuple[str, date], bool | None]:
    return {
        (place, day): AS_BOOL[Truth(int(found.verdicts[p, d]))]
        for p, place in enumerate(PLACES)
        for d, day in enumerate(DAYS)
    }


@given(rule_sets(), tables)
@settings(max_examples=150)
def test_every_verdict_is_that_of_the_slow_reading(rules: RuleSet, table: Table) -> None:
    found = verdicts(standings(rules, inputs(table), DAYS))
    for place, day in product(PLACES, DAYS):
        assert found[place, day] is slow_standing.verdict(rules, table, place, day), (place, day)


def whole(figures: st.SearchStrategy[float]) -> st.SearchStrategy[dict[str, dict[int, float]]]:
    """A column without holes."""
    row = st.lists(figures, min_size=len(YEARS), max_size=len(YEARS))
    return st.fixed_dictionaries(
        {place: row.map(lambda r: dict(zip(YEARS, r, strict=True))) for place in PLACES}
    )


@given(
    rule_sets(),
    st.fixed_dictionaries({
        ("one", "a"): whole(numbers),
        ("one", "start"): whole(st.sampled_from([float(y) for y in YEARS])),
        ("one", "within"): whole(st.sampled_from([0.0, 1.0])),
    }),
    st.sets(st.tuples(st.sampled_from(["a", "start", "within"]), st.sampled_from(YEARS)), min_size=1),
)  # fmt: skip
@settings(max_examples=150)
def test_a_figure_that_goes_missing_never_turns_a_yes_into_a_no(
    rules: RuleSet, table: Table, gone: set[tuple[str, int]]
) -> None:
    """Of one place, while others keep theirs; no older figure steps in."""
    strict = {key: replace(one, as_of=replace(one.as_of, behind=0)) for key, one in rules.criteria.items()}
    rules = replace(rules, criteria=strict)
    thinned = {
        (name, column): {
            **held, "B": {year: v for year, v in held["B"].items() if (column, year) not in gone},
        }
        for (name, column), held in table.items()
    }  # fmt: skip
    before, after = (verdicts(standings(rules, inputs(t), DAYS)) for t in (table, thinned))
    assert all(verdict in (before[key], None) for key, verdict in after.items())


@given(
    st.lists(
        st.builds(
            of_test, st.just("k"), st.just(Measure.FIGURE), st.sampled_from([Bound.AT_LEAST, Bound.ABOVE]),
            numbers, st.just(1), st.just(AsOf()),
        ),
        min_size=1, max_size=3,
    ),
    st.sampled_from([Combination.ALL, Combination.ANY]),
    tables,
)  # fmt: skip
def test_a_higher_figure_never_turns_away_whom_a_lower_one_let_in(
    made: list[Criterion], how: Combination, table: Table
) -> None:
    by_key = {f"k{n}": replace(one, key=f"k{n}") for n, one in enumerate(made)}
    rules = RuleSet(
        "r", "1", WORDS, WORDS, Source("x", "x", "x", "x"), by_key, {ROOT: Term(ROOT, how, tuple(by_key))}
    )
    raised = {
        **table,
        ("one", "a"): {p: {y: v + 0.5 for y, v in f.items()} for p, f in table["one", "a"].items()},
    }
    before, after = (verdicts(standings(rules, inputs(t), DAYS)) for t in (table, raised))
    order = {False: 0, None: 1, True: 2}
    assert all(order[after[key]] >= order[before[key]] for key in before)


@given(st.lists(st.sampled_from(Truth), min_size=1, max_size=4))
def test_what_is_not_known_stands_for_either(parts: list[Truth]) -> None:
    """Kleene's tables: a verdict is known where every way of filling in what is not known agrees."""
    for how in Combination:
        arrays = [np.array([part], dtype=np.int8) for part in parts]
        told = AS_BOOL[Truth(int(combined(how, arrays)[0]))]
        filled = [
            _classic(how, ways)
            for ways in product(
                *([True, False] if part is Truth.UNKNOWN else [AS_BOOL[part]] for part in parts)
            )
        ]
        assert told is (filled[0] if len(set(filled)) == 1 else None)


def _classic(how: Combination, parts: tuple[bool, ...]) -> bool:
    if how is Combination.ALL:
        return all(parts)
    return any(parts) if how is Combination.ANY else not any(parts)


@given(rule_sets(), tables)
@settings(max_examples=50)
def test_the_trace_says_what_the_verdict_says(rules: RuleSet, table: Table) -> None:
    found = standings(rules, inputs(table), DAYS)
    for place, day in product(range(len(PLACES)), range(len(DAYS))):
        joint = trace(found, place, day)
        assert joint.truth == found.verdicts[place, day]
        assert {one.criterion.key for one in steps(joint)} == {one.key for one in rules.leaves()}
        assert all((one.gap is not None) == (one.truth is Truth.UNKNOWN) for one in steps(joint))
        assert decisive(joint)


@given(rule_sets(), tables)
@settings(max_examples=50)
def test_the_nearest_way_leads_to_the_other_verdict(rules: RuleSet, table: Table) -> None:
    """Changing the criteria of the way, and nothing else, changes the verdict."""
    found = standings(rules, inputs(table), DAYS)
    for place, day in product(range(len(PLACES)), range(len(DAYS))):
        joint = trace(found, place, day)
        way = nearest(joint)
        if joint.truth is Truth.UNKNOWN:
            assert way.changes and all(one.truth is Truth.UNKNOWN for one in way.changes)
            continue
        turned = {key: int(leaf.truth[place, day]) for key, leaf in found.leaves.items()}
        other = {Truth.YES: Truth.NO, Truth.NO: Truth.YES}
        possible = _reachable(rules, turned, {one.criterion.key for one in way.changes})
        assert not way.changes or other[joint.truth] in possible


def _reachable(rules: RuleSet, truths: dict[str, int], free: set[str]) -> set[Truth]:
    """Every verdict that comes of filling in some criteria anew."""
    keys = sorted(free)
    found = set()
    for ways in product((Truth.NO, Truth.YES), repeat=len(keys)):
        filled = truths | dict(zip(keys, map(int, ways), strict=True))
        inner = _one(rules.terms["t"], filled)
        found.add(Truth(_one(rules.root, filled | {"t": inner})))
    return found


def _one(term: Term, truths: dict[str, int]) -> int:
    return int(combined(term.how, [np.array([truths[key]], dtype=np.int8) for key in term.parts])[0])
