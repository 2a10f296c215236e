"""The panel of the features as published: whose year is whose, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.outlook import features, making, recipes
from koinon.observatory.engine.outlook.demspaces import DIRECTIONS, SPACES, demspaces
from koinon.observatory.engine.outlook.features import Preparation
from koinon.observatory.engine.outlook.making import Recipe
from koinon.observatory.engine.outlook.part import part
from tests.observatory.outlook.invented import part_table

QUICK = Recipe(
    ours=recipes.Average("outlook", (recipes.LOGIT,)), others=(recipes.CLIMATOLOGY,), first=2005, draws=20
)


def test_a_row_is_called_by_the_year_of_its_figures():
    table = part_table()
    found = part(table)

    assert found.at.min() == table["year"].min() - 1
    assert (found.closes == found.at + 2).all()
    assert set(found.figures) == {c.removeprefix("lagged_") for c in table.columns if c.startswith("lagged_")}


def test_what_came_is_what_the_classes_did_in_the_two_years_after():
    """By hand, country by country: the published outcome and ours agree with the classes."""
    table = part_table()
    found = part(table)
    classes = {(int(r["gwcode"]), int(r["year"])): r["v2x_regime"] for r in table.iter_rows(named=True)}
    seen = {"adverse": 0, "favourable": 0}
    for row, (state, at) in enumerate(zip(found.place.tolist(), found.at.tolist(), strict=True)):
        before = found.figures["v2x_regime"][row]
        one, two = (classes.get((state, at + n)) for n in (1, 2))
        if two is None:
            assert np.isnan(found.came["favourable"][row])
            continue
        assert found.came["favourable"][row] == (one > before or two > one)
        assert found.came["adverse"][row] == (one < before or two < one)
        seen["favourable"] += int(found.came["favourable"][row])
        seen["adverse"] += int(found.came["adverse"][row])
    assert min(seen.values()) > 10


@pytest.mark.parametrize("gone", ["gwcode", "v2x_regime", "lagged_v2x_polyarchy"])
def test_a_missing_column_is_named(gone):
    with pytest.raises(Refused, match=gone):
        part(part_table().drop(gone))


def test_a_country_year_that_stands_twice_is_named():
    table = part_table()
    with pytest.raises(Refused, match="State 3 stands twice in 1994"):
        part(pl.concat([table, table.filter((pl.col("gwcode") == 3) & (pl.col("year") == 1994))]))


def test_derived_figures_look_backwards_only():
    table = part_table()
    before = features.derived(part(table.filter(pl.col("year") <= 2000)))
    whole = part(table)
    then = whole.at <= 1999
    for name, values in features.derived(whole).items():
        np.testing.assert_array_equal(values[then], before[name], err_msg=name)


def test_a_place_without_a_past_has_gaps_that_are_marked():
    known = np.array([[1.0, np.nan], [3.0, 4.0], [5.0, 6.0]])
    prepared = Preparation.learnt(known)
    applied = prepared.applied(np.array([[3.0, np.nan], [3.0, 5.0]]))

    np.testing.assert_allclose(applied, [[0, 0, 1], [0, 0, 0]])


def test_the_newest_year_is_foretold_and_what_came_of_it_is_not_known():
    found = making.outlooks(part(part_table()), seed=1, recipe=QUICK)
    newest = [one for one in found.said if one.year == found.year]

    assert found.year == 2011
    assert {one.came for one in newest} == {None}
    assert len(newest) == 60  # thirty places, two directions
    assert all(0 <= one.probability <= 1 and 0 < one.base < 1 for one in found.said)
    assert found.tests["adverse"]["years"] == [2005, 2010]


def test_the_same_seed_tells_the_same():
    table = part_table(states=14)
    few = replace(recipes.TREES, settings=(("n_estimators", 8), ("max_features", 0.3), ("n_jobs", 1)))
    trees = Recipe(ours=replace(recipes.OUTLOOK, members=(few,)), others=(), first=2009, draws=10)
    first, again, other = (making.outlooks(part(table), seed=seed, recipe=trees) for seed in (1, 1, 2))

    assert first == again
    assert first.said != other.said


def test_too_short_a_panel_is_refused():
    with pytest.raises(Refused, match="2030"):
        making.outlooks(part(part_table(states=3)), seed=1, recipe=Recipe(first=2030))


def test_the_six_spaces_are_read_as_published():
    columns = {
        "gwcode": [2.0, 2.0],
        "year": [2001.0, 2000.0],
        "lag0_state_age": [5.0, 4.0],
        "lag0_name": ["a", "b"],
    }
    columns |= {space: [0.5, 0.4] for space in SPACES}
    columns |= {f"dv_{space}_{way}_next2": ["1", None] for space in SPACES for way in DIRECTIONS.values()}
    found = demspaces(pl.DataFrame(columns))

    assert found.at.tolist() == [2000, 2001]
    assert len(found.came) == 12 and found.came["closing elections"][1] == 1
    assert np.isnan(found.came["opening economic"][0])
    assert set(found.figures) == {"lag0_state_age", *SPACES}


def test_the_explanation_tells_all_that_was_tried():
    root = Path(__file__).resolve().parents[3]
    told = (root / "docs" / "explanation" / "outlook.md").read_text("utf-8")
    for one in (root / "src/koinon/observatory/data/outlook_tried.tsv").read_text("utf-8").splitlines()[1:]:
        assert "| " + one.replace("\t", " | ") + " |" in told
