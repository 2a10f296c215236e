"""Who is in an episode in a year by which releases, over the API and in a terminal."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from koinon.kernel.refusals import NotFound
from koinon.observatory.commands.observatory import observatory
from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.queries import agreement as draws
from tests.factories.observatory import release
from tests.observatory.episodes.invented import CLIMB, SLIDE, loaded, rows

pytestmark = pytest.mark.django_db


def got(client: Client, year: int, status: int = 200) -> Any:
    """The answer about a year."""
    answer = client.get(f"/api/v1/agreement/{year}")
    assert answer.status_code == status, answer.content
    return answer.json()


def three() -> None:
    """Upland climbs by two of three releases; the last one goes a year further and has one unit more."""
    loaded("v1")
    loaded("v2", AAX=[0.2] * 12)
    own = {"AAX": [*CLIMB, 0.4], "BBX": [*SLIDE, 0.6], "CCX": [0.5] * 13, "NUL": [*CLIMB, 0.4]}
    release("ert", "v3", [row | ({"place": None} if row["unit"] == "NUL" else {}) for row in rows(own)])


def run(*words: str) -> Any:
    return CliRunner().invoke(observatory, ["agreement", *words], obj=nullcontext)


def test_who_is_so_by_which_releases(client: Client) -> None:
    three()
    told = got(client, 2023)
    assert [one["release"] for one in told["releases"]] == ["ert v1", "ert v2", "ert v3"]
    assert told["releases"][0]["publisher"] == "Invented Institute" and told["releases"][0]["loaded_at"]
    assert (told["dem"]["some"], told["dem"]["every"]) == (2, 0)
    assert told["dem"]["places"] == [
        {
            "place": "AAX", "name": "Upland", "unit": "AAX", "in_releases": ["ert v1", "ert v3"],
            "not_in": ["ert v2"], "without": [], "draws": None,
        },
        {
            "place": None, "name": "NUL", "unit": "NUL", "in_releases": ["ert v3"], "not_in": [],
            "without": ["ert v1", "ert v2"], "draws": None,
        },
    ]  # fmt: skip
    assert told["aut"] == {"some": 0, "every": 0, "places": []}
    assert got(client, 2030)["aut"]["every"] == 1


def test_draws_of_the_newest_release_stand_beside_it_once_they_are_counted(client: Client) -> None:
    loaded("v1")
    newest = loaded("v2", CCX=[0.47] * 12)  # figures of its own: what is counted is kept
    assert got(client, 2023)["dem"]["places"][0]["draws"] is None
    draws.count(newest, Errors.COMMON)
    (up,) = got(client, 2023)["dem"]["places"]
    assert [(one["errors"], one["draws"]) for one in up["draws"]] == [("common", 1000)]
    assert up["draws"][0]["share"] == draws.of_year(newest, "AAX", 2023)[0].dem > 0
    assert "of draws, errors common)" in run("--year", "2023").output


def test_a_release_that_does_not_reach_a_year_is_not_asked(client: Client) -> None:
    three()
    told = got(client, 2031)
    assert [one["release"] for one in told["releases"]] == ["ert v3"]
    assert "No release that is loaded has figures of 2032." in got(client, 2032, 404)["detail"]
    assert got(client, 1850, 404) and got(client, -1, 404)


def test_without_figures_it_says_so(client: Client) -> None:
    assert "No figures are loaded" in got(client, 2023, 404)["detail"]


def test_the_counts_of_the_page_are_those_of_the_program(client: Client) -> None:
    three()
    told = got(client, 2030)
    page = client.get("/observatory/episodes/").context["across"]
    assert page["year"] == 2030
    for kind in ("aut", "dem"):
        assert page[kind] == {name: told[kind][name] for name in ("some", "every")}


def test_a_year_is_told_in_the_terminal() -> None:
    three()
    ran = run("--year", "2023", "--json")
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.output)["dem"]["some"] == 2
    said = run("--year", "2023").output
    assert "2023, in ert v1 (Invented Institute, loaded 2031-05-01), ert v2" in said
    assert "2 are called democratizing by some release, 0 by every one:" in said
    assert "AAX\tUpland\tert v1, ert v3 (not in ert v2)" in said
    assert "NUL\tNUL\tert v3 (no figure in ert v1, ert v2)" in said


def test_what_does_not_go_together_is_refused() -> None:
    assert run("--year", "2023", "--draws", "5").exit_code == 2
    assert isinstance(run("--year", "2023").exception, NotFound)


def test_a_year_costs_the_same_with_one_release_and_with_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    loaded("v1")
    with django_assert_num_queries(QUERIES):
        got(client, 2023)
    loaded("v2", AAX=[0.2] * 12)
    loaded("v3", AAX=[0.3] * 12)
    with django_assert_num_queries(QUERIES):
        assert len(got(client, 2023)["releases"]) == 3


QUERIES = 2  # the releases that are loaded: which is the newest, and which stand beside it
