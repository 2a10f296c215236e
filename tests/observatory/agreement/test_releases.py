"""Agreement of releases: each is judged anew on its own figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from koinon.observatory.engine.agreement.releases import Across, across
from koinon.observatory.engine.episodes.basis import Basis, basis, readable
from koinon.observatory.engine.episodes.laying import columns_of
from koinon.observatory.engine.episodes.panel import NA
from koinon.observatory.engine.episodes.parameters import Parameters
from tests.observatory.engine.panels import SHARED, read

real = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/vdem is not there")
VERSIONS = ("v12", "v13", "v14", "v15")


def columns(rows: list[dict[str, str]]) -> dict[str, Any]:
    """A published table as arrays: words stay words, other cells are numbers, NaN where missing."""
    words = ("country_text_id", "country_name", "reg_id", "dem_ep_id", "aut_ep_id", "")
    return {
        name: np.array([row[name] for row in rows], dtype=object)
        if name in words
        else np.array([float(row[name]) if row[name] not in ("", "NA") else np.nan for row in rows])
        for name in rows[0]
    }


def made(values: dict[str, list[float]], first: int = 2000) -> Basis:
    """Invented countries, one figure a year, with the published columns of an autocracy that stays one."""
    rows = [
        {
            "country_text_id": name, "year": first + n, "v2x_polyarchy": value, "v2x_regime": 1.0,
            "row_regch_event": 0.0, "row_regch_censored": np.nan, "dem_founding_elec": np.nan,
            "aut_founding_elec": np.nan, "reg_start_year": first, "reg_end_year": first + len(own) - 1,
            "reg_type": 0.0, "reg_trans": 0.0,
        }
        for name, own in values.items()
        for n, value in enumerate(own)
    ]  # fmt: skip
    return basis({name: np.array([row[name] for row in rows]) for name in rows[0]})


RISE = [0.2, 0.25, 0.3, 0.35, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]


def test_a_verdict_holds_in_some_releases_and_not_in_others() -> None:
    told = across(
        {"v1": made({"AAA": RISE, "BBB": [0.5] * 10}), "v2": made({"AAA": [0.3] * 11, "CCC": RISE})},
        Parameters(),
    )
    at = told.names.index("AAA")
    holds, of = told.share(told.dem)
    assert told.names == ("AAA", "BBB", "CCC")
    assert holds[at].tolist() == [0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert of[at].tolist() == [2] * 10 + [1]  # the later release covers a year more
    assert told.called(told.dem, 2003) == (["AAA", "CCC"], [])


@pytest.fixture(scope="module")
def releases() -> dict[str, Basis]:
    """The four published tables."""
    return {version: basis(columns(read(f"ert_{version}.csv.gz"))) for version in VERSIONS}


@real
@pytest.mark.parametrize("version", VERSIONS)
def test_from_a_published_table_the_same_episodes_come_out(releases: dict[str, Basis], version: str) -> None:
    own = releases[version]
    published = columns(read(f"ert_{version}.csv.gz"))
    assert readable(frozenset(published))
    spells, *both = own.episodes(Parameters())
    for found in both:
        for name, grid in columns_of(found, spells).items():
            if not name.endswith("_number"):
                theirs = np.nan_to_num(published[name], nan=NA)
                assert np.array_equal(grid[own.panel.unit, own.panel.year], theirs), name


@real
def test_who_was_called_autocratizing_in_2018(releases: dict[str, Basis]) -> None:
    told = across(releases, Parameters())
    some, every = told.called(told.aut, 2018)
    by_hand = [
        {row["country_text_id"] for row in read(f"ert_{version}.csv.gz") if _autocratizing(row)}
        for version in VERSIONS
    ]
    assert set(some) == set.union(*by_hand) and set(every) == set.intersection(*by_hand)
    assert (len(some), len(every)) == (49, 22)


def _autocratizing(row: dict[str, str]) -> bool:
    return row["year"] == "2018" and row["aut_ep"] == "1"


def test_both_kinds_of_tables_are_known_and_others_are_not() -> None:
    assert not readable(frozenset({"country_text_id", "year", "v2x_polyarchy", "v2x_regime"}))
    assert isinstance(across({"v1": made({"AAA": RISE})}, Parameters()), Across)
