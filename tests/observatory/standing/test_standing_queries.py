"""Standings read from releases: who is judged, by which year's figures, and what is missing."""

from __future__ import annotations

from datetime import date

import pytest

from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.queries import standing
from koinon.observatory.queries.standing_agreement import agreement
from tests.factories.observatory import place
from tests.observatory.standing.worlds import coups, episodes, ratings

pytestmark = pytest.mark.django_db
END = date(2024, 12, 31)


def told(name: str, on: date = END) -> dict[str, str]:
    return standing.verdicts(standing.reading(name), on)


def test_every_unit_of_the_year_is_judged_and_no_other() -> None:
    ratings()
    assert told("free-or-partly-free") == {
        "HAL": "meets", "MOR": "meets", "SKE": "does not", "fiw:Free Port": "meets",
    }  # fmt: skip
    assert told("free-or-partly-free", date(2023, 6, 1))["VIR"] == "meets"


def test_a_place_that_nobody_rates_cannot_be_decided() -> None:
    ratings()
    found, _ = standing.row(standing.reading("free-or-partly-free"), place("NUL"), END)
    assert found.truth is Truth.UNKNOWN
    assert standing.row(standing.reading("free-or-partly-free"), place("VIR"), END)[0].truth is Truth.UNKNOWN


def test_figures_older_than_the_rule_allows_decide_nothing() -> None:
    ratings()
    assert set(told("free-or-partly-free", date(2026, 12, 31)).values()) == {"meets", "does not"}
    assert told("free-or-partly-free", date(2027, 1, 1)) == {}


def test_a_dataset_that_is_not_loaded_is_named_and_turns_nobody_away() -> None:
    ratings()
    episodes()
    found = standing.world(standing.reading("no-disruption-no-erosion"), END)
    assert found.missing == ("coups-powell-thyne",)
    assert {row.subject.code: row.verdict for row in found.rows} == {
        "HAL": "cannot be decided", "MOR": "does not",
    }  # fmt: skip


def test_erosion_and_disruption_each_turn_a_place_away() -> None:
    episodes(fall=0.3)
    coups(HAL=1)
    assert told("no-disruption-no-erosion") == {"HAL": "does not", "MOR": "does not"}
    assert told("no-disruption-no-erosion", date(2022, 12, 31)) == {"HAL": "meets", "MOR": "does not"}


def test_the_nearest_way_is_told_in_the_points_of_the_ratings() -> None:
    ratings()
    found = standing.world(standing.reading("free-or-partly-free"), END)
    distances = {row.subject.code: row.way.changes[0].distance for row in found.rows}
    assert distances == {"HAL": 6, "MOR": 1, "SKE": 3, "fiw:Free Port": 9}


def test_agreement_is_the_share_of_releases_that_say_anything() -> None:
    ratings("2026", MOR=(6, 6))
    ratings("2025")
    newest = standing.world(standing.reading("free-or-partly-free"), END).releases["fiw"]
    found = agreement(standing.reading("free-or-partly-free"), END)["MOR"][0]
    assert found.release == newest
    assert (len(found.holds), len(found.differs), found.said) == (1, 1, 2)
    assert len(agreement(standing.reading("free-or-partly-free"), END)["HAL"][0].holds) == 2


def test_changes_between_dates_and_between_rule_sets() -> None:
    ratings()
    episodes()
    chosen = standing.reading("free-or-partly-free")
    found = standing.changes((chosen, date(2022, 12, 31)), (chosen, END))
    assert {(c.subject.code, c.before, c.after) for c in found} == {
        ("SKE", Truth.YES, Truth.NO), ("VIR", Truth.YES, None), ("fiw:Free Port", None, Truth.YES),
    }  # fmt: skip
    other = standing.reading("free-or-partly-free:electoral-democracy")
    assert ("MOR", Truth.YES, Truth.NO) in {
        (c.subject.code, c.before, c.after) for c in standing.changes((chosen, END), (other, END))
    }
