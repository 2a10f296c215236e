"""Episodes on pages: what is shown, what changes with other thresholds, and what is said where nothing is."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from koinon.ledger import guard
from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.pages.episode_asides import movers, of_country, of_region
from koinon.observatory.queries.agreement import count
from koinon.people.models import Membership, Place
from tests.factories.observatory import place
from tests.observatory.episodes.invented import SLIDE, loaded

pytestmark = pytest.mark.django_db
LIST = "/observatory/episodes/"


def test_without_figures_the_page_says_what_is_missing(client: Client) -> None:
    page = client.get(LIST)
    assert page.status_code == 200
    assert "koinon observatory load" in page.content.decode()
    assert client.get("/observatory/episodes.csv").status_code == 404
    assert client.get("/observatory/episodes/AAX/2021/").status_code == 404


def test_the_list_names_places_and_regions_in_the_language_of_the_reader(client: Client) -> None:
    loaded()
    region = place("west", "West Side", "region")
    with guard.writing("factory"):
        Place.objects.filter(pk=region.pk).update(names={"fr": "Côté ouest"})
        Place.objects.filter(code="AAX").update(names={"fr": "Hautes Terres"})
    page = client.get(f"/fr{LIST}", {"place": "AAX"}).content.decode()
    assert "<bdi>Hautes Terres</bdi>: " in page
    assert ">Côté ouest</option>" in page and "West Side" not in page
    assert page.count('data-label="') == 4, "on a phone each cell says what it is"


def test_the_list_shows_both_directions_and_filters(client: Client) -> None:
    loaded()
    page = client.get(LIST).content.decode()
    assert "Upland" in page and "Downland" in page and "Stillwater" not in page
    assert "2027–</bdi></a>" in page and "under way" in page
    assert "Invented Institute" in page
    down = client.get(LIST, {"kind": "aut", "state": "open"}).content.decode()
    assert "Downland" in down and "Upland" not in down
    assert "Upland" in client.get(LIST, {"year": "2022"}).content.decode()
    assert "No such episode" in client.get(LIST, {"year": "1999"}).content.decode()
    other = place("CCR", "Coast", kind="region")
    with guard.writing("test"):
        Membership.objects.create(group=other, member=Place.objects.get(code="AAX"))
    within = client.get(LIST, {"region": "CCR"}).content.decode()
    assert "Upland" in within and "Downland" not in within


def test_other_thresholds_are_recomputed_and_what_changes_is_told(client: Client) -> None:
    loaded()
    page = client.get(LIST, {"cum_incl": "0.3"}).content.decode()
    assert "0 episodes stay as they are, 2 vanish, 0 appear" in page
    wrong = client.get(LIST, {"tolerance": "0"}).content.decode()
    assert "greater than or equal to 1" in wrong and "Upland" in wrong
    exact = client.get(LIST, {"exact": "on"}).content.decode()
    assert "2 episodes stay as they are" in exact


def test_an_episode_tells_how_it_came_about(client: Client) -> None:
    loaded()
    page = client.get("/observatory/episodes/AAX/2021/").content.decode()
    assert "In 2021 the electoral democracy index rose from 0.200 to 0.250, by 0.050" in page
    assert "It ended with 2024: in the 5 years after" in page
    assert "stabilized electoral autocracy" in page
    assert "<svg" in page and "Not computed yet" in page and "Only one release is loaded" in page
    under_way = client.get("/observatory/episodes/BBX/2027/").content.decode()
    assert "Its end is not known" in under_way
    assert "a rise of more than 0.03 within a year would turn it" in under_way
    assert client.get("/observatory/episodes/BBX/2020/").status_code == 404


def test_agreement_stands_on_the_page_once_it_is_counted(client: Client) -> None:
    release = loaded("counted")
    loaded("v2", BBX=[0.8] * 12)
    for errors in (Errors.COMMON, Errors.LASTING):
        count(release, errors)
    page = client.get("/observatory/episodes/BBX/2027/", {"release": "ert counted"}).content.decode()
    assert "the same in all years" in page and "Shares of 1000 draws" in page
    assert "no episode in this direction" in page
    world = client.get(LIST, {"release": "ert counted"}).content.decode()
    assert "Of 1 countries that some release calls autocratizing in 2030, 0 are so in all." in world


def test_files_hold_episodes_and_country_years(client: Client) -> None:
    loaded()
    rows = list(csv.DictReader(io.StringIO(_read(client, "/observatory/episodes.csv").lstrip("\ufeff"))))
    assert [(row["episode"], row["kind"], row["open"]) for row in rows] == [
        ("BBX_2027_2030", "aut", "yes"), ("AAX_2021_2024", "dem", "no"),
    ]  # fmt: skip
    years = json.loads(_read(client, "/observatory/episodes/years.json"))
    assert len(years) == 36
    at = next(row for row in years if row["country_text_id"] == "AAX" and row["year"] == 2022)
    assert (at["dem_ep"], at["dem_ep_id"], at["aut_ep_id"]) == (1, "AAX_2021_2024", None)
    feed = client.get("/observatory/episodes.atom").content.decode()
    assert "Downland: Autocratization, 2027–" not in feed  # it did not begin in the last three years


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_a_list_asks_as_often_for_three_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    loaded(**({"AAX": [0.2] * 12} if not more else {"CCX": SLIDE}))
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


LIST_QUERIES = 6


def test_sections_of_other_pages(rf: object, client: Client) -> None:
    request = client.get("/").wsgi_request
    for code in ("AAX", "BBX"):
        place(code)
    assert movers(request) == "" and of_country(request, place=place("AAX")) == ""
    loaded(BBX=[0.8] * 9 + [0.7, 0.65, 0.6])
    world = str(movers(request))
    assert "1 countries are autocratizing" in world and "Downland" in world and "Upland" not in world
    assert "<bdi>Downland</bdi>, 2028–</a>" in world  # read out, a name and its years must be apart
    country = str(of_country(request, place=place("BBX")))
    assert "▼ Autocratizing in 2030, since 2028." in country and 'role="region"' not in country
    assert "In no episode in 2030." in str(of_country(request, place=place("CCX")))
    region = place("CCR", "Coast", kind="region")
    with guard.writing("test"):
        Membership.objects.create(group=region, member=place("AAX"))
    told = str(of_region(request, place=region, since=2013))
    assert "Upland" in told and "Downland" not in told


TIES = [0.56, 0.57, 0.66, *[0.66] * 9]  # .57 less .56 is less than .01 in binary fractions


def test_what_hinges_on_floating_point_is_always_told(client: Client) -> None:
    loaded("ties", CCX=TIES)
    page = client.get(LIST).content.decode()
    assert "1 episode hinges on how a machine rounds: 0 only in binary fractions, 1 only in exact" in page
    assert "2020–2021" in page and "only=hinging" in page
    rows = list(csv.DictReader(io.StringIO(body(client, "/observatory/episodes.csv?only=hinging"))))
    assert [(row["found_in"], row["instead_of"], row["episode"]) for row in rows] == [
        ("exact", "", "CCX_2020_2021"),
    ]  # fmt: skip


def test_an_episode_that_changes_stands_in_the_file_as_both_find_it(client: Client) -> None:
    loaded("pairs", CCX=[0.4, 0.6, 0.57, 0.7, *[0.7] * 8])  # .60 less .57 is more than .03
    rows = list(csv.DictReader(io.StringIO(body(client, "/observatory/episodes.csv?only=hinging"))))
    assert [(row["found_in"], row["instead_of"], row["episode"]) for row in rows] == [
        ("binary", "", "CCX_2022_2022"),
        ("binary", "CCX_2020_2022", "CCX_2020_2020"),
        ("exact", "CCX_2020_2020", "CCX_2020_2022"),
    ]
    assert "no episode hinges" in client.get(LIST, {"cum_incl": "0.5"}).content.decode()


def body(client: Client, address: str) -> str:
    """What an address answers, whole."""
    answer = client.get(address)
    assert answer.status_code == 200
    return (b"".join(answer) if answer.streaming else answer.content).decode("utf-8-sig")
