"""The rules of episodes, case by case: the engine and the obvious way say what the tables say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from koinon.observatory.engine.episodes.parameters import Parameters
from tests.observatory.engine.panels import Row
from tests.spec.episodes import cases
from tests.spec.episodes.cases import (
    WAYS,
    Case,
    Told,
    beyond,
    found,
    in_decimals,
    runs,
    series,
    signs,
    together,
)

Way = Callable[[list[Row], Parameters], Told]
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
BLANK = ("ep", "ep_outcome", "ep_outcome_agg", "ep_censored")


def every(*names: str) -> Any:
    """The cases of some tables."""
    rows = [case for name in names for case in cases.spec(name)]
    return pytest.mark.parametrize("case", rows, ids=lambda case: case["case"])


@each_way
@every("regimes")
def test_regimes(case: Case, way: Way) -> None:
    told = way(*series(case))
    assert {
        "crossing": signs(told, "row_regch_event"),
        "censored": signs(told, "row_regch_censored", "1"),
        "type": signs(told, "reg_type", "1"),
        "change": signs(told, "reg_trans"),
        "begins": runs(told, "reg_start_year"),
        "until": runs(told, "reg_end_year"),
        "founded": runs(told, "dem_founding_elec"),
        "unfree": runs(told, "aut_founding_elec"),
    }.items() <= case.items()


@each_way
@every("course", "endings", "outcomes")
def test_episodes(case: Case, way: Way) -> None:
    told = way(*series(case))
    assert together(list(found(told, case["kind"]))).items() <= case.items()
    if "beyond" in case:
        assert beyond(told, case["kind"]) == case["beyond"]


@each_way
@every("course", "endings", "outcomes")
def test_the_year_before_bears_the_name_of_an_episode_and_nothing_else(case: Case, way: Way) -> None:
    kind, told = case["kind"], way(*series(case))
    before = [cells for cells in told.values() if cells[f"{kind}_pre_ep_year"] and not cells[f"{kind}_ep"]]
    for cells in before:
        assert [cells[f"{kind}_{name}"] for name in BLANK] == [0] * len(BLANK)
        assert cells[f"{kind}_ep_termination"] is None and cells[f"{kind}_ep_prch"] is None
    named = sum(cells[f"{kind}_ep_id"] is not None for cells in before)
    assert named == sum(years != "" for years in case["years"].split(", "))


@each_way
@every("course", "endings")
def test_autocratization_is_the_mirror_image(case: Case, way: Way) -> None:
    """In whole numbers, where the regime stays as it is."""
    rows, p = in_decimals(*series(case))
    if len({row["v2x_regime"] for row in rows} - {None}) != 1 or case["kind"] != "dem":
        return
    top = 1000.0
    turned = [
        row
        | {"v2x_polyarchy": None if row["v2x_polyarchy"] is None else top - row["v2x_polyarchy"]}
        | {"v2x_regime": None if row["v2x_regime"] is None else 3 - row["v2x_regime"]}
        for row in rows
    ]
    up, down = list(found(way(rows, p), "dem")), list(found(way(turned, p), "aut"))
    assert up == down


@each_way
@every("arithmetic")
def test_arithmetic(case: Case, way: Way) -> None:
    rows, p = series(case)
    binary, decimal = (
        together(list(found(way(*asked), case["kind"])))["years"]
        for asked in ((rows, p), in_decimals(rows, p))
    )
    assert (binary, decimal) == (case["binary"], case["decimal"])


@every("outcomes")
def test_outcomes_are_gathered_into_four(case: Case) -> None:
    gathered = {1: 1, 2: 2, 3: 2, 4: 2, 5: 3, 6: 4, 0: 0, None: None}
    for way in WAYS:
        for cells in way(*series(case)).values():
            assert cells[f"{case['kind']}_ep_outcome_agg"] == gathered[cells[f"{case['kind']}_ep_outcome"]]


def test_a_longer_tolerance_needs_more_years() -> None:
    rows, p = series(next(case for case in cases.spec("endings") if case["case"] == "it stood still"))
    for way in WAYS:
        ends = [next(found(way(rows, replace(p, tolerance=n)), "dem"))["end"] for n in (5, 6, 7)]
        assert ends == ["1", "1", "0"]
