"""Regimes of the World, case by case."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.panel import NA
from koinon.observatory.engine.regimes.classes import NEEDED, carried, classes, lacking

TABLE = Path(__file__).with_name("classes.tsv").read_text("utf-8")
CASES = list(csv.DictReader(TABLE.splitlines(), delimiter="\t"))
NAMES = {
    "polyarchy": "v2x_polyarchy", "fair": "v2elfrfair_osp", "multi": "v2elmulpar_osp",
    "liberal": "v2x_liberal",
    "men": "v2clacjstm_osp", "women": "v2clacjstw_osp", "laws": "v2cltrnslw_osp",
    "executive": "v2elmulpar_osp_ex", "legislature": "v2elmulpar_osp_leg",
}  # fmt: skip


def columns(case: dict[str, str]) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    """A case as columns of one entry."""
    return {full: np.array([float(case[name] or "nan")]) for name, full in NAMES.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_each_case(case: dict[str, str]) -> None:
    expected = int(case["class"]) if case["class"] else NA
    assert int(classes(columns(case)).regime[0]) == expected


def test_the_ends_of_intervals_give_the_classes_between_which_it_lies() -> None:
    told = columns(CASES[1])  # an electoral democracy on the line of the liberal one
    told |= {"v2x_liberal_codehigh": np.array([0.85]), "v2x_polyarchy_codelow": np.array([0.49])}
    found = classes(told)
    assert (int(found.lower[0]), int(found.regime[0]), int(found.upper[0])) == (1, 2, 3)


def test_without_the_elections_of_each_kind_an_autocracy_is_told_without_its_kind() -> None:
    told = {name: values for name, values in columns(CASES[8]).items() if not name.endswith(("_ex", "_leg"))}
    found = classes(told)
    assert int(found.regime[0]) == NA and bool(found.autocracy[0])


def test_without_components_it_says_which_are_missing() -> None:
    assert lacking(frozenset({"v2x_polyarchy"})) == NEEDED[1:]
    with pytest.raises(Refused, match="v2x_liberal"):
        classes({"v2x_polyarchy": np.array([0.5])})


def test_the_last_election_holds_while_the_electoral_regime_stands() -> None:
    nan = float("nan")
    told = carried(
        np.array([nan, 2.0, nan, nan, 3.0, nan]), np.array([0, 0, 0, 0, 1, 1]),
        np.array([True, True, True, False, True, True]),
    )  # fmt: skip
    assert np.array_equal(told, [nan, 2, 2, nan, 3, 3], equal_nan=True)
