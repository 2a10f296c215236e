"""Regimes of the World on the page of a country: our rule, the published class, and other releases."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from koinon.observatory.models import Release
from koinon.observatory.pages.episode_asides import regime_of_country
from koinon.observatory.queries import regimes
from koinon.observatory.templatetags.observatory_agreement import classes_by_release
from koinon.people.models import Place
from tests.factories.observatory import place, release
from tests.observatory.episodes.invented import NAMES, loaded, rows

pytestmark = pytest.mark.django_db
LIBERAL = {"v2x_liberal": 0.81, "v2clacjstm_osp": 3.1, "v2clacjstw_osp": 3.1, "v2cltrnslw_osp": 3.1}
FAIR = {"v2elfrfair_osp": 2.4, "v2elmulpar_osp": 2.4}


def components(version: str = "full", **changed: Any) -> Release:
    """A release with the components: elections in its third year alone, whose regime stands from then on."""
    loaded("places only")
    table = rows({"AAX": [0.7] * 12, "BBX": [0.3] * 12, "CCX": [0.7] * 12})
    for row in table:
        row |= LIBERAL | {"v2x_liberal_codelow": 0.79, "v2x_elecreg": int(row["year"] >= 2021)}
        row |= {name: value if row["year"] == 2021 else None for name, value in FAIR.items()}
        if row["unit"] == "CCX":
            row |= dict.fromkeys(FAIR)
        row |= changed
    return release("vdem", version, table)


def section(code: str) -> str:
    """The section of a country."""
    return str(regime_of_country(RequestFactory().get("/"), place=Place.objects.get(code=code)))


def test_without_figures_there_is_nothing_to_say() -> None:
    assert regime_of_country(RequestFactory().get("/"), place=Place(code="AAX")) == ""


def test_the_class_of_our_rule_stands_beside_the_published_one() -> None:
    own = components()
    told = regimes.of_place(own, "AAX")
    assert told is not None
    assert (told.year, told.regime, told.lower, told.upper, told.published) == (2030, 3, 2, 3, 2)
    page = section("AAX")
    assert "liberal democracy in 2030" in page and "The published class is electoral democracy." in page
    assert "The ends of the intervals give electoral democracy and liberal democracy." in page
    assert "Invented Institute" in page


def test_what_cannot_be_told_is_said() -> None:
    components()
    assert "of which kind cannot be told" in section("BBX")
    assert "a component is missing" in section("CCX")


def test_where_both_say_the_same_it_is_said() -> None:
    components(v2x_liberal=0.7, v2x_liberal_codelow=0.69)
    assert "The published class is the same." in section("AAX")


def test_where_the_columns_are_not_there_it_says_which() -> None:
    loaded("without components")
    page = section("AAX")
    assert "no release that is loaded holds the columns v2elfrfair_osp, v2elmulpar_osp, v2x_liberal" in page


def test_the_share_of_releases_is_told_for_a_class(client: Client) -> None:
    loaded("c1")
    assert classes_by_release("AAX") == ""
    loaded("c2", AAX=[0.6] * 12)  # a democracy, in the invented figures
    loaded("c3", AAX=[0.61] * 12)
    said = "electoral democracy in 2 of 3, electoral autocracy in 1 of 3"
    assert said in classes_by_release("AAX", 2025) and said in section("AAX")
    episode = client.get("/observatory/episodes/AAX/2021/?release=ert+c1").content.decode()
    assert "Class of Regimes of the World in 2024, by release" in episode
    assert classes_by_release("AAX", 1950) == "" and classes_by_release("NUL") == ""
    assert set(NAMES) == {"AAX", "BBX", "CCX"}


def got(client: Client, code: str, status: int = 200, **asked: Any) -> Any:
    """What a program is told of a place."""
    answer = client.get(f"/api/v1/places/{code}/regimes", asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_program_is_told_every_year_by_our_rule_and_as_published(client: Client) -> None:
    components()
    told = got(client, "AAX")
    own = told["own"]
    assert (own["release"], own["publisher"], own["version"]) == ("vdem full", "Invented Institute", "full")
    assert len(own["items"]) == 12 and told["lacking"] == []
    assert own["items"][-1] == {
        "year": 2030, "regime": 3, "lower": 2, "upper": 3, "autocracy": False, "published": 2,
    }  # fmt: skip
    assert own["items"][0]["regime"] is None  # no election yet whose figures would hold
    assert [row["year"] for row in got(client, "AAX", since=2029)["own"]["items"]] == [2029, 2030]
    autocracy = got(client, "BBX")["own"]["items"][-1]
    assert autocracy["autocracy"] and autocracy["regime"] is None


def test_a_year_without_an_index_is_left_out_and_the_last_election_holds_beyond_it(client: Client) -> None:
    loaded("places only")
    table = rows({"AAX": [0.7] * 12})
    for row in table:
        row |= LIBERAL | {"v2x_elecreg": 1} | (FAIR if row["year"] == 2021 else dict.fromkeys(FAIR))
        row |= {"v2x_polyarchy": None} if row["year"] == 2022 else {}
    release("vdem", "full", table)
    told = {row["year"]: row["regime"] for row in got(client, "AAX")["own"]["items"]}
    assert 2022 not in told and told[2023] == 3 and told[2020] is None


def test_a_program_is_told_what_each_release_publishes(client: Client) -> None:
    loaded("c1")
    loaded("c2", AAX=[0.6] * 12)  # a democracy, in the invented figures
    loaded("c3", AAX=[0.61] * 12)
    told = got(client, "AAX", since=2030)
    assert told["own"] is None and "v2x_liberal" in told["lacking"] and "v2x_elecreg" in told["lacking"]
    assert told["by_release"] == [
        {
            "year": 2030,
            "classes": [
                {"regime": 1, "releases": ["ert c1"]}, {"regime": 2, "releases": ["ert c2", "ert c3"]},
            ],
        }
    ]  # fmt: skip
    assert [one["version"] for one in told["releases"]] == ["c1", "c2", "c3"]


def test_one_release_is_told_as_well(client: Client) -> None:
    loaded("alone")
    told = got(client, "CCX")
    assert [row["classes"] for row in told["by_release"][:1]] == [[{"regime": 2, "releases": ["ert alone"]}]]


def test_what_is_not_there_is_said(client: Client) -> None:
    place("ZZX", "Nowhere")
    assert "No figures are loaded" in got(client, "ZZX", 404)["detail"]
    components()
    told = got(client, "ZZX")
    assert told["own"]["items"] == [] and told["by_release"] == []
    assert "no country or territory" in got(client, "nope", 404)["detail"]


def test_a_place_costs_the_same_with_one_release_and_with_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    components("full")
    with django_assert_num_queries(QUERIES):
        got(client, "AAX")
    loaded("c2")
    loaded("c3")
    with django_assert_num_queries(QUERIES):
        got(client, "AAX")


QUERIES = 5  # the place, and which releases are loaded: with the components, the newest, and beside it
