"""In how many draws a verdict holds: what can be told from what is counted, and what is left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from koinon.observatory.engine.agreement.chances import at_least
from koinon.observatory.engine.agreement.drawing import Belief, Errors
from koinon.observatory.engine.agreement.drawing import draws as drawn
from koinon.observatory.engine.standing.hinging import Held, held
from koinon.observatory.engine.standing.logic import Combination, Truth, combined
from koinon.observatory.engine.standing.rule_sets import ROOT, Bound, RuleSet, Term
from koinon.observatory.queries import agreement, standing
from koinon.observatory.queries.rule_sets import Held as Rules
from koinon.observatory.queries.standing import Reading
from koinon.observatory.queries.standing_draws import Draws, draws
from koinon.people.models import Place
from tests.factories.observatory import release
from tests.observatory.episodes.invented import SLIDE, loaded
from tests.observatory.episodes.invented import rows as figures

END = date(2030, 12, 31)
THRESHOLDS = (-0.1, 0.0, 0.3, 0.45, 0.5, 0.52, 0.7, 0.95, 1.0, 1.1)


@pytest.mark.parametrize(("figure", "low", "high"), [(0.5, 0.4, 0.55), (0.95, 0.9, 0.99), (0.02, 0.0, 0.1)])
def test_the_chance_is_the_share_of_draws(figure: float, low: float, high: float) -> None:
    one = np.array([[figure]])
    told = Belief(one, one - low, high - one, np.ones((1, 1), dtype=np.bool_))
    made = drawn(told, Errors.COMMON, 1, range(1, 4001)).ravel()
    for threshold in THRESHOLDS:
        assert abs((made >= threshold).mean() - at_least(threshold, figure, low, high)) < 0.03
        assert abs((made > threshold).mean() - at_least(threshold, figure, low, high, strictly=True)) < 0.03


def test_without_an_interval_the_figure_stands() -> None:
    nan = float("nan")
    assert [at_least(t, 0.5, nan, nan) for t in (0.4, 0.5, 0.6)] == [1, 1, 0]
    assert at_least(0.5, 0.5, nan, nan, strictly=True) == 0


KEYS = ("a", "b", "c")


def rules_of(how: Combination, inner: Combination) -> RuleSet:
    """`how` of a and of (`inner` of b and c)."""
    terms = {ROOT: Term(ROOT, how, ("a", "both")), "both": Term("both", inner, ("b", "c"))}
    return RuleSet("r", "1", {}, {}, None, {}, terms)  # type: ignore[arg-type]


@given(
    st.sampled_from(list(Combination)),
    st.sampled_from(list(Combination)),
    st.lists(st.sampled_from(list(Truth)), min_size=3, max_size=3),
    st.lists(st.floats(0.001, 1), min_size=8, max_size=8),
    st.sets(st.sampled_from(KEYS)),
)
def test_it_never_says_more_than_is_so(
    how: Combination, inner: Combination, truths: list[Truth], weights: list[float], hidden: set[str]
) -> None:
    """Against any way in which the criteria may really change together."""
    rules, as_is = rules_of(how, inner), dict(zip(KEYS, truths, strict=True))
    keys = [key for key in KEYS if as_is[key] is not Truth.UNKNOWN]
    ways = list(product((True, False), repeat=len(keys)))
    weight = np.array(weights[: len(ways)]) / sum(weights[: len(ways)])

    def verdict(stay: dict[str, bool]) -> int:
        a, b, c = (
            np.array([as_is[key] if stay.get(key, True) else Truth.YES - as_is[key]], dtype=np.int8)
            for key in KEYS
        )
        return int(combined(how, [a, combined(inner, [b, c])])[0])

    stays = [dict(zip(keys, way, strict=True)) for way in ways]
    truly = sum(w for w, stay in zip(weight, stays, strict=True) if verdict(stay) == verdict({}))
    shares = {
        key: None
        if key in hidden
        else float(sum(w for w, stay in zip(weight, stays, strict=True) if stay[key]))
        for key in keys
    }
    found = held(rules, as_is, shares)
    if found is not None and found.least:
        assert found.share <= truly + 1e-9
    elif found is not None:
        assert abs(found.share - truly) < 1e-9


def test_one_that_settles_and_one_that_is_not_counted() -> None:
    rules = rules_of(Combination.ALL, Combination.ALL)
    no = {"a": Truth.NO, "b": Truth.YES, "c": Truth.YES}
    assert held(rules, no, {"a": 0.9}) == Held(0.9)
    assert held(rules, no, {"a": 0.9, "b": None}) == Held(0.9, least=True)
    assert held(rules, dict.fromkeys(KEYS, Truth.YES), {"a": 0.9, "b": 0.8}) is None
    assert held(rules, no | {"b": Truth.NO}, {"a": 0.9}) == Held(1.0)


def reading(column: str, test: Bound, threshold: float) -> Reading:
    """Whoever passes one test of a column of the table of episodes."""
    shipped = standing.reading("free-or-partly-free:electoral-democracy").held.rules
    key = "electoral-democracy"
    criterion = replace(shipped.criteria[key], column=column, test=test, threshold=threshold)
    root = replace(shipped.root, parts=(key,))
    own = replace(shipped, criteria={key: criterion}, terms={ROOT: root}, groups=(), alternatives={})
    return Reading(Rules(own, "", ""))


def told(chosen: Reading, code: str, on: date = END) -> Draws:
    """What draws say of a place."""
    row, of = standing.row(chosen, Place.objects.get(code=code), on)
    return draws(chosen, row, of)


def with_episodes(**changed: list[float]) -> Any:
    """The invented release with the columns of episodes."""
    own = loaded("plain")
    table = figures({"AAX": [0.4] * 12, "BBX": SLIDE} | changed)
    for row in table:
        falls = row["unit"] == "BBX" and row["year"] >= 2027
        row |= {"aut_ep": int(falls), "dem_ep": 0, "aut_ep_start_year": 2027 if falls else None}
    return own, release("ert", "told", table)


@pytest.mark.django_db
def test_an_episode_holds_in_the_draws_that_were_counted() -> None:
    _, own = with_episodes(CCX=[0.11] * 12)  # figures of no other test, for counts are kept
    chosen = reading("aut_ep", Bound.AT_LEAST, 1)
    assert told(chosen, "BBX") == Draws("waiting")
    for errors in agreement.ASSUMED:
        agreement.count(own, errors)
    years = agreement.of_year(own, "BBX", 2030)
    assert [(one.errors, one.share, one.least) for one in told(chosen, "BBX").rows] == [
        (one.errors, one.aut, False) for one in years
    ]
    other = told(reading("aut_ep", Bound.BELOW, 1), "AAX").rows
    assert [one.share for one in other] == [1 - one.aut for one in agreement.of_year(own, "AAX", 2030)]


@pytest.mark.django_db
def test_a_figure_of_the_index_needs_no_counting() -> None:
    with_episodes()
    found = told(reading("v2x_polyarchy", Bound.AT_LEAST, 0.6), "BBX")
    assert found.state == "told" and {round(one.share, 3) for one in found.rows} == {0.5}
    below = told(reading("v2x_polyarchy", Bound.ABOVE, 0.62), "BBX")
    assert [round(one.share, 3) for one in below.rows] == [round(1 - at_least(0.62, 0.6, 0.58, 0.63), 3)] * 2
    assert told(reading("v2x_regime", Bound.AT_LEAST, 2), "BBX") == Draws("untouched")
    assert told(reading("v2x_polyarchy", Bound.AT_LEAST, 0.6), "BBX", date(2050, 1, 1)) == Draws("open")


@pytest.mark.django_db
def test_the_page_and_the_api_say_what_draws_say(client: Client) -> None:
    _, own = with_episodes()
    for errors in agreement.ASSUMED:
        agreement.count(own, errors)
    path = "/observatory/standings/free-or-partly-free/BBX/?on=2030&alternative=electoral-democracy"
    assert "every draw says the same" in client.get(path).content.decode()
    answer = client.get("/api/v1/standings/free-or-partly-free/BBX", {"on": "2030-12-31"}).json()
    assert answer["draws"] == {"state": "open", "shares": []}


@pytest.mark.django_db
def test_whoever_does_not_erode_is_in_at_least_as_often_as_that(client: Client) -> None:
    _, own = with_episodes(CCX=[0.7] * 12)
    years = range(1998, 2031)
    release("coups-powell-thyne", "1", [{"place": "CCX", "year": y, "pt_coup_num": 0} for y in years])
    for errors in agreement.ASSUMED:
        agreement.count(own, errors)
    answer = client.get("/api/v1/standings/no-disruption-no-erosion/CCX", {"on": "2030-12-31"}).json()
    assert answer["verdict"] == "meets"
    assert answer["draws"]["shares"] == [
        {"errors": one.errors.value, "share": 1 - one.aut, "least": True}
        for one in agreement.of_year(own, "CCX", 2030)
    ]
    page = client.get("/observatory/standings/no-disruption-no-erosion/CCX/?on=2030").content.decode()
    assert "the verdict holds in at least" in page
