"""Standings of the real figures, as far as they are at hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import loading
from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.engine.standing.standings import decisive, steps
from koinon.observatory.queries import standing
from koinon.people.actions import catalogue

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
real = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not there")
pytestmark = [pytest.mark.django_db, real]
NOW = datetime(2031, 5, 1, 9, tzinfo=UTC)
END = date(2024, 12, 31)


@pytest.fixture(autouse=True)
def places() -> None:
    catalogue.load(by=PLATFORM)


def load(source: str, name: str, version: str = "") -> None:
    path = SHARED / name
    loading.load(by=PLATFORM, source=source, paths=[(path, path.name)], version=version, now=NOW)


def test_of_208_units_141_are_free_or_partly_free_in_2024() -> None:
    load("fiw", "ratings/freedom_house_fiw_1972_2024.csv")
    told = standing.counts(standing.reading("free-or-partly-free"), END)
    assert told == {Truth.YES: 141, Truth.NO: 67, Truth.UNKNOWN: 0}
    found = standing.world(standing.reading("free-or-partly-free"), END)
    lost = [row.subject.code for row in found.rows if row.subject.place is None]
    assert found.judged == 208 and all(code.startswith("fiw:") for code in lost)


def test_the_year_without_ratings_is_judged_by_the_year_before() -> None:
    load("fiw", "ratings/freedom_house_fiw_1972_2024.csv")
    found = standing.world(standing.reading("free-or-partly-free"), date(1981, 6, 1))
    years = {leaf.year for row in found.yes + found.no for leaf in steps(row.joint)}
    assert years == {1980}


def test_disruption_and_erosion_of_the_real_world() -> None:
    load("ert", "vdem/ert_v15.csv.gz")
    load("coups-powell-thyne", "coups/powell_thyne_gw_country_year.csv.gz")
    found = standing.world(standing.reading("no-disruption-no-erosion"), END)
    told = {row.subject.code: row for row in found.rows}
    assert not found.missing
    assert told["CHE"].truth is Truth.YES
    assert told["NER"].truth is Truth.NO  # a coup in 2023
    assert told["SLV"].truth is Truth.NO  # eroding since 2018
    because = {step.criterion.key for step in decisive(told["NER"].joint)}
    assert "coup" in because
