"""What an address asks for and is not known is said: nobody gets everything, or another day, instead."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.observatory import place
from tests.observatory.episodes import invented
from tests.observatory.standing.worlds import ratings
from tests.observatory.world import worlds

pytestmark = pytest.mark.django_db
REGION = "/observatory/regions/halcyon-coast/"
NO_DAY = ("2024-02-30", "29.2.2024", "tomorrow", "2024-13", "20240630")
DATED = (
    "/observatory/standings/?on=", "/observatory/standings/free-or-partly-free/?on=",
    "/observatory/standings/free-or-partly-free/?before=", "/observatory/standings.csv?on=",
    "/observatory/standings/free-or-partly-free/SKE/?on=",
    "/observatory/standings/free-or-partly-free.csv?on=",
    "/observatory/standings/compare/?b_on=", "/observatory/standings-compared.csv?a_on=",
    "/observatory/?show=standing/free-or-partly-free&on=",
    "/api/v1/rule-sets?on=", "/api/v1/standings/free-or-partly-free?on=",
    "/api/v1/standings/free-or-partly-free/SKE?on=", "/api/v1/standings/free-or-partly-free?date=",
)  # fmt: skip


@pytest.fixture
def loaded() -> None:
    worlds.region()
    place(worlds.FORMER, "Soviet Union")
    worlds.measured()
    worlds.rated()
    invented.loaded()


@pytest.mark.parametrize("address", DATED)
def test_what_is_no_day_is_refused_with_a_sentence(client: Client, address: str) -> None:
    ratings()
    assert client.get(f"{address}2024-02-29").status_code == 200
    for day in NO_DAY:
        answer = client.get(address + day)
        assert answer.status_code == 422, day
        said = answer.content.decode()
        assert f"“{day}” is no day of the calendar" in said
        if answer["Content-Type"].startswith("text/html"):
            way_on = said.split("</h1>")[1].split("</main>")[0]
            assert f'href="{address.partition("?")[0]}"' in way_on and "Sign in" not in way_on


def test_the_api_takes_the_date_by_either_name_and_not_two_of_them(client: Client) -> None:
    ratings()
    base = "/api/v1/standings/free-or-partly-free"
    for query in ("on=2023", "date=2023", "on=2023&date=2023", "date=2023-12-31"):
        assert client.get(f"{base}/VIR?{query}").json()["on"] == "2023-12-31"
        assert client.get(f"{base}?{query}").json()["items"][0]["on"] == "2023-12-31"
        assert {one["on"] for one in client.get(f"/api/v1/rule-sets?{query}").json()} == {"2023-12-31"}
    both = client.get(f"{base}?on=2023&date=2024")
    assert both.status_code == 422 and "give one of the two" in both.json()["detail"]


@pytest.mark.parametrize(
    "asked",
    [
        "episodes?kind=xyz", "episodes?state=xyz", "episodes?year=xyz", "alerts?kind=xyz", "alerts?state=zzz",
        "alerts?rule=zzz", "alerts?direction=zzz", "incidents?kind=zzz", "incidents?group=zzz",
        "incidents?state=zzz", "incidents?since=zzz", "incidents?until=2024-02-30", "flashpoints?kind=zzz",
        "flashpoints?until=zzz", "approaches?kind=zzz", "outlooks?direction=zzz",
        "cohesion/groups/all?issue=zz",
        "standings/free-or-partly-free?verdict=zzz",
    ],
)  # fmt: skip
def test_the_api_refuses_words_that_are_no_choice(client: Client, asked: str, loaded: None) -> None:
    answer = client.get(f"/api/v1/{asked}")
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("episodes?place=QQQ", "THA"), ("episodes?region=QQQ", "halcyon-coast"), ("alerts?place=QQQ", "THA"),
        ("alerts?place=QQQ", "halcyon-coast"), ("incidents?place=QQQ", "THA"),
        ("incidents?region=QQQ", "halcyon-coast"), ("flashpoints?place=QQQ", "THA"),
        ("flashpoints?region=QQQ", "halcyon-coast"), ("approaches?place=QQQ", "THA"),
        ("outlooks?place=QQQ", "THA"), ("places/QQQ/observations", "THA"),
        ("standings/free-or-partly-free/QQQ", "THA"),
    ],
)  # fmt: skip
def test_a_place_that_nobody_knows_is_missing_in_the_api(
    client: Client, asked: str, known: str, loaded: None
) -> None:
    answer = client.get(f"/api/v1/{asked}")
    assert answer.status_code == 404 and "There is no " in answer.json()["detail"]
    assert client.get(f"/api/v1/{asked.replace('QQQ', known)}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("episodes/?kind=xyz", 422), ("episodes/?state=xyz", 422), ("episodes/?year=20x0", 422),
        ("episodes/?place=QQQ", 404), ("episodes/?region=QQQ", 404), ("episodes.csv?kind=xyz", 422),
        ("alerts/?kind=xyz", 422), ("alerts/?state=xyz", 422), ("alerts.csv?rule=xyz", 422),
        ("alerts.csv?place=QQQ", 404), ("alerts.atom?place=QQQ", 404), ("alerts.ics?place=QQQ", 404),
        ("incidents/?kind=xyz", 422), ("incidents/?since=xyz", 422), ("incidents.csv?group=xyz", 422),
        ("incidents/?region=QQQ", 404), ("incidents.csv?place=QQQ", 404), ("incidents.atom?place=QQQ", 404),
        ("flashpoints/?kind=xyz", 422), ("flashpoints/?place=QQQ", 404), ("flashpoints.csv?region=QQQ", 404),
        ("flashpoints.ics?kind=xyz", 422), ("outlook/?direction=xyz", 422),
        ("outlook/model/?direction=xyz", 422), ("outlook.csv?direction=xyz", 422),
        ("cohesion/?issue=xyz", 422), ("cohesion/?since=1066", 422), ("cohesion/?dataset=xyz", 422),
        ("compare/?places=THA&by=xyz", 422), ("regions/halcyon-coast/?show=xyz", 422),
    ],
)  # fmt: skip
def test_pages_and_files_say_what_is_not_known(client: Client, asked: str, status: int, loaded: None) -> None:
    answer = client.get(f"/observatory/{asked}")
    assert answer.status_code == status
    said = answer.content.decode()
    assert any(
        words in said for words in ("Nothing is known here", "There is no ", "is no date", "is no year")
    )


@pytest.mark.parametrize("since", ["2030", "2024", "1066", "then"])
def test_a_region_says_since_when_it_tells(client: Client, loaded: None, since: str) -> None:
    said = client.get(f"{REGION}?since={since}&indicator=vdem/v2x_polyarchy").content.decode()
    assert "Halcyon Coast since 2013" in said and f"Halcyon Coast since {since}" not in said
    assert f"What changed since {since} cannot be told" in said
    assert "is 2024. Shown is what changed since 2013." in said
    plain = client.get(f"{REGION}?since=2014&indicator=vdem/v2x_polyarchy").content.decode()
    assert "Halcyon Coast since 2014" in plain and "cannot be told" not in plain


def test_another_year_or_indicator_than_asked_for_is_told(client: Client, loaded: None) -> None:
    def said(address: str) -> Any:
        return client.get(f"/observatory/{address}").content.decode()

    told = "There are no figures of 1981 in “Political rights”; 2024 is shown."
    assert told in said("indicators/fiw/pr/?year=1981") and told not in said("indicators/fiw/pr/?year=2020")
    assert told in said("?show=fiw/pr&year=1981") and told not in said("?show=fiw/pr&year=2020")
    assert "There are no figures of 1066 in" in said("?show=standing/free-or-partly-free&year=1066")
    told = "Nothing is known here by the name “fiw/xyz”; shown is Electoral democracy index"
    assert told in said("?show=fiw/xyz")
    assert told in said("compare/?places=THA&indicator=fiw/xyz")
    assert told in said("regions/halcyon-coast/?indicator=fiw/xyz")
    assert "Nothing is known here" not in said("?show=fiw/pr")
