"""The episode engine: against the published table cell for cell, and against the obvious way on any table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.exactly import exact, hinging
from koinon.observatory.engine.episodes.finding import episodes
from koinon.observatory.engine.episodes.laying import identities
from koinon.observatory.engine.episodes.parameters import Parameters
from tests.observatory.engine import slow_episodes as slow
from tests.observatory.engine.panels import PARAMETERS, SHARED, Row, panel, read, tables, told, typed

real = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/vdem is not there")


@given(tables(), PARAMETERS)
@settings(max_examples=400, deadline=None)
def test_it_says_of_every_year_what_the_obvious_way_says(rows: list[Row], p: Parameters) -> None:
    after = [row for row in rows if row["year"] >= 1900]
    if not after:
        return
    found = told(after, p)
    same = slow.Parameters(p.start_incl, p.cum_incl, p.year_turn, p.cum_turn, p.tolerance)
    for row in slow.episodes(rows, same):
        ours = found[row["country_text_id"], row["year"]]
        assert ours == {name: row[name] for name in ours}, (row["country_text_id"], row["year"])


@real
@pytest.mark.parametrize(
    ("table", "parameters"),
    [
        ("ert_reference_v15", {}),
        ("ert_grid_tolerance3", {"tolerance": 3}),
        ("ert_grid_cum_incl_05", {"cum_incl": 0.05}),
        ("ert_grid_start_incl_02", {"start_incl": 0.02}),
    ],
)
def test_the_published_table_comes_out_cell_for_cell(table: str, parameters: dict[str, Any]) -> None:
    found = told([typed(row) for row in read("ert_input_v15.csv.gz")], Parameters(**parameters))
    for row in read(f"{table}.csv.gz"):
        ours = found[row["country_text_id"], int(row["year"])]
        theirs = {name: row[name] for name in ours}
        assert {name: "" if value is None else str(value) for name, value in ours.items()} == theirs


@real
def test_exact_decimals_find_418_and_257() -> None:
    raw = read("ert_input_v15.csv.gz")
    laid = panel([typed(row) for row in raw])
    _, dem, aut = episodes(laid, Parameters())
    scaled = exact([row["v2x_polyarchy"] for row in raw], Parameters())
    grid = laid.edi.copy()
    grid[laid.unit, laid.year] = scaled.edi
    _, more, others = episodes(laid.with_index(grid), scaled.parameters)
    assert (len(dem), len(aut), len(more), len(others)) == (417, 254, 418, 257)
    gone, come = hinging(identities(dem, laid), identities(more, laid))
    assert len(gone) == 9 and len(come) == 10 and "GMB_2017_2024" in come
    _, new = hinging(identities(aut, laid), identities(others, laid))
    assert new == ["CZE_2013_2021", "FIN_1939_1940", "NIC_1996_2000"]


@pytest.mark.parametrize(
    "wrong", [{"start_incl": 0.0}, {"cum_incl": -0.1}, {"tolerance": 0}, {"cum_turn": float("nan")}]
)
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=next(iter(wrong))):
        Parameters(**wrong)
