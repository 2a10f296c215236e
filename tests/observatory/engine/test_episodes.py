"""The episode engine: against the published table cell for cell, and against the obvious way on any table."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes import reading, writing
from koinon.observatory.engine.episodes.exactly import End, exact, hinging
from koinon.observatory.engine.episodes.finding import episodes
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
    democratization, autocratization = hinging(laid, dem, more), hinging(laid, aut, others)
    assert len(democratization.only_binary) == 9
    assert len(democratization.only_exact) == 10 and "GMB_2017_2024" in democratization.only_exact
    assert autocratization.only_exact == ("CZE_2013_2021", "FIN_1939_1940", "NIC_1996_2000")
    assert democratization.ends_otherwise == (
        ("PSE_1994_2005", End(2, 1, False), End(4, 1, False)),
        ("SML_2002_2011", End(2, 4, False), End(1, 3, False)),
    )
    assert not autocratization.ends_otherwise


@real
@pytest.mark.parametrize("parameters", [{}, {"cum_incl": 0.03, "year_turn": 0.01}, {"tolerance": 2}])
def test_what_hinges_is_what_the_two_tables_tell_otherwise(parameters: dict[str, Any]) -> None:
    """From the tables as they are written, episode by episode."""
    p = Parameters(**parameters)
    with gzip.open(SHARED / "ert_input_v15.csv.gz", "rt", newline="") as lines_:
        found = reading.table(lines_, "ert_input_v15.csv.gz")
    scaled = exact(["" if c == "NA" else c for c in found.columns["v2x_polyarchy"]], p)
    panel_ = found.panel.with_index(reading.index_of(found, scaled.edi.tolist()))
    sides = (episodes(found.panel, p), episodes(panel_, scaled.parameters))
    tables = [ends(writing.lines(found, *side)) for side in sides]
    for at, kind in enumerate(("dem", "aut"), start=1):
        binary, decimal = (table[kind] for table in tables)
        told = hinging(panel_, sides[0][at], sides[1][at])
        assert set(told.only_binary) == binary.keys() - decimal.keys()
        assert set(told.only_exact) == decimal.keys() - binary.keys()
        changed = {name for name in binary.keys() & decimal.keys() if binary[name] != decimal[name]}
        assert {name for name, _, _ in told.ends_otherwise} == changed
        for name, one, other in told.ends_otherwise:
            assert (cells(one), cells(other)) == (binary[name], decimal[name])


def ends(table: Iterable[str]) -> dict[str, dict[str, tuple[str, str, str]]]:
    """Termination, outcome and censoring of each episode of a table, by direction and identity."""
    told: dict[str, dict[str, tuple[str, str, str]]] = {"dem": {}, "aut": {}}
    for row in csv.DictReader(table):
        for kind, by_name in told.items():
            if row[f"{kind}_ep"] == "1":
                by_name[row[f"{kind}_ep_id"]] = (
                    row[f"{kind}_ep_termination"],
                    row[f"{kind}_ep_outcome"],
                    row[f"{kind}_ep_censored"],
                )
    return told


def cells(end: End) -> tuple[str, str, str]:
    """An end as the table writes it."""
    first, second, third = ("" if value is None else str(int(value)) for value in end.told().values())
    return first, second, third


@pytest.mark.parametrize(
    "wrong", [{"start_incl": 0.0}, {"cum_incl": -0.1}, {"tolerance": 0}, {"cum_turn": float("nan")}]
)
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=next(iter(wrong))):
        Parameters(**wrong)
