"""The detectors against slow, obvious references, and what must hold of them for any figures."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.observatory.engine.alerts import breaks, disruptions, drops, episodes, standings
from koinon.observatory.engine.alerts.findings import Evidence, Finding, Known, fresh, gone
from koinon.observatory.engine.episodes.panel import NA, Panel, balanced
from tests.observatory.alerts.test_spec import RULES, TODAY

WITHIN = {key: rule.within_days for key, rule in RULES.items()}


def known(found: list[Finding]) -> list[Known]:
    return [Known(f.rule, f.place, f.subject, f.since) for f in found]


# ── Findings ────────────────────────────────────────────────────────────────────────────────────────────────

places = st.sampled_from(["AAA", "BBB", "CCC"])
days = st.dates(date(2029, 1, 1), date(2031, 6, 15))
findings = st.lists(
    st.builds(
        lambda rule, place, subject, since: Finding(rule, "1", RULES[rule].kind, place, subject, since),
        st.sampled_from(sorted(RULES)), places, st.sampled_from(["one", "two"]), days,
    )
)  # fmt: skip


@given(findings, st.randoms(use_true_random=False))
def test_what_is_fresh_does_not_hang_on_the_order_of_rows(
    found: list[Finding], chance: random.Random
) -> None:
    mixed = list(found)
    chance.shuffle(mixed)
    assert fresh(found, [], WITHIN) == fresh(mixed, [], WITHIN)


@given(findings, findings)
def test_found_again_it_is_the_same_alert(found: list[Finding], others: list[Finding]) -> None:
    first = fresh(found, [], WITHIN)
    assert fresh(found, known(first), WITHIN) == []
    again = fresh([*found, *others], known(first), WITHIN)
    assert not {f.fingerprint for f in first} & {f.fingerprint for f in again}
    assert fresh([*found, *others], known([*first, *again]), WITHIN) == []


@given(findings)
def test_nothing_is_gone_that_is_still_found(found: list[Finding]) -> None:
    raised = known(fresh(found, [], WITHIN))
    assert gone(raised, found, WITHIN) == []
    assert gone(raised, [], WITHIN) == raised


def test_figures_that_are_revised_make_no_other_alert() -> None:
    one = Finding("drop-beyond-interval", "1", "drop", "AAA", "vdem", date(2030, 12, 31))
    same = replace(one, version="2", evidence=(Evidence("index", 0.3, "vdem@2"),), facts={"year": 2030})
    assert one.fingerprint == same.fingerprint
    for other in ({"place": "BBB"}, {"subject": "wgi"}, {"since": date(2029, 12, 31)}, {"rule": "x"}):
        assert replace(one, **other).fingerprint != one.fingerprint  # type: ignore[arg-type]


# ── Drops ───────────────────────────────────────────────────────────────────────────────────────────────────


def figure(place: str, year: int, value: float, spread: float) -> drops.Figure:
    return drops.Figure(place, year, value, value - spread, value + spread)


figures = st.lists(
    st.builds(figure, places, st.integers(2020, 2030), st.floats(0, 1), st.floats(0, 0.2)),
    unique_by=lambda f: (f.place, f.year),
)


def slow_drops(rows: list[drops.Figure], rising: bool) -> set[tuple[str, int, int]]:
    """(place, year, year before) of every pair of intervals that part the wrong way."""
    newest = max((row.year for row in rows), default=0)
    return {
        (new.place, new.year, old.year)
        for new in rows
        for old in rows
        if new.place == old.place and new.year == newest and new.year - old.year in (1, 3)
        if (min(new.low, new.high) > old.high if rising else new.high < old.low)
    }


@given(figures, st.booleans(), st.randoms(use_true_random=False))
def test_drops_are_those_of_the_reference(
    rows: list[drops.Figure], rising: bool, chance: random.Random
) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    series = [drops.Series("index", "vdem@1", many, rising) for many in (rows, mixed)]
    found, again = (drops.drops([one], rule=RULES["drop-beyond-interval"]) for one in series)
    assert {(f.place, e.year, e.before_year) for f in found for e in f.evidence} == slow_drops(rows, rising)
    assert found == again


@given(figures)
def test_older_years_add_no_drop(rows: list[drops.Figure]) -> None:
    rule = RULES["drop-beyond-interval"]
    recent = [row for row in rows if row.year > 2026]
    newest = max((row.year for row in recent), default=0)
    if newest < 2030:
        return
    found = drops.drops([drops.Series("index", "vdem@1", recent)], rule=rule)
    more = drops.drops([drops.Series("index", "vdem@1", rows)], rule=rule)
    assert [f.fingerprint for f in more] == [f.fingerprint for f in found]


# ── Disruptions ─────────────────────────────────────────────────────────────────────────────────────────────

events = st.lists(
    st.builds(
        disruptions.Event, st.dates(TODAY - timedelta(120), TODAY + timedelta(9)), places,
        st.sampled_from(["coup-attempted", "coup-successful"]), st.just("An event"),
        st.sampled_from(["incident:a", "coups-cline@1"]),
    )
)  # fmt: skip


@given(events, st.randoms(use_true_random=False))
def test_every_recent_event_stands_in_one_run(rows: list[disruptions.Event], chance: random.Random) -> None:
    rule = RULES["disruption"]
    mixed = list(rows)
    chance.shuffle(mixed)
    found = disruptions.disruptions(rows, rule=rule, today=TODAY)
    assert found == disruptions.disruptions(mixed, rule=rule, today=TODAY)
    recent = {e for e in rows if TODAY - timedelta(90) <= e.on <= TODAY}
    assert sum(len(f.evidence) for f in found) == len(recent)
    ends = [(f.place, f.since, date.fromisoformat(f.facts["until"])) for f in found]
    for (place, _, until), (following, since, _) in pairwise(ends):
        assert place < following or since - until > timedelta(rule.within_days)


@given(events)
def test_events_beyond_reach_raise_nothing(rows: list[disruptions.Event]) -> None:
    rule = RULES["disruption"]
    old = [replace(e, on=e.on - timedelta(200)) for e in rows]
    assert disruptions.disruptions(old, rule=rule, today=TODAY) == []
    assert disruptions.disruptions([*rows, *old], rule=rule, today=TODAY) == disruptions.disruptions(
        rows, rule=rule, today=TODAY
    )


# ── Standings ───────────────────────────────────────────────────────────────────────────────────────────────

verdicts = st.dictionaries(places, st.sampled_from(["meets", "does not", "cannot be decided"]))


@given(verdicts, verdicts)
def test_standings_turn_both_ways_and_never_by_missing_data(
    now: dict[str, str], before: dict[str, str]
) -> None:
    def turned(now: dict[str, str], before: dict[str, str]) -> dict[str, bool]:
        found = standings.changed(
            now, before, rule=RULES["standing-changed"], rule_set="free@1", sources={}, today=TODAY,
            earlier=date(2030, 6, 15),
        )  # fmt: skip
        return {f.place: f.favourable for f in found}

    back = {place: not better for place, better in turned(before, now).items()}
    assert turned(now, before) == back
    decided = {p for p in now.keys() & before.keys() if "cannot be decided" not in (now[p], before[p])}
    assert set(turned(now, before)) <= decided
    assert turned(now, now) == {}


# ── Breaks ──────────────────────────────────────────────────────────────────────────────────────────────────


def slow_partition(values: Any, penalty: float, least: int) -> tuple[float, list[int]]:
    """The cheapest partition by trying every last part: squares about the mean, and a penalty for a break."""
    best: list[tuple[float, list[int]]] = [(-penalty, [])]
    for end in range(1, len(values) + 1):
        options = [
            (
                best[start][0] + penalty + float(((values[start:end] - values[start:end].mean()) ** 2).sum()),
                [*best[start][1], *([start] if start else [])],
            )
            for start in range(end)
            if end - start >= least and best[start][0] < np.inf
        ]
        best.append(min(options, key=lambda option: option[0], default=(np.inf, [])))
    return best[-1]


def cost(values: Any, at: list[int], penalty: float) -> float:
    edges = [0, *at, len(values)]
    parts = [values[a:b] for a, b in pairwise(edges)]
    return float(sum(((part - part.mean()) ** 2).sum() for part in parts)) + penalty * len(at)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=40), st.floats(1, 20))
def test_the_partition_is_as_cheap_as_the_reference(counts: list[int], penalty: float) -> None:
    values = breaks.transformed(counts)
    found = breaks.partition(values, penalty=penalty, least=3)
    assert all(b - a >= 3 for a, b in zip([0, *found], [*found, len(counts)], strict=True))
    assert cost(values, found, penalty) == pytest.approx(slow_partition(values, penalty, 3)[0], abs=1e-6)


@given(st.integers(0, 200), st.integers(0, 120))
def test_a_constant_or_an_empty_series_raises_nothing(level: int, months: int) -> None:
    series = breaks.Months("AAA", "reform", date(2021, 1, 1), [level] * months)
    assert breaks.breaks([series], rule=RULES["break-in-incidents"], today=TODAY) == []


@settings(max_examples=40)
@given(st.lists(st.integers(0, 6), min_size=30, max_size=60), st.lists(st.integers(0, 6), max_size=40))
def test_months_before_the_window_change_nothing(counts: list[int], older: list[int]) -> None:
    rule = replace(RULES["break-in-incidents"], thresholds={
        **RULES["break-in-incidents"].thresholds, "window_months": len(counts),
    })  # fmt: skip
    start = breaks.Months("AAA", "reform", date(2020, 1, 1), [])
    one = replace(start, first=start.day(60), counts=counts)
    longer = replace(start, first=start.day(60 - len(older)), counts=[*older, *counts])
    today = one.day(len(counts))
    assert breaks.breaks([one], rule=rule, today=today) == breaks.breaks([longer], rule=rule, today=today)


def test_where_nothing_changes_few_series_raise_an_alert() -> None:
    """The penalty: of 2,000 series of unchanging Poisson counts, at each of four levels, at most 1 in 100."""
    chance = np.random.default_rng(20310615)
    for level in (0.3, 1.0, 3.0, 10.0):
        series = [
            breaks.Months(f"P{n}", "reform", date(2025, 6, 1), chance.poisson(level, 72).tolist())
            for n in range(2000)
        ]
        assert len(breaks.breaks(series, rule=RULES["break-in-incidents"], today=TODAY)) <= 20


def test_where_the_level_trebles_most_series_raise_one() -> None:
    chance = np.random.default_rng(7)
    series = [
        breaks.Months("AAA", "reform", date(2025, 6, 1), [*chance.poisson(1, 66), *chance.poisson(4, 6)])
        for _ in range(500)
    ]
    found = breaks.breaks(series, rule=RULES["break-in-incidents"], today=TODAY)
    assert len(found) > 400


# ── Episodes ────────────────────────────────────────────────────────────────────────────────────────────────


def panel(*series: list[float], first: int = 2010) -> Panel:
    """A panel of units called A, B, … with the index given from `first` on; every year an autocracy."""
    rows = [(chr(65 + n), first + k, value) for n, one in enumerate(series) for k, value in enumerate(one)]
    return balanced(
        names=[name for name, _, _ in rows],
        years=[year for _, year, _ in rows],
        edi=[value for _, _, value in rows],
        regime=[2] * len(rows),
        elected=[False] * len(rows),
        assumed=[False] * len(rows),
        coding_end=[max(year for _, year, _ in rows)] * len(rows),
        gaps=[(NA,) * 6] * len(rows),
    )


def look(*series: list[float], source: str = "vdem@2") -> episodes.Seen:
    return episodes.seen(panel(*series), [chr(65 + n) * 3 for n in range(len(series))], source)


FLAT = [0.7] * 15
SLIDE = [*[0.7] * 11, 0.67, 0.64, 0.59, 0.56]  # more than 0.1 below 0.7 in 2023, the last year but one


def test_an_episode_is_new_in_the_year_that_makes_it_one() -> None:
    found = episodes.new(look(SLIDE, FLAT), None, RULES["new-episode"])
    assert [(f.place, f.subject, f.since, f.favourable) for f in found] == [
        ("AAA", "new autocratization", date(2023, 12, 31), False)
    ]
    assert found[0].facts["start"] == 2021
    assert (found[0].evidence[0].value, found[0].evidence[0].before) == (0.56, 0.7)


def test_of_the_first_release_history_raises_nothing() -> None:
    old = [*[0.7] * 3, 0.6, 0.5, *[0.5] * 10]
    assert episodes.new(look(old), None, RULES["new-episode"]) == []


def test_what_the_release_before_did_not_have_is_new_for_longer() -> None:
    revised = [*[0.7] * 9, 0.66, 0.59, 0.56, 0.53, 0.5, 0.47]  # recognised in 2020, of years until 2024
    assert episodes.new(look(revised), look(revised, source="vdem@1"), RULES["new-episode"]) == []
    found = episodes.new(look(revised), look(FLAT, source="vdem@1"), RULES["new-episode"])
    assert [(f.since.year, f.facts["revised"]) for f in found] == [(2020, True)]


def test_an_episode_that_goes_back_has_turned() -> None:
    back = [*[0.7] * 5, 0.6, 0.5, 0.45, 0.44, *[0.44] * 5, 0.49]
    (found,) = episodes.turning(look([*[0.7] * 10, 0.6, 0.5, 0.45, 0.45, 0.52]), RULES["turning-episode"])
    assert (found.subject, found.since.year, found.favourable) == ("turned autocratization", 2024, True)
    assert episodes.turning(look(back), RULES["turning-episode"]) == [], "it had come to rest before"


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 100), min_size=15, max_size=15), min_size=1, max_size=4))
def test_recognised_is_the_first_year_whose_figures_show_it(series: list[list[int]]) -> None:
    """The reference cuts the panel off at each year in turn, as it stood then."""
    rows = [[value / 100 for value in one] for one in series]
    for n, one in enumerate(rows):
        for finding in episodes.new(look(*rows), None, RULES["new-episode"]):
            if finding.place != chr(65 + n) * 3:
                continue
            pre, year = finding.facts["start"] - 1, finding.facts["recognised"]
            reach = [one[pre - 2010 : y - 2010 + 1] for y in (year - 1, year)]
            assert max(reach[1]) - min(reach[1]) >= 0.1 - 1e-9
            assert year == finding.facts["start"] or max(reach[0]) - min(reach[0]) < 0.1


def test_units_that_no_place_is_known_of_raise_nothing() -> None:
    seen = episodes.seen(panel(SLIDE), [""], "vdem@2")
    assert episodes.new(seen, None, RULES["new-episode"]) == []
