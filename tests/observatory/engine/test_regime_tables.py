"""Classes of regimes of a whole table, beside a slow one that walks year by year; what is wrong is named."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from io import StringIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.panel import NA
from koinon.observatory.engine.regimes.classes import COUNTRY_YEARS, MULTIPARTY, of_country_years
from koinon.observatory.engine.regimes.tables import counts, lines, table

NAN = float("nan")
ABOVE = {
    "v2x_polyarchy": 0.5, "v2elfrfair_osp": 2.0, "v2elmulpar_osp": 2.0, "v2x_liberal": 0.8,
    "v2clacjstm_osp": 3.0, "v2clacjstw_osp": 3.0, "v2cltrnslw_osp": 3.0, "v2elmulpar_osp_ex": 1.0,
    "v2elmulpar_osp_leg": 1.0,
}  # fmt: skip
DEMOCRACY, LIBERAL, HELD = list(ABOVE)[:3], list(ABOVE)[3:7], list(ABOVE)[7:]
ROW = {
    "country_text_id": "AAX", "country_name": 'Upland, "old"', "v2x_regime": "3", "v2x_elecreg": "1",
    "v2x_polyarchy": "0.7", "v2x_liberal": "0.9", "v2elfrfair_osp": "3", "v2elmulpar_osp": "3",
    "v2clacjstm_osp": "3.5", "v2clacjstw_osp": "3.5", "v2cltrnslw_osp": "3.5",
}  # fmt: skip


def file(*rows: dict[str, str], without: Sequence[str] = ()) -> list[str]:
    """The lines of a file with those rows, each over an ordinary one, one a year from 2001 on."""
    told = [ROW | {"year": str(2001 + n)} | row for n, row in enumerate(rows)]
    head = [column for column in dict.fromkeys(key for row in told for key in row) if column not in without]
    written = StringIO()
    writer = csv.DictWriter(written, head, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(told)
    return written.getvalue().splitlines(keepends=True)


def told(*rows: dict[str, str]) -> list[dict[str, str]]:
    """The rows that come out."""
    return list(csv.DictReader(lines(table(file(*rows), "t.csv"))))


def slowly(rows: list[dict[str, float]]) -> list[tuple[int, bool]]:
    """The class of each row and whether it is an autocracy of unknown kind, country by country."""
    found = {}
    for unit in {row["unit"] for row in rows}:
        last: dict[str, float] = {}
        for row in sorted((row for row in rows if row["unit"] == unit), key=lambda row: row["year"]):
            for name in ABOVE:
                kept = name.startswith("v2el") and row["v2x_elecreg"] == 1 and math.isnan(row[name])
                last[name] = last.get(name, NAN) if kept else row[name]
            found[unit, row["year"]] = _class(last)
    return [found[row["unit"], row["year"]] for row in rows]


def _class(figures: dict[str, float]) -> tuple[int, bool]:
    democracy, liberal, held = (_every(figures, names) for names in (DEMOCRACY, LIBERAL, HELD))
    if democracy is None or (democracy and liberal is None):
        return NA, False
    if democracy:
        return (3 if liberal else 2), False
    return (NA, True) if held is None else (1 if held else 0, False)


def _every(figures: dict[str, float], names: list[str]) -> bool | None:
    lying = [figures[name] > ABOVE[name] for name in names if not math.isnan(figures[name])]
    return False if not all(lying) else None if len(lying) < len(names) else True


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, float]]:
    """Country-years in any order, with gaps, missing figures, and figures on, above and below the lines."""
    keys = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(2000, 2008)), unique=True, min_size=1))
    near = {name: st.sampled_from([NAN, NAN, line, line + 0.1, line - 0.1]) for name, line in ABOVE.items()}
    stands = st.sampled_from([0.0, 1.0, 1.0, NAN])
    return [
        {"unit": unit, "year": year, "v2x_elecreg": draw(stands)} | {n: draw(s) for n, s in near.items()}
        for unit, year in keys
    ]


@given(tables())
def test_the_classes_are_those_of_a_walk_year_by_year(rows: list[dict[str, float]]) -> None:
    columns = {name: np.array([row[name] for row in rows]) for name in (*ABOVE, "v2x_elecreg")}
    found = of_country_years(
        columns, np.array([int(row["unit"]) for row in rows]), np.array([int(row["year"]) for row in rows])
    )
    assert list(zip(found.regime.tolist(), found.autocracy.tolist(), strict=True)) == slowly(rows)


def test_a_table_comes_out_in_its_order_with_the_class_beside_the_published_one() -> None:
    rows = told(
        {"year": "2003", "v2elfrfair_osp": "", "v2elmulpar_osp": "NA", "v2x_liberal_codelow": "0.7"},
        {"year": "2002", "v2x_liberal_codelow": ""},
        {"year": "2001", "v2x_polyarchy": "0.4", "v2x_regime": "1", "v2x_liberal_codelow": "0.7"},
        {"year": "2004", "v2x_elecreg": "0", "v2elfrfair_osp": "", "v2x_regime": "", "v2elmulpar_osp": ""},
    )
    assert list(rows[0]) == [
        "country_text_id", "country_name", "year", "regime", "lower", "upper", "autocracy", "published",
    ]  # fmt: skip
    assert [tuple(row.values())[2:] for row in rows] == [
        ("2003", "3", "2", "3", "0", "3"), ("2002", "3", "", "3", "0", "3"),
        ("2001", "", "", "", "1", "1"), ("2004", "", "", "", "0", ""),
    ]  # fmt: skip
    assert rows[0]["country_name"] == 'Upland, "old"'


def test_figures_count_what_is_as_published_and_what_cannot_be_told() -> None:
    found = counts(
        table(
            file(
                {}, {"v2x_regime": "2"}, {"v2x_polyarchy": "0.4", "v2x_regime": "0"},
                {"v2x_polyarchy": "0.4", "v2x_regime": "2"}, {"v2x_polyarchy": ""}, {"v2x_regime": ""},
            ),
            "t.csv",
        )
    )  # fmt: skip
    assert (found.rows, found.classes["liberal_democracy"], found.autocracy, found.untold) == (6, 3, 2, 1)
    assert (found.compared, found.same, found.kind_open) == (2, 1, 1)
    without = counts(table(file({}, without=["v2x_regime"]), "t.csv"))
    assert (without.compared, without.same, without.kind_open) == (None, None, None)


def test_with_the_elections_of_each_kind_autocracies_are_told_apart() -> None:
    held = dict.fromkeys(MULTIPARTY, "1.5") | {"v2x_polyarchy": "0.3"}
    assert [row["regime"] for row in told(held, held | {"v2elmulpar_osp_ex": "1"})] == ["1", "0"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            ({}, {"v2x_liberal": "high"}),
            "Row 3 of t.csv: v2x_liberal is “high”, and must be a number, or empty",
        ),
        (({"year": ""},), "Row 2 of t.csv: year is “”"),
        (({"v2x_liberal": "1.2"},), "v2x_liberal is 1.2; it lies between 0 and 1"),
        (({"v2clacjstm_osp": "-1"},), "Row 2 of t.csv: v2clacjstm_osp is -1.0; it lies between 0 and 4."),
        (({"v2x_elecreg": "2"},), "v2x_elecreg is 2; it lies between 0 and 1"),
        (({"v2x_regime": "4"},), "v2x_regime is 4"),
        (({"year": "2001"}, {"year": "2001"}), "t.csv holds AAX 2001 twice, on rows 2 and 3"),
        ((), "t.csv is empty"),
    ],
)
def test_what_is_wrong_is_named(rows: tuple[dict[str, str], ...], words: str) -> None:
    with pytest.raises(Refused) as refused:
        table(file(*rows), "t.csv")
    assert words in str(refused.value)


@pytest.mark.parametrize("column", COUNTRY_YEARS)
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(Refused, match=f"t.csv lacks the columns {column}:"):
        table(file({}, without=[column]), "t.csv")


def test_a_file_of_a_head_alone_holds_nothing() -> None:
    with pytest.raises(Refused, match="has a header and no row"):
        table(file({})[:1], "t.csv")
