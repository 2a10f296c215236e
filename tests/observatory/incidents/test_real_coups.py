"""The coups of the field, as their publishers have them, as incidents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import incident_batches, loading
from koinon.observatory.models import Incident
from koinon.people.actions import catalogue
from tests.factories.observatory import NOW

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "coups"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="The files of the field lie in ../shared, which is not here."
    ),
]


def load(source: str, name: str, version: str) -> None:
    loading.load(by=PLATFORM, source=source, paths=[(DATA / name, name)], version=version, now=NOW)


def test_a_thousand_coups_are_taken_in_once_and_those_told_twice_are_left_out(
    tmp_path: Path, settings: Any
) -> None:
    settings.DATA_DIR = tmp_path
    catalogue.keep_current()
    load("coups-cline", "cline_cdp_2_1_2.csv", "2.1.2")
    load("coups-powell-thyne", "powell_thyne_gw_country_year.csv.gz", "")
    taken = incident_batches.take(by=PLATFORM, dataset="coups-cline", now=NOW)
    assert taken.new + taken.others == 981 and taken.new > 900 and taken.alike == 0
    assert incident_batches.take(by=PLATFORM, dataset="coups-cline", now=NOW).new == 0
    counted = incident_batches.take(by=PLATFORM, dataset="coups-powell-thyne", now=NOW)
    assert counted.alike > counted.new > 0
    assert Incident.objects.count() == taken.new + counted.new
    assert (
        not Incident.objects.filter(release__dataset__key="coups-powell-thyne").exclude(exact="year").exists()
    )
    assert Entry.objects.filter(verb="observatory.take_incidents").count() == 3
    page = Client().get("/observatory/incidents/").content
    assert len(page) < 100_000 and b"<svg" in page
    assert Incident.objects.filter(kind="self-coup", place__code="PER", on__year=1992).exists()
