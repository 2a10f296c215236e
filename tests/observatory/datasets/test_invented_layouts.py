"""Invented files of GSoD, the CIVICUS Monitor and ACLED are loaded whole, or refused in a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from koinon.kernel.refusals import Refused
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import folders, loading
from koinon.observatory.models import Dataset, Release
from koinon.observatory.queries import frames
from tests.factories.observatory import NOW
from tests.observatory.datasets import invented, published

SPEC = Path(__file__).resolve().parents[2] / "spec" / "datasets"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


def load(folder: Path, source: str, text: str, version: str = "2031") -> Release:
    path = published.file(folder, f"{source}.csv", text)
    return loading.load(
        by=PLATFORM, source=source, paths=[(path, path.name)], version=version, now=NOW, invented=True
    )[0]


def broken() -> list[dict[str, str]]:
    head, *lines = (SPEC / "broken.tsv").read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def test_the_indices_of_gsod_arrive_with_their_intervals(tmp_path: Path) -> None:
    release = load(tmp_path, "gsod", invented.file("gsod"), "v9")
    rows = frames.frame(release)
    assert rows.columns[:4] == ["place", "unit", "unit_name", "year"]
    assert rows["place"].to_list() == ["NAM", "NAM", "TUR", None]
    assert (release.version, release.rows, release.units, release.first, release.last) == (
        "v9",
        4,
        3,
        2023,
        2024,
    )
    assert rows["rule_law_est"].to_list() == [0.61, 0.62, 0.31, 0.5]
    assert rows["cred_elect_upp"].to_list() == [0.66, 0.67, 0.36, 0.55]
    assert [(u.code, u.rows) for u in release.unmapped.all()] == [("World", 1)]
    rights = release.indicators.get(key="rights_est")
    assert (rights.low, rights.high, rights.worse, rights.better) == ("rights_low", "rights_upp", 0, 1)
    assert release.indicators.filter(headline=True).count() == 4


def test_the_ratings_of_the_civicus_monitor_arrive_with_their_class(tmp_path: Path) -> None:
    release = load(tmp_path, "civicus", invented.file("civicus"))
    rows = frames.frame(release)
    assert rows["place"].to_list() == ["NAM", "NAM", "CIV", None]
    assert rows["rating"].to_list() == ["Narrowed", "obstructed", "Repressed", "Closed"]
    assert rows["rating_class"].to_list() == [2, 3, 4, 5]
    assert rows["score"].to_list() == [71, None, 40, 8]
    assert [u.code for u in release.unmapped.all()] == ["Quorra"]
    assert set(release.indicators.values_list("key", flat=True)) == {"score", "rating_class"}


def test_the_events_of_acled_arrive_by_their_day(tmp_path: Path) -> None:
    release = load(tmp_path, "acled", invented.file("acled"))
    rows = frames.frame(release)
    assert rows["event_id_cnty"].to_list() == ["AFG7", "NAM12", "KOS1", "QUO1"]
    assert rows["unit"].to_list() == ["004", "516", "Kosovo", "Quorra"]
    assert rows["place"].to_list() == ["AFG", "NAM", "XKX", None]
    assert rows["date"].to_list() == [date(2031, 1, 2), date(2031, 2, 3), date(2031, 3, 1), date(2031, 3, 2)]
    assert rows["notes"][0] == "On 02 January 2031, people met in Lanternport, it is said."
    assert rows["fatalities"].sum() == 3
    assert [u.code for u in release.unmapped.all()] == ["Quorra"]
    assert not release.indicators.exists()


@pytest.mark.parametrize("source", sorted(invented.ROWS))
def test_each_says_of_itself_that_it_is_invented_and_of_which_version(tmp_path: Path, source: str) -> None:
    release = load(tmp_path, source, invented.file(source))
    assert release.dataset.invented and release.citation.startswith("Invented figures in the layout of")
    assert Entry.objects.latest("number").facts["checksum"] == release.checksum
    with pytest.raises(Refused, match="does not tell its version: say which it is with --version"):
        load(tmp_path, source, invented.file(source) + "\n", version="")


@pytest.mark.parametrize("row", broken(), ids=lambda r: f"{r['source']} {r['column']} {r['cell']}")
def test_a_file_that_is_not_as_it_should_be_is_refused_in_a_sentence(
    tmp_path: Path, row: dict[str, str]
) -> None:
    source = row["source"]
    if row["row"]:
        text = invented.file(source, (int(row["row"]), row["column"], row["cell"]))
    else:
        text = invented.file(source, without=[row["column"]])
    with pytest.raises(Refused) as refused:
        load(tmp_path, source, text)
    assert refused.value.message == row["sentence"]
    assert not Dataset.objects.exists()
    assert not (Path(settings.DATA_DIR) / folders.HOME).exists()


@pytest.mark.parametrize(("source", "other"), [("gsod", "civicus"), ("civicus", "acled"), ("acled", "gsod")])
def test_one_that_belongs_to_another_source_is_sent_there(tmp_path: Path, source: str, other: str) -> None:
    with pytest.raises(Refused, match=f"not laid out as {source} but as {other}: load it as {other}"):
        load(tmp_path, source, invented.file(other))
