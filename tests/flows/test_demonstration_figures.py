"""The invented figures of the demonstration: the same everywhere, labelled, and telling their story."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from koinon.flows.demonstration import figures
from koinon.flows.demonstration.partnership import STATES
from koinon.observatory.queries import frames
from tests.factories.observatory import place

NOW = datetime(2032, 3, 1, 9, tzinfo=UTC)


def test_the_files_are_the_same_every_time() -> None:
    assert [make() for make in figures.FILES.values()] == [make() for make in figures.FILES.values()]
    assert set(figures.INDEX) == set(STATES)


@pytest.mark.django_db
def test_the_invented_figures_are_loaded_once_and_lead_to_the_invented_states(
    tmp_path: Path, settings: Any
) -> None:
    settings.DATA_DIR = tmp_path
    for key, (name, _) in STATES.items():
        place(key, name, kept_here=True)
    made = figures.load_figures(NOW)
    assert [release.pk for release in figures.load_figures(NOW)] == [release.pk for release in made]
    for release in made:
        assert release.invented and release.dataset.invented
        assert release.unmapped.count() == 0
    ert, fiw, raw = made
    rows = frames.frame(ert)
    assert set(rows["place"]) == set(STATES)
    assert (ert.first, ert.last) == (2005, 2025)
    episodes = {
        (kind, row["place"]): row[f"{kind}_ep_start_year"]
        for kind in ("aut", "dem")
        for row in rows.filter(pl.col(f"{kind}_ep") == 1).iter_rows(named=True)
    }
    assert episodes["aut", "altamere"] == 2021
    assert ("dem", "corrada") in episodes
    assert ("aut", "gorvia") in episodes
    assert ("aut", "brennovia") not in episodes
    status = {
        row["place"]: row["status"]
        for row in frames.frame(fiw).filter(pl.col("year") == 2025).iter_rows(named=True)
    }
    assert (status["eskelund"], status["gorvia"]) == ("F", "NF")
    votes = frames.frame(raw, table="votes")
    assert votes.height == len(STATES) * 21 * figures.ROLL_CALLS
    assert set(votes["vote"].unique()) == {1, 2, 3, 8}
