"""A release comes whole or not at all, beside others, and goes again with its figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import bringing, folders, loading
from koinon.observatory.engine.adapters.sources import ADAPTERS
from koinon.observatory.engine.catalogue import sources
from koinon.observatory.models import Dataset, Loading, Release
from koinon.observatory.queries import brought, catalogue, frames, releases
from tests.factories.observatory import NOW, place
from tests.factories.people import person
from tests.observatory.datasets import published
from tests.observatory.datasets.published import GOOD, ert, fiw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


def load(path: Path, source: str = "ert", version: str = "", **more: Any) -> tuple[Release, bool]:
    return loading.load(
        by=PLATFORM, source=source, paths=[(path, path.name)], version=version, now=NOW, **more
    )


def lying() -> list[str]:
    home = Path(settings.DATA_DIR) / folders.HOME
    return sorted(path.relative_to(home).as_posix() for path in home.glob("*/*"))


def test_every_source_is_described_and_every_description_has_a_source() -> None:
    assert set(sources()) == set(ADAPTERS)


def test_a_release_is_loaded_with_its_figures_and_what_has_no_place(tmp_path: Path) -> None:
    release, new = load(published.file(tmp_path, "ert_v15.csv.gz", GOOD))
    assert new
    assert (release.version, release.rows, release.units, release.first, release.last) == (
        "v15",
        4,
        3,
        2023,
        2024,
    )
    rows = frames.frame(release)
    assert rows.columns[:4] == ["place", "unit", "unit_name", "year"]
    assert rows["place"].to_list() == ["NAM", "NAM", None, None]
    assert rows["v2x_polyarchy"].to_list() == [0.6, 0.61, 0.3, 0.5]
    assert "(column 1)" not in rows.columns
    assert [(u.code, u.rows, bool(u.reason)) for u in catalogue.unmapped(release)] == [
        ("QQX", 1, False), ("ZZB", 1, True),
    ]  # fmt: skip
    shown = release.indicators.get(key="v2x_polyarchy")
    assert (shown.low, shown.high, shown.worse, shown.better) == (
        "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh", 0, 1,
    )  # fmt: skip
    entry = Entry.objects.latest("number")
    assert entry.verb == "observatory.load_release"
    assert entry.facts["checksum"] == release.checksum


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = published.file(tmp_path, "ert.csv", GOOD)
    first, _ = load(path)
    entries = Entry.objects.count()
    again, new = load(path)
    assert (again.pk, new, Entry.objects.count()) == (first.pk, False, entries)


def test_the_same_file_under_another_version_is_refused(tmp_path: Path) -> None:
    path = published.file(tmp_path, "fiw.csv", fiw(("Namibia", 2024, 2, 2, "F")))
    first, _ = load(path, "fiw")
    for said in ("2024", "2026", "ours"):
        with pytest.raises(Refused, match=f"loaded already, as fiw 2025 and not as {said}"):
            load(path, "fiw", version=said)
    assert load(path, "fiw", version="2025") == (first, False)
    ert_, _ = load(published.file(tmp_path, "ert.csv", GOOD))
    assert load(tmp_path / "ert.csv", version="15") == (ert_, False)


def test_versions_stand_side_by_side_and_one_version_is_not_loaded_twice(tmp_path: Path) -> None:
    load(published.file(tmp_path, "new.csv", GOOD))
    older = ert(("NAM", "Namibia", 2022, "0.5", "0.4", "0.6"))
    load(published.file(tmp_path, "old.csv", older))
    assert [release.version for release in releases.of("ert")] == ["v15", "v13"]
    with pytest.raises(Refused, match="ert v15 is loaded already, from other files"):
        load(published.file(tmp_path, "other.csv", GOOD + GOOD.splitlines()[-1].replace("QQX", "QQY") + "\n"))
    assert len(lying()) == 2


def test_invented_figures_never_stand_before_real_ones(tmp_path: Path) -> None:
    later = ert(("QQX", "Quorra", 2030, "0.5", "0.4", "0.6"))
    made, _ = load(published.file(tmp_path, "invented.csv", later), version="invented", invented=True)
    assert made.dataset.invented
    assert releases.newest("ert") == made
    real, _ = load(published.file(tmp_path, "real.csv", GOOD))
    assert releases.newest("ert") == real
    assert not Dataset.objects.get(key="ert").invented
    assert "no part in them" in made.citation


def test_a_place_that_was_added_here_gets_its_figures(tmp_path: Path) -> None:
    place("quorra", "Quorra", kept_here=True)
    release, _ = load(published.file(tmp_path, "fiw.csv", fiw(("Quorra", 2024, 3, 3, "PF"))), "fiw")
    assert frames.frame(release)["place"].to_list() == ["quorra"]
    assert release.unmapped.count() == 0


def test_a_refused_file_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        load(published.file(tmp_path, "bad.csv", GOOD.replace("0.61", "1.61")))
    assert not Release.objects.exists()
    assert not Dataset.objects.exists()
    assert lying() == []
    assert not list((Path(settings.DATA_DIR) / "drafts").iterdir())


def test_what_a_crash_left_is_swept_away_at_the_next_load(tmp_path: Path) -> None:
    left = Path(settings.DATA_DIR) / folders.HOME / "ert" / "0123456789abcdef"
    left.mkdir(parents=True)
    (left / "rows.parquet").write_bytes(b"half a file")
    release, _ = load(published.file(tmp_path, "ert.csv", GOOD))
    assert lying() == [f"ert/{release.checksum[:16]}"]


def test_tables_that_are_gone_come_back_with_the_same_file(tmp_path: Path) -> None:
    path = published.file(tmp_path, "ert.csv", GOOD)
    release, _ = load(path)
    shutil.rmtree(Path(settings.DATA_DIR) / release.folder)
    entries = Entry.objects.count()
    again, new = load(path)
    assert (again.pk, new, Entry.objects.count()) == (release.pk, False, entries)
    assert frames.frame(again).height == 4
    assert not list((Path(settings.DATA_DIR) / folders.DRAFTS).iterdir())


def test_a_draft_that_someone_works_in_stays_and_one_that_was_left_goes(tmp_path: Path) -> None:
    home = Path(settings.DATA_DIR) / folders.DRAFTS
    left = home / "release-of-a-killed-load"
    with folders.drafting() as busy:
        left.mkdir()
        (left / "rows.parquet").write_bytes(b"half a file")
        load(published.file(tmp_path, "ert.csv", GOOD))
        assert list(home.iterdir()) == [busy]
    assert not list(home.iterdir())


def test_an_analyst_may_load_and_a_stranger_may_not(tmp_path: Path) -> None:
    path = published.file(tmp_path, "ert.csv", GOOD)
    with pytest.raises(NotPermitted):
        loading.load(by=person("Someone"), source="ert", paths=[(path, "ert.csv")], version="", now=NOW)
    release, _ = loading.load(
        by=person("Ana", role="analyst"), source="ert", paths=[(path, "ert.csv")], version="", now=NOW
    )
    assert release.loaded_by is not None


@pytest.mark.django_db(transaction=True)
def test_a_release_that_is_taken_out_leaves_its_entry_and_can_come_again(tmp_path: Path) -> None:
    path = published.file(tmp_path, "ert.csv", GOOD)
    release, _ = load(path)
    with pytest.raises(Refused, match="Say why"):
        loading.end_release(by=PLATFORM, release=release, reasons=" ", now=NOW)
    loading.end_release(by=PLATFORM, release=release, reasons="It was the wrong one.", now=NOW)
    assert lying() == []
    assert releases.newest("ert") is None
    assert catalogue.ended(release.dataset).get().reasons == "It was the wrong one."
    with pytest.raises(Refused, match="taken out already"):
        loading.end_release(by=PLATFORM, release=release, reasons="Twice.", now=NOW)
    again, new = load(path)
    assert new
    assert frames.frame(again).height == 4


def bring(data: bytes, name: str = "ert.csv", version: str = "") -> Loading:
    return bringing.bring_release(
        by=PLATFORM, source="ert", version=version, files=[(name, [data])], now=timezone.now()
    )


@pytest.mark.django_db(transaction=True)
def test_what_is_brought_is_loaded_by_its_job_and_then_gone() -> None:
    row = bring(GOOD.encode())
    bringing.carry_out(row, timezone.now())
    row.refresh_from_db()
    assert (row.state, row.problem) == ("done", "")
    assert row.release == releases.newest("ert")
    assert not folders.brought(row.pk).exists()
    assert not brought.progress_file(row.pk).exists()
    bringing.carry_out(row, timezone.now())  # a job that is run again finds nothing to do
    assert Release.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_brought_twice_leads_to_the_release_that_stands() -> None:
    for _ in range(2):
        row = bring(GOOD.encode())
        bringing.carry_out(row, timezone.now())
    row.refresh_from_db()
    assert (row.state, Release.objects.count()) == ("done", 1)


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_loaded_says_why_in_any_language() -> None:
    row = bring(GOOD.replace("0.61", "1.61").encode())
    bringing.carry_out(row, timezone.now())
    row.refresh_from_db()
    assert row.state == "failed"
    assert "row 3: v2x_polyarchy is 1.61" in row.problem
    assert brought.problem_of(row) == row.problem
    assert "{row}" in json.dumps(row.said)
    assert lying() == []


@pytest.mark.django_db(transaction=True)
def test_files_of_an_interrupted_request_are_swept_and_those_that_wait_stay() -> None:
    waiting = bring(GOOD.encode())
    stray = folders.brought(987_654)
    stray.mkdir()
    bring(GOOD.encode())
    assert folders.brought(waiting.pk).exists()
    assert not stray.exists()


def test_the_catalogue_is_counted_in_one_query(tmp_path: Path, django_assert_num_queries: Any) -> None:
    load(published.file(tmp_path, "ert.csv", GOOD))
    with django_assert_num_queries(1):
        assert len(catalogue.told()) == len(ADAPTERS)
    load(published.file(tmp_path, "fiw.csv", fiw(("Namibia", 2024, 2, 2, "F"))), "fiw")
    load(published.file(tmp_path, "older.csv", fiw(("Namibia", 2023, 2, 2, "F"))), "fiw")
    with django_assert_num_queries(1):
        assert sum(len(one["releases"]) for one in catalogue.told()) == 3
    assert connection.vendor == "postgresql"
