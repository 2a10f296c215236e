"""The tables of tests/spec/standing hold of the engine, and stand in the explanation of the method."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from koinon.observatory.engine.standing.inputs import Figures, Inputs
from koinon.observatory.engine.standing.logic import Combination, Truth, combined
from koinon.observatory.engine.standing.measuring import NO_YEAR, measured
from koinon.observatory.engine.standing.rule_sets import AsOf, Bound, Criterion, Measure
from koinon.observatory.queries.standing_words import HOLDS

ROOT = Path(__file__).resolve().parents[3]
SPEC = ROOT / "tests" / "spec" / "standing"
WORDS = {"en": "x"}
TRUTHS = {str(word): truth for truth, word in HOLDS.items()}


def table(name: str) -> list[dict[str, str]]:
    head, *lines = (SPEC / f"{name}.tsv").read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


@pytest.mark.parametrize("row", table("combinations"), ids=lambda row: f"{row['combination']} {row['parts']}")
def test_parts_come_to_what_the_table_says(row: dict[str, str]) -> None:
    parts = [np.array([TRUTHS[part]], dtype=np.int8) for part in row["parts"].split(", ")]
    assert combined(Combination(row["combination"]), parts)[0] == TRUTHS[row["comes to"]]


@pytest.mark.parametrize("row", table("years"), ids=lambda row: row["date"])
def test_the_year_that_counts_is_that_of_the_table(row: dict[str, str]) -> None:
    last = int(row["last year of the dataset"])
    values = np.full((2, last - 2019), np.nan)
    values[1, 2:] = 1.0  # another place with all figures
    for year in row["figures of the place"].split():
        values[0, int(year) - 2020] = 1.0
    as_of = AsOf(int(row["lag"]), int(row["oldest"]), int(row["behind"]))
    one = criterion(Measure.FIGURE, "at_least 1", 1, as_of)
    inputs = Inputs(("A", "B"), {("one", "a"): Figures(2020, values)})
    found = measured(one, inputs, [date.fromisoformat(row["date"])])
    expected = row["year that counts"]
    assert found.year[0, 0] == (NO_YEAR if expected == "none" else int(expected))
    assert (found.truth[0, 0] == Truth.UNKNOWN) == (expected == "none")


@pytest.mark.parametrize(
    "row", table("measures"), ids=lambda row: f"{row['measure']} {row['figures of 2020 to 2024']}"
)
def test_a_measure_comes_to_what_the_table_says(row: dict[str, str]) -> None:
    cells = row["figures of 2020 to 2024"].split()
    values = np.array([[np.nan if cell == "-" else float(cell) for cell in cells], [1.0] * 5])
    one = criterion(Measure(row["measure"]), row["asked"], int(row["years"]), AsOf())
    found = measured(one, Inputs(("A", "B"), {("one", "a"): Figures(2020, values)}), [date(2024, 12, 31)])
    assert found.truth[0, 0] == TRUTHS[row["comes to"]]
    far = found.distance[0, 0]
    assert (np.isnan(far) and not row["distance"]) or far == float(row["distance"])


def criterion(measure: Measure, asked: str, years: int, as_of: AsOf) -> Criterion:
    bound, _, threshold = asked.partition(" ")
    return Criterion(
        "k", WORDS, "", WORDS, "one", measure, Bound(bound), float(threshold), column="a", years=years,
        as_of=as_of,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["combinations", "years", "measures"])
def test_the_explanation_shows_the_table(name: str) -> None:
    told = (ROOT / "docs" / "explanation" / "standing.md").read_text("utf-8")
    rows = table(name)
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    assert "\n".join("| " + " | ".join(cells) + " |" for cells in lines) in told
