"""The files of the field: every row arrives, Namibia among them, and what has no place is known."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from koinon.kernel.refusals import Refused
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import loading
from koinon.observatory.models import Release
from koinon.observatory.queries import frames, releases
from tests.factories.observatory import NOW

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="The files of the field lie in ../shared, which is not here."
    ),
]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def load(source: str, *names: str, version: str = "") -> Release:
    paths = [(DATA / name, Path(name).name) for name in names]
    return loading.load(by=PLATFORM, source=source, paths=paths, version=version, now=NOW)[0]


UNVOTES = ["un/un_votes.csv.gz", "un/un_roll_calls.csv.gz", "un/un_roll_call_issues.csv.gz"]
FILES = [
    ("ert", ["vdem/ert_v12.csv.gz"], "", "v12", 19_145, "PSB PSG SML VDR ZZB"),
    ("ert", ["vdem/ert_v15.csv.gz"], "", "v15", 19_678, "PSB PSG SML VDR ZZB"),
    ("fiw-subscores", ["ratings/freedom_house_fiw_subscores_2012_2024.csv"], "", "2025", 2_723, None),
    ("polity5", ["ratings/polity5.csv.gz"], "", "v2018", 17_574,
     "245 267 269 271 324 327 329 332 335 337 564 730 817 89 99"),
    ("wgi", ["ratings/wgi_voice_accountability.csv.gz"], "", "2024", 5_350, ""),
    ("rsf", ["ratings/rsf_press_freedom_2013_2021.csv"], "", "2021", 1_619, None),
    ("coups-cline", ["coups/cline_cdp_2_1_2.csv"], "2.1.2", "2.1.2", 981, "817"),
    ("coups-powell-thyne", ["coups/powell_thyne_gw_country_year.csv.gz"], "", "2025", 12_384,
     "396 397 511 711 817"),
    ("unga-ideal-points", ["un/unga_idealpoints_1946_2015.csv.gz"], "", "2015", 9_697, ""),
    ("part-features", ["forecast/part_features_vdem_v12.parquet"], "v12", "v12", 8_359, "817"),
    ("demspaces", ["forecast/demspaces_features_v12.parquet"], "v12", "v12", 8_187, "817"),
    ("demspaces-outcomes", ["forecast/demspaces_outcomes_v14.csv.gz"], "v14", "v14", 8_796, "817"),
    pytest.param(
        "unvotes", UNVOTES, "", "2020", 870_109, "Zanzibar", marks=pytest.mark.heavy
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "names", "said", "version", "rows", "lost"), FILES)
def test_every_row_arrives(
    source: str, names: list[str], said: str, version: str, rows: int, lost: str | None
) -> None:
    release = load(source, *names, version=said)
    assert (release.version, release.rows) == (version, rows)
    table = release.tables[0]["name"]
    held = frames.frame(release, ["place", "unit"], table)
    assert held.height == rows
    assert source in ("coups-cline", "rsf") or (held["place"] == "NAM").any()
    if lost is not None:
        assert {unit.code for unit in release.unmapped.all()} == set(lost.split())
    assert not release.unmapped.filter(reason="").exists()


def test_outcomes_are_not_taken_for_newer_features() -> None:
    features = load("demspaces", "forecast/demspaces_features_v12.parquet", version="v12")
    with pytest.raises(Refused, match="not laid out as demspaces but as demspaces-outcomes"):
        load("demspaces", "forecast/demspaces_outcomes_v14.csv.gz", version="v14")
    with pytest.raises(Refused, match="not laid out as demspaces-outcomes but as demspaces:"):
        load("demspaces-outcomes", "forecast/demspaces_features_v12.parquet", version="v12")
    outcomes = load("demspaces-outcomes", "forecast/demspaces_outcomes_v14.csv.gz", version="v14")
    assert outcomes.last > features.last, "which under one key would have made it the newest"
    assert releases.newest("demspaces") == features


def test_freedom_house_has_no_1981_and_its_former_states_have_places() -> None:
    release = load("fiw", "ratings/freedom_house_fiw_1972_2024.csv")
    rows = frames.frame(release)
    assert (release.rows, release.version) == (9_965, "2025")
    years = rows["year"].unique().to_list()
    assert 1981 not in years and {1980, 1982} <= set(years)
    assert {"SUN", "YUG", "CSK", "DDR", "YMD", "SCG", "NAM"} <= set(rows["place"].drop_nulls())
    in_2024 = rows.filter(pl.col("year") == 2024)
    assert in_2024.height == 208
    assert in_2024["status"].is_in(["F", "PF"]).sum() == 141


def test_vdem_keeps_its_columns_and_its_units() -> None:
    release = load("vdem", "vdem/vdem_v15_main_indices.csv.gz")
    rows = frames.frame(release)
    assert (rows.height, release.version) == (27_913, "v15")
    assert {"PSE", "HKG", "XKX", "RUS", "DEU", "YEM"} <= set(rows["place"].drop_nulls())
    assert {"PSG", "SML", "ZZB"} <= {unit.code for unit in release.unmapped.all()}
    assert rows.filter((pl.col("place") == "SWE") & (pl.col("year") == 2024))["v2x_polyarchy"].item() > 0.8
    assert release.indicators.filter(headline=True).count() >= 2


LINES = 20_000


def beginning(name: str, folder: Path) -> str:
    """The first lines of a file, as a file; its address."""
    made = folder / Path(name).name
    with gzip.open(DATA / name, "rb") as whole, gzip.open(made, "wb", compresslevel=1) as file:
        file.writelines(islice(whole, LINES + 1))
    return str(made)


def test_the_first_roll_calls_with_absences_arrive(tmp_path: Path) -> None:
    release = load("unga-raw", beginning("un/voeten_raw_with_absences_1946_2015.csv.gz", tmp_path))
    votes = frames.frame(release, table="votes")
    calls = frames.frame(release, table="roll_calls")
    assert votes.height == release.rows == LINES
    assert set(votes["vote"].unique()) == {1, 2, 3, 8, 9}
    assert calls.height == votes["roll_call"].n_unique()
    assert votes.filter(pl.col("vote") < 8)["place"].null_count() == 0


def test_the_first_votes_of_the_tables_of_unvotes_arrive(tmp_path: Path) -> None:
    release = load("unvotes", beginning(UNVOTES[0], tmp_path), *UNVOTES[1:], version="0.3.0")
    votes = frames.frame(release, table="votes")
    assert (release.version, votes.height, votes["place"].null_count()) == ("0.3.0", LINES, 0)
    assert set(votes["vote"].unique()) == {1, 2, 3}
    assert votes.filter(pl.col("unit") == "US")["place"].unique().to_list() == ["USA"]
    calls = frames.frame(release, table="roll_calls")
    assert set(votes["roll_call"]) <= set(calls["roll_call"])
    assert calls["issues"].list.len().max() > 1


@pytest.mark.heavy
def test_the_roll_calls_keep_absences_and_one_resolution_with_a_stray_mark() -> None:
    release = load("unga-raw", "un/voeten_raw_with_absences_1946_2015.csv.gz")
    votes = frames.frame(release, table="votes")
    calls = frames.frame(release, table="roll_calls")
    assert (votes.height, calls.height) == (1_066_613, 5_429)
    assert dict(votes["vote"].value_counts().iter_rows()) == {
        1: 588_800, 2: 95_099, 3: 54_865, 8: 73_328, 9: 254_521,
    }  # fmt: skip
    assert calls.filter(pl.col("roll_call") == 1429)["date"].item().year == 1973
    present = votes.filter(pl.col("vote") < 8)
    assert present.filter(pl.col("place") == "SUN")["year"].max() == 1991
    assert present.filter(pl.col("place") == "NAM")["year"].min() == 1990
    assert {unit.code for unit in release.unmapped.all()} == {"511"}
